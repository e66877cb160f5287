//! Which edges lead forward.
//!
//! A depth-first search that takes the most important way out first, so that the main
//! path leads forward and what returns to it leads back.

use super::exits::connectors;
use crate::id::IndexVec;
use crate::program::{BlockId, Flow};

/// The blocks in an order in which every edge leads forward, but for those that close a cycle.
pub(super) struct Search {
    /// Every block once, from the left.
    blocks: Vec<BlockId>,
    /// Where each block stands in `blocks`.
    rank: IndexVec<BlockId, usize>,
    /// Whether the block can be reached from the start.
    reached: IndexVec<BlockId, bool>,
}

/// Blocks that are laid out together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Group {
    /// What can be reached from the start.
    Reached,
    /// The rest.
    Unreached,
}

impl Search {
    /// Reverse postorder of a search from the start, then from what it left out.
    pub(super) fn of(flow: &Flow) -> Self {
        let mut walk = Walk {
            flow,
            seen: flow.blocks.ids().map(|_| false).collect(),
            left: Vec::with_capacity(flow.blocks.len()),
        };
        if let Some(start) = flow.start {
            walk.from(start);
        }
        let reached = walk.seen.clone();
        for block in flow.blocks.ids() {
            walk.from(block);
        }
        let blocks: Vec<BlockId> = walk.left.into_iter().rev().collect();
        let mut rank: IndexVec<BlockId, usize> = flow.blocks.ids().map(|_| 0).collect();
        for (index, block) in blocks.iter().enumerate() {
            rank[*block] = index;
        }
        Self {
            blocks,
            rank,
            reached,
        }
    }

    /// The groups that have blocks, from the top.
    pub(super) fn groups(&self) -> impl Iterator<Item = Group> {
        [Group::Reached, Group::Unreached]
            .into_iter()
            .filter(|group| self.blocks(*group).next().is_some())
    }

    /// The blocks of a group; an edge that leads forward leads to a later one.
    pub(super) fn blocks(&self, group: Group) -> impl DoubleEndedIterator<Item = BlockId> {
        let wanted = group == Group::Reached;
        let blocks = self.blocks.iter().copied();
        blocks.filter(move |block| self.reached[*block] == wanted)
    }

    /// Whether an edge leads forward, to a block of the same group.
    pub(super) fn is_forward(&self, from: BlockId, to: BlockId) -> bool {
        self.rank[from] < self.rank[to] && self.reached[from] == self.reached[to]
    }
}

struct Walk<'a> {
    flow: &'a Flow,
    seen: IndexVec<BlockId, bool>,
    /// Blocks in the order in which the walk left them.
    left: Vec<BlockId>,
}

impl Walk<'_> {
    fn from(&mut self, root: BlockId) {
        if self.flow.blocks.get(root).is_none() || self.seen[root] {
            return;
        }
        self.seen[root] = true;
        let mut path = vec![(root, self.targets(root))];
        while let Some((block, targets)) = path.last_mut() {
            let Some(target) = targets.pop() else {
                self.left.push(*block);
                path.pop();
                continue;
            };
            if !self.seen[target] {
                self.seen[target] = true;
                path.push((target, self.targets(target)));
            }
        }
    }

    /// Where a block leads, the most important last.
    fn targets(&self, block: BlockId) -> Vec<BlockId> {
        let exits = connectors(&self.flow.blocks[block]);
        let targets = exits.iter().filter_map(|exit| exit.target.block());
        targets.rev().collect()
    }
}
