//! Chats that can be in more states than are followed.

use super::Finding;
use super::context::Context;
use crate::diag::{Diagnostic, Level, Rule};
use crate::text::count;

pub(super) static RULE: Rule = Rule {
    name: "too-many-states",
    level: Level::Warning,
    summary: "chats can be in more states than are followed, so some of it is not judged",
    page: include_str!("too_many_states.md"),
};

/// How many of the flows are pointed at.
const SHOWN: usize = 3;

/// One finding for all entries: they share their cause.
pub(super) fn check(context: &Context<'_>, found: &mut Vec<Finding>) {
    let flows: Vec<_> = context
        .not_followed
        .iter()
        .filter_map(|flow| context.flow(*flow))
        .collect();
    let Some((first, others)) = flows.split_first() else {
        return;
    };
    let message = format!(
        "chats that start in `{}` can be in more states than are followed: what comes after is not judged",
        first.name
    );
    let mut finding = Diagnostic::new(&RULE, first.span, message)
        .help("check fewer flows together, or let fewer flows set event flows");
    for flow in others.iter().take(SHOWN) {
        finding = finding.also(flow.span, "chats that start here, too");
    }
    if let Some(more @ 1..) = others.len().checked_sub(SHOWN) {
        finding = finding.note(format!("so it is for {}", count("other flow", more)));
    }
    found.push(finding.into());
}
