//! Branches that lead nowhere.

use super::Finding;
use super::context::Context;
use crate::catalogue::{BLOCKS, FlowKind, Row, Then};
use crate::diag::{Diagnostic, Level, Rule};
use crate::program::{Block, Exit, Flow, FlowId, Origin, Outcome, Target};
use crate::text::{and_ticked, count, or_ticked};

pub(super) static RULE: Rule = Rule {
    name: "dangling-branch",
    level: Level::Error,
    summary: "a branch of a block leads nowhere",
    page: include_str!("dangling_branch.md"),
};

/// How many blocks of a flow are reported one by one.
const TOLD_SINGLY: usize = 3;

pub(super) fn check(context: &Context<'_>, found: &mut Vec<Finding>) {
    for (id, flow) in context.flows() {
        if flow.broken {
            continue;
        }
        if let Some(all) = all(flow) {
            found.push(all.into());
            continue;
        }
        for block in &flow.blocks {
            found.extend(check_block(context, id, flow, block).map(Finding::from));
        }
    }
}

/// One finding for a flow with many branches that lead nowhere.
fn all(flow: &Flow) -> Option<Diagnostic> {
    let mut loose: Vec<&Exit> = flow.blocks.iter().filter_map(loose).collect();
    if loose.len() <= TOLD_SINGLY {
        return None;
    }
    let (many, blocks) = (loose.len(), count("block", flow.blocks.len()));
    let finding = |message: String| Diagnostic::new(&RULE, flow.span, message);
    let finding = if is_draft(flow, many) {
        let message = format!(
            "this flow looks like a saved draft: {many} of {blocks} have branches that lead nowhere"
        );
        finding(message).note(
            "the flow designer exports a branch without a target where a saved flow leaves it open",
        )
    } else {
        finding(format!(
            "{many} of {blocks} go on behind the last line of the flow, where nothing stands"
        ))
    };
    let help = match flow.origin {
        Origin::Json => "connect every branch to a block".to_owned(),
        Origin::Ebb => format!(
            "write where these branches go on, or end the flow with {} behind its last line",
            or_ticked(ends(flow))
        ),
    };
    let finding = finding.help(format!(
        "{help}; Amazon Connect refuses to publish the flow otherwise"
    ));
    loose.sort_by_key(|exit| exit.span);
    let places = loose.into_iter().take(TOLD_SINGLY);
    Some(places.fold(finding, |finding, exit| {
        finding.also(
            exit.span,
            format!("`{}` leads nowhere", exit.outcome.words()),
        )
    }))
}

/// The blocks that may end a flow of its kind.
fn ends(flow: &Flow) -> impl Iterator<Item = &'static str> + use<> {
    let kind = flow.kind.unwrap_or(FlowKind::Inbound);
    let ends = move |row: &&Row| row.then == Then::Ends && row.flows.has(kind);
    BLOCKS.iter().copied().filter(ends).map(|row| row.phrase)
}

/// The first branch of a block that leads nowhere.
fn loose(block: &Block) -> Option<&Exit> {
    let mut exits = block.exits.iter();
    exits.find(|exit| exit.target == Target::Nowhere)
}

/// Only the designer leaves targets empty, and only in a flow that was never published. In
/// Ebb a flow may also just lack its end: a draft is one most of whose blocks are loose.
fn is_draft(flow: &Flow, loose: usize) -> bool {
    match flow.origin {
        Origin::Json => true,
        Origin::Ebb => 2 * loose > flow.blocks.len(),
    }
}

fn check_block(
    context: &Context<'_>,
    id: FlowId,
    flow: &Flow,
    block: &Block,
) -> Option<Diagnostic> {
    let dangling: Vec<&Exit> = block
        .exits
        .iter()
        .filter(|exit| dangles(flow.origin, exit))
        .collect();
    let first = dangling.first()?;
    Some(match flow.origin {
        Origin::Ebb => falls_off(flow, block, first, &dangling),
        Origin::Json => {
            let message = format!(
                "{} of {} {}",
                branches(&dangling),
                context.called(id, block),
                lead(&dangling)
            );
            Diagnostic::new(&RULE, first.span, message)
                .help("connect every branch to a block; Amazon Connect refuses to publish the flow otherwise")
        }
    })
}

/// In Ebb an arrow to a label that is not there is a finding about names.
const fn dangles(origin: Origin, exit: &Exit) -> bool {
    match exit.target {
        Target::Block(_) => false,
        Target::Nowhere => true,
        Target::Missing(_) => matches!(origin, Origin::Json),
    }
}

fn falls_off(flow: &Flow, block: &Block, first: &Exit, dangling: &[&Exit]) -> Diagnostic {
    let message = if first.outcome == Outcome::Success {
        "the flow goes on after this block, but there is no line after it".to_owned()
    } else {
        format!(
            "{} {} to the next line, but there is none",
            branches(dangling),
            if dangling.len() == 1 { "goes" } else { "go" }
        )
    };
    let ends: Vec<String> = ends(flow).map(|phrase| format!("`{phrase}`")).collect();
    let help = format!(
        "end the flow with {} or an arrow to a label",
        ends.join(", ")
    );
    Diagnostic::new(&RULE, block.span, message).help(help)
}

fn branches(dangling: &[&Exit]) -> String {
    and_ticked(dangling.iter().map(|exit| exit.outcome.words()))
}

fn lead(dangling: &[&Exit]) -> String {
    let verb = if dangling.len() == 1 { "leads" } else { "lead" };
    let mut missing: Vec<&str> = dangling
        .iter()
        .filter_map(|exit| match &exit.target {
            Target::Missing(identifier) => Some(identifier.as_str()),
            Target::Block(_) | Target::Nowhere => None,
        })
        .collect();
    missing.dedup();
    if missing.is_empty() {
        format!("{verb} nowhere")
    } else {
        format!(
            "{verb} to {}, which is not in the flow",
            and_ticked(missing)
        )
    }
}
