//! The shape of a row.

use super::kinds::{FlowKinds, Hook, ResourceKind};

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
    /// Succeeds at once, with no effect that a conversation shows.
    Plain,
    /// Does what a test says it does; else it succeeds at once, or takes the branch
    /// that stands for nothing special. Not modelled beyond that.
    Scripted,
    /// An action that no row describes.
    Unknown,
}

/// One parameter of an action.
#[derive(Debug, PartialEq, Eq)]
pub struct Parameter {
    /// Where it is in `Parameters`, with dots: `LexV2Bot.AliasArn`.
    pub path: &'static str,
    /// How Ebb writes it.
    pub written: Written,
    /// What it may be.
    pub shape: Shape,
    /// What the designer writes when nobody chooses, in the words of the wire.
    pub default: Option<&'static str>,
    /// Whether it has to be there.
    pub presence: Presence,
    /// What it means to the block.
    pub role: Role,
}

/// How a parameter is written in Ebb.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Written {
    /// As the block's argument.
    Argument,
    /// As the block's argument with a word before it: `ssml "…"`.
    Tagged(&'static str),
    /// As a property: `timeout: 5s`.
    Property(&'static str),
    /// As a word behind the value of this property: `phone number: local US`.
    Behind(&'static str),
    /// As a property that only the source holds: the wire has no place for it.
    Said(&'static str),
    /// Not at all: it always has this value, and tells rows of one action apart.
    Fixed(&'static str),
    /// Not at all: it has this value whenever the parameter at `path` is there.
    Beside {
        /// The path of the parameter it goes with.
        path: &'static str,
        /// Its value.
        value: &'static str,
    },
    /// Every property that no other parameter declares is one entry of it.
    Rest,
}

/// What a parameter may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// Text, which may hold `$.…` references.
    Text,
    /// Exactly one `$.…` reference.
    Reference,
    /// The name of a resource, or one `$.…` reference.
    Resource(&'static [ResourceKind]),
    /// A time span, whole units of the wire, between two bounds (in seconds).
    Duration {
        /// The unit of the wire.
        unit: Unit,
        /// The shortest, in seconds.
        least: i64,
        /// The longest, in seconds.
        most: i64,
        /// Whether a `$.…` reference may stand for it.
        dynamic: bool,
    },
    /// A whole number between two bounds.
    Number {
        /// The smallest.
        least: i64,
        /// The largest.
        most: i64,
        /// Whether a `$.…` reference may stand for it.
        dynamic: bool,
    },
    /// `yes` or `no`, with the words of the wire.
    Flag {
        /// What `yes` is on the wire.
        yes: &'static str,
        /// What `no` is on the wire.
        no: &'static str,
    },
    /// One word of a list: Ebb's word, the wire's.
    Word(&'static [(&'static str, &'static str)]),
    /// Several words of a list: Ebb's word, the wire's.
    Words(&'static [(&'static str, &'static str)]),
    /// Names with texts.
    TextMap,
    /// Names with texts; on the wire each text is wrapped in `{"Value": …}`.
    WrappedMap,
    /// Names of event hooks with flows.
    HookMap,
    /// Texts in a list.
    Texts,
    /// Prompts in a list, each a text, SSML, a recording or an audio file.
    Messages,
    /// The directions in which the customer's audio is streamed: Ebb's word, the wire's.
    /// On the wire they belong to a participant in a list.
    Directions(&'static [(&'static str, &'static str)]),
    /// Any JSON.
    Json,
}

/// The unit in which the wire counts time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unit {
    /// Thousandths of a second.
    Milliseconds,
    /// Seconds.
    Seconds,
    /// Minutes.
    Minutes,
}

/// Whether a parameter has to be there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Presence {
    /// It has to.
    Required,
    /// It may.
    Optional,
    /// Exactly one parameter of the group has to.
    OneOf(&'static str),
    /// At most one parameter of the group may.
    AtMostOne(&'static str),
}

/// What a parameter means to the block, whatever the wire calls it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Role {
    /// Nothing that a check or the interpreter asks for.
    Detail,
    /// The text that is said.
    Text,
    /// The text that is said, as SSML.
    Ssml,
    /// The recording that is played.
    Recording,
    /// How long the block waits at most.
    TimeLimit,
    /// How long a time that is only known at run time is at most.
    Bound,
    /// The events that end a wait.
    Events,
    /// The queue.
    Queue,
    /// The agent, whose own queue is meant.
    Agent,
    /// The flow that is named.
    Flow,
    /// The function.
    Function,
    /// What the function is given.
    Input,
    /// The bot.
    Bot,
    /// The bot's session attributes.
    SessionAttributes,
    /// The attributes that are set.
    Attributes,
    /// Whose attributes are set.
    Target,
    /// The value that is compared.
    Compared,
    /// The schedule.
    Hours,
    /// How many passes.
    Count,
    /// Hooks and their flows.
    Hooks,
    /// How many digits.
    Digits,
    /// Whether the flow goes on without the answer.
    Mode,
    /// The form of the answer.
    Response,
    /// The module that is invoked.
    Module,
    /// What the module is given.
    ModuleInput,
    /// The result that a module returns.
    Result,
    /// What a module returns besides its result.
    Data,
    /// Everything an unknown action carries.
    Everything,
}

/// One branch with a fixed name.
#[derive(Debug, PartialEq, Eq)]
pub struct Branch {
    /// The words on the connector: `time expired`.
    pub word: &'static str,
    /// What it is on the wire.
    pub wire: Wire,
    /// When it is there.
    pub kind: Kind,
    /// Where it goes when it is not drawn.
    pub undrawn: Undrawn,
}

/// What a branch is on the wire.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wire {
    /// An entry of `Errors`.
    Error(&'static str),
    /// An entry of `Conditions` with a fixed operand.
    Condition(Operator, &'static str),
}

/// When a branch is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Always: the service demands it.
    Always,
    /// Unless it is drawn to `none`.
    Omittable,
    /// Only where it is drawn.
    Drawn,
    /// Where the block's events list this one.
    Event(&'static str),
    /// Where the parameter at this path is there.
    With(&'static str),
    /// Where the parameter at this path has this value, in the words of the wire.
    Where(&'static str, &'static str),
    /// Where the block has a case that names a value.
    WithCases,
}

/// Where a branch goes that is not drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Undrawn {
    /// A result: to the next line.
    Next,
    /// A failure: to the flow's `error`, else to the next line.
    Failure,
    /// Where another branch of the block goes.
    Like(&'static str),
}

/// A branch that names a value.
#[derive(Debug, PartialEq, Eq)]
pub struct CaseForm {
    /// The words before the value: `intent`; empty where there is only a sign.
    pub words: &'static str,
    /// The sign before the value: `>=`; empty where there are words.
    pub sign: &'static str,
    /// The operator of the wire.
    pub operator: Operator,
    /// What the value may be.
    pub operand: Operand,
}

/// What the value of a case may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Operand {
    /// One key of a telephone: `0` to `9`, `*`, `#`.
    Key,
    /// A text.
    Text,
    /// A text, a number or a reference.
    Any,
    /// A share of contacts; on the wire the running sum, and one more.
    Percent,
    /// A number, or a time that the wire counts in milliseconds.
    Metric,
}

/// An operator of a condition.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Operator {
    /// The same text, case included.
    Equals,
    /// Begins with the text.
    TextStartsWith,
    /// Ends with the text.
    TextEndsWith,
    /// Holds the text.
    TextContains,
    /// Both numbers, greater.
    NumberGreaterThan,
    /// Both numbers, greater or equal.
    NumberGreaterOrEqualTo,
    /// Both numbers, less.
    NumberLessThan,
    /// Both numbers, less or equal.
    NumberLessOrEqualTo,
}

impl Operator {
    /// Every operator (Flow language condition page; the service refuses others, but for `KeyExists`).
    pub const ALL: [Self; 8] = [
        Self::Equals,
        Self::TextStartsWith,
        Self::TextEndsWith,
        Self::TextContains,
        Self::NumberGreaterThan,
        Self::NumberGreaterOrEqualTo,
        Self::NumberLessThan,
        Self::NumberLessOrEqualTo,
    ];

    /// Its name on the wire.
    #[must_use]
    pub const fn wire(self) -> &'static str {
        match self {
            Self::Equals => "Equals",
            Self::TextStartsWith => "TextStartsWith",
            Self::TextEndsWith => "TextEndsWith",
            Self::TextContains => "TextContains",
            Self::NumberGreaterThan => "NumberGreaterThan",
            Self::NumberGreaterOrEqualTo => "NumberGreaterOrEqualTo",
            Self::NumberLessThan => "NumberLessThan",
            Self::NumberLessOrEqualTo => "NumberLessOrEqualTo",
        }
    }

    /// The operator of a name on the wire.
    #[must_use]
    pub fn of_wire(name: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|operator| operator.wire() == name)
    }
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

impl Written {
    /// The name of the property, where it is one.
    #[must_use]
    pub const fn property(self) -> Option<&'static str> {
        match self {
            Self::Property(name) | Self::Said(name) => Some(name),
            Self::Argument
            | Self::Tagged(_)
            | Self::Behind(_)
            | Self::Fixed(_)
            | Self::Beside { .. }
            | Self::Rest => None,
        }
    }

    /// The word before the argument, where there is one.
    #[must_use]
    pub const fn tag(self) -> Option<&'static str> {
        match self {
            Self::Tagged(tag) => Some(tag),
            Self::Argument
            | Self::Property(_)
            | Self::Said(_)
            | Self::Behind(_)
            | Self::Fixed(_)
            | Self::Beside { .. }
            | Self::Rest => None,
        }
    }
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

    /// The parameter that takes every undeclared property, if the row is open.
    #[must_use]
    pub fn rest(&self) -> Option<&'static Parameter> {
        self.parameters
            .iter()
            .find(|parameter| parameter.written == Written::Rest)
    }
}
