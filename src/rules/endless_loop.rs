//! Circles that a contact goes round at once, and for ever.

use super::Finding;
use super::context::Context;
use super::no_way_out::stuck;
use crate::catalogue::{Behaviour, FlowKind};
use crate::diag::{Diagnostic, Level, Rule};
use crate::graph::{NodeId, Step, Way, Ways};
use crate::id::Id;
use crate::program::Block;
use std::collections::BTreeSet;

pub(super) static RULE: Rule = Rule {
    name: "endless-loop",
    level: Level::Warning,
    summary: "a circle of blocks in which nothing waits, asks or counts",
    page: include_str!("endless_loop.md"),
};

/// Why a circle ends, if it does.
enum Ends {
    /// Every round is like the one before.
    Never,
    /// As soon as a block no longer fails.
    OnceItWorks,
    /// As soon as an answer or a value is another one.
    OnceItChanges,
}

pub(super) fn check(context: &Context<'_>, found: &mut Vec<Finding>) {
    let ways = &context.ways;
    let closed = ways.cycles(|from, way| at_once(ways, from, way) && !fails(ways, from, way));
    let mut told: BTreeSet<NodeId> = BTreeSet::new();
    for cycle in &closed {
        told.extend(cycle);
        let changes = cycle
            .iter()
            .filter_map(|node| ways.block(*node))
            .any(may_change);
        let ends = if changes {
            Ends::OnceItChanges
        } else {
            Ends::Never
        };
        if asks_again(context, cycle) {
            continue;
        }
        found.extend(finding(context, cycle, &ends).map(Finding::from));
    }
    // Where nothing ever leads to an end, that is what there is to say.
    let stuck = stuck(context);
    for cycle in ways.cycles(|from, way| at_once(ways, from, way)) {
        let told = |node: &NodeId| told.contains(node) || stuck.get(node.index()) == Some(&true);
        if !cycle.iter().any(told) && !counts(context, &cycle) {
            found.extend(finding(context, &cycle, &Ends::OnceItWorks).map(Finding::from));
        }
    }
}

/// Whether a way can be taken in the moment in which its block is reached, as often as
/// anybody likes. A block that waits or asks may still fail at once.
pub(super) fn at_once(ways: &Ways<'_>, from: NodeId, way: &Way) -> bool {
    let Some(block) = ways.block(from) else {
        return false;
    };
    match (way.step, ways.exit(from, way)) {
        (Step::Transfers, _) => true,
        (Step::Invokes | Step::Hooks(_), _) | (Step::Exit(_), None) => false,
        (Step::Exit(_), Some(exit)) => {
            let counts = block.row.behaviour == Behaviour::Loop && exit.outcome.is("looping");
            let pauses = block.row.pauses() && !exit.outcome.is("error");
            !counts && !pauses
        }
    }
}

/// Whether a way is that of a block that could not do what it does.
fn fails(ways: &Ways<'_>, from: NodeId, way: &Way) -> bool {
    ways.exit(from, way)
        .is_some_and(|exit| exit.outcome.fails())
}

/// Whether a round may differ from the one before because of this block.
pub(super) const fn may_change(block: &Block) -> bool {
    match block.row.behaviour {
        Behaviour::Distribute
        | Behaviour::SetAttributes
        | Behaviour::SetFlowAttributes
        | Behaviour::SetContactData
        | Behaviour::Function
        | Behaviour::Hours
        | Behaviour::InvokeModule
        | Behaviour::Scripted
        | Behaviour::Unknown => true,
        Behaviour::Say
        | Behaviour::Menu
        | Behaviour::StoreInput
        | Behaviour::Bot
        | Behaviour::Wait
        | Behaviour::Compare
        | Behaviour::Loop
        | Behaviour::SetQueue
        | Behaviour::TransferToQueue
        | Behaviour::SetHook(_)
        | Behaviour::SetHooks
        | Behaviour::TransferToFlow
        | Behaviour::Disconnect
        | Behaviour::EndFlow
        | Behaviour::ReturnFromModule
        | Behaviour::ContinueChat
        | Behaviour::Plain => false,
    }
}

fn finding(context: &Context<'_>, cycle: &[NodeId], ends: &Ends) -> Option<Diagnostic> {
    if heard_while_waiting(context, cycle) {
        return None;
    }
    let first = match ends {
        Ends::OnceItWorks => failing(context, cycle)?,
        Ends::Never | Ends::OnceItChanges => *cycle.first()?,
    };
    let (block, called) = (context.ways.block(first)?, context.called_at(first)?);
    let message = match ends {
        Ends::Never => format!("a contact that goes round from {called} does so for ever"),
        Ends::OnceItWorks => format!("while it fails, {called} is tried again without a pause"),
        Ends::OnceItChanges => {
            format!("a contact can go round from {called} without a pause, as often as it likes")
        }
    };
    let level = match ends {
        Ends::Never => Level::Warning,
        Ends::OnceItWorks | Ends::OnceItChanges => Level::Info,
    };
    let finding = Diagnostic::new(&RULE, block.span, message)
        .level(level)
        .help("put a `wait`, a question or a `loop` that counts into the circle");
    let last = cycle.last().filter(|last| **last != first);
    Some(
        match last.and_then(|last| Some((context.ways.block(*last)?, context.called_at(*last)?))) {
            Some((block, called)) => {
                finding.also(block.span, format!("the circle goes through {called}"))
            }
            None => finding,
        },
    )
}

/// Whether somebody is told to wait in a circle until a function has its answer: that is
/// how flows wait for what takes longer than a function may.
fn asks_again(context: &Context<'_>, cycle: &[NodeId]) -> bool {
    let holds = |behaviour| {
        let mut blocks = cycle.iter().filter_map(|node| context.ways.block(*node));
        blocks.any(|block| block.row.behaviour == behaviour)
    };
    holds(Behaviour::Function) && holds(Behaviour::Say)
}

/// Whether something in a circle of failures may count them: anything that may change but
/// the block that fails.
fn counts(context: &Context<'_>, cycle: &[NodeId]) -> bool {
    let fails = failing(context, cycle);
    let others = cycle.iter().filter(|node| Some(**node) != fails);
    let mut blocks = others.filter_map(|node| context.ways.block(*node));
    blocks.any(may_change)
}

/// The first block of a circle that is in it by its failure.
fn failing(context: &Context<'_>, cycle: &[NodeId]) -> Option<NodeId> {
    let ways = &context.ways;
    let stays = |from: NodeId, way: &Way| {
        at_once(ways, from, way) && fails(ways, from, way) && cycle.binary_search(&way.to).is_ok()
    };
    let mut blocks = cycle.iter().copied();
    blocks.find(|node| ways.out(*node).any(|way| stays(*node, way)))
}

/// Prompts that go round while somebody is in a queue or on hold end when somebody else
/// joins.
fn heard_while_waiting(context: &Context<'_>, cycle: &[NodeId]) -> bool {
    cycle.iter().any(|node| {
        let says = context
            .ways
            .block(*node)
            .is_some_and(|block| block.row.behaviour == Behaviour::Say);
        says && context.flow_at(*node).is_some_and(|flow| {
            matches!(
                flow.kind,
                Some(FlowKind::CustomerQueue | FlowKind::CustomerHold | FlowKind::AgentHold)
            )
        })
    })
}
