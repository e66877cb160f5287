//! What stays the same about a finding when lines move.

use super::Diagnostic;
use crate::source::SourceMap;
use std::collections::BTreeMap;

/// A finding without its line.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Essence {
    /// The name of the source it is in.
    pub file: String,
    /// The name of its rule.
    pub rule: String,
    /// What it says.
    pub message: String,
}

impl Essence {
    /// What stays the same about `finding`.
    #[must_use]
    pub fn of(finding: &Diagnostic, sources: &SourceMap) -> Self {
        let file = sources.file(finding.primary.span.file).name();
        Self {
            file: file.replace('\\', "/"),
            rule: finding.rule.name.to_owned(),
            message: finding.message.clone(),
        }
    }

    /// A short text that differs for different findings.
    fn digest(&self) -> u64 {
        let text = format!("{}\0{}\0{}", self.file, self.rule, self.message);
        fnv1a(text.as_bytes())
    }
}

/// Gives fingerprints to the findings of one run, in order: of findings that are alike,
/// each has its number.
#[derive(Debug, Default)]
pub struct Fingerprints {
    seen: BTreeMap<Essence, u32>,
}

impl Fingerprints {
    /// The fingerprint of the next finding.
    #[must_use]
    pub fn next(&mut self, finding: &Diagnostic, sources: &SourceMap) -> String {
        let essence = Essence::of(finding, sources);
        let digest = essence.digest();
        let number = self.seen.entry(essence).or_default();
        *number = number.saturating_add(1);
        format!("{digest:016x}:{number}")
    }
}

/// FNV-1a, 64 bits: short, well known, and the same everywhere and always.
fn fnv1a(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3)
    })
}
