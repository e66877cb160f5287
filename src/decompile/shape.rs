//! The shape of a flow: who leads to whom, and who can only be reached through whom.

use crate::id::{Id, IndexVec};
use crate::layout;
use crate::program::{BlockId, Flow};

/// The shape of a flow.
#[derive(Debug)]
pub(super) struct Shape {
    /// Reachable blocks, so that edges that close no cycle lead on.
    order: Vec<BlockId>,
    facts: IndexVec<BlockId, Facts>,
}

/// What is known about one block.
#[derive(Debug, Clone, Default)]
struct Facts {
    /// Where it stands in the order; nothing where it cannot be reached.
    rank: Option<usize>,
    /// The blocks that lead to it, each once.
    callers: Vec<BlockId>,
    /// The last block that every way to it passes; nothing where there is none, as behind
    /// several roots.
    above: Option<BlockId>,
    /// Whether that is known, so far.
    is_settled: bool,
    /// The blocks that have it as theirs, in order.
    below: Vec<BlockId>,
    /// How many blocks can only be reached through it, itself included.
    size: usize,
    /// Numbers between which those of all blocks below it lie.
    entered: usize,
    left: usize,
    /// Whether the search began here.
    is_root: bool,
}

impl Shape {
    /// Looks at a flow as seen from `roots`.
    pub(super) fn of(flow: &Flow, roots: &[BlockId]) -> Self {
        let mut shape = Self {
            order: Vec::with_capacity(flow.blocks.len()),
            facts: flow.blocks.ids().map(|_| Facts::default()).collect(),
        };
        for root in roots {
            shape.facts[*root].is_root = true;
        }
        shape.search(flow, roots);
        shape.callers(flow);
        shape.dominators();
        shape.tree(roots);
        shape
    }

    /// The blocks that can be reached, so that edges that close no cycle lead on.
    pub(super) fn order(&self) -> &[BlockId] {
        &self.order
    }

    /// The blocks that lead to a block.
    pub(super) fn callers_of(&self, block: BlockId) -> &[BlockId] {
        self.facts.get(block).map_or(&[], |facts| &facts.callers)
    }

    /// The last block that every way to a block passes.
    pub(super) fn above(&self, block: BlockId) -> Option<BlockId> {
        self.facts.get(block)?.above
    }

    /// How many blocks can only be reached through a block, itself included.
    pub(super) fn size(&self, block: BlockId) -> usize {
        self.facts.get(block).map_or(0, |facts| facts.size)
    }

    /// Whether every way to `block` passes `root`.
    pub(super) fn is_within(&self, block: BlockId, root: BlockId) -> bool {
        match (self.facts.get(block), self.facts.get(root)) {
            (Some(block), Some(root)) => {
                root.entered <= block.entered && block.left <= root.left && block.rank.is_some()
            }
            _ => false,
        }
    }

    /// Reverse postorder of a search that takes the most important way out first.
    fn search(&mut self, flow: &Flow, roots: &[BlockId]) {
        let mut seen: IndexVec<BlockId, bool> = flow.blocks.ids().map(|_| false).collect();
        for root in roots.iter().rev() {
            let mut path = vec![(*root, targets(flow, *root))];
            if std::mem::replace(&mut seen[*root], true) {
                continue;
            }
            while let Some((block, targets_left)) = path.last_mut() {
                let Some(target) = targets_left.pop() else {
                    self.order.push(*block);
                    path.pop();
                    continue;
                };
                if !std::mem::replace(&mut seen[target], true) {
                    path.push((target, targets(flow, target)));
                }
            }
        }
        self.order.reverse();
        for (rank, block) in self.order.iter().enumerate() {
            self.facts[*block].rank = Some(rank);
        }
    }

    fn callers(&mut self, flow: &Flow) {
        for block in self.order.clone() {
            let exits = flow.blocks[block].exits.iter();
            for target in exits.filter_map(|exit| exit.target.block()) {
                if self.facts.get(target).is_some() {
                    self.facts[target].callers.push(block);
                }
            }
        }
        // From the last to the first: so each step up the tree is taken once.
        let ranks: IndexVec<BlockId, Option<usize>> =
            self.facts.iter().map(|facts| facts.rank).collect();
        for facts in self.facts.iter_mut() {
            facts
                .callers
                .sort_unstable_by_key(|caller| std::cmp::Reverse(ranks[*caller]));
            facts.callers.dedup();
        }
    }

    /// The method of Cooper, Harvey and Kennedy, "A Simple, Fast Dominance Algorithm".
    fn dominators(&mut self) {
        let mut changed = true;
        // Each round settles one more level of nested cycles; real flows need two.
        let mut rounds = 0;
        while std::mem::take(&mut changed) && rounds < ROUNDS {
            rounds += 1;
            for block in self.order.clone() {
                if self.facts[block].is_root {
                    continue;
                }
                let above = self.meeting(block);
                let facts = &mut self.facts[block];
                facts.is_settled = true;
                changed |= std::mem::replace(&mut facts.above, above) != above;
            }
        }
    }

    /// Where the ways to all callers of a block that are known so far meet.
    fn meeting(&self, block: BlockId) -> Option<BlockId> {
        let known = |caller: &&BlockId| {
            let facts = &self.facts[**caller];
            facts.rank.is_some() && (facts.is_settled || facts.is_root)
        };
        let mut callers = self.facts[block].callers.iter().filter(known);
        let mut here = *callers.next()?;
        for caller in callers {
            here = self.common(here, *caller)?;
        }
        Some(here)
    }

    fn common(&self, one: BlockId, other: BlockId) -> Option<BlockId> {
        let (mut one, mut other) = (one, other);
        while one != other {
            if self.facts[one].rank > self.facts[other].rank {
                one = self.facts[one].above?;
            } else {
                other = self.facts[other].above?;
            }
        }
        Some(one)
    }

    fn tree(&mut self, roots: &[BlockId]) {
        for block in self.order.clone() {
            self.facts[block].size = 1;
            if let Some(above) = self.facts[block].above {
                self.facts[above].below.push(block);
            }
        }
        for block in self.order.clone().into_iter().rev() {
            if let Some(above) = self.facts[block].above {
                self.facts[above].size += self.facts[block].size;
            }
        }
        let mut clock = 0;
        for root in roots {
            self.number(*root, &mut clock);
        }
    }

    fn number(&mut self, root: BlockId, clock: &mut usize) {
        let mut path = vec![(root, 0)];
        self.facts[root].entered = *clock;
        while let Some((block, child)) = path.last_mut() {
            let next = self.facts[*block].below.get(*child).copied();
            *child += 1;
            *clock += 1;
            match next {
                Some(next) => {
                    self.facts[next].entered = *clock;
                    path.push((next, 0));
                }
                None => {
                    self.facts[*block].left = *clock;
                    path.pop();
                }
            }
        }
    }
}

/// The most rounds of looking for dominators. What is not settled then is only written
/// with a label more.
const ROUNDS: usize = 16;

/// The blocks that a block leads to, the most important last.
fn targets(flow: &Flow, block: BlockId) -> Vec<BlockId> {
    let Some(block) = flow.blocks.get(block) else {
        return Vec::new();
    };
    let exits = layout::connectors(block);
    let targets = exits.iter().filter_map(|exit| exit.target.block());
    targets
        .rev()
        .filter(|target| target.index() < flow.blocks.len())
        .collect()
}
