//! What Ebb has no words for, kept beside a source: where blocks stand, what they were
//! called, and whatever else a document said that a build would say otherwise. `kept`
//! writes it.
//!
//! The rest is kept as differences between what was built when the flow was imported and
//! what the document said. A difference counts as long as a build still says what it said
//! then; where the source says something new, the source wins. So a file that is old, or
//! gone, never does harm.

use super::difference::{applied, keyed, unkeyed};
use super::kept::look;
use super::{Emitted, written};
use crate::id::IndexVec;
use crate::program::{BlockId, Canvas, Flow, FlowId, Position, Program, Spot};
use crate::project::Bindings;
use serde::Serialize;
use serde_json::{Map, Value};
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

    /// The flow as Connect JSON, looking as it looked.
    #[must_use]
    pub fn bound(&self, program: &Program, id: FlowId, bindings: &Bindings) -> Option<Emitted> {
        let flow = program.flows.get(id)?;
        let kept = self.flows.get(&flow.name)?;
        let mut named = Flow::clone(flow);
        look(&mut named, looks(flow, kept));
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

fn pretty(document: &impl Serialize) -> String {
    let mut text = serde_json::to_string_pretty(document).unwrap_or_default();
    text.push('\n');
    text
}

fn position(at: &Value) -> Option<Position> {
    Some(Position {
        x: at.get(0)?.as_i64()?,
        y: at.get(1)?.as_i64()?,
    })
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
        outline: None,
    }
}
