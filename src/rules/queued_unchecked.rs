//! Contacts that are queued though nobody has asked whether anybody is there.

use super::Finding;
use super::context::Context;
use crate::catalogue::Behaviour;
use crate::diag::{Diagnostic, Level, Rule};
use crate::graph::OnEveryPath;
use crate::program::Block;

pub(super) static RULE: Rule = Rule {
    name: "queued-unchecked",
    // Some teams take contacts at all hours, or let a function decide.
    level: Level::Off,
    summary: "a contact is queued without a look at hours or staffing",
    page: include_str!("queued_unchecked.md"),
};

/// The blocks besides those about hours that find out whether somebody is there.
const LOOKS: &[&str] = &["check staffing", "check queue status", "get queue metrics"];

pub(super) fn check(context: &Context<'_>, found: &mut Vec<Finding>) {
    let ways = &context.ways;
    let starts = ways.starts();
    let starts = starts.filter_map(|flow| Some((ways.start_of(flow)?, OnEveryPath(false))));
    let looked = ways.solve(starts, |from, _, looked| {
        let looks = ways.block(from).is_some_and(looks);
        Some(OnEveryPath(looked.0 || looks))
    });
    for (node, flow, block) in ways.blocks() {
        let queues = block.row.behaviour == Behaviour::TransferToQueue;
        if queues && looked.at(node) == Some(&OnEveryPath(false)) {
            let message = format!(
                "nobody has asked whether anybody is there for a contact that {} queues",
                context.called(flow, block)
            );
            let finding = Diagnostic::new(&RULE, block.span, message).help(
                "put `check hours of operation` or `check staffing available` before it, and say what happens otherwise",
            );
            found.push(finding.into());
        }
    }
}

/// Whether a block finds out whether somebody is there.
fn looks(block: &Block) -> bool {
    block.row.behaviour == Behaviour::Hours || LOOKS.contains(&block.row.phrase)
}
