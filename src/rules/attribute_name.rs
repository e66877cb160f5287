//! Names of attributes that references cannot reach.

use super::Finding;
use super::attribute_never_set::attributes;
use super::context::Context;
use super::lost_on_transfer::flow_attributes;
use crate::diag::{Diagnostic, Level, Rule};

pub(super) static RULE: Rule = Rule {
    name: "attribute-name",
    level: Level::Warning,
    summary: "an attribute has a name that no reference reaches",
    page: include_str!("attribute_name.md"),
};

pub(super) fn check(context: &Context<'_>, found: &mut Vec<Finding>) {
    for (_, flow, block) in context.ways.blocks() {
        for key in attributes(block).chain(flow_attributes(block)) {
            // With a reference in it, the name is only known at run time.
            if key.contains(['$', '.']) && !key.contains("$.") {
                let message = format!(
                    "no reference reaches the attribute `{key}` that {} sets",
                    context.called(flow, block)
                );
                let finding = Diagnostic::new(&RULE, block.span, message)
                    .note("`$` and `.` are signs of references and cannot be in the name of an attribute")
                    .help("use letters and digits: `customerId`");
                found.push(finding.into());
            }
        }
    }
}
