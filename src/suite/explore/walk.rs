//! Leads the interpreter over a way through the graph.
//!
//! The script is played; where the interpreter leaves the way, the world is told what
//! brings it back, and the script is played again. Where it rests, the event is added that
//! the way wants next. What the interpreter does decides, never the graph.

use super::plan::{self, Homeward, block};
use super::script::{Played, Script};
use super::steer;
use crate::graph::{BlockBranch, Edge, EdgeId, Reach, StateId, Via};
use crate::program::Program;
use crate::run::{Effect, Place as At, Reason, Seen, Why};
use crate::suite::coverage::taken;
use std::collections::BTreeMap;

/// How often one turn is tried to be brought about.
const TRIES: u8 = 3;
/// How often another way is looked for from where the interpreter has gone instead.
const DETOURS: usize = 130;
/// The longest that a chat can be started to last: 7 days.
const LONGEST_CHAT: i64 = 604_800;

/// A script that is led to a branch.
pub(super) struct Walk<'p, 'g> {
    pub(super) program: &'p Program,
    reach: &'g Reach,
    goals: &'g [EdgeId],
    goal: BlockBranch,
    way: Vec<EdgeId>,
    pub(super) script: Script,
    tries: BTreeMap<(usize, EdgeId), u8>,
    detours: usize,
    homeward: Option<Homeward>,
}

/// Why a branch was not reached.
#[derive(Debug)]
pub(super) struct Stuck {
    pub(super) reason: String,
    /// The edge that could not be taken.
    pub(super) edge: Option<EdgeId>,
}

/// Where the interpreter left the way.
enum Followed {
    /// It did not: the goal is reached.
    Arrived,
    /// It rests before this place of the way.
    Rests(usize),
    /// It took another edge, or one that the graph does not have.
    Left {
        place: usize,
        index: usize,
        by: Option<EdgeId>,
    },
}

impl<'p, 'g> Walk<'p, 'g> {
    pub(super) fn new(
        program: &'p Program,
        reach: &'g Reach,
        goals: &'g [EdgeId],
        goal: BlockBranch,
        way: Vec<EdgeId>,
    ) -> Self {
        Self {
            program,
            reach,
            goals,
            goal,
            way,
            script: Script::new(reach.entry),
            tries: BTreeMap::new(),
            detours: 0,
            homeward: None,
        }
    }

    /// Leads the script to its goal; gives what is seen on the way.
    pub(super) fn go(&mut self) -> Result<Played, Stuck> {
        let most = 8 * self.way.len() + 40 + 4 * DETOURS;
        for _ in 0..most {
            let played = self.script.play(self.program);
            if let Some(refused) = &played.refused {
                return Err(stuck(format!("{}: {}", refused.why, refused.waits_for)));
            }
            match self.follow(&played) {
                Followed::Arrived => return Ok(played),
                Followed::Rests(place) => self.go_on(place, &played)?,
                Followed::Left { place, index, by } => {
                    self.bring_back(place, index, by, &played)?;
                }
            }
        }
        Err(stuck("the way there is too long".to_owned()))
    }

    fn follow(&self, played: &Played) -> Followed {
        if taken(self.program, &played.seen).any(|branch| branch == self.goal) {
            return Followed::Arrived;
        }
        let Some(mut at) = self.reach.graph.start() else {
            return Followed::Rests(0);
        };
        let circle = played
            .seen
            .iter()
            .rposition(|seen| matches!(seen.effect, Effect::WentInCircles { .. }));
        let mut place = 0;
        for (index, seen) in played.seen.iter().enumerate() {
            let Some(by) = self.step(at, seen) else {
                continue;
            };
            // While the flow of a queue goes round in circles, an agent can join anywhere.
            let next = self.way.get(place).and_then(|next| self.edge(*next));
            let joins = next.is_some_and(|next| next.via == Via::AgentJoins);
            let goes_round = circle.is_some_and(|circle| index < circle);
            if joins && goes_round && matches!(seen.effect, Effect::Took { .. }) {
                continue;
            }
            if by.is_none() || by != self.way.get(place).copied() {
                return Followed::Left { place, index, by };
            }
            place += 1;
            at = by
                .and_then(|by| self.edge(by))
                .map_or(at, |edge| edge.target);
        }
        Followed::Rests(place)
    }

    /// The edge that an effect takes from a state: nothing where it does not concern the
    /// state, `None` inside where the graph has no such edge.
    fn step(&self, at: StateId, seen: &Seen) -> Option<Option<EdgeId>> {
        let out = || self.reach.graph.out(at);
        let via = |wanted: Via| out().find(|(_, edge)| edge.via == wanted).map(|(id, _)| id);
        if matches!(seen.effect, Effect::AgentJoined { .. }) {
            return Some(via(Via::AgentJoins));
        }
        if matches!(seen.effect, Effect::AgentLeft) {
            return Some(via(Via::AgentLeaves));
        }
        if let Effect::FlowStarted {
            why: Why::Module, ..
        } = seen.effect
        {
            return Some(via(Via::ModuleStarts));
        }
        let Effect::Took { flow, block, way } = &seen.effect else {
            return None;
        };
        let exit = |exit: usize| u32::try_from(exit).unwrap_or(u32::MAX);
        if out().any(|(_, edge)| matches!(edge.via, Via::ModuleReturns(..))) {
            // What the `return` leads to is told by the block that it goes back to.
            let back = Via::ModuleReturns(*flow, *block, way.exit.map(exit));
            let place = self.reach.graph.place(at).block();
            return (place != Some((*flow, *block))).then(|| via(back));
        }
        if self.reach.graph.place(at).block() != Some((*flow, *block)) {
            return None;
        }
        let leaves = |edge: &Edge| {
            let branch = self.reach.branch(edge);
            branch.is_some_and(|branch| branch.exit.is_none())
        };
        Some(match way.exit {
            Some(taken) => via(Via::Exit(exit(taken))),
            None => out().find(|(_, edge)| leaves(edge)).map(|(id, _)| id),
        })
    }

    pub(super) fn edge(&self, id: EdgeId) -> Option<&'g Edge> {
        self.reach.graph.edges().get(id)
    }

    /// Adds the event that takes the next edge of the way.
    fn go_on(&mut self, place: usize, played: &Played) -> Result<(), Stuck> {
        let next = self.way.get(place).copied();
        let edge = next.and_then(|next| self.edge(next));
        let (Some(next), Some(edge)) = (next, edge) else {
            return Err(stuck("the way there ends too early".to_owned()));
        };
        let fail = |reason| Stuck {
            reason,
            edge: Some(next),
        };
        match &played.state.place {
            At::Ended(Reason::Expired) => return self.last_longer().map_err(fail),
            At::Ended(reason) => {
                return Err(fail(format!("the chat is over before: {}", reason.word())));
            }
            At::Outside(flow) => {
                let flow = flow.name(self.program);
                return Err(fail(format!(
                    "only the flow `{flow}`, which is not part of the program, leads there"
                )));
            }
            At::InCircles { .. } => {
                return Err(fail(
                    "the flow goes round in circles before, and never waits".to_owned(),
                ));
            }
            At::NotStarted | At::Flow | At::Queued(_) | At::WithAgent { .. } => {}
        }
        steer::event(self, edge, played).map_err(fail)
    }

    /// Lets the chat last as long as a chat can.
    fn last_longer(&mut self) -> Result<(), String> {
        match self.script.start() {
            Some(start) if start.chat_duration.is_none() => {
                start.chat_duration = Some(LONGEST_CHAT);
                Ok(())
            }
            Some(_) | None => Err("the chat reaches its duration before".to_owned()),
        }
    }

    /// Tells the world what makes the interpreter take the edge that the way wants; else
    /// looks for another way from where it went.
    fn bring_back(
        &mut self,
        place: usize,
        index: usize,
        by: Option<EdgeId>,
        played: &Played,
    ) -> Result<(), Stuck> {
        let Some(wanted) = self.way.get(place).copied() else {
            return Err(stuck("the way there ends too early".to_owned()));
        };
        let tries = self.tries.entry((place, wanted)).or_insert(0);
        *tries += 1;
        let reason = match *tries <= TRIES {
            true => match steer::turn(self, wanted, played, index) {
                Ok(()) => return Ok(()),
                Err(reason) => reason,
            },
            false => "what it takes to get there contradicts itself".to_owned(),
        };
        let stuck = Stuck {
            reason,
            edge: Some(wanted),
        };
        let goes_on = !matches!(played.state.place, At::InCircles { .. });
        match by.filter(|_| goes_on).and_then(|by| self.detour(place, by)) {
            Some(way) => {
                self.way = way;
                Ok(())
            }
            None => Err(stuck),
        }
    }

    /// The way so far, then over the edge that was taken instead, then on to the goal.
    fn detour(&mut self, place: usize, by: EdgeId) -> Option<Vec<EdgeId>> {
        self.detours += 1;
        if self.detours > DETOURS {
            return None;
        }
        let from = self.edge(by)?.target;
        let (program, reach, goals) = (self.program, self.reach, self.goals);
        let homeward = self
            .homeward
            .get_or_insert_with(|| Homeward::new(program, reach, goals));
        let rest = homeward.way(reach, from, goals)?;
        let mut way = self.way.get(..place)?.to_vec();
        way.push(by);
        way.extend(rest);
        Some(way)
    }

    /// How often the way takes the `looping` of a loop.
    pub(super) fn passes(&self, of: BlockBranch) -> usize {
        let taken = self
            .way
            .iter()
            .filter_map(|id| self.branch(self.edge(*id)?));
        let passes = taken.filter(|branch| {
            (branch.flow, branch.block) == (of.flow, of.block)
                && plan::outcome(self.program, *branch).is_some_and(|it| it.is("looping"))
        });
        passes.count()
    }

    pub(super) fn branch(&self, edge: &Edge) -> Option<BlockBranch> {
        self.reach.branch(edge)
    }

    pub(super) fn block(&self, branch: BlockBranch) -> Option<&'p crate::program::Block> {
        block(self.program, branch)
    }
}

fn stuck(reason: String) -> Stuck {
    Stuck { reason, edge: None }
}
