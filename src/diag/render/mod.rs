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

impl Format {
    /// Whether many findings are shown as each by itself, one after the other.
    const fn can_be_cut(self) -> bool {
        match self {
            Self::Full | Self::Concise | Self::Github => true,
            Self::Json | Self::Sarif | Self::Junit => false,
        }
    }
}

/// So many findings are shown at a time; in a debug build one, so that small tests see it, too.
const PIECE: usize = if cfg!(debug_assertions) { 1 } else { 1_000 };

/// Shows findings as [`render`] does, where that is possible some after the others: of what is
/// shown no more is there than `take` takes at a time, and of the texts of sources that can be
/// read again only those that are needed for it.
///
/// # Errors
///
/// Those of `take`, which ends it.
pub fn render_in_pieces<E>(
    findings: &[Diagnostic],
    sources: &mut SourceMap,
    format: Format,
    style: Style,
    mut take: impl FnMut(String) -> Result<(), E>,
) -> Result<(), E> {
    if !format.can_be_cut() || findings.len() <= PIECE {
        return take(render(findings, sources, format, style));
    }
    for some in findings.chunks(PIECE) {
        take(render(some, sources, format, style))?;
        for span in some.iter().flat_map(Diagnostic::spans) {
            sources.let_go(span.file);
        }
    }
    Ok(())
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diag::SOME_RULE;
    use crate::source::{ReadAgain, SourceFile, Span};
    use std::convert::Infallible;

    #[test]
    fn pieces_are_the_whole_and_hold_no_text() {
        let mut sources = SourceMap::new();
        let files = ["one\ntwo\n", "three\n", "four\n"].map(|text| {
            let again = ReadAgain::new(|| Some(text.to_owned()));
            sources.add_unheld("a.ebb", again)
        });
        let finding =
            |file| Diagnostic::new(&SOME_RULE, Span::new(file, 0, 3), "something is there");
        let findings = [
            finding(files[0]).also(Span::new(files[1], 0, 5), "elsewhere"),
            finding(files[0]),
            finding(files[2]),
        ];
        for format in [Format::Full, Format::Concise, Format::Github, Format::Json] {
            let whole = render(&findings, &sources, format, Style::default());
            sources.let_go_behind(files[0]);
            let mut pieces = Vec::new();
            let take = |piece| {
                pieces.push(piece);
                Ok::<_, Infallible>(())
            };
            let Ok(()) = render_in_pieces(&findings, &mut sources, format, Style::default(), take);
            assert_eq!(pieces.concat(), whole);
            let is_cut = format.can_be_cut() && findings.len() > PIECE;
            assert_eq!(pieces.len() > 1, is_cut);
            let is_held = |(_, file): (_, &SourceFile)| file.is_held();
            assert_eq!(sources.iter().any(is_held), !is_cut);
        }
    }
}
