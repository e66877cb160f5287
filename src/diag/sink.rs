//! Where findings are collected.

use super::{Diagnostic, Level};

/// Collects findings in the order they are made.
#[derive(Debug, Default)]
pub struct Sink {
    findings: Vec<Diagnostic>,
}

impl Sink {
    /// An empty sink.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a finding.
    pub fn push(&mut self, finding: Diagnostic) {
        self.findings.push(finding);
    }

    /// Adds several findings.
    pub fn extend(&mut self, findings: impl IntoIterator<Item = Diagnostic>) {
        self.findings.extend(findings);
    }

    /// Adds what another sink has collected.
    pub fn append(&mut self, mut other: Self) {
        self.findings.append(&mut other.findings);
    }

    /// What has been found so far.
    #[must_use]
    pub fn findings(&self) -> &[Diagnostic] {
        &self.findings
    }

    /// Whether anything is of level error.
    #[must_use]
    pub fn has_errors(&self) -> bool {
        self.findings
            .iter()
            .any(|finding| finding.level == Level::Error)
    }

    /// The findings by place, each once: file, then offset, then name.
    #[must_use]
    pub fn into_sorted(mut self) -> Vec<Diagnostic> {
        self.findings.sort_by(|a, b| {
            (a.primary.span, a.rule.name, &a.message).cmp(&(
                b.primary.span,
                b.rule.name,
                &b.message,
            ))
        });
        self.findings.dedup_by(|a, b| {
            a.primary.span == b.primary.span && a.rule.name == b.rule.name && a.message == b.message
        });
        self.findings
    }
}
