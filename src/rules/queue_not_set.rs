//! Transfers to a queue that no block has chosen.

use super::Finding;
use super::context::Context;
use crate::catalogue::{Behaviour, FlowKind, assumptions};
use crate::diag::{Diagnostic, Level, Rule};
use crate::graph::time::Analysis;
use crate::graph::{Class, Edge, StateId, Via, paths};
use crate::program::{BlockId, FlowId, Origin};
use std::collections::BTreeMap;

pub(super) static RULE: Rule = Rule {
    name: "queue-not-set",
    level: Level::Warning,
    summary: "a chat can reach `transfer to queue` with no working queue set",
    page: include_str!("queue_not_set.md"),
};

/// Why a queue may be missing; the surest last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Why {
    /// The contact before had one, and probably this one has it still.
    Kept,
    /// The export does not say whether something before this flow sets one.
    UnknownStart,
    /// The chat starts without one.
    NeverSet,
}

type At = (FlowId, BlockId);

pub(super) fn check(context: &Context<'_>, found: &mut Vec<Finding>) {
    let mut transfers: BTreeMap<At, (Why, Vec<FlowId>)> = BTreeMap::new();
    for analysis in &context.analyses {
        for (why, transfer) in unset(context, analysis) {
            let (known, entries) = transfers.entry(transfer).or_insert((why, Vec::new()));
            *known = why.max(*known);
            if entries.last() != Some(&analysis.entry) {
                entries.push(analysis.entry);
            }
        }
    }
    for ((flow, block), (why, entries)) in transfers {
        found.extend(finding(context, flow, block, why, &entries).map(Finding::from));
    }
}

/// The transfers that a chat reaches past no `set working queue`: surely without a queue from
/// where it starts, perhaps with the queue of the contact before from where an agent has left.
fn unset(context: &Context<'_>, analysis: &Analysis) -> Vec<(Why, At)> {
    let graph = &analysis.graph;
    let entry = context.flow(analysis.entry);
    let unknown = entry.is_some_and(|flow| flow.kind.is_none());
    let start = if unknown {
        Why::UnknownStart
    } else {
        Why::NeverSet
    };
    let continues = entry.is_some_and(|flow| flow.kind == Some(FlowKind::Disconnect));
    let exported = entry.is_some_and(|flow| flow.origin == Origin::Json);
    let after =
        |class: Class, via: Via| via == Via::AgentLeaves || (exported && class == Class::Return);
    let later: Vec<StateId> = graph
        .edges()
        .iter()
        .filter(|edge| after(edge.class, edge.via))
        .map(|edge| edge.target)
        .chain(graph.start().filter(|_| continues))
        .collect();
    let early = graph.start().filter(|_| !continues);
    let without = |edge: &Edge| {
        edge.via != Via::EntersQueue
            && !sets_queue(context, analysis, edge)
            && !after(edge.class, edge.via)
    };
    let transfers = |from: Vec<StateId>, why| {
        paths::reached(graph, from, without)
            .into_iter()
            .filter_map(|state| graph.place(state).block())
            .filter(|(flow, block)| is_transfer(context, *flow, *block))
            .map(|place| (why, place))
            .collect::<Vec<_>>()
    };
    [
        transfers(early.into_iter().collect(), start),
        transfers(later, Why::Kept),
    ]
    .concat()
}

fn sets_queue(context: &Context<'_>, analysis: &Analysis, edge: &Edge) -> bool {
    analysis
        .graph
        .place(edge.source)
        .block()
        .and_then(|(flow, block)| context.block(flow, block))
        .is_some_and(|block| block.row.behaviour == Behaviour::SetQueue)
}

fn is_transfer(context: &Context<'_>, flow: FlowId, block: BlockId) -> bool {
    context
        .block(flow, block)
        .is_some_and(|block| block.row.behaviour == Behaviour::TransferToQueue)
}

fn finding(
    context: &Context<'_>,
    flow: FlowId,
    block: BlockId,
    why: Why,
    entries: &[FlowId],
) -> Option<Diagnostic> {
    let found = context.block(flow, block)?;
    let called = context.called(flow, found);
    let unset = format!("a chat can reach {called} with no working queue set");
    let kept = format!("{called} goes back to the queue that the chat was in before");
    let survives = &assumptions::QUEUE_SURVIVES;
    let finding = |message| Diagnostic::new(&RULE, found.span, message);
    Some(match why {
        Why::Kept => finding(kept)
            .level(Level::Info)
            .note(format!("`{}`: {}", survives.name, survives.says))
            .help("to be sure, add `set working queue` before it"),
        Why::UnknownStart => finding(unset)
            .level(Level::Info)
            .note("the export does not say what kind of flow this is; in a transfer to queue flow the quick connect sets the queue")
            .help("add `set working queue` before it if chats start in this flow"),
        Why::NeverSet => {
            let mut finding = finding(unset)
                .note("the transfer then takes its `error` branch")
                .help("add `set working queue` before it, on every path");
            finding.notes.extend(context.entries_note(flow, entries));
            finding
        }
    })
}
