//! Modules that are invoked too deep in each other.

use super::Finding;
use super::context::Context;
use crate::diag::{Diagnostic, Level, Rule};
use crate::graph::DEEPEST_MODULE;
use crate::program::{BlockId, FlowId};
use std::collections::BTreeMap;

pub(super) static RULE: Rule = Rule {
    name: "module-depth",
    level: Level::Error,
    summary: "modules invoke each other deeper than Amazon Connect allows",
    page: include_str!("module_depth.md"),
};

pub(super) fn check(context: &Context<'_>, found: &mut Vec<Finding>) {
    let mut entries: BTreeMap<(FlowId, BlockId), Vec<FlowId>> = BTreeMap::new();
    for analysis in &context.analyses {
        for place in analysis.graph.too_deep() {
            entries.entry(*place).or_default().push(analysis.entry);
        }
    }
    for ((flow, block), entries) in entries {
        found.extend(finding(context, flow, block, &entries));
    }
}

fn finding(
    context: &Context<'_>,
    flow: FlowId,
    block: BlockId,
    entries: &[FlowId],
) -> Option<Finding> {
    let found = context.block(flow, block)?;
    let message =
        format!("{DEEPEST_MODULE} modules run already when a chat gets here, so this one fails");
    let mut finding = Diagnostic::new(&RULE, found.span, message)
        .help("invoke the module from a flow, or make one module of two; a module that invokes itself never comes to an end");
    finding.notes.extend(context.entries_note(flow, entries));
    Some(finding.into())
}
