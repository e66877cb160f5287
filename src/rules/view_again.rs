//! Views that are shown again and again to somebody who has left.

use super::Finding;
use super::context::Context;
use super::endless_loop::{at_once, may_change};
use crate::catalogue::Asks;
use crate::diag::{Diagnostic, Level, Rule};
use crate::graph::{NodeId, Way, Ways};
use crate::program::Block;

pub(super) static RULE: Rule = Rule {
    name: "view-again",
    // AWS's own guides show a view again when its time is over.
    level: Level::Off,
    summary: "a view whose time is over is shown again, as often as anybody likes",
    page: include_str!("view_again.md"),
};

pub(super) fn check(context: &Context<'_>, found: &mut Vec<Finding>) {
    let ways = &context.ways;
    if !ways.blocks().any(|(_, _, block)| shows(block)) {
        return;
    }
    for cycle in ways.cycles(|from, way| at_once(ways, from, way) || is_over(ways, from, way)) {
        let again = |node: &NodeId| {
            let mut out = ways.out(*node);
            out.any(|way| is_over(ways, *node, way) && cycle.binary_search(&way.to).is_ok())
        };
        // A function or an attribute may count the rounds.
        let mut blocks = cycle.iter().filter_map(|node| ways.block(*node));
        if blocks.any(|block| !shows(block) && may_change(block)) {
            continue;
        }
        if let Some(first) = cycle.iter().copied().find(again) {
            found.extend(finding(context, first).map(Finding::from));
        }
    }
}

fn shows(block: &Block) -> bool {
    block.row.asks == Asks::View
}

/// Whether a way is that of a view to which nobody has answered.
fn is_over(ways: &Ways<'_>, from: NodeId, way: &Way) -> bool {
    ways.block(from).is_some_and(shows)
        && ways
            .exit(from, way)
            .is_some_and(|exit| exit.outcome.is("timeout"))
}

fn finding(context: &Context<'_>, node: NodeId) -> Option<Diagnostic> {
    let block = context.ways.block(node)?;
    let message = format!(
        "{} is shown again whenever nobody answers, as often as anybody likes",
        context.called_at(node)?
    );
    Some(
        Diagnostic::new(&RULE, block.span, message)
            .note("AWS advises to guard circles around views: whoever should answer may have left")
            .help("let a `loop` count the rounds, or end the flow at `timeout`"),
    )
}
