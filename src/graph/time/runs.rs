//! The runs that show what the analysis says.

use super::{Analysis, WaitTimes};
use crate::graph::data::Data;
use crate::graph::spread::Allowance;
use crate::graph::state::{Class, Seconds, StateId};
use crate::graph::witness::{self, Event, Goal, Witness};
use crate::program::{BlockId, FlowId, Program};

/// What clocks alone can do.
const CLOCKS: Allowance = Allowance {
    late: Some(0),
    service: 0,
};

/// How many runs are looked at before a finding is in doubt.
const FURTHER: usize = 24;

impl Analysis {
    /// For each of `waits`, the run with the fewest events that is cut off in it, by
    /// clocks alone where that is possible. Of Waits on one cycle of clocks only the one
    /// that is reached first has a run.
    #[must_use]
    pub fn overruns(&self, waits: &[&WaitTimes]) -> Vec<Option<Witness>> {
        let cycles = self.clock_cycles();
        let goal = |wait: &WaitTimes, wanted: bool| Goal {
            group: cycles.get(&(wait.flow, wait.block)).copied(),
            states: if wanted {
                wait.states.clone()
            } else {
                Vec::new()
            },
            threshold: self.duration.saturating_sub(wait.most),
            late: None,
        };
        let by_clock: Vec<_> = waits
            .iter()
            .map(|wait| goal(wait, wait.cut_by_clock))
            .collect();
        let within: Vec<_> = waits
            .iter()
            .map(|wait| goal(wait, wait.cut && !wait.cut_by_clock))
            .collect();
        let by_clock = self.find(CLOCKS, &by_clock);
        let within = self.find(self.settings.allowance(), &within);
        by_clock
            .into_iter()
            .zip(within)
            .map(|(by_clock, within)| by_clock.or(within))
            .collect()
    }

    /// The shortest runs that are cut off in a Wait of those that do not contradict
    /// themselves, for when the one of [`Self::overruns`] does.
    #[must_use]
    pub fn further_overruns(&self, program: &Program, wait: &WaitTimes) -> Vec<Witness> {
        let allowance = match wait.cut_by_clock {
            true => CLOCKS,
            false => self.settings.allowance(),
        };
        let goal = Goal {
            states: wait.states.clone(),
            threshold: self.duration.saturating_sub(wait.most),
            late: None,
            group: None,
        };
        self.several(program, allowance, &goal)
    }

    /// The shortest runs that reach a block of those that do not contradict themselves, for
    /// when the one of [`Self::first_run`] does.
    #[must_use]
    pub fn further_runs(&self, program: &Program, flow: FlowId, block: BlockId) -> Vec<Witness> {
        let at_blocks = self.graph.at_blocks();
        let states: Vec<StateId> = at_blocks
            .filter(|(_, at, here)| (*at, *here) == (flow, block))
            .map(|(state, ..)| state)
            .collect();
        let goal = Goal {
            states,
            threshold: 0,
            late: None,
            group: None,
        };
        self.several(program, self.settings.allowance(), &goal)
    }

    fn several(&self, program: &Program, allowance: Allowance, goal: &Goal) -> Vec<Witness> {
        witness::several(
            &self.graph,
            &Data::new(program, &self.graph),
            self.entry,
            self.duration,
            allowance,
            goal,
            FURTHER,
        )
    }

    /// The run that reaches a block first.
    #[must_use]
    pub fn first_run(&self, flow: FlowId, block: BlockId) -> Option<Witness> {
        let (_, state) = self
            .graph
            .at_blocks()
            .filter(|(_, at, here)| (*at, *here) == (flow, block))
            .filter_map(|(state, ..)| Some((self.earliest(state)?, state)))
            .min()?;
        witness::first_run(
            &self.graph,
            self.entry,
            self.duration,
            &self.earliest,
            state,
        )
    }

    /// For each of `waits`, the run with the fewest events from which a customer can come
    /// back when the chat is nearly over.
    #[must_use]
    pub fn late_returns(&self, waits: &[&WaitTimes]) -> Vec<Option<Witness>> {
        let goals: Vec<_> = waits
            .iter()
            .map(|wait| self.returns_late_from(wait))
            .collect();
        self.find(self.settings.allowance(), &goals)
    }

    /// The shortest of these that do not contradict themselves, for when the one of
    /// [`Self::late_returns`] does.
    #[must_use]
    pub fn further_late_returns(&self, program: &Program, wait: &WaitTimes) -> Vec<Witness> {
        let goal = self.returns_late_from(wait);
        self.several(program, self.settings.allowance(), &goal)
    }

    fn returns_late_from(&self, wait: &WaitTimes) -> Goal {
        let late = self.settings.allowance().late;
        let nearly_over = self.duration.saturating_sub(self.settings.nearly_over);
        Goal {
            states: wait.late_returns.clone(),
            threshold: nearly_over.saturating_sub(wait.most.saturating_sub(1)),
            late: late.map(|late| late.saturating_sub(1)),
            group: None,
        }
    }

    /// For each of `waits`, the run with the fewest events to its latest start.
    #[must_use]
    pub fn latest_starts(&self, waits: &[&WaitTimes]) -> Vec<Option<Witness>> {
        let goals: Vec<_> = waits
            .iter()
            .map(|wait| Goal {
                states: wait.latest.map_or_else(Vec::new, |_| wait.states.clone()),
                threshold: wait.latest.unwrap_or(0),
                late: None,
                group: None,
            })
            .collect();
        self.find(self.settings.allowance(), &goals)
    }

    /// A run to a Wait with the customer coming back from there at `at`.
    #[must_use]
    pub fn with_return(&self, mut witness: Witness, at: Seconds) -> Option<Witness> {
        let edge = self.graph.edges().iter().find(|edge| {
            edge.class == Class::Return && self.graph.place(edge.source) == witness.place
        })?;
        let to = self.graph.place(edge.target);
        witness.events.push(Event {
            at,
            from: witness.place,
            via: edge.via,
            class: edge.class,
            to,
        });
        (witness.place, witness.at, witness.cut) = (to, at, false);
        Some(witness)
    }

    fn find(&self, allowance: Allowance, goals: &[Goal]) -> Vec<Option<Witness>> {
        if goals.iter().all(|goal| goal.states.is_empty()) {
            return vec![None; goals.len()];
        }
        witness::find(&self.graph, self.entry, self.duration, allowance, goals)
    }
}
