//! Every way that a contact of any channel can take through flows that name each other.
//!
//! Where [`super::ContactGraph`] follows one chat with all that it carries, this graph has
//! one node a block, and is for questions that hold for every contact. [`Ways::solve`]
//! answers those of the form "what is known at this block, whichever way led here?".
//!
//! INVARIANT: linear in blocks and exits; a walk visits a block as often as its fact can
//! change, which the fact bounds.

use super::components::Components;
use super::flow::takeable;
use super::lists;
use super::read;
use super::state::Hooked;
use crate::catalogue::{Behaviour, Hook, Role};
use crate::id::{Id, IndexVec, define_id};
use crate::program::{Block, BlockId, Exit, FlowId, Program};
use std::collections::{BTreeSet, VecDeque};

define_id! {
    /// One block of a [`Ways`].
    pub struct NodeId;
}

/// How a way goes on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// By the exit at this place in the block's exits.
    Exit(usize),
    /// The flow that the block transfers to starts.
    Transfers,
    /// The module that the block invokes starts.
    Invokes,
    /// The flow that the block hooks will start on its event.
    Hooks(Hook),
}

/// One way on from a block.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Way {
    /// Where it leads.
    pub to: NodeId,
    /// How.
    pub step: Step,
}

/// What is known at a block.
pub trait Fact: Clone + PartialEq {
    /// What is known where this and `other` meet.
    fn join(&mut self, other: &Self);
}

/// Whether something has happened on every path to a block.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OnEveryPath(pub bool);

impl Fact for OnEveryPath {
    fn join(&mut self, other: &Self) {
        self.0 &= other.0;
    }
}

/// Whether something has happened on some path to a block.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OnSomePath(pub bool);

impl Fact for OnSomePath {
    fn join(&mut self, other: &Self) {
        self.0 |= other.0;
    }
}

/// Every way through some flows of a program, which have to be all that name each other;
/// see [`super::groups`].
#[derive(Debug)]
pub struct Ways<'p> {
    program: &'p Program,
    /// Each flow with the node of its first block, in the order of the program.
    flows: Vec<(FlowId, usize)>,
    nodes: IndexVec<NodeId, (FlowId, BlockId)>,
    /// Where the ways on from each node begin; one more at the end.
    first: Vec<usize>,
    ways: Vec<Way>,
    starts: Vec<FlowId>,
}

impl<'p> Ways<'p> {
    /// The ways through flows, in the order of the program.
    #[must_use]
    pub fn new(program: &'p Program, flows: &[FlowId]) -> Self {
        let mut ways = Self {
            program,
            flows: Vec::with_capacity(flows.len()),
            nodes: IndexVec::new(),
            first: Vec::new(),
            ways: Vec::new(),
            starts: Vec::new(),
        };
        for id in flows {
            ways.flows.push((*id, ways.nodes.len()));
            for block in program
                .flows
                .get(*id)
                .into_iter()
                .flat_map(|flow| flow.blocks.ids())
            {
                ways.nodes.push((*id, block));
            }
        }
        ways.first.reserve(ways.nodes.len() + 1);
        for node in ways.nodes.ids() {
            ways.first.push(ways.ways.len());
            ways.add_from(node);
        }
        ways.first.push(ways.ways.len());
        ways.starts = ways.find_starts();
        ways
    }

    fn add_from(&mut self, node: NodeId) {
        let Some((flow, at)) = self.place(node) else {
            return;
        };
        let Some(block) = self.block_at(flow, at) else {
            return;
        };
        for (index, exit) in takeable(block) {
            let next = exit.target.block();
            if let Some(to) = next.and_then(|next| self.node(flow, next)) {
                let step = Step::Exit(index);
                self.ways.push(Way { to, step });
            }
        }
        if block.row.behaviour == Behaviour::TransferToFlow
            && let Hooked::Flow(flow) = read::named_flow(self.program, block)
        {
            self.add_start(flow, Step::Transfers);
        }
        if let Some(module) = self.program.target_flow(block, Role::Module) {
            self.add_start(module, Step::Invokes);
        }
        for (hook, hooked) in read::hooks_set(self.program, block) {
            if let Hooked::Flow(flow) = hooked {
                self.add_start(flow, Step::Hooks(hook));
            }
        }
    }

    /// A way to the start of a flow that a block starts, or will start.
    fn add_start(&mut self, flow: FlowId, step: Step) {
        if let Some(to) = self.start_of(flow) {
            self.ways.push(Way { to, step });
        }
    }

    // ------------------------------------------------------------ what is where

    /// The node of a block.
    #[must_use]
    pub fn node(&self, flow: FlowId, block: BlockId) -> Option<NodeId> {
        let place = self
            .flows
            .binary_search_by_key(&flow, |(flow, _)| *flow)
            .ok()?;
        let (_, first) = self.flows.get(place)?;
        let node = NodeId::from_index(first + block.index());
        (self.place(node)? == (flow, block)).then_some(node)
    }

    /// The node at which a flow starts.
    #[must_use]
    pub fn start_of(&self, flow: FlowId) -> Option<NodeId> {
        self.node(flow, self.program.flows.get(flow)?.start?)
    }

    /// The flow and the block of a node.
    #[must_use]
    pub fn place(&self, node: NodeId) -> Option<(FlowId, BlockId)> {
        self.nodes.get(node).copied()
    }

    /// The block of a node.
    #[must_use]
    pub fn block(&self, node: NodeId) -> Option<&'p Block> {
        let (flow, block) = self.place(node)?;
        self.block_at(flow, block)
    }

    fn block_at(&self, flow: FlowId, block: BlockId) -> Option<&'p Block> {
        self.program.flows.get(flow)?.blocks.get(block)
    }

    /// The exit by which a way leaves its block, where it is one.
    #[must_use]
    pub fn exit(&self, from: NodeId, way: &Way) -> Option<&'p Exit> {
        match way.step {
            Step::Exit(index) => self.block(from)?.exits.get(index),
            Step::Transfers | Step::Invokes | Step::Hooks(_) => None,
        }
    }

    /// Every node, with its block.
    pub fn blocks(&self) -> impl Iterator<Item = (NodeId, FlowId, &'p Block)> {
        self.nodes.iter_enumerated().filter_map(|(node, place)| {
            let block = self.block_at(place.0, place.1)?;
            Some((node, place.0, block))
        })
    }

    /// The ways on from a node.
    pub fn out(&self, node: NodeId) -> impl Iterator<Item = &Way> {
        let from = self.first.get(node.index()).copied().unwrap_or(0);
        let to = self.first.get(node.index() + 1).copied().unwrap_or(from);
        self.ways.get(from..to).unwrap_or_default().iter()
    }

    /// The flows in which contacts start: those that no other flow names, then, of flows
    /// that only name each other, the first.
    pub fn starts(&self) -> impl Iterator<Item = FlowId> {
        self.starts.iter().copied()
    }

    fn find_starts(&self) -> Vec<FlowId> {
        let named = self.named_flows();
        let flows = self.flows.iter().map(|(flow, _)| *flow);
        let (named, free): (Vec<_>, Vec<_>) = flows.partition(|flow| named.contains(flow));
        let mut reached = vec![false; self.nodes.len()];
        let mut starts = Vec::new();
        for flow in free.into_iter().chain(named) {
            let Some(start) = self.start_of(flow) else {
                continue;
            };
            if reached.get(start.index()) == Some(&false) {
                starts.push(flow);
                self.reach(start, &mut reached);
            }
        }
        starts
    }

    fn named_flows(&self) -> BTreeSet<FlowId> {
        let steps = self.nodes.ids().flat_map(|from| {
            let source = self.place(from).map(|(flow, _)| flow);
            self.out(from).filter_map(move |way| {
                let (flow, _) = self.place(way.to)?;
                (!matches!(way.step, Step::Exit(_)) && source != Some(flow)).then_some(flow)
            })
        });
        steps.collect()
    }

    fn reach(&self, from: NodeId, reached: &mut [bool]) {
        let mut next = vec![from];
        while let Some(node) = next.pop() {
            if let Some(mark @ false) = reached.get_mut(node.index()) {
                *mark = true;
                next.extend(self.out(node).map(|way| way.to));
            }
        }
    }

    // ---------------------------------------------------------------- questions

    /// What is known at each node when it is reached; nothing where no way leads there.
    /// `starts` says what is known where contacts start, `passes` what is known behind a
    /// way; nothing where it cannot be taken.
    pub fn solve<F: Fact>(
        &self,
        starts: impl IntoIterator<Item = (NodeId, F)>,
        passes: impl Fn(NodeId, &Way, &F) -> Option<F>,
    ) -> Solved<F> {
        let mut solved = Solved {
            facts: self.nodes.ids().map(|_| None).collect(),
        };
        let mut waits = vec![false; self.nodes.len()];
        let mut next = VecDeque::new();
        for (node, fact) in starts {
            solved.meet(node, &fact, &mut waits, &mut next);
        }
        while let Some(node) = next.pop_front() {
            if let Some(waits) = waits.get_mut(node.index()) {
                *waits = false;
            }
            let Some(fact) = solved.at(node).cloned() else {
                continue;
            };
            for way in self.out(node) {
                if let Some(fact) = passes(node, way, &fact) {
                    solved.meet(way.to, &fact, &mut waits, &mut next);
                }
            }
        }
        solved
    }

    /// The nodes in groups that reach each other over ways that `follow` accepts; only
    /// groups that hold a way.
    #[must_use]
    pub fn cycles(&self, follow: impl Fn(NodeId, &Way) -> bool) -> Vec<Vec<NodeId>> {
        let edges: Vec<_> = self.edges(follow).collect();
        let components = Components::new(self.nodes.len(), &edges);
        let mut cycles: Vec<Vec<NodeId>> = components.cycles().map(<[_]>::to_vec).collect();
        cycles.sort_unstable();
        cycles
    }

    /// The nodes from which one of `goals` is reached over ways that `follow` accepts, by
    /// index; the goals included.
    #[must_use]
    pub fn leading_to(
        &self,
        goals: impl IntoIterator<Item = NodeId>,
        follow: impl Fn(NodeId, &Way) -> bool,
    ) -> Vec<bool> {
        lists::leading_to(self.nodes.len(), self.edges(follow), goals)
    }

    fn edges(
        &self,
        follow: impl Fn(NodeId, &Way) -> bool,
    ) -> impl Iterator<Item = (NodeId, NodeId)> {
        let from_each = self.nodes.ids();
        let ways = from_each.flat_map(|from| self.out(from).map(move |way| (from, way)));
        let followed = ways.filter(move |(from, way)| follow(*from, way));
        followed.map(|(from, way)| (from, way.to))
    }
}

/// What is known at every node.
#[derive(Debug)]
pub struct Solved<F> {
    facts: Vec<Option<F>>,
}

impl<F: Fact> Solved<F> {
    /// What is known at a node; nothing where no way leads there.
    #[must_use]
    pub fn at(&self, node: NodeId) -> Option<&F> {
        self.facts.get(node.index())?.as_ref()
    }

    fn meet(&mut self, node: NodeId, fact: &F, waits: &mut [bool], next: &mut VecDeque<NodeId>) {
        let Some(known) = self.facts.get_mut(node.index()) else {
            return;
        };
        let changed = match known {
            Some(known) => {
                let before = known.clone();
                known.join(fact);
                *known != before
            }
            None => {
                *known = Some(fact.clone());
                true
            }
        };
        if let (true, Some(waits @ false)) = (changed, waits.get_mut(node.index())) {
            *waits = true;
            next.push_back(node);
        }
    }
}
