//! Which way out of a block matters most, and in which order its connectors stand.

use crate::catalogue::{Undrawn, Wire};
use crate::program::{Block, Exit, Outcome};

/// How much a way out says about what the flow is for; the most comes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Importance {
    /// The block did what it does.
    Success,
    /// One of the results that the block tells apart.
    Result,
    /// None of them: no match, no answer.
    Otherwise,
    /// Something went wrong.
    Failure,
}

/// How much a way out matters.
#[must_use]
pub const fn importance(exit: &Exit) -> Importance {
    match &exit.outcome {
        Outcome::Success => Importance::Success,
        Outcome::Case(..) | Outcome::Condition { .. } => Importance::Result,
        Outcome::Branch(branch) => match (branch.wire, branch.undrawn) {
            (_, Undrawn::Failure) => Importance::Failure,
            (Wire::Condition(..), Undrawn::Next | Undrawn::Like(_)) => Importance::Result,
            (Wire::Error(_), Undrawn::Next | Undrawn::Like(_)) => Importance::Otherwise,
        },
        Outcome::Error(_) => Importance::Failure,
    }
}

/// The exits of a block in the order of its connectors, from the top.
#[must_use]
pub fn connectors(block: &Block) -> Vec<&Exit> {
    let mut exits: Vec<&Exit> = block.exits.iter().collect();
    exits.sort_by_key(|exit| importance(exit));
    exits
}
