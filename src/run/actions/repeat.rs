//! Counting passes.

use crate::catalogue::Role;
use crate::run::ready::Ready;
use crate::run::steps::Next;
use crate::run::work::Run;

/// The most passes (Flow language, Loop).
const MOST: i64 = 100;

/// So many passes, then `complete` once; then it counts from the start again.
pub(super) fn pass<'r>(run: &mut Run<'r>, block: &'r Ready<'r>) -> Next {
    let count = block
        .value(Role::Count)
        .and_then(|value| run.whole_number(value))
        .filter(|count| (0..=MOST).contains(count));
    let (Some(count), Some(frame)) = (count, run.state.frame_mut()) else {
        return Next::Branch("error");
    };
    let block = frame.block;
    let place = frame.passes.iter().position(|(of, _)| *of == block);
    let made = place.and_then(|place| frame.passes.get_mut(place));
    match (made, place) {
        (Some((_, made)), _) if *made < count => {
            *made += 1;
            Next::Branch("looping")
        }
        (None, _) if count > 0 => {
            frame.passes.push((block, 1));
            Next::Branch("looping")
        }
        (_, Some(place)) => {
            frame.passes.swap_remove(place);
            Next::Branch("complete")
        }
        (_, None) => Next::Branch("complete"),
    }
}
