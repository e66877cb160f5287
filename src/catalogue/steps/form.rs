//! The shape of a step: a pattern with holes, and what its braces hold.

use super::kinds::StepKind;

/// One way to write a step.
#[derive(Debug, PartialEq, Eq)]
pub struct StepForm {
    /// How it is written: words, and holes in braces. `given hours {hours} closed`.
    pub pattern: &'static str,
    /// What it does.
    pub step: StepKind,
    /// What its braces hold.
    pub braces: Braces,
    /// What it means, in one sentence.
    pub summary: &'static str,
    /// One line of Ebb.
    pub example: &'static str,
}
/// What the braces of a step hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Braces {
    /// There are none.
    None,
    /// These properties, none of which has to be there.
    Properties(&'static [StepProperty]),
    /// Names with values.
    Open,
    /// Steps, behind an arrow.
    Steps,
}

/// A property of a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StepProperty {
    /// Its key.
    pub key: &'static str,
    /// What it holds.
    pub shape: StepShape,
}

/// What a property of a step holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StepShape {
    /// A text.
    Text,
    /// A number, as written.
    Number,
    /// A time span.
    Duration,
    /// Names with texts.
    Map,
}

/// What stands in a hole.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hole {
    /// The name of a flow.
    Flow,
    /// The name of a queue, or of an agent whose own queue is meant.
    Queue,
    /// The name of an agent.
    Agent,
    /// The name of a bot.
    Bot,
    /// The name of a function.
    Function,
    /// The name of a module.
    Module,
    /// The name of a view.
    View,
    /// The name of an assumption.
    Assumption,
    /// The name of hours, or of a queue whose hours are meant.
    Hours,
    /// The word of a channel.
    Channel,
    /// Any word.
    Word,
    /// A text in quotes.
    Text,
    /// One key of a telephone.
    Key,
    /// A time span.
    Duration,
    /// A number.
    Number,
}

impl Hole {
    /// The hole of a name in a pattern.
    #[must_use]
    pub fn of_name(name: &str) -> Option<Self> {
        Some(match name {
            "flow" => Self::Flow,
            "queue" => Self::Queue,
            "agent" => Self::Agent,
            "bot" => Self::Bot,
            "function" => Self::Function,
            "module" => Self::Module,
            "view" => Self::View,
            "assumption" => Self::Assumption,
            "hours" => Self::Hours,
            "channel" => Self::Channel,
            "name" => Self::Word,
            "text" => Self::Text,
            "key" => Self::Key,
            "time" => Self::Duration,
            "number" => Self::Number,
            _ => return None,
        })
    }

    /// Whether a word stands in it, not a literal.
    #[must_use]
    pub const fn is_word(self) -> bool {
        match self {
            Self::Flow
            | Self::Queue
            | Self::Agent
            | Self::Bot
            | Self::Function
            | Self::Module
            | Self::View
            | Self::Assumption
            | Self::Hours
            | Self::Channel
            | Self::Word => true,
            Self::Text | Self::Key | Self::Duration | Self::Number => false,
        }
    }
}

/// One part of a pattern.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// A word, or a sign, as it stands.
    Word(&'static str),
    /// Something that differs.
    Hole(Hole),
}

impl StepForm {
    /// The parts of the pattern, in order.
    pub fn parts(&self) -> impl Iterator<Item = Part> + Clone + use<> {
        self.pattern.split(' ').map(|part| {
            let hole = part
                .strip_prefix('{')
                .and_then(|part| part.strip_suffix('}'))
                .and_then(Hole::of_name);
            hole.map_or(Part::Word(part), Part::Hole)
        })
    }
}
