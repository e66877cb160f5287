//! What a block is told, in Ebb: its argument and its properties.

use super::doc::Doc;
use super::names::Names;
use crate::catalogue::{Behaviour, Json, Operand, Parameter, ResourceKind, Role, Shape, Written};
use crate::program::{Argument, Block, Outcome, Value, is_right_reference, unsaid};
use crate::syntax::quoted;
use crate::text::Duration;

/// The line of a block and its properties.
#[derive(Debug)]
pub(super) struct Told {
    /// Phrase and argument.
    pub(super) line: String,
    /// Properties in order.
    pub(super) properties: Vec<Doc>,
}

/// How many properties may stand on the line of their block.
pub(super) const FEW: usize = 2;

/// How many entries of a map or elements of a list may stand on one line.
const SOME: usize = 4;

/// What a block is told; nothing where Ebb has no words for it. `is_drawn` says which
/// branches have an arrow.
pub(super) fn told(names: &Names, block: &Block, is_drawn: &dyn Fn(&str) -> bool) -> Option<Told> {
    if !block.extra.is_empty() {
        return None;
    }
    let mut told = Told {
        line: block.row.phrase.to_owned(),
        properties: Vec::new(),
    };
    if block.row.behaviour == Behaviour::Unknown {
        told.line.push(' ');
        told.line.push_str(&quoted(block.action.as_deref()?));
    }
    let mut rest = Vec::new();
    for argument in &block.arguments {
        if is_understood(block, argument, is_drawn) {
            continue;
        }
        let (value, shape) = (&argument.value, argument.parameter.shape);
        match argument.parameter.written {
            Written::Argument => {
                told.line.push(' ');
                told.line
                    .push_str(&line(names, shape, value, names_things(block))?);
            }
            Written::Tagged(tag) => {
                let said = line(names, shape, value, !matches!(shape, Shape::Resource(_)))?;
                // The kind of a name says which parameter is meant, if it is of one kind.
                let is_thing = matches!(value, Value::Resource(_));
                if !is_thing || is_shared(names, block, &said) {
                    told.line.push(' ');
                    told.line.push_str(tag);
                }
                told.line.push(' ');
                told.line.push_str(&said);
            }
            Written::Property(name) | Written::Said(name) => {
                let behind = behind(block, name);
                let value = doc(names, shape, value, before(name))?;
                told.properties.push(match (value, behind) {
                    (Doc::Line(line), Some(word)) => Doc::Line(format!("{line} {word}")),
                    (_, Some(_)) => return None,
                    (value, None) => value,
                });
            }
            Written::Rest => rest = entries(names, block, value)?,
            Written::Behind(_) | Written::Fixed(_) | Written::Beside { .. } => {}
        }
    }
    told.properties.extend(rest);
    Some(told)
}

/// Whether an argument need not be written.
fn is_understood(block: &Block, argument: &Argument, is_drawn: &dyn Fn(&str) -> bool) -> bool {
    let parameter = argument.parameter;
    if parameter.role == Role::Events {
        let events = Value::Words(unsaid::events(block.row, is_drawn));
        return events == argument.value;
    }
    if let Some(name) = parameter.written.property()
        && behind(block, name).is_some()
    {
        return false;
    }
    let has = |other: &Parameter| {
        let mut others = block.arguments.iter();
        !std::ptr::eq(other, parameter)
            && others.any(|argument| std::ptr::eq(argument.parameter, other))
    };
    unsaid::default_value(block.row, parameter, &has).as_ref() == Some(&argument.value)
}

/// The word behind the value of a property.
fn behind<'b>(block: &'b Block, property: &str) -> Option<&'b str> {
    let mut arguments = block.arguments.iter();
    let behind = arguments.find(
        |argument| matches!(argument.parameter.written, Written::Behind(name) if name == property),
    );
    behind?.value.text()
}

/// Whether a reference without quotes would name a thing in place of a text.
fn names_things(block: &Block) -> bool {
    let mut parameters = block.row.parameters.iter();
    parameters.any(|parameter| {
        parameter.written == Written::Argument && matches!(parameter.shape, Shape::Resource(_))
    })
}

/// Whether a name is also that of something else which the block takes without a word before it.
fn is_shared(names: &Names, block: &Block, name: &str) -> bool {
    block.row.parameters.iter().any(|parameter| {
        let Shape::Resource(kinds) = parameter.shape else {
            return false;
        };
        let is_meant = |kind: &ResourceKind| names.meant(*kind, name).is_some();
        parameter.written == Written::Argument && kinds.iter().any(is_meant)
    })
}

/// The entries of an open map, as properties of the block.
fn entries(names: &Names, block: &Block, value: &Value) -> Option<Vec<Doc>> {
    let (Value::Map(entries), Some(rest)) = (value, block.row.rest()) else {
        return None;
    };
    let is_declared = |key: &str| {
        let mut parameters = block.row.parameters.iter();
        parameters.any(|parameter| parameter.written.property() == Some(key))
    };
    let shape = inner(rest.shape);
    let docs = entries.iter().map(|(key, value)| {
        let key = if is_declared(key) {
            quoted(key)
        } else {
            self::key(key)
        };
        doc(names, shape, value, before(&key))
    });
    docs.collect()
}

const fn is_json(shape: Shape) -> bool {
    matches!(shape, Shape::Json(_))
}

/// What the values of a map are.
const fn inner(shape: Shape) -> Shape {
    if matches!(shape, Shape::Json(_)) {
        Shape::Json(Json::Any)
    } else {
        Shape::Text
    }
}

/// A value on one line, or a text over several; `quotes` puts references in quotes.
fn line(names: &Names, shape: Shape, value: &Value, quotes: bool) -> Option<String> {
    if let Value::Reference(reference) = value
        && quotes
        && shape == Shape::Text
    {
        return Some(quoted(reference));
    }
    match doc(names, shape, value, String::new())? {
        Doc::Line(text) | Doc::Lines(text) => Some(text),
        Doc::Braces { .. } => None,
    }
}

/// A value with what stands before it.
fn doc(names: &Names, shape: Shape, value: &Value, lead: String) -> Option<Doc> {
    let text = match value {
        Value::Text(text) if matches!(shape, Shape::Text | Shape::Json(_)) => {
            return Some(text_doc(text, lead));
        }
        // One that is wrong is an error by itself, and a warning in quotes.
        Value::Reference(reference) if is_bare(reference) && is_right_reference(reference) => {
            reference.clone()
        }
        Value::Reference(reference) => quoted(reference),
        Value::Resource(resource) => names.get(*resource)?.to_owned(),
        Value::Duration(seconds) => Duration(*seconds).to_string(),
        Value::Number(number) => number.to_string(),
        Value::Flag(flag) => if *flag { "yes" } else { "no" }.to_owned(),
        Value::Word(word) => (*word).to_owned(),
        Value::Words(words) => {
            let words = words.iter().map(|word| Doc::Line((*word).to_owned()));
            return Some(braces(lead, '[', words.collect()));
        }
        Value::Map(entries) => {
            let entries = entries
                .iter()
                .map(|(key, value)| doc(names, inner(shape), value, before(&self::key(key))));
            return Some(braces(lead, '{', entries.collect::<Option<Vec<Doc>>>()?));
        }
        Value::List(values) => {
            let values = values
                .iter()
                .map(|value| doc(names, inner(shape), value, String::new()));
            return Some(braces(lead, '[', values.collect::<Option<Vec<Doc>>>()?));
        }
        Value::Prompt(parameter, said) => {
            let said = line(names, parameter.shape, said, true)?;
            match parameter.written.tag() {
                Some(tag) => format!("{tag} {said}"),
                None => said,
            }
        }
        Value::RawNumber(number) if is_json(shape) && is_number(number) => number.clone(),
        Value::RawBool(flag) if is_json(shape) => flag.to_string(),
        Value::Null if is_json(shape) => "null".to_owned(),
        Value::Text(_) | Value::RawNumber(_) | Value::RawBool(_) | Value::Null => return None,
    };
    Some(Doc::Line(lead + &text))
}

/// What stands before a value with a key.
fn before(key: &str) -> String {
    [key, ": "].concat()
}

fn braces(lead: String, open: char, elements: Vec<Doc>) -> Doc {
    Doc::Braces {
        lead,
        open,
        close: if open == '[' { ']' } else { '}' },
        elements,
        most: SOME,
    }
}

/// A text in quotes; over several lines where it has several.
fn text_doc(text: &str, lead: String) -> Doc {
    let lines = text.lines().filter(|line| !line.trim().is_empty()).count();
    let is_plain = || {
        let mut letters = text.chars();
        !text.contains("\"\"\"")
            && !letters.any(|letter| letter.is_control() && !matches!(letter, '\n' | '\t'))
    };
    if lines > 1 && is_plain() {
        return Doc::Lines(format!("{lead}\"\"\"\n{text}\n\"\"\""));
    }
    Doc::Line(lead + &quoted(text))
}

/// The key of an entry, in quotes where it is no plain word.
fn key(key: &str) -> String {
    let is_plain = key.starts_with(|first: char| first.is_ascii_alphabetic() || first == '_')
        && key
            .chars()
            .all(|letter| letter.is_ascii_alphanumeric() || letter == '_');
    if is_plain {
        key.to_owned()
    } else {
        quoted(key)
    }
}

/// Whether a reference can stand without quotes.
fn is_bare(reference: &str) -> bool {
    let Some(mut rest) = reference.strip_prefix('$') else {
        return false;
    };
    while !rest.is_empty() {
        let Some(behind) = after_name(rest)
            .or_else(|| after_key(rest))
            .or_else(|| after_number(rest))
        else {
            return false;
        };
        rest = behind;
    }
    reference.len() > 1
}

/// What stands behind `.name`.
fn after_name(rest: &str) -> Option<&str> {
    let name = rest.strip_prefix('.')?;
    let first = name.chars().next()?;
    if !first.is_ascii_alphabetic() && first != '_' {
        return None;
    }
    let is_part = |letter: char| letter.is_ascii_alphanumeric() || letter == '_';
    let mut end = name.len();
    let mut letters = name.char_indices().peekable();
    while let Some((at, letter)) = letters.next() {
        let joins = letter == '-'
            && letters
                .peek()
                .is_some_and(|(_, next)| next.is_ascii_alphanumeric());
        if !is_part(letter) && !joins {
            end = at;
            break;
        }
    }
    name.get(end..)
}

/// What stands behind `['key']` or `.['key']`.
fn after_key(rest: &str) -> Option<&str> {
    let key = rest.strip_prefix('.').unwrap_or(rest).strip_prefix("['")?;
    let (key, behind) = key.split_once("']")?;
    (!key.is_empty() && !key.contains(['\'', '\n'])).then_some(behind)
}

/// What stands behind `[0]`.
fn after_number(rest: &str) -> Option<&str> {
    let (number, behind) = rest.strip_prefix('[')?.split_once(']')?;
    let is_number = !number.is_empty() && number.bytes().all(|digit| digit.is_ascii_digit());
    is_number.then_some(behind)
}

/// Whether a JSON number is written in Ebb as in JSON.
fn is_number(number: &str) -> bool {
    let digits = number.strip_prefix('-').unwrap_or(number);
    let (whole, part) = digits.split_once('.').unwrap_or((digits, "0"));
    [whole, part]
        .iter()
        .all(|digits| !digits.is_empty() && digits.bytes().all(|digit| digit.is_ascii_digit()))
}

/// What stands before the arrow of an outcome.
pub(super) fn case(outcome: &Outcome) -> Option<String> {
    Some(match outcome {
        Outcome::Success => "success".to_owned(),
        Outcome::Branch(branch) => branch.word.to_owned(),
        Outcome::Case(form, operand) => {
            let lead = if form.words.is_empty() {
                form.sign
            } else {
                form.words
            };
            let operand = match form.operand {
                Operand::Key => operand.clone(),
                Operand::Percent => format!("{operand}%"),
                Operand::Metric if is_number(operand) => operand.clone(),
                Operand::Metric => return None,
                Operand::Any if is_bare(operand) => operand.clone(),
                Operand::Text | Operand::Any => quoted(operand),
            };
            if lead.is_empty() {
                operand
            } else {
                [lead, " ", &operand].concat()
            }
        }
        Outcome::Error(error) => quoted(error),
        Outcome::Condition { operator, operands } => match operands.as_slice() {
            [operand] if key(operator) == *operator => format!("{operator} {}", quoted(operand)),
            _ => return None,
        },
    })
}
