//! Disconnect flows that say goodbye and end the chat.

use super::Finding;
use super::context::Context;
use crate::catalogue::{Behaviour, FlowKind, Then};
use crate::diag::{Diagnostic, Level, Rule};
use crate::graph::{Hooked, Place};
use crate::program::{Block, FlowId};
use std::collections::BTreeSet;

pub(super) static RULE: Rule = Rule {
    name: "disconnect-flow-never-waits",
    level: Level::Info,
    summary: "a disconnect flow ends the chat at once",
    page: include_str!("disconnect_flow_never_waits.md"),
};

pub(super) fn check(context: &Context<'_>, found: &mut Vec<Finding>) {
    let mut hooked: BTreeSet<FlowId> = BTreeSet::new();
    for analysis in context
        .analyses
        .iter()
        .filter(|analysis| context.serves_chats(analysis))
    {
        for state in analysis.graph.states() {
            if let (Place::WithAgent, Hooked::Flow(flow)) = (state.place, state.hooks.remaining) {
                hooked.insert(flow);
            }
        }
    }
    for flow in hooked {
        found.extend(finding(context, flow).map(Finding::from));
    }
}

fn finding(context: &Context<'_>, id: FlowId) -> Option<Diagnostic> {
    let flow = context.flow(id)?;
    let ends_only = flow.blocks.iter().all(only_says_or_ends);
    if !ends_only || !matches!(flow.kind, Some(FlowKind::Disconnect | FlowKind::Inbound)) {
        return None;
    }
    Some(
        Diagnostic::new(
            &RULE,
            flow.span,
            format!("`{}` ends the chat at once", flow.name),
        )
        .note("a customer who writes after the agent has left starts from the beginning")
        .help(
            "to keep the chat open, wait for the customer: `wait 12h { customer returned -> … }`",
        ),
    )
}

/// Whether a block does nothing that the flow could be for.
fn only_says_or_ends(block: &Block) -> bool {
    matches!(block.row.behaviour, Behaviour::Say | Behaviour::Compare)
        || block.row.then == Then::Ends
}
