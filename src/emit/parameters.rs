//! `Parameters`: paths with dots become nested objects.

use super::json::Writer;
use super::value::{self, Names};
use crate::catalogue::{Json, Shape, Written};
use crate::program::{Block, Value, path};
use std::borrow::Cow;
use std::collections::BTreeMap;

/// Writes the object that stands behind `Parameters`.
pub fn write(json: &mut Writer, names: &mut Names<'_>, block: &Block) {
    let mut root = Members::default();
    for (path, leaf) in leaves(block) {
        // An unknown action keeps everything in one value, at the root.
        if let Leaf::Value(Value::Map(entries), shape) = leaf
            && path.is_empty()
        {
            for (key, value) in entries {
                let leaf = Node::Leaf(Leaf::Value(value, shape));
                root.push(Cow::Borrowed(key.as_str()), leaf);
            }
        } else {
            insert(&mut root, path, leaf);
        }
    }
    members(json, names, &root);
}

/// The members of an object, in order of their first mention.
#[derive(Default)]
struct Members<'a> {
    list: Vec<(Cow<'a, str>, Node<'a>)>,
    /// Where each key is, once there are too many to look through.
    index: BTreeMap<Cow<'a, str>, usize>,
}

impl<'a> Members<'a> {
    const FEW: usize = 32;

    fn push(&mut self, key: Cow<'a, str>, node: Node<'a>) {
        if self.list.len() == Self::FEW {
            let keys = self.list.iter().map(|(key, _)| key.clone()).zip(0..);
            self.index = keys.collect();
        }
        if self.list.len() >= Self::FEW {
            self.index.entry(key.clone()).or_insert(self.list.len());
        }
        self.list.push((key, node));
    }

    fn find(&mut self, key: &str) -> Option<&mut Node<'a>> {
        let at = if self.list.len() > Self::FEW {
            self.index.get(key).copied()
        } else {
            self.list.iter().position(|(known, _)| known == key)
        };
        self.list.get_mut(at?).map(|(_, node)| node)
    }
}

enum Node<'a> {
    Leaf(Leaf<'a>),
    Object(Members<'a>),
}

#[derive(Clone, Copy)]
enum Leaf<'a> {
    Value(&'a Value, &'a Shape),
    Fixed(&'static str),
}

/// The parameters in the order of the row, then what the row does not know.
fn leaves(block: &Block) -> impl Iterator<Item = (&str, Leaf<'_>)> {
    let known = block.row.parameters.iter().filter_map(|parameter| {
        let overridden = || block.extra.iter().any(|(path, _)| path == parameter.path);
        let leaf = match parameter.written {
            Written::Fixed(value) if !overridden() => Leaf::Fixed(value),
            Written::Beside { path, value } if has(block, path) && !overridden() => {
                Leaf::Fixed(value)
            }
            Written::Fixed(_) | Written::Beside { .. } | Written::Said(_) => return None,
            Written::Argument
            | Written::Tagged(_)
            | Written::Property(_)
            | Written::Behind(_)
            | Written::Rest => {
                let argument = block
                    .arguments
                    .iter()
                    .find(|argument| std::ptr::eq(argument.parameter, parameter))?;
                Leaf::Value(&argument.value, &parameter.shape)
            }
        };
        Some((parameter.path, leaf))
    });
    let unknown = block.extra.iter();
    known.chain(
        unknown.map(|(path, value)| (path.as_str(), Leaf::Value(value, &Shape::Json(Json::Any)))),
    )
}

fn has(block: &Block, path: &str) -> bool {
    block
        .arguments
        .iter()
        .any(|argument| argument.parameter.path == path)
}

fn insert<'a>(members: &mut Members<'a>, path: &'a str, leaf: Leaf<'a>) {
    let (key, rest) = path::split(path);
    match (members.find(&key), rest) {
        (None, None) => members.push(key, Node::Leaf(leaf)),
        (None, Some(rest)) => {
            let mut inner = Members::default();
            insert(&mut inner, rest, leaf);
            members.push(key, Node::Object(inner));
        }
        (Some(Node::Object(inner)), Some(rest)) => insert(inner, rest, leaf),
        // Two values at one path: the first one stays.
        (Some(_), _) => {}
    }
}

fn members(json: &mut Writer, names: &mut Names<'_>, members_of: &Members<'_>) {
    json.object(|json| {
        for (key, node) in &members_of.list {
            json.key(key);
            match node {
                Node::Leaf(Leaf::Fixed(text)) => json.text(text),
                Node::Leaf(Leaf::Value(value, shape)) => value::write(json, names, value, shape),
                Node::Object(inner) => members(json, names, inner),
            }
        }
    });
}
