//! Attributes that are set and that no flow reads.

use super::Finding;
use super::attribute_never_set::{attribute, attributes};
use super::context::Context;
use crate::catalogue::READ_BY_CONNECT;
use crate::diag::{Diagnostic, Level, Rule};
use std::collections::BTreeSet;

pub(super) static RULE: Rule = Rule {
    name: "attribute-never-read",
    // Agents, reports and functions read attributes, and none of them is a flow.
    level: Level::Off,
    summary: "an attribute is set that no flow reads",
    page: include_str!("attribute_never_read.md"),
};

pub(super) fn check(context: &Context<'_>, found: &mut Vec<Finding>) {
    let mentions = context.mentions.iter();
    let read: BTreeSet<_> = mentions
        .filter_map(|read| attribute(&read.mention))
        .collect();
    for (_, flow, block) in context.ways.blocks() {
        // A name that is put together is only known at run time.
        let unread = |key: &&str| {
            !read.contains(key) && !key.contains("$.") && !READ_BY_CONNECT.contains(key)
        };
        for key in attributes(block).filter(unread) {
            let message = format!(
                "no flow that is checked reads the attribute `{key}` that {} sets",
                context.called(flow, block)
            );
            let finding = Diagnostic::new(&RULE, block.span, message);
            found.push(finding.help("delete it, if nobody else reads it").into());
        }
    }
}
