//! The shape of one flow: which exits can be taken at all, and which blocks they lead to.

use super::components::Components;
use super::lists;
use crate::id::Id;
use crate::program::{Block, BlockId, Exit, Flow, Outcome};

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
    lists::leading_to(flow.blocks.len(), edges(flow), [goal])
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
    let edges: Vec<_> = edges(flow).collect();
    Components::new(flow.blocks.len(), &edges).numbers()
}

fn edges(flow: &Flow) -> impl Iterator<Item = (BlockId, BlockId)> {
    let ids = flow.blocks.ids();
    ids.flat_map(|id| successors(flow, id).map(move |next| (id, next)))
}
