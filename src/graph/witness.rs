//! How a chat gets into a Wait too late: the run with the fewest events.
//!
//! The search goes event by event through the whole-contact graph and keeps, for each
//! state, only times that no shorter run reached. It stops at the first times that are
//! late enough, so the run it finds is a shortest one.

use super::contact::ContactGraph;
use super::order::{self, Arrival};
use super::spread::Allowance;
use super::state::{Class, Edge, EdgeId, Place, Seconds, StateId, Via};
use super::times::{Interval, Times};
use crate::id::Id;
use crate::program::FlowId;
use std::collections::{BTreeMap, BTreeSet};

/// One event of a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Event {
    /// Seconds since the chat started.
    pub at: Seconds,
    /// Where the chat was.
    pub from: Place,
    /// What happened.
    pub via: Via,
    /// What spent the time since the event before.
    pub class: Class,
    /// Where the chat went.
    pub to: Place,
}

/// A run of a chat up to the block in which something is wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Witness {
    /// The flow in which the chat starts.
    pub entry: FlowId,
    /// When it ends, whatever happens.
    pub duration: Seconds,
    /// What happens, in order.
    pub events: Vec<Event>,
    /// Where the chat is when `events` are over.
    pub place: Place,
    /// When it got there.
    pub at: Seconds,
    /// Whether the chat is cut off there.
    pub cut: bool,
}

impl Witness {
    /// How many contacts follow the first one (`chain-limit` says how many can).
    #[must_use]
    pub fn hops(&self) -> usize {
        self.events
            .iter()
            .filter(|event| event.via == Via::AgentLeaves && event.to != Place::Ended)
            .count()
    }
}

/// What a run has to show: that one of `states` is reached at `threshold` or later.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Goal {
    /// Where.
    pub states: Vec<StateId>,
    /// When at the earliest.
    pub threshold: Seconds,
    /// After how many late returns at most.
    pub late: Option<usize>,
    /// Of the goals with one number, only the one that is reached first is wanted.
    pub group: Option<usize>,
}

/// How many times of states a search looks at before it gives up.
const PATIENCE: usize = 300_000;

#[derive(Clone, Copy)]
struct Node {
    state: StateId,
    layer: usize,
    served: bool,
    times: Interval,
    /// The edge and the node it was taken from.
    by: Option<(EdgeId, usize)>,
}

/// A run for each goal, in their order, the shortest where that can be found in bounded
/// time; nothing where there is none within the allowance, or none that is found.
#[must_use]
pub fn find(
    graph: &ContactGraph,
    entry: FlowId,
    duration: Seconds,
    allowance: Allowance,
    goals: &[Goal],
) -> Vec<Option<Witness>> {
    let mut search = Search::new(graph, duration, allowance, goals);
    search.search();
    let shortest = search.witnesses(entry);
    if search.wants_more() == 0 || search.nodes.len() <= PATIENCE {
        return shortest;
    }
    // Too many times to look at them all: look only at those that come ever later.
    let mut latest = Search::new(graph, duration, allowance, goals);
    latest.only_later = true;
    latest.search();
    shortest
        .into_iter()
        .zip(latest.witnesses(entry))
        .map(|(shortest, latest)| shortest.or(latest))
        .collect()
}

/// Up to `count` runs to one goal, the shortest first, for when a shorter one turns out to
/// contradict itself. A state is passed as often as there are runs to be found, and the
/// search is bounded.
#[must_use]
pub fn several(
    graph: &ContactGraph,
    entry: FlowId,
    duration: Seconds,
    allowance: Allowance,
    goal: &Goal,
    count: usize,
) -> Vec<Witness> {
    let mut search = Search::new(graph, duration, allowance, std::slice::from_ref(goal));
    search.wanted = count;
    search.passed = vec![0; search.seen.len()];
    search.search();
    let found = search.all.iter().take(count);
    found
        .map(|node| search.witness(entry, *node, goal.threshold))
        .collect()
}

/// The run that reaches a state first.
#[must_use]
pub fn first_run(
    graph: &ContactGraph,
    entry: FlowId,
    duration: Seconds,
    earliest: &[Option<Arrival>],
    goal: StateId,
) -> Option<Witness> {
    let arrival = |state: StateId| earliest.get(state.index()).copied().flatten();
    let (at, mut by) = arrival(goal)?;
    let mut events = Vec::new();
    while let Some(edge) = by.and_then(|by| graph.edges().get(by)) {
        let (at, _) = arrival(edge.target)?;
        events.push(event(graph, edge, at));
        by = arrival(edge.source)?.1;
    }
    events.reverse();
    Some(Witness {
        entry,
        duration,
        events,
        place: graph.place(goal),
        at,
        cut: true,
    })
}

fn event(graph: &ContactGraph, edge: &Edge, at: Seconds) -> Event {
    Event {
        at,
        from: graph.place(edge.source),
        via: edge.via,
        class: if edge.after_service {
            Class::Service
        } else {
            edge.class
        },
        to: graph.place(edge.target),
    }
}

struct Search<'g> {
    graph: &'g ContactGraph,
    duration: Seconds,
    allowance: Allowance,
    layers: usize,
    goals: &'g [Goal],
    /// The goals at each state that has one.
    at: BTreeMap<StateId, Vec<usize>>,
    found: Vec<Option<usize>>,
    useful: Vec<bool>,
    seen: Vec<Times>,
    nodes: Vec<Node>,
    /// Whether to pass over times that are not later than those seen at the same place.
    only_later: bool,
    found_one: bool,
    /// The groups of which one goal is reached.
    done: BTreeSet<usize>,
    /// How many runs to the one goal are wanted.
    wanted: usize,
    /// How often each place was passed whatever was seen there; kept where several runs are
    /// wanted.
    passed: Vec<usize>,
    /// The ends of those that were found.
    all: Vec<usize>,
}

impl<'g> Search<'g> {
    fn new(
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
            useful: order::leads_to(graph, at.keys().copied()),
            at,
            found: vec![None; goals.len()],
            seen: vec![Times::default(); graph.states().len() * layers * 2],
            nodes: Vec::new(),
            only_later: false,
            found_one: false,
            done: BTreeSet::new(),
            wanted: 1,
            passed: Vec::new(),
            all: Vec::new(),
        }
    }

    fn witnesses(&self, entry: FlowId) -> Vec<Option<Witness>> {
        self.found
            .iter()
            .zip(self.goals)
            .map(|(node, goal)| Some(self.witness(entry, (*node)?, goal.threshold)))
            .collect()
    }

    /// How many goals that can be reached are not reached yet.
    fn wants_more(&self) -> usize {
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

    fn search(&mut self) {
        if let Some(start) = self.graph.start() {
            self.reach(start, 0, false, Interval::new(0, 0), None);
        }
        let mut next = 0;
        let mut wanted = self.wants_more();
        while next < self.nodes.len() && wanted > 0 {
            if self.nodes.len() > PATIENCE {
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
            let served = node.served || edge.after_service || edge.class == Class::Service;
            let (least, most) = self.time_of(edge);
            if let Some(times) = node.times.shifted(least, most, self.duration) {
                self.reach(edge.target, node.layer, served, times, Some((id, from)));
            }
            let late = edge.class == Class::Return && node.layer + 1 < self.layers;
            if let Some(times) = node.times.shifted(1, edge.most, self.duration)
                && late
                && edge.most > 0
            {
                self.reach(edge.target, node.layer + 1, served, times, Some((id, from)));
            }
        }
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

    fn reach(
        &mut self,
        state: StateId,
        layer: usize,
        served: bool,
        times: Interval,
        by: Option<(EdgeId, usize)>,
    ) {
        let cell = (state.index() * self.layers + layer) * 2 + usize::from(served);
        let mut fresh = Vec::new();
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
            let node = Node {
                state,
                layer,
                served,
                times,
                by,
            };
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
