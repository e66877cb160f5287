//! Lists and maps with more or fewer entries than an action takes.

use super::Finding;
use super::context::Context;
use crate::catalogue::BOUNDS_OF_LISTS;
use crate::diag::{Diagnostic, Level, Rule};
use crate::program::{Block, Value};
use crate::text::count;

pub(super) static RULE: Rule = Rule {
    name: "entry-count",
    level: Level::Error,
    summary: "a list has more or fewer entries than Amazon Connect takes",
    page: include_str!("entry_count.md"),
};

pub(super) fn check(context: &Context<'_>, found: &mut Vec<Finding>) {
    for (id, flow) in context.flows() {
        for block in &flow.blocks {
            let bounds = BOUNDS_OF_LISTS
                .iter()
                .filter(|it| it.action == block.row.action);
            for bound in bounds {
                let Some(number) = entries(block, bound.parameter) else {
                    continue;
                };
                let entries = count(bound.entry, number);
                let most = bound.most;
                let block_called = context.called(id, block);
                let message = if number > bound.most {
                    format!("{block_called} has {entries}, and Amazon Connect takes {most} at most")
                } else if number < bound.least {
                    format!(
                        "{block_called} has no {}, which Amazon Connect refuses",
                        bound.entry
                    )
                } else {
                    continue;
                };
                let help = match number {
                    0 => "name one, or leave the block out",
                    _ => "write a second block for the rest",
                };
                found.push(
                    Diagnostic::new(&RULE, block.span, message)
                        .help(help)
                        .into(),
                );
            }
        }
    }
}

/// How many entries stand in a parameter, where that is known before run time.
fn entries(block: &Block, parameter: &str) -> Option<usize> {
    let is_meant = |path: &str| path == parameter;
    let mut arguments = block.arguments.iter();
    let value = &arguments.find(|it| is_meant(it.parameter.path))?.value;
    match value {
        Value::Map(entries) => Some(entries.len()),
        Value::List(entries) => Some(entries.len()),
        Value::Words(entries) => Some(entries.len()),
        Value::Text(_)
        | Value::Reference(_)
        | Value::Resource(_)
        | Value::Duration(_)
        | Value::Number(_)
        | Value::Flag(_)
        | Value::Word(_)
        | Value::Prompt(..)
        | Value::RawNumber(_)
        | Value::RawBool(_)
        | Value::Null => None,
    }
}
