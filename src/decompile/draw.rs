//! Which branches of a block have to be drawn, and where to.
//!
//! What an undrawn branch means is asked of [`unsaid`], where whoever reads Ebb asks, too.

use super::place::{Goal, Place, goal};
use super::standing::Standing;
use crate::catalogue::{Behaviour, Branch, FlowKind, Kind, Then, Undrawn};
use crate::program::unsaid::Unsaid;
use crate::program::{Block, BlockId, Outcome};

/// One entry with an arrow.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Arrow<'f> {
    pub(super) cases: Vec<Case<'f>>,
    pub(super) to: To,
}

/// What stands before an arrow.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Case<'f> {
    /// An outcome of the block.
    Outcome(&'f Outcome),
    /// A branch that the block leaves out.
    Word(&'static str),
}

impl Case<'_> {
    /// The result of the block that it is, in words: `in hours`.
    pub(super) fn result(self) -> Option<&'static str> {
        match self {
            Self::Outcome(Outcome::Branch(branch)) if !is_failure(branch) => Some(branch.word),
            Self::Outcome(_) | Self::Word(_) => None,
        }
    }

    /// What went wrong, in a word: `error`.
    pub(super) fn failure(self) -> Option<&'static str> {
        match self {
            Self::Outcome(Outcome::Branch(branch)) if is_failure(branch) => Some(branch.word),
            Self::Outcome(_) | Self::Word(_) => None,
        }
    }
}

/// Whether a branch has a word that many blocks have for what went wrong, or was not meant.
fn is_failure(branch: &Branch) -> bool {
    matches!(branch.word, "error" | "default" | "timeout")
}

/// Where an arrow points.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum To {
    /// To the next line.
    Next,
    /// Nowhere: the branch is left out.
    None,
    /// To a label.
    Label(Goal),
    /// To what stands in braces, by its number.
    Nested(usize),
}

/// A block whose branches are looked at.
#[derive(Clone, Copy)]
pub(super) struct Drawing<'f, 'p> {
    pub(super) id: BlockId,
    pub(super) block: &'f Block,
    pub(super) place: &'p Place,
    /// Where control goes on behind it.
    pub(super) next: Goal,
    pub(super) standing: &'p Standing,
    /// The kind of the flow.
    pub(super) kind: Option<FlowKind>,
}

impl<'f> Drawing<'f, '_> {
    /// The arrows that have to be written.
    pub(super) fn arrows(self) -> Vec<Arrow<'f>> {
        let mut arrows = Arrows {
            drawing: self,
            list: Vec::new(),
            nested: Vec::new(),
        };
        self.success(&mut arrows);
        for exit in &self.block.exits {
            if matches!(exit.outcome, Outcome::Case(..) | Outcome::Condition { .. }) {
                arrows.value(&exit.outcome, goal(&exit.target));
            }
        }
        for (branch, place) in self.branches() {
            match (self.block.exit(branch.word), place) {
                (Some(exit), Some(place)) => arrows.branch(Case::Outcome(&exit.outcome), place),
                (_, _) => arrows.left_out(Case::Word(branch.word)),
            }
        }
        for exit in &self.block.exits {
            if matches!(exit.outcome, Outcome::Error(_)) {
                arrows.branch(Case::Outcome(&exit.outcome), goal(&exit.target));
            }
        }
        arrows.rest();
        arrows.list
    }

    fn success(self, arrows: &mut Arrows<'f, '_>) {
        let goes_on = self.block.row.then == Then::Next;
        match self.block.success() {
            Some(exit) if !goes_on || goal(&exit.target) != self.next => {
                arrows.branch(Case::Outcome(&exit.outcome), goal(&exit.target));
            }
            None if self.block.row.behaviour == Behaviour::Unknown => {
                arrows.left_out(Case::Word("success"));
            }
            Some(_) | None => {}
        }
    }

    /// The branches of the row that have to be drawn, in its order, each with its place.
    fn branches(self) -> Vec<(&'static Branch, Option<Goal>)> {
        let row = self.block.row;
        let mut drawn: Vec<(&'static Branch, Option<Goal>)> = Vec::new();
        let mut branches: Vec<&'static Branch> = row.branches.iter().collect();
        // Those that others go along with come first.
        branches.sort_by_key(|branch| depth(row.branches, branch));
        for branch in branches {
            let exit = self.block.exit(branch.word);
            let place = exit.map(|exit| goal(&exit.target));
            if self.undrawn(branch, &drawn) != place || (place.is_some() && self.is_shown(branch)) {
                drawn.push((branch, place));
            }
        }
        let position = |branch: &Branch| row.branches.iter().position(|known| known == branch);
        drawn.sort_by_key(|(branch, _)| position(branch));
        drawn
    }

    /// Whether a branch says that the block waits for something.
    fn is_shown(self, branch: &Branch) -> bool {
        matches!(branch.kind, Kind::Event(_))
    }

    /// Where a branch goes if it is not drawn.
    fn undrawn(self, branch: &'static Branch, drawn: &[(&Branch, Option<Goal>)]) -> Option<Goal> {
        if !self.block.offers(branch, self.kind) {
            return None;
        }
        let row = self.block.row;
        let is_drawn = |word: &str| {
            let known = drawn.iter().find(|(branch, _)| branch.word == word);
            known.map(|(_, place)| *place)
        };
        let place = Unsaid {
            row,
            next: self.next,
            drawn: &is_drawn,
            standing: &mut |word| self.standing.find(word, row.phrase),
        }
        .place(branch);
        // A block does not handle its own failure.
        if place == Some(Goal::Block(self.id)) {
            return Some(self.next);
        }
        place
    }
}

/// How many branches a branch goes along with, one after the other.
fn depth(branches: &[Branch], branch: &Branch) -> usize {
    let mut here = branch;
    for depth in 0..branches.len() {
        let Undrawn::Like(word) = here.undrawn else {
            return depth;
        };
        match branches.iter().find(|other| other.word == word) {
            Some(other) => here = other,
            None => return depth,
        }
    }
    branches.len()
}

struct Arrows<'f, 'p> {
    drawing: Drawing<'f, 'p>,
    list: Vec<Arrow<'f>>,
    /// What stands in braces and has its arrow already.
    nested: Vec<usize>,
}

impl<'f> Arrows<'f, '_> {
    /// Values keep their order: the first that holds wins. Neighbours share an arrow.
    fn value(&mut self, outcome: &'f Outcome, goal: Goal) {
        let last = self.list.last();
        let shares = last.is_some_and(|arrow| self.leads(arrow, goal));
        self.add(
            Case::Outcome(outcome),
            goal,
            shares.then(|| self.list.len() - 1),
        );
    }

    /// Branches with the same place share an arrow.
    fn branch(&mut self, case: Case<'f>, goal: Goal) {
        let same = self.list.iter().position(|arrow| self.leads(arrow, goal));
        self.add(case, goal, same);
    }

    fn leads(&self, arrow: &Arrow<'f>, to: Goal) -> bool {
        match arrow.to {
            To::Next => to == self.drawing.next,
            To::Label(goal) => to == goal,
            To::Nested(number) => self.nested_at(to) == Some(number),
            To::None => false,
        }
    }

    fn add(&mut self, case: Case<'f>, goal: Goal, shared: Option<usize>) {
        if let Some(arrow) = shared.and_then(|shared| self.list.get_mut(shared)) {
            arrow.cases.push(case);
            return;
        }
        let to = match self.nested_at(goal) {
            Some(number) if !self.nested.contains(&number) => {
                self.nested.push(number);
                To::Nested(number)
            }
            _ if goal == self.drawing.next => To::Next,
            _ => To::Label(goal),
        };
        self.list.push(Arrow {
            cases: vec![case],
            to,
        });
    }

    /// Draws what need not be drawn, but has blocks in its braces.
    fn rest(&mut self) {
        for exit in &self.drawing.block.exits {
            let goal = goal(&exit.target);
            let nested = self.nested_at(goal);
            if nested.is_some_and(|number| !self.nested.contains(&number)) {
                self.branch(Case::Outcome(&exit.outcome), goal);
            }
        }
    }

    fn left_out(&mut self, case: Case<'f>) {
        self.list.push(Arrow {
            cases: vec![case],
            to: To::None,
        });
    }

    fn nested_at(&self, goal: Goal) -> Option<usize> {
        let mut nested = self.drawing.place.nested.iter();
        nested.position(|chain| {
            chain
                .first()
                .is_some_and(|first| Goal::Block(first.block) == goal)
        })
    }
}
