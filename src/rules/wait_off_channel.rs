//! Waits that only contacts reach for which they do not wait.

use super::Finding;
use super::block_off_channel::check_blocks;
use super::context::Context;
use crate::catalogue::Behaviour;
use crate::diag::{Level, Rule};

pub(super) static RULE: Rule = Rule {
    name: "wait-off-channel",
    level: Level::Warning,
    summary: "only contacts reach a wait on whose channel nothing waits",
    page: include_str!("wait_off_channel.md"),
};

pub(super) fn check(context: &Context<'_>, found: &mut Vec<Finding>) {
    check_blocks(
        context,
        &RULE,
        |behaviour| behaviour == Behaviour::Wait,
        found,
    );
}
