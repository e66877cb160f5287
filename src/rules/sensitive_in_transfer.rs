//! What is known about a customer and said in a transfer flow.

use super::Finding;
use super::context::Context;
use crate::catalogue::{Behaviour, FlowKind};
use crate::diag::{Diagnostic, Level, Rule};

pub(super) static RULE: Rule = Rule {
    name: "sensitive-in-transfer",
    // Whether what is said is sensitive, only people know.
    level: Level::Off,
    summary: "a transfer flow says something that is known about the customer",
    page: include_str!("sensitive_in_transfer.md"),
};

/// The roots of references to what is known about a customer.
const KNOWN: &[&str] = &[
    "Attributes",
    "Case",
    "Customer",
    "CustomerEndpoint",
    "External",
    "FlowAttributes",
    "Lex",
    "StoredCustomerInput",
    "Views",
];

pub(super) fn check(context: &Context<'_>, found: &mut Vec<Finding>) {
    for (_, id, block) in context.ways.blocks() {
        let Some(kind) = context.flow(id).and_then(|flow| flow.kind) else {
            continue;
        };
        let transfers = matches!(kind, FlowKind::TransferToAgent | FlowKind::TransferToQueue);
        if !transfers || block.row.behaviour != Behaviour::Say {
            continue;
        }
        let mentions = block.mentions();
        if let Some(mention) = mentions
            .iter()
            .find(|mention| KNOWN.contains(&mention.root))
        {
            let message = format!(
                "{} says `{}` in a {}",
                context.called(id, block),
                mention.words(),
                kind.words()
            );
            let finding = Diagnostic::new(&RULE, mention.span, message)
                .note("AWS advises against sensitive text in transfer flows")
                .help("where it is sensitive, leave it out, and let the agent look it up");
            found.push(finding.into());
        }
    }
}
