//! Which branches of which blocks some chat can take, from whichever flow it starts in.

use super::contact::ContactGraph;
use super::entries::look_at_each;
use super::groups::groups;
use super::order;
use super::state::{Edge, EdgeId, Place, Seconds, Via};
use super::time::{Analysis, Settings};
use crate::id::Id;
use crate::program::{BlockId, FlowId, Program};
use std::collections::BTreeSet;

/// How many states are built in all, for each block of the program, and besides.
const STATES_A_BLOCK: usize = 16;
const STATES_BESIDES: usize = 10_000;

/// One branch of one block.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct BlockBranch {
    /// The flow.
    pub flow: FlowId,
    /// The block.
    pub block: BlockId,
    /// The exit, by its place in the block's exits; nothing where the block leaves the
    /// flow by what it does: a transfer, a disconnect, an end.
    pub exit: Option<usize>,
}

/// The chats that start in one flow.
#[derive(Debug)]
pub struct Reach {
    /// The flow.
    pub entry: FlowId,
    /// Everywhere they can be.
    pub graph: ContactGraph,
    /// Whether each edge can be taken before the chat is over, by its id.
    in_time: Vec<bool>,
}

impl Reach {
    fn new(program: &Program, entry: FlowId, settings: &Settings, limit: usize) -> Self {
        let graph = ContactGraph::new(program, entry, limit);
        let duration = Analysis::duration_of(program, entry, settings);
        let in_time = edges_in_time(&graph, duration);
        Self {
            entry,
            graph,
            in_time,
        }
    }

    /// The edges that take a branch of a block, each with that branch.
    pub fn branches(&self) -> impl Iterator<Item = (EdgeId, BlockBranch)> {
        self.graph
            .edges()
            .iter_enumerated()
            .filter_map(|(id, edge)| {
                let branch = self.branch(edge)?;
                self.is_in_time(id).then_some((id, branch))
            })
    }

    /// The branch that an edge takes; nothing where people move the chat on. A module that
    /// returns takes a branch of the block that invoked it.
    #[must_use]
    pub fn branch(&self, edge: &Edge) -> Option<BlockBranch> {
        if let Via::ModuleReturns(flow, block, exit) = edge.via {
            let exit = Some(usize::try_from(exit?).unwrap_or(usize::MAX));
            return Some(BlockBranch { flow, block, exit });
        }
        let (flow, block) = self.graph.place(edge.source).block()?;
        let exit = match edge.via {
            Via::Exit(exit) => Some(usize::try_from(exit).unwrap_or(usize::MAX)),
            Via::EntersQueue | Via::FlowStarts | Via::Disconnects | Via::FlowEnds => None,
            Via::AgentJoins
            | Via::AgentLeaves
            | Via::ComesBack
            | Via::ModuleStarts
            | Via::ModuleReturns(..) => return None,
        };
        Some(BlockBranch { flow, block, exit })
    }

    /// Whether an edge can be taken before the chat is over.
    #[must_use]
    pub fn is_in_time(&self, edge: EdgeId) -> bool {
        self.in_time.get(edge.index()) == Some(&true)
    }

    fn flows(&self) -> BTreeSet<FlowId> {
        self.graph
            .states()
            .iter()
            .filter_map(|state| match state.place {
                Place::Block(flow, _) | Place::Queued(flow, _) => Some(flow),
                Place::Waiting
                | Place::WaitingOutside(_)
                | Place::WithAgent
                | Place::Outside(_)
                | Place::Ended => None,
            })
            .collect()
    }
}

fn edges_in_time(graph: &ContactGraph, duration: Seconds) -> Vec<bool> {
    let earliest = order::earliest(graph, duration);
    let starts = |edge: &Edge| earliest.get(edge.source.index()).copied().flatten();
    let in_time = |edge: &Edge| {
        let taken = starts(edge).and_then(|(at, _)| at.checked_add(edge.least));
        taken.is_some_and(|at| at < duration)
    };
    graph.edges().iter().map(in_time).collect()
}

/// The chats that start in one flow.
#[must_use]
pub fn from(program: &Program, entry: FlowId, settings: &Settings) -> Reach {
    let blocks: usize = program.flows.iter().map(|flow| flow.blocks.len()).sum();
    let limit = STATES_A_BLOCK * blocks + STATES_BESIDES;
    Reach::new(program, entry, settings, limit)
}

/// The chats of every flow in which chats start, in the order in which the checks look at
/// them. Where very many flows share very many others, those that come last are left out.
#[must_use]
pub fn everywhere(program: &Program, settings: &Settings) -> Vec<Reach> {
    let groups = groups(program);
    let found = groups.iter().map(|group| within(program, group, settings));
    found.flatten().collect()
}

fn within(program: &Program, flows: &[FlowId], settings: &Settings) -> Vec<Reach> {
    let of_group = flows.iter().filter_map(|id| program.flows.get(*id));
    let blocks: usize = of_group.map(|flow| flow.blocks.len()).sum();
    let mut budget = STATES_A_BLOCK * blocks + STATES_BESIDES;
    let mut found = Vec::new();
    look_at_each(program, flows, &settings.entries, |entry, _| {
        if budget == 0 {
            return BTreeSet::new();
        }
        let reach = Reach::new(program, entry, settings, budget);
        budget = budget.saturating_sub(reach.graph.states().len());
        let visited = reach.flows();
        found.push(reach);
        visited
    });
    found
}
