//! The analysis of time against brute force, on small random programs.

mod checked;
mod doubts;
mod ledger;
mod played;
mod rows;
pub mod small;
mod steps;
mod ways;
mod world;

use crate::support::cases_of;
use checked::Checked;
use ebb::budget::Cut;
use ebb::catalogue::Behaviour;
use ebb::graph::time::{MOST_HOPS, Reason, WaitTimes};
use ebb::graph::{Place, Verdict, Via, WorkingQueue};
use ebb::id::Id;
use ebb::program::FlowId;
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use std::collections::BTreeMap;

proptest! {
    #![proptest_config(cases_of(2_000, 100_000))]

    #[test]
    fn the_analysis_agrees_with_brute_force(case in small::case()) {
        let program = case.program();
        let checked = Checked::new(&case, &program);
        checked.reached_blocks()?;
        checked.seconds()?;
        checked.earliest_seconds()?;
        checked.timed_exits()?;
        checked.waits()?;
        checked.verdict()?;
        checked.ledger()?;
        // Whatever the rules make of it, they come to an end.
        let _ = ebb::rules::check_groups(&program, &ebb::graph::groups(&program), &checked.settings, &|_| true, &|_| true);
    }
}

/// What the random programs have to show often, so that agreeing on them means something.
#[test]
fn random_programs_show_what_is_to_be_tested() {
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let mut shown: BTreeMap<&str, usize> = BTreeMap::new();
    for _ in 0..2_000 {
        let case = small::case().new_tree(&mut runner).unwrap().current();
        let program = case.program();
        let checked = Checked::new(&case, &program);
        for (name, holds) in shows(&checked) {
            *shown.entry(name).or_default() += usize::from(holds);
        }
    }
    let rare: Vec<_> = shown.iter().filter(|(_, times)| **times < 20).collect();
    assert!(rare.is_empty(), "of 2,000: {rare:?}");
}

fn shows(checked: &Checked<'_>) -> Vec<(&'static str, bool)> {
    let analysis = &checked.analysis;
    let graph = &analysis.graph;
    let places = || graph.states().iter().map(|state| state.place);
    let verdict = analysis.verdict();
    let any = |holds: fn(&WaitTimes) -> bool| analysis.waits.iter().any(holds);
    let at_flow = |number: usize| {
        let flow = FlowId::from_index(number);
        graph.at_blocks().any(|(_, at, _)| at == flow)
    };
    let mut edges = graph.edges().iter();
    let module_returns = edges.any(|edge| matches!(edge.via, Via::ModuleReturns(..)));
    let back = graph
        .edges()
        .iter()
        .any(|edge| edge.via == Via::AgentLeaves && graph.place(edge.target) != Place::Ended);
    let behaves = |behaviour: Behaviour| {
        let block = |flow, block| &checked.program.flows[flow].blocks[block];
        graph
            .at_blocks()
            .any(|(_, flow, at)| block(flow, at).row.behaviour == behaviour)
    };
    let without_queue = |queue: WorkingQueue| {
        let block = |flow, block| &checked.program.flows[flow].blocks[block];
        graph.at_blocks().any(|(id, flow, at)| {
            graph.states()[id].queue == queue
                && block(flow, at).row.behaviour == Behaviour::TransferToQueue
        })
    };
    // How many stacks a block of a module is reached with.
    let mut stacks: BTreeMap<_, std::collections::BTreeSet<usize>> = BTreeMap::new();
    for (id, flow, block) in graph.at_blocks() {
        let stack = graph.states()[id].stack.index();
        stacks.entry((flow, block)).or_default().insert(stack);
    }
    let ledger = checked.budget();
    let entries = || ledger.iter().flat_map(|budget| &budget.waits);
    let margin = |holds: fn(Option<u32>, Option<usize>) -> bool| {
        ledger
            .as_ref()
            .is_some_and(|budget| holds(budget.margin.0, budget.margin.1))
    };
    let reasons = match &verdict {
        Verdict::Unknown(reasons) => reasons.clone(),
        Verdict::Safe | Verdict::Unsafe(_) => Vec::new(),
    };
    let because = |holds: fn(&Reason) -> bool| reasons.iter().any(holds);
    vec![
        (
            "an agent joins",
            places().any(|place| place == Place::WithAgent),
        ),
        ("a disconnect flow starts", back && at_flow(1)),
        ("a queue flow runs", at_flow(2)),
        (
            "no queue is set for a transfer",
            without_queue(WorkingQueue::Unset),
        ),
        (
            "perhaps a queue is set for a transfer",
            without_queue(WorkingQueue::Unknown),
        ),
        ("hours are asked for", behaves(Behaviour::Hours)),
        ("another flow starts", at_flow(3)),
        (
            "several modules run",
            (4..7).filter(|flow| at_flow(*flow)).count() > 1,
        ),
        ("a module comes back", module_returns),
        (
            "one module is invoked from two places",
            stacks.values().any(|stacks| stacks.len() > 1),
        ),
        ("modules run too deep", !graph.too_deep().is_empty()),
        ("a flow outside takes part", analysis.goes_outside()),
        (
            "a loop is counted",
            graph.states().iter().any(|state| state.passes.index() > 0),
        ),
        ("a block has a time limit", behaves(Behaviour::Scripted)),
        ("a bot is there", behaves(Behaviour::Bot)),
        ("a timer is impossible", !analysis.impossible.is_empty()),
        ("cut by clocks", any(|wait| wait.cut_by_clock)),
        (
            "cut within the allowance only",
            any(|wait| wait.cut && !wait.cut_by_clock),
        ),
        (
            "cut that is only possible",
            any(|wait| wait.cut_possible && !wait.cut),
        ),
        ("a late return", any(|wait| !wait.late_returns.is_empty())),
        (
            "safe",
            verdict == Verdict::Safe && !analysis.waits.is_empty(),
        ),
        ("unsafe", matches!(verdict, Verdict::Unsafe(_))),
        ("unknown", !reasons.is_empty()),
        (
            "unknown because of a time",
            because(|reason| matches!(reason, Reason::OpenTimer(..))),
        ),
        (
            "unknown because of a bound",
            because(|reason| matches!(reason, Reason::BoundedTime(..))),
        ),
        (
            "unknown because times were rounded",
            because(|reason| matches!(reason, Reason::NotExact(..) | Reason::NotExactBetween)),
        ),
        (
            "unknown because of a flow outside",
            because(|reason| matches!(reason, Reason::OutsideFlow(_))),
        ),
        ("bounded service", checked.bounded),
        ("rounded", checked.is_rounded()),
        ("exact", checked.is_exact() && !analysis.waits.is_empty()),
        (
            "cut with one late return",
            entries().any(|entry| entry.late == Some(1)),
        ),
        (
            "cut with more late returns",
            entries().any(|entry| entry.late > Some(1)),
        ),
        (
            "cut with some service",
            entries().any(|entry| entry.service > Some(0)),
        ),
        (
            "perhaps cut",
            entries().any(|entry| entry.cut == Cut::Perhaps),
        ),
        (
            "a margin of service",
            margin(|service, _| service.is_some_and(|service| (1..7).contains(&service))),
        ),
        (
            "a margin of late returns",
            margin(|_, late| late.is_some_and(|late| late < MOST_HOPS)),
        ),
        (
            "no margin",
            margin(|service, late| service.is_none() && late.is_none()),
        ),
        ("comparisons agree on a story", checked.is_told()),
    ]
}
