//! A difference as JSON, for machines.

use super::{BlockChange, Change, ChangeKind, Diff, FlowChange};
use serde_json::{Value, json};

/// What changed, as one JSON document.
#[must_use]
pub fn json(diff: &Diff) -> String {
    let document = json!({
        "same": diff.same,
        "flows": diff.flows.iter().map(flow).collect::<Vec<Value>>(),
    });
    format!("{document:#}\n")
}

fn flow(flow: &FlowChange) -> Value {
    json!({
        "title": flow.title,
        "what": flow.what.word(),
        "before": flow.before,
        "after": flow.after,
        "changes": flow.head.iter().map(change).collect::<Vec<Value>>(),
        "blocks": flow.blocks.iter().map(block).collect::<Vec<Value>>(),
    })
}

fn block(block: &BlockChange) -> Value {
    json!({
        "block": block.words,
        "what": block.what.word(),
        "before": block.before,
        "after": block.after,
        "changes": block.changes.iter().map(change).collect::<Vec<Value>>(),
    })
}

fn change(change: &Change) -> Value {
    let kind = match change.kind {
        ChangeKind::Property => "property",
        ChangeKind::Branch => "branch",
        ChangeKind::Order => "order",
    };
    let mut value = json!({
        "kind": kind,
        "name": change.name,
        "before": change.before,
        "after": change.after,
    });
    if let (Some(seconds), Some(object)) = (change.longer, value.as_object_mut()) {
        object.insert("longerBySeconds".to_owned(), Value::from(seconds));
    }
    value
}
