//! The chats of flows that name each other: an analysis for every flow in which they start.

use super::entries::look_at_each;
use super::time::{Analysis, Settings};
use crate::program::{FlowId, Program};
use std::collections::BTreeSet;

/// Every chat of some flows.
#[derive(Debug)]
pub struct Chats {
    /// By the flow in which they start.
    pub analyses: Vec<Analysis>,
    /// Flows in which no chat starts by what is known, looked at as if some did.
    pub alone: BTreeSet<FlowId>,
    /// Entries whose chats can be in more states than were followed.
    pub not_followed: Vec<FlowId>,
}

/// How many states are built in all, for each block of the flows. More would mean that
/// very many entries share very many flows; then the entries that come last are not
/// followed to the end, which `not_followed` says.
const STATES_A_BLOCK: usize = 16;

impl Chats {
    /// Analyses the chats of every entry once. An entry that another reaches as freshly as if
    /// a chat started there is part of that one's analysis.
    #[must_use]
    pub fn new(program: &Program, flows: &[FlowId], settings: &Settings) -> Self {
        let blocks = |id: &FlowId| program.flows.get(*id).map_or(0, |flow| flow.blocks.len());
        let blocks: usize = flows.iter().map(blocks).sum();
        let mut work = Work {
            program,
            settings,
            chats: Self {
                analyses: Vec::new(),
                alone: BTreeSet::new(),
                not_followed: Vec::new(),
            },
            covered: BTreeSet::new(),
            budget: STATES_A_BLOCK * blocks + 10_000,
        };
        look_at_each(program, flows, &settings.entries, |entry, alone| {
            if alone {
                work.chats.alone.insert(entry);
            }
            work.analyse(entry)
        });
        work.chats
    }
}

struct Work<'p> {
    program: &'p Program,
    settings: &'p Settings,
    chats: Chats,
    covered: BTreeSet<(FlowId, u32)>,
    budget: usize,
}

impl Work<'_> {
    /// Gives the flows in which the chats of an entry can be.
    fn analyse(&mut self, entry: FlowId) -> BTreeSet<FlowId> {
        let duration = Analysis::duration_of(self.program, entry, self.settings);
        if self.covered.contains(&(entry, duration)) {
            return BTreeSet::new();
        }
        let analysis = Analysis::new(self.program, entry, self.settings, self.budget);
        self.budget = self.budget.saturating_sub(analysis.graph.states().len());
        if !analysis.graph.is_complete() {
            self.chats.not_followed.push(entry);
        }
        let flows: BTreeSet<FlowId> = analysis
            .graph
            .at_blocks()
            .map(|(_, flow, _)| flow)
            .collect();
        let broken = flows.iter().any(|flow| self.is_broken(*flow));
        let fresh = analysis.started_fresh(self.program);
        self.covered
            .extend(fresh.into_iter().map(|flow| (flow, duration)));
        if !broken {
            self.chats.analyses.push(analysis);
        }
        flows
    }

    /// Of a flow that could not be understood, nothing is known about its time.
    fn is_broken(&self, flow: FlowId) -> bool {
        self.program.flows.get(flow).is_some_and(|flow| flow.broken)
    }
}
