//! Which row of the catalogue an action is.

use super::json::{Node, Object};
use crate::catalogue::{Parameter, Presence, Row, Shape, Written, rows_of_action};
use crate::program::path;
use std::borrow::Cow;

/// The row of an action: of several for one type, the one whose fixed values agree and
/// whose required parameters are there, then the one that knows most of the parameters.
pub fn choose(action: &str, parameters: &Object<'_>) -> Option<&'static Row> {
    match rows_of_action(action) {
        [] => None,
        [only] => is_told(only, parameters).then_some(*only),
        [first, rest @ ..] => {
            let leaves = leaves(parameters);
            let rank = |row: &Row| (fits(row, parameters), known(row, &leaves));
            let mut best = (rank(first), *first);
            for row in rest {
                let rank = rank(row);
                if rank > best.0 {
                    best = (rank, row);
                }
            }
            is_told(best.1, parameters).then_some(best.1)
        }
    }
}

/// Whether the values are there that tell a row from others. A draft may lack them; to
/// write the row anew would make them up.
fn is_told(row: &Row, parameters: &Object<'_>) -> bool {
    let fixed = row.parameters.iter().filter(|parameter| {
        matches!(parameter.written, Written::Fixed(_)) && parameter.presence == Presence::Required
    });
    fixed
        .map(|parameter| parameter.path)
        .all(|path| find(parameters, path).is_some())
}

/// The value at a path.
pub fn find<'a>(parameters: &Object<'a>, at: &str) -> Option<Node<'a>> {
    let (key, rest) = path::split(at);
    let value = parameters.get(&key)?;
    match rest {
        None => Some(value),
        Some(rest) => find(&value.object()?, rest),
    }
}

fn fits(row: &Row, parameters: &Object<'_>) -> bool {
    row.parameters.iter().all(|parameter| {
        let value = find(parameters, parameter.path);
        match (parameter.written, value) {
            (Written::Fixed(fixed), Some(value)) => is_fixed(value, fixed),
            (Written::Argument, Some(value)) => is_word(value, parameter),
            (_, Some(_)) => true,
            (_, None) => parameter.presence != Presence::Required,
        }
    })
}

/// Whether a value is one of the words that a parameter demands, where it demands some.
fn is_word(value: Node<'_>, parameter: &Parameter) -> bool {
    let Shape::Word(words) = parameter.shape else {
        return true;
    };
    parameter.presence != Presence::Required
        || value
            .text()
            .is_some_and(|text| words.iter().any(|(_, wire)| *wire == text))
}

/// Whether a value is the fixed one; the case of letters makes no difference.
pub fn is_fixed(value: Node<'_>, fixed: &str) -> bool {
    match value.text() {
        Some(text) => text.eq_ignore_ascii_case(fixed),
        None => value.raw().eq_ignore_ascii_case(fixed),
    }
}

/// How many of the values belong to a parameter of the row.
fn known(row: &Row, leaves: &[Cow<'_, str>]) -> usize {
    let belongs = |leaf: &str, parameter: &Parameter| {
        leaf.strip_prefix(parameter.path)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
    };
    let known = leaves
        .iter()
        .filter(|leaf| row.parameters.iter().any(|known| belongs(leaf, known)));
    known.count()
}

/// The paths of all values. Rows look three keys deep; so does this.
fn leaves<'a>(parameters: &Object<'a>) -> Vec<Cow<'a, str>> {
    let mut leaves = Vec::new();
    collect(parameters, "", 3, &mut leaves);
    leaves
}

fn collect<'a>(object: &Object<'a>, prefix: &str, depth: usize, leaves: &mut Vec<Cow<'a, str>>) {
    for member in object.members() {
        let path = path::join(prefix, member.key());
        match member.value.object() {
            Some(inner) if depth > 1 && !inner.is_empty() => {
                collect(&inner, &path, depth - 1, leaves);
            }
            _ => leaves.push(path),
        }
    }
}
