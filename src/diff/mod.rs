//! What changed between two programs, in terms of flows, blocks and branches.
//!
//! Flows are paired by title and name, blocks by what they do and how they hang together
//! (`pairs`), and what is left is a change. Where a block stands on the canvas, and what
//! its identifier is, says nothing about what a flow does, and is no change. What one form
//! has no place for, such as the bound of a dynamic wait in JSON, is compared only where
//! both sides have it.
//!
//! INVARIANT: everything here is close to linear in the size of the two programs, and its
//! order is that of the sources.

mod blocks;
mod facts;
mod flows;
mod json;
mod pairs;
mod resources;
mod words;

use crate::program::{Flow, FlowId, Program};
use crate::source::{SourceMap, Span};
use facts::Facts;

pub use json::json;
pub use words::{markdown, text};

/// One of the two sides.
#[derive(Debug, Clone, Copy)]
pub struct Side<'a> {
    /// What it says.
    pub program: &'a Program,
    /// Where it says so.
    pub sources: &'a SourceMap,
}

/// What changed, by flow: in the order of the flows after, then those that are gone.
#[derive(Debug)]
pub struct Diff {
    /// The flows that differ.
    pub flows: Vec<FlowChange>,
    /// How many flows are the same on both sides.
    pub same: usize,
}

/// A flow that differs.
#[derive(Debug)]
pub struct FlowChange {
    /// Its title.
    pub title: String,
    /// What became of it.
    pub what: Fate,
    /// Its place before; nothing where it is new.
    pub before: Option<String>,
    /// Its place after; nothing where it is gone.
    pub after: Option<String>,
    /// What changed in its head: title, kind, description, start.
    pub head: Vec<Change>,
    /// The blocks that differ: in the order of the flow after, then those that are gone.
    pub blocks: Vec<BlockChange>,
}

/// What became of a flow or a block.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    /// It is new.
    Added,
    /// It is gone.
    Removed,
    /// It is another.
    Changed,
}

impl Fate {
    /// The word for it.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Added => "added",
            Self::Removed => "removed",
            Self::Changed => "changed",
        }
    }
}

/// A block that differs.
#[derive(Debug)]
pub struct BlockChange {
    /// What people call it: its phrase, and what it is about.
    pub words: String,
    /// What became of it.
    pub what: Fate,
    /// Its place before; nothing where it is new.
    pub before: Option<String>,
    /// Its place after; nothing where it is gone.
    pub after: Option<String>,
    /// What changed in it; of a new one, what it says and where it leads.
    pub changes: Vec<Change>,
}

/// One thing that is another now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// What kind of thing.
    pub kind: ChangeKind,
    /// Its name: a property, or the words of a branch.
    pub name: String,
    /// What it was; nothing where there was nothing.
    pub before: Option<String>,
    /// What it is; nothing where there is nothing.
    pub after: Option<String>,
    /// How much longer a time is, in seconds; negative where it is shorter.
    pub longer: Option<i64>,
}

/// What kind of thing changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChangeKind {
    /// Something that a flow or a block says.
    Property,
    /// Where a branch leads.
    Branch,
    /// The order in which values are tried.
    Order,
}

impl Change {
    /// A property that is another now.
    pub(crate) fn property(name: &str, before: Option<String>, after: Option<String>) -> Self {
        Self {
            kind: ChangeKind::Property,
            name: name.to_owned(),
            before,
            after,
            longer: None,
        }
    }
}

impl Diff {
    /// Whether nothing differs.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.flows.is_empty()
    }
}

/// Compares two programs.
#[must_use]
pub fn diff(before: Side<'_>, after: Side<'_>) -> Diff {
    let names = resources::Names::of(before.program, after.program);
    let pairs = flows::pair(before.program, after.program);
    let mut changes = Vec::new();
    let mut same = 0;
    for (one, other) in pairs {
        let change = match (one, other) {
            (Some(one), Some(other)) => {
                let pair = Pair {
                    before: Half::new(before, one, &names.before),
                    after: Half::new(after, other, &names.after),
                };
                pair.change()
            }
            (Some(one), None) => Some(gone(before, one, Fate::Removed)),
            (None, Some(other)) => Some(gone(after, other, Fate::Added)),
            (None, None) => None,
        };
        same += usize::from(change.is_none());
        changes.extend(change);
    }
    Diff {
        flows: changes,
        same,
    }
}

/// A flow that only one side has.
fn gone(side: Side<'_>, id: FlowId, what: Fate) -> FlowChange {
    let flow = &side.program.flows[id];
    let place = Some(side.sources.place(flow.span));
    let (before, after) = match what {
        Fate::Removed => (place, None),
        Fate::Added | Fate::Changed => (None, place),
    };
    FlowChange {
        title: flow.title.clone(),
        what,
        before,
        after,
        head: Vec::new(),
        blocks: Vec::new(),
    }
}

/// One flow of one side, with what its blocks say.
struct Half<'a> {
    side: Side<'a>,
    flow: &'a Flow,
    facts: Vec<Facts>,
}

impl<'a> Half<'a> {
    fn new(side: Side<'a>, id: FlowId, names: &'a resources::Canon) -> Self {
        let flow = &side.program.flows[id];
        let facts = flow
            .blocks
            .iter()
            .map(|block| facts::of(side.program, names, block))
            .collect();
        Self { side, flow, facts }
    }

    fn place(&self, span: Span) -> String {
        self.side.sources.place(span)
    }
}

/// A flow before and after.
struct Pair<'a> {
    before: Half<'a>,
    after: Half<'a>,
}

impl Pair<'_> {
    fn change(&self) -> Option<FlowChange> {
        let matched = pairs::find(&self.before, &self.after);
        let head = flows::head(self, &matched);
        let blocks = blocks::changes(self, &matched);
        (!head.is_empty() || !blocks.is_empty()).then(|| FlowChange {
            title: self.after.flow.title.clone(),
            what: Fate::Changed,
            before: Some(self.before.place(self.before.flow.span)),
            after: Some(self.after.place(self.after.flow.span)),
            head,
            blocks,
        })
    }
}
