//! What data has to be like so that a chat takes the branches of a witness.

use crate::catalogue::{Behaviour, Role};
use crate::graph::{Class, Event, Seconds, Source, Sources, Via, Witness, data, values};
use crate::program::{Block, Outcome, Program, Value};
use std::collections::BTreeMap;

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
            collected.event(program, at, event, witness.spent(at));
        }
        if let Some(block) = witness.place.block_in(program) {
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
    sources: Sources<'p>,
}

impl<'p> Collected<'p> {
    fn event(&mut self, program: &'p Program, at: usize, event: &Event, spent: Seconds) {
        let Some(block) = event.from.block_in(program) else {
            return;
        };
        if let Some((reference, comparing, exit)) = data::compared(program, block, event.via) {
            self.wish(Some(reference), Wish::Takes(comparing, exit));
        }
        self.sources.leaves(at, block, event.via);
        let Via::Exit(exit) = event.via else {
            return;
        };
        match (block.row.behaviour, event.class) {
            (Behaviour::Wait, Class::Clock) => self.timer(block, Wish::Is(spent)),
            (Behaviour::Wait, _) => self.timer(block, Wish::AtLeast(spent + 1)),
            (Behaviour::SetQueue, _) if succeeds(block, exit) => {
                let queue = block
                    .value(Role::Queue)
                    .or_else(|| block.value(Role::Agent));
                self.wish(queue.and_then(Value::text), Wish::IsSet);
            }
            (Behaviour::SetHook(_) | Behaviour::SetHooks, _) if succeeds(block, exit) => {
                for flow in flows_named(block) {
                    self.wish(flow.text(), Wish::IsSet);
                }
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
        let key = match self.sources.of(reference) {
            Some(Source::Start) => (None, reference.strip_prefix(data::ATTRIBUTES)),
            Some(Source::Call(call)) => (Some(call), reference.strip_prefix(data::EXTERNAL)),
            // What the flow has set is not for anybody else to say.
            Some(Source::Set(_)) | None => (None, None),
        };
        if let (call, Some(key)) = key {
            // A block that goes round wishes the same again and again.
            let wishes = self.wishes.entry((call, key.to_owned())).or_default();
            if !wishes.iter().any(|known| known.is_same(&wish)) {
                wishes.push(wish);
            }
        }
    }
}

/// The flows that a block hooks to events.
fn flows_named(block: &Block) -> impl Iterator<Item = &Value> {
    let hooks = match block.value(Role::Hooks) {
        Some(Value::Map(entries)) => entries.as_slice(),
        Some(_) | None => &[],
    };
    let one = block.value(Role::Flow).into_iter();
    one.chain(hooks.iter().map(|(_, flow)| flow))
}

fn succeeds(block: &Block, exit: u32) -> bool {
    let exit = block.exits.get(exit as usize);
    exit.is_some_and(|exit| exit.outcome == Outcome::Success)
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
    fn is_same(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Takes(one, exit), Self::Takes(other, taken)) => {
                std::ptr::eq(*one, *other) && exit == taken
            }
            (Self::IsSet, Self::IsSet) => true,
            (Self::Is(one), Self::Is(other)) | (Self::AtLeast(one), Self::AtLeast(other)) => {
                one == other
            }
            (Self::Takes(..) | Self::IsSet | Self::Is(_) | Self::AtLeast(_), _) => false,
        }
    }

    fn is_met(&self, value: &str) -> bool {
        match self {
            Self::Takes(block, wanted) => values::takes(block, *wanted, value),
            Self::IsSet => !value.is_empty(),
            Self::Is(number) => value.parse() == Ok(*number),
            Self::AtLeast(number) => value.parse().is_ok_and(|value: Seconds| value >= *number),
        }
    }
}
