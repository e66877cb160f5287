//! What steps do.

use crate::catalogue::{Figure, Found, LookUp};

/// What a step does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum StepKind {
    /// The contact starts.
    Start,
    /// The world is as told from now on.
    Given(GivenStep),
    /// The customer does something.
    Customer(CustomerStep),
    /// A bot does something.
    Bot(BotStep),
    /// An agent does something.
    Agent(AgentStep),
    /// Something happens to a call that the flow makes.
    Call(CallStep),
    /// Time passes.
    Pass,
    /// Time passes until a time of day.
    PassUntil,
    /// Something is expected.
    Expect(ExpectStep),
    /// Steps that several tests share happen.
    Shared,
    /// One of several courses that a test takes, each played by itself.
    Case,
    /// Several things are expected, in whichever order.
    InAnyOrder,
}

/// What a step tells of the world.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum GivenStep {
    /// A function answers.
    FunctionReturns,
    /// A function answers a text that is no map.
    FunctionReturnsText,
    /// A function fails.
    FunctionFails,
    /// A function takes too long.
    FunctionTimesOut,
    /// Hours are open.
    HoursOpen,
    /// Hours are closed.
    HoursClosed,
    /// A queue takes nobody any more.
    QueueAtCapacity,
    /// Prompts cannot be played.
    PromptsFail,
    /// What `distribute by percentage` draws.
    Percent,
    /// A block takes a branch.
    BlockTakes,
    /// A block takes a branch once.
    BlockNextTakes,
    /// A block does once what it does by itself.
    BlockNextWorks,
    /// Actions that are not modelled take a branch.
    ActionTakes,
    /// A function takes its time.
    FunctionTakes,
    /// A bot forgets its session.
    BotForgets,
    /// Somebody may be silent for so long while an agent is there.
    Timeout {
        /// Whether the customer may, or the agent.
        customer: bool,
        /// Whether the agent is removed then, or it is only told.
        disconnects: bool,
    },
    /// An assumption holds.
    Assume,
    /// What stands against an assumption holds.
    AssumeNot,
    /// A module outside the program returns.
    ModuleReturns,
    /// A queue has a figure.
    Figure(Figure),
    /// A look for a record finds so many.
    LookUp(LookUp, Found),
    /// References hold values.
    Values,
}

/// What a customer does in a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum CustomerStep {
    /// The customer writes.
    Writes,
    /// The customer presses a key.
    Presses,
    /// The customer enters digits.
    Enters,
    /// The customer lets the time limit pass.
    IsSilent,
    /// The customer does something in a view.
    AnswersView,
    /// The customer signs in.
    SignsIn,
    /// The customer does not want to sign in.
    OptsOut,
    /// The customer tries to sign in, in vain.
    FailsToSignIn,
    /// The customer ends the contact.
    Leaves,
    /// The customer opens the chat again.
    Returns,
    /// The customer starts another chat.
    StartsAgain,
    /// The customer starts another chat that continues the one before.
    Continues,
}

/// What a bot does in a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum BotStep {
    /// A bot answers.
    Answers,
    /// A bot fails.
    Fails,
    /// A bot gives up waiting.
    TimesOut,
    /// A bot leaves.
    Leaves,
}

/// What happens in a step to a call that the flow makes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum CallStep {
    /// A person answers.
    Answered,
    /// A voicemail answers.
    Voicemail,
    /// A voicemail answers, and no beep is heard.
    VoicemailWithoutBeep,
    /// The call fails.
    Fails,
}

/// What an agent does in a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum AgentStep {
    /// An agent joins.
    Joins,
    /// The agent leaves.
    Leaves,
    /// The agent loses the connection.
    Drops,
    /// The agent writes.
    Writes,
    /// The agent transfers the contact to a queue.
    Transfers,
}

/// What a step expects.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ExpectStep {
    /// A prompt was played.
    Prompt,
    /// A prompt was not played.
    NoPrompt,
    /// A prompt with these words was played.
    PromptContains,
    /// The contact is in a queue, or was taken from it.
    Queue,
    /// An agent is with the customer.
    Agent,
    /// A flow runs.
    Flow,
    /// A view is shown.
    View,
    /// A block of this phrase was reached, with this.
    Asked(&'static str),
    /// A Wait waits.
    Waiting,
    /// A Wait waits for so long.
    WaitingFor,
    /// A menu waits for a key.
    Menu,
    /// The contact goes on.
    Open,
    /// The contact is over.
    Ended,
    /// The contact ended for this reason.
    EndedBy,
    /// The flow goes round in circles.
    InCircles,
    /// A contact record has these fields.
    Record,
    /// There are so many contact records.
    Records,
    /// An attribute has a value.
    Attribute,
    /// An attribute contains a text.
    AttributeContains,
    /// An attribute is not set.
    AttributeUnset,
    /// A block was left by a branch.
    BlockTook,
    /// A block was never left by a branch.
    NeverBlockTook,
    /// A prompt was never played.
    NeverPrompt,
    /// No prompt with these words was ever played.
    NeverPromptContains,
    /// The contact was never in this queue.
    NeverQueue,
    /// A flow never ran.
    NeverFlow,
    /// No agent ever joined.
    NeverAgent,
    /// A prompt that fits a pattern was played.
    PromptMatches,
    /// No agent is with the customer.
    NoAgent,
    /// The conversation so far is the one in a file.
    Transcript,
    /// A function was called.
    FunctionCalled,
    /// A function was called with these values.
    FunctionCalledWith,
    /// A function was not called.
    FunctionNotCalled,
    /// So much time is left of the chat.
    TimeLeft,
    /// Less time than this is left of the chat.
    TimeLeftBelow,
}

/// A field of a contact record that is a text (administrator guide, contact records data
/// model).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum RecordField {
    /// `ContactId`.
    Id,
    /// `InitialContactId`.
    InitialId,
    /// `PreviousContactId`.
    PreviousId,
    /// `NextContactId`.
    NextId,
    /// `RelatedContactId`.
    RelatedId,
    /// `Channel`.
    Channel,
    /// `InitiationMethod`.
    Initiation,
    /// The queue that the contact waited in, by name.
    Queue,
    /// The agent who took it, by name.
    Agent,
    /// `DisconnectReason`.
    Reason,
}

impl RecordField {
    /// Every field, in the order of the data model.
    pub const ALL: [Self; 10] = [
        Self::Id,
        Self::InitialId,
        Self::PreviousId,
        Self::NextId,
        Self::RelatedId,
        Self::Channel,
        Self::Initiation,
        Self::Queue,
        Self::Agent,
        Self::Reason,
    ];

    /// What a step calls it: the words of its name.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::Id => "contact id",
            Self::InitialId => "initial contact id",
            Self::PreviousId => "previous contact id",
            Self::NextId => "next contact id",
            Self::RelatedId => "related contact id",
            Self::Channel => "channel",
            Self::Initiation => "initiation method",
            Self::Queue => "queue",
            Self::Agent => "agent",
            Self::Reason => "disconnect reason",
        }
    }
}
