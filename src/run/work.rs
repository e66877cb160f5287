//! One event at work on a contact.

use super::effect::{Effect, Seen};
use super::ready::Code;
use super::state::State;
use super::watch::Watch;
use crate::catalogue::Assumption;
use crate::program::Program;

/// One event at work on a state.
pub(super) struct Run<'r> {
    pub(super) program: &'r Program,
    pub(super) code: &'r Code<'r>,
    pub(super) state: &'r mut State,
    pub(super) watch: &'r mut dyn Watch,
    /// Whether effects are looked at.
    watched: bool,
    /// How many blocks have followed one another without time passing.
    pub(super) without_time: u32,
    /// How many blocks have run in this event.
    pub(super) in_event: u32,
}

impl<'r> Run<'r> {
    pub(super) fn new(
        program: &'r Program,
        code: &'r Code<'r>,
        state: &'r mut State,
        watch: &'r mut dyn Watch,
    ) -> Self {
        Self {
            watched: watch.wants_effects(),
            program,
            code,
            state,
            watch,
            without_time: 0,
            in_event: 0,
        }
    }

    /// Tells what was seen, if anybody looks.
    pub(super) fn see(&mut self, effect: impl FnOnce() -> Effect) {
        if self.watched {
            let at = self.state.now;
            self.watch.see(Seen {
                at,
                effect: effect(),
            });
        }
    }

    /// Whether an assumption holds in this run; notes that it mattered.
    pub(super) fn assumes(&mut self, assumption: &'static Assumption) -> bool {
        let holds = self.state.holds(assumption);
        let known = &mut self.state.relied;
        if !known.iter().any(|known| std::ptr::eq(*known, assumption)) {
            known.push(assumption);
            self.see(|| Effect::Relied { assumption, holds });
        }
        holds
    }

    /// Time has passed: flows may go on for another while.
    pub(super) const fn time_passed(&mut self) {
        self.without_time = 0;
    }
}
