//! From the tree of a flow to its blocks: nested blocks become flat, every line
//! knows what comes next, every branch that is not drawn gets its place.
//!
//! Where control goes on after a line is a *point*: the next line, or, behind the
//! last line of a target's braces, what follows the block that the braces belong to.

mod arguments;
mod branches;
mod head;
mod json;
mod labels;
mod modules;
mod named;
mod phrase;
mod points;
mod properties;
mod values;

use super::builder::Builder;
use super::declare::{is_test, text_of};
use super::flow::{BlockId, FlowId, ResourceId};
use super::ident::{self, Identifiers};
use super::{Block, Target, Value, names};
use crate::catalogue::{Behaviour, FlowKind, ResourceKind, UNKNOWN};
use crate::diag::{Diagnostic, Level, Sink};
use crate::id::{Id, IndexVec};
use crate::parallel;
use crate::source::{FileId, Span};
use crate::syntax;
use crate::syntax::tree::{self, Comment, File, Item, ItemKind, Items, Section, Top};
use crate::text;
use head::Defaults;
use labels::Labels;
use points::{PointId, Points};
pub use values::what_it_takes;

impl Builder {
    /// Fills the flows that [`declare`](Self::declare) found in a source that names no files.
    pub fn lower(&mut self, file: &File<'_>, sink: &mut Sink) {
        let nothing = |path: &str, span| {
            let message = format!("nobody reads files here, so `{path}` cannot be read");
            Err(Box::new(Diagnostic::new(&names::DATA_FILE, span, message)))
        };
        let flows = file.tops.iter().filter_map(flow_of);
        let lowered: Vec<_> = flows
            .map(|section| self.lowered(section, &nothing))
            .collect();
        for lowered in lowered.into_iter().flatten() {
            self.fill(lowered, sink);
        }
    }

    /// Fills the flows of many sources and takes them out of their trees. A flow is read
    /// without a look at the body of any other, so many are read at the same time, and of
    /// each either its tree is there or its blocks. `data` gives the JSON of files that the
    /// sources name. Gives the flows that were filled.
    ///
    /// # Errors
    ///
    /// Where the items of some flow were left unread and cannot be read by themselves. Nothing
    /// is filled then: the sources have to be [parsed](crate::syntax::parse) whole.
    pub fn lower_all(
        &mut self,
        files: &mut [File<'_>],
        data: &Files<'_>,
        sink: &mut Sink,
    ) -> Result<Vec<FlowId>, Unread> {
        let flows = flows_taken_out(files);
        let lowered = parallel::try_consume(flows, |flow| self.lower_one(flow, data))?;
        let mut filled = Vec::with_capacity(lowered.len());
        for (number, comments, lowered) in lowered {
            if let Some(file) = files.get_mut(number) {
                file.comments.extend(comments);
            }
            if let Some(lowered) = lowered {
                filled.push(lowered.flow);
                self.fill(lowered, sink);
            }
        }
        for file in files {
            file.comments.sort_by_key(|comment| comment.span);
        }
        Ok(filled)
    }

    /// The number of the file of a flow, the comments in what was left unread of it, and what
    /// it says.
    fn lower_one(
        &self,
        flow: TakenOut<'_>,
        data: &Files<'_>,
    ) -> Result<(usize, Vec<Comment>, Option<Lowered>), Unread> {
        let (mut section, mut comments) = (flow.section, Vec::new());
        if !section.unread.is_empty() {
            let read = syntax::items(flow.id, flow.text, &section.unread);
            (section.items.items, comments) = read.ok_or(Unread)?;
        }
        Ok((flow.number, comments, self.lowered(&section, data)))
    }

    fn lowered(&self, section: &Section<'_>, data: &Files<'_>) -> Option<Lowered> {
        let flow = *self.by_head.get(&section.line.span)?;
        let kind = self.program.flows[flow].kind.unwrap_or(FlowKind::Inbound);
        Some(Lowering::new(self, data, flow, kind).run(&section.items))
    }

    fn fill(&mut self, mut lowered: Lowered, sink: &mut Sink) {
        let first = lowered.first_new;
        let ids: Vec<ResourceId> = lowered
            .new_resources
            .iter()
            .map(|new| self.resource(new.kind, &new.id, None, new.span))
            .collect();
        if !ids.is_empty() {
            let id = |old: ResourceId| {
                let number = old.index().checked_sub(first.index());
                let new = number.and_then(|number| ids.get(number));
                new.copied().unwrap_or(old)
            };
            for block in lowered.blocks.iter_mut() {
                let arguments = block.arguments.iter_mut();
                arguments.for_each(|argument| argument.value.renumber(&id));
            }
        }
        let target = self.program.flow_mut(lowered.flow);
        target.start = lowered.start;
        target.blocks = lowered.blocks;
        target.chat_duration = lowered.chat_duration;
        target.broken = lowered.broken;
        sink.append(lowered.sink);
    }
}

/// Some flow could not be read by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("some flow can only be read with all of its source")]
pub struct Unread;

/// A flow that is in its tree no more.
struct TakenOut<'s> {
    /// The number of its file among those that are read.
    number: usize,
    id: FileId,
    text: &'s str,
    section: Section<'s>,
}

/// Takes the flows out of trees.
fn flows_taken_out<'s>(files: &mut [File<'s>]) -> Vec<TakenOut<'s>> {
    let mut flows = Vec::new();
    for (number, file) in files.iter_mut().enumerate() {
        for top in std::mem::take(&mut file.tops) {
            match top {
                Top::Section(section) if !is_test(&section) => flows.push(TakenOut {
                    number,
                    id: file.id,
                    text: file.text,
                    section,
                }),
                Top::Section(_) | Top::Resource(_) | Top::Broken(_) => file.tops.push(top),
            }
        }
    }
    flows
}

/// Gives the JSON of a file that a source names at a place, or what is wrong with it.
pub type Files<'f> = dyn Fn(&str, Span) -> Result<Value, Box<Diagnostic>> + Sync + 'f;

/// The finding about a block in a kind of flow that it is not allowed in; a warning, with
/// its help, where pages of Amazon Connect disagree about that.
#[must_use]
pub fn not_allowed(block: &Block, who: &str, kind: FlowKind) -> Diagnostic {
    let disputed = block.row.disputed.has(kind);
    let is = if disputed { "may not be" } else { "is not" };
    let message = format!("{who} {is} allowed in {}", text::a(kind.words()));
    let finding = Diagnostic::new(&names::WRONG_FLOW_KIND, block.span, message);
    if disputed {
        let help = "pages of Amazon Connect disagree about it; whether such a flow can be published, only trying shows";
        finding.level(Level::Warning).help(help)
    } else {
        finding
    }
}

/// The flow or module that a section is.
fn flow_of<'t, 's>(top: &'t Top<'s>) -> Option<&'t Section<'s>> {
    match top {
        Top::Section(section) if !is_test(section) => Some(section),
        Top::Section(_) | Top::Resource(_) | Top::Broken(_) => None,
    }
}

struct Lowered {
    flow: FlowId,
    start: Option<BlockId>,
    blocks: IndexVec<BlockId, Block>,
    chat_duration: Option<i64>,
    broken: bool,
    sink: Sink,
    /// What the flow names by an id that nobody has named before. Each has a number of its
    /// own, from `first_new` on, until the flow is in its program.
    new_resources: Vec<NewResource>,
    first_new: ResourceId,
}

struct NewResource {
    kind: ResourceKind,
    id: String,
    span: Span,
}

/// What is known of a block only while its exits lead to points.
struct Draft<'s> {
    /// Where the points of its exits begin in [`Lowering::exit_points`]; they stand there in a
    /// row, once [`Lowering::exits`] has found them.
    first_exit: usize,
    /// The place behind the block.
    next: PointId,
    line: &'s tree::Block<'s>,
}

struct Lowering<'b, 's> {
    builder: &'b Builder,
    files: &'b Files<'b>,
    sink: Sink,
    new_resources: Vec<NewResource>,
    flow: FlowId,
    kind: FlowKind,
    points: Points,
    labels: Labels<'s>,
    identifiers: Identifiers,
    defaults: Defaults<'s>,
    /// Arrows on lines of their own.
    arrows: Vec<(PointId, Span)>,
    blocks: IndexVec<BlockId, Block>,
    drafts: IndexVec<BlockId, Draft<'s>>,
    /// Where the exits of all blocks lead.
    exit_points: Vec<PointId>,
    chat_duration: Option<i64>,
    broken: bool,
    /// How many findings there were before the block that is being read.
    findings_before: usize,
}

impl<'b, 's> Lowering<'b, 's> {
    fn new(builder: &'b Builder, files: &'b Files<'b>, flow: FlowId, kind: FlowKind) -> Self {
        Self {
            builder,
            files,
            sink: Sink::new(),
            new_resources: Vec::new(),
            flow,
            kind,
            points: Points::default(),
            labels: Labels::default(),
            identifiers: Identifiers::default(),
            defaults: Defaults::default(),
            arrows: Vec::new(),
            blocks: IndexVec::new(),
            drafts: IndexVec::new(),
            exit_points: Vec::new(),
            chat_duration: None,
            broken: false,
            findings_before: 0,
        }
    }

    fn run(mut self, items: &'s Items<'s>) -> Lowered {
        self.identifiers = Identifiers::with_room(items.items.len());
        self.blocks = IndexVec::with_capacity(items.items.len());
        self.drafts = IndexVec::with_capacity(items.items.len());
        self.collect_labels(&items.items);
        let end = self.points.nowhere();
        let body = self.head(&items.items);
        let start = self.items(body, end);
        self.late_defaults();
        self.circles();
        self.unused_labels();
        if self.blocks.is_empty() && !self.broken {
            let name = self.builder.program.flows[self.flow].name.clone();
            let span = self.builder.program.flows[self.flow].span;
            self.error(
                Diagnostic::new(
                    &names::EMPTY_FLOW,
                    span,
                    format!("the flow `{name}` has no block"),
                )
                .help("give it at least one, for example `disconnect`"),
            );
        }
        let start = self.points.target(start).block();
        Lowered {
            flow: self.flow,
            start,
            chat_duration: self.chat_duration,
            broken: self.broken,
            blocks: self.finish_blocks(),
            first_new: self.builder.program.resources.next_id(),
            new_resources: self.new_resources,
            sink: self.sink,
        }
    }

    /// Reports something for which the flow cannot be judged further.
    fn error(&mut self, finding: Diagnostic) {
        self.broken |= finding.level == Level::Error;
        self.sink.push(finding);
    }

    /// Lowers items; gives the place where they start.
    fn items(&mut self, items: &'s [Item<'s>], after: PointId) -> PointId {
        let mut starts: Vec<PointId> = items.iter().map(|_| self.points.open()).collect();
        starts.push(after);
        for (item, window) in items.iter().zip(starts.windows(2)) {
            if let [here, next] = window {
                self.item(item, *here, *next);
            }
        }
        starts.first().copied().unwrap_or(after)
    }

    fn item(&mut self, item: &'s Item<'s>, here: PointId, next: PointId) {
        for label in &item.labels {
            self.labels.bind(&mut self.points, label, here);
        }
        match &item.kind {
            ItemKind::Block(block) => {
                let name = self.labels.identifier(&item.labels);
                self.block(block, name, text_of(&item.docs), here, next);
            }
            ItemKind::Jump(target) => self.jump(target, here, next),
            ItemKind::Nothing => self.points.alias(here, next),
            ItemKind::Branch(branch) => {
                self.misplaced_branch(branch);
                self.points.alias(here, next);
            }
            ItemKind::Broken(_) => {
                self.broken = true;
                self.points.alias(here, next);
            }
        }
    }

    fn jump(&mut self, target: &'s tree::Target<'s>, here: PointId, next: PointId) {
        match self.target(target, next) {
            Some(point) => self.points.alias(here, point),
            None => {
                self.error(none_is_no_place(target));
                self.points.alias(here, next);
            }
        }
        self.arrows.push((here, target.span()));
    }

    /// Reports arrows that only lead to one another.
    fn circles(&mut self) {
        for (arrow, span) in std::mem::take(&mut self.arrows) {
            if self.points.is_circle(arrow) {
                let finding = Diagnostic::new(
                    &names::UNKNOWN_LABEL,
                    span,
                    "this arrow leads back to itself without a block in between",
                );
                self.error(finding.help("point it at a label with a block behind it"));
            }
        }
    }

    fn misplaced_branch(&mut self, branch: &tree::Branch<'_>) {
        let finding = Diagnostic::new(
            &names::WRONG_HEAD,
            branch.span(),
            "a branch stands between blocks, where it belongs to none of them",
        );
        self.error(finding.help(
            "draw it in the braces of its block, or in the flow's head, before the first block, as a default",
        ));
    }

    /// Lowers a block at `here`; what it does not draw goes on at `next`.
    fn block(
        &mut self,
        line: &'s tree::Block<'s>,
        name: Option<String>,
        note: Option<String>,
        here: PointId,
        next: PointId,
    ) {
        let Some(resolved) = self.resolve_phrase(line) else {
            self.broken = true;
            self.unread_entries(line, next);
            self.points.alias(here, next);
            return;
        };
        let id = self.blocks.push(Block {
            row: resolved.row,
            action: None,
            named: name.is_some(),
            name: name.unwrap_or_default(),
            arguments: Vec::with_capacity(resolved.row.parameters.len().min(2)),
            extra: Vec::new(),
            exits: Vec::new(),
            span: line.line.span,
            note,
        });
        self.drafts.push(Draft {
            first_exit: 0,
            next,
            line,
        });
        self.points.bind(here, id);
        self.check_flow_kind(id);
        self.parameters(id, &resolved);
        self.exits(id, next);
        self.contract(id);
    }

    /// Blocks inside the entries of a line that could not be understood still count:
    /// their mistakes are reported and their labels exist.
    fn unread_entries(&mut self, line: &'s tree::Block<'s>, next: PointId) {
        for entry in line.entries.iter().flat_map(|entries| &entries.entries) {
            if let tree::Entry::Branch(branch) = entry {
                self.target(&branch.target, next);
            }
        }
    }

    fn check_flow_kind(&mut self, id: BlockId) {
        let block = &self.blocks[id];
        if block.row.flows.has(self.kind) || std::ptr::eq(block.row, &raw const UNKNOWN) {
            return;
        }
        let finding = not_allowed(block, &format!("`{}`", block.row.phrase), self.kind);
        self.error(if finding.level < Level::Error {
            finding
        } else if block.row.behaviour == Behaviour::Disconnect {
            finding.help("end it with `end flow`")
        } else {
            finding.help("Amazon Connect refuses to publish such a flow")
        });
    }

    /// The place that a target stands for; nothing for `none`.
    fn target(&mut self, target: &'s tree::Target<'s>, next: PointId) -> Option<PointId> {
        match target {
            tree::Target::Items(items) => Some(self.items(&items.items, next)),
            tree::Target::Block(block) => match self.labels.meaning(block) {
                labels::Meaning::Next => Some(next),
                labels::Meaning::None => None,
                labels::Meaning::Label(point) => Some(point),
                labels::Meaning::Block => {
                    let here = self.points.open();
                    self.block(block, None, None, here, next);
                    Some(here)
                }
                labels::Meaning::Unknown(name) => {
                    let finding = self.labels.unknown(&name, block.span());
                    self.error(finding);
                    Some(next)
                }
            },
        }
    }

    fn finish_blocks(&mut self) -> IndexVec<BlockId, Block> {
        let mut blocks = std::mem::take(&mut self.blocks);
        let mut part: Option<String> = None;
        for (block, (id, draft)) in blocks.iter_mut().zip(self.drafts.iter_enumerated()) {
            let first = draft.first_exit;
            let points = self.exit_points.get(first..first + block.exits.len());
            let points = points.unwrap_or_default();
            for (exit, point) in block.exits.iter_mut().zip(points) {
                exit.target = self.points.target(*point);
                // The block that handles failures does not handle its own: it would
                // try again for ever. Its failure goes on with the next line.
                if !exit.drawn && exit.target == Target::Block(id) {
                    exit.target = self.points.target(draft.next);
                }
            }
            if block.named {
                part = Some(ident::part_of_name(&block.name)).filter(|part| !part.is_empty());
            } else {
                let wanted = phrase::readable_name(draft.line, block);
                block.name = self.identifiers.unique_within(&wanted, part.as_deref());
            }
        }
        blocks.shrink_to_fit();
        blocks
    }
}

fn none_is_no_place(target: &tree::Target<'_>) -> Diagnostic {
    Diagnostic::new(
        &names::UNKNOWN_LABEL,
        target.span(),
        "`none` leaves a branch out, and this arrow is no branch",
    )
    .help("point it at a label, or leave the line out")
}
