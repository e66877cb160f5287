//! JSON with places: where the pieces of a text are.

use super::written::Pieces;
pub use crate::json::{Document, Elements, JsonKind, Known, Member, Node, Object};
use crate::source::{FileId, Span};

/// Where the pieces of a text are in its file.
#[derive(Debug, Clone)]
pub struct Places<'a> {
    file: FileId,
    text: &'a str,
    /// For a document inside a JSON string: offsets in it, each with the one in the file.
    moves: Vec<(usize, usize)>,
    /// For a document that was written anew: what its pieces were made from.
    pieces: Option<Pieces>,
}

impl<'a> Places<'a> {
    /// The places of a text that is the whole file.
    pub const fn new(file: FileId, text: &'a str) -> Self {
        Self {
            file,
            text,
            moves: Vec::new(),
            pieces: None,
        }
    }

    /// The places of a text that was written anew from a part of this one.
    pub const fn made<'i>(&self, text: &'i str, pieces: Pieces) -> Places<'i> {
        Places {
            file: self.file,
            text,
            moves: Vec::new(),
            pieces: Some(pieces),
        }
    }

    /// The places of `inner`, which is what the JSON string `quoted` of this text says.
    pub fn inside<'i>(&self, quoted: Node<'_>, inner: &'i str) -> Places<'i> {
        let mut outer = self.offset(quoted.raw()) + 1;
        let mut at = 0;
        let mut moves = vec![(0, outer)];
        let mut rest = quoted.raw().strip_prefix('"').unwrap_or("");
        while let Some((plain, escape)) = rest.split_once('\\') {
            at += plain.len();
            outer += plain.len();
            let (said, written) = escaped(escape);
            at += said;
            outer += written;
            moves.push((at, outer));
            rest = escape.get(written - 1..).unwrap_or("");
        }
        Places {
            file: self.file,
            text: inner,
            moves,
            pieces: None,
        }
    }

    /// Whether the text stands in its file as it is.
    pub const fn are_of_the_file(&self) -> bool {
        self.moves.is_empty() && self.pieces.is_none()
    }

    /// Where a piece of the text is.
    pub fn of(&self, node: Node<'_>) -> Span {
        let start = self.offset(node.raw());
        self.span(start, start + node.raw().len())
    }

    /// Where a member is, key and value.
    pub fn of_member(&self, member: Member<'_>) -> Span {
        self.of(member.name).join(self.of(member.value))
    }

    /// The place between two bytes of the text.
    pub fn span(&self, start: usize, end: usize) -> Span {
        if let Some(pieces) = &self.pieces {
            return pieces
                .origin(start, end)
                .unwrap_or_else(|| Span::new(self.file, 0, 0));
        }
        let [start, end] =
            [start, end].map(|at| u32::try_from(self.outside(at)).unwrap_or(u32::MAX));
        Span::new(self.file, start, end)
    }

    /// Both are pieces of one text, so the difference of their addresses is the offset.
    fn offset(&self, piece: &str) -> usize {
        let offset = (piece.as_ptr() as usize).saturating_sub(self.text.as_ptr() as usize);
        offset.min(self.text.len())
    }

    fn outside(&self, at: usize) -> usize {
        let next = self.moves.partition_point(|(inner, _)| *inner <= at);
        match next.checked_sub(1).and_then(|last| self.moves.get(last)) {
            Some((inner, outer)) => outer + (at - inner),
            None => at,
        }
    }
}

/// The length of what an escape says, and of the escape with its backslash.
fn escaped(escape: &str) -> (usize, usize) {
    if !escape.starts_with('u') {
        return (1, 2);
    }
    let unit = |from: usize| {
        let digits = escape.get(from..from + 4)?;
        u32::from_str_radix(digits, 16).ok()
    };
    match unit(1) {
        Some(0xD800..0xDC00) => (4, 12),
        Some(code) => (char::from_u32(code).map_or(3, char::len_utf8), 6),
        None => (1, 2),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::SourceMap;

    #[test]
    fn every_piece_knows_its_place() {
        let text = r#" { "a": [1, "x\n"], "b": {"c": true} } "#;
        let file = SourceMap::new().add("test", text);
        let places = Places::new(file, text);
        let document = Document::read(text).unwrap();
        let root = document.root().object().unwrap();
        let list = root.get("a").unwrap().list().unwrap();
        assert_eq!(places.of(list[1]).of(text), r#""x\n""#);
        assert_eq!(list[1].text().unwrap(), "x\n");
        let inner = root.get("b").unwrap().object().unwrap();
        let member = inner.member("c").unwrap();
        assert_eq!(places.of_member(member).of(text), r#""c": true"#);
    }

    #[test]
    fn places_inside_a_string_are_places_of_the_file() {
        let text = r#"{"Content": "{\"ü\": \"\u00fc\ud83d\ude00\", \"Type\": \"Wait\"}"}"#;
        let file = SourceMap::new().add("test", text);
        let outer = Document::read(text).unwrap();
        let quoted = outer.root().object().unwrap();
        let quoted = quoted.get("Content").unwrap();
        let inner = quoted.text().unwrap();
        let places = Places::new(file, text).inside(quoted, &inner);
        let document = Document::read(&inner).unwrap();
        let root = document.root().object().unwrap();
        let member = root.member("Type").unwrap();
        assert_eq!(
            places.of_member(member).of(text),
            r#"\"Type\": \"Wait\""#.trim_end_matches("\\\"").to_owned() + "\\\""
        );
    }
}
