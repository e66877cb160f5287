//! Branching on a value, a schedule or a draw.

use crate::catalogue::{Operator, ResourceKind, Role, assumptions};
use crate::program::{Outcome, holds, same_number};
use crate::run::ready::Ready;
use crate::run::steps::Next;
use crate::run::work::Run;

pub(super) fn compare<'r>(run: &mut Run<'r>, block: &'r Ready<'r>) -> Next {
    let Some(value) = block.value(Role::Compared) else {
        return by_case(run, block, "");
    };
    let plain = value.reference().and_then(|reference| run.peek(reference));
    if let Some(exit) = plain.and_then(|value| block.known_case(value)) {
        return exit.map_or(Next::Branch("default"), Next::Exit);
    }
    let value = run.text_of(value);
    let next = by_case(run, block, &value);
    run.done_with(value);
    next
}

pub(super) fn distribute<'r>(run: &mut Run<'r>, block: &'r Ready<'r>) -> Next {
    let drawn = run.state.world.percent();
    let mut below = 1;
    let exit = block.cases().position(|(outcome, _)| match outcome {
        Outcome::Case(_, share) => {
            below += share.parse().unwrap_or(0);
            drawn < below
        }
        Outcome::Success | Outcome::Branch(_) | Outcome::Error(_) | Outcome::Condition { .. } => {
            false
        }
    });
    exit.map_or(Next::Branch("default"), Next::Exit)
}

/// The hours that the block names, else those of the working queue.
pub(super) fn hours<'r>(run: &mut Run<'r>, block: &'r Ready<'r>) -> Next {
    let hours = match block.value(Role::Hours) {
        Some(value) => run.named(value, ResourceKind::Hours),
        None => run.state.contact.queue.clone(),
    };
    match hours.map(|hours| run.state.world.is_open(&hours)) {
        Some(true) => Next::Branch("in hours"),
        Some(false) => Next::Branch("out of hours"),
        None => Next::Branch("error"),
    }
}

pub(super) fn by_case<'r>(run: &mut Run<'r>, block: &'r Ready<'r>, value: &str) -> Next {
    case(run, block, value).map_or(Next::Branch("default"), Next::Exit)
}

/// The first case in the order of the list that holds for `value`.
pub(in crate::run) fn case<'r>(
    run: &mut Run<'r>,
    block: &'r Ready<'r>,
    value: &str,
) -> Option<usize> {
    if let Some(known) = block.known_case(value) {
        return known;
    }
    block.cases().position(|(outcome, operand)| {
        let operator = match outcome {
            Outcome::Case(form, _) => Some(form.operator),
            Outcome::Condition { operator, operands } if operands.len() == 1 => {
                Operator::of_wire(operator)
            }
            Outcome::Condition { .. }
            | Outcome::Success
            | Outcome::Branch(_)
            | Outcome::Error(_) => None,
        };
        operator.is_some_and(|operator| {
            let operand = run.fill(operand);
            let holds = holds(operator, value, &operand)
                || (operator == Operator::Equals && is_equal_number(run, value, &operand));
            run.done_with(operand);
            holds
        })
    })
}

/// Whether two texts that differ are one number, and count as equal for it.
fn is_equal_number(run: &mut Run<'_>, value: &str, operand: &str) -> bool {
    same_number(value, operand) && !run.assumes(&assumptions::EQUALS_IS_TEXT)
}
