//! The one place that knows pest: from text to the tree.

mod tree_of;

use super::names;
use super::tree::File;
use crate::diag::{Diagnostic, Sink};
use crate::source::{FileId, Span};
use pest::Parser;

#[derive(pest_derive::Parser)]
#[grammar = "grammar/ebb.pest"]
struct Grammar;

/// Whether the grammar takes the whole text.
pub(super) fn recognise(text: &str) -> bool {
    Grammar::parse(Rule::file, text).is_ok()
}

/// The tree of a whole text.
pub(super) fn file<'s>(id: FileId, text: &'s str, sink: &mut Sink) -> File<'s> {
    let mut comments = Vec::new();
    let tops = match Grammar::parse(Rule::file, text) {
        Ok(pairs) => tree_of::Builder::new(id, text, 0, pairs, &mut comments, sink).tops(),
        Err(failure) => {
            let (pest::error::InputLocation::Pos(at) | pest::error::InputLocation::Span((at, _))) =
                failure.location;
            let at = u32::try_from(at).unwrap_or(u32::MAX);
            sink.push(Diagnostic::new(
                &names::SYNTAX_ERROR,
                Span::new(id, at, at),
                "this cannot be read from here on",
            ));
            Vec::new()
        }
    };
    File {
        id,
        text,
        tops,
        comments,
    }
}
