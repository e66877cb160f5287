//! Circles that no path leaves, though somebody is asked in them or time passes.

use super::Finding;
use super::context::Context;
use crate::catalogue::{Behaviour, FlowKind, Then};
use crate::diag::{Diagnostic, Level, Rule};
use crate::graph::{NodeId, Step, Way};
use crate::id::Id;
use crate::program::{Block, Target};

pub(super) static RULE: Rule = Rule {
    name: "no-way-out",
    level: Level::Warning,
    summary: "no path leads from a block to an end of the flow",
    page: include_str!("no_way_out.md"),
};

pub(super) fn check(context: &Context<'_>, found: &mut Vec<Finding>) {
    let ways = &context.ways;
    let stuck = stuck(context);
    let is_stuck = |node: NodeId| stuck.get(node.index()) == Some(&true);
    for cycle in ways.cycles(|from, way| inside(from, way) && is_stuck(from)) {
        // One in which nothing pauses is an `endless-loop`.
        let pauses = cycle
            .iter()
            .filter_map(|node| ways.block(*node))
            .any(|block| block.row.pauses());
        if pauses {
            found.extend(finding(context, &cycle).map(Finding::from));
        }
    }
}

/// For each block, by index of its node, whether no path of its flow leads from it to an end.
pub(super) fn stuck(context: &Context<'_>) -> Vec<bool> {
    let ways = &context.ways;
    let ends = ways.blocks().filter(|(_, _, block)| is_end(block));
    let leading = ways.leading_to(ends.map(|(node, ..)| node), inside);
    leading.into_iter().map(|leads| !leads).collect()
}

const fn inside(_: NodeId, way: &Way) -> bool {
    matches!(way.step, Step::Exit(_))
}

/// Whether a contact can be over, or elsewhere, behind a block.
fn is_end(block: &Block) -> bool {
    block.exits.is_empty()
        || matches!(block.row.then, Then::Ends | Then::Stays)
        || block.row.leaves()
        || block.row.behaviour == Behaviour::Unknown
        || block
            .exits
            .iter()
            .any(|exit| !matches!(exit.target, Target::Block(_)))
}

fn finding(context: &Context<'_>, cycle: &[NodeId]) -> Option<Diagnostic> {
    let first = *cycle.first()?;
    let flow = context.flow_at(first)?;
    // There, somebody else ends it.
    if matches!(
        flow.kind,
        Some(FlowKind::CustomerQueue | FlowKind::CustomerHold | FlowKind::AgentHold)
    ) {
        return None;
    }
    let message = format!(
        "no path leads from {} to an end of the flow",
        context.called_at(first)?
    );
    Some(
        Diagnostic::new(&RULE, context.ways.block(first)?.span, message)
            .note("only a customer who leaves ends such a contact")
            .help("let one branch lead to a block that ends the flow, for example after so many tries of a `loop`"),
    )
}
