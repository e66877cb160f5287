//! The analysis of time against brute force, on small random programs.

mod played;
mod small;
mod walk;

use crate::support::cases;
use ebb::catalogue::Behaviour;
use ebb::graph::time::{Reason, WaitTimes};
use ebb::graph::{Analysis, Class, Limit, Place, Settings, Spread, Verdict, Via, Witness, flow};
use ebb::id::Id;
use ebb::program::{BlockId, FlowId, Program};
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use small::Case;
use std::collections::{BTreeMap, BTreeSet};
use walk::{Chat, Limits, Spot, Tuple};

type At = (FlowId, BlockId);
type Seconds = BTreeMap<At, BTreeSet<u32>>;

proptest! {
    #![proptest_config(cases(1_000))]

    #[test]
    fn the_analysis_agrees_with_brute_force(case in small::case()) {
        let program = case.program();
        let checked = Checked::new(&case, &program);
        checked.reached_blocks()?;
        checked.seconds()?;
        checked.earliest_seconds()?;
        checked.timed_exits()?;
        checked.waits()?;
        checked.verdict()?;
        // Whatever the rules make of it, they come to an end.
        let _ = ebb::rules::check(&program, &checked.settings);
    }
}

/// What the random programs have to show often, so that agreeing on them means something.
#[test]
fn random_programs_show_what_is_to_be_tested() {
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let mut shown: BTreeMap<&str, usize> = BTreeMap::new();
    for _ in 0..2_000 {
        let case = small::case().new_tree(&mut runner).unwrap().current();
        let program = case.program();
        let checked = Checked::new(&case, &program);
        for (name, holds) in checked.shows() {
            *shown.entry(name).or_default() += usize::from(holds);
        }
    }
    for (name, times) in shown {
        // Modules that are five deep need as many of them, and calls that join.
        let enough = if name == "modules run too deep" {
            5
        } else {
            20
        };
        assert!(times >= enough, "{name}: {times} of 2,000");
    }
}

struct Checked<'c> {
    case: &'c Case,
    program: &'c Program,
    settings: Settings,
    analysis: Analysis,
    limits: Limits,
    /// Whether a bounded time of service makes the analysis give bounds, not the set.
    bounded: bool,
}

impl<'c> Checked<'c> {
    fn new(case: &'c Case, program: &'c Program) -> Self {
        let limit = |limit: Option<u32>| limit.map_or(Limit::Unlimited, Limit::AtMost);
        let settings = Settings {
            late_returns: limit(case.late),
            service: limit(case.service),
            nearly_over: case.nearly_over,
            duration: Some(case.duration),
            entries: Vec::new(),
        };
        let analysis = Analysis::new(program, FlowId::from_index(0), &settings, 100_000);
        let bounded = analysis
            .graph
            .edges()
            .iter()
            .any(|edge| edge.class == Class::Bounded);
        Self {
            case,
            program,
            settings,
            analysis,
            limits: Limits {
                duration: case.duration,
                late: case.late,
                service: case.service,
                with_open: false,
            },
            bounded,
        }
    }

    fn shows(&self) -> Vec<(&'static str, bool)> {
        let analysis = &self.analysis;
        let places = || analysis.graph.states().iter().map(|state| state.place);
        let verdict = analysis.verdict();
        let any = |holds: fn(&WaitTimes) -> bool| analysis.waits.iter().any(holds);
        let at_flow = |number: usize| {
            let flow = FlowId::from_index(number);
            analysis.graph.at_blocks().any(|(_, at, _)| at == flow)
        };
        let back = analysis.graph.edges().iter().any(|edge| {
            edge.via == Via::AgentLeaves && analysis.graph.place(edge.target) != Place::Ended
        });
        vec![
            (
                "an agent joins",
                places().any(|place| place == Place::WithAgent),
            ),
            ("a disconnect flow starts", back && at_flow(1)),
            ("a queue flow runs", at_flow(2)),
            ("another flow starts", at_flow(3)),
            ("a module runs", at_flow(4)),
            (
                "a module comes back",
                analysis
                    .graph
                    .edges()
                    .iter()
                    .any(|edge| matches!(edge.via, Via::ModuleReturns(..))),
            ),
            (
                "modules run too deep",
                !analysis.graph.too_deep().is_empty(),
            ),
            ("a flow outside takes part", analysis.goes_outside()),
            (
                "a loop is counted",
                analysis
                    .graph
                    .states()
                    .iter()
                    .any(|state| state.passes.index() > 0),
            ),
            ("a timer is impossible", !analysis.impossible.is_empty()),
            ("cut by clocks", any(|wait| wait.cut_by_clock)),
            (
                "cut within the allowance only",
                any(|wait| wait.cut && !wait.cut_by_clock),
            ),
            (
                "cut that is only possible",
                any(|wait| wait.cut_possible && !wait.cut),
            ),
            ("a late return", any(|wait| !wait.late_returns.is_empty())),
            (
                "safe",
                verdict == Verdict::Safe && !analysis.waits.is_empty(),
            ),
            ("unsafe", matches!(verdict, Verdict::Unsafe(_))),
            ("unknown", matches!(verdict, Verdict::Unknown(_))),
            ("bounded service", self.bounded),
            ("exact", !self.bounded && !analysis.waits.is_empty()),
        ]
    }

    fn walk(&self, with_open: bool) -> BTreeMap<Tuple, usize> {
        walk::walk(
            self.program,
            Limits {
                with_open,
                ..self.limits
            },
        )
    }

    fn unlimited(&self) -> BTreeMap<Tuple, usize> {
        walk::walk(
            self.program,
            Limits {
                late: None,
                service: None,
                with_open: true,
                ..self.limits
            },
        )
    }

    fn prompt(&self) -> BTreeMap<Tuple, usize> {
        walk::walk(
            self.program,
            Limits {
                late: Some(0),
                service: Some(0),
                ..self.limits
            },
        )
    }

    /// Where no timer runs there is nothing to say about time.
    fn is_timed(&self) -> bool {
        self.analysis.proved().is_some()
    }

    fn reached_blocks(&self) -> Result<(), TestCaseError> {
        let found: BTreeSet<At> = self
            .analysis
            .graph
            .at_blocks()
            .map(|(_, flow, block)| (flow, block))
            .collect();
        let expected: BTreeSet<At> = walk::ever(self.program, walk::start(self.program))
            .iter()
            .filter_map(Chat::block)
            .collect();
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
    fn seconds(&self) -> Result<(), TestCaseError> {
        let (Some(must), Some(may)) = (self.analysis.proved(), self.analysis.not_ruled_out())
        else {
            return Ok(());
        };
        let (below, above) = (self.found(must), self.found(may));
        let (sure, possible) = (seconds_of(&self.walk(false)), seconds_of(&self.walk(true)));
        if self.bounded {
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

    fn found(&self, spread: &Spread) -> Seconds {
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

    fn earliest_seconds(&self) -> Result<(), TestCaseError> {
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
        let expected: BTreeMap<At, u32> = seconds_of(&self.unlimited())
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

    fn timed_exits(&self) -> Result<(), TestCaseError> {
        let mut expected: BTreeMap<(FlowId, BlockId, usize), bool> = BTreeMap::new();
        for (chat, time, ..) in self.unlimited().keys() {
            let at = match chat.spot {
                Spot::At(flow, at) | Spot::QueuedAt(flow, at) => (flow, at),
                Spot::Silent(flow, at) | Spot::QueuedSilent(flow, at) => (flow, at),
                _ => continue,
            };
            for step in walk::steps_from(self.program, chat)
                .iter()
                .filter(|step| step.timer)
            {
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

    fn waits(&self) -> Result<(), TestCaseError> {
        let (prompt, sure, possible) = (self.prompt(), self.walk(false), self.walk(true));
        for wait in &self.analysis.waits {
            prop_assert_eq!(
                wait.cut_by_clock,
                !wait.open && self.cuts(&prompt, wait).is_some()
            );
            let cut = !wait.open && self.cuts(&sure, wait).is_some();
            let cut_possible = self.cuts(&possible, wait).is_some();
            let late = self.returns_late(&sure, wait);
            let found_late = !wait.late_returns.is_empty();
            if self.bounded {
                prop_assert!(cut || !wait.cut);
                prop_assert!(wait.cut_possible || !cut_possible);
                prop_assert!(late || !found_late);
            } else {
                prop_assert_eq!(wait.cut, cut);
                prop_assert_eq!(wait.cut_possible, cut_possible);
                prop_assert_eq!(found_late, late);
            }
            self.stories(wait, &prompt, &sure)?;
        }
        Ok(())
    }

    /// Every story replays, ends where it should, and none is shorter.
    fn stories(
        &self,
        wait: &WaitTimes,
        prompt: &BTreeMap<Tuple, usize>,
        sure: &BTreeMap<Tuple, usize>,
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
    fn cuts(&self, reached: &BTreeMap<Tuple, usize>, wait: &WaitTimes) -> Option<usize> {
        reached
            .iter()
            .filter(|((chat, time, ..), _)| {
                chat.block() == Some((wait.flow, wait.block))
                    && time + timeout(self.program, wait) >= self.case.duration
            })
            .map(|(_, steps)| *steps)
            .min()
    }

    fn returns_late(&self, reached: &BTreeMap<Tuple, usize>, wait: &WaitTimes) -> bool {
        reached.keys().any(|(chat, time, late, _)| {
            chat.block() == Some((wait.flow, wait.block))
                && self.case.late.is_none_or(|allowed| *late < allowed)
                && walk::steps_from(self.program, chat).iter().any(|step| {
                    step.pays == walk::Pays::Customer
                        && !step.open
                        && (step.least..=step.most).any(|spent| {
                            let end = time + spent;
                            end < self.case.duration
                                && end + self.case.nearly_over >= self.case.duration
                        })
                        && walk::ever(self.program, step.to.clone())
                            .iter()
                            .any(|chat| {
                                walk::steps_from(self.program, chat)
                                    .iter()
                                    .any(|step| step.most > 0)
                            })
                })
        })
    }

    fn verdict(&self) -> Result<(), TestCaseError> {
        let is_cut = |with_open: bool| {
            let reached = self.walk(with_open);
            self.analysis
                .waits
                .iter()
                .any(|wait| (with_open || !wait.open) && self.cuts(&reached, wait).is_some())
        };
        match self.analysis.verdict() {
            Verdict::Unsafe(_) => prop_assert!(is_cut(false)),
            Verdict::Safe => prop_assert!(!is_cut(true)),
            Verdict::Unknown(reasons) => {
                prop_assert!(!reasons.is_empty() || self.bounded);
                if !self.bounded && !reasons.contains(&Reason::ChainLimit) {
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
        let mut now: BTreeSet<Tuple> = BTreeSet::from([(walk::start(self.program), 0, 0, 0)]);
        for event in &witness.events {
            let mut next: BTreeSet<Tuple> = BTreeSet::new();
            let fell_silent: Vec<Tuple> = now
                .iter()
                .flat_map(|tuple| self.follow(tuple, limits, |step| is_silent(&step.to)))
                .collect();
            for tuple in now.iter().chain(&fell_silent) {
                let fits = |step: &walk::Step| {
                    is_at(&step.to, event.to) && exit_fits(event.via, step.exit)
                };
                let reached = self.follow(tuple, limits, fits);
                next.extend(
                    reached
                        .into_iter()
                        .filter(|(_, time, ..)| *time == event.at),
                );
            }
            now = next;
        }
        now.iter()
            .any(|(chat, time, ..)| *time == witness.at && is_at(chat, witness.place))
    }

    fn follow(
        &self,
        tuple: &Tuple,
        limits: Limits,
        fits: impl Fn(&walk::Step) -> bool,
    ) -> Vec<Tuple> {
        walk::steps_from(self.program, &tuple.0)
            .iter()
            .filter(|step| fits(step))
            .flat_map(|step| walk::takes(tuple, step, limits))
            .collect()
    }
}

fn timeout(program: &Program, wait: &WaitTimes) -> u32 {
    walk::limit(&program.flows[wait.flow].blocks[wait.block]).1
}

fn is_silent(chat: &Chat) -> bool {
    matches!(chat.spot, Spot::Silent(..) | Spot::QueuedSilent(..))
}

fn is_at(chat: &Chat, place: Place) -> bool {
    match place {
        Place::Block(flow, block) => chat.spot == Spot::At(flow, block),
        Place::Queued(flow, block) => chat.spot == Spot::QueuedAt(flow, block),
        Place::Waiting => chat.spot == Spot::Queue,
        Place::WaitingOutside(_) => chat.spot == Spot::QueueElsewhere,
        Place::WithAgent => chat.spot == Spot::Agent,
        Place::Outside(_) => chat.spot == Spot::Elsewhere,
        Place::Ended => chat.spot == Spot::Over,
    }
}

fn exit_fits(via: Via, exit: Option<usize>) -> bool {
    match via {
        Via::Exit(number) => exit == Some(number as usize),
        _ => exit.is_none(),
    }
}

fn seconds_of(reached: &BTreeMap<Tuple, usize>) -> Seconds {
    let mut seconds = Seconds::new();
    for (chat, time, ..) in reached.keys() {
        if let Some(at) = chat.block() {
            seconds.entry(at).or_default().insert(*time);
        }
    }
    seconds
}

fn is_within(inner: &Seconds, outer: &Seconds) -> bool {
    inner
        .iter()
        .all(|(at, seconds)| outer.get(at).is_some_and(|outer| seconds.is_subset(outer)))
}
