//! One JSON document with everything there is to know about tests.
//!
//! The form is versioned: `version` grows when something is renamed or removed, not when
//! something is added.

use super::Report;
use crate::source::{SourceMap, Span};
use crate::suite::{Coverage, Test, TestResult, Verdict, coverage};
use serde::Serialize;

#[derive(Serialize)]
struct Document<'a> {
    version: u32,
    passed: usize,
    failed: usize,
    tests: Vec<One<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    coverage: Option<Covered<'a>>,
}

#[derive(Serialize)]
struct One<'a> {
    name: &'a str,
    place: Place<'a>,
    passed: bool,
    /// How long the contact lasted, in seconds of its own clock.
    lasted: i64,
    #[serde(skip_serializing_if = "Option::is_none")]
    failure: Option<Failed<'a>>,
    assumed: Vec<&'a str>,
    transcript: Vec<String>,
}

#[derive(Serialize)]
struct Failed<'a> {
    place: Place<'a>,
    at: i64,
    expected: &'a str,
    instead: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    waits_for: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    help: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    nearest: Option<Nearest<'a>>,
}

#[derive(Serialize)]
struct Nearest<'a> {
    place: Place<'a>,
    at: i64,
    what: &'a str,
}

#[derive(Serialize)]
struct Place<'a> {
    file: &'a str,
    line: u32,
    column: u32,
}

#[derive(Serialize)]
struct Covered<'a> {
    reachable: usize,
    taken: usize,
    branches: Vec<Branch<'a>>,
}

#[derive(Serialize)]
struct Branch<'a> {
    flow: &'a str,
    block: &'a str,
    branch: String,
    place: Place<'a>,
    /// How often it was taken; nothing where no chat can take it.
    times: Option<usize>,
}

pub(super) fn write(report: &Report<'_>) -> String {
    let failed = report.failed();
    let document = Document {
        version: 1,
        passed: report.results.len() - failed,
        failed,
        tests: report
            .results
            .iter()
            .map(|(test, result)| one(report, test, result))
            .collect(),
        coverage: report.coverage.as_ref().map(|found| covered(report, found)),
    };
    let text = serde_json::to_string_pretty(&document);
    // Texts and numbers can always be written.
    text.map_or_else(|_| String::new(), |text| text + "\n")
}

fn one<'a>(report: &'a Report<'_>, test: &'a Test, result: &'a TestResult) -> One<'a> {
    let sources = report.sources;
    let failure = match &result.verdict {
        Verdict::Passed => None,
        Verdict::Failed(failure) => Some(Failed {
            place: place(sources, failure.span),
            at: failure.at,
            expected: &failure.expected,
            instead: &failure.instead,
            waits_for: failure.waits_for.as_deref(),
            help: failure.help.as_deref(),
            nearest: failure.nearest.as_ref().map(|near| Nearest {
                place: place(sources, near.span),
                at: near.at,
                what: &near.what,
            }),
        }),
    };
    One {
        name: &test.name,
        place: place(sources, test.span),
        passed: result.passed(),
        lasted: result.state.now,
        failure,
        assumed: result
            .relied_on()
            .iter()
            .map(|assumed| assumed.name)
            .collect(),
        transcript: report
            .transcript(result, false)
            .lines()
            .map(str::to_owned)
            .collect(),
    }
}

fn covered<'a>(report: &'a Report<'_>, coverage: &Coverage) -> Covered<'a> {
    let share = coverage.share();
    let taken = coverage
        .branches()
        .map(|(branch, times)| (branch, Some(times)));
    let unreachable = coverage.unreachable().iter().map(|branch| (*branch, None));
    let branches = taken.chain(unreachable).filter_map(|(branch, times)| {
        let flow = report.program.flows.get(branch.flow)?;
        let block = flow.blocks.get(branch.block)?;
        Some(Branch {
            flow: &flow.name,
            block: &block.name,
            branch: coverage::words(report.program, branch).1,
            place: place(report.sources, block.span),
            times,
        })
    });
    Covered {
        reachable: share.reachable,
        taken: share.taken,
        branches: branches.collect(),
    }
}

fn place(sources: &SourceMap, span: Span) -> Place<'_> {
    let location = sources.location(span);
    Place {
        file: sources.file(span.file).name(),
        line: location.line,
        column: location.column,
    }
}
