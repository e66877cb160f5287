//! Where a value comes from, and how it gets another one.

use super::script::Played;
use super::steer::Turn;
use super::walk::Walk;
use crate::catalogue::{ResourceKind, Role, Shape};
use crate::program::{Block, Value, reference_at as reference};
use crate::run::{Bot, CallResult, Customer, Effect, Event, FunctionAnswer, Given, Named, Seen};

/// How many times a value may be handed on before it is compared.
const DEEPEST: usize = 8;

/// Why a reference does not get a value.
pub(super) enum Unset {
    /// The interpreter does not model where it comes from.
    NotModelled,
    /// For this reason.
    Because(String),
}

fn because<T>(reason: impl Into<String>) -> Result<T, Unset> {
    Err(Unset::Because(reason.into()))
}

/// Sees to it that what a block is given at run time is there.
pub(super) fn fill(walk: &mut Walk<'_, '_>, turn: &Turn<'_, '_>) -> Result<(), String> {
    let mut reason = format!("`{}` does something else by then", turn.block.words());
    let mut filled = false;
    for argument in &turn.block.arguments {
        let Some(text) = argument.value.text() else {
            continue;
        };
        let sample = sample(walk, argument.parameter.role, argument.parameter.shape);
        for reference in references(text) {
            match set(walk, turn, reference, &sample) {
                Ok(()) => filled = true,
                Err(Unset::Because(because)) => reason = because,
                Err(Unset::NotModelled) => {
                    reason = format!("the interpreter does not model `{reference}`");
                }
            }
        }
    }
    if filled { Ok(()) } else { Err(reason) }
}

/// A value that a parameter takes.
fn sample(walk: &Walk<'_, '_>, role: Role, shape: Shape) -> String {
    if let Shape::Resource(kinds) = shape {
        return resource(walk, kinds).unwrap_or_else(|| "something".to_owned());
    }
    let text = if matches!(role, Role::TimeLimit | Role::Bound) {
        "60"
    } else if matches!(role, Role::Count | Role::Digits) {
        "1"
    } else {
        "something"
    };
    text.to_owned()
}

fn resource(walk: &Walk<'_, '_>, kinds: &[ResourceKind]) -> Option<String> {
    let mut resources = walk.program.resources.iter();
    let found = resources.find(|resource| kinds.contains(&resource.kind))?;
    Some(found.name.clone())
}

fn references(text: &str) -> impl Iterator<Item = &str> {
    text.match_indices('$').filter_map(move |(at, _)| {
        let from = text.get(at..)?;
        let (_, length) = reference(from)?;
        from.get(..length)
    })
}

/// Gives a reference a value at a turn.
pub(super) fn set(
    walk: &mut Walk<'_, '_>,
    turn: &Turn<'_, '_>,
    text: &str,
    value: &str,
) -> Result<(), Unset> {
    let mut text = text.to_owned();
    let mut index = turn.index;
    for _ in 0..DEEPEST {
        let parts = whole(&text)?;
        match source(walk, turn.played, &parts, index)? {
            Source::Outside => return from_outside(walk, turn.played, &parts, index, value),
            Source::Copied(from, at) => (text, index) = (from, at),
        }
    }
    because("the value is handed on too often")
}

/// Where a reference has its value from.
enum Source {
    /// From outside the flow.
    Outside,
    /// From this text, at this place of what was seen.
    Copied(String, usize),
}

fn whole(text: &str) -> Result<Vec<String>, Unset> {
    match reference(text) {
        Some((parts, length)) if length == text.len() => {
            Ok(parts.into_iter().map(str::to_owned).collect())
        }
        Some(_) | None => because(format!("what is compared is always `{text}`")),
    }
}

fn source(
    walk: &Walk<'_, '_>,
    played: &Played,
    parts: &[String],
    index: usize,
) -> Result<Source, Unset> {
    let Some((root, keys)) = parts.split_first() else {
        return Err(Unset::NotModelled);
    };
    let key = keys.join(".");
    let of_flow = root == "FlowAttributes";
    if root != "Attributes" && !of_flow {
        return Ok(Source::Outside);
    }
    let before = played.seen.get(..index).unwrap_or(&played.seen);
    let was_set = before.iter().rposition(|seen| {
        seen.effect
            .set()
            .is_some_and(|(set, on_flow)| set == key && on_flow == of_flow)
    });
    match was_set {
        None if of_flow => because(format!("`{key}` is never set there")),
        None => Ok(Source::Outside),
        Some(at) => {
            let text = written(walk, played, at, &key);
            let text = text.ok_or(Unset::NotModelled)?;
            Ok(Source::Copied(text, at))
        }
    }
}

/// The text that was written where an attribute was set.
fn written(walk: &Walk<'_, '_>, played: &Played, at: usize, key: &str) -> Option<String> {
    let before = played.seen.get(..at)?;
    let (flow, block) = before.iter().rev().find_map(|seen| seen.effect.entered())?;
    let block: &Block = walk.program.flows.get(flow)?.blocks.get(block)?;
    let Value::Map(entries) = block.value(Role::Attributes)? else {
        return None;
    };
    let (_, value) = entries.iter().find(|(name, _)| name == key)?;
    value.text().map(str::to_owned)
}

fn from_outside(
    walk: &mut Walk<'_, '_>,
    played: &Played,
    parts: &[String],
    index: usize,
    value: &str,
) -> Result<(), Unset> {
    let parts: Vec<&str> = parts.iter().map(String::as_str).collect();
    match parts.as_slice() {
        ["Attributes", keys @ ..] => at_start(walk, &keys.join("."), value),
        ["External", keys @ ..] => by_function(walk, played, keys, index, value),
        ["Lex", keys @ ..] => by_bot(walk, played, keys, index, value),
        ["StoredCustomerInput"] => by_keys(walk, played, index, value),
        ["CustomerEndpoint", "Address"] => {
            started(walk, |start| start.from = Some(value.to_owned()))
        }
        ["SystemEndpoint", "Address"] => started(walk, |start| start.to = Some(value.to_owned())),
        ["Media", "InitialMessage"] => {
            started(walk, |start| start.first_message = Some(value.to_owned()))
        }
        [
            "Channel" | "ContactId" | "InitialContactId" | "PreviousContactId" | "InitiationMethod",
        ] => because(format!("`$.{}` is what it is", parts.join("."))),
        ["Queue", "Name"] if played.queue(index).is_none() => {
            let queue = Named::find(walk.program, ResourceKind::Queue, value);
            started(walk, |start| start.queue = Some(queue))
        }
        ["Queue" | "Agent", ..] => {
            because(format!("`$.{}` is what the flow makes it", parts.join(".")))
        }
        _ => Err(Unset::NotModelled),
    }
}

/// Whether the contact is not the first of its chain any more: what a flow found out for
/// itself stays behind.
fn is_another_contact(before: &[Seen]) -> bool {
    let mut before = before.iter();
    before.any(|seen| matches!(seen.effect, Effect::NextContact { .. }))
}

fn started(
    walk: &mut Walk<'_, '_>,
    change: impl FnOnce(&mut crate::run::Start),
) -> Result<(), Unset> {
    let Some(start) = walk.script.start() else {
        return because("the chat does not start");
    };
    change(start);
    Ok(())
}

fn at_start(walk: &mut Walk<'_, '_>, key: &str, value: &str) -> Result<(), Unset> {
    started(walk, |start| {
        start.attributes.remove(key);
        if !value.is_empty() {
            start.attributes.set(key, value);
        }
    })
}

/// A flow that runs on an event finds the queue that the contact was in before.
pub(super) fn come_with_queue(walk: &mut Walk<'_, '_>) -> Result<(), String> {
    let name = resource(walk, &[ResourceKind::Queue]);
    let name = name.unwrap_or_else(|| "queue".to_owned());
    let queue = Named::find(walk.program, ResourceKind::Queue, &name);
    match walk.script.start() {
        Some(start) if start.queue.is_none() => {
            start.queue = Some(queue);
            Ok(())
        }
        Some(_) | None => Err("no working queue is set there".to_owned()),
    }
}

/// Sets the value of a name; an empty value takes it out.
fn put(entries: &mut Vec<(String, String)>, key: &str, value: String) {
    entries.retain(|(name, _)| name != key);
    if !value.is_empty() {
        entries.push((key.to_owned(), value));
    }
}

fn by_function(
    walk: &mut Walk<'_, '_>,
    played: &Played,
    keys: &[&str],
    index: usize,
    value: &str,
) -> Result<(), Unset> {
    let before = played.seen.get(..index).unwrap_or(&played.seen);
    let call = before.iter().enumerate().rev().find_map(|(at, seen)| {
        let (function, _) = seen.effect.call()?;
        let heard = !matches!(
            seen.effect,
            Effect::Called {
                result: CallResult::NotAwaited,
                ..
            }
        );
        heard.then(|| (at, function.clone()))
    });
    let Some((at, function)) = call else {
        if is_another_contact(before) {
            return because("what a function answered is gone on a new contact");
        }
        // An earlier flow called it.
        return started(walk, |start| {
            put(&mut start.external, &keys.join("."), value.to_owned());
        });
    };
    let at = played.event_of(at);
    let asked = Given::Function {
        function: function.clone(),
        answer: FunctionAnswer::Fails,
    };
    let mut entries = match walk.script.told_up_to(at, &asked) {
        Some(Given::Function {
            answer: FunctionAnswer::Returns(entries),
            ..
        }) => entries.clone(),
        _ => Vec::new(),
    };
    put_deep(&mut entries, keys, value);
    let answer = FunctionAnswer::Returns(entries);
    walk.script.tell(at, Given::Function { function, answer });
    Ok(())
}

fn put_deep(entries: &mut Vec<(String, Value)>, keys: &[&str], value: &str) {
    let Some((first, rest)) = keys.split_first() else {
        return;
    };
    let leaf = || Value::Text(value.to_owned());
    let found = entries.iter_mut().find(|(key, _)| key == first);
    match (found, rest) {
        (Some((_, slot)), []) => *slot = leaf(),
        (None, []) => entries.push(((*first).to_owned(), leaf())),
        (Some((_, Value::Map(inner))), rest) => put_deep(inner, rest, value),
        (Some((_, slot)), rest) => *slot = deep(rest, value),
        (None, rest) => entries.push(((*first).to_owned(), deep(rest, value))),
    }
}

/// A value inside maps, and inside a list where its key is a number.
fn deep(keys: &[&str], value: &str) -> Value {
    keys.iter()
        .rev()
        .fold(Value::Text(value.to_owned()), |inner, key| {
            match key.parse::<usize>() {
                Ok(0) => Value::List(vec![inner]),
                Ok(_) | Err(_) => Value::Map(vec![((*key).to_owned(), inner)]),
            }
        })
}

fn by_bot(
    walk: &mut Walk<'_, '_>,
    played: &Played,
    keys: &[&str],
    index: usize,
    value: &str,
) -> Result<(), Unset> {
    let last = played.event_of(index);
    let answers = walk.script.happenings.iter_mut().take(last + 1).rev();
    let answer = answers.into_iter().find_map(|happening| {
        let Event::Bot { does, .. } = &mut happening.event else {
            return None;
        };
        if let Bot::Answers(answer) = does {
            Some(answer)
        } else {
            None
        }
    });
    let Some(answer) = answer else {
        return because("no bot has answered before");
    };
    match keys {
        ["IntentName"] => value.clone_into(&mut answer.intent),
        ["Slots", slot] => put(&mut answer.slots, slot, value.to_owned()),
        ["SessionAttributes", key] => {
            put(&mut answer.session_attributes, key, value.to_owned());
        }
        ["IntentConfidence", "Score"] => answer.confidence = Some(value.to_owned()),
        _ => return Err(Unset::NotModelled),
    }
    Ok(())
}

fn by_keys(
    walk: &mut Walk<'_, '_>,
    played: &Played,
    index: usize,
    value: &str,
) -> Result<(), Unset> {
    let last = played.event_of(index);
    let events = walk.script.happenings.iter_mut().take(last + 1).rev();
    let entered = events
        .into_iter()
        .map(|happening| &mut happening.event)
        .find(|event| {
            matches!(
                event,
                Event::Customer(Customer::Enters(_) | Customer::IsSilent)
            )
        });
    let Some(entered) = entered else {
        if is_another_contact(played.seen.get(..index).unwrap_or(&played.seen)) {
            return because("the customer was asked for nothing before");
        }
        return started(walk, |start| start.stored_input = Some(value.to_owned()));
    };
    let are_keys = value
        .chars()
        .all(|key| key.is_ascii_digit() || matches!(key, '*' | '#'));
    *entered = match value {
        "Timeout" => Event::Customer(Customer::IsSilent),
        value if are_keys && !value.is_empty() => {
            Event::Customer(Customer::Enters(value.to_owned()))
        }
        _ => return because("no keys say that"),
    };
    Ok(())
}
