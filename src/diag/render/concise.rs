//! One line for each finding, for editors and for `grep`.

use crate::diag::Diagnostic;
use crate::source::SourceMap;
use std::fmt::Write;

pub(super) fn render(findings: &[Diagnostic], sources: &SourceMap) -> String {
    let mut out = String::new();
    for finding in findings {
        // Writing to a String cannot fail.
        let _ = writeln!(
            out,
            "{}: {}[{}] {}",
            sources.place(finding.primary.span),
            finding.level.word(),
            finding.rule.name,
            finding.message.replace('\n', " "),
        );
    }
    out
}
