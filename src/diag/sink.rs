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

    /// The findings by place, each once: file, then offset, then name, then message.
    #[must_use]
    pub fn into_sorted(mut self) -> Vec<Diagnostic> {
        // A finding is large: each is moved once, to where it belongs.
        let place = |finding: &Diagnostic| (finding.primary.span, finding.rule.name);
        self.findings.sort_by_cached_key(place);
        for same in self
            .findings
            .chunk_by_mut(|one, next| place(one) == place(next))
        {
            same.sort_by(|one, other| one.message.cmp(&other.message));
        }
        self.findings
            .dedup_by(|one, other| place(one) == place(other) && one.message == other.message);
        self.findings
    }
}
