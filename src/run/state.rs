//! Where a contact is and what it carries.

use super::effect::Reason;
use super::named::Named;
use super::world::World;
use crate::catalogue::{Assumption, Channel, Hook};
use crate::program::{BlockId, FlowId, Value};
use std::collections::BTreeMap;

/// Everything there is to know about a contact at one moment.
#[derive(Debug, Clone)]
pub struct State {
    /// Seconds since the contact started.
    pub now: i64,
    /// The channel.
    pub channel: Channel,
    /// When the chat reaches its duration; calls and tasks have none.
    pub expires: Option<i64>,
    /// The second of the day at which it started, where it matters.
    pub second_of_day: Option<i64>,
    /// Where the contact is.
    pub place: Place,
    /// The flow that runs, if one does.
    pub frame: Option<Frame>,
    /// What the contact carries.
    pub contact: Contact,
    /// What the world answers.
    pub world: World,
    /// The assumptions that mattered so far.
    pub relied: Vec<&'static Assumption>,
    /// When a timer of a Wait last ran out.
    pub(super) timer_ran_out: Option<i64>,
}

/// Where a contact is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    /// It has not started.
    NotStarted,
    /// In a flow, with nobody else.
    Flow,
    /// In a queue.
    Queued(Named),
    /// With an agent.
    WithAgent {
        /// The agent, where the test named one.
        agent: Option<Named>,
        /// The queue it was taken from.
        queue: Named,
    },
    /// In a flow that is not part of the program.
    Outside(Named),
    /// Over.
    Ended(Reason),
    /// Stopped: the flow went on and on without time passing.
    InCircles {
        /// The flow.
        flow: FlowId,
        /// The block at which it was stopped.
        block: BlockId,
    },
}

/// A flow that runs.
#[derive(Debug, Clone, PartialEq)]
pub struct Frame {
    /// The flow.
    pub flow: FlowId,
    /// The block that is next, or that waits.
    pub block: BlockId,
    /// What for.
    pub duty: Duty,
    /// What the block waits for; nothing while the flow runs.
    pub waiting: Option<Waiting>,
    /// The attributes of this run of the flow.
    pub attributes: BTreeMap<String, String>,
    /// How many passes each loop has made.
    pub passes: BTreeMap<BlockId, i64>,
}

impl Frame {
    /// A flow that starts at `block`.
    #[must_use]
    pub const fn new(flow: FlowId, block: BlockId, duty: Duty) -> Self {
        Self {
            flow,
            block,
            duty,
            waiting: None,
            attributes: BTreeMap::new(),
            passes: BTreeMap::new(),
        }
    }
}

/// What a flow runs for; it decides what the end of the flow means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Duty {
    /// For the contact itself: at its end the contact ends.
    Contact,
    /// For a contact in a queue: at its end the contact waits on.
    Queue,
    /// For the agent who joins.
    AgentWhisper,
    /// For the customer whom an agent joins.
    CustomerWhisper,
}

/// What a block waits for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Waiting {
    /// One key.
    Key {
        /// When it gives up.
        until: i64,
    },
    /// Several keys.
    Digits {
        /// When it gives up.
        until: i64,
        /// How many at most.
        most: usize,
    },
    /// A bot.
    Bot {
        /// Which, where it is known.
        bot: Option<Named>,
        /// When it gives up, where that is known.
        until: Option<i64>,
    },
    /// A timer.
    Timer {
        /// When it runs out.
        until: i64,
        /// Whether a message of the customer ends it.
        customer: bool,
        /// Whether a bot that leaves ends it.
        bot: bool,
    },
}

impl Waiting {
    /// When it is over unless something happens.
    #[must_use]
    pub const fn until(&self) -> Option<i64> {
        match self {
            Self::Key { until } | Self::Digits { until, .. } | Self::Timer { until, .. } => {
                Some(*until)
            }
            Self::Bot { until, .. } => *until,
        }
    }
}

/// What a contact carries.
#[derive(Debug, Clone, Default)]
pub struct Contact {
    /// Its number in the chain, from 1.
    pub number: u32,
    /// How it began.
    pub initiation: Initiation,
    /// User-defined attributes, shared by the whole chain.
    pub attributes: BTreeMap<String, String>,
    /// The answer of the last function.
    pub external: Vec<(String, Value)>,
    /// The answer of the last bot.
    pub lex: Lex,
    /// What was last stored of the customer's input.
    pub stored_input: Option<String>,
    /// The working queue.
    pub queue: Option<Named>,
    /// Whether an earlier contact of the chain chose the working queue.
    pub queue_inherited: bool,
    /// Flows that run on events.
    pub hooks: BTreeMap<Hook, HookedFlow>,
    /// The agent who has, or had, the contact.
    pub agent: Option<Named>,
    /// The customer's address or number.
    pub from: Option<String>,
    /// The address or number that was reached.
    pub to: Option<String>,
    /// The message that came with the start.
    pub first_message: Option<String>,
}

/// A flow that is hooked to an event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HookedFlow {
    /// The flow.
    pub flow: Named,
    /// Whether an earlier contact of the chain hooked it.
    pub inherited: bool,
}

/// The answer of a bot.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Lex {
    /// The intent.
    pub intent: Option<String>,
    /// Its slots.
    pub slots: BTreeMap<String, String>,
    /// Session attributes.
    pub session_attributes: BTreeMap<String, String>,
    /// How sure the bot was.
    pub confidence: Option<String>,
}

/// How a contact began: `InitiationMethod` of its contact record.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Initiation {
    /// By a call to the API: chats and tasks.
    #[default]
    Api,
    /// By a customer who called.
    Inbound,
    /// By a quick connect of an agent.
    Transfer,
    /// By the disconnect flow.
    Disconnect,
}

impl Initiation {
    /// The word in the contact record.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Api => "API",
            Self::Inbound => "INBOUND",
            Self::Transfer => "TRANSFER",
            Self::Disconnect => "DISCONNECT",
        }
    }
}

impl Default for State {
    fn default() -> Self {
        Self::new()
    }
}

impl State {
    /// Before the contact starts.
    #[must_use]
    pub fn new() -> Self {
        Self {
            now: 0,
            channel: Channel::Chat,
            expires: None,
            second_of_day: None,
            place: Place::NotStarted,
            frame: None,
            contact: Contact::default(),
            world: World::default(),
            relied: Vec::new(),
            timer_ran_out: None,
        }
    }

    /// Whether the contact has started and is not over.
    #[must_use]
    pub const fn is_open(&self) -> bool {
        match self.place {
            Place::Flow | Place::Queued(_) | Place::WithAgent { .. } | Place::Outside(_) => true,
            Place::NotStarted | Place::Ended(_) | Place::InCircles { .. } => false,
        }
    }

    /// What the flow waits for.
    #[must_use]
    pub fn waiting(&self) -> Option<&Waiting> {
        self.frame.as_ref()?.waiting.as_ref()
    }

    /// The queue that the contact is in, or that an agent took it from.
    #[must_use]
    pub const fn queue(&self) -> Option<&Named> {
        match &self.place {
            Place::Queued(queue) | Place::WithAgent { queue, .. } => Some(queue),
            Place::NotStarted
            | Place::Flow
            | Place::Outside(_)
            | Place::Ended(_)
            | Place::InCircles { .. } => None,
        }
    }
}
