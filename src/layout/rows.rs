//! Rows: chains of cells that stand at one height.
//!
//! Between two columns, links that matter most become straight, unless they cross one
//! that is straight already. So the rows do not cross, and "stands above" has no cycle
//! among them: every row gets the least height that leaves room for what is above, and
//! then comes down to what it is linked with as far as there is room.

use super::exits::Importance;
use super::grid::{CellId, Grid, Kind, Level, Link};
use super::{SNAP, crossings};
use crate::id::{IndexVec, define_id};
use std::collections::BTreeMap;

define_id! {
    /// One row.
    struct RowId;
}

/// So many times rows may come down.
const ROUNDS: usize = 3;

pub(super) struct Rows {
    row_of: IndexVec<CellId, RowId>,
    rows: IndexVec<RowId, Row>,
    bottom: i64,
}

#[derive(Default)]
struct Row {
    cells: Vec<CellId>,
    top: i64,
    is_main: bool,
    /// The rows right below it somewhere, and how far below they have to be.
    below: Vec<(RowId, i64)>,
    /// How many times it stands in a `below`.
    above: usize,
}

impl Rows {
    pub(super) fn of(grid: &Grid, top: i64) -> Self {
        let mut rows = Self::chains(grid, &straight(grid), top);
        rows.find_neighbours(grid);
        let order = rows.push_down();
        for _ in 0..ROUNDS {
            rows.come_down(grid, &order);
        }
        let bottoms = grid.cells.iter_enumerated();
        let bottom = bottoms.map(|(id, cell)| rows.top_of(id) + cell.room).max();
        rows.bottom = bottom.unwrap_or(top);
        rows
    }

    /// Where a cell begins, from the top of the canvas.
    pub(super) fn top_of(&self, cell: CellId) -> i64 {
        self.rows[self.row_of[cell]].top
    }

    /// Where the last cell ends, with the room below it.
    pub(super) const fn bottom(&self) -> i64 {
        self.bottom
    }

    /// Joins cells with a straight link between them.
    fn chains(grid: &Grid, straight: &IndexVec<CellId, Option<CellId>>, top: i64) -> Self {
        let mut rows: IndexVec<RowId, Row> = IndexVec::new();
        let mut row_of: IndexVec<CellId, RowId> =
            grid.cells.ids().map(|_| rows.next_id()).collect();
        for id in grid.columns.iter().flatten() {
            let row = match straight[*id] {
                Some(left) => row_of[left],
                None => rows.push(Row {
                    top,
                    ..Row::default()
                }),
            };
            row_of[*id] = row;
            rows[row].cells.push(*id);
            rows[row].is_main |= grid.cells[*id].level == Level::Main;
        }
        Self {
            row_of,
            rows,
            bottom: top,
        }
    }

    fn find_neighbours(&mut self, grid: &Grid) {
        for column in &grid.columns {
            for (upper, lower) in column.iter().zip(column.iter().skip(1)) {
                let (above, below) = (self.row_of[*upper], self.row_of[*lower]);
                let room = grid.cells[*upper].room;
                self.rows[above].below.push((below, room));
                self.rows[below].above += 1;
            }
        }
    }

    /// Gives every row the least height; gives the rows from above to below.
    fn push_down(&mut self) -> Vec<RowId> {
        let mut order: Vec<RowId> = Vec::with_capacity(self.rows.len());
        let mut waiting: Vec<usize> = self.rows.iter().map(|row| row.above).collect();
        order.extend(self.rows.ids().filter(|id| self.rows[*id].above == 0));
        let mut next = 0;
        while let Some(id) = order.get(next).copied() {
            next += 1;
            let top = self.rows[id].top;
            for (below, room) in std::mem::take(&mut self.rows[id].below) {
                self.rows[below].top = self.rows[below].top.max(top + room);
                self.rows[id].below.push((below, room));
                if let Some(left) = waiting.get_mut(crate::id::Id::index(below)) {
                    *left -= 1;
                    if *left == 0 {
                        order.push(below);
                    }
                }
            }
        }
        order
    }

    /// Lets rows come down to the rows that they are linked with, from the lowest on.
    fn come_down(&mut self, grid: &Grid, order: &[RowId]) {
        for id in order.iter().rev() {
            let row = &self.rows[*id];
            let floors = row
                .below
                .iter()
                .map(|(below, room)| self.rows[*below].top - room);
            let floor = floors.min().unwrap_or(i64::MAX);
            if !row.is_main
                && let Some(wanted) = self.wanted(grid, *id)
            {
                let row = &mut self.rows[*id];
                row.top = wanted.min(floor).max(row.top);
            }
        }
    }

    /// The median height of what a row is linked with.
    fn wanted(&self, grid: &Grid, id: RowId) -> Option<i64> {
        let cells = self.rows[id].cells.iter().map(|cell| &grid.cells[*cell]);
        let links = cells.flat_map(|cell| cell.before.iter().chain(&cell.after));
        let others = links.filter(|link| self.row_of[link.cell] != id);
        let mut tops: Vec<i64> = others.map(|link| self.top_of(link.cell)).collect();
        tops.sort_unstable();
        let median = tops.get(tops.len().checked_sub(1)? / 2)?;
        Some(median / SNAP * SNAP)
    }
}

/// For each cell the one on its left that it stands beside.
fn straight(grid: &Grid) -> IndexVec<CellId, Option<CellId>> {
    let place = crossings::places(grid);
    let mut left_of: IndexVec<CellId, Option<CellId>> = grid.cells.ids().map(|_| None).collect();
    for column in &grid.columns {
        let mut wishes: Vec<Wish> = Vec::new();
        for id in column {
            let links = grid.cells[*id].after.iter();
            wishes.extend(links.filter_map(|link| Wish::of(grid, *id, link)));
        }
        wishes.sort_by_key(|wish| (wish.rank, place[wish.left], place[wish.right]));
        let mut kept: BTreeMap<usize, usize> = BTreeMap::new();
        for wish in wishes {
            let (left, right) = (place[wish.left], place[wish.right]);
            let above = kept.range(..=left).next_back();
            let below = kept.range(left..).next();
            let fits = above.is_none_or(|(from, to)| *from < left && *to < right)
                && below.is_none_or(|(from, to)| *from > left && *to > right);
            if fits {
                kept.insert(left, right);
                left_of[wish.right] = Some(wish.left);
            }
        }
    }
    left_of
}

/// A link that would like to be straight.
struct Wish {
    left: CellId,
    right: CellId,
    rank: Rank,
}

/// Who comes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Rank {
    Main,
    Block(Importance),
    Along,
    Into,
    Failure,
}

impl Wish {
    /// Nothing where the link leaves the main path: what is beside that is at the top.
    fn of(grid: &Grid, left: CellId, link: &Link) -> Option<Self> {
        let (from, to) = (&grid.cells[left], &grid.cells[link.cell]);
        if from.level == Level::Main && to.level != Level::Main {
            return None;
        }
        let rank = match (from.kind, to.kind, link.importance) {
            _ if to.level == Level::Main && from.level == Level::Main => Rank::Main,
            (Kind::Lane(_), _, _) => Rank::Along,
            (Kind::Block(_), Kind::Lane(_), _) => Rank::Into,
            (Kind::Block(_), Kind::Block(_), Importance::Failure) => Rank::Failure,
            (Kind::Block(_), Kind::Block(_), importance) => Rank::Block(importance),
        };
        Some(Self {
            left,
            right: link.cell,
            rank,
        })
    }
}
