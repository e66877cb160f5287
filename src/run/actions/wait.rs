//! Waiting for a timer or an event.

use crate::catalogue::{Role, assumptions};
use crate::program::{Block, Value};
use crate::run::flows::{Next, Run};
use crate::run::state::Waiting;

/// The longest Wait, in seconds: seven days (Flow language, Wait).
const LONGEST: i64 = 604_800;

pub(super) fn wait(run: &mut Run<'_>, block: &Block) -> Next {
    let Some(value) = block.value(Role::TimeLimit) else {
        return Next::Branch("error");
    };
    let Some(seconds) = run
        .whole_number(value)
        .filter(|seconds| (1..=LONGEST).contains(seconds))
    else {
        run.rely(&assumptions::DYNAMIC_WAIT);
        return Next::Branch("error");
    };
    Next::Wait(Waiting::Timer {
        until: run.state.now.saturating_add(seconds),
        customer: listens(block, "customer"),
        bot: listens(block, "bot"),
    })
}

fn listens(block: &Block, event: &str) -> bool {
    match block.value(Role::Events) {
        Some(Value::Words(words)) => words.contains(&event),
        Some(_) | None => false,
    }
}
