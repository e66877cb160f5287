//! Columns of cells: every block is one, and an edge that passes a column has one there.
//!
//! Long edges to one block share their cells, a lane: like cars that leave a motorway at
//! one exit. The main path has lanes of its own, at the top; those of shared ends, where
//! everybody goes, are at the bottom. INVARIANT: lanes take at most [`LANES`] cells a
//! block, so that a flow of long edges stays nearly linear; the longest go without.

use super::exits::{Importance, connectors, importance};
use super::layers::Layers;
use super::search::{Group, Search};
use super::{GAP, LANE, SNAP, height};
use crate::id::{IndexVec, define_id};
use crate::program::{BlockId, Flow};
use std::collections::BTreeMap;

define_id! {
    /// One cell of a grid.
    pub(super) struct CellId;
}

/// So many cells may the lanes have for each block.
const LANES: usize = 3;

pub(super) struct Grid {
    /// The main path: from each block of it to the next.
    pub(super) main: IndexVec<BlockId, Option<BlockId>>,
    pub(super) cells: IndexVec<CellId, Cell>,
    /// The cells of each column, from the top.
    pub(super) columns: Vec<Vec<CellId>>,
}

pub(super) struct Cell {
    pub(super) kind: Kind,
    pub(super) layer: usize,
    /// How much room it takes in its column.
    pub(super) room: i64,
    pub(super) level: Level,
    /// To the column on the right, in the order of the connectors.
    pub(super) after: Vec<Link>,
    /// To the column on the left.
    pub(super) before: Vec<Link>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// A block.
    Block(BlockId),
    /// Where edges pass.
    Lane(Lane),
}

/// Which edges pass: those to a block, on the main path or not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Lane {
    pub(super) to: BlockId,
    pub(super) is_main: bool,
}

/// Where a cell has to stand in its column.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Level {
    /// At the top: it is on the main path.
    Main,
    /// Wherever few edges cross.
    Free,
    /// At the bottom, for a shared end in this column; the rightmost end is lowest.
    Bottom(usize, BlockId),
}

/// One step of an edge, from a column to the next.
#[derive(Debug, Clone, Copy)]
pub(super) struct Link {
    /// The cell at the other end.
    pub(super) cell: CellId,
    /// Which connector it leaves from, as a share of [`Link::WHOLE`] from the top.
    pub(super) port: u16,
    pub(super) importance: Importance,
}

impl Link {
    /// What the shares are of.
    pub(super) const WHOLE: u16 = 1 << 10;
}

/// An edge that leads forward.
struct Edge {
    from: BlockId,
    to: BlockId,
    port: u16,
    importance: Importance,
}

impl Grid {
    pub(super) fn of(flow: &Flow, search: &Search, layers: &Layers, group: Group) -> Self {
        let mut builder = Builder {
            layers,
            cells: IndexVec::with_capacity(2 * flow.blocks.len()),
            cell_of: flow.blocks.ids().map(|_| None).collect(),
            lanes: BTreeMap::new(),
            main: flow.blocks.ids().map(|_| None).collect(),
        };
        let blocks: Vec<BlockId> = search.blocks(group).collect();
        for block in &blocks {
            builder.block(*block, height(&flow.blocks[*block]));
        }
        let edges = edges(flow, search, &blocks);
        if group == Group::Reached {
            builder.main = main_path(flow, layers, &edges);
        }
        builder.set_levels(flow.start);
        builder.make_lanes(&edges);
        for edge in &edges {
            builder.edge(edge);
        }
        let mut grid = Self {
            main: builder.main,
            cells: builder.cells,
            columns: Vec::new(),
        };
        grid.columns = grid.first_order();
        grid
    }

    /// The cells of every column in the order in which a walk along the connectors comes
    /// to them: a tree has no crossing from the beginning.
    fn first_order(&self) -> Vec<Vec<CellId>> {
        let count = self.cells.iter().map(|cell| cell.layer + 1).max();
        let mut columns: Vec<Vec<CellId>> = vec![Vec::new(); count.unwrap_or(0)];
        let mut seen: IndexVec<CellId, bool> = self.cells.ids().map(|_| false).collect();
        let is_root = |id: &CellId| self.cells[*id].before.is_empty();
        let roots = self.cells.ids().filter(is_root);
        for root in roots {
            let mut waiting = vec![root];
            while let Some(id) = waiting.pop() {
                if std::mem::replace(&mut seen[id], true) {
                    continue;
                }
                let cell = &self.cells[id];
                if let Some(column) = columns.get_mut(cell.layer) {
                    column.push(id);
                }
                waiting.extend(cell.after.iter().rev().map(|link| link.cell));
            }
        }
        for column in &mut columns {
            column.sort_by_key(|id| self.cells[*id].level);
        }
        columns
    }
}

/// The edges that leave blocks forward, of each one to each target, from its top connector.
fn edges(flow: &Flow, search: &Search, blocks: &[BlockId]) -> Vec<Edge> {
    let mut edges = Vec::with_capacity(blocks.len());
    // Which block leads to each target, as far as is known.
    let mut led: IndexVec<BlockId, Option<BlockId>> = flow.blocks.ids().map(|_| None).collect();
    for from in blocks.iter().copied() {
        let exits = connectors(&flow.blocks[from]);
        let whole = exits.len() + 1;
        let share = |port| usize::from(Link::WHOLE).saturating_mul(port) / whole;
        let ports = exits.iter().zip(1..);
        let targets = ports.filter_map(|(exit, port)| Some((exit, port, exit.target.block()?)));
        let targets = targets.filter(|(_, _, to)| {
            search.is_forward(from, *to) && led[*to].replace(from) != Some(from)
        });
        edges.extend(targets.map(|(exit, port, to)| Edge {
            from,
            to,
            port: u16::try_from(share(port)).unwrap_or(Link::WHOLE),
            importance: importance(exit),
        }));
    }
    edges
}

/// Where the main path could go on: what speaks against it, and the block.
type Step = ((bool, bool), BlockId);

/// The way from the start over what matters most and goes on, until the flow ends, goes
/// back or comes to a shared end: from each block of it to the next.
fn main_path(flow: &Flow, layers: &Layers, edges: &[Edge]) -> IndexVec<BlockId, Option<BlockId>> {
    let goes_on = |edge: &Edge| {
        let mut exits = flow.blocks[edge.to].exits.iter();
        exits.any(|exit| exit.target.block().is_some())
    };
    let mut first: IndexVec<BlockId, Option<Step>> = flow.blocks.ids().map(|_| None).collect();
    for edge in edges {
        if !layers.is_shared_end[edge.to] {
            let fails = edge.importance == Importance::Failure;
            let rank = (fails, !goes_on(edge));
            let known = first[edge.from].get_or_insert((rank, edge.to));
            if rank < known.0 {
                *known = (rank, edge.to);
            }
        }
    }
    let mut path: IndexVec<BlockId, Option<BlockId>> = flow.blocks.ids().map(|_| None).collect();
    let mut at = flow.start;
    while let Some(from) = at {
        at = first.get(from).copied().flatten().map(|(_, to)| to);
        if at.is_some() {
            path[from] = at;
        }
    }
    path
}

struct Builder<'a> {
    layers: &'a Layers,
    main: IndexVec<BlockId, Option<BlockId>>,
    cells: IndexVec<CellId, Cell>,
    cell_of: IndexVec<BlockId, Option<CellId>>,
    /// For each lane its first column, and its cells from there on.
    lanes: BTreeMap<Lane, (usize, Vec<CellId>)>,
}

impl Builder<'_> {
    fn block(&mut self, block: BlockId, height: i64) {
        let room = (height + GAP).saturating_add(SNAP - 1) / SNAP * SNAP;
        let layer = self.layers.layer[block];
        let cell = self.add(Kind::Block(block), layer, room, Level::Free);
        self.cell_of[block] = Some(cell);
    }

    fn add(&mut self, kind: Kind, layer: usize, room: i64, level: Level) -> CellId {
        self.cells.push(Cell {
            kind,
            layer,
            room,
            level,
            after: Vec::new(),
            before: Vec::new(),
        })
    }

    /// The cell of a block, if it has one here.
    fn cell(&self, block: BlockId) -> Option<CellId> {
        self.cell_of.get(block).copied().flatten()
    }

    /// The main path to the top, all other shared ends to the bottom.
    fn set_levels(&mut self, start: Option<BlockId>) {
        for (block, cell) in self.cell_of.iter_enumerated() {
            if let Some(cell) = cell
                && self.layers.is_shared_end[block]
            {
                self.cells[*cell].level = self.bottom(block);
            }
        }
        for block in self.main.iter().chain([&start]).flatten() {
            if let Some(cell) = self.cell(*block) {
                self.cells[cell].level = Level::Main;
            }
        }
    }

    fn bottom(&self, block: BlockId) -> Level {
        Level::Bottom(self.layers.layer[block], block)
    }

    fn lane_of(&self, edge: &Edge) -> Lane {
        Lane {
            to: edge.to,
            is_main: self.main[edge.from] == Some(edge.to),
        }
    }

    /// Makes lanes for long edges: first for the main path, then the short ones.
    fn make_lanes(&mut self, edges: &[Edge]) {
        let mut wanted: BTreeMap<Lane, usize> = BTreeMap::new();
        for edge in edges {
            let first = self.layers.layer[edge.from] + 1;
            let lane = self.lane_of(edge);
            if first < self.layers.layer[edge.to] && self.may_have(lane) {
                let known = wanted.entry(lane).or_insert(first);
                *known = first.min(*known);
            }
        }
        let mut wanted: Vec<(bool, usize, Lane)> = wanted
            .into_iter()
            .map(|(lane, first)| (!lane.is_main, self.layers.layer[lane.to] - first, lane))
            .collect();
        wanted.sort_unstable();
        let mut left = self.cells.len().saturating_mul(LANES);
        for (_, length, lane) in wanted {
            if length > left {
                break;
            }
            left -= length;
            self.make_lane(lane, length);
        }
    }

    /// A shared end of the main path has no other lane: there is room above the top row.
    fn may_have(&self, lane: Lane) -> bool {
        lane.is_main || !self.layers.is_shared_end[lane.to] || self.level(lane.to) != Level::Main
    }

    fn level(&self, block: BlockId) -> Level {
        let cell = self.cell(block);
        cell.map_or(Level::Free, |cell| self.cells[cell].level)
    }

    fn make_lane(&mut self, lane: Lane, length: usize) {
        let end = self.layers.layer[lane.to];
        let first = end.saturating_sub(length);
        let level = if lane.is_main {
            Level::Main
        } else if self.layers.is_shared_end[lane.to] {
            self.bottom(lane.to)
        } else {
            Level::Free
        };
        let cells: Vec<CellId> = (first..end)
            .map(|layer| self.add(Kind::Lane(lane), layer, LANE, level))
            .collect();
        let target = self.cell(lane.to);
        let next = cells.iter().copied().skip(1).chain(target);
        for (one, next) in cells.iter().zip(next) {
            self.link(*one, next, Link::WHOLE / 2, Importance::Success);
        }
        self.lanes.insert(lane, (first, cells));
    }

    fn edge(&mut self, edge: &Edge) {
        let next = self.layers.layer[edge.from] + 1;
        let entrance = if next == self.layers.layer[edge.to] {
            self.cell(edge.to)
        } else {
            self.entrance(self.lane_of(edge), next)
        };
        if let (Some(from), Some(entrance)) = (self.cell(edge.from), entrance) {
            self.link(from, entrance, edge.port, edge.importance);
        }
    }

    /// The cell of a lane in a column.
    fn entrance(&self, lane: Lane, layer: usize) -> Option<CellId> {
        let (first, cells) = self.lanes.get(&lane)?;
        cells.get(layer.checked_sub(*first)?).copied()
    }

    fn link(&mut self, from: CellId, to: CellId, port: u16, importance: Importance) {
        let link = |cell| Link {
            cell,
            port,
            importance,
        };
        self.cells[from].after.push(link(to));
        self.cells[to].before.push(link(from));
    }
}
