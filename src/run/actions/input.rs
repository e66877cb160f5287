//! Asking the customer: one key, several, or a bot that does the asking.

use super::say::prompt;
use crate::catalogue::{Channel, ResourceKind, Role};
use crate::run::ready::Ready;
use crate::run::state::Waiting;
use crate::run::steps::Next;
use crate::run::work::Run;

/// What the designer writes where nobody chooses a time limit.
const USUAL_TIME_LIMIT: i64 = 5;

/// How many digits the designer takes where nobody chooses.
const USUAL_DIGITS: i64 = 20;

pub(super) fn menu<'r>(run: &mut Run<'r>, block: &'r Ready<'r>) -> Next {
    if !prompt(run, block) {
        return Next::Branch("error");
    }
    let until = until(run, block);
    run.wait(Waiting::Key { until })
}

pub(super) fn store<'r>(run: &mut Run<'r>, block: &'r Ready<'r>) -> Next {
    if !prompt(run, block) {
        return Next::Branch("error");
    }
    let most = block
        .value(Role::Digits)
        .and_then(|value| run.whole_number(value))
        .unwrap_or(USUAL_DIGITS);
    let until = until(run, block);
    let most = usize::try_from(most).unwrap_or(0).max(1);
    run.wait(Waiting::Digits { until, most })
}

pub(super) fn bot<'r>(run: &mut Run<'r>, block: &'r Ready<'r>) -> Next {
    if !prompt(run, block) {
        return Next::Branch("error");
    }
    let bot = block
        .value(Role::Bot)
        .and_then(|value| run.named(value, ResourceKind::Bot));
    run.open_bot_session(bot.as_ref());
    if let Some(given) = block.value(Role::SessionAttributes) {
        let mut attributes = std::mem::take(&mut run.state.spare_texts);
        run.put(&mut attributes, "Lex.SessionAttributes.", given);
        run.state.contact.results.extend(attributes.iter());
        run.done_with_texts(attributes);
    }
    // The time limit of the block is for typed input alone
    // (administrator guide, Get customer input).
    let limit = match run.state.channel {
        Channel::Chat => limit(run, block),
        Channel::Voice | Channel::Task | Channel::Email => None,
    };
    let until = limit.map(|limit| run.state.now.saturating_add(limit));
    run.wait(Waiting::Bot { bot, until })
}

fn limit<'r>(run: &mut Run<'r>, block: &'r Ready<'r>) -> Option<i64> {
    let value = block.value(Role::TimeLimit)?;
    run.whole_number(value).filter(|seconds| *seconds > 0)
}

fn until<'r>(run: &mut Run<'r>, block: &'r Ready<'r>) -> i64 {
    let limit = limit(run, block).unwrap_or(USUAL_TIME_LIMIT);
    run.state.now.saturating_add(limit)
}
