//! Empty texts inside what a block is given.

use super::Finding;
use super::context::Context;
use crate::catalogue::{Behaviour, OF_VIEWS, Shape};
use crate::diag::{Diagnostic, Level, Rule};
use crate::program::Origin;

pub(super) static RULE: Rule = Rule {
    name: "empty-entry",
    level: Level::Error,
    summary: "an empty text inside what a block is given",
    page: include_str!("empty_entry.md"),
};

pub(super) fn check(context: &Context<'_>, found: &mut Vec<Finding>) {
    // In exports it is found where it is read, as other empty texts are. In sources that would
    // keep drafts from being imported, which hold such texts and have to read the same again.
    let written = context.flows();
    for (id, flow) in written.filter(|(_, flow)| flow.origin == Origin::Ebb) {
        for block in &flow.blocks {
            // What Ebb does not know is passed on as it is.
            if block.row.behaviour == Behaviour::Unknown {
                continue;
            }
            let given = block.arguments.iter().filter(|argument| {
                matches!(argument.parameter.shape, Shape::Json(_))
                    && argument.parameter.path != OF_VIEWS
            });
            for argument in given {
                if !argument.value.holds_empty_text() {
                    continue;
                }
                let message = format!(
                    "{} is given an empty text, which Amazon Connect refuses",
                    context.called(id, block)
                );
                let span = argument.span.unwrap_or(block.span);
                let finding = Diagnostic::new(&RULE, span, message)
                    .help("leave the entry out, or write a single space");
                found.push(finding.into());
            }
        }
    }
}
