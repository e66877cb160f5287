//! The values of blocks, ready to be filled in.

use super::tag::Name;
use super::template::{Piece, Reference, Template};
use super::texts::Texts;
use crate::catalogue::Role;
use crate::program::{Argument, Program, Resource, Value};
use std::borrow::Cow;

/// The values of a block, each with its meaning, in the order in which they are written.
#[derive(Debug)]
pub(super) struct Slots<'p>(Vec<(Role, Slot<'p>)>);

/// A value of a block, ready to be filled in.
#[derive(Debug)]
pub(super) enum Slot<'p> {
    /// A text with references, or nothing but one.
    Filled(Vec<Piece<'p>>),
    /// Names with values.
    Map(Entries<'p>),
    /// Anything else, with what it is as text.
    Plain(&'p Value, Cow<'p, str>),
}

/// The entries of a map; what is nested, by the way to it: `address.lines.0`.
#[derive(Debug)]
pub(super) struct Entries<'p> {
    all: Vec<(Name, Slot<'p>)>,
    /// The length of all names, and of all texts that hold no reference.
    bytes: usize,
    /// All of them as texts, where none holds a reference and no name is there twice.
    literals: Option<Texts>,
}

impl<'p> Slots<'p> {
    pub(super) fn of(program: &'p Program, arguments: &'p [Argument]) -> Self {
        let slots = arguments.iter();
        let slots =
            slots.map(|argument| (argument.parameter.role, Slot::of(program, &argument.value)));
        Self(slots.collect())
    }

    /// All of them.
    pub(super) fn iter(&self) -> impl Iterator<Item = &(Role, Slot<'p>)> {
        self.0.iter()
    }

    /// The value with this meaning.
    pub(super) fn value(&self, role: Role) -> Option<&Slot<'p>> {
        let mut slots = self.iter();
        slots.find_map(|(known, slot)| (*known == role).then_some(slot))
    }

    /// The text that is said, if there is one.
    pub(super) fn said(&self) -> Option<&Slot<'p>> {
        self.value(Role::Text).or_else(|| self.value(Role::Ssml))
    }

    /// Whether the value with this meaning is this word.
    pub(super) fn is(&self, role: Role, word: &str) -> bool {
        matches!(self.value(role), Some(Slot::Plain(Value::Word(found), _)) if *found == word)
    }
}

/// Stands for a text that has a name: no such thing is asked for by name.
static SAID: Value = Value::Text(String::new());

impl<'p> Slot<'p> {
    fn of(program: &'p Program, value: &'p Value) -> Self {
        match value {
            Value::Text(text) | Value::Reference(text) => match Template::of(text) {
                Template::Literal(text) => Self::Plain(value, Cow::Borrowed(text)),
                Template::Filled(pieces) => Self::Filled(pieces),
            },
            Value::Prompt(_, value) => Self::of(program, value),
            Value::Map(_) | Value::List(_) => {
                let mut leaves = Vec::new();
                leaves_of(String::new(), value, &mut leaves);
                let leaves = leaves.into_iter();
                let entries = leaves.map(|(way, leaf)| (Name::of(way), Self::of(program, leaf)));
                Self::Map(Entries::of(entries.collect()))
            }
            Value::Resource(id) => match program.resources.get(*id).and_then(Resource::text) {
                Some(text) => Self::Plain(&SAID, Cow::Borrowed(text)),
                None => Self::Plain(value, plain_text(program, value)),
            },
            Value::Duration(_)
            | Value::Number(_)
            | Value::Flag(_)
            | Value::Word(_)
            | Value::Words(_)
            | Value::RawNumber(_)
            | Value::RawBool(_)
            | Value::Null => Self::Plain(value, plain_text(program, value)),
        }
    }

    /// The text, where it holds no reference.
    pub(super) fn literal(&self) -> Option<&str> {
        match self {
            Self::Plain(_, text) => Some(text),
            Self::Filled(_) | Self::Map(_) => None,
        }
    }

    /// Whether it is some text, and holds no reference.
    pub(super) fn is_plainly_some(&self) -> bool {
        self.literal().is_some_and(|text| !text.is_empty())
    }

    /// The reference, where it is nothing but one.
    pub(super) fn reference(&self) -> Option<&Reference<'p>> {
        match self {
            Self::Filled(pieces) => match pieces.as_slice() {
                [Piece::Reference(only)] => Some(only),
                _ => None,
            },
            Self::Plain(..) | Self::Map(_) => None,
        }
    }

    /// The entries of a map; none where it is none.
    pub(super) fn entries(&self) -> &[(Name, Self)] {
        match self {
            Self::Map(entries) => &entries.all,
            Self::Filled(_) | Self::Plain(..) => &[],
        }
    }
}

impl<'p> Entries<'p> {
    fn of(all: Vec<(Name, Slot<'p>)>) -> Self {
        let literals = all.iter();
        let literals = literals.map(|(name, slot)| Some((name.as_str(), slot.literal()?)));
        let literals: Option<Texts> = literals.collect();
        let written = |(name, slot): &(Name, Slot<'p>)| {
            name.as_str().len() + slot.literal().map_or(0, str::len)
        };
        Self {
            bytes: all.iter().map(written).sum(),
            literals: literals.filter(|texts| texts.names().count() == all.len()),
            all,
        }
    }

    /// All of them with their texts, where none holds a reference.
    pub(super) const fn literals(&self) -> Option<&Texts> {
        self.literals.as_ref()
    }

    /// The length of all names, and of all texts that hold no reference.
    pub(super) const fn bytes(&self) -> usize {
        self.bytes
    }

    /// Those that hold references.
    pub(super) fn with_references(&self) -> impl Iterator<Item = &Slot<'p>> {
        let all = self.all.iter().map(|(_, slot)| slot);
        all.filter(|slot| slot.literal().is_none())
    }

    /// The names with their texts, for those that hold references in turn these.
    pub(super) fn filled_with<'t>(
        &'t self,
        mut texts: impl Iterator<Item = &'t str> + Clone,
    ) -> impl Iterator<Item = (&'t Name, &'t str)> + Clone {
        self.all.iter().map(move |(name, slot)| {
            let text = slot.literal().or_else(|| texts.next());
            (name, text.unwrap_or_default())
        })
    }
}

/// What a value without references is as text.
pub(super) fn plain_text<'p>(program: &'p Program, value: &'p Value) -> Cow<'p, str> {
    match value {
        Value::Text(text) | Value::Reference(text) | Value::RawNumber(text) => Cow::Borrowed(text),
        Value::Resource(id) => {
            let resource = program.resources.get(*id);
            Cow::Borrowed(resource.map_or("", |known| known.id.as_deref().unwrap_or(&known.name)))
        }
        Value::Duration(number) | Value::Number(number) => Cow::Owned(number.to_string()),
        Value::Flag(flag) | Value::RawBool(flag) => {
            Cow::Borrowed(if *flag { "true" } else { "false" })
        }
        Value::Word(word) => Cow::Borrowed(word),
        Value::Prompt(_, value) => plain_text(program, value),
        Value::Words(_) | Value::Map(_) | Value::List(_) | Value::Null => Cow::Borrowed(""),
    }
}

/// The leaves of a value, each with the way to it. How deep values are nested is limited
/// where they are read.
pub(super) fn leaves_of<'v>(way: String, value: &'v Value, leaves: &mut Vec<(String, &'v Value)>) {
    let inside = |key: &str| match way.is_empty() {
        true => key.to_owned(),
        false => format!("{way}.{key}"),
    };
    match value {
        Value::Map(entries) => {
            for (key, value) in entries {
                leaves_of(inside(key), value, leaves);
            }
        }
        Value::List(values) => {
            for (index, value) in values.iter().enumerate() {
                leaves_of(inside(&index.to_string()), value, leaves);
            }
        }
        Value::Text(_)
        | Value::Reference(_)
        | Value::Resource(_)
        | Value::Duration(_)
        | Value::Number(_)
        | Value::Flag(_)
        | Value::Word(_)
        | Value::Words(_)
        | Value::Prompt(..)
        | Value::RawNumber(_)
        | Value::RawBool(_) => leaves.push((way, value)),
        Value::Null => {}
    }
}
