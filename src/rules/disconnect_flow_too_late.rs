//! Disconnect flows that are set when an agent may have been there already.

use super::Finding;
use super::context::Context;
use crate::catalogue::Behaviour;
use crate::diag::{Diagnostic, Level, Rule};
use crate::graph::time::Analysis;
use crate::graph::{Edge, Hooked, paths};
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
pub(super) fn late_sets<'a>(
    context: &'a Context<'_>,
    analysis: &'a Analysis,
) -> impl Iterator<Item = (FlowId, BlockId)> + 'a {
    let graph = &analysis.graph;
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
    graph.at_blocks().filter_map(move |(state, flow, block)| {
        let is_first = graph.states().get(state)?.hooks.remaining == Hooked::Nothing;
        let sets = context.sets_disconnect_flow(context.block(flow, block)?);
        let late = early.get(state.index()) == Some(&false);
        (is_first && sets && late).then_some((flow, block))
    })
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
