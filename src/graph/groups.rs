//! Which flows a chat can pass between, so that the others need not be looked at together.

use crate::id::Id;
use crate::program::{FlowId, Program};
use petgraph::unionfind::UnionFind;

/// The flows of a program, those together that name each other, directly or through others.
/// Groups stand in the order of their first flow, the flows of a group in that of the program.
///
/// Nothing that is true of a flow depends on a flow of another group.
#[must_use]
pub fn groups(program: &Program) -> Vec<Vec<FlowId>> {
    let joined = joined(program);
    let mut groups: Vec<Vec<FlowId>> = Vec::new();
    let mut group_of = vec![None; program.flows.len()];
    for id in program.flows.ids() {
        let Some(group) = group_of.get_mut(joined.find(id.index())) else {
            continue;
        };
        let number = *group.get_or_insert(groups.len());
        match groups.get_mut(number) {
            Some(members) => members.push(id),
            None => groups.push(vec![id]),
        }
    }
    groups
}

fn joined(program: &Program) -> UnionFind<usize> {
    let mut joined = UnionFind::new(program.flows.len());
    for (id, flow) in program.flows.iter_enumerated() {
        let arguments = flow.blocks.iter().flat_map(|block| &block.arguments);
        for argument in arguments {
            argument.value.each_resource(&mut |resource| {
                if let Some(named) = program.flow_of(resource) {
                    joined.union(id.index(), named.index());
                }
            });
        }
    }
    joined
}
