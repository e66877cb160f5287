//! Objects and lists: what is in them, in order or by its key.

use super::{Document, Node, Parts};
use std::borrow::Cow;

/// One member of an object.
#[derive(Debug, Clone, Copy)]
pub struct Member<'a> {
    /// The key as it stands in the text.
    pub name: Node<'a>,
    /// What stands behind it.
    pub value: Node<'a>,
}

impl<'a> Member<'a> {
    /// What the key says.
    pub fn key(self) -> Cow<'a, str> {
        let name = self.name;
        match name.plain() {
            Some(plain) => Cow::Borrowed(plain),
            None => name.text().unwrap_or(Cow::Borrowed(name.raw())),
        }
    }

    /// The text behind the key, unless it is empty.
    pub fn text(self) -> Option<Cow<'a, str>> {
        self.value.text().filter(|text| !text.is_empty())
    }

    /// Whether the key says this.
    pub fn is_called(self, key: &str) -> bool {
        let part = self.name.part();
        if part.is_escaped() {
            return self.key() == key;
        }
        let (place, text) = (part.place(), self.name.document.text.as_bytes());
        // Most keys have another length.
        place.len() == key.len() + 2
            && text.get(place.start + 1..place.end - 1) == Some(key.as_bytes())
    }
}

/// An object: its members in order, those with one key included.
#[derive(Debug, Clone, Copy)]
pub struct Object<'a> {
    pub(super) document: &'a Document<'a>,
    /// The parts inside of it.
    pub(super) first: usize,
    pub(super) end: usize,
}

/// The members of an object that somebody knows by their keys.
#[derive(Debug, Clone, Copy)]
pub struct Known<'a, const N: usize> {
    /// For each key the member; of several, the last one counts.
    pub members: [Option<Member<'a>>; N],
    /// Whether the object has nothing else, and nothing twice.
    pub is_all: bool,
}

static NOTHING: Document<'static> = Document {
    text: "",
    parts: Parts::new(),
};

/// An object without members.
impl Default for Object<'_> {
    fn default() -> Self {
        Self {
            document: &NOTHING,
            first: 0,
            end: 0,
        }
    }
}

impl<'a> Object<'a> {
    /// Where its values stand, but for those that stand in it deeper than so many levels.
    pub fn outline(self, depth: usize) -> Parts {
        // The object itself stands before what is in it.
        let root = self.first.saturating_sub(1);
        self.document.parts.outline(root, depth)
    }

    /// The members in order.
    pub const fn members(self) -> Members<'a> {
        Members(Elements {
            document: self.document,
            next: self.first,
            end: self.end,
        })
    }

    /// The number of members.
    pub fn len(self) -> usize {
        self.members().count()
    }

    /// Whether it has no members.
    pub const fn is_empty(self) -> bool {
        self.first >= self.end
    }

    /// Whether all keys are different, as far as that is plain: many keys, and keys with
    /// escapes, are for somebody else to look at.
    pub fn has_plain_keys(self) -> bool {
        const FEW: usize = 8;
        let mut members = self.members();
        if members.clone().nth(FEW).is_some() {
            return false;
        }
        while let Some(member) = members.next() {
            let plain = member.name.plain();
            let same = |other: Member<'a>| other.name.raw() == member.name.raw();
            if plain.is_none() || members.clone().any(same) {
                return false;
            }
        }
        true
    }

    /// Its members by these keys.
    pub fn known<const N: usize>(self, keys: &[&str; N]) -> Known<'a, N> {
        let mut known = Known {
            members: [None; N],
            is_all: true,
        };
        for member in self.members() {
            let at = keys.iter().position(|key| member.is_called(key));
            let place = at.and_then(|at| known.members.get_mut(at));
            known.is_all &= place.is_some_and(|place| place.replace(member).is_none());
        }
        known
    }

    /// The value of a key; of several, the last one counts, as everywhere in JSON.
    pub fn get(self, key: &str) -> Option<Node<'a>> {
        self.member(key).map(|member| member.value)
    }

    /// The member of a key.
    pub fn member(self, key: &str) -> Option<Member<'a>> {
        self.members().filter(|member| member.is_called(key)).last()
    }

    /// The text behind a key, unless it is empty.
    pub fn text(self, key: &str) -> Option<Cow<'a, str>> {
        self.member(key)?.text()
    }
}

/// The members of an object.
#[derive(Debug, Clone)]
pub struct Members<'a>(Elements<'a>);

impl<'a> Iterator for Members<'a> {
    type Item = Member<'a>;

    fn next(&mut self) -> Option<Member<'a>> {
        // Nothing stands in a key: what is behind it comes next.
        let Elements {
            document,
            next,
            end,
        } = self.0;
        if next + 1 >= end {
            return None;
        }
        let name = Node { document, at: next };
        let value = Node {
            document,
            at: next + 1,
        };
        self.0.next = value.part().next();
        Some(Member { name, value })
    }
}

/// The elements of a list; none by default.
#[derive(Debug, Clone)]
pub struct Elements<'a> {
    pub(super) document: &'a Document<'a>,
    pub(super) next: usize,
    pub(super) end: usize,
}

impl Default for Elements<'_> {
    fn default() -> Self {
        Object::default().members().0
    }
}

impl<'a> Iterator for Elements<'a> {
    type Item = Node<'a>;

    fn next(&mut self) -> Option<Node<'a>> {
        if self.next >= self.end {
            return None;
        }
        let node = Node {
            document: self.document,
            at: self.next,
        };
        self.next = node.part().next();
        Some(node)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_two_members_with_one_key_the_last_one_counts() {
        let document = Document::read(r#"{"a": 1, "\u0061": 2, "b": "x"}"#).unwrap();
        let object = document.root().object().unwrap();
        assert_eq!(object.get("a").unwrap().raw(), "2");
        assert_eq!(object.text("b").as_deref(), Some("x"));
        assert_eq!((object.len(), object.is_empty()), (3, false));
        assert!(Object::default().is_empty());
        assert_eq!(Object::default().members().count(), 0);
    }

    #[test]
    fn known_members_are_all_where_nothing_else_is_there() {
        for (text, members, is_all) in [
            ("{}", [None, None], true),
            (r#"{"b": 1}"#, [None, Some("1")], true),
            (r#"{"b": 1, "\u0061": 2}"#, [Some("2"), Some("1")], true),
            (r#"{"b": 1, "a": 2, "b": 3}"#, [Some("2"), Some("3")], false),
            (r#"{"a": 1, "c": 2}"#, [Some("1"), None], false),
        ] {
            let document = Document::read(text).unwrap();
            let object = document.root().object().unwrap();
            let known = object.known(&["a", "b"]);
            let raw = known.members.map(|member| Some(member?.value.raw()));
            assert_eq!((raw, known.is_all), (members, is_all), "{text}");
        }
    }

    #[test]
    fn an_outline_knows_what_is_not_deep() {
        let text = r#"[0, {"a\n": {"b": [1]}, "c": [], "d": "x"}]"#;
        let document = Document::read(text).unwrap();
        let object = document.root().list().unwrap()[1].object().unwrap();
        let outline = Document::known(text, object.outline(1));
        let root = outline.root();
        assert_eq!(root.raw(), r#"{"a\n": {"b": [1]}, "c": [], "d": "x"}"#);
        let members = root.object().unwrap().members().map(|member| {
            let value = member.value;
            (member.key(), value.raw(), value.is_closed())
        });
        let members: Vec<_> = members.collect();
        assert_eq!(
            members,
            [
                ("a\n".into(), r#"{"b": [1]}"#, true),
                ("c".into(), "[]", false),
                ("d".into(), "\"x\"", false),
            ]
        );
        assert!(Document::known(text, object.outline(0)).root().is_closed());
    }
}
