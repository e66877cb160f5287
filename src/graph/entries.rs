//! In which flows chats start.

use super::read;
use super::state::Hooked;
use crate::catalogue::{Behaviour, FlowKind};
use crate::program::{Flow, FlowId, Program};
use std::collections::{BTreeMap, BTreeSet};

/// Looks at every flow in which chats start; then, as if they started there, at each that no
/// chat was in. `look` is told whether a flow is only looked at so, and says in which flows
/// the chats can be that start in it. `marked` flows are entries whatever names them.
pub fn look_at_each(
    program: &Program,
    flows: &[FlowId],
    marked: &[String],
    mut look: impl FnMut(FlowId, bool) -> BTreeSet<FlowId>,
) {
    let entries = Entries::new(program, flows);
    let mut visited = BTreeSet::new();
    for entry in entries.of_chats(program, flows, marked) {
        visited.extend(look(entry, false));
    }
    for entry in flows.iter().copied() {
        if entries.is_left_over(program, entry, &visited) {
            visited.extend(look(entry, true));
        }
    }
}

/// How the flows of a program name each other.
#[derive(Debug, Default)]
struct Entries {
    /// Flows that run on an event, each with the flows that hook them.
    hooked_by: BTreeMap<FlowId, BTreeSet<FlowId>>,
    /// Flows that another one transfers to.
    transferred_to: BTreeSet<FlowId>,
}

impl Entries {
    /// Reads every hook and every transfer of these flows.
    fn new(program: &Program, flows: &[FlowId]) -> Self {
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

    /// The flows in which chats start: those of a kind that starts contacts which no other
    /// flow names, and those that are `marked` by their names.
    fn of_chats(&self, program: &Program, flows: &[FlowId], marked: &[String]) -> Vec<FlowId> {
        let is_marked = |flow: &Flow| marked.iter().any(|name| flow.is_called(name));
        let is_named =
            |id: &FlowId| self.hooked_by.contains_key(id) || self.transferred_to.contains(id);
        let starts = |id: &FlowId| {
            program
                .flows
                .get(*id)
                .is_some_and(|flow| is_marked(flow) || (can_start(flow) && !is_named(id)))
        };
        flows.iter().copied().filter(starts).collect()
    }

    /// Whether no chat that starts elsewhere can be in a flow, though chats could: it is
    /// looked at as if they started in it. One that is hooked by a flow which chats do reach
    /// is left alone: the event cannot happen there.
    fn is_left_over(&self, program: &Program, flow: FlowId, visited: &BTreeSet<FlowId>) -> bool {
        let hooked = self.hooked_by.get(&flow);
        program
            .flows
            .get(flow)
            .is_some_and(|flow| serves_customers(flow))
            && !visited.contains(&flow)
            && hooked.is_none_or(|by| by.is_disjoint(visited))
    }
}

/// An export does not always say what kind a flow is; then it may be where chats start.
const fn can_start(flow: &Flow) -> bool {
    matches!(flow.kind, None | Some(FlowKind::Inbound))
}

/// Modules and disconnect flows are part of a contact, too, whoever names them.
const fn serves_customers(flow: &Flow) -> bool {
    can_start(flow) || matches!(flow.kind, Some(FlowKind::Module | FlowKind::Disconnect))
}
