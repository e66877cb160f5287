//! The column of every block, and which blocks are shared ends.

use super::search::{Group, Search};
use crate::id::IndexVec;
use crate::program::{BlockId, Flow};

/// What is known about the columns of one group of blocks.
pub(super) struct Layers {
    /// The column of each block, from 0.
    pub(super) layer: IndexVec<BlockId, usize>,
    /// Whether many blocks lead to it on their way out.
    pub(super) is_shared_end: IndexVec<BlockId, bool>,
}

/// From so many blocks on that lead to it, an end is shared.
const MANY: usize = 4;
/// What follows after an end is no end any more: so many blocks at most, itself included.
const SHORT: usize = 4;

/// So many blocks without edges stand side by side.
const LONE: usize = 8;

impl Layers {
    pub(super) fn of(flow: &Flow, search: &Search, group: Group) -> Self {
        Self {
            layer: longest_ways(flow, search, group),
            is_shared_end: shared_ends(flow, search, group),
        }
    }
}

/// The longest way to each block over edges that lead forward.
fn longest_ways(flow: &Flow, search: &Search, group: Group) -> IndexVec<BlockId, usize> {
    let mut layer: IndexVec<BlockId, usize> = flow.blocks.ids().map(|_| 0).collect();
    let mut is_root: IndexVec<BlockId, bool> = flow.blocks.ids().map(|_| true).collect();
    for block in search.blocks(group) {
        for target in forward(flow, search, block) {
            layer[target] = layer[target].max(layer[block] + 1);
            is_root[target] = false;
        }
    }
    // A root other than the start stands just left of what it leads to; those that lead
    // nowhere stand side by side.
    let mut lone = (0..LONE).cycle();
    for block in search.blocks(group) {
        if is_root[block] && flow.start != Some(block) {
            let targets = forward(flow, search, block);
            let nearest = targets.map(|target| layer[target].saturating_sub(1)).min();
            layer[block] = nearest.or_else(|| lone.next()).unwrap_or(0);
        }
    }
    layer
}

fn shared_ends(flow: &Flow, search: &Search, group: Group) -> IndexVec<BlockId, bool> {
    let mut sources: IndexVec<BlockId, usize> = flow.blocks.ids().map(|_| 0).collect();
    // How many blocks follow at most; nothing where the flow goes on.
    let mut tail: IndexVec<BlockId, Option<usize>> = flow.blocks.ids().map(|_| None).collect();
    // The last block that was found to lead to each other.
    let mut led: IndexVec<BlockId, Option<BlockId>> = flow.blocks.ids().map(|_| None).collect();
    for block in search.blocks(group).rev() {
        let exits = flow.blocks[block].exits.iter();
        let targets = exits.filter_map(|exit| exit.target.block());
        let mut longest = Some(0);
        for target in targets {
            if led[target].replace(block) == Some(block) {
                continue;
            }
            let forward = search.is_forward(block, target);
            sources[target] += usize::from(forward);
            let after = tail[target].filter(|_| forward);
            longest = longest.zip(after).map(|(one, other)| one.max(other));
        }
        tail[block] = longest
            .map(|after| after + 1)
            .filter(|length| *length <= SHORT);
    }
    flow.blocks
        .ids()
        .map(|block| sources[block] >= MANY && tail[block].is_some())
        .collect()
}

fn forward<'a>(
    flow: &'a Flow,
    search: &'a Search,
    block: BlockId,
) -> impl Iterator<Item = BlockId> + 'a {
    let exits = flow.blocks[block].exits.iter();
    let targets = exits.filter_map(|exit| exit.target.block());
    targets.filter(move |target| search.is_forward(block, *target))
}
