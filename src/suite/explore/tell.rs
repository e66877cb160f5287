//! A script as the text of a test that can be kept.

use super::script::{Played, Script};
use crate::graph::BlockBranch;
use crate::program::Program;
use crate::run::{Effect, Event, Place, Seen};
use crate::suite::coverage::words;
use crate::suite::write;
use crate::syntax::quoted;

/// A test with what people do, what was played, and the branch that it is for; nothing where
/// a step names something that has no name in Ebb.
pub(super) fn test(
    program: &Program,
    branch: BlockBranch,
    script: &Script,
    played: &Played,
) -> Option<String> {
    let mut lines = Vec::new();
    for (at, happening) in script.happenings.iter().enumerate() {
        let given = happening.given.iter().cloned().map(Event::Given);
        let given: Option<Vec<String>> = given.map(|given| write::event(program, &given)).collect();
        let event = [write::event(program, &happening.event)?];
        // What holds from the first block on stands behind the start.
        match at {
            0 => lines.extend(event.into_iter().chain(given?)),
            _ => lines.extend(given?.into_iter().chain(event)),
        }
        let seen = seen_of(played, at);
        let circles = |seen: &Seen| matches!(seen.effect, Effect::WentInCircles { .. });
        match seen.iter().any(circles) {
            true => lines.push("expect circles".to_owned()),
            false => {
                let seen = expected(program, seen);
                if at == 0 && seen.is_empty() && are_given_more(script) {
                    lines.push("expect chat open".to_owned());
                }
                lines.extend(seen);
            }
        }
    }
    lines.extend(in_the_end(program, branch, played));
    let name = name(program, branch);
    let steps: String = lines.iter().map(|line| format!("    {line}\n")).collect();
    Some(format!("test {} {{\n{steps}}}\n", quoted(&name)))
}

/// Whether something is given between the start and the next event. Right behind what is
/// given at the start it would hold from the first block on, too.
fn are_given_more(script: &Script) -> bool {
    let next = script.happenings.get(1);
    next.is_some_and(|next| !next.given.is_empty())
}

fn name(program: &Program, branch: BlockBranch) -> String {
    let flow = program.flows.get(branch.flow).map_or("", |flow| &flow.name);
    let (block, way) = words(program, branch);
    let which = program
        .flows
        .get(branch.flow)
        .and_then(|flow| flow.blocks.get(branch.block))
        .map_or("", |block| &block.name);
    format!("{flow}: {block} ({which}): {}", way.replace('"', ""))
}

fn seen_of(played: &Played, at: usize) -> &[Seen] {
    let from = played.begins.get(at).copied().unwrap_or(0);
    let to = played.begins.get(at + 1).copied();
    let to = to.unwrap_or(played.seen.len());
    played.seen.get(from..to).unwrap_or_default()
}

/// What the customer heard, and where the contact went.
fn expected(program: &Program, seen: &[Seen]) -> Vec<String> {
    let said = seen.iter().filter_map(|seen| seen.effect.prompt());
    let lines = said.map(|said| format!("expect prompt {}", quoted(said)));
    let mut lines: Vec<String> = lines.collect();
    let queued = seen.iter().rev().find_map(|seen| {
        let Effect::Queued(queue) = &seen.effect else {
            return None;
        };
        Some(queue)
    });
    if let Some(queue) = queued.and_then(|queue| write::named(program, queue))
        && !seen
            .iter()
            .any(|seen| matches!(seen.effect, Effect::Ended(_)))
    {
        lines.push(format!("expect queue {queue}"));
    }
    lines
}

fn in_the_end(program: &Program, branch: BlockBranch, played: &Played) -> Vec<String> {
    let mut lines = Vec::new();
    if let Some((block, way)) = write::branch(program, branch) {
        lines.push(format!("expect block {block} took {way}"));
    }
    if let Place::Ended(reason) = &played.state.place {
        lines.push(format!("expect ended by \"{}\"", reason.word()));
    } else if played.state.is_open() {
        lines.push("expect chat open".to_owned());
    }
    lines
}
