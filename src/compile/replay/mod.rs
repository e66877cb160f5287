//! Witnesses, played by the interpreter before they are shown.
//!
//! A witness is written as the steps of a script, the very ones that a person can give to
//! `ebb run`, and that script is played. Where the chat then is somewhere else than the
//! witness says, or at another time, two of its branches contradict each other, and the
//! finding is only a warning.

mod queues;
mod script;
mod wishes;

use crate::diag::{Diagnostic, Level, Replay, Sink};
use crate::graph::{Event, Via, Witness, story};
use crate::id::Id;
use crate::program::{BlockId, FlowId, Program};
use crate::rules::Finding;
use crate::run::{Effect, Machine, Seen};
use crate::source::FileId;
use crate::suite;
use crate::syntax;

/// The finding with the script of its witness, as `played` gives it; weaker where that does
/// not lead there.
pub(super) fn shown(
    finding: Finding,
    played: impl Fn(&Witness) -> Result<Replay, String>,
) -> Diagnostic {
    let mut diagnostic = finding.diagnostic;
    let Some(witness) = finding.witness else {
        return diagnostic;
    };
    match played(&witness) {
        Ok(replay) => diagnostic.replay = Some(Box::new(replay)),
        Err(why) => {
            diagnostic.level = diagnostic.level.min(Level::Warning);
            diagnostic.notes.push(format!(
                "the interpreter could not follow this story, so perhaps no chat can: {why}"
            ));
        }
    }
    diagnostic
}

/// A witness as a script that was played and leads where the witness says.
///
/// # Errors
///
/// Where it does not: what is otherwise.
pub fn replay(program: &Program, witness: &Witness) -> Result<Replay, String> {
    replay_on(&Machine::new(program), witness)
}

/// The same on a machine that is there already: many witnesses can share it.
///
/// # Errors
///
/// Where it does not lead where the witness says: what is otherwise.
pub fn replay_on(machine: &Machine<'_>, witness: &Witness) -> Result<Replay, String> {
    let program = machine.program();
    let steps = script::write(program, witness)?;
    let text = suite::wrap_script(&steps.join("\n"));
    let mut sink = Sink::new();
    let tree = syntax::parse(FileId::from_index(0), &text, &mut sink);
    let test = suite::script(&tree, program, witness.entry, &mut sink)
        .ok_or("it cannot be written as a script")?;
    let result = suite::play_on(machine, &test);
    follows(program, witness, &result.seen)?;
    if let suite::Verdict::Failed(failure) = result.verdict {
        return Err(format!(
            "expected {}, but {}",
            failure.expected, failure.instead
        ));
    }
    let flow = program.flows.get(witness.entry);
    Ok(Replay {
        flow: flow.map_or_else(String::new, |flow| flow.name.clone()),
        steps,
    })
}

/// Something by which a chat is known to go the way of a witness.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Mark {
    /// It comes to a block.
    Comes(i64, FlowId, BlockId),
    /// An agent joins.
    Joined,
}

impl Mark {
    fn of(seen: &Seen) -> Option<Self> {
        if let Effect::Entered { flow, block } = seen.effect {
            return Some(Self::Comes(seen.at, flow, block));
        }
        matches!(seen.effect, Effect::AgentJoined { .. }).then_some(Self::Joined)
    }
}

/// Whether the chat came to the same blocks at the same times, and to no other where it is
/// cut off in the last of them. Before an agent joins, the flow of a queue goes on by itself
/// until it waits; a story does not tell that, and the chat does not come back from there.
fn follows(program: &Program, witness: &Witness, seen: &[Seen]) -> Result<(), String> {
    let mut marks = seen.iter().filter_map(Mark::of);
    for expected in marks_of(program, witness) {
        let found = match expected {
            Mark::Joined => marks.any(|mark| mark == Mark::Joined),
            Mark::Comes(..) => marks.next() == Some(expected),
        };
        if !found {
            return Err(match expected {
                Mark::Joined => "no agent joins".to_owned(),
                Mark::Comes(at, flow, block) => {
                    let called = called(program, flow, block);
                    format!("`{called}` does not start at {}", clock(at))
                }
            });
        }
    }
    match marks.next().filter(|_| witness.cut) {
        Some(Mark::Comes(at, flow, block)) => {
            let called = called(program, flow, block);
            Err(format!("the chat goes on to `{called}` at {}", clock(at)))
        }
        Some(Mark::Joined) => Err("another agent joins".to_owned()),
        None => Ok(()),
    }
}

fn clock(at: i64) -> String {
    story::clock(u32::try_from(at).unwrap_or(0))
}

fn called(program: &Program, flow: FlowId, block: BlockId) -> String {
    let flow = program.flows.get(flow);
    let block = flow.and_then(|flow| flow.blocks.get(block));
    block.map_or_else(String::new, story::called)
}

/// What a witness comes to, in order.
fn marks_of(program: &Program, witness: &Witness) -> Vec<Mark> {
    let start = program
        .flows
        .get(witness.entry)
        .and_then(|flow| Some(Mark::Comes(0, witness.entry, flow.start?)));
    let mark = |event: &Event| match (event.via, event.to.block()) {
        (Via::AgentJoins, _) => Some(Mark::Joined),
        (_, Some((flow, block))) => Some(Mark::Comes(i64::from(event.at), flow, block)),
        (_, None) => None,
    };
    start
        .into_iter()
        .chain(witness.events.iter().filter_map(mark))
        .collect()
}
