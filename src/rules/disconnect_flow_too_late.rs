//! Disconnect flows that are set when an agent may have been there already.

use super::Finding;
use super::context::Context;
use crate::catalogue::Behaviour;
use crate::diag::{Diagnostic, Level, Rule};
use crate::graph::time::Analysis;
use crate::graph::{Edge, Hooked, StateId, paths};
use crate::id::Id;
use crate::program::{BlockId, FlowId};
use std::collections::BTreeSet;

pub(super) static RULE: Rule = Rule {
    name: "disconnect-flow-too-late",
    level: Level::Warning,
    summary: "the disconnect flow is set behind the transfer to a queue",
    page: include_str!("disconnect_flow_too_late.md"),
};

pub(super) fn check(context: &Context<'_>, found: &mut Vec<Finding>) {
    let late: BTreeSet<(FlowId, BlockId)> = context
        .analyses
        .iter()
        .flat_map(|analysis| late_sets(context, analysis))
        .collect();
    for (flow, block) in late {
        found.extend(finding(context, flow, block).map(Finding::from));
    }
}

/// The blocks that set the first disconnect flow of a chat, and that no chat reaches but
/// past a `transfer to queue`.
pub(super) fn late_sets(context: &Context<'_>, analysis: &Analysis) -> Vec<(FlowId, BlockId)> {
    let graph = &analysis.graph;
    let is_first = |state| {
        let carried = graph.states().get(state).map(|state| state.hooks.remaining);
        carried == Some(Hooked::Nothing)
    };
    let mut sets: Vec<(StateId, FlowId, BlockId)> = graph
        .at_blocks()
        .filter(|(state, flow, block)| {
            let block = context.block(*flow, *block);
            is_first(*state) && block.is_some_and(|block| context.sets_disconnect_flow(block))
        })
        .collect();
    if !sets.is_empty() {
        let before = |edge: &Edge| {
            context
                .block_of(analysis, edge.source)
                .is_none_or(|block| block.row.behaviour != Behaviour::TransferToQueue)
        };
        let mut early = vec![false; graph.states().len()];
        for state in paths::reached(graph, graph.start(), before) {
            if let Some(mark) = early.get_mut(state.index()) {
                *mark = true;
            }
        }
        sets.retain(|(state, ..)| early.get(state.index()) == Some(&false));
    }
    sets.into_iter()
        .map(|(_, flow, block)| (flow, block))
        .collect()
}

fn finding(context: &Context<'_>, flow: FlowId, block: BlockId) -> Option<Diagnostic> {
    let found = context.block(flow, block)?;
    let message = format!(
        "{} comes too late for a chat that an agent takes",
        context.called(flow, found)
    );
    Some(
        Diagnostic::new(&RULE, found.span, message)
            .note("every path to it leads through `transfer to queue`, and a transfer that succeeds does not come back")
            .help("set it before the chat can reach a queue, best as the first block"),
    )
}
