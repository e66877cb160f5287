//! What the service would refuse in actions that a source writes by their type.

use crate::catalogue::{Behaviour, rows_of_action};
use crate::diag::{Diagnostic, Level, Rule, Sink};
use crate::emit;
use crate::import;
use crate::program::{Block, Builder, Flow, FlowId, Origin, Program};
use crate::source::SourceMap;
use std::ops::Range;

/// The rule for actions that Ebb knows as blocks and a source writes by their type.
pub static REFUSED_ACTION: Rule = Rule {
    name: "refused-action",
    level: Level::Warning,
    summary: "an action that is written by its type lacks or has what Amazon Connect refuses",
    page: "`action \"Type\" { … }` passes on whatever Ebb has no block for. Where it names an action that Ebb does know, its parameters and branches are held against what the service takes. It is a warning, because the service may have learned something that Ebb has not: `// allow refused-action: reason` says so.\n\n```ebb\ninbound flow welcome {\n    action \"Wait\" { TimeLimitSeconds: \"soon\" } // warning\n    disconnect\n}\n```\n\nWritten as a block it is completed and checked:\n\n```ebb\ninbound flow welcome {\n    wait 5m { error -> next }\n    disconnect\n}\n```",
};

/// What is wrong with such actions of some flows.
pub(super) fn refused(program: &Program, flows: impl Iterator<Item = FlowId>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for id in flows {
        let Some(flow) = program.flows.get(id) else {
            continue;
        };
        if flow.origin == Origin::Ebb && flow.blocks.iter().any(|block| phrase(block).is_some()) {
            of_flow(program, id, flow, &mut found);
        }
    }
    found
}

/// How Ebb writes the action of a block that is written by its type.
fn phrase(block: &Block) -> Option<&'static str> {
    let action = block.action.as_deref()?;
    let is_raw = block.row.behaviour == Behaviour::Unknown;
    let row = is_raw.then(|| rows_of_action(action).first())??;
    Some(row.phrase)
}

/// Reads the flow again from its JSON.
fn of_flow(program: &Program, id: FlowId, flow: &Flow, found: &mut Vec<Diagnostic>) {
    let emitted = emit::flow(program, id);
    let mut sources = SourceMap::new();
    let file = sources.add("flow.json", emitted.json.as_str());
    let mut sink = Sink::new();
    import::read(
        &mut Builder::new(),
        file,
        "flow.json",
        &emitted.json,
        &mut sink,
    );
    let written: Vec<(&Block, Range<usize>)> = flow.blocks.iter().zip(emitted.actions()).collect();
    for finding in sink.into_sorted() {
        let at = finding.primary.span.start as usize;
        let after = written.partition_point(|(_, place)| place.end <= at);
        let block = written.get(after).filter(|(_, place)| place.contains(&at));
        let Some((block, phrase)) = block.and_then(|(block, _)| Some((block, phrase(block)?)))
        else {
            continue;
        };
        let help = format!("written as the block `{phrase}` it is completed and checked");
        found.push(Diagnostic::new(&REFUSED_ACTION, block.span, finding.message).help(help));
    }
}
