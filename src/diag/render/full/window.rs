//! The excerpt of a source that miette gets to see.

use super::CONTEXT;
use crate::source::{FileId, LineIndex, SourceMap, Span};
use miette::{MietteError, MietteSpanContents, SourceCode, SourceSpan, SpanContents};
use std::ops::Range;

/// Some lines of a source. Offsets from outside count from the start of the source.
///
/// Exports are often one very long line, so the window may start and end inside one.
#[derive(Debug)]
pub(super) struct Window<'a> {
    name: &'a str,
    text: &'a str,
    /// The first byte of the window in the source.
    start: usize,
    /// The lines of the source.
    lines: &'a LineIndex,
    /// The number of lines before the window.
    lines_before: usize,
    /// The number of bytes before the window on its first line.
    column_before: usize,
}

impl<'a> Window<'a> {
    pub(super) fn around(
        sources: &'a SourceMap,
        file: FileId,
        spans: impl IntoIterator<Item = Span>,
    ) -> Self {
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
            lines,
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
        let known = (before == after)
            .then(|| self.indexed(inner..inner.saturating_add(span.len()), before))
            .flatten();
        let excerpt = match known {
            Some(excerpt) => excerpt,
            None => self.searched((inner, span.len()).into(), before, after)?,
        };
        let column_before = match excerpt.lines_before {
            0 => self.column_before,
            _ => 0,
        };
        let bytes = self.text.as_bytes().get(excerpt.bytes.clone());
        Ok(Box::new(MietteSpanContents::new_named(
            self.name.to_owned(),
            bytes.unwrap_or(&[]),
            (excerpt.bytes.start + self.start, excerpt.bytes.len()).into(),
            excerpt.lines_before + self.lines_before,
            excerpt.column + column_before,
            excerpt.ends,
        )))
    }
}

/// A part of a window; its bytes and lines are counted from those of the window.
#[derive(Debug, PartialEq, Eq)]
struct Excerpt {
    bytes: Range<usize>,
    lines_before: usize,
    column: usize,
    /// How many lines of the window end before it does.
    ends: usize,
}

impl Window<'_> {
    /// A span with so many lines around it, as miette's own search finds it: miette asks three
    /// times for every place, and the search looks at every byte. Nothing where lines may
    /// end otherwise than with `\n`, or the span is not plainly there.
    fn indexed(&self, span: Range<usize>, context: usize) -> Option<Excerpt> {
        let length = self.text.len();
        if span.is_empty() || span.end > length || self.text.contains('\r') {
            return None;
        }
        let line_of = |inner: usize| {
            let outer = u32::try_from(self.start + inner).unwrap_or(u32::MAX);
            self.lines.line(outer)
        };
        let begin_of = |line: u32| (self.lines.start(line) as usize).saturating_sub(self.start);
        let lines_around = u32::try_from(context).ok()?;
        let first = line_of(0);
        let top = line_of(span.start);
        let shown_top = top.saturating_sub(lines_around).max(first);
        let (bytes, column) = match context {
            0 => (span.clone(), span.start - begin_of(top)),
            _ => {
                let behind = line_of(span.end).saturating_add(lines_around + 1);
                let end = match behind <= self.lines.count() {
                    true => begin_of(behind).min(length),
                    false => length,
                };
                (begin_of(shown_top)..end, 0)
            }
        };
        Some(Excerpt {
            lines_before: (shown_top - first) as usize,
            column,
            ends: (line_of(bytes.end) - first) as usize,
            bytes,
        })
    }

    /// The same, searched for.
    fn searched(
        &self,
        span: SourceSpan,
        before: usize,
        after: usize,
    ) -> Result<Excerpt, MietteError> {
        let contents = self.text.read_span(&span, before, after)?;
        let start = contents.span().offset();
        Ok(Excerpt {
            bytes: start..start + contents.span().len(),
            lines_before: contents.line(),
            column: contents.column(),
            ends: contents.line_count(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn window<'a>(text: &'a str, bytes: Range<usize>, lines: &'a LineIndex) -> Window<'a> {
        Window {
            name: "a.ebb",
            text: text.get(bytes.clone()).unwrap(),
            start: bytes.start,
            lines,
            lines_before: 0,
            column_before: 0,
        }
    }

    proptest! {
        #[test]
        fn what_is_indexed_is_what_would_be_found(
            text in "([a\n]|\r\n|é){0,30}",
            from in 0..20_usize,
            length in 0..30_usize,
            start in 0..30_usize,
            marked in 0..12_usize,
            context in 0..3_usize,
        ) {
            let from = text.floor_char_boundary(from);
            let to = text.floor_char_boundary(from + length);
            let lines = LineIndex::new(&text);
            let window = window(&text, from..to, &lines);
            if let Some(indexed) = window.indexed(start..start + marked, context) {
                let searched = window.searched((start, marked).into(), context, context);
                prop_assert_eq!(indexed, searched.unwrap());
            }
        }
    }

    #[test]
    fn lines_around_a_span_are_found() {
        let text = "one\ntwo\nthree\nfour\nfive\n";
        let lines = LineIndex::new(text);
        let excerpt = window(text, 0..text.len(), &lines)
            .indexed(8..13, 1)
            .unwrap();
        assert_eq!(text.get(excerpt.bytes).unwrap(), "two\nthree\nfour\n");
        assert_eq!(
            (excerpt.lines_before, excerpt.column, excerpt.ends),
            (1, 0, 4)
        );
    }
}
