//! Which way a comparison sends a value, and values that tell its ways apart.

use crate::program::{Block, Exit, Outcome, holds};

/// Whether a block that compares `value` is left by this exit; nothing stands for a way out
/// that is not drawn.
#[must_use]
pub fn takes(block: &Block, wanted: Option<usize>, value: &str) -> bool {
    let holds_for = |exit: &Exit| match &exit.outcome {
        Outcome::Case(form, operand) => holds(form.operator, value, operand),
        Outcome::Success | Outcome::Branch(_) | Outcome::Error(_) | Outcome::Condition { .. } => {
            false
        }
    };
    match block.exits.iter().position(holds_for) {
        Some(case) => wanted == Some(case),
        None => wanted
            .and_then(|wanted| block.exits.get(wanted))
            .is_none_or(|exit| operand(exit).is_none()),
    }
}

/// What the exits of a block compare with.
pub fn operands(block: &Block) -> impl Iterator<Item = &str> {
    block.exits.iter().filter_map(operand)
}

fn operand(exit: &Exit) -> Option<&str> {
    match &exit.outcome {
        Outcome::Case(_, operand) => Some(operand),
        Outcome::Success | Outcome::Branch(_) | Outcome::Error(_) | Outcome::Condition { .. } => {
            None
        }
    }
}

/// Values that comparisons with these operands tell apart, nothing besides: the operands
/// themselves, numbers just beside them, texts that hold two of them, and something else.
#[must_use]
pub fn telling(operands: &[&str]) -> Vec<String> {
    let mut found = Vec::new();
    for operand in operands {
        found.push((*operand).to_owned());
        if let Ok(number) = operand.parse::<i64>() {
            let beside = [number.saturating_sub(1), number.saturating_add(1)];
            found.extend(beside.map(|number| number.to_string()));
        }
    }
    found.push("something else".to_owned());
    if let [one, rest @ ..] = operands {
        found.extend(
            rest.iter()
                .flat_map(|other| [format!("{one}{other}"), format!("{other}{one}")]),
        );
    }
    found
}
