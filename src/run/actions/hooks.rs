//! Naming the flows that run on events.

use crate::catalogue::{Behaviour, Hook, ResourceKind, Role};
use crate::run::effect::Effect;
use crate::run::ready::Ready;
use crate::run::slots::Slot;
use crate::run::state::HookedFlow;
use crate::run::steps::Next;
use crate::run::work::Run;

pub(super) fn set_one<'r>(run: &mut Run<'r>, block: &'r Ready<'r>) -> Next {
    let set = match (block.behaviour, block.value(Role::Flow)) {
        (Behaviour::SetHook(hook), Some(value)) => set(run, hook, value),
        (_, Some(_) | None) => false,
    };
    done(set)
}

pub(super) fn set_several<'r>(run: &mut Run<'r>, block: &'r Ready<'r>) -> Next {
    let Some(hooks) = block.value(Role::Hooks) else {
        return Next::Success;
    };
    let mut entries = hooks.entries().iter();
    let all_set = entries
        .all(|(key, value)| Hook::of_wire(key.as_str()).is_some_and(|hook| set(run, hook, value)));
    done(all_set)
}

/// Hooks a flow to an event; the last one counts.
fn set<'r>(run: &mut Run<'r>, hook: Hook, value: &'r Slot<'r>) -> bool {
    let Some(flow) = run.named(value, ResourceKind::Flow) else {
        return false;
    };
    run.see(|| Effect::Hooked {
        hook,
        flow: flow.clone(),
    });
    let hooked = HookedFlow {
        flow,
        inherited: false,
    };
    run.state.contact.set_hook(hook, hooked);
    true
}

const fn done(all_set: bool) -> Next {
    match all_set {
        true => Next::Success,
        false => Next::Branch("error"),
    }
}
