//! Baselines: the findings that a team knows and does not want to hear of again.
//!
//! A finding is known by its source, its rule and what it says, not by its line, so that
//! a baseline outlives edits above it. Of findings that are alike, as many are known as
//! the baseline counts.

use crate::diag::{Diagnostic, Essence};
use crate::source::SourceMap;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The version of the form; it grows when something is renamed or removed.
const VERSION: u32 = 1;

/// Findings that are known.
#[derive(Debug, Default)]
pub struct Baseline {
    known: BTreeMap<Essence, usize>,
}

/// What a baseline leaves of the findings of a run.
#[derive(Debug)]
pub struct Compared {
    /// The findings that are new.
    pub fresh: Vec<Diagnostic>,
    /// How many were known.
    pub known: usize,
    /// How many of the baseline are no longer there.
    pub gone: usize,
}

#[derive(Serialize, Deserialize)]
struct Document {
    version: u32,
    known: Vec<Known>,
}

#[derive(Serialize, Deserialize)]
struct Known {
    file: String,
    rule: String,
    message: String,
    count: usize,
}

impl Baseline {
    /// A baseline of all these findings.
    #[must_use]
    pub fn of(findings: &[Diagnostic], sources: &SourceMap) -> Self {
        let mut known = BTreeMap::new();
        for finding in findings {
            *known.entry(Essence::of(finding, sources)).or_default() += 1;
        }
        Self { known }
    }

    /// Reads a baseline.
    ///
    /// # Errors
    ///
    /// Why `text` is none, as a phrase.
    pub fn read(text: &str) -> Result<Self, String> {
        let document: Document =
            serde_json::from_str(text).map_err(|error| format!("it is no baseline: {error}"))?;
        if document.version != VERSION {
            let version = document.version;
            return Err(format!("it is of version {version}, not {VERSION}"));
        }
        let known = document.known.into_iter().map(|known| {
            let essence = Essence {
                file: known.file,
                rule: known.rule,
                message: known.message,
            };
            (essence, known.count)
        });
        Ok(Self {
            known: known.collect(),
        })
    }

    /// The text of the baseline, sorted, so that a review shows what changed.
    #[must_use]
    pub fn to_text(&self) -> String {
        let known = self.known.iter().map(|(essence, count)| Known {
            file: essence.file.clone(),
            rule: essence.rule.clone(),
            message: essence.message.clone(),
            count: *count,
        });
        let document = Document {
            version: VERSION,
            known: known.collect(),
        };
        // Strings and numbers always have a JSON form.
        let mut text = serde_json::to_string_pretty(&document).unwrap_or_default();
        text.push('\n');
        text
    }

    /// How many findings it knows.
    #[must_use]
    pub fn len(&self) -> usize {
        self.known.values().sum()
    }

    /// Whether it knows none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.known.is_empty()
    }

    /// What is new among findings, in their order.
    #[must_use]
    pub fn compare(mut self, findings: Vec<Diagnostic>, sources: &SourceMap) -> Compared {
        let before = findings.len();
        let fresh: Vec<Diagnostic> = findings
            .into_iter()
            .filter(|finding| !self.take(&Essence::of(finding, sources)))
            .collect();
        Compared {
            known: before.saturating_sub(fresh.len()),
            gone: self.len(),
            fresh,
        }
    }

    /// Takes one finding out, if it is known.
    fn take(&mut self, essence: &Essence) -> bool {
        match self.known.get_mut(essence) {
            Some(count) if *count > 0 => {
                *count -= 1;
                true
            }
            Some(_) | None => false,
        }
    }
}
