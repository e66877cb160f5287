//! An action as if no row knew it: what the wire says, and nothing more.

use super::action;
use super::json::Writer;
use super::parameters;
use super::value::Names;
use crate::catalogue::UNKNOWN;
use crate::program::{Argument, Block, Program, Value, is_whole_reference};
use crate::project::Bindings;

/// The block as an action that Ebb does not know; it is written to JSON as before.
#[must_use]
pub fn as_unknown(program: &Program, block: &Block) -> Block {
    let bindings = Bindings::default();
    let mut names = Names::new(program, &bindings);
    let mut json = Writer::with_capacity(256);
    parameters::write(&mut json, &mut names, block);
    let document: serde_json::Value = serde_json::from_str(&json.finish()).unwrap_or_default();
    let everything = value(document);
    let is_empty = everything == Value::Map(Vec::new());
    let parameter = UNKNOWN.parameters.first().filter(|_| !is_empty);
    Block {
        row: &UNKNOWN,
        action: Some(block.action_type().to_owned()),
        arguments: parameter
            .map(|parameter| Argument {
                parameter,
                value: everything,
                span: None,
            })
            .into_iter()
            .collect(),
        extra: Vec::new(),
        exits: action::as_unknown(block),
        ..block.clone()
    }
}

fn value(json: serde_json::Value) -> Value {
    match json {
        serde_json::Value::Null => Value::Null,
        serde_json::Value::Bool(flag) => Value::RawBool(flag),
        serde_json::Value::Number(number) => Value::RawNumber(number.to_string()),
        serde_json::Value::String(text) if is_whole_reference(&text) => Value::Reference(text),
        serde_json::Value::String(text) => Value::Text(text),
        serde_json::Value::Array(list) => Value::List(list.into_iter().map(value).collect()),
        serde_json::Value::Object(map) => {
            let entries = map.into_iter();
            Value::Map(entries.map(|(key, inner)| (key, value(inner))).collect())
        }
    }
}
