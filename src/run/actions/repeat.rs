//! Counting passes.

use crate::catalogue::Role;
use crate::program::Block;
use crate::run::flows::{Next, Run};

/// The most passes (Flow language, Loop).
const MOST: i64 = 100;

/// So many passes, then `complete` once; then it counts from the start again.
pub(super) fn pass(run: &mut Run<'_>, block: &Block) -> Next {
    let count = block
        .value(Role::Count)
        .and_then(|value| run.whole_number(value))
        .filter(|count| (0..=MOST).contains(count));
    let (Some(count), Some(frame)) = (count, &mut run.state.frame) else {
        return Next::Branch("error");
    };
    let passes = frame.passes.entry(frame.block).or_insert(0);
    if *passes < count {
        *passes += 1;
        Next::Branch("looping")
    } else {
        *passes = 0;
        Next::Branch("complete")
    }
}
