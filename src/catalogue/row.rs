//! The shape of a row.

use super::asks::Asks;
use super::branch::{Branch, CaseForm};
use super::kinds::{FlowKinds, Hook};
use super::parameter::{Parameter, Role, Written};

/// Everything about one block of the designer.
#[derive(Debug, PartialEq, Eq)]
pub struct Row {
    /// How Ebb writes it: `play prompt`.
    pub phrase: &'static str,
    /// Its `Type` on the wire: `MessageParticipant`.
    pub action: &'static str,
    /// What the designer prints on it: `Play prompt`.
    pub block: &'static str,
    /// What it does, in one sentence.
    pub summary: &'static str,
    /// How it behaves when it runs.
    pub behaviour: Behaviour,
    /// Of several rows with one phrase, this one is meant where one of these
    /// properties is written; empty: where none of the others is.
    pub chosen_by: &'static [&'static str],
    /// Its parameters, in the order of the wire.
    pub parameters: &'static [Parameter],
    /// Its branches with fixed names.
    pub branches: &'static [Branch],
    /// Its branches that name a value: `pressed 1`, `intent "N"`, `= "CHAT"`.
    pub cases: &'static [CaseForm],
    /// What its success does.
    pub then: Then,
    /// On which channels it works.
    pub channels: Channels,
    /// In which kinds of flow it is allowed.
    pub flows: FlowKinds,
    /// What it asks of the world, and a test can say.
    pub asks: Asks,
    /// The first words of the references that its success fills anew.
    pub fills: &'static [&'static str],
    /// In which others it may be: pages of Amazon Connect disagree.
    pub disputed: FlowKinds,
    /// Where this is known from.
    pub source: Source,
    /// One line (or block) of Ebb.
    pub example: &'static str,
}

/// What an action does when it runs: the only thing that code may branch on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Behaviour {
    /// Says something and goes on.
    Say,
    /// Asks for one key and branches on it.
    Menu,
    /// Asks for digits and keeps them in `$.StoredCustomerInput`.
    StoreInput,
    /// Hands the conversation to a bot and branches on the intent.
    Bot,
    /// Waits for a timer or an event.
    Wait,
    /// Branches on a value.
    Compare,
    /// Branches at random.
    Distribute,
    /// Sets attributes of the contact.
    SetAttributes,
    /// Sets attributes of this run of the flow.
    SetFlowAttributes,
    /// Sets what the system knows of the contact: its name, its language.
    SetContactData,
    /// Calls a function.
    Function,
    /// Branches on a schedule.
    Hours,
    /// Counts passes.
    Loop,
    /// Chooses the queue of later transfers.
    SetQueue,
    /// Puts the contact into its queue; does not come back when it succeeds.
    TransferToQueue,
    /// Names the flow that runs on an event.
    SetHook(Hook),
    /// Names the flows of several events at once.
    SetHooks,
    /// Goes on at the start of another flow.
    TransferToFlow,
    /// Ends the contact.
    Disconnect,
    /// Ends this flow; what the contact does next depends on the flow's kind.
    EndFlow,
    /// Runs a module and branches on its result.
    InvokeModule,
    /// Ends a module and hands its result to the block that invoked it.
    ReturnFromModule,
    /// Lets the chat continue one that is over.
    ContinueChat,
    /// Succeeds at once, with no effect that a conversation shows.
    Plain,
    /// Does what a test says it does; else it succeeds at once, or takes the branch
    /// that stands for nothing special. Not modelled beyond that.
    Scripted,
    /// An action that no row describes.
    Unknown,
}

/// What the success of a block does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Then {
    /// Goes on with the next line; on the wire, `NextAction`.
    Next,
    /// The flow ends here; on the wire, no transitions.
    Ends,
    /// Every way out is a branch, or success does not come back. The wire wants a
    /// `NextAction` all the same, and the designer copies this branch.
    Copies(&'static str),
    /// It does not go on by itself, and has no `NextAction`.
    Stays,
}

/// On which channels a block works.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Channels {
    /// On calls.
    pub voice: Support,
    /// On chats.
    pub chat: Support,
    /// On tasks.
    pub task: Support,
    /// On e-mails.
    pub email: Support,
}

impl Channels {
    /// Works everywhere.
    pub const ALL: Self = Self {
        voice: Support::Works,
        chat: Support::Works,
        task: Support::Works,
        email: Support::Works,
    };

    /// What a block does on a channel.
    #[must_use]
    pub const fn on(self, channel: super::Channel) -> Support {
        match channel {
            super::Channel::Voice => self.voice,
            super::Channel::Chat => self.chat,
            super::Channel::Task => self.task,
            super::Channel::Email => self.email,
        }
    }
}

/// What a block does on a channel.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Support {
    /// It works.
    Works,
    /// It takes its error branch.
    Error,
    /// It succeeds without an effect.
    NoEffect,
    /// No source says.
    Unknown,
}

/// Where a row is known from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Source {
    /// The page of the Amazon Connect documentation, below `docs.aws.amazon.com/connect/latest/`.
    pub page: &'static str,
    /// How sure it is.
    pub provenance: Provenance,
}

/// How a fact is known; the surest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Provenance {
    /// Seen in flows that the live service accepted, and in exports.
    Exported,
    /// Seen with the live service by others.
    Observed,
    /// Stated by AWS.
    Documented,
    /// Our reading.
    Inferred,
}

impl Row {
    /// The branch with these words.
    #[must_use]
    pub fn branch(&self, word: &str) -> Option<&'static Branch> {
        self.branches.iter().find(|branch| branch.word == word)
    }

    /// The parameter with this meaning.
    #[must_use]
    pub fn parameter(&self, role: Role) -> Option<&'static Parameter> {
        self.parameters
            .iter()
            .find(|parameter| parameter.role == role)
    }

    /// Whether its ways out, but for failures, wait for somebody or for a time to pass.
    #[must_use]
    pub fn pauses(&self) -> bool {
        matches!(
            self.behaviour,
            Behaviour::Wait | Behaviour::Menu | Behaviour::StoreInput | Behaviour::Bot
        ) || self.then == Then::Stays
            || self.time_over().is_some()
    }

    /// The branch for when the time is over in which somebody could answer.
    #[must_use]
    pub fn time_over(&self) -> Option<&'static Branch> {
        self.branch("timeout").or_else(|| self.branch("no answer"))
    }

    /// Whether its success leaves the flow: every way that is drawn is a failure.
    #[must_use]
    pub fn leaves(&self) -> bool {
        matches!(self.then, Then::Copies(_))
            && self.cases.is_empty()
            && self.branches.iter().all(Branch::fails)
    }

    /// The parameter that takes every undeclared property, if the row is open.
    #[must_use]
    pub fn rest(&self) -> Option<&'static Parameter> {
        self.parameters
            .iter()
            .find(|parameter| parameter.written == Written::Rest)
    }
}
