//! The time budget of the chats that start in one flow.
//!
//! A chat ends when it has lasted its duration, whatever it is doing. This module says
//! for every Wait when it can start and whether the chat can be cut off in it: by clocks
//! alone, or within an allowance of late returns and of time with agents and bots.

use super::contact::ContactGraph;
use super::order::{self, Arrival};
use super::read;
use super::spread::{Allowance, Spread};
use super::state::{Class, FOREVER, Hooked, Hooks, Place, Seconds, StateId, Via};
use super::times::Bound;
use super::witness::{self, Goal, Witness};
use crate::catalogue::Behaviour;
use crate::id::Id;
use crate::program::{BlockId, FlowId, Program};
use std::collections::{BTreeMap, BTreeSet};

/// How long a chat lasts when nobody says otherwise: 25 hours.
pub const USUAL_DURATION: Seconds = 90_000;

/// The most contacts that can follow the first one of a chain (`chain-limit`).
pub const MOST_HOPS: usize = 11;

/// The most late returns that are told apart.
const MOST_LATE: usize = 64;

/// What an analysis allows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Settings {
    /// How many times a customer comes back late.
    pub late_returns: Limit,
    /// How many seconds agents, bots and functions take in all.
    pub service: Limit,
    /// A customer who comes back with less than this left comes back too late.
    pub nearly_over: Seconds,
    /// The duration of every chat, whatever its flow says.
    pub duration: Option<Seconds>,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            late_returns: Limit::AtMost(1),
            service: Limit::AtMost(3_600),
            nearly_over: 1_800,
            duration: None,
        }
    }
}

/// An allowance.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Limit {
    /// So much and no more.
    AtMost(u32),
    /// Any.
    Unlimited,
}

impl Settings {
    fn allowance(self) -> Allowance {
        Allowance {
            late: match self.late_returns {
                Limit::AtMost(late) => Some((late as usize).min(MOST_LATE)),
                Limit::Unlimited => None,
            },
            service: match self.service {
                Limit::AtMost(service) => service,
                Limit::Unlimited => FOREVER,
            },
        }
    }
}

/// Whether the chats of a flow can be cut off in a Wait, within the settings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// No chat can.
    Safe,
    /// This one can.
    Unsafe(Witness),
    /// It depends on things that the program does not say.
    Unknown(Vec<Reason>),
}

/// Why a verdict is unknown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Reason {
    /// The time of this block is only known at run time.
    OpenTimer(FlowId, BlockId),
    /// A flow that is not of this program takes part.
    OutsideFlow,
    /// The times at this block had to be rounded.
    NotExact(FlowId, BlockId),
    /// Only chains that are longer than Amazon Connect allows get there.
    ChainLimit,
    /// Every run that gets there is too long to be shown.
    NoStory,
    /// There are too many places where the chat can be.
    TooLarge,
}

/// One Wait, over all the states in which a chat can be at it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WaitTimes {
    /// Its flow.
    pub flow: FlowId,
    /// Its block.
    pub block: BlockId,
    /// The states at it.
    pub states: Vec<StateId>,
    /// How long it lasts when nothing ends it.
    pub most: Seconds,
    /// Whether that is only known at run time.
    pub open: bool,
    /// The earliest start; nothing where the chat has always ended before.
    pub earliest: Option<Seconds>,
    /// The latest start that is proved within the allowance.
    pub latest: Option<Seconds>,
    /// The latest start that cannot be ruled out within the allowance.
    pub latest_possible: Option<Seconds>,
    /// Whether clocks alone can have the chat cut off in it.
    pub cut_by_clock: bool,
    /// Whether the chat can be cut off in it within the allowance.
    pub cut: bool,
    /// Whether that cannot be ruled out.
    pub cut_possible: bool,
    /// The states from which a customer can come back when the chat is nearly over.
    pub late_returns: Vec<StateId>,
}

/// An exit that a timer opens.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct TimedExit {
    /// The flow.
    pub flow: FlowId,
    /// The block.
    pub block: BlockId,
    /// Its place in the block's exits.
    pub exit: u32,
    /// The earliest start of the block.
    pub earliest: Seconds,
    /// How long the timer runs at least.
    pub least: Seconds,
}

/// The time budget of the chats that start in one flow.
#[derive(Debug)]
pub struct Analysis {
    /// The flow.
    pub entry: FlowId,
    /// When its chats end, whatever happens.
    pub duration: Seconds,
    /// Everywhere they can be.
    pub graph: ContactGraph,
    /// Its Waits, by flow and block.
    pub waits: Vec<WaitTimes>,
    /// Exits that a timer can open before the chat ends.
    pub possible: Vec<TimedExit>,
    /// Exits that no timer can open before the chat ends.
    pub impossible: Vec<TimedExit>,
    settings: Settings,
    earliest: Vec<Option<Arrival>>,
    must: Option<Spread>,
    /// Nothing where it is the same as `must`.
    may: Option<Spread>,
}

impl Analysis {
    /// Analyses the chats that start in `entry`; `limit` bounds the states that are built.
    #[must_use]
    pub fn new(program: &Program, entry: FlowId, settings: Settings, limit: usize) -> Self {
        let duration = Self::duration_of(program, entry, settings);
        let mut analysis = Self {
            entry,
            duration,
            graph: ContactGraph::new(program, entry, limit),
            waits: Vec::new(),
            possible: Vec::new(),
            impossible: Vec::new(),
            settings,
            earliest: Vec::new(),
            must: None,
            may: None,
        };
        if analysis.has_timers() {
            analysis.run(program);
        }
        analysis
    }

    /// When the chats that start in a flow end, whatever happens.
    #[must_use]
    pub fn duration_of(program: &Program, entry: FlowId, settings: Settings) -> Seconds {
        let said = program.flows.get(entry).and_then(|flow| flow.chat_duration);
        settings
            .duration
            .or_else(|| Seconds::try_from(said?).ok())
            .unwrap_or(USUAL_DURATION)
            .max(1)
    }

    /// The flows that a chat can go on in as if it had only just started: whatever can
    /// happen to a chat that starts there can happen to this one.
    #[must_use]
    pub fn started_fresh(&self, program: &Program) -> Vec<FlowId> {
        self.graph
            .states()
            .iter_enumerated()
            .filter_map(|(id, state)| {
                let Place::Block(flow, block) = state.place else {
                    return None;
                };
                let starts = program.flows.get(flow)?.start == Some(block);
                let fresh = state.hooks == Hooks::NONE && state.passes.index() == 0;
                (starts && fresh && self.earliest(id) == Some(0)).then_some(flow)
            })
            .collect()
    }

    /// Where no timer runs, no chat is cut off in one.
    fn has_timers(&self) -> bool {
        self.graph.edges().iter().any(|edge| match edge.class {
            Class::Clock | Class::Return | Class::Open => true,
            Class::Now | Class::Service | Class::Bounded => false,
        })
    }

    fn run(&mut self, program: &Program) {
        let allowance = self.settings.allowance();
        self.earliest = order::earliest(&self.graph, self.duration);
        let must = Spread::new(&self.graph, self.duration, allowance, Bound::Below);
        let exact = self.graph.states().ids().all(|state| must.is_exact(state));
        let sure = self
            .graph
            .edges()
            .iter()
            .all(|edge| !edge.open && edge.class != Class::Bounded);
        if !(exact && sure) {
            self.may = Some(Spread::new(
                &self.graph,
                self.duration,
                allowance,
                Bound::Above,
            ));
        }
        self.must = Some(must);
        self.sort_exits();
        self.waits = self.wait_times(program);
    }

    /// The earliest second at which a state can be reached; nothing where it cannot.
    #[must_use]
    pub fn earliest(&self, state: StateId) -> Option<Seconds> {
        if self.must.is_none() {
            return Some(0);
        }
        let (time, _) = self.earliest.get(state.index()).copied().flatten()?;
        Some(time)
    }

    /// The times that are proved, if a timer runs anywhere.
    #[must_use]
    pub const fn proved(&self) -> Option<&Spread> {
        self.must.as_ref()
    }

    /// The times that cannot be ruled out, if a timer runs anywhere.
    #[must_use]
    pub fn not_ruled_out(&self) -> Option<&Spread> {
        self.may.as_ref().or(self.must.as_ref())
    }

    // ------------------------------------------------------------ timed exits

    fn sort_exits(&mut self) {
        let mut best: BTreeMap<(FlowId, BlockId, u32), (TimedExit, bool)> = BTreeMap::new();
        for edge in self.graph.edges() {
            let (Some((flow, block)), Via::Exit(exit), Class::Clock) =
                (self.graph.place(edge.source).block(), edge.via, edge.class)
            else {
                continue;
            };
            let Some(earliest) = self.earliest(edge.source) else {
                continue;
            };
            let taken = earliest.saturating_add(edge.least) < self.duration;
            let timed = TimedExit {
                flow,
                block,
                exit,
                earliest,
                least: edge.least,
            };
            let (known, possible) = best.entry((flow, block, exit)).or_insert((timed, false));
            known.earliest = known.earliest.min(earliest);
            *possible |= taken;
        }
        let (possible, impossible): (Vec<_>, Vec<_>) =
            best.into_values().partition(|(_, possible)| *possible);
        self.possible = possible.into_iter().map(|(exit, _)| exit).collect();
        self.impossible = impossible.into_iter().map(|(exit, _)| exit).collect();
    }

    /// The blocks behind `exit` that no chat reaches before it ends.
    #[must_use]
    pub fn never_reached_behind(&self, exit: &TimedExit) -> BTreeSet<(FlowId, BlockId)> {
        let targets = self.graph.edges().iter().filter(|edge| {
            self.graph.place(edge.source).block() == Some((exit.flow, exit.block))
                && edge.via == Via::Exit(exit.exit)
        });
        let behind = super::paths::reached(&self.graph, targets.map(|edge| edge.target), |_| true);
        let reached: BTreeSet<_> = self
            .graph
            .at_blocks()
            .filter(|(state, ..)| self.earliest(*state).is_some())
            .map(|(_, flow, block)| (flow, block))
            .collect();
        behind
            .into_iter()
            .filter_map(|state| self.graph.place(state).block())
            .filter(|place| !reached.contains(place))
            .collect()
    }

    // ------------------------------------------------------------------ waits

    fn wait_times(&self, program: &Program) -> Vec<WaitTimes> {
        let mut states: BTreeMap<(FlowId, BlockId), Vec<StateId>> = BTreeMap::new();
        for (state, flow, block) in self.graph.at_blocks() {
            let found = program
                .flows
                .get(flow)
                .and_then(|flow| flow.blocks.get(block));
            if found.is_some_and(|found| found.row.behaviour == Behaviour::Wait) {
                states.entry((flow, block)).or_default().push(state);
            }
        }
        let leads_to_time = order::leads_to_time(&self.graph);
        states
            .into_iter()
            .filter_map(|((flow, block), states)| {
                let timer = read::wait_timer(program.flows.get(flow)?.blocks.get(block)?);
                let mut wait = WaitTimes {
                    flow,
                    block,
                    earliest: states
                        .iter()
                        .filter_map(|state| self.earliest(*state))
                        .min(),
                    states,
                    most: timer.most,
                    open: timer.open,
                    latest: None,
                    latest_possible: None,
                    cut_by_clock: false,
                    cut: false,
                    cut_possible: false,
                    late_returns: Vec::new(),
                };
                self.judge(&mut wait, &leads_to_time);
                Some(wait)
            })
            .collect()
    }

    fn judge(&self, wait: &mut WaitTimes, leads_to_time: &[bool]) {
        let (Some(must), Some(may)) = (self.proved(), self.not_ruled_out()) else {
            return;
        };
        let Allowance { late, service } = self.settings.allowance();
        let layers = late.map_or(1, |late| late + 1);
        let latest = |spread: &Spread, layers, service| {
            let states = wait.states.iter();
            states
                .filter_map(|state| spread.latest(*state, layers, service, self.duration))
                .max()
        };
        let cut = |latest: Option<Seconds>| {
            latest.is_some_and(|latest| latest.saturating_add(wait.most) >= self.duration)
        };
        let prompt = if late.is_none() {
            self.prompt_latest(wait)
        } else {
            latest(must, 1, 0)
        };
        let proved = latest(must, layers, service);
        let possible = latest(may, layers, service);
        wait.cut_by_clock = !wait.open && cut(prompt);
        wait.cut = !wait.open && cut(proved);
        wait.cut_possible = cut(possible);
        wait.latest = proved;
        wait.latest_possible = possible;
        let states = wait.states.iter().copied();
        wait.late_returns = states
            .filter(|state| self.returns_late(*state, wait.most, leads_to_time))
            .collect();
    }

    /// Without a limit on late returns they are not told apart, so the clocks alone are
    /// asked again.
    fn prompt_latest(&self, wait: &WaitTimes) -> Option<Seconds> {
        let prompt = Allowance {
            late: Some(0),
            service: 0,
        };
        let spread = Spread::new(&self.graph, self.duration, prompt, Bound::Below);
        wait.states
            .iter()
            .filter_map(|state| spread.latest(*state, 1, 0, self.duration))
            .max()
    }

    /// The return that comes late is one of those allowed, so one fewer can come before it.
    fn returns_late(&self, state: StateId, most: Seconds, leads_to_time: &[bool]) -> bool {
        let Allowance { late, service } = self.settings.allowance();
        let start = self
            .proved()
            .and_then(|must| must.latest(state, late.unwrap_or(1), service, self.duration));
        let end = start.map(|start| start.saturating_add(most.saturating_sub(1)));
        let nearly_over = self.duration.saturating_sub(self.settings.nearly_over);
        end.is_some_and(|end| end >= nearly_over)
            && self.graph.out(state).any(|(_, edge)| {
                edge.class == Class::Return
                    && !edge.open
                    && leads_to_time.get(edge.target.index()) == Some(&true)
            })
    }

    // -------------------------------------------------------------- witnesses

    /// For each of `waits`, the run with the fewest events that is cut off in it, by
    /// clocks alone where that is possible. Of Waits on one cycle of clocks only the one
    /// that is reached first has a run.
    #[must_use]
    pub fn overruns(&self, waits: &[&WaitTimes]) -> Vec<Option<Witness>> {
        let clocks = Allowance {
            late: Some(0),
            service: 0,
        };
        let cycles = self.clock_cycles();
        let goal = |wait: &WaitTimes, wanted: bool| Goal {
            group: cycles.get(&(wait.flow, wait.block)).copied(),
            states: if wanted {
                wait.states.clone()
            } else {
                Vec::new()
            },
            threshold: self.duration.saturating_sub(wait.most),
            late: None,
        };
        let by_clock: Vec<_> = waits
            .iter()
            .map(|wait| goal(wait, wait.cut_by_clock))
            .collect();
        let within: Vec<_> = waits
            .iter()
            .map(|wait| goal(wait, wait.cut && !wait.cut_by_clock))
            .collect();
        let by_clock = self.find(clocks, &by_clock);
        let within = self.find(self.settings.allowance(), &within);
        by_clock
            .into_iter()
            .zip(within)
            .map(|(by_clock, within)| by_clock.or(within))
            .collect()
    }

    /// The run that reaches a block first.
    #[must_use]
    pub fn first_run(&self, flow: FlowId, block: BlockId) -> Option<Witness> {
        let (_, state) = self
            .graph
            .at_blocks()
            .filter(|(_, at, here)| (*at, *here) == (flow, block))
            .filter_map(|(state, ..)| Some((self.earliest(state)?, state)))
            .min()?;
        witness::first_run(
            &self.graph,
            self.entry,
            self.duration,
            &self.earliest,
            state,
        )
    }

    /// For each of `waits`, the run with the fewest events from which a customer can come
    /// back when the chat is nearly over.
    #[must_use]
    pub fn late_returns(&self, waits: &[&WaitTimes]) -> Vec<Option<Witness>> {
        let allowance = self.settings.allowance();
        let nearly_over = self.duration.saturating_sub(self.settings.nearly_over);
        let goals: Vec<_> = waits
            .iter()
            .map(|wait| Goal {
                states: wait.late_returns.clone(),
                threshold: nearly_over.saturating_sub(wait.most.saturating_sub(1)),
                late: allowance.late.map(|late| late.saturating_sub(1)),
                group: None,
            })
            .collect();
        self.find(allowance, &goals)
    }

    fn find(&self, allowance: Allowance, goals: &[Goal]) -> Vec<Option<Witness>> {
        if goals.iter().all(|goal| goal.states.is_empty()) {
            return vec![None; goals.len()];
        }
        witness::find(&self.graph, self.entry, self.duration, allowance, goals)
    }

    // ---------------------------------------------------------------- verdict

    /// Whether the chats can be cut off in a Wait.
    #[must_use]
    pub fn verdict(&self) -> Verdict {
        let cut: Vec<_> = self.waits.iter().filter(|wait| wait.cut).collect();
        let found = self.overruns(&cut);
        let allowed = |witness: &Witness| witness.hops() <= MOST_HOPS;
        if let Some(witness) = found.iter().flatten().find(|witness| allowed(witness)) {
            return Verdict::Unsafe(witness.clone());
        }
        if self.graph.is_complete() && !self.waits.iter().any(|wait| wait.cut_possible) {
            return Verdict::Safe;
        }
        let mut reasons = self.reasons();
        if found.iter().any(Option::is_some) {
            reasons.push(Reason::ChainLimit);
        }
        if !cut.is_empty() && found.iter().all(Option::is_none) {
            reasons.push(Reason::NoStory);
        }
        Verdict::Unknown(reasons)
    }

    fn reasons(&self) -> Vec<Reason> {
        let mut reasons = BTreeSet::new();
        for edge in self.graph.edges() {
            match self.graph.place(edge.source) {
                Place::Outside(_) | Place::WaitingOutside(_) => {
                    reasons.insert(Reason::OutsideFlow);
                }
                Place::Block(flow, block) | Place::Queued(flow, block) if edge.open => {
                    reasons.insert(Reason::OpenTimer(flow, block));
                }
                Place::Block(..)
                | Place::Queued(..)
                | Place::Waiting
                | Place::WithAgent
                | Place::Ended => {}
            }
        }
        for spread in [self.proved(), self.not_ruled_out()].into_iter().flatten() {
            let rounded = self
                .graph
                .at_blocks()
                .filter(|(state, ..)| !spread.is_exact(*state));
            reasons.extend(rounded.map(|(_, flow, block)| Reason::NotExact(flow, block)));
        }
        if !self.graph.is_complete() {
            reasons.insert(Reason::TooLarge);
        }
        reasons.into_iter().collect()
    }

    // ----------------------------------------------------------------- ledger

    /// The least service with which the chat is cut off in a Wait, the late returns as set.
    #[must_use]
    pub fn least_service(&self, wait: &WaitTimes) -> Option<Seconds> {
        let must = self.proved()?;
        let needed = self.duration.saturating_sub(wait.most);
        wait.states
            .iter()
            .flat_map(|state| must.all(*state, must.layers()))
            .filter_map(|(times, served)| {
                let last = times.last()?;
                (served || last >= needed).then(|| needed.saturating_sub(last))
            })
            .min()
    }

    /// The fewest late returns with which the chat is cut off in each Wait, the service as
    /// set; nothing where that takes more than a chain of contacts allows.
    #[must_use]
    pub fn fewest_late_returns(&self) -> Vec<Option<usize>> {
        let service = self.settings.allowance().service;
        let allowance = Allowance {
            late: Some(MOST_HOPS),
            service,
        };
        let spread = Spread::new(&self.graph, self.duration, allowance, Bound::Below);
        let cuts = |wait: &WaitTimes, late: usize| {
            wait.states.iter().any(|state| {
                spread
                    .latest(*state, late + 1, service, self.duration)
                    .is_some_and(|latest| latest.saturating_add(wait.most) >= self.duration)
            })
        };
        self.waits
            .iter()
            .map(|wait| (0..=MOST_HOPS).find(|late| !wait.open && cuts(wait, *late)))
            .collect()
    }

    /// Up to how much service, and up to how many late returns, nothing can be cut off,
    /// the other as set; nothing where it can be even without.
    #[must_use]
    pub fn margin(&self) -> (Option<Seconds>, Option<usize>) {
        let Allowance { late, service } = self.settings.allowance();
        let safe_service = |service| self.is_safe(Allowance { late, service });
        let safe_late = |late| {
            self.is_safe(Allowance {
                late: Some(late),
                service,
            })
        };
        let most_service = safe_service(0).then(|| {
            let (mut safe, mut cut) = (0, self.duration);
            while safe + 1 < cut {
                let middle = safe + (cut - safe) / 2;
                if safe_service(middle) {
                    safe = middle;
                } else {
                    cut = middle;
                }
            }
            safe
        });
        let most_late = (0..=MOST_HOPS).take_while(|late| safe_late(*late)).last();
        (most_service, most_late)
    }

    fn is_safe(&self, allowance: Allowance) -> bool {
        let layers = allowance.late.map_or(1, |late| late + 1);
        let may = Spread::new(&self.graph, self.duration, allowance, Bound::Above);
        !self.waits.iter().any(|wait| {
            wait.states.iter().any(|state| {
                may.latest(*state, layers, allowance.service, self.duration)
                    .is_some_and(|latest| latest.saturating_add(wait.most) >= self.duration)
            })
        })
    }

    /// The number of the cycle of clocks that each Wait is on; Waits with one number can
    /// follow each other for ever.
    #[must_use]
    pub fn clock_cycles(&self) -> BTreeMap<(FlowId, BlockId), usize> {
        let groups = order::groups(&self.graph, |edge| {
            !edge.open && matches!(edge.class, Class::Now | Class::Clock)
        });
        let mut cycles = BTreeMap::new();
        for (number, group) in groups
            .iter()
            .enumerate()
            .filter(|(_, group)| group.len() > 1)
        {
            for place in group
                .iter()
                .filter_map(|state| self.graph.place(*state).block())
            {
                cycles.entry(place).or_insert(number);
            }
        }
        cycles
    }

    /// Whether a flow that is not of this program takes part.
    #[must_use]
    pub fn goes_outside(&self) -> bool {
        self.graph.states().iter().any(|state| {
            matches!(
                state.place,
                Place::Outside(Hooked::Outside(_) | Hooked::Unknown) | Place::WaitingOutside(_)
            )
        })
    }
}
