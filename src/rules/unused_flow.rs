//! Flows that only run when another one names them, and that none names.

use super::{Finding, Named};
use crate::catalogue::FlowKind;
use crate::diag::{Diagnostic, Level, Rule};
use crate::graph::Settings;
use crate::program::{Flow, Origin, Program};

pub(super) static RULE: Rule = Rule {
    name: "unused-flow",
    level: Level::Warning,
    summary: "no flow names a flow that only runs when one does",
    page: include_str!("unused_flow.md"),
};

pub(super) fn check(
    program: &Program,
    named: &Named,
    settings: &Settings,
    found: &mut Vec<Finding>,
) {
    // Somebody else's flows may name them, unless this is the project.
    let starts = program.flows.iter().any(|flow| starts_contacts(flow));
    if !starts || named.flow_at_run_time {
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
