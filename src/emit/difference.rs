//! What has to change for one document to become another.
//!
//! A difference counts as long as the document still says what it said then. The documents
//! are looked at in pieces: as values they would take many times the room of their texts.

use super::json::Writer;
use super::pairs::{Pairs, name_of, value};
use crate::json::{Document, Node, Object, Twins};
use serde_json::{Map, Value, json};
use std::collections::BTreeSet;

/// The lists of a document whose elements have names, each with the key that holds them.
const LISTS: [(&str, &str); 3] = [
    ("Actions", "Identifier"),
    ("Errors", "ErrorType"),
    ("Conditions", "Condition"),
];

/// The key that names the elements of a list.
fn name_in(list: &str) -> Option<&'static str> {
    let known = LISTS.iter().find(|(known, _)| *known == list);
    known.map(|(_, name)| *name)
}

/// What marks a list that is kept by the names of its elements.
const ORDER: &str = "order";
const NAMED: &str = "named";

/// What mark the two sides of a change.
const WAS: &str = "was";
const IS: &str = "is";

/// How deep objects are looked into; deeper ones are kept as a whole.
const DEEPEST: usize = 16;

/// Writes what has to change for `before` to become `after` as the member `key`; nothing
/// where they say the same, or where one of them is nested so deep that nobody reads it.
///
/// Of outlines, only those pieces are read that are not the same text in both documents.
pub fn difference(json: &mut Writer, key: &str, before: Node<'_>, after: Node<'_>) {
    let mut changes = Changes {
        json,
        twins: Twins::of(before, after),
        levels: Vec::new(),
        open: 0,
    };
    changes.between(key, None, [Some(before), Some(after)], DEEPEST);
}

/// Differences on their way into a document.
struct Changes<'w, 'd> {
    json: &'w mut Writer,
    twins: Twins<'d>,
    /// The keys of the objects that are looked into.
    levels: Vec<String>,
    /// How many of them have a difference, and are begun.
    open: usize,
}

impl Changes<'_, '_> {
    /// What differs between two values behind one key, the earlier one first.
    fn between(
        &mut self,
        key: &str,
        list: Option<&str>,
        nodes: [Option<Node<'_>>; 2],
        depth: usize,
    ) {
        if let [Some(one), Some(other)] = nodes
            && depth > 0
        {
            if self.twins.is_same_text(one, other) {
                return;
            }
            let [before, after] = [one, other].map(opened);
            if before.is_some() || after.is_some() {
                let [one, other] = [(&before, one), (&after, other)]
                    .map(|(read, node)| read.as_ref().map_or(node, Document::root));
                // It may be laid out in another way.
                if !one.is_plainly(other) {
                    self.between(key, list, [Some(one), Some(other)], depth);
                }
                return;
            }
            if let (Some(one), Some(other)) = (one.object(), other.object()) {
                return self.inside(key, |changes| changes.members(one, other, depth));
            }
            if let Some(pairs) = list.and_then(|name| Pairs::named([one, other], name)) {
                return self.inside(key, |changes| changes.elements(pairs, depth));
            }
        }
        let leaf = |node: Option<Node<'_>>| match node.map(value) {
            Some(value) => value.map(|value| Some(keyed_as(list, value))),
            None => Some(None),
        };
        let [before, after] = nodes.map(leaf);
        if let (Some(before), Some(after)) = (before, after)
            && before != after
        {
            self.leaf(key, before.as_ref(), after.as_ref());
        }
    }

    /// Looks into what stands behind a key.
    fn inside(&mut self, key: &str, look: impl FnOnce(&mut Self)) {
        self.levels.push(key.to_owned());
        look(self);
        if self.open == self.levels.len() {
            self.json.end_object();
            self.json.end_object();
            self.open -= 1;
        }
        self.levels.pop();
    }

    fn leaf(&mut self, key: &str, before: Option<&Value>, after: Option<&Value>) {
        self.change(key, |json| {
            for (key, value) in [(WAS, before), (IS, after)] {
                if let Some(value) = value {
                    json.key(key);
                    write(json, value);
                }
            }
        });
    }

    /// Writes a change of what stands behind a key.
    fn change(&mut self, key: &str, write: impl FnOnce(&mut Writer)) {
        for level in self.levels.iter().skip(self.open) {
            self.json.key(level).begin_object();
            self.json.key("in").begin_object();
        }
        self.open = self.levels.len();
        self.json.key(key).object(write);
    }

    fn members<'a>(&mut self, one: Object<'a>, other: Object<'a>, depth: usize) {
        if keys_agree(one, other) {
            for (one, other) in one.members().zip(other.members()) {
                let key = one.key();
                let name = name_in(&key);
                self.between(&key, name, [Some(one.value), Some(other.value)], depth - 1);
            }
            return;
        }
        for (key, nodes) in Pairs::members([one, other]).all {
            let name = name_in(&key);
            self.between(&key, name, nodes, depth - 1);
        }
    }

    fn elements(&mut self, pairs: Pairs<'_>, depth: usize) {
        if !pairs.is_in_order() {
            self.change(ORDER, |json| {
                for (side, key) in [WAS, IS].into_iter().enumerate() {
                    json.key(key).list(|json| {
                        pairs.order(side).for_each(|name| json.text(name));
                    });
                }
            });
        }
        self.inside(NAMED, |changes| {
            for (name, nodes) in pairs.all {
                changes.between(&name, None, nodes, depth - 1);
            }
        });
    }
}

/// A piece that an outline knows too little of, or of its elements, as a document.
fn opened(node: Node<'_>) -> Option<Document<'_>> {
    let mut elements = node.elements().into_iter().flatten();
    let is_vague = node.is_closed() || elements.any(Node::is_closed);
    // What an outline was made of has been read before, and can be read again.
    is_vague.then(|| Document::read(node.raw()).unwrap_or_default())
}

/// Writes any value.
fn write(json: &mut Writer, value: &Value) {
    match value {
        Value::Object(map) => json.object(|json| {
            for (key, inner) in map {
                json.key(key);
                write(json, inner);
            }
        }),
        Value::Array(list) => json.list(|json| {
            for inner in list {
                write(json, inner);
            }
        }),
        Value::String(text) => json.text(text),
        Value::Null | Value::Bool(_) | Value::Number(_) => json.raw(&value.to_string()),
    }
}

/// Whether two objects have the same keys in one order, each once.
fn keys_agree(one: Object<'_>, other: Object<'_>) -> bool {
    if one.len() != other.len() {
        return false;
    }
    let mut pairs = one.members().zip(other.members());
    if !pairs.all(|(one, other)| one.name.raw() == other.name.raw()) {
        return false;
    }
    let mut names: Vec<&str> = one.members().map(|member| member.name.raw()).collect();
    names.sort_unstable();
    let mut twins = names.iter().zip(names.iter().skip(1));
    !twins.any(|(one, other)| one == other) && !names.iter().any(|name| name.contains('\\'))
}

/// A document whose lists of named elements are objects, so that an element is the same
/// wherever it stands.
pub fn keyed(value: Value) -> Value {
    keyed_as(None, value)
}

fn keyed_as(name: Option<&str>, value: Value) -> Value {
    match value {
        Value::Object(map) => {
            let entries = map.into_iter();
            let entries = entries.map(|(key, inner)| {
                let inner = keyed_as(name_in(&key), inner);
                (key, inner)
            });
            Value::Object(entries.collect())
        }
        Value::Array(list) => {
            let elements: Vec<Value> = list.into_iter().map(keyed).collect();
            match name.and_then(|name| names(&elements, name)) {
                Some(names) => {
                    let named: Map<String, Value> = names.iter().cloned().zip(elements).collect();
                    json!({ ORDER: names, NAMED: named })
                }
                None => Value::Array(elements),
            }
        }
        other @ (Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_)) => other,
    }
}

/// The names of the elements of a list, if they all have one of their own.
fn names(elements: &[Value], name: &str) -> Option<Vec<String>> {
    let names = elements
        .iter()
        .map(|element| Some(name_of(element.get(name)?)));
    let names = names.collect::<Option<Vec<String>>>()?;
    let different: BTreeSet<&String> = names.iter().collect();
    (different.len() == names.len()).then_some(names)
}

/// The document whose lists are objects with their elements' names, as it was.
pub fn unkeyed(value: Value) -> Value {
    match value {
        Value::Object(mut map)
            if map.len() == 2 && map.contains_key(NAMED) && map.contains_key(ORDER) =>
        {
            let order = map.remove(ORDER).unwrap_or_default();
            let Some(Value::Object(mut named)) = map.remove(NAMED) else {
                return Value::Array(Vec::new());
            };
            let mut elements = Vec::with_capacity(named.len());
            let mut known = BTreeSet::new();
            let names = order.as_array().into_iter().flatten();
            for name in names.filter_map(Value::as_str) {
                if let Some(element) = named.get_mut(name).filter(|_| known.insert(name)) {
                    elements.push(unkeyed(std::mem::take(element)));
                }
            }
            let new = named.into_iter();
            let new = new.filter(|(name, _)| !known.contains(name.as_str()));
            elements.extend(new.map(|(_, element)| unkeyed(element)));
            Value::Array(elements)
        }
        Value::Object(map) => {
            let entries = map.into_iter().map(|(key, inner)| (key, unkeyed(inner)));
            Value::Object(entries.collect())
        }
        Value::Array(list) => list.into_iter().map(unkeyed).collect(),
        other @ (Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_)) => other,
    }
}

/// A value with the differences that still count, each in its place.
pub fn applied(value: Option<Value>, difference: &Value) -> Option<Value> {
    let Some(inside) = difference.get("in").and_then(Value::as_object) else {
        let still = value.as_ref() == difference.get(WAS);
        return if still {
            difference.get(IS).cloned()
        } else {
            value
        };
    };
    let Some(Value::Object(mut map)) = value else {
        return value;
    };
    for (key, inner) in inside {
        // Elements that are new stand behind those that are known.
        if key == ORDER && map.contains_key(NAMED) {
            let order = inner.get(IS).cloned();
            map.extend(order.map(|order| (key.clone(), order)));
            continue;
        }
        let before = map.get_mut(key).map(std::mem::take);
        match applied(before, inner) {
            Some(value) => {
                map.insert(key.clone(), value);
            }
            None => {
                map.shift_remove(key);
            }
        }
    }
    Some(Value::Object(map))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn differs(before: &str, after: &str) -> Option<Value> {
        let [before, after] = [before, after].map(|text| Document::read(text).unwrap());
        let difference = |before: &Document<'_>, after: &Document<'_>| {
            let mut json = Writer::default();
            json.object(|json| difference(json, "all", before.root(), after.root()));
            json.finish()
        };
        let written = difference(&before, &after);
        // Of outlines, what is needed is read.
        for (of_before, of_after) in
            (0..4).flat_map(|depth| (0..4).map(move |other| (depth, other)))
        {
            let outlines = [(&before, of_before), (&after, of_after)].map(|(document, depth)| {
                let root = document.root();
                Some(Document::known(root.raw(), root.object()?.outline(depth)))
            });
            if let [Some(one), Some(other)] = &outlines {
                for (one, other) in [(one, other), (&before, other), (one, &after)] {
                    assert_eq!(difference(one, other), written, "{of_before} {of_after}");
                }
            }
        }
        let mut written: Value = serde_json::from_str(&written).unwrap();
        written.get_mut("all").map(Value::take)
    }

    fn between(before: &Value, after: &Value) -> Option<Value> {
        let (before, after) = (before.to_string(), after.to_string());
        differs(&before, &after)
    }

    #[test]
    fn differences_lead_from_one_document_to_the_other() {
        let before =
            json!({ "a": 1, "b": { "c": [1], "d": null }, "Errors": [{ "ErrorType": "x" }] });
        let after = json!({ "b": { "c": [2], "e": {} }, "Errors": [{ "ErrorType": "y" }, { "ErrorType": "x", "k": 1 }] });
        let difference = between(&before, &after).unwrap();
        let led = |from: Value| applied(Some(keyed(from)), &difference).map(unkeyed);
        assert_eq!(led(before), Some(after));
        let edited = json!({ "a": 3, "b": { "c": [1], "new": 1 } });
        let merged = json!({ "a": 3, "b": { "c": [2], "e": {}, "new": 1 } });
        assert_eq!(led(edited), Some(merged));
    }

    #[test]
    fn what_changes_stays_in_its_place() {
        let before = json!({ "a": 1, "b": { "c": 1 }, "d": [] });
        let after = json!({ "a": 2, "b": { "c": 2 }, "d": [] });
        let difference = between(&before, &after).unwrap();
        let led = applied(Some(keyed(before)), &difference).unwrap();
        assert_eq!(led.to_string(), after.to_string());
    }

    #[test]
    fn documents_that_say_the_same_do_not_differ() {
        let one = r#"{"a": [1, {"b": 2}], "Errors": []}"#;
        let other = r#"{"Errors":[],"a":[1,{"b":2}]}"#;
        assert_eq!(differs(one, other), None);
    }

    #[test]
    fn nesting_takes_no_stack() {
        let deep = |inside: &str| {
            let many = 100_000;
            format!("{}{inside}{}", "{\"a\":".repeat(many), "}".repeat(many))
        };
        assert_eq!(differs(&deep("1"), &deep("2")), None);
    }
}
