//! What `ebb test` says, for people and for machines.
//!
//! A [`Report`] is what was played; the writers only write.

pub mod coverage;
pub mod html;
mod json;
mod junit;
pub mod simulation;

use crate::diag::render::{Format, Style, render};
use crate::program::Program;
use crate::run::Transcript;
use crate::source::SourceMap;
use crate::suite::{Coverage, Test, TestResult, Verdict};
use crate::text::count;
use std::fmt::Write;

/// Tests that were played, in their order.
#[derive(Debug)]
pub struct Report<'a> {
    /// What they were played on.
    pub program: &'a Program,
    /// Where they stand.
    pub sources: &'a SourceMap,
    /// Each test with what came of it.
    pub results: Vec<(&'a Test, TestResult)>,
    /// Which branches they took, where somebody asked.
    pub coverage: Option<Coverage>,
}

impl Report<'_> {
    /// How many tests failed.
    #[must_use]
    pub fn failed(&self) -> usize {
        let results = self.results.iter();
        results.filter(|(_, result)| !result.passed()).count()
    }

    /// For people: each test with its verdict; the conversation up to a failure, what was
    /// expected there, and the source. The conversation of every test where `verbose` is 1,
    /// every block with the branch taken where it is more.
    #[must_use]
    pub fn full(&self, verbose: u8, style: Style) -> String {
        let mut text = String::new();
        for (test, result) in &self.results {
            let verdict = if result.passed() { "ok    " } else { "FAILED" };
            line(&mut text, &format!("{verdict}  {}", test.name));
            if verbose > 0 || !result.passed() {
                text.push_str(&self.conversation(result, verbose > 1));
            }
            if let Verdict::Failed(failure) = &result.verdict {
                let findings = [failure.diagnostic()];
                text.push_str(&render(&findings, self.sources, Format::Full, style));
            }
        }
        text
    }

    /// One line for each test: `file:line:column: ok: name`.
    #[must_use]
    pub fn concise(&self) -> String {
        let mut text = String::new();
        for (test, result) in &self.results {
            let Verdict::Failed(failure) = &result.verdict else {
                let place = self.sources.place(test.span);
                line(&mut text, &format!("{place}: ok: {}", test.name));
                continue;
            };
            let place = self.sources.place(failure.span);
            let message = failure.diagnostic().message.replace('\n', " ");
            line(
                &mut text,
                &format!("{place}: FAILED: {}: {message}", test.name),
            );
        }
        text
    }

    /// One document with everything there is to know; its form is in the reference.
    #[must_use]
    pub fn json(&self) -> String {
        json::write(self)
    }

    /// JUnit's XML, as CI systems read it.
    #[must_use]
    pub fn junit(&self) -> String {
        junit::write(self)
    }

    /// How many tests passed or failed, in one line.
    #[must_use]
    pub fn summary(&self, filtered: bool) -> String {
        match (self.results.len(), self.failed()) {
            (0, _) if filtered => "no test has such a name".to_owned(),
            (0, _) => "there are no tests; write one with `test \"…\" { start FLOW on chat … }`"
                .to_owned(),
            (tests, 0) => format!("{} passed", count("test", tests)),
            (tests, failed) => format!("{failed} of {} failed", count("test", tests)),
        }
    }

    fn conversation(&self, result: &TestResult, verbose: bool) -> String {
        let lines = self.transcript(result, verbose);
        lines.lines().map(|line| format!("    {line}\n")).collect()
    }

    fn transcript(&self, result: &TestResult, verbose: bool) -> String {
        let transcript = if verbose {
            Transcript::verbose(self.program, &result.seen)
        } else {
            Transcript::new(self.program, &result.seen)
        };
        transcript.to_string()
    }
}

/// Adds a line; a String takes everything.
fn line(out: &mut String, text: &str) {
    let _ = writeln!(out, "{text}");
}
