//! The whole-contact graph: everywhere one chat can be, from the flow it starts in.
//!
//! INVARIANT: only states that the entry reaches are built, and the edges of a state
//! lie side by side, so a walk costs what it reaches and nothing else.

use super::build;
use super::state::{Edge, EdgeId, Place, State, StateId};
use crate::id::{Id, IndexVec};
use crate::program::{BlockId, FlowId, Program};
use std::collections::BTreeSet;

/// Everywhere a chat can be that starts in one flow.
#[derive(Debug, Default)]
pub struct ContactGraph {
    states: IndexVec<StateId, State>,
    edges: IndexVec<EdgeId, Edge>,
    /// Where the edges of each state begin; one more at the end.
    first: Vec<usize>,
    complete: bool,
    too_deep: BTreeSet<(FlowId, BlockId)>,
}

impl ContactGraph {
    /// The graph of the chats that start in `entry`, with `limit` states at most.
    #[must_use]
    pub fn new(program: &Program, entry: FlowId, limit: usize) -> Self {
        build::build(program, entry, limit)
    }

    pub(super) const fn from_parts(
        states: IndexVec<StateId, State>,
        edges: IndexVec<EdgeId, Edge>,
        first: Vec<usize>,
        complete: bool,
        too_deep: BTreeSet<(FlowId, BlockId)>,
    ) -> Self {
        Self {
            states,
            edges,
            first,
            complete,
            too_deep,
        }
    }

    /// The state in which a chat starts; nothing where the flow has no block.
    #[must_use]
    pub fn start(&self) -> Option<StateId> {
        self.states.ids().next()
    }

    /// Whether every state was built.
    #[must_use]
    pub const fn is_complete(&self) -> bool {
        self.complete
    }

    /// The blocks that invoke a module where too many run already.
    #[must_use]
    pub const fn too_deep(&self) -> &BTreeSet<(FlowId, BlockId)> {
        &self.too_deep
    }

    /// The states, in order of discovery.
    #[must_use]
    pub const fn states(&self) -> &IndexVec<StateId, State> {
        &self.states
    }

    /// Every edge, by source.
    #[must_use]
    pub const fn edges(&self) -> &IndexVec<EdgeId, Edge> {
        &self.edges
    }

    /// Where a state is.
    #[must_use]
    pub fn place(&self, state: StateId) -> Place {
        self.states
            .get(state)
            .map_or(Place::Ended, |state| state.place)
    }

    /// The edges out of a state.
    pub fn out(&self, state: StateId) -> impl Iterator<Item = (EdgeId, &Edge)> {
        let from = self.first.get(state.index()).copied().unwrap_or(0);
        let to = self.first.get(state.index() + 1).copied().unwrap_or(from);
        (from..to).filter_map(|index| {
            let id = EdgeId::from_index(index);
            Some((id, self.edges.get(id)?))
        })
    }

    /// The states at a block of a flow, each with the block.
    pub fn at_blocks(&self) -> impl Iterator<Item = (StateId, FlowId, BlockId)> {
        self.states.iter_enumerated().filter_map(|(id, state)| {
            let (flow, block) = state.place.block()?;
            Some((id, flow, block))
        })
    }
}
