//! Parameters on their way into a document: values at paths, each with its origin.

use crate::import::written::Written;
use crate::source::Span;

/// A value of JSON with the place it was made from.
#[derive(Debug)]
pub struct Tree {
    from: Span,
    what: What,
}

#[derive(Debug)]
enum What {
    Json(String),
    List(Vec<Tree>),
    Object(Vec<(String, Tree)>),
}

impl Tree {
    /// A finished piece of JSON.
    pub const fn json(json: String, from: Span) -> Self {
        let what = What::Json(json);
        Self { from, what }
    }

    /// A text.
    pub fn text(text: &str, from: Span) -> Self {
        Self::json(serde_json::Value::from(text).to_string(), from)
    }

    /// An object of one member.
    pub fn one(key: &str, value: Self, from: Span) -> Self {
        let what = What::Object(vec![(key.to_owned(), value)]);
        Self { from, what }
    }

    /// An object without members.
    pub const fn object(from: Span) -> Self {
        let what = What::Object(Vec::new());
        Self { from, what }
    }

    /// Puts a value at a path of keys joined with dots; gives it back where there is one.
    pub fn put(&mut self, path: &str, value: Self) -> Option<Self> {
        match path.split_once('.') {
            Some((key, rest)) => match self.below(key, value.from) {
                Some(inner) => inner.put(rest, value),
                None => Some(value),
            },
            None if self.member(path).is_some() => Some(value),
            None => {
                self.push(path, value);
                None
            }
        }
    }

    /// Puts a value at a path, whatever stands there.
    pub fn replace(&mut self, path: &str, value: Self) {
        if let Some((key, rest)) = path.split_once('.') {
            if let Some(inner) = self.below(key, value.from) {
                inner.replace(rest, value);
            }
        } else if let Some(known) = self.member(path) {
            *known = value;
        } else {
            self.push(path, value);
        }
    }

    /// The object at a key, made if need be.
    pub fn below(&mut self, key: &str, from: Span) -> Option<&mut Self> {
        if self.member(key).is_none() {
            self.push(key, Self::object(from));
        }
        self.member(key)
            .filter(|inner| matches!(inner.what, What::Object(_)))
    }

    /// The list at a key, made if need be.
    pub fn list(&mut self, key: &str, from: Span) -> Option<&mut Vec<Self>> {
        if self.member(key).is_none() {
            let what = What::List(Vec::new());
            self.push(key, Self { from, what });
        }
        match &mut self.member(key)?.what {
            What::List(list) => Some(list),
            What::Json(_) | What::Object(_) => None,
        }
    }

    /// Adds a member, whether or not there is one of this key.
    pub fn push(&mut self, key: &str, value: Self) {
        if let What::Object(members) = &mut self.what {
            members.push((key.to_owned(), value));
        }
    }

    fn member(&mut self, key: &str) -> Option<&mut Self> {
        let What::Object(members) = &mut self.what else {
            return None;
        };
        let mut members = members.iter_mut();
        members.find_map(|(known, value)| (known == key).then_some(value))
    }

    /// Writes the value.
    pub fn write(&self, out: &mut Written) {
        out.made_from(self.from, |out| match &self.what {
            What::Json(json) => out.raw(json),
            What::List(list) => {
                out.raw("[");
                for (index, element) in list.iter().enumerate() {
                    out.raw(if index == 0 { "" } else { "," });
                    element.write(out);
                }
                out.raw("]");
            }
            What::Object(members) => {
                out.raw("{");
                for (key, value) in members {
                    out.key(key);
                    value.write(out);
                }
                out.raw("}");
            }
        });
    }
}
