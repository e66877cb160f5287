//! The values that comparisons look at, which decide which way a chat goes.
//!
//! The whole-contact graph leaves this out, so some of its paths contradict themselves:
//! nobody is gold and not gold. A search for a story that can be played passes over those.

use super::contact::ContactGraph;
use super::read;
use super::state::{Edge, EdgeId, StackId, StateId, Via};
use super::values;
use crate::catalogue::{Behaviour, Role};
use crate::program::{Block, Exit, Outcome, Program, Value};
use std::collections::{BTreeMap, BTreeSet};

/// The values of one reference that are still possible, one bit each.
type Values = u128;

/// How many values of one reference are told apart; what is compared with more is not followed.
const MOST_VALUES: usize = Values::BITS as usize;

/// What is known of the data of a chat.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct Known {
    /// What each reference can be.
    values: Vec<Values>,
}

/// What taking an edge asks of the data, and does to it.
#[derive(Debug, Default, PartialEq, Eq)]
struct Step {
    /// A reference is one of these values.
    narrows: Option<(usize, Values)>,
    /// A reference becomes one of these.
    becomes: Vec<(usize, Values)>,
}

/// What the edges of a graph ask of the data of a chat.
#[derive(Debug)]
pub(super) struct Data {
    start: Known,
    /// Of the edges that ask or do anything.
    steps: BTreeMap<EdgeId, Step>,
}

impl Data {
    pub(super) fn new(program: &Program, graph: &ContactGraph) -> Self {
        let slots = Slots::new(program, graph);
        let edges = graph.edges().iter_enumerated();
        let steps = edges.filter_map(|(id, edge)| Some((id, slots.step(graph, edge)?)));
        Self {
            start: slots.start(),
            steps: steps.collect(),
        }
    }

    /// What is known when the chat starts.
    pub(super) const fn start(&self) -> &Known {
        &self.start
    }

    /// What is known behind an edge; nothing where a chat of which this is known cannot take it.
    pub(super) fn behind(&self, edge: EdgeId, known: &Known) -> Option<Known> {
        let mut after = known.clone();
        let Some(step) = self.steps.get(&edge) else {
            return Some(after);
        };
        if let Some((slot, values)) = step.narrows
            && let Some(possible) = after.values.get_mut(slot)
        {
            *possible &= values;
            if *possible == 0 {
                return None;
            }
        }
        for (slot, values) in &step.becomes {
            if let Some(possible) = after.values.get_mut(*slot) {
                *possible = *values;
            }
        }
        Some(after)
    }
}

/// What is compared where a block is left: a reference, the block with the comparison, and
/// the exit that it takes, where there is one.
#[must_use]
pub fn compared<'p>(
    program: &'p Program,
    block: &'p Block,
    via: Via,
) -> Option<(&'p str, &'p Block, Option<usize>)> {
    if let Via::ModuleReturns(flow, caller, exit) = via {
        let result = program.text_in(block.value(Role::Result)?)?;
        let caller = program.flows.get(flow)?.blocks.get(caller)?;
        let exit = exit.map(|exit| usize::try_from(exit).unwrap_or(usize::MAX));
        return Some((result, caller, exit));
    }
    let exit = exit_of(block, via)?;
    let compares = block.row.behaviour == Behaviour::Compare && !has_failed(&exit.outcome);
    let compared = block.value(Role::Compared).filter(|_| compares)?.text()?;
    let place = block
        .exits
        .iter()
        .position(|of_block| std::ptr::eq(of_block, exit));
    Some((compared, block, place))
}

/// The attributes of the contact that a block sets when it is left this way, each with its
/// value; nothing where that is only known at run time.
pub fn attributes_set(block: &Block, via: Via) -> impl Iterator<Item = (&str, Option<&str>)> {
    let sets = block.row.behaviour == Behaviour::SetAttributes
        && exit_of(block, via).is_some_and(|exit| !has_failed(&exit.outcome))
        && block.value(Role::Target) != Some(&Value::Word("related"));
    let set = match block.value(Role::Attributes).filter(|_| sets) {
        Some(Value::Map(entries)) => entries.as_slice(),
        Some(_) | None => &[],
    };
    set.iter().map(|(key, value)| {
        let known = value.text().filter(|text| !text.contains("$."));
        (key.as_str(), known)
    })
}

fn exit_of(block: &Block, via: Via) -> Option<&Exit> {
    let Via::Exit(exit) = via else {
        return None;
    };
    block.exits.get(exit as usize)
}

fn has_failed(outcome: &Outcome) -> bool {
    matches!(outcome, Outcome::Error(_)) || outcome.is("error")
}

/// The references that comparisons look at, each with the values that are told apart; the
/// first of them is the empty text, which stands for what is not set.
struct Slots<'p> {
    program: &'p Program,
    numbers: BTreeMap<String, usize>,
    values: Vec<Vec<String>>,
}

/// How references to attributes of the contact begin.
pub const ATTRIBUTES: &str = "$.Attributes.";
/// How references to what functions have answered begin.
pub const EXTERNAL: &str = "$.External.";
const NOT_SET: Values = 1;

impl<'p> Slots<'p> {
    fn new(program: &'p Program, graph: &ContactGraph) -> Self {
        let mut operands: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
        let mut constants: Vec<(&str, &str)> = Vec::new();
        for edge in graph.edges() {
            let Some(block) = block_at(program, graph, edge.source) else {
                continue;
            };
            if let Some((reference, comparing, _)) = compared(program, block, edge.via)
                && (reference.starts_with(ATTRIBUTES) || reference.starts_with(EXTERNAL))
            {
                operands
                    .entry(reference)
                    .or_default()
                    .extend(values::operands(comparing));
            }
            let set = attributes_set(block, edge.via);
            constants.extend(set.filter_map(|(key, value)| Some((key, value?))));
        }
        let mut slots = Self {
            program,
            numbers: BTreeMap::new(),
            values: Vec::new(),
        };
        for (reference, operands) in operands {
            let operands: Vec<&str> = operands.into_iter().collect();
            let mut values = vec![String::new()];
            values.extend(values::telling(&operands));
            let of_key = constants
                .iter()
                .filter(|(key, _)| reference.strip_prefix(ATTRIBUTES) == Some(*key));
            values.extend(of_key.map(|(_, value)| (*value).to_owned()));
            slots.add(reference, values);
        }
        slots
    }

    fn add(&mut self, reference: &str, mut values: Vec<String>) {
        let mut seen = BTreeSet::new();
        values.retain(|value| seen.insert(value.clone()));
        if values.len() <= MOST_VALUES {
            self.numbers.insert(reference.to_owned(), self.values.len());
            self.values.push(values);
        }
    }

    /// The values of a reference for which something holds.
    fn among(&self, slot: usize, holds: impl Fn(&str) -> bool) -> Values {
        let values = self.values.get(slot).into_iter().flatten().enumerate();
        let held = values.filter(|(_, value)| holds(value));
        held.fold(0, |among, (bit, _)| among | (1 << bit))
    }

    fn start(&self) -> Known {
        let mut values = vec![0; self.values.len()];
        for (reference, slot) in &self.numbers {
            if let Some(values) = values.get_mut(*slot) {
                *values = match reference.starts_with(EXTERNAL) {
                    true => NOT_SET,
                    false => self.among(*slot, |_| true),
                };
            }
        }
        Known { values }
    }

    fn step(&self, graph: &ContactGraph, edge: &Edge) -> Option<Step> {
        let mut step = Step::default();
        if edge.via == Via::AgentLeaves || edge.via == Via::ModuleStarts {
            step.becomes = self.answers(|_| false);
        } else if stack(graph, edge.source) != stack(graph, edge.target) {
            step.becomes = self.answers(|_| true);
        }
        if let Some(block) = block_at(self.program, graph, edge.source) {
            self.leaves(block, edge.via, &mut step);
        }
        (step != Step::default()).then_some(step)
    }

    /// What leaving a block this way asks and does.
    fn leaves(&self, block: &Block, via: Via, step: &mut Step) {
        if let Some((reference, comparing, exit)) = compared(self.program, block, via) {
            let slot = self.numbers.get(reference).copied();
            step.narrows = slot.map(|slot| {
                (
                    slot,
                    self.among(slot, |value| values::takes(comparing, exit, value)),
                )
            });
        }
        for (key, value) in attributes_set(block, via) {
            if let Some(slot) = self.numbers.get(&format!("{ATTRIBUTES}{key}")) {
                let becomes = self.among(*slot, |known| value.is_none_or(|value| value == known));
                step.becomes.push((*slot, becomes));
            }
        }
        let succeeds = exit_of(block, via).is_some_and(|exit| exit.outcome == Outcome::Success);
        if succeeds
            && block.row.behaviour == Behaviour::Function
            && read::function_limit(block).is_some()
        {
            step.becomes.extend(self.answers(|_| true));
        }
    }

    /// What functions have answered becomes any of the values for which something holds, or
    /// nothing.
    fn answers(&self, holds: impl Fn(&str) -> bool) -> Vec<(usize, Values)> {
        let answers = self
            .numbers
            .iter()
            .filter(|(reference, _)| reference.starts_with(EXTERNAL));
        answers
            .map(|(_, slot)| (*slot, NOT_SET | self.among(*slot, &holds)))
            .collect()
    }
}

fn block_at<'p>(program: &'p Program, graph: &ContactGraph, state: StateId) -> Option<&'p Block> {
    let (flow, block) = graph.place(state).block()?;
    program.flows.get(flow)?.blocks.get(block)
}

fn stack(graph: &ContactGraph, state: StateId) -> Option<StackId> {
    Some(graph.states().get(state)?.stack)
}
