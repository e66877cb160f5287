//! What customers enter while the flow log is written.

use super::Finding;
use super::context::Context;
use crate::catalogue::{Behaviour, Role};
use crate::diag::{Diagnostic, Level, Rule};
use crate::graph::OnSomePath;
use crate::program::{Block, Value};

pub(super) static RULE: Rule = Rule {
    name: "sensitive-in-log",
    // Whether what is entered is sensitive, only people know.
    level: Level::Off,
    summary: "what a customer enters is written to the flow log",
    page: include_str!("sensitive_in_log.md"),
};

pub(super) fn check(context: &Context<'_>, found: &mut Vec<Finding>) {
    let ways = &context.ways;
    let starts = ways.starts();
    let starts = starts.filter_map(|flow| Some((ways.start_of(flow)?, OnSomePath(false))));
    let logged = ways.solve(starts, |from, _, logged| {
        let switched = ways.block(from).and_then(switches);
        Some(switched.map_or(*logged, OnSomePath))
    });
    for (node, flow, block) in ways.blocks() {
        let enters = block.row.behaviour == Behaviour::StoreInput;
        let hidden = block.value(Role::Encryption).is_some() || is_a_choice(block);
        if enters && !hidden && logged.at(node) == Some(&OnSomePath(true)) {
            let message = format!(
                "what the customer enters at {} can be written to the log",
                context.called(flow, block)
            );
            let finding = Diagnostic::new(&RULE, block.span, message)
                .help("where it is sensitive, `set logging behavior disabled` before it and `enabled` behind it, or encrypt it");
            found.push(finding.into());
        }
    }
}

/// Whether a block asks for one digit: a choice, and no secret.
fn is_a_choice(block: &Block) -> bool {
    match block.value(Role::Digits) {
        Some(Value::Number(most)) => *most <= 1,
        _ => false,
    }
}

/// Whether a block switches the log on or off.
fn switches(block: &Block) -> Option<bool> {
    match block.value(Role::Logging) {
        Some(Value::Word(word)) => Some(*word == "enabled"),
        _ => None,
    }
}
