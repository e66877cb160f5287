//! Values in the words and units of the wire.

use super::Placeholder;
use super::json::Writer;
use crate::catalogue::{Json, PROMPT, Parameter, Shape, Unit, Written, placeholder_arn};
use crate::program::{Program, Resource, ResourceId, Value};
use crate::project::Bindings;
use std::collections::BTreeMap;

/// What the resources of a program are called on the wire.
pub struct Names<'a> {
    program: &'a Program,
    bindings: &'a Bindings,
    made_up: BTreeMap<ResourceId, String>,
    placeholders: Vec<ResourceId>,
}

impl<'a> Names<'a> {
    pub const fn new(program: &'a Program, bindings: &'a Bindings) -> Self {
        Self {
            program,
            bindings,
            made_up: BTreeMap::new(),
            placeholders: Vec::new(),
        }
    }

    pub fn resource(&self, resource: ResourceId) -> Option<&'a Resource> {
        self.program.resources.get(resource)
    }

    pub fn into_placeholders(self) -> Vec<Placeholder> {
        let Self {
            mut made_up,
            placeholders,
            ..
        } = self;
        let placeholders = placeholders.into_iter();
        placeholders
            .filter_map(|resource| {
                let arn = made_up.remove(&resource)?;
                Some(Placeholder { resource, arn })
            })
            .collect()
    }

    /// The ARN or id of a resource; a made-up one where none is known.
    fn id(&mut self, resource: ResourceId) -> &str {
        if let Some(id) = self.bindings.id(resource) {
            return id;
        }
        let Some(known) = self.program.resources.get(resource) else {
            return "";
        };
        if let Some(id) = &known.id {
            return id;
        }
        if let Some(text) = known.text() {
            // An environment has to choose; without one nobody has to be told.
            if self.bindings.is_of_environment() {
                self.made_up.entry(resource).or_insert_with(|| {
                    self.placeholders.push(resource);
                    text.to_owned()
                });
            }
            return text;
        }
        let name = match known.flow.and_then(|flow| self.program.flows.get(flow)) {
            Some(flow) => &flow.name,
            None => &known.name,
        };
        self.made_up.entry(resource).or_insert_with(|| {
            self.placeholders.push(resource);
            placeholder_arn(known.kind, name)
        })
    }
}

/// Writes a value as a parameter of this shape takes it.
pub fn write(json: &mut Writer, names: &mut Names<'_>, value: &Value, shape: &Shape) {
    match value {
        Value::Text(text) | Value::Reference(text) => json.text(text),
        Value::Resource(resource) => json.text(names.id(*resource)),
        Value::Duration(seconds) => json.text(&duration(*seconds, shape).to_string()),
        Value::Number(number) => json.text(&number.to_string()),
        Value::Flag(flag) => json.text(flag_word(*flag, shape)),
        Value::Word(word) => json.text(wire_word(word, shape)),
        Value::Words(words) if matches!(shape, Shape::Directions(_)) => json.list(|json| {
            json.object(|json| {
                json.key("ParticipantType").text("Customer");
                json.key("MediaDirections");
                wire_words(json, words, shape);
            });
        }),
        Value::Words(words) => wire_words(json, words, shape),
        Value::Map(entries) => json.object(|json| {
            for (key, value) in entries {
                json.key(key);
                entry(json, names, value, shape);
            }
        }),
        Value::List(values) => json.list(|json| {
            for value in values {
                write(json, names, value, shape);
            }
        }),
        Value::Prompt(parameter, said) => json.object(|json| {
            prompt(json, names, parameter, said);
        }),
        Value::RawNumber(number) => json.raw(number),
        Value::RawBool(true) => json.raw("true"),
        Value::RawBool(false) => json.raw("false"),
        Value::Null => json.raw("null"),
    }
}

/// Writes one entry of a map; flow attributes wrap each value (action page of
/// `UpdateFlowAttributes`).
fn entry(json: &mut Writer, names: &mut Names<'_>, value: &Value, shape: &Shape) {
    if matches!(shape, Shape::WrappedMap) && !matches!(value, Value::Map(_)) {
        json.object(|json| {
            json.key("Value");
            write(json, names, value, &Shape::Text);
        });
    } else {
        write(json, names, value, &Shape::Json(Json::Any));
    }
}

/// Units of the wire; Ebb's bounds make sure that they are whole.
const fn duration(seconds: i64, shape: &Shape) -> i64 {
    let Shape::Duration { unit, .. } = shape else {
        return seconds;
    };
    match unit {
        Unit::Milliseconds => seconds.saturating_mul(1_000),
        Unit::Seconds => seconds,
        Unit::Minutes => seconds / 60,
    }
}

const fn flag_word(flag: bool, shape: &Shape) -> &'static str {
    let (yes, no) = if let Shape::Flag { yes, no } = shape {
        (*yes, *no)
    } else {
        ("True", "False")
    };
    if flag { yes } else { no }
}

fn wire_words(json: &mut Writer, words: &[&str], shape: &Shape) {
    json.list(|json| {
        for word in words {
            json.text(wire_word(word, shape));
        }
    });
}

/// One prompt of a list. What a recording of one's own needs besides stands beside it.
fn prompt(json: &mut Writer, names: &mut Names<'_>, parameter: &Parameter, said: &Value) {
    let (key, inner) = match parameter.path.split_once('.') {
        Some((key, inner)) => (key, Some(inner)),
        None => (parameter.path, None),
    };
    json.key(key);
    let Some(inner) = inner else {
        write(json, names, said, &parameter.shape);
        return;
    };
    json.object(|json| {
        json.key(inner);
        write(json, names, said, &parameter.shape);
        for beside in PROMPT {
            if let Written::Beside { path, value } = beside.written
                && path == parameter.path
                && let Some((_, key)) = beside.path.split_once('.')
            {
                json.key(key).text(value);
            }
        }
    });
}

fn wire_word<'a>(word: &'a str, shape: &Shape) -> &'a str {
    let (Shape::Word(words)
    | Shape::WordOrReference(words)
    | Shape::Words(words)
    | Shape::Directions(words)) = shape
    else {
        return word;
    };
    words
        .iter()
        .find_map(|(ours, wire)| (*ours == word).then_some(*wire))
        .unwrap_or(word)
}
