//! Chats that begin with a function, and show the customer nothing.

use super::Finding;
use super::context::Context;
use crate::catalogue::Behaviour;
use crate::diag::{Diagnostic, Level, Rule};
use crate::graph::time::Analysis;
use crate::graph::{Edge, StateId, paths, read};
use crate::program::{Block, BlockId, FlowId};
use std::collections::BTreeSet;

pub(super) static RULE: Rule = Rule {
    name: "prompt-before-lambda",
    level: Level::Info,
    summary: "a chat begins with a function before the customer sees anything",
    page: include_str!("prompt_before_lambda.md"),
};

pub(super) fn check(context: &Context<'_>, found: &mut Vec<Finding>) {
    let first: BTreeSet<(FlowId, BlockId)> = context
        .analyses
        .iter()
        .filter(|analysis| {
            // Nobody knows what was said before a flow in which no chat starts.
            context.alone_note(analysis.entry).is_none() && context.serves_chats(analysis)
        })
        .flat_map(|analysis| silent_calls(context, analysis))
        .collect();
    for (flow, at) in first {
        if let Some(block) = context.block(flow, at) {
            let message = format!(
                "a chat begins with {}, before the customer sees anything",
                context.called(flow, block)
            );
            let finding = Diagnostic::new(&RULE, block.span, message)
                .note("AWS advises to play a prompt first")
                .help("say hello before it: `play prompt \"…\"`");
            found.push(finding.into());
        }
    }
}

/// The functions that a chat calls, and waits for, before anybody has said anything.
fn silent_calls(context: &Context<'_>, analysis: &Analysis) -> Vec<(FlowId, BlockId)> {
    let graph = &analysis.graph;
    let block = |state: StateId| context.block_of(analysis, state);
    let silent =
        |edge: &Edge| block(edge.source).is_some_and(|block| !says(block) && !calls(block));
    paths::reached(graph, graph.start(), silent)
        .into_iter()
        .filter(|state| block(*state).is_some_and(calls))
        .filter_map(|state| graph.place(state).block())
        .collect()
}

fn says(block: &Block) -> bool {
    block.row.behaviour == Behaviour::Say || block.row.pauses()
}

fn calls(block: &Block) -> bool {
    block.row.behaviour == Behaviour::Function && read::function_limit(block).is_some()
}
