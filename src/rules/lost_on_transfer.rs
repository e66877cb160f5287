//! Flow attributes that are read in a flow that does not set them.

use super::Finding;
use super::context::Context;
use crate::catalogue::{Behaviour, Role};
use crate::diag::{Diagnostic, Level, Rule};
use crate::program::{Block, FlowId, Mention, Value};
use crate::source::Span;
use std::collections::{BTreeMap, BTreeSet};

pub(super) static RULE: Rule = Rule {
    name: "lost-on-transfer",
    level: Level::Warning,
    summary: "a flow attribute of another flow is read",
    page: include_str!("lost_on_transfer.md"),
};

pub(super) fn check(context: &Context<'_>, found: &mut Vec<Finding>) {
    let (mut own, mut all) = (BTreeSet::new(), BTreeMap::new());
    for (_, flow, block) in context.ways.blocks() {
        for key in flow_attributes(block) {
            own.insert((flow, key));
            all.entry(key).or_insert((flow, block.span));
        }
    }
    for read in &context.mentions {
        let mention = &read.mention;
        if let Some(key) = flow_attribute(mention)
            && !own.contains(&(read.flow, key))
            && let Some((other, span)) = all.get(key)
        {
            found.extend(finding(context, mention, *other, *span).map(Finding::from));
        }
    }
}

/// The flow attribute that a reference reads.
pub(super) fn flow_attribute<'b>(mention: &Mention<'b>) -> Option<&'b str> {
    (mention.root == "FlowAttributes")
        .then(|| mention.keys.first().copied())
        .flatten()
}

/// The flow attributes that a block sets.
pub(super) fn flow_attributes(block: &Block) -> impl Iterator<Item = &str> {
    let sets = block.row.behaviour == Behaviour::SetFlowAttributes;
    let entries = match block.value(Role::Attributes) {
        Some(Value::Map(entries)) if sets => entries.as_slice(),
        _ => &[],
    };
    entries.iter().map(|(key, _)| key.as_str())
}

fn finding(
    context: &Context<'_>,
    mention: &Mention<'_>,
    other: FlowId,
    span: Span,
) -> Option<Diagnostic> {
    let other = &context.flow(other)?.name;
    let words = mention.words();
    let message = format!("`{words}` is empty here: `{other}` sets it, and it stays in that flow");
    let key = mention.keys.first().copied().unwrap_or_default();
    Some(
        Diagnostic::new(&RULE, mention.span, message)
            .also(span, "set here")
            .note("flow attributes belong to one run of one flow; transfers, modules and events do not carry them")
            .help(format!("keep it in an attribute of the contact: `set contact attributes {{ {key}: … }}`")),
    )
}
