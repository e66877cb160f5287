//! E-mails that a flow for outgoing e-mails sends.

use super::Finding;
use super::context::Context;
use crate::catalogue::{Channel, FlowKind};
use crate::diag::{Diagnostic, Level, Rule};

pub(super) static RULE: Rule = Rule {
    name: "email-loop",
    level: Level::Info,
    summary: "an outgoing e-mail may send another one, and that one the next",
    page: include_str!("email_loop.md"),
};

pub(super) fn check(context: &Context<'_>, found: &mut Vec<Finding>) {
    for (node, id, block) in context.ways.blocks() {
        let outbound = context
            .flow(id)
            .is_some_and(|flow| flow.kind == Some(FlowKind::OutboundWhisper));
        let on_email = context.channels.at(node);
        let on_email = on_email.is_some_and(|channels| channels.has(Channel::Email));
        if outbound && on_email && block.row.phrase == "send email" {
            let message = format!(
                "an outgoing e-mail can reach {}, which sends the next one",
                context.called(id, block)
            );
            let finding = Diagnostic::new(&RULE, block.span, message)
                .note("an e-mail that a flow sends runs the instance's default outbound flow; where that is this one, it never ends")
                .help("branch on `$.Channel` directly before it, and let `\"EMAIL\"` go past it");
            found.push(finding.into());
        }
    }
}
