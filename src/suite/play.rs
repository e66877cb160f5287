//! Plays one test.

use super::expect::Expectation;
use super::judge::{Mismatch, at};
use super::{Step, Test, What, names};
use crate::catalogue::{Assumption, Channel};
use crate::diag::Diagnostic;
use crate::program::Program;
use crate::run::{Effect, Event, Machine, Place, Refused, Seen, State, Transcript};
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
    /// The conversations that are to be those in files, in order.
    pub transcripts: Vec<Kept>,
}

/// A conversation that is to be the one in a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    /// The step.
    pub span: Span,
    /// Seconds since the contact started.
    pub at: i64,
    /// The file, as seen from the source.
    pub file: String,
    /// The conversation.
    pub text: String,
}

/// What is not as it is in the file; the file is not there where its text is missing.
#[must_use]
pub fn compare(kept: &Kept, known: Option<&str>) -> Option<Failure> {
    let Some(known) = known else {
        let instead = "there is no such file".to_owned();
        return Some(differs(kept, instead));
    };
    let mut lines = (1..).zip(known.lines()).zip(kept.text.lines());
    let differing = lines.find(|((_, known), now)| known != now);
    let instead = match differing {
        Some(((number, known), now)) => format!(
            "line {number} is \"{}\", and was \"{}\"",
            now.trim(),
            known.trim()
        ),
        None if known.lines().count() == kept.text.lines().count() => return None,
        None => format!(
            "it has {} lines, and had {}",
            kept.text.lines().count(),
            known.lines().count()
        ),
    };
    Some(differs(kept, instead))
}

fn differs(kept: &Kept, instead: String) -> Failure {
    Failure {
        span: kept.span,
        at: kept.at,
        expected: format!("the conversation in `{}`", kept.file),
        instead,
        waits_for: None,
        help: Some("if it is right as it is now, `ebb test --update` writes the file".to_owned()),
        nearest: None,
    }
}

/// Passed or failed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// Everything is as expected.
    Passed,
    /// Something is not.
    Failed(Box<Failure>),
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
    /// The nearest thing that did happen.
    pub nearest: Option<Nearest>,
}

/// Something that happened instead of what was expected.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Nearest {
    /// The block that did it.
    pub span: Span,
    /// Seconds since the contact started.
    pub at: i64,
    /// What it was, in a person's words.
    pub what: String,
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
        let finding = match &self.nearest {
            Some(near) => finding.also(near.span, format!("at {}: {}", at(near.at), near.what)),
            None => finding,
        };
        match &self.waits_for {
            Some(waits_for) => finding.note(waits_for.clone()),
            None => finding,
        }
    }
}

/// A test while it is played.
#[derive(Debug)]
pub(super) struct Played<'p> {
    machine: &'p Machine<'p>,
    pub(super) state: State,
    pub(super) seen: Vec<Seen>,
    /// Where what was seen since the last step of a customer or an agent begins.
    since: usize,
    /// Where what was seen since anything last happened begins.
    latest: usize,
    /// Up to where prompts have been expected.
    pub(super) expected_up_to: usize,
    transcripts: Vec<Kept>,
}

/// Plays a test from its start to its end, or to the first step that fails.
#[must_use]
pub fn play(program: &Program, test: &Test) -> TestResult {
    play_on(&Machine::new(program), test)
}

/// The same on a machine that is there already: many tests of one program can share it.
#[must_use]
pub fn play_on(machine: &Machine<'_>, test: &Test) -> TestResult {
    let mut played = Played {
        machine,
        state: State::new(),
        seen: Vec::new(),
        since: 0,
        latest: 0,
        expected_up_to: 0,
        transcripts: Vec::new(),
    };
    let verdict = match played.steps(&test.steps) {
        Ok(()) => Verdict::Passed,
        Err(failure) => Verdict::Failed(failure),
    };
    TestResult {
        verdict,
        seen: played.seen,
        state: played.state,
        transcripts: played.transcripts,
    }
}

impl<'p> Played<'p> {
    pub(super) const fn program(&self) -> &'p Program {
        self.machine.program()
    }

    pub(super) fn waits_for(&self) -> String {
        self.machine.waits_for(&self.state)
    }

    /// Whether a flow went round in circles when anything last happened.
    pub(super) fn went_in_circles(&self) -> bool {
        let mut seen = self.seen.iter().skip(self.latest);
        seen.any(|seen| matches!(seen.effect, Effect::WentInCircles { .. }))
    }

    /// Prompts to the customer since the last step of a customer or an agent, each
    /// with its place in what was seen.
    pub(super) fn prompts(&self) -> Vec<(usize, &str)> {
        let seen = self.seen.iter().enumerate().skip(self.since);
        seen.filter_map(|(place, seen)| Some((place, seen.effect.prompt()?)))
            .collect()
    }

    fn steps(&mut self, steps: &[Step]) -> Result<(), Box<Failure>> {
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
        let mut steps_left = given.iter().chain([start]).chain(rest).peekable();
        while let Some(step) = steps_left.next() {
            self.step(step)?;
            let next = steps_left.peek().map(|next| &next.what);
            let expected = next == Some(&What::Expect(Expectation::InCircles));
            let in_circles = matches!(self.state.place, Place::InCircles { .. });
            if in_circles && !expected && matches!(step.what, What::Do(_)) {
                return Err(Box::new(self.in_circles(step)));
            }
        }
        steps.iter().try_for_each(|step| self.never_so_far(step))
    }

    /// Judges what is to happen at no time, once the test is over.
    fn never_so_far(&self, step: &Step) -> Result<(), Box<Failure>> {
        let What::Expect(Expectation::Never(never)) = &step.what else {
            return Ok(());
        };
        self.never(never).map_err(|(at, mismatch)| {
            Box::new(Failure {
                at,
                ..self.failure(step, mismatch)
            })
        })
    }

    fn step(&mut self, step: &Step) -> Result<(), Box<Failure>> {
        match &step.what {
            What::Do(event) => self.happen(step, event),
            What::Expect(Expectation::Transcript(file)) => {
                self.keep(step, file);
                Ok(())
            }
            What::Expect(expectation) => self
                .expect(expectation)
                .map_err(|mismatch| Box::new(self.failure(step, mismatch))),
        }
    }

    fn keep(&mut self, step: &Step, file: &str) {
        self.transcripts.push(Kept {
            span: step.span,
            at: self.state.now,
            file: file.to_owned(),
            text: Transcript::new(self.program(), &self.seen).to_string(),
        });
    }

    fn happen(&mut self, step: &Step, event: &Event) -> Result<(), Box<Failure>> {
        let before = self.seen.len();
        self.machine
            .apply(&mut self.state, event, &mut self.seen)
            .map_err(|refused| Box::new(self.refused(step, refused)))?;
        if !matches!(event, Event::Given(_)) {
            self.latest = before;
        }
        if is_of_people(event) {
            self.since = before;
            self.expected_up_to = before;
        }
        Ok(())
    }

    fn failure(&self, step: &Step, mismatch: Mismatch) -> Failure {
        Failure {
            span: step.span,
            at: self.state.now,
            expected: mismatch.expected,
            instead: mismatch.instead,
            waits_for: None,
            help: mismatch.help,
            nearest: mismatch.near.and_then(|near| self.nearest(near)),
        }
    }

    /// What was seen at a place, with the block that did it.
    fn nearest(&self, place: usize) -> Option<Nearest> {
        let seen = self.seen.get(place)?;
        let before = self.seen.get(..=place)?;
        let (flow, block) = before.iter().rev().find_map(|seen| seen.effect.entered())?;
        let block = self.program().flows.get(flow)?.blocks.get(block)?;
        let transcript = Transcript::verbose(self.program(), std::slice::from_ref(seen));
        let told = transcript.to_string();
        // Behind the clock and the name of who is meant.
        let what = told.lines().next()?.split_whitespace().skip(1);
        Some(Nearest {
            span: block.span,
            at: seen.at,
            what: what.collect::<Vec<&str>>().join(" "),
        })
    }

    fn refused(&self, step: &Step, refused: Refused) -> Failure {
        Failure {
            span: step.span,
            at: self.state.now,
            expected: format!("`{}` to be possible", step.text),
            instead: refused.why,
            waits_for: Some(refused.waits_for),
            help: self.begins_again(),
            nearest: None,
        }
    }

    /// How a chat that is over goes on.
    fn begins_again(&self) -> Option<String> {
        let over =
            matches!(self.state.place, Place::Ended(_)) && self.state.channel == Channel::Chat;
        let help =
            "`customer starts a new chat` or `customer continues the chat` begins another one";
        over.then(|| help.to_owned())
    }

    fn in_circles(&self, step: &Step) -> Failure {
        Failure {
            span: step.span,
            at: self.state.now,
            expected: "the flow to wait or to end".to_owned(),
            instead: self.waits_for(),
            waits_for: None,
            help: Some("a circle needs a `wait`, a `loop` with an end, or a way out".to_owned()),
            nearest: None,
        }
    }
}

/// Whether a customer or an agent does it: expected prompts are those that follow.
const fn is_of_people(event: &Event) -> bool {
    match event {
        Event::NewChat(_) | Event::Customer(_) | Event::Agent(_) => true,
        Event::Start(_)
        | Event::Given(_)
        | Event::Bot { .. }
        | Event::Call(_)
        | Event::Pass(_)
        | Event::PassUntil(_) => false,
    }
}
