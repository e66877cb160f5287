//! Blocks that take time, and blocks that branch by what a chat is or how often it came by.

use super::{Build, Here, Spends};
use crate::graph::flow::takeable;
use crate::graph::loops::Treatment;
use crate::graph::read;
use crate::graph::state::{Class, State};
use crate::program::Outcome;

impl<'p> Build<'p> {
    pub(super) fn waits(&mut self, here: Here<'p>) {
        let timer = read::wait_timer(here.block);
        for (index, exit) in takeable(here.block) {
            if read::event_is_unlisted(here.block, exit) {
                continue;
            }
            let spends = match &exit.outcome {
                Outcome::Branch(branch) => match branch.word {
                    "time expired" => Spends::expires(timer),
                    "customer returned" => Spends::before(Class::Return, timer),
                    "bot left" => Spends::before(Class::Bounded, timer),
                    _ => Spends::NOTHING,
                },
                Outcome::Condition { .. } | Outcome::Case(..)
                    if read::keeps_running(here.block) =>
                {
                    Spends::expires(timer)
                }
                // The answer of a function that runs beside the flow.
                Outcome::Condition { .. } | Outcome::Case(..) => {
                    Spends::before(Class::Bounded, timer)
                }
                Outcome::Success | Outcome::Error(_) => Spends::NOTHING,
            };
            self.takes(here, index, exit, spends);
        }
    }

    pub(super) fn talks_to_bot(&mut self, here: Here<'p>) {
        let silence = Spends {
            after_service: true,
            ..Spends::expires(read::answer_timer(here.block))
        };
        for (index, exit) in takeable(here.block) {
            let spends = if exit.outcome.is("timeout") {
                silence
            } else {
                Spends::SERVICE
            };
            self.takes(here, index, exit, spends);
        }
    }

    /// A view, or a customer who signs in: any time up to the limit, then `timeout`.
    pub(super) fn limited(&mut self, here: Here<'p>) {
        let timer = read::answer_timer(here.block);
        for (index, exit) in takeable(here.block) {
            let spends = if exit.outcome.is("timeout") {
                Spends::expires(timer)
            } else {
                Spends::before(Class::Bounded, timer)
            };
            self.takes(here, index, exit, spends);
        }
    }

    pub(super) fn calls(&mut self, here: Here<'p>) {
        let spends = read::function_limit(here.block).map_or(Spends::NOTHING, |limit| {
            Spends::new(Class::Bounded, 0, limit)
        });
        self.every_exit(here, spends);
    }

    pub(super) fn compares_channel(&mut self, here: Here<'p>) {
        let mut undecided = true;
        for (index, exit) in takeable(here.block) {
            let holds = read::holds_on_chat(&exit.outcome);
            if undecided && holds != Some(false) {
                self.takes(here, index, exit, Spends::NOTHING);
                undecided = holds.is_none();
            }
        }
        if undecided {
            for (index, exit) in takeable(here.block) {
                if read::holds_on_chat(&exit.outcome) == Some(false)
                    && !matches!(exit.outcome, Outcome::Case(..))
                {
                    self.takes(here, index, exit, Spends::NOTHING);
                }
            }
        }
    }

    /// A counted loop is followed pass by pass. One whose count is not known, or that is one
    /// of too many, goes round as often as anybody likes; nothing is proved with that.
    pub(super) fn counts(&mut self, here: Here<'p>) {
        let Some(flow) = self.program.flows.get(here.flow) else {
            return;
        };
        let treatment = self.loops.treatment(here.flow, flow, here.at);
        let count = read::loop_count(here.block).unwrap_or(i64::MAX);
        let passed = self.loops.passed(here.state.passes, here.at);
        for (index, exit) in takeable(here.block) {
            let (again, done) = (exit.outcome.is("looping"), exit.outcome.is("complete"));
            let followed = treatment == Treatment::Followed;
            let passes = match followed {
                true if again && passed >= count => continue,
                true if done && passed < count => continue,
                true if again => self.loops.set(here.state.passes, here.at, passed + 1),
                true if done => self.loops.set(here.state.passes, here.at, 0),
                true | false => here.state.passes,
            };
            let spends = Spends::NOTHING.open(again && treatment == Treatment::Guessed);
            let state = State {
                passes,
                ..here.state
            };
            self.takes(Here { state, ..here }, index, exit, spends);
        }
    }
}
