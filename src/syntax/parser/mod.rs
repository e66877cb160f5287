//! The one place that knows pest: from text to the tree.
//!
//! The grammar reads a whole file or a piece of a broken one; either way the tokens
//! become tree in one pass. The grammar is wider than the language in places; what it
//! lets through on purpose is reported on the way.

mod cursor;
mod entries;
mod items;
mod line;

use super::marks::{Braces, Part};
use super::tree::{
    Cases, Comment, Doc, Entry, Item, ItemKind, Items, Line, Name, Resource, Section, Top,
};
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

/// As a guess, how many bytes an item has: most have more, and room is made for a few too many.
const ITEM: u32 = 64;

/// When the braces of flows are read.
#[derive(Debug, Clone, Copy)]
pub(super) enum Bodies {
    /// With everything else.
    Now,
    /// Those of large flows that this says can wait, by whoever needs them.
    Later(fn(&Section<'_>) -> bool),
}

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
    /// kept, where some part cannot be read on its own, or the only one cannot be cut.
    pub(super) fn parts(&mut self, parts: &[Part], bodies: Bodies) -> Option<Vec<Top<'s>>> {
        let is_small = self.text.len() < parallel::SMALL;
        let read = parallel::map_unless(is_small, parts, |part| {
            let mut source = Source::new(self.id, self.text);
            let braces = part.braces.as_ref();
            if let Some(tops) = braces.and_then(|braces| source.cut(part, braces, bodies)) {
                return Some((tops, source));
            }
            if parts.len() == 1 {
                // It is all of the text, which is what is read next.
                return None;
            }
            let mut source = Source::new(self.id, self.text);
            let tops = source.tops(part.bytes.clone()).ok()?;
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

    /// A part with a large flow, piece by piece; nothing where a piece may not mean on its own
    /// what it means behind those before it.
    fn cut(&mut self, part: &Part, braces: &Braces, bodies: Bodies) -> Option<Vec<Top<'s>>> {
        let (mut tops, mut section) = self.head_of(part, braces)?;
        match bodies {
            Bodies::Later(can_wait) if can_wait(&section) => {
                section.unread.clone_from(&braces.pieces);
            }
            Bodies::Now | Bodies::Later(_) => {
                section.items.items = self.pieces(&braces.pieces)?;
            }
        }
        tops.push(Top::Section(section));
        let behind = self.tops(braces.bytes.end..part.bytes.end).ok()?;
        (behind.is_empty() && self.findings.is_empty()).then_some(tops)
    }

    /// What stands before the braces of a part: resources, and the flow without its items.
    fn head_of(&mut self, part: &Part, braces: &Braces) -> Option<(Vec<Top<'s>>, Section<'s>)> {
        let braces = Span::new(self.id, braces.bytes.start, braces.bytes.end);
        let mut tops = self.tops(part.bytes.start..braces.start).ok()?;
        let Some(Top::Resource(Resource { docs, line })) = tops.pop() else {
            return None;
        };
        // A resource may end with its line, and the braces of a flow begin on that of its head.
        let between = Span::new(self.id, line.span.end, braces.start).of(self.text);
        if !between.trim_matches([' ', '\t']).is_empty() {
            return None;
        }
        let section = Section {
            docs,
            line,
            items: Items {
                items: Vec::new(),
                span: braces,
            },
            unread: Vec::new(),
        };
        Some((tops, section))
    }

    /// What stands between the braces of a flow, piece by piece; nothing where there is a
    /// mistake in it, or a piece may mean something else on its own.
    pub(super) fn pieces(&mut self, pieces: &[Range<u32>]) -> Option<Vec<Item<'s>>> {
        let bytes: u32 = pieces.iter().map(|piece| piece.end - piece.start).sum();
        let mut items = Vec::with_capacity((bytes / ITEM) as usize);
        for piece in pieces {
            items.append(&mut self.items(piece.clone()).ok()?);
            let ends_in_label = items
                .last()
                .is_some_and(|item| matches!(item.kind, ItemKind::Nothing));
            if ends_in_label || !self.findings.is_empty() {
                return None;
            }
        }
        items.shrink_to_fit();
        Some(items)
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::id::Id;
    use crate::syntax::marks;
    use proptest::prelude::*;
    use proptest::sample::select;

    /// Lines of a flow, and a few that do not belong there.
    const LINES: &[&str] = &[
        "play prompt \"Hi.\"",
        "wait 1h {",
        "wait 1h { error -> a }",
        "error -> {",
        "timeout ->",
        "-> a",
        "->",
        "}",
        "}",
        "} // c",
        "}, b:",
        "} /// d",
        "};",
        "{ }",
        "a:",
        "b",
        "/// d",
        "// c",
        "/* r",
        "*/ a",
        "list: [1,",
        "]",
        "say \"\"\"",
        "say 'it",
        "\u{FEFF}",
        "",
    ];

    #[test]
    fn a_flow_is_read_in_pieces() {
        let text = "queue q\n/// d\nflow f {\n a {\n }\n b: c { d -> { e }\n }\n f\n} // g\n";
        let parts = marks::parts(text, 0).unwrap();
        let mut source = Source::new(FileId::from_index(0), text);
        let braces = parts[0].braces.as_ref().unwrap();
        let tops = source.cut(&parts[0], braces, Bodies::Now).unwrap();
        let [Top::Resource(_), Top::Section(section)] = tops.as_slice() else {
            panic!("{tops:?}");
        };
        assert_eq!(section.items.items.len(), 3);
        assert_eq!(source.comments.len(), 1);
    }

    proptest! {
        /// What is read in pieces says what it says in one go.
        #[test]
        fn pieces_are_the_whole(
            lines in prop::collection::vec(select(LINES), 0..12),
            gap in select(&[" ", " ", " ", "", "\t", "\n", " // c\n", ", ", " \r", "; ", " x\n"]),
            least in 0..40_u32,
        ) {
            let lines = lines.join("\n");
            let text = format!("queue q\n/// d\nflow f{gap}{{\n a {{ b: c }}\n{lines}\n}}\n");
            for part in marks::parts(&text, least).iter().flatten() {
                let id = FileId::from_index(0);
                let mut pieces = Source::new(id, &text);
                let braces = part.braces.as_ref();
                let cut = braces.and_then(|braces| pieces.cut(part, braces, Bodies::Now));
                let Some(read) = cut else {
                    continue;
                };
                let mut whole = Source::new(id, &text);
                let tops = whole.tops(part.bytes.clone());
                prop_assert_eq!(format!("{:?}", Ok::<_, Failure>(read)), format!("{tops:?}"));
                prop_assert_eq!(pieces.comments, whole.comments);
                prop_assert!(pieces.findings.is_empty() && whole.findings.is_empty());
            }
        }
    }
}
