//! Choosing a queue and going into it.

use crate::catalogue::{ResourceKind, Role, assumptions};
use crate::program::Block;
use crate::run::effect::Effect;
use crate::run::flows::{Next, Run};
use crate::run::state::Place;

pub(super) fn choose(run: &mut Run<'_>, block: &Block) -> Next {
    let queue = match (block.value(Role::Queue), block.value(Role::Agent)) {
        (Some(queue), _) => run.named(queue, ResourceKind::Queue),
        (None, Some(agent)) => run.named(agent, ResourceKind::Agent),
        (None, None) => None,
    };
    let Some(queue) = queue else {
        return Next::Branch("error");
    };
    run.state.contact.queue = Some(queue.clone());
    run.state.contact.queue_inherited = false;
    run.see(Effect::QueueSet(queue));
    Next::Success
}

/// Goes into the working queue; comes back only where that fails: without a queue, or
/// where the contact is in one already.
pub(super) fn transfer(run: &mut Run<'_>) -> Next {
    let Some(queue) = run.state.contact.queue.clone() else {
        return Next::Branch("error");
    };
    if run.state.place != Place::Flow {
        return Next::Branch("error");
    }
    if run.state.world.is_full(&queue) {
        return Next::Branch("at capacity");
    }
    if run.state.contact.queue_inherited {
        run.rely(&assumptions::QUEUE_SURVIVES);
    }
    run.rely(&assumptions::QUEUE_SUCCESS);
    run.leave("queued");
    run.enter_queue(queue);
    Next::Gone
}
