//! What each kind of block does. One function a behaviour; the row says which, and it is
//! found when the program is made ready.

mod again;
mod attributes;
mod compare;
mod function;
mod hooks;
mod input;
mod leave;
mod module;
mod queue;
mod repeat;
mod say;
mod task;
mod told;
mod wait;

use super::ready::Ready;
use super::steps::Next;
use super::work::Run;
use crate::catalogue::{Behaviour, Role, Then, Undrawn, Wire};
use crate::graph::read;
use crate::program::Outcome;
pub(super) use compare::case;

/// What a kind of block does, as a function.
pub(super) type Act = for<'r> fn(&mut Run<'r>, &'r Ready<'r>) -> Next;

/// What blocks with this behaviour do.
pub(super) fn act(behaviour: Behaviour) -> Act {
    match behaviour {
        Behaviour::Say => say::say,
        Behaviour::Menu => input::menu,
        Behaviour::StoreInput => input::store,
        Behaviour::Bot => input::bot,
        Behaviour::Wait => wait::wait,
        Behaviour::Compare => compare::compare,
        Behaviour::Distribute => compare::distribute,
        Behaviour::Hours => compare::hours,
        Behaviour::SetAttributes => attributes::set_on_contact,
        Behaviour::SetFlowAttributes => attributes::set_on_flow,
        Behaviour::SetContactData => attributes::set_contact_data,
        Behaviour::Function => function::call,
        Behaviour::Loop => repeat::pass,
        Behaviour::SetQueue => queue::choose,
        Behaviour::TransferToQueue => |run, _| queue::transfer(run),
        Behaviour::SetHook(_) => hooks::set_one,
        Behaviour::SetHooks => hooks::set_several,
        Behaviour::TransferToFlow => leave::transfer,
        Behaviour::Disconnect => |run, _| leave::disconnect(run),
        Behaviour::EndFlow => |run, _| leave::end_flow(run),
        Behaviour::InvokeModule => module::invoke,
        Behaviour::ReturnFromModule => module::give_back,
        Behaviour::ContinueChat => again::continue_chat,
        Behaviour::Plain => |_, _| Next::Success,
        Behaviour::Unknown => unknown,
        Behaviour::Scripted => |run, block| {
            let next = scripted(run, block);
            in_time(run, block, next)
        },
    }
}

/// The failure that a test says blocks of this type have, though they are modelled.
pub(super) fn scripted_failure(run: &Run<'_>, block: &Ready<'_>) -> Option<Next> {
    let takes = run.state.world.action(block.block.action_type())?;
    if matches!(block.behaviour, Behaviour::Scripted | Behaviour::Unknown) {
        return None;
    }
    let failure = |outcome: &Outcome| match outcome {
        Outcome::Error(_) => true,
        Outcome::Branch(branch) => matches!(branch.wire, Wire::Error(_)),
        Outcome::Success | Outcome::Case(..) | Outcome::Condition { .. } => false,
    };
    let mut exits = block.block.exits.iter();
    let exit = exits.position(|exit| failure(&exit.outcome) && exit.outcome.words() == takes)?;
    Some(Next::Exit(exit))
}

/// A block that takes the branch that the test says, else does what it is told of the world
/// or waits for people. Where it knows neither it is not modelled: it succeeds; where success
/// is no way out, it takes its first result, else what stands for nothing special.
fn scripted<'r>(run: &mut Run<'r>, block: &'r Ready<'r>) -> Next {
    let is_scripted = run.state.world.action(block.block.action_type()).is_some();
    if !is_scripted && let Some(next) = told::told(run, block) {
        return next;
    }
    let next = unknown(run, block);
    let succeeds = block.success.way.exit.is_some() && block.block.success_is_taken();
    if matches!(next, Next::Success) && !succeeds {
        plain_way_out(block)
    } else {
        next
    }
}

/// What a block does for which a test says the branch, once it has spent the time that it
/// takes: before `timeout` or `no answer` that is its limit.
pub(super) fn in_time<'r>(run: &mut Run<'r>, block: &'r Ready<'r>, next: Next) -> Next {
    if block.behaviour == Behaviour::Scripted
        && times_out(block, &next)
        && block.row.parameter(Role::TimeLimit).is_some()
    {
        let limit = time_limit(run, block);
        if !run.spend(limit) {
            return Next::Gone;
        }
    }
    next
}

/// How many seconds the block waits for people: the shortest that there is where nothing is
/// written that can be read.
fn time_limit<'r>(run: &mut Run<'r>, block: &'r Ready<'r>) -> i64 {
    let limit = written_limit(run, block);
    limit.unwrap_or_else(|| read::answer_timer(block.block).least.into())
}

/// How many seconds the block says it waits, where that can be read at run time.
fn written_limit<'r>(run: &mut Run<'r>, block: &'r Ready<'r>) -> Option<i64> {
    let limit = block.value(Role::TimeLimit)?;
    run.whole_number(limit)
}

/// Whether the block has waited for people until its time was over.
fn times_out(block: &Ready<'_>, next: &Next) -> bool {
    let time_over = block.row.time_over();
    match next {
        Next::Exit(exit) => {
            time_over.is_some_and(|branch| position(block, branch.word) == Some(*exit))
        }
        Next::Success | Next::Branch(_) | Next::Waits | Next::Gone => false,
    }
}

fn plain_way_out(block: &Ready<'_>) -> Next {
    let branches = block.row.branches.iter();
    let result = branches
        .filter(|branch| branch.undrawn == Undrawn::Next)
        .find_map(|branch| position(block, branch.word));
    let copied = match block.row.then {
        Then::Copies(word) => position(block, word),
        Then::Next | Then::Ends | Then::Stays => None,
    };
    result.or(copied).map_or(Next::Success, Next::Exit)
}

fn position(block: &Ready<'_>, word: &str) -> Option<usize> {
    block.cases().position(|(outcome, _)| outcome.is(word))
}

/// An action nobody described: it takes the branch that the test says, else it succeeds.
fn unknown<'r>(run: &mut Run<'r>, block: &'r Ready<'r>) -> Next {
    let otherwise = passed_over(run);
    let Some(wanted) = run.state.world.action(block.block.action_type()) else {
        return otherwise;
    };
    let mut exits = block.cases();
    exits
        .position(|(outcome, _)| outcome.words() == wanted)
        .map_or(otherwise, Next::Exit)
}

/// What a block that is not modelled does, where no test says more.
fn passed_over(run: &mut Run<'_>) -> Next {
    match run.pass_over() {
        true => Next::Success,
        false => Next::Branch("error"),
    }
}
