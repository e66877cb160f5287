//! For people: the source with the place marked, then help and story. The only place
//! that knows miette.
//!
//! miette scans a source from its start for every report, so only a window of lines
//! around the labels is handed to it; that keeps many findings in a large file cheap.
//! What is too long to be read is shown by its start: a place, a story.

mod window;

use self::window::Window;
use super::Style;
use crate::diag::{Diagnostic, Level};
use crate::parallel;
use crate::source::{SourceMap, Span};
use crate::text::{Clock, count};
use miette::{
    GraphicalReportHandler, GraphicalTheme, LabeledSpan, Severity, SourceCode, SourceSpan,
};
use std::fmt;

/// How many lines are shown before and behind what is marked.
const CONTEXT: u32 = 1;

pub(super) fn render(findings: &[Diagnostic], sources: &SourceMap, style: Style) -> String {
    let theme = if style.colour {
        GraphicalTheme::unicode()
    } else {
        GraphicalTheme::unicode_nocolor()
    };
    let width = style.width.max(40);
    let wrapping = GraphicalReportHandler::new_themed(theme)
        .with_width(width)
        .with_links(false)
        .with_context_lines(CONTEXT as usize);
    // To look where a text could be wrapped takes a third of the time, and most texts fit.
    let plain = wrapping.clone().with_wrap_lines(false);
    let are_few = findings.len() < 100;
    let shown = parallel::map_unless(are_few, findings, |finding| {
        let report = Report::new(finding, sources);
        let handler = match report.texts().all(|text| has_room(text, width)) {
            true => &plain,
            false => &wrapping,
        };
        let mut out = String::new();
        // Writing to a String cannot fail.
        let _ = handler.render_report(&mut out, &report);
        out.push('\n');
        out
    });
    shown.concat()
}

/// A finding in the form that miette takes.
#[derive(Debug)]
struct Report<'a> {
    finding: &'a Diagnostic,
    primary: Span,
    /// The labels in the same excerpt.
    near: Vec<(&'a str, Span)>,
    window: Window<'a>,
    help: Option<String>,
    elsewhere: Vec<Elsewhere<'a>>,
}

impl<'a> Report<'a> {
    fn new(finding: &'a Diagnostic, sources: &'a SourceMap) -> Self {
        let primary = shown(finding.primary.span, sources);
        let near: Vec<_> = finding
            .secondary
            .iter()
            .filter(|label| is_near(label.span, primary))
            .map(|label| (label.text.as_str(), shown(label.span, sources)))
            .collect();
        let spans = near.iter().map(|(_, span)| *span).chain([primary]);
        Self {
            finding,
            primary,
            window: Window::around(sources, primary.file, spans),
            near,
            help: help(finding, sources),
            elsewhere: finding
                .secondary
                .iter()
                .filter(|label| !is_near(label.span, primary))
                .map(|label| Elsewhere::new(&label.text, shown(label.span, sources), sources))
                .collect(),
        }
    }

    /// Everything that may have to be wrapped.
    fn texts(&self) -> impl Iterator<Item = &str> {
        let elsewhere = self.elsewhere.iter().map(|label| label.text);
        let own = [self.finding.message.as_str()].into_iter();
        own.chain(self.help.as_deref()).chain(elsewhere)
    }
}

/// Whether a text certainly has room behind miette's marks, line by line, and looks there as
/// it stands.
fn has_room(text: &str, width: usize) -> bool {
    const MARKS: usize = "  help: ".len() + 2;
    let is_one_wide = |letter| matches!(letter, ' '..='~' | '…' | '→');
    text.split('\n').all(|line| {
        let is_plain = !line.is_empty() && !line.ends_with(' ') && line.chars().all(is_one_wide);
        is_plain && line.chars().count() + MARKS <= width
    })
}

/// What is marked of a place: its start where it is longer than anybody reads.
fn shown(span: Span, sources: &SourceMap) -> Span {
    const LONGEST: u32 = 1_000;
    const KEPT: usize = 80;
    if span.len() <= LONGEST {
        return span;
    }
    let text = sources.file(span.file).text();
    let end = text.floor_char_boundary(span.start as usize + KEPT);
    Span::new(
        span.file,
        span.start,
        u32::try_from(end).unwrap_or(span.end),
    )
}

/// Whether a label is shown in the same excerpt as the primary one.
fn is_near(span: Span, primary: Span) -> bool {
    const NEAR: u32 = 2_000;
    span.file == primary.file && span.start.abs_diff(primary.start) < NEAR
}

/// Notes, help and story, as one text.
fn help(finding: &Diagnostic, sources: &SourceMap) -> Option<String> {
    let mut parts: Vec<String> = finding.help.iter().cloned().collect();
    parts.extend(finding.notes.iter().map(|note| format!("note: {note}")));
    if !finding.story.is_empty() {
        parts.push(story(finding, sources));
    }
    (!parts.is_empty()).then(|| parts.join("\n"))
}

fn story(finding: &Diagnostic, sources: &SourceMap) -> String {
    /// Longer stories lose their middle: every round of a loop is told the same way.
    const LONGEST: usize = 40;
    const KEPT: usize = LONGEST / 2;
    let told = finding.story.len();
    let left_out = if told > LONGEST { told - 2 * KEPT } else { 0 };
    let mut lines = vec!["how it happens:".to_owned()];
    for (position, step) in finding.story.iter().enumerate() {
        if left_out > 0 && position == KEPT {
            lines.push(format!("  …         {}", count("step", left_out)));
        }
        if left_out > 0 && (KEPT..KEPT + left_out).contains(&position) {
            continue;
        }
        let place = step
            .span
            .map(|span| format!(" ({})", short_place(span, finding.primary.span, sources)))
            .unwrap_or_default();
        lines.push(format!("  {}  {}{place}", Clock(step.at), step.text));
    }
    lines.join("\n")
}

/// A place in a story: the line alone where the file is that of the finding.
fn short_place(span: Span, primary: Span, sources: &SourceMap) -> String {
    let line = sources.location(span).line;
    if span.file == primary.file {
        format!("line {line}")
    } else {
        format!("{}:{line}", sources.file(span.file).name())
    }
}

impl fmt::Display for Report<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.finding.message)
    }
}

impl std::error::Error for Report<'_> {}

impl miette::Diagnostic for Report<'_> {
    fn code(&self) -> Option<Box<dyn fmt::Display + '_>> {
        Some(Box::new(format!(
            "{}[{}]",
            self.finding.level.word(),
            self.finding.rule.name
        )))
    }

    fn severity(&self) -> Option<Severity> {
        Some(match self.finding.level {
            Level::Error => Severity::Error,
            Level::Warning => Severity::Warning,
            Level::Info | Level::Off => Severity::Advice,
        })
    }

    fn help(&self) -> Option<Box<dyn fmt::Display + '_>> {
        let help = self.help.as_ref()?;
        Some(Box::new(help))
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        Some(&self.window)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        let text = words(&self.finding.primary.text);
        let main = LabeledSpan::new_primary_with_span(text, self.primary);
        let near = self.near.iter();
        let secondary = near.map(|(text, span)| LabeledSpan::new_with_span(words(text), *span));
        Some(Box::new(std::iter::once(main).chain(secondary)))
    }

    fn related<'a>(&'a self) -> Option<Box<dyn Iterator<Item = &'a dyn miette::Diagnostic> + 'a>> {
        if self.elsewhere.is_empty() {
            return None;
        }
        let elsewhere = self.elsewhere.iter();
        Some(Box::new(
            elsewhere.map(|label| label as &dyn miette::Diagnostic),
        ))
    }
}

fn words(text: &str) -> Option<String> {
    (!text.is_empty()).then(|| text.to_owned())
}

impl From<Span> for SourceSpan {
    fn from(span: Span) -> Self {
        (span.start as usize, span.len() as usize).into()
    }
}

/// A label in another file; miette shows it as a small report of its own.
#[derive(Debug)]
struct Elsewhere<'a> {
    text: &'a str,
    span: Span,
    window: Window<'a>,
}

impl<'a> Elsewhere<'a> {
    fn new(text: &'a str, span: Span, sources: &'a SourceMap) -> Self {
        Self {
            text,
            span,
            window: Window::around(sources, span.file, [span]),
        }
    }
}

impl fmt::Display for Elsewhere<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.text)
    }
}

impl std::error::Error for Elsewhere<'_> {}

impl miette::Diagnostic for Elsewhere<'_> {
    fn severity(&self) -> Option<Severity> {
        Some(Severity::Advice)
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        Some(&self.window)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        let label = LabeledSpan::new_primary_with_span(None, self.span);
        Some(Box::new(std::iter::once(label)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diag::SOME_RULE;
    use proptest::prelude::*;

    proptest! {
        /// A text that has room is shown the same, whether or not it would be wrapped.
        #[test]
        fn what_has_room_needs_no_wrapping(
            message in "[a-z `.,:…→/-]{1,60}",
            help in "[a-z `.,:{}…/-]{1,60}(\n {0,3}[a-z `-]{1,60}){0,3}",
            elsewhere in "[a-z -]{1,60}",
            width in 40..80_usize,
        ) {
            let mut sources = SourceMap::new();
            let file = sources.add("a.ebb", "one\ntwo\nthree\n");
            let other = sources.add("b.ebb", "four\nfive\n");
            let finding = Diagnostic::new(&SOME_RULE, Span::new(file, 4, 7), message)
                .help(help)
                .also(Span::new(other, 0, 4), elsewhere);
            let report = Report::new(&finding, &sources);
            if report.texts().all(|text| has_room(text, width)) {
                let shown = |wraps| {
                    let mut out = String::new();
                    GraphicalReportHandler::new_themed(GraphicalTheme::unicode_nocolor())
                        .with_width(width)
                        .with_wrap_lines(wraps)
                        .render_report(&mut out, &report)
                        .unwrap();
                    out
                };
                prop_assert_eq!(shown(true), shown(false));
            }
        }
    }
}
