//! Functions that are called one after another for longer than Amazon Connect allows.

use super::Finding;
use super::context::Context;
use crate::catalogue::Behaviour;
use crate::diag::{Diagnostic, Level, Rule};
use crate::graph::{Fact, NodeId, Seconds, Step, Way, Ways, read};
use crate::program::Block;

pub(super) static RULE: Rule = Rule {
    name: "functions-in-a-row",
    level: Level::Info,
    summary: "functions one after another may take longer than 20 seconds",
    page: include_str!("functions_in_a_row.md"),
};

/// How long functions without a prompt between them take at most together
/// (administrator guide, invoking multiple functions).
const TOGETHER: Seconds = 20;

/// How long functions may have taken since somebody was told something. More than what is
/// allowed is all one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Silence(Seconds);

impl Fact for Silence {
    fn join(&mut self, other: &Self) {
        self.0 = self.0.max(other.0);
    }
}

pub(super) fn check(context: &Context<'_>, found: &mut Vec<Finding>) {
    let ways = &context.ways;
    let limits = ways.blocks().filter_map(|(_, _, block)| limit(block));
    if limits.fold(0, Seconds::saturating_add) <= TOGETHER {
        return;
    }
    let starts = ways.starts();
    let starts = starts.filter_map(|flow| Some((ways.start_of(flow)?, Silence(0))));
    let silence = ways.solve(starts, |from, way, silence| {
        Some(after(ways, from, way, *silence))
    });
    for (node, flow, block) in ways.blocks() {
        let (Some(Silence(before)), Some(limit)) = (silence.at(node), limit(block)) else {
            continue;
        };
        let together = before.saturating_add(limit);
        // Once is enough, and what goes round is an `endless-loop`.
        if *before <= TOGETHER && together > TOGETHER {
            let message = format!(
                "with {} the functions since the last prompt may take {together} seconds together",
                context.called(flow, block)
            );
            let finding = Diagnostic::new(&RULE, block.span, message)
                .note("Amazon Connect stops a row of functions after 20 seconds, and the customer hears nothing meanwhile")
                .help("put a `play prompt` between them, or give them less time: `timeout: 3s`");
            found.push(finding.into());
        }
    }
}

/// How long the flow waits for a function at most.
fn limit(block: &Block) -> Option<Seconds> {
    (block.row.behaviour == Behaviour::Function)
        .then(|| read::function_limit(block))
        .flatten()
}

fn after(ways: &Ways<'_>, from: NodeId, way: &Way, silence: Silence) -> Silence {
    let Some(block) = ways.block(from) else {
        return silence;
    };
    let behaviour = block.row.behaviour;
    let told = match way.step {
        // What a module does on its way is not known here.
        Step::Exit(_) => {
            matches!(behaviour, Behaviour::Say | Behaviour::InvokeModule) || block.row.pauses()
        }
        Step::Hooks(_) => true,
        Step::Transfers | Step::Invokes => false,
    };
    if told {
        return Silence(0);
    }
    let together = silence.0.saturating_add(limit(block).unwrap_or(0));
    Silence(together.min(TOGETHER + 1))
}
