//! The same work on many things, on every core; the one place that knows of threads.

use rayon::prelude::*;
use std::cell::Cell;

/// What `work` makes of each item, in the order of the items. A single item is worked on
/// right here, for which no thread is started.
pub fn consume<T: Send, R: Send>(items: Vec<T>, work: impl Fn(T) -> R + Send + Sync) -> Vec<R> {
    if is_alone(items.len()) {
        return items.into_iter().map(work).collect();
    }
    items.into_par_iter().map(work).collect()
}

/// As [`consume`]; stops soon after `work` has failed on some item.
///
/// # Errors
///
/// One of those of `work`.
pub fn try_consume<T: Send, R: Send, E: Send>(
    items: Vec<T>,
    work: impl Fn(T) -> Result<R, E> + Send + Sync,
) -> Result<Vec<R>, E> {
    if is_alone(items.len()) {
        return items.into_iter().map(work).collect();
    }
    items.into_par_iter().map(work).collect()
}

/// As [`consume`], for items that are needed afterwards.
pub fn map<T: Sync, R: Send>(items: &[T], work: impl Fn(&T) -> R + Send + Sync) -> Vec<R> {
    if is_alone(items.len()) {
        return items.iter().map(work).collect();
    }
    items.par_iter().map(work).collect()
}

/// As [`map`], for items that are much work: each is worked on by one core alone, whatever
/// `work` calls in here, unless there is only one. A core that waited for others in the middle
/// of an item would begin another one meanwhile, and hold what both need. Nothing soon after
/// `work` has given nothing for some item.
pub fn try_map_apart<T: Sync, R: Send>(
    items: &[T],
    work: impl Fn(&T) -> Option<R> + Send + Sync,
) -> Option<Vec<R>> {
    if is_alone(items.len()) {
        return items.iter().map(work).collect();
    }
    let alone = |item| {
        ALONE.set(true);
        let done = work(item);
        ALONE.set(false);
        done
    };
    items.par_iter().map(alone).collect()
}

thread_local! {
    /// Whether this thread works on an item [apart](try_map_apart).
    static ALONE: Cell<bool> = const { Cell::new(false) };
}

/// Whether so many items are worked on right here.
fn is_alone(items: usize) -> bool {
    items < 2 || ALONE.get()
}

/// As [`map`], on this core alone where all of the work is `small`: threads that are not
/// there yet take longer to start than it takes.
pub fn map_unless<T: Sync, R: Send>(
    small: bool,
    items: &[T],
    work: impl Fn(&T) -> R + Send + Sync,
) -> Vec<R> {
    match small {
        true => items.iter().map(work).collect(),
        false => map(items, work),
    }
}

/// Bytes of sources that are read in about the time in which threads start.
pub const SMALL: usize = 50_000;
