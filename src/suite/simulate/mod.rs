//! Many chats with people who behave at random, by a seed: what comes of them.
//!
//! The chats are numbered, and each draws from its own numbers. So the outcome is the same
//! whoever plays which of them, and in which order.

mod chat;
mod choices;

use super::coverage::Coverage;
use crate::graph::{Settings, reach};
use crate::program::{FlowId, Program};
use crate::project::people::People;
use chat::Chats;
pub use choices::Choices;
use std::collections::BTreeMap;

/// What is played.
#[derive(Debug)]
pub struct Simulation<'a> {
    /// The flows.
    pub program: &'a Program,
    /// The flow in which every chat starts.
    pub flow: FlowId,
    /// How everybody behaves.
    pub people: &'a People,
    /// What the flows tell apart.
    pub choices: &'a Choices,
    /// Where the numbers begin.
    pub seed: u64,
}

/// What came of chats.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outcomes {
    /// How many there were.
    pub chats: usize,
    /// How they ended, by the word in the contact record, or what stopped them.
    pub ended: BTreeMap<&'static str, usize>,
    /// How long each lasted, in seconds.
    pub lasted: Vec<u32>,
    /// How long each time in a queue was until an agent joined, in seconds.
    pub waited: Vec<u32>,
    /// Which branches were taken.
    pub coverage: Coverage,
}

impl Outcomes {
    /// Nothing was played yet.
    #[must_use]
    pub fn new(program: &Program, flow: FlowId) -> Self {
        let reach = reach::from(program, flow, &Settings::default());
        Self {
            chats: 0,
            ended: BTreeMap::new(),
            lasted: Vec::new(),
            waited: Vec::new(),
            coverage: Coverage::of(program, &[reach]),
        }
    }

    /// Adds what came of other chats.
    pub fn join(&mut self, other: &Self) {
        self.chats += other.chats;
        for (word, times) in &other.ended {
            *self.ended.entry(word).or_insert(0) += times;
        }
        self.lasted.extend(&other.lasted);
        self.waited.extend(&other.waited);
        self.coverage.join(&other.coverage);
    }
}

impl Simulation<'_> {
    /// Plays the chats with these numbers and adds what comes of them.
    pub fn play(&self, numbers: std::ops::Range<u64>, outcomes: &mut Outcomes) {
        let mut chats = Chats::new(self);
        for number in numbers {
            let ended = chats.play(number);
            outcomes.chats += 1;
            *outcomes.ended.entry(ended.word).or_insert(0) += 1;
            outcomes.lasted.push(ended.lasted);
            outcomes.waited.extend(chat::waits(chats.seen()));
            outcomes.coverage.add(self.program, chats.seen());
        }
    }
}

/// The value below which this share of sorted values lies, in percent; 0 where there are none.
#[must_use]
pub fn quantile(sorted: &[u32], percent: usize) -> u32 {
    let last = sorted.len().saturating_sub(1);
    sorted.get(last * percent / 100).copied().unwrap_or(0)
}
