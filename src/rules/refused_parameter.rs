//! Parameters that a page or an export has and that the service has refused.

use super::Finding;
use super::context::Context;
use crate::diag::{Diagnostic, Level, Rule};
use crate::program::Origin;

pub(super) static RULE: Rule = Rule {
    name: "refused-parameter",
    level: Level::Warning,
    summary: "a property that Amazon Connect has refused though its pages or exports have it",
    page: include_str!("refused_parameter.md"),
};

pub(super) fn check(context: &Context<'_>, found: &mut Vec<Finding>) {
    for (id, flow) in context.flows() {
        // What comes from the console is there already; it is refused when it is created anew.
        let level = match flow.origin {
            Origin::Ebb => Level::Warning,
            Origin::Json => Level::Info,
        };
        for block in &flow.blocks {
            for argument in &block.arguments {
                let parameter = argument.parameter;
                if !parameter.disputed {
                    continue;
                }
                let name = parameter.written.property().unwrap_or(parameter.path);
                let called = context.called(id, block);
                let message = format!("Amazon Connect may refuse `{name}` of {called}");
                let span = argument.span.unwrap_or(block.span);
                let finding = Diagnostic::new(&RULE, span, message)
                    .level(level)
                    .note("a flow with it was refused when it was created through the API, though exports of the console hold it")
                    .help("leave it out, or try whether the flow can be published");
                found.push(finding.into());
            }
        }
    }
}
