//! Waits in which a customer who writes is not heard.

use super::Finding;
use super::context::Context;
use crate::catalogue::Behaviour;
use crate::diag::{Diagnostic, Level, Rule};
use crate::graph::{Place, Seconds, read, story};
use crate::program::{Block, BlockId, FlowId};
use std::collections::BTreeSet;

pub(super) static RULE: Rule = Rule {
    name: "customer-return-unhandled",
    level: Level::Warning,
    summary: "a customer who writes during a wait gets no answer",
    page: include_str!("customer_return_unhandled.md"),
};

/// A shorter wait is a pause between two prompts.
const PAUSE: Seconds = 60;

pub(super) fn check(context: &Context<'_>, found: &mut Vec<Finding>) {
    let waits: BTreeSet<(FlowId, BlockId)> = context
        .analyses
        .iter()
        .flat_map(|analysis| {
            let serves = context.serves_chats(analysis);
            // In a queue, the customer waits for an agent.
            let queued = |state| matches!(analysis.graph.place(state), Place::Queued(..));
            let states = analysis.graph.at_blocks();
            states.filter(move |(state, flow, block)| {
                let waits = context.block(*flow, *block).is_some_and(lasts);
                waits && !queued(*state) && (serves || context.is_disconnect_flow(*flow))
            })
        })
        .map(|(_, flow, block)| (flow, block))
        .collect();
    for (flow, block) in waits {
        if let Some(block) = context.block(flow, block) {
            found.extend(unheard(context, flow, block).map(Finding::from));
        }
    }
}

fn lasts(block: &Block) -> bool {
    block.row.behaviour == Behaviour::Wait && read::wait_timer(block).least > PAUSE
}

fn unheard(context: &Context<'_>, flow: FlowId, block: &Block) -> Option<Diagnostic> {
    let called = || context.called(flow, block);
    let returned = block
        .exit("customer returned")
        .filter(|_| read::waits_for_customer(block));
    let expired = block.exit("time expired").map(|exit| &exit.target);
    let finding = match returned {
        None => {
            let message = format!(
                "a customer who writes during {} gets no answer for up to {}",
                called(),
                story::lasts(read::wait_timer(block).least)
            );
            Diagnostic::new(&RULE, block.span, message)
                .note("this wait ends when its time has expired, whatever the customer does")
        }
        Some(exit) if !exit.decided && Some(&exit.target) == expired => {
            let message = format!(
                "when the customer writes during {}, the flow goes on as if the time had expired",
                called()
            );
            Diagnostic::new(&RULE, block.span, message)
        }
        Some(_) => return None,
    };
    Some(finding.help("draw the branch: `customer returned -> …`"))
}
