//! Tests of flows: `test "…" { … }` sections, read and played.
//!
//! [`collect`] reads the steps of all tests and reports every mistake in them;
//! [`play`] runs one test on the [interpreter](crate::run). An `expect` step looks
//! at the state and never moves the clock; every other step lets something happen
//! and then the flow runs until it waits. `given` steps right behind `start` hold
//! from the first block on.
//!
//! ```
//! use ebb::{diag::Sink, program::Builder, source::SourceMap, suite, syntax};
//!
//! let mut sources = SourceMap::new();
//! let mut sink = Sink::new();
//! let file = sources.add("hello.ebb", r#"
//!     inbound flow hello { play prompt "Hello.", disconnect }
//!     test "says hello" {
//!         start hello on chat
//!         expect prompt "Hello."
//!         expect chat ended
//!     }
//! "#);
//! let tree = syntax::parse(file, sources.file(file).text(), &mut sink);
//! let mut builder = Builder::new();
//! builder.declare(&tree, &mut sink);
//! builder.lower(&tree, &mut sink);
//! let program = builder.finish();
//! let tests = suite::collect(&[tree], &program, &mut sink);
//! assert!(tests.iter().all(|test| suite::play(&program, test).passed()));
//! assert_eq!((tests.len(), sink.findings().len()), (1, 0));
//! ```
//!
//! A script for `ebb run` is the inside of a test: [`wrap_script`] makes a test of
//! its text, and [`script`] reads it, with a start of its own where it has none.

mod blocks;
pub mod coverage;
mod expect;
pub mod explore;
mod holes;
mod judge;
mod matching;
pub mod names;
mod never;
mod play;
mod read;
mod sent;
pub mod simulate;
mod step;
mod values;
mod write;

pub use coverage::Coverage;
pub use expect::{Expectation, Never, Pattern, Wanted};
pub use play::{Failure, Kept, Nearest, TestResult, Verdict, compare, play, play_on};

use crate::catalogue::Channel;
use crate::diag::{Diagnostic, Sink};
use crate::program::{FlowId, Program, is_test};
use crate::run::{Event, Start};
use crate::source::Span;
use crate::syntax::tree::{File, LiteralKind, Section, Top};
use blocks::Blocks;
use read::{Course, Reader, Shared};

/// One test.
#[derive(Debug, Clone)]
pub struct Test {
    /// What it is called.
    pub name: String,
    /// Its head.
    pub span: Span,
    /// Its steps, in order.
    pub steps: Vec<Step>,
}

/// One step of a test.
#[derive(Debug, Clone)]
pub struct Step {
    /// Where it stands.
    pub span: Span,
    /// Its line as it is written.
    pub text: String,
    /// What it does.
    pub what: What,
}

/// What a step does.
#[derive(Debug, Clone, PartialEq)]
pub enum What {
    /// Something happens.
    Do(Event),
    /// Something is expected.
    Expect(Expectation),
}

impl Step {
    /// Whether the contact starts with it.
    #[must_use]
    pub const fn is_start(&self) -> bool {
        matches!(self.what, What::Do(Event::Start(_)))
    }
}

/// Reads the tests of all files, in order. Every mistake goes to `sink`; a test with
/// a mistake is left out.
pub fn collect(files: &[File<'_>], program: &Program, sink: &mut Sink) -> Vec<Test> {
    let blocks = Blocks::of(program);
    let shared = read_shared(files, &blocks, sink);
    let mut tests = Vec::new();
    for file in files {
        for section in sections_of(file, "test") {
            let found = read_section(file, section, &blocks, &shared, sink);
            // What is wrong with the start of one course is wrong with that of the others.
            let right = found.iter().all(|test| check_start(test, sink));
            tests.extend(found.into_iter().filter(|_| right));
        }
    }
    tests
}

/// The steps that tests share, of all files, in order.
fn read_shared(files: &[File<'_>], blocks: &Blocks<'_>, sink: &mut Sink) -> Shared {
    let mut shared = Shared::new();
    for file in files {
        for section in sections_of(file, "steps") {
            let Some(name) = name_of(section, sink) else {
                continue;
            };
            let reader = Reader::new(file, blocks, &shared, sink);
            let courses = reader.courses(&section.items.items).unwrap_or_default();
            match <[Course; 1]>::try_from(courses) {
                Ok([course]) => {
                    if shared.insert(name.clone(), course.steps).is_some() {
                        let message = format!("there are two `steps \"{name}\"`");
                        sink.push(
                            Diagnostic::new(&names::WRONG_STEP, section.line.span, message)
                                .help("give one of them another name"),
                        );
                    }
                }
                Err(courses) if courses.is_empty() => {}
                Err(_) => {
                    let message = "steps that tests share have no cases";
                    let finding = Diagnostic::new(&names::WRONG_STEP, section.line.span, message);
                    sink.push(finding.help("write the cases in the tests"));
                }
            }
        }
    }
    shared
}

/// The text of a script as the text of a source with one test. The first line stays
/// the first line.
#[must_use]
pub fn wrap_script(text: &str) -> String {
    format!("test \"script\" {{ {text}\n}}\n")
}

/// Reads a script that [`wrap_script`] has made a source of: a test that may leave
/// out its start, and then starts in `flow` on a chat. Nothing where it has mistakes,
/// which go to `sink`.
pub fn script(file: &File<'_>, program: &Program, flow: FlowId, sink: &mut Sink) -> Option<Test> {
    let section = sections_of(file, "test").next()?;
    let shared = Shared::new();
    let mut courses = read_section(file, section, &Blocks::of(program), &shared, sink).into_iter();
    let mut test = courses.next()?;
    if courses.next().is_some() {
        let finding = Diagnostic::new(&names::WRONG_STEP, test.span, "a script has no cases");
        sink.push(finding.help("write one script for each"));
        return None;
    }
    if !test.steps.first().is_some_and(Step::is_start) {
        test.steps.insert(0, start_of(flow, test.span));
    }
    check_start(&test, sink).then_some(test)
}

/// Reads steps that stand alone, in a text that [`wrap_script`] has made a source of.
/// Nothing where there is a mistake, which goes to `sink`.
pub fn steps(file: &File<'_>, program: &Program, sink: &mut Sink) -> Option<Vec<Step>> {
    let section = sections_of(file, "test").next()?;
    let mut courses =
        read_section(file, section, &Blocks::of(program), &Shared::new(), sink).into_iter();
    Some(courses.next()?.steps)
}

/// The step that lets an event happen; nothing where it names something that has no name in Ebb.
#[must_use]
pub fn step(program: &Program, event: &Event) -> Option<String> {
    write::event(program, event)
}

/// A test that only starts a chat in a flow.
#[must_use]
pub fn only_start(flow: FlowId, span: Span) -> Test {
    Test {
        name: "script".to_owned(),
        span,
        steps: vec![start_of(flow, span)],
    }
}

fn start_of(flow: FlowId, span: Span) -> Step {
    Step {
        span: span.head(),
        text: "start".to_owned(),
        what: What::Do(Event::Start(Start::new(flow, Channel::Chat))),
    }
}

fn sections_of<'f, 's>(
    file: &'f File<'s>,
    word: &'static str,
) -> impl Iterator<Item = &'f Section<'s>> {
    file.tops.iter().filter_map(move |top| match top {
        Top::Section(section) if is_test(section) && section.line.words.raw == word => {
            Some(section)
        }
        Top::Section(_) | Top::Resource(_) | Top::Broken(_) => None,
    })
}

fn name_of(section: &Section<'_>, sink: &mut Sink) -> Option<String> {
    match section.line.literal.as_ref().map(|literal| &literal.kind) {
        Some(LiteralKind::String(name)) => Some(name.to_string()),
        Some(
            LiteralKind::Text(_)
            | LiteralKind::Reference(_)
            | LiteralKind::Duration(_)
            | LiteralKind::Percent(_)
            | LiteralKind::Number(_)
            | LiteralKind::Key(_),
        )
        | None => {
            sink.push(
                Diagnostic::new(&names::WRONG_STEP, section.line.span, "a test has no name").help(
                    "what it shows stands in quotes: `test \"the customer comes back\" { … }`",
                ),
            );
            None
        }
    }
}

/// The tests that a section makes: one, or one for each of its cases.
fn read_section(
    file: &File<'_>,
    section: &Section<'_>,
    blocks: &Blocks<'_>,
    shared: &Shared,
    sink: &mut Sink,
) -> Vec<Test> {
    let Some(name) = name_of(section, sink) else {
        return Vec::new();
    };
    let reader = Reader::new(file, blocks, shared, sink);
    let courses = reader.courses(&section.items.items).unwrap_or_default();
    let test = |course: Course| Test {
        name: [vec![name.clone()], course.cases].concat().join(": "),
        span: section.line.span,
        steps: course.steps,
    };
    courses.into_iter().map(test).collect()
}

/// Every test starts once, and first.
fn check_start(test: &Test, sink: &mut Sink) -> bool {
    let mut starts = test.steps.iter().filter(|step| step.is_start());
    let first = test.steps.first();
    match (first, starts.next()) {
        (None, _) => {
            let finding =
                Diagnostic::new(&names::TEST_WITHOUT_START, test.span, "a test has no step");
            sink.push(finding.help("it begins with `start FLOW on chat`"));
            false
        }
        (Some(first), None) => {
            sink.push(late_start(first.span, "the first step is not `start`"));
            false
        }
        (Some(first), Some(start)) if first.span != start.span => {
            sink.push(late_start(first.span, "a step stands before `start`"));
            false
        }
        (Some(_), Some(start)) => match starts.next() {
            Some(second) => {
                let finding = Diagnostic::new(
                    &names::TEST_WITHOUT_START,
                    second.span,
                    "a test starts twice",
                );
                let finding = finding.also(start.span, "the first start");
                sink.push(finding.help("make two tests of it"));
                false
            }
            None => true,
        },
    }
}

fn late_start(span: Span, message: &str) -> Diagnostic {
    Diagnostic::new(&names::TEST_WITHOUT_START, span, message)
        .help("a test begins with `start FLOW on chat`; `given` steps follow it and still hold from the first block on")
}
