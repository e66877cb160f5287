//! The way back: flows as Ebb that people like to read.
//!
//! `place` decides in which order blocks are written and which stand in the braces of
//! others; `behind` and `votes` say what best follows a block, `sections` which section
//! follows another; `draw`, which branches need an arrow; `standing`, which defaults the
//! head of the flow has; `labels`, what places are called; `values` and `text` write it
//! down, and `fmt` brings it into the one way to write it.
//!
//! INVARIANT: nothing is written wrong. Every text is read again and compared with the
//! flow that it was written from. A block that does not come out as it went in, because
//! it has something that Ebb has no words for, is written as a plain `action "Type"`;
//! a flow for which that does not help is refused.

mod behind;
mod doc;
mod draw;
mod folder;
mod labels;
mod names;
mod place;
mod proof;
mod sections;
mod shape;
mod standing;
mod text;
mod values;
mod votes;

pub use folder::{ENVIRONMENT, File, NOT_IMPORTED, Sheet, Sheets, alone, folder};
pub use names::Names;

use crate::catalogue::FlowKind;
use crate::diag::Sink;
use crate::emit;
use crate::fmt;
use crate::id::IndexVec;
use crate::program::{Block, BlockId, Flow, FlowId, Program, ResourceId};
use crate::source::SourceMap;
use crate::syntax::quoted;
use crate::syntax::tree;
use proof::{Proof, Verdict};
use std::collections::BTreeSet;
use std::sync::Arc;
use text::{Draft, Page};

/// A flow in Ebb.
#[derive(Debug)]
pub struct Written {
    /// The flow, with a line break at its end.
    pub text: String,
    /// What it names and something else has to declare.
    pub resources: BTreeSet<ResourceId>,
    /// Its blocks in the order of their lines.
    pub order: Vec<BlockId>,
    /// The blocks that are written as plain actions.
    pub plain: BTreeSet<BlockId>,
}

/// Why a flow was not written.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// Its text means something else, or nothing; in a few words, what.
    #[error(
        "what was written does not read as the flow it was written from: {0}; please report this"
    )]
    Wrong(String),
    /// Its export was written anew while it was read.
    #[error("its file is not what it was a moment ago; import it again")]
    Changed,
}

/// How often blocks are looked for that have to be written as plain actions.
const TRIES: usize = 4;

/// Writes a flow in Ebb, and proves that it reads as the same flow. Gives the flow as it
/// reads, too: the only one of its program, with the ARNs that the export has.
///
/// # Errors
///
/// Where the text would not mean the same. That is a mistake of the writer, and it is
/// better to have no text.
pub fn flow(program: &Program, id: FlowId, names: &Names) -> Result<(Written, Program), Refusal> {
    let Some(original) = program.flows.get(id) else {
        return Err(Refusal::Wrong("there is no such flow".to_owned()));
    };
    let name = names.flow(id).unwrap_or(&original.name);
    let kind = names.kind(id);
    let mut flow = Arc::clone(original);
    let mut plain = BTreeSet::new();
    for _ in 0..TRIES {
        let attempt = Attempt {
            program,
            names,
            name,
            kind,
            original,
            flow: &flow,
        };
        let (written, verdict) = attempt.run();
        if verdict.wrong.is_empty() {
            return match (verdict.reason, written) {
                (None, Some(written)) => Ok((Written { plain, ..written }, verdict.again)),
                (reason, _) => Err(Refusal::Wrong(
                    reason.unwrap_or_else(|| "it has mistakes".to_owned()),
                )),
            };
        }
        let before = plain.len();
        for block in verdict.wrong {
            plain.insert(block);
            let unknown = emit::as_unknown(program, &original.blocks[block]);
            Arc::make_mut(&mut flow).blocks[block] = unknown;
        }
        if plain.len() == before {
            break;
        }
    }
    let names = plain.iter().map(|block| original.blocks[*block].words());
    Err(Refusal::Wrong(names.collect::<Vec<_>>().join(", ")))
}

/// One way to write a flow.
struct Attempt<'a> {
    program: &'a Program,
    names: &'a Names,
    name: &'a str,
    kind: FlowKind,
    original: &'a Flow,
    /// As it is written: some of its blocks may be plain actions.
    flow: &'a Flow,
}

impl Attempt<'_> {
    fn run(&self) -> (Option<Written>, Verdict) {
        let resources = resources(&self.flow.blocks);
        let head = self.declarations(&resources);
        let draft = self.draft(&head);
        if !draft.unsayable.is_empty() {
            return (
                None,
                Verdict {
                    wrong: draft.unsayable,
                    ..Verdict::default()
                },
            );
        }
        let whole = &draft.text;
        let mut sources = SourceMap::new();
        let id = sources.add("proof.ebb", "");
        let mut sink = Sink::new();
        let Some(file) = proof::parse(id, whole, &mut sink) else {
            let finding = sink.findings().first();
            let reason = finding.map_or("", |finding| finding.message.as_str());
            return (None, Verdict::because(reason));
        };
        let proof = Proof {
            program: self.program,
            names: self.names,
            flow: self.flow,
            order: &draft.order,
        };
        let verdict = proof.of(&file);
        if !verdict.wrong.is_empty() || verdict.reason.is_some() {
            return (None, verdict);
        }
        let body = whole.get(head.len()..).filter(|_| draft.is_formatted);
        let text = body.map_or_else(|| formatted(&file, &head), str::to_owned);
        debug_assert_eq!(
            text,
            formatted(&file, &head),
            "it is written as it has to be"
        );
        let written = Written {
            text,
            resources,
            order: draft.order,
            plain: BTreeSet::new(),
        };
        (Some(written), verdict)
    }

    /// Writes the flow. What it takes to find the places of its blocks takes much room, and
    /// is gone before the text is read again.
    fn draft(&self, head: &str) -> Draft {
        let places = place::place(self.original);
        let page = Page::new(self.flow, self.names, &places);
        page.write(head, self.name, self.kind, &places)
    }

    /// A line for everything that the flow names, but for itself.
    fn declarations(&self, resources: &BTreeSet<ResourceId>) -> String {
        let mut lines = String::new();
        let mut said = BTreeSet::new();
        for resource in resources {
            let kind = self.program.resources[*resource].kind;
            if let Some(name) = self.names.get(*resource)
                && (kind, name) != (names::resource_kind(self.kind), self.name)
                && said.insert((kind, name))
            {
                lines.push_str(&format!("{} {name}\n", kind.words()));
            }
        }
        lines
    }
}

/// The text of a flow in the one way to write it, without the lines before it.
fn formatted(file: &tree::File<'_>, head: &str) -> String {
    let lines = head.lines().count();
    let formatted = fmt::format(file);
    let text: String = formatted.split_inclusive('\n').skip(lines).collect();
    text.trim_start_matches('\n').to_owned()
}

/// The line that declares a resource.
#[must_use]
pub fn declaration(program: &Program, names: &Names, id: ResourceId) -> Option<String> {
    let resource = program.resources.get(id)?;
    let name = names.get(id)?;
    let kind = resource.kind.words();
    Some(match title(program, names, id) {
        Some(title) => format!("{kind} {name} {}", quoted(title)),
        None => format!("{kind} {name}"),
    })
}

/// What a resource is called in Connect, where that is not what it is called in Ebb.
fn title<'p>(program: &'p Program, names: &Names, id: ResourceId) -> Option<&'p str> {
    let resource = program.resources.get(id)?;
    if names.is_apart(id) {
        return None;
    }
    let flow = resource.flow.and_then(|flow| program.flows.get(flow));
    let title = flow.map_or(resource.title.as_deref(), |flow| Some(&flow.title));
    title.filter(|title| names.get(id) != Some(title) && !title.trim().is_empty())
}

/// Everything that blocks name.
fn resources(blocks: &IndexVec<BlockId, Block>) -> BTreeSet<ResourceId> {
    let mut found = BTreeSet::new();
    for argument in blocks.iter().flat_map(|block| &block.arguments) {
        argument.value.each_resource(&mut |resource| {
            found.insert(resource);
        });
    }
    found
}
