//! Levels that somebody chose: a rule may be an error here and off there.

use crate::diag::{Diagnostic, Level, Rule};
use crate::source::FileId;
use crate::{import, program, rules};
use std::collections::BTreeSet;

/// The level that somebody chose for a rule.
#[derive(Debug, Clone)]
pub struct Chosen {
    /// The rule.
    pub rule: &'static Rule,
    /// The level.
    pub level: Level,
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
/// counts.
#[must_use]
pub fn choose(findings: Vec<Diagnostic>, chosen: &[Chosen]) -> Vec<Diagnostic> {
    let levelled = |finding: Diagnostic| {
        let mut latest = chosen.iter().rev();
        match latest.find(|choice| choice.holds_for(&finding)) {
            Some(choice) => finding.level(choice.level),
            None => finding,
        }
    };
    findings.into_iter().map(levelled).collect()
}

/// The rule of this name, if its level can be chosen.
#[must_use]
pub fn rule(name: &str) -> Option<&'static Rule> {
    choosable().find(|rule| rule.name == name)
}

/// The rules whose level can be chosen: those that judge, and those about exports.
pub fn choosable() -> impl Iterator<Item = &'static Rule> {
    let others = [&[&super::POINTLESS_ALLOW], import::names::ALL].concat();
    judging().chain(others)
}

/// The rules that judge a source that can be understood. The errors of others keep it from
/// that.
pub fn judging() -> impl Iterator<Item = &'static Rule> + Clone {
    let names = program::names::ALL.iter().copied();
    let rules = rules::ALL.iter().copied();
    let others = [&super::REFUSED_ACTION].into_iter();
    rules
        .chain(names.filter(|rule| rule.level < Level::Error))
        .chain(others)
}

/// The level that a word means.
///
/// # Errors
///
/// The words there are.
pub fn level(word: &str) -> Result<Level, String> {
    let levels = [Level::Error, Level::Warning, Level::Info, Level::Off];
    let level = levels.into_iter().find(|level| level.word() == word);
    level.ok_or_else(|| "a level is `error`, `warning`, `info` or `off`".to_owned())
}
