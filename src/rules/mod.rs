//! Findings about the shape of flows and the time of chats.
//!
//! A rule is three places: its file, which says when it fires; its page beside it, which
//! `ebb explain` prints and whose examples are run by a test; and one word in the list
//! below. Rules ask [`crate::graph`]; none of them walks a graph of its own.

mod context;

use crate::diag::{Diagnostic, Rule};
use crate::graph::{self, Settings, Witness};
use crate::parallel;
use crate::program::{FlowId, Program};
use context::Context;

/// One thing that a rule found.
#[derive(Debug, Clone)]
pub struct Finding {
    /// What to say.
    pub diagnostic: Diagnostic,
    /// The run that shows it, where there is one.
    pub witness: Option<Witness>,
}

impl From<Diagnostic> for Finding {
    fn from(diagnostic: Diagnostic) -> Self {
        Self {
            diagnostic,
            witness: None,
        }
    }
}

macro_rules! rules {
    ($($rule:ident),* $(,)?) => {
        $(mod $rule;)*

        /// Every rule, in the order in which they are asked.
        pub static ALL: &[&Rule] = &[$(&$rule::RULE),*];

        static CHECKS: &[fn(&Context<'_>, &mut Vec<Finding>)] = &[$($rule::check),*];
    };
}

rules![
    unreachable_block,
    dangling_branch,
    endless_loop,
    no_way_out,
    ignored_error,
    stale_result,
    shadowed_condition,
    bad_comparison,
    wait_off_channel,
    block_off_channel,
    disconnect_flow_missing,
    disconnect_flow_wrong_type,
    disconnect_flow_too_late,
    disconnect_flow_overwritten,
    disconnect_flow_never_waits,
    disconnect_flow_recursion,
    customer_return_unhandled,
    queue_not_set,
    wait_impossible,
    wait_overrun,
    late_return,
    time_unknown,
    module_depth,
    too_many_states,
];

/// Whether the interpreter can follow a run: rules show one that it can, where there is one.
pub type Plays<'a> = dyn Fn(&Witness) -> bool + Sync + 'a;

/// Everything the rules find in a program, by place.
#[must_use]
pub fn check(program: &Program, settings: &Settings, plays: &Plays<'_>) -> Vec<Finding> {
    let groups = graph::groups(program);
    let found = parallel::map(&groups, |flows| {
        check_group(program, flows, settings, plays)
    });
    let mut found: Vec<Finding> = found.into_iter().flatten().collect();
    found.sort_by_key(|finding| {
        (
            finding.diagnostic.primary.span,
            finding.diagnostic.rule.name,
        )
    });
    found
}

/// What the rules find in the flows of one of the [`graph::groups`], rule by rule.
fn check_group(
    program: &Program,
    flows: &[FlowId],
    settings: &Settings,
    plays: &Plays<'_>,
) -> Vec<Finding> {
    let context = Context::new(program, flows, settings, plays);
    let mut found = Vec::new();
    for check in CHECKS {
        check(&context, &mut found);
    }
    found
}
