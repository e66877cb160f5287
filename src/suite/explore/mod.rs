//! Tests that write themselves: scripts that together take every branch a chat can take.
//!
//! The whole-contact graph says where a branch lies and how to get there; the interpreter is
//! led over that way, with the answers of the world chosen so that it keeps to it. What it
//! really does counts: a branch is taken only where the interpreter has taken it.

mod data;
mod plan;
mod script;
mod steer;
mod tell;
mod values;
mod walk;

use super::coverage::Coverage;
use crate::graph::{BlockBranch, EdgeId, Reach};
use crate::program::Program;
use plan::{Penalties, Plan};
use std::cmp::Reverse;
use std::collections::BTreeMap;
use walk::{Stuck, Walk};

/// How many ways to a branch are tried.
const WAYS: usize = 6;
/// What it costs to take an edge that did not work before.
const DID_NOT_WORK: u32 = 1_000;

/// What came of looking for scripts.
#[derive(Debug, Default)]
pub struct Explored {
    /// The scripts, as the text of tests.
    pub tests: Vec<String>,
    /// The branches that no script takes, by flow and block.
    pub missed: Vec<Missed>,
}

/// A branch that no script takes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Missed {
    /// The branch.
    pub branch: BlockBranch,
    /// Why not.
    pub reason: String,
}

/// Looks for scripts that take what `coverage` lacks, and adds what they take.
#[must_use]
pub fn explore(program: &Program, reaches: &[Reach], coverage: &mut Coverage) -> Explored {
    let mut explored = Explored::default();
    let mut reasons = BTreeMap::new();
    for reach in reaches {
        let mut explorer = Explorer {
            program,
            reach,
            coverage,
            tests: &mut explored.tests,
            reasons: &mut reasons,
            penalties: Penalties::new(),
        };
        explorer.explore();
    }
    explored.missed = coverage
        .missing()
        .map(|branch| Missed {
            branch,
            reason: reasons
                .remove(&branch)
                .unwrap_or_else(|| "no way leads there".to_owned()),
        })
        .collect();
    explored
}

struct Explorer<'p, 'e> {
    program: &'p Program,
    reach: &'e Reach,
    coverage: &'e mut Coverage,
    tests: &'e mut Vec<String>,
    reasons: &'e mut BTreeMap<BlockBranch, String>,
    penalties: Penalties,
}

impl Explorer<'_, '_> {
    /// The farthest branches come first: on the way to them lie the others.
    fn explore(&mut self) {
        let Some(start) = self.reach.graph.start() else {
            return;
        };
        let mut plan = Plan::new(self.program, self.reach, start, &self.penalties);
        let mut goals: BTreeMap<BlockBranch, Vec<EdgeId>> = BTreeMap::new();
        for (edge, branch) in self.reach.branches() {
            if self.coverage.lacks(&branch) {
                goals.entry(branch).or_default().push(edge);
            }
        }
        let cost = |edges: &Vec<EdgeId>| {
            let edges = edges
                .iter()
                .filter_map(|id| self.reach.graph.edges().get(*id));
            edges.filter_map(|edge| plan.cost_of(edge)).min()
        };
        let mut order: Vec<(Reverse<u32>, BlockBranch)> = goals
            .iter()
            .filter_map(|(branch, edges)| Some((Reverse(cost(edges)?), *branch)))
            .collect();
        order.sort();
        for (_, branch) in order {
            if self.coverage.lacks(&branch)
                && let Some(edges) = goals.get(&branch)
            {
                self.reach_one(branch, edges, &mut plan);
            }
        }
    }

    /// Tries several ways to one branch.
    fn reach_one(&mut self, branch: BlockBranch, edges: &[EdgeId], plan: &mut Plan) {
        for _ in 0..WAYS {
            let Some(way) = plan.nearest(self.reach, edges, &self.penalties) else {
                return;
            };
            let mut walk = Walk::new(self.program, self.reach, edges, branch, way);
            match walk.go() {
                Ok(played) => {
                    let Some(test) = tell::test(self.program, branch, &walk.script, &played) else {
                        let reason = "a step to get there names what has no name".to_owned();
                        self.reasons.entry(branch).or_insert(reason);
                        return;
                    };
                    self.coverage.add(self.program, &played.seen);
                    self.tests.push(test);
                    return;
                }
                Err(Stuck { reason, edge }) => {
                    self.reasons.entry(branch).or_insert(reason);
                    let Some(edge) = edge else { return };
                    *self.penalties.entry(edge).or_insert(0) += DID_NOT_WORK;
                    let Some(start) = self.reach.graph.start() else {
                        return;
                    };
                    *plan = Plan::new(self.program, self.reach, start, &self.penalties);
                }
            }
        }
    }
}
