//! Naming the flows that run on events.

use crate::catalogue::{Hook, ResourceKind, Role};
use crate::program::{Block, Value};
use crate::run::effect::Effect;
use crate::run::flows::{Next, Run};
use crate::run::state::HookedFlow;

pub(super) fn set_one(run: &mut Run<'_>, block: &Block, hook: Hook) -> Next {
    let set = block
        .value(Role::Flow)
        .is_some_and(|value| set(run, hook, value));
    done(set)
}

pub(super) fn set_several(run: &mut Run<'_>, block: &Block) -> Next {
    let Some(Value::Map(entries)) = block.value(Role::Hooks) else {
        return Next::Success;
    };
    let all_set = entries
        .iter()
        .all(|(key, value)| Hook::of_wire(key).is_some_and(|hook| set(run, hook, value)));
    done(all_set)
}

/// Hooks a flow to an event; the last one counts.
fn set(run: &mut Run<'_>, hook: Hook, value: &Value) -> bool {
    let Some(flow) = run.named(value, ResourceKind::Flow) else {
        return false;
    };
    let hooked = HookedFlow {
        flow: flow.clone(),
        inherited: false,
    };
    run.state.contact.hooks.insert(hook, hooked);
    run.see(Effect::Hooked { hook, flow });
    true
}

const fn done(all_set: bool) -> Next {
    match all_set {
        true => Next::Success,
        false => Next::Branch("error"),
    }
}
