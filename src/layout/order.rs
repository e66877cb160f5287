//! Who stands above whom in a column, so that few edges cross.
//!
//! Sweeps to the right and to the left put every cell where its neighbours stand on
//! average, within its level; the best order seen is kept.

use super::crossings::{count, places};
use super::grid::{Cell, CellId, Grid, Level, Link};
use crate::id::IndexVec;

/// So many times to the right and back, at most.
const ROUNDS: usize = 12;
/// After so many rounds without anything better, nothing better is expected.
const PATIENCE: usize = 3;

/// Orders the columns of a grid.
pub(super) fn improve(grid: &mut Grid) {
    let mut best = grid.columns.clone();
    let mut fewest = count(grid);
    let mut patience = PATIENCE;
    for _ in 0..ROUNDS {
        if fewest == 0 || patience == 0 {
            break;
        }
        patience -= 1;
        for direction in [Direction::Left, Direction::Right] {
            sweep(grid, direction);
            let crossings = count(grid);
            if crossings < fewest {
                fewest = crossings;
                best.clone_from(&grid.columns);
                patience = PATIENCE;
            }
        }
    }
    grid.columns = best;
}

/// Which way a sweep goes.
#[derive(Debug, Clone, Copy)]
enum Direction {
    Left,
    Right,
}

fn sweep(grid: &mut Grid, direction: Direction) {
    let mut place = places(grid);
    let last = grid.columns.len().saturating_sub(1);
    for step in 1..=last {
        let at = match direction {
            Direction::Right => step,
            Direction::Left => last - step,
        };
        let Some(mut column) = grid.columns.get_mut(at).map(std::mem::take) else {
            continue;
        };
        sort(&mut column, &grid.cells, &place, direction);
        for (at, cell) in column.iter().enumerate() {
            place[*cell] = at;
        }
        if let Some(slot) = grid.columns.get_mut(at) {
            *slot = column;
        }
    }
}

/// Sorts one column by the mean place of the neighbours. A cell without neighbours stays
/// below the cell that it stood below.
fn sort(
    column: &mut [CellId],
    cells: &IndexVec<CellId, Cell>,
    place: &IndexVec<CellId, usize>,
    direction: Direction,
) {
    let mut above = 0;
    let mut keys: Vec<(Level, i64, CellId)> = Vec::with_capacity(column.len());
    for id in column.iter() {
        let cell = &cells[*id];
        let key = mean(cell, place, direction).unwrap_or(above);
        above = key;
        keys.push((cell.level, key, *id));
    }
    keys.sort_by_key(|(level, key, _)| (*level, *key));
    for (slot, (_, _, id)) in column.iter_mut().zip(keys) {
        *slot = id;
    }
}

fn mean(cell: &Cell, place: &IndexVec<CellId, usize>, direction: Direction) -> Option<i64> {
    let (links, has_ports) = match direction {
        Direction::Right => (&cell.before, true),
        Direction::Left => (&cell.after, false),
    };
    let places = links.iter().map(|link| {
        let whole = i64::from(Link::WHOLE);
        let at = i64::try_from(place[link.cell]).unwrap_or(i64::MAX / whole / 2);
        at * whole + i64::from(if has_ports { link.port } else { 0 })
    });
    let number = i64::try_from(links.len()).unwrap_or(i64::MAX);
    let sum = places.fold(0_i64, i64::saturating_add);
    (number > 0).then(|| sum / number)
}
