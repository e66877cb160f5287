//! Prompts of a queue that are interrupted while an agent is still being asked.

use super::Finding;
use super::context::Context;
use crate::catalogue::{FlowKind, Role};
use crate::diag::{Diagnostic, Level, Rule};
use crate::program::Value;
use crate::text::Duration;

pub(super) static RULE: Rule = Rule {
    name: "short-interrupt",
    level: Level::Info,
    summary: "the prompts of a queue are interrupted every 20 seconds or more often",
    page: include_str!("short_interrupt.md"),
};

/// How long an agent has to accept a contact (administrator guide, loop prompts).
const ACCEPTING: i64 = 20;

pub(super) fn check(context: &Context<'_>, found: &mut Vec<Finding>) {
    for (_, id, block) in context.ways.blocks() {
        // Nobody is offered to an agent on hold; where an export does not say what it is, only
        // prompts of queues are interrupted.
        let kind = context.flow(id).and_then(|flow| flow.kind);
        let queues = matches!(kind, Some(FlowKind::CustomerQueue) | None);
        let Some(Value::Duration(every)) = block.value(Role::Interrupt) else {
            continue;
        };
        if queues && *every <= ACCEPTING {
            let message = format!(
                "{} is interrupted every {}, while an agent may still be deciding",
                context.called(id, block),
                Duration(*every)
            );
            let finding = Diagnostic::new(&RULE, block.span, message)
                .note("an agent has 20 seconds to accept a contact, and one that is being offered cannot be taken out of its queue: such a block takes its error branch")
                .help("interrupt it less often: `interrupt every: 30s`");
            found.push(finding.into());
        }
    }
}
