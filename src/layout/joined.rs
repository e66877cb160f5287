//! Blocks that the designer shows as one.

use crate::catalogue::{JOINED, Joined, Member};
use crate::id::IndexVec;
use crate::program::{Block, BlockId, Exit, Flow, Outcome, Target};
use std::borrow::Cow;
use std::collections::BTreeMap;

/// Blocks in a row that the designer shows as one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    /// What the catalogue says about them.
    pub joined: &'static Joined,
    /// The blocks, in their order.
    pub blocks: Vec<BlockId>,
}

/// A flow as the designer shows it.
#[derive(Debug)]
pub struct Folded<'f> {
    /// The flow, with one block for each group.
    pub flow: Cow<'f, Flow>,
    /// Where each block of the flow is in it.
    pub place: IndexVec<BlockId, BlockId>,
}

/// The groups of a flow, by their first blocks. What belongs to two belongs to the first.
#[must_use]
pub fn groups(flow: &Flow) -> Vec<Group> {
    let starts = |block: &Block| {
        let mut all = JOINED.iter();
        all.any(|joined| joined.members.first().is_some_and(|first| is(block, first)))
    };
    if !flow.blocks.iter().any(starts) {
        return Vec::new();
    }
    let entered = entered(flow);
    let mut taken: IndexVec<BlockId, bool> = flow.blocks.ids().map(|_| false).collect();
    let mut groups = Vec::new();
    for id in flow.blocks.ids().filter(|id| starts(&flow.blocks[*id])) {
        let mut found = JOINED
            .iter()
            .filter_map(|joined| group(flow, &entered, joined, id));
        let free = |group: &Group| !group.blocks.iter().any(|block| taken[*block]);
        if let Some(group) = found.find(free) {
            for block in &group.blocks {
                taken[*block] = true;
            }
            groups.push(group);
        }
    }
    groups
}

/// How often each block is led to; the entry point counts.
fn entered(flow: &Flow) -> IndexVec<BlockId, usize> {
    let mut entered: IndexVec<BlockId, usize> = flow.blocks.ids().map(|_| 0).collect();
    let exits = flow.blocks.iter().flat_map(|block| &block.exits);
    let targets = exits.filter_map(|exit| exit.target.block());
    for target in targets.chain(flow.start) {
        if entered.get(target).is_some() {
            entered[target] += 1;
        }
    }
    entered
}

/// The group that begins with a block: each member leads to the next one, nothing else
/// does, and whatever fails leads to one place.
fn group(
    flow: &Flow,
    entered: &IndexVec<BlockId, usize>,
    joined: &'static Joined,
    first: BlockId,
) -> Option<Group> {
    let (head, rest) = joined.members.split_first()?;
    let mut last = flow.blocks.get(first).filter(|block| is(block, head))?;
    let mut blocks = vec![first];
    for member in rest {
        let next = last.success()?.target.block()?;
        let block = flow.blocks.get(next)?;
        let fits = is(block, member) && entered[next] == 1 && block.note.is_none();
        if !fits || blocks.contains(&next) || !agree(last, block) {
            return None;
        }
        blocks.push(next);
        last = block;
    }
    Some(Group { joined, blocks })
}

fn is(block: &Block, member: &Member) -> bool {
    let known = |path: &str| member.only.is_empty() || member.only.contains(&path);
    block.row.phrase == member.phrase
        && block.extra.is_empty()
        && block
            .arguments
            .iter()
            .all(|argument| known(argument.parameter.path))
}

/// Whether what both blocks have besides success leads to the same places.
fn agree(one: &Block, other: &Block) -> bool {
    branches(one).all(|exit| {
        let mut same = branches(other).filter(|known| known.outcome == exit.outcome);
        same.all(|known| known.target == exit.target)
    })
}

fn branches(block: &Block) -> impl Iterator<Item = &Exit> {
    let exits = block.exits.iter();
    exits.filter(|exit| exit.outcome != Outcome::Success)
}

/// The flow with one block for each group.
#[must_use]
pub fn fold(flow: &Flow) -> Folded<'_> {
    let groups = groups(flow);
    if groups.is_empty() {
        return Folded {
            flow: Cow::Borrowed(flow),
            place: flow.blocks.ids().collect(),
        };
    }
    let mut head: IndexVec<BlockId, BlockId> = flow.blocks.ids().collect();
    let mut rest: BTreeMap<BlockId, &[BlockId]> = BTreeMap::new();
    for group in &groups {
        if let Some((first, others)) = group.blocks.split_first() {
            rest.insert(*first, others);
            for block in others {
                head[*block] = *first;
            }
        }
    }
    let mut blocks: IndexVec<BlockId, Block> = IndexVec::new();
    let mut place: IndexVec<BlockId, BlockId> = flow.blocks.ids().collect();
    for (id, block) in flow.blocks.iter_enumerated() {
        if head[id] == id {
            let others = rest.get(&id).copied().unwrap_or_default();
            place[id] = blocks.push(whole(flow, block, others));
        }
    }
    for id in flow.blocks.ids() {
        place[id] = place[head[id]];
    }
    for exit in blocks.iter_mut().flat_map(|block| &mut block.exits) {
        if let Target::Block(block) = &mut exit.target
            && let Some(there) = place.get(*block)
        {
            *block = *there;
        }
    }
    let mut folded = flow.clone();
    folded.blocks = blocks;
    folded.start = flow.start.and_then(|start| place.get(start).copied());
    Folded {
        flow: Cow::Owned(folded),
        place,
    }
}

/// One block for several: with everything that they are given, and every way out once.
fn whole(flow: &Flow, first: &Block, others: &[BlockId]) -> Block {
    let mut whole = first.clone();
    for other in others.iter().filter_map(|other| flow.blocks.get(*other)) {
        whole.arguments.extend(other.arguments.iter().cloned());
        whole.exits.retain(|exit| exit.outcome != Outcome::Success);
        for exit in &other.exits {
            if !whole
                .exits
                .iter()
                .any(|known| known.outcome == exit.outcome)
            {
                whole.exits.push(exit.clone());
            }
        }
    }
    whole
}
