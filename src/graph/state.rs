//! Where a chat can be: the states and edges of the whole-contact graph.

use crate::id::{Id, define_id};
use crate::program::{Block, BlockId, FlowId, Program, ResourceId};

/// Whole seconds since the chat started, or between two events.
pub type Seconds = u32;

/// Without an upper bound.
pub const FOREVER: Seconds = u32::MAX;

/// The longest a Wait can be: 7 days.
pub const LONGEST_WAIT: Seconds = 604_800;

define_id! {
    /// One state of a [`super::ContactGraph`].
    pub struct StateId;
    /// One edge of a [`super::ContactGraph`].
    pub struct EdgeId;
    /// The passes of every counted loop of a flow that has gone round.
    pub struct PassesId;
    /// The blocks that have invoked modules, one in another.
    pub struct StackId;
}

/// One state of a chat.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct State {
    /// Where it is.
    pub place: Place,
    /// What runs on which event.
    pub hooks: Hooks,
    /// Whether there is a queue to go into.
    pub queue: WorkingQueue,
    /// How often the flow's loops have gone round.
    pub passes: PassesId,
    /// Where it goes on when the module that runs returns; number 0 where none runs.
    pub stack: StackId,
}

impl State {
    /// A place to which a chat brings nothing.
    pub(super) fn fresh(place: Place) -> Self {
        Self {
            place,
            hooks: Hooks::NONE,
            queue: WorkingQueue::Unknown,
            passes: PassesId::from_index(0),
            stack: StackId::from_index(0),
        }
    }

    /// The state as far as it decides how the chat goes on. A chat gets into a queue, and from
    /// there to an agent, by its working queue; a flow outside may set one.
    pub(super) fn where_it_counts(self) -> Self {
        let queue = match self.place {
            Place::Block(..) => self.queue,
            Place::Queued(..) | Place::Waiting | Place::WaitingOutside(_) | Place::WithAgent => {
                WorkingQueue::Set
            }
            Place::Outside(_) => WorkingQueue::Unknown,
            Place::Ended => return Self::fresh(self.place),
        };
        match self.place.block() {
            Some(_) => Self { queue, ..self },
            None => Self {
                queue,
                hooks: self.hooks,
                ..Self::fresh(self.place)
            },
        }
    }
}

/// Where a chat is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Place {
    /// At a block of a flow.
    Block(FlowId, BlockId),
    /// In a queue, at a block of the customer queue flow.
    Queued(FlowId, BlockId),
    /// In a queue, with no flow of this program.
    Waiting,
    /// In a queue, with a customer queue flow that is not of this program.
    WaitingOutside(Hooked),
    /// With an agent.
    WithAgent,
    /// In a flow that is not of this program.
    Outside(Hooked),
    /// Over.
    Ended,
}

impl Place {
    /// The block, where there is one.
    #[must_use]
    pub const fn block(self) -> Option<(FlowId, BlockId)> {
        match self {
            Self::Block(flow, block) | Self::Queued(flow, block) => Some((flow, block)),
            Self::Waiting
            | Self::WaitingOutside(_)
            | Self::WithAgent
            | Self::Outside(_)
            | Self::Ended => None,
        }
    }

    /// The block itself, where there is one.
    #[must_use]
    pub fn block_in(self, program: &Program) -> Option<&Block> {
        let (flow, block) = self.block()?;
        program.flows.get(flow)?.blocks.get(block)
    }
}

/// The hooks that decide where a chat goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Hooks {
    /// Runs when only the customer remains.
    pub remaining: Hooked,
    /// Runs while the contact is queued.
    pub queue: Hooked,
}

impl Hooks {
    /// Nothing is hooked.
    pub const NONE: Self = Self {
        remaining: Hooked::Nothing,
        queue: Hooked::Nothing,
    };
}

/// Whether a chat has a working queue, which a transfer to a queue needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum WorkingQueue {
    /// None was set.
    Unset,
    /// Something outside the program may have set one, or it makes no difference any more.
    Unknown,
    /// One was set; which one may only be known at run time.
    Set,
}

impl WorkingQueue {
    /// The same after something that may have set one.
    pub(super) const fn perhaps(self) -> Self {
        match self {
            Self::Set => Self::Set,
            Self::Unset | Self::Unknown => Self::Unknown,
        }
    }
}

/// What is hooked to an event.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Hooked {
    /// Nothing.
    Nothing,
    /// A flow of this program.
    Flow(FlowId),
    /// A flow that an environment binds.
    Outside(ResourceId),
    /// A flow that is only known at run time.
    Unknown,
}

/// What spends the time of an edge.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Class {
    /// Nothing does.
    Now,
    /// A timer.
    Clock,
    /// The customer, who comes back when it suits them.
    Return,
    /// An agent, a bot or a queue, as long as they like.
    Service,
    /// A function or an event, up to a bound.
    Bounded,
    /// Nobody can say.
    Open,
}

/// How an edge is taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Via {
    /// By the exit at this place in the block's exits.
    Exit(u32),
    /// The contact enters a queue.
    EntersQueue,
    /// Another flow starts.
    FlowStarts,
    /// The block ends the chat.
    Disconnects,
    /// The flow ends.
    FlowEnds,
    /// An agent joins.
    AgentJoins,
    /// The agent leaves.
    AgentLeaves,
    /// A flow outside the program comes back.
    ComesBack,
    /// A module starts.
    ModuleStarts,
    /// A module returns to this block, which goes on by this exit where it has one for it.
    ModuleReturns(FlowId, BlockId, Option<u32>),
}

/// One way on from a state.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Edge {
    /// Where it starts.
    pub source: StateId,
    /// Where it leads.
    pub target: StateId,
    /// How it is taken.
    pub via: Via,
    /// What spends its time.
    pub class: Class,
    /// The shortest time spent in its source.
    pub least: Seconds,
    /// The longest.
    pub most: Seconds,
    /// Whether that is only an estimate: nothing may be proved wrong with it.
    pub open: bool,
    /// Whether service of any length comes before.
    pub after_service: bool,
}
