//! Sections that go on in each other stand behind each other.

use super::place::{Goal, Place};
use crate::program::BlockId;
use std::collections::BTreeMap;

/// Puts every section before the one that it goes on in, where that one has no other
/// before it. What many go on in stands behind the last of them, so that arrows point down.
/// The first section stays the first.
pub(super) fn in_line(sections: Vec<Vec<Place>>) -> Vec<Place> {
    let lines = Lines::of(&sections);
    let mut left: Vec<Option<Vec<Place>>> = sections.into_iter().map(Some).collect();
    let mut places = Vec::new();
    for first in lines.firsts() {
        let mut here = Some(first);
        while let Some(at) = here {
            let section = left.get_mut(at).and_then(Option::take);
            places.extend(section.unwrap_or_default());
            here = lines.next(at);
        }
    }
    places
}

/// Which section stands behind which.
struct Lines(Vec<Line>);

#[derive(Clone, Copy)]
struct Line {
    next: Option<usize>,
    has_previous: bool,
    /// The last section of the line that begins with this one.
    end: usize,
    /// The first section of the line that ends with this one.
    begin: usize,
}

impl Lines {
    fn of(sections: &[Vec<Place>]) -> Self {
        let lines = (0..sections.len()).map(|at| Line {
            next: None,
            has_previous: false,
            end: at,
            begin: at,
        });
        let mut lines = Self(lines.collect());
        let begins: BTreeMap<BlockId, usize> = sections
            .iter()
            .enumerate()
            .skip(1)
            .filter_map(|(at, section)| Some((section.first()?.block, at)))
            .collect();
        for (at, section) in sections.iter().enumerate().rev() {
            if let Some(Goal::Block(block)) = section.last().and_then(|last| last.jump)
                && let Some(next) = begins.get(&block)
            {
                lines.join(at, *next);
            }
        }
        lines
    }

    /// Puts a line that ends with `at` before the one that begins with `next`.
    fn join(&mut self, at: usize, next: usize) {
        let (Some(before), Some(behind)) = (self.0.get(at).copied(), self.0.get(next).copied())
        else {
            return;
        };
        // A line that went on in its own beginning would have no end.
        if behind.has_previous || before.begin == next {
            return;
        }
        self.change(at, |line| line.next = Some(next));
        self.change(next, |line| line.has_previous = true);
        self.change(before.begin, |line| line.end = behind.end);
        self.change(behind.end, |line| line.begin = before.begin);
    }

    fn change(&mut self, at: usize, how: impl FnOnce(&mut Line)) {
        if let Some(line) = self.0.get_mut(at) {
            how(line);
        }
    }

    fn firsts(&self) -> impl Iterator<Item = usize> {
        let lines = self.0.iter().enumerate();
        lines
            .filter(|(_, line)| !line.has_previous)
            .map(|(at, _)| at)
    }

    fn next(&self, at: usize) -> Option<usize> {
        self.0.get(at)?.next
    }
}

#[cfg(test)]
mod tests {
    use super::{Goal, Place, in_line};
    use crate::id::Id;
    use crate::program::BlockId;

    fn section(block: usize, jump: Option<usize>) -> Vec<Place> {
        vec![Place {
            block: BlockId::from_index(block),
            nested: Vec::new(),
            jump: jump.map(|jump| Goal::Block(BlockId::from_index(jump))),
        }]
    }

    fn order(sections: &[(usize, Option<usize>)]) -> Vec<usize> {
        let sections = sections.iter().map(|(block, jump)| section(*block, *jump));
        let places = in_line(sections.collect());
        places.iter().map(|place| place.block.index()).collect()
    }

    #[test]
    fn what_many_go_on_in_stands_behind_the_last_of_them() {
        let sections = [(0, None), (1, None), (2, Some(1)), (3, Some(1))];
        assert_eq!(order(&sections), [0, 2, 3, 1]);
    }

    #[test]
    fn the_first_section_stays_the_first() {
        assert_eq!(order(&[(0, None), (1, Some(0))]), [0, 1]);
    }

    #[test]
    fn sections_in_a_circle_are_all_written() {
        let sections = [(0, None), (1, Some(2)), (2, Some(3)), (3, Some(1))];
        let order = order(&sections);
        assert_eq!(order.len(), 4);
        assert_eq!(order.first(), Some(&0));
    }
}
