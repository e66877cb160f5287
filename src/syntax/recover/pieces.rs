//! Cutting a section into pieces, and a piece at its brackets.

use super::super::marks::{Bracket, Mark, MarkKind};
use super::Recovery;
use crate::source::Span;
use std::ops::Range;

/// A part of a section: its bytes, and the numbers of its marks.
#[derive(Debug, Clone)]
pub(super) struct Piece {
    pub(super) bytes: Range<u32>,
    pub(super) marks: Range<usize>,
}

/// A piece cut at its first bracket.
pub(super) struct Opened {
    pub(super) head: Piece,
    pub(super) bracket: Bracket,
    /// From the opening bracket to the closing one.
    pub(super) span: Span,
    pub(super) body: Piece,
    pub(super) tail: Range<u32>,
}

impl Recovery<'_, '_> {
    /// The parts of `body` between commas, comments and new lines at its own depth;
    /// comments are parts of their own, notes go with what follows.
    pub(super) fn pieces(&self, body: &Piece) -> Vec<Piece> {
        let mut cutter = Cutter {
            pieces: Vec::new(),
            start: body.bytes.start,
            first: body.marks.start,
        };
        let mut noted = false;
        let mut number = body.marks.start;
        while number < body.marks.end {
            let Some(mark) = self.section.marks.get(number) else {
                break;
            };
            match mark.kind {
                MarkKind::Open(_) => {
                    number = self.section.partner(number).max(number);
                    noted = false;
                }
                MarkKind::Comma => cutter.cut(number, mark.start, mark.end),
                MarkKind::Newline if !noted || self.has_text(cutter.start, mark.start) => {
                    cutter.cut(number, mark.start, mark.end);
                    noted = false;
                }
                MarkKind::Comment => {
                    cutter.cut(number, mark.start, mark.start);
                    cutter.cut(number + 1, mark.end, mark.end);
                    noted = false;
                }
                MarkKind::Note => noted = true,
                MarkKind::Newline
                | MarkKind::Close(_)
                | MarkKind::OpenString
                | MarkKind::OpenText => {}
            }
            number += 1;
        }
        cutter.cut(body.marks.end, body.bytes.end, body.bytes.end);
        cutter
            .pieces
            .into_iter()
            .map(|piece| self.trimmed(piece))
            .filter(|piece| !piece.bytes.is_empty())
            .collect()
    }

    /// Whether the last line between two bytes is something else than a note.
    fn has_text(&self, start: u32, end: u32) -> bool {
        let text = Span::new(self.source.id, start, end).of(self.source.text);
        let line = text.rsplit('\n').next().unwrap_or("").trim();
        !line.is_empty() && !line.starts_with("///")
    }

    pub(super) fn trimmed(&self, mut piece: Piece) -> Piece {
        let text = self.span(&piece.bytes).of(self.source.text);
        // A byte order mark is one at the very start only.
        let unmarked = match piece.bytes.start {
            0 => text.strip_prefix('\u{FEFF}').unwrap_or(text),
            _ => text,
        };
        let blank = [' ', '\t', '\r', '\n'];
        let front = text.len() - unmarked.trim_start_matches(blank).len();
        let length = unmarked.trim_matches(blank).len();
        let offset = |bytes: usize| u32::try_from(bytes).unwrap_or(u32::MAX);
        piece.bytes.start = piece.bytes.start.saturating_add(offset(front));
        piece.bytes.end = piece.bytes.start.saturating_add(offset(length));
        let marks = &self.section.marks;
        while marks
            .get(piece.marks.clone())
            .and_then(<[Mark]>::first)
            .is_some_and(|mark| mark.start < piece.bytes.start)
        {
            piece.marks.start += 1;
        }
        piece
    }

    /// The piece cut at its first bracket, if it has one.
    pub(super) fn opened(&self, piece: &Piece) -> Option<Opened> {
        let marks = self.section.marks.get(piece.marks.clone())?;
        let (first, open, bracket) =
            (piece.marks.start..)
                .zip(marks)
                .find_map(|(number, mark)| match mark.kind {
                    MarkKind::Open(bracket) => Some((number, *mark, bracket)),
                    MarkKind::Close(_)
                    | MarkKind::Comma
                    | MarkKind::Newline
                    | MarkKind::Comment
                    | MarkKind::Note
                    | MarkKind::OpenString
                    | MarkKind::OpenText => None,
                })?;
        let last = self.section.partner(first);
        let close = self.section.marks.get(last)?;
        Some(Opened {
            head: self.trimmed(Piece {
                bytes: piece.bytes.start..open.start,
                marks: piece.marks.start..first,
            }),
            bracket,
            span: Span::new(self.source.id, open.start, close.end),
            body: Piece {
                bytes: open.end..close.start,
                marks: first + 1..last,
            },
            tail: close.end..piece.bytes.end.max(close.end),
        })
    }
}

/// Cuts a row of marks into pieces.
struct Cutter {
    pieces: Vec<Piece>,
    /// Where the current piece starts, and its first mark.
    start: u32,
    first: usize,
}

impl Cutter {
    /// Ends the current piece before mark `number`, at byte `end`; the next starts at `next`.
    fn cut(&mut self, number: usize, end: u32, next: u32) {
        self.pieces.push(Piece {
            bytes: self.start..end,
            marks: self.first..number,
        });
        self.start = next;
        self.first = number;
    }
}
