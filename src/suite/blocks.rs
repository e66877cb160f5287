//! Blocks and their branches as steps name them.

use super::coverage::words;
use super::holes::Holes;
use super::names;
use super::read::Reader;
use crate::diag::Diagnostic;
use crate::graph::BlockBranch;
use crate::program::{Block, BlockId, FlowId, Program, ident, names as program_names};
use crate::text::{self, and_ticked, or_ticked};

/// The word that a step names a block by: its label, or what an identifier that the console
/// made becomes as a word of Ebb.
pub(super) fn word_of(block: &Block) -> String {
    if block.name.starts_with(char::is_alphabetic) && !block.name.contains(' ') {
        return block.name.clone();
    }
    ident::word(&block.name, "block")
}

/// Whether a step names the block so.
pub(super) fn is_called(block: &Block, word: &str) -> bool {
    if block.name.starts_with(char::is_alphabetic) && !block.name.contains(' ') {
        return block.name == word;
    }
    ident::is_word(&block.name, "block", word)
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
        let found = blocks_called(self.program, &name, of);
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
    let flows = program.flows.iter_enumerated();
    flows
        .filter(move |(flow, _)| of.is_none_or(|of| of == *flow))
        .flat_map(|(flow, found)| {
            let blocks = found.blocks.iter_enumerated();
            blocks.map(move |(block, of_block)| (flow, block, of_block))
        })
}

fn blocks_called(program: &Program, name: &str, of: Option<FlowId>) -> Vec<(FlowId, BlockId)> {
    blocks(program, of)
        .filter(|(_, _, block)| block.name == name || is_called(block, name))
        .map(|(flow, block, _)| (flow, block))
        .collect()
}
