//! Runs in which Waits are equally long whose lengths are one value.
//!
//! The times of a run are found one by one, so two Waits for `$.Attributes.minutes` may last
//! differently in it. No chat does that unless something sets the attribute in between.

use super::Witness;
use super::sources::{Source, Sources};
use crate::catalogue::{Behaviour, Role};
use crate::graph::state::{Class, LONGEST_WAIT, Seconds};
use crate::graph::time::MOST_HOPS;
use crate::graph::{data, read, values};
use crate::program::{Block, Program, Value};

/// The same run with one length for all Waits whose length is one value, each as long as can
/// be; nothing where that changes nothing, or no such chat is cut off where the run ends.
fn with_equal_lengths(program: &Program, witness: &Witness) -> Option<Witness> {
    let mut lengths = Lengths::of(program, witness)?;
    lengths.fit(witness.duration)?;
    let equal = lengths.said_of(witness);
    (equal != *witness).then_some(equal)
}

/// The first run that `plays`: this one, or one of `further` that is not too long. Each is also
/// tried with equal lengths for Waits on one value.
pub fn first_played<I: IntoIterator<Item = Witness>>(
    program: &Program,
    witness: &Witness,
    further: impl FnOnce() -> I,
    plays: impl Fn(&Witness) -> bool,
) -> Option<Witness> {
    if plays(witness) {
        return Some(witness.clone());
    }
    let fits = |other: &Witness| other.hops() <= MOST_HOPS && plays(other);
    let equal = |witness: &Witness| with_equal_lengths(program, witness).filter(fits);
    equal(witness).or_else(|| {
        let mut further = further().into_iter();
        further.find_map(|other| match fits(&other) {
            true => Some(other),
            false => equal(&other),
        })
    })
}

/// How long the Wait is in which a run ends, where another Wait of the run has the same length.
#[must_use]
pub fn length_of_last_wait(program: &Program, witness: &Witness) -> Option<Seconds> {
    let lengths = Lengths::of(program, witness)?;
    let length = lengths.end?;
    let mut told = lengths.of_events.iter().enumerate();
    let (at, _) = told.find(|(_, of_event)| **of_event == Some(length))?;
    Some(witness.spent(at))
}

/// One value that is the length of Waits.
struct Length<'p> {
    reference: &'p str,
    source: Source,
    /// Whether a Wait has it. What is only compared need not be a number.
    is_of_wait: bool,
    /// How often a Wait of this length runs out.
    times: Seconds,
    least: Seconds,
    most: Seconds,
    /// The comparisons that look at it, each once with each exit that it takes.
    compared: Vec<(&'p Block, Option<usize>)>,
    is: Seconds,
}

impl<'p> Length<'p> {
    fn is_compared(&mut self, by: &'p Block, exit: Option<usize>) {
        let mut known = self.compared.iter();
        if !known.any(|(block, taken)| std::ptr::eq(*block, by) && *taken == exit) {
            self.compared.push((by, exit));
        }
    }

    /// The longest of those that the comparisons allow.
    fn longest(&self, most: Seconds) -> Option<Seconds> {
        let most = most.min(self.most);
        let operands = self.compared.iter();
        let operands: Vec<&str> = operands
            .flat_map(|(block, _)| values::operands(block))
            .collect();
        let beside = values::telling(&operands).into_iter();
        let beside = beside.filter_map(|value| value.parse().ok());
        let allowed = |length: &Seconds| {
            let value = length.to_string();
            let mut compared = self.compared.iter();
            (self.least..=most).contains(length)
                && compared.all(|(block, exit)| values::takes(block, *exit, &value))
        };
        beside.chain([most]).filter(allowed).max()
    }
}

/// The lengths of a run that are only known when it runs.
#[derive(Default)]
struct Lengths<'p> {
    all: Vec<Length<'p>>,
    /// The length that runs out in each event, by its place in `all`.
    of_events: Vec<Option<usize>>,
    /// The length of the Wait in which the run ends, where it is one of them.
    end: Option<usize>,
    /// How long that Wait is at most.
    at_end: Seconds,
    /// What everything else spends.
    fixed: Seconds,
}

impl<'p> Lengths<'p> {
    /// Nothing where the run does not end in a Wait, or is not cut off there.
    fn of(program: &'p Program, witness: &Witness) -> Option<Self> {
        let end = witness.place.block_in(program).filter(|_| witness.cut)?;
        let mut lengths = Self::default();
        let mut sources = Sources::default();
        for (at, event) in witness.events.iter().enumerate() {
            let block = event.from.block_in(program);
            let spent = witness.spent(at);
            let runs_out = block.and_then(|block| {
                if let Some((reference, comparing, exit)) =
                    data::compared(program, block, event.via)
                    && let Some(place) = lengths.place_of(&sources, reference)
                    && let Some(length) = lengths.all.get_mut(place)
                {
                    length.is_compared(comparing, exit);
                }
                let place = lengths.of_wait(&sources, block)?;
                let length = lengths.all.get_mut(place)?;
                if event.class != Class::Clock {
                    length.least = length.least.max(spent.saturating_add(1));
                    return None;
                }
                length.times += 1;
                Some(place)
            });
            if runs_out.is_none() {
                lengths.fixed = lengths.fixed.saturating_add(spent);
            }
            lengths.of_events.push(runs_out);
            if let Some(block) = block {
                sources.leaves(at, block, event.via);
            }
        }
        if end.row.behaviour != Behaviour::Wait {
            return None;
        }
        lengths.end = lengths.of_wait(&sources, end);
        lengths.at_end = read::wait_timer(end).most;
        Some(lengths)
    }

    /// The length of a Wait by its place in `all`, where it is one value.
    fn of_wait(&mut self, sources: &Sources<'p>, block: &'p Block) -> Option<usize> {
        if block.row.behaviour != Behaviour::Wait || read::keeps_running(block) {
            return None;
        }
        let reference = block.value(Role::TimeLimit).and_then(Value::text)?;
        let timer = read::wait_timer(block);
        let place = self.place_of(sources, reference)?;
        let length = self.all.get_mut(place)?;
        length.is_of_wait = true;
        length.least = length.least.max(timer.least);
        length.most = length.most.min(timer.most);
        Some(place)
    }

    fn place_of(&mut self, sources: &Sources<'p>, reference: &'p str) -> Option<usize> {
        let source = sources.of(reference)?;
        let is_it = |length: &Length<'_>| (length.reference, length.source) == (reference, source);
        if let Some(place) = self.all.iter().position(is_it) {
            return Some(place);
        }
        let set = match sources.known(reference) {
            Some(known) => Some(known.parse().ok()?),
            None => None,
        };
        self.all.push(Length {
            reference,
            source,
            is_of_wait: false,
            times: 0,
            least: set.unwrap_or(1),
            most: set.unwrap_or(LONGEST_WAIT),
            compared: Vec::new(),
            is: 0,
        });
        Some(self.all.len() - 1)
    }

    /// Finds lengths with which the run comes to its last Wait and is cut off in it.
    fn fit(&mut self, duration: Seconds) -> Option<()> {
        for length in self.all.iter_mut().filter(|length| length.is_of_wait) {
            length.is = length.longest(length.most)?;
        }
        for place in 0..self.all.len() {
            let late = (self.start() + 1).saturating_sub(u64::from(duration));
            let length = self.all.get_mut(place)?;
            if late > 0 && length.times > 0 {
                let shorter = late.div_ceil(u64::from(length.times));
                let wanted = u64::from(length.is).saturating_sub(shorter);
                let wanted = Seconds::try_from(wanted).ok()?;
                length.is = length.longest(wanted.max(length.least))?;
            }
        }
        let end = self.end.and_then(|end| self.all.get(end));
        let end = end.map_or(self.at_end, |length| length.is.min(self.at_end));
        let (start, duration) = (self.start(), u64::from(duration));
        (start < duration && start + u64::from(end) >= duration).then_some(())
    }

    /// When the last Wait starts.
    fn start(&self) -> u64 {
        let lengths = self.all.iter();
        let running = lengths.map(|length| u64::from(length.times) * u64::from(length.is));
        u64::from(self.fixed) + running.sum::<u64>()
    }

    /// The run with these lengths.
    fn said_of(&self, witness: &Witness) -> Witness {
        let mut told = witness.clone();
        told.at = 0;
        for (at, event) in told.events.iter_mut().enumerate() {
            let length = self.of_events.get(at).copied().flatten();
            let length = length.and_then(|length| self.all.get(length));
            told.at += length.map_or_else(|| witness.spent(at), |length| length.is);
            event.at = told.at;
        }
        told
    }
}
