//! Creating tasks.

use crate::catalogue::{Role, assumptions};
use crate::run::effect::Effect;
use crate::run::ready::Ready;
use crate::run::steps::Next;
use crate::run::work::Run;
use std::borrow::Cow;
use std::fmt::Write as _;

/// Creates a task: a contact of its own, whose flow is not part of this run. Its id is
/// `task-1` and so on, kept in `$.Task.ContactId` (Flow language, CreateTask).
pub(super) fn create<'r>(run: &mut Run<'r>, block: &'r Ready<'r>) -> Next {
    let related = run.assumes(&assumptions::TASK_IS_RELATED);
    run.state.contact.tasks += 1;
    let number = run.state.contact.tasks;
    let mut id = run.state.buffers.pop().unwrap_or_default();
    // Writing into a text cannot fail.
    let _ = write!(id, "task-{number}");
    run.state.contact.results.set("Task.ContactId", &id);
    run.done_with(Cow::Owned(id));
    let name = block.value(Role::Asked);
    let name = name.map(|name| run.text_of(name)).unwrap_or_default();
    run.see(|| Effect::TaskCreated {
        number,
        name: name.clone().into_owned(),
        related,
    });
    run.done_with(name);
    Next::Success
}
