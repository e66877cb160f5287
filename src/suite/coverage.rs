//! Which branches of which blocks tests have taken, across flows.
//!
//! What counts is what the analyser says a chat can take; what it cannot take is named and
//! not counted.

use crate::catalogue::Behaviour;
use crate::graph::reach::everywhere;
use crate::graph::{BlockBranch, Reach, Settings, flow::takeable};
use crate::program::{Block, BlockId, FlowId, Program};
use crate::run::{Effect, Seen};
use std::collections::BTreeMap;

/// The branches that chats can take, each with how often it was taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Coverage {
    taken: BTreeMap<BlockBranch, usize>,
    unreachable: Vec<BlockBranch>,
}

/// How many branches there are, and how many of them were taken.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Share {
    /// How many can be taken.
    pub reachable: usize,
    /// How many were.
    pub taken: usize,
}

impl Share {
    /// In tenths of a percent, rounded down: 1000 only where every branch was taken.
    #[must_use]
    pub fn permille(self) -> usize {
        (self.taken * 1_000)
            .checked_div(self.reachable)
            .unwrap_or(1_000)
    }

    /// As a percentage: `85.7`, `100`.
    #[must_use]
    pub fn percent(self) -> String {
        match (self.permille() / 10, self.permille() % 10) {
            (whole, 0) => whole.to_string(),
            (whole, tenth) => format!("{whole}.{tenth}"),
        }
    }
}

impl Coverage {
    /// Nothing is taken yet.
    #[must_use]
    pub fn new(program: &Program, settings: &Settings) -> Self {
        Self::of(program, &everywhere(program, settings))
    }

    /// Nothing is taken yet of what these chats can take.
    #[must_use]
    pub fn of(program: &Program, reaches: &[Reach]) -> Self {
        let taken: BTreeMap<BlockBranch, usize> = reaches
            .iter()
            .flat_map(Reach::branches)
            .map(|(_, branch)| (branch, 0))
            .collect();
        let unreachable = all(program)
            .filter(|branch| !taken.contains_key(branch))
            .collect();
        Self { taken, unreachable }
    }

    /// Counts what was seen.
    pub fn add(&mut self, program: &Program, seen: &[Seen]) {
        for branch in taken(program, seen) {
            if let Some(times) = self.taken.get_mut(&branch) {
                *times += 1;
            }
        }
    }

    /// Adds what another one has counted of the same program.
    pub fn join(&mut self, other: &Self) {
        for (branch, times) in &other.taken {
            *self.taken.entry(*branch).or_insert(0) += times;
        }
    }

    /// Every branch that can be taken, with how often it was, by flow and block.
    pub fn branches(&self) -> impl Iterator<Item = (BlockBranch, usize)> {
        self.taken.iter().map(|(branch, times)| (*branch, *times))
    }

    /// Whether a branch that can be taken was not.
    #[must_use]
    pub fn lacks(&self, branch: &BlockBranch) -> bool {
        self.taken.get(branch) == Some(&0)
    }

    /// The branches that were not taken, by flow and block.
    pub fn missing(&self) -> impl Iterator<Item = BlockBranch> {
        let missing = self.branches().filter(|(_, times)| *times == 0);
        missing.map(|(branch, _)| branch)
    }

    /// The branches that no chat can take, by flow and block; they do not count.
    #[must_use]
    pub fn unreachable(&self) -> &[BlockBranch] {
        &self.unreachable
    }

    /// The flows that chats reach, each with its share, in order of definition.
    #[must_use]
    pub fn flows(&self) -> Vec<(FlowId, Share)> {
        let mut flows: BTreeMap<FlowId, Share> = BTreeMap::new();
        for (branch, times) in self.branches() {
            count(flows.entry(branch.flow).or_default(), times);
        }
        flows.into_iter().collect()
    }

    /// The share of all flows together.
    #[must_use]
    pub fn share(&self) -> Share {
        let mut share = Share::default();
        for (_, times) in self.branches() {
            count(&mut share, times);
        }
        share
    }
}

const fn count(share: &mut Share, times: usize) {
    share.reachable += 1;
    share.taken += (times > 0) as usize;
}

/// The branches that were taken, in order.
pub(super) fn taken<'s>(
    program: &'s Program,
    seen: &'s [Seen],
) -> impl Iterator<Item = BlockBranch> + 's {
    seen.iter().filter_map(|seen| {
        let Effect::Took { flow, block, way } = seen.effect else {
            return None;
        };
        // A failure whose branch is not there is no way out of its own.
        let row = block_of(program, flow, block)?.row;
        let counts = way.exit.is_some() || row.branch(way.word).is_none();
        counts.then_some(BlockBranch {
            flow,
            block,
            exit: way.exit,
        })
    })
}

/// Every branch that is written or drawn.
fn all(program: &Program) -> impl Iterator<Item = BlockBranch> + '_ {
    let blocks = program.flows.iter_enumerated().flat_map(|(flow, of_flow)| {
        let blocks = of_flow.blocks.iter_enumerated();
        blocks.map(move |(block, of_block)| (flow, block, of_block))
    });
    blocks.flat_map(|(flow, block, of_block)| {
        takeable(of_block).map(move |(exit, _)| BlockBranch {
            flow,
            block,
            exit: Some(exit),
        })
    })
}

fn block_of(program: &Program, flow: FlowId, block: BlockId) -> Option<&Block> {
    program.flows.get(flow)?.blocks.get(block)
}

/// What a branch is called: the words of the block and of the connector.
#[must_use]
pub fn words(program: &Program, branch: BlockBranch) -> (String, String) {
    let Some(block) = block_of(program, branch.flow, branch.block) else {
        return (String::new(), String::new());
    };
    let exit = branch.exit.and_then(|exit| block.exits.get(exit));
    let way = match exit {
        Some(exit) => exit.outcome.words(),
        None => leaves(block).to_owned(),
    };
    (crate::graph::story::called(block), way)
}

/// What it is called when a block leaves its flow by what it does.
fn leaves(block: &Block) -> &'static str {
    let transfers = matches!(
        block.row.behaviour,
        Behaviour::TransferToQueue | Behaviour::TransferToFlow
    );
    match block.row.behaviour == Behaviour::Disconnect {
        true => "disconnected",
        false if transfers => "transferred",
        false => "ended",
    }
}
