//! Saying something.

use crate::catalogue::{Role, assumptions};
use crate::program::{Block, Value};
use crate::run::effect::{Effect, Party};
use crate::run::flows::{Next, Run};
use crate::run::named::Named;
use crate::run::state::Duty;

pub(super) fn say(run: &mut Run<'_>, block: &Block) -> Next {
    match prompt(run, block) {
        true => Next::Success,
        false => Next::Branch("error"),
    }
}

/// Plays the prompt of a block, if it has one; false where that fails.
pub(super) fn prompt(run: &mut Run<'_>, block: &Block) -> bool {
    let Some(text) = text(run, block) else {
        return true;
    };
    if run.state.world.prompts_fail() {
        return false;
    }
    if text.is_empty() {
        run.rely(&assumptions::EMPTY_PROMPT);
        return false;
    }
    let to = match run.state.frame.as_ref().map(|frame| frame.duty) {
        Some(Duty::AgentWhisper) => Party::Agent,
        Some(Duty::Contact | Duty::Queue | Duty::CustomerWhisper) | None => Party::Customer,
    };
    run.see(Effect::Said { to, text });
    true
}

fn text(run: &mut Run<'_>, block: &Block) -> Option<String> {
    for role in [Role::Text, Role::Ssml] {
        if let Some(value) = block.value(role) {
            return Some(run.text_of(value));
        }
    }
    let recording = block.value(Role::Recording)?;
    let name = if let Value::Resource(id) = recording {
        Named::Resource(*id).title(run.program).to_owned()
    } else {
        run.text_of(recording)
    };
    Some(match name.is_empty() {
        true => name,
        false => format!("[{name}]"),
    })
}
