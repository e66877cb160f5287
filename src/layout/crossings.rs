//! How many edges cross.

use super::grid::{CellId, Grid};
use crate::id::IndexVec;

/// The crossings between all neighbouring columns.
pub(super) fn count(grid: &Grid) -> u64 {
    let place = places(grid);
    let right = grid.columns.iter().skip(1).map(Vec::len);
    let pairs = grid.columns.iter().zip(right);
    pairs
        .map(|(column, right)| inversions(ends(grid, column, &place), right))
        .sum()
}

/// Where each cell stands in its column, from the top.
pub(super) fn places(grid: &Grid) -> IndexVec<CellId, usize> {
    let mut place: IndexVec<CellId, usize> = grid.cells.ids().map(|_| 0).collect();
    for column in &grid.columns {
        for (at, cell) in column.iter().enumerate() {
            place[*cell] = at;
        }
    }
    place
}

/// Where the edges of a column end, in the order in which they leave it.
fn ends<'a>(
    grid: &'a Grid,
    column: &'a [CellId],
    place: &'a IndexVec<CellId, usize>,
) -> impl Iterator<Item = usize> + 'a {
    let links = column.iter().flat_map(|cell| &grid.cells[*cell].after);
    links.map(|link| place[link.cell])
}

/// How many pairs of numbers below `limit` stand in the wrong order: each number is
/// compared with a tree of counts of those before it.
fn inversions(numbers: impl Iterator<Item = usize>, limit: usize) -> u64 {
    let mut tree = vec![0_u64; limit + 1];
    let (mut found, mut before) = (0, 0);
    for number in numbers {
        let mut not_greater = 0;
        let mut at = number + 1;
        while at > 0 {
            not_greater += tree.get(at).copied().unwrap_or(0);
            at &= at - 1;
        }
        found += before - not_greater;
        before += 1;
        let mut at = number + 1;
        while let Some(count) = tree.get_mut(at) {
            *count += 1;
            at += at & at.wrapping_neg();
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn inversions_are_pairs_in_the_wrong_order() {
        let cases: [(&[usize], u64); 4] = [
            (&[0, 1, 2], 0),
            (&[2, 1, 0], 3),
            (&[1, 1, 0], 2),
            (&[3, 0, 2, 1, 3], 4),
        ];
        for (numbers, wanted) in cases {
            assert_eq!(
                inversions(numbers.iter().copied(), 4),
                wanted,
                "{numbers:?}"
            );
        }
    }
}
