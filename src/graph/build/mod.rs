//! Builds the whole-contact graph, one state after another.
//!
//! Every fact about how a block behaves on a chat is in here and in [`super::read`];
//! what no source settles is decided by `catalogue::assumptions`.

mod blocks;
mod modules;
mod moves;

use crate::catalogue::{Behaviour, Channel, Support};
use crate::graph::asked::Asked;
use crate::graph::contact::ContactGraph;
use crate::graph::flow::takeable;
use crate::graph::loops::Loops;
use crate::graph::read::{self, Timer};
use crate::graph::stacks::Stacks;
use crate::graph::state::{
    Class, Edge, FOREVER, PassesId, Place, Seconds, State, StateId, Via, WorkingQueue,
};
use crate::id::{Id, IndexVec};
use crate::program::{Block, BlockId, Exit, FlowId, Outcome, Program};
use rustc_hash::{FxBuildHasher, FxHashMap};
use std::collections::BTreeSet;
use std::collections::hash_map::Entry;

pub(super) fn build(program: &Program, entry: FlowId, limit: usize) -> ContactGraph {
    // A guess: one state for each block, and as many ways on as blocks have exits.
    let blocks = program.flows.get(entry).map_or(0, |flow| flow.blocks.len());
    let build = Build {
        program,
        loops: Loops::default(),
        asked: Asked::default(),
        stacks: Stacks::default(),
        too_deep: BTreeSet::new(),
        known: FxHashMap::with_capacity_and_hasher(blocks, FxBuildHasher),
        states: IndexVec::with_capacity(blocks),
        edges: IndexVec::with_capacity(3 * blocks),
        limit,
        complete: true,
    };
    build.run(entry)
}

struct Build<'p> {
    program: &'p Program,
    loops: Loops,
    asked: Asked,
    stacks: Stacks,
    too_deep: BTreeSet<(FlowId, BlockId)>,
    /// Looked up only; the order is that of `states`.
    known: FxHashMap<State, StateId>,
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

impl Here<'_> {
    /// The same with another working queue.
    const fn with(self, queue: WorkingQueue) -> Self {
        let state = State {
            queue,
            ..self.state
        };
        Self { state, ..self }
    }
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
        if let Some(flow) = self.program.flows.get(entry)
            && let Some(block) = flow.start
        {
            self.state_with(State {
                queue: read::queue_at_start(flow),
                ..State::fresh(Place::Block(entry, block))
            });
        }
        let mut next = 0;
        while let Some(state) = self.states.get(StateId::from_index(next)).copied() {
            first.push(self.edges.len());
            self.leave(StateId::from_index(next), state);
            next += 1;
        }
        first.push(self.edges.len());
        ContactGraph::from_parts(self.states, self.edges, first, self.complete, self.too_deep)
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
            Behaviour::Scripted if read::has_time_limit(here.block) => self.limited(here),
            Behaviour::Compare if read::compares_channel(here.block) => self.compares_channel(here),
            Behaviour::Function => self.calls(here),
            Behaviour::Loop => self.counts(here),
            Behaviour::SetHook(_) | Behaviour::SetHooks => self.hooks(here),
            Behaviour::SetQueue => self.sets_queue(here),
            Behaviour::TransferToQueue => self.transfers_to_queue(here),
            Behaviour::TransferToFlow => self.transfers_to_flow(here),
            Behaviour::InvokeModule => self.invokes(here),
            Behaviour::ReturnFromModule => self.returns(here),
            Behaviour::Hours if read::asks_queue_for_hours(here.block) => self.asks_queue(here),
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
            | Behaviour::SetContactData
            | Behaviour::ContinueChat
            | Behaviour::Plain
            | Behaviour::Scripted
            | Behaviour::Unknown => self.every_exit(here, Spends::NOTHING),
        }
    }

    // ------------------------------------------------------------------ parts

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

    fn takes(&mut self, here: Here<'p>, index: usize, exit: &Exit, spends: Spends) {
        if spends.most < spends.least {
            return;
        }
        let via = Via::Exit(u32::try_from(index).unwrap_or(u32::MAX));
        let target = self.lands(here.flow, here.queued, here.state, Some(exit));
        self.edge(here.id, target, via, spends);
    }

    const fn at(queued: bool, flow: FlowId, block: BlockId) -> Place {
        if queued {
            Place::Queued(flow, block)
        } else {
            Place::Block(flow, block)
        }
    }

    /// Where an exit leads. One that leads nowhere ends its flow, and in a module the block
    /// that invoked it has failed (`module-end`).
    fn lands(
        &mut self,
        mut flow: FlowId,
        queued: bool,
        mut state: State,
        exit: Option<&Exit>,
    ) -> StateId {
        let mut next = exit.and_then(|exit| exit.target.block());
        loop {
            if let Some(block) = next {
                state.place = Self::at(queued, flow, block);
                state.passes = self.remaining(state.passes, flow, block);
                return self.state_with(state);
            }
            let Some(caller) = self.stacks.top(state.stack) else {
                let place = if queued { Place::Waiting } else { Place::Ended };
                return self.moves(state, place);
            };
            (flow, state.passes, state.stack) = (caller.flow, caller.passes, caller.below);
            let block = self.block(flow, caller.block);
            next = block.and_then(|block| block.exit("error")?.target.block());
        }
    }

    fn remaining(&mut self, passes: PassesId, flow: FlowId, block: BlockId) -> PassesId {
        if passes.index() == 0 {
            return passes;
        }
        self.loops.remaining(passes, flow, block)
    }

    /// Somewhere outside the flow that runs, with what the chat carries.
    fn moves(&mut self, state: State, place: Place) -> StateId {
        self.state_with(State {
            hooks: state.hooks,
            queue: state.queue,
            ..State::fresh(place)
        })
    }

    fn state_with(&mut self, state: State) -> StateId {
        let mut state = state.where_it_counts();
        if !self.asks_for_queue(&state) {
            state.queue = WorkingQueue::Unknown;
        }
        let is_full = self.states.len() >= self.limit && state.place != Place::Ended;
        match self.known.entry(state) {
            Entry::Occupied(known) => *known.get(),
            Entry::Vacant(_) if is_full => {
                self.complete = false;
                self.state_with(State::fresh(Place::Ended))
            }
            Entry::Vacant(free) => *free.insert(self.states.push(state)),
        }
    }

    /// Whether the chat can come to a block that asks for the working queue it has there.
    fn asks_for_queue(&mut self, state: &State) -> bool {
        let Place::Block(flow, block) = state.place else {
            return true;
        };
        let mut stack = state.stack;
        let mut next = Some((flow, block));
        while let Some((flow, block)) = next {
            if self.asked.matters(self.program, flow, block) {
                return true;
            }
            let caller = self.stacks.top(stack);
            stack = caller.map_or(stack, |caller| caller.below);
            next = caller.map(|caller| (caller.flow, caller.block));
        }
        false
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
