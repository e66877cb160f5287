//! Programs as text to compare: what has to survive a way through JSON, and nothing else.
//!
//! Left out, because JSON has no place for it or a way through JSON changes it by design:
//! places in the source, who drew an exit and who named a block, whether a name was read
//! or made up for a resource, the name that Ebb gives a flow (its title stays), how long
//! chats are started to last, and whether an inbound flow is meant as a disconnect flow.

use ebb::catalogue::FlowKind;
use ebb::program::{Block, Flow, Outcome, Program, Target, Value};
use std::fmt::Write;

/// Everything that counts about a flow.
pub fn shown(program: &Program, flow: &Flow) -> String {
    let mut out = String::new();
    let kind = flow.kind.map(|kind| match kind {
        FlowKind::Disconnect => FlowKind::Inbound,
        kind => kind,
    });
    writeln!(out, "flow {:?} {kind:?}", flow.title).unwrap();
    writeln!(out, "  for {:?}", flow.description).unwrap();
    let start = flow.start.map(|start| flow.blocks[start].name.as_str());
    writeln!(out, "  start {start:?}").unwrap();
    for block in &flow.blocks {
        write_block(&mut out, program, flow, block);
    }
    out
}

fn write_block(out: &mut String, program: &Program, flow: &Flow, block: &Block) {
    let row = (block.row.phrase, block.action_type());
    writeln!(out, "  {:?} {row:?} {:?}", block.name, block.note).unwrap();
    for argument in &block.arguments {
        let value = value(program, &argument.value);
        writeln!(out, "    {}: {value}", argument.parameter.path).unwrap();
    }
    let mut extra: Vec<String> = block
        .extra
        .iter()
        .map(|(path, extra)| format!("    extra {path}: {}", value(program, extra)))
        .collect();
    extra.sort();
    let mut exits: Vec<(u8, String)> = block
        .exits
        .iter()
        .map(|exit| (group(&exit.outcome), exit_line(flow, exit)))
        .collect();
    // Only among values does the order mean something.
    exits.sort_by(|one, other| match (one.0, other.0) {
        (1, 1) => std::cmp::Ordering::Equal,
        _ => one.cmp(other),
    });
    for line in extra
        .into_iter()
        .chain(exits.into_iter().map(|exit| exit.1))
    {
        writeln!(out, "{line}").unwrap();
    }
}

fn exit_line(flow: &Flow, exit: &ebb::program::Exit) -> String {
    let target = match &exit.target {
        Target::Block(block) => format!("{:?}", flow.blocks[*block].name),
        Target::Nowhere => "nowhere".to_owned(),
        Target::Missing(name) => format!("missing {name:?}"),
    };
    format!("    {:?} -> {target}", exit.outcome.words())
}

fn group(outcome: &Outcome) -> u8 {
    match outcome {
        Outcome::Success => 0,
        Outcome::Case(..) | Outcome::Condition { .. } => 1,
        Outcome::Branch(_) => 2,
        Outcome::Error(_) => 3,
    }
}

fn value(program: &Program, value_of: &Value) -> String {
    match value_of {
        Value::Resource(resource) => {
            let resource = &program.resources[*resource];
            let title = resource.title.as_ref().unwrap_or(&resource.name);
            let flow = resource.flow.map(|flow| &program.flows[flow].title);
            format!("{:?} {:?} {title:?} {flow:?}", resource.kind, resource.id)
        }
        Value::Map(entries) => entries
            .iter()
            .map(|(key, entry)| format!("{key:?}: {}", value(program, entry)))
            .collect::<Vec<_>>()
            .join(", "),
        other => format!("{other:?}"),
    }
}
