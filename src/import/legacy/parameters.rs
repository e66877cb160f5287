//! Parameters of an old block as those of the action it is today.

use super::table::{How, NAMESPACES, OldBlock, OldParameter, SYSTEM, SYSTEM_NAMES, Words};
use super::tree::Tree;
use crate::catalogue::{
    PROMPT, Parameter, ROOTS, ResourceKind, Shape, placeholder_arn, rows_of_action,
};
use crate::import::json::{JsonKind, Node, Object, Places};
use crate::import::written::Written;
use crate::source::Span;
use std::borrow::Cow;
use std::collections::BTreeMap;

/// The parameters of one block.
pub struct Parameters<'p, 'a> {
    places: &'p Places<'a>,
    old: &'static OldBlock,
    all: All<'a>,
}

/// The parameters of a block, each of which may say something about another.
struct All<'a> {
    list: Vec<Old<'a>>,
    /// What the first of each name says.
    said: BTreeMap<Cow<'a, str>, Cow<'a, str>>,
}

/// One parameter: `{"name": …, "value": …, "namespace": …, "key": …}`.
struct Old<'a> {
    name: Cow<'a, str>,
    node: Node<'a>,
    object: Object<'a>,
}

impl<'p, 'a> Parameters<'p, 'a> {
    pub fn new(places: &'p Places<'a>, old: &'static OldBlock, module: &Object<'a>) -> Self {
        Self {
            places,
            old,
            all: All::of(module),
        }
    }

    /// The `Parameters` of the action.
    pub fn tree(&self, from: Span) -> Tree {
        let mut tree = Tree::object(from);
        for (path, value) in self.old.fixed {
            tree.push(path, Tree::text(value, from));
        }
        for parameter in &self.all.list {
            self.add(parameter, &mut tree);
        }
        tree
    }

    fn add(&self, parameter: &Old<'a>, tree: &mut Tree) {
        let from = self.places.of(parameter.node);
        let Some(how) = how(self.old, &parameter.name) else {
            return keep(parameter, tree, from);
        };
        match how {
            How::Told => {}
            How::At(path) => self.at(parameter, path, tree),
            How::Said if self.is_ssml() => self.at(parameter, "SSML", tree),
            How::Said => self.at(parameter, "Text", tree),
            How::Word(path, words) => match word(parameter, words) {
                Some("") => {}
                Some(json) => {
                    // What is there already wins.
                    let _ = tree.put(path, Tree::json(json.to_owned(), from));
                }
                None if path.is_empty() => keep(parameter, tree, from),
                None => self.at(parameter, path, tree),
            },
            How::Instead(path, words) => match word(parameter, words) {
                Some("") => {}
                Some(json) => tree.replace(path, Tree::json(json.to_owned(), from)),
                None => keep(parameter, tree, from),
            },
            How::Entry(path) => {
                let key = parameter.object.text("key").unwrap_or_default();
                self.entry(parameter, path, &key, tree);
            }
            How::Under(path, other) => {
                self.entry(parameter, path, self.all.said(other), tree);
            }
            How::Prompt(path, said) => self.prompt(parameter, path, said, tree),
            How::Direction(words) => direction(parameter, words, tree, from),
            How::Compared(path, other) => {
                let name = parameter.object.text("value").unwrap_or_default();
                let value = reference(self.all.said(other), &name);
                let _ = tree.put(path, Tree::text(&value, from));
            }
            How::Data(fields) => data(parameter, fields, tree, from),
        }
    }

    fn at(&self, parameter: &Old<'a>, path: &str, tree: &mut Tree) {
        let Some(json) = value(parameter, kind_at(self.old.action, path)) else {
            return;
        };
        let from = self.places.of(parameter.node);
        if tree.put(path, Tree::json(json, from)).is_some() {
            keep(parameter, tree, from);
        }
    }

    fn entry(&self, parameter: &Old<'a>, path: &str, key: &str, tree: &mut Tree) {
        let from = self.places.of(parameter.node);
        let json = value(parameter, kind_at(self.old.action, path));
        let json = json.unwrap_or_else(|| "\"\"".to_owned());
        if let Some(map) = tree.below(path, from) {
            map.push(key, Tree::json(json, from));
        }
    }

    fn prompt(&self, parameter: &Old<'a>, path: &str, said: &str, tree: &mut Tree) {
        let from = self.places.of(parameter.node);
        let is_ssml = parameter
            .object
            .text("key")
            .is_some_and(|key| key == "ssml");
        let said = if said == "Text" && is_ssml {
            "SSML"
        } else {
            said
        };
        let json = value(parameter, kind_in(PROMPT, said));
        let json = json.unwrap_or_else(|| "\"\"".to_owned());
        if let Some(list) = tree.list(path, from) {
            list.push(Tree::one(said, Tree::json(json, from), from));
        }
    }

    fn is_ssml(&self) -> bool {
        self.all.said("TextToSpeechType") == "ssml"
    }
}

impl<'a> All<'a> {
    fn of(module: &Object<'a>) -> Self {
        let list = module.get("parameters").and_then(Node::list);
        let list = list.unwrap_or_default().into_iter();
        let list: Vec<Old<'a>> = list
            .map(|node| {
                let object = node.object().unwrap_or_default();
                Old {
                    name: object.text("name").unwrap_or_default(),
                    node,
                    object,
                }
            })
            .collect();
        let mut said = BTreeMap::new();
        for parameter in &list {
            let value = parameter.object.text("value").unwrap_or_default();
            said.entry(parameter.name.clone()).or_insert(value);
        }
        Self { list, said }
    }

    /// What the parameter of a name says; empty where it is not there.
    fn said(&self, name: &str) -> &str {
        self.said.get(name).map_or("", Cow::as_ref)
    }
}

fn how(old: &OldBlock, name: &str) -> Option<How> {
    let mut known = old.parameters.iter();
    known
        .find(|(known, _): &&OldParameter| *known == name)
        .map(|(_, how)| *how)
}

/// Keeps a parameter that has no place today, so that the reader says so.
fn keep(parameter: &Old<'_>, tree: &mut Tree, from: Span) {
    let json = parameter
        .object
        .get("value")
        .unwrap_or(parameter.node)
        .raw();
    tree.push(&parameter.name, Tree::json(json.to_owned(), from));
}

/// What a word of a list is today; the case of letters makes no difference.
fn word(parameter: &Old<'_>, words: Words) -> Option<&'static str> {
    let said = plain(parameter.object.get("value")?)?;
    let mut known = words.iter();
    known
        .find(|(old, _)| old.eq_ignore_ascii_case(&said))
        .map(|(_, json)| *json)
}

fn direction(parameter: &Old<'_>, words: Words, tree: &mut Tree, from: Span) {
    let Some(json) = word(parameter, words) else {
        return keep(parameter, tree, from);
    };
    let Some(participants) = tree.list("Participants", from) else {
        return;
    };
    if participants.is_empty() {
        let mut customer = Tree::object(from);
        customer.push("ParticipantType", Tree::text("Customer", from));
        participants.push(customer);
    }
    let customer = participants.first_mut();
    if let Some(list) = customer.and_then(|customer| customer.list("MediaDirections", from)) {
        list.push(Tree::json(json.to_owned(), from));
    }
}

/// `{"name": "ContactData", "namespace": …, "languageCode": …}`.
fn data(parameter: &Old<'_>, fields: &[(&str, &str)], tree: &mut Tree, from: Span) {
    for member in parameter.object.members() {
        let key = member.key();
        if ["name", "namespace"].contains(&key.as_ref()) {
            continue;
        }
        let field = fields.iter().find(|(old, _)| *old == key);
        match (field, member.value.object()) {
            (Some((_, path)), Some(reference)) => {
                contact_reference(parameter, &reference, path, tree, from);
            }
            (Some((_, path)), None) => {
                let json = said(parameter, member.value);
                if tree.put(path, Tree::json(json.clone(), from)).is_some() {
                    tree.push(&key, Tree::json(json, from));
                }
            }
            (None, _) => {
                tree.push(&key, Tree::json(member.value.raw().to_owned(), from));
            }
        }
    }
}

/// `{"key": …, "value": …, "type": "URL"}` becomes `"KEY": {"Value": …, "Type": "URL"}`.
fn contact_reference(
    parameter: &Old<'_>,
    reference: &Object<'_>,
    path: &str,
    tree: &mut Tree,
    from: Span,
) {
    let mut entry = Tree::object(from);
    if let Some(value) = reference.get("value") {
        entry.push("Value", Tree::json(said(parameter, value), from));
    }
    if let Some(kind) = reference.get("type") {
        entry.push("Type", Tree::json(kind.raw().to_owned(), from));
    }
    if let Some(map) = tree.below(path, from) {
        map.push(&reference.text("key").unwrap_or_default(), entry);
    }
}

/// The value as JSON of today. Nothing where the parameter says nothing. What is only
/// named stands for itself until it is bound.
fn value(parameter: &Old<'_>, kind: Option<ResourceKind>) -> Option<String> {
    let node = parameter.object.get("value");
    let node = node.filter(|node| node.kind() != JsonKind::Null);
    let is_empty = node.is_none_or(|node| node.text().is_some_and(|text| text.is_empty()));
    let name = parameter.object.text("resourceName");
    if let (true, Some(kind), Some(name)) = (is_empty, kind, name) {
        return Some(quoted(&placeholder_arn(kind, &name)));
    }
    node.map(|node| said(parameter, node))
}

/// A value under the namespace of its parameter: numbers and flags are texts today.
fn said(parameter: &Old<'_>, node: Node<'_>) -> String {
    let namespace = parameter.object.text("namespace");
    match (plain(node), namespace) {
        (Some(name), Some(namespace)) => quoted(&reference(&namespace, &name)),
        (Some(text), None) => quoted(&text),
        (None, _) => node.raw().to_owned(),
    }
}

fn plain(node: Node<'_>) -> Option<Cow<'_, str>> {
    match node.kind() {
        JsonKind::Text => node.text(),
        JsonKind::Number | JsonKind::Flag => Some(Cow::Borrowed(node.raw())),
        JsonKind::Object | JsonKind::List | JsonKind::Null => None,
    }
}

fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

/// `External` and `CustomerName` become `$.External.CustomerName`.
fn reference(namespace: &str, name: &str) -> String {
    let renamed = |known: &[(&'static str, &'static str)], name: &str| {
        let mut known = known.iter();
        known.find(|(old, _)| *old == name).map(|(_, new)| *new)
    };
    if namespace == SYSTEM {
        let name = renamed(SYSTEM_NAMES, name).unwrap_or(name);
        let root = name.split('.').next().unwrap_or(name);
        let is_known = ROOTS.iter().any(|known| known.name == root);
        // What has no name today is told by the name of its namespace.
        return format!("$.{}{name}", if is_known { "" } else { "System." });
    }
    let namespace = renamed(NAMESPACES, namespace).unwrap_or(namespace);
    if name.contains(char::is_whitespace) {
        format!("$.{namespace}['{name}']")
    } else {
        format!("$.{namespace}.{name}")
    }
}

/// What a parameter of an action names.
fn kind_at(action: &str, path: &str) -> Option<ResourceKind> {
    let rows = rows_of_action(action).iter();
    rows.filter_map(|row| kind_in(row.parameters, path)).next()
}

fn kind_in(parameters: &[Parameter], path: &str) -> Option<ResourceKind> {
    let parameter = parameters.iter().find(|known| known.path == path)?;
    match parameter.shape {
        Shape::Resource(kinds) => kinds.first().copied(),
        Shape::HookMap => Some(ResourceKind::Flow),
        Shape::Text
        | Shape::Reference
        | Shape::Duration { .. }
        | Shape::Number { .. }
        | Shape::Flag { .. }
        | Shape::Word(_)
        | Shape::WordOrReference(_)
        | Shape::Words(_)
        | Shape::TextMap
        | Shape::WrappedMap
        | Shape::Texts
        | Shape::Messages
        | Shape::Directions(_)
        | Shape::Json(_) => None,
    }
}

/// What the instance calls the things that a block names, where the designer of today
/// keeps it: `"parameters": {"QueueId": {"displayName": …}}`.
pub fn titles(old: &OldBlock, module: &Object<'_>, out: &mut Written) {
    let all = All::of(module);
    let from = |parameter: &Old<'_>| -> Option<(String, String)> {
        let name = parameter.object.text("resourceName")?;
        let path = match how(old, &parameter.name)? {
            How::At(path) => path.to_owned(),
            How::Under(path, other) => format!("{path}.{}", all.said(other)),
            How::Said
            | How::Word(..)
            | How::Instead(..)
            | How::Entry(_)
            | How::Prompt(..)
            | How::Direction(_)
            | How::Compared(..)
            | How::Data(_)
            | How::Told => return None,
        };
        Some((path, name.into_owned()))
    };
    let titles: Vec<_> = all.list.iter().filter_map(from).collect();
    if titles.is_empty() {
        return;
    }
    out.key("parameters");
    out.raw("{");
    for (path, name) in titles {
        let keys: Vec<&str> = path.split('.').collect();
        for key in &keys {
            out.key(key);
            out.raw("{");
        }
        out.key("displayName");
        out.quoted(&name);
        out.raw(&"}".repeat(keys.len()));
    }
    out.raw("}");
}
