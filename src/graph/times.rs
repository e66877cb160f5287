//! Sets of points in time, as intervals.

use super::state::Seconds;
use smallvec::SmallVec;

/// A closed interval of whole seconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Interval {
    /// The first second.
    pub first: Seconds,
    /// The last second.
    pub last: Seconds,
}

impl Interval {
    /// From `first` to `last`, both included.
    #[must_use]
    pub const fn new(first: Seconds, last: Seconds) -> Self {
        Self { first, last }
    }

    /// Every second of it moved by `least` to `most`, cut off before `end`.
    #[must_use]
    pub fn shifted(self, least: Seconds, most: Seconds, end: Seconds) -> Option<Self> {
        let first = self.first.checked_add(least)?;
        let last = self.last.saturating_add(most).min(end.checked_sub(1)?);
        (first <= last).then_some(Self { first, last })
    }

    const fn gap_to(self, next: Self) -> Seconds {
        next.first.saturating_sub(self.last)
    }

    const fn length(self) -> Seconds {
        self.last - self.first
    }
}

/// Some intervals; most often one or two.
pub type Intervals = SmallVec<[Interval; 2]>;

/// Sorts intervals and joins those that touch.
pub fn join(intervals: &mut Intervals) {
    intervals.sort_unstable();
    intervals.dedup_by(|next, one| {
        let touches = next.first <= one.last.saturating_add(1);
        if touches {
            one.last = one.last.max(next.last);
        }
        touches
    });
}

/// What to do with a set that would need too many intervals.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Bound {
    /// Every time that is possible has to be in it: fill the smallest gap.
    Above,
    /// Only times that are possible may be in it: drop an interval in the middle.
    Below,
}

/// How finely times are told apart, and how long is worked on that, before they are rounded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Precision {
    /// How many intervals a set of times keeps, two at least.
    pub kept: usize,
    /// How many steps are spent on every group of states that lead to each other.
    pub steps_a_group: usize,
    /// How many more for each of its states.
    pub steps_a_state: usize,
}

impl Default for Precision {
    fn default() -> Self {
        Self {
            kept: 64,
            steps_a_group: 20_000,
            steps_a_state: 64,
        }
    }
}

/// A set of points in time: sorted intervals that do not touch.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Times {
    intervals: Intervals,
    coarse: bool,
}

impl Times {
    /// The intervals, in order.
    #[must_use]
    pub fn intervals(&self) -> &[Interval] {
        &self.intervals
    }

    /// Whether it holds no time.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.intervals.is_empty()
    }

    /// Whether it is only a bound of the set that was asked for.
    #[must_use]
    pub const fn is_coarse(&self) -> bool {
        self.coarse
    }

    /// The earliest time.
    #[must_use]
    pub fn first(&self) -> Option<Seconds> {
        self.intervals.first().map(|interval| interval.first)
    }

    /// The latest time.
    #[must_use]
    pub fn last(&self) -> Option<Seconds> {
        self.intervals.last().map(|interval| interval.last)
    }

    /// Adds an interval however many there are, and appends what was new to `fresh`.
    pub fn insert(&mut self, new: Interval, fresh: &mut Intervals) {
        let from = self
            .intervals
            .partition_point(|old| old.last.saturating_add(1) < new.first);
        let to = self
            .intervals
            .partition_point(|old| old.first <= new.last.saturating_add(1));
        let touched = self.intervals.get(from..to).unwrap_or_default();
        let mut joined = new;
        let mut missing = new.first;
        for old in touched {
            if missing < old.first {
                fresh.push(Interval::new(missing, (old.first - 1).min(new.last)));
            }
            missing = missing.max(old.last.saturating_add(1));
            joined.first = joined.first.min(old.first);
            joined.last = joined.last.max(old.last);
        }
        if missing <= new.last {
            fresh.push(Interval::new(missing, new.last));
        }
        if let (true, Some(first)) = (from < to, self.intervals.get_mut(from)) {
            *first = joined;
            self.intervals.drain(from + 1..to);
        } else {
            self.intervals.insert(from, joined);
        }
    }

    /// Adds an interval within the bound on their number.
    pub fn insert_bounded(
        &mut self,
        new: Interval,
        bound: Bound,
        kept: usize,
        fresh: &mut Intervals,
    ) {
        let is_full = self.intervals.len() >= kept;
        if bound == Bound::Below && is_full && !self.takes_when_full(new) {
            self.coarse |= !self.covers(new);
            return;
        }
        self.insert(new, fresh);
        while self.intervals.len() > kept {
            self.coarse = true;
            match bound {
                Bound::Above => self.fill_smallest_gap(fresh),
                Bound::Below => self.drop_shortest(),
            }
        }
    }

    /// Says that the set is no longer exact.
    pub const fn coarsen(&mut self) {
        self.coarse = true;
    }

    /// A full set grows where it touches what is there, and at its ends; nowhere else, so
    /// that what was dropped does not come back for ever.
    fn takes_when_full(&self, new: Interval) -> bool {
        let outside = self.first().is_none_or(|first| new.first < first)
            || self.last().is_none_or(|last| new.last > last);
        outside
            || self.intervals.iter().any(|old| {
                old.first <= new.last.saturating_add(1) && new.first <= old.last.saturating_add(1)
            })
    }

    fn covers(&self, new: Interval) -> bool {
        self.intervals
            .iter()
            .any(|old| old.first <= new.first && new.last <= old.last)
    }

    fn fill_smallest_gap(&mut self, fresh: &mut Intervals) {
        let gaps = self.intervals.iter().zip(self.intervals.iter().skip(1));
        let Some((at, gap)) = gaps
            .map(|(one, next)| {
                (
                    one.gap_to(*next),
                    Interval::new(one.last + 1, next.first - 1),
                )
            })
            .enumerate()
            .min_by_key(|(_, (width, _))| *width)
            .map(|(at, (_, gap))| (at, gap))
        else {
            return;
        };
        fresh.push(gap);
        let next = self.intervals.remove(at + 1);
        if let Some(one) = self.intervals.get_mut(at) {
            one.last = next.last;
        }
    }

    /// Keeps the first and the last.
    fn drop_shortest(&mut self) {
        let inner = self.intervals.len().saturating_sub(2);
        let shortest = self
            .intervals
            .iter()
            .enumerate()
            .skip(1)
            .take(inner)
            .min_by_key(|(_, interval)| interval.length())
            .map_or(0, |(at, _)| at);
        self.intervals.remove(shortest);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    fn seconds(intervals: &[Interval]) -> BTreeSet<Seconds> {
        intervals
            .iter()
            .flat_map(|interval| interval.first..=interval.last)
            .collect()
    }

    proptest! {
        #[test]
        fn a_set_holds_what_was_added_and_says_what_was_new(
            added in prop::collection::vec((0_u32..60, 0_u32..6), 0..40)
        ) {
            let mut times = Times::default();
            let mut expected = BTreeSet::new();
            for (first, length) in added {
                let new = Interval::new(first, first + length);
                let mut fresh = Intervals::new();
                times.insert(new, &mut fresh);
                let wanted: BTreeSet<_> = (first..=first + length).collect();
                prop_assert_eq!(seconds(&fresh), &wanted - &expected);
                expected.extend(wanted);
                prop_assert_eq!(seconds(times.intervals()), expected.clone());
                for (one, next) in times.intervals().iter().zip(times.intervals().iter().skip(1)) {
                    prop_assert!(one.last + 1 < next.first, "neighbours are joined");
                }
            }
        }

        #[test]
        fn bounded_sets_enclose_the_exact_one(
            added in prop::collection::vec((0_u32..2_000, 0_u32..3), 0..200),
            kept in prop_oneof![2_usize..5, Just(64)],
        ) {
            let mut exact = BTreeSet::new();
            let (mut above, mut below) = (Times::default(), Times::default());
            for (first, length) in added {
                let new = Interval::new(first, first + length);
                above.insert_bounded(new, Bound::Above, kept, &mut Intervals::new());
                below.insert_bounded(new, Bound::Below, kept, &mut Intervals::new());
                exact.extend(first..=first + length);
            }
            prop_assert!(above.intervals().len() <= kept && below.intervals().len() <= kept);
            prop_assert!(exact.is_subset(&seconds(above.intervals())));
            prop_assert!(seconds(below.intervals()).is_subset(&exact));
            prop_assert_eq!(above.last(), exact.last().copied());
            prop_assert_eq!(below.last(), exact.last().copied());
            prop_assert_eq!(below.first(), exact.first().copied());
            if !below.is_coarse() {
                prop_assert_eq!(seconds(below.intervals()), exact);
            }
        }
    }
}
