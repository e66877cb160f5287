//! How a chat gets into a Wait too late: the run with the fewest events.
//!
//! The search goes event by event through the whole-contact graph and keeps, for each
//! state, only times that no shorter run reached. It stops at the first times that are
//! late enough, so the run it finds is a shortest one.

mod lengths;
mod search;
mod sources;

use super::contact::ContactGraph;
use super::data::Data;
use super::order::Arrival;
use super::spread::Allowance;
use super::state::{Class, Edge, Place, Seconds, StateId, Via};
use crate::id::Id;
use crate::program::{BlockId, FlowId};
use search::Search;
use std::collections::BTreeMap;

pub use lengths::{first_played, length_of_last_wait};
pub use sources::{Source, Sources};

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
    /// How long the chat was where the event at this place found it.
    #[must_use]
    pub fn spent(&self, at: usize) -> Seconds {
        let before = at.checked_sub(1).and_then(|before| self.events.get(before));
        let now = self.events.get(at).map_or(0, |event| event.at);
        now.saturating_sub(before.map_or(0, |before| before.at))
    }

    /// The way in which the chat leaves each block, where it is always the same one.
    #[must_use]
    pub fn only_ways(&self) -> BTreeMap<(FlowId, BlockId), Option<Via>> {
        let mut only = BTreeMap::new();
        for event in &self.events {
            if let Some(place) = event.from.block() {
                let known = only.entry(place).or_insert(Some(event.via));
                *known = known.filter(|via| *via == event.via);
            }
        }
        only
    }

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
    if search.wants_more() == 0 || !search.gave_up() {
        return shortest;
    }
    // Too many times to look at them all: look only at those that come ever later.
    let mut latest = Search::new(graph, duration, allowance, goals).only_later();
    latest.search();
    shortest
        .into_iter()
        .zip(latest.witnesses(entry))
        .map(|(shortest, latest)| shortest.or(latest))
        .collect()
}

/// Up to `count` runs to one goal, the shortest first, for when a shorter one turns out to
/// contradict itself. None of them contradicts itself in its `data`; each has passed a state
/// of which the same is known as often as there are runs to be found at most, and the search
/// is bounded.
#[must_use]
pub(super) fn several(
    graph: &ContactGraph,
    data: &Data,
    entry: FlowId,
    duration: Seconds,
    allowance: Allowance,
    goal: &Goal,
    count: usize,
) -> Vec<Witness> {
    let goals = std::slice::from_ref(goal);
    let mut search = Search::new(graph, duration, allowance, goals).of_data(data, count);
    search.search();
    search.all_witnesses(entry)
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
