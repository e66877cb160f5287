//! Where the values come from that a run looks at.

use crate::catalogue::Behaviour;
use crate::graph::data;
use crate::graph::state::Via;
use crate::program::Block;
use std::collections::BTreeMap;

/// What gave a reference its value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Source {
    /// The chat has it from its start.
    Start,
    /// The function that was called by the event at this place.
    Call(usize),
    /// The block that was left by the event at this place.
    Set(usize),
}

/// Where the values come from at one point of a run.
#[derive(Debug, Default)]
pub struct Sources<'p> {
    /// Attributes that blocks have set: by which event, and to what where that is known.
    set: BTreeMap<&'p str, (usize, Option<&'p str>)>,
    /// The last call of a function.
    call: Option<usize>,
}

impl<'p> Sources<'p> {
    /// Where the value of a reference comes from; nothing where it has none, or is neither
    /// an attribute nor the answer of a function.
    #[must_use]
    pub fn of(&self, reference: &str) -> Option<Source> {
        if let Some(key) = reference.strip_prefix(data::ATTRIBUTES) {
            let set = self.set.get(key);
            return Some(set.map_or(Source::Start, |(at, _)| Source::Set(*at)));
        }
        let answer = reference.strip_prefix(data::EXTERNAL);
        answer.and(self.call).map(Source::Call)
    }

    /// What a block has set a reference to, where that is known.
    #[must_use]
    pub fn known(&self, reference: &str) -> Option<&'p str> {
        let key = reference.strip_prefix(data::ATTRIBUTES)?;
        self.set.get(key)?.1
    }

    /// A block is left by the event at this place.
    pub fn leaves(&mut self, at: usize, block: &'p Block, via: Via) {
        let set = data::attributes_set(block, via);
        self.set.extend(set.map(|(key, value)| (key, (at, value))));
        if matches!(via, Via::Exit(_)) && block.row.behaviour == Behaviour::Function {
            self.call = Some(at);
        }
    }
}
