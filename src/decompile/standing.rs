//! Defaults in the head of a flow, where they make its text shorter.

use super::place::{Goal, goal};
use crate::catalogue::Undrawn;
use crate::program::{Block, unsaid};
use std::collections::BTreeMap;

/// The defaults of one flow for one branch: failures.
#[derive(Debug, Default)]
pub(super) struct Standing {
    /// For all blocks.
    pub(super) general: Option<Goal>,
    /// For the blocks with one phrase.
    pub(super) narrow: BTreeMap<&'static str, unsaid::Goal<Goal>>,
}

/// The branch that defaults are looked for.
pub(super) const WORD: &str = "error";

/// How many lines a default has to save before it is worth a line of its own.
const WORTH: usize = 2;

impl Standing {
    /// The default for a branch of a block.
    pub(super) fn find(&self, word: &str, phrase: &str) -> Option<unsaid::Goal<Goal>> {
        if word != WORD {
            return None;
        }
        let narrow = self.narrow.get(phrase).copied();
        narrow.or_else(|| self.general.map(unsaid::Goal::Point))
    }

    /// The defaults that save most for these blocks, each with where it goes on.
    pub(super) fn of<'f>(blocks: impl Iterator<Item = (&'f Block, Goal)>) -> Self {
        let mut tallies: BTreeMap<&'static str, Tally> = BTreeMap::new();
        for (block, next) in blocks {
            let Some(branch) = block.row.branch(WORD) else {
                continue;
            };
            if branch.undrawn == Undrawn::Failure && block.offers(branch, None) {
                let exit = block.exit(WORD).map(|exit| goal(&exit.target));
                tallies.entry(block.row.phrase).or_default().add(exit, next);
            }
        }
        let mut candidates: BTreeMap<Goal, usize> = BTreeMap::new();
        for (goal, count) in tallies.values().flat_map(|tally| &tally.to) {
            *candidates.entry(*goal).or_default() += count;
        }
        let none = choose(&tallies, None);
        let best = candidates
            .into_iter()
            .filter(|(goal, count)| *count > WORTH && *goal != Goal::Open)
            .map(|(goal, _)| choose(&tallies, Some(goal)))
            .min_by_key(|(cost, _)| *cost);
        match best {
            Some((cost, standing)) if cost < none.0 => standing,
            _ => none.1,
        }
    }
}

/// What the blocks with one phrase want.
#[derive(Debug, Default)]
struct Tally {
    all: usize,
    /// How many go on with the next line.
    next: usize,
    /// How many leave the branch out.
    none: usize,
    to: BTreeMap<Goal, usize>,
}

impl Tally {
    fn add(&mut self, exit: Option<Goal>, next: Goal) {
        self.all += 1;
        match exit {
            Some(goal) => {
                self.next += usize::from(goal == next);
                *self.to.entry(goal).or_default() += 1;
            }
            None => self.none += 1,
        }
    }

    /// How many have to draw the branch all the same.
    fn cost(&self, default: Option<unsaid::Goal<Goal>>) -> usize {
        let met = match default {
            None | Some(unsaid::Goal::Next) => self.next,
            Some(unsaid::Goal::None) => self.none,
            Some(unsaid::Goal::Point(goal)) => self.to.get(&goal).copied().unwrap_or(0),
        };
        self.all - met
    }

    /// The default of their own that serves them best.
    fn narrow(&self) -> (usize, unsaid::Goal<Goal>) {
        let to = self.to.iter().filter(|(goal, _)| **goal != Goal::Open);
        let most = to.max_by_key(|(_, count)| **count);
        let to = most.map(|(goal, _)| unsaid::Goal::Point(*goal));
        let own = [unsaid::Goal::Next, unsaid::Goal::None];
        let all = own.into_iter().chain(to);
        let best = all.map(|goal| (self.cost(Some(goal)), goal));
        best.min_by_key(|(cost, _)| *cost)
            .unwrap_or((self.all, unsaid::Goal::Next))
    }
}

/// The lines that a general default costs with the best of narrow ones beside it.
fn choose(tallies: &BTreeMap<&'static str, Tally>, general: Option<Goal>) -> (usize, Standing) {
    let mut standing = Standing {
        general,
        narrow: BTreeMap::new(),
    };
    let mut total = usize::from(general.is_some());
    for (phrase, tally) in tallies {
        let cost = tally.cost(general.map(unsaid::Goal::Point));
        let (narrow, goal) = tally.narrow();
        // A place for one kind of block alone has to be worth more.
        let worth = match goal {
            unsaid::Goal::Next | unsaid::Goal::None => 1,
            unsaid::Goal::Point(_) => WORTH + 1,
        };
        if narrow + 1 + worth <= cost {
            standing.narrow.insert(*phrase, goal);
            total += narrow + 1;
        } else {
            total += cost;
        }
    }
    (total, standing)
}
