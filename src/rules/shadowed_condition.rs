//! Conditions that an earlier one of the same block always takes first.

use super::Finding;
use super::context::Context;
use crate::catalogue::{CaseForm, Operand, Operator};
use crate::diag::{Diagnostic, Level, Rule};
use crate::program::{Block, Exit, Outcome, number};
use std::collections::BTreeMap;

pub(super) static RULE: Rule = Rule {
    name: "shadowed-condition",
    level: Level::Warning,
    summary: "a condition is never reached, because an earlier one always holds first",
    page: include_str!("shadowed_condition.md"),
};

/// How many texts that something has to contain are kept in mind on one block.
const MOST_CONTAINED: usize = 32;

pub(super) fn check(context: &Context<'_>, found: &mut Vec<Finding>) {
    for (_, flow, block) in context.ways.blocks() {
        let mut seen = Seen::default();
        for exit in &block.exits {
            let Outcome::Case(form, operand) = &exit.outcome else {
                continue;
            };
            // A share is a part of its own, and a key or an intent is what it is.
            if matches!(form.operand, Operand::Percent) {
                continue;
            }
            if let Some(earlier) = seen.taken_before(form, operand) {
                let called = context.called(flow, block);
                found.push(finding(&called, block, exit, earlier).into());
            }
            seen.add(form, operand, exit);
        }
    }
}

fn finding(called: &str, block: &Block, exit: &Exit, earlier: &Exit) -> Diagnostic {
    let message = format!(
        "`{}` of {called} is never taken: `{}` holds whenever it does",
        exit.outcome.words(),
        earlier.outcome.words()
    );
    let span = if exit.drawn { exit.span } else { block.span };
    Diagnostic::new(&RULE, span, message)
        .also(earlier.span, "this one stands before it")
        .note("the first condition that holds is taken")
        .help("put the narrower condition first, or delete it")
}

/// The conditions of a block so far.
#[derive(Default)]
struct Seen<'b> {
    equal: BTreeMap<&'b str, &'b Exit>,
    starts: BTreeMap<&'b str, &'b Exit>,
    ends: BTreeMap<&'b str, &'b Exit>,
    contained: Vec<(&'b str, &'b Exit)>,
    /// Everything above this number is taken, and whether it is, too.
    above: Option<(f64, bool, &'b Exit)>,
    /// Everything below this number is taken, and whether it is, too.
    below: Option<(f64, bool, &'b Exit)>,
}

impl<'b> Seen<'b> {
    fn add(&mut self, form: &CaseForm, operand: &'b str, exit: &'b Exit) {
        if operand.contains("$.") {
            // What a reference stands for is not known here.
            return;
        }
        let number = number(operand);
        match (form.operator, number) {
            (Operator::Equals, _) => {
                self.equal.entry(operand).or_insert(exit);
            }
            (Operator::TextStartsWith, _) => {
                self.starts.entry(operand).or_insert(exit);
            }
            (Operator::TextEndsWith, _) => {
                self.ends.entry(operand).or_insert(exit);
            }
            (Operator::TextContains, _) if self.contained.len() < MOST_CONTAINED => {
                self.contained.push((operand, exit));
            }
            (Operator::NumberGreaterThan, Some(number)) => self.add_above(number, false, exit),
            (Operator::NumberGreaterOrEqualTo, Some(number)) => self.add_above(number, true, exit),
            (Operator::NumberLessThan, Some(number)) => self.add_below(number, false, exit),
            (Operator::NumberLessOrEqualTo, Some(number)) => self.add_below(number, true, exit),
            (
                Operator::TextContains
                | Operator::NumberGreaterThan
                | Operator::NumberGreaterOrEqualTo
                | Operator::NumberLessThan
                | Operator::NumberLessOrEqualTo
                | Operator::KeyExists,
                _,
            ) => {}
        }
    }

    fn add_above(&mut self, number: f64, too: bool, exit: &'b Exit) {
        let wider = |(known, known_too, _): (f64, bool, _)| {
            number < known || (number <= known && too && !known_too)
        };
        if self.above.is_none_or(wider) {
            self.above = Some((number, too, exit));
        }
    }

    fn add_below(&mut self, number: f64, too: bool, exit: &'b Exit) {
        let wider = |(known, known_too, _): (f64, bool, _)| {
            number > known || (number >= known && too && !known_too)
        };
        if self.below.is_none_or(wider) {
            self.below = Some((number, too, exit));
        }
    }

    /// The earlier condition that holds whenever this one does.
    fn taken_before(&self, form: &CaseForm, operand: &str) -> Option<&'b Exit> {
        if operand.contains("$.") {
            return None;
        }
        let number = number(operand);
        let contained = || {
            let mut known = self.contained.iter();
            known.find_map(|(text, exit)| operand.contains(text).then_some(*exit))
        };
        match form.operator {
            Operator::Equals => self
                .equal
                .get(operand)
                .copied()
                .or_else(|| self.start_of(operand))
                .or_else(|| self.end_of(operand))
                .or_else(contained)
                .or_else(|| {
                    self.above(number?, true)
                        .or_else(|| self.below(number?, true))
                }),
            Operator::TextStartsWith => self.start_of(operand).or_else(contained),
            Operator::TextEndsWith => self.end_of(operand).or_else(contained),
            Operator::TextContains => contained(),
            Operator::NumberGreaterThan => self.above(number?, false),
            Operator::NumberGreaterOrEqualTo => self.above(number?, true),
            Operator::NumberLessThan => self.below(number?, false),
            Operator::NumberLessOrEqualTo => self.below(number?, true),
            Operator::KeyExists => None,
        }
    }

    fn start_of(&self, operand: &str) -> Option<&'b Exit> {
        let ends = operand
            .char_indices()
            .map(|(at, letter)| at + letter.len_utf8());
        let mut starts = ends.filter_map(|end| operand.get(..end));
        starts.find_map(|start| self.starts.get(start).copied())
    }

    fn end_of(&self, operand: &str) -> Option<&'b Exit> {
        let mut ends = operand
            .char_indices()
            .filter_map(|(at, _)| operand.get(at..));
        ends.find_map(|end| self.ends.get(end).copied())
    }

    /// The condition that takes every number above `number`, and it where `too` asks so.
    fn above(&self, number: f64, too: bool) -> Option<&'b Exit> {
        let (known, known_too, exit) = self.above?;
        (number > known || (number >= known && (known_too || !too))).then_some(exit)
    }

    fn below(&self, number: f64, too: bool) -> Option<&'b Exit> {
        let (known, known_too, exit) = self.below?;
        (number < known || (number <= known && (known_too || !too))).then_some(exit)
    }
}
