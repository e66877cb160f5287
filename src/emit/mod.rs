//! Flows as Connect JSON.
//!
//! Everything about an action comes from its row: where its parameters are, in which
//! unit, which branch is an error and which a condition, what `NextAction` copies. The
//! result is what `CreateContactFlow` takes: every scalar a string, `NextAction` on
//! every action that does not end the flow, `{}` on those that do.

mod action;
mod contract;
mod difference;
mod foreign;
mod json;
mod kept;
mod metadata;
mod pairs;
mod parameters;
mod plain;
mod sidecar;
mod size;
mod value;

use crate::catalogue::{FlowKind, LANGUAGE_VERSION};
use crate::program::{Flow, FlowId, Program, ResourceId};
use crate::project::Bindings;
pub use contract::module_settings;
use json::Writer;
use std::ops::Range;
use value::Names;

pub use foreign::check_foreign;
pub use kept::{Original, kept};
pub use plain::as_unknown;
pub use sidecar::{ENDING as SIDECAR_ENDING, Sidecar};
pub use size::{MOST_ACTIONS, MOST_CHARACTERS, check_size, may_be_too_large};

/// A flow as Connect JSON.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Emitted {
    /// The document, with a line break at its end.
    pub json: String,
    /// The resources that stand in it by a made-up ARN, in order of first use.
    pub placeholders: Vec<Placeholder>,
}

impl Emitted {
    /// Where each action stands in the document, in the order of the blocks.
    pub fn actions(&self) -> impl Iterator<Item = Range<usize>> {
        // No text has a line break in it, so what is indented like an action is one.
        let within = self.json.split_once("\n  \"Actions\": [");
        let within = within.map_or("", |(_, within)| within);
        let first = self.json.len() - within.len();
        let starts = within.match_indices("\n    {").map(|(at, _)| at);
        let ends = within
            .match_indices("\n    }")
            .map(|(at, end)| at + end.len());
        starts
            .zip(ends)
            .map(move |(start, end)| first + start..first + end)
    }
}

/// A resource whose ARN is not known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Placeholder {
    /// Which one.
    pub resource: ResourceId,
    /// What stands for it.
    pub arn: String,
}

/// The flow as Connect JSON, with placeholders for whatever has no ARN.
#[must_use]
pub fn flow(program: &Program, flow: FlowId) -> Emitted {
    bound(program, flow, &Bindings::default())
}

/// The flow as Connect JSON, with the ARNs of an environment.
#[must_use]
pub fn bound(program: &Program, flow: FlowId, bindings: &Bindings) -> Emitted {
    written(program, &program.flows[flow], bindings)
}

fn written(program: &Program, flow: &Flow, bindings: &Bindings) -> Emitted {
    let mut names = Names::new(program, bindings);
    // A block takes about a thousand bytes; a text that has to grow is copied.
    let mut json = Writer::with_capacity(1_024 + 1_280 * flow.blocks.len());
    write(&mut json, &mut names, flow);
    Emitted {
        json: json.finish(),
        placeholders: names.into_placeholders(),
    }
}

fn write(json: &mut Writer, names: &mut Names<'_>, flow: &Flow) {
    json.object(|json| {
        json.key("Version").text(LANGUAGE_VERSION);
        let start = flow.start.and_then(|start| flow.blocks.get(start));
        json.key("StartAction")
            .text(start.map_or("", |start| &start.name));
        json.key("Metadata");
        metadata::write(json, names, flow);
        json.key("Actions").list(|json| {
            for block in &flow.blocks {
                action::write(json, names, flow, block);
            }
        });
        if flow.kind == Some(FlowKind::Module) {
            json.key("Settings");
            settings(json);
        }
    });
}

/// What every exported module carries; `CreateContactFlowModule` refuses one without it.
fn settings(json: &mut Writer) {
    json.object(|json| {
        json.key("InputParameters").list(|_| {});
        json.key("OutputParameters").list(|_| {});
        json.key("Transitions").list(|json| {
            for name in ["Success", "Error"] {
                json.object(|json| {
                    json.key("DisplayName").text(name);
                    json.key("ReferenceName").text(name);
                    json.key("Description").text("");
                });
            }
        });
    });
}
