//! Which value takes which case.

use crate::catalogue::Operator;
use crate::program::holds;
use crate::program::{Block, Outcome};

/// The relation and the operand of a case.
fn case(outcome: &Outcome) -> Option<(Operator, &str)> {
    match outcome {
        Outcome::Case(form, operand) => Some((form.operator, operand)),
        Outcome::Condition { operator, operands } => match operands.as_slice() {
            [operand] => Some((Operator::of_wire(operator)?, operand)),
            _ => None,
        },
        Outcome::Success | Outcome::Branch(_) | Outcome::Error(_) => None,
    }
}

/// The exit that a value takes: the first case that holds.
fn takes(block: &Block, value: &str) -> Option<usize> {
    block.exits.iter().position(|exit| {
        case(&exit.outcome).is_some_and(|(operator, operand)| holds(operator, value, operand))
    })
}

/// A value that takes this exit; the case of nothing else where `exit` is no case.
pub(super) fn value_for(block: &Block, exit: usize, more: &[&str]) -> Option<String> {
    let outcome = &block.exits.get(exit)?.outcome;
    let wanted = case(outcome).map(|_| exit);
    let own = case(outcome)
        .into_iter()
        .flat_map(|(operator, operand)| own(operator, operand));
    let others = block.exits.iter().filter_map(|exit| case(&exit.outcome));
    let beside = others.flat_map(|(_, operand)| around(operand));
    let more = more.iter().map(|text| (*text).to_owned());
    own.chain(more)
        .chain(beside)
        .find(|value| takes(block, value) == wanted)
}

/// Values for which a relation holds, the plainest first.
fn own(operator: Operator, operand: &str) -> Vec<String> {
    let mut values = vec![operand.to_owned()];
    match operator {
        Operator::Equals | Operator::KeyExists => {}
        Operator::TextStartsWith => values.push(format!("{operand}…")),
        Operator::TextEndsWith => values.push(format!("…{operand}")),
        Operator::TextContains => values.push(format!("…{operand}…")),
        Operator::NumberGreaterThan
        | Operator::NumberGreaterOrEqualTo
        | Operator::NumberLessThan
        | Operator::NumberLessOrEqualTo => values.extend(around(operand)),
    }
    values
}

/// Numbers near a number.
fn around(operand: &str) -> Vec<String> {
    let Ok(number) = operand.parse::<f64>() else {
        return vec![format!("{operand}…")];
    };
    [1.0, -1.0, 0.5, -0.5, 1_000.0, -1_000.0]
        .map(|step| (number + step).to_string())
        .to_vec()
}
