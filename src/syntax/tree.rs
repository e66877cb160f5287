//! The tree of one source file.
//!
//! It says what stands where and nothing about what it means: everything is a
//! [`Line`], a run of words with at most one literal behind it. Names borrow from
//! the source text. Comments lie beside the tree, in [`File::comments`], so that
//! only the formatter has to know of them.

use crate::source::{FileId, Span};
use std::borrow::Cow;
use std::ops::Range;

/// A whole source file.
#[derive(Debug, Clone)]
pub struct File<'s> {
    /// Which file.
    pub id: FileId,
    /// Its text.
    pub text: &'s str,
    /// Resources, flows, modules and tests, in order.
    pub tops: Vec<Top<'s>>,
    /// Every `//` comment, in order.
    pub comments: Vec<Comment>,
}

/// A `//` comment, with its slashes and without its line end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Comment {
    /// From the first slash to the end of the line.
    pub span: Span,
    /// Whether nothing but blanks and commas stands before it on its line.
    pub own_line: bool,
}

/// One `///` line: text that Connect keeps.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Doc<'s> {
    /// The text behind the slashes, trimmed.
    pub text: &'s str,
    /// The whole line.
    pub span: Span,
}

/// What stands at the top of a file.
#[derive(Debug, Clone)]
pub enum Top<'s> {
    /// A line without braces: a resource.
    Resource(Resource<'s>),
    /// A line with braces: a flow, a module or a test.
    Section(Section<'s>),
    /// Something that could not be read; kept as it stands.
    Broken(Span),
}

/// `queue support "BasicQueue"`.
#[derive(Debug, Clone)]
pub struct Resource<'s> {
    /// Its `///` lines.
    pub docs: Vec<Doc<'s>>,
    /// Kind, name and title.
    pub line: Line<'s>,
}

/// `inbound flow welcome "Sample inbound flow" { … }`.
#[derive(Debug, Clone)]
pub struct Section<'s> {
    /// Its `///` lines.
    pub docs: Vec<Doc<'s>>,
    /// Kind, name and title.
    pub line: Line<'s>,
    /// What stands in its braces.
    pub items: Items<'s>,
    /// Where in its braces items stand that have not been read, piece by piece; of what
    /// [`parse`](super::parse) gives, none.
    pub(crate) unread: Vec<Range<u32>>,
}

/// Items between braces.
#[derive(Debug, Clone)]
pub struct Items<'s> {
    /// In order.
    pub items: Vec<Item<'s>>,
    /// From `{` to `}`.
    pub span: Span,
}

/// One item of a flow: labels, then a block, an arrow or a branch of the head.
#[derive(Debug, Clone)]
pub struct Item<'s> {
    /// `name:` in front of it.
    pub labels: Vec<Name<'s>>,
    /// Its `///` lines.
    pub docs: Vec<Doc<'s>>,
    /// What it is.
    pub kind: ItemKind<'s>,
    /// Labels and docs included.
    pub span: Span,
}

/// What an item is.
#[derive(Debug, Clone)]
pub enum ItemKind<'s> {
    /// `-> label`.
    Jump(Target<'s>),
    /// `error -> label`, in a flow's head.
    Branch(Box<Branch<'s>>),
    /// `play prompt "Hi."`, with its braces if it has some.
    Block(Block<'s>),
    /// Labels at the end of the braces, with nothing behind them.
    Nothing,
    /// Something that could not be read; kept as it stands.
    Broken(Span),
}

/// A name as it is defined or used: a word, or a quoted string.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Name<'s> {
    /// Without quotes, escapes undone.
    pub text: Cow<'s, str>,
    /// Whether it was quoted.
    pub quoted: bool,
    /// The name itself, quotes included, without a colon.
    pub span: Span,
}

/// A block, a setting or a step of a test: a line, perhaps with entries in braces.
#[derive(Debug, Clone)]
pub struct Block<'s> {
    /// The line.
    pub line: Line<'s>,
    /// `{ … }`, if it is there.
    pub entries: Option<Entries<'s>>,
}

impl Block<'_> {
    /// The line and its braces.
    #[must_use]
    pub fn span(&self) -> Span {
        self.entries
            .as_ref()
            .map_or(self.line.span, |entries| self.line.span.join(entries.span))
    }
}

/// Entries between braces.
#[derive(Debug, Clone)]
pub struct Entries<'s> {
    /// In order.
    pub entries: Vec<Entry<'s>>,
    /// From `{` to `}`.
    pub span: Span,
}

/// One entry of a block.
#[derive(Debug, Clone)]
pub enum Entry<'s> {
    /// `timeout: 5s`.
    Property(Property<'s>),
    /// `timeout -> again`.
    Branch(Branch<'s>),
    /// Something that could not be read; kept as it stands.
    Broken(Span),
}

/// `key: value`.
#[derive(Debug, Clone)]
pub struct Property<'s> {
    /// The key.
    pub key: Key<'s>,
    /// The value.
    pub value: Value<'s>,
}

impl Property<'_> {
    /// Key and value.
    #[must_use]
    pub fn span(&self) -> Span {
        self.key.span.join(self.value.span())
    }
}

/// The key of a property.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Key<'s> {
    /// Words joined by one space each, or what stands between the quotes.
    pub text: Cow<'s, str>,
    /// Whether it was quoted.
    pub quoted: bool,
    /// Where it stands, quotes included.
    pub span: Span,
}

/// `case or case -> target`.
#[derive(Debug, Clone)]
pub struct Branch<'s> {
    /// What leads there.
    pub cases: Cases<'s>,
    /// Where the arrow points.
    pub target: Target<'s>,
}

impl Branch<'_> {
    /// From the first case to the end of the target.
    #[must_use]
    pub fn span(&self) -> Span {
        self.cases.first.span.join(self.target.span())
    }
}

/// The cases of a branch: at least one, and most often one.
#[derive(Debug, Clone)]
pub struct Cases<'s> {
    first: Line<'s>,
    others: Vec<Line<'s>>,
}

impl<'s> Cases<'s> {
    /// Those of a list, then `last`.
    pub(super) fn new(before: Vec<Line<'s>>, last: Line<'s>) -> Self {
        let mut before = before.into_iter();
        match before.next() {
            None => Self {
                first: last,
                others: Vec::new(),
            },
            Some(first) => Self {
                first,
                others: before.chain([last]).collect(),
            },
        }
    }

    /// The cases in order.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = &Line<'s>> {
        std::iter::once(&self.first).chain(&self.others)
    }

    /// The first one.
    #[must_use]
    pub const fn first(&self) -> &Line<'s> {
        &self.first
    }

    /// The last one.
    #[must_use]
    pub fn last(&self) -> &Line<'s> {
        self.others.last().unwrap_or(&self.first)
    }

    /// The first one, where there are no others.
    #[must_use]
    pub const fn only(&self) -> Option<&Line<'s>> {
        match self.others.is_empty() {
            true => Some(&self.first),
            false => None,
        }
    }
}

/// Where an arrow points.
#[derive(Debug, Clone)]
pub enum Target<'s> {
    /// `-> { … }`.
    Items(Items<'s>),
    /// `-> label`, `-> next`, or a block in place.
    Block(Block<'s>),
}

impl Target<'_> {
    /// Where it stands, without the arrow.
    #[must_use]
    pub fn span(&self) -> Span {
        match self {
            Self::Items(items) => items.span,
            Self::Block(block) => block.span(),
        }
    }
}

/// The value of a property, or of an element of a list.
#[derive(Debug, Clone)]
pub enum Value<'s> {
    /// `[ … ]`.
    List(Vec<Self>, Span),
    /// `{ key: value }`.
    Map(Vec<Property<'s>>, Span),
    /// A line: words, a literal, or both.
    Line(Line<'s>),
}

impl Value<'_> {
    /// Where it stands.
    #[must_use]
    pub fn span(&self) -> Span {
        match self {
            Self::List(_, span) | Self::Map(_, span) => *span,
            Self::Line(line) => line.span,
        }
    }
}

/// A run of words, then at most one literal with at most one sign before it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line<'s> {
    /// The words; empty where the line is only a literal.
    pub words: Words<'s>,
    /// The sign before the literal.
    pub operator: Option<Operator>,
    /// The literal.
    pub literal: Option<Literal<'s>>,
    /// All of it.
    pub span: Span,
}

/// A run of words as it stands in the source.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Words<'s> {
    /// From the first letter of the first word to the last of the last.
    pub raw: &'s str,
    /// Where.
    pub span: Span,
}

impl<'s> Words<'s> {
    /// The words one by one.
    pub fn iter(self) -> impl DoubleEndedIterator<Item = &'s str> + Clone {
        self.raw
            .split([' ', '\t'])
            .filter(|word: &&str| !word.is_empty())
    }

    /// Whether there are none.
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.raw.is_empty()
    }

    /// The words with one space between them; borrowed where the source has it so.
    #[must_use]
    pub fn text(self) -> Cow<'s, str> {
        let mut before = b'\0';
        let odd = self.raw.bytes().any(|byte| {
            let odd = byte == b'\t' || (byte == b' ' && before == b' ');
            before = byte;
            odd
        });
        if odd {
            Cow::Owned(self.iter().collect::<Vec<_>>().join(" "))
        } else {
            Cow::Borrowed(self.raw)
        }
    }

    /// The words from number `first` (from 0) on, with their own span.
    #[must_use]
    pub fn from(self, first: usize) -> Self {
        let start = self
            .iter()
            .nth(first)
            .map_or(self.raw.len(), |word| offset_in(self.raw, word));
        self.tail(start)
    }

    /// The first `count` words, with their own span.
    #[must_use]
    pub fn upto(self, count: usize) -> Self {
        let end = count
            .checked_sub(1)
            .and_then(|last| self.iter().nth(last))
            .map_or(0, |word| offset_in(self.raw, word) + word.len());
        let length = u32::try_from(end).unwrap_or(u32::MAX);
        Self {
            raw: self.raw.get(..end).unwrap_or(""),
            span: Span::new(
                self.span.file,
                self.span.start,
                self.span.start.saturating_add(length),
            ),
        }
    }

    /// What stands before and behind the first `word`, where it is one of the words.
    #[must_use]
    pub fn split_at_word(self, word: &str) -> Option<(Self, Self)> {
        if !self.raw.contains(word) {
            return None;
        }
        let number = self.iter().position(|other| other == word)?;
        Some((self.upto(number), self.from(number.saturating_add(1))))
    }

    fn tail(self, start: usize) -> Self {
        let shift = u32::try_from(start).unwrap_or(u32::MAX);
        Self {
            raw: self.raw.get(start..).unwrap_or(""),
            span: Span::new(
                self.span.file,
                self.span.start.saturating_add(shift).min(self.span.end),
                self.span.end,
            ),
        }
    }
}

/// Where `part`, a slice of `whole`, starts in it.
fn offset_in(whole: &str, part: &str) -> usize {
    (part.as_ptr() as usize).saturating_sub(whole.as_ptr() as usize)
}

/// A sign before a literal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Operator {
    /// `=`
    Equal,
    /// `>`
    Greater,
    /// `>=`
    GreaterOrEqual,
    /// `<`
    Less,
    /// `<=`
    LessOrEqual,
}

impl Operator {
    /// How it is written.
    #[must_use]
    pub const fn sign(self) -> &'static str {
        match self {
            Self::Equal => "=",
            Self::Greater => ">",
            Self::GreaterOrEqual => ">=",
            Self::Less => "<",
            Self::LessOrEqual => "<=",
        }
    }
}

/// A literal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Literal<'s> {
    /// What it is.
    pub kind: LiteralKind<'s>,
    /// Where it stands, quotes included.
    pub span: Span,
}

/// What a literal is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LiteralKind<'s> {
    /// `"…"`, escapes undone.
    String(Cow<'s, str>),
    /// `"""…"""`, common indentation removed.
    Text(Cow<'s, str>),
    /// `$.Attributes.plan`, as written.
    Reference(&'s str),
    /// `1h30m`, in seconds; may be negative.
    Duration(i64),
    /// `40%`.
    Percent(u32),
    /// `3`, `-2`, `0.9`, as written.
    Number(&'s str),
    /// `*` or `#`, the keys of a telephone.
    Key(char),
}
