//! Plays one test.

use super::expect::{Mismatch, at};
use super::{Step, Test, What, names};
use crate::catalogue::Assumption;
use crate::diag::Diagnostic;
use crate::program::Program;
use crate::run::{Event, Machine, Place, Refused, Seen, State};
use crate::source::Span;

/// What came of a test.
#[derive(Debug, Clone)]
pub struct TestResult {
    /// Passed or failed.
    pub verdict: Verdict,
    /// Everything that was seen; show it with [`Transcript`](crate::run::Transcript).
    pub seen: Vec<Seen>,
    /// The contact at the end.
    pub state: State,
}

/// Passed or failed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// Everything is as expected.
    Passed,
    /// Something is not.
    Failed(Failure),
}

/// What is not as expected.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    /// The step.
    pub span: Span,
    /// Seconds since the contact started.
    pub at: i64,
    /// What was expected.
    pub expected: String,
    /// What is so instead.
    pub instead: String,
    /// What the contact waits for, where a step could not be taken.
    pub waits_for: Option<String>,
    /// What may help.
    pub help: Option<String>,
}

impl TestResult {
    /// Whether everything is as expected.
    #[must_use]
    pub fn passed(&self) -> bool {
        self.verdict == Verdict::Passed
    }

    /// The assumptions that mattered, in the order in which they first did.
    #[must_use]
    pub fn relied_on(&self) -> &[&'static Assumption] {
        &self.state.relied
    }
}

impl Failure {
    /// The failure as a finding at its step.
    #[must_use]
    pub fn diagnostic(&self) -> Diagnostic {
        let message = format!("expected {}, but {}", self.expected, self.instead);
        let finding = Diagnostic::new(&names::TEST_FAILED, self.span, message)
            .label(format!("at {}", at(self.at)))
            .maybe_help(self.help.clone());
        match &self.waits_for {
            Some(waits_for) => finding.note(waits_for.clone()),
            None => finding,
        }
    }
}

/// A test while it is played.
#[derive(Debug)]
pub(super) struct Played<'p> {
    machine: Machine<'p>,
    pub(super) state: State,
    pub(super) seen: Vec<Seen>,
    /// Where what was seen since the last step of a customer or an agent begins.
    since: usize,
    /// Up to where prompts have been expected.
    pub(super) expected_up_to: usize,
}

/// Plays a test from its start to its end, or to the first step that fails.
#[must_use]
pub fn play(program: &Program, test: &Test) -> TestResult {
    let mut played = Played {
        machine: Machine::new(program),
        state: State::new(),
        seen: Vec::new(),
        since: 0,
        expected_up_to: 0,
    };
    let verdict = match played.steps(&test.steps) {
        Ok(()) => Verdict::Passed,
        Err(failure) => Verdict::Failed(failure),
    };
    TestResult {
        verdict,
        seen: played.seen,
        state: played.state,
    }
}

impl<'p> Played<'p> {
    pub(super) const fn program(&self) -> &'p Program {
        self.machine.program()
    }

    pub(super) fn waits_for(&self) -> String {
        self.machine.waits_for(&self.state)
    }

    /// Prompts to the customer since the last step of a customer or an agent, each
    /// with its place in what was seen.
    pub(super) fn prompts(&self) -> Vec<(usize, &str)> {
        let seen = self.seen.iter().enumerate().skip(self.since);
        seen.filter_map(|(place, seen)| Some((place, seen.effect.prompt()?)))
            .collect()
    }

    fn steps(&mut self, steps: &[Step]) -> Result<(), Failure> {
        let (start, rest) = match steps.split_first() {
            Some((start, rest)) => (start, rest),
            None => return Ok(()),
        };
        // What is given right behind the start holds from the first block on.
        let given = rest
            .iter()
            .take_while(|step| matches!(step.what, What::Do(Event::Given(_))))
            .count();
        let (given, rest) = rest.split_at(given);
        for step in given.iter().chain([start]).chain(rest) {
            self.step(step)?;
        }
        Ok(())
    }

    fn step(&mut self, step: &Step) -> Result<(), Failure> {
        match &step.what {
            What::Do(event) => self.happen(step, event),
            What::Expect(expectation) => self
                .expect(expectation)
                .map_err(|mismatch| self.failure(step, mismatch)),
        }
    }

    fn happen(&mut self, step: &Step, event: &Event) -> Result<(), Failure> {
        let before = self.seen.len();
        self.machine
            .apply(&mut self.state, event, &mut self.seen)
            .map_err(|refused| self.refused(step, refused))?;
        if is_of_people(event) {
            self.since = before;
            self.expected_up_to = before;
        }
        match self.state.place {
            Place::InCircles { .. } => Err(self.in_circles(step)),
            Place::NotStarted
            | Place::Flow
            | Place::Queued(_)
            | Place::WithAgent { .. }
            | Place::Outside(_)
            | Place::Ended(_) => Ok(()),
        }
    }

    fn failure(&self, step: &Step, mismatch: Mismatch) -> Failure {
        Failure {
            span: step.span,
            at: self.state.now,
            expected: mismatch.expected,
            instead: mismatch.instead,
            waits_for: None,
            help: mismatch.help,
        }
    }

    fn refused(&self, step: &Step, refused: Refused) -> Failure {
        Failure {
            span: step.span,
            at: self.state.now,
            expected: format!("`{}` to be possible", step.text),
            instead: refused.why,
            waits_for: Some(refused.waits_for),
            help: None,
        }
    }

    fn in_circles(&self, step: &Step) -> Failure {
        Failure {
            span: step.span,
            at: self.state.now,
            expected: "the flow to wait or to end".to_owned(),
            instead: self.waits_for(),
            waits_for: None,
            help: Some("a circle needs a `wait`, a `loop` with an end, or a way out".to_owned()),
        }
    }
}

/// Whether a customer or an agent does it: expected prompts are those that follow.
const fn is_of_people(event: &Event) -> bool {
    match event {
        Event::Customer(_) | Event::Agent(_) => true,
        Event::Start(_)
        | Event::Given(_)
        | Event::Bot { .. }
        | Event::Pass(_)
        | Event::PassUntil(_) => false,
    }
}
