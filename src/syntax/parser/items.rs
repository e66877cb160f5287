//! What stands at the top of a file and between the braces of a flow.

use super::cursor::Cursor;
use super::line::Lines;
use super::{Head, HeadStart, Rule};
use crate::catalogue;
use crate::source::Span;
use crate::syntax::mistakes;
use crate::syntax::tree::{
    Block, Branch, Doc, Item, ItemKind, Items, Line, Literal, LiteralKind, Name, Resource, Section,
    Target, Top, Words,
};
use std::borrow::Cow;
use std::mem::take;

/// What stands before an item and is joined to it.
#[derive(Default)]
struct Before<'s> {
    labels: Vec<Name<'s>>,
    docs: Vec<Doc<'s>>,
    /// Where the first of them starts.
    start: Option<u32>,
    /// Where the item itself starts.
    at: u32,
}

impl<'s> Cursor<'s, '_> {
    pub(super) fn tops(mut self) -> Vec<Top<'s>> {
        let mut tops = Vec::new();
        let mut docs = Vec::new();
        loop {
            if self.sees(Rule::line) {
                tops.push(self.top(take(&mut docs)));
            } else if self.sees(Rule::doc) {
                docs.push(self.doc());
            } else {
                tops.extend(self.dangling(&docs).map(Top::Broken));
                return tops;
            }
        }
    }

    fn top(&mut self, docs: Vec<Doc<'s>>) -> Top<'s> {
        let line = self.single();
        if let Some(finding) = mistakes::foreign_line(&line, self.source.text) {
            self.report(finding);
            return Top::Broken(line.span);
        }
        if self.sees(Rule::items) {
            let items = self.braced_items();
            return Top::Section(Section {
                docs,
                line,
                items,
                unread: Vec::new(),
            });
        }
        Top::Resource(Resource { docs, line })
    }

    fn braced_items(&mut self) -> Items<'s> {
        let start = self.enter();
        let spoiled = self.spoiled;
        let items = self.item_list();
        self.spoiled = spoiled;
        let span = self.leave_braces(start);
        Items { items, span }
    }

    pub(super) fn item_list(&mut self) -> Vec<Item<'s>> {
        let first = self.items.len();
        let mut before = Before::default();
        loop {
            before.at = self.here();
            self.spoiled = false;
            if self.sees(Rule::line) {
                before.start.get_or_insert(before.at);
                self.line_item(&mut before);
            } else if self.sees(Rule::jump) {
                before.at = self.arrow_before(before.at).start;
                let target = self.arrow();
                self.item(ItemKind::Jump(target), &mut before);
            } else if self.sees(Rule::doc) {
                before.start.get_or_insert(before.at);
                before.docs.push(self.doc());
            } else {
                self.leftover(before);
                return self.items.drain(first..).collect();
            }
        }
    }

    /// A label, a block or a branch of the head.
    fn line_item(&mut self, before: &mut Before<'s>) {
        let hanging = take(&mut self.hanging);
        let lines = self.lines();
        if self.sees(Rule::colon) {
            self.leaf();
            let line = self.only_one(lines);
            before.labels.extend(self.label(line));
            return;
        }
        if !self.sees(Rule::arrow) {
            let hanging = hanging && lines.is_word() && !self.sees(Rule::entries);
            let line = self.only_one(lines);
            if hanging {
                self.spoiled = true;
            } else {
                self.check_block(&line, before.labels.last());
            }
            let block = self.block(line);
            self.item(ItemKind::Block(block), before);
        } else if lines.others.is_empty() && is_block(&lines.first) {
            let arrow = self.arrow_before(self.here());
            self.report(mistakes::arrow_behind_block(&lines.first, arrow));
            let block = Block {
                line: lines.first,
                entries: None,
            };
            self.item(ItemKind::Block(block), before);
            before.at = arrow.start;
            let target = self.arrow();
            self.item(ItemKind::Jump(target), before);
        } else {
            let branch = Box::new(self.branch(lines));
            self.item(ItemKind::Branch(branch), before);
        }
    }

    /// Adds an item with what stood before it; broken, if something spoiled it.
    fn item(&mut self, kind: ItemKind<'s>, before: &mut Before<'s>) {
        let Before {
            labels,
            docs,
            start,
            at,
        } = take(before);
        let end = match &kind {
            ItemKind::Jump(target) => target.span().end,
            ItemKind::Branch(branch) => branch.span().end,
            ItemKind::Block(block) => block.span().end,
            ItemKind::Broken(span) => span.end,
            ItemKind::Nothing => at,
        };
        let span = self.span(start.unwrap_or(at), end);
        let kind = if self.spoiled {
            ItemKind::Broken(self.span(at, end))
        } else {
            kind
        };
        self.items.push(Item {
            labels,
            docs,
            kind,
            span,
        });
    }

    /// Labels and notes behind the last item.
    fn leftover(&mut self, before: Before<'s>) {
        if let (Some(first), Some(last)) = (before.labels.first(), before.labels.last()) {
            let span = first.span.join(last.span);
            self.items.push(Item {
                labels: before.labels,
                docs: Vec::new(),
                kind: ItemKind::Nothing,
                span,
            });
        }
        let broken = self.dangling(&before.docs).map(|span| Item {
            labels: Vec::new(),
            docs: Vec::new(),
            kind: ItemKind::Broken(span),
            span,
        });
        self.items.extend(broken);
    }

    /// Reports notes with nothing behind them and gives their places.
    fn dangling<'d>(&mut self, docs: &'d [Doc<'s>]) -> impl Iterator<Item = Span> + use<'d, 's> {
        if let Some(doc) = docs.first() {
            self.report(mistakes::dangling_note(doc.span));
        }
        docs.iter().map(|doc| doc.span)
    }

    fn label(&mut self, line: Line<'s>) -> Option<Name<'s>> {
        match (line.words.is_empty(), line.operator, line.literal) {
            (false, None, None) if !line.words.raw.contains([' ', '\t']) => Some(Name {
                text: Cow::Borrowed(line.words.raw),
                quoted: false,
                span: line.words.span,
            }),
            (
                true,
                None,
                Some(Literal {
                    kind: LiteralKind::String(text),
                    span,
                }),
            ) => Some(Name {
                text,
                quoted: true,
                span,
            }),
            _ => {
                let written = self.text(line.span);
                self.report(mistakes::no_label(line.span, written));
                None
            }
        }
    }

    fn check_block(&mut self, line: &Line<'s>, label: Option<&Name<'s>>) {
        if let Some(finding) = mistakes::foreign_line(line, self.source.text) {
            self.spoil(finding);
        } else if line.words.is_empty() {
            self.spoil(mistakes::lonely_value(line, label, self.source.text));
        }
    }

    fn block(&mut self, line: Line<'s>) -> Block<'s> {
        let entries = self.sees(Rule::entries).then(|| self.braced_entries());
        Block { line, entries }
    }

    pub(super) fn branch(&mut self, lines: Lines<'s>) -> Branch<'s> {
        let cases = self.cases(lines);
        let target = self.arrow();
        Branch { cases, target }
    }

    fn arrow(&mut self) -> Target<'s> {
        let arrow = self.arrow_sign();
        if self.sees(Rule::items) {
            return Target::Items(self.braced_items());
        }
        if self.sees(Rule::line) && self.adjacent(arrow) {
            let line = self.single();
            if !is_quoted_label(&line) || self.sees(Rule::entries) {
                self.check_block(&line, None);
            }
            return Target::Block(self.block(line));
        }
        self.spoil(mistakes::arrow_to_nothing(arrow));
        self.hanging = true;
        Target::Block(Block {
            line: Line {
                words: Words {
                    raw: "",
                    span: arrow,
                },
                operator: None,
                literal: None,
                span: arrow,
            },
            entries: None,
        })
    }

    fn arrow_sign(&mut self) -> Span {
        let behind = self.leaf().start;
        let arrow = self.arrow_before(behind);
        if self.text(arrow) == "=>" {
            self.report(mistakes::double_arrow(arrow));
        }
        arrow
    }

    const fn arrow_before(&self, behind: u32) -> Span {
        self.span(behind.saturating_sub(2), behind)
    }

    /// What stands before braces; nothing, where it fits no shape.
    pub(super) fn head(&mut self) -> Option<Head<'s>> {
        let mut labels = Vec::new();
        let mut docs = Vec::new();
        while self.sees(Rule::doc) {
            docs.push(self.doc());
        }
        let start = loop {
            if self.sees(Rule::jump) {
                self.arrow_sign();
                break HeadStart::Jump;
            }
            if !self.sees(Rule::line) {
                return None;
            }
            let lines = self.lines();
            if self.sees(Rule::arrow) {
                let cases = self.cases(lines);
                self.arrow_sign();
                break HeadStart::Cases(cases);
            }
            if !self.sees(Rule::colon) {
                break HeadStart::Block(self.only_one(lines));
            }
            self.leaf();
            let line = self.only_one(lines);
            if !self.sees(Rule::line) && !self.sees(Rule::jump) {
                self.key(line);
                break HeadStart::Key;
            }
            labels.extend(self.label(line));
        };
        if let HeadStart::Block(line) = &start {
            self.check_block(line, None);
        }
        let target =
            (self.sees(Rule::line) && !matches!(start, HeadStart::Block(_))).then(|| self.single());
        if !self.sees(Rule::EOI) {
            return None;
        }
        Some(Head {
            labels,
            docs,
            start,
            target,
        })
    }
}

/// Whether a line is a block of the designer, by its first words.
fn is_block(line: &Line<'_>) -> bool {
    line.operator.is_none() && catalogue::row_of_phrase(line.words.iter()).is_some()
}

/// Whether a target is a label in quotes: `-> "Query Record"`.
fn is_quoted_label(line: &Line<'_>) -> bool {
    let literal = line.literal.as_ref().map(|literal| &literal.kind);
    line.words.is_empty()
        && line.operator.is_none()
        && matches!(literal, Some(LiteralKind::String(_)))
}
