//! The shortest ways through a whole-contact graph.

use crate::catalogue::{Behaviour, Undrawn};
use crate::graph::{BlockBranch, Edge, EdgeId, Place, Reach, StateId, Via};
use crate::id::Id;
use crate::program::{Block, Outcome, Program};
use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap};

/// A failure is only taken where nothing else leads on.
const FAILURE: u32 = 6;
/// So many seconds cost as much as one step.
const A_STEP: u32 = 3_600;

/// The shortest way to every state from one of them.
#[derive(Debug)]
pub(super) struct Plan {
    cost: Vec<Option<u32>>,
    by: Vec<Option<EdgeId>>,
}

/// What taking an edge costs besides, because it did not work before.
pub(super) type Penalties = BTreeMap<EdgeId, u32>;

impl Plan {
    pub(super) fn new(
        program: &Program,
        reach: &Reach,
        from: StateId,
        penalties: &Penalties,
    ) -> Self {
        let states = reach.graph.states().len();
        let mut plan = Self {
            cost: vec![None; states],
            by: vec![None; states],
        };
        let mut next = BinaryHeap::from([Reverse((0, from, None))]);
        while let Some(Reverse((cost, state, by))) = next.pop() {
            let Some(known @ None) = plan.cost.get_mut(state.index()) else {
                continue;
            };
            *known = Some(cost);
            if let Some(slot) = plan.by.get_mut(state.index()) {
                *slot = by;
            }
            for (id, edge) in reach.graph.out(state) {
                let extra = penalties.get(&id).copied().unwrap_or(0);
                if let Some(price) = price_of(program, reach, edge)
                    && plan.cost.get(edge.target.index()) == Some(&None)
                {
                    next.push(Reverse((cost + price + extra, edge.target, Some(id))));
                }
            }
        }
        plan
    }

    /// What it costs to get to where an edge starts.
    pub(super) fn cost_of(&self, edge: &Edge) -> Option<u32> {
        self.cost.get(edge.source.index()).copied().flatten()
    }

    /// The way that ends with this edge.
    pub(super) fn way(&self, reach: &Reach, last: EdgeId) -> Vec<EdgeId> {
        let mut way = vec![last];
        let mut at = reach.graph.edges().get(last).map(|edge| edge.source);
        while let Some(edge) = at.and_then(|at| self.by.get(at.index()).copied().flatten()) {
            way.push(edge);
            at = reach.graph.edges().get(edge).map(|edge| edge.source);
        }
        way.reverse();
        way
    }

    /// The cheapest way to one of these edges.
    pub(super) fn nearest(
        &self,
        reach: &Reach,
        goals: &[EdgeId],
        penalties: &Penalties,
    ) -> Option<Vec<EdgeId>> {
        let cost = |id: &EdgeId| {
            let cost = self.cost_of(reach.graph.edges().get(*id)?)?;
            Some((cost + penalties.get(id).copied().unwrap_or(0), *id))
        };
        let (_, goal) = goals.iter().filter_map(cost).min()?;
        Some(self.way(reach, goal))
    }
}

/// The shortest way from every state to one of several edges.
#[derive(Debug)]
pub(super) struct Homeward {
    next: Vec<Option<EdgeId>>,
}

impl Homeward {
    pub(super) fn new(program: &Program, reach: &Reach, goals: &[EdgeId]) -> Self {
        let states = reach.graph.states().len();
        let mut before: Vec<Vec<EdgeId>> = vec![Vec::new(); states];
        for (id, edge) in reach.graph.edges().iter_enumerated() {
            if let Some(edges) = before.get_mut(edge.target.index()) {
                edges.push(id);
            }
        }
        let mut homeward = Self {
            next: vec![None; states],
        };
        let mut ready: BinaryHeap<Reverse<(u32, EdgeId)>> =
            goals.iter().map(|goal| Reverse((0, *goal))).collect();
        while let Some(Reverse((cost, id))) = ready.pop() {
            let Some(edge) = reach.graph.edges().get(id) else {
                continue;
            };
            let Some(slot @ None) = homeward.next.get_mut(edge.source.index()) else {
                continue;
            };
            *slot = Some(id);
            for id in before.get(edge.source.index()).into_iter().flatten() {
                let price = reach.graph.edges().get(*id);
                if let Some(price) = price.and_then(|edge| price_of(program, reach, edge)) {
                    ready.push(Reverse((cost + price, *id)));
                }
            }
        }
        homeward
    }

    /// The way from a state to the nearest goal.
    pub(super) fn way(
        &self,
        reach: &Reach,
        from: StateId,
        goals: &[EdgeId],
    ) -> Option<Vec<EdgeId>> {
        let mut way = Vec::new();
        let mut at = from;
        loop {
            let next = self.next.get(at.index()).copied().flatten()?;
            way.push(next);
            if goals.contains(&next) {
                return Some(way);
            }
            at = reach.graph.edges().get(next)?.target;
        }
    }
}

/// What taking an edge costs; nothing where the interpreter cannot be led over it.
fn price_of(program: &Program, reach: &Reach, edge: &Edge) -> Option<u32> {
    let place = reach.graph.place(edge.source);
    match edge.via {
        Via::ComesBack => None,
        Via::AgentJoins if matches!(place, Place::Queued(..)) => {
            waits(reach, program, edge).then_some(1)
        }
        Via::AgentJoins => Some(1),
        Via::Exit(_) if is_failure(program, reach, edge) => Some(FAILURE),
        Via::Exit(_)
        | Via::EntersQueue
        | Via::FlowStarts
        | Via::Disconnects
        | Via::FlowEnds
        | Via::ModuleStarts
        | Via::ModuleReturns(..)
        | Via::AgentLeaves => Some(1 + edge.least / A_STEP),
    }
}

/// Whether the flow of a queue rests at the block, so that an agent can join there.
fn waits(reach: &Reach, program: &Program, edge: &Edge) -> bool {
    let place = reach.graph.place(edge.source).block();
    place
        .and_then(|(flow, block)| program.flows.get(flow)?.blocks.get(block))
        .is_some_and(|block| {
            matches!(
                block.row.behaviour,
                Behaviour::Wait | Behaviour::Bot | Behaviour::Menu | Behaviour::StoreInput
            )
        })
}

fn is_failure(program: &Program, reach: &Reach, edge: &Edge) -> bool {
    reach
        .branch(edge)
        .and_then(|branch| outcome(program, branch))
        .is_some_and(fails)
}

/// Whether something goes wrong where this is the outcome.
pub(super) fn fails(outcome: &Outcome) -> bool {
    match outcome {
        Outcome::Error(_) => true,
        Outcome::Branch(branch) => !matches!(branch.undrawn, Undrawn::Next),
        Outcome::Success | Outcome::Case(..) | Outcome::Condition { .. } => false,
    }
}

/// The outcome of a branch that is an exit.
pub(super) fn outcome(program: &Program, branch: BlockBranch) -> Option<&Outcome> {
    let exit = block(program, branch)?.exits.get(branch.exit?)?;
    Some(&exit.outcome)
}

/// The block of a branch.
pub(super) fn block(program: &Program, branch: BlockBranch) -> Option<&Block> {
    program.flows.get(branch.flow)?.blocks.get(branch.block)
}
