//! Leaving the flow: to another one, or for good.

use crate::catalogue::{ResourceKind, Role, assumptions};
use crate::run::effect::Why;
use crate::run::ready::Ready;
use crate::run::reason::Reason;
use crate::run::state::Duty;
use crate::run::steps::Next;
use crate::run::work::Run;

/// Goes on at the start of another flow; attributes of this flow are lost. Flows that run
/// beside the contact's own, in a queue or as a whisper, do not know the block
/// (Flow language, TransferToFlow).
pub(super) fn transfer<'r>(run: &mut Run<'r>, block: &'r Ready<'r>) -> Next {
    let flow = block
        .value(Role::Flow)
        .and_then(|value| run.named(value, ResourceKind::Flow));
    let Some(flow) = flow else {
        return Next::Branch("error");
    };
    let duty = run.state.frame().map_or(Duty::Contact, |frame| frame.duty);
    if duty != Duty::Contact {
        return Next::Branch("error");
    }
    let in_module = run.state.frames().len() > 1;
    if in_module && !run.assumes(&assumptions::TRANSFER_IN_MODULE) {
        return Next::Branch("error");
    }
    run.leave("transferred");
    run.start_flow(&flow, duty, Why::Transfer);
    Next::Gone
}

pub(super) fn disconnect(run: &mut Run<'_>) -> Next {
    run.leave("ended");
    run.end(Reason::Flow);
    Next::Gone
}

pub(super) fn end_flow(run: &mut Run<'_>) -> Next {
    run.leave("ended");
    run.end_flow();
    Next::Gone
}
