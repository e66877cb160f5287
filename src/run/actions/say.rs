//! Saying something.

use crate::catalogue::{Role, assumptions};
use crate::program::Value;
use crate::run::effect::{Effect, Party};
use crate::run::named::Named;
use crate::run::ready::Ready;
use crate::run::slots::Slot;
use crate::run::state::Duty;
use crate::run::steps::Next;
use crate::run::work::Run;
use std::borrow::Cow;

pub(super) fn say<'r>(run: &mut Run<'r>, block: &'r Ready<'r>) -> Next {
    match prompt(run, block) {
        true => Next::Success,
        false => Next::Branch("error"),
    }
}

/// Plays the prompt of a block, if it has one; false where that fails.
pub(super) fn prompt<'r>(run: &mut Run<'r>, block: &'r Ready<'r>) -> bool {
    // Where nobody looks, it only matters whether there is something to say.
    match block.says_plainly && !run.is_watched() {
        true => !run.state.world.prompts_fail(),
        false => play(run, block),
    }
}

/// Apart from [`prompt`], so that what nobody looks at stays short.
#[inline(never)]
fn play<'r>(run: &mut Run<'r>, block: &'r Ready<'r>) -> bool {
    let said = block.slots.said();
    if !run.is_watched() && said.is_some_and(|said| run.is_plainly_some(said)) {
        return !run.state.world.prompts_fail();
    }
    let text = match said {
        Some(said) => Some(run.text_of(said)),
        None => recording(run, block),
    };
    let Some(text) = text else {
        return true;
    };
    if run.state.world.prompts_fail() {
        return false;
    }
    if text.is_empty() {
        run.done_with(text);
        return !run.assumes(&assumptions::EMPTY_PROMPT);
    }
    let to = match run.state.frame().map(|frame| frame.duty) {
        Some(Duty::AgentWhisper) => Party::Agent,
        Some(Duty::Contact | Duty::Queue | Duty::CustomerWhisper) | None => Party::Customer,
    };
    run.see(|| Effect::Said {
        to,
        text: text.clone().into_owned(),
    });
    run.done_with(text);
    true
}

/// What is shown in place of a recording.
fn recording<'r>(run: &mut Run<'r>, block: &'r Ready<'r>) -> Option<Cow<'r, str>> {
    let recording = block.value(Role::Recording)?;
    if let Slot::Plain(Value::Resource(id), _) = recording {
        let named = Named::Resource(*id);
        return Some(in_brackets(run, named.title(run.program)));
    }
    let name = run.text_of(recording);
    if name.is_empty() {
        return Some(name);
    }
    let shown = in_brackets(run, &name);
    run.done_with(name);
    Some(shown)
}

/// In memory that is used again, as all texts are that are put together.
fn in_brackets<'r>(run: &mut Run<'r>, name: &str) -> Cow<'r, str> {
    let mut shown = run.state.buffers.pop().unwrap_or_default();
    shown.extend(["[", name, "]"]);
    Cow::Owned(shown)
}
