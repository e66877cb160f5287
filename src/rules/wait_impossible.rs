//! Timers that no chat lives long enough for.

use super::Finding;
use super::context::Context;
use crate::catalogue::Behaviour;
use crate::diag::{Diagnostic, Level, Rule};
use crate::graph::story::{clock, lasts};
use crate::graph::time::{Analysis, TimedExit};
use crate::program::{Block, BlockId, FlowId, Origin};
use std::collections::{BTreeMap, BTreeSet};

pub(super) static RULE: Rule = Rule {
    name: "wait-impossible",
    level: Level::Error,
    summary: "every chat has ended before a timer runs out",
    page: include_str!("wait_impossible.md"),
};

/// How many of the blocks that nobody reaches are pointed at.
const SHOWN: usize = 3;

type Place = (FlowId, BlockId, u32);

pub(super) fn check(context: &Context<'_>, found: &mut Vec<Finding>) {
    let mut impossible: BTreeMap<Place, Vec<(&Analysis, &TimedExit)>> = BTreeMap::new();
    let mut possible: BTreeMap<Place, Vec<FlowId>> = BTreeMap::new();
    for analysis in context
        .analyses
        .iter()
        .filter(|analysis| analysis.graph.is_complete())
    {
        for exit in &analysis.impossible {
            impossible
                .entry(place(exit))
                .or_default()
                .push((analysis, exit));
        }
        for exit in &analysis.possible {
            possible
                .entry(place(exit))
                .or_default()
                .push(analysis.entry);
        }
    }
    for (place, cases) in impossible {
        let possible_in = possible.get(&place).map_or(&[][..], Vec::as_slice);
        found.extend(finding(context, &cases, possible_in));
    }
}

const fn place(exit: &TimedExit) -> Place {
    (exit.flow, exit.block, exit.exit)
}

fn finding(
    context: &Context<'_>,
    cases: &[(&Analysis, &TimedExit)],
    possible_in: &[FlowId],
) -> Option<Finding> {
    let (analysis, exit) = cases.iter().min_by_key(|(_, exit)| exit.earliest)?;
    let block = context.block(exit.flow, exit.block)?;
    let branch = block.exits.get(exit.exit as usize)?;
    let witness = context.played(analysis.first_run(exit.flow, exit.block), || {
        analysis.further_runs(context.program, exit.flow, exit.block)
    });
    let mut diagnostic = Diagnostic::new(&RULE, block.span, message(analysis, exit, block))
        .label(format!("nobody gets to `{}`", branch.outcome.words()))
        .help(help(context, analysis, exit, block));
    if let Some(witness) = &witness {
        diagnostic = diagnostic.story(context.story_to_the_end(witness));
    }
    if !possible_in.is_empty() {
        diagnostic = diagnostic.level(Level::Warning).note(format!(
            "chats that start in {} can get there",
            context.names(possible_in.iter().copied())
        ));
    }
    let entries: Vec<FlowId> = cases.iter().map(|(analysis, _)| analysis.entry).collect();
    diagnostic
        .notes
        .extend(context.entries_note(exit.flow, &entries));
    diagnostic.notes.extend(context.alone_note(analysis.entry));
    let only_there: Vec<_> = if possible_in.is_empty() {
        lost(cases).into_iter().take(SHOWN).collect()
    } else {
        Vec::new()
    };
    for (flow, block) in only_there {
        if let Some(span) = context.span(flow, block) {
            diagnostic = diagnostic.also(span, "no chat gets here");
        }
    }
    Some(Finding {
        diagnostic,
        witness,
    })
}

/// The blocks that no entry reaches because of this.
fn lost(cases: &[(&Analysis, &TimedExit)]) -> BTreeSet<(FlowId, BlockId)> {
    let mut sets = cases
        .iter()
        .map(|(analysis, exit)| analysis.never_reached_behind(exit));
    let first = sets.next().unwrap_or_default();
    sets.fold(first, |lost, more| {
        lost.intersection(&more).copied().collect()
    })
}

fn message(analysis: &Analysis, exit: &TimedExit, block: &Block) -> String {
    let what = if waits(block) {
        "this wait"
    } else {
        "the timeout of this block"
    };
    format!(
        "the chat ends during {what}: it starts at {} at the earliest and lasts {}, but the chat is cut off at {}",
        clock(exit.earliest),
        lasts(exit.least),
        clock(analysis.duration),
    )
}

fn help(context: &Context<'_>, analysis: &Analysis, exit: &TimedExit, block: &Block) -> String {
    let left = analysis.duration - exit.earliest;
    let noun = if waits(block) { "wait" } else { "timeout" };
    let mut ways = Vec::new();
    if left > 1 {
        ways.push(format!("make the {noun} at most {}", lasts(left - 1)));
    }
    if exit.earliest > 0 {
        ways.push("shorten what comes before it".to_owned());
    }
    let written = context
        .flow(analysis.entry)
        .is_some_and(|flow| flow.origin == Origin::Ebb);
    let needed = exit.earliest.saturating_add(exit.least);
    if let (true, Some(longer)) = (written, longer_duration(needed)) {
        ways.push(format!(
            "let the chats last longer: `chat duration {longer}`"
        ));
    }
    ways.join(", or ")
}

fn waits(block: &Block) -> bool {
    block.row.behaviour == Behaviour::Wait
}

/// A whole number of hours that is more than `needed`, where Amazon Connect allows one.
fn longer_duration(needed: u32) -> Option<String> {
    let hours = needed / 3_600 + 1;
    (hours <= 7 * 24).then(|| format!("{hours}h"))
}
