//! Branching on a value, a schedule or a draw.

use crate::catalogue::{Operator, ResourceKind, Role};
use crate::program::{Block, Outcome};
use crate::run::compare::holds;
use crate::run::flows::{Next, Run};

pub(super) fn compare(run: &mut Run<'_>, block: &Block) -> Next {
    let value = match block.value(Role::Compared) {
        Some(value) => run.text_of(value),
        None => String::new(),
    };
    by_case(run, block, &value)
}

pub(super) fn distribute(run: &mut Run<'_>, block: &Block) -> Next {
    let drawn = run.state.world.percent();
    let mut below = 1;
    let exit = block.exits.iter().position(|exit| match &exit.outcome {
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
pub(super) fn hours(run: &mut Run<'_>, block: &Block) -> Next {
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

fn by_case(run: &mut Run<'_>, block: &Block, value: &str) -> Next {
    case(run, block, value).map_or(Next::Branch("default"), Next::Exit)
}

/// The first case in the order of the list that holds for `value`.
pub(in crate::run) fn case(run: &mut Run<'_>, block: &Block, value: &str) -> Option<usize> {
    block.exits.iter().position(|exit| match &exit.outcome {
        Outcome::Case(form, operand) => {
            let operand = run.fill(operand);
            holds(form.operator, value, &operand)
        }
        Outcome::Condition { operator, operands } => {
            match (Operator::of_wire(operator), operands.as_slice()) {
                (Some(operator), [operand]) => holds(operator, value, operand),
                (_, _) => false,
            }
        }
        Outcome::Success | Outcome::Branch(_) | Outcome::Error(_) => false,
    })
}
