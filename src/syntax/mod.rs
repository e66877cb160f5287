//! Text to tree and back; the only place that knows pest.
//!
//! [`parse`] never fails: what cannot be read is reported, kept in the tree as
//! `Broken`, and everything around it is still there.

mod literal;
pub mod names;
mod parser;
pub mod tree;

use crate::diag::Sink;
use crate::source::FileId;
use tree::File;

/// Reads a source text. Every mistake of the text goes to `sink`; the tree holds
/// whatever could be read.
pub fn parse<'s>(id: FileId, text: &'s str, sink: &mut Sink) -> File<'s> {
    parser::file(id, text, sink)
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
