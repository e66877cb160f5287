//! Flows that the instance cannot tell apart.

use super::{Finding, Named};
use crate::catalogue::FlowKind;
use crate::diag::{Diagnostic, Level, Rule};
use crate::graph::Settings;
use crate::program::{Flow, Origin, Program};
use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

pub(super) static RULE: Rule = Rule {
    name: "duplicate-title",
    level: Level::Warning,
    summary: "two flows have one title, and an instance takes one of them",
    page: include_str!("duplicate_title.md"),
};

pub(super) fn check(
    program: &Program,
    _named: &Named,
    _settings: &Settings,
    found: &mut Vec<Finding>,
) {
    let mut titles: BTreeMap<(bool, &str), &Flow> = BTreeMap::new();
    let written = program
        .flows
        .iter()
        .filter(|flow| flow.origin == Origin::Ebb);
    for flow in written {
        let is_module = flow.kind == Some(FlowKind::Module);
        match titles.entry((is_module, flow.title.as_str())) {
            Entry::Vacant(free) => {
                free.insert(flow);
            }
            Entry::Occupied(taken) => {
                let first = taken.get();
                // One name is an error already.
                if first.name == flow.name {
                    continue;
                }
                let what = if is_module { "modules" } else { "flows" };
                let message = format!(
                    "the {what} `{}` and `{}` have one title, \"{}\"",
                    first.name, flow.name, flow.title
                );
                let finding = Diagnostic::new(&RULE, flow.span, message)
                    .also(first.span, "the first one")
                    .help("give one of them another title");
                found.push(finding.into());
            }
        }
    }
}
