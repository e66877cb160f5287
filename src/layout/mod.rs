//! Where the blocks of a flow stand on the designer's canvas.
//!
//! Left to right in layers: a block stands right of every block that leads to it,
//! edges that close a cycle aside. What cannot be reached stands below the rest.
//! Linear in the size of the flow, and the same flow always looks the same.

use crate::id::IndexVec;
use crate::program::{Block, BlockId, Exit, Flow, Outcome};

/// Where the entry point of a flow stands.
pub const ENTRY: Position = Position { x: 40, y: 40 };

const LEFT: i64 = 200;
const TOP: i64 = 40;
/// The designer draws blocks about 200 wide.
const COLUMN: i64 = 280;
/// A block without connectors, and what each connector adds.
const HEIGHT: i64 = 100;
const CONNECTOR: i64 = 24;
const GAP: i64 = 40;

/// The upper left corner of a block.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// To the right.
    pub x: i64,
    /// Down.
    pub y: i64,
}

/// A position for each block; no two blocks overlap.
#[must_use]
pub fn positions(flow: &Flow) -> IndexVec<BlockId, Position> {
    let order = Order::of(flow);
    let layers = layers(flow, &order);
    let mut placed: IndexVec<BlockId, Position> =
        flow.blocks.ids().map(|_| Position { x: 0, y: 0 }).collect();
    let mut top = TOP;
    for group in [true, false] {
        top = place(flow, &order, &layers, group, top, &mut placed);
    }
    placed
}

/// The height that a block takes on the canvas.
#[must_use]
pub fn height(block: &Block) -> i64 {
    let connectors = i64::try_from(block.exits.len()).unwrap_or(i64::MAX / CONNECTOR / 2);
    HEIGHT + CONNECTOR * connectors
}

/// The blocks in an order in which every edge leads forward, but for those that close a cycle.
struct Order {
    /// Every block once; what can be reached from the start comes last.
    blocks: Vec<BlockId>,
    /// Where each block stands in `blocks`.
    rank: IndexVec<BlockId, usize>,
    /// Whether the block can be reached from the start.
    reached: IndexVec<BlockId, bool>,
}

impl Order {
    /// Reverse postorder of a depth-first search from the start, then from what it left out.
    fn of(flow: &Flow) -> Self {
        let mut search = Search {
            flow,
            seen: flow.blocks.ids().map(|_| false).collect(),
            left: Vec::with_capacity(flow.blocks.len()),
        };
        if let Some(start) = flow.start {
            search.from(start);
        }
        let reached = search.seen.clone();
        for block in flow.blocks.ids() {
            search.from(block);
        }
        let blocks: Vec<BlockId> = search.left.into_iter().rev().collect();
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
}

struct Search<'a> {
    flow: &'a Flow,
    seen: IndexVec<BlockId, bool>,
    /// Blocks in the order in which the search left them.
    left: Vec<BlockId>,
}

impl Search<'_> {
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

    /// Where a block leads; unknown errors come last, whatever order they stand in. What
    /// is left last stands highest, so the search goes from the back.
    fn targets(&self, block: BlockId) -> Vec<BlockId> {
        let exits = &self.flow.blocks[block].exits;
        let is_error = |exit: &&Exit| matches!(exit.outcome, Outcome::Error(_));
        let errors = exits.iter().filter(is_error);
        let others = exits.iter().filter(|exit| !is_error(exit));
        let targets = others.chain(errors);
        targets.filter_map(|exit| exit.target.block()).collect()
    }
}

/// The longest way to each block over edges that lead forward in `order`.
fn layers(flow: &Flow, order: &Order) -> IndexVec<BlockId, i64> {
    let mut layers: IndexVec<BlockId, i64> = flow.blocks.ids().map(|_| 0).collect();
    for &block in &order.blocks {
        for exit in &flow.blocks[block].exits {
            if let Some(target) = exit.target.block()
                && order.rank[target] > order.rank[block]
                && order.reached[target] == order.reached[block]
            {
                layers[target] = layers[target].max(layers[block] + 1);
            }
        }
    }
    layers
}

/// Stacks the blocks of one group in their columns, and gives where the next group may begin.
fn place(
    flow: &Flow,
    order: &Order,
    layers: &IndexVec<BlockId, i64>,
    group: bool,
    top: i64,
    placed: &mut IndexVec<BlockId, Position>,
) -> i64 {
    let mut bottoms: Vec<i64> = vec![top; flow.blocks.len()];
    for &block in order
        .blocks
        .iter()
        .filter(|id| order.reached[**id] == group)
    {
        let layer = layers[block];
        let Some(bottom) = usize::try_from(layer)
            .ok()
            .and_then(|layer| bottoms.get_mut(layer))
        else {
            continue;
        };
        placed[block] = Position {
            x: LEFT + layer * COLUMN,
            y: *bottom,
        };
        *bottom += height(&flow.blocks[block]) + GAP;
    }
    bottoms.into_iter().max().unwrap_or(top)
}

#[cfg(test)]
mod tests;
