//! The working queue, as far as a script knows it.

use crate::catalogue::{Behaviour, ResourceKind};
use crate::graph::{Via, Witness, WorkingQueue, read};
use crate::program::{Block, Exit, Outcome, Program, Resource};

/// What a queue is called that the chat has from the start, where the program has none.
const ANY: &str = "queue";

/// The working queue.
#[derive(Default)]
pub(super) struct Queue {
    is_set: bool,
    /// What steps call it, where that is known.
    name: Option<String>,
}

impl Queue {
    /// One that was set, by its name where steps can name it.
    pub(super) const fn set(name: Option<String>) -> Self {
        Self { is_set: true, name }
    }

    pub(super) const fn is_set(&self) -> bool {
        self.is_set
    }

    pub(super) fn name(&self) -> Option<&str> {
        self.name.as_deref()
    }
}

/// The queue that a chat needs to have from the start to go the way of a witness, where that
/// can be: what comes before the flow in which it starts has set it.
pub(super) fn at_start<'p>(program: &'p Program, witness: &Witness) -> Option<&'p str> {
    let entry = program.flows.get(witness.entry)?;
    if read::queue_at_start(entry) == WorkingQueue::Unset {
        return None;
    }
    let mut events = witness.events.iter().filter_map(|event| {
        let (flow, block) = event.from.block()?;
        let block = program.flows.get(flow)?.blocks.get(block)?;
        Some((block, event.via))
    });
    let (block, via) = events.find(|(block, via)| sets(block, *via) || needs(block, *via))?;
    let needed = !sets(block, via);
    needed.then(|| declared(program).map_or(ANY, |queue| queue.name.as_str()))
}

/// A queue that the program declares.
pub(super) fn declared(program: &Program) -> Option<&Resource> {
    let mut resources = program.resources.iter();
    resources.find(|resource| resource.kind == ResourceKind::Queue)
}

fn sets(block: &Block, via: Via) -> bool {
    let succeeds = exit(block, via).is_some_and(|exit| exit.outcome == Outcome::Success);
    block.row.behaviour == Behaviour::SetQueue && succeeds
}

fn needs(block: &Block, via: Via) -> bool {
    via == Via::EntersQueue || exit(block, via).is_some_and(|exit| read::needs_queue(block, exit))
}

fn exit(block: &Block, via: Via) -> Option<&Exit> {
    let Via::Exit(exit) = via else {
        return None;
    };
    block.exits.get(exit as usize)
}
