//! Choosing a queue and going into it.

use crate::catalogue::{Hook, ResourceKind, Role, assumptions};
use crate::run::effect::Effect;
use crate::run::named::Named;
use crate::run::ready::Ready;
use crate::run::state::Place;
use crate::run::steps::Next;
use crate::run::work::Run;

pub(super) fn choose<'r>(run: &mut Run<'r>, block: &'r Ready<'r>) -> Next {
    let Some(queue) = named_by(run, block) else {
        return Next::Branch("error");
    };
    run.see(|| Effect::QueueSet(queue.clone()));
    run.state.contact.queue = Some(queue);
    run.state.contact.queue_inherited = false;
    Next::Success
}

/// The queue that a block names, or the agent whose own queue it means.
pub(super) fn named_by<'r>(run: &mut Run<'r>, block: &'r Ready<'r>) -> Option<Named> {
    match block.value(Role::Queue) {
        Some(queue) => run.named(queue, ResourceKind::Queue),
        None => run.named(block.value(Role::Agent)?, ResourceKind::Agent),
    }
}

/// Goes into the working queue; comes back only where that fails: without a queue, or
/// where the contact is in one already.
pub(super) fn transfer(run: &mut Run<'_>) -> Next {
    let inherited = run.state.contact.queue_inherited;
    if inherited && !run.assumes(&assumptions::QUEUE_SURVIVES) {
        return Next::Branch("error");
    }
    let Some(queue) = run.state.contact.queue.clone() else {
        return Next::Branch("error");
    };
    if !matches!(run.state.place, Place::Flow) {
        return Next::Branch("error");
    }
    if run.state.world.is_full(&queue) {
        return Next::Branch("at capacity");
    }
    let has_flow = run.state.contact.hook(Hook::CustomerQueue).is_some();
    if !has_flow && !run.assumes(&assumptions::DEFAULT_QUEUE_FLOW) {
        return Next::Branch("error");
    }
    if !run.assumes(&assumptions::QUEUE_SUCCESS) {
        run.see(|| Effect::Queued(queue.clone()));
        run.state.place = Place::Queued(queue);
        return Next::Success;
    }
    run.leave("queued");
    run.enter_queue(queue);
    Next::Gone
}
