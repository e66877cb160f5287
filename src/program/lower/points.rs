//! Places in a flow that are named before they are known.

use crate::id::{IndexVec, define_id};
use crate::program::{BlockId, Target};

define_id! {
    /// A place that control can go to.
    pub(super) struct PointId;
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Point {
    Open,
    Block(BlockId),
    Alias(PointId),
    Nowhere,
    Circle,
}

/// Every place of one flow.
#[derive(Debug, Default)]
pub(super) struct Points {
    points: IndexVec<PointId, Point>,
}

impl Points {
    /// A place that is bound later.
    pub(super) fn open(&mut self) -> PointId {
        self.points.push(Point::Open)
    }

    /// The place behind the last line of a flow.
    pub(super) fn nowhere(&mut self) -> PointId {
        self.points.push(Point::Nowhere)
    }

    pub(super) fn bind(&mut self, point: PointId, block: BlockId) {
        self.points[point] = Point::Block(block);
    }

    /// Makes `point` the same place as `other`.
    pub(super) fn alias(&mut self, point: PointId, other: PointId) {
        self.points[point] = Point::Alias(other);
    }

    /// The block at a place, following arrows. Remembers what it finds, so that long
    /// chains are walked once; so ask only when every place is bound.
    pub(super) fn target(&mut self, point: PointId) -> Target {
        let mut chain = Vec::new();
        let mut here = point;
        let end = loop {
            match self.points[here] {
                Point::Alias(_) if chain.len() > self.points.len() => break Point::Circle,
                Point::Alias(next) => {
                    chain.push(here);
                    here = next;
                }
                found @ (Point::Block(_) | Point::Circle | Point::Open | Point::Nowhere) => {
                    break found;
                }
            }
        };
        for passed in chain {
            self.points[passed] = end;
        }
        match end {
            Point::Block(block) => Target::Block(block),
            Point::Open | Point::Alias(_) | Point::Nowhere | Point::Circle => Target::Nowhere,
        }
    }

    /// Whether arrows from here only lead to arrows.
    pub(super) fn is_circle(&mut self, point: PointId) -> bool {
        self.target(point);
        self.points[point] == Point::Circle
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::id::Id;

    #[test]
    fn arrows_are_followed_and_circles_lead_nowhere() {
        let mut points = Points::default();
        let (a, b, c) = (points.open(), points.open(), points.open());
        points.alias(a, b);
        points.bind(b, BlockId::from_index(7));
        assert_eq!(points.target(a), Target::Block(BlockId::from_index(7)));
        points.alias(c, c);
        assert!(points.is_circle(c));
        assert_eq!(points.target(c), Target::Nowhere);
    }
}
