//! Lines: words, then at most one literal.

use super::Rule;
use super::cursor::Cursor;
use crate::source::Span;
use crate::syntax::tree::{Cases, Doc, Line, Literal, LiteralKind, Operator, Words};
use crate::syntax::{literal, mistakes};
use std::borrow::Cow;

/// A line, and the lines joined to it by `or`.
pub(super) struct Lines<'s> {
    pub(super) first: Line<'s>,
    pub(super) others: Vec<Line<'s>>,
}

impl Lines<'_> {
    pub(super) fn span(&self) -> Span {
        let first = self.first.span;
        self.others
            .last()
            .map_or(first, |last| first.join(last.span))
    }

    /// Whether all of it is one word.
    pub(super) fn is_word(&self) -> bool {
        self.others.is_empty()
            && self.first.literal.is_none()
            && !self.first.words.raw.contains([' ', '\t'])
    }
}

impl<'s> Cursor<'s, '_> {
    pub(super) fn lines(&mut self) -> Lines<'s> {
        let start = self.enter();
        let first = self.line(start);
        let mut others = Vec::new();
        while self.sees(Rule::also) {
            let start = self.enter();
            others.push(self.line(start));
            self.leave(start);
        }
        self.leave(start);
        Lines { first, others }
    }

    /// The line, where `or` has no meaning.
    pub(super) fn single(&mut self) -> Line<'s> {
        let lines = self.lines();
        self.only_one(lines)
    }

    /// The first of the lines; the others are reported.
    pub(super) fn only_one(&mut self, lines: Lines<'s>) -> Line<'s> {
        if let Some(other) = lines.others.first() {
            self.spoil(mistakes::misplaced_or(other.span));
        }
        lines.first
    }

    /// The cases of `in hours or intent "x" or error`.
    pub(super) fn cases(&mut self, lines: Lines<'s>) -> Cases<'s> {
        let mut before = Vec::new();
        let mut last = self.split_cases(lines.first, &mut before);
        for other in lines.others {
            before.push(last);
            last = self.split_cases(other, &mut before);
        }
        Cases::new(before, last)
    }

    /// Splits a run of words at `or`: gives the last case, which has the literal of the line,
    /// and adds those before it.
    fn split_cases(&mut self, line: Line<'s>, before: &mut Vec<Line<'s>>) -> Line<'s> {
        let mut words = line.words;
        while let Some((case, behind)) = words.split_at_word("or") {
            if case.is_empty() {
                self.spoil(mistakes::lonely_or(words.span));
            }
            before.push(Line {
                words: case,
                operator: None,
                literal: None,
                span: case.span,
            });
            words = behind;
        }
        if words.is_empty() && line.literal.is_none() {
            self.spoil(mistakes::lonely_or(line.span));
        }
        let span = self.span(words.span.start, line.span.end);
        let case = Line {
            words,
            span,
            ..line
        };
        if let Some(finding) = mistakes::foreign_case(&case, self.source.text) {
            self.spoil(finding);
        }
        case
    }

    /// The line that was entered at `start`.
    fn line(&mut self, start: u32) -> Line<'s> {
        let run = self.text(self.span(start, self.here()));
        let raw = run.trim_end_matches([' ', '\t']);
        let length = u32::try_from(raw.len()).unwrap_or(u32::MAX);
        let words = Words {
            raw,
            span: self.span(start, start.saturating_add(length)),
        };
        let operator = self.sees(Rule::operator).then(|| self.operator()).flatten();
        let literal = self.sees(Rule::literal).then(|| self.literal());
        let end = literal
            .as_ref()
            .map_or(words.span.end, |literal| literal.span.end);
        let span = self.span(start, end);
        Line {
            words,
            operator,
            literal,
            span,
        }
    }

    fn operator(&mut self) -> Option<Operator> {
        let span = self.leaf();
        match self.text(span) {
            "=" => Some(Operator::Equal),
            ">" => Some(Operator::Greater),
            ">=" => Some(Operator::GreaterOrEqual),
            "<" => Some(Operator::Less),
            "<=" => Some(Operator::LessOrEqual),
            "==" => {
                self.report(mistakes::double_equal(span));
                Some(Operator::Equal)
            }
            _ => {
                self.spoil(mistakes::not_equal(span));
                None
            }
        }
    }

    fn literal(&mut self) -> Literal<'s> {
        let span = self.leaf();
        let raw = self.text(span);
        let kind = match raw.as_bytes() {
            [b'"', b'"', b'"', ..] => Ok(LiteralKind::Text(literal::text(raw))),
            [b'"', ..] => literal::string(raw).map(LiteralKind::String),
            [b'$', ..] => Ok(LiteralKind::Reference(raw)),
            [b'*', ..] => Ok(LiteralKind::Key('*')),
            [b'#', ..] => Ok(LiteralKind::Key('#')),
            [b'\'', ..] => {
                self.report(mistakes::single_quotes(raw, span));
                Ok(LiteralKind::String(Cow::Borrowed(raw.trim_matches('\''))))
            }
            _ => literal::quantity(raw),
        };
        let kind = kind.unwrap_or_else(|fault| {
            self.spoil(mistakes::literal(&fault, raw, span));
            LiteralKind::Number(raw)
        });
        Literal { kind, span }
    }

    pub(super) fn doc(&mut self) -> Doc<'s> {
        let span = self.leaf();
        let text = self.text(span).trim_end();
        let length = u32::try_from(text.len()).unwrap_or(u32::MAX);
        Doc {
            text: text.strip_prefix("///").unwrap_or(text).trim(),
            span: self.span(span.start, span.start.saturating_add(length)),
        }
    }
}
