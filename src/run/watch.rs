//! Who watches contacts.

use super::effect::{Seen, Way};
use crate::program::{BlockId, FlowId};

/// Somebody who watches a contact.
///
/// A `Vec<Seen>` keeps everything. Where only branches are counted, [`Watch::wants_effects`]
/// says no, and effects are not even made: many contacts can then be played for little.
pub trait Watch {
    /// Whether effects are looked at.
    fn wants_effects(&self) -> bool {
        true
    }

    /// Something was seen; never told to who wants no effects.
    fn see(&mut self, seen: Seen);

    /// A block was left; told to everybody, besides [`Effect::Took`](super::Effect::Took).
    fn took(&mut self, flow: FlowId, block: BlockId, way: &Way) {
        let _ = (flow, block, way);
    }
}

impl Watch for Vec<Seen> {
    fn see(&mut self, seen: Seen) {
        self.push(seen);
    }
}

/// Nobody looks.
#[derive(Debug, Clone, Copy, Default)]
pub struct Nobody;

impl Watch for Nobody {
    fn wants_effects(&self) -> bool {
        false
    }

    fn see(&mut self, _: Seen) {}
}
