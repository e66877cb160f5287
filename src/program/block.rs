//! Blocks and their exits.

use super::flow::BlockId;
use super::value::Value;
use crate::catalogue::{
    Behaviour, Branch, CaseForm, FlowKind, Kind, Parameter, Role, Row, Shape, Then,
};
use crate::source::Span;

/// One block of a flow: one action on the wire.
#[derive(Debug, Clone, PartialEq)]
pub struct Block {
    /// What it is; [`crate::catalogue::UNKNOWN`] where no row knows its action.
    pub row: &'static Row,
    /// The action type, where no row knows it.
    pub action: Option<String>,
    /// Its `Identifier`: unique in the flow, readable, at most 50 characters.
    pub name: String,
    /// Whether a person chose the name.
    pub named: bool,
    /// Its parameters, in the order of the row.
    pub arguments: Vec<Argument>,
    /// Parameters that its row does not know, by path.
    pub extra: Vec<(String, Value)>,
    /// Its ways out. At most one for an outcome, but for cases of one value.
    pub exits: Vec<Exit>,
    /// Where it stands: the line in Ebb, the action in JSON.
    pub span: Span,
    /// The designer's note on it.
    pub note: Option<String>,
}

/// One parameter of a block.
#[derive(Debug, Clone, PartialEq)]
pub struct Argument {
    /// Which one.
    pub parameter: &'static Parameter,
    /// Its value.
    pub value: Value,
    /// Where it is written; nothing for a default.
    pub span: Option<Span>,
}

/// One way out of a block.
#[derive(Debug, Clone, PartialEq)]
pub struct Exit {
    /// When it is taken.
    pub outcome: Outcome,
    /// Where it leads.
    pub target: Target,
    /// Where it is drawn; the block where it is not.
    pub span: Span,
    /// Whether somebody drew it. In JSON every exit is drawn.
    pub drawn: bool,
    /// Whether somebody decided where it leads: it is drawn, or the flow's head draws it.
    pub decided: bool,
}

/// When an exit is taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// The block did what it does.
    Success,
    /// A branch of the row.
    Branch(&'static Branch),
    /// A case of the row with its value, as the wire has it; a share as its percentage.
    Case(&'static CaseForm, String),
    /// An error type that the row does not know.
    Error(String),
    /// A condition that the row does not know.
    Condition {
        /// The operator.
        operator: String,
        /// The operands.
        operands: Vec<String>,
    },
}

impl Outcome {
    /// What the connector is called: `time expired`, `pressed 1`, `= "CHAT"`.
    #[must_use]
    pub fn words(&self) -> String {
        match self {
            Self::Success => "success".to_owned(),
            Self::Branch(branch) => branch.word.to_owned(),
            Self::Case(form, operand) => {
                let lead = if form.words.is_empty() {
                    form.sign
                } else {
                    form.words
                };
                match form.operand {
                    crate::catalogue::Operand::Key => format!("{lead} {operand}"),
                    crate::catalogue::Operand::Percent => format!("{operand}%"),
                    crate::catalogue::Operand::Metric => format!("{lead} {operand}"),
                    crate::catalogue::Operand::Text | crate::catalogue::Operand::Any => {
                        format!("{lead} \"{operand}\"")
                    }
                }
            }
            Self::Error(error) => error.clone(),
            Self::Condition { operator, operands } => {
                format!("{operator} \"{}\"", operands.join("\", \""))
            }
        }
    }

    /// Whether it is taken where the block could not do what it does.
    #[must_use]
    pub fn fails(&self) -> bool {
        match self {
            Self::Branch(branch) => branch.fails(),
            Self::Error(_) => true,
            Self::Success | Self::Case(..) | Self::Condition { .. } => false,
        }
    }

    /// Whether it is the branch of the row with this word.
    #[must_use]
    pub fn is(&self, word: &str) -> bool {
        matches!(self, Self::Branch(branch) if branch.word == word)
    }
}

/// Where an exit leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// To a block of the same flow.
    Block(BlockId),
    /// Nowhere: the flow has no line after this one, or the export has an empty target.
    Nowhere,
    /// To a label or an identifier that is not there.
    Missing(String),
}

impl Target {
    /// The block, if there is one.
    #[must_use]
    pub const fn block(&self) -> Option<BlockId> {
        match self {
            Self::Block(block) => Some(*block),
            Self::Nowhere | Self::Missing(_) => None,
        }
    }
}

impl Block {
    /// The type of the action on the wire.
    #[must_use]
    pub fn action_type(&self) -> &str {
        self.action.as_deref().unwrap_or(self.row.action)
    }

    /// Whether a run can leave the block by its success.
    ///
    /// Where every way out of a block is a branch, its success is a copy that the service
    /// demands; it is only taken where the branch that it copies is missing, or the one for
    /// what no case names. A transfer that succeeds never comes back.
    #[must_use]
    pub fn success_is_taken(&self) -> bool {
        match self.row.then {
            Then::Next => true,
            Then::Ends | Then::Stays => false,
            Then::Copies(branch) => {
                let leaves = matches!(
                    self.row.behaviour,
                    Behaviour::TransferToQueue | Behaviour::TransferToFlow
                );
                let lacks = |branch| self.exit(branch).is_none();
                let default = self
                    .row
                    .branch("default")
                    .map_or(branch, |known| known.word);
                !leaves && (lacks(branch) || lacks(default))
            }
        }
    }

    /// What Ebb calls the block: its phrase, or `action "Type"`.
    #[must_use]
    pub fn words(&self) -> String {
        match &self.action {
            Some(action) => format!("{} \"{action}\"", self.row.phrase),
            None => self.row.phrase.to_owned(),
        }
    }

    /// The argument with this meaning.
    #[must_use]
    pub fn argument(&self, role: Role) -> Option<&Argument> {
        self.arguments
            .iter()
            .find(|argument| argument.parameter.role == role)
    }

    /// The value with this meaning.
    #[must_use]
    pub fn value(&self, role: Role) -> Option<&Value> {
        self.argument(role).map(|argument| &argument.value)
    }

    /// Whether the block has a branch of its row, drawn or not, in a flow of this kind.
    #[must_use]
    pub fn offers(&self, branch: &Branch, kind: Option<FlowKind>) -> bool {
        if kind.is_some_and(|kind| !branch.flows.has(kind)) {
            return false;
        }
        let at = |path: &str| {
            self.arguments
                .iter()
                .find(|argument| argument.parameter.path == path)
        };
        match branch.kind {
            Kind::Always | Kind::Omittable => true,
            Kind::Drawn => false,
            Kind::Event(event) => self.waits_for(event),
            Kind::With(path) => at(path).is_some(),
            Kind::Where(path, wire) => {
                at(path).is_some_and(|found| found.value.is_on_wire(found.parameter.shape, wire))
            }
            Kind::WithCases => self
                .exits
                .iter()
                .any(|exit| matches!(exit.outcome, Outcome::Case(..))),
        }
    }

    /// Whether the block waits for an event, in the words of the wire.
    fn waits_for(&self, event: &str) -> bool {
        let Some(argument) = self.argument(Role::Events) else {
            return false;
        };
        let (Shape::Words(known), Value::Words(chosen)) =
            (argument.parameter.shape, &argument.value)
        else {
            return false;
        };
        chosen.iter().any(|word| known.contains(&(word, event)))
    }

    /// The exit for a branch of the row: `time expired`.
    #[must_use]
    pub fn exit(&self, word: &str) -> Option<&Exit> {
        self.exits.iter().find(|exit| exit.outcome.is(word))
    }

    /// The exit for success.
    #[must_use]
    pub fn success(&self) -> Option<&Exit> {
        self.exits
            .iter()
            .find(|exit| exit.outcome == Outcome::Success)
    }
}
