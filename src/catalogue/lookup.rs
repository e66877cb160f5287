//! From phrases and action types to rows.

use super::blocks::{BLOCKS, UNKNOWN};
use super::row::Row;
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// The words of a phrase behind the first, and its rows.
type Phrase = (Vec<&'static str>, Vec<&'static Row>);

/// At least as many as any phrase has words behind its first.
const MOST_WORDS: usize = 8;

/// Things by words, the short ones first: most words differ in their length.
struct ByWord<T>(Vec<(&'static str, T)>);

impl<T> ByWord<T> {
    fn new(words: BTreeMap<&'static str, T>) -> Self {
        let mut words: Vec<_> = words.into_iter().collect();
        words.sort_by_key(|(word, _)| word.len());
        Self(words)
    }

    fn get(&self, word: &str) -> Option<&T> {
        let rank = |(known, _): &(&str, T)| (known.len(), *known).cmp(&(word.len(), word));
        let at = self.0.binary_search_by(rank).ok()?;
        self.0.get(at).map(|(_, thing)| thing)
    }
}

/// Rows by the first word of their phrase, the longest phrase first.
static BY_FIRST_WORD: LazyLock<ByWord<Vec<Phrase>>> = LazyLock::new(|| {
    let mut phrases: BTreeMap<&str, Vec<Phrase>> = BTreeMap::new();
    for row in BLOCKS.iter().copied().chain([&UNKNOWN]) {
        let mut words = row.phrase.split(' ');
        let first = words.next().unwrap_or(row.phrase);
        let rest: Vec<&str> = words.collect();
        let candidates = phrases.entry(first).or_default();
        match candidates.iter_mut().find(|(known, _)| *known == rest) {
            Some((_, rows)) => rows.push(row),
            None => candidates.push((rest, vec![row])),
        }
    }
    for candidates in phrases.values_mut() {
        candidates.sort_by_key(|(rest, _)| std::cmp::Reverse(rest.len()));
    }
    ByWord::new(phrases)
});

static BY_ACTION: LazyLock<ByWord<Vec<&'static Row>>> = LazyLock::new(|| {
    let mut actions: BTreeMap<&str, Vec<&'static Row>> = BTreeMap::new();
    for row in BLOCKS {
        actions.entry(row.action).or_default().push(row);
    }
    ByWord::new(actions)
});

/// The rows of the longest phrase that `words` begin with, and how many words it has.
/// Several rows share a phrase where a property tells them apart ([`Row::chosen_by`]).
#[must_use]
pub fn row_of_phrase<'a>(
    mut words: impl Iterator<Item = &'a str>,
) -> Option<(&'static [&'static Row], usize)> {
    let first = words.next()?;
    let candidates = BY_FIRST_WORD.get(first)?;
    let longest = candidates.first().map_or(0, |(rest, _)| rest.len());
    let mut said = [""; MOST_WORDS];
    for (place, word) in said.iter_mut().zip(words.take(longest)) {
        *place = word;
    }
    let (rest, rows) = candidates.iter().find(|(rest, _)| said.starts_with(rest))?;
    Some((rows.as_slice(), rest.len() + 1))
}

/// The rows of an action type, in the order of the manual; none where it is unknown.
#[must_use]
pub fn rows_of_action(action: &str) -> &'static [&'static Row] {
    BY_ACTION.get(action).map_or(&[], Vec::as_slice)
}

/// The rows of a block by what the designer prints on it, whatever the case of its letters; of
/// a name such as `End flow / Resume`, either part is enough, and of one with a comma or with
/// something in parentheses behind it, what stands before.
#[must_use]
pub fn rows_of_block(name: &str) -> Vec<&'static Row> {
    let said: Vec<&str> = parts(name).collect();
    let is_meant = |row: &Row| {
        parts(row.block).any(|part| said.iter().any(|said| part.eq_ignore_ascii_case(said)))
    };
    BLOCKS.iter().copied().filter(|row| is_meant(row)).collect()
}

fn parts(name: &str) -> impl Iterator<Item = &str> {
    let before = name.split([',', '(']).next().unwrap_or(name);
    let parts = name.split('/').chain([name, before]).map(str::trim);
    parts.filter(|part| !part.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::{Shape, Written};

    #[test]
    fn the_longest_phrase_wins() {
        let row = |line: &str| {
            let (rows, words) = row_of_phrase(line.split(' ')).unwrap();
            (rows[0].phrase, words)
        };
        assert_eq!(row("set disconnect flow after"), ("set disconnect flow", 3));
        assert_eq!(
            row("set disconnect flow for agent ui after"),
            ("set disconnect flow for agent ui", 6)
        );
        assert_eq!(row("wait"), ("wait", 1));
        assert!(row_of_phrase("play".split(' ')).is_none());
    }

    #[test]
    fn no_phrase_is_too_long() {
        for row in BLOCKS {
            let words = row.phrase.split(' ').count();
            assert!(words <= MOST_WORDS + 1, "{}", row.phrase);
        }
    }

    #[test]
    fn no_phrase_with_its_closed_words_is_another_phrase() {
        for row in BLOCKS {
            for parameter in row.parameters {
                if let (Written::Argument, Shape::Word(words)) =
                    (parameter.written, parameter.shape)
                {
                    for (word, _) in words {
                        let line = format!("{} {word}", row.phrase);
                        let (_, length) = row_of_phrase(line.split(' ')).unwrap();
                        assert_eq!(length, row.phrase.split(' ').count(), "{line}");
                    }
                }
            }
        }
    }

    #[test]
    fn every_branch_that_is_named_exists() {
        use crate::catalogue::{Then, Undrawn};
        for row in BLOCKS {
            if let Then::Copies(word) = row.then {
                assert!(row.branch(word).is_some(), "{}: {word}", row.phrase);
            }
            for branch in row.branches {
                if let Undrawn::Like(word) = branch.undrawn {
                    assert!(row.branch(word).is_some(), "{}: {word}", row.phrase);
                }
            }
        }
    }
}
