//! Coverage as a page: every flow as the designer would draw it, its branches in the
//! colours of what was taken.

use super::coverage::told;
use super::line;
use crate::graph::BlockBranch;
use crate::picture::{Mark, Picture, xml};
use crate::program::{BlockId, FlowId, Program};
use crate::source::SourceMap;
use crate::suite::Coverage;
use std::collections::{BTreeMap, BTreeSet};

/// How the page looks; the pictures bring their own rules.
const STYLE: &str = "\
body { font: 14px/1.5 system-ui, -apple-system, 'Segoe UI', Roboto, sans-serif; margin: 2rem; color: #1f2933; background: #ffffff }
table { border-collapse: collapse } th, td { padding: .25rem .75rem; text-align: right } th:first-child, td:first-child { text-align: left }
tr { border-bottom: 1px solid #e4e7eb } h2 { margin-top: 2.5rem } figure { margin: 0; overflow: auto }
li.untaken { color: #b91c1c } li.unreachable { color: #616e7c }
@media (prefers-color-scheme: dark) { body { color: #e4e7eb; background: #12161b } tr { border-color: #323f4b } li.untaken { color: #f87171 } }
";

/// The page.
#[must_use]
pub fn page(program: &Program, sources: &SourceMap, coverage: &Coverage) -> String {
    let mut out = String::new();
    line(
        &mut out,
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">",
    );
    line(&mut out, "<title>Coverage</title>");
    line(
        &mut out,
        &format!("<style>\n{STYLE}</style>\n</head>\n<body>"),
    );
    let share = coverage.share();
    line(
        &mut out,
        &format!(
            "<h1>Coverage: {} %</h1>\n<p>{} of {} branches that a chat can take.</p>",
            share.percent(),
            share.taken,
            share.reachable
        ),
    );
    shares(&mut out, program, coverage);
    let marks = Marks::new(coverage);
    for (flow, _) in coverage.flows() {
        of_flow(&mut out, program, sources, coverage, &marks, flow);
    }
    line(&mut out, "</body>\n</html>");
    out
}

fn shares(out: &mut String, program: &Program, coverage: &Coverage) {
    line(
        out,
        "<table>\n<tr><th>flow</th><th>branches</th><th>taken</th><th>%</th></tr>",
    );
    for (flow, share) in coverage.flows() {
        let name = program.flows.get(flow).map_or("", |flow| &flow.name);
        let name = xml(name);
        line(
            out,
            &format!(
                "<tr><td><a href=\"#{name}\">{name}</a></td><td>{}</td><td>{}</td><td>{}</td></tr>",
                share.reachable,
                share.taken,
                share.percent()
            ),
        );
    }
    line(out, "</table>");
}

fn of_flow(
    out: &mut String,
    program: &Program,
    sources: &SourceMap,
    coverage: &Coverage,
    marks: &Marks,
    flow: FlowId,
) {
    let Some(found) = program.flows.get(flow) else {
        return;
    };
    let name = xml(&found.name);
    line(out, &format!("<h2 id=\"{name}\">{name}</h2>"));
    let no_link = |_: &str| None;
    let mut picture = Picture::new(program, flow, sources, &no_link);
    picture.mark(&|block, exit| marks.of(flow, block, exit));
    line(out, &format!("<figure>\n{}</figure>", picture.svg()));
    let missing: Vec<BlockBranch> = coverage.missing().collect();
    list(out, program, "untaken", "not taken", flow, &missing);
    let unreachable = coverage.unreachable();
    list(
        out,
        program,
        "unreachable",
        "no chat can take it",
        flow,
        unreachable,
    );
}

fn list(
    out: &mut String,
    program: &Program,
    class: &str,
    what: &str,
    flow: FlowId,
    branches: &[BlockBranch],
) {
    let own: Vec<&BlockBranch> = branches
        .iter()
        .filter(|branch| branch.flow == flow)
        .collect();
    if own.is_empty() {
        return;
    }
    line(out, "<ul>");
    for branch in own {
        let told = xml(&told(program, *branch));
        line(out, &format!("<li class=\"{class}\">{told} ({what})</li>"));
    }
    line(out, "</ul>");
}

/// What is known of each branch.
struct Marks {
    times: BTreeMap<BlockBranch, usize>,
    unreachable: BTreeSet<BlockBranch>,
}

impl Marks {
    fn new(coverage: &Coverage) -> Self {
        Self {
            times: coverage.branches().collect(),
            unreachable: coverage.unreachable().iter().copied().collect(),
        }
    }

    fn of(&self, flow: FlowId, block: BlockId, exit: Option<usize>) -> Option<Mark> {
        let branch = BlockBranch { flow, block, exit };
        match self.times.get(&branch) {
            Some(0) => Some(Mark::Untaken),
            Some(_) => Some(Mark::Taken),
            None => self
                .unreachable
                .contains(&branch)
                .then_some(Mark::Unreachable),
        }
    }
}
