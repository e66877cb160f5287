//! One way to write Ebb. There is nothing to choose.
//!
//! Four spaces a step, labels at the edge of their flow, at most one blank line. Braces
//! written on one line stay on one line where they fit; branches whose arrows were lined
//! up stay lined up. Comments keep their place, what could not be read keeps its letters.

mod blocks;
mod inline;
mod printer;
mod shape;

use crate::diag::Sink;
use crate::source::FileId;
use crate::syntax::{self, tree::File};
use printer::Printer;

/// The longest line that braces are kept on.
const WIDTH: usize = 120;

/// The text of a file in the one way to write it.
#[must_use]
pub fn format(file: &File<'_>) -> String {
    Printer::new(file).file()
}

/// Why a text was not formatted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// The text has mistakes; they are reported by [`syntax::parse`].
    #[error("it has mistakes")]
    Mistakes,
    /// The formatted text would not mean the same. That is a mistake of the formatter,
    /// and the text is better left alone.
    #[error("the formatter would change what it means; please report this")]
    Unsound,
}

/// The formatted text, proved to mean what `text` means: it is read again and compared.
///
/// # Errors
///
/// Where `text` has mistakes, and where the formatter would change its meaning.
pub fn formatted(id: FileId, text: &str) -> Result<String, Refusal> {
    let mut sink = Sink::new();
    let file = syntax::parse(id, text, &mut sink);
    if sink.has_errors() {
        return Err(Refusal::Mistakes);
    }
    let fresh = format(&file);
    if check_sound(&file, &fresh) {
        Ok(fresh)
    } else {
        Err(Refusal::Unsound)
    }
}

/// Whether `fresh` reads as the same tree as `file`, with the same comments in order.
#[must_use]
pub fn check_sound(file: &File<'_>, fresh: &str) -> bool {
    let mut sink = Sink::new();
    let again = syntax::parse(file.id, fresh, &mut sink);
    !sink.has_errors() && shape::shape(file) == shape::shape(&again)
}
