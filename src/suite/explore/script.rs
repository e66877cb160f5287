//! A script while it is being found.

use crate::catalogue::Channel;
use crate::program::{BlockId, FlowId, Program};
use crate::run::{Effect, Event, Given, Machine, Named, Refused, Seen, Start, State};

/// What happens, in order; the first is the start.
#[derive(Debug, Clone)]
pub(super) struct Script {
    pub(super) happenings: Vec<Happening>,
}

/// One event, and what the world is told to be right before it.
#[derive(Debug, Clone)]
pub(super) struct Happening {
    pub(super) given: Vec<Given>,
    pub(super) event: Event,
}

/// What came of a script.
#[derive(Debug)]
pub(super) struct Played {
    pub(super) seen: Vec<Seen>,
    pub(super) state: State,
    /// Where what was seen of each event begins.
    pub(super) begins: Vec<usize>,
    pub(super) refused: Option<Refused>,
}

impl Script {
    /// A chat that starts in a flow.
    pub(super) fn new(flow: FlowId) -> Self {
        Self {
            happenings: vec![Happening {
                given: Vec::new(),
                event: Event::Start(Start::new(flow, Channel::Chat)),
            }],
        }
    }

    /// The start.
    pub(super) fn start(&mut self) -> Option<&mut Start> {
        match self.happenings.first_mut().map(|first| &mut first.event) {
            Some(Event::Start(start)) => Some(start),
            Some(_) | None => None,
        }
    }

    /// Adds an event at the end.
    pub(super) fn push(&mut self, event: Event) {
        self.happenings.push(Happening {
            given: Vec::new(),
            event,
        });
    }

    /// What the world is told right before an event about the same thing, if anything.
    pub(super) fn told(&self, at: usize, like: &Given) -> Option<&Given> {
        let given = &self.happenings.get(at)?.given;
        given.iter().find(|given| is_about_the_same(given, like))
    }

    /// What the world was last told about the same thing up to an event.
    pub(super) fn told_up_to(&self, at: usize, like: &Given) -> Option<&Given> {
        (0..=at).rev().find_map(|at| self.told(at, like))
    }

    /// Tells the world something right before an event; it takes the place of what was told
    /// there about the same thing.
    pub(super) fn tell(&mut self, at: usize, given: Given) {
        let Some(happening) = self.happenings.get_mut(at) else {
            return;
        };
        let mut told = happening.given.iter_mut();
        match told.find(|told| is_about_the_same(told, &given)) {
            Some(told) => *told = given,
            None => happening.given.push(given),
        }
    }

    /// Plays it.
    pub(super) fn play(&self, program: &Program) -> Played {
        let machine = Machine::new(program);
        let mut played = Played {
            seen: Vec::new(),
            state: State::new(),
            begins: Vec::with_capacity(self.happenings.len()),
            refused: None,
        };
        for happening in &self.happenings {
            played.begins.push(played.seen.len());
            let given = happening.given.iter().cloned().map(Event::Given);
            for event in given.chain([happening.event.clone()]) {
                let happens = machine.apply(&mut played.state, &event, &mut played.seen);
                if let Err(refused) = happens {
                    played.refused = Some(refused);
                    return played;
                }
            }
        }
        played
    }
}

impl Played {
    /// The event in which something was seen.
    pub(super) fn event_of(&self, index: usize) -> usize {
        let later = self.begins.partition_point(|begin| *begin <= index);
        later.saturating_sub(1)
    }

    /// Where the block was entered that something was seen of.
    pub(super) fn entered(&self, index: usize, at: (FlowId, BlockId)) -> usize {
        let before = self.seen.get(..=index).unwrap_or(&self.seen);
        let entered = before.iter().rposition(
            |seen| matches!(seen.effect, Effect::Entered { flow, block } if (flow, block) == at),
        );
        entered.unwrap_or(index)
    }

    /// The working queue when something was seen.
    pub(super) fn queue(&self, index: usize) -> Option<&Named> {
        let before = self.seen.get(..=index).unwrap_or(&self.seen);
        before
            .iter()
            .rev()
            .find_map(|seen| seen.effect.working_queue())
    }

    /// The block that waits at the end.
    pub(super) fn waits_at(&self) -> Option<(FlowId, BlockId)> {
        self.state.waiting()?;
        self.seen.iter().rev().find_map(|seen| {
            let Effect::Waits { flow, block, .. } = &seen.effect else {
                return None;
            };
            Some((*flow, *block))
        })
    }
}

fn is_about_the_same(one: &Given, other: &Given) -> bool {
    match (one, other) {
        (
            Given::Function { function: one, .. },
            Given::Function {
                function: other, ..
            },
        )
        | (Given::Hours { hours: one, .. }, Given::Hours { hours: other, .. })
        | (Given::QueueAtCapacity(one), Given::QueueAtCapacity(other)) => one == other,
        (
            Given::Figure { figure, queue, .. },
            Given::Figure {
                figure: other,
                queue: other_queue,
                ..
            },
        ) => (figure, queue) == (other, other_queue),
        (Given::LookUp { what, .. }, Given::LookUp { what: other, .. }) => what == other,
        (Given::Percent(_), Given::Percent(_)) | (Given::PromptsFail, Given::PromptsFail) => true,
        (
            Given::Block { flow, block, .. },
            Given::Block {
                flow: other_flow,
                block: other,
                ..
            },
        ) => (flow, block) == (other_flow, other),
        (Given::Action { action: one, .. }, Given::Action { action: other, .. }) => one == other,
        (_, _) => false,
    }
}
