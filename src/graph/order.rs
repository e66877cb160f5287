//! Orders on the states of a whole-contact graph: its cycles, and what comes before what.

use super::components::Components;
use super::contact::ContactGraph;
use super::paths;
use super::state::{Class, Seconds};
use super::state::{Edge, EdgeId, StateId};
use crate::id::Id;
use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// The states in groups that reach each other, every group before those it leads to.
/// Only edges that `follow` accepts count.
#[must_use]
pub fn groups(graph: &ContactGraph, follow: impl Fn(&Edge) -> bool) -> Components<StateId> {
    let followed = graph.edges().iter().filter(|edge| follow(edge));
    let edges: Vec<_> = followed.map(|edge| (edge.source, edge.target)).collect();
    Components::new(graph.states().len(), &edges)
}

/// When a state can be reached first, and by which edge.
pub type Arrival = (Seconds, Option<EdgeId>);

/// The earliest second at which each state can be reached; nothing where the chat has
/// always ended before (Dijkstra on the shortest times).
#[must_use]
pub fn earliest(graph: &ContactGraph, duration: Seconds) -> Vec<Option<Arrival>> {
    let mut earliest: Vec<Option<Arrival>> = vec![None; graph.states().len()];
    let mut next: BinaryHeap<_> = graph
        .start()
        .map(|start| Reverse((0 as Seconds, start, None)))
        .into_iter()
        .collect();
    while let Some(Reverse((time, state, by))) = next.pop() {
        let Some(known @ None) = earliest.get_mut(state.index()) else {
            continue;
        };
        *known = Some((time, by));
        for (id, edge) in graph.out(state) {
            let Some(arrival) = time.checked_add(edge.least) else {
                continue;
            };
            if arrival < duration && earliest.get(edge.target.index()) == Some(&None) {
                next.push(Reverse((arrival, edge.target, Some(id))));
            }
        }
    }
    earliest
}

/// The states from which a block that takes time can be reached.
#[must_use]
pub fn leads_to_time(graph: &ContactGraph) -> Vec<bool> {
    let slow = graph
        .edges()
        .iter()
        .filter(|edge| edge.most > 0)
        .map(|edge| edge.source);
    paths::leading_to(graph, slow, |_| true)
}

/// The shortest time in which a chat can go from a state round to it again, longer than
/// none, within its group and with no late return; and the same without any service.
#[must_use]
pub(super) fn rounds(
    graph: &ContactGraph,
    state: StateId,
    inside: impl Fn(StateId) -> bool,
    follow: impl Fn(&Edge) -> bool,
) -> [Option<Seconds>; 2] {
    let without_service =
        |edge: &Edge| follow(edge) && edge.class != Class::Service && !edge.after_service;
    [
        round(graph, state, &inside, without_service),
        round(graph, state, &inside, &follow),
    ]
}

fn round(
    graph: &ContactGraph,
    start: StateId,
    inside: impl Fn(StateId) -> bool,
    follow: impl Fn(&Edge) -> bool,
) -> Option<Seconds> {
    let mut done = std::collections::BTreeSet::new();
    let mut next = BinaryHeap::from([Reverse((0, start))]);
    while let Some(Reverse((time, state))) = next.pop() {
        if state == start && time > 0 {
            return Some(time);
        }
        if !done.insert((state, time > 0)) {
            continue;
        }
        for (_, edge) in graph.out(state) {
            if inside(edge.target) && follow(edge) {
                next.push(Reverse((time.saturating_add(edge.least), edge.target)));
            }
        }
    }
    None
}
