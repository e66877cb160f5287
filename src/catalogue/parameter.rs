//! The shape of a parameter: how it is written, what it may be, what it means.

use super::kinds::ResourceKind;

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
    /// How many entries it may have, where it is a list or a map.
    pub entries: Entries,
    /// What the texts in it may be like.
    pub form: Form,
    /// Whether the service has refused a flow with it, though a page or exports have it.
    pub disputed: bool,
}

/// What a text may be like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Form {
    /// Where `$.…` references may stand in it.
    pub references: References,
    /// How many characters it has at most.
    pub longest: usize,
    /// The only characters that it may have, where not all may be in it.
    pub letters: Option<&'static str>,
}

impl Form {
    /// Any text.
    pub const ANY: Self = Self {
        references: References::Within,
        longest: usize::MAX,
        letters: None,
    };
}

/// Where `$.…` references may stand (parameter restrictions of the Flow language).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum References {
    /// Anywhere in a text.
    Within,
    /// Only as the whole text.
    Whole,
    /// Nowhere: the value has to be known when the flow is published.
    Never,
    /// Nothing else may stand there.
    Only,
}

/// How many entries a list or a map may have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Entries {
    /// The fewest.
    pub least: usize,
    /// The most.
    pub most: usize,
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
    /// One word of a list, or one `$.…` reference.
    WordOrReference(&'static [(&'static str, &'static str)]),
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
    /// JSON of this kind, or one `$.…` reference.
    Json(Json),
}

/// The path of the data of views: guides that AWS itself publishes have empty texts there, which
/// the service refuses elsewhere.
pub const OF_VIEWS: &str = "ViewData";

/// What JSON has to be at its outside.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Json {
    /// Anything.
    Any,
    /// An object.
    Object,
    /// A list.
    List,
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
    /// At least one parameter of the group has to.
    SomeOf(&'static str),
    /// It has to where the parameter at this path is there.
    With(&'static str),
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
    /// How often prompts that go round are interrupted.
    Interrupt,
    /// The queue.
    Queue,
    /// The view that is shown.
    View,
    /// What somebody outside is asked for: the number to call, the name of a task.
    Asked,
    /// What is sent along: what a view shows, what a task holds.
    Sent,
    /// The app client of a user pool that customers sign in to.
    Client,
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
    /// What the system is to know of the contact, by the name of its reference.
    ContactData,
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
    /// Whether the caller comes back to the flow.
    Resume,
    /// The form of the answer.
    Response,
    /// What the customer's input is encrypted with.
    Encryption,
    /// Whether the flow log is written.
    Logging,
    /// The module that is invoked.
    Module,
    /// What the module is given.
    ModuleInput,
    /// The contact that is continued.
    Source,
    /// The result that a module returns.
    Result,
    /// What a module returns besides its result.
    Data,
    /// Everything an unknown action carries.
    Everything,
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
