//! What Ebb has no words for, kept beside a source: where blocks stand, what they were
//! called, and whatever else a document said that a build would say otherwise.
//!
//! The rest is kept as differences between what was built when the flow was imported and
//! what the document said. A difference counts as long as a build still says what it said
//! then; where the source says something new, the source wins. So a file that is old, or
//! gone, never does harm.

use super::{Emitted, written};
use crate::id::IndexVec;
use crate::program::{BlockId, Canvas, Flow, FlowId, Identifiers, Position, Program, Spot};
use crate::project::Bindings;
use serde_json::{Map, Value, json};

/// What is kept of the flows of one source.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Sidecar {
    flows: Map<String, Value>,
}

/// What the file of a sidecar ends with, in place of `.ebb`.
pub const ENDING: &str = "layout.json";

impl Sidecar {
    /// Reads a sidecar.
    ///
    /// # Errors
    ///
    /// What is wrong with the text, in a few words.
    pub fn read(text: &str) -> Result<Self, String> {
        let document: Value = serde_json::from_str(text).map_err(|error| error.to_string())?;
        match document.get("flows").and_then(Value::as_object) {
            Some(flows) => Ok(Self {
                flows: flows.clone(),
            }),
            None => Err("it has no `flows`".to_owned()),
        }
    }

    /// The text of the file.
    #[must_use]
    pub fn text(&self) -> String {
        pretty(&json!({ "flows": self.flows }))
    }

    /// Keeps what `document` says of a flow and a build would not. `looks` is where the
    /// blocks of the flow stand and what they were called.
    pub fn keep(&mut self, program: &Program, id: FlowId, looks: &Canvas, document: &str) {
        let Some(flow) = program.flows.get(id) else {
            return;
        };
        let blocks = flow.blocks.iter_enumerated().map(|(id, block)| {
            let spot = looks.spots.get(&id);
            let at = spot.and_then(|spot| spot.position);
            json!({
                "name": block.name,
                "type": block.action_type(),
                "identifier": spot.map_or("", |spot| &spot.identifier),
                "at": at.map(point),
            })
        });
        let blocks: Vec<Value> = blocks.collect();
        let mut kept = json!({ "entry": looks.entry.map(point), "blocks": blocks });
        let named = with_looks(flow, looks.clone());
        let built = written(program, &named, &Bindings::default());
        if let Some(rest) = rest(&built.json, document) {
            kept["rest"] = rest;
        }
        self.flows.insert(flow.name.clone(), kept);
    }

    /// The flow as Connect JSON, looking as it looked.
    #[must_use]
    pub fn bound(&self, program: &Program, id: FlowId, bindings: &Bindings) -> Option<Emitted> {
        let flow = program.flows.get(id)?;
        let kept = self.flows.get(&flow.name)?;
        let named = with_looks(flow, looks(flow, kept));
        let emitted = written(program, &named, bindings);
        let (Some(rest), Ok(built)) = (kept.get("rest"), serde_json::from_str(&emitted.json))
        else {
            return Some(emitted);
        };
        let changed = applied(Some(keyed(built)), rest).map(unkeyed);
        Some(Emitted {
            json: changed.map_or(emitted.json, |document| pretty(&document)),
            ..emitted
        })
    }
}

/// What a document says otherwise than what was built.
fn rest(built: &str, document: &str) -> Option<Value> {
    // What a build wrote comes back as it was.
    if built == document {
        return None;
    }
    let original = content(document)?;
    let built = serde_json::from_str::<Value>(built).ok()?;
    if built == original {
        return None;
    }
    difference(Some(&keyed(built)), Some(&keyed(original)))
}

fn pretty(document: &Value) -> String {
    let mut text = serde_json::to_string_pretty(document).unwrap_or_default();
    text.push('\n');
    text
}

fn point(at: Position) -> Value {
    json!([at.x, at.y])
}

fn position(at: &Value) -> Option<Position> {
    Some(Position {
        x: at.get(0)?.as_i64()?,
        y: at.get(1)?.as_i64()?,
    })
}

/// The flow with the names and places of its blocks.
fn with_looks(flow: &Flow, looks: Canvas) -> Flow {
    let mut named = flow.clone();
    let mut identifiers = Identifiers::default();
    let known = |id: &BlockId| {
        let spot = looks.spots.get(id)?;
        (!spot.identifier.is_empty()).then_some(spot.identifier.as_str())
    };
    let taken: IndexVec<BlockId, bool> = flow
        .blocks
        .ids()
        .map(|id| known(&id).is_some_and(|identifier| identifiers.take(identifier)))
        .collect();
    for id in flow.blocks.ids() {
        named.blocks[id].name = match known(&id).filter(|_| taken[id]) {
            Some(identifier) => identifier.to_owned(),
            None => identifiers.unique(&flow.blocks[id].name),
        };
    }
    named.canvas = Some(looks);
    named
}

/// Which block of a flow is which of those that were kept: by name, else by standing
/// behind a known one and being of its type.
fn looks(flow: &Flow, kept: &Value) -> Canvas {
    let blocks = kept.get("blocks").and_then(Value::as_array);
    let blocks = blocks.map_or(&[][..], Vec::as_slice);
    let text = |index: usize, key: &str| blocks.get(index)?.get(key)?.as_str();
    let names: std::collections::BTreeMap<&str, usize> = (0..blocks.len())
        .filter_map(|index| Some((text(index, "name")?, index)))
        .collect();
    let mut used: Vec<bool> = blocks.iter().map(|_| false).collect();
    let mut found: IndexVec<BlockId, Option<usize>> = flow
        .blocks
        .iter()
        .map(|block| names.get(block.name.as_str()).copied())
        .collect();
    for index in found.iter().flatten() {
        if let Some(used) = used.get_mut(*index) {
            *used = true;
        }
    }
    let mut expected = 0;
    for (id, block) in flow.blocks.iter_enumerated() {
        if found[id].is_none()
            && used.get(expected) == Some(&false)
            && text(expected, "type") == Some(block.action_type())
        {
            found[id] = Some(expected);
            used[expected] = true;
        }
        expected = found[id].map_or(expected, |index| index + 1);
    }
    let spots = found.iter_enumerated().filter_map(|(id, index)| {
        let index = (*index)?;
        let spot = Spot {
            identifier: text(index, "identifier")?.to_owned(),
            position: blocks
                .get(index)
                .and_then(|block| position(block.get("at")?)),
        };
        Some((id, spot))
    });
    Canvas {
        entry: kept.get("entry").and_then(position),
        spots: spots.collect(),
    }
}

/// The content of a flow in a document: the document, or what an answer holds.
fn content(document: &str) -> Option<Value> {
    let document: Value = serde_json::from_str(document.trim_start_matches('\u{feff}')).ok()?;
    if document.get("Actions").is_some() {
        return Some(document);
    }
    let about = document
        .get("ContactFlow")
        .or_else(|| document.get("ContactFlowModule"))?;
    let content = about.get("Content")?;
    match content.as_str() {
        Some(text) => serde_json::from_str(text).ok(),
        None => Some(content.clone()),
    }
}

/// What an element of a list is called.
type NameOf = fn(&Value) -> Option<String>;

/// The lists of a document whose elements have names.
const LISTS: [(&str, NameOf); 3] = [
    ("Actions", |action| text_at(action, "Identifier")),
    ("Errors", |error| text_at(error, "ErrorType")),
    ("Conditions", |condition| {
        Some(condition.get("Condition")?.to_string())
    }),
];

fn text_at(value: &Value, key: &str) -> Option<String> {
    Some(value.get(key)?.as_str()?.to_owned())
}

/// What marks a list that is kept by the names of its elements.
const ORDER: &str = "order";
const NAMED: &str = "named";

/// A document whose lists of named elements are objects, so that an element is the same
/// wherever it stands.
fn keyed(value: Value) -> Value {
    match value {
        Value::Object(map) => {
            let entries = map.into_iter().map(|(key, inner)| {
                let list = LISTS.iter().find(|(list, _)| *list == key);
                let inner = keyed(inner);
                let inner = match (list, inner) {
                    (Some((_, name)), Value::Array(elements)) => by_name(elements, *name),
                    (_, inner) => inner,
                };
                (key, inner)
            });
            Value::Object(entries.collect())
        }
        Value::Array(list) => list.into_iter().map(keyed).collect(),
        other @ (Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_)) => other,
    }
}

fn by_name(elements: Vec<Value>, name: NameOf) -> Value {
    let names: Option<Vec<String>> = elements.iter().map(name).collect();
    let mut different = names.clone().unwrap_or_default();
    different.sort_unstable();
    different.dedup();
    match names {
        Some(names) if different.len() == elements.len() => {
            let named: Map<String, Value> = names.iter().cloned().zip(elements).collect();
            json!({ ORDER: names, NAMED: named })
        }
        _ => Value::Array(elements),
    }
}

fn unkeyed(value: Value) -> Value {
    match value {
        Value::Object(mut map)
            if map.len() == 2 && map.contains_key(NAMED) && map.contains_key(ORDER) =>
        {
            let order = map.remove(ORDER).unwrap_or_default();
            let Some(Value::Object(mut named)) = map.remove(NAMED) else {
                return Value::Array(Vec::new());
            };
            let mut elements = Vec::with_capacity(named.len());
            for name in order
                .as_array()
                .into_iter()
                .flatten()
                .filter_map(Value::as_str)
            {
                elements.extend(named.shift_remove(name).map(unkeyed));
            }
            elements.extend(named.into_iter().map(|(_, element)| unkeyed(element)));
            Value::Array(elements)
        }
        Value::Object(map) => {
            let entries = map.into_iter().map(|(key, inner)| (key, unkeyed(inner)));
            Value::Object(entries.collect())
        }
        Value::Array(list) => list.into_iter().map(unkeyed).collect(),
        other @ (Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_)) => other,
    }
}

/// What has to change for `before` to become `after`; nothing where they are equal.
fn difference(before: Option<&Value>, after: Option<&Value>) -> Option<Value> {
    if before == after {
        return None;
    }
    let (Some(Value::Object(one)), Some(Value::Object(other))) = (before, after) else {
        let mut leaf = Map::new();
        leaf.extend(before.map(|before| ("was".to_owned(), before.clone())));
        leaf.extend(after.map(|after| ("is".to_owned(), after.clone())));
        return Some(Value::Object(leaf));
    };
    let keys = one
        .keys()
        .chain(other.keys().filter(|key| !one.contains_key(*key)));
    let inside =
        keys.filter_map(|key| Some((key.clone(), difference(one.get(key), other.get(key))?)));
    Some(json!({ "in": inside.collect::<Map<String, Value>>() }))
}

/// A value with the differences that still count.
fn applied(value: Option<Value>, difference: &Value) -> Option<Value> {
    let Some(inside) = difference.get("in").and_then(Value::as_object) else {
        let still = value.as_ref() == difference.get("was");
        return if still {
            difference.get("is").cloned()
        } else {
            value
        };
    };
    let Some(Value::Object(mut map)) = value else {
        return value;
    };
    for (key, inner) in inside {
        // Elements that are new stand behind those that are known.
        if key == ORDER && map.contains_key(NAMED) {
            let order = inner.get("is").cloned();
            map.extend(order.map(|order| (key.clone(), order)));
            continue;
        }
        match applied(map.shift_remove(key), inner) {
            Some(value) => {
                map.insert(key.clone(), value);
            }
            None => {
                map.shift_remove(key);
            }
        }
    }
    Some(Value::Object(map))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn differences_lead_from_one_document_to_the_other() {
        let before =
            json!({ "a": 1, "b": { "c": [1], "d": null }, "Errors": [{ "ErrorType": "x" }] });
        let after = json!({ "b": { "c": [2], "e": {} }, "Errors": [{ "ErrorType": "y" }, { "ErrorType": "x", "k": 1 }] });
        let (one, other) = (keyed(before), keyed(after.clone()));
        let between = difference(Some(&one), Some(&other)).unwrap();
        assert_eq!(applied(Some(one), &between).map(unkeyed), Some(after));
        let edited = json!({ "a": 3, "b": { "c": [1], "new": 1 } });
        let merged = json!({ "a": 3, "b": { "c": [2], "e": {}, "new": 1 } });
        assert_eq!(applied(Some(edited), &between), Some(merged));
    }
}
