//! One program with what the analysis and brute force say about it, and whether they agree.

use super::small::Case;
use super::steps::{self, Chat, Pays, Spot, Told};
use super::world::{Limits, Move, Reached, Tuple, World, takes};
use ebb::catalogue::Behaviour;
use ebb::graph::time::{Reason, WaitTimes};
use ebb::graph::{Analysis, Class, Limit, Place, Settings, Spread, Verdict, Via, Witness, flow};
use ebb::id::Id;
use ebb::program::{BlockId, FlowId, Program};
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

/// A block of a flow.
pub type At = (FlowId, BlockId);
/// The seconds at which blocks can start.
pub type Seconds = BTreeMap<At, BTreeSet<u32>>;

/// One program with what the analysis and brute force say about it.
pub struct Checked<'c> {
    pub case: &'c Case,
    pub program: &'c Program,
    pub settings: Settings,
    pub analysis: Analysis,
    pub limits: Limits,
    /// Whether a bounded time of service makes the analysis give bounds, not the set.
    pub bounded: bool,
    pub world: World,
    pub sure: Reached,
    pub possible: Reached,
    pub unlimited: Reached,
    leads_to_time: Vec<bool>,
}

impl<'c> Checked<'c> {
    pub fn new(case: &'c Case, program: &'c Program) -> Self {
        let limit = |limit: Option<u32>| limit.map_or(Limit::Unlimited, Limit::AtMost);
        let settings = Settings {
            late_returns: limit(case.late),
            service: limit(case.service),
            nearly_over: case.nearly_over,
            duration: (!case.says_duration).then_some(case.duration),
            precision: case.rounded.unwrap_or_default(),
            ..Settings::default()
        };
        let analysis = Analysis::new(program, FlowId::from_index(0), &settings, 100_000);
        let bounded = analysis
            .graph
            .edges()
            .iter()
            .any(|edge| edge.class == Class::Bounded);
        let limits = Limits {
            duration: case.duration,
            late: case.late,
            service: case.service,
            with_open: false,
        };
        let open = Limits {
            with_open: true,
            ..limits
        };
        let unlimited = Limits {
            late: None,
            service: None,
            ..open
        };
        let world = World::new(program, Told::default());
        Self {
            case,
            program,
            settings,
            analysis,
            limits,
            bounded,
            sure: world.walk(limits),
            possible: world.walk(open),
            unlimited: world.walk(unlimited),
            leads_to_time: world.leads_to_time(),
            world,
        }
    }

    /// Whether the analysis gives the sets themselves and not bounds.
    pub const fn is_exact(&self) -> bool {
        !self.bounded && self.case.rounded.is_none()
    }

    /// Whether times had to be rounded.
    pub fn is_rounded(&self) -> bool {
        let spreads = [self.analysis.proved(), self.analysis.not_ruled_out()];
        let mut states = self.analysis.graph.states().ids();
        states.any(|state| {
            spreads
                .iter()
                .flatten()
                .any(|spread| !spread.is_exact(state))
        })
    }

    /// Where no timer runs there is nothing to say about time.
    fn is_timed(&self) -> bool {
        self.analysis.proved().is_some()
    }

    pub fn reached_blocks(&self) -> Result<(), TestCaseError> {
        let found: BTreeSet<At> = self
            .analysis
            .graph
            .at_blocks()
            .map(|(_, flow, block)| (flow, block))
            .collect();
        let expected: BTreeSet<At> = self.world.chats.iter().filter_map(Chat::block).collect();
        prop_assert_eq!(&found, &expected);
        for (id, flow) in self.program.flows.iter_enumerated() {
            let shape = flow::reachable(flow);
            for (at, _) in found
                .iter()
                .filter(|(at, _)| *at == id)
                .map(|(_, block)| (block, ()))
            {
                prop_assert!(shape[at.index()], "what a chat reaches, the shape reaches");
            }
        }
        Ok(())
    }

    /// The sets of times of every block, below and above.
    pub fn seconds(&self) -> Result<(), TestCaseError> {
        let (Some(must), Some(may)) = (self.analysis.proved(), self.analysis.not_ruled_out())
        else {
            return Ok(());
        };
        let (below, above) = (self.found(must), self.found(may));
        let (sure, possible) = (self.seconds_of(&self.sure), self.seconds_of(&self.possible));
        if !self.is_exact() {
            prop_assert!(is_within(&below, &sure), "{:?} in {:?}", below, sure);
            prop_assert!(
                is_within(&possible, &above),
                "{:?} in {:?}",
                possible,
                above
            );
        } else {
            prop_assert_eq!(below, sure);
            prop_assert_eq!(above, possible);
        }
        Ok(())
    }

    pub fn found(&self, spread: &Spread) -> Seconds {
        let mut seconds = Seconds::new();
        let service = self.case.service.unwrap_or(u32::MAX);
        for (state, flow, block) in self.analysis.graph.at_blocks() {
            for (times, served) in spread.all(state, spread.layers()) {
                for interval in times.intervals() {
                    let added = if served { service } else { 0 };
                    let last = interval
                        .last
                        .saturating_add(added)
                        .min(self.case.duration - 1);
                    seconds
                        .entry((flow, block))
                        .or_default()
                        .extend(interval.first..=last);
                }
            }
        }
        seconds
    }

    pub fn earliest_seconds(&self) -> Result<(), TestCaseError> {
        if !self.is_timed() {
            return Ok(());
        }
        let mut found: BTreeMap<At, u32> = BTreeMap::new();
        for (state, flow, block) in self.analysis.graph.at_blocks() {
            if let Some(earliest) = self.analysis.earliest(state) {
                let known = found.entry((flow, block)).or_insert(earliest);
                *known = earliest.min(*known);
            }
        }
        let expected: BTreeMap<At, u32> = self
            .seconds_of(&self.unlimited)
            .into_iter()
            .filter_map(|(at, seconds)| Some((at, seconds.first().copied()?)))
            .collect();
        prop_assert_eq!(&found, &expected);
        for (at, earliest) in found {
            let witness = self.analysis.first_run(at.0, at.1);
            let Some(witness) = witness else {
                return Err(TestCaseError::fail("a reached block has a first run"));
            };
            prop_assert_eq!(witness.at, earliest);
            prop_assert!(self.replays(&witness, None, None, true));
        }
        Ok(())
    }

    pub fn timed_exits(&self) -> Result<(), TestCaseError> {
        let mut expected: BTreeMap<(FlowId, BlockId, usize), bool> = BTreeMap::new();
        for ((chat, time, ..), _) in &self.unlimited.found {
            let at = match self.world.chats[*chat].spot {
                Spot::At(flow, at) | Spot::QueuedAt(flow, at) => (flow, at),
                Spot::Silent(flow, at) | Spot::QueuedSilent(flow, at) => (flow, at),
                _ => continue,
            };
            for step in self.world.moves[*chat].iter().filter(|step| step.timer) {
                let taken = time + step.least < self.case.duration;
                *expected
                    .entry((at.0, at.1, step.exit.unwrap()))
                    .or_default() |= taken;
            }
        }
        let exits = |exits: &[ebb::graph::time::TimedExit]| -> BTreeSet<_> {
            exits
                .iter()
                .map(|exit| (exit.flow, exit.block, exit.exit as usize))
                .collect()
        };
        let (possible, impossible): (Vec<_>, Vec<_>) =
            expected.into_iter().partition(|(_, possible)| *possible);
        prop_assert_eq!(
            exits(&self.analysis.possible),
            possible.into_iter().map(|(at, _)| at).collect()
        );
        prop_assert_eq!(
            exits(&self.analysis.impossible),
            impossible.into_iter().map(|(at, _)| at).collect()
        );
        Ok(())
    }

    pub fn waits(&self) -> Result<(), TestCaseError> {
        let prompt = self.world.walk(Limits {
            late: Some(0),
            service: Some(0),
            ..self.limits
        });
        let (sure, possible) = (&self.sure, &self.possible);
        for wait in &self.analysis.waits {
            let by_clock = !wait.open && self.cuts(&prompt, wait).is_some();
            let cut = !wait.open && self.cuts(sure, wait).is_some();
            let cut_possible = self.cuts(possible, wait).is_some();
            let late = self.returns_late(sure, wait);
            let found_late = !wait.late_returns.is_empty();
            if !self.is_exact() {
                prop_assert!(by_clock || !wait.cut_by_clock);
                prop_assert!(cut || !wait.cut);
                prop_assert!(wait.cut_possible || !cut_possible);
                prop_assert!(late || !found_late);
            } else {
                prop_assert_eq!(wait.cut_by_clock, by_clock);
                prop_assert_eq!(wait.cut, cut);
                prop_assert_eq!(wait.cut_possible, cut_possible);
                prop_assert_eq!(found_late, late);
            }
            self.stories(wait, &prompt, sure)?;
        }
        Ok(())
    }

    /// Every story replays, ends where it should, and none is shorter.
    fn stories(
        &self,
        wait: &WaitTimes,
        prompt: &Reached,
        sure: &Reached,
    ) -> Result<(), TestCaseError> {
        if wait.cut {
            let witness = self.analysis.overruns(&[wait]).remove(0);
            let Some(witness) = witness else {
                return Err(TestCaseError::fail("a cut is shown"));
            };
            prop_assert_eq!(witness.place.block(), Some((wait.flow, wait.block)));
            prop_assert!(witness.at + wait.most >= self.case.duration);
            let (late, service, all) = if wait.cut_by_clock {
                (Some(0), Some(0), prompt)
            } else {
                (self.case.late, self.case.service, sure)
            };
            prop_assert!(
                self.replays(&witness, late, service, false),
                "{:?}",
                witness
            );
            if !self.bounded && !self.has_bots() {
                prop_assert_eq!(Some(witness.events.len()), self.cuts(all, wait));
            }
        }
        if !wait.late_returns.is_empty() {
            let witness = self.analysis.late_returns(&[wait]).remove(0);
            let Some(witness) = witness else {
                return Err(TestCaseError::fail("a late return is shown"));
            };
            let late = self.case.late.map(|late| late - 1);
            prop_assert!(self.replays(&witness, late, self.case.service, false));
        }
        Ok(())
    }

    fn has_bots(&self) -> bool {
        self.program
            .flows
            .iter()
            .flat_map(|flow| &flow.blocks)
            .any(|block| block.row.behaviour == Behaviour::Bot)
    }

    /// The fewest steps to a start of the Wait that is too late.
    fn cuts(&self, reached: &Reached, wait: &WaitTimes) -> Option<usize> {
        let too_late = |time: u32| time + timeout(self.program, wait) >= self.case.duration;
        let found = reached.found.iter().find(|((chat, time, ..), _)| {
            self.world.chats[*chat].block() == Some((wait.flow, wait.block)) && too_late(*time)
        });
        found.map(|(_, steps)| *steps)
    }

    /// Whether a chat is cut off in some Wait.
    pub fn is_cut(&self, world: &World, with_open: bool) -> bool {
        let reached = world.walk(Limits {
            with_open,
            ..self.limits
        });
        reached.found.iter().any(|((chat, time, ..), _)| {
            let at = world.chats[*chat].block();
            self.analysis.waits.iter().any(|wait| {
                let block = &self.program.flows[wait.flow].blocks[wait.block];
                (with_open || !wait.open)
                    && at == Some((wait.flow, wait.block))
                    && !steps::is_denied(world.told, block)
                    && time + timeout_in(self.program, world.told, wait) >= self.case.duration
            })
        })
    }

    fn returns_late(&self, reached: &Reached, wait: &WaitTimes) -> bool {
        reached.found.iter().any(|((chat, time, late, _), _)| {
            self.world.chats[*chat].block() == Some((wait.flow, wait.block))
                && self.case.late.is_none_or(|allowed| *late < allowed)
                && self.world.moves[*chat].iter().any(|step| {
                    step.pays == Pays::Customer
                        && !step.open
                        && (step.least..=step.most).any(|spent| {
                            let end = time + spent;
                            end < self.case.duration
                                && end + self.case.nearly_over >= self.case.duration
                        })
                        && self.leads_to_time[step.to]
                })
        })
    }

    pub fn verdict(&self) -> Result<(), TestCaseError> {
        let is_cut = |with_open: bool| self.is_cut(&self.world, with_open);
        match self.analysis.verdict() {
            Verdict::Unsafe(_) => prop_assert!(is_cut(false)),
            Verdict::Safe => prop_assert!(!is_cut(true)),
            Verdict::Unknown(reasons) => {
                prop_assert!(!reasons.is_empty());
                if self.is_exact() && !reasons.contains(&Reason::ChainLimit) {
                    prop_assert!(!is_cut(false) && is_cut(true), "{:?}", reasons);
                }
            }
        }
        Ok(())
    }

    /// Whether brute force can do what a story tells, at the times it tells.
    fn replays(
        &self,
        witness: &Witness,
        late: Option<u32>,
        service: Option<u32>,
        with_open: bool,
    ) -> bool {
        let limits = Limits {
            late,
            service,
            with_open,
            ..self.limits
        };
        let mut now: BTreeSet<Tuple> = self.world.starts().collect();
        for event in &witness.events {
            let mut next: BTreeSet<Tuple> = BTreeSet::new();
            let fell_silent: Vec<Tuple> = now
                .iter()
                .flat_map(|tuple| self.follow(*tuple, limits, |step| self.is_silent(step.to)))
                .collect();
            for tuple in now.iter().chain(&fell_silent) {
                let fits =
                    |step: &Move| self.is_at(step.to, event.to) && exit_fits(event.via, step.exit);
                let reached = self.follow(*tuple, limits, fits);
                next.extend(
                    reached
                        .into_iter()
                        .filter(|(_, time, ..)| *time == event.at),
                );
            }
            now = next;
        }
        now.iter()
            .any(|(chat, time, ..)| *time == witness.at && self.is_at(*chat, witness.place))
    }

    fn follow(&self, tuple: Tuple, limits: Limits, fits: impl Fn(&Move) -> bool) -> Vec<Tuple> {
        let mut reached = Vec::new();
        for step in self.world.moves[tuple.0].iter().filter(|step| fits(step)) {
            takes(tuple, step, limits, |tuple| reached.push(tuple));
        }
        reached
    }

    fn is_silent(&self, chat: usize) -> bool {
        let spot = self.world.chats[chat].spot;
        matches!(spot, Spot::Silent(..) | Spot::QueuedSilent(..))
    }

    fn is_at(&self, chat: usize, place: Place) -> bool {
        self.world.chats[chat].spot
            == match place {
                Place::Block(flow, block) => Spot::At(flow, block),
                Place::Queued(flow, block) => Spot::QueuedAt(flow, block),
                Place::Waiting => Spot::Queue,
                Place::WaitingOutside(_) => Spot::QueueElsewhere,
                Place::WithAgent => Spot::Agent,
                Place::Outside(_) => Spot::Elsewhere,
                Place::Ended => Spot::Over,
            }
    }

    fn seconds_of(&self, reached: &Reached) -> Seconds {
        let mut seconds = Seconds::new();
        for ((chat, time, ..), _) in &reached.found {
            if let Some(at) = self.world.chats[*chat].block() {
                seconds.entry(at).or_default().insert(*time);
            }
        }
        seconds
    }
}

pub fn timeout(program: &Program, wait: &WaitTimes) -> u32 {
    timeout_in(program, Told::default(), wait)
}

/// The same where attributes are as told.
pub fn timeout_in(program: &Program, told: Told, wait: &WaitTimes) -> u32 {
    steps::limit_in(told, &program.flows[wait.flow].blocks[wait.block]).1
}

fn exit_fits(via: Via, exit: Option<usize>) -> bool {
    match via {
        Via::Exit(number) => exit == Some(number as usize),
        _ => exit.is_none(),
    }
}

fn is_within(inner: &Seconds, outer: &Seconds) -> bool {
    inner
        .iter()
        .all(|(at, seconds)| outer.get(at).is_some_and(|outer| seconds.is_subset(outer)))
}
