//! Chats that reach an agent with no disconnect flow set.

use super::Finding;
use super::context::Context;
use crate::catalogue::{Behaviour, FlowKind, Hook};
use crate::diag::{Diagnostic, Level, Rule};
use crate::graph::time::Analysis;
use crate::graph::{Class, Edge, Place, Via, paths, read};
use crate::program::{Block, BlockId, FlowId, Origin, Outcome};
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
        let is_disconnect = context
            .flow(analysis.entry)
            .is_some_and(|flow| flow.kind == Some(FlowKind::Disconnect));
        if is_disconnect {
            continue;
        }
        let level = if serves_chats(context, analysis) {
            Level::Warning
        } else {
            Level::Info
        };
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
        let place = graph.place(edge.source).block();
        place
            .and_then(|(flow, block)| context.block(flow, block))
            .is_some_and(|block| sets_disconnect_flow(context, block))
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

fn sets_disconnect_flow(context: &Context<'_>, block: &Block) -> bool {
    read::hooks_set(context.program, block)
        .iter()
        .any(|(hook, _)| *hook == Hook::CustomerRemaining)
}

/// Whether the flows that a chat runs through show that they are meant for chats.
fn serves_chats(context: &Context<'_>, analysis: &Analysis) -> bool {
    let said = context
        .flow(analysis.entry)
        .is_some_and(|flow| flow.chat_duration.is_some());
    said || analysis.graph.at_blocks().any(|(_, flow, block)| {
        context
            .block(flow, block)
            .is_some_and(|block| read::waits_for_customer(block) || has_chat_branch(block))
    })
}

fn has_chat_branch(block: &Block) -> bool {
    read::compares_channel(block)
        && block.exits.iter().any(|exit| {
            matches!(exit.outcome, Outcome::Case(..))
                && read::holds_on_chat(&exit.outcome) == Some(true)
        })
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
    finding.notes.extend(context.entries_note(flow, entries));
    Some(finding)
}
