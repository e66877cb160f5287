//! The search for runs, event by event.

use super::{Event, Goal, Witness, event};
use crate::graph::contact::ContactGraph;
use crate::graph::data::{Data, Known};
use crate::graph::paths;
use crate::graph::spread::Allowance;
use crate::graph::state::{Class, Edge, EdgeId, Place, Seconds, StateId};
use crate::graph::times::{Interval, Intervals, Times};
use crate::id::Id;
use crate::program::FlowId;
use rustc_hash::FxHashMap;
use std::collections::{BTreeMap, BTreeSet};

/// How many times of states a search looks at before it gives up.
const PATIENCE: usize = 300_000;

#[derive(Clone, Copy)]
struct Node {
    state: StateId,
    layer: usize,
    served: bool,
    /// What is known of its data, by number.
    known: usize,
    times: Interval,
    /// The edge and the node it was taken from.
    by: Option<(EdgeId, usize)>,
}

/// One search for runs to some goals.
pub(super) struct Search<'g> {
    graph: &'g ContactGraph,
    duration: Seconds,
    allowance: Allowance,
    layers: usize,
    goals: &'g [Goal],
    /// The goals at each state that has one.
    at: BTreeMap<StateId, Vec<usize>>,
    found: Vec<Option<usize>>,
    useful: Vec<bool>,
    /// What was seen in each cell.
    seen: Vec<Times>,
    /// What the data of a chat allow, where that is asked.
    data: Option<&'g Data>,
    /// What can be known of the data, and the number of each.
    known: Vec<Known>,
    numbers: FxHashMap<Known, usize>,
    /// The cells of states of which something is known, by their place without that.
    cells: FxHashMap<(usize, usize), usize>,
    nodes: Vec<Node>,
    /// Whether to pass over times that are not later than those seen at the same place.
    only_later: bool,
    found_one: bool,
    /// The groups of which one goal is reached.
    done: BTreeSet<usize>,
    /// How many runs to the one goal are wanted.
    wanted: usize,
    /// How often each cell was passed whatever was seen there; kept where several runs are
    /// wanted.
    passed: Vec<usize>,
    /// The ends of those that were found.
    all: Vec<usize>,
}

impl<'g> Search<'g> {
    pub(super) fn new(
        graph: &'g ContactGraph,
        duration: Seconds,
        allowance: Allowance,
        goals: &'g [Goal],
    ) -> Self {
        let layers = allowance.late.map_or(1, |late| late + 1);
        let mut at: BTreeMap<StateId, Vec<usize>> = BTreeMap::new();
        for (number, goal) in goals.iter().enumerate() {
            for state in &goal.states {
                at.entry(*state).or_default().push(number);
            }
        }
        Self {
            graph,
            duration,
            allowance,
            layers,
            goals,
            useful: paths::leading_to(graph, at.keys().copied(), |_| true),
            at,
            found: vec![None; goals.len()],
            seen: vec![Times::default(); graph.states().len() * layers * 2],
            data: None,
            known: Vec::new(),
            numbers: FxHashMap::default(),
            cells: FxHashMap::default(),
            nodes: Vec::new(),
            only_later: false,
            found_one: false,
            done: BTreeSet::new(),
            wanted: 1,
            passed: Vec::new(),
            all: Vec::new(),
        }
    }

    /// Passes over times that are not later than those seen at the same place.
    pub(super) const fn only_later(mut self) -> Self {
        self.only_later = true;
        self
    }

    /// Looks for several runs to the one goal, and only for those that the data of a chat allow.
    pub(super) fn of_data(mut self, data: &'g Data, wanted: usize) -> Self {
        self.wanted = wanted;
        self.data = Some(data);
        self.seen.clear();
        self
    }

    /// Whether there were too many times to look at them all.
    pub(super) const fn gave_up(&self) -> bool {
        self.nodes.len() > PATIENCE
    }

    /// The runs to the one goal.
    pub(super) fn all_witnesses(&self, entry: FlowId) -> Vec<Witness> {
        let Some(goal) = self.goals.first() else {
            return Vec::new();
        };
        let found = self.all.iter().take(self.wanted);
        found
            .map(|node| self.witness(entry, *node, goal.threshold))
            .collect()
    }

    pub(super) fn witnesses(&self, entry: FlowId) -> Vec<Option<Witness>> {
        self.found
            .iter()
            .zip(self.goals)
            .map(|(node, goal)| Some(self.witness(entry, (*node)?, goal.threshold)))
            .collect()
    }

    /// How many goals that can be reached are not reached yet.
    pub(super) fn wants_more(&self) -> usize {
        if self.wanted > 1 {
            return self.wanted.saturating_sub(self.all.len());
        }
        let goals = self.found.iter().zip(self.goals);
        goals
            .filter(|(found, goal)| {
                found.is_none() && !goal.states.is_empty() && !self.is_done(goal)
            })
            .count()
    }

    fn is_done(&self, goal: &Goal) -> bool {
        goal.group.is_some_and(|group| self.done.contains(&group))
    }

    pub(super) fn search(&mut self) {
        let known = self
            .data
            .map_or(0, |data| self.number(data.start().clone()));
        if let Some(state) = self.graph.start() {
            let times = Interval::new(0, 0);
            self.reach(Node {
                state,
                layer: 0,
                served: false,
                known,
                times,
                by: None,
            });
        }
        let mut next = 0;
        let mut wanted = self.wants_more();
        while next < self.nodes.len() && wanted > 0 {
            if self.gave_up() {
                return;
            }
            if let Some(node) = self.nodes.get(next).copied() {
                self.leave(node, next);
            }
            if std::mem::take(&mut self.found_one) {
                wanted = self.wants_more();
            }
            next += 1;
        }
    }

    fn leave(&mut self, node: Node, from: usize) {
        let graph = self.graph;
        for (id, edge) in graph.out(node.state) {
            if edge.open
                || !self
                    .useful
                    .get(edge.target.index())
                    .is_some_and(|useful| *useful)
            {
                continue;
            }
            let Some(known) = self.behind(id, node.known) else {
                continue;
            };
            let served = node.served || edge.after_service || edge.class == Class::Service;
            let after = |layer, times| Node {
                state: edge.target,
                layer,
                served,
                known,
                times,
                by: Some((id, from)),
            };
            let (least, most) = self.time_of(edge);
            if let Some(times) = node.times.shifted(least, most, self.duration) {
                self.reach(after(node.layer, times));
            }
            let late = edge.class == Class::Return && node.layer + 1 < self.layers;
            if let Some(times) = node.times.shifted(1, edge.most, self.duration)
                && late
                && edge.most > 0
            {
                self.reach(after(node.layer + 1, times));
            }
        }
    }

    /// What is known behind an edge, by number; nothing where no such chat takes it.
    fn behind(&mut self, edge: EdgeId, known: usize) -> Option<usize> {
        let Some(data) = self.data else {
            return Some(known);
        };
        let after = data.behind(edge, self.known.get(known)?)?;
        Some(self.number(after))
    }

    fn number(&mut self, known: Known) -> usize {
        if let Some(number) = self.numbers.get(&known) {
            return *number;
        }
        let number = self.known.len();
        self.known.push(known.clone());
        self.numbers.insert(known, number);
        number
    }

    /// Where what was seen is kept of all that is not told apart from a node.
    fn cell(&mut self, node: &Node) -> usize {
        let place = (node.state.index() * self.layers + node.layer) * 2 + usize::from(node.served);
        if self.data.is_none() {
            return place;
        }
        let next = self.seen.len();
        let cell = *self.cells.entry((place, node.known)).or_insert(next);
        if cell == next {
            self.seen.push(Times::default());
            self.passed.push(0);
        }
        cell
    }

    /// The time that an edge spends without a late return and without service, which is
    /// placed at the end.
    fn time_of(&self, edge: &Edge) -> (Seconds, Seconds) {
        match edge.class {
            Class::Now | Class::Clock | Class::Open => (edge.least, edge.most),
            Class::Return if self.allowance.late.is_none() => (0, edge.most),
            Class::Return | Class::Service | Class::Bounded => (0, 0),
        }
    }

    fn reach(&mut self, node: Node) {
        let cell = self.cell(&node);
        let times = node.times;
        let mut fresh = Intervals::new();
        if let Some(passed) = self.passed.get_mut(cell)
            && *passed < self.wanted
        {
            *passed += 1;
            fresh.push(times);
        } else if let Some(seen) = self.seen.get_mut(cell) {
            if self.only_later && seen.last().is_some_and(|last| times.last <= last) {
                return;
            }
            seen.insert(times, &mut fresh);
        }
        for times in fresh {
            let node = Node { times, ..node };
            self.nodes.push(node);
            self.mark_goals(node);
        }
    }

    fn mark_goals(&mut self, node: Node) {
        let added = if node.served {
            self.allowance.service
        } else {
            0
        };
        let last = node.times.last.saturating_add(added).min(self.duration - 1);
        for number in self.at.get(&node.state).into_iter().flatten() {
            let (Some(goal), Some(found)) = (self.goals.get(*number), self.found.get_mut(*number))
            else {
                continue;
            };
            let in_time = goal.late.is_none_or(|late| node.layer <= late);
            let done = goal.group.is_some_and(|group| self.done.contains(&group));
            if self.wanted > 1 && in_time && last >= goal.threshold {
                self.all.push(self.nodes.len() - 1);
                self.found_one = true;
            } else if found.is_none() && !done && in_time && last >= goal.threshold {
                self.done.extend(goal.group);
                *found = Some(self.nodes.len() - 1);
                self.found_one = true;
            }
        }
    }

    /// Walks back from a node, each edge spending as little as fits, then puts the service
    /// that is needed where there was service last.
    fn witness(&self, entry: FlowId, node: usize, threshold: Seconds) -> Witness {
        let Some(last) = self.nodes.get(node) else {
            return Witness {
                entry,
                duration: self.duration,
                events: Vec::new(),
                place: Place::Ended,
                at: 0,
                cut: true,
            };
        };
        let at = threshold.clamp(last.times.first, last.times.last);
        let mut events = self.walk_back(*last, at);
        events.reverse();
        let missing = threshold.saturating_sub(at);
        let served = events
            .iter()
            .rposition(|event| event.class == Class::Service);
        for event in events.iter_mut().skip(served.unwrap_or(usize::MAX)) {
            event.at += missing;
        }
        Witness {
            entry,
            duration: self.duration,
            events,
            place: self.graph.place(last.state),
            at: at + missing,
            cut: true,
        }
    }

    fn walk_back(&self, mut node: Node, mut at: Seconds) -> Vec<Event> {
        let mut events = Vec::new();
        while let Some((edge, from)) = node.by {
            let (Some(edge), Some(before)) = (self.graph.edges().get(edge), self.nodes.get(from))
            else {
                break;
            };
            events.push(event(self.graph, edge, at));
            let (least, _) = self.time_of(edge);
            let least = least.max(u32::from(node.layer > before.layer));
            let spent = least.max(at.saturating_sub(before.times.last));
            at -= spent;
            node = *before;
        }
        events
    }
}
