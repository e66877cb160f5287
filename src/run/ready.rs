//! Programs made ready to run: what is the same in every run is found out once.

use super::actions::{Act, act};
use super::effect::Way;
use super::slots::{Slot, Slots};
use super::tag::Tag;
use super::template::Template;
use crate::catalogue::{
    Behaviour, Channel, Operator, Parameter, ResourceKind, Role, Row, Support, Undrawn,
};
use crate::id::{Id, IndexVec};
use crate::program::{Block, BlockId, FlowId, Outcome, Program, ResourceId, number};
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

/// A program, ready to run.
#[derive(Debug)]
pub(super) struct Code<'p> {
    program: &'p Program,
    /// The flows from one on.
    flows: Vec<IndexVec<BlockId, Ready<'p>>>,
    first: usize,
    names: Arc<Names>,
}

/// What the resources of a program are called, found out when the first run asks. Machines for
/// parts of a program can share it.
#[derive(Debug, Default)]
pub struct Names {
    /// By name and by ARN. Of two with one name the first is meant.
    of_kinds: OnceLock<BTreeMap<ResourceKind, BTreeMap<String, ResourceId>>>,
}

impl Names {
    fn find(&self, program: &Program, kind: ResourceKind, name: &str) -> Option<ResourceId> {
        let of_kinds = self.of_kinds.get_or_init(|| {
            let mut of_kinds: BTreeMap<_, BTreeMap<_, _>> = BTreeMap::new();
            for (id, resource) in program.resources.iter_enumerated() {
                let of_kind = of_kinds.entry(resource.kind).or_default();
                for name in resource.id.iter().chain([&resource.name]) {
                    of_kind.entry(name.clone()).or_insert(id);
                }
            }
            of_kinds
        });
        of_kinds.get(&kind)?.get(name).copied()
    }
}

/// A block, ready to run.
#[derive(Debug)]
pub(super) struct Ready<'p> {
    pub(super) row: &'static Row,
    pub(super) behaviour: Behaviour,
    /// The function for its behaviour.
    pub(super) act: Act,
    /// For each channel: whether the block just acts there.
    plain_on: [bool; 4],
    /// Whether it says something that holds no reference.
    pub(super) says_plainly: bool,
    /// Whether it sets something on a related contact.
    pub(super) is_on_related: bool,
    pub(super) block: &'p Block,
    pub(super) slots: Slots<'p>,
    /// For each exit of the block: that it is taken, and the value of its case.
    exits: Vec<(Taken, Template<'p>)>,
    /// The first case for each text, in order of their tags, where a case is nothing but a
    /// text to be equal to, no text is a number, and no two have one tag.
    known_texts: Option<Vec<(Tag, &'p str, usize)>>,
    /// That the block succeeds.
    pub(super) success: Taken,
    /// The branches of the row.
    branches: Vec<(&'static str, Taken)>,
}

/// How a block is left, and where that leads.
#[derive(Debug, Clone, Copy)]
pub(super) struct Taken {
    pub(super) way: Way,
    /// The block that is next, if there is one.
    pub(super) target: Option<BlockId>,
    /// Whether it is a failure for which there is no way out.
    pub(super) fails: bool,
}

impl<'p> Code<'p> {
    /// Makes some flows ready, and those between them.
    pub(super) fn of(
        program: &'p Program,
        flows: impl IntoIterator<Item = FlowId>,
        names: Arc<Names>,
    ) -> Self {
        let places = flows.into_iter().map(Id::index);
        let (first, end) = places.fold((usize::MAX, 0), |(first, end), place| {
            (first.min(place), end.max(place + 1))
        });
        let ready = |place| {
            let blocks = program.flows.get(FlowId::from_index(place));
            let blocks = blocks.into_iter().flat_map(|flow| &flow.blocks);
            blocks.map(|block| Ready::of(program, block)).collect()
        };
        Self {
            program,
            flows: (first..end).map(ready).collect(),
            first,
            names,
        }
    }

    /// The blocks of a flow.
    pub(super) fn blocks(&self, flow: FlowId) -> Option<&IndexVec<BlockId, Ready<'p>>> {
        self.flows.get(flow.index().checked_sub(self.first)?)
    }

    pub(super) fn block(&self, flow: FlowId, block: BlockId) -> Option<&Ready<'p>> {
        self.blocks(flow)?.get(block)
    }

    pub(super) fn resource(&self, kind: ResourceKind, name: &str) -> Option<ResourceId> {
        self.names.find(self.program, kind, name)
    }
}

impl<'p> Ready<'p> {
    fn of(program: &'p Program, block: &'p Block) -> Self {
        let slots = Slots::of(program, &block.arguments);
        let exits = block.exits.iter().enumerate().map(|(place, exit)| {
            let operand = match &exit.outcome {
                Outcome::Case(_, operand) => Template::of(operand),
                Outcome::Condition { operands, .. } => match operands.as_slice() {
                    [only] => Template::Literal(only),
                    _ => Template::Literal(""),
                },
                Outcome::Success | Outcome::Branch(_) | Outcome::Error(_) => Template::Literal(""),
            };
            (Taken::by(block, "case", Some(place)), operand)
        });
        let branches = block.row.branches.iter();
        Self {
            row: block.row,
            behaviour: block.row.behaviour,
            act: act(block.row.behaviour),
            plain_on: Channel::ALL.map(|channel| is_plain_on(block.row, channel)),
            block,
            says_plainly: slots.said().is_some_and(Slot::is_plainly_some),
            is_on_related: slots.is(Role::Target, "related"),
            slots,
            exits: exits.collect(),
            known_texts: known_texts(block),
            success: Taken::by(
                block,
                "success",
                position(block, |outcome| *outcome == Outcome::Success),
            ),
            branches: branches
                .map(|branch| (branch.word, taken(block, branch.word)))
                .collect(),
        }
    }

    /// Whether the block just acts on this channel, unless somebody says otherwise.
    pub(super) fn is_plain_on(&self, channel: Channel) -> bool {
        self.plain_on.get(channel as usize) == Some(&true)
    }

    /// The value with this meaning.
    pub(super) fn value(&self, role: Role) -> Option<&Slot<'p>> {
        self.slots.value(role)
    }

    /// Whether the value with this meaning is this word.
    pub(super) fn is(&self, role: Role, word: &str) -> bool {
        self.slots.is(role, word)
    }

    /// Every value with this meaning, each with its parameter.
    pub(super) fn having(
        &self,
        role: Role,
    ) -> impl Iterator<Item = (&'static Parameter, &Slot<'p>)> {
        let slots = self.block.arguments.iter().zip(self.slots.iter());
        slots.filter_map(move |(argument, (known, slot))| {
            (*known == role).then_some((argument.parameter, slot))
        })
    }

    /// Each exit: when it is taken, and the value of its case.
    pub(super) fn cases(&self) -> impl Iterator<Item = (&'p Outcome, &Template<'p>)> {
        let exits = self.block.exits.iter().zip(&self.exits);
        exits.map(|(exit, (_, operand))| (&exit.outcome, operand))
    }

    /// The case that holds for `value`, where that can be looked up.
    pub(super) fn known_case(&self, value: &str) -> Option<Option<usize>> {
        let known = self.known_texts.as_ref()?;
        let place = known.binary_search_by_key(&Tag::of(value), |(tag, ..)| *tag);
        let case = place.ok().and_then(|place| known.get(place));
        Some(case.and_then(|(_, text, exit)| (*text == value).then_some(*exit)))
    }

    /// That this exit is taken: a case.
    pub(super) fn exit(&self, exit: usize) -> Cow<'_, Taken> {
        match self.exits.get(exit) {
            Some((known, _)) => Cow::Borrowed(known),
            None => Cow::Owned(Taken::by(self.block, "case", Some(exit))),
        }
    }

    /// That the branch with this word is taken.
    pub(super) fn branch(&self, word: &'static str) -> Cow<'_, Taken> {
        let mut branches = self.branches.iter();
        // Both are words of the program's own text, and mostly the very same.
        let is_it = |known: &str| std::ptr::eq(known, word) || known == word;
        match branches.find(|(known, _)| is_it(known)) {
            Some((_, known)) => Cow::Borrowed(known),
            None => Cow::Owned(taken(self.block, word)),
        }
    }
}

/// Whether blocks of this row just act: nobody is asked what they do, and they work.
fn is_plain_on(row: &Row, channel: Channel) -> bool {
    row.behaviour != Behaviour::Scripted && row.channels.on(channel) == Support::Works
}

fn known_texts(block: &Block) -> Option<Vec<(Tag, &str, usize)>> {
    let mut texts = BTreeMap::new();
    for (exit, case) in block.exits.iter().enumerate() {
        let (operator, operand) = match &case.outcome {
            Outcome::Case(form, operand) => (Some(form.operator), operand),
            Outcome::Condition { operator, operands } => match operands.as_slice() {
                [operand] => (Operator::of_wire(operator), operand),
                _ => return None,
            },
            Outcome::Success | Outcome::Branch(_) | Outcome::Error(_) => continue,
        };
        let is_text = matches!(Template::of(operand), Template::Literal(_));
        if operator != Some(Operator::Equals) || !is_text || number(operand).is_some() {
            return None;
        }
        let text = operand.as_str();
        let (first, _) = *texts.entry(Tag::of(text)).or_insert((text, exit));
        if first != text {
            return None;
        }
    }
    let texts = texts.into_iter();
    Some(texts.map(|(tag, (text, exit))| (tag, text, exit)).collect())
}

/// The exit for a branch. What is not drawn is what it is on the wire: another error is
/// caught by `error`, a result without a branch is the default.
fn taken(block: &Block, word: &'static str) -> Taken {
    let is_result = block
        .row
        .branch(word)
        .is_some_and(|branch| matches!(branch.undrawn, Undrawn::Next) || branch.word == "default");
    let exit = position(block, |outcome| outcome.is(word));
    let exit = match is_result {
        true => exit
            .or_else(|| position(block, |outcome| outcome.is("default")))
            .or_else(|| position(block, |outcome| *outcome == Outcome::Success)),
        false => exit.or_else(|| position(block, |outcome| outcome.is("error"))),
    };
    Taken {
        fails: exit.is_none() && !is_result,
        ..Taken::by(block, word, exit)
    }
}

impl Taken {
    /// A block is left by this exit, or by none that is drawn.
    fn by(block: &Block, word: &'static str, exit: Option<usize>) -> Self {
        let drawn = exit.and_then(|exit| block.exits.get(exit));
        Self {
            way: Way { word, exit },
            target: drawn.and_then(|exit| exit.target.block()),
            fails: false,
        }
    }
}

fn position(block: &Block, mut wanted: impl FnMut(&Outcome) -> bool) -> Option<usize> {
    block.exits.iter().position(|exit| wanted(&exit.outcome))
}
