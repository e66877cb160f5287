//! In which flows chats start.

use super::read;
use super::state::Hooked;
use crate::catalogue::{Behaviour, FlowKind};
use crate::program::{Flow, FlowId, Program};
use std::collections::{BTreeMap, BTreeSet};

/// How the flows of a program name each other.
#[derive(Debug, Default)]
pub struct Entries {
    /// Flows that run on an event, each with the flows that hook them.
    hooked_by: BTreeMap<FlowId, BTreeSet<FlowId>>,
    /// Flows that another one transfers to.
    transferred_to: BTreeSet<FlowId>,
}

impl Entries {
    /// Reads every hook and every transfer of these flows.
    #[must_use]
    pub fn new(program: &Program, flows: &[FlowId]) -> Self {
        let mut entries = Self::default();
        for id in flows.iter().copied() {
            let flow = &program.flows[id];
            for block in &flow.blocks {
                for (_, hooked) in read::hooks_set(program, block) {
                    if let Hooked::Flow(hooked) = hooked {
                        entries.hooked_by.entry(hooked).or_default().insert(id);
                    }
                }
                if block.row.behaviour == Behaviour::TransferToFlow
                    && let Hooked::Flow(target) = read::named_flow(program, block)
                    && target != id
                {
                    entries.transferred_to.insert(target);
                }
            }
        }
        entries
    }

    /// The flows in which chats start, those first that no other flow transfers to. A flow
    /// that runs on an event is not one; nor is one whose kind says that it starts no contact.
    #[must_use]
    pub fn in_order(&self, program: &Program, flows: &[FlowId]) -> Vec<FlowId> {
        let (named, free): (Vec<_>, Vec<_>) = flows
            .iter()
            .copied()
            .filter(|id| can_start(&program.flows[*id]) && !self.hooked_by.contains_key(id))
            .partition(|id| self.transferred_to.contains(id));
        [free, named].concat()
    }

    /// Flows that only run on an event and are hooked by nothing that a chat reaches: they
    /// are looked at as if chats started in them.
    #[must_use]
    pub fn left_over(
        &self,
        program: &Program,
        flows: &[FlowId],
        visited: &BTreeSet<FlowId>,
    ) -> Vec<FlowId> {
        flows
            .iter()
            .copied()
            .filter(|id| {
                can_start(&program.flows[*id])
                    && !visited.contains(id)
                    && self
                        .hooked_by
                        .get(id)
                        .is_some_and(|by| by.is_disjoint(visited))
            })
            .collect()
    }
}

/// An export does not always say what kind a flow is; then it may be where chats start.
const fn can_start(flow: &Flow) -> bool {
    matches!(
        flow.kind,
        None | Some(FlowKind::Inbound | FlowKind::Disconnect)
    )
}
