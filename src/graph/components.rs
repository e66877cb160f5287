//! The parts of a graph whose nodes reach each other, every part before those it leads to.

use super::lists::Lists;
use crate::id::Id;
use petgraph::algo::kosaraju_scc;
use petgraph::graph::{DiGraph, NodeIndex};

/// Groups of nodes that reach each other; most are one node by itself.
#[derive(Debug, Clone)]
pub struct Components<I> {
    members: Vec<I>,
    /// Where the members of each group end.
    ends: Vec<usize>,
    /// How many of the first groups stand before every circle.
    plain: usize,
    /// The nodes with an edge to themselves.
    to_themselves: Vec<I>,
}

impl<I: Id + Ord> Components<I> {
    /// The groups of `count` nodes.
    ///
    /// Nodes that nothing leads to any more are taken away one after another, which is
    /// all there is to do where no circle is; what then remains is petgraph's.
    pub(super) fn new(count: usize, edges: &[(I, I)]) -> Self {
        let mut sources = vec![0_u32; count];
        for (_, target) in edges {
            if let Some(sources) = sources.get_mut(target.index()) {
                *sources += 1;
            }
        }
        let behind = Lists::new(count, edges);
        let free = |node: &I| sources.get(node.index()) == Some(&0);
        let mut members = Vec::with_capacity(count);
        members.extend((0..count).map(I::from_index).filter(free));
        let mut done = 0;
        while let Some(node) = members.get(done).copied() {
            done += 1;
            for target in behind.of(node) {
                if let Some(sources) = sources.get_mut(target.index()) {
                    *sources -= 1;
                    if *sources == 0 {
                        members.push(*target);
                    }
                }
            }
        }
        let to_itself = edges.iter().filter(|(source, target)| source == target);
        let mut components = Self {
            plain: members.len(),
            ends: (1..=members.len()).collect(),
            members,
            to_themselves: to_itself.map(|(node, _)| *node).collect(),
        };
        if components.plain < count {
            components.to_themselves.sort_unstable();
            components.add_rest(edges, &sources);
        }
        components
    }

    /// Adds the nodes that still have sources.
    fn add_rest(&mut self, edges: &[(I, I)], sources: &[u32]) {
        let mut shape = DiGraph::<I, ()>::new();
        let mut nodes: Vec<Option<NodeIndex>> = vec![None; sources.len()];
        for (index, node) in nodes.iter_mut().enumerate() {
            if sources.get(index).is_some_and(|sources| *sources > 0) {
                *node = Some(shape.add_node(I::from_index(index)));
            }
        }
        let node = |of: &I| nodes.get(of.index()).copied().flatten();
        for (source, target) in edges {
            if let (Some(source), Some(target)) = (node(source), node(target)) {
                shape.add_edge(source, target, ());
            }
        }
        for group in kosaraju_scc(&shape).into_iter().rev() {
            let from = self.members.len();
            let members = group.into_iter().filter_map(|node| shape.node_weight(node));
            self.members.extend(members);
            if let Some(members) = self.members.get_mut(from..) {
                members.sort_unstable();
            }
            self.ends.push(self.members.len());
        }
    }

    /// Every group, each sorted.
    pub fn iter(&self) -> impl Iterator<Item = &[I]> {
        (0..self.ends.len()).filter_map(|number| self.group(number))
    }

    /// The nodes before every circle, which come first, each a group by itself.
    #[must_use]
    pub fn plain(&self) -> &[I] {
        self.members.get(..self.plain).unwrap_or_default()
    }

    /// The other groups, each with its number.
    pub fn tangled(&self) -> impl Iterator<Item = (usize, &[I])> {
        let numbers = self.plain..self.ends.len();
        numbers.filter_map(|number| Some((number, self.group(number)?)))
    }

    /// The groups that hold an edge.
    pub fn cycles(&self) -> impl Iterator<Item = &[I]> {
        let tangled = self.tangled().map(|(_, group)| group);
        tangled.filter(|group| match group {
            [only] => self.to_themselves.binary_search(only).is_ok(),
            _ => true,
        })
    }

    /// For each node, by index, the number of its group.
    #[must_use]
    pub fn numbers(&self) -> Vec<usize> {
        let mut numbers = vec![0; self.members.len()];
        for (number, group) in self.iter().enumerate() {
            for member in group {
                if let Some(of_member) = numbers.get_mut(member.index()) {
                    *of_member = number;
                }
            }
        }
        numbers
    }

    /// The group of a number.
    #[must_use]
    pub fn group(&self, number: usize) -> Option<&[I]> {
        self.members
            .get(self.start(number)..*self.ends.get(number)?)
    }

    fn start(&self, number: usize) -> usize {
        let before = number.checked_sub(1);
        before
            .and_then(|last| self.ends.get(last).copied())
            .unwrap_or(0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::graph::StateId;
    use crate::graph::lists::leading_to;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn groups_are_what_reaches_each_other_in_the_order_of_the_edges(
            count in 1_usize..10,
            edges in prop::collection::vec((0_usize..10, 0_usize..10), 0..25),
        ) {
            let node = |index: usize| StateId::from_index(index % count);
            let edges: Vec<_> = edges.into_iter().map(|(from, to)| (node(from), node(to))).collect();
            let groups = Components::new(count, &edges);
            let numbers = groups.numbers();
            let leads = |from: usize, to: usize| {
                leading_to(count, edges.iter().copied(), [node(to)])[from]
            };
            for one in 0..count {
                for other in 0..count {
                    let together = leads(one, other) && leads(other, one);
                    prop_assert_eq!(numbers[one] == numbers[other], together);
                }
            }
            for (from, to) in &edges {
                prop_assert!(numbers[from.index()] <= numbers[to.index()]);
            }
            let on_circle = |node: usize| {
                let inside = |(from, to): &(StateId, StateId)| {
                    [from, to].map(|end| numbers[end.index()]) == [numbers[node]; 2]
                };
                edges.iter().any(inside)
            };
            let cyclic: Vec<usize> = groups.cycles().flatten().map(|node| node.index()).collect();
            for node in 0..count {
                prop_assert_eq!(cyclic.contains(&node), on_circle(node));
            }
            for plain in groups.plain() {
                prop_assert!((0..count).all(|node| !(on_circle(node) && leads(node, plain.index()))));
            }
        }
    }
}
