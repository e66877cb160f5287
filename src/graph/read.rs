//! What a block says about time and channel, read from its row and its arguments.

use super::state::{FOREVER, Hooked, LONGEST_WAIT, Seconds, WorkingQueue};
use crate::catalogue::{Behaviour, Channel, FlowKind, Hook, Kind, Role, Shape};
use crate::program::{Block, Exit, Flow, Origin, Outcome, Program, Value, holds};

/// How long a timer runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Timer {
    /// The shortest.
    pub least: Seconds,
    /// The longest.
    pub most: Seconds,
    /// Whether the length is only known at run time.
    pub open: bool,
}

/// Whether a Wait keeps the flow running meanwhile, which the designer calls "Continue".
/// No source says what happens then, so its branches are taken at any time from its minimum
/// to its limit.
#[must_use]
pub fn keeps_running(block: &Block) -> bool {
    block.row.behaviour == Behaviour::Wait
        && beside(block, "ContinueExecution").is_some_and(|said| {
            let refused = said
                .text()
                .is_some_and(|said| said.eq_ignore_ascii_case("false"));
            !refused && *said != Value::RawBool(false)
        })
}

/// A parameter that no row knows.
fn beside<'b>(block: &'b Block, wanted: &str) -> Option<&'b Value> {
    let mut extra = block.extra.iter();
    extra.find_map(|(path, value)| (path == wanted).then_some(value))
}

/// How long a Wait lasts when nothing ends it.
#[must_use]
pub fn wait_timer(block: &Block) -> Timer {
    let timer = timer(block, 1);
    if keeps_running(block) {
        let least = match beside(block, "MinimumWaitTimeSeconds") {
            Some(Value::Text(least) | Value::RawNumber(least)) => least.parse().unwrap_or(0),
            _ => 0,
        };
        return Timer {
            least: timer.most.min(least),
            open: true,
            ..timer
        };
    }
    match block.value(Role::Bound) {
        Some(Value::Duration(bound)) if timer.open => Timer {
            most: seconds(*bound),
            open: false,
            ..timer
        },
        _ => timer,
    }
}

/// Whether a block that waits for somebody has a time limit and a branch for when it is over,
/// as views and sign-ins have.
#[must_use]
pub fn has_time_limit(block: &Block) -> bool {
    let row = block.row;
    row.parameter(Role::TimeLimit).is_some() && row.branch("timeout").is_some()
}

/// How long a block waits for the customer to answer; the platform does not say what holds
/// where nothing is written.
#[must_use]
pub fn answer_timer(block: &Block) -> Timer {
    timer(block, 60)
}

fn timer(block: &Block, shortest: Seconds) -> Timer {
    match block.value(Role::TimeLimit) {
        Some(Value::Duration(length)) => Timer {
            least: seconds(*length),
            most: seconds(*length),
            open: false,
        },
        _ => Timer {
            least: shortest,
            most: LONGEST_WAIT,
            open: true,
        },
    }
}

/// How long a function that the flow waits for takes at most; nothing where it does not wait.
#[must_use]
pub fn function_limit(block: &Block) -> Option<Seconds> {
    if block.value(Role::Mode) == Some(&Value::Word("asynchronously")) {
        return None;
    }
    match block.value(Role::TimeLimit) {
        Some(Value::Duration(length)) => Some(seconds(*length)),
        // The longest that the service allows.
        _ => Some(8),
    }
}

/// How often a loop goes round; nothing where that is only known at run time.
#[must_use]
pub fn loop_count(block: &Block) -> Option<i64> {
    match block.value(Role::Count) {
        Some(Value::Number(count)) => Some(*count),
        _ => None,
    }
}

/// Whether the exit is for an event that the block does not wait for.
#[must_use]
pub fn event_is_unlisted(block: &Block, exit: &Exit) -> bool {
    let Outcome::Branch(branch) = &exit.outcome else {
        return false;
    };
    let Kind::Event(event) = branch.kind else {
        return false;
    };
    let Some(Value::Words(listed)) = block.value(Role::Events) else {
        return block.value(Role::Events).is_none();
    };
    let word = block.row.parameter(Role::Events).and_then(|parameter| {
        let Shape::Words(words) = parameter.shape else {
            return None;
        };
        words.iter().find(|(_, wire)| *wire == event)
    });
    !word.is_some_and(|(word, _)| listed.contains(word))
}

/// Whether the block waits for the customer to write.
#[must_use]
pub fn waits_for_customer(block: &Block) -> bool {
    block.row.behaviour == Behaviour::Wait
        && block
            .exit("customer returned")
            .is_some_and(|exit| !event_is_unlisted(block, exit))
}

/// Whether the block compares the channel of the contact.
#[must_use]
pub fn compares_channel(block: &Block) -> bool {
    block.row.behaviour == Behaviour::Compare
        && block
            .value(Role::Compared)
            .and_then(Value::text)
            .is_some_and(|compared| compared == "$.Channel")
}

/// Whether a case of a comparison with `$.Channel` holds on a chat; nothing where
/// its operator is not known.
#[must_use]
pub fn holds_on_chat(outcome: &Outcome) -> Option<bool> {
    holds_on(outcome, Channel::Chat)
}

/// Whether a case of a comparison with `$.Channel` holds on a channel; nothing where
/// its operator is not known.
#[must_use]
pub fn holds_on(outcome: &Outcome, channel: Channel) -> Option<bool> {
    match outcome {
        Outcome::Case(form, operand) => Some(holds(form.operator, channel.wire(), operand)),
        Outcome::Success | Outcome::Branch(_) | Outcome::Error(_) => Some(false),
        Outcome::Condition { .. } => None,
    }
}

/// Whether the chats of a flow have a working queue from the start: a quick connect, an event
/// or an earlier flow may have set one. An inbound flow is where chats come without one; of an
/// export that is not sure, where a disconnect flow is of the same kind.
#[must_use]
pub fn queue_at_start(flow: &Flow) -> WorkingQueue {
    match (flow.kind, flow.origin) {
        (Some(FlowKind::Inbound), Origin::Ebb) => WorkingQueue::Unset,
        (Some(FlowKind::TransferToQueue), _) => WorkingQueue::Set,
        (Some(_) | None, _) => WorkingQueue::Unknown,
    }
}

/// Whether the block asks for the hours of the working queue.
#[must_use]
pub fn asks_queue_for_hours(block: &Block) -> bool {
    block.row.behaviour == Behaviour::Hours && block.value(Role::Hours).is_none()
}

/// Whether a block can only be left by this exit with a working queue.
#[must_use]
pub fn needs_queue(block: &Block, exit: &Exit) -> bool {
    let outcome = &exit.outcome;
    let by_hours = outcome.is("in hours") || outcome.is("out of hours");
    (block.row.behaviour == Behaviour::TransferToQueue && outcome.is("at capacity"))
        || (asks_queue_for_hours(block) && by_hours)
}

/// The flow that the block names by `role`.
#[must_use]
pub fn named_flow(program: &Program, block: &Block) -> Hooked {
    block
        .value(Role::Flow)
        .map_or(Hooked::Unknown, |value| hooked(program, value))
}

/// The module that the block names.
#[must_use]
pub fn named_module(program: &Program, block: &Block) -> Hooked {
    block
        .value(Role::Module)
        .map_or(Hooked::Unknown, |value| hooked(program, value))
}

/// The exits by which the block that invoked a module goes on after this `return`: the
/// branch of the result, all of them where it is only known at run time. Nothing stands for
/// a way out that is not drawn.
#[must_use]
pub fn exits_for_result<'p>(
    program: &Program,
    caller: &'p Block,
    end: &Block,
) -> Vec<Option<&'p Exit>> {
    let result = end.value(Role::Result);
    let branches = caller.exits.iter().filter(|exit| match &exit.outcome {
        Outcome::Case(_, name) => result
            .is_some_and(|result| result.is_dynamic() || program.text_in(result) == Some(name)),
        Outcome::Success | Outcome::Branch(_) | Outcome::Error(_) | Outcome::Condition { .. } => {
            false
        }
    });
    let mut exits: Vec<Option<&Exit>> = branches.map(Some).collect();
    if exits.is_empty() || result.is_some_and(Value::is_dynamic) {
        exits.push(caller.exit("default").or_else(|| caller.success()));
    }
    exits
}

/// The events that the block hooks flows to.
#[must_use]
pub fn hooks_set(program: &Program, block: &Block) -> Vec<(Hook, Hooked)> {
    match block.row.behaviour {
        Behaviour::SetHook(hook) => vec![(hook, named_flow(program, block))],
        Behaviour::SetHooks => match block.value(Role::Hooks) {
            Some(Value::Map(entries)) => entries
                .iter()
                .filter_map(|(key, value)| Some((Hook::of_wire(key)?, hooked(program, value))))
                .collect(),
            _ => Vec::new(),
        },
        Behaviour::Say
        | Behaviour::Menu
        | Behaviour::StoreInput
        | Behaviour::Bot
        | Behaviour::Wait
        | Behaviour::Compare
        | Behaviour::Distribute
        | Behaviour::SetAttributes
        | Behaviour::SetFlowAttributes
        | Behaviour::Function
        | Behaviour::Hours
        | Behaviour::Loop
        | Behaviour::SetQueue
        | Behaviour::TransferToQueue
        | Behaviour::TransferToFlow
        | Behaviour::Disconnect
        | Behaviour::EndFlow
        | Behaviour::InvokeModule
        | Behaviour::ReturnFromModule
        | Behaviour::SetContactData
        | Behaviour::ContinueChat
        | Behaviour::Plain
        | Behaviour::Scripted
        | Behaviour::Unknown => Vec::new(),
    }
}

fn hooked(program: &Program, value: &Value) -> Hooked {
    let Value::Resource(resource) = value else {
        return Hooked::Unknown;
    };
    program
        .flow_of(*resource)
        .map_or(Hooked::Outside(*resource), Hooked::Flow)
}

/// Whole seconds of a length that a person wrote; what is out of bounds is reported elsewhere.
fn seconds(length: i64) -> Seconds {
    Seconds::try_from(length.max(0)).map_or(FOREVER - 1, |length| length.min(FOREVER - 1))
}
