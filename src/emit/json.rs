//! Writes JSON the way the console does: two spaces, one member a line.

use crate::json::{Parts, is_plain};
use std::fmt::Write;

/// Writes one JSON document from its beginning to its end.
#[derive(Debug, Default)]
pub struct Writer {
    out: String,
    depth: usize,
    /// Whether the innermost object or list has no member yet.
    fresh: bool,
    /// Whether a key waits for its value.
    keyed: bool,
    form: Form,
    /// Where the values stand that are not deeper than so many levels, where somebody asks
    /// for it.
    outline: Option<(Parts, usize)>,
}

/// How a document is laid out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Form {
    /// One member a line.
    #[default]
    Lines,
    /// On one line, with a blank behind each comma and colon.
    Line,
    /// Without blanks.
    Dense,
}

impl Form {
    /// About how a text is laid out, by how it begins.
    pub fn of(text: &str) -> Self {
        let begin = text.split('"').next().unwrap_or(text);
        match begin.contains('\n') {
            true => Self::Lines,
            false => Self::Dense,
        }
    }
}

impl Writer {
    /// A writer that expects about so many bytes.
    pub fn with_capacity(bytes: usize) -> Self {
        Self {
            out: String::with_capacity(bytes),
            ..Self::default()
        }
    }

    /// As [`with_capacity`](Self::with_capacity), in a form of one's own, for somebody who
    /// looks for its pieces as deep as this.
    pub fn in_outline(bytes: usize, form: Form, depth: usize) -> Self {
        Self {
            form,
            outline: Some((Parts::new(), depth)),
            ..Self::with_capacity(bytes)
        }
    }

    /// What `write` writes stands on one line.
    pub fn on_one_line(&mut self, write: impl FnOnce(&mut Self)) {
        self.begin();
        self.keyed = true;
        let form = std::mem::replace(&mut self.form, Form::Line);
        write(self);
        self.form = form;
    }

    /// The document, with a line break at its end.
    pub fn finish(self) -> String {
        self.finish_in_outline().0
    }

    /// The document, and where its larger pieces stand.
    pub fn finish_in_outline(mut self) -> (String, Parts) {
        self.out.push('\n');
        (self.out, self.outline.unwrap_or_default().0)
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
        self.out.push_str(match self.form {
            Form::Lines | Form::Line => ": ",
            Form::Dense => ":",
        });
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
        let end = self.out.len();
        if let Some(parts) = self.parts() {
            parts.add(start..end, is_escaped);
        }
    }

    /// A number, `true`, `false` or `null`, as it is.
    pub fn raw(&mut self, raw: &str) {
        self.bare(|out| out.push_str(raw));
    }

    /// A whole number.
    pub fn number(&mut self, number: i64) {
        // Writing to a text never fails.
        self.bare(|out| write!(out, "{number}").unwrap_or_default());
    }

    fn bare(&mut self, write: impl FnOnce(&mut String)) {
        self.begin();
        let start = self.out.len();
        write(&mut self.out);
        let end = self.out.len();
        if let Some(parts) = self.parts() {
            parts.add(start..end, false);
        }
    }

    /// The outline, if what is written here belongs to it.
    fn parts(&mut self) -> Option<&mut Parts> {
        let outline = self.outline.as_mut();
        let outline = outline.filter(|(_, depth)| self.depth <= *depth);
        outline.map(|(parts, _)| parts)
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
        let part = self.parts().map(|parts| parts.begin(start));
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
        let is_empty = std::mem::take(&mut self.fresh);
        let end = self.out.len();
        if let (Some((parts, depth)), Some(part)) = (&mut self.outline, part) {
            parts.end(part, end);
            if self.depth == *depth && !is_empty {
                parts.close(part);
            }
        }
    }

    /// What stands before a member, an element or a value.
    fn begin(&mut self) {
        if std::mem::take(&mut self.keyed) || self.depth == 0 {
            return;
        }
        if !self.fresh {
            self.out.push(',');
            if self.form == Form::Line {
                self.out.push(' ');
            }
        }
        self.fresh = false;
        self.new_line();
    }

    fn new_line(&mut self) {
        const LINE: &str = "\n                                ";
        if self.form != Form::Lines {
            return;
        }
        let blanks = self.depth * 2;
        match LINE.get(..=blanks) {
            Some(line) => self.out.push_str(line),
            None => {
                self.out.push('\n');
                self.out.extend(std::iter::repeat_n(' ', blanks));
            }
        }
    }
}

/// Writes `text` as a JSON string; says whether it took escapes.
fn quote(out: &mut String, text: &str) -> bool {
    let is_plain = is_plain(text);
    out.push('"');
    if is_plain {
        out.push_str(text);
    } else {
        escape(out, text);
    }
    out.push('"');
    !is_plain
}

/// Writes what stands in the quotes of a text that takes escapes; nearly none does.
#[cold]
fn escape(out: &mut String, text: &str) {
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
}

const fn is_escaped(byte: u8) -> bool {
    (byte < b' ') | (byte == b'"') | (byte == b'\\')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_in_an_outline_is_as_if_it_were_read() {
        let forms = [Form::Lines, Form::Line, Form::Dense];
        for (form, depth) in forms
            .into_iter()
            .flat_map(|form| [(form, 0), (form, 1), (form, 9)])
        {
            let mut json = Writer::in_outline(0, form, depth);
            json.object(|json| {
                json.key("a\"").list(|json| {
                    json.text("x\n");
                    json.raw("1");
                    json.object(|_| {});
                });
                json.key("b").text("");
            });
            let (text, outline) = json.finish_in_outline();
            let read = crate::json::Document::read(&text).unwrap();
            let read = read.root().object().unwrap().outline(depth);
            assert_eq!(outline, read, "{form:?} {depth}");
        }
    }

    #[test]
    fn a_text_is_of_the_form_in_which_it_begins() {
        assert_eq!(Form::of("{\n  \"a\": 1\n}\n"), Form::Lines);
        assert_eq!(Form::of("{\"a\":\n1}"), Form::Dense);
        assert_eq!(Form::of(""), Form::Dense);
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
