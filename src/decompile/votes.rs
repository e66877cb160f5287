//! What is best to stand behind a block, as its branches have it.

use super::place::Goal;
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// Where the branches of one block go on.
#[derive(Debug, Default)]
pub(super) struct Votes {
    votes: BTreeMap<Goal, Vote>,
    /// Whether the block has a part of its own that is too large for its braces.
    pub(super) has_more: bool,
}

/// How many branches go on at one place.
#[derive(Debug, Clone, Copy)]
struct Vote {
    /// How many get there from the braces of the block.
    falling: usize,
    /// How many lead there at once.
    leading: usize,
    /// How many other places the branches before had.
    before: usize,
}

impl Votes {
    /// A branch goes on there once what stands in the braces is through.
    pub(super) fn fall(&mut self, goal: Option<Goal>) {
        if let Some(goal) = goal {
            self.of(goal).falling += 1;
        }
    }

    /// A branch leads there at once.
    pub(super) fn lead(&mut self, goal: Goal) {
        self.of(goal).leading += 1;
    }

    fn of(&mut self, goal: Goal) -> &mut Vote {
        let before = self.votes.len();
        self.votes.entry(goal).or_insert(Vote {
            falling: 0,
            leading: 0,
            before,
        })
    }

    /// The places, each once.
    pub(super) fn goals(&self) -> impl Iterator<Item = Goal> {
        self.votes.keys().copied()
    }

    /// The place that spares most arrows, if it spares two, or one and a branch leads there
    /// at once. A large part of the block's own comes before what is written elsewhere.
    pub(super) fn winner(
        &self,
        after: Option<Goal>,
        is_placed: &dyn Fn(Goal) -> bool,
    ) -> Option<Goal> {
        let is_worth = |goal: Goal, vote: Vote| {
            if vote.falling > 1 {
                return !self.has_more || !is_placed(goal);
            }
            let is_led_to = vote.leading > 0 || after == Some(goal);
            vote.falling == 1 && is_led_to && !self.has_more && !is_placed(goal)
        };
        let votes = self.votes.iter().map(|(goal, vote)| (*goal, *vote));
        let worth = votes.filter(|(goal, vote)| is_worth(*goal, *vote));
        let winner =
            worth.max_by_key(|(_, vote)| (vote.falling, vote.leading, Reverse(vote.before)));
        winner.map(|(goal, _)| goal)
    }
}
