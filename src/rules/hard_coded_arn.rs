//! ARNs in a source that is meant for more than one environment.

use super::Finding;
use super::context::Context;
use crate::catalogue::Shape;
use crate::diag::{Diagnostic, Level, Rule};
use crate::program::{Origin, Value};

pub(super) static RULE: Rule = Rule {
    name: "hard-coded-arn",
    level: Level::Info,
    summary: "an ARN stands in a flow, which then fits one instance only",
    page: include_str!("hard_coded_arn.md"),
};

pub(super) fn check(context: &Context<'_>, found: &mut Vec<Finding>) {
    for (_, id, block) in context.ways.blocks() {
        // What an export names, it names by ARN.
        if context
            .flow(id)
            .is_none_or(|flow| flow.origin == Origin::Json)
        {
            continue;
        }
        for argument in &block.arguments {
            // Where a block wants one ARN and takes no name, nothing else can be written.
            let holds_values =
                matches!(argument.parameter.shape, Shape::TextMap | Shape::WrappedMap);
            if holds_values && holds_arn(&argument.value) {
                let message = format!("{} holds an ARN", context.called(id, block));
                let finding = Diagnostic::new(&RULE, argument.span.unwrap_or(block.span), message)
                    .note("an ARN is of one account and one region")
                    .help("declare the thing at the top of the file and bind it in `ebb.toml`, where the block takes a name");
                found.push(finding.into());
            }
        }
    }
}

fn holds_arn(value: &Value) -> bool {
    let is_arn = |value: &Value| value.text().is_some_and(|text| text.starts_with("arn:aws"));
    let Value::Map(entries) = value else {
        return false;
    };
    entries.iter().any(|(_, value)| is_arn(value))
}
