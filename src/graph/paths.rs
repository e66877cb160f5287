//! Whether a state can be reached without passing others: what holds on every path and
//! on some path.

use super::contact::ContactGraph;
use super::lists;
use super::state::{Edge, StateId};
use crate::id::Id;
use std::collections::VecDeque;

/// The states that some path from `from` reaches over edges that `may_take` accepts,
/// each once, nearest first.
///
/// "Has X happened on every path to here?" is asked by refusing the edges that do X:
/// what is still reached, is reached without it.
#[must_use]
pub fn reached(
    graph: &ContactGraph,
    from: impl IntoIterator<Item = StateId>,
    may_take: impl Fn(&Edge) -> bool,
) -> Vec<StateId> {
    let mut seen = vec![false; graph.states().len()];
    let mut reached = Vec::new();
    let mut next: VecDeque<StateId> = from.into_iter().collect();
    while let Some(state) = next.pop_front() {
        let Some(mark @ false) = seen.get_mut(state.index()) else {
            continue;
        };
        *mark = true;
        reached.push(state);
        next.extend(
            graph
                .out(state)
                .filter(|(_, edge)| may_take(edge))
                .map(|(_, edge)| edge.target),
        );
    }
    reached
}

/// For each state, by index, whether some path from it over edges that `may_take` accepts
/// leads to one of `goals`; the goals included.
#[must_use]
pub fn leading_to(
    graph: &ContactGraph,
    goals: impl IntoIterator<Item = StateId>,
    may_take: impl Fn(&Edge) -> bool,
) -> Vec<bool> {
    let edges = graph.edges().iter().filter(|edge| may_take(edge));
    let edges = edges.map(|edge| (edge.source, edge.target));
    lists::leading_to(graph.states().len(), edges, goals)
}
