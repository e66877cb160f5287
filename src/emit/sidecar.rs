//! What Ebb has no words for, kept beside a source: where blocks stand, what they were
//! called, and whatever else a document said that a build would say otherwise.
//!
//! The rest is kept as differences between what was built when the flow was imported and
//! what the document said. A difference counts as long as a build still says what it said
//! then; where the source says something new, the source wins. So a file that is old, or
//! gone, never does harm.

use super::difference::{applied, difference, keyed, unkeyed};
use super::{Emitted, written};
use crate::id::IndexVec;
use crate::json::Node;
use crate::program::{BlockId, Canvas, Flow, FlowId, Identifiers, Position, Program, Spot};
use crate::project::Bindings;
use serde::Serialize;
use serde_json::{Map, Value, json};
use std::borrow::Cow;
use std::collections::BTreeMap;

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
        pretty(&BTreeMap::from([("flows", &self.flows)]))
    }

    /// Keeps what `document` says of a flow and a build would not. `looks` is where the
    /// blocks of the flow stand and what they were called.
    pub fn keep(&mut self, program: &Program, id: FlowId, looks: &Canvas, document: &str) {
        let Some(flow) = program.flows.get(id) else {
            return;
        };
        // The text that was built is long, and gone before anything is kept.
        let rest = rest(&built(program, flow, looks), document);
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
        if let Some(rest) = rest {
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

/// The flow as a build writes it that knows how it looked.
fn built(program: &Program, flow: &Flow, looks: &Canvas) -> String {
    let named = with_looks(flow, looks.clone());
    written(program, &named, &Bindings::default()).json
}

/// What a document says otherwise than what was built.
fn rest(built: &str, document: &str) -> Option<Value> {
    // What a build wrote comes back as it was.
    if built == document {
        return None;
    }
    let original = content(document)?;
    difference(Node::parse(built).ok()?, Node::parse(&original).ok()?)
}

fn pretty(document: &impl Serialize) -> String {
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
    let names: BTreeMap<&str, usize> = (0..blocks.len())
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
fn content(document: &str) -> Option<Cow<'_, str>> {
    let document = document.trim_start_matches('\u{feff}');
    let root = Node::parse(document).ok()?.object()?;
    if root.get("Actions").is_some() {
        return Some(Cow::Borrowed(document));
    }
    let about = root
        .get("ContactFlow")
        .or_else(|| root.get("ContactFlowModule"))?;
    let content = about.object()?.get("Content")?;
    Some(content.text().unwrap_or(Cow::Borrowed(content.raw())))
}
