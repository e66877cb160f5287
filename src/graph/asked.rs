//! Where it makes a difference whether a chat has a working queue.
//!
//! States that differ in nothing else are one where it makes none: behind a transfer that
//! failed, a flow says goodbye with a queue as it does without.

use super::flow::takeable;
use super::lists;
use super::read;
use super::state::Hooked;
use crate::catalogue::Behaviour;
use crate::id::{Id, define_id};
use crate::program::{Block, BlockId, FlowId, Outcome, Program};
use std::collections::BTreeMap;

/// The blocks that can lead to one that asks for the working queue, before another sets it.
#[derive(Debug, Default)]
pub(super) struct Asked {
    /// For each flow that was looked at, its blocks by index.
    leads: BTreeMap<FlowId, Vec<bool>>,
}

impl Asked {
    /// Whether a block can lead there, in its flow or in those that it starts.
    pub(super) fn matters(&mut self, program: &Program, flow: FlowId, block: BlockId) -> bool {
        let known = self.known(flow, block);
        if known.is_none() && !self.leads.contains_key(&flow) {
            self.look_at(program, flow);
            return self.known(flow, block) == Some(true);
        }
        known == Some(true)
    }

    fn known(&self, flow: FlowId, block: BlockId) -> Option<bool> {
        self.leads.get(&flow)?.get(block.index()).copied()
    }

    /// Looks at a flow, and at all that it leads to and that were not looked at before.
    fn look_at(&mut self, program: &Program, first: FlowId) {
        let mut around = Around::default();
        around.add(program, first);
        let mut next = 0;
        while let Some((flow, at)) = around.blocks.get(next).copied() {
            let here = Number::from_index(next);
            let of_flow = program.flows.get(flow);
            if let Some(block) = of_flow.and_then(|flow| flow.blocks.get(at)) {
                let asks = self.asks(program, block, here, &mut around);
                if asks {
                    around.asking.push(here);
                }
                for target in exits_without_queue(block) {
                    around.leads(here, flow, target);
                }
            }
            next += 1;
        }
        let leads = around.leading();
        for ((flow, _), leads) in around.blocks.iter().zip(leads) {
            self.leads.entry(*flow).or_default().push(leads);
        }
        self.leads.entry(first).or_default();
    }

    /// Whether a block asks, as far as that is known; else what it starts is looked at, too.
    fn asks(&self, program: &Program, block: &Block, here: Number, around: &mut Around) -> bool {
        let behaviour = block.row.behaviour;
        if behaviour == Behaviour::TransferToQueue || read::asks_queue_for_hours(block) {
            return true;
        }
        let started = if behaviour == Behaviour::TransferToFlow {
            read::named_flow(program, block)
        } else if behaviour == Behaviour::InvokeModule {
            read::named_module(program, block)
        } else {
            return false;
        };
        let Hooked::Flow(flow) = started else {
            return false;
        };
        let Some(start) = program.flows.get(flow).and_then(|flow| flow.start) else {
            return false;
        };
        if let Some(known) = self.known(flow, start) {
            return known;
        }
        around.add(program, flow);
        around.leads(here, flow, start);
        false
    }
}

/// The blocks that the exits of a block lead to, but not those to which it leads with a queue.
fn exits_without_queue(block: &Block) -> impl Iterator<Item = BlockId> {
    let sets = block.row.behaviour == Behaviour::SetQueue;
    takeable(block)
        .filter(move |(_, exit)| !(sets && exit.outcome == Outcome::Success))
        .filter_map(|(_, exit)| exit.target.block())
}

define_id! {
    /// The place of a block in the row of an [`Around`].
    struct Number;
}

/// Flows that lead to each other, their blocks in one row.
#[derive(Default)]
struct Around {
    first: BTreeMap<FlowId, usize>,
    blocks: Vec<(FlowId, BlockId)>,
    /// Which block leads to which.
    edges: Vec<(Number, Number)>,
    asking: Vec<Number>,
}

impl Around {
    fn add(&mut self, program: &Program, flow: FlowId) {
        if self.first.contains_key(&flow) {
            return;
        }
        self.first.insert(flow, self.blocks.len());
        let blocks = program.flows.get(flow).into_iter();
        let blocks = blocks.flat_map(|flow| flow.blocks.ids());
        self.blocks.extend(blocks.map(|block| (flow, block)));
    }

    fn leads(&mut self, from: Number, flow: FlowId, block: BlockId) {
        if let Some(first) = self.first.get(&flow) {
            let to = Number::from_index(first.saturating_add(block.index()));
            self.edges.push((from, to));
        }
    }

    /// For each block, whether it leads to one that asks.
    fn leading(&self) -> Vec<bool> {
        let (edges, asking) = (self.edges.iter(), self.asking.iter());
        lists::leading_to(self.blocks.len(), edges.copied(), asking.copied())
    }
}
