//! Agents who are interrupted for a chat that may not be in its queue yet.

use super::Finding;
use super::context::Context;
use crate::catalogue::{Behaviour, Channel, FlowKind};
use crate::diag::{Diagnostic, Level, Rule};
use crate::graph::{NodeId, OnEveryPath, Step, Way};
use crate::program::Block;

pub(super) static RULE: Rule = Rule {
    name: "interrupt-agent-early",
    level: Level::Info,
    summary: "an agent is interrupted for a chat that may not be in its queue yet",
    page: include_str!("interrupt_agent_early.md"),
};

pub(super) fn check(context: &Context<'_>, found: &mut Vec<Finding>) {
    let ways = &context.ways;
    if !ways.blocks().any(|(_, _, block)| interrupts(block)) {
        return;
    }
    let queue_flows = context
        .flows()
        .filter(|(_, flow)| flow.kind == Some(FlowKind::CustomerQueue));
    let starts =
        queue_flows.filter_map(|(flow, _)| Some((ways.start_of(flow)?, OnEveryPath(false))));
    let waited = ways.solve(starts, |from, way, waited| {
        let goes_on = matches!(way.step, Step::Exit(_) | Step::Invokes);
        goes_on.then(|| OnEveryPath(waited.0 || waits(context, from, way)))
    });
    for (node, flow, block) in ways.blocks() {
        if interrupts(block)
            && waited.at(node) == Some(&OnEveryPath(false))
            && chats_reach(context, node)
        {
            let message = format!(
                "a chat can reach {} before it is in its queue",
                context.called(flow, block)
            );
            let finding = Diagnostic::new(&RULE, block.span, message)
                .note("AWS advises to wait for 3 seconds first, until a chat is in its queue")
                .help("put `wait 3s` before it");
            found.push(finding.into());
        }
    }
}

fn interrupts(block: &Block) -> bool {
    block.row.phrase == "interrupt agent"
}

/// Whether a chat has been in its queue for a while behind a way: something has waited, a
/// module may have, or an agent was interrupted before.
fn waits(context: &Context<'_>, from: NodeId, way: &Way) -> bool {
    let ways = &context.ways;
    let Some(block) = ways.block(from).filter(|_| way.step != Step::Invokes) else {
        return false;
    };
    let fails = ways
        .exit(from, way)
        .is_some_and(|exit| exit.outcome.is("error"));
    let behaviour = block.row.behaviour;
    matches!(behaviour, Behaviour::Wait | Behaviour::InvokeModule)
        || interrupts(block)
        || (block.row.pauses() && !fails)
}

/// Whether flows that are meant for chats lead to a block, or its own flow shows that it is.
fn chats_reach(context: &Context<'_>, node: NodeId) -> bool {
    let Some((flow, block)) = context.ways.place(node) else {
        return false;
    };
    let channels = context.channels.at(node);
    let for_chats = || {
        context.shows_chats(flow)
            || context.analyses.iter().any(|analysis| {
                let mut blocks = analysis.graph.at_blocks();
                context.serves_chats(analysis)
                    && blocks.any(|(_, at, other)| (at, other) == (flow, block))
            })
    };
    channels.is_some_and(|channels| channels.has(Channel::Chat)) && for_chats()
}
