//! Flows and the resources they name.

use super::block::Block;
use super::canvas::Canvas;
use super::contract::Contract;
use crate::catalogue::{FlowKind, ResourceKind};
use crate::id::{IndexVec, define_id};
use crate::source::Span;

define_id! {
    /// One flow of a program.
    pub struct FlowId;
    /// One block of a flow.
    pub struct BlockId;
    /// One resource of a program.
    pub struct ResourceId;
}

/// A flow or a module.
#[derive(Debug, Clone)]
pub struct Flow {
    /// What Ebb calls it.
    pub name: String,
    /// What the designer shows.
    pub title: String,
    /// Its kind; an export does not always say.
    pub kind: Option<FlowKind>,
    /// What it is for.
    pub description: Option<String>,
    /// Where it was read from.
    pub origin: Origin,
    /// Its name in the source.
    pub span: Span,
    /// Its blocks, in order of the source.
    pub blocks: IndexVec<BlockId, Block>,
    /// The first block; nothing where there is none.
    pub start: Option<BlockId>,
    /// Whether something in it could not be understood, so that checks of its shape
    /// would only repeat that.
    pub broken: bool,
    /// What a module takes and gives, where it says so.
    pub contract: Option<Contract>,
    /// How long its chats are started to last, in seconds.
    pub chat_duration: Option<i64>,
    /// How it looked in the designer, where that is known.
    pub canvas: Option<Canvas>,
}

impl Flow {
    /// Whether a person means it by this name: Ebb's, or the designer's.
    #[must_use]
    pub fn is_called(&self, name: &str) -> bool {
        self.name == name || self.title == name
    }
}

/// Where a flow was read from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Origin {
    /// An Ebb source.
    Ebb,
    /// Connect's JSON.
    Json,
}

/// Something that flows name and that has an ARN in an environment, or is a text there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Resource {
    /// What it is.
    pub kind: ResourceKind,
    /// What Ebb calls it.
    pub name: String,
    /// What the instance calls it, where that is another name. Of a text it is what it says: in
    /// the environment that was chosen, else in its declaration.
    pub title: Option<String>,
    /// The ARN or id that an export names it by.
    pub id: Option<String>,
    /// Where it is declared, or first named in an export.
    pub span: Option<Span>,
    /// The flow or module that it is, where it is one of this program.
    pub flow: Option<FlowId>,
}

impl Resource {
    /// What a text says; nothing of other kinds.
    #[must_use]
    pub fn text(&self) -> Option<&str> {
        let said = self.title.as_deref().unwrap_or(&self.name);
        (self.kind == ResourceKind::Text).then_some(said)
    }
}
