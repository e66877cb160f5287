//! JSON that is no flow: the data of views, what blocks and modules are given.

use super::envelope::reason;
use super::json::{Document, JsonKind, Node};
use crate::program::{Value, is_whole_reference};
use std::borrow::Cow;

/// How deep values may be nested.
pub const DEEPEST: usize = 64;

/// The value of a JSON text; else why it is none, and on which line and in which column.
///
/// # Errors
///
/// The text is not JSON, or its values are nested more than [`DEEPEST`] deep.
pub fn read(text: &str) -> Result<Value, String> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    if text.trim().is_empty() {
        return Err("the file is empty".to_owned());
    }
    let document = Document::read(text).map_err(|error| {
        if error.is_eof() {
            "the file ends in the middle of its JSON".to_owned()
        } else {
            let (line, column) = (error.line(), error.column());
            format!("line {line}, column {column}: {}", reason(&error))
        }
    })?;
    value(document.root()).ok_or_else(|| format!("it is nested more than {DEEPEST} deep"))
}

/// Any JSON, as it is; nothing where it is nested too deep.
pub(super) fn value(node: Node<'_>) -> Option<Value> {
    within(node, DEEPEST)
}

fn within(node: Node<'_>, depth: usize) -> Option<Value> {
    let inner = depth.checked_sub(1)?;
    Some(match node.kind() {
        JsonKind::Text => of_text(node.text().unwrap_or(Cow::Borrowed(node.raw()))),
        JsonKind::Number => Value::RawNumber(node.raw().to_owned()),
        JsonKind::Flag => Value::RawBool(node.raw() == "true"),
        JsonKind::Null => Value::Null,
        JsonKind::List => {
            let list = node.elements().into_iter().flatten();
            let elements = list.map(|element| within(element, inner));
            Value::List(elements.collect::<Option<_>>()?)
        }
        JsonKind::Object => {
            let members = node.object().unwrap_or_default().members();
            let entries = members
                .map(|member| Some((member.key().into_owned(), within(member.value, inner)?)));
            Value::Map(entries.collect::<Option<_>>()?)
        }
    })
}

/// A text that is one whole reference is that reference: the wire knows no difference.
fn of_text(text: Cow<'_, str>) -> Value {
    if is_whole_reference(&text) {
        Value::Reference(text.into_owned())
    } else {
        Value::Text(text.into_owned())
    }
}
