//! JUnit's XML: a suite for each file, a case for each test.

use super::Report;
use crate::source::FileId;
use crate::suite::Verdict;
use quick_junit::{NonSuccessKind, Report as Document, TestCase, TestCaseStatus, TestSuite};
use std::collections::BTreeMap;

pub(super) fn write(report: &Report<'_>) -> String {
    let mut suites: BTreeMap<FileId, TestSuite> = BTreeMap::new();
    for (test, result) in &report.results {
        let file = report.sources.file(test.span.file).name();
        let suite = suites
            .entry(test.span.file)
            .or_insert_with(|| TestSuite::new(file));
        let mut case = TestCase::new(test.name.as_str(), TestCaseStatus::success());
        if let Verdict::Failed(failure) = &result.verdict {
            let mut status = TestCaseStatus::non_success(NonSuccessKind::Failure);
            status.set_message(failure.diagnostic().message);
            let place = report.sources.place(failure.span);
            status.set_description(format!("{place}\n{}", report.transcript(result, false)));
            case.status = status;
        }
        case.set_classname(file);
        let line = report.sources.location(test.span).line;
        case.extra.insert("line".into(), line.to_string().into());
        suite.add_test_case(case);
    }
    let mut document = Document::new("ebb test");
    document.add_test_suites(suites.into_values());
    // What is written has no place that could refuse it.
    document
        .to_string()
        .map_or_else(|_| String::new(), |text| text + "\n")
}
