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
            let is_text = matches!(
                argument.parameter.shape,
                Shape::Text | Shape::TextMap | Shape::WrappedMap
            );
            if is_text && holds_arn(&argument.value) {
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
    if let Value::Map(entries) = value {
        return entries.iter().any(|(_, value)| is_arn(value));
    }
    is_arn(value)
}

fn is_arn(value: &Value) -> bool {
    value.text().is_some_and(|text| text.starts_with("arn:aws"))
}
