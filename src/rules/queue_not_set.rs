//! Transfers to a queue that no block has chosen, and questions for its hours.

use super::Finding;
use super::context::Context;
use crate::catalogue::{Behaviour, FlowKind, assumptions};
use crate::diag::{Diagnostic, Level, Rule};
use crate::graph::time::Analysis;
use crate::graph::{Class, Edge, StateId, Via, WorkingQueue, paths, read};
use crate::program::{Block, BlockId, FlowId, Origin};
use std::collections::BTreeMap;

pub(super) static RULE: Rule = Rule {
    name: "queue-not-set",
    level: Level::Warning,
    summary: "a chat can reach a block that needs a working queue with none set",
    page: include_str!("queue_not_set.md"),
};

/// Why a queue may be missing; the surest last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Why {
    /// The contact before had one, and probably this one has it still.
    Kept,
    /// A module outside the program may set one.
    Outside,
    /// What comes before this flow may set one.
    Before,
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

/// The blocks that a chat can come to without the queue that they need from where it starts, and
/// the transfers to which it has nothing but the queue of the contact before, from where an agent
/// has left.
fn unset(context: &Context<'_>, analysis: &Analysis) -> Vec<(Why, At)> {
    let graph = &analysis.graph;
    let entry = context.flow(analysis.entry);
    let continues = entry.is_some_and(|flow| flow.kind == Some(FlowKind::Disconnect));
    let exported = entry.is_some_and(|flow| flow.origin == Origin::Json);
    let after =
        |edge: &Edge| edge.via == Via::AgentLeaves || (exported && edge.class == Class::Return);
    let behind = graph.edges().iter().filter(|edge| after(edge));
    let later = behind
        .map(|edge| edge.target)
        .chain(graph.start().filter(|_| continues));
    let early = graph.start().filter(|_| !continues);
    // A block that fails to set one has been passed all the same.
    let sets = |edge: &Edge| {
        let block = context.block_of(analysis, edge.source);
        block.is_some_and(|block| block.row.behaviour == Behaviour::SetQueue)
    };
    let without = |edge: &Edge| edge.via != Via::EntersQueue && !sets(edge) && !after(edge);
    let perhaps = match entry.and_then(|flow| flow.kind) {
        Some(FlowKind::Inbound) if exported => Why::NeverSet,
        Some(FlowKind::Inbound) => Why::Outside,
        Some(_) => Why::Before,
        None => Why::UnknownStart,
    };
    let why = |state: StateId| match graph.states().get(state)?.queue {
        WorkingQueue::Unset => Some(Why::NeverSet),
        WorkingQueue::Unknown => Some(perhaps),
        WorkingQueue::Set => None,
    };
    let early = paths::reached(graph, early, without)
        .into_iter()
        .filter_map(|state| {
            let block = context.block_of(analysis, state)?;
            let needs = transfers(block) || read::asks_queue_for_hours(block);
            Some((why(state).filter(|_| needs)?, state))
        });
    let later = paths::reached(graph, later, without)
        .into_iter()
        .filter(|state| context.block_of(analysis, *state).is_some_and(transfers))
        .map(|state| (Why::Kept, state));
    early
        .chain(later)
        .filter_map(|(why, state)| Some((why, graph.place(state).block()?)))
        .collect()
}

fn transfers(block: &Block) -> bool {
    block.row.behaviour == Behaviour::TransferToQueue
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
        Why::Outside => finding(unset)
            .level(Level::Info)
            .note("a module that is not part of what is checked comes before it, and may set one")
            .help("add `set working queue` before it if the module sets none"),
        Why::Before => finding(unset)
            .level(Level::Info)
            .note("what leads to the flow in which the chat starts may have set one")
            .help("add `set working queue` before it if chats come without one"),
        Why::UnknownStart => finding(format!(
            "a chat that starts in this flow reaches {called} with no working queue set"
        ))
            .level(Level::Info)
            .note("the export does not say what kind of flow this is; in a transfer to queue flow the quick connect sets the queue")
            .help("add `set working queue` before it if chats start in this flow"),
        Why::NeverSet => {
            let mut finding = finding(unset)
                .note(match transfers(found) {
                    true => "the transfer then takes its `error` branch",
                    false => "it asks for the hours of the working queue, and without one takes its `error` branch",
                })
                .help("add `set working queue` before it, on every path");
            finding.notes.extend(context.entries_note(flow, entries));
            finding
        }
    })
}
