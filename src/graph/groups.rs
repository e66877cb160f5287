//! Which flows a chat can pass between, so that the others need not be looked at together.

use crate::program::{FlowId, Program};
use petgraph::unionfind::UnionFind;

/// The flows of a program, those together that name each other, directly or through others.
/// Groups stand in the order of their first flow, the flows of a group in that of the program.
///
/// Nothing that is true of a flow depends on a flow of another group.
#[must_use]
pub fn groups(program: &Program) -> Vec<Vec<FlowId>> {
    let all: Vec<FlowId> = program.flows.ids().collect();
    // All of them are there.
    groups_of(program, &all).unwrap_or_default()
}

/// The groups of some flows, which stand in the order of the program; nothing where one of
/// them names a flow that is not among them.
#[must_use]
pub fn groups_of(program: &Program, flows: &[FlowId]) -> Option<Vec<Vec<FlowId>>> {
    let mut pairs = Vec::new();
    let mut is_closed = true;
    for (place, id) in flows.iter().enumerate() {
        let blocks = program.flows[*id].blocks.iter();
        for argument in blocks.flat_map(|block| &block.arguments) {
            argument.value.each_resource(&mut |resource| {
                let Some(named) = program.flow_of(resource) else {
                    return;
                };
                match flows.binary_search(&named) {
                    Ok(other) => pairs.push((place, other)),
                    Err(_) => is_closed = false,
                }
            });
        }
    }
    let flow = |place: usize| flows.get(place).copied();
    let group = |places: Vec<usize>| places.into_iter().filter_map(flow).collect();
    let groups = connected(flows.len(), pairs).into_iter().map(group);
    is_closed.then(|| groups.collect())
}

/// So many things, those together that pairs connect, directly or through others. Groups stand
/// in the order of their first thing, the things of a group in order.
#[must_use]
pub fn connected(
    things: usize,
    pairs: impl IntoIterator<Item = (usize, usize)>,
) -> Vec<Vec<usize>> {
    let mut joined = UnionFind::new(things);
    for (one, other) in pairs {
        joined.union(one, other);
    }
    let mut groups: Vec<Vec<usize>> = Vec::new();
    let mut group_of = vec![None; things];
    for thing in 0..things {
        let Some(group) = group_of.get_mut(joined.find(thing)) else {
            continue;
        };
        let number = *group.get_or_insert(groups.len());
        match groups.get_mut(number) {
            Some(members) => members.push(thing),
            None => groups.push(vec![thing]),
        }
    }
    groups
}
