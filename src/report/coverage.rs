//! Coverage as a table, and as lcov.

use super::line;
use crate::graph::BlockBranch;
use crate::program::Program;
use crate::source::{SourceMap, Span};
use crate::suite::{Coverage, coverage};
use std::collections::BTreeMap;
use std::fmt::Write;

/// How many branches of each flow were taken; then those that were not, with their lines,
/// and those that no chat can take.
#[must_use]
pub fn table(program: &Program, sources: &SourceMap, coverage: &Coverage) -> String {
    let flows = coverage.flows();
    let name = |flow| {
        let flow = program.flows.get(flow);
        flow.map_or("", |flow| flow.name.as_str())
    };
    let mut rows: Vec<(&str, _)> = flows
        .iter()
        .map(|(flow, share)| (name(*flow), *share))
        .collect();
    if rows.len() != 1 {
        rows.push(("all flows", coverage.share()));
    }
    let width = rows.iter().map(|(name, _)| name.chars().count()).max();
    let width = width.unwrap_or(0).max("flow".len());
    let mut out = String::new();
    line(
        &mut out,
        &format!(
            "{:width$}  {:>8}  {:>8}  {:>6}",
            "flow", "branches", "taken", "%"
        ),
    );
    for (name, share) in rows {
        line(
            &mut out,
            &format!(
                "{name:width$}  {:>8}  {:>8}  {:>6}",
                share.reachable,
                share.taken,
                share.percent()
            ),
        );
    }
    let missing: Vec<BlockBranch> = coverage.missing().collect();
    list(&mut out, "not taken:", program, sources, &missing);
    list(
        &mut out,
        "no chat can take, and not counted:",
        program,
        sources,
        coverage.unreachable(),
    );
    out
}

fn list(
    out: &mut String,
    title: &str,
    program: &Program,
    sources: &SourceMap,
    branches: &[BlockBranch],
) {
    if branches.is_empty() {
        return;
    }
    line(out, "");
    line(out, title);
    for branch in branches {
        let place = place(program, *branch).map_or(String::new(), |span| sources.place(span));
        line(out, &format!("  {place}: {}", told(program, *branch)));
    }
}

/// A branch in a person's words: ``welcome: `wait 12h`: time expired``.
#[must_use]
pub fn told(program: &Program, branch: BlockBranch) -> String {
    let flow = program.flows.get(branch.flow);
    let flow = flow.map_or("", |flow| flow.name.as_str());
    let (block, way) = coverage::words(program, branch);
    format!("{flow}: `{block}`: {way}")
}

/// Where a branch is drawn; the block where it is not.
fn place(program: &Program, branch: BlockBranch) -> Option<Span> {
    let block = program.flows.get(branch.flow)?.blocks.get(branch.block)?;
    let exit = branch.exit.and_then(|exit| block.exits.get(exit));
    Some(exit.map_or(block.span, |exit| exit.span))
}

/// In the form of lcov, which editors and CI systems read: a line for each block, a branch
/// for each way out.
#[must_use]
pub fn lcov(program: &Program, sources: &SourceMap, coverage: &Coverage) -> String {
    /// What a line of a file says: how often each of its branches was taken.
    type Lines = BTreeMap<u32, Vec<usize>>;
    let mut files: BTreeMap<&str, Lines> = BTreeMap::new();
    for (branch, times) in coverage.branches() {
        let block = program.flows.get(branch.flow);
        let Some(block) = block.and_then(|flow| flow.blocks.get(branch.block)) else {
            continue;
        };
        let (file, line) = (
            sources.file(block.span.file),
            sources.location(block.span).line,
        );
        let lines = files.entry(file.name()).or_default();
        lines.entry(line).or_default().push(times);
    }
    let mut out = String::new();
    for (file, lines) in files {
        line(&mut out, &format!("SF:{file}"));
        for (number, branches) in &lines {
            for (at, times) in branches.iter().enumerate() {
                let _ = writeln!(out, "BRDA:{number},0,{at},{times}");
            }
            let _ = writeln!(out, "DA:{number},{}", branches.iter().sum::<usize>());
        }
        let branches = || lines.values().flatten();
        let _ = writeln!(out, "BRF:{}", branches().count());
        let _ = writeln!(
            out,
            "BRH:{}",
            branches().filter(|times| **times > 0).count()
        );
        line(&mut out, "end_of_record");
    }
    out
}
