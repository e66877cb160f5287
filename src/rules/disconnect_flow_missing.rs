//! Chats that reach an agent with no disconnect flow set.

use super::Finding;
use super::context::Context;
use super::disconnect_flow_too_late::late_sets;
use crate::catalogue::Behaviour;
use crate::diag::{Diagnostic, Level, Rule};
use crate::graph::time::Analysis;
use crate::graph::{Class, Edge, Place, Via, paths};
use crate::program::{BlockId, FlowId, Origin};
use std::collections::BTreeMap;

pub(super) static RULE: Rule = Rule {
    name: "disconnect-flow-missing",
    level: Level::Warning,
    summary: "a chat can reach an agent with no disconnect flow set",
    page: include_str!("disconnect_flow_missing.md"),
};

pub(super) fn check(context: &Context<'_>, found: &mut Vec<Finding>) {
    let mut transfers: BTreeMap<(FlowId, BlockId), (Level, Vec<FlowId>)> = BTreeMap::new();
    for analysis in &context.analyses {
        if context.is_disconnect_flow(analysis.entry) {
            continue;
        }
        let level = if context.serves_chats(analysis) {
            Level::Warning
        } else {
            Level::Info
        };
        // Where one is set, but too late, that is the one thing to say.
        if !late_sets(context, analysis).is_empty() {
            continue;
        }
        if let Some(transfer) = first_transfer(context, analysis) {
            let (known, entries) = transfers.entry(transfer).or_insert((level, Vec::new()));
            *known = level.max(*known);
            entries.push(analysis.entry);
        }
    }
    for ((flow, block), (level, entries)) in transfers {
        found.extend(finding(context, flow, block, level, &entries).map(Finding::from));
    }
}

/// The first `transfer to queue` of a flow that some path reaches past no block that sets a
/// disconnect flow. A block that fails to set one has been passed all the same.
fn first_transfer(context: &Context<'_>, analysis: &Analysis) -> Option<(FlowId, BlockId)> {
    let graph = &analysis.graph;
    let sets = |edge: &Edge| {
        context
            .block_of(analysis, edge.source)
            .is_some_and(|block| context.sets_disconnect_flow(block))
    };
    let may_take = |edge: &Edge| {
        edge.via != Via::EntersQueue
            && !sets(edge)
            && !comes_back_to_export(context, analysis, edge)
    };
    paths::reached(graph, graph.start(), may_take)
        .into_iter()
        .filter_map(|state| match graph.place(state) {
            Place::Block(flow, block) => Some((flow, block)),
            Place::Queued(..)
            | Place::Waiting
            | Place::WaitingOutside(_)
            | Place::WithAgent
            | Place::Outside(_)
            | Place::Ended => None,
        })
        .find(|(flow, block)| {
            context
                .block(*flow, *block)
                .is_some_and(|block| block.row.behaviour == Behaviour::TransferToQueue)
        })
}

/// An exported flow that transfers a customer who has come back is probably a disconnect
/// flow itself; its kind does not say.
fn comes_back_to_export(context: &Context<'_>, analysis: &Analysis, edge: &Edge) -> bool {
    let exported = context
        .flow(analysis.entry)
        .is_some_and(|flow| flow.origin == Origin::Json);
    exported && edge.class == Class::Return
}

fn finding(
    context: &Context<'_>,
    flow: FlowId,
    block: BlockId,
    level: Level,
    entries: &[FlowId],
) -> Option<Diagnostic> {
    let found = context.block(flow, block)?;
    let message = format!(
        "a chat can reach an agent through {} with no disconnect flow set",
        context.called(flow, found)
    );
    let mut finding = Diagnostic::new(&RULE, found.span, message)
        .level(level)
        .note("when the agent leaves, the chat ends at once: the customer cannot come back to it")
        .help("add `set disconnect flow` before it, on every path");
    let is_unknown = |entry: &FlowId| context.flow(*entry).is_some_and(|flow| flow.kind.is_none());
    if entries.iter().all(is_unknown) {
        finding = finding.note("the export does not say what kind of flow this is; what leads to a transfer flow may have set one");
    }
    finding.notes.extend(context.entries_note(flow, entries));
    Some(finding)
}
