//! What data has to be like so that a chat takes the branches of a witness.

use crate::catalogue::{Behaviour, Role};
use crate::graph::{Class, Event, Place, Seconds, Via, Witness, data, values};
use crate::program::{Block, Outcome, Program, Value};
use std::collections::{BTreeMap, BTreeSet};

/// What somebody wishes of one value.
enum Wish<'p> {
    /// This comparison takes this exit, or no way out that is drawn.
    Takes(&'p Block, Option<usize>),
    /// There is something.
    IsSet,
    /// It is this number.
    Is(Seconds),
    /// It is at least this number.
    AtLeast(Seconds),
}

/// Values that make a witness come true, as far as any do.
pub(super) struct Wishes {
    attributes: Vec<(String, String)>,
    /// What each call of a function returns, by its place among the events.
    returned: BTreeMap<usize, Vec<(String, String)>>,
}

/// The call that answered it, nothing for an attribute; and its key.
type Key = (Option<usize>, String);

impl Wishes {
    pub(super) fn of(program: &Program, witness: &Witness) -> Self {
        let mut collected = Collected::default();
        for (at, event) in witness.events.iter().enumerate() {
            collected.event(program, at, event, spent(witness, at));
        }
        if let Some(block) = block_at(program, witness.place) {
            let left = witness.duration.saturating_sub(witness.at);
            collected.timer(block, Wish::AtLeast(left.max(1)));
        }
        let mut wishes = Self {
            attributes: Vec::new(),
            returned: BTreeMap::new(),
        };
        for ((call, key), list) in collected.wishes {
            let Some(value) = value_for(&list) else {
                continue;
            };
            match call {
                None => wishes.attributes.push((key, value)),
                Some(call) => wishes.returned.entry(call).or_default().push((key, value)),
            }
        }
        wishes
    }

    /// The attributes with which the chat starts.
    pub(super) fn attributes(&self) -> &[(String, String)] {
        &self.attributes
    }

    /// What the function returns that is called by an event.
    pub(super) fn returned_at(&self, event: usize) -> &[(String, String)] {
        self.returned.get(&event).map_or(&[], Vec::as_slice)
    }
}

#[derive(Default)]
struct Collected<'p> {
    wishes: BTreeMap<Key, Vec<Wish<'p>>>,
    /// Attributes that the flow has set itself.
    set: BTreeSet<String>,
    /// The last call of a function.
    call: Option<usize>,
}

impl<'p> Collected<'p> {
    fn event(&mut self, program: &'p Program, at: usize, event: &Event, spent: Seconds) {
        let Some(block) = block_at(program, event.from) else {
            return;
        };
        if let Some((reference, comparing, exit)) = data::compared(program, block, event.via) {
            self.wish(Some(reference), Wish::Takes(comparing, exit));
        }
        let set = data::attributes_set(block, event.via);
        self.set.extend(set.map(|(key, _)| key.to_owned()));
        let Via::Exit(exit) = event.via else {
            return;
        };
        match (block.row.behaviour, event.class) {
            (Behaviour::Wait, Class::Clock) => self.timer(block, Wish::Is(spent)),
            (Behaviour::Wait, _) => self.timer(block, Wish::AtLeast(spent + 1)),
            (Behaviour::Function, _) => self.call = Some(at),
            (Behaviour::SetQueue, _) if succeeds(block, exit) => {
                let queue = block
                    .value(Role::Queue)
                    .or_else(|| block.value(Role::Agent));
                self.wish(queue.and_then(Value::text), Wish::IsSet);
            }
            (_, _) => {}
        }
    }

    fn timer(&mut self, block: &'p Block, wish: Wish<'p>) {
        if block.row.behaviour == Behaviour::Wait {
            let length = block.value(Role::TimeLimit).and_then(Value::text);
            self.wish(length, wish);
        }
    }

    fn wish(&mut self, reference: Option<&str>, wish: Wish<'p>) {
        let Some(reference) = reference else {
            return;
        };
        let key = if let Some(key) = reference.strip_prefix("$.Attributes.") {
            (!self.set.contains(key)).then_some((None, key))
        } else {
            let key = reference.strip_prefix("$.External.");
            key.zip(self.call).map(|(key, call)| (Some(call), key))
        };
        if let Some((call, key)) = key {
            let key = (call, key.to_owned());
            self.wishes.entry(key).or_default().push(wish);
        }
    }
}

fn succeeds(block: &Block, exit: u32) -> bool {
    let exit = block.exits.get(exit as usize);
    exit.is_some_and(|exit| exit.outcome == Outcome::Success)
}

fn block_at(program: &Program, place: Place) -> Option<&Block> {
    let (flow, block) = place.block()?;
    program.flows.get(flow)?.blocks.get(block)
}

fn spent(witness: &Witness, at: usize) -> Seconds {
    let before = at.checked_sub(1).and_then(|at| witness.events.get(at));
    let now = witness.events.get(at).map_or(0, |event| event.at);
    now.saturating_sub(before.map_or(0, |before| before.at))
}

/// A value that fulfils every wish; the one that fulfils the most of them from the first
/// on where none does.
fn value_for(wishes: &[Wish<'_>]) -> Option<String> {
    let fulfilled = |value: &String| wishes.iter().take_while(|wish| wish.is_met(value)).count();
    let candidates = candidates(wishes);
    let most = candidates.iter().map(fulfilled).max()?;
    let best = candidates
        .into_iter()
        .find(|value| fulfilled(value) == most)?;
    // Nothing is what an attribute is that nobody sets.
    (!best.is_empty()).then_some(best)
}

fn candidates(wishes: &[Wish<'_>]) -> Vec<String> {
    let mut found = vec![String::new()];
    let mut operands = Vec::new();
    for wish in wishes {
        match wish {
            Wish::Is(number) | Wish::AtLeast(number) => found.push(number.to_string()),
            Wish::Takes(block, _) => operands.extend(values::operands(block)),
            Wish::IsSet => {}
        }
    }
    found.extend(values::telling(&operands));
    found
}

impl Wish<'_> {
    fn is_met(&self, value: &str) -> bool {
        match self {
            Self::Takes(block, wanted) => values::takes(block, *wanted, value),
            Self::IsSet => !value.is_empty(),
            Self::Is(number) => value.parse() == Ok(*number),
            Self::AtLeast(number) => value.parse().is_ok_and(|value: Seconds| value >= *number),
        }
    }
}
