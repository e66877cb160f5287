//! Attributes that are read and that no flow sets.

use super::Finding;
use super::context::Context;
use super::lost_on_transfer::{flow_attribute, flow_attributes};
use crate::catalogue::{Behaviour, Role};
use crate::diag::{Diagnostic, Level, Rule};
use crate::program::{Block, Mention, Value};
use crate::text;
use std::collections::{BTreeMap, BTreeSet};

pub(super) static RULE: Rule = Rule {
    name: "attribute-never-set",
    level: Level::Warning,
    summary: "an attribute is read that nothing sets, or whose name is misspelt",
    page: include_str!("attribute_never_set.md"),
};

pub(super) fn check(context: &Context<'_>, found: &mut Vec<Finding>) {
    let (mut set, mut set_in_flow) = (BTreeSet::new(), BTreeSet::new());
    let mut by_letters: BTreeMap<String, &str> = BTreeMap::new();
    for (_, _, block) in context.ways.blocks() {
        set_in_flow.extend(flow_attributes(block));
        for key in attributes(block) {
            if set.insert(key) {
                by_letters.entry(letters(key)).or_insert(key);
            }
        }
    }
    // Where a name is only known at run time, it may be any.
    let at_run_time = set_in_flow.iter().any(|key| key.contains("$."));
    for read in &context.mentions {
        let mention = &read.mention;
        let called = || context.called(read.flow, read.block);
        if let Some(key) = attribute(mention)
            && !set.contains(key)
            && let Some(meant) = by_letters.get(&letters(key))
        {
            found.push(misspelt(&called(), mention, meant).into());
        }
        if let Some(key) = flow_attribute(mention)
            && !set_in_flow.contains(key)
            && !at_run_time
        {
            found.push(never_set(&called(), mention, key, &set_in_flow).into());
        }
    }
}

/// The attribute of the contact that a reference reads.
pub(super) fn attribute<'b>(mention: &Mention<'b>) -> Option<&'b str> {
    (mention.root == "Attributes")
        .then(|| mention.keys.first().copied())
        .flatten()
}

/// The names of the attributes of the contact that a block sets.
pub(super) fn attributes(block: &Block) -> impl Iterator<Item = &str> {
    attributes_with_values(block).map(|(key, _)| key)
}

/// The attributes of the contact that a block sets.
pub(super) fn attributes_with_values(block: &Block) -> impl Iterator<Item = (&str, &Value)> {
    let sets = block.row.behaviour == Behaviour::SetAttributes;
    let entries = match block.value(Role::Attributes) {
        Some(Value::Map(entries)) if sets => entries.as_slice(),
        _ => &[],
    };
    entries.iter().map(|(key, value)| (key.as_str(), value))
}

/// A name without what people get wrong in names: case, and signs between words.
fn letters(name: &str) -> String {
    let kept = name.chars().filter(|letter| letter.is_alphanumeric());
    kept.flat_map(char::to_lowercase).collect()
}

/// Attributes may come from wherever contacts are started; one that differs from one of
/// this program only in case or signs probably does not.
fn misspelt(called: &str, mention: &Mention<'_>, meant: &str) -> Diagnostic {
    let message = format!(
        "{called} reads `{}`, and the flows set `{meant}`",
        mention.words()
    );
    Diagnostic::new(&RULE, mention.span, message)
        .note(
            "these are two attributes, and a reference to one that nobody has set is an empty text",
        )
        .help(format!("did you mean `$.Attributes.{meant}`?"))
}

fn never_set(called: &str, mention: &Mention<'_>, key: &str, known: &BTreeSet<&str>) -> Diagnostic {
    let message = format!("{called} reads `{}`, and no flow sets it", mention.words());
    let finding = Diagnostic::new(&RULE, mention.span, message)
        .note("only `set flow attributes` sets flow attributes");
    finding.help(match text::nearest(key, known.iter().copied()) {
        Some(near) => format!("did you mean `$.FlowAttributes.{near}`?"),
        None => format!("set it before: `set flow attributes {{ {key}: … }}`"),
    })
}
