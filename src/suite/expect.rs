//! What a test expects.

use crate::catalogue::Channel;
use crate::catalogue::steps::RecordField;
use crate::graph::BlockBranch;
use crate::program::FlowId;
use crate::run::{Named, Reason};
use regex::Regex;

/// Something that is expected.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Expectation {
    /// This prompt was played, after those already expected.
    Prompt(String),
    /// This prompt was not played.
    NoPrompt(String),
    /// A prompt with these words was played, after those already expected.
    PromptContains(String),
    /// A prompt in which this is found was played, after those already expected.
    PromptMatches(Pattern),
    /// This happens at no time of the test.
    Never(Never),
    /// A block was left by this branch.
    Took(BlockBranch),
    /// No agent is with the customer.
    NoAgent,
    /// All of these, the prompts among them in whichever order.
    InAnyOrder(Vec<Self>),
    /// The conversation so far is the one in this file; who reads files compares.
    Transcript(String),
    /// The contact is in this queue, or was taken from it.
    Queue(Named),
    /// An agent is with the customer.
    Agent,
    /// This flow runs, or waits.
    Flow(FlowId),
    /// A Wait waits; and its time expires in so many seconds.
    Waiting(Option<i64>),
    /// A block waits for keys.
    Menu,
    /// A view is shown, with at least this data.
    View(Named, Vec<(String, String)>),
    /// The contact goes on, and is on this channel.
    Open(Channel),
    /// The contact is over, and was on this channel.
    Ended(Channel),
    /// The contact ended for this reason.
    EndedBy(Reason),
    /// The flow goes round in circles.
    InCircles,
    /// So many contact records are written.
    Records(usize),
    /// The contact record of this number has these fields; an empty text where it has none.
    Record(usize, Vec<(RecordField, String)>),
    /// An attribute.
    Attribute(String, Wanted),
    /// A function was called, with at least these values.
    Called(Named, Vec<(String, String)>),
    /// A function was not called.
    NotCalled(Named),
    /// A block of this phrase was reached, with this, and at least this sent along.
    Asked(&'static str, String, Vec<(String, String)>),
    /// So many seconds of the chat are left.
    TimeLeft(i64),
    /// Fewer seconds of the chat are left.
    TimeLeftBelow(i64),
}

/// What happens at no time of a test.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Never {
    /// This prompt is played.
    Prompt(String),
    /// A prompt with these words is played.
    PromptContains(String),
    /// The contact waits in this queue.
    Queue(Named),
    /// This flow begins.
    Flow(FlowId),
    /// An agent joins.
    Agent,
    /// A block is left by this branch.
    Branch(BlockBranch),
}

/// A regular expression.
#[derive(Debug, Clone)]
pub struct Pattern(pub(super) Regex);

impl PartialEq for Pattern {
    fn eq(&self, other: &Self) -> bool {
        self.0.as_str() == other.0.as_str()
    }
}

impl Eq for Pattern {}

/// What is wanted of an attribute.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Wanted {
    /// This value.
    Is(String),
    /// A value that contains this.
    Contains(String),
    /// No value at all.
    Unset,
}
