//! Waiting for a timer or an event.

use crate::catalogue::{Role, assumptions};
use crate::program::Value;
use crate::run::ready::Ready;
use crate::run::slots::Slot;
use crate::run::state::Waiting;
use crate::run::steps::Next;
use crate::run::work::Run;

/// The longest Wait, in seconds: seven days (Flow language, Wait).
const LONGEST: i64 = 604_800;

pub(super) fn wait<'r>(run: &mut Run<'r>, block: &'r Ready<'r>) -> Next {
    let Some(value) = block.value(Role::TimeLimit) else {
        return Next::Branch("error");
    };
    let seconds = run.whole_number(value);
    let Some(seconds) = seconds.filter(|seconds| (1..=LONGEST).contains(seconds)) else {
        return Next::Branch(match run.assumes(&assumptions::DYNAMIC_WAIT) {
            true => "error",
            false => "time expired",
        });
    };
    let events = match block.value(Role::Events) {
        Some(Slot::Plain(Value::Words(words), _)) => words.as_slice(),
        Some(_) | None => &[],
    };
    run.wait(Waiting::Timer {
        until: run.state.now.saturating_add(seconds),
        customer: events.contains(&"customer"),
        bot: events.contains(&"bot"),
    })
}
