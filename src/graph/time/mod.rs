//! The time budget of the chats that start in one flow.
//!
//! A chat ends when it has lasted its duration, whatever it is doing. This module says
//! for every Wait when it can start and whether the chat can be cut off in it: by clocks
//! alone, or within an allowance of late returns and of time with agents and bots.

mod ledger;
mod reason;
mod runs;
mod settings;
mod verdict;
mod waits;

use crate::graph::components::Components;
use crate::graph::contact::ContactGraph;
use crate::graph::order::{self, Arrival};
use crate::graph::read;
use crate::graph::spread::{Allowance, Spread};
use crate::graph::state::{Class, Place, Seconds, State, StateId, Via, WorkingQueue};
use crate::graph::times::Bound;
use crate::id::Id;
use crate::program::{BlockId, FlowId, Program};
use std::collections::{BTreeMap, BTreeSet};

pub use reason::Reason;
pub use settings::{Limit, Settings};
pub use verdict::Verdict;
pub use waits::WaitTimes;

/// How long a chat lasts when nobody says otherwise: 25 hours.
pub const USUAL_DURATION: Seconds = 90_000;

/// The most contacts that can follow the first one of a chain (`chain-limit`).
pub const MOST_HOPS: usize = 11;

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
    /// All groups of the graph, where a timer runs anywhere.
    groups: Components<StateId>,
    earliest: Vec<Option<Arrival>>,
    must: Option<Spread>,
    /// Nothing where it is the same as `must`.
    may: Option<Spread>,
}

impl Analysis {
    /// Analyses the chats that start in `entry`; `limit` bounds the states that are built.
    #[must_use]
    pub fn new(program: &Program, entry: FlowId, settings: &Settings, limit: usize) -> Self {
        let duration = Self::duration_of(program, entry, settings);
        let mut analysis = Self {
            entry,
            duration,
            graph: ContactGraph::new(program, entry, limit),
            waits: Vec::new(),
            possible: Vec::new(),
            impossible: Vec::new(),
            settings: settings.clone(),
            groups: Components::new(0, &[]),
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
    pub fn duration_of(program: &Program, entry: FlowId, settings: &Settings) -> Seconds {
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
                let started = program.flows.get(flow)?;
                let with = |queue| State {
                    queue,
                    ..State::fresh(state.place)
                };
                let fresh = [WorkingQueue::Unknown, read::queue_at_start(started)].map(with);
                let starts = started.start == Some(block) && fresh.contains(state);
                (starts && self.earliest(id) == Some(0)).then_some(flow)
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
        self.groups = order::groups(&self.graph, |_| true);
        let must = self.spread(allowance, Bound::Below);
        let exact = self.graph.states().ids().all(|state| must.is_exact(state));
        let sure = self
            .graph
            .edges()
            .iter()
            .all(|edge| !edge.open && edge.class != Class::Bounded);
        if !(exact && sure) {
            self.may = Some(self.spread(allowance, Bound::Above));
        }
        self.must = Some(must);
        self.sort_exits();
        self.waits = self.wait_times(program);
    }

    fn spread(&self, allowance: Allowance, bound: Bound) -> Spread {
        let (graph, groups) = (&self.graph, &self.groups);
        let precision = self.settings.precision;
        Spread::new(graph, groups, self.duration, allowance, bound, precision)
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

    /// What the analysis took: states, edges, and intervals of time passed along edges.
    #[must_use]
    pub fn work(&self) -> usize {
        let spreads = [self.must.as_ref(), self.may.as_ref()];
        let passed: usize = spreads.into_iter().flatten().map(Spread::work).sum();
        self.graph.states().len() + self.graph.edges().len() + passed
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
}
