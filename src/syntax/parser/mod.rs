//! The one place that knows pest: from text to the tree.
//!
//! The grammar reads a whole file or a piece of a broken one; either way the tokens
//! become tree in one pass. The grammar is wider than the language in places; what it
//! lets through on purpose is reported on the way.

mod cursor;
mod entries;
mod items;
mod line;

use super::tree::{Cases, Comment, Doc, Entry, Item, Line, Name, Top};
use crate::diag::Diagnostic;
use crate::parallel;
use crate::source::{FileId, Span};
use cursor::Cursor;
use pest::Parser;
use pest::error::InputLocation;
use std::ops::Range;

#[derive(pest_derive::Parser)]
#[grammar = "grammar/ebb.pest"]
struct Grammar;

/// A source text and what was found in it besides the tree.
#[derive(Debug)]
pub(super) struct Source<'s> {
    pub(super) id: FileId,
    pub(super) text: &'s str,
    /// Comments of the pieces that could be read.
    pub(super) comments: Vec<Comment>,
    pub(super) findings: Vec<Diagnostic>,
}

/// The byte from which on a piece cannot be read.
pub(super) type Failure = u32;

/// What stands before the braces of a broken item or entry.
#[derive(Debug)]
pub(super) struct Head<'s> {
    pub(super) labels: Vec<Name<'s>>,
    pub(super) docs: Vec<Doc<'s>>,
    pub(super) start: HeadStart<'s>,
    /// The line behind the arrow.
    pub(super) target: Option<Line<'s>>,
}

/// How a head starts.
#[derive(Debug)]
pub(super) enum HeadStart<'s> {
    /// `-> `
    Jump,
    /// `case or case -> `
    Cases(Cases<'s>),
    /// `name: `
    Key,
    /// A line, with braces behind it.
    Block(Line<'s>),
}

/// Whether the grammar takes the whole text.
pub(super) fn recognise(text: &str) -> bool {
    Grammar::parse(Rule::file, text).is_ok()
}

impl<'s> Source<'s> {
    /// A text in which nothing has been found yet.
    pub(super) const fn new(id: FileId, text: &'s str) -> Self {
        Self {
            id,
            text,
            comments: Vec::new(),
            findings: Vec::new(),
        }
    }

    /// Everything at the top of a file.
    pub(super) fn tops(&mut self, range: Range<u32>) -> Result<Vec<Top<'s>>, Failure> {
        // A byte order mark is one at the very start of the text only.
        let rule = match range.start {
            0 => Rule::file,
            _ => Rule::one_top,
        };
        self.read(rule, range).map(Cursor::tops)
    }

    /// Everything at the top of a file, all parts at the same time; nothing, and nothing
    /// kept, where some part cannot be read on its own.
    pub(super) fn parts(&mut self, parts: &[Range<u32>]) -> Option<Vec<Top<'s>>> {
        let is_small = self.text.len() < parallel::SMALL;
        let read = parallel::map_unless(is_small, parts, |part| {
            let mut source = Source::new(self.id, self.text);
            let tops = source.tops(part.clone()).ok()?;
            Some((tops, source))
        });
        let read: Option<Vec<_>> = read.into_iter().collect();
        let mut tops = Vec::new();
        for (mut more, mut source) in read? {
            tops.append(&mut more);
            self.comments.append(&mut source.comments);
            self.findings.append(&mut source.findings);
        }
        Some(tops)
    }

    /// What stands between the braces of a flow.
    pub(super) fn items(&mut self, range: Range<u32>) -> Result<Vec<Item<'s>>, Failure> {
        self.read(Rule::one_item, range)
            .map(|mut cursor| cursor.item_list())
    }

    /// What stands between the braces of a block.
    pub(super) fn entries(&mut self, range: Range<u32>) -> Result<Vec<Entry<'s>>, Failure> {
        self.read(Rule::one_entry, range)
            .map(|mut cursor| cursor.entry_list())
    }

    /// What stands between the braces of a map; for its mistakes only.
    pub(super) fn properties(&mut self, range: Range<u32>) -> Result<(), Failure> {
        self.read(Rule::one_property, range)
            .map(|mut cursor| drop(cursor.property_list()))
    }

    /// What stands between the brackets of a list; for its mistakes only.
    pub(super) fn values(&mut self, range: Range<u32>) -> Result<(), Failure> {
        self.read(Rule::one_value, range)
            .map(|mut cursor| drop(cursor.value_list()))
    }

    /// What stands before braces.
    pub(super) fn head(&mut self, range: Range<u32>) -> Result<Option<Head<'s>>, Failure> {
        self.read(Rule::one_head, range)
            .map(|mut cursor| cursor.head())
    }

    fn read(&mut self, rule: Rule, range: Range<u32>) -> Result<Cursor<'s, '_>, Failure> {
        let piece = Span::new(self.id, range.start, range.end).of(self.text);
        match Grammar::parse(rule, piece) {
            Ok(pairs) => Ok(Cursor::new(self, range.start, pairs.tokens())),
            Err(failure) => {
                let (InputLocation::Pos(at) | InputLocation::Span((at, _))) = failure.location;
                Err(range
                    .start
                    .saturating_add(u32::try_from(at).unwrap_or(u32::MAX)))
            }
        }
    }
}
