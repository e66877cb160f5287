//! On which channels a contact can be where.
//!
//! A contact keeps its channel, so what a flow does with it on the way says which ones
//! are left: a branch on `$.Channel`, or a block that only works on some of them.

use super::read;
use super::ways::{Fact, NodeId, Solved, Step, Way, Ways};
use crate::catalogue::{Channel, Support};
use crate::program::{Block, Outcome};

/// Some channels.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Channels(u8);

impl Channels {
    const NONE: Self = Self(0);

    /// All of them.
    pub const ALL: Self = Self(0b1111);

    const fn with(self, channel: Channel) -> Self {
        Self(self.0 | 1 << (channel as u8))
    }

    /// Whether a contact can be on this one.
    #[must_use]
    pub const fn has(self, channel: Channel) -> bool {
        self.0 & 1 << (channel as u8) != 0
    }

    /// Each of them.
    pub fn each(self) -> impl Iterator<Item = Channel> {
        Channel::ALL
            .into_iter()
            .filter(move |channel| self.has(*channel))
    }
}

impl Fact for Channels {
    fn join(&mut self, other: &Self) {
        self.0 |= other.0;
    }
}

/// The channels on which a contact can be at every block.
#[must_use]
pub fn channels(ways: &Ways<'_>) -> Solved<Channels> {
    let starts = ways.starts();
    let starts = starts.filter_map(|flow| Some((ways.start_of(flow)?, Channels::ALL)));
    ways.solve(starts, |from, way, channels| {
        if ways.block(from).is_some_and(treats_all_alike) {
            return Some(*channels);
        }
        let left = Channel::ALL
            .into_iter()
            .filter(|channel| channels.has(*channel) && takes(ways, from, way, *channel))
            .fold(Channels::NONE, Channels::with);
        (left != Channels::NONE).then_some(left)
    })
}

/// Whether a block does the same on every channel.
fn treats_all_alike(block: &Block) -> bool {
    let mut channels = Channel::ALL.into_iter();
    !read::compares_channel(block)
        && !channels.any(|channel| block.row.channels.on(channel) == Support::Error)
}

/// Whether a contact on a channel can take a way.
fn takes(ways: &Ways<'_>, from: NodeId, way: &Way, channel: Channel) -> bool {
    let Some(block) = ways.block(from) else {
        return false;
    };
    let fails = block.row.channels.on(channel) == Support::Error;
    match (way.step, ways.exit(from, way)) {
        (Step::Exit(_), None) => false,
        (Step::Transfers | Step::Invokes | Step::Hooks(_), _) => !fails,
        (Step::Exit(_), Some(exit)) if fails => is_refusal(block, &exit.outcome),
        (Step::Exit(index), Some(exit)) if read::compares_channel(block) => {
            let earlier = block.exits.iter().take(index);
            let mut earlier = earlier.map(|exit| read::holds_on(&exit.outcome, channel));
            let is_case = matches!(exit.outcome, Outcome::Case(..));
            let here = !is_case || read::holds_on(&exit.outcome, channel) == Some(true);
            here && !earlier.any(|holds| holds == Some(true))
        }
        (Step::Exit(_), Some(_)) => true,
    }
}

/// Whether it is the branch that a block takes on a channel where it does not work.
fn is_refusal(block: &Block, outcome: &Outcome) -> bool {
    match block.exit("error") {
        Some(error) => error.outcome == *outcome,
        None => outcome.fails(),
    }
}
