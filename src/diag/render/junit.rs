//! JUnit XML: a suite for each source, a failed case for each error in it.
//!
//! Warnings and infos are passed cases that say what was found: they do not fail a run.

use super::concise;
use crate::diag::{Diagnostic, Level};
use crate::source::{FileId, SourceMap};
use quick_junit::{NonSuccessKind, Report, TestCase, TestCaseStatus, TestSuite};

pub(super) fn render(findings: &[Diagnostic], sources: &SourceMap) -> String {
    let mut report = Report::new("ebb check");
    report.add_test_suites(sources.iter().map(|(file, source)| {
        let mut suite = TestSuite::new(source.name());
        suite.add_test_cases(cases(file, source.name(), findings, sources));
        suite
    }));
    // Strings always have an XML form; characters that XML has none for are left out.
    report.to_string().unwrap_or_default()
}

fn cases(file: FileId, name: &str, findings: &[Diagnostic], sources: &SourceMap) -> Vec<TestCase> {
    let mut cases: Vec<TestCase> = findings
        .iter()
        .filter(|finding| finding.primary.span.file == file)
        .map(|finding| case(finding, name, sources))
        .collect();
    if cases.is_empty() {
        let mut clean = TestCase::new("nothing to report", TestCaseStatus::success());
        clean.set_classname(name);
        cases.push(clean);
    }
    cases
}

fn case(finding: &Diagnostic, file: &str, sources: &SourceMap) -> TestCase {
    let status = match finding.level {
        Level::Error => {
            let mut failure = TestCaseStatus::non_success(NonSuccessKind::Failure);
            failure
                .set_message(finding.message.as_str())
                .set_type(finding.rule.name);
            failure
        }
        Level::Warning | Level::Info | Level::Off => TestCaseStatus::success(),
    };
    let line = sources.location(finding.primary.span).line;
    let mut case = TestCase::new(format!("{} in line {line}", finding.rule.name), status);
    case.set_classname(file);
    case.set_system_out(concise::render(std::slice::from_ref(finding), sources));
    case
}
