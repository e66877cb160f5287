//! Flows that only run when another one names them, and that none names.

use super::Finding;
use crate::catalogue::{FlowKind, Role};
use crate::diag::{Diagnostic, Level, Rule};
use crate::graph::{Hooked, Settings, read};
use crate::program::{Block, Flow, FlowId, Origin, Program, Value};
use std::collections::BTreeSet;

pub(super) static RULE: Rule = Rule {
    name: "unused-flow",
    level: Level::Warning,
    summary: "no flow names a flow that only runs when one does",
    page: include_str!("unused_flow.md"),
};

pub(super) fn check(program: &Program, settings: &Settings, found: &mut Vec<Finding>) {
    // Somebody else's flows may name them, unless this is the project.
    let starts = program.flows.iter().any(starts_contacts);
    let named = Named::new(program);
    if !starts || named.at_run_time {
        return;
    }
    for (id, flow) in program.flows.iter_enumerated() {
        let is_entry = settings.entries.iter().any(|name| flow.is_called(name));
        if let Some(how) = only_when_named(flow)
            && !named.flows.contains(&id)
            && !is_entry
            && !is_default(flow)
        {
            let message = format!("no flow names `{}`, so it never runs", flow.name);
            let finding = Diagnostic::new(&RULE, flow.span, message);
            found.push(
                finding
                    .help(format!("name it: `{how} {}`; or delete it", flow.name))
                    .into(),
            );
        }
    }
}

fn starts_contacts(flow: &Flow) -> bool {
    flow.origin == Origin::Ebb && flow.kind == Some(FlowKind::Inbound)
}

/// Whether it replaces a flow that an instance runs where none is named, by its title
/// (administrator guide, default flows).
fn is_default(flow: &Flow) -> bool {
    flow.title.starts_with("Default ")
}

/// The block by which other flows name it; nothing where a queue, a quick connect or a
/// number may name it as well.
const fn only_when_named(flow: &Flow) -> Option<&'static str> {
    match (flow.origin, flow.kind) {
        (Origin::Ebb, Some(FlowKind::Disconnect)) => Some("set disconnect flow"),
        (Origin::Ebb, Some(FlowKind::CustomerQueue)) => Some("set customer queue flow"),
        (Origin::Ebb, Some(FlowKind::CustomerHold)) => Some("set customer hold flow"),
        (Origin::Ebb, Some(FlowKind::AgentHold)) => Some("set agent hold flow"),
        (Origin::Ebb, Some(FlowKind::CustomerWhisper)) => Some("set customer whisper flow"),
        (Origin::Ebb, Some(FlowKind::AgentWhisper)) => Some("set agent whisper flow"),
        (Origin::Ebb, Some(FlowKind::Module)) => Some("invoke module"),
        (
            _,
            None
            | Some(
                FlowKind::Inbound
                | FlowKind::OutboundWhisper
                | FlowKind::TransferToAgent
                | FlowKind::TransferToQueue
                | FlowKind::Campaign,
            ),
        )
        | (Origin::Json, _) => None,
    }
}

/// The flows that blocks name.
struct Named {
    flows: BTreeSet<FlowId>,
    /// Whether some block names one that is only known at run time.
    at_run_time: bool,
}

impl Named {
    fn new(program: &Program) -> Self {
        let mut named = Self {
            flows: BTreeSet::new(),
            at_run_time: false,
        };
        for (id, flow) in program.flows.iter_enumerated() {
            for block in &flow.blocks {
                named.read(program, id, block);
            }
        }
        named
    }

    /// Reads which flows a block names besides its own.
    fn read(&mut self, program: &Program, own: FlowId, block: &Block) {
        for (_, hooked) in read::hooks_set(program, block) {
            match hooked {
                Hooked::Flow(flow) => self.add(flow, own),
                Hooked::Unknown => self.at_run_time = true,
                Hooked::Nothing | Hooked::Outside(_) => {}
            }
        }
        for role in [Role::Flow, Role::Module] {
            if let Some(flow) = program.target_flow(block, role) {
                self.add(flow, own);
            }
            self.at_run_time |= block.value(role).is_some_and(Value::is_dynamic);
        }
    }

    fn add(&mut self, flow: FlowId, own: FlowId) {
        if flow != own {
            self.flows.insert(flow);
        }
    }
}
