//! Customers who are let back in when their chat is nearly over.

use super::Finding;
use super::context::Context;
use crate::diag::{Diagnostic, Level, Rule};
use crate::graph::Witness;
use crate::graph::story::{clock, lasts};
use crate::graph::time::{Analysis, MOST_HOPS, WaitTimes};
use crate::program::{BlockId, FlowId};
use std::collections::BTreeMap;

pub(super) static RULE: Rule = Rule {
    name: "late-return",
    level: Level::Warning,
    summary: "a customer can come back when the chat is nearly over",
    page: include_str!("late_return.md"),
};

/// A Wait from which the chats of one entry can come back late.
type Case<'c> = (&'c Analysis, &'c WaitTimes, Witness);

pub(super) fn check(context: &Context<'_>, found: &mut Vec<Finding>) {
    let mut by_block: BTreeMap<(FlowId, BlockId), Vec<Case<'_>>> = BTreeMap::new();
    for analysis in &context.analyses {
        let waits: Vec<_> = analysis
            .waits
            .iter()
            .filter(|wait| !wait.late_returns.is_empty())
            .collect();
        for (wait, witness) in waits.iter().zip(analysis.late_returns(&waits)) {
            let allowed = witness.filter(|witness| witness.hops() < MOST_HOPS);
            if let Some(witness) = allowed {
                by_block
                    .entry((wait.flow, wait.block))
                    .or_default()
                    .push((analysis, wait, witness));
            }
        }
    }
    for cases in by_block.into_values() {
        found.extend(finding(context, cases));
    }
}

fn finding(context: &Context<'_>, cases: Vec<Case<'_>>) -> Option<Finding> {
    let entries: Vec<FlowId> = cases.iter().map(|(analysis, ..)| analysis.entry).collect();
    let (analysis, wait, witness) = cases
        .into_iter()
        .min_by_key(|(_, _, witness)| witness.events.len())?;
    let further = || analysis.further_late_returns(context.program, wait);
    let witness = context.played_as(witness, further, |witness| {
        let allowed = (witness.hops() < MOST_HOPS).then(|| witness.clone())?;
        analysis.with_return(allowed, last_return(analysis, wait, witness))
    });
    let block = context.block(wait.flow, wait.block)?;
    let message = format!(
        "a customer can come back to this wait at {}, when the chat has {} left",
        clock(last_return(analysis, wait, &witness)),
        lasts(analysis.duration - last_return(analysis, wait, &witness)),
    );
    let mut diagnostic = Diagnostic::new(&RULE, block.span, message)
        .help(help(context, analysis, wait, witness.at))
        .story(context.story(
            &witness,
            last_return(analysis, wait, &witness),
            "the customer returns",
        ));
    diagnostic
        .notes
        .extend(context.entries_note(wait.flow, &entries));
    diagnostic.notes.extend(context.alone_note(analysis.entry));
    let returned = last_return(analysis, wait, &witness);
    Some(Finding {
        diagnostic,
        witness: analysis.with_return(witness, returned),
    })
}

fn last_return(analysis: &Analysis, wait: &WaitTimes, witness: &Witness) -> u32 {
    witness
        .at
        .saturating_add(wait.most.saturating_sub(1))
        .min(analysis.duration - 1)
}

fn help(context: &Context<'_>, analysis: &Analysis, wait: &WaitTimes, start: u32) -> String {
    let nearly_over = analysis
        .duration
        .saturating_sub(context.settings.nearly_over);
    let end = "tell the customer until when they can write";
    match nearly_over.saturating_sub(start) {
        0 => end.to_owned(),
        shorter if shorter >= wait.most => end.to_owned(),
        shorter => format!("make the wait at most {}, or {end}", lasts(shorter)),
    }
}
