//! For people: the source with the place marked, then help and story. The only file
//! that knows miette.
//!
//! miette scans a source from its start for every report, so only a window of lines
//! around the labels is handed to it; that keeps many findings in a large file cheap.
//! What is too long to be read is shown by its start: a place, a story.

use super::Style;
use crate::diag::{Diagnostic, Level};
use crate::parallel;
use crate::source::{FileId, SourceMap, Span};
use crate::text::{Clock, count};
use miette::{
    GraphicalReportHandler, GraphicalTheme, LabeledSpan, MietteError, MietteSpanContents, Severity,
    SourceCode, SourceSpan, SpanContents,
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
    let handler = GraphicalReportHandler::new_themed(theme)
        .with_width(style.width.max(40))
        .with_links(false)
        .with_context_lines(CONTEXT as usize);
    let are_few = findings.len() < 100;
    let shown = parallel::map_unless(are_few, findings, |finding| {
        let report = Report::new(finding, sources);
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

/// Some lines of a source. Offsets from outside count from the start of the source.
///
/// Exports are often one very long line, so the window may start and end inside one.
#[derive(Debug)]
struct Window<'a> {
    name: &'a str,
    text: &'a str,
    /// The first byte of the window in the source.
    start: usize,
    /// The number of lines before the window.
    lines_before: usize,
    /// The number of bytes before the window on its first line.
    column_before: usize,
}

impl<'a> Window<'a> {
    fn around(sources: &'a SourceMap, file: FileId, spans: impl IntoIterator<Item = Span>) -> Self {
        /// A line that is longer than this beside what is marked is cut.
        const LONG: usize = 480;
        const KEPT: usize = 80;
        let source = sources.file(file);
        let (lines, text) = (source.lines(), source.text());
        let (mut first, mut last) = (usize::MAX, 0);
        for span in spans {
            first = first.min(span.start as usize);
            last = last.max(span.end as usize);
        }
        let line_of = |offset: usize| lines.line(u32::try_from(offset).unwrap_or(u32::MAX));
        let top = line_of(first).saturating_sub(CONTEXT).max(1);
        let line_start = lines.start(top) as usize;
        let start = if first - line_start > LONG {
            text.floor_char_boundary(first - KEPT)
        } else {
            line_start
        };
        let bottom = line_of(last).saturating_add(CONTEXT + 1);
        let line_end = match bottom <= lines.count() {
            true => lines.start(bottom) as usize,
            false => text.len(),
        };
        let end = if line_end.saturating_sub(last) > LONG {
            text.ceil_char_boundary(last + KEPT)
        } else {
            line_end
        };
        let first_line = line_of(start);
        Self {
            name: source.name(),
            text: text.get(start..end).unwrap_or(""),
            start,
            lines_before: first_line.saturating_sub(1) as usize,
            column_before: start.saturating_sub(lines.start(first_line) as usize),
        }
    }
}

impl SourceCode for Window<'_> {
    fn read_span<'s>(
        &'s self,
        span: &SourceSpan,
        before: usize,
        after: usize,
    ) -> Result<Box<dyn SpanContents<'s> + 's>, MietteError> {
        let offset = span.offset().checked_sub(self.start);
        let inner = offset.ok_or(MietteError::OutOfBounds)?;
        let contents = self
            .text
            .read_span(&(inner, span.len()).into(), before, after)?;
        let outer = (contents.span().offset() + self.start, contents.span().len());
        let column_before = match contents.line() {
            0 => self.column_before,
            _ => 0,
        };
        Ok(Box::new(MietteSpanContents::new_named(
            self.name.to_owned(),
            contents.data(),
            outer.into(),
            contents.line() + self.lines_before,
            contents.column() + column_before,
            contents.line_count(),
        )))
    }
}
