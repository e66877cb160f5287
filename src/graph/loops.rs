//! Loops that count: which ones are followed pass by pass, and how far they are.
//!
//! A loop whose rounds change nothing but its count may be left after any number of them
//! without changing an answer, so where a flow has many, only those are followed that
//! spend time or set a hook. A count is forgotten where the loop cannot be reached again.

use super::flow;
use super::read;
use super::state::PassesId;
use crate::catalogue::Behaviour;
use crate::id::{Id, IndexVec};
use crate::program::{Block, BlockId, Flow, FlowId};
use std::collections::BTreeMap;

/// How many combinations of passes are followed in a flow, whatever they do.
const FEW: i64 = 64;
/// How many combinations are followed of those that matter.
const MANY: i64 = 1_024;

/// The passes of loops, shared between states.
#[derive(Debug)]
pub(super) struct Loops {
    passes: IndexVec<PassesId, Vec<(BlockId, i64)>>,
    known: BTreeMap<Vec<(BlockId, i64)>, PassesId>,
    flows: BTreeMap<FlowId, BTreeMap<BlockId, Counted>>,
}

/// What is known about one loop.
#[derive(Debug)]
struct Counted {
    matters: bool,
    /// The blocks that reach it; empty where it is not followed.
    reached_from: Vec<bool>,
}

/// How a loop is treated.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Treatment {
    /// Pass by pass, up to its count.
    Followed,
    /// It goes round as often as anybody likes, and that changes nothing.
    Harmless,
    /// It goes round as often as anybody likes, though it should not.
    Guessed,
}

impl Default for Loops {
    fn default() -> Self {
        let mut passes = IndexVec::new();
        let none = passes.push(Vec::new());
        Self {
            passes,
            known: BTreeMap::from([(Vec::new(), none)]),
            flows: BTreeMap::new(),
        }
    }
}

impl Loops {
    /// How the loop at a block of a flow is treated.
    pub(super) fn treatment(&mut self, id: FlowId, flow: &Flow, at: BlockId) -> Treatment {
        let loops = self.flows.entry(id).or_insert_with(|| counted(flow));
        match loops.get(&at) {
            Some(counted) if !counted.reached_from.is_empty() => Treatment::Followed,
            Some(counted) if counted.matters => Treatment::Guessed,
            Some(_) | None => Treatment::Harmless,
        }
    }

    /// How often the loop at `at` has gone round.
    pub(super) fn passed(&self, passes: PassesId, at: BlockId) -> i64 {
        self.passes
            .get(passes)
            .and_then(|passes| passes.iter().find(|(block, _)| *block == at))
            .map_or(0, |(_, count)| *count)
    }

    /// `passes` with another count for the loop at `at`.
    pub(super) fn set(&mut self, passes: PassesId, at: BlockId, count: i64) -> PassesId {
        let mut changed = self.passes.get(passes).cloned().unwrap_or_default();
        changed.retain(|(block, _)| *block != at);
        if count > 0 {
            changed.push((at, count));
            changed.sort_unstable();
        }
        self.intern(changed)
    }

    /// What remains of `passes` at a block: the counts of loops that can be reached again.
    pub(super) fn remaining(&mut self, passes: PassesId, id: FlowId, at: BlockId) -> PassesId {
        let Some(loops) = self.flows.get(&id) else {
            return passes;
        };
        let mut kept = self.passes.get(passes).cloned().unwrap_or_default();
        let all = kept.len();
        kept.retain(|(counted, _)| {
            loops
                .get(counted)
                .and_then(|counted| counted.reached_from.get(at.index()))
                .is_some_and(|reaches| *reaches)
        });
        if kept.len() == all {
            passes
        } else {
            self.intern(kept)
        }
    }

    fn intern(&mut self, passes: Vec<(BlockId, i64)>) -> PassesId {
        if let Some(known) = self.known.get(&passes) {
            return *known;
        }
        let id = self.passes.push(passes.clone());
        self.known.insert(passes, id);
        id
    }
}

fn counted(flow: &Flow) -> BTreeMap<BlockId, Counted> {
    let matter = cycles_that_matter(flow);
    let mut loops: BTreeMap<BlockId, Counted> = flow
        .blocks
        .iter_enumerated()
        .filter(|(_, block)| block.row.behaviour == Behaviour::Loop)
        .map(|(at, _)| {
            let counted = Counted {
                matters: matter.get(at.index()) == Some(&true),
                reached_from: Vec::new(),
            };
            (at, counted)
        })
        .collect();
    let all = combinations(flow, loops.keys());
    let that_matter = loops.iter().filter(|(_, counted)| counted.matters);
    let follow_many = combinations(flow, that_matter.map(|(at, _)| at)) <= MANY;
    for (at, counted) in &mut loops {
        let known = flow.blocks.get(*at).and_then(read::loop_count).is_some();
        if known && (all <= FEW || (counted.matters && follow_many)) {
            counted.reached_from = flow::leading_to(flow, *at);
        }
    }
    loops
}

fn combinations<'a>(flow: &Flow, loops: impl Iterator<Item = &'a BlockId>) -> i64 {
    loops
        .filter_map(|at| read::loop_count(flow.blocks.get(*at)?))
        .fold(1, |all, count| {
            all.saturating_mul(count.max(0).saturating_add(1))
        })
}

/// For each block, whether it is on a cycle with one that spends time or sets a hook.
fn cycles_that_matter(flow: &Flow) -> Vec<bool> {
    let cycles = flow::cycles(flow);
    let mut matter = vec![false; flow.blocks.len() + 1];
    for (block, cycle) in flow.blocks.iter().zip(&cycles) {
        if let Some(matter) = matter.get_mut(*cycle) {
            *matter |= matters(block);
        }
    }
    cycles
        .iter()
        .map(|cycle| matter.get(*cycle) == Some(&true))
        .collect()
}

const fn matters(block: &Block) -> bool {
    matches!(
        block.row.behaviour,
        Behaviour::Wait
            | Behaviour::Bot
            | Behaviour::Function
            | Behaviour::InvokeModule
            | Behaviour::SetHook(_)
            | Behaviour::SetHooks
    )
}
