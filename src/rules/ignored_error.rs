//! Failures that nobody drew and after which a flow goes on as if nothing had happened.

use super::Finding;
use super::context::Context;
use crate::catalogue::{Behaviour, Role};
use crate::diag::{Diagnostic, Level, Rule};
use crate::graph::read;
use crate::program::{Block, Value};

pub(super) static RULE: Rule = Rule {
    name: "ignored-error",
    level: Level::Warning,
    summary: "a failure goes on as if nothing had happened",
    page: include_str!("ignored_error.md"),
};

pub(super) fn check(context: &Context<'_>, found: &mut Vec<Finding>) {
    for (_, flow, block) in context.ways.blocks() {
        if let Some(fails) = may_fail(block)
            && goes_on(block)
        {
            let called = context.called(flow, block);
            let message = format!("when {called} fails, the flow goes on as if it had not");
            let finding = Diagnostic::new(&RULE, block.span, message)
                .note(fails)
                .help("draw the branch: `error -> sorry`, or `error -> next` if that is what is meant");
            found.push(finding.into());
        }
    }
}

/// Why a block may well fail at run time, in words; nothing where it hardly ever does.
fn may_fail(block: &Block) -> Option<&'static str> {
    let at_run_time = |role| block.value(role).is_some_and(Value::is_dynamic);
    match block.row.behaviour {
        Behaviour::Function if read::function_limit(block).is_some() => {
            Some("a function fails when it throws, takes too long or is called too often")
        }
        Behaviour::SetQueue if at_run_time(Role::Queue) || at_run_time(Role::Agent) => {
            Some("which queue it is, is only known at run time, and may be none")
        }
        Behaviour::SetHook(_) if at_run_time(Role::Flow) => {
            Some("which flow it is, is only known at run time, and may be none")
        }
        Behaviour::Function
        | Behaviour::SetQueue
        | Behaviour::SetHook(_)
        | Behaviour::Say
        | Behaviour::Menu
        | Behaviour::StoreInput
        | Behaviour::Bot
        | Behaviour::Wait
        | Behaviour::Compare
        | Behaviour::Distribute
        | Behaviour::SetAttributes
        | Behaviour::SetFlowAttributes
        | Behaviour::Hours
        | Behaviour::Loop
        | Behaviour::TransferToQueue
        | Behaviour::SetHooks
        | Behaviour::TransferToFlow
        | Behaviour::Disconnect
        | Behaviour::EndFlow
        | Behaviour::InvokeModule
        | Behaviour::ReturnFromModule
        | Behaviour::SetContactData
        | Behaviour::ContinueChat
        | Behaviour::Plain
        | Behaviour::Scripted
        | Behaviour::Unknown => None,
    }
}

/// Whether the failure leads where success does, and nobody has decided that.
fn goes_on(block: &Block) -> bool {
    let success = block.success().map(|exit| &exit.target);
    block
        .exit("error")
        .is_some_and(|exit| !exit.decided && Some(&exit.target) == success)
}
