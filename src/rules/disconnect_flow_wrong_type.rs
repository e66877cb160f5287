//! Hooks that name a flow of a kind that cannot run on their event.

use super::Finding;
use super::context::Context;
use crate::catalogue::{FlowKind, FlowKinds, Hook, Role};
use crate::diag::{Diagnostic, Level, Rule};
use crate::graph::{Hooked, read};
use crate::program::Block;
use crate::text::or_ticked;

pub(super) static RULE: Rule = Rule {
    name: "disconnect-flow-wrong-type",
    level: Level::Error,
    summary: "a flow is set to run on an event that flows of its kind cannot run on",
    page: include_str!("disconnect_flow_wrong_type.md"),
};

pub(super) fn check(context: &Context<'_>, found: &mut Vec<Finding>) {
    for (id, flow) in context.flows() {
        for block in &flow.blocks {
            for (hook, hooked) in read::hooks_set(context.program, block) {
                let words = context.called(id, block);
                found.extend(check_hook(context, &words, block, hook, hooked).map(Finding::from));
            }
        }
    }
}

fn check_hook(
    context: &Context<'_>,
    words: &str,
    block: &Block,
    hook: Hook,
    hooked: Hooked,
) -> Option<Diagnostic> {
    let Hooked::Flow(id) = hooked else {
        return None;
    };
    let flow = context.flow(id)?;
    let kind = flow.kind?;
    let accepted = hook.accepts();
    if accepted.has(kind) {
        return None;
    }
    let span = block
        .argument(Role::Flow)
        .or_else(|| block.argument(Role::Hooks))
        .and_then(|argument| argument.span)
        .unwrap_or(block.span);
    let message = format!("{words} cannot take `{}`, which is {}", flow.name, a(kind));
    let wanted = or_ticked(kinds_of(accepted).map(FlowKind::words));
    Some(
        Diagnostic::new(&RULE, span, message)
            .also(flow.span, a(kind))
            .help(format!("name a flow of the kind {wanted}")),
    )
}

fn kinds_of(kinds: FlowKinds) -> impl Iterator<Item = FlowKind> {
    FlowKind::ALL
        .into_iter()
        .filter(move |kind| kinds.has(*kind))
}

fn a(kind: FlowKind) -> String {
    let words = kind.words();
    let article = if words.starts_with(['a', 'i', 'o']) {
        "an"
    } else {
        "a"
    };
    format!("{article} {words}")
}
