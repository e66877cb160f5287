//! At which times a chat can be in which state: intervals, spread over the whole-contact
//! graph until nothing changes.
//!
//! A set is kept for every state, for every number of late returns up to the allowance,
//! and for whether an agent or a bot came before. The time they take is not in the sets:
//! where they came before, any time up to the allowance is added at the end.
//!
//! INVARIANT: nothing here lists paths. A set has as many intervals as its
//! [`Precision`] allows and a cycle is gone round a bounded number of times; whatever is given up
//! for that is marked, never silent.

use super::components::Components;
use super::contact::ContactGraph;
use super::order;
use super::state::{Class, Edge, Seconds, StateId};
use super::times::{Bound, Interval, Intervals, Precision, Times};
use crate::id::Id;
use std::collections::{BTreeMap, VecDeque};

/// What a chat may cost.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Allowance {
    /// How many late returns; nothing: as many as the customer likes.
    pub late: Option<usize>,
    /// How many seconds with agents, bots and functions.
    pub service: Seconds,
}

/// The times of every state.
#[derive(Debug, Clone)]
pub struct Spread {
    layers: usize,
    cells: Cells,
    work: usize,
}

/// The times of every state in every layer. Most of them stay empty: a state is mostly reached
/// with one number of late returns, and either with or without service before it.
#[derive(Debug, Clone)]
struct Cells {
    /// Of each cell, the number of what it holds; [`Cells::NOTHING`] where it holds nothing.
    numbers: Vec<u32>,
    held: Vec<Cell>,
}

#[derive(Debug, Clone, Default)]
struct Cell {
    times: Times,
    /// What has been added and not been passed on yet.
    fresh: Intervals,
}

impl Cells {
    const NOTHING: u32 = u32::MAX;

    /// So many cells of so many states, with room for one of each state.
    fn new(cells: usize, states: usize) -> Self {
        Self {
            numbers: vec![Self::NOTHING; cells],
            held: Vec::with_capacity(states),
        }
    }

    /// What a cell holds, if it holds anything.
    fn get(&self, cell: usize) -> Option<&Cell> {
        self.held.get(*self.numbers.get(cell)? as usize)
    }

    /// As [`get`](Self::get), to change it.
    fn get_mut(&mut self, cell: usize) -> Option<&mut Cell> {
        self.held.get_mut(*self.numbers.get(cell)? as usize)
    }

    /// What a cell holds from now on, at first no time.
    fn hold(&mut self, cell: usize) -> Option<&mut Cell> {
        let number = self.numbers.get_mut(cell)?;
        if *number == Self::NOTHING {
            *number = u32::try_from(self.held.len()).ok()?;
            self.held.push(Cell::default());
        }
        self.held.get_mut(*number as usize)
    }
}

/// How often a state is looked at before its shortest round is worked out.
const PATIENCE: u32 = 16;
/// How many states of one group get their round worked out.
const PUMPS: usize = 8;

impl Spread {
    /// Spreads from the start of the chat to its end at `duration`. `groups` are all
    /// [`order::groups`] of the graph.
    #[must_use]
    pub fn new(
        graph: &ContactGraph,
        groups: &Components<StateId>,
        duration: Seconds,
        allowance: Allowance,
        bound: Bound,
        precision: Precision,
    ) -> Self {
        let layers = allowance.late.map_or(1, |late| late + 1);
        let mut work = Work {
            graph,
            duration,
            allowance,
            bound,
            precision,
            layers,
            cells: Cells::new(graph.states().len() * layers * KINDS, graph.states().len()),
            group_of: groups.numbers(),
            visits: vec![0; graph.states().len()],
            done: 0,
        };
        work.run(groups);
        Self {
            layers,
            cells: work.cells,
            work: work.done,
        }
    }

    /// The number of late returns that are told apart.
    #[must_use]
    pub const fn layers(&self) -> usize {
        self.layers
    }

    /// How many intervals were passed along edges.
    #[must_use]
    pub const fn work(&self) -> usize {
        self.work
    }

    /// The times of a state over the first `layers` layers, before time with agents and bots
    /// is added, each with whether there can be any.
    pub fn all(&self, state: StateId, layers: usize) -> impl Iterator<Item = (&Times, bool)> {
        (0..layers.min(self.layers)).flat_map(move |layer| {
            Served::ALL.into_iter().filter_map(move |served| {
                let held = self.cells.get(cell(self.layers, state, layer, served))?;
                Some((&held.times, served == Served::Yes))
            })
        })
    }

    /// The latest time at a state within the first `layers` layers and `service`.
    #[must_use]
    pub fn latest(
        &self,
        state: StateId,
        layers: usize,
        service: Seconds,
        duration: Seconds,
    ) -> Option<Seconds> {
        self.all(state, layers)
            .filter_map(|(times, served)| {
                let last = times.last()?;
                let added = if served { service } else { 0 };
                Some(last.saturating_add(added).min(duration.saturating_sub(1)))
            })
            .max()
    }

    /// Whether the times of a state are exact.
    #[must_use]
    pub fn is_exact(&self, state: StateId) -> bool {
        self.all(state, self.layers)
            .all(|(times, _)| !times.is_coarse())
    }
}

/// Who has spent time besides clocks and customers.
///
/// What somebody spends who takes as long as they like is not in the times, and it leaves
/// room for what functions spend, as long as both stay within the allowance. So once there
/// was such service, times in which functions spent some are not needed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Served {
    /// Nobody.
    No,
    /// Functions and others up to their limits; that is in the times.
    Bounded,
    /// Agents and bots.
    Yes,
}

impl Served {
    const ALL: [Self; KINDS] = [Self::No, Self::Bounded, Self::Yes];
}

const KINDS: usize = 3;

fn cell(layers: usize, state: StateId, layer: usize, served: Served) -> usize {
    (state.index() * layers + layer) * KINDS + served as usize
}

struct Work<'g> {
    graph: &'g ContactGraph,
    duration: Seconds,
    allowance: Allowance,
    bound: Bound,
    precision: Precision,
    layers: usize,
    cells: Cells,
    group_of: Vec<usize>,
    visits: Vec<u32>,
    done: usize,
}

impl Work<'_> {
    fn run(&mut self, groups: &Components<StateId>) {
        if let Some(start) = self.graph.start() {
            self.add(cell(self.layers, start, 0, Served::No), Interval::new(0, 0));
        }
        for state in groups.plain() {
            self.pass_on(*state, |_| {}, usize::MAX);
        }
        for (number, group) in groups.tangled() {
            self.settle(number, group);
        }
    }

    /// Goes round one group until nothing changes or patience ends.
    fn settle(&mut self, number: usize, group: &[StateId]) {
        let mut next: VecDeque<StateId> = group
            .iter()
            .copied()
            .filter(|state| self.has_news(*state))
            .collect();
        let mut pumps: BTreeMap<StateId, [Option<Seconds>; 2]> = BTreeMap::new();
        let mut patience =
            self.precision.steps_a_group + self.precision.steps_a_state * group.len();
        while let Some(state) = next.pop_front() {
            if !self.has_news(state) {
                continue;
            }
            patience = patience.saturating_sub(1);
            if patience == 0 {
                return self.give_up(group);
            }
            if self.is_visited_often(state) && pumps.len() < PUMPS {
                pumps.insert(state, self.rounds(number, state));
            }
            if let Some(rounds) = pumps.get(&state) {
                self.pump(state, *rounds);
            }
            self.pass_on(state, |target| next.push_back(target), number);
        }
    }

    fn is_visited_often(&mut self, state: StateId) -> bool {
        let Some(visits) = self.visits.get_mut(state.index()) else {
            return false;
        };
        *visits += 1;
        *visits == PATIENCE
    }

    fn rounds(&self, number: usize, state: StateId) -> [Option<Seconds>; 2] {
        order::rounds(
            self.graph,
            state,
            |state| self.group_of.get(state.index()) == Some(&number),
            |edge| self.may_use(edge),
        )
    }

    fn has_news(&self, state: StateId) -> bool {
        let from = cell(self.layers, state, 0, Served::No);
        (from..from + self.layers * KINDS)
            .filter_map(|cell| self.cells.get(cell))
            .any(|cell| !cell.fresh.is_empty())
    }

    fn may_use(&self, edge: &Edge) -> bool {
        self.bound == Bound::Above || !edge.open
    }

    fn pass_on(&mut self, state: StateId, mut changed: impl FnMut(StateId), number: usize) {
        let graph = self.graph;
        for layer in 0..self.layers {
            for served in Served::ALL {
                let from = cell(self.layers, state, layer, served);
                let mut news = match self.cells.get_mut(from) {
                    Some(cell) if !cell.fresh.is_empty() => std::mem::take(&mut cell.fresh),
                    Some(_) | None => continue,
                };
                super::times::join(&mut news);
                for (_, edge) in graph.out(state) {
                    if !self.may_use(edge) {
                        continue;
                    }
                    let grown = self.cross(edge, layer, served, &news);
                    if grown && self.group_of.get(edge.target.index()) == Some(&number) {
                        changed(edge.target);
                    }
                }
            }
        }
    }

    /// Takes an edge at every time in `news`; says whether its target gained any.
    fn cross(&mut self, edge: &Edge, layer: usize, served: Served, news: &[Interval]) -> bool {
        let layers = self.layers;
        let target = move |layer, served| cell(layers, edge.target, layer, served);
        let serves = edge.after_service || edge.class == Class::Service;
        if serves && served == Served::Bounded {
            return false;
        }
        let here = target(layer, if serves { Served::Yes } else { served });
        match edge.class {
            Class::Now | Class::Clock | Class::Open => {
                self.shift(here, news, edge.least, edge.most)
            }
            Class::Service => self.shift(here, news, 0, 0),
            Class::Bounded => {
                let at_once = self.shift(here, news, 0, 0);
                let longest = edge.most.min(self.allowance.service);
                if self.bound == Bound::Below || served == Served::Yes || longest == 0 {
                    return at_once;
                }
                self.shift(target(layer, Served::Bounded), news, 1, longest) || at_once
            }
            Class::Return if self.allowance.late.is_none() => self.shift(here, news, 0, edge.most),
            Class::Return => {
                let late =
                    (layer + 1 < self.layers && edge.most > 0).then(|| target(layer + 1, served));
                let at_once = self.shift(here, news, 0, 0);
                late.is_some_and(|late| self.shift(late, news, 1, edge.most)) || at_once
            }
        }
    }

    fn shift(&mut self, cell: usize, news: &[Interval], least: Seconds, most: Seconds) -> bool {
        let mut grown = false;
        self.done += news.len();
        for interval in news {
            if let Some(shifted) = interval.shifted(least, most, self.duration) {
                grown |= self.add(cell, shifted);
            }
        }
        grown
    }

    fn add(&mut self, cell: usize, interval: Interval) -> bool {
        let Some(Cell { times, fresh }) = self.cells.hold(cell) else {
            return false;
        };
        let before = fresh.len();
        times.insert_bounded(interval, self.bound, self.precision.kept, fresh);
        fresh.len() > before
    }

    /// From every new time of a state, all rounds that end before the chat does, at once.
    fn pump(&mut self, state: StateId, rounds: [Option<Seconds>; 2]) {
        for layer in 0..self.layers {
            for served in Served::ALL {
                let [unserved, with_service] = rounds;
                let round = match served {
                    Served::No | Served::Bounded => unserved,
                    Served::Yes => with_service,
                };
                let Some(round) = round else { continue };
                let cell = cell(self.layers, state, layer, served);
                let news = self.cells.get(cell).map(|cell| cell.fresh.clone());
                for interval in news.into_iter().flatten() {
                    self.pump_one(cell, interval, round);
                }
            }
        }
    }

    fn pump_one(&mut self, cell: usize, interval: Interval, round: Seconds) {
        let end = self.duration - 1;
        let kept = self.precision.kept;
        if interval.last - interval.first + 1 >= round {
            self.add(cell, Interval::new(interval.first, end));
            return;
        }
        let copies = end.saturating_sub(interval.first) / round;
        if copies as usize > kept && self.bound == Bound::Above {
            self.add(cell, Interval::new(interval.first, end));
            if let Some(cell) = self.cells.get_mut(cell) {
                cell.times.coarsen();
            }
            return;
        }
        // Of more rounds than a set can keep, the last ones count: they end the chat.
        let kept = Seconds::try_from(kept).unwrap_or(Seconds::MAX);
        for copy in copies.saturating_sub(kept) + 1..=copies {
            if let Some(copied) = interval.shifted(copy * round, copy * round, self.duration) {
                self.add(cell, copied);
            }
        }
    }

    /// Ends the work on a group in a way that is sound: every time from the first on may
    /// be possible, and no further one is proved.
    fn give_up(&mut self, group: &[StateId]) {
        let first = group
            .iter()
            .flat_map(|state| self.cells_of(*state))
            .filter_map(|cell| self.cells.get(cell)?.times.first())
            .min()
            .unwrap_or(0);
        let everything = Interval::new(first, self.duration - 1);
        for state in group {
            for cell in self.cells_of(*state) {
                match self.bound {
                    Bound::Above => {
                        self.add(cell, everything);
                    }
                    Bound::Below => {
                        if let Some(cell) = self.cells.get_mut(cell) {
                            cell.fresh.clear();
                        }
                    }
                }
                if let Some(cell) = self.cells.hold(cell) {
                    cell.times.coarsen();
                }
            }
        }
        if self.bound == Bound::Above {
            for state in group {
                self.pass_on(*state, |_| {}, usize::MAX);
            }
        }
    }

    fn cells_of(&self, state: StateId) -> std::ops::Range<usize> {
        let from = cell(self.layers, state, 0, Served::No);
        from..from + self.layers * KINDS
    }
}
