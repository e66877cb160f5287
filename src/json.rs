//! JSON in pieces: a document is read once, from its beginning to its end, and every value
//! of it is a piece of its text.
//!
//! `serde_json` does not say where a value stands, and its raw values would be read anew at
//! every level of nesting. What is wrong with a text it says all the same.

mod object;
mod parts;
mod reader;

pub use object::{Elements, Known, Member, Members, Object};
use parts::Part;
pub use parts::Parts;
use reader::Reader;
pub use reader::is_plain;
use serde::de::Error;
use serde_json::value::RawValue;
use std::borrow::Cow;

/// A text that was read: where each of its values stands.
#[derive(Debug, Clone, Default)]
pub struct Document<'a> {
    text: &'a str,
    /// The values in the order of their beginnings; the key of a member stands before what
    /// is behind it.
    parts: Parts,
}

/// One value, as it stands in the text.
#[derive(Debug, Clone, Copy)]
pub struct Node<'a> {
    document: &'a Document<'a>,
    at: usize,
}

/// What a value is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum JsonKind {
    /// Members in braces.
    Object,
    /// Elements in brackets.
    List,
    /// A string.
    Text,
    /// A number.
    Number,
    /// `true` or `false`.
    Flag,
    /// `null`.
    Null,
}

impl JsonKind {
    /// The word for it in a sentence.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Object => "an object",
            Self::List => "a list",
            Self::Text => "a text",
            Self::Number => "a number",
            Self::Flag => "`true` or `false`",
            Self::Null => "`null`",
        }
    }
}

impl<'a> Document<'a> {
    /// Reads a text that is one value. The nesting costs no stack.
    pub fn read(text: &'a str) -> Result<Self, serde_json::Error> {
        match Reader::new(text).document() {
            Some(parts) => Ok(Self { text, parts }),
            None => Err(why(text)),
        }
    }

    /// A text of which somebody knows the parts.
    pub const fn known(text: &'a str, parts: Parts) -> Self {
        Self { text, parts }
    }

    /// The one value of the whole text.
    pub const fn root(&'a self) -> Node<'a> {
        Node {
            document: self,
            at: 0,
        }
    }
}

/// What is wrong with a text that could not be read.
fn why(text: &str) -> serde_json::Error {
    let read = serde_json::from_str::<&RawValue>(text);
    let unreadable = || serde_json::Error::custom("it cannot be read");
    read.err().unwrap_or_else(unreadable)
}

impl<'a> Node<'a> {
    fn part(self) -> Part {
        self.document.parts.get(self.at)
    }

    /// The value as it stands in the text.
    pub fn raw(self) -> &'a str {
        let place = self.part().place();
        self.document.text.get(place).unwrap_or("")
    }

    /// What the value is.
    pub fn kind(self) -> JsonKind {
        let start = self.part().place().start;
        match self.document.text.as_bytes().get(start) {
            Some(b'{') => JsonKind::Object,
            Some(b'[') => JsonKind::List,
            Some(b'"') => JsonKind::Text,
            Some(b't' | b'f') => JsonKind::Flag,
            Some(b'n') | None => JsonKind::Null,
            Some(_) => JsonKind::Number,
        }
    }

    /// Whether two values are the same, as far as that is plain: what is told in another
    /// order or with other escapes is for somebody else to look at.
    pub fn is_plainly(self, other: Node<'_>) -> bool {
        let (inside, others) = (self.parts(), other.parts());
        if inside.len() != others.len() {
            return false;
        }
        let [text, its] = [self, other].map(|node| node.document.text.as_bytes());
        let mut pairs = inside.iter().zip(others).enumerate();
        pairs.all(|(step, (one, two))| {
            let behind = one.next() - self.at;
            if behind != two.next() - other.at {
                false
            } else if behind > step + 1 {
                text.get(one.place().start) == its.get(two.place().start)
            } else {
                text.get(one.place()) == its.get(two.place())
            }
        })
    }

    /// The part of this value, and those of everything in it.
    fn parts(self) -> &'a [Part] {
        let parts = &self.document.parts;
        parts.between(self.at, self.part().next())
    }

    /// Whether it is a list or an object of which only the whole is known, because the
    /// document is an outline.
    pub fn is_closed(self) -> bool {
        self.part().is_closed()
    }

    /// The members, if it is an object.
    pub fn object(self) -> Option<Object<'a>> {
        (self.kind() == JsonKind::Object).then(|| Object {
            document: self.document,
            first: self.at + 1,
            end: self.part().next(),
        })
    }

    /// The elements, if it is a list.
    pub fn elements(self) -> Option<Elements<'a>> {
        (self.kind() == JsonKind::List).then(|| Elements {
            document: self.document,
            next: self.at + 1,
            end: self.part().next(),
        })
    }

    /// The elements in a list of their own.
    pub fn list(self) -> Option<Vec<Self>> {
        self.elements().map(Iterator::collect)
    }

    /// The text, if it is one.
    pub fn text(self) -> Option<Cow<'a, str>> {
        if self.kind() != JsonKind::Text {
            return None;
        }
        match self.plain() {
            Some(plain) => Some(Cow::Borrowed(plain)),
            None => serde_json::from_str::<String>(self.raw())
                .ok()
                .map(Cow::Owned),
        }
    }

    /// What stands in the quotes of a text that has no escapes; only for a text.
    fn plain(self) -> Option<&'a str> {
        let part = self.part();
        let place = part.place();
        let inner = place.start + 1..place.end.checked_sub(1)?;
        (!part.is_escaped())
            .then(|| self.document.text.get(inner))
            .flatten()
    }
}

/// Two documents that begin with the same text.
#[derive(Debug)]
pub struct Twins<'a> {
    documents: [&'a Document<'a>; 2],
    /// The first byte in which they differ.
    fork: usize,
}

impl<'a> Twins<'a> {
    /// The documents of two values.
    pub fn of(one: Node<'a>, other: Node<'a>) -> Self {
        let documents = [one.document, other.document];
        let [one, other] = documents.map(|document| document.text.as_bytes());
        let pieces = one.as_chunks::<64>().0.iter().zip(other.as_chunks().0);
        let whole = 64 * pieces.take_while(|(one, other)| one == other).count();
        let bytes = one.iter().zip(other).skip(whole);
        let fork = whole + bytes.take_while(|(one, other)| one == other).count();
        Self { documents, fork }
    }

    /// Whether two values are the same text; of these documents, what stands before their
    /// fork is not looked at again.
    pub fn is_same_text(&self, one: Node<'_>, other: Node<'_>) -> bool {
        let [place, its] = [one, other].map(|node| node.part().place());
        let [first, second] = self.documents;
        let are_ours =
            std::ptr::addr_eq(first, one.document) && std::ptr::addr_eq(second, other.document);
        if are_ours && place.start == its.start && place.start < self.fork {
            return place == its && place.end <= self.fork;
        }
        one.raw() == other.raw()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Whether a text is read, and so read that every value in it is what `serde_json` says.
    fn check(text: &str) {
        let read = Document::read(text);
        let known = serde_json::from_str::<serde_json::Value>(text);
        let raw = serde_json::from_str::<&RawValue>(text);
        assert_eq!(read.is_ok(), raw.is_ok(), "{text}");
        if let (Ok(document), Ok(known)) = (read, known) {
            assert_eq!(value(document.root()), known, "{text}");
        }
    }

    fn value(node: Node<'_>) -> serde_json::Value {
        match (node.object(), node.elements(), node.text()) {
            (Some(object), ..) => object
                .members()
                .map(|member| (member.key().into_owned(), value(member.value)))
                .collect(),
            (_, Some(elements), _) => elements.map(value).collect(),
            (.., Some(text)) => serde_json::Value::from(text.as_ref()),
            (None, None, None) => serde_json::from_str(node.raw()).unwrap(),
        }
    }

    #[test]
    fn a_document_is_read_as_everybody_reads_it() {
        for text in [
            r#" { "a": [1, -0, 2.50, 1e9, 1E-2, -3.0e+1], "b\n": {}, "": [] , "c": [[], [{}]] } "#,
            r#"[true, false, null, "", "\u00fc\ud83d\ude00", "/\/", "ü"]"#,
            r#"{"a": 1, "a": 2}"#,
            "\t\r\n 0",
            "\"\"",
        ] {
            assert!(Document::read(text).is_ok(), "{text}");
            check(text);
        }
    }

    #[test]
    fn what_is_no_document_is_refused_for_the_reason_that_everybody_gives() {
        for text in [
            "",
            " ",
            "{",
            "}",
            "[",
            "]",
            "[1",
            "[1,",
            "[1,]",
            "[,]",
            "[1 2]",
            "{\"a\"}",
            "{\"a\":}",
            "{\"a\":1,}",
            "{a:1}",
            "{1:1}",
            "{\"a\" 1}",
            "{\"a\":1 \"b\":2}",
            "[1}",
            "{\"a\":1]",
            "01",
            "-",
            "-a",
            "1.",
            "1.e1",
            "1e",
            "1e+",
            ".5",
            "+1",
            "tru",
            "truE",
            "nul",
            "fals",
            "\"",
            "\"\\",
            "\"\\x\"",
            "\"\\u12\"",
            "\"\\u12g4\"",
            "\"a\nb\"",
            "\"\u{1}\"",
            "1 1",
            "{} x",
            "[] ]",
            "\u{feff}{}",
            "NaN",
            "'a'",
            "// x",
            "{\"a\":\"\\ud800\"}",
            "-01",
        ] {
            check(text);
        }
    }

    #[test]
    fn nothing_that_is_cut_or_changed_is_read_otherwise() {
        let text = r#"{"a\"b": [1.5e3, {"c": null}, "\u00e9x", true], "d": -0.1}"#;
        for end in 0..=text.len() {
            check(text.split_at(end).0);
        }
        for at in 0..text.len() {
            let (before, behind) = text.split_at(at);
            let mut rest = behind.chars();
            rest.next();
            let rest = rest.as_str();
            for sign in [
                "{", "}", "[", "]", ",", ":", "\"", "\\", "0", "e", "-", ".", " ", "\n",
            ] {
                check(&format!("{before}{sign}{rest}"));
                check(&format!("{before}{sign}{behind}"));
            }
        }
    }

    #[test]
    fn what_is_plainly_the_same_is_the_same() {
        let texts = [
            r#"{"a": [1, {}], "b": "x"}"#,
            r#"{"a":[1,{}],"b":"x"}"#,
            r#"{"b": "x", "a": [1, {}]}"#,
            r#"{"a": [1], "b": {}}"#,
            r#"{"a": [1, []], "b": "x"}"#,
            r#"{"a": {"1": {}}, "b": "x"}"#,
        ];
        let documents = texts.map(|text| Document::read(text).unwrap());
        let same = documents
            .each_ref()
            .map(|other| documents[0].root().is_plainly(other.root()));
        assert_eq!(same, [true, true, false, false, false, false]);
    }

    #[test]
    fn twins_know_what_is_the_same_text() {
        let text = |last: &str| format!("[\"{}\", [1], {last}, [2], 2]", "-".repeat(100));
        let texts = [text("3"), text("4"), text("33")].map(|text| text + " ");
        for [one, other] in
            [[0, 0], [0, 1], [0, 2], [2, 0]].map(|two| two.map(|at: usize| &texts[at]))
        {
            let [one, other] = [one, other].map(|text| Document::read(text).unwrap());
            let twins = Twins::of(one.root(), other.root());
            let nodes = |document: &'_ Document<'_>| -> Vec<(usize, String)> {
                let nodes = document.root().elements().unwrap().chain([document.root()]);
                nodes.map(|node| (node.at, node.raw().to_owned())).collect()
            };
            for (at, raw) in nodes(&one) {
                for (its, other_raw) in nodes(&other) {
                    let node = Node { document: &one, at };
                    let two = Node {
                        document: &other,
                        at: its,
                    };
                    assert_eq!(
                        twins.is_same_text(node, two),
                        raw == other_raw,
                        "{raw} {other_raw}"
                    );
                    // Those of other documents are compared all the same.
                    assert_eq!(twins.is_same_text(two, node), raw == other_raw);
                }
            }
        }
    }

    #[test]
    fn nesting_takes_no_stack() {
        let many = 100_000;
        let text = format!("{}{}", "[{\"a\":".repeat(many), "}]".repeat(many));
        assert!(Document::read(&text).is_err());
        let text = format!("{}1{}", "[{\"a\":".repeat(many), "}]".repeat(many));
        assert!(Document::read(&text).is_ok());
    }
}
