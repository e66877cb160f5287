//! JSON in pieces: every value is a piece of the text it was read from, and is looked into
//! only when somebody asks.

use serde::de::{Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;
use std::borrow::Cow;
use std::fmt;

/// One value, as it stands in the text.
#[derive(Debug, Clone, Copy)]
pub struct Node<'a> {
    raw: &'a str,
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

/// One member of an object.
#[derive(Debug, Clone)]
pub struct Member<'a> {
    /// Its key.
    pub key: Cow<'a, str>,
    /// The key as it stands in the text.
    pub name: Node<'a>,
    /// What stands behind it.
    pub value: Node<'a>,
}

/// The members of an object, in order.
#[derive(Debug, Clone, Default)]
pub struct Object<'a> {
    /// The members, those with one key included.
    pub members: Vec<Member<'a>>,
}

impl<'a> Object<'a> {
    /// The value of a key; of several, the last one counts, as everywhere in JSON.
    pub fn get(&self, key: &str) -> Option<Node<'a>> {
        self.member(key).map(|member| member.value)
    }

    /// The member of a key.
    pub fn member(&self, key: &str) -> Option<&Member<'a>> {
        self.members.iter().rev().find(|member| member.key == key)
    }

    /// The text behind a key, unless it is empty.
    pub fn text(&self, key: &str) -> Option<Cow<'a, str>> {
        self.get(key)?.text().filter(|text| !text.is_empty())
    }
}

impl<'a> Node<'a> {
    /// The one value of a whole text. The nesting costs no stack.
    pub fn parse(text: &'a str) -> Result<Self, serde_json::Error> {
        serde_json::from_str::<&RawValue>(text).map(Self::of)
    }

    fn of(raw: &'a RawValue) -> Self {
        Self { raw: raw.get() }
    }

    /// The value as it stands in the text.
    pub const fn raw(self) -> &'a str {
        self.raw
    }

    /// What the value is.
    pub fn kind(self) -> JsonKind {
        match self.raw.bytes().next() {
            Some(b'{') => JsonKind::Object,
            Some(b'[') => JsonKind::List,
            Some(b'"') => JsonKind::Text,
            Some(b't' | b'f') => JsonKind::Flag,
            Some(b'n') | None => JsonKind::Null,
            Some(_) => JsonKind::Number,
        }
    }

    /// The members, if it is an object.
    pub fn object(self) -> Option<Object<'a>> {
        if self.kind() != JsonKind::Object {
            return None;
        }
        let mut json = serde_json::Deserializer::from_str(self.raw);
        json.deserialize_map(Members).ok()
    }

    /// The elements, if it is a list.
    pub fn list(self) -> Option<Vec<Self>> {
        if self.kind() != JsonKind::List {
            return None;
        }
        let mut json = serde_json::Deserializer::from_str(self.raw);
        json.deserialize_seq(Elements).ok()
    }

    /// The text, if it is one.
    pub fn text(self) -> Option<Cow<'a, str>> {
        let inner = self.raw.strip_prefix('"')?.strip_suffix('"')?;
        if inner.contains('\\') {
            serde_json::from_str::<String>(self.raw)
                .ok()
                .map(Cow::Owned)
        } else {
            Some(Cow::Borrowed(inner))
        }
    }
}

struct Members;

impl<'de> Visitor<'de> for Members {
    type Value = Object<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Object<'de>, A::Error> {
        let mut members = Vec::new();
        while let Some((key, value)) = map.next_entry::<&RawValue, &RawValue>()? {
            let name = Node::of(key);
            members.push(Member {
                key: name.text().unwrap_or(Cow::Borrowed(name.raw)),
                name,
                value: Node::of(value),
            });
        }
        Ok(Object { members })
    }
}

struct Elements;

impl<'de> Visitor<'de> for Elements {
    type Value = Vec<Node<'de>>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Vec<Node<'de>>, A::Error> {
        let mut elements = Vec::new();
        while let Some(element) = list.next_element::<&RawValue>()? {
            elements.push(Node::of(element));
        }
        Ok(elements)
    }
}
