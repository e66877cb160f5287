//! What is seen while a contact goes on.

use super::event::Call;
use super::initiation::Initiation;
use super::named::Named;
use super::reason::Reason;
use super::state::Waiting;
use super::trace::branch_words;
use crate::catalogue::{Assumption, Channel, Hook};
use crate::program::{BlockId, FlowId, Program};

/// Something that was seen, and when.
#[derive(Debug, Clone, PartialEq)]
pub struct Seen {
    /// Seconds since the contact started.
    pub at: i64,
    /// What was seen.
    pub effect: Effect,
}

/// Something that was seen.
#[derive(Debug, Clone, PartialEq)]
pub enum Effect {
    /// The contact started.
    Started {
        /// The channel.
        channel: Channel,
        /// How.
        initiation: Initiation,
        /// Its number among the contacts of the run, from 1.
        number: u32,
    },
    /// The chat continues an ended one from this contact on.
    Continues(u32),
    /// A flow started.
    FlowStarted {
        /// Which.
        flow: FlowId,
        /// Why.
        why: Why,
    },
    /// A flow came to its end.
    FlowEnded(FlowId),
    /// A block was entered.
    Entered {
        /// Its flow.
        flow: FlowId,
        /// The block.
        block: BlockId,
    },
    /// A block was left.
    Took {
        /// Its flow.
        flow: FlowId,
        /// The block.
        block: BlockId,
        /// By which branch.
        way: Way,
    },
    /// A block waits.
    Waits {
        /// Its flow.
        flow: FlowId,
        /// The block.
        block: BlockId,
        /// For what.
        waiting: Waiting,
    },
    /// A prompt was played.
    Said {
        /// Who heard it.
        to: Party,
        /// Its text, references filled in.
        text: String,
    },
    /// The customer wrote or said something.
    CustomerWrote(String),
    /// The customer pressed keys.
    CustomerPressed(String),
    /// The customer let a time limit pass.
    CustomerSilent,
    /// The customer opened the chat again.
    CustomerReturned,
    /// The customer did something in a view.
    ViewAnswered {
        /// The view, where it is known.
        view: Option<Named>,
        /// What was done.
        action: String,
    },
    /// A view was shown to the customer.
    ViewShown {
        /// The view, where it is known.
        view: Option<Named>,
        /// What it was given to show; what is nested by the way to it.
        data: Vec<(String, String)>,
    },
    /// The customer was asked to sign in, and this came of it.
    SignIn(SignIn),
    /// Something happened to a call that the flow makes.
    Call(Call),
    /// A bot handed the conversation back.
    BotAnswered {
        /// The bot, where it is known.
        bot: Option<Named>,
        /// Its intent.
        intent: String,
    },
    /// A bot failed.
    BotFailed(Option<Named>),
    /// A bot gave up waiting.
    BotTimedOut(Option<Named>),
    /// A bot has forgotten its session: the last turn is too long ago.
    BotForgot(Option<Named>),
    /// A bot left the chat.
    BotLeft(Option<Named>),
    /// An agent took the contact from a queue.
    AgentJoined {
        /// The agent, where the test named one.
        agent: Option<Named>,
        /// The queue.
        queue: Named,
    },
    /// The agent wrote or said something.
    AgentWrote(String),
    /// Somebody has not written for as long as the idle timeout says.
    IsIdle(Side),
    /// Somebody has not written for as long as the auto-disconnect timeout says: whoever is
    /// with the customer is removed.
    AutoDisconnected(Side),
    /// The agent left.
    AgentLeft,
    /// The agent lost the connection.
    AgentDropped,
    /// The agent transferred the contact to a queue.
    AgentTransferred(Named),
    /// The next contact of the chain began.
    NextContact {
        /// Its number, from 1.
        number: u32,
        /// How it began.
        initiation: Initiation,
        /// Why the last one ended, where somebody left it.
        reason: Option<Reason>,
    },
    /// A user-defined attribute was set.
    AttributeSet {
        /// Its name.
        key: String,
        /// Its value.
        value: String,
    },
    /// An attribute of the flow was set.
    FlowAttributeSet {
        /// Its name.
        key: String,
        /// Its value.
        value: String,
    },
    /// What the system knows of the contact was set.
    ContactDataSet {
        /// The reference to it, without `$.`.
        name: String,
        /// Its value.
        value: String,
    },
    /// Input of the customer was stored.
    Stored(String),
    /// The working queue was set.
    QueueSet(Named),
    /// The contact began to wait in a queue.
    Queued(Named),
    /// A flow was hooked to an event.
    Hooked {
        /// The event.
        hook: Hook,
        /// The flow.
        flow: Named,
    },
    /// A function was called.
    Called {
        /// The function.
        function: Named,
        /// What it was given.
        input: Vec<(String, String)>,
        /// What came of it.
        result: CallResult,
    },
    /// A flow began that is not part of the program: what it does is not known.
    WentOutside(Named),
    /// A block asks somebody outside for something: a number to be called, a task.
    Asked {
        /// Its flow.
        flow: FlowId,
        /// The block.
        block: BlockId,
        /// What for.
        what: String,
        /// What is sent along; what is nested by the way to it.
        with: Vec<(String, String)>,
    },
    /// A task was created: a contact of its own.
    TaskCreated {
        /// Its number among the tasks of the run, from 1.
        number: u32,
        /// Its name.
        name: String,
        /// Whether the contact that created it is its related one.
        related: bool,
    },
    /// An action was passed over whose effect is not modelled.
    NotModelled {
        /// Its flow.
        flow: FlowId,
        /// The block.
        block: BlockId,
    },
    /// The first time that an assumption mattered.
    Relied {
        /// The assumption.
        assumption: &'static Assumption,
        /// Whether it holds in this run, or what stands against it.
        holds: bool,
    },
    /// The flow went on and on without time passing and was stopped.
    WentInCircles {
        /// The flow.
        flow: FlowId,
        /// The block at which it was stopped.
        block: BlockId,
    },
    /// The contact ended.
    Ended(Reason),
}

impl Effect {
    /// What kind of thing was seen, in one word for programs.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Started { .. } => "started",
            Self::Continues(_) => "continues",
            Self::FlowStarted { .. } => "flow-started",
            Self::FlowEnded(_) => "flow-ended",
            Self::Entered { .. } => "entered",
            Self::Took { .. } => "took",
            Self::Waits { .. } => "waits",
            Self::Said { .. } => "said",
            Self::CustomerWrote(_) => "customer-wrote",
            Self::CustomerPressed(_) => "customer-pressed",
            Self::CustomerSilent => "customer-silent",
            Self::CustomerReturned => "customer-returned",
            Self::ViewAnswered { .. } => "view-answered",
            Self::ViewShown { .. } => "view-shown",
            Self::SignIn(SignIn::Done) => "signed-in",
            Self::SignIn(SignIn::OptedOut) => "opted-out",
            Self::SignIn(SignIn::Failed) => "sign-in-failed",
            Self::Call(Call::Answered) => "call-answered",
            Self::Call(Call::Voicemail { .. }) => "voicemail-answered",
            Self::Call(Call::Fails) => "call-failed",
            Self::BotAnswered { .. } => "bot-answered",
            Self::BotFailed(_) => "bot-failed",
            Self::BotTimedOut(_) => "bot-timed-out",
            Self::BotForgot(_) => "bot-forgot",
            Self::BotLeft(_) => "bot-left",
            Self::AgentJoined { .. } => "agent-joined",
            Self::AgentWrote(_) => "agent-wrote",
            Self::IsIdle(_) => "is-idle",
            Self::AutoDisconnected(_) => "auto-disconnected",
            Self::AgentLeft => "agent-left",
            Self::AgentDropped => "agent-dropped",
            Self::AgentTransferred(_) => "agent-transferred",
            Self::NextContact { .. } => "next-contact",
            Self::AttributeSet { .. } => "attribute-set",
            Self::FlowAttributeSet { .. } => "flow-attribute-set",
            Self::ContactDataSet { .. } => "contact-data-set",
            Self::Stored(_) => "input-stored",
            Self::QueueSet(_) => "queue-set",
            Self::Queued(_) => "queued",
            Self::Hooked { .. } => "hooked",
            Self::Called { .. } => "function-called",
            Self::WentOutside(_) => "went-outside",
            Self::Asked { .. } => "asked",
            Self::TaskCreated { .. } => "task-created",
            Self::NotModelled { .. } => "not-modelled",
            Self::Relied { .. } => "assumed",
            Self::WentInCircles { .. } => "went-in-circles",
            Self::Ended(_) => "ended",
        }
    }

    /// The flow that it is about, and the block.
    #[must_use]
    pub const fn place(&self) -> Option<(FlowId, Option<BlockId>)> {
        if let Self::FlowStarted { flow, .. } | Self::FlowEnded(flow) = self {
            return Some((*flow, None));
        }
        if let Self::Entered { flow, block }
        | Self::Took { flow, block, .. }
        | Self::Waits { flow, block, .. }
        | Self::Asked { flow, block, .. }
        | Self::NotModelled { flow, block }
        | Self::WentInCircles { flow, block } = self
        {
            return Some((*flow, Some(*block)));
        }
        None
    }

    /// The branch by which a block was left, as its connector is called.
    #[must_use]
    pub fn branch(&self, program: &Program) -> Option<String> {
        let Self::Took { flow, block, way } = self else {
            return None;
        };
        Some(branch_words(program, *flow, *block, *way))
    }

    /// The prompt, where the customer heard one.
    #[must_use]
    pub fn prompt(&self) -> Option<&str> {
        let Self::Said {
            to: Party::Customer,
            text,
        } = self
        else {
            return None;
        };
        Some(text)
    }

    /// The block that was entered, where one was.
    #[must_use]
    pub const fn entered(&self) -> Option<(FlowId, BlockId)> {
        let Self::Entered { flow, block } = self else {
            return None;
        };
        Some((*flow, *block))
    }

    /// The attribute that was set, and whether on the flow alone.
    #[must_use]
    pub fn set(&self) -> Option<(&str, bool)> {
        if let Self::AttributeSet { key, .. } = self {
            Some((key, false))
        } else if let Self::FlowAttributeSet { key, .. } = self {
            Some((key, true))
        } else {
            None
        }
    }

    /// The queue that became the working queue, where one did.
    #[must_use]
    pub const fn working_queue(&self) -> Option<&Named> {
        if let Self::QueueSet(queue) | Self::AgentTransferred(queue) = self {
            Some(queue)
        } else {
            None
        }
    }

    /// The function and what it was given, where one was called.
    #[must_use]
    pub fn call(&self) -> Option<(&Named, &[(String, String)])> {
        let Self::Called {
            function, input, ..
        } = self
        else {
            return None;
        };
        Some((function, input))
    }
}

/// By which branch a block was left.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Way {
    /// What happened, in the words of the row: `time expired`, `error`.
    pub word: &'static str,
    /// The exit that was taken, by its place in the block; nothing where there is none.
    pub exit: Option<usize>,
}

/// Why a flow started.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Why {
    /// The contact started in it.
    Contact,
    /// Another flow transferred to it.
    Transfer,
    /// Another flow invoked it.
    Module,
    /// The contact waits in a queue.
    Queue,
    /// An agent joined: what the agent hears.
    AgentWhisper,
    /// An agent joined: what the customer hears.
    CustomerWhisper,
    /// Only the customer remains.
    CustomerRemaining,
}

/// One of the two who write to each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Side {
    /// The customer.
    Customer,
    /// The agent.
    Agent,
}

impl Side {
    /// Both, in the order in which their timers run out in one second.
    pub const ALL: [Self; 2] = [Self::Customer, Self::Agent];

    /// The word for it.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Customer => "customer",
            Self::Agent => "agent",
        }
    }
}

/// Who heard a prompt.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Party {
    /// The customer.
    Customer,
    /// The agent, before the customer joins.
    Agent,
}

/// What came of asking a customer to sign in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SignIn {
    /// The customer has signed in.
    Done,
    /// The customer did not want to.
    OptedOut,
    /// The customer was refused.
    Failed,
}

/// What came of calling a function.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CallResult {
    /// It answered.
    Answered,
    /// It answered what nobody scripted: nothing.
    Unscripted,
    /// It failed, or its answer has a form that the block does not take.
    Failed,
    /// It took longer than the block waits.
    TimedOut,
    /// The flow did not wait for it.
    NotAwaited,
}
