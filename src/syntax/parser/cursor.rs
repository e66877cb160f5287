//! A way through the tokens of the grammar.
//!
//! pest hands over a flat row of openings and closings, which is walked once.
//! Comments are set aside on the way, so that nobody else meets them.

use super::{Rule, Source};
use crate::diag::Diagnostic;
use crate::source::Span;
use crate::syntax::mistakes;
use crate::syntax::tree::{Comment, Entry, Item};
use pest::Token;
use pest::iterators::Tokens;

/// What comes next.
#[derive(Debug, Clone, Copy)]
enum Event {
    /// A rule starts.
    Open(Rule, u32),
    /// The rule that was entered last ends.
    Close(u32),
}

/// Where the making of the tree has got to.
pub(super) struct Cursor<'s, 'a> {
    pub(super) source: &'a mut Source<'s>,
    /// Where the piece that was parsed starts.
    base: u32,
    tokens: Tokens<'s, Rule>,
    next: Event,
    /// The items so far of all braces that are open, the innermost last; so a list is made
    /// when its length is known.
    pub(super) items: Vec<Item<'s>>,
    /// The entries so far, likewise.
    pub(super) entries: Vec<Entry<'s>>,
    /// Whether something was found that the current item or entry cannot be kept with.
    pub(super) spoiled: bool,
    /// Whether the arrow before this pointed to nothing, so that a lone word on the next
    /// line is what it should have pointed to.
    pub(super) hanging: bool,
}

impl<'s, 'a> Cursor<'s, 'a> {
    /// At the first token within a piece that starts at byte `base`.
    pub(super) fn new(source: &'a mut Source<'s>, base: u32, tokens: Tokens<'s, Rule>) -> Self {
        let mut cursor = Self {
            source,
            base,
            tokens,
            next: Event::Close(base),
            items: Vec::new(),
            entries: Vec::new(),
            spoiled: false,
            hanging: false,
        };
        cursor.advance();
        cursor.advance();
        cursor
    }

    /// The rule that starts next, if one does.
    pub(super) const fn rule(&self) -> Option<Rule> {
        match self.next {
            Event::Open(rule, _) => Some(rule),
            Event::Close(_) => None,
        }
    }

    /// Whether a rule starts next.
    pub(super) fn sees(&self, rule: Rule) -> bool {
        self.rule() == Some(rule)
    }

    /// The byte where the next rule starts or the current one ends.
    pub(super) const fn here(&self) -> u32 {
        let (Event::Open(_, at) | Event::Close(at)) = self.next;
        at
    }

    /// Enters the next rule and gives its start.
    pub(super) fn enter(&mut self) -> u32 {
        let start = self.here();
        self.advance();
        start
    }

    /// Leaves the rule that was entered at `start`.
    pub(super) fn leave(&mut self, start: u32) -> Span {
        let end = self.here();
        self.advance();
        self.span(start, end)
    }

    /// Leaves the rule that was entered at `start` and gives it with the braces around it.
    pub(super) fn leave_braces(&mut self, start: u32) -> Span {
        let inner = self.leave(start);
        self.span(inner.start.saturating_sub(1), inner.end.saturating_add(1))
    }

    /// Takes a rule that holds no other.
    pub(super) fn leaf(&mut self) -> Span {
        let start = self.enter();
        self.leave(start)
    }

    /// Whether only blanks stand between `span` and what comes next.
    pub(super) fn adjacent(&self, span: Span) -> bool {
        self.text(self.span(span.end, self.here()))
            .bytes()
            .all(|byte| matches!(byte, b' ' | b'\t' | b'\r'))
    }

    pub(super) const fn span(&self, start: u32, end: u32) -> Span {
        Span::new(self.source.id, start, end)
    }

    pub(super) fn text(&self, span: Span) -> &'s str {
        span.of(self.source.text)
    }

    /// Reports a mistake whose meaning is clear.
    pub(super) fn report(&mut self, finding: Diagnostic) {
        self.source.findings.push(finding);
    }

    /// Reports a mistake that the current item or entry cannot be kept with.
    pub(super) fn spoil(&mut self, finding: Diagnostic) {
        self.spoiled = true;
        self.report(finding);
    }

    fn advance(&mut self) {
        loop {
            self.next = self.token();
            let Event::Open(rule @ (Rule::comment | Rule::remark | Rule::semicolon), start) =
                self.next
            else {
                return;
            };
            let (Event::Open(_, end) | Event::Close(end)) = self.token();
            self.aside(rule, self.span(start, end));
        }
    }

    fn token(&mut self) -> Event {
        match self.tokens.next() {
            Some(Token::Start { rule, pos }) => Event::Open(rule, self.at(pos.pos())),
            Some(Token::End { pos, .. }) => Event::Close(self.at(pos.pos())),
            None => Event::Close(self.here()),
        }
    }

    fn at(&self, position: usize) -> u32 {
        // INVARIANT: sources are at most 64 MiB.
        self.base
            .saturating_add(u32::try_from(position).unwrap_or(u32::MAX))
    }

    fn aside(&mut self, rule: Rule, span: Span) {
        if rule == Rule::remark {
            self.report(mistakes::remark(span));
        } else if rule == Rule::semicolon {
            self.report(mistakes::semicolon(span));
        } else {
            self.source.comment(span);
        }
    }
}

impl Source<'_> {
    /// Sets a comment aside.
    pub(in crate::syntax) fn comment(&mut self, span: Span) {
        let trimmed = span.of(self.text).trim_end().len();
        let length = u32::try_from(trimmed).unwrap_or(u32::MAX);
        let before = self.text.get(..span.start as usize).unwrap_or("");
        let line = before.rsplit('\n').next().unwrap_or("");
        self.comments.push(Comment {
            span: Span::new(span.file, span.start, span.start.saturating_add(length)),
            own_line: line
                .trim_start_matches(['\u{FEFF}', ' ', '\t', '\r', ','])
                .is_empty(),
        });
    }
}
