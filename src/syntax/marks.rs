//! The signs of a text that give it its shape, found without a grammar.
//!
//! Brackets, separators, comments and strings are found in any text, however broken.
//! Recovery cuts the text at them, and the depth of brackets is known before anything
//! recursive sees the text.

use std::ops::Range;

/// How deep braces and brackets may stand inside each other.
pub(super) const DEEPEST: usize = 64;

/// A sign and where it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Mark {
    pub(super) kind: MarkKind,
    /// The bytes of the sign; of a string that is not closed, the whole string.
    pub(super) start: u32,
    pub(super) end: u32,
}

/// What a sign is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum MarkKind {
    /// `{` or `[`.
    Open(Bracket),
    /// `}` or `]`.
    Close(Bracket),
    Comma,
    Newline,
    /// `// …`, to the end of its line.
    Comment,
    /// `/// …`, to the end of its line.
    Note,
    /// `"` with no other on its line.
    OpenString,
    /// `"""` with no other behind it.
    OpenText,
}

/// A kind of bracket.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Bracket {
    /// `{}`
    Brace,
    /// `[]`
    Square,
}

impl Bracket {
    pub(super) const fn closing(self) -> char {
        match self {
            Self::Brace => '}',
            Self::Square => ']',
        }
    }
}

/// A part of a text that can be read on its own.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Part {
    pub(super) bytes: Range<u32>,
    /// The braces of the part, where they are its only outermost brackets and what stands in
    /// them can be cut.
    pub(super) braces: Option<Braces>,
}

/// A pair of braces, and what stands between them in pieces: each but the last ends with a
/// line that closes a bracket.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Braces {
    pub(super) bytes: Range<u32>,
    pub(super) pieces: Vec<Range<u32>>,
}

/// A text in parts that can be read on their own: each ends with the line on which an
/// outermost bracket is closed; their pieces have at least so many bytes. Nothing where a
/// bracket stands inside more than [`DEEPEST`] others.
pub(super) fn parts(text: &str, least: u32) -> Option<Vec<Part>> {
    let mut parts = Vec::new();
    let mut start = 0;
    let mut depth = 0_usize;
    let mut closed = false;
    let mut outermost = Outermost::default();
    for mark in Marks::new(text) {
        match mark.kind {
            MarkKind::Open(_) if depth == DEEPEST => return None,
            MarkKind::Open(_) => {
                if depth == 0 {
                    outermost.open(mark);
                }
                depth += 1;
            }
            MarkKind::Close(_) => {
                depth = depth.saturating_sub(1);
                closed = true;
                if depth == 0 {
                    outermost.close(mark);
                }
            }
            MarkKind::Newline if closed && depth < 2 => {
                closed = false;
                if depth == 1 {
                    outermost.cut(mark.end, least);
                    continue;
                }
                parts.push(Part {
                    bytes: start..mark.end,
                    braces: outermost.take(),
                });
                start = mark.end;
            }
            MarkKind::Comma
            | MarkKind::Newline
            | MarkKind::Comment
            | MarkKind::Note
            | MarkKind::OpenString
            | MarkKind::OpenText => {}
        }
    }
    let end = offset(text.len());
    let rest = text.get(start as usize..).unwrap_or("");
    match parts.last_mut() {
        Some(last) if rest.trim_ascii().is_empty() => last.bytes.end = end,
        Some(_) | None => parts.push(Part {
            bytes: start..end,
            braces: outermost.take(),
        }),
    }
    Some(parts)
}

/// The outermost brackets of a part, as far as it has been seen.
#[derive(Default)]
struct Outermost {
    open: Option<Mark>,
    closed: Option<Range<u32>>,
    /// Whether they are something else than one pair of braces.
    is_other: bool,
    pieces: Vec<Range<u32>>,
    /// Where the next piece starts.
    start: u32,
}

impl Outermost {
    fn open(&mut self, mark: Mark) {
        self.is_other |= mark.kind != MarkKind::Open(Bracket::Brace) || self.closed.is_some();
        self.open = Some(mark);
        self.start = mark.end;
    }

    fn close(&mut self, mark: Mark) {
        self.is_other |= mark.kind != MarkKind::Close(Bracket::Brace);
        match self.open.take() {
            Some(open) => self.closed = Some(open.start..mark.end),
            None => self.is_other = true,
        }
        self.pieces.push(self.start..mark.start);
    }

    /// Cuts between two lines, where the piece has at least so many bytes.
    fn cut(&mut self, at: u32, least: u32) {
        if at.saturating_sub(self.start) >= least {
            self.pieces.push(self.start..at);
            self.start = at;
        }
    }

    /// Ends the part.
    fn take(&mut self) -> Option<Braces> {
        let seen = std::mem::take(self);
        let bytes = seen.closed?;
        (seen.open.is_none() && !seen.is_other && seen.pieces.len() > 1).then_some(Braces {
            bytes,
            pieces: seen.pieces,
        })
    }
}

/// The marks of a text, in order.
pub(super) struct Marks<'s> {
    text: &'s str,
    at: usize,
    /// Whether a `/*` may still find its `*/`; asked once, so that many do not cost more.
    remarks: bool,
}

impl<'s> Marks<'s> {
    pub(super) const fn new(text: &'s str) -> Self {
        Self {
            text,
            at: 0,
            remarks: true,
        }
    }

    fn rest(&self) -> &'s str {
        self.text.get(self.at..).unwrap_or("")
    }

    fn take(&mut self, kind: MarkKind, length: usize) -> Mark {
        let start = offset(self.at);
        self.at += length;
        Mark {
            kind,
            start,
            end: offset(self.at),
        }
    }

    /// A string: passed over where it is closed.
    fn string(&mut self) -> Option<Mark> {
        if let Some(inner) = self.rest().strip_prefix("\"\"\"") {
            let Some(length) = inner.find("\"\"\"") else {
                return Some(self.take(MarkKind::OpenText, to_first_column(self.rest())));
            };
            self.at += length + 6;
            return None;
        }
        let rest = self.rest();
        let mut escaped = false;
        for (length, byte) in rest.bytes().enumerate().skip(1) {
            match byte {
                b'\n' => return Some(self.take(MarkKind::OpenString, open_length(rest, length))),
                _ if escaped => escaped = false,
                b'\\' => escaped = true,
                b'"' => {
                    self.at += length + 1;
                    return None;
                }
                _ => {}
            }
        }
        Some(self.take(MarkKind::OpenString, open_length(rest, rest.len())))
    }

    /// A comment or a note; a lone slash is passed over.
    fn slash(&mut self) -> Option<Mark> {
        let rest = self.rest();
        let kind = match rest.as_bytes() {
            [b'/', b'/', b'/', b'/', ..] => MarkKind::Comment,
            [b'/', b'/', b'/', ..] => MarkKind::Note,
            [b'/', b'/', ..] => MarkKind::Comment,
            [b'/', b'*', ..] => {
                let end = self.remarks.then(|| rest.find("*/")).flatten();
                self.remarks = end.is_some();
                self.at += end.map_or_else(|| line_length(rest), |length| length + 2);
                return None;
            }
            _ => {
                self.at += 1;
                return None;
            }
        };
        Some(self.take(kind, line_length(rest).max(1)))
    }

    /// `'…'`, after a blank or in brackets, where it is closed on its line.
    fn single(&mut self) {
        let before = self.text.as_bytes().get(self.at.wrapping_sub(1));
        let quoted = matches!(before, Some(b' ' | b'\t' | b'[' | b'{' | b',' | b':'));
        let rest = self.rest().get(1..).unwrap_or("");
        self.at += 1;
        if let (true, Some(end)) = (quoted, rest.find(['\'', '\n'])) {
            let closed = rest.as_bytes().get(end) == Some(&b'\'');
            self.at += if closed { end + 1 } else { 0 };
        }
    }
}

impl Iterator for Marks<'_> {
    type Item = Mark;

    fn next(&mut self) -> Option<Mark> {
        loop {
            let rest = self.text.as_bytes().get(self.at..)?;
            let skipped = rest.iter().position(|byte| is_sign(*byte))?;
            let byte = rest.get(skipped)?;
            self.at += skipped;
            let found = match byte {
                b'{' => Some(self.take(MarkKind::Open(Bracket::Brace), 1)),
                b'[' => Some(self.take(MarkKind::Open(Bracket::Square), 1)),
                b'}' => Some(self.take(MarkKind::Close(Bracket::Brace), 1)),
                b']' => Some(self.take(MarkKind::Close(Bracket::Square), 1)),
                b',' => Some(self.take(MarkKind::Comma, 1)),
                b'\n' => Some(self.take(MarkKind::Newline, 1)),
                b'"' => self.string(),
                b'/' => self.slash(),
                _ => {
                    self.single();
                    None
                }
            };
            if found.is_some() {
                return found;
            }
        }
    }
}

/// Whether something may begin with a byte that is more than itself.
fn is_sign(byte: u8) -> bool {
    SIGNS.get(usize::from(byte)).is_some_and(|is_sign| *is_sign)
}

static SIGNS: [bool; 256] = {
    let mut signs = [false; 256];
    let mut rest: &[u8] = b"{[}],\n\"/'";
    while let [sign, others @ ..] = rest {
        signs[*sign as usize] = true;
        rest = others;
    }
    signs
};

/// The length of a string that is not closed on its line: to the end of the line, but
/// not over a brace there, which belongs to the block.
fn open_length(rest: &str, line: usize) -> usize {
    let line = rest.get(..line).unwrap_or(rest).trim_end();
    line.strip_suffix('{')
        .map_or(line.len(), |before| before.trim_end().len())
        .max(1)
}

/// The length of a text that is not closed: to the next line that starts in column 1.
fn to_first_column(rest: &str) -> usize {
    rest.match_indices('\n')
        .map(|(at, _)| at)
        .find(|at| {
            rest.as_bytes()
                .get(at + 1)
                .is_some_and(|byte| !byte.is_ascii_whitespace())
        })
        .unwrap_or(rest.len())
}

fn line_length(rest: &str) -> usize {
    rest.find('\n').unwrap_or(rest.len())
}

/// A position as spans have it.
fn offset(position: usize) -> u32 {
    // INVARIANT: sources are at most 64 MiB.
    u32::try_from(position).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kinds(text: &str) -> Vec<MarkKind> {
        Marks::new(text).map(|mark| mark.kind).collect()
    }

    #[test]
    fn what_stands_in_strings_and_comments_is_no_mark() {
        assert_eq!(
            kinds("a \"{\\\"}\" $.Lex['{'] \"\"\"{\n[\"\"\" // {"),
            [
                MarkKind::Open(Bracket::Square),
                MarkKind::Close(Bracket::Square),
                MarkKind::Comment
            ]
        );
    }

    #[test]
    fn an_open_string_ends_before_the_brace_of_its_block() {
        let marks: Vec<Mark> = Marks::new("say \"Hi {\n}").collect();
        assert_eq!(marks[0].kind, MarkKind::OpenString);
        assert_eq!((marks[0].start, marks[0].end), (4, 7));
        assert_eq!(marks[1].kind, MarkKind::Open(Bracket::Brace));
    }

    #[test]
    fn depth_is_counted() {
        let nested = |depth| format!("{}{}", "{".repeat(depth), "}".repeat(depth));
        assert!(parts(&nested(DEEPEST), 0).is_some());
        assert!(parts(&nested(DEEPEST + 1), 0).is_none());
        assert!(parts(&"{}".repeat(10_000), 0).is_some());
    }

    fn texts<'t>(text: &'t str, ranges: &[Range<u32>]) -> Vec<&'t str> {
        let of = |range: &Range<u32>| text.get(range.start as usize..range.end as usize);
        ranges.iter().filter_map(of).collect()
    }

    #[test]
    fn a_part_ends_with_the_line_that_closes_it() {
        let text = "queue q\na {\n  b \"}\" {\n}\n} // }\n/// Note.\nc { d }\n\n";
        let parts = parts(text, 0).unwrap();
        let parts: Vec<_> = parts.into_iter().map(|part| part.bytes).collect();
        assert_eq!(
            texts(text, &parts),
            [
                "queue q\na {\n  b \"}\" {\n}\n} // }\n",
                "/// Note.\nc { d }\n\n",
            ]
        );
    }

    #[test]
    fn a_piece_ends_with_a_line_that_closes_a_bracket_in_a_flow() {
        let text = "a {\n  b\n  c {\n    d [\n    ]\n  } // }\n  e\n  f { g }\n  h\n}\n";
        let braces = |text, least| parts(text, least).unwrap().remove(0).braces;
        let pieces = |text, least| braces(text, least).unwrap().pieces;
        let (first, second) = (
            "\n  b\n  c {\n    d [\n    ]\n  } // }\n",
            "  e\n  f { g }\n",
        );
        assert_eq!(texts(text, &pieces(text, 0)), [first, second, "  h\n"]);
        let both = [first, second].concat();
        assert_eq!(texts(text, &pieces(text, 40)), [&both, "  h\n"]);
        assert_eq!(braces(text, 0).unwrap().bytes, 2..text.len() as u32 - 1);
        for other in [
            "a [\n  b { c }\n]\n",
            "a {\n  b { c }\n]\n",
            "a { b { c }\n} { d { e }\n}\n",
            "} a {\n b { c }\n",
            "} a {\n b { c }\n}\n",
        ] {
            assert_eq!(braces(other, 0), None, "{other}");
        }
    }
}
