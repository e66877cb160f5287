//! Blocks and their branches as steps name them.

use super::coverage::words;
use super::holes::Holes;
use super::names;
use super::read::Reader;
use crate::diag::Diagnostic;
use crate::graph::BlockBranch;
use crate::program::{Block, BlockId, FlowId, Program, ident, names as program_names};
use crate::text::{self, and_ticked, or_ticked};
use std::borrow::Cow;
use std::cell::RefCell;
use std::collections::BTreeMap;

/// The word that a step names a block by: its label, or what an identifier that the console
/// made becomes as a word of Ebb.
pub(super) fn word_of(block: &Block) -> String {
    if block.name.starts_with(char::is_alphabetic) && !block.name.contains(' ') {
        return block.name.clone();
    }
    ident::word(&block.name, "block")
}

/// The blocks of a flow or of all flows, by what steps call them.
#[derive(Debug)]
pub(super) struct Blocks<'p> {
    pub(super) program: &'p Program,
    /// Those that somebody has asked for.
    of: RefCell<BTreeMap<Option<FlowId>, ByWord<'p>>>,
}

type ByWord<'p> = BTreeMap<Cow<'p, str>, Vec<(FlowId, BlockId)>>;

impl<'p> Blocks<'p> {
    pub(super) fn of(program: &'p Program) -> Self {
        Self {
            program,
            of: RefCell::default(),
        }
    }

    fn called(&self, name: &str, of: Option<FlowId>) -> Vec<(FlowId, BlockId)> {
        let mut known = self.of.borrow_mut();
        let known = known.entry(of).or_insert_with(|| by_word(self.program, of));
        known.get(name).cloned().unwrap_or_default()
    }
}

fn by_word(program: &Program, of: Option<FlowId>) -> ByWord<'_> {
    let mut known = ByWord::new();
    for (flow, id, block) in blocks(program, of) {
        let word = word_of(block);
        let own = Cow::Borrowed(block.name.as_str());
        let word = (word != block.name).then_some(Cow::Owned(word));
        for name in [own].into_iter().chain(word) {
            known.entry(name).or_default().push((flow, id));
        }
    }
    known
}

/// What a step calls a way out: the words on the connector, without quotes.
pub(super) fn way_of(program: &Program, branch: BlockBranch) -> String {
    words(program, branch).1.replace('"', "")
}

impl Reader<'_, '_> {
    /// The block in the first hole, of the flow in the second where there is one, with the
    /// branch that the text names.
    pub(super) fn block_branch(&mut self, holes: &mut Holes<'_, '_>) -> Option<BlockBranch> {
        let (flow, block) = self.named_block(holes)?;
        self.way_out(flow, block, holes)
    }

    /// A block by its name, and by its flow where several have one of that name.
    pub(super) fn named_block(&mut self, holes: &mut Holes<'_, '_>) -> Option<(FlowId, BlockId)> {
        let word = holes.word()?;
        let name = word.text();
        let of = match holes.form.pattern.contains("{flow}") {
            true => Some(self.flow(holes)?),
            false => None,
        };
        let found = self.blocks.called(&name, of);
        let (flow, block) = match found.as_slice() {
            [] => {
                let known: Vec<String> = blocks(self.program, of)
                    .map(|(_, _, block)| word_of(block))
                    .collect();
                let known = known.iter().map(String::as_str);
                let message = format!("there is no block `{name}`");
                let finding = Diagnostic::new(&program_names::UNKNOWN_NAME, word.span, message);
                self.report(finding.help(match text::nearest(&name, known) {
                    Some(near) => format!("did you mean `{near}`?"),
                    None => format!("give the block a label in its flow: `{name}: …`"),
                }));
                return None;
            }
            [only] => *only,
            [(first, _), ..] => {
                let flows = found.iter().filter_map(|(flow, _)| self.name_of(*flow));
                let message = format!("several flows have a block `{name}`: {}", and_ticked(flows));
                let first = self.name_of(*first).unwrap_or_default();
                let finding = Diagnostic::new(&names::WRONG_STEP, word.span, message);
                self.report(finding.help(format!("say which: `block {name} of {first}`")));
                return None;
            }
        };
        Some((flow, block))
    }

    /// The exit of a branch; what leaves the flow by itself has none that could be forced.
    pub(super) fn exit_of(&mut self, branch: BlockBranch, holes: &Holes<'_, '_>) -> Option<usize> {
        if branch.exit.is_none() {
            let message = "a block does this by itself, and cannot be told to";
            let finding = Diagnostic::new(&names::WRONG_STEP, holes.literal_span(), message);
            self.report(finding.help("leave the step out"));
        }
        branch.exit
    }

    fn way_out(
        &mut self,
        flow: FlowId,
        block: BlockId,
        holes: &Holes<'_, '_>,
    ) -> Option<BlockBranch> {
        let said = self.said(holes)?.replace('"', "");
        let ways = ways(self.program, flow, block);
        let found = ways.iter().find(|(_, way)| *way == said);
        if let Some((branch, _)) = found {
            return Some(*branch);
        }
        let known = ways.iter().map(|(_, way)| way.as_str());
        let message = format!("this block has no branch `{said}`");
        let finding = Diagnostic::new(&names::WRONG_STEP, holes.literal_span(), message);
        self.report(finding.help(match text::nearest(&said, known.clone()) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("it is left by {}", or_ticked(known)),
        }));
        None
    }

    fn name_of(&self, flow: FlowId) -> Option<&str> {
        Some(&self.program.flows.get(flow)?.name)
    }
}

/// Every way out of a block with what a step calls it.
fn ways(program: &Program, flow: FlowId, block: BlockId) -> Vec<(BlockBranch, String)> {
    let of_block = program
        .flows
        .get(flow)
        .and_then(|flow| flow.blocks.get(block));
    let exits = of_block.map_or(0, |block| block.exits.len());
    let exits = (0..exits).map(Some).chain([None]);
    exits
        .map(|exit| {
            let branch = BlockBranch { flow, block, exit };
            (branch, way_of(program, branch))
        })
        .collect()
}

/// The blocks of one flow or of all.
fn blocks(
    program: &Program,
    of: Option<FlowId>,
) -> impl Iterator<Item = (FlowId, BlockId, &Block)> {
    let flows: Vec<FlowId> = match of {
        Some(flow) => vec![flow],
        None => program.flows.ids().collect(),
    };
    let flows = flows
        .into_iter()
        .filter_map(|flow| Some((flow, program.flows.get(flow)?)));
    flows.flat_map(|(flow, found)| {
        let blocks = found.blocks.iter_enumerated();
        blocks.map(move |(block, of_block)| (flow, block, of_block))
    })
}
