//! In which order blocks are written, and which of them in the braces of others.
//!
//! The main path lies straight: a block is followed by where its success leads, or by
//! where its branches meet again, or by the largest part that only it leads to. What is
//! small and only one block leads to stands in the braces of that block. Everything else
//! is a section of its own with a label, in the order in which it is first needed.

use super::behind::{Behind, is_wanted};
use super::sections;
use super::shape::Shape;
use super::votes::Votes;
use crate::catalogue::Then;
use crate::id::IndexVec;
use crate::layout::{Importance, importance};
use crate::program::{Block, BlockId, Exit, Flow, Target};
use std::collections::{BTreeSet, VecDeque};

/// How deep braces may stand in braces, and how many blocks each may hold.
const ROOM: [usize; 3] = [12, 6, 3];

/// The same for what is there only for failures, so that it does not push the main path apart.
const ROOM_OF_FAILURES: [usize; 3] = [6, 4, 3];

/// Somewhere that control goes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Goal {
    /// A block.
    Block(BlockId),
    /// A connector that leads nowhere.
    Open,
}

/// Where an exit leads.
pub(super) const fn goal(target: &Target) -> Goal {
    match target {
        Target::Block(block) => Goal::Block(*block),
        Target::Nowhere | Target::Missing(_) => Goal::Open,
    }
}

/// One block at its place.
#[derive(Debug)]
pub(super) struct Place {
    pub(super) block: BlockId,
    /// What stands in its braces, each with the block it begins with.
    pub(super) nested: Vec<Vec<Place>>,
    /// An arrow on a line of its own behind it.
    pub(super) jump: Option<Goal>,
}

/// Puts every block at its place.
pub(super) fn place(flow: &Flow) -> Vec<Place> {
    let start: Vec<BlockId> = flow.start.into_iter().collect();
    let shape = Shape::of(flow, &start);
    let mut placing = Placing {
        flow,
        behind: Behind::of(flow, &shape),
        shape,
        placed: flow.blocks.ids().map(|_| false).collect(),
        waiting: start.into(),
    };
    let mut places = placing.sections();
    // What cannot be reached is kept, behind everything else.
    let lost: Vec<BlockId> = flow
        .blocks
        .ids()
        .filter(|id| !placing.placed[*id])
        .collect();
    if !lost.is_empty() {
        placing.shape = Shape::of(flow, &heads(flow, &lost));
        placing.behind = Behind::of(flow, &placing.shape);
        placing.waiting = heads(flow, &lost).into();
        places.extend(placing.sections());
    }
    without_needless_jumps(&mut places);
    places
}

/// Removes arrows to where control goes on anyway.
fn without_needless_jumps(places: &mut [Place]) {
    let followers: Vec<Goal> = places
        .iter()
        .skip(1)
        .map(|place| Goal::Block(place.block))
        .chain([Goal::Open])
        .collect();
    for (place, follower) in places.iter_mut().zip(followers) {
        place.jump = place.jump.filter(|jump| *jump != follower);
    }
}

/// Blocks from which all of the lost ones can be reached: those that no other leads to,
/// then whatever they leave out.
fn heads(flow: &Flow, lost: &[BlockId]) -> Vec<BlockId> {
    let mut led: IndexVec<BlockId, bool> = flow.blocks.ids().map(|_| false).collect();
    for id in lost {
        for exit in &flow.blocks[*id].exits {
            if let Some(target) = exit.target.block().filter(|target| target != id) {
                led[target] = true;
            }
        }
    }
    let (mut heads, rest): (Vec<BlockId>, Vec<BlockId>) =
        lost.iter().copied().partition(|id| !led[*id]);
    heads.extend(rest);
    heads
}

struct Placing<'f> {
    flow: &'f Flow,
    shape: Shape,
    behind: Behind,
    placed: IndexVec<BlockId, bool>,
    /// Blocks that begin a section, in the order in which they were first needed.
    waiting: VecDeque<BlockId>,
}

impl Placing<'_> {
    fn sections(&mut self) -> Vec<Place> {
        let mut sections = Vec::new();
        while let Some(root) = self.waiting.pop_front() {
            if !self.placed[root] {
                sections.push(self.chain(root, 0, None));
            }
        }
        sections::in_line(sections)
    }

    /// A block and what follows it. `after` is what stands behind the braces that hold it.
    fn chain(&mut self, root: BlockId, depth: usize, after: Option<Goal>) -> Vec<Place> {
        let mut chain = Vec::new();
        let mut here = root;
        loop {
            self.placed[here] = true;
            let next = self.continuation(here, depth, after);
            let nested = self.nested(here, depth, next.or(after));
            let follows = next.and_then(|next| self.follower(here, next, root, depth));
            chain.push(Place {
                block: here,
                nested,
                jump: match (next, follows) {
                    (Some(next), None) if Some(next) != after || depth == 0 => Some(next),
                    _ => None,
                },
            });
            match (next, follows) {
                (_, Some(next)) => here = next,
                (Some(Goal::Block(next)), None) if !self.placed[next] => {
                    self.waiting.push_back(next);
                    return chain;
                }
                _ => return chain,
            }
        }
    }

    /// The block that `next` is, if it may be written right here.
    fn follower(&self, here: BlockId, next: Goal, root: BlockId, depth: usize) -> Option<BlockId> {
        let Goal::Block(block) = next else {
            return None;
        };
        let fits = depth == 0 || (self.shape.is_within(block, root) && self.is_met(here, block));
        (fits && !self.placed[block]).then_some(block)
    }

    /// Whether only what stands right before a block leads to it, so that it needs no
    /// label: a label is easily overlooked in braces.
    fn is_met(&self, here: BlockId, block: BlockId) -> bool {
        let mut callers = self.shape.callers_of(block).iter();
        self.shape.above(block) == Some(here)
            && !callers.any(|caller| self.shape.is_within(*caller, block))
    }

    /// What stands in the braces of a block; what has no room there gets a section.
    fn nested(&mut self, here: BlockId, depth: usize, next: Option<Goal>) -> Vec<Vec<Place>> {
        let mut nested = Vec::new();
        let exits = &self.flow.blocks[here].exits;
        let wanted = exits.iter().filter(|exit| is_wanted(exit));
        let wanted: BTreeSet<BlockId> = wanted.filter_map(|exit| exit.target.block()).collect();
        for exit in exits {
            let Goal::Block(target) = goal(&exit.target) else {
                continue;
            };
            if Some(Goal::Block(target)) == next || self.placed[target] {
                continue;
            }
            let room = if wanted.contains(&target) {
                ROOM
            } else {
                ROOM_OF_FAILURES
            };
            if self.has_room(here, target, depth, room) {
                nested.push(self.chain(target, depth + 1, next));
            } else {
                self.waiting.push_back(target);
            }
        }
        nested
    }

    fn has_room(&self, here: BlockId, target: BlockId, depth: usize, room: [usize; 3]) -> bool {
        self.shape.callers_of(target) == [here]
            && self.shape.above(target) == Some(here)
            && room
                .get(depth)
                .is_some_and(|room| self.shape.size(target) <= *room)
    }

    /// Where control goes on behind a block, as a reader would expect it.
    fn continuation(&self, here: BlockId, depth: usize, after: Option<Goal>) -> Option<Goal> {
        let block = &self.flow.blocks[here];
        if let Some(exit) = block.success().filter(|_| block.success_is_taken()) {
            return Some(goal(&exit.target));
        }
        if block.row.then == Then::Ends || block.exits.is_empty() {
            return None;
        }
        let votes = self.votes(here, depth);
        self.agreed(&votes, after)
            .or_else(|| self.meeting(here, &votes))
            .or_else(|| leads_to(block, after))
            .or_else(|| self.largest(here))
            .or_else(|| only(block))
    }

    /// Where the branches of a block go on, but for those where something went wrong.
    fn votes(&self, here: BlockId, depth: usize) -> Votes {
        let mut votes = Votes::default();
        let mut seen = BTreeSet::from([Goal::Block(here)]);
        for exit in &self.flow.blocks[here].exits {
            let to = goal(&exit.target);
            if !is_wanted(exit) || !seen.insert(to) {
                continue;
            }
            match to {
                Goal::Block(target) if !self.placed[target] => {
                    if self.has_room(here, target, depth, ROOM) {
                        votes.fall(self.behind.get(target));
                    } else {
                        votes.lead(to);
                        votes.has_more |= self.is_large_part(here, target);
                    }
                }
                Goal::Block(_) | Goal::Open => votes.lead(to),
            }
        }
        votes
    }

    /// Whether only this block leads to another, and to more than fits in its braces.
    fn is_large_part(&self, here: BlockId, target: BlockId) -> bool {
        self.shape.above(target) == Some(here)
            && (self.shape.callers_of(target) == [here] || self.shape.size(target) > ROOM[0])
    }

    /// Where most of the branches that stand in the braces of a block go on behind them.
    fn agreed(&self, votes: &Votes, after: Option<Goal>) -> Option<Goal> {
        votes.winner(
            after,
            &|goal| matches!(goal, Goal::Block(block) if self.placed[block]),
        )
    }

    /// Where the branches of a block meet again, if none of them is too large for its
    /// braces; of several places, the largest part.
    fn meeting(&self, here: BlockId, votes: &Votes) -> Option<Goal> {
        if votes.has_more {
            return None;
        }
        let goals = votes.goals().filter_map(|goal| match goal {
            Goal::Block(block) => Some(block),
            Goal::Open => None,
        });
        let meeting = goals.filter(|block| {
            let callers = self.shape.callers_of(*block);
            !self.placed[*block]
                && self.shape.above(*block) == Some(here)
                && callers.iter().any(|caller| *caller != here)
        });
        let largest =
            meeting.max_by_key(|block| (self.shape.size(*block), std::cmp::Reverse(*block)));
        largest.map(Goal::Block)
    }

    /// The largest part that only this block leads to.
    fn largest(&self, here: BlockId) -> Option<Goal> {
        let exits = self.flow.blocks[here].exits.iter();
        let own = exits.filter_map(|exit| {
            let target = exit.target.block()?;
            let is_own = self.shape.above(target) == Some(here) && !self.placed[target];
            is_own.then(|| {
                let (is_wanted, weight) = weight(exit);
                (is_wanted, self.shape.size(target), weight, target)
            })
        });
        let (_, _, _, target) = own.max()?;
        Some(Goal::Block(target))
    }
}

/// Whether an exit is no failure; and of parts of one size, `default` follows rather than
/// one of several answers.
const fn weight(exit: &Exit) -> (bool, u8) {
    match importance(exit) {
        Importance::Success | Importance::Otherwise => (true, 1),
        Importance::Result => (true, 0),
        Importance::Failure => (false, 0),
    }
}

fn leads_to(block: &Block, after: Option<Goal>) -> Option<Goal> {
    let after = after?;
    let mut exits = block.exits.iter();
    exits
        .any(|exit| goal(&exit.target) == after)
        .then_some(after)
}

/// The one place that all exits lead to.
fn only(block: &Block) -> Option<Goal> {
    let mut goals = block.exits.iter().map(|exit| goal(&exit.target));
    let first = goals.next()?;
    goals.all(|other| other == first).then_some(first)
}
