//! Findings about the shape of flows and the time of chats.
//!
//! A rule is three places: its file, which says when it fires; its page beside it, which
//! `ebb explain` prints and whose examples are run by a test; and one word in the list
//! below. Rules ask [`crate::graph`]; none of them walks a graph of its own.

mod context;
mod named;

use crate::diag::{Diagnostic, Rule};
use crate::graph::{Settings, Witness};
use crate::parallel;
use crate::program::{FlowId, Program};
use context::Context;
pub use named::Named;

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
        static CHECKS: &[(&Rule, fn(&Context<'_>, &mut Vec<Finding>))] =
            &[$((&$rule::RULE, $rule::check)),*];

        /// What is asked of a program as a whole.
        static CHECKS_OF_THE_WHOLE: &[(&Rule, fn(&Program, &Named, &Settings, &mut Vec<Finding>))] =
            &[$((&$whole::RULE, $whole::check)),*];
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
    entry_count,
    empty_entry,
    text_form,
    refused_parameter,
    module_value,
    functions_in_a_row;
    of the whole:
    unused_resource,
    unused_flow,
    duplicate_title;
];

/// Whether the interpreter can follow a run: rules show one that it can, where there is one.
pub type Plays<'a> = dyn Fn(&Witness) -> bool + Sync + 'a;

/// What the rules that look at flows which name each other find in some
/// [groups](crate::graph::groups) of a program.
#[must_use]
pub fn check_groups(
    program: &Program,
    groups: &[Vec<FlowId>],
    settings: &Settings,
    is_asked: &(dyn Fn(&Rule) -> bool + Sync),
    plays: &Plays<'_>,
) -> Vec<Finding> {
    let found = parallel::map(groups, |flows| {
        let context = Context::new(program, flows, settings, plays);
        let mut found = Vec::new();
        for (rule, check) in CHECKS {
            if is_asked(rule) {
                check(&context, &mut found);
            }
        }
        found
    });
    found.into_iter().flatten().collect()
}

/// What the rules that look at a program as a whole find, of which only what all of its blocks
/// have `named` has to be there.
#[must_use]
pub fn check_the_whole(
    program: &Program,
    named: &Named,
    settings: &Settings,
    is_asked: &dyn Fn(&Rule) -> bool,
) -> Vec<Finding> {
    let mut found = Vec::new();
    for (rule, check) in CHECKS_OF_THE_WHOLE {
        if is_asked(rule) {
            check(program, named, settings, &mut found);
        }
    }
    found
}
