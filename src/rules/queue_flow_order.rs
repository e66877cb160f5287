//! Customer queue flows in which something stands before the prompts that go round.

use super::Finding;
use super::context::Context;
use crate::catalogue::{Behaviour, FlowKind, Then};
use crate::diag::{Diagnostic, Level, Rule};
use crate::graph::{NodeId, OnEveryPath, Step, Way};
use crate::id::Id;

pub(super) static RULE: Rule = Rule {
    name: "queue-flow-order",
    level: Level::Info,
    summary: "something stands before `loop prompts` that the designer wants behind it",
    page: include_str!("queue_flow_order.md"),
};

pub(super) fn check(context: &Context<'_>, found: &mut Vec<Finding>) {
    let ways = &context.ways;
    let mut flows = context.flows();
    if !flows.any(|(_, flow)| flow.kind == Some(FlowKind::CustomerQueue)) {
        return;
    }
    let starts = context.flows();
    let starts = starts.filter_map(|(flow, _)| Some((ways.start_of(flow)?, OnEveryPath(false))));
    let begun = ways.solve(starts, |from, way, begun| {
        let begins = ways
            .block(from)
            .is_some_and(|block| block.row.then == Then::Stays);
        inside(from, way).then_some(OnEveryPath(begun.0 || begins))
    });
    let loops = ways
        .blocks()
        .filter(|(_, _, block)| block.row.then == Then::Stays);
    let before = ways.leading_to(loops.map(|(node, ..)| node), inside);
    for (node, id, block) in ways.blocks() {
        let in_queue_flow = context
            .flow(id)
            .is_some_and(|flow| flow.kind == Some(FlowKind::CustomerQueue));
        let odd = matches!(
            block.row.behaviour,
            Behaviour::Say
                | Behaviour::Menu
                | Behaviour::StoreInput
                | Behaviour::Bot
                | Behaviour::Loop
        );
        let early =
            begun.at(node) == Some(&OnEveryPath(false)) && before.get(node.index()) == Some(&true);
        if in_queue_flow && odd && early {
            let message = format!("{} stands before `loop prompts`", context.called(id, block));
            let finding = Diagnostic::new(&RULE, block.span, message)
                .note("the page of `loop prompts` says that it has to come first in a customer queue flow; nobody has shown that the service refuses it")
                .help("begin with `loop prompts` and interrupt it: `interrupt every: 60s`");
            found.push(finding.into());
        }
    }
}

const fn inside(_: NodeId, way: &Way) -> bool {
    matches!(way.step, Step::Exit(_))
}
