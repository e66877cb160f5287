//! Pictures of a flow: SVG as the designer would show it, Mermaid and DOT.
//!
//! A [`Picture`] is what there is to draw: a card for each block with its connectors.
//! The three writers only write; none of them knows a program.

mod dot;
mod escape;
mod mermaid;
mod route;
mod style;
mod svg;
mod words;

pub use escape::xml;

use crate::catalogue::Behaviour;
use crate::layout::{self, Importance, Layout, Position};
use crate::program::{Block, BlockId, Exit, Flow, FlowId, Program, Target};
use crate::source::{SourceMap, Span};

/// A flow, ready to be drawn.
#[derive(Debug)]
pub struct Picture {
    title: String,
    subtitle: String,
    start: Option<BlockId>,
    cards: Vec<Card>,
    layout: Layout,
    marked: bool,
}

/// One block.
#[derive(Debug)]
struct Card {
    id: BlockId,
    group: Group,
    /// What the designer prints on it.
    title: String,
    /// What it is given.
    details: Vec<String>,
    /// What it is called and where it is written.
    tip: String,
    /// The address of that line.
    link: Option<String>,
    at: Position,
    height: i64,
    connectors: Vec<Connector>,
    /// What is known of the way on where the block itself leaves the flow.
    mark: Option<Mark>,
}

/// What tests have shown of a way out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mark {
    /// Some test takes it.
    Taken,
    /// No test takes it.
    Untaken,
    /// No chat can take it.
    Unreachable,
}

impl Mark {
    const fn class(self) -> &'static str {
        match self {
            Self::Taken => "taken",
            Self::Untaken => "untaken",
            Self::Unreachable => "unreachable",
        }
    }
}

/// One way out of a block.
#[derive(Debug)]
struct Connector {
    /// Its place in the exits of the block.
    exit: usize,
    mark: Option<Mark>,
    words: String,
    importance: Importance,
    end: End,
}

/// Where a connector leads.
#[derive(Debug)]
enum End {
    Block(BlockId),
    Nowhere,
    Missing(String),
}

/// What kind of thing a block does, as the designer's shelves sort them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Group {
    Interact,
    Set,
    Check,
    Integrate,
    Leave,
    Other,
}

impl Picture {
    /// What there is to draw of a flow. `link` gives the address that a source file has
    /// as seen from the picture, if it has one.
    #[must_use]
    pub fn new(
        program: &Program,
        flow: FlowId,
        sources: &SourceMap,
        link: &dyn Fn(&str) -> Option<String>,
    ) -> Self {
        let flow = &*layout::fold(&program.flows[flow]).flow;
        let layout = Layout::of(flow);
        let place = Place { sources, link };
        let cards = flow.blocks.iter_enumerated().map(|(id, block)| Card {
            id,
            group: Group::of(block),
            title: title(block),
            details: words::details(program, block),
            tip: format!("{} ({})", block.name, sources.place(block.span)),
            link: place.link(block.span),
            at: layout.positions[id],
            height: layout::height(block),
            connectors: connectors(block),
            mark: None,
        });
        Self {
            title: flow.title.clone(),
            subtitle: subtitle(flow),
            start: flow.start.filter(|start| flow.blocks.get(*start).is_some()),
            cards: cards.collect(),
            layout,
            marked: false,
        }
    }

    /// Marks ways out: each connector by the place of its exit in the block, and blocks
    /// that leave the flow by themselves.
    pub fn mark(&mut self, mark: &dyn Fn(BlockId, Option<usize>) -> Option<Mark>) {
        self.marked = true;
        for card in &mut self.cards {
            card.mark = mark(card.id, None);
            for connector in &mut card.connectors {
                connector.mark = mark(card.id, Some(connector.exit));
            }
        }
    }

    /// As SVG, the way the designer would show it.
    #[must_use]
    pub fn svg(&self) -> String {
        svg::write(self)
    }

    /// As a flowchart in Mermaid, for pages in Markdown.
    #[must_use]
    pub fn mermaid(&self) -> String {
        mermaid::write(self)
    }

    /// As a graph in DOT, for Graphviz.
    #[must_use]
    pub fn dot(&self) -> String {
        dot::write(self)
    }
}

impl Card {
    /// The connectors that lead to blocks, joined by block, in the order of the first.
    fn edges(&self) -> Vec<(BlockId, Vec<&Connector>)> {
        let mut edges: Vec<(BlockId, Vec<&Connector>)> = Vec::new();
        let mut known = std::collections::BTreeMap::new();
        for connector in &self.connectors {
            let End::Block(to) = connector.end else {
                continue;
            };
            let at = *known.entry(to).or_insert(edges.len());
            match edges.get_mut(at) {
                Some((_, connectors)) => connectors.push(connector),
                None => edges.push((to, vec![connector])),
            }
        }
        edges
    }
}

impl Group {
    const fn of(block: &Block) -> Self {
        match block.row.behaviour {
            Behaviour::Say
            | Behaviour::Menu
            | Behaviour::StoreInput
            | Behaviour::Bot
            | Behaviour::Wait => Self::Interact,
            Behaviour::SetAttributes
            | Behaviour::SetFlowAttributes
            | Behaviour::SetQueue
            | Behaviour::SetHook(_)
            | Behaviour::SetHooks => Self::Set,
            Behaviour::Compare | Behaviour::Distribute | Behaviour::Hours | Behaviour::Loop => {
                Self::Check
            }
            Behaviour::Function => Self::Integrate,
            Behaviour::TransferToQueue
            | Behaviour::TransferToFlow
            | Behaviour::Disconnect
            | Behaviour::EndFlow => Self::Leave,
            Behaviour::InvokeModule
            | Behaviour::ReturnFromModule
            | Behaviour::SetContactData
            | Behaviour::ContinueChat
            | Behaviour::Plain
            | Behaviour::Scripted
            | Behaviour::Unknown => Self::Other,
        }
    }
}

/// The words on an edge; none where it is nothing but success.
fn label(edge: &[&Connector]) -> String {
    match edge {
        [only] if only.importance == Importance::Success => String::new(),
        _ => {
            let words: Vec<&str> = edge
                .iter()
                .map(|connector| connector.words.as_str())
                .collect();
            words.join(", ")
        }
    }
}

struct Place<'a> {
    sources: &'a SourceMap,
    link: &'a dyn Fn(&str) -> Option<String>,
}

impl Place<'_> {
    fn link(&self, span: Span) -> Option<String> {
        let file = (self.link)(self.sources.file(span.file).name())?;
        let line = self.sources.location(span).line;
        Some(format!("{}#L{line}", escape::address(&file)))
    }
}

fn title(block: &Block) -> String {
    match &block.action {
        Some(action) => action.clone(),
        None => block.row.block.to_owned(),
    }
}

fn subtitle(flow: &Flow) -> String {
    match flow.kind {
        Some(kind) => format!("{} {}", kind.words(), flow.name),
        None => format!("flow {}", flow.name),
    }
}

fn connectors(block: &Block) -> Vec<Connector> {
    let place = |exit: &Exit| block.exits.iter().position(|own| std::ptr::eq(own, exit));
    layout::connectors(block)
        .into_iter()
        .map(|exit| connector(exit, place(exit).unwrap_or(usize::MAX)))
        .collect()
}

fn connector(exit: &Exit, place: usize) -> Connector {
    Connector {
        exit: place,
        mark: None,
        words: exit.outcome.words(),
        importance: layout::importance(exit),
        end: match &exit.target {
            Target::Block(block) => End::Block(*block),
            Target::Nowhere => End::Nowhere,
            Target::Missing(name) => End::Missing(name.clone()),
        },
    }
}
