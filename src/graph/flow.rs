//! The shape of one flow: which exits can be taken at all, and which blocks they lead to.

use crate::id::Id;
use crate::program::{Block, BlockId, Exit, Flow, Outcome};
use petgraph::algo::kosaraju_scc;
use petgraph::graph::DiGraph;

/// The exits that a run can take, each with its place in [`Block::exits`].
pub fn takeable(block: &Block) -> impl Iterator<Item = (usize, &Exit)> {
    block
        .exits
        .iter()
        .enumerate()
        .filter(|(_, exit)| exit.outcome != Outcome::Success || block.success_is_taken())
}

/// The blocks of `flow` that some path from its start reaches, by index.
#[must_use]
pub fn reachable(flow: &Flow) -> Vec<bool> {
    let mut reached = vec![false; flow.blocks.len()];
    let mut next: Vec<BlockId> = flow.start.into_iter().collect();
    while let Some(id) = next.pop() {
        let Some(mark) = reached.get_mut(id.index()) else {
            continue;
        };
        if !*mark {
            *mark = true;
            next.extend(successors(flow, id));
        }
    }
    reached
}

/// The blocks from which some path leads to `goal`, by index; the goal among them.
#[must_use]
pub fn leading_to(flow: &Flow, goal: BlockId) -> Vec<bool> {
    let mut before: Vec<Vec<BlockId>> = vec![Vec::new(); flow.blocks.len()];
    for id in flow.blocks.ids() {
        for next in successors(flow, id) {
            if let Some(sources) = before.get_mut(next.index()) {
                sources.push(id);
            }
        }
    }
    let mut leading = vec![false; flow.blocks.len()];
    let mut next = vec![goal];
    while let Some(id) = next.pop() {
        if let Some(mark @ false) = leading.get_mut(id.index()) {
            *mark = true;
            next.extend(before.get(id.index()).into_iter().flatten().copied());
        }
    }
    leading
}

/// The blocks that the takeable exits of a block lead to.
pub fn successors(flow: &Flow, id: BlockId) -> impl Iterator<Item = BlockId> {
    flow.blocks
        .get(id)
        .into_iter()
        .flat_map(takeable)
        .filter_map(|(_, exit)| exit.target.block())
}

/// The number of the cycle that each block is on: blocks with one number reach each other.
#[must_use]
pub fn cycles(flow: &Flow) -> Vec<usize> {
    let mut graph = DiGraph::<(), ()>::with_capacity(flow.blocks.len(), flow.blocks.len());
    for _ in &flow.blocks {
        graph.add_node(());
    }
    for id in flow.blocks.ids() {
        for next in successors(flow, id) {
            if next.index() < flow.blocks.len() {
                graph.add_edge(node(id), node(next), ());
            }
        }
    }
    let mut cycle = vec![0; flow.blocks.len()];
    for (number, members) in kosaraju_scc(&graph).into_iter().enumerate() {
        for member in members {
            if let Some(of_member) = cycle.get_mut(member.index()) {
                *of_member = number;
            }
        }
    }
    cycle
}

fn node(id: BlockId) -> petgraph::graph::NodeIndex {
    petgraph::graph::NodeIndex::new(id.index())
}
