//! Calling a function.

use crate::catalogue::{ResourceKind, Role};
use crate::program::{Block, Value};
use crate::run::effect::{CallResult, Effect};
use crate::run::flows::{Next, Run};
use crate::run::named::Named;
use crate::run::world::FunctionAnswer;

/// What the designer writes where nobody chooses a time limit.
const USUAL_TIME_LIMIT: i64 = 3;

pub(super) fn call(run: &mut Run<'_>, block: &Block) -> Next {
    let function = block
        .value(Role::Function)
        .and_then(|value| run.named(value, ResourceKind::Lambda));
    let Some(function) = function else {
        return Next::Branch("error");
    };
    let input = run.texts_of(block.value(Role::Input));
    if is(block, Role::Mode, "asynchronously") {
        // The flow goes on at once and hears no answer (Flow language, InvokeLambdaFunction).
        return told(run, function, input, CallResult::NotAwaited);
    }
    let answer = run.state.world.function(&function).cloned();
    let result = match answer {
        None => answered(run, Vec::new(), CallResult::Unscripted),
        Some(FunctionAnswer::Returns(entries)) if refused(block, &entries) => CallResult::Failed,
        Some(FunctionAnswer::Returns(entries)) => answered(run, entries, CallResult::Answered),
        Some(FunctionAnswer::Fails) => CallResult::Failed,
        Some(FunctionAnswer::TimesOut) => {
            let limit = time_limit(run, block);
            if !run.spend(limit) {
                return Next::Gone;
            }
            CallResult::TimedOut
        }
    };
    told(run, function, input, result)
}

/// A string map is flat (administrator guide, AWS Lambda function block).
fn refused(block: &Block, entries: &[(String, Value)]) -> bool {
    !is(block, Role::Response, "json")
        && entries
            .iter()
            .any(|(_, value)| matches!(value, Value::Map(_) | Value::List(_)))
}

/// What the last function answered is gone once another answers.
fn answered(run: &mut Run<'_>, entries: Vec<(String, Value)>, result: CallResult) -> CallResult {
    run.state.contact.external = entries;
    result
}

fn told(
    run: &mut Run<'_>,
    function: Named,
    input: Vec<(String, String)>,
    result: CallResult,
) -> Next {
    run.see(Effect::Called {
        function,
        input,
        result,
    });
    match result {
        CallResult::Answered | CallResult::Unscripted | CallResult::NotAwaited => Next::Success,
        CallResult::Failed | CallResult::TimedOut => Next::Branch("error"),
    }
}

fn time_limit(run: &mut Run<'_>, block: &Block) -> i64 {
    block
        .value(Role::TimeLimit)
        .and_then(|value| run.whole_number(value))
        .unwrap_or(USUAL_TIME_LIMIT)
}

fn is(block: &Block, role: Role, word: &str) -> bool {
    matches!(block.value(role), Some(Value::Word(found)) if *found == word)
}
