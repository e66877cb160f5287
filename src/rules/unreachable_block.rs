//! Blocks that no path of their flow leads to.

use super::Finding;
use super::context::Context;
use crate::diag::{Diagnostic, Level, Rule};
use crate::graph::flow;
use crate::id::Id;
use crate::program::{BlockId, Flow, FlowId, Origin};
use crate::text::count;

pub(super) static RULE: Rule = Rule {
    name: "unreachable-block",
    level: Level::Warning,
    summary: "no path of the flow leads to a block",
    page: include_str!("unreachable_block.md"),
};

pub(super) fn check(context: &Context<'_>, found: &mut Vec<Finding>) {
    for (id, flow) in context.flows() {
        if flow.start.is_some() && !flow.broken {
            check_flow(context, id, flow, found);
        }
    }
}

/// One finding for each block from which the others that nothing leads to follow.
fn check_flow(context: &Context<'_>, id: FlowId, flow: &Flow, found: &mut Vec<Finding>) {
    let reached = flow::reachable(flow);
    let lost: Vec<BlockId> = flow
        .blocks
        .ids()
        .filter(|block| reached.get(block.index()) == Some(&false))
        .collect();
    if lost.is_empty() {
        return;
    }
    let mut told = reached;
    for head in heads_first(flow, &lost) {
        let behind = mark(flow, head, &mut told);
        if let (Some(block), 1..) = (flow.blocks.get(head), behind) {
            found.push(finding(context, id, block, flow.origin, behind - 1).into());
        }
    }
}

/// The blocks that nothing at all leads to, then the others, which lie behind them or on a
/// cycle of their own.
fn heads_first(flow: &Flow, lost: &[BlockId]) -> Vec<BlockId> {
    let mut led_to = vec![false; flow.blocks.len()];
    for block in lost {
        for next in flow::successors(flow, *block).filter(|next| next != block) {
            if let Some(mark) = led_to.get_mut(next.index()) {
                *mark = true;
            }
        }
    }
    let (behind, heads): (Vec<_>, Vec<_>) = lost
        .iter()
        .copied()
        .partition(|block| led_to.get(block.index()) == Some(&true));
    [heads, behind].concat()
}

/// Marks `head` and what follows it; says how many were new.
fn mark(flow: &Flow, head: BlockId, told: &mut [bool]) -> usize {
    let mut marked = 0;
    let mut next = vec![head];
    while let Some(block) = next.pop() {
        if let Some(mark @ false) = told.get_mut(block.index()) {
            *mark = true;
            marked += 1;
            next.extend(flow::successors(flow, block));
        }
    }
    marked
}

fn finding(
    context: &Context<'_>,
    flow: FlowId,
    block: &crate::program::Block,
    origin: Origin,
    behind: usize,
) -> Diagnostic {
    let message = format!("no path leads to {}", context.called(flow, block));
    let finding = Diagnostic::new(&RULE, block.span, message).help(match origin {
        Origin::Ebb => "draw an arrow to it, or delete it",
        Origin::Json => "connect a branch to it in the flow designer, or delete it",
    });
    if behind == 0 {
        return finding;
    }
    finding.note(format!(
        "{} more can only be reached from it",
        count("block", behind)
    ))
}
