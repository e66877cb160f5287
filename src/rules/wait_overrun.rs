//! Waits in which a chat can be cut off.

use super::Finding;
use super::context::Context;
use crate::diag::{Diagnostic, Level, Rule};
use crate::graph::story::{clock, lasts};
use crate::graph::time::{Analysis, MOST_HOPS, WaitTimes};
use crate::graph::{Class, Event, Limit, Settings, Witness, length_of_last_wait};
use crate::program::{BlockId, FlowId};
use crate::text::count;
use std::collections::{BTreeMap, BTreeSet};

pub(super) static RULE: Rule = Rule {
    name: "wait-overrun",
    level: Level::Error,
    summary: "a chat can be cut off during a wait",
    page: include_str!("wait_overrun.md"),
};

/// A Wait in which the chats of one entry can be cut off.
struct Case<'c> {
    analysis: &'c Analysis,
    wait: &'c WaitTimes,
    witness: Option<Witness>,
    cycle: Option<usize>,
}

impl Case<'_> {
    /// By level, then by how short the story is.
    fn rank(&self) -> (bool, usize, u32) {
        let events = self
            .witness
            .as_ref()
            .map_or(usize::MAX, |witness| witness.events.len());
        (
            !self.wait.cut_by_clock,
            events,
            self.wait.earliest.unwrap_or(0),
        )
    }

    /// Whether clocks alone bring it about, but the customer has to come back just after one
    /// of them has run out: a return that is late, however little time it takes itself.
    fn returns_after_timer(&self) -> bool {
        let events = self.witness.iter().flat_map(|witness| &witness.events);
        let (mut before, mut ran_out) = (0, false);
        self.wait.cut_by_clock
            && events.into_iter().any(|event| {
                let spent = event.at > before;
                before = event.at;
                match event.class {
                    Class::Clock => ran_out |= spent,
                    Class::Service => ran_out = false,
                    Class::Return | Class::Now | Class::Bounded | Class::Open => {}
                }
                event.class == Class::Return && ran_out
            })
    }
}

pub(super) fn check(context: &Context<'_>, found: &mut Vec<Finding>) {
    let mut by_block: BTreeMap<(FlowId, BlockId), Vec<Case<'_>>> = BTreeMap::new();
    for analysis in &context.analyses {
        for case in one_for_each_cycle(cases(analysis)) {
            by_block
                .entry((case.wait.flow, case.wait.block))
                .or_default()
                .push(case);
        }
    }
    for cases in by_block.values() {
        found.extend(finding(context, cases));
    }
}

/// Where `time expired` is impossible, that is the finding.
fn cases(analysis: &Analysis) -> Vec<Case<'_>> {
    let impossible: BTreeSet<_> = analysis
        .impossible
        .iter()
        .map(|exit| (exit.flow, exit.block))
        .collect();
    let waits: Vec<_> = analysis
        .waits
        .iter()
        .filter(|wait| wait.cut && !impossible.contains(&(wait.flow, wait.block)))
        .collect();
    if waits.is_empty() {
        return Vec::new();
    }
    let cycles = analysis.clock_cycles();
    let witnesses = analysis.overruns(&waits);
    waits
        .into_iter()
        .zip(witnesses)
        .filter(|(_, witness)| {
            witness
                .as_ref()
                .is_none_or(|witness| witness.hops() <= MOST_HOPS)
        })
        .map(|(wait, witness)| Case {
            analysis,
            wait,
            witness,
            cycle: cycles.get(&(wait.flow, wait.block)).copied(),
        })
        .collect()
}

/// Of the Waits that follow each other for ever, the one with the shortest story.
fn one_for_each_cycle(mut cases: Vec<Case<'_>>) -> Vec<Case<'_>> {
    cases.sort_by_cached_key(Case::rank);
    let mut told = BTreeSet::new();
    cases.retain(|case| case.cycle.is_none_or(|cycle| told.insert(cycle)));
    cases
}

fn finding(context: &Context<'_>, cases: &[Case<'_>]) -> Option<Finding> {
    let worst = cases.iter().min_by_key(|case| case.rank())?;
    let worst = &Case {
        witness: context.played(worst.witness.clone(), || {
            worst.analysis.further_overruns(context.program, worst.wait)
        }),
        ..*worst
    };
    let block = context.block(worst.wait.flow, worst.wait.block)?;
    let start = worst
        .witness
        .as_ref()
        .map(|witness| witness.at)
        .or(worst.wait.latest)?;
    let told = worst.witness.as_ref();
    let length = told.and_then(|witness| length_of_last_wait(context.program, witness));
    let length = length.filter(|length| start.saturating_add(*length) >= worst.analysis.duration);
    let message = format!(
        "{}: it can start at {} and lasts {}, but the chat ends at {}",
        because(worst),
        clock(start),
        lasts(length.unwrap_or(worst.wait.most)),
        clock(worst.analysis.duration),
    );
    let mut diagnostic = Diagnostic::new(&RULE, block.span, message).help(help(worst));
    match &worst.witness {
        Some(witness) => {
            diagnostic = diagnostic.story(context.story_to_the_end(witness));
        }
        None => {
            diagnostic = diagnostic
                .level(Level::Warning)
                .note("every run that shows it is too long to be told");
        }
    }
    if !worst.wait.cut_by_clock {
        diagnostic = diagnostic
            .level(Level::Warning)
            .note(format!("counted with {}", allowed(context.settings)));
    } else if worst.returns_after_timer() {
        diagnostic = diagnostic.level(Level::Warning);
    }
    if let Some(unknown) = worst
        .witness
        .as_ref()
        .and_then(|witness| context.branches_unknown(witness))
    {
        diagnostic = diagnostic.level(Level::Warning).note(format!(
            "the story passes a branch of `{unknown}`, and what that action does with time is not known here"
        ));
    }
    let entries: Vec<FlowId> = cases.iter().map(|case| case.analysis.entry).collect();
    diagnostic
        .notes
        .extend(context.entries_note(worst.wait.flow, &entries));
    diagnostic
        .notes
        .extend(context.alone_note(worst.analysis.entry));
    Some(Finding {
        diagnostic,
        witness: worst.witness.clone(),
    })
}

/// What happens, and what brings it about besides clocks that run.
fn because(case: &Case<'_>) -> String {
    if case.returns_after_timer() {
        return "the chat can be cut off during this wait when the customer comes back right after a timer"
            .to_owned();
    }
    if case.wait.cut_by_clock {
        return "timers alone can take the chat past its end during this wait".to_owned();
    }
    let cut = "the chat can be cut off during this wait";
    let events = case
        .witness
        .as_ref()
        .map_or(&[][..], |witness| &witness.events);
    let mut before = 0;
    let (mut late, mut service) = (0, 0);
    for event in events {
        let spent = event.at - before;
        before = event.at;
        match event.class {
            Class::Return => late += usize::from(spent > 0),
            Class::Service | Class::Bounded => service += spent,
            Class::Now | Class::Clock | Class::Open => {}
        }
    }
    let late = match late {
        0 => None,
        1 => Some("the customer comes back late".to_owned()),
        times => Some(format!("the customer comes back late {times} times")),
    };
    let service = (service > 0).then(|| format!("the conversation takes {}", lasts(service)));
    let reasons: Vec<String> = late.into_iter().chain(service).collect();
    if reasons.is_empty() {
        return cut.to_owned();
    }
    format!("{cut} when {}", reasons.join(" and "))
}

fn allowed(settings: &Settings) -> String {
    let late = match settings.late_returns {
        Limit::AtMost(late) => format!("at most {}", count("late return", late as usize)),
        Limit::Unlimited => "any number of late returns".to_owned(),
    };
    let service = match settings.service {
        Limit::AtMost(service) => format!("{} with agents, bots and functions", lasts(service)),
        Limit::Unlimited => "any time with agents, bots and functions".to_owned(),
    };
    format!("{late} and {service}")
}

fn help(case: &Case<'_>) -> String {
    let duration = case.analysis.duration;
    let in_time = format!(
        "make sure that it starts before {}",
        clock(duration.saturating_sub(case.wait.most))
    );
    match rounds(case) {
        None => "leave the cycle after some rounds, for example with `loop`".to_owned(),
        Some(returns) => match longest(case, returns) {
            0 => format!("make this wait shorter, or {in_time}"),
            longest => format!("make this wait at most {}, or {in_time}", lasts(longest)),
        },
    }
}

/// How often the story comes back from the Wait in which it ends; nothing where its timer
/// brings it round, so that a shorter Wait would only bring more rounds.
fn rounds(case: &Case<'_>) -> Option<u32> {
    let events = case.witness.iter().flat_map(|witness| {
        let of_wait = |event: &&Event| event.from == witness.place;
        witness.events.iter().filter(of_wait)
    });
    let mut returns = 0;
    for event in events {
        match event.class {
            Class::Clock => return None,
            Class::Return => returns += 1,
            Class::Now | Class::Service | Class::Bounded | Class::Open => {}
        }
    }
    Some(returns)
}

/// How long the Wait can be so that it ends in time, come back from as often as that.
fn longest(case: &Case<'_>, returns: u32) -> u32 {
    let returned = case.wait.most.saturating_sub(1).saturating_mul(returns);
    let elsewhere = case.wait.latest.unwrap_or(0).saturating_sub(returned);
    let left = case.analysis.duration.saturating_sub(elsewhere + 1);
    (left + returns) / (returns + 1)
}
