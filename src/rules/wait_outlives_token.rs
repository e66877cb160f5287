//! Waits that last longer than the customer's connection to the chat.

use super::Finding;
use super::context::Context;
use crate::catalogue::Behaviour;
use crate::diag::{Diagnostic, Level, Rule};
use crate::graph::time::Analysis;
use crate::graph::{Seconds, read};
use crate::program::{BlockId, FlowId};
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

/// The blocks of a chat, but for Waits that the end of the chat always cuts off.
fn waits_that_end(analysis: &Analysis) -> BTreeSet<(FlowId, BlockId)> {
    let exits = analysis.impossible.iter();
    let never: BTreeSet<_> = exits.map(|exit| (exit.flow, exit.block)).collect();
    let blocks = analysis.graph.at_blocks();
    let blocks: BTreeSet<_> = blocks.map(|(_, flow, block)| (flow, block)).collect();
    blocks.difference(&never).copied().collect()
}

pub(super) fn check(context: &Context<'_>, found: &mut Vec<Finding>) {
    let waits = context.analyses.iter().flat_map(waits_that_end);
    for (flow, at) in waits.collect::<BTreeSet<_>>() {
        let Some(block) = context.block(flow, at) else {
            continue;
        };
        let listens = read::waits_for_customer(block);
        if block.row.behaviour == Behaviour::Wait
            && listens
            && read::wait_timer(block).least > TOKEN
        {
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
}
