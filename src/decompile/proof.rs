//! The proof that a text says what it was written from: it is read again and compared.

use super::names::Names;
use crate::catalogue::{Presence, Role};
use crate::diag::{Diagnostic, Level, Sink};
use crate::id::IndexVec;
use crate::program::unsaid;
use crate::program::{
    Argument, Block, BlockId, Builder, Exit, Flow, Outcome, Program, Target, Value,
};
use crate::source::FileId;
use crate::syntax;
use crate::syntax::tree::File;
use std::collections::BTreeSet;
use std::sync::Arc;

/// What reading a text again says about it.
#[derive(Debug, Default)]
pub(super) struct Verdict {
    /// Blocks that do not come out as they went in.
    pub(super) wrong: BTreeSet<BlockId>,
    /// What is wrong that no block is to blame for.
    pub(super) reason: Option<String>,
    /// The program that was read.
    pub(super) again: Program,
}

/// A flow, how it was written, and what names stand for.
pub(super) struct Proof<'a> {
    pub(super) program: &'a Program,
    pub(super) names: &'a Names,
    pub(super) flow: &'a Flow,
    /// Its blocks in the order of their lines.
    pub(super) order: &'a [BlockId],
}

/// Parses a text; nothing where it has mistakes.
pub(super) fn parse<'s>(id: FileId, text: &'s str, sink: &mut Sink) -> Option<File<'s>> {
    let file = syntax::parse(id, text, sink);
    (!sink.has_errors()).then_some(file)
}

impl Proof<'_> {
    /// Reads the tree of a text and compares what it says with the flow.
    pub(super) fn of(&self, file: &File<'_>) -> Verdict {
        let mut sink = Sink::new();
        let mut builder = Builder::new();
        builder.declare(file, &mut sink);
        builder.lower(file, &mut sink);
        let again = builder.finish();
        let Some(read) = again.flows.iter().next() else {
            return Verdict::because("no flow comes out");
        };
        let mut lines: Vec<BlockId> = read.blocks.ids().collect();
        lines.sort_by_key(|id| read.blocks[*id].span.start);
        let mut verdict = self.blame(read, &lines, sink.findings());
        if lines.len() != self.order.len() || lines.len() != self.flow.blocks.len() {
            verdict.reason = Some("it has another number of blocks".to_owned());
            return verdict;
        }
        let pairs = Pairs::new(self, &again, read, &lines);
        for (id, line) in self.order.iter().zip(&lines) {
            if !pairs.are_equal(&self.flow.blocks[*id], &read.blocks[*line]) {
                verdict.wrong.insert(*id);
            }
        }
        if self.flow.start.and_then(|start| pairs.line_of(start)) != read.start {
            verdict.reason = Some("it starts somewhere else".to_owned());
        }
        verdict.again = self.with_arns(again);
        verdict
    }

    /// The program that was read, with the ARNs of the one that was written.
    fn with_arns(&self, mut again: Program) -> Program {
        for resource in Arc::make_mut(&mut again.resources).iter_mut() {
            if let Some(id) = self.names.meant(resource.kind, &resource.name) {
                resource.id.clone_from(&self.program.resources[id].id);
                let title = super::title(self.program, self.names, id);
                resource.title = title.map(str::to_owned);
            }
        }
        again
    }

    /// The blocks that errors point at.
    fn blame(&self, read: &Flow, lines: &[BlockId], findings: &[Diagnostic]) -> Verdict {
        let mut verdict = Verdict::default();
        for finding in findings
            .iter()
            .filter(|finding| finding.level == Level::Error)
        {
            let place = finding.primary.span.start;
            let before = lines.partition_point(|line| read.blocks[*line].span.start <= place);
            match before.checked_sub(1).and_then(|at| self.order.get(at)) {
                Some(block) => {
                    verdict.wrong.insert(*block);
                }
                None => verdict.reason = Some(finding.message.clone()),
            }
        }
        verdict
    }
}

impl Verdict {
    pub(super) fn because(reason: &str) -> Self {
        Self {
            reason: Some(reason.to_owned()),
            ..Self::default()
        }
    }
}

/// Which block is which.
struct Pairs<'a> {
    program: &'a Program,
    again: &'a Program,
    names: &'a Names,
    lines: IndexVec<BlockId, Option<BlockId>>,
}

impl<'a> Pairs<'a> {
    fn new(proof: &Proof<'a>, again: &'a Program, read: &Flow, lines: &[BlockId]) -> Self {
        let mut pairs: IndexVec<BlockId, Option<BlockId>> =
            proof.flow.blocks.ids().map(|_| None).collect();
        for (id, line) in proof.order.iter().zip(lines) {
            debug_assert!(read.blocks.get(*line).is_some(), "lines are blocks");
            pairs[*id] = Some(*line);
        }
        Self {
            program: proof.program,
            again,
            names: proof.names,
            lines: pairs,
        }
    }

    fn line_of(&self, block: BlockId) -> Option<BlockId> {
        self.lines.get(block).copied().flatten()
    }

    fn are_equal(&self, one: &Block, read: &Block) -> bool {
        std::ptr::eq(one.row, read.row)
            && one.action == read.action
            && trimmed(one.note.as_deref()) == trimmed(read.note.as_deref())
            && self.same_arguments(one, read)
            && self.same_exits(&one.exits, &read.exits)
    }

    fn same_arguments(&self, one: &Block, read: &Block) -> bool {
        let of = |block: &Block, wanted: &Argument| {
            let mut all = block.arguments.iter();
            all.position(|argument| std::ptr::eq(argument.parameter, wanted.parameter))
        };
        let kept = one.arguments.iter().all(|argument| {
            of(read, argument)
                .and_then(|at| read.arguments.get(at))
                .is_some_and(|other| self.same_value(&argument.value, &other.value))
        });
        kept && read
            .arguments
            .iter()
            .all(|argument| of(one, argument).is_some() || is_understood(one, argument))
    }

    fn same_value(&self, one: &Value, read: &Value) -> bool {
        match (one, read) {
            (Value::Resource(one), Value::Resource(read)) => {
                let known = self.program.resources.get(*one);
                let read = self.again.resources.get(*read);
                known.zip(read).is_some_and(|(known, read)| {
                    known.kind == read.kind && self.names.get(*one) == Some(&read.name)
                })
            }
            (Value::Map(one), Value::Map(read)) => {
                one.len() == read.len()
                    && one.iter().zip(read).all(|((key, one), (other, read))| {
                        key == other && self.same_value(one, read)
                    })
            }
            (Value::List(one), Value::List(read)) => {
                let mut pairs = one.iter().zip(read);
                one.len() == read.len() && pairs.all(|(one, read)| self.same_value(one, read))
            }
            (Value::Prompt(way, one), Value::Prompt(other, read)) => {
                std::ptr::eq(*way, *other) && self.same_value(one, read)
            }
            // The wire knows no difference.
            (one, read) => match (one.text(), read.text()) {
                (Some(one), Some(read)) => one == read,
                _ => one == read,
            },
        }
    }

    fn same_exits(&self, one: &[Exit], read: &[Exit]) -> bool {
        let mut left: Vec<&Exit> = read.iter().collect();
        let all = one.iter().all(|exit| {
            let same = left.iter().position(|other| {
                other.outcome == exit.outcome && self.same_target(&exit.target, &other.target)
            });
            same.map(|at| left.swap_remove(at)).is_some()
        });
        all && left.is_empty() && cases(one).eq(cases(read))
    }

    fn same_target(&self, one: &Target, read: &Target) -> bool {
        match one {
            Target::Block(block) => self
                .line_of(*block)
                .is_some_and(|line| *read == Target::Block(line)),
            Target::Nowhere | Target::Missing(_) => *read == Target::Nowhere,
        }
    }
}

/// What stands behind an outcome that names a value, in order: the first that holds wins.
fn cases(exits: &[Exit]) -> impl Iterator<Item = &Outcome> {
    let outcomes = exits.iter().map(|exit| &exit.outcome);
    outcomes.filter(|outcome| matches!(outcome, Outcome::Case(..) | Outcome::Condition { .. }))
}

/// Whether reading adds this argument where nobody wrote it: a default of the designer
/// that an export may leave out.
fn is_understood(block: &Block, argument: &Argument) -> bool {
    let parameter = argument.parameter;
    if parameter.role == Role::Everything {
        return argument.value == Value::Map(Vec::new());
    }
    let default = unsaid::default_value(block.row, parameter, &|_| false);
    parameter.presence != Presence::Required && default.as_ref() == Some(&argument.value)
}

/// A note as `///` lines keep it.
fn trimmed(note: Option<&str>) -> Option<Vec<&str>> {
    note.map(|note| note.split('\n').map(str::trim).collect())
}
