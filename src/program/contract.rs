//! What a module takes and gives: its head, as flows that invoke it may rely on.

use super::names;
use crate::diag::{Diagnostic, Sink};
use crate::source::Span;
use crate::syntax::tree::{Block, Entry, Item, ItemKind, Line, LiteralKind, Property, Value};
use crate::text;
use std::collections::BTreeSet;

/// The most results that a module can have (administrator guide, flow modules).
const MOST_RESULTS: usize = 8;

/// What a module takes and gives.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Contract {
    /// What it is given.
    pub input: Vec<Field>,
    /// What it gives back besides its result.
    pub output: Vec<Field>,
    /// The names of its results; each is a branch of `invoke module`.
    pub results: Vec<String>,
}

/// One named value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Field {
    /// Its name.
    pub name: String,
    /// What it is.
    pub kind: FieldKind,
    /// Whether it has to be there.
    pub required: bool,
}

/// What a value of a contract is, in the terms of JSON Schema.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FieldKind {
    /// A text.
    Text,
    /// A number.
    Number,
    /// A whole number.
    Integer,
    /// `true` or `false`.
    Boolean,
    /// A list.
    List,
    /// Values with names of their own.
    Object(Vec<Field>),
}

const KINDS: [(&str, FieldKind); 5] = [
    ("text", FieldKind::Text),
    ("number", FieldKind::Number),
    ("integer", FieldKind::Integer),
    ("boolean", FieldKind::Boolean),
    ("list", FieldKind::List),
];

/// Whether a line belongs to the contract of a module.
pub(super) fn belongs(line: &Line<'_>) -> bool {
    part_of(line).is_some()
}

/// The words that a part of a contract begins with.
fn part_of(line: &Line<'_>) -> Option<&'static str> {
    let said = line.words.text();
    match said.as_ref() {
        "input" => Some("input"),
        "result data" => Some("result data"),
        said if said == "result" || said.starts_with("result ") => Some("result"),
        _ => None,
    }
}

/// Reads the contract in a module's head; nothing where it states none.
pub(super) fn read(items: &[Item<'_>], sink: &mut Sink) -> Option<Contract> {
    let mut contract = Contract::default();
    let mut stated = false;
    let mut parts = Vec::new();
    for item in items {
        let ItemKind::Block(block) = &item.kind else {
            continue;
        };
        if !item.labels.is_empty() {
            break;
        }
        match part_of(&block.line) {
            Some(part @ ("input" | "result data")) => {
                let fields = fields_of(block, sink);
                if parts.contains(&part) {
                    sink.push(twice(part, block.line.span));
                } else if part == "input" {
                    contract.input = fields;
                } else {
                    contract.output = fields;
                }
                parts.push(part);
            }
            Some(_) => result(&mut contract, block, sink),
            None => break,
        }
        stated = true;
    }
    stated.then_some(contract)
}

fn twice(part: &str, span: Span) -> Diagnostic {
    let message = format!("`{part}` is stated twice");
    let finding = Diagnostic::new(&names::DUPLICATE_NAME, span, message);
    finding.help("keep one of them, with everything in it")
}

fn result(contract: &mut Contract, block: &Block<'_>, sink: &mut Sink) {
    let span = block.line.span;
    let name = match block.line.literal.as_ref().map(|literal| &literal.kind) {
        Some(LiteralKind::String(name)) if !name.trim().is_empty() => name.to_string(),
        _ => {
            let finding = Diagnostic::new(&names::WRONG_HEAD, span, "a result has a name");
            sink.push(finding.help("write it in quotes: `result \"verified\"`"));
            return;
        }
    };
    if contract.results.contains(&name) {
        let message = format!("the result \"{name}\" is stated twice");
        sink.push(Diagnostic::new(&names::DUPLICATE_NAME, span, message).help("keep one of them"));
    } else if contract.results.len() == MOST_RESULTS {
        let message = format!("a module has at most {MOST_RESULTS} results");
        let finding = Diagnostic::new(&names::WRONG_HEAD, span, message);
        sink.push(finding.help("return the rest as data: `result data { … }`"));
    } else {
        contract.results.push(name);
    }
}

fn fields_of(block: &Block<'_>, sink: &mut Sink) -> Vec<Field> {
    let mut fields = Fields::default();
    for entry in block.entries.iter().flat_map(|entries| &entries.entries) {
        match entry {
            Entry::Property(property) => fields.add(property, sink),
            Entry::Branch(branch) => {
                let message = "a module's head names values, and this is an arrow";
                let finding = Diagnostic::new(&names::WRONG_HEAD, branch.span(), message);
                sink.push(finding.help("for example `input { pin: text }`"));
            }
            Entry::Broken(_) => {}
        }
    }
    fields.read
}

/// Fields that are being read.
#[derive(Default)]
struct Fields {
    read: Vec<Field>,
    names: BTreeSet<String>,
}

impl Fields {
    /// Adds a field, unless one of its name is there.
    fn add(&mut self, property: &Property<'_>, sink: &mut Sink) {
        let (name, required) = name_of(property);
        if self.names.insert(name.to_owned()) {
            self.read.extend(field(name, required, property, sink));
        } else {
            let message = format!("`{name}` is stated twice");
            let finding = Diagnostic::new(&names::DUPLICATE_NAME, property.key.span, message);
            sink.push(finding.help("keep one of them"));
        }
    }
}

/// The name of a field, and whether it has to be there: `optional` may stand before the name.
fn name_of<'p>(property: &'p Property<'_>) -> (&'p str, bool) {
    let text = property.key.text.as_ref();
    let optional = text
        .strip_prefix("optional ")
        .filter(|_| !property.key.quoted);
    (optional.unwrap_or(text), optional.is_none())
}

fn field(name: &str, required: bool, property: &Property<'_>, sink: &mut Sink) -> Option<Field> {
    let name = name.to_owned();
    match &property.value {
        Value::Map(inner, _) => Some(Field {
            name,
            kind: FieldKind::Object({
                let mut fields = Fields::default();
                for property in inner {
                    fields.add(property, sink);
                }
                fields.read
            }),
            required,
        }),
        Value::Line(line) if line.literal.is_none() => {
            let said = line.words.text();
            let (word, required) = match said.strip_prefix("optional ") {
                Some(word) => (word, false),
                None => (said.as_ref(), required),
            };
            let known = KINDS.into_iter().find(|(known, _)| *known == word);
            match known {
                Some((_, kind)) => Some(Field {
                    name,
                    kind,
                    required,
                }),
                None => {
                    sink.push(unknown_kind(word, line.span));
                    None
                }
            }
        }
        other @ (Value::Line(_) | Value::List(..)) => {
            sink.push(unknown_kind("this", other.span()));
            None
        }
    }
}

fn unknown_kind(word: &str, span: Span) -> Diagnostic {
    let known = KINDS.map(|(known, _)| known);
    Diagnostic::new(
        &names::WRONG_VALUE,
        span,
        format!("`{word}` is no kind of value"),
    )
    .help(match text::nearest(word, known) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!(
            "the kinds are {}, each with `optional` before it where it may be left out",
            text::and_ticked(known)
        ),
    })
}
