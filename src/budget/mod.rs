//! The time budget of chats as a ledger: for every Wait when it starts, until when it is
//! served in full, what it takes to have the chat cut off in it, and how the latest start
//! comes about.
//!
//! [`Budget::all`] asks [`graph`] and writes down what it answers, with names
//! and places; [`Budget::text`] and [`page`] show it.

/// Adds a line; a String takes everything. Here, so that both ways to show it have it.
macro_rules! line {
    ($out:expr, $($words:tt)*) => {{
        let _ = writeln!($out, $($words)*);
    }};
}

mod html;
mod text;

pub use html::page;

use crate::compile::replay;
use crate::graph::time::{Reason, WaitTimes};
use crate::graph::{
    self, Analysis, Chats, Class, Limit, Seconds, Settings, Verdict, Witness, first_played, story,
};
use crate::program::Program;
use crate::run::Machine;
use crate::source::{SourceMap, Span};

/// The budget of the chats that start in one flow.
#[derive(Debug, Clone)]
pub struct Budget {
    /// The flow.
    pub flow: String,
    /// When its chats end, whatever happens.
    pub duration: Seconds,
    /// What is allowed for: late returns, and seconds with agents, bots and functions.
    pub allowed: (Limit, Limit),
    /// The judgement.
    pub judgement: Judgement,
    /// Up to how much service, and up to how many late returns, nothing is cut off, the
    /// other as allowed; nothing where it can be even without.
    pub margin: (Option<Seconds>, Option<usize>),
    /// Its Waits, in order of the source.
    pub waits: Vec<Entry>,
    /// Whether no flow in which chats start leads there.
    pub alone: bool,
}

/// Whether chats are cut off in a Wait.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Judgement {
    /// None is.
    Safe,
    /// One is, in this Wait.
    Unsafe(String),
    /// Nobody knows: why, and what would settle it.
    Unknown(Vec<(String, String)>),
}

/// One Wait.
#[derive(Debug, Clone)]
pub struct Entry {
    /// What it is called: `wait 12h`.
    pub name: String,
    /// Where it stands: `after.ebb:14`.
    pub place: String,
    /// How long it lasts when nothing ends it.
    pub lasts: Seconds,
    /// Whether that is only known at run time.
    pub open: bool,
    /// The earliest start; nothing where the chat has always ended before.
    pub earliest: Option<Seconds>,
    /// The latest start within what is allowed.
    pub latest: Option<Seconds>,
    /// The latest start that nothing rules out within what is allowed.
    pub latest_possible: Option<Seconds>,
    /// It is served in full when it starts before this; nothing where it never is.
    pub served_before: Option<Seconds>,
    /// Whether the chat can be cut off in it.
    pub cut: Cut,
    /// The fewest late returns that have the chat cut off in it, the service as allowed.
    pub late: Option<usize>,
    /// The least service that does, the late returns as allowed.
    pub service: Option<Seconds>,
    /// How the latest start comes about.
    pub path: Vec<Line>,
    /// What spends time on the way there.
    pub spans: Vec<Stretch>,
}

/// Whether a chat can be cut off in a Wait.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cut {
    /// Not within what is allowed.
    No,
    /// By clocks alone.
    ByClocks,
    /// Within what is allowed.
    Allowed,
    /// Perhaps.
    Perhaps,
}

/// One step on the way to a start.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// The time of the chat so far.
    pub total: Seconds,
    /// What the step adds.
    pub adds: Seconds,
    /// What happens.
    pub text: String,
    /// Where, if it is somewhere.
    pub place: Option<String>,
}

/// A stretch of time, and who spends it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stretch {
    /// Its beginning.
    pub from: Seconds,
    /// Its end.
    pub to: Seconds,
    /// Who.
    pub spender: Spender,
}

/// Who spends time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Spender {
    /// A timer.
    Clock,
    /// A customer who comes back late.
    Customer,
    /// Agents, bots and functions.
    Service,
}

impl Budget {
    /// The budgets of every flow in which chats start and wait, in order of the program.
    #[must_use]
    pub fn all(program: &Program, sources: &SourceMap, settings: &Settings) -> Vec<Self> {
        let mut budgets = Vec::new();
        for flows in graph::groups(program) {
            let chats = Chats::new(program, &flows, settings);
            for analysis in chats
                .analyses
                .iter()
                .filter(|chats| !chats.waits.is_empty())
            {
                let ledger = Ledger {
                    program,
                    sources,
                    analysis,
                };
                budgets.push(ledger.budget(settings, chats.alone.contains(&analysis.entry)));
            }
        }
        budgets
    }
}

struct Ledger<'p> {
    program: &'p Program,
    sources: &'p SourceMap,
    analysis: &'p Analysis,
}

impl Ledger<'_> {
    fn budget(&self, settings: &Settings, alone: bool) -> Budget {
        let analysis = self.analysis;
        let flow = self.program.flows.get(analysis.entry);
        let waits: Vec<&WaitTimes> = analysis.waits.iter().collect();
        let late = analysis.fewest_late_returns();
        let paths = analysis.latest_starts(&waits);
        let entries = waits.iter().zip(late).zip(paths);
        Budget {
            flow: flow.map_or_else(String::new, |flow| flow.name.clone()),
            duration: analysis.duration,
            allowed: (settings.late_returns, settings.service),
            judgement: self.judgement(),
            margin: analysis.margin(),
            waits: entries
                .map(|((wait, late), path)| self.entry(wait, late, path.as_ref()))
                .collect(),
            alone,
        }
    }

    /// A chat that is cut off counts once the interpreter has played it.
    fn judgement(&self) -> Judgement {
        let told = |reason: Reason| {
            let settled = reason.settled_by(self.program);
            (reason.says(self.program), settled.to_owned())
        };
        match self.analysis.verdict() {
            Verdict::Safe => Judgement::Safe,
            Verdict::Unsafe(witness) => match self.played(&witness) {
                Ok(witness) => Judgement::Unsafe(self.place_of(&witness)),
                Err(why) => Judgement::Unknown(vec![(
                    format!("the interpreter could not follow the chat that is cut off: {why}"),
                    "look whether its branches contradict each other, with `ebb check`".to_owned(),
                )]),
            },
            Verdict::Unknown(reasons) => {
                Judgement::Unknown(reasons.into_iter().map(told).collect())
            }
        }
    }

    /// A chat that the interpreter sees cut off: this one, or another in any Wait.
    fn played(&self, witness: &Witness) -> Result<Witness, String> {
        let machine = Machine::new(self.program);
        let plays = |other: &Witness| replay::replay_on(&machine, other).is_ok();
        let others = || {
            let cut = self.analysis.waits.iter().filter(|wait| wait.cut);
            cut.flat_map(|wait| self.analysis.further_overruns(self.program, wait))
        };
        let played = first_played(self.program, witness, others, plays);
        played.map_or_else(
            || replay::replay_on(&machine, witness).map(|_| witness.clone()),
            Ok,
        )
    }

    fn place_of(&self, witness: &Witness) -> String {
        let block = witness.place.block().and_then(|(flow, block)| {
            let block = self.program.flows.get(flow)?.blocks.get(block)?;
            Some(format!(
                "`{}` ({})",
                story::called(block),
                self.place(block.span)
            ))
        });
        block.unwrap_or_default()
    }

    fn place(&self, span: Span) -> String {
        let file = self.sources.file(span.file).name();
        format!("{file}:{}", self.sources.location(span).line)
    }

    fn entry(&self, wait: &WaitTimes, late: Option<usize>, path: Option<&Witness>) -> Entry {
        let block = self
            .program
            .flows
            .get(wait.flow)
            .and_then(|flow| flow.blocks.get(wait.block));
        let cut = match (wait.cut_by_clock, wait.cut, wait.cut_possible) {
            (true, _, _) => Cut::ByClocks,
            (false, true, _) => Cut::Allowed,
            (false, false, true) => Cut::Perhaps,
            (false, false, false) => Cut::No,
        };
        Entry {
            name: block.map_or_else(String::new, story::called),
            place: block.map_or_else(String::new, |block| self.place(block.span)),
            lasts: wait.most,
            open: wait.open,
            earliest: wait.earliest,
            // Where times had to be rounded, the story may know better.
            latest: wait.latest.max(path.map(|path| path.at)),
            latest_possible: wait.latest_possible,
            served_before: self
                .analysis
                .duration
                .checked_sub(wait.most)
                .filter(|before| *before > 0),
            cut,
            late,
            service: self.analysis.least_service(wait),
            path: path.map_or_else(Vec::new, |path| self.lines(path)),
            spans: path.map_or_else(Vec::new, stretches),
        }
    }

    fn lines(&self, path: &Witness) -> Vec<Line> {
        let mut before = 0;
        story::tell(self.program, path)
            .into_iter()
            .map(|step| {
                let total = Seconds::try_from(step.at).unwrap_or(0);
                let adds = total.saturating_sub(before);
                before = total;
                Line {
                    total,
                    adds,
                    text: step.text,
                    place: step.span.map(|span| self.place(span)),
                }
            })
            .collect()
    }
}

/// What spends the time of a run; neighbours of one kind are one.
fn stretches(path: &Witness) -> Vec<Stretch> {
    let mut stretches: Vec<Stretch> = Vec::new();
    let mut from = 0;
    for event in &path.events {
        let to = event.at;
        let spender = match event.class {
            Class::Return => Spender::Customer,
            Class::Service | Class::Bounded => Spender::Service,
            Class::Now | Class::Clock | Class::Open => Spender::Clock,
        };
        match stretches.last_mut() {
            _ if to == from => {}
            Some(last) if last.spender == spender => last.to = to,
            Some(_) | None => stretches.push(Stretch { from, to, spender }),
        }
        from = to;
    }
    stretches
}
