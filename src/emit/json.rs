//! Writes JSON the way the console does: two spaces, one member a line.

/// Writes one JSON document from its beginning to its end.
#[derive(Debug, Default)]
pub struct Writer {
    out: String,
    depth: usize,
    /// Whether the innermost object or list has no member yet.
    fresh: bool,
    /// Whether a key waits for its value.
    keyed: bool,
}

impl Writer {
    /// A writer that expects about so many bytes.
    pub fn with_capacity(bytes: usize) -> Self {
        Self {
            out: String::with_capacity(bytes),
            ..Self::default()
        }
    }

    /// The document, with a line break at its end.
    pub fn finish(mut self) -> String {
        self.out.push('\n');
        self.out
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
        quote(&mut self.out, key);
        self.out.push_str(": ");
        self.keyed = true;
        self
    }

    /// A string.
    pub fn text(&mut self, text: &str) {
        self.begin();
        quote(&mut self.out, text);
    }

    /// A number, `true`, `false` or `null`, as it is.
    pub fn raw(&mut self, raw: &str) {
        self.begin();
        self.out.push_str(raw);
    }

    fn nested(&mut self, open: char, close: char, inside: impl FnOnce(&mut Self)) {
        self.begin();
        self.out.push(open);
        self.depth += 1;
        self.fresh = true;
        inside(self);
        self.depth -= 1;
        if !self.fresh {
            self.new_line();
        }
        self.out.push(close);
        self.fresh = false;
    }

    /// What stands before a member, an element or a value.
    fn begin(&mut self) {
        if std::mem::take(&mut self.keyed) || self.depth == 0 {
            return;
        }
        if !self.fresh {
            self.out.push(',');
        }
        self.fresh = false;
        self.new_line();
    }

    fn new_line(&mut self) {
        const BLANKS: &str = "                                ";
        self.out.push('\n');
        let mut blanks = self.depth * 2;
        while blanks > 0 {
            let some = blanks.min(BLANKS.len());
            self.out.push_str(BLANKS.get(..some).unwrap_or(BLANKS));
            blanks -= some;
        }
    }
}

/// Writes `text` as a JSON string.
fn quote(out: &mut String, text: &str) {
    out.reserve(text.len() + 2);
    out.push('"');
    // Nearly no text needs an escape; this looks at many bytes at once.
    if !text.bytes().fold(false, |any, byte| any | is_escaped(byte)) {
        out.push_str(text);
        out.push('"');
        return;
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
}

const fn is_escaped(byte: u8) -> bool {
    (byte < b' ') | (byte == b'"') | (byte == b'\\')
}

#[cfg(test)]
mod tests {
    use super::*;

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
        });
        let written = json.finish();
        insta::assert_snapshot!(written, @r#"
        {
          "a": [
            "x\"\\\n\u0001ü",
            1,
            {}
          ],
          "b": []
        }
        "#);
        assert!(serde_json::from_str::<serde_json::Value>(&written).is_ok());
    }
}
