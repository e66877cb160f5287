//! Disconnect flows that another one replaces before any agent can leave.

use super::Finding;
use super::context::Context;
use crate::diag::{Diagnostic, Level, Rule};
use crate::graph::time::Analysis;
use crate::graph::{Edge, Hooked, Place, StateId, paths};
use crate::id::Id;
use crate::program::{BlockId, FlowId, Outcome};
use std::collections::BTreeMap;

pub(super) static RULE: Rule = Rule {
    name: "disconnect-flow-overwritten",
    level: Level::Warning,
    summary: "a disconnect flow is replaced before an agent can have joined",
    page: include_str!("disconnect_flow_overwritten.md"),
};

type At = (FlowId, BlockId);

pub(super) fn check(context: &Context<'_>, found: &mut Vec<Finding>) {
    // A block is told of where what it sets is replaced in every state of it.
    let mut replaced: BTreeMap<At, Option<At>> = BTreeMap::new();
    for analysis in &context.analyses {
        for (at, by) in sets(context, analysis) {
            let known = replaced.entry(at).or_insert(by);
            *known = known.and(by);
        }
    }
    for (at, by) in replaced {
        found.extend(
            by.and_then(|by| finding(context, at, by))
                .map(Finding::from),
        );
    }
}

/// Every state in which a disconnect flow is set, and the block that replaces it before
/// the chat can be in a queue or with an agent, or elsewhere.
fn sets(context: &Context<'_>, analysis: &Analysis) -> Vec<(At, Option<At>)> {
    let graph = &analysis.graph;
    let setting: Vec<(StateId, FlowId, BlockId)> = graph
        .at_blocks()
        .filter(|(_, flow, block)| {
            context
                .block(*flow, *block)
                .is_some_and(|block| context.sets_disconnect_flow(block))
        })
        .collect();
    let sets = |state: StateId| {
        context
            .block_of(analysis, state)
            .is_some_and(|block| context.sets_disconnect_flow(block))
    };
    let on = |edge: &Edge| !sets(edge.source);
    let mattering = graph.states().iter_enumerated().filter_map(|(id, state)| {
        let elsewhere = state.place.block().is_none() && state.place != Place::Ended;
        let queued = matches!(state.place, Place::Queued(..));
        (elsewhere || queued).then_some(id)
    });
    let matters = paths::leading_to(graph, mattering, on);
    setting
        .iter()
        .map(|(state, flow, block)| {
            let kept = after(context, analysis, *state)
                .any(|next| matters.get(next.index()) == Some(&true));
            let by = (!kept).then(|| {
                let next = after(context, analysis, *state);
                let reached = paths::reached(graph, next, on);
                reached.into_iter().find(|next| sets(*next))
            });
            let by = by.flatten().and_then(|by| graph.place(by).block());
            ((*flow, *block), by.filter(|by| *by != (*flow, *block)))
        })
        .collect()
}

/// The states in which a chat is when the block has succeeded.
fn after<'a>(
    context: &'a Context<'_>,
    analysis: &'a Analysis,
    state: StateId,
) -> impl Iterator<Item = StateId> + 'a {
    let block = context.block_of(analysis, state);
    analysis.graph.out(state).filter_map(move |(_, edge)| {
        let crate::graph::Via::Exit(exit) = edge.via else {
            return None;
        };
        let exit = block?.exits.get(exit as usize)?;
        (exit.outcome == Outcome::Success).then_some(edge.target)
    })
}

fn finding(context: &Context<'_>, at: At, by: At) -> Option<Diagnostic> {
    let (block, other) = (context.block(at.0, at.1)?, context.block(by.0, by.1)?);
    let (Hooked::Flow(first), Hooked::Flow(second)) = (
        context.disconnect_flow_of(block)?,
        context.disconnect_flow_of(other)?,
    ) else {
        return None;
    };
    if first == second {
        return None;
    }
    let (first, second) = (&context.flow(first)?.name, &context.flow(second)?.name);
    let message = format!(
        "`{first}` never runs from here: `{second}` replaces it before a chat can reach an agent"
    );
    Some(
        Diagnostic::new(&RULE, block.span, message)
            .also(other.span, "replaced here")
            .note("a contact has one disconnect flow: the one that was set last")
            .help("delete one of the two blocks, or set each on its own path"),
    )
}
