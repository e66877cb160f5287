//! Every Wait: when it can start, and whether the chat can be cut off in it.

use super::Analysis;
use crate::catalogue::Behaviour;
use crate::graph::order;
use crate::graph::read;
use crate::graph::spread::{Allowance, Spread};
use crate::graph::state::{Class, Seconds, StateId};
use crate::graph::times::Bound;
use crate::id::Id;
use crate::program::{BlockId, FlowId, Program};
use std::collections::BTreeMap;

/// One Wait, over all the states in which a chat can be at it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WaitTimes {
    /// Its flow.
    pub flow: FlowId,
    /// Its block.
    pub block: BlockId,
    /// The states at it.
    pub states: Vec<StateId>,
    /// How long it lasts when nothing ends it.
    pub most: Seconds,
    /// Whether that is only known at run time.
    pub open: bool,
    /// The earliest start; nothing where the chat has always ended before.
    pub earliest: Option<Seconds>,
    /// The latest start that is proved within the allowance.
    pub latest: Option<Seconds>,
    /// The latest start that cannot be ruled out within the allowance.
    pub latest_possible: Option<Seconds>,
    /// Whether clocks alone can have the chat cut off in it.
    pub cut_by_clock: bool,
    /// Whether the chat can be cut off in it within the allowance.
    pub cut: bool,
    /// Whether that cannot be ruled out.
    pub cut_possible: bool,
    /// The states from which a customer can come back when the chat is nearly over.
    pub late_returns: Vec<StateId>,
}

impl Analysis {
    pub(super) fn wait_times(&self, program: &Program) -> Vec<WaitTimes> {
        let mut states: BTreeMap<(FlowId, BlockId), Vec<StateId>> = BTreeMap::new();
        for (state, flow, block) in self.graph.at_blocks() {
            let found = program
                .flows
                .get(flow)
                .and_then(|flow| flow.blocks.get(block));
            if found.is_some_and(|found| found.row.behaviour == Behaviour::Wait) {
                states.entry((flow, block)).or_default().push(state);
            }
        }
        let leads_to_time = order::leads_to_time(&self.graph);
        states
            .into_iter()
            .filter_map(|((flow, block), states)| {
                let timer = read::wait_timer(program.flows.get(flow)?.blocks.get(block)?);
                let mut wait = WaitTimes {
                    flow,
                    block,
                    earliest: states
                        .iter()
                        .filter_map(|state| self.earliest(*state))
                        .min(),
                    states,
                    most: timer.most,
                    open: timer.open,
                    latest: None,
                    latest_possible: None,
                    cut_by_clock: false,
                    cut: false,
                    cut_possible: false,
                    late_returns: Vec::new(),
                };
                self.judge(&mut wait, &leads_to_time);
                Some(wait)
            })
            .collect()
    }

    fn judge(&self, wait: &mut WaitTimes, leads_to_time: &[bool]) {
        let (Some(must), Some(may)) = (self.proved(), self.not_ruled_out()) else {
            return;
        };
        let Allowance { late, service } = self.settings.allowance();
        let layers = late.map_or(1, |late| late + 1);
        let latest = |spread: &Spread, layers, service| {
            let states = wait.states.iter();
            states
                .filter_map(|state| spread.latest(*state, layers, service, self.duration))
                .max()
        };
        let cut = |latest: Option<Seconds>| {
            latest.is_some_and(|latest| latest.saturating_add(wait.most) >= self.duration)
        };
        let prompt = if late.is_none() {
            self.prompt_latest(wait)
        } else {
            latest(must, 1, 0)
        };
        let proved = latest(must, layers, service);
        let possible = latest(may, layers, service);
        wait.cut_by_clock = !wait.open && cut(prompt);
        wait.cut = !wait.open && cut(proved);
        wait.cut_possible = cut(possible);
        wait.latest = proved;
        wait.latest_possible = possible;
        let states = wait.states.iter().copied();
        wait.late_returns = states
            .filter(|state| self.returns_late(*state, wait.most, leads_to_time))
            .collect();
    }

    /// Without a limit on late returns they are not told apart, so the clocks alone are
    /// asked again.
    fn prompt_latest(&self, wait: &WaitTimes) -> Option<Seconds> {
        let prompt = Allowance {
            late: Some(0),
            service: 0,
        };
        let spread = self.spread(prompt, Bound::Below);
        wait.states
            .iter()
            .filter_map(|state| spread.latest(*state, 1, 0, self.duration))
            .max()
    }

    /// The return that comes late is one of those allowed, so one fewer can come before it.
    fn returns_late(&self, state: StateId, most: Seconds, leads_to_time: &[bool]) -> bool {
        let Allowance { late, service } = self.settings.allowance();
        let start = self
            .proved()
            .and_then(|must| must.latest(state, late.unwrap_or(1), service, self.duration));
        let end = start.map(|start| start.saturating_add(most.saturating_sub(1)));
        let nearly_over = self.duration.saturating_sub(self.settings.nearly_over);
        end.is_some_and(|end| end >= nearly_over)
            && self.graph.out(state).any(|(_, edge)| {
                edge.class == Class::Return
                    && !edge.open
                    && leads_to_time.get(edge.target.index()) == Some(&true)
            })
    }

    /// The number of the cycle of clocks that each Wait is on; Waits with one number can
    /// follow each other for ever.
    #[must_use]
    pub fn clock_cycles(&self) -> BTreeMap<(FlowId, BlockId), usize> {
        let groups = order::groups(&self.graph, |edge| {
            !edge.open && matches!(edge.class, Class::Now | Class::Clock)
        });
        let mut cycles = BTreeMap::new();
        let groups = groups.iter().enumerate();
        for (number, group) in groups.filter(|(_, group)| group.len() > 1) {
            for place in group
                .iter()
                .filter_map(|state| self.graph.place(*state).block())
            {
                cycles.entry(place).or_insert(number);
            }
        }
        cycles
    }
}
