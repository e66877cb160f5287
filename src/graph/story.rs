//! A witness as a story that a person can follow.

use super::state::{Class, Hooked, Place, Seconds, Via};
use super::witness::{Event, Witness};
use crate::catalogue::Role;
use crate::diag::Step;
use crate::program::{Block, FlowId, Outcome, Program, Value};
use crate::source::Span;
use crate::text::{Clock, Duration, count};
use std::collections::HashMap;

/// The story of a witness: what somebody chose or what took time, and the start of the
/// block in which it ends. Equal rounds of a cycle are told once.
#[must_use]
pub fn tell(program: &Program, witness: &Witness) -> Vec<Step> {
    let mut steps = vec![step(
        0,
        starts(program, witness.entry),
        flow_span(program, witness.entry),
    )];
    let events = &witness.events;
    let repeats = Repeats::new(events);
    let mut next = 0;
    while let Some(event) = events.get(next) {
        let (length, rounds) = repeats.at(events, next);
        if rounds > 1 {
            let round = events.get(next..next + length).unwrap_or_default();
            let told = round.len();
            let before = steps.len();
            steps.extend(
                round
                    .iter()
                    .enumerate()
                    .filter_map(|(at, event)| tell_event(program, event, spent(events, next + at))),
            );
            next += told * rounds;
            let last = next.checked_sub(1).and_then(|last| events.get(last));
            say_rounds(&mut steps, before, rounds, last.map_or(0, |last| last.at));
        } else {
            steps.extend(tell_event(program, event, spent(events, next)));
            next += 1;
        }
    }
    steps.extend(arrives(program, witness));
    steps
}

/// What a Wait is called in a story and in messages: `wait 12h`.
#[must_use]
pub fn called(block: &Block) -> String {
    match block.value(Role::TimeLimit) {
        Some(Value::Duration(length))
            if block.row.behaviour == crate::catalogue::Behaviour::Wait =>
        {
            format!(
                "{} {}",
                block.words(),
                lasts(Seconds::try_from(*length).unwrap_or(0))
            )
        }
        _ => block.words(),
    }
}

/// A point in a chat as it is printed.
#[must_use]
pub fn clock(at: Seconds) -> String {
    Clock(i64::from(at)).to_string()
}

/// A length of time as it is printed, in hours as the clock is: `25h`, never `1d1h`.
#[must_use]
pub fn lasts(length: Seconds) -> String {
    let (hours, rest) = (length / 3_600, length % 3_600);
    match (hours, rest) {
        (0, _) => Duration(i64::from(rest)).to_string(),
        (_, 0) => format!("{hours}h"),
        (_, _) => format!("{hours}h{}", Duration(i64::from(rest))),
    }
}

fn step(at: Seconds, text: impl Into<String>, span: Option<Span>) -> Step {
    Step {
        at: i64::from(at),
        text: text.into(),
        span,
    }
}

fn starts(program: &Program, flow: FlowId) -> String {
    let name = program.flows.get(flow).map_or("", |flow| &flow.name);
    format!("a chat starts in `{name}`")
}

fn flow_span(program: &Program, flow: FlowId) -> Option<Span> {
    Some(program.flows.get(flow)?.span)
}

fn tell_event(program: &Program, event: &Event, spent: Seconds) -> Option<Step> {
    let block = event.from.block_in(program);
    let span = block.map(|block| block.span);
    let text = match event.via {
        Via::Exit(exit) => tell_exit(block?, exit, event.class)?,
        Via::EntersQueue => "the chat enters a queue".to_owned(),
        Via::AgentJoins => "an agent joins".to_owned(),
        Via::AgentLeaves => match event.to {
            Place::Block(flow, _) => format!("the agent leaves, {}", flow_starts(program, flow)),
            Place::Outside(_) => "the agent leaves, a flow of another program starts".to_owned(),
            Place::Queued(..)
            | Place::Waiting
            | Place::WaitingOutside(_)
            | Place::WithAgent
            | Place::Ended => "the agent leaves".to_owned(),
        },
        Via::FlowStarts => match event.to {
            Place::Block(flow, _) => flow_starts(program, flow),
            Place::Queued(..)
            | Place::Waiting
            | Place::WaitingOutside(_)
            | Place::WithAgent
            | Place::Outside(
                Hooked::Nothing | Hooked::Flow(_) | Hooked::Outside(_) | Hooked::Unknown,
            )
            | Place::Ended => "a flow of another program starts".to_owned(),
        },
        Via::FlowEnds => "the flow ends".to_owned(),
        Via::ComesBack => "the flow of another program is over".to_owned(),
        Via::ModuleStarts => match event.to {
            Place::Block(module, _) | Place::Queued(module, _) => {
                format!("the module {}", flow_starts(program, module))
            }
            Place::Waiting
            | Place::WaitingOutside(_)
            | Place::WithAgent
            | Place::Outside(_)
            | Place::Ended => "a module starts".to_owned(),
        },
        Via::ModuleReturns(..) => "the module returns".to_owned(),
        Via::Disconnects => return None,
    };
    let served = matches!(event.class, Class::Service | Class::Bounded) && spent > 0;
    let text = if served {
        format!("{text} (after {})", lasts(spent))
    } else {
        text
    };
    Some(step(event.at, text, span))
}

/// How long the chat was where an event found it.
fn spent(events: &[Event], at: usize) -> Seconds {
    let before = at.checked_sub(1).and_then(|before| events.get(before));
    let now = events.get(at).map_or(0, |event| event.at);
    now.saturating_sub(before.map_or(0, |before| before.at))
}

fn flow_starts(program: &Program, flow: FlowId) -> String {
    let name = program.flows.get(flow).map_or("", |flow| &flow.name);
    format!("`{name}` starts")
}

/// Success is what a reader expects of a block, so it is told only where it takes time.
fn tell_exit(block: &Block, exit: u32, class: Class) -> Option<String> {
    let exit = block.exits.get(exit as usize)?;
    match class {
        Class::Return => Some(format!("the customer returns to `{}`", called(block))),
        Class::Now | Class::Bounded if exit.outcome == Outcome::Success => None,
        Class::Now | Class::Clock | Class::Service | Class::Bounded | Class::Open => {
            Some(format!("`{}`: {}", called(block), exit.outcome.words()))
        }
    }
}

fn arrives(program: &Program, witness: &Witness) -> Option<Step> {
    let block = witness.place.block_in(program)?;
    let text = format!("`{}` starts", called(block));
    Some(step(witness.at, text, Some(block.span)))
}

fn say_rounds(steps: &mut Vec<Step>, before: usize, rounds: usize, until: Seconds) {
    let told = steps.len() - before;
    match (told, steps.last_mut()) {
        (0, _) | (_, None) => {}
        (1, Some(last)) => {
            last.text = format!("{} x {rounds}, until {}", last.text, clock(until));
        }
        (_, Some(_)) => {
            let text = format!("the last {} x {rounds}", count("step", told));
            steps.push(step(until, text, None));
        }
    }
}

/// The longest round that is looked for, in events.
const LONGEST_ROUND: usize = 256;

/// Finds where a run repeats itself.
struct Repeats {
    /// The next event of the same kind, for each event.
    same: Vec<Option<usize>>,
}

impl Repeats {
    fn new(events: &[Event]) -> Self {
        let mut latest: HashMap<(Place, Via), usize> = HashMap::new();
        let mut same: Vec<Option<usize>> = events
            .iter()
            .enumerate()
            .rev()
            .map(|(index, event)| latest.insert((event.from, event.via), index))
            .collect();
        same.reverse();
        Self { same }
    }

    /// How long the round is that starts at an event, and how many of them follow each other.
    fn at(&self, events: &[Event], from: usize) -> (usize, usize) {
        let Some(Some(next)) = self.same.get(from) else {
            return (1, 1);
        };
        let length = next - from;
        if length > LONGEST_ROUND {
            return (1, 1);
        }
        let mut end = from + length;
        while is_same(events, end, end - length) {
            end += 1;
        }
        (length, (end - from) / length)
    }
}

fn is_same(events: &[Event], one: usize, other: usize) -> bool {
    let (Some(first), Some(second)) = (events.get(one), events.get(other)) else {
        return false;
    };
    first.from == second.from
        && first.via == second.via
        && spent(events, one) == spent(events, other)
}
