//! The line of an edge, as the path of an SVG.
//!
//! Forward it is a curve that keeps to the lane that the layout left free. What leads
//! back, or far away to a block where everybody goes, turns up or down beside its block
//! and runs along the top edge of its target, so that such edges meet in one line.

use crate::layout::{Position, WIDTH};
use std::fmt::Write;

/// How far above its target an edge runs that goes around.
const AISLE: i64 = 18;
/// How far beside its block it turns.
const TURN: i64 = 34;
/// How far right of its block an edge ends that goes nowhere.
pub(super) const STUB: i64 = 22;
/// What is near enough for a curve without a lane.
const NEAR: i64 = 2 * 280;
/// How far below its upper edge a block is entered.
pub(super) const ENTRANCE: i64 = 24;
const RADIUS: i64 = 12;

/// From a connector over the points of a lane to a block.
pub(super) fn edge(from: Position, lane: &[Position], to: Position) -> String {
    let end = Position {
        x: to.x - 1,
        y: to.y + ENTRANCE,
    };
    if end.x > from.x && (!lane.is_empty() || end.x - from.x <= NEAR) {
        forward(from, lane, end)
    } else {
        around(from, to.y - AISLE, end)
    }
}

fn forward(from: Position, lane: &[Position], end: Position) -> String {
    let mut path = format!("M{} {}", from.x, from.y);
    let mut at = from;
    for point in lane {
        let y = point.y + ENTRANCE;
        let next = Position { x: point.x, y };
        curve(&mut path, at, next);
        at = Position {
            x: point.x + WIDTH,
            y,
        };
        // A String takes everything.
        let _ = write!(path, "H{}", at.x);
    }
    curve(&mut path, at, end);
    path
}

/// Leaves and arrives level.
fn curve(path: &mut String, from: Position, to: Position) {
    let reach = ((to.x - from.x) / 2).max(30);
    let _ = write!(
        path,
        "C{} {} {} {} {} {}",
        from.x + reach,
        from.y,
        to.x - reach,
        to.y,
        to.x,
        to.y
    );
}

/// Up or down beside the block, along the aisle, and into the target.
fn around(from: Position, aisle: i64, end: Position) -> String {
    let (out, back) = (from.x + TURN, end.x - TURN);
    let mut path = format!("M{} {}", from.x, from.y);
    let corners = [
        Position { x: out, y: from.y },
        Position { x: out, y: aisle },
        Position { x: back, y: aisle },
        Position { x: back, y: end.y },
        end,
    ];
    let mut at = from;
    for (corner, next) in corners.iter().zip(corners.iter().skip(1)) {
        let before = towards(*corner, at);
        let after = towards(*corner, *next);
        let _ = write!(
            path,
            "L{} {}Q{} {} {} {}",
            before.x, before.y, corner.x, corner.y, after.x, after.y
        );
        at = *corner;
    }
    let _ = write!(path, "L{} {}", end.x, end.y);
    path
}

/// The point where the turn at a corner begins, on the way to another point.
fn towards(corner: Position, other: Position) -> Position {
    let step = |from: i64, to: i64| from + ((to - from) / 2).clamp(-RADIUS, RADIUS);
    Position {
        x: step(corner.x, other.x),
        y: step(corner.y, other.y),
    }
}
