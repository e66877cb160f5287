//! The shape of a branch: its words, what it is on the wire, where it goes undrawn.

use super::kinds::FlowKinds;

/// One branch with a fixed name.
#[derive(Debug, Eq)]
pub struct Branch {
    /// The words on the connector: `time expired`.
    pub word: &'static str,
    /// What it is on the wire.
    pub wire: Wire,
    /// When it is there.
    pub kind: Kind,
    /// Where it goes when it is not drawn.
    pub undrawn: Undrawn,
    /// In which kinds of flow the service takes it.
    pub flows: FlowKinds,
}

/// Most are compared with themselves, which their place shows.
impl PartialEq for Branch {
    fn eq(&self, other: &Self) -> bool {
        let Self {
            word,
            wire,
            kind,
            undrawn,
            flows,
        } = self;
        std::ptr::eq(self, other)
            || *word == other.word
                && *wire == other.wire
                && *kind == other.kind
                && *undrawn == other.undrawn
                && *flows == other.flows
    }
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
    /// Undocumented; accepted on Compare by the service.
    KeyExists,
}

impl Operator {
    /// Every operator (Flow language condition page, and `KeyExists`; the service refuses
    /// others).
    pub const ALL: [Self; 9] = [
        Self::Equals,
        Self::TextStartsWith,
        Self::TextEndsWith,
        Self::TextContains,
        Self::NumberGreaterThan,
        Self::NumberGreaterOrEqualTo,
        Self::NumberLessThan,
        Self::NumberLessOrEqualTo,
        Self::KeyExists,
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
            Self::KeyExists => "KeyExists",
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

impl Branch {
    /// Whether it is taken where the block could not do what it does; `default` is a result.
    #[must_use]
    pub fn fails(&self) -> bool {
        matches!(self.wire, Wire::Error(_)) && self.undrawn != Undrawn::Next
    }
}
