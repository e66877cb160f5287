//! Chats of which nobody can say whether they are cut off.

use super::Finding;
use super::context::Context;
use crate::diag::{Diagnostic, Level, Rule};
use crate::graph::time::{Analysis, Reason};

pub(super) static RULE: Rule = Rule {
    name: "time-unknown",
    level: Level::Info,
    summary: "whether a chat can be cut off during a wait depends on what is only known at run time",
    page: include_str!("time_unknown.md"),
};

/// How many reasons are pointed at.
const SHOWN: usize = 3;

/// Where a chat can be cut off for certain, that is the finding.
pub(super) fn check(context: &Context<'_>, found: &mut Vec<Finding>) {
    for analysis in &context.analyses {
        let open = analysis.waits.iter().any(|wait| wait.cut_possible);
        if open && !analysis.waits.iter().any(|wait| wait.cut) {
            found.extend(finding(context, analysis));
        }
    }
}

fn finding(context: &Context<'_>, analysis: &Analysis) -> Option<Finding> {
    let flow = context.flow(analysis.entry)?;
    let reasons: Vec<Reason> = analysis
        .reasons()
        .into_iter()
        .filter(|reason| *reason != Reason::TooLarge)
        .collect();
    let first = reasons.first()?;
    let message = format!(
        "whether chats that start in `{}` are cut off during a wait is not known: {}",
        flow.name,
        first.says(context.program)
    );
    let mut finding =
        Diagnostic::new(&RULE, flow.span, message).help(first.settled_by(context.program));
    for reason in reasons.iter().take(SHOWN) {
        match reason.span(context.program) {
            Some(span) => finding = finding.also(span, reason.settled_by(context.program)),
            None if reason != first => finding = finding.note(reason.says(context.program)),
            None => {}
        }
    }
    finding.notes.extend(context.alone_note(analysis.entry));
    Some(finding.into())
}
