//! Answers that are read where nobody has given one.

use super::Finding;
use super::context::Context;
use crate::catalogue::{BLOCKS, Behaviour, FlowKind, Hook};
use crate::diag::{Diagnostic, Level, Rule};
use crate::graph::{Fact, NodeId, Step, Way, Ways, read};
use crate::program::{Block, Flow, Mention, Origin};
use std::sync::LazyLock;

pub(super) static RULE: Rule = Rule {
    name: "stale-result",
    level: Level::Warning,
    summary: "an answer is read where nothing has given it, or where it is lost",
    page: include_str!("stale_result.md"),
};

/// What is known about one answer, such as `$.External`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Answer {
    /// Nothing has asked since the contact started.
    NotAsked,
    /// What was asked has failed.
    Failed(NodeId),
    /// The contact before may have had one; it is not this one's.
    LeftBehind,
    /// A module does not see those of its caller.
    NotSeen,
    /// It is there, or nobody can say.
    Perhaps,
}

impl Answer {
    /// What is known where two meet: the one that speaks more for an answer.
    const fn or(self, other: Self) -> Self {
        if self.rank() < other.rank() {
            other
        } else {
            self
        }
    }

    const fn rank(self) -> u8 {
        match self {
            Self::NotAsked => 0,
            Self::Failed(_) => 1,
            Self::LeftBehind => 2,
            Self::NotSeen => 3,
            Self::Perhaps => 4,
        }
    }
}

/// At least as many as there are roots.
const MOST_ROOTS: usize = 8;

/// What is known about every answer, in the order of [`ROOTS`].
#[derive(Debug, Clone, Copy, PartialEq)]
struct Answers([Answer; MOST_ROOTS]);

impl Fact for Answers {
    fn join(&mut self, other: &Self) {
        for (answer, other) in self.0.iter_mut().zip(&other.0) {
            *answer = answer.or(*other);
        }
    }
}

/// The first words of the references that blocks fill with an answer.
static ROOTS: LazyLock<Vec<&str>> = LazyLock::new(|| {
    let mut roots: Vec<&str> = BLOCKS.iter().flat_map(|row| row.fills).copied().collect();
    roots.sort_unstable();
    roots.dedup();
    roots
});

pub(super) fn check(context: &Context<'_>, found: &mut Vec<Finding>) {
    let (ways, roots) = (&context.ways, ROOTS.as_slice());
    let starts = ways.starts().filter_map(|flow| {
        let known = at_start(context.flow(flow)?);
        Some((ways.start_of(flow)?, Answers([known; MOST_ROOTS])))
    });
    let solved = ways.solve(starts, |from, way, answers| {
        Some(after(ways, roots, from, way, answers))
    });
    for read in &context.mentions {
        let mention = &read.mention;
        let place = roots.iter().position(|root| *root == mention.root);
        let answer = place.and_then(|place| solved.at(read.node)?.0.get(place));
        // What a module is given is no answer of one.
        if let (Some(answer), false) = (answer, mention.keys.first() == Some(&"Input"))
            && *answer != Answer::Perhaps
        {
            let called = context.called(read.flow, read.block);
            found.extend(finding(context, &called, mention, *answer).map(Finding::from));
        }
    }
}

/// In an exported flow, another flow may have asked before.
const fn at_start(flow: &Flow) -> Answer {
    match (flow.origin, flow.kind) {
        (Origin::Ebb, Some(FlowKind::Inbound)) => Answer::NotAsked,
        (Origin::Ebb, Some(FlowKind::Disconnect)) => Answer::LeftBehind,
        (Origin::Ebb | Origin::Json, _) => Answer::Perhaps,
    }
}

fn after(ways: &Ways<'_>, roots: &[&str], from: NodeId, way: &Way, before: &Answers) -> Answers {
    let Some(block) = ways.block(from) else {
        return *before;
    };
    let all = |answer| Answers([answer; MOST_ROOTS]);
    match way.step {
        Step::Transfers => *before,
        Step::Invokes => all(Answer::NotSeen),
        Step::Hooks(Hook::CustomerRemaining) => all(Answer::LeftBehind),
        Step::Hooks(_) => all(Answer::Perhaps),
        Step::Exit(_) if block.row.behaviour == Behaviour::Unknown => all(Answer::Perhaps),
        Step::Exit(_) if block.row.fills.is_empty() => *before,
        Step::Exit(_) => {
            let mut answers = *before;
            let asked = roots.iter().zip(&mut answers.0);
            for (_, answer) in asked.filter(|(root, _)| block.row.fills.contains(root)) {
                *answer = if !answers_at_all(block) {
                    *answer
                } else if failed(ways, from, way) {
                    answer.or(Answer::Failed(from))
                } else {
                    Answer::Perhaps
                };
            }
            answers
        }
    }
}

fn answers_at_all(block: &Block) -> bool {
    block.row.behaviour != Behaviour::Function || read::function_limit(block).is_some()
}

fn failed(ways: &Ways<'_>, from: NodeId, way: &Way) -> bool {
    ways.exit(from, way)
        .is_some_and(|exit| exit.outcome.fails())
}

fn finding(
    context: &Context<'_>,
    called: &str,
    mention: &Mention<'_>,
    answer: Answer,
) -> Option<Diagnostic> {
    let words = mention.words();
    let finding = |message: String| Diagnostic::new(&RULE, mention.span, message);
    let fillers: Vec<&str> = BLOCKS
        .iter()
        .filter(|row| row.fills.contains(&mention.root))
        .map(|row| row.phrase)
        .collect();
    let ask = format!(
        "ask for it on every path before: {}",
        crate::text::or_ticked(fillers)
    );
    Some(match answer {
        Answer::Perhaps => return None,
        Answer::NotAsked => finding(format!(
            "{called} reads `{words}`, and nothing has filled it before"
        ))
        .help(ask),
        Answer::Failed(by) => {
            let failed = context.called_at(by)?;
            finding(format!(
                "{called} reads `{words}` where {failed} has failed"
            ))
            .also(
                context.ways.block(by)?.span,
                "when this fails, it gives no answer",
            )
            .help("read it where the block has succeeded only")
        }
        Answer::LeftBehind => finding(format!(
            "{called} reads `{words}`, which the contact before the disconnect flow had"
        ))
        .level(Level::Info)
        .note(
            "the disconnect flow runs on a new contact; attributes come along, and answers do not",
        )
        .help("keep it in an attribute before the agent joins, or ask for it again"),
        Answer::NotSeen => finding(format!(
            "{called} reads `{words}`, which is the caller's, not the module's"
        ))
        .level(Level::Info)
        .note("a module does not see what its caller was answered")
        .help("give it to the module: `input: { … }`, or ask for it again"),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_is_room_for_every_root() {
        assert!(ROOTS.len() <= MOST_ROOTS, "{:?}", *ROOTS);
    }
}
