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
    /// The edges by which a module ends because an exit leads nowhere, with that exit.
    fallen_out: Vec<(EdgeId, BlockBranch)>,
}

impl Reach {
    fn new(program: &Program, entry: FlowId, settings: &Settings, limit: usize) -> Self {
        let graph = ContactGraph::new(program, entry, limit);
        let duration = Analysis::duration_of(program, entry, settings);
        let in_time = edges_in_time(&graph, duration);
        let fallen_out = fallen_out(program, &graph);
        Self {
            entry,
            graph,
            in_time,
            fallen_out,
        }
    }

    /// The edges that take a branch of a block, each with that branch.
    pub fn branches(&self) -> impl Iterator<Item = (EdgeId, BlockBranch)> {
        let edges = self.graph.edges().iter_enumerated();
        edges
            .filter_map(|(id, edge)| Some((id, self.branch(edge)?)))
            .chain(self.fallen_out.iter().copied())
            .filter(|(id, _)| self.is_in_time(*id))
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

/// A module that ends at an exit that leads nowhere comes back to its caller by one edge; that
/// the exit was taken is said here.
fn fallen_out(program: &Program, graph: &ContactGraph) -> Vec<(EdgeId, BlockBranch)> {
    let edges = graph.edges().iter_enumerated();
    let returns = edges.filter(|(_, edge)| matches!(edge.via, Via::ModuleReturns(..)));
    let exits = returns.filter_map(|(id, edge)| {
        let (flow, block) = graph.place(edge.source).block()?;
        let exits = program.flows.get(flow)?.blocks.get(block)?.exits.iter();
        let open = exits
            .enumerate()
            .filter(|(_, exit)| exit.target.block().is_none());
        Some(open.map(move |(exit, _)| {
            let exit = Some(exit);
            (id, BlockBranch { flow, block, exit })
        }))
    });
    exits.flatten().collect()
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
