//! What stands in the braces and holes of steps.

use super::names;
use super::read::Reader;
use crate::catalogue::ROOTS;
use crate::catalogue::steps::{StepProperty, StepShape};
use crate::diag::Diagnostic;
use crate::program::{Value, names as program_names};
use crate::run::{is_known_by_itself, leaf_texts};
use crate::source::Span;
use crate::syntax::tree::{self, Entries, Entry, Literal, LiteralKind, Property};
use crate::text::{self, and_ticked};

/// The value of a property of a step.
#[derive(Debug, Clone)]
pub(super) enum Held {
    Text(String),
    Seconds(i64),
    Map(Vec<(String, String)>),
}

/// What a literal stands for, where it may stand there.
type Leaf = fn(&Literal<'_>) -> Option<Value>;

impl Reader<'_, '_> {
    /// The properties of a step; every mistake in them is reported.
    pub(super) fn properties(
        &mut self,
        known: &'static [StepProperty],
        entries: Option<&Entries<'_>>,
    ) -> Vec<(&'static str, Held)> {
        let mut held: Vec<(&'static str, Held)> = Vec::new();
        for property in self.only_properties(entries) {
            let key = property.key.text.as_ref();
            let Some(found) = known.iter().find(|known| known.key == key) else {
                let keys = known.iter().map(|known| known.key);
                self.report(unknown_property(keys, property));
                continue;
            };
            if held.iter().any(|(key, _)| *key == found.key) {
                self.report(Diagnostic::new(
                    &program_names::DUPLICATE_PROPERTY,
                    property.key.span,
                    format!("`{key}` is written twice"),
                ));
            } else if let Some(value) = self.held(found.shape, &property.value) {
                held.push((found.key, value));
            }
        }
        held
    }

    fn only_properties<'e, 's>(
        &mut self,
        entries: Option<&'e Entries<'s>>,
    ) -> Vec<&'e Property<'s>> {
        let mut properties = Vec::new();
        for entry in entries.into_iter().flat_map(|entries| &entries.entries) {
            match entry {
                Entry::Property(property) => properties.push(property),
                Entry::Branch(branch) => self.report(
                    Diagnostic::new(&names::WRONG_STEP, branch.span(), "a step has no branches")
                        .help("in its braces stand properties: `name: value`"),
                ),
                // Reported where it was read.
                Entry::Broken(_) => self.is_whole = false,
            }
        }
        properties
    }

    /// The braces of a step as names with values.
    pub(super) fn open(&mut self, entries: Option<&Entries<'_>>) -> Vec<(String, Value)> {
        let properties = self.only_properties(entries);
        self.named_values(properties, fixed)
    }

    fn named_values<'e, 's: 'e>(
        &mut self,
        properties: impl IntoIterator<Item = &'e Property<'s>>,
        leaf: Leaf,
    ) -> Vec<(String, Value)> {
        let values = properties.into_iter().filter_map(|property| {
            let value = self.json(&property.value, leaf)?;
            Some((property.key.text.to_string(), value))
        });
        values.collect()
    }

    /// The braces of a step that looks at what was sent, as texts; what is nested by the way
    /// to it. Where it is known which names there are, others are reported.
    pub(super) fn sent(
        &mut self,
        entries: Option<&Entries<'_>>,
        names: Option<Vec<&'static str>>,
    ) -> Vec<(String, String)> {
        if let Some(entries) = entries.filter(|entries| entries.entries.is_empty()) {
            self.holds_anyway(entries.span);
        }
        let properties = self.only_properties(entries);
        for property in &properties {
            let key = property.key.text.as_ref();
            if let Some(names) = names.as_ref().filter(|names| !names.contains(&key)) {
                self.report(unknown_property(names.iter().copied(), property));
            }
            self.must_hold_something(&property.value);
        }
        leaf_texts(&self.named_values(properties, fixed_or_time))
    }

    /// Reports what is true whatever was sent.
    fn must_hold_something(&mut self, value: &tree::Value<'_>) {
        let is_empty = match value {
            tree::Value::Map(entries, _) => {
                for property in entries {
                    self.must_hold_something(&property.value);
                }
                entries.is_empty()
            }
            tree::Value::List(values, _) => {
                for value in values {
                    self.must_hold_something(value);
                }
                values.is_empty()
            }
            tree::Value::Line(line) => line.literal.is_none() && line.words.text() == "null",
        };
        if is_empty {
            self.holds_anyway(value.span());
        }
    }

    fn holds_anyway(&mut self, span: Span) {
        self.wrong(
            span,
            "an expectation of `null`, `{}` or `[]` would hold whatever was sent",
            "`name: \"value\"`, or leave it out",
        );
    }

    /// The braces of a step that says what references hold, by the words behind `$.`.
    pub(super) fn values_of_references(
        &mut self,
        entries: Option<&Entries<'_>>,
    ) -> Vec<(String, Value)> {
        let values = self.open(entries);
        for (root, _) in &values {
            let span = entries.and_then(|entries| {
                entries.entries.iter().find_map(|entry| match entry {
                    Entry::Property(property) if property.key.text == root.as_str() => {
                        Some(property.key.span)
                    }
                    Entry::Property(_) | Entry::Branch(_) | Entry::Broken(_) => None,
                })
            });
            if let Some(span) = span {
                self.root(root, span);
            }
        }
        values
    }

    /// Reports the first word of a reference that no test gives a value, or not so.
    fn root(&mut self, root: &str, span: Span) {
        let (message, help) = match said_otherwise(root) {
            Some(way) => (format!("`$.{root}` is not given so"), way.to_owned()),
            None if ROOTS.iter().any(|known| known.name == root) => return,
            None => (
                format!("there are no references that begin with `$.{root}`"),
                match text::nearest(root, ROOTS.iter().map(|known| known.name)) {
                    Some(near) => format!("did you mean `{near}`?"),
                    None => "write for example `given values { Views: { Action: \"Next\" } }`"
                        .to_owned(),
                },
            ),
        };
        self.report(Diagnostic::new(&names::WRONG_STEP, span, message).help(help));
    }

    fn held(&mut self, shape: StepShape, value: &tree::Value<'_>) -> Option<Held> {
        let literal = only_literal(value).map(|literal| &literal.kind);
        match (shape, value, literal) {
            (StepShape::Text, _, Some(LiteralKind::String(text) | LiteralKind::Text(text))) => {
                Some(Held::Text(text.to_string()))
            }
            (StepShape::Number, _, Some(LiteralKind::Number(number))) => {
                Some(Held::Text((*number).to_owned()))
            }
            (StepShape::Duration, _, Some(LiteralKind::Duration(seconds))) if *seconds > 0 => {
                Some(Held::Seconds(*seconds))
            }
            (StepShape::Map, tree::Value::Map(entries, _), _) => {
                Some(Held::Map(self.texts(entries)))
            }
            (_, _, _) => {
                self.wrong(
                    value.span(),
                    &format!("this is not {}", wanted(shape)),
                    example(shape),
                );
                None
            }
        }
    }

    fn texts(&mut self, entries: &[Property<'_>]) -> Vec<(String, String)> {
        let mut texts = Vec::new();
        for property in entries {
            match only_literal(&property.value).map(|literal| &literal.kind) {
                Some(LiteralKind::String(text) | LiteralKind::Text(text)) => {
                    texts.push((property.key.text.to_string(), text.to_string()));
                }
                Some(LiteralKind::Number(number)) => {
                    texts.push((property.key.text.to_string(), (*number).to_owned()));
                }
                Some(
                    LiteralKind::Reference(_)
                    | LiteralKind::Duration(_)
                    | LiteralKind::Percent(_)
                    | LiteralKind::Key(_),
                )
                | None => self.wrong(
                    property.value.span(),
                    "this is not a text in quotes",
                    "`name: \"value\"`",
                ),
            }
        }
        texts
    }

    /// A value as JSON would have it.
    fn json(&mut self, value: &tree::Value<'_>, leaf: Leaf) -> Option<Value> {
        match value {
            tree::Value::Map(entries, _) => {
                let mut map = Vec::new();
                for property in entries {
                    map.push((
                        property.key.text.to_string(),
                        self.json(&property.value, leaf)?,
                    ));
                }
                Some(Value::Map(map))
            }
            tree::Value::List(values, _) => {
                let values: Option<Vec<Value>> =
                    values.iter().map(|value| self.json(value, leaf)).collect();
                values.map(Value::List)
            }
            tree::Value::Line(line) => {
                let leaf = match (&line.literal, line.words.text().as_ref()) {
                    (Some(literal), "") => leaf(literal),
                    (None, "true") => Some(Value::RawBool(true)),
                    (None, "false") => Some(Value::RawBool(false)),
                    (None, "null") => Some(Value::Null),
                    (Some(_) | None, _) => None,
                };
                if leaf.is_none() {
                    self.wrong(
                        line.span,
                        "a test knows only fixed values",
                        "`status: \"open\"`",
                    );
                }
                leaf
            }
        }
    }

    pub(super) fn wrong(&mut self, span: Span, message: &str, example: &str) {
        self.report(
            Diagnostic::new(&names::WRONG_STEP, span, message)
                .help(format!("write for example {example}")),
        );
    }
}

/// How a test says what references hold that begin so, where a step of their own does, or
/// why none says it.
fn said_otherwise(root: &str) -> Option<&'static str> {
    Some(match root {
        "Attributes" => "write `start FLOW on chat { attributes: { NAME: \"value\" } }`",
        "External" => "write `given function NAME returns { NAME: \"value\" }`",
        "Lex" => "write `bot NAME answers \"INTENT\" { slots: { NAME: \"value\" } }`",
        "StoredCustomerInput" => "write `customer enters \"1234#\"`",
        "Modules" => "write `given module NAME returns { NAME: \"value\" }`",
        root if is_known_by_itself(root) => {
            "the run itself knows it, from `start` and from what the flow does"
        }
        _ => return None,
    })
}

/// A fixed value, or a length of time, which is one of seconds.
fn fixed_or_time(literal: &Literal<'_>) -> Option<Value> {
    if let LiteralKind::Duration(seconds) = literal.kind {
        return Some(Value::Duration(seconds));
    }
    fixed(literal)
}

fn fixed(literal: &Literal<'_>) -> Option<Value> {
    match &literal.kind {
        LiteralKind::String(text) | LiteralKind::Text(text) => Some(Value::Text(text.to_string())),
        LiteralKind::Number(number) => Some(Value::RawNumber((*number).to_owned())),
        LiteralKind::Reference(_)
        | LiteralKind::Duration(_)
        | LiteralKind::Percent(_)
        | LiteralKind::Key(_) => None,
    }
}

fn only_literal<'v, 's>(value: &'v tree::Value<'s>) -> Option<&'v Literal<'s>> {
    match value {
        tree::Value::Line(line) if line.words.is_empty() && line.operator.is_none() => {
            line.literal.as_ref()
        }
        tree::Value::Line(_) | tree::Value::List(..) | tree::Value::Map(..) => None,
    }
}

const fn wanted(shape: StepShape) -> &'static str {
    match shape {
        StepShape::Text => "a text in quotes",
        StepShape::Number => "a number",
        StepShape::Duration => "a time",
        StepShape::Map => "names with texts",
    }
}

const fn example(shape: StepShape) -> &'static str {
    match shape {
        StepShape::Text => "`\"+12065550100\"`",
        StepShape::Number => "`0.9`",
        StepShape::Duration => "`12h`",
        StepShape::Map => "`{ plan: \"gold\" }`",
    }
}

fn unknown_property(
    keys: impl Iterator<Item = &'static str> + Clone,
    property: &Property<'_>,
) -> Diagnostic {
    let key = property.key.text.as_ref();
    let finding = Diagnostic::new(
        &program_names::UNKNOWN_PROPERTY,
        property.key.span,
        format!("this step has no property `{key}`"),
    );
    finding.help(match text::nearest(key, keys.clone()) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("its properties are {}", and_ticked(keys)),
    })
}
