//! Ways to show findings, one small file each.

mod concise;
mod full;
mod github;
mod json;
mod junit;
mod sarif;

use super::Diagnostic;
use crate::source::SourceMap;

/// How findings are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Format {
    /// For people: the source with the place marked, help, the story.
    #[default]
    Full,
    /// One line each: `file:line:column: level[name] message`.
    Concise,
    /// One JSON document for machines.
    Json,
    /// SARIF 2.1.0, for code scanning.
    Sarif,
    /// Annotations of GitHub Actions.
    Github,
    /// JUnit XML, for CI systems that show tests.
    Junit,
}

/// What a renderer may do on the terminal it writes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Style {
    /// Whether to write colours.
    pub colour: bool,
    /// How many columns there are.
    pub width: usize,
}

impl Default for Style {
    fn default() -> Self {
        Self {
            colour: false,
            width: 100,
        }
    }
}

/// Shows findings in the order they are given.
#[must_use]
pub fn render(
    findings: &[Diagnostic],
    sources: &SourceMap,
    format: Format,
    style: Style,
) -> String {
    match format {
        Format::Full => full::render(findings, sources, style),
        Format::Concise => concise::render(findings, sources),
        Format::Json => json::render(findings, sources),
        Format::Sarif => sarif::render(findings, sources),
        Format::Github => github::render(findings, sources),
        Format::Junit => junit::render(findings, sources),
    }
}
