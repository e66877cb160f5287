//! Where the main path goes on behind what can only be reached through one block.
//!
//! What stands in the braces of a block and does not leave them with an arrow goes on
//! behind them. So the best line to stand there is the one that most of the branches
//! lead to once what is their own is through.

use super::place::{Goal, goal};
use super::shape::Shape;
use crate::catalogue::Then;
use crate::id::IndexVec;
use crate::layout::{Importance, importance};
use crate::program::{Block, BlockId, Exit, Flow};
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// For every block, where the main path leaves the blocks that only it leads to.
#[derive(Debug)]
pub(super) struct Behind(IndexVec<BlockId, Option<Goal>>);

/// How many parts in a row are looked through on the way out of a block's own.
const STEPS: usize = 16;

impl Behind {
    /// Looks at a flow of this shape.
    pub(super) fn of(flow: &Flow, shape: &Shape) -> Self {
        let mut behind = Self(flow.blocks.ids().map(|_| None).collect());
        // From the inside to the outside.
        for block in shape.order().iter().rev() {
            let ways = ways(&flow.blocks[*block]);
            let goals = ways.filter_map(|exit| behind.leaves(shape, goal(&exit.target), *block));
            behind.0[*block] = most(goals);
        }
        behind
    }

    /// Where the main path goes on behind a block and what only it leads to.
    pub(super) fn get(&self, block: BlockId) -> Option<Goal> {
        self.0.get(block).copied().flatten()
    }

    /// The first place outside of what only `whole` leads to, on the way from `goal`.
    fn leaves(&self, shape: &Shape, goal: Goal, whole: BlockId) -> Option<Goal> {
        let mut here = goal;
        for _ in 0..STEPS {
            match here {
                Goal::Block(block) if block != whole && shape.is_within(block, whole) => {
                    here = self.get(block)?;
                }
                Goal::Block(_) | Goal::Open => return Some(here),
            }
        }
        None
    }
}

/// The ways that control takes if nothing goes wrong; if none is known, all of them.
fn ways(block: &Block) -> impl Iterator<Item = &Exit> {
    let ends = block.row.then == Then::Ends;
    let success = block.success().filter(|_| block.success_is_taken());
    let any = block.exits.iter().any(is_wanted);
    block.exits.iter().filter(move |exit| match success {
        Some(success) => std::ptr::eq(success, *exit),
        None => !ends && (!any || is_wanted(exit)),
    })
}

/// Whether nothing has gone wrong where control leaves this way.
pub(super) fn is_wanted(exit: &Exit) -> bool {
    importance(exit) != Importance::Failure
}

/// What comes most often; of several, the first.
fn most(goals: impl Iterator<Item = Goal>) -> Option<Goal> {
    let mut counts: BTreeMap<Goal, (usize, Reverse<usize>)> = BTreeMap::new();
    for (at, goal) in goals.enumerate() {
        let (count, _) = counts.entry(goal).or_insert((0, Reverse(at)));
        *count += 1;
    }
    let most = counts.into_iter().max_by_key(|(_, count)| *count);
    most.map(|(goal, _)| goal)
}
