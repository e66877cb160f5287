//! Builds the whole-contact graph, one state after another.
//!
//! Every fact about how a block behaves on a chat is in here and in [`super::read`];
//! what no source settles is decided by `catalogue::assumptions`.

use super::contact::ContactGraph;
use super::flow::takeable;
use super::loops::{Loops, Treatment};
use super::read::{self, Timer};
use super::state::{
    Class, Edge, FOREVER, Hooked, Hooks, PassesId, Place, Seconds, State, StateId, Via,
};
use crate::catalogue::{Behaviour, Channel, Hook, Support};
use crate::id::{Id, IndexVec};
use crate::program::{Block, BlockId, Exit, FlowId, Outcome, Program, Target};
use std::collections::HashMap;

pub(super) fn build(program: &Program, entry: FlowId, limit: usize) -> ContactGraph {
    let build = Build {
        program,
        loops: Loops::default(),
        known: HashMap::new(),
        states: IndexVec::new(),
        edges: IndexVec::new(),
        limit,
        complete: true,
    };
    build.run(entry)
}

struct Build<'p> {
    program: &'p Program,
    loops: Loops,
    /// Looked up only; the order is that of `states`.
    known: HashMap<State, StateId>,
    states: IndexVec<StateId, State>,
    edges: IndexVec<super::state::EdgeId, Edge>,
    limit: usize,
    complete: bool,
}

/// A block in the state that is being built.
#[derive(Clone, Copy)]
struct Here<'p> {
    id: StateId,
    state: State,
    flow: FlowId,
    at: BlockId,
    block: &'p Block,
    queued: bool,
}

/// How an edge spends its time.
#[derive(Clone, Copy)]
struct Spends {
    class: Class,
    least: Seconds,
    most: Seconds,
    open: bool,
    after_service: bool,
}

impl Spends {
    const NOTHING: Self = Self::new(Class::Now, 0, 0);
    const SERVICE: Self = Self::new(Class::Service, 0, FOREVER);
    const OPEN: Self = Self::new(Class::Open, 0, FOREVER).open(true);

    const fn new(class: Class, least: Seconds, most: Seconds) -> Self {
        Self {
            class,
            least,
            most,
            open: false,
            after_service: false,
        }
    }

    const fn open(self, open: bool) -> Self {
        Self {
            class: self.class,
            least: self.least,
            most: self.most,
            open,
            after_service: self.after_service,
        }
    }

    const fn expires(timer: Timer) -> Self {
        Self::new(Class::Clock, timer.least, timer.most).open(timer.open)
    }

    /// Before the timer runs out; in the last second the timer wins (`wait-tie`).
    const fn before(class: Class, timer: Timer) -> Self {
        Self::new(class, 0, timer.most.saturating_sub(1)).open(timer.open)
    }
}

impl<'p> Build<'p> {
    fn run(mut self, entry: FlowId) -> ContactGraph {
        let mut first = Vec::new();
        let start = self.program.flows.get(entry).and_then(|flow| flow.start);
        if let Some(block) = start {
            self.state(Place::Block(entry, block), Hooks::NONE);
        }
        let mut next = 0;
        while let Some(state) = self.states.get(StateId::from_index(next)).copied() {
            first.push(self.edges.len());
            self.leave(StateId::from_index(next), state);
            next += 1;
        }
        first.push(self.edges.len());
        ContactGraph::from_parts(self.states, self.edges, first, self.complete)
    }

    fn leave(&mut self, id: StateId, state: State) {
        match state.place {
            Place::Block(flow, at) => self.leave_block(id, state, flow, at, false),
            Place::Queued(flow, at) => self.leave_block(id, state, flow, at, true),
            Place::Waiting => self.agent_joins(id, state, FOREVER),
            Place::WaitingOutside(_) => {
                self.agent_joins(id, state, FOREVER);
                self.comes_back(id, state);
            }
            Place::WithAgent => self.agent_leaves(id, state),
            Place::Outside(_) => self.comes_back(id, state),
            Place::Ended => {}
        }
    }

    fn leave_block(&mut self, id: StateId, state: State, flow: FlowId, at: BlockId, queued: bool) {
        let program = self.program;
        let Some(block) = program.flows.get(flow).and_then(|flow| flow.blocks.get(at)) else {
            return;
        };
        let here = Here {
            id,
            state,
            flow,
            at,
            block,
            queued,
        };
        let before = self.edges.len();
        if block.row.channels.on(Channel::Chat) == Support::Error {
            self.fails(here);
        } else {
            self.behaves(here);
        }
        if self.edges.len() == before {
            self.flow_ends(here);
        }
        if queued {
            let at_most = if block.row.behaviour == Behaviour::Wait {
                read::wait_timer(block).most.saturating_sub(1)
            } else {
                FOREVER
            };
            self.agent_joins(id, state, at_most);
        }
    }

    fn behaves(&mut self, here: Here<'p>) {
        match here.block.row.behaviour {
            Behaviour::Wait => self.waits(here),
            Behaviour::Bot => self.talks_to_bot(here),
            Behaviour::Compare if read::compares_channel(here.block) => self.compares_channel(here),
            Behaviour::Function => self.calls(here),
            Behaviour::Loop => self.counts(here),
            Behaviour::SetHook(_) | Behaviour::SetHooks => self.hooks(here),
            Behaviour::TransferToQueue => self.transfers_to_queue(here),
            Behaviour::TransferToFlow => self.transfers_to_flow(here),
            Behaviour::Disconnect => self.ends(here.id, Via::Disconnects),
            Behaviour::EndFlow => self.flow_ends(here),
            Behaviour::Say
            | Behaviour::Menu
            | Behaviour::StoreInput
            | Behaviour::Compare
            | Behaviour::Distribute
            | Behaviour::SetAttributes
            | Behaviour::SetFlowAttributes
            | Behaviour::Hours
            | Behaviour::SetQueue
            | Behaviour::InvokeModule
            | Behaviour::ReturnFromModule
            | Behaviour::Plain
            | Behaviour::Scripted
            | Behaviour::Unknown => self.every_exit(here, Spends::NOTHING),
        }
    }

    // ------------------------------------------------------- blocks with time

    fn waits(&mut self, here: Here<'p>) {
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
                // The answer of a function that runs beside the flow.
                Outcome::Condition { .. } | Outcome::Case(..) => {
                    Spends::before(Class::Bounded, timer)
                }
                Outcome::Success | Outcome::Error(_) => Spends::NOTHING,
            };
            self.takes(here, index, exit, spends);
        }
    }

    fn talks_to_bot(&mut self, here: Here<'p>) {
        let silence = Spends {
            after_service: true,
            ..Spends::expires(read::bot_timer(here.block))
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

    fn calls(&mut self, here: Here<'p>) {
        let spends = read::function_limit(here.block).map_or(Spends::NOTHING, |limit| {
            Spends::new(Class::Bounded, 0, limit)
        });
        self.every_exit(here, spends);
    }

    // ---------------------------------------------------- blocks that branch

    fn compares_channel(&mut self, here: Here<'p>) {
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
    fn counts(&mut self, here: Here<'p>) {
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

    fn every_exit(&mut self, here: Here<'p>, spends: Spends) {
        for (index, exit) in takeable(here.block) {
            self.takes(here, index, exit, spends);
        }
    }

    /// What a block does where it does not work: it takes its error branch.
    fn fails(&mut self, here: Here<'p>) {
        for (index, exit) in takeable(here.block) {
            if exit.outcome.is("error") {
                return self.takes(here, index, exit, Spends::NOTHING);
            }
        }
        for (index, exit) in takeable(here.block) {
            if matches!(exit.outcome, Outcome::Error(_)) {
                self.takes(here, index, exit, Spends::NOTHING);
            }
        }
    }

    // ----------------------------------------------------- hooks and transfers

    fn hooks(&mut self, here: Here<'p>) {
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

    /// Success puts the contact into the queue and does not come back (`queue-success`);
    /// a contact that is in a queue already takes the error branch.
    fn transfers_to_queue(&mut self, here: Here<'p>) {
        if here.queued {
            return self.fails(here);
        }
        let place = match here.state.hooks.queue {
            Hooked::Nothing => Place::Waiting,
            Hooked::Flow(flow) => self
                .start_of(flow)
                .map_or(Place::Waiting, |start| Place::Queued(flow, start)),
            outside @ (Hooked::Outside(_) | Hooked::Unknown) => Place::WaitingOutside(outside),
        };
        let queue = self.state(place, here.state.hooks);
        self.edge(here.id, queue, Via::EntersQueue, Spends::NOTHING);
        self.every_exit(here, Spends::NOTHING);
    }

    fn transfers_to_flow(&mut self, here: Here<'p>) {
        if here.queued {
            return self.fails(here);
        }
        let flow = read::named_flow(self.program, here.block);
        let target = self.starts(flow, here.state.hooks);
        self.edge(here.id, target, Via::FlowStarts, Spends::NOTHING);
        self.every_exit(here, Spends::NOTHING);
    }

    fn agent_joins(&mut self, id: StateId, state: State, at_most: Seconds) {
        let agent = self.state(Place::WithAgent, state.hooks);
        let spends = Spends::new(Class::Service, 0, at_most);
        self.edge(id, agent, Via::AgentJoins, spends);
    }

    fn agent_leaves(&mut self, id: StateId, state: State) {
        let next = self.starts(state.hooks.remaining, state.hooks);
        self.edge(id, next, Via::AgentLeaves, Spends::SERVICE);
    }

    fn comes_back(&mut self, id: StateId, state: State) {
        for place in [Place::Ended, Place::WithAgent] {
            let back = self.state(place, state.hooks);
            self.edge(id, back, Via::ComesBack, Spends::OPEN);
        }
    }

    // ------------------------------------------------------------------- ends

    /// `end flow` leaves a queued contact waiting and ends any other (`end-of-flow`).
    fn flow_ends(&mut self, here: Here<'p>) {
        if here.queued {
            let waiting = self.state(Place::Waiting, here.state.hooks);
            self.edge(here.id, waiting, Via::FlowEnds, Spends::NOTHING);
        } else {
            self.ends(here.id, Via::FlowEnds);
        }
    }

    fn ends(&mut self, id: StateId, via: Via) {
        let ended = self.state(Place::Ended, Hooks::NONE);
        self.edge(id, ended, via, Spends::NOTHING);
    }

    fn starts(&mut self, flow: Hooked, hooks: Hooks) -> StateId {
        let place = match flow {
            Hooked::Nothing => Place::Ended,
            Hooked::Flow(flow) => self
                .start_of(flow)
                .map_or(Place::Ended, |start| Place::Block(flow, start)),
            outside @ (Hooked::Outside(_) | Hooked::Unknown) => Place::Outside(outside),
        };
        self.state(place, hooks)
    }

    fn start_of(&self, flow: FlowId) -> Option<BlockId> {
        self.program.flows.get(flow)?.start
    }

    // ------------------------------------------------------------------ parts

    fn takes(&mut self, here: Here<'p>, index: usize, exit: &Exit, spends: Spends) {
        if spends.most < spends.least {
            return;
        }
        let via = Via::Exit(u32::try_from(index).unwrap_or(u32::MAX));
        let target = match exit.target {
            Target::Block(block) if here.queued => Place::Queued(here.flow, block),
            Target::Block(block) => Place::Block(here.flow, block),
            Target::Nowhere | Target::Missing(_) if here.queued => Place::Waiting,
            Target::Nowhere | Target::Missing(_) => Place::Ended,
        };
        let passes = match exit.target {
            Target::Block(block) => self.remaining(here, block),
            Target::Nowhere | Target::Missing(_) => PassesId::from_index(0),
        };
        let target = self.state_with(State {
            place: target,
            passes,
            ..here.state
        });
        self.edge(here.id, target, via, spends);
    }

    fn remaining(&mut self, here: Here<'p>, block: BlockId) -> PassesId {
        let passes = here.state.passes;
        if passes.index() == 0 {
            return passes;
        }
        self.loops.remaining(passes, here.flow, block)
    }

    fn state(&mut self, place: Place, hooks: Hooks) -> StateId {
        self.state_with(State {
            place,
            hooks,
            passes: PassesId::from_index(0),
        })
    }

    fn state_with(&mut self, mut state: State) -> StateId {
        if state.place == Place::Ended {
            state.hooks = Hooks::NONE;
        }
        if state.place.block().is_none() {
            state.passes = PassesId::from_index(0);
        }
        if let Some(known) = self.known.get(&state) {
            return *known;
        }
        if self.states.len() >= self.limit && state.place != Place::Ended {
            self.complete = false;
            return self.state(Place::Ended, Hooks::NONE);
        }
        let id = self.states.push(state);
        self.known.insert(state, id);
        id
    }

    fn edge(&mut self, source: StateId, target: StateId, via: Via, spends: Spends) {
        self.edges.push(Edge {
            source,
            target,
            via,
            class: spends.class,
            least: spends.least,
            most: spends.most,
            open: spends.open,
            after_service: spends.after_service,
        });
    }
}
