//! Levels that somebody chose: a rule may be an error here and off there.

use crate::diag::{Diagnostic, Level, Rule};
use crate::source::FileId;
use crate::{import, rules};
use std::collections::BTreeSet;

/// The word for a rule that is not to be reported.
pub const OFF: &str = "off";

/// The level that somebody chose for a rule.
#[derive(Debug, Clone)]
pub struct Chosen {
    /// The rule.
    pub rule: &'static Rule,
    /// The level; nothing where the rule is off.
    pub level: Option<Level>,
    /// The sources it holds for; nothing for all of them.
    pub files: Option<BTreeSet<FileId>>,
}

impl Chosen {
    fn holds_for(&self, finding: &Diagnostic) -> bool {
        let file = &finding.primary.span.file;
        std::ptr::eq(self.rule, finding.rule)
            && self.files.as_ref().is_none_or(|files| files.contains(file))
    }
}

/// Gives findings the levels that somebody chose; the last choice that holds for a finding
/// counts. What is off is taken away.
#[must_use]
pub fn choose(findings: Vec<Diagnostic>, chosen: &[Chosen]) -> Vec<Diagnostic> {
    findings
        .into_iter()
        .filter_map(|finding| {
            let choice = chosen
                .iter()
                .rev()
                .find(|choice| choice.holds_for(&finding));
            match choice.map(|choice| choice.level) {
                None => Some(finding),
                Some(level) => Some(finding.level(level?)),
            }
        })
        .collect()
}

/// The rule of this name, if its level can be chosen.
#[must_use]
pub fn rule(name: &str) -> Option<&'static Rule> {
    choosable().find(|rule| rule.name == name)
}

/// The rules whose level can be chosen: those that judge, and those about exports. What
/// others report keeps a source from being understood.
pub fn choosable() -> impl Iterator<Item = &'static Rule> {
    [rules::ALL, &[&super::POINTLESS_ALLOW], import::names::ALL]
        .concat()
        .into_iter()
}

/// The level that a word means.
///
/// # Errors
///
/// The words there are.
pub fn level(word: &str) -> Result<Option<Level>, String> {
    if word == OFF {
        return Ok(None);
    }
    let levels = [Level::Error, Level::Warning, Level::Info];
    let level = levels.into_iter().find(|level| level.word() == word);
    level
        .map(Some)
        .ok_or_else(|| "a level is `error`, `warning`, `info` or `off`".to_owned())
}
