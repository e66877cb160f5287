//! One event at work on a contact.

use super::circles::Circles;
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
    /// Whether nobody looks at effects, and nobody has said how blocks are left.
    pub(super) is_plain: bool,
    pub(super) circles: Circles,
}

impl<'r> Run<'r> {
    pub(super) fn new(
        program: &'r Program,
        code: &'r Code<'r>,
        state: &'r mut State,
        watch: &'r mut dyn Watch,
    ) -> Self {
        let watched = watch.wants_effects();
        Self {
            watched,
            is_plain: !watched && !state.world.directs(),
            program,
            code,
            state,
            watch,
            circles: Circles::new(),
        }
    }

    /// Whether anybody looks at effects.
    pub(super) const fn is_watched(&self) -> bool {
        self.watched
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

    /// Tells all that was seen, if anybody looks.
    pub(super) fn see_all(&mut self, effects: impl Iterator<Item = Effect>) {
        if self.watched {
            effects.for_each(|effect| self.see(|| effect));
        }
    }

    /// Whether an assumption holds in this run; notes that it mattered.
    pub(super) fn assumes(&mut self, assumption: &'static Assumption) -> bool {
        let mut known = self.state.relied.iter();
        if !known.any(|known| std::ptr::eq(*known, assumption)) {
            self.rely(assumption);
        }
        self.state.holds(assumption)
    }

    #[inline(never)]
    fn rely(&mut self, assumption: &'static Assumption) {
        self.state.relied.push(assumption);
        if self.watched {
            let holds = self.state.holds(assumption);
            self.see(|| Effect::Relied { assumption, holds });
        }
    }
}
