//! Lists and maps with more or fewer entries than an action takes.

use super::Finding;
use super::context::Context;
use crate::catalogue::Entries;
use crate::diag::{Level, Rule};
use crate::program::{Argument, Value};

pub(super) static RULE: Rule = Rule {
    name: "entry-count",
    level: Level::Error,
    summary: "a list has more or fewer entries than Amazon Connect takes",
    page: include_str!("entry_count.md"),
};

pub(super) fn check(context: &Context<'_>, found: &mut Vec<Finding>) {
    context.judge_arguments(&RULE, wrong, found);
}

/// What is wrong with the number of entries, and what to do.
fn wrong(argument: &Argument) -> Option<(String, &'static str)> {
    let Entries { least, most } = argument.parameter.entries;
    let number = match &argument.value {
        Value::Map(entries) => entries.len(),
        Value::List(entries) => entries.len(),
        Value::Text(_)
        | Value::Reference(_)
        | Value::Resource(_)
        | Value::Duration(_)
        | Value::Number(_)
        | Value::Flag(_)
        | Value::Word(_)
        | Value::Words(_)
        | Value::Prompt(..)
        | Value::RawNumber(_)
        | Value::RawBool(_)
        | Value::Null => return None,
    };
    if number > most {
        let is = format!("has {number} entries, and Amazon Connect takes {most} at most");
        Some((is, "write a second block for the rest"))
    } else if number < least {
        let is = "has no entry, which Amazon Connect refuses".to_owned();
        Some((is, "name one, or leave the block out"))
    } else {
        None
    }
}
