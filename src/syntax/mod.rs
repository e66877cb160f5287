//! Text to tree and back; the only place that knows pest.
//!
//! [`parse`] never fails: what cannot be read is reported, kept in the tree as
//! `Broken`, and everything around it is still there.

mod literal;
mod marks;
mod mistakes;
pub mod names;
mod outline;
mod parser;
mod recover;
pub mod tree;
mod unread;

use crate::diag::Sink;
use crate::id::Id;
use crate::source::{FileId, Span};
use parser::{Bodies, Source};
use std::ops::Range;
use tree::{Comment, File, Item, Section, Top};

/// Reads a source text. Every mistake of the text goes to `sink`; the tree holds
/// whatever could be read.
pub fn parse<'s>(id: FileId, text: &'s str, sink: &mut Sink) -> File<'s> {
    parsed(id, text, Bodies::Now, sink)
}

/// Reads a source text as [`parse`] does, but leaves what stands in the braces of large
/// sections that `can_wait` to [`items`], so that it need not be there for all flows at the
/// same time. They have no items, and their comments are missing. A flow is large where it can
/// be cut: one without any block in braces is read at once, whatever its length.
pub(crate) fn parse_heads<'s>(
    id: FileId,
    text: &'s str,
    can_wait: fn(&Section<'_>) -> bool,
    sink: &mut Sink,
) -> File<'s> {
    parsed(id, text, Bodies::Later(can_wait), sink)
}

/// The items of a flow that [`parse_heads`] left [unread](Section::unread), and the comments
/// between them. Nothing where there is a mistake in them, or they cannot be read by
/// themselves: then [`parse`] has to read the whole text.
pub(crate) fn items<'s>(
    id: FileId,
    text: &'s str,
    unread: &[Range<u32>],
) -> Option<(Vec<Item<'s>>, Vec<Comment>)> {
    let mut source = Source::new(id, text);
    let items = source.pieces(unread)?;
    Some((items, source.comments))
}

fn parsed<'s>(id: FileId, text: &'s str, bodies: Bodies, sink: &mut Sink) -> File<'s> {
    let mut source = Source::new(id, text);
    let tops = read(&mut source, bodies);
    sink.extend(source.findings);
    File {
        id,
        text,
        tops,
        comments: source.comments,
    }
}

/// At least so many bytes of a flow are read at a time, up to the next line that closes a
/// bracket: pest holds every token until all of what it reads has been read. In a debug build
/// everything is cut that can be, so that small tests see it, too.
const PIECE: u32 = if cfg!(debug_assertions) { 0 } else { 500 };

/// Flow by flow where that works, on every core, and so that what it takes to read one flow
/// is needed for a few at a time; in one go where only that works, for the grammar has the
/// last word on where a flow ends; piece by piece where neither does.
fn read<'s>(source: &mut Source<'s>, bodies: Bodies) -> Vec<Top<'s>> {
    let whole = 0..u32::try_from(source.text.len()).unwrap_or(u32::MAX);
    let Some(parts) = marks::parts(source.text, PIECE) else {
        return recover::tops(source);
    };
    if let Some(tops) = source.parts(&parts, bodies) {
        return tops;
    }
    let failure = match source.tops(whole.clone()) {
        Ok(tops) => return tops,
        Err(failure) => failure,
    };
    let tops = recover::tops(source);
    if source.findings.is_empty() {
        // Every piece can be read on its own and the whole cannot: such as where a byte
        // order mark, which may begin a text, ends up at the beginning of a piece.
        let rest = Span::new(source.id, failure, whole.end);
        let finding = unread::line(rest, failure, unread::Place::Top, source.text);
        source.findings.push(finding);
    }
    tops
}

/// Whether the grammar alone takes the text; no tree is made. For benchmarks.
#[doc(hidden)]
#[must_use]
pub fn recognise(text: &str) -> bool {
    parser::recognise(text)
}

/// The seconds of a time as Ebb writes it, such as `1h30m`; nothing where it is none.
#[must_use]
pub fn duration(text: &str) -> Option<i64> {
    match literal::quantity(text) {
        Ok(tree::LiteralKind::Duration(seconds)) => Some(seconds),
        Ok(_) | Err(_) => None,
    }
}

/// Whether a line that begins with this word is taken for another language.
#[must_use]
pub fn is_foreign(word: &str) -> bool {
    let nowhere = Span::new(FileId::from_index(0), 0, 0);
    mistakes::foreign_word(word, nowhere, "").is_some()
}

/// A text in quotes, as Ebb writes it on one line.
#[must_use]
pub fn quoted(text: &str) -> String {
    literal::quoted(text)
}
