//! Leaving the flow: to another one, or for good.

use crate::catalogue::{ResourceKind, Role};
use crate::program::Block;
use crate::run::effect::{Reason, Why};
use crate::run::flows::{Next, Run};
use crate::run::state::Duty;

/// Goes on at the start of another flow; attributes of this flow are lost.
pub(super) fn transfer(run: &mut Run<'_>, block: &Block) -> Next {
    let flow = block
        .value(Role::Flow)
        .and_then(|value| run.named(value, ResourceKind::Flow));
    let Some(flow) = flow else {
        return Next::Branch("error");
    };
    let duty = run
        .state
        .frame
        .as_ref()
        .map_or(Duty::Contact, |frame| frame.duty);
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
