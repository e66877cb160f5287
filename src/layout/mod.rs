//! Where the blocks of a flow stand on the designer's canvas.
//!
//! The entry is at the left, and every block stands right of the blocks that lead to it,
//! but for ways back. The main path, from success to success, is one straight row at the
//! top; branches hang below it in the order of their connectors. A block that many lead
//! to on their way out, an apology or the one Disconnect, stands where the last of them
//! ends. What cannot be reached stands below the rest.
//!
//! The classic method for layered pictures, in five steps, one file each:
//!
//! | file | step |
//! | --- | --- |
//! | `search` | which edges lead forward, and which close a cycle |
//! | `layers` | the column of every block |
//! | `grid` | long edges get cells in the columns that they pass |
//! | `order` | who stands above whom in a column, so that few edges cross |
//! | `rows` | chains become straight rows, and rows get their height |
//!
//! Blocks that stand somewhere already, because the flow was imported, stay there; `kept`
//! lays out the others between them.
//!
//! INVARIANT: nearly linear in the size of the flow: the cells of long edges are limited,
//! and so is every number of rounds. The same flow always looks the same.

mod crossings;
mod exits;
mod grid;
mod joined;
mod kept;
mod layers;
mod order;
mod rows;
mod search;

use crate::id::IndexVec;
use crate::program::{Block, BlockId, Flow};
use std::collections::BTreeMap;

pub use crate::program::Position;
pub use exits::{Importance, connectors, importance};
pub use joined::{Folded, Group, fold, groups};

/// Where the entry point of a flow stands unless it stands somewhere already.
pub const ENTRY: Position = Position { x: 40, y: 40 };

/// How wide the designer draws a block, about.
pub const WIDTH: i64 = 200;

const LEFT: i64 = 200;
const TOP: i64 = 40;
/// From one column to the next.
const COLUMN: i64 = 280;
/// A block without connectors, and what each connector adds.
const HEIGHT: i64 = 100;
const CONNECTOR: i64 = 24;
/// The least distance between a block and what stands below it.
const GAP: i64 = 40;
/// What an edge takes that passes between blocks.
const LANE: i64 = 40;
/// Every coordinate is a multiple of this.
const SNAP: i64 = 20;

/// Where everything stands.
#[derive(Debug, Clone)]
pub struct Layout {
    /// The upper left corner of each block.
    pub positions: IndexVec<BlockId, Position>,
    /// Below everything.
    pub bottom: i64,
    /// Where long edges to a block pass between other blocks, from left to right.
    lanes: BTreeMap<grid::Lane, Vec<Position>>,
    /// The main path: from each block of it to the next.
    main: IndexVec<BlockId, Option<BlockId>>,
}

/// A position for each block; no two blocks overlap, but for those that the designer shows
/// as one.
#[must_use]
pub fn positions(flow: &Flow) -> IndexVec<BlockId, Position> {
    let folded = fold(flow);
    let layout = Layout::of(&folded.flow);
    let places = folded.place.iter();
    places.map(|place| layout.positions[*place]).collect()
}

/// A position for each block: where it stands already, if that is known, else between the
/// others.
#[must_use]
pub fn standing(flow: &Flow) -> IndexVec<BlockId, Position> {
    let canvas = flow.canvas.as_ref().filter(|canvas| {
        let mut spots = canvas.spots.values();
        spots.any(|spot| spot.position.is_some())
    });
    match canvas {
        Some(canvas) => kept::positions(flow, canvas),
        None => positions(flow),
    }
}

/// Where the entry point of a flow stands.
#[must_use]
pub fn entry(flow: &Flow) -> Position {
    let canvas = flow.canvas.as_ref();
    canvas.and_then(|canvas| canvas.entry).unwrap_or(ENTRY)
}

/// The height that a block takes on the canvas.
#[must_use]
pub fn height(block: &Block) -> i64 {
    let connectors = i64::try_from(block.exits.len()).unwrap_or(i64::MAX / CONNECTOR / 2);
    HEIGHT + CONNECTOR * connectors
}

impl Layout {
    /// Lays out a flow.
    #[must_use]
    pub fn of(flow: &Flow) -> Self {
        let mut layout = Self {
            positions: flow.blocks.ids().map(|_| ENTRY).collect(),
            bottom: TOP,
            lanes: BTreeMap::new(),
            main: flow.blocks.ids().map(|_| None).collect(),
        };
        let search = search::Search::of(flow);
        let mut top = TOP;
        for group in search.groups() {
            let layers = layers::Layers::of(flow, &search, group);
            let mut grid = grid::Grid::of(flow, &search, &layers, group);
            order::improve(&mut grid);
            let rows = rows::Rows::of(&grid, top);
            layout.bottom = rows.bottom();
            top = rows.bottom() + GAP;
            layout.take(&grid, &rows);
            if group == search::Group::Reached {
                layout.main = grid.main;
            }
        }
        layout
    }

    /// The points that the edge from one block to another passes between other blocks,
    /// from left to right; none where it goes straight there, or back.
    pub fn way(&self, from: BlockId, to: BlockId) -> impl Iterator<Item = Position> {
        let start = self.positions.get(from).map_or(i64::MAX, |at| at.x);
        let is_main = self.main.get(from) == Some(&Some(to));
        let lane = self.lanes.get(&grid::Lane { to, is_main });
        let lane = lane.map_or(&[][..], Vec::as_slice);
        lane.iter().copied().filter(move |at| at.x > start)
    }

    fn take(&mut self, grid: &grid::Grid, rows: &rows::Rows) {
        for (id, cell) in grid.cells.iter_enumerated() {
            let at = Position {
                x: LEFT + COLUMN * i64::try_from(cell.layer).unwrap_or(i64::MAX / COLUMN / 2),
                y: rows.top_of(id),
            };
            match cell.kind {
                grid::Kind::Block(block) => self.positions[block] = at,
                grid::Kind::Lane(lane) => self.lanes.entry(lane).or_default().push(at),
            }
        }
    }
}

#[cfg(test)]
mod tests;
