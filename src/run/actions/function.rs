//! Calling a function.

use crate::catalogue::{ResourceKind, Role};
use crate::run::effect::{CallResult, Effect};
use crate::run::named::Named;
use crate::run::ready::Ready;
use crate::run::state::State;
use crate::run::steps::Next;
use crate::run::texts::Texts;
use crate::run::work::Run;
use crate::run::world::Answer;

/// What the designer writes where nobody chooses a time limit.
const USUAL_TIME_LIMIT: i64 = 3;

pub(super) fn call<'r>(run: &mut Run<'r>, block: &'r Ready<'r>) -> Next {
    let function = block
        .value(Role::Function)
        .and_then(|value| run.named(value, ResourceKind::Lambda));
    let Some(function) = function else {
        return Next::Branch("error");
    };
    let input = run.texts_of(block.value(Role::Input));
    // The flow goes on at once and hears no answer (Flow language, InvokeLambdaFunction).
    if block.is(Role::Mode, "asynchronously") {
        return told(run, function, input, CallResult::NotAwaited);
    }
    let limit = time_limit(run, block);
    let (takes, in_time) = match run.state.world.delay(&function) {
        Some(delay) if delay <= limit => (delay, true),
        Some(_) => (limit, false),
        None => (0, true),
    };
    if takes > 0 && !run.spend(takes) {
        run.done_with_texts(input);
        return Next::Gone;
    }
    let result = match in_time {
        true => answered(run.state, block, &function),
        false => CallResult::TimedOut,
    };
    told(run, function, input, result)
}

/// Takes the answer. What the last function answered is gone once another answers.
fn answered(state: &mut State, block: &Ready<'_>, function: &Named) -> CallResult {
    let State { world, contact, .. } = state;
    match world.function(function) {
        None => {
            contact.results.clear_under("External.");
            CallResult::Unscripted
        }
        // A string map is flat (administrator guide, AWS Lambda function block).
        Some(Answer::Returns { nested: true, .. }) if !block.is(Role::Response, "json") => {
            CallResult::Failed
        }
        Some(Answer::Returns { texts, .. }) => {
            contact.results.clear_under("External.");
            contact.results.extend(texts.iter());
            CallResult::Answered
        }
        // A text is no map; where any JSON will do it is an answer without names
        // (Flow language, InvokeLambdaFunction, `ResponseValidation`).
        Some(Answer::Text) if block.is(Role::Response, "json") => {
            contact.results.clear_under("External.");
            CallResult::Answered
        }
        Some(Answer::Text | Answer::Fails) => CallResult::Failed,
    }
}

fn told(run: &mut Run<'_>, function: Named, input: Texts, result: CallResult) -> Next {
    run.see(|| Effect::Called {
        function,
        input: input.to_vec(),
        result,
    });
    run.done_with_texts(input);
    match result {
        CallResult::Answered | CallResult::Unscripted | CallResult::NotAwaited => Next::Success,
        CallResult::Failed | CallResult::TimedOut => Next::Branch("error"),
    }
}

fn time_limit<'r>(run: &mut Run<'r>, block: &'r Ready<'r>) -> i64 {
    block
        .value(Role::TimeLimit)
        .and_then(|value| run.whole_number(value))
        .unwrap_or(USUAL_TIME_LIMIT)
}
