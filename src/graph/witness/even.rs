//! Runs in which Waits are equally long whose lengths are one value.
//!
//! The times of a run are found one by one, so two Waits for `$.Attributes.minutes` may last
//! differently in it. No chat does that unless something sets the attribute in between.

use super::Witness;
use super::sources::{Source, Sources};
use crate::catalogue::{Behaviour, Role};
use crate::graph::state::{Class, LONGEST_WAIT, Place, Seconds};
use crate::graph::{data, read, values};
use crate::program::{Block, Program, Value};

/// The same run with one length for all Waits whose length is one value, each as long as can
/// be; nothing where that changes nothing, or no such chat is cut off where the run ends.
#[must_use]
pub fn evened(program: &Program, witness: &Witness) -> Option<Witness> {
    let mut lengths = Lengths::of(program, witness)?;
    lengths.fit(witness.duration)?;
    let evened = lengths.told(witness);
    (evened != *witness).then_some(evened)
}

/// How long the Wait is in which a run ends, where another Wait of the run has the same length.
#[must_use]
pub fn length_at_end(program: &Program, witness: &Witness) -> Option<Seconds> {
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
    /// How often a Wait of this length runs out.
    times: Seconds,
    least: Seconds,
    most: Seconds,
    /// The comparisons that look at it, each with the exit that it takes.
    compared: Vec<(&'p Block, Option<usize>)>,
    is: Seconds,
}

impl Length<'_> {
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
        let end = block_at(program, witness.place).filter(|_| witness.cut)?;
        let mut lengths = Self::default();
        let mut sources = Sources::default();
        for (at, event) in witness.events.iter().enumerate() {
            let block = block_at(program, event.from);
            let spent = witness.spent(at);
            let runs_out = block.and_then(|block| {
                if let Some((reference, comparing, exit)) =
                    data::compared(program, block, event.via)
                    && let Some(length) = lengths.find(&sources, reference)
                {
                    length.compared.push((comparing, exit));
                }
                let (place, length) = lengths.of_wait(&sources, block)?;
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
        lengths.end = lengths.of_wait(&sources, end).map(|(place, _)| place);
        lengths.at_end = read::wait_timer(end).most;
        Some(lengths)
    }

    /// The length of a Wait, where it is one value.
    fn of_wait(
        &mut self,
        sources: &Sources<'p>,
        block: &'p Block,
    ) -> Option<(usize, &mut Length<'p>)> {
        if block.row.behaviour != Behaviour::Wait || read::keeps_running(block) {
            return None;
        }
        let reference = block.value(Role::TimeLimit).and_then(Value::text)?;
        let timer = read::wait_timer(block);
        let length = self.find(sources, reference)?;
        length.least = length.least.max(timer.least);
        length.most = length.most.min(timer.most);
        let (reference, source) = (length.reference, length.source);
        let mut all = self.all.iter_mut().enumerate();
        all.find(|(_, length)| (length.reference, length.source) == (reference, source))
    }

    fn find(&mut self, sources: &Sources<'p>, reference: &'p str) -> Option<&mut Length<'p>> {
        let source = sources.of(reference)?;
        let is_it = |length: &Length<'_>| (length.reference, length.source) == (reference, source);
        if !self.all.iter().any(is_it) {
            let set = match sources.known(reference) {
                Some(known) => Some(known.parse().ok()?),
                None => None,
            };
            self.all.push(Length {
                reference,
                source,
                times: 0,
                least: set.unwrap_or(1),
                most: set.unwrap_or(LONGEST_WAIT),
                compared: Vec::new(),
                is: 0,
            });
        }
        self.all.iter_mut().find(|length| is_it(length))
    }

    /// Finds lengths with which the run comes to its last Wait and is cut off in it.
    fn fit(&mut self, duration: Seconds) -> Option<()> {
        for length in &mut self.all {
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

    fn told(&self, witness: &Witness) -> Witness {
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

fn block_at(program: &Program, place: Place) -> Option<&Block> {
    let (flow, block) = place.block()?;
    program.flows.get(flow)?.blocks.get(block)
}
