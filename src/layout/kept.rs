//! Blocks that stand somewhere already stay there; new ones are laid out between them.

use super::{ENTRY, GAP, Layout, Position, WIDTH, height};
use crate::id::IndexVec;
use crate::program::{BlockId, Canvas, Flow};
use std::collections::BTreeMap;

/// Where blocks stand, by columns of the width of a block: the top and the bottom of each.
#[derive(Default)]
struct Taken {
    columns: BTreeMap<i64, Vec<(Position, i64)>>,
}

impl Taken {
    fn add(&mut self, at: Position, height: i64) {
        let column = at.x.div_euclid(WIDTH);
        self.columns
            .entry(column)
            .or_default()
            .push((at, at.y + height));
    }

    /// The first free place at or below `at`.
    fn free(&self, at: Position, height: i64) -> Position {
        let column = at.x.div_euclid(WIDTH);
        let near = self.columns.range(column - 1..=column + 1);
        let mut near: Vec<(i64, i64)> = near
            .flat_map(|(_, blocks)| blocks)
            .filter(|(other, _)| (other.x - at.x).abs() < WIDTH)
            .map(|(other, bottom)| (other.y, *bottom))
            .collect();
        near.sort_unstable();
        let mut y = at.y;
        for (top, bottom) in near {
            if top < y + height && y < bottom {
                y = bottom + GAP;
            }
        }
        Position { x: at.x, y }
    }
}

/// A position for each block: as the canvas has it, else beside a neighbour that it has.
pub(super) fn positions(flow: &Flow, canvas: &Canvas) -> IndexVec<BlockId, Position> {
    let place = |id| canvas.spots.get(&id).and_then(|spot| spot.position);
    let places: Option<IndexVec<BlockId, Position>> = flow.blocks.ids().map(place).collect();
    if let Some(places) = places {
        return places;
    }
    let mut known: IndexVec<BlockId, Option<Position>> = flow.blocks.ids().map(place).collect();
    let fresh = Layout::of(flow).positions;
    let mut taken = Taken::default();
    for (id, at) in known.iter_enumerated() {
        if let Some(at) = at {
            taken.add(*at, height(&flow.blocks[id]));
        }
    }
    let mut order: Vec<BlockId> = flow
        .blocks
        .ids()
        .filter(|id| known[*id].is_none())
        .collect();
    order.sort_by_key(|id| fresh[*id]);
    let callers = callers(flow);
    for id in order {
        let near = neighbour(flow, &callers, &known, id);
        let (from, there) = near.map_or((ENTRY, ENTRY), |near| {
            (fresh[near], known[near].unwrap_or(fresh[near]))
        });
        let wanted = Position {
            x: there.x + fresh[id].x - from.x,
            y: there.y + fresh[id].y - from.y,
        };
        let height = height(&flow.blocks[id]);
        let at = taken.free(wanted, height);
        taken.add(at, height);
        known[id] = Some(at);
    }
    known
        .iter()
        .zip(&fresh)
        .map(|(known, fresh)| known.unwrap_or(*fresh))
        .collect()
}

fn callers(flow: &Flow) -> IndexVec<BlockId, Vec<BlockId>> {
    let mut callers: IndexVec<BlockId, Vec<BlockId>> =
        flow.blocks.ids().map(|_| Vec::new()).collect();
    for (id, block) in flow.blocks.iter_enumerated() {
        for target in block.exits.iter().filter_map(|exit| exit.target.block()) {
            callers[target].push(id);
        }
    }
    callers
}

/// A block whose place is known and that leads to this one, or that this one leads to.
fn neighbour(
    flow: &Flow,
    callers: &IndexVec<BlockId, Vec<BlockId>>,
    known: &IndexVec<BlockId, Option<Position>>,
    id: BlockId,
) -> Option<BlockId> {
    let exits = flow.blocks[id].exits.iter();
    let targets = exits.filter_map(|exit| exit.target.block());
    let mut near = callers[id].iter().copied().chain(targets);
    near.find(|other| known[*other].is_some())
}
