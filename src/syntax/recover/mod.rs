//! Reading what cannot be read in one go.
//!
//! A broken text is cut into sections, these into lines at their own depth, and every
//! piece is read by the same grammar on its own. A piece that still fails is opened at
//! its braces, or reported and kept as it stands.

mod pieces;

use self::pieces::{Opened, Piece};
use super::marks::{Bracket, Mark, MarkKind};
use super::outline::{self, Defect};
use super::parser::{Failure, Head, HeadStart, Source};
use super::tree::{
    Block, Branch, Comment, Entries, Entry, Item, ItemKind, Items, Line, Section, Target, Top,
};
use super::unread::{self, Place};
use crate::source::Span;
use std::ops::Range;

/// Everything at the top of a broken text.
pub(super) fn tops<'s>(source: &mut Source<'s>) -> Vec<Top<'s>> {
    let mut tops = Vec::new();
    for section in outline::sections(source.text) {
        tops.extend(Recovery::new(source, &section).section());
    }
    tops
}

/// Reads one section.
struct Recovery<'s, 'a> {
    source: &'a mut Source<'s>,
    section: &'a outline::Section,
}

impl<'s, 'a> Recovery<'s, 'a> {
    fn new(source: &'a mut Source<'s>, section: &'a outline::Section) -> Self {
        Self { source, section }
    }

    fn section(mut self) -> Vec<Top<'s>> {
        let bytes = self.section.range.clone();
        self.report_defects();
        if self.section.is_too_deep() {
            return vec![Top::Broken(self.span(&bytes))];
        }
        if self.section.defects.is_empty()
            && let Ok(tops) = self.source.tops(bytes.clone())
        {
            return tops;
        }
        let whole = Piece {
            bytes,
            marks: 0..self.section.marks.len(),
        };
        let mut tops = Vec::new();
        for piece in self.pieces(&whole) {
            match self.source.tops(piece.bytes.clone()) {
                Ok(read) => tops.extend(read),
                Err(failure) => tops.push(self.top(&piece, failure)),
            }
        }
        tops
    }

    /// Reports what is wrong with brackets; a row of closing ones once.
    fn report_defects(&mut self) {
        let id = self.source.id;
        let text = self.source.text;
        let span = |mark: &Mark| Span::new(id, mark.start, mark.end);
        let mut row = self.section.range.start;
        for defect in &self.section.defects {
            self.source.findings.push(match defect {
                Defect::Unclosed { open, at } => {
                    unread::unclosed(span(open), Span::new(id, *at, *at), text)
                }
                Defect::TooDeep(mark) => unread::too_deep(span(mark)),
                Defect::Extra(mark) => {
                    let between = Span::new(id, row, mark.start);
                    let goes_on = row > self.section.range.start;
                    row = mark.end;
                    if goes_on && between.of(text).trim().is_empty() {
                        continue;
                    }
                    unread::extra(span(mark), text)
                }
            });
        }
    }

    // ------------------------------------------------------------- at the top

    fn top(&mut self, piece: &Piece, failure: Failure) -> Top<'s> {
        let known = self.source.findings.len();
        let whole = self.span(&piece.bytes);
        let Some(opened) = self.opened(piece) else {
            return Top::Broken(self.unread(piece, failure, Place::Top));
        };
        let head = self.head(&opened, Place::Top);
        let items = self.items(&opened.body);
        self.tail(&opened);
        match head {
            Some(Head {
                docs,
                start: HeadStart::Block(line),
                target: None,
                ..
            }) if opened.bracket == Bracket::Brace => {
                self.explain(known, piece, failure, Place::Top);
                Top::Section(Section {
                    docs,
                    line,
                    items: Items {
                        items,
                        span: opened.span,
                    },
                    unread: Vec::new(),
                })
            }
            _ => {
                self.explain(known, piece, failure, Place::Top);
                Top::Broken(self.broken(whole))
            }
        }
    }

    // ------------------------------------------------------------- in a flow

    fn items(&mut self, body: &Piece) -> Vec<Item<'s>> {
        let mut items: Vec<Item<'s>> = Vec::new();
        for piece in self.pieces(body) {
            let read = match self.source.items(piece.bytes.clone()) {
                Ok(read) => read,
                Err(failure) => self.labelled_item(&piece, failure),
            };
            for item in read {
                join(&mut items, item);
            }
        }
        items
    }

    /// A broken item; labels on its line are kept apart from it.
    fn labelled_item(&mut self, piece: &Piece, failure: Failure) -> Vec<Item<'s>> {
        let text = self.span(&piece.bytes).of(self.source.text);
        let behind = label_length(text).map(|length| piece.bytes.start.saturating_add(length));
        let mut items = Vec::new();
        let mut rest = piece.clone();
        if let Some(behind) = behind.filter(|behind| *behind < piece.bytes.end)
            && let Ok(label) = self.source.items(piece.bytes.start..behind)
        {
            items = label;
            rest.bytes.start = behind;
            rest = self.trimmed(rest);
        }
        items.extend(self.item(&rest, failure));
        items
    }

    fn item(&mut self, piece: &Piece, failure: Failure) -> Vec<Item<'s>> {
        let known = self.source.findings.len();
        let whole = self.span(&piece.bytes);
        let Some(opened) = self.opened(piece) else {
            return vec![broken_item(self.unread(piece, failure, Place::Flow))];
        };
        if self.template(&opened) {
            return vec![broken_item(self.broken(whole))];
        }
        let head = self.head(&opened, Place::Flow);
        let (kind, labels, docs) = match head {
            Some(head) => (
                self.item_kind(head.start, head.target, &opened),
                head.labels,
                head.docs,
            ),
            None => {
                self.body_of_unknown(&opened, Place::Flow);
                (None, Vec::new(), Vec::new())
            }
        };
        self.tail(&opened);
        self.explain(known, piece, failure, Place::Flow);
        let kind = kind.unwrap_or_else(|| ItemKind::Broken(self.broken(whole)));
        vec![Item {
            labels,
            docs,
            kind,
            span: whole,
        }]
    }

    fn item_kind(
        &mut self,
        start: HeadStart<'s>,
        target: Option<Line<'s>>,
        opened: &Opened,
    ) -> Option<ItemKind<'s>> {
        match (start, target) {
            (HeadStart::Jump, target) => Some(ItemKind::Jump(self.target(target, opened))),
            (HeadStart::Cases(cases), target) => Some(ItemKind::Branch(Box::new(Branch {
                cases,
                target: self.target(target, opened),
            }))),
            (HeadStart::Block(line), None) => Some(ItemKind::Block(Block {
                line,
                entries: Some(self.entries(opened)),
            })),
            (HeadStart::Block(_), Some(_)) | (HeadStart::Key, _) => {
                self.body_of_unknown(opened, Place::Flow);
                None
            }
        }
    }

    fn target(&mut self, line: Option<Line<'s>>, opened: &Opened) -> Target<'s> {
        match line {
            Some(line) => Target::Block(Block {
                line,
                entries: Some(self.entries(opened)),
            }),
            None => Target::Items(Items {
                items: self.items(&opened.body),
                span: opened.span,
            }),
        }
    }

    // ------------------------------------------------------------- in a block

    fn entries(&mut self, opened: &Opened) -> Entries<'s> {
        let mut entries = Vec::new();
        for piece in self.pieces(&opened.body) {
            match self.source.entries(piece.bytes.clone()) {
                Ok(read) => entries.extend(read),
                Err(failure) => entries.push(self.entry(&piece, failure)),
            }
        }
        Entries {
            entries,
            span: opened.span,
        }
    }

    fn entry(&mut self, piece: &Piece, failure: Failure) -> Entry<'s> {
        let known = self.source.findings.len();
        let whole = self.span(&piece.bytes);
        let Some(opened) = self.opened(piece) else {
            return Entry::Broken(self.unread(piece, failure, Place::Block));
        };
        if self.template(&opened) {
            return Entry::Broken(self.broken(whole));
        }
        let entry = match self.head(&opened, Place::Block) {
            Some(Head {
                start: HeadStart::Cases(cases),
                target,
                ..
            }) => Some(Entry::Branch(Branch {
                cases,
                target: self.target(target, &opened),
            })),
            Some(_) | None => {
                self.body_of_unknown(&opened, Place::Block);
                None
            }
        };
        self.tail(&opened);
        self.explain(known, piece, failure, Place::Block);
        entry.unwrap_or_else(|| Entry::Broken(self.broken(whole)))
    }

    // ------------------------------------------------------------- in a value

    /// Reports what is wrong in brackets that nothing is kept of.
    fn body_of_unknown(&mut self, opened: &Opened, place: Place) {
        let head = self.span(&opened.head.bytes).of(self.source.text);
        let place = if opened.bracket == Bracket::Square {
            Place::List
        } else if head.ends_with(':') || matches!(place, Place::Map | Place::List) {
            Place::Map
        } else if head.ends_with("->") || head.ends_with("=>") {
            Place::Flow
        } else {
            Place::Block
        };
        match place {
            Place::Flow | Place::Top => drop(self.items(&opened.body)),
            Place::Block => drop(self.entries(opened)),
            Place::Map | Place::List => self.values(&opened.body, place),
        }
    }

    fn values(&mut self, body: &Piece, place: Place) {
        for piece in self.pieces(body) {
            let read = match place {
                Place::List => self.source.values(piece.bytes.clone()),
                Place::Map | Place::Top | Place::Flow | Place::Block => {
                    self.source.properties(piece.bytes.clone())
                }
            };
            let Err(failure) = read else {
                continue;
            };
            let known = self.source.findings.len();
            match self.opened(&piece) {
                None => drop(self.unread(&piece, failure, place)),
                Some(opened) => {
                    if !self.template(&opened) {
                        self.head(&opened, place);
                        self.body_of_unknown(&opened, place);
                        self.tail(&opened);
                        self.explain(known, &piece, failure, place);
                    }
                }
            }
        }
    }

    // ------------------------------------------------------------- heads and tails

    fn head(&mut self, opened: &Opened, place: Place) -> Option<Head<'s>> {
        let bytes = opened.head.bytes.clone();
        if bytes.is_empty() {
            if place != Place::List {
                let open = Span::new(self.source.id, opened.span.start, opened.span.start + 1);
                let finding = unread::lonely_bracket(open, self.source.text);
                self.source.findings.push(finding);
            }
            return None;
        }
        let known = self.source.findings.len();
        match self.source.head(bytes.clone()) {
            Ok(Some(head)) => Some(head),
            Ok(None) => {
                if self.source.findings.len() == known {
                    self.unread(&opened.head, bytes.start, place);
                }
                None
            }
            Err(failure) => {
                self.unread(&opened.head, failure, place);
                None
            }
        }
    }

    /// Reports `${name}` and `{{name}}`, which open no braces.
    fn template(&mut self, opened: &Opened) -> bool {
        let head = self.span(&opened.head.bytes).of(self.source.text);
        let dollar = head.ends_with('$') && opened.head.bytes.end == opened.span.start;
        if !dollar && !opened.span.of(self.source.text).starts_with("{{") {
            return false;
        }
        let start = opened.span.start - u32::from(dollar);
        let span = Span::new(self.source.id, start, opened.span.end);
        self.source
            .findings
            .push(unread::template(span, self.source.text));
        true
    }

    /// Reports what stands behind a closing bracket on its line.
    fn tail(&mut self, opened: &Opened) {
        let span = self.span(&opened.tail);
        let text = span.of(self.source.text);
        let front = text.len() - text.trim_start().len();
        let text = text.trim();
        if text.is_empty() || text.starts_with("//") {
            return;
        }
        let start = span
            .start
            .saturating_add(u32::try_from(front).unwrap_or(u32::MAX));
        let length = u32::try_from(text.len()).unwrap_or(u32::MAX);
        let span = Span::new(span.file, start, start.saturating_add(length));
        self.source
            .findings
            .push(unread::behind_bracket(span, opened.bracket, text));
    }

    // ------------------------------------------------------------- findings

    /// Reports a piece that cannot be read, and gives its place.
    fn unread(&mut self, piece: &Piece, failure: Failure, place: Place) -> Span {
        let span = self.span(&piece.bytes);
        if self.section.has_defect(&piece.bytes) {
            return self.broken(span);
        }
        let open = self
            .section
            .marks
            .get(piece.marks.clone())
            .unwrap_or(&[])
            .iter()
            .find(|mark| matches!(mark.kind, MarkKind::OpenString | MarkKind::OpenText));
        let finding = match open {
            Some(mark) => unread::open_string(
                Span::new(span.file, mark.start, mark.end),
                mark.kind,
                self.source.text,
            ),
            None => unread::line(span, failure, place, self.source.text),
        };
        self.source.findings.push(finding);
        self.broken(span)
    }

    /// Makes sure that a piece that failed has said why.
    fn explain(&mut self, known: usize, piece: &Piece, failure: Failure, place: Place) {
        if self.source.findings.len() == known && !self.section.has_defect(&piece.bytes) {
            let span = self.span(&piece.bytes);
            let finding = unread::line(span, failure, place, self.source.text);
            self.source.findings.push(finding);
        }
    }

    /// The place of something that is kept as it stands, with the comments in it.
    fn broken(&mut self, span: Span) -> Span {
        let inside = |comment: &mut Comment| comment.span.start >= span.start;
        while self.source.comments.pop_if(inside).is_some() {}
        span
    }

    fn span(&self, bytes: &Range<u32>) -> Span {
        Span::new(self.source.id, bytes.start, bytes.end)
    }
}

/// Adds an item behind others; labels that stand alone go with it.
fn join<'s>(items: &mut Vec<Item<'s>>, mut item: Item<'s>) {
    if let Some(before) = items.pop_if(|before| matches!(before.kind, ItemKind::Nothing)) {
        item.span = before.span.join(item.span);
        let labels = std::mem::replace(&mut item.labels, before.labels);
        item.labels.extend(labels);
    }
    items.push(item);
}

fn broken_item<'s>(span: Span) -> Item<'s> {
    Item {
        labels: Vec::new(),
        docs: Vec::new(),
        kind: ItemKind::Broken(span),
        span,
    }
}

/// The length of `name:` or `"name":` at the start of a text.
fn label_length(text: &str) -> Option<u32> {
    let name = match text.strip_prefix('"') {
        Some(inner) => inner.find('"')? + 2,
        None => text.find(|letter: char| !(letter.is_alphanumeric() || letter == '_'))?,
    };
    let colon = text.get(name..)?.strip_prefix(':')?;
    let length = u32::try_from(name + 1).ok()?;
    (name > 0 && colon.starts_with([' ', '\t', '\n', '\r'])).then_some(length)
}
