//! `Parameters`: paths with dots become nested objects.

use super::json::Writer;
use super::value::{self, Names};
use crate::catalogue::{Shape, Written};
use crate::program::{Block, Value, path};
use std::borrow::Cow;

/// Writes the object that stands behind `Parameters`.
pub fn write(json: &mut Writer, names: &mut Names<'_>, block: &Block) {
    let mut root = Vec::new();
    for (path, leaf) in leaves(block) {
        // An unknown action keeps everything in one value, at the root.
        match leaf {
            Leaf::Value(Value::Map(entries), shape) if path.is_empty() => {
                root.extend(entries.iter().map(|(key, value)| {
                    (
                        Cow::Borrowed(key.as_str()),
                        Node::Leaf(Leaf::Value(value, shape)),
                    )
                }));
            }
            leaf => insert(&mut root, path, leaf),
        }
    }
    members(json, names, &root);
}

type Members<'a> = Vec<(Cow<'a, str>, Node<'a>)>;

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
            Written::Fixed(_) | Written::Beside { .. } => return None,
            Written::Argument | Written::Tagged(_) | Written::Property(_) | Written::Rest => {
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
    known.chain(unknown.map(|(path, value)| (path.as_str(), Leaf::Value(value, &Shape::Json))))
}

fn has(block: &Block, path: &str) -> bool {
    block
        .arguments
        .iter()
        .any(|argument| argument.parameter.path == path)
}

fn insert<'a>(members: &mut Members<'a>, path: &'a str, leaf: Leaf<'a>) {
    let (key, rest) = path::split(path);
    let known = members.iter_mut().find(|(known, _)| *known == key);
    match (known, rest) {
        (None, None) => members.push((key, Node::Leaf(leaf))),
        (None, Some(rest)) => {
            let mut inner = Vec::new();
            insert(&mut inner, rest, leaf);
            members.push((key, Node::Object(inner)));
        }
        (Some((_, Node::Object(inner))), Some(rest)) => insert(inner, rest, leaf),
        // Two values at one path: the first one stays.
        (Some(_), _) => {}
    }
}

fn members(json: &mut Writer, names: &mut Names<'_>, members_of: &Members<'_>) {
    json.object(|json| {
        for (key, node) in members_of {
            json.key(key);
            match node {
                Node::Leaf(Leaf::Fixed(text)) => json.text(text),
                Node::Leaf(Leaf::Value(value, shape)) => value::write(json, names, value, shape),
                Node::Object(inner) => members(json, names, inner),
            }
        }
    });
}
