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
    (of a group: $($rule:ident),* $(,)?; of the whole: $($whole:ident),* $(,)?;) => {
        $(mod $rule;)*
        $(mod $whole;)*

        /// Every rule, in the order in which they are asked.
        pub static ALL: &[&Rule] = &[$(&$rule::RULE,)* $(&$whole::RULE),*];

        /// What is asked of flows that name each other.
        static CHECKS: &[fn(&Context<'_>, &mut Vec<Finding>)] = &[$($rule::check),*];

        /// What is asked of a program as a whole.
        static CHECKS_OF_THE_WHOLE: &[fn(&Program, &Settings, &mut Vec<Finding>)] =
            &[$($whole::check),*];
    };
}

rules![
    of a group:
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
    lost_on_transfer,
    attribute_never_set,
    attribute_never_read,
    attribute_name,
    attribute_case,
    lex_session_expired,
    wait_outlives_token,
    wait_in_odd_flow,
    text_too_long,
    queue_flow_order,
    hard_coded_arn,
    prompt_before_lambda,
    sensitive_in_log,
    sensitive_in_transfer,
    queued_unchecked,
    short_interrupt,
    interrupt_agent_early,
    view_again,
    email_loop,
    phone_number_form,
    functions_in_a_row;
    of the whole:
    unused_resource,
    unused_flow;
];

/// Whether the interpreter can follow a run: rules show one that it can, where there is one.
pub type Plays<'a> = dyn Fn(&Witness) -> bool + Sync + 'a;

/// Everything the rules find in a program, group by group and rule by rule; what is
/// [off](crate::diag::Level::Off), too.
#[must_use]
pub fn check(program: &Program, settings: &Settings, plays: &Plays<'_>) -> Vec<Finding> {
    let groups = graph::groups(program);
    let found = parallel::map(&groups, |flows| {
        check_group(program, flows, settings, plays)
    });
    let mut found: Vec<Finding> = found.into_iter().flatten().collect();
    for check in CHECKS_OF_THE_WHOLE {
        check(program, settings, &mut found);
    }
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
