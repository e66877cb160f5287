//! A document that is written anew from another one, and remembers from what.
//!
//! What is found in it is told where its reader can see it: in the other one.

use crate::source::Span;

/// A text in the making.
#[derive(Debug, Default)]
pub struct Written {
    /// The text.
    pub text: String,
    pieces: Pieces,
    open: Option<usize>,
}

/// The pieces of a text with what they were made from.
#[derive(Debug, Clone, Default)]
pub struct Pieces {
    /// In the order of their starts; a piece comes before those inside it.
    all: Vec<Piece>,
}

#[derive(Debug, Clone, Copy)]
struct Piece {
    start: usize,
    end: usize,
    from: Span,
    /// The piece around it.
    around: Option<usize>,
}

impl Written {
    /// Adds a piece of the text as it is.
    pub fn raw(&mut self, text: &str) {
        self.text.push_str(text);
    }

    /// Adds a text in quotes.
    pub fn quoted(&mut self, text: &str) {
        self.text
            .push_str(&serde_json::Value::from(text).to_string());
    }

    /// Adds a key of an object.
    pub fn key(&mut self, key: &str) {
        if !self.text.ends_with(['{', '[']) {
            self.text.push(',');
        }
        self.quoted(key);
        self.text.push(':');
    }

    /// Everything that `write` adds was made from what stands at `from`.
    pub fn made_from(&mut self, from: Span, write: impl FnOnce(&mut Self)) {
        let around = self.open;
        let this = self.pieces.all.len();
        self.pieces.all.push(Piece {
            start: self.text.len(),
            end: usize::MAX,
            from,
            around,
        });
        self.open = Some(this);
        write(self);
        self.open = around;
        let end = self.text.len();
        if let Some(piece) = self.pieces.all.get_mut(this) {
            piece.end = end;
        }
    }

    /// The text, and where its pieces come from.
    pub fn into_parts(self) -> (String, Pieces) {
        (self.text, self.pieces)
    }
}

impl Pieces {
    /// What the smallest piece around a range was made from.
    pub fn origin(&self, start: usize, end: usize) -> Option<Span> {
        let later = self.all.partition_point(|piece| piece.start <= start);
        let mut at = later.checked_sub(1);
        while let Some(piece) = at.and_then(|at| self.all.get(at)) {
            if piece.end >= end.max(start + 1) {
                return Some(piece.from);
            }
            at = piece.around;
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::SourceMap;

    #[test]
    fn the_smallest_piece_around_a_range_is_its_origin() {
        let file = SourceMap::new().add("old", "abcdef");
        let [outer, inner, second] =
            [(0, 6), (1, 2), (3, 4)].map(|(start, end)| Span::new(file, start, end));
        let mut written = Written::default();
        written.made_from(outer, |written| {
            written.raw("{");
            written.made_from(inner, |written| written.raw("x"));
            written.raw(",");
            written.made_from(second, |written| written.raw("yy"));
            written.raw("}");
        });
        let (text, pieces) = written.into_parts();
        assert_eq!(text, "{x,yy}");
        assert_eq!(pieces.origin(1, 2), Some(inner));
        assert_eq!(pieces.origin(3, 5), Some(second));
        assert_eq!(pieces.origin(1, 5), Some(outer));
        assert_eq!(pieces.origin(5, 6), Some(outer));
        assert_eq!(pieces.origin(5, 9), None);
    }
}
