//! Persistent chat.

use crate::catalogue::Role;
use crate::run::again::Source;
use crate::run::ready::Ready;
use crate::run::steps::Next;
use crate::run::work::Run;

/// Lets the chat continue an ended one. The contacts of a run are `contact-1` and so on; any
/// other id is that of a chat of which the run knows nothing.
pub(super) fn continue_chat<'r>(run: &mut Run<'r>, block: &'r Ready<'r>) -> Next {
    let Some(source) = block.value(Role::Source) else {
        return Next::Branch("error");
    };
    let id = run.text_of(source);
    let number = id.strip_prefix("contact-").map(str::parse);
    let is_missing = id.is_empty();
    run.done_with(id);
    let source = match block.is(Role::Mode, "entire past session") {
        true => Source::EntirePastSession,
        false => Source::Segment,
    };
    let continues = match number {
        Some(Ok(number)) => run.continue_chat(number, source),
        Some(Err(_)) | None => !is_missing && run.continue_unknown(),
    };
    match continues {
        true => Next::Success,
        false => Next::Branch("error"),
    }
}
