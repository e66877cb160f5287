//! What the designer keeps of a flow and Ebb has no words for: where blocks stand, and
//! what they were called.

use super::flow::BlockId;
use crate::json::Parts;
use std::collections::BTreeMap;

/// The upper left corner of a block on the canvas.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// To the right.
    pub x: i64,
    /// Down.
    pub y: i64,
}

/// How a flow looked where it was read from. It changes nothing that a flow does.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Canvas {
    /// Where the entry point stands, if that is known.
    pub entry: Option<Position>,
    /// What is known of blocks; nothing of those that were added later.
    pub spots: BTreeMap<BlockId, Spot>,
    /// Where the larger pieces of its document stand in their file, if they stand there as
    /// they are: so nobody has to read it all again to find out what else it says.
    pub outline: Option<Parts>,
}

impl Canvas {
    /// How deep its outline looks: as deep as the keys of actions.
    pub const OUTLINE: usize = 3;
}

/// One block on the canvas.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spot {
    /// What the block was called: its `Identifier`, as it was read.
    pub identifier: String,
    /// Where it stands, if that is known.
    pub position: Option<Position>,
}
