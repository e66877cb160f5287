//! Waits in kinds of flow of which AWS's pages disagree whether they wait there.

use super::Finding;
use super::context::Context;
use crate::catalogue::{Behaviour, FlowKind};
use crate::diag::{Diagnostic, Level, Rule};
use crate::text;

pub(super) static RULE: Rule = Rule {
    name: "wait-in-odd-flow",
    level: Level::Info,
    summary: "a wait stands in a kind of flow for which it is not documented",
    page: include_str!("wait_in_odd_flow.md"),
};

pub(super) fn check(context: &Context<'_>, found: &mut Vec<Finding>) {
    for (_, id, block) in context.ways.blocks() {
        let Some(kind) = context.flow(id).and_then(|flow| flow.kind) else {
            continue;
        };
        let usual = matches!(
            kind,
            FlowKind::Inbound | FlowKind::Disconnect | FlowKind::CustomerQueue | FlowKind::Module
        );
        if block.row.behaviour == Behaviour::Wait && !usual {
            let message = format!(
                "{} stands in {}",
                context.called(id, block),
                text::a(kind.words())
            );
            let finding = Diagnostic::new(&RULE, block.span, message)
                .note("the administrator guide names inbound and customer queue flows; another page every kind")
                .help("wait in the flow before, or try this one on your instance first");
            found.push(finding.into());
        }
    }
}
