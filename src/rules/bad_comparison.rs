//! Conditions that can never hold.

use super::Finding;
use super::context::Context;
use crate::catalogue::{CaseForm, Operand, Operator, ROOTS, Role};
use crate::diag::{Diagnostic, Level, Rule};
use crate::program::{Block, Exit, Outcome, Value, holds, number};
use crate::text;

pub(super) static RULE: Rule = Rule {
    name: "bad-comparison",
    level: Level::Warning,
    summary: "a condition can never hold",
    page: include_str!("bad_comparison.md"),
};

pub(super) fn check(context: &Context<'_>, found: &mut Vec<Finding>) {
    for (_, flow, block) in context.ways.blocks() {
        for exit in &block.exits {
            if let Outcome::Case(form, operand) = &exit.outcome
                && !operand.contains("$.")
            {
                let called = || context.called(flow, block);
                found.extend(no_number(called, exit, form, operand).map(Finding::from));
                found.extend(no_value(called, block, exit, form, operand).map(Finding::from));
            }
        }
    }
}

/// A relation of numbers with something that is none.
fn no_number(
    called: impl Fn() -> String,
    exit: &Exit,
    form: &CaseForm,
    operand: &str,
) -> Option<Diagnostic> {
    let counts = match form.operator {
        Operator::NumberGreaterThan
        | Operator::NumberGreaterOrEqualTo
        | Operator::NumberLessThan
        | Operator::NumberLessOrEqualTo => true,
        Operator::Equals
        | Operator::TextStartsWith
        | Operator::TextEndsWith
        | Operator::TextContains
        | Operator::KeyExists => false,
    };
    let compares = counts && form.operand != Operand::Percent;
    (compares && number(operand).is_none()).then(|| {
        let message = format!(
            "`{}` of {} never holds: `{operand}` is no number",
            exit.outcome.words(),
            called()
        );
        Diagnostic::new(&RULE, exit.span, message)
            .note(
                "Amazon Connect compares numbers here, and with what is no number the answer is no",
            )
            .help("compare with a number, or use `=`, `contains`, `starts with` or `ends with`")
    })
}

/// A comparison with something that the reference can never be.
fn no_value(
    called: impl Fn() -> String,
    block: &Block,
    exit: &Exit,
    form: &CaseForm,
    operand: &str,
) -> Option<Diagnostic> {
    let compared = block.value(Role::Compared).and_then(Value::text)?;
    let root = ROOTS
        .iter()
        .find(|root| compared.strip_prefix("$.") == Some(root.name))?;
    let mut values = root.values.iter();
    if root.values.is_empty() || values.any(|value| holds(form.operator, value, operand)) {
        return None;
    }
    let message = format!(
        "`{}` of {} never holds: `{compared}` is never that",
        exit.outcome.words(),
        called()
    );
    let finding = Diagnostic::new(&RULE, exit.span, message);
    let meant = root
        .values
        .iter()
        .find(|value| value.eq_ignore_ascii_case(operand))
        .copied()
        .or_else(|| text::nearest(operand, root.values.iter().copied()));
    Some(finding.help(match meant {
        Some(meant) => format!("did you mean \"{meant}\"? Upper and lower case differ"),
        None => format!("it is one of {}", text::or_ticked(root.values)),
    }))
}
