//! Workflow commands of GitHub Actions: findings beside the lines of a pull request.
//!
//! The form: <https://docs.github.com/actions/reference/workflow-commands-for-github-actions>.

use crate::diag::{Diagnostic, Level};
use crate::source::{SourceMap, Span};
use std::fmt::Write;

pub(super) fn render(findings: &[Diagnostic], sources: &SourceMap) -> String {
    let mut out = String::new();
    for finding in findings {
        let span = finding.primary.span;
        let start = sources.location(span);
        let end = sources.location(Span::new(span.file, span.end, span.end));
        // Writing to a String cannot fail. Columns count only within one line.
        let _ = write!(
            out,
            "::{} file={},line={},endLine={}",
            command(finding.level),
            property(sources.file(span.file).name()),
            start.line,
            end.line,
        );
        if start.line == end.line {
            let _ = write!(out, ",col={},endColumn={}", start.column, end.column);
        }
        let _ = writeln!(
            out,
            ",title={}::{}",
            property(finding.rule.name),
            data(&text(finding))
        );
    }
    out
}

const fn command(level: Level) -> &'static str {
    match level {
        Level::Error => "error",
        Level::Warning => "warning",
        Level::Info | Level::Off => "notice",
    }
}

fn text(finding: &Diagnostic) -> String {
    match &finding.help {
        Some(help) => format!("{}\n{help}", finding.message),
        None => finding.message.clone(),
    }
}

/// What stands behind the second `::`.
fn data(text: &str) -> String {
    text.replace('%', "%25")
        .replace('\r', "%0D")
        .replace('\n', "%0A")
}

/// What stands behind a `=`.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
