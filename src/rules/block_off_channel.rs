//! Blocks that only contacts reach on whose channel they do not work.

use super::Finding;
use super::context::Context;
use crate::catalogue::{Behaviour, Support};
use crate::diag::{Diagnostic, Level, Rule};
use crate::graph::Channels;
use crate::text::and_listed;

pub(super) static RULE: Rule = Rule {
    name: "block-off-channel",
    level: Level::Warning,
    summary: "only contacts reach a block on whose channel it does not work",
    page: include_str!("block_off_channel.md"),
};

pub(super) fn check(context: &Context<'_>, found: &mut Vec<Finding>) {
    check_blocks(
        context,
        &RULE,
        |behaviour| behaviour != Behaviour::Wait,
        found,
    );
}

/// One finding for each block of these behaviours on which every contact that gets there
/// takes the error branch.
pub(super) fn check_blocks(
    context: &Context<'_>,
    rule: &'static Rule,
    wanted: impl Fn(Behaviour) -> bool,
    found: &mut Vec<Finding>,
) {
    for (node, flow, block) in context.ways.blocks() {
        let Some(channels) = context.channels.at(node) else {
            continue;
        };
        let fails = |channel| block.row.channels.on(channel) == Support::Error;
        if wanted(block.row.behaviour) && channels.each().all(fails) {
            let message = format!(
                "only {} reach {}, and on them it does not work",
                contacts(*channels),
                context.called(flow, block)
            );
            let finding = Diagnostic::new(rule, block.span, message)
                .note("it takes its error branch at once")
                .help("leave it out on this path, or branch on `$.Channel` before it");
            found.push(finding.into());
        }
    }
}

/// "calls, tasks and e-mails"
fn contacts(channels: Channels) -> String {
    and_listed(
        channels
            .each()
            .map(|channel| format!("{}s", channel.contact_word())),
    )
}
