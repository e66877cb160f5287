//! Names of attributes that are not in camel case.

use super::Finding;
use super::attribute_never_set::attributes;
use super::context::Context;
use crate::catalogue::READ_BY_CONNECT;
use crate::diag::{Diagnostic, Level, Rule};
use std::collections::BTreeSet;

pub(super) static RULE: Rule = Rule {
    name: "attribute-case",
    // Every team has its own way to write names, and Amazon Connect takes them all.
    level: Level::Off,
    summary: "the name of an attribute is not in camel case",
    page: include_str!("attribute_case.md"),
};

pub(super) fn check(context: &Context<'_>, found: &mut Vec<Finding>) {
    // Whoever changes a name changes it everywhere.
    let mut told = BTreeSet::new();
    for (_, flow, block) in context.ways.blocks() {
        // Those of a flow get into no report.
        for key in attributes(block) {
            // What no reference reaches is an `attribute-name`, or only known at run time.
            let is_free = !key.contains(['$', '.']) && !READ_BY_CONNECT.contains(&key);
            if !is_free || is_camel_case(key) || !told.insert(key) {
                continue;
            }
            let message = format!(
                "the attribute `{key}` that {} sets is not in camel case",
                context.called(flow, block)
            );
            let finding = Diagnostic::new(&RULE, block.span, message)
                .note("AWS advises to write names like `customerId`: other signs and spaces get in the way of reports")
                .help(match camel_case(key) {
                    Some(name) => format!("call it `{name}`, here and wherever it is read"),
                    None => "use letters and digits, and begin with a small letter: `customerId`".to_owned(),
                });
            found.push(finding.into());
        }
    }
}

fn is_camel_case(name: &str) -> bool {
    name.starts_with(|first: char| first.is_ascii_lowercase())
        && name.chars().all(|letter| letter.is_ascii_alphanumeric())
}

/// The name in camel case, where it can be put so: `customer_ID` is `customerId`.
fn camel_case(name: &str) -> Option<String> {
    let words = name.split(|letter: char| !letter.is_alphanumeric());
    let mut camel = String::with_capacity(name.len());
    for word in words.filter(|word| !word.is_empty()) {
        let shouted = !word.chars().any(char::is_lowercase);
        for (at, letter) in word.chars().enumerate() {
            camel.push(match (at, camel.is_empty()) {
                (0, true) => letter.to_ascii_lowercase(),
                (0, false) => letter.to_ascii_uppercase(),
                _ if shouted => letter.to_ascii_lowercase(),
                _ => letter,
            });
        }
    }
    is_camel_case(&camel).then_some(camel)
}
