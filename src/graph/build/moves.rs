//! Blocks and people that move a chat: hooks, queues, agents, other flows, and the end.

use super::{Build, Here, Spends};
use crate::catalogue::Hook;
use crate::graph::flow::takeable;
use crate::graph::read;
use crate::graph::state::{Class, Hooked, Place, Seconds, State, StateId, Via, WorkingQueue};
use crate::program::{BlockId, FlowId, Outcome};

impl<'p> Build<'p> {
    pub(super) fn hooks(&mut self, here: Here<'p>) {
        let mut hooks = here.state.hooks;
        for (hook, flow) in read::hooks_set(self.program, here.block) {
            match hook {
                Hook::CustomerRemaining => hooks.remaining = flow,
                Hook::CustomerQueue => hooks.queue = flow,
                Hook::CustomerHold
                | Hook::AgentHold
                | Hook::CustomerWhisper
                | Hook::AgentWhisper
                | Hook::DefaultAgentUi
                | Hook::DisconnectAgentUi
                | Hook::PauseContact
                | Hook::ResumeContact => {}
            }
        }
        let state = State {
            hooks,
            ..here.state
        };
        for (index, exit) in takeable(here.block) {
            let done = exit.outcome == Outcome::Success;
            let from = if done { Here { state, ..here } } else { here };
            self.takes(from, index, exit, Spends::NOTHING);
        }
    }

    pub(super) fn sets_queue(&mut self, here: Here<'p>) {
        for (index, exit) in takeable(here.block) {
            let done = exit.outcome == Outcome::Success;
            let from = if done {
                here.with(WorkingQueue::Set)
            } else {
                here
            };
            self.takes(from, index, exit, Spends::NOTHING);
        }
    }

    /// Success puts the contact into the queue and does not come back (`queue-success`);
    /// a contact without a working queue, or in a queue already, takes the error branch.
    pub(super) fn transfers_to_queue(&mut self, here: Here<'p>) {
        if here.queued || here.state.queue == WorkingQueue::Unset {
            return self.fails(here);
        }
        let place = match here.state.hooks.queue {
            Hooked::Nothing => Place::Waiting,
            Hooked::Flow(flow) => self
                .start_of(flow)
                .map_or(Place::Waiting, |start| Place::Queued(flow, start)),
            outside @ (Hooked::Outside(_) | Hooked::Unknown) => Place::WaitingOutside(outside),
        };
        let queue = self.moves(here.state, place);
        self.edge(here.id, queue, Via::EntersQueue, Spends::NOTHING);
        self.asks_queue(here);
    }

    /// A block that fails without a working queue: behind what else it can say there is one.
    pub(super) fn asks_queue(&mut self, here: Here<'p>) {
        if here.state.queue == WorkingQueue::Unset {
            return self.fails(here);
        }
        for (index, exit) in takeable(here.block) {
            let told = read::needs_queue(here.block, exit);
            let from = if told {
                here.with(WorkingQueue::Set)
            } else {
                here
            };
            self.takes(from, index, exit, Spends::NOTHING);
        }
    }

    pub(super) fn transfers_to_flow(&mut self, here: Here<'p>) {
        if here.queued {
            return self.fails(here);
        }
        let flow = read::named_flow(self.program, here.block);
        let target = self.starts(flow, here.state);
        self.edge(here.id, target, Via::FlowStarts, Spends::NOTHING);
        self.every_exit(here, Spends::NOTHING);
    }

    pub(super) fn agent_joins(&mut self, id: StateId, state: State, at_most: Seconds) {
        let agent = self.moves(state, Place::WithAgent);
        let spends = Spends::new(Class::Service, 0, at_most);
        self.edge(id, agent, Via::AgentJoins, spends);
    }

    pub(super) fn agent_leaves(&mut self, id: StateId, state: State) {
        let next = self.starts(state.hooks.remaining, state);
        self.edge(id, next, Via::AgentLeaves, Spends::SERVICE);
    }

    pub(super) fn comes_back(&mut self, id: StateId, state: State) {
        for place in [Place::Ended, Place::WithAgent] {
            let back = self.moves(state, place);
            self.edge(id, back, Via::ComesBack, Spends::OPEN);
        }
    }

    /// `end flow` leaves a queued contact waiting and ends any other (`end-of-flow`); in a
    /// module it is a failure of the block that invoked it (`module-end`).
    pub(super) fn flow_ends(&mut self, here: Here<'p>) {
        let target = self.lands(here.flow, here.queued, here.state, None);
        self.edge(here.id, target, Via::FlowEnds, Spends::NOTHING);
    }

    pub(super) fn ends(&mut self, id: StateId, via: Via) {
        let ended = self.state_with(State::fresh(Place::Ended));
        self.edge(id, ended, via, Spends::NOTHING);
    }

    pub(super) fn starts(&mut self, flow: Hooked, state: State) -> StateId {
        let place = match flow {
            Hooked::Nothing => Place::Ended,
            Hooked::Flow(flow) => self
                .start_of(flow)
                .map_or(Place::Ended, |start| Place::Block(flow, start)),
            outside @ (Hooked::Outside(_) | Hooked::Unknown) => Place::Outside(outside),
        };
        self.moves(state, place)
    }

    pub(super) fn start_of(&self, flow: FlowId) -> Option<BlockId> {
        self.program.flows.get(flow)?.start
    }
}
