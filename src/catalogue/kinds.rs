//! Kinds of flows, resources, channels and event hooks.

/// A kind of flow, as the designer names it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[repr(u8)]
pub enum FlowKind {
    /// Where contacts start.
    Inbound,
    /// An inbound flow on the wire, meant for the disconnect event.
    Disconnect,
    /// What a customer hears while waiting in a queue.
    CustomerQueue,
    /// What a customer hears on hold.
    CustomerHold,
    /// What a customer hears when joined to an agent.
    CustomerWhisper,
    /// What a customer hears before an outbound call.
    OutboundWhisper,
    /// What an agent hears on hold.
    AgentHold,
    /// What an agent hears when joined to a customer.
    AgentWhisper,
    /// Runs when a contact is transferred to an agent.
    TransferToAgent,
    /// Runs when a contact is transferred to a queue by a quick connect.
    TransferToQueue,
    /// An outbound campaign.
    Campaign,
    /// A module, which flows invoke.
    Module,
}

impl FlowKind {
    /// Every kind, in the order of the manual.
    pub const ALL: [Self; 12] = [
        Self::Inbound,
        Self::Disconnect,
        Self::CustomerQueue,
        Self::CustomerHold,
        Self::CustomerWhisper,
        Self::OutboundWhisper,
        Self::AgentHold,
        Self::AgentWhisper,
        Self::TransferToAgent,
        Self::TransferToQueue,
        Self::Campaign,
        Self::Module,
    ];

    /// The words of a flow's head in Ebb.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::Inbound => "inbound flow",
            Self::Disconnect => "disconnect flow",
            Self::CustomerQueue => "customer queue flow",
            Self::CustomerHold => "customer hold flow",
            Self::CustomerWhisper => "customer whisper flow",
            Self::OutboundWhisper => "outbound whisper flow",
            Self::AgentHold => "agent hold flow",
            Self::AgentWhisper => "agent whisper flow",
            Self::TransferToAgent => "transfer to agent flow",
            Self::TransferToQueue => "transfer to queue flow",
            Self::Campaign => "campaign flow",
            Self::Module => "module",
        }
    }

    /// The `Type` of `CreateContactFlow` (botocore 1.44.5); modules are a resource of their own.
    #[must_use]
    pub const fn api_type(self) -> Option<&'static str> {
        match self {
            Self::Inbound | Self::Disconnect => Some("CONTACT_FLOW"),
            Self::CustomerQueue => Some("CUSTOMER_QUEUE"),
            Self::CustomerHold => Some("CUSTOMER_HOLD"),
            Self::CustomerWhisper => Some("CUSTOMER_WHISPER"),
            Self::OutboundWhisper => Some("OUTBOUND_WHISPER"),
            Self::AgentHold => Some("AGENT_HOLD"),
            Self::AgentWhisper => Some("AGENT_WHISPER"),
            Self::TransferToAgent => Some("AGENT_TRANSFER"),
            Self::TransferToQueue => Some("QUEUE_TRANSFER"),
            Self::Campaign => Some("CAMPAIGN"),
            Self::Module => None,
        }
    }

    /// The `Metadata.type` that the designer writes into exports.
    #[must_use]
    pub const fn metadata_type(self) -> Option<&'static str> {
        match self {
            Self::Inbound | Self::Disconnect => Some("contactFlow"),
            Self::CustomerQueue => Some("customerQueue"),
            Self::CustomerHold => Some("customerHold"),
            Self::CustomerWhisper => Some("customerWhisper"),
            Self::OutboundWhisper => Some("outboundWhisper"),
            Self::AgentHold => Some("agentHold"),
            Self::AgentWhisper => Some("agentWhisper"),
            Self::TransferToAgent => Some("agentTransfer"),
            Self::TransferToQueue => Some("queueTransfer"),
            Self::Campaign | Self::Module => None,
        }
    }
}

/// A set of flow kinds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FlowKinds(u16);

impl FlowKinds {
    /// Every kind.
    pub const ALL: Self = Self(u16::MAX);

    /// The kinds listed.
    #[must_use]
    pub const fn of(kinds: &[FlowKind]) -> Self {
        let mut set = 0;
        let mut rest = kinds;
        while let [first, tail @ ..] = rest {
            set |= 1 << (*first as u16);
            rest = tail;
        }
        Self(set)
    }

    /// These kinds and one more.
    #[must_use]
    pub const fn and(self, kind: FlowKind) -> Self {
        Self(self.0 | 1 << (kind as u16))
    }

    /// Whether a kind is in the set.
    #[must_use]
    pub const fn has(self, kind: FlowKind) -> bool {
        self.0 & (1 << (kind as u16)) != 0
    }
}

/// How a contact reaches Connect.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Channel {
    /// A call.
    Voice,
    /// A chat.
    Chat,
    /// A task.
    Task,
    /// An e-mail.
    Email,
}

impl Channel {
    /// Every channel.
    pub const ALL: [Self; 4] = [Self::Voice, Self::Chat, Self::Task, Self::Email];

    /// The word in Ebb.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Voice => "voice",
            Self::Chat => "chat",
            Self::Task => "task",
            Self::Email => "email",
        }
    }

    /// What people call a contact on it: `chat`, `call`.
    #[must_use]
    pub const fn contact_word(self) -> &'static str {
        match self {
            Self::Voice => "call",
            Self::Chat => "chat",
            Self::Task => "task",
            Self::Email => "e-mail",
        }
    }

    /// The value of `$.Channel`.
    #[must_use]
    pub const fn wire(self) -> &'static str {
        match self {
            Self::Voice => "VOICE",
            Self::Chat => "CHAT",
            Self::Task => "TASK",
            Self::Email => "EMAIL",
        }
    }
}

/// An event that a flow can be hooked to (`UpdateContactEventHooks`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Hook {
    /// While the contact waits in a queue.
    CustomerQueue,
    /// While the customer is on hold.
    CustomerHold,
    /// While the agent is on hold.
    AgentHold,
    /// When the customer is joined to an agent.
    CustomerWhisper,
    /// When the agent is joined to a customer.
    AgentWhisper,
    /// When only the customer remains: the disconnect flow.
    CustomerRemaining,
    /// When an agent accepts the contact: a guide.
    DefaultAgentUi,
    /// When the contact ends for the agent: a guide.
    DisconnectAgentUi,
    /// When a task is paused.
    PauseContact,
    /// When a task is resumed.
    ResumeContact,
}

impl Hook {
    /// Every hook.
    pub const ALL: [Self; 10] = [
        Self::CustomerQueue,
        Self::CustomerHold,
        Self::AgentHold,
        Self::CustomerWhisper,
        Self::AgentWhisper,
        Self::CustomerRemaining,
        Self::DefaultAgentUi,
        Self::DisconnectAgentUi,
        Self::PauseContact,
        Self::ResumeContact,
    ];

    /// Its key in `EventHooks`.
    #[must_use]
    pub const fn wire(self) -> &'static str {
        match self {
            Self::CustomerQueue => "CustomerQueue",
            Self::CustomerHold => "CustomerHold",
            Self::AgentHold => "AgentHold",
            Self::CustomerWhisper => "CustomerWhisper",
            Self::AgentWhisper => "AgentWhisper",
            Self::CustomerRemaining => "CustomerRemaining",
            Self::DefaultAgentUi => "DefaultAgentUI",
            Self::DisconnectAgentUi => "DisconnectAgentUI",
            Self::PauseContact => "PauseContact",
            Self::ResumeContact => "ResumeContact",
        }
    }

    /// The hook of a key of `EventHooks`.
    #[must_use]
    pub fn of_wire(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|hook| hook.wire() == key)
    }

    /// The kinds of flow it may name (action page of `UpdateContactEventHooks`;
    /// pause and resume are inferred).
    #[must_use]
    pub const fn accepts(self) -> FlowKinds {
        match self {
            Self::CustomerQueue => FlowKinds::of(&[FlowKind::CustomerQueue]),
            Self::CustomerHold => FlowKinds::of(&[FlowKind::CustomerHold]),
            Self::AgentHold => FlowKinds::of(&[FlowKind::AgentHold]),
            Self::CustomerWhisper => FlowKinds::of(&[FlowKind::CustomerWhisper]),
            Self::AgentWhisper => FlowKinds::of(&[FlowKind::AgentWhisper]),
            Self::CustomerRemaining
            | Self::DefaultAgentUi
            | Self::DisconnectAgentUi
            | Self::PauseContact
            | Self::ResumeContact => FlowKinds::of(&[FlowKind::Inbound, FlowKind::Disconnect]),
        }
    }
}

/// A kind of thing that a flow names and an environment binds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ResourceKind {
    /// A queue.
    Queue,
    /// An agent, and so the agent's own queue.
    Agent,
    /// An AWS Lambda function.
    Lambda,
    /// An Amazon Lex bot alias.
    Bot,
    /// Hours of operation.
    Hours,
    /// A recorded prompt.
    Prompt,
    /// A flow of this compilation or outside it.
    Flow,
    /// A view of a step-by-step guide.
    View,
    /// A module of this compilation or outside it.
    Module,
    /// A task template.
    TaskTemplate,
    /// A case template.
    CaseTemplate,
    /// A phone number.
    PhoneNumber,
    /// An assistant (Amazon Q in Connect).
    Assistant,
    /// A message template.
    MessageTemplate,
    /// A data table.
    DataTable,
    /// A user pool (Amazon Cognito) that customers sign in to.
    UserPool,
    /// An app client of a user pool.
    AppClient,
    /// A knowledge base, which holds message templates.
    KnowledgeBase,
    /// A text that environments choose: the number of a front desk, an encryption key, a stage.
    Text,
}

impl ResourceKind {
    /// Every kind, in the order of the manual.
    pub const ALL: [Self; 19] = [
        Self::Queue,
        Self::Agent,
        Self::Lambda,
        Self::Bot,
        Self::Hours,
        Self::Prompt,
        Self::Flow,
        Self::View,
        Self::Module,
        Self::TaskTemplate,
        Self::CaseTemplate,
        Self::PhoneNumber,
        Self::Assistant,
        Self::MessageTemplate,
        Self::DataTable,
        Self::UserPool,
        Self::AppClient,
        Self::KnowledgeBase,
        Self::Text,
    ];

    /// The words that declare one.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::Queue => "queue",
            Self::Agent => "agent",
            Self::Lambda => "lambda",
            Self::Bot => "bot",
            Self::Hours => "hours",
            Self::Prompt => "prompt",
            Self::Flow => "flow",
            Self::View => "view",
            Self::Module => "module",
            Self::TaskTemplate => "task template",
            Self::CaseTemplate => "case template",
            Self::PhoneNumber => "phone number",
            Self::Assistant => "assistant",
            Self::MessageTemplate => "message template",
            Self::DataTable => "data table",
            Self::UserPool => "user pool",
            Self::AppClient => "app client",
            Self::KnowledgeBase => "knowledge base",
            Self::Text => "text",
        }
    }
}
