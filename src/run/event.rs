//! What people, services and the clock do.

use super::effect::Side;
use super::named::Named;
use super::texts::Texts;
use super::world::FunctionAnswer;
use crate::catalogue::{Assumption, Channel, Figure, Found, LookUp};
use crate::program::{BlockId, FlowId, Value};

/// One thing that happens to a contact.
#[derive(Debug, Clone, PartialEq)]
pub enum Event {
    /// The contact starts; the first event, but for [`Event::Given`].
    Start(Start),
    /// The customer starts another chat once the one before is over.
    NewChat(NewChat),
    /// The world is as told from now on.
    Given(Given),
    /// The customer does something.
    Customer(Customer),
    /// A bot does something.
    Bot {
        /// Which bot; whichever is waited for where nobody says.
        bot: Option<Named>,
        /// What it does.
        does: Bot,
    },
    /// An agent does something.
    Agent(Agent),
    /// Something happens to a call that the flow makes.
    Call(Call),
    /// So many seconds pass.
    Pass(i64),
    /// Time passes until the clock on the wall shows this second of the day.
    PassUntil(i64),
}

/// How a contact starts.
#[derive(Debug, Clone, PartialEq)]
pub struct Start {
    /// The flow.
    pub flow: FlowId,
    /// The channel.
    pub channel: Channel,
    /// The customer's address or number.
    pub from: Option<String>,
    /// The address or number that was reached.
    pub to: Option<String>,
    /// User-defined attributes that are there from the start.
    pub attributes: Texts,
    /// The message that comes with the start of a chat.
    pub first_message: Option<String>,
    /// The working queue that an earlier contact left behind: for flows that run on an event.
    pub queue: Option<Named>,
    /// `$.External` as an earlier flow left it: for flows that another one transfers to.
    pub external: Vec<(String, String)>,
    /// `$.StoredCustomerInput`, the same.
    pub stored_input: Option<String>,
    /// How long the chat lasts; the flow's own duration, else 25 hours.
    pub chat_duration: Option<i64>,
    /// The second of the day at which it starts.
    pub second_of_day: Option<i64>,
}

impl Start {
    /// A start of `flow` on `channel`, and nothing besides.
    #[must_use]
    pub const fn new(flow: FlowId, channel: Channel) -> Self {
        Self {
            flow,
            channel,
            from: None,
            to: None,
            attributes: Texts::new(),
            first_message: None,
            queue: None,
            external: Vec::new(),
            stored_input: None,
            chat_duration: None,
            second_of_day: None,
        }
    }
}

/// Another chat of the customer, where the first one began.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct NewChat {
    /// Whether it continues the one before (persistent chat).
    pub continues: bool,
    /// User-defined attributes that are there from the start; those of the chat before are not.
    pub attributes: Texts,
    /// The message that comes with the start.
    pub first_message: Option<String>,
    /// How long the chat lasts; the flow's own duration, else 25 hours.
    pub chat_duration: Option<i64>,
}

/// What the world is told to be.
#[derive(Debug, Clone, PartialEq)]
pub enum Given {
    /// A function answers so, every time from now on.
    Function {
        /// The function.
        function: Named,
        /// Its answer.
        answer: FunctionAnswer,
    },
    /// A module that is not part of the program returns so, every time from now on.
    Module {
        /// The module.
        module: Named,
        /// Its result; empty where it has none.
        result: String,
        /// What it returns besides.
        data: Vec<(String, Value)>,
    },
    /// Hours, or the hours of a queue, are open or closed.
    Hours {
        /// The hours or the queue.
        hours: Named,
        /// Whether they are open.
        open: bool,
    },
    /// A queue takes nobody any more.
    QueueAtCapacity(Named),
    /// A queue has a figure.
    Figure {
        /// Which.
        figure: Figure,
        /// The queue, or the agent whose own queue is meant.
        queue: Named,
        /// The number, or the seconds.
        is: i64,
    },
    /// A look for a record finds so many.
    LookUp {
        /// What is looked for.
        what: LookUp,
        /// How many are found.
        found: Found,
        /// What the one that is found holds.
        data: Vec<(String, Value)>,
    },
    /// References hold these values where nothing in the run has set them, by the words
    /// behind `$.`.
    Values(Vec<(String, Value)>),
    /// A function takes so many seconds from now on.
    FunctionTakes {
        /// The function.
        function: Named,
        /// How long it takes.
        seconds: i64,
    },
    /// A bot forgets a session so many seconds after its last turn.
    BotSession {
        /// The bot.
        bot: Named,
        /// How long it remembers; a day at most.
        seconds: i64,
    },
    /// How long somebody may be silent while an agent is there (chat timeouts for
    /// participants, administrator guide).
    Timeout {
        /// Who.
        side: Side,
        /// Whether it removes the agent, or only tells.
        disconnects: bool,
        /// After so many seconds.
        seconds: i64,
    },
    /// An assumption holds, or what stands against it.
    Assume {
        /// The assumption.
        assumption: &'static Assumption,
        /// Whether it holds.
        holds: bool,
    },
    /// Prompts cannot be played.
    PromptsFail,
    /// What `distribute by percentage` draws, from 1 to 100.
    Percent(i64),
    /// A block takes this way out every time, whatever it would do by itself.
    Block {
        /// Its flow.
        flow: FlowId,
        /// The block.
        block: BlockId,
        /// The exit, by its place in the block.
        exit: usize,
    },
    /// The next time that a contact comes to a block, it takes this way out, or does what it
    /// does by itself where none is said. What is told several times counts one after the
    /// other, before what the block does every time.
    BlockNext {
        /// Its flow.
        flow: FlowId,
        /// The block.
        block: BlockId,
        /// The exit, by its place in the block.
        exit: Option<usize>,
    },
    /// Actions of this type, which the interpreter does not model, take this branch.
    Action {
        /// The type of the action.
        action: String,
        /// The words of the branch.
        takes: String,
    },
}

/// What a customer does.
#[derive(Debug, Clone, PartialEq)]
pub enum Customer {
    /// Writes, or on a call says, something.
    Writes(String),
    /// Presses one key.
    Presses(char),
    /// Enters keys, one after the other.
    Enters(String),
    /// Lets the time limit of the waiting block pass.
    IsSilent,
    /// Does something in a view.
    AnswersView {
        /// Which view; whichever is shown where nobody says.
        view: Option<Named>,
        /// What: the name of a button.
        action: String,
        /// What is filled in.
        data: Vec<(String, Value)>,
    },
    /// Signs in, as the flow asks.
    SignsIn(SignedIn),
    /// Does not want to sign in (`CancelParticipantAuthentication`).
    OptsOut,
    /// Tries to sign in, and is refused (`UpdateParticipantAuthentication` with an error).
    FailsToSignIn,
    /// Ends the contact.
    Leaves,
    /// Opens the chat again without writing.
    Returns,
}

/// What is known of a customer who has signed in.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SignedIn {
    /// The profile that the customer has: `AssociatedCustomerId`.
    pub customer_id: Option<String>,
    /// Who vouches for the customer: `IdentityProvider`.
    pub identity_provider: Option<String>,
}

/// What happens to a call that the flow makes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Call {
    /// A person answers.
    Answered,
    /// A voicemail answers.
    Voicemail {
        /// Whether a beep is heard.
        beep: bool,
    },
    /// It fails.
    Fails,
}

/// What a bot does.
#[derive(Debug, Clone, PartialEq)]
pub enum Bot {
    /// Hands the conversation back with an intent.
    Answers(BotAnswer),
    /// Fails.
    Fails,
    /// Gives up waiting for the customer.
    TimesOut,
    /// Leaves the chat (a custom participant).
    Leaves,
}

/// The answer of a bot.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct BotAnswer {
    /// The intent.
    pub intent: String,
    /// Its slots.
    pub slots: Vec<(String, String)>,
    /// Session attributes that the bot sets.
    pub session_attributes: Vec<(String, String)>,
    /// How sure it is, as written.
    pub confidence: Option<String>,
}

/// What an agent does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Agent {
    /// Takes the contact from its queue.
    Joins {
        /// Which agent, where the test says.
        agent: Option<Named>,
        /// From which queue, where the test says.
        queue: Option<Named>,
    },
    /// Leaves the contact.
    Leaves,
    /// Loses the connection to the contact.
    Drops,
    /// Writes, or on a call says, something.
    Writes(String),
    /// Transfers the contact to a queue with a quick connect.
    TransfersTo(Named),
}
