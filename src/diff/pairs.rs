//! Which block before is which block after.
//!
//! Blocks are paired by what is surest first: what the flow starts with and what follows
//! from there along the same branches; what does the same thing as no other block; what
//! has the same identifier; what stands at the same branch of a pair and only says
//! something else; at last what is left of a kind. After every pair, its neighbours are
//! looked at. A pair is never taken back, so each branch is looked at a few times at most.

use super::Half;
use crate::id::Id;
use crate::program::{Block, BlockId, ident};
use std::collections::{BTreeMap, VecDeque};

/// The pairs, seen from both sides.
pub struct Pairs {
    /// For each block before, the one after.
    pub after: Vec<Option<BlockId>>,
    /// For each block after, the one before.
    pub before: Vec<Option<BlockId>>,
}

impl Pairs {
    /// The block after that a block before is.
    pub fn after_of(&self, before: BlockId) -> Option<BlockId> {
        self.after.get(before.index()).copied().flatten()
    }

    /// The block before that a block after is.
    pub fn before_of(&self, after: BlockId) -> Option<BlockId> {
        self.before.get(after.index()).copied().flatten()
    }
}

/// How many steps ahead blocks are looked at to tell apart those that do the same.
const AHEAD: usize = 8;

/// A number for what a block is in some respect, on both sides; nothing where it has none.
type Class = Option<usize>;

/// The classes of the blocks of both sides.
type Classes = [Vec<Class>; 2];

/// Pairs the blocks of two flows.
pub fn find(before: &Half<'_>, after: &Half<'_>) -> Pairs {
    let halves = [before, after];
    let mut interner = Interner::default();
    let kind = halves.map(|half| interner.each(half, |_, index| kind(half, index)));
    let content = halves.map(|half| interner.each(half, |_, index| content(half, index)));
    let edges = halves.map(|half| edges(half, &mut interner));
    let ahead = ahead(&content, &edges);
    let named = halves.map(|half| interner.each(half, |block, _| name(block)));
    let mut search = Search {
        back: [Edges::turned(&edges[0]), Edges::turned(&edges[1])],
        edges,
        pairs: Pairs {
            after: vec![None; before.flow.blocks.len()],
            before: vec![None; after.flow.blocks.len()],
        },
        news: VecDeque::new(),
    };
    if let (Some(one), Some(other)) = (before.flow.start, after.flow.start) {
        search.pair_if(one, other, &content);
        search.spread(&content);
    }
    search.unique(&ahead, &content);
    search.unique(&both(&named, &ahead), &content);
    search.unique(&content, &content);
    search.unique(&both(&named, &content), &content);
    search.unique(&both(&named, &kind), &content);
    if let (Some(one), Some(other)) = (before.flow.start, after.flow.start) {
        search.pair_if(one, other, &kind);
    }
    search.everything_is_news();
    search.spread(&kind);
    search.in_order(&ahead, &content);
    search.in_order(&content, &content);
    search.unique(&kind, &kind);
    search.pairs
}

fn kind(half: &Half<'_>, index: usize) -> Option<String> {
    half.facts.get(index).map(|facts| facts.kind.clone())
}

fn content(half: &Half<'_>, index: usize) -> Option<String> {
    half.facts.get(index).map(super::facts::Facts::content)
}

/// The name of a block, where somebody or the console chose it.
fn name(block: &Block) -> Option<String> {
    (block.named || ident::is_uuid(&block.name)).then(|| block.name.clone())
}

/// Numbers for texts.
#[derive(Default)]
struct Interner {
    known: BTreeMap<String, usize>,
}

impl Interner {
    fn number(&mut self, text: String) -> usize {
        let next = self.known.len();
        *self.known.entry(text).or_insert(next)
    }

    fn each(
        &mut self,
        half: &Half<'_>,
        text: impl Fn(&Block, usize) -> Option<String>,
    ) -> Vec<Class> {
        let blocks = half.flow.blocks.iter().enumerate();
        blocks
            .map(|(index, block)| Some(self.number(text(block, index)?)))
            .collect()
    }
}

/// The classes of what agrees in both respects.
fn both(one: &Classes, other: &Classes) -> Classes {
    let mut known: BTreeMap<(usize, usize), usize> = BTreeMap::new();
    [0, 1].map(|side| {
        let pairs = one[side].iter().zip(&other[side]);
        pairs
            .map(|(one, other)| {
                let next = known.len();
                Some(*known.entry(((*one)?, (*other)?)).or_insert(next))
            })
            .collect()
    })
}

/// The ways out of each block: which branch, and where it leads.
struct Edges {
    all: Vec<Vec<(usize, usize)>>,
}

impl Edges {
    /// The ways in.
    fn turned(ways: &Self) -> Self {
        let mut all = vec![Vec::new(); ways.all.len()];
        for (source, ways) in ways.all.iter().enumerate() {
            for (branch, target) in ways {
                if let Some(ways) = all.get_mut(*target) {
                    ways.push((*branch, source));
                }
            }
        }
        Self { all }
    }

    fn of(&self, block: BlockId) -> &[(usize, usize)] {
        self.all.get(block.index()).map_or(&[], Vec::as_slice)
    }
}

fn edges(half: &Half<'_>, interner: &mut Interner) -> Edges {
    let blocks = half.flow.blocks.iter();
    let all = blocks.map(|block| {
        let branches = super::blocks::branches(block).into_iter();
        branches
            .filter_map(|(branch, exit)| {
                let target = exit.target.block()?;
                Some((interner.number(format!("branch {branch}")), target.index()))
            })
            .collect()
    });
    Edges { all: all.collect() }
}

/// The classes of blocks that do the same, and lead to what does the same, some steps ahead.
fn ahead(content: &Classes, edges: &[Edges; 2]) -> Classes {
    let mut classes = content.clone();
    for _ in 0..AHEAD {
        let mut known: BTreeMap<(Class, Vec<(usize, Class)>), usize> = BTreeMap::new();
        classes = [0, 1].map(|side| {
            let now: &Vec<Class> = &classes[side];
            let blocks = now.iter().zip(&edges[side].all);
            blocks
                .map(|(class, ways)| {
                    let mut ways: Vec<_> = ways
                        .iter()
                        .map(|(branch, target)| (*branch, now.get(*target).copied().flatten()))
                        .collect();
                    ways.sort_unstable();
                    let next = known.len();
                    Some(*known.entry((*class, ways)).or_insert(next))
                })
                .collect()
        });
    }
    classes
}

struct Search {
    edges: [Edges; 2],
    back: [Edges; 2],
    pairs: Pairs,
    /// Pairs whose neighbours have not been looked at.
    news: VecDeque<(BlockId, BlockId)>,
}

impl Search {
    /// Pairs two blocks that are in one class and in no pair.
    fn pair_if(&mut self, before: BlockId, after: BlockId, classes: &Classes) -> bool {
        let class =
            |side: usize, block: BlockId| classes[side].get(block.index()).copied().flatten();
        let same = class(0, before).is_some() && class(0, before) == class(1, after);
        let free = self.pairs.after_of(before).is_none() && self.pairs.before_of(after).is_none();
        if !same || !free {
            return false;
        }
        if let Some(slot) = self.pairs.after.get_mut(before.index()) {
            *slot = Some(after);
        }
        if let Some(slot) = self.pairs.before.get_mut(after.index()) {
            *slot = Some(before);
        }
        self.news.push_back((before, after));
        true
    }

    /// Pairs neighbours of pairs, as long as they are in one class.
    fn spread(&mut self, classes: &Classes) {
        while let Some((before, after)) = self.news.pop_front() {
            for (before, after) in self.same_way(before, after) {
                self.pair_if(before, after, classes);
            }
            for (before, after) in self.only_way_in(before, after, classes) {
                self.pair_if(before, after, classes);
            }
        }
    }

    /// Where equal branches of a pair lead.
    fn same_way(&self, before: BlockId, after: BlockId) -> Vec<(BlockId, BlockId)> {
        let other: BTreeMap<usize, usize> = self.edges[1].of(after).iter().copied().collect();
        let ways = self.edges[0].of(before).iter();
        ways.filter_map(|(branch, target)| Some((block(*target), block(*other.get(branch)?))))
            .collect()
    }

    /// What leads to a pair by a branch and in a class that nothing else has.
    fn only_way_in(
        &self,
        before: BlockId,
        after: BlockId,
        classes: &Classes,
    ) -> Vec<(BlockId, BlockId)> {
        let mut ways: BTreeMap<(usize, Class), [Vec<usize>; 2]> = BTreeMap::new();
        for (side, to) in [before, after].into_iter().enumerate() {
            for (branch, source) in self.back[side].of(to) {
                let class = classes[side].get(*source).copied().flatten();
                if self.is_free(side, block(*source)) {
                    ways.entry((*branch, class)).or_default()[side].push(*source);
                }
            }
        }
        let ways = ways.into_values();
        ways.filter_map(|sources| match sources.each_ref().map(Vec::as_slice) {
            [[one], [other]] => Some((block(*one), block(*other))),
            _ => None,
        })
        .collect()
    }

    fn is_free(&self, side: usize, block: BlockId) -> bool {
        let partner = if side == 0 {
            self.pairs.after_of(block)
        } else {
            self.pairs.before_of(block)
        };
        partner.is_none()
    }

    /// Pairs what is alone in its class on each side, then neighbours that are in one
    /// class of `near`.
    fn unique(&mut self, classes: &Classes, near: &Classes) {
        let mut members: BTreeMap<usize, [Vec<usize>; 2]> = BTreeMap::new();
        for (side, classes) in classes.iter().enumerate() {
            for (index, class) in classes.iter().enumerate() {
                if let Some(class) = class.filter(|_| self.is_free(side, block(index))) {
                    members.entry(class).or_default()[side].push(index);
                }
            }
        }
        for members in members.into_values() {
            if let [[one], [other]] = members.each_ref().map(Vec::as_slice) {
                self.pair_if(block(*one), block(*other), classes);
            }
        }
        self.spread(near);
    }

    /// Pairs what is left of each class, in the order of the flows.
    fn in_order(&mut self, classes: &Classes, near: &Classes) {
        let mut others: BTreeMap<usize, VecDeque<usize>> = BTreeMap::new();
        for (index, class) in classes[1].iter().enumerate() {
            if let Some(class) = class {
                others.entry(*class).or_default().push_back(index);
            }
        }
        for (index, class) in classes[0].iter().enumerate() {
            let free = self.is_free(0, block(index));
            let Some(others) = class
                .filter(|_| free)
                .and_then(|class| others.get_mut(&class))
            else {
                continue;
            };
            while let Some(other) = others.pop_front() {
                if self.pair_if(block(index), block(other), classes) {
                    self.spread(near);
                    break;
                }
            }
        }
    }

    /// Looks at the neighbours of all pairs once more.
    fn everything_is_news(&mut self) {
        let pairs = self.pairs.after.iter().enumerate();
        self.news = pairs
            .filter_map(|(index, after)| Some((block(index), (*after)?)))
            .collect();
    }
}

fn block(index: usize) -> BlockId {
    BlockId::from_index(index)
}
