//! Disconnect flows that hand a chat straight to the next agent, and that one to the next.

use super::Finding;
use super::context::Context;
use crate::catalogue::{Behaviour, assumptions};
use crate::diag::{Diagnostic, Level, Rule};
use crate::graph::time::Analysis;
use crate::graph::{Class, Edge, Hooked, Via, order};
use crate::id::Id;
use crate::program::{BlockId, FlowId};
use std::collections::BTreeMap;

pub(super) static RULE: Rule = Rule {
    name: "disconnect-flow-recursion",
    level: Level::Warning,
    summary: "a chat goes from agent to agent though the customer says nothing",
    page: include_str!("disconnect_flow_recursion.md"),
};

pub(super) fn check(context: &Context<'_>, found: &mut Vec<Finding>) {
    let mut flows: BTreeMap<FlowId, Option<BlockId>> = BTreeMap::new();
    for analysis in &context.analyses {
        flows.extend(passed_on(context, analysis));
    }
    for (flow, transfer) in flows {
        found.extend(finding(context, flow, transfer).map(Finding::from));
    }
}

/// The disconnect flows that start again and again with nothing between but agents who
/// leave, each with the transfer that passes the chat on.
fn passed_on(context: &Context<'_>, analysis: &Analysis) -> Vec<(FlowId, Option<BlockId>)> {
    let graph = &analysis.graph;
    if !graph
        .edges()
        .iter()
        .any(|edge| edge.via == Via::AgentLeaves)
    {
        return Vec::new();
    }
    let unasked = |edge: &Edge| {
        let asks = context
            .block_of(analysis, edge.source)
            .is_some_and(|block| block.row.pauses() && edge.via != Via::AgentJoins);
        !asks && !matches!(edge.class, Class::Return | Class::Clock | Class::Open)
    };
    let groups = order::groups(graph, unasked);
    let group_of = groups.numbers();
    let again = |edge: &&Edge| {
        edge.via == Via::AgentLeaves
            && group_of.get(edge.source.index()) == group_of.get(edge.target.index())
    };
    graph
        .edges()
        .iter()
        .filter(again)
        .filter_map(|edge| {
            let Hooked::Flow(flow) = graph.states().get(edge.source)?.hooks.remaining else {
                return None;
            };
            let group = groups.group(*group_of.get(edge.source.index())?)?;
            let transfer = group.iter().find_map(|state| {
                let (at, block) = graph.place(*state).block()?;
                let transfers =
                    context.block(at, block)?.row.behaviour == Behaviour::TransferToQueue;
                (at == flow && transfers).then_some(block)
            });
            Some((flow, transfer))
        })
        .collect()
}

fn finding(context: &Context<'_>, flow: FlowId, transfer: Option<BlockId>) -> Option<Diagnostic> {
    let name = &context.flow(flow)?.name;
    let span = transfer
        .and_then(|block| context.span(flow, block))
        .or_else(|| Some(context.flow(flow)?.span))?;
    let message =
        format!("`{name}` puts a chat back into a queue though the customer has said nothing");
    Some(
        Diagnostic::new(&RULE, span, message)
            .note(format!(
                "`{}`: {}",
                assumptions::HOOKS_SURVIVE.name,
                assumptions::HOOKS_SURVIVE.says
            ))
            .note("so each agent who leaves hands the chat to the next one, until the chain of contacts is full")
            .help("wait for the customer first: `wait 12h { customer returned -> … }`"),
    )
}
