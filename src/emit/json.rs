//! Writes JSON the way the console does: two spaces, one member a line.

use crate::json::{Parts, is_plain};

/// Writes one JSON document from its beginning to its end.
#[derive(Debug, Default)]
pub struct Writer {
    out: String,
    depth: usize,
    /// Whether the innermost object or list has no member yet.
    fresh: bool,
    /// Whether a key waits for its value.
    keyed: bool,
    /// Whether everything stands on one line.
    flat: bool,
    /// Where the values stand, where somebody asks for it.
    parts: Option<Parts>,
}

impl Writer {
    /// A writer that expects about so many bytes.
    pub fn with_capacity(bytes: usize) -> Self {
        Self {
            out: String::with_capacity(bytes),
            ..Self::default()
        }
    }

    /// As [`with_capacity`](Self::with_capacity), without blanks, for somebody who looks for
    /// its parts.
    pub fn in_parts(bytes: usize) -> Self {
        Self {
            flat: true,
            parts: Some(Parts::with_room(bytes)),
            ..Self::with_capacity(bytes)
        }
    }

    /// What `write` writes stands on one line.
    pub fn on_one_line(&mut self, write: impl FnOnce(&mut Self)) {
        self.begin();
        self.keyed = true;
        let flat = std::mem::replace(&mut self.flat, true);
        write(self);
        self.flat = flat;
    }

    /// The document, with a line break at its end.
    pub fn finish(self) -> String {
        self.finish_in_parts().0
    }

    /// The document, and where its values stand.
    pub fn finish_in_parts(mut self) -> (String, Parts) {
        self.out.push('\n');
        (self.out, self.parts.unwrap_or_default())
    }

    /// An object with the members that `members` writes.
    pub fn object(&mut self, members: impl FnOnce(&mut Self)) {
        self.nested('{', '}', members);
    }

    /// A list with the elements that `elements` writes.
    pub fn list(&mut self, elements: impl FnOnce(&mut Self)) {
        self.nested('[', ']', elements);
    }

    /// The key of the value that is written next.
    pub fn key(&mut self, key: &str) -> &mut Self {
        self.begin();
        self.quoted(key);
        self.out
            .push_str(if self.parts.is_some() { ":" } else { ": " });
        self.keyed = true;
        self
    }

    /// A string.
    pub fn text(&mut self, text: &str) {
        self.begin();
        self.quoted(text);
    }

    fn quoted(&mut self, text: &str) {
        let start = self.out.len();
        let is_escaped = quote(&mut self.out, text);
        if let Some(parts) = &mut self.parts {
            parts.add(start..self.out.len(), is_escaped);
        }
    }

    /// A number, `true`, `false` or `null`, as it is.
    pub fn raw(&mut self, raw: &str) {
        self.begin();
        let start = self.out.len();
        self.out.push_str(raw);
        if let Some(parts) = &mut self.parts {
            parts.add(start..self.out.len(), false);
        }
    }

    fn nested(&mut self, open: char, close: char, inside: impl FnOnce(&mut Self)) {
        let part = self.enter(open);
        inside(self);
        self.leave(close, part);
    }

    /// Begins an object whose members are written later.
    pub fn begin_object(&mut self) {
        self.enter('{');
    }

    /// Ends an object that was begun.
    pub fn end_object(&mut self) {
        self.leave('}', None);
    }

    fn enter(&mut self, open: char) -> Option<usize> {
        self.begin();
        let start = self.out.len();
        let part = self.parts.as_mut().map(|parts| parts.begin(start));
        self.out.push(open);
        self.depth += 1;
        self.fresh = true;
        part
    }

    fn leave(&mut self, close: char, part: Option<usize>) {
        self.depth -= 1;
        if !self.fresh {
            self.new_line();
        }
        self.out.push(close);
        self.fresh = false;
        if let (Some(parts), Some(part)) = (&mut self.parts, part) {
            parts.end(part, self.out.len());
        }
    }

    /// What stands before a member, an element or a value.
    fn begin(&mut self) {
        if std::mem::take(&mut self.keyed) || self.depth == 0 {
            return;
        }
        if !self.fresh {
            let apart = self.flat && self.parts.is_none();
            self.out.push_str(if apart { ", " } else { "," });
        }
        self.fresh = false;
        self.new_line();
    }

    fn new_line(&mut self) {
        const BLANKS: &str = "                                ";
        if self.flat {
            return;
        }
        self.out.push('\n');
        let mut blanks = self.depth * 2;
        while blanks > 0 {
            let some = blanks.min(BLANKS.len());
            self.out.push_str(BLANKS.get(..some).unwrap_or(BLANKS));
            blanks -= some;
        }
    }
}

/// Writes `text` as a JSON string; says whether it took escapes.
fn quote(out: &mut String, text: &str) -> bool {
    out.reserve(text.len() + 2);
    out.push('"');
    // Nearly no text needs an escape.
    if is_plain(text) {
        out.push_str(text);
        out.push('"');
        return false;
    }
    let mut done = 0;
    for (at, byte) in text.bytes().enumerate() {
        if !is_escaped(byte) {
            continue;
        }
        // Every byte here is ASCII, so the pieces end between characters.
        out.push_str(text.get(done..at).unwrap_or(""));
        done = at + 1;
        match byte {
            b'"' => out.push_str("\\\""),
            b'\\' => out.push_str("\\\\"),
            b'\n' => out.push_str("\\n"),
            b'\r' => out.push_str("\\r"),
            b'\t' => out.push_str("\\t"),
            control => {
                out.push_str("\\u00");
                for nibble in [control >> 4, control & 15] {
                    out.push(char::from_digit(u32::from(nibble), 16).unwrap_or('0'));
                }
            }
        }
    }
    out.push_str(text.get(done..).unwrap_or(""));
    out.push('"');
    true
}

const fn is_escaped(byte: u8) -> bool {
    (byte < b' ') | (byte == b'"') | (byte == b'\\')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_in_parts_is_as_if_it_were_read() {
        let mut json = Writer::in_parts(0);
        json.object(|json| {
            json.key("a\"").list(|json| {
                json.text("x\n");
                json.raw("1");
                json.object(|_| {});
            });
            json.key("b").text("");
        });
        let (text, parts) = json.finish_in_parts();
        let read = crate::json::Document::read(&text).unwrap();
        let written = crate::json::Document::written(&text, parts);
        assert_eq!(format!("{written:?}"), format!("{read:?}"));
    }

    #[test]
    fn documents_look_like_the_console_s() {
        let mut json = Writer::default();
        json.object(|json| {
            json.key("a").list(|json| {
                json.text("x\"\\\n\u{1}ü");
                json.raw("1");
                json.object(|_| {});
            });
            json.key("b").list(|_| {});
            json.key("c").on_one_line(|json| {
                json.object(|json| {
                    json.key("d").list(|json| {
                        json.raw("1");
                        json.raw("2");
                    });
                    json.key("e").object(|_| {});
                });
            });
            json.key("f").raw("0");
        });
        let written = json.finish();
        insta::assert_snapshot!(written, @r#"
        {
          "a": [
            "x\"\\\n\u0001ü",
            1,
            {}
          ],
          "b": [],
          "c": {"d": [1, 2], "e": {}},
          "f": 0
        }
        "#);
        assert!(serde_json::from_str::<serde_json::Value>(&written).is_ok());
    }
}
