//! Waits that last longer than the customer's connection to the chat.

use super::Finding;
use super::context::Context;
use crate::catalogue::Behaviour;
use crate::diag::{Diagnostic, Level, Rule};
use crate::graph::time::Analysis;
use crate::graph::{Seconds, read};
use crate::program::{Block, BlockId, FlowId};
use std::collections::BTreeSet;

pub(super) static RULE: Rule = Rule {
    name: "wait-outlives-token",
    level: Level::Info,
    summary: "a wait lasts longer than the customer's connection to the chat",
    page: include_str!("wait_outlives_token.md"),
};

/// How long the connection token of a participant lives (API reference,
/// `CreateParticipantConnection`).
const TOKEN: Seconds = 86_400;

pub(super) fn check(context: &Context<'_>, found: &mut Vec<Finding>) {
    let waits = context
        .analyses
        .iter()
        .flat_map(|analysis| waits_that_end(context, analysis));
    for (flow, at) in waits.collect::<BTreeSet<_>>() {
        let Some(block) = context.block(flow, at) else {
            continue;
        };
        let message = format!(
            "{} lasts longer than the customer's connection",
            context.called(flow, block)
        );
        let finding = Diagnostic::new(&RULE, block.span, message)
            .note("the connection token of a participant lives a day")
            .help("let the chat client connect again before, or nobody is there to write");
        found.push(finding.into());
    }
}

/// The Waits of a chat that are too long, but for those that the end of the chat always
/// cuts off.
fn waits_that_end<'a>(
    context: &'a Context<'_>,
    analysis: &'a Analysis,
) -> impl Iterator<Item = (FlowId, BlockId)> + 'a {
    let exits = analysis.impossible.iter();
    let never: BTreeSet<_> = exits.map(|exit| (exit.flow, exit.block)).collect();
    let blocks = analysis.graph.at_blocks();
    blocks
        .map(|(_, flow, block)| (flow, block))
        .filter(|(flow, block)| context.block(*flow, *block).is_some_and(outlives))
        .filter(move |place| !never.contains(place))
}

fn outlives(block: &Block) -> bool {
    block.row.behaviour == Behaviour::Wait
        && read::waits_for_customer(block)
        && read::wait_timer(block).least > TOKEN
}
