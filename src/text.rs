//! English and durations, as people write and read them.

use std::fmt;

/// A number with its noun: `1 block`, `3 blocks`.
#[must_use]
pub fn count(noun: &str, number: usize) -> String {
    let plural = match (number, noun) {
        (1, _) => "",
        (_, noun) if noun.ends_with("ch") || noun.ends_with('s') => "es",
        _ => "s",
    };
    format!("{number} {noun}{plural}")
}

/// The noun with its article: `a queue`, `an agent`.
#[must_use]
pub fn a(noun: &str) -> String {
    // A user is spoken like a you.
    let article = if noun.starts_with(['a', 'e', 'i', 'o', 'u']) && !noun.starts_with("user") {
        "an"
    } else {
        "a"
    };
    format!("{article} {noun}")
}

/// "`a`, `b` or `c`": the words in backticks, joined for reading.
#[must_use]
pub fn or_ticked<S: AsRef<str>>(words: impl IntoIterator<Item = S>) -> String {
    joined(words, "or")
}

/// "`a`, `b` and `c`": the words in backticks, joined for reading.
#[must_use]
pub fn and_ticked<S: AsRef<str>>(words: impl IntoIterator<Item = S>) -> String {
    joined(words, "and")
}

/// "calls, tasks and chats": the words joined for reading.
#[must_use]
pub fn and_listed<S: AsRef<str>>(words: impl IntoIterator<Item = S>) -> String {
    let words = words.into_iter().map(|word| word.as_ref().to_owned());
    listed(&words.collect::<Vec<_>>(), "and")
}

fn joined<S: AsRef<str>>(words: impl IntoIterator<Item = S>, last: &str) -> String {
    let ticked: Vec<String> = words
        .into_iter()
        .map(|word| format!("`{}`", word.as_ref()))
        .collect();
    listed(&ticked, last)
}

fn listed(words: &[String], last: &str) -> String {
    match words.split_last() {
        None => String::new(),
        Some((only, [])) => only.clone(),
        Some((end, rest)) => format!("{} {last} {end}", rest.join(", ")),
    }
}

/// A sentence in which every passage in backticks is short enough to be read: what people
/// wrote is quoted, and that may be a megabyte on one line.
#[must_use]
pub fn with_short_quotes(sentence: String) -> String {
    /// Quotes up to this length stay as they are.
    const LONGEST: usize = 160;
    /// What is left of a longer one.
    const KEPT: usize = 120;
    if sentence.len() <= LONGEST {
        return sentence;
    }
    let mut out = String::new();
    for (position, part) in sentence.split('`').enumerate() {
        if position > 0 {
            out.push('`');
        }
        if position % 2 == 1 && part.chars().nth(LONGEST).is_some() {
            out.extend(part.chars().take(KEPT));
            out.push('…');
        } else {
            out.push_str(part);
        }
    }
    out
}

/// The known word that `wrong` was probably meant to be: at most a third of its
/// letters differ. Nothing rather than nonsense.
#[must_use]
pub fn nearest<'a>(wrong: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    /// Nobody mistypes a longer word, and comparing takes the product of the lengths.
    const LONGEST: usize = 100;
    let length = wrong.chars().take(LONGEST + 1).count();
    if length > LONGEST {
        return None;
    }
    let letters = Letters::of(wrong);
    let mut nearest = None;
    let mut limit = length / 3 + 1;
    for word in known {
        // Most words are told apart by their letters alone.
        if word.len() <= 4 * LONGEST && letters.differ_less(word, limit) && word != wrong {
            let distance = strsim::damerau_levenshtein(wrong, word);
            if distance < limit {
                (nearest, limit) = (Some(word), distance);
            }
        }
    }
    nearest
}

/// How often each letter is in a word; some share a place.
#[derive(Clone, Copy)]
struct Letters([i16; 64]);

impl Letters {
    fn of(word: &str) -> Self {
        let mut letters = Self([0; 64]);
        letters.count(word, 1);
        letters
    }

    fn count(&mut self, word: &str, step: i16) {
        for letter in word.chars() {
            if let Some(count) = self.0.get_mut(letter as usize % 64) {
                *count += step;
            }
        }
    }

    /// Whether fewer than so many letters are in one word and not in the other: no fewer have
    /// to be changed.
    fn differ_less(mut self, word: &str, limit: usize) -> bool {
        self.count(word, -1);
        let mut more = 0;
        let mut less = 0;
        for count in self.0 {
            more += usize::from(count.max(0).unsigned_abs());
            less += usize::from(count.min(0).unsigned_abs());
        }
        more.max(less) < limit
    }
}

/// A time span in whole seconds, shown the way Ebb writes it: `1h30m`, `12h`, `90s` as `1m30s`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Duration(pub i64);

impl fmt::Display for Duration {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0 == 0 {
            return f.write_str("0s");
        }
        if self.0 < 0 {
            f.write_str("-")?;
        }
        let mut rest = self.0.unsigned_abs();
        for (unit, seconds) in [("d", 86_400), ("h", 3_600), ("m", 60), ("s", 1)] {
            if rest >= seconds {
                write!(f, "{}{unit}", rest / seconds)?;
                rest %= seconds;
            }
        }
        Ok(())
    }
}

/// A point in a chat, counted from its start: `25:00:00`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Clock(pub i64);

impl fmt::Display for Clock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let seconds = self.0;
        write!(
            f,
            "{:02}:{:02}:{:02}",
            seconds / 3_600,
            seconds / 60 % 60,
            seconds % 60
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_agree_with_their_nouns() {
        assert_eq!(count("block", 1), "1 block");
        assert_eq!(count("block", 0), "0 blocks");
        assert_eq!(count("branch", 2), "2 branches");
    }

    #[test]
    fn long_quotes_are_cut_and_the_sentence_is_kept() {
        let long = "ä".repeat(1_000);
        assert_eq!(
            with_short_quotes(format!("no block is called `{long}`; write `wait`")),
            format!("no block is called `{}…`; write `wait`", "ä".repeat(120))
        );
        let short = format!("`{}` {long}", "x".repeat(160));
        assert_eq!(with_short_quotes(short.clone()), short);
    }

    #[test]
    fn suggestions_have_a_limit() {
        let known = ["play prompt", "wait", "disconnect"];
        assert_eq!(nearest("plya prompt", known), Some("play prompt"));
        assert_eq!(nearest("dance", known), None);
    }

    #[test]
    fn durations_read_like_the_source() {
        let shown = |seconds| Duration(seconds).to_string();
        assert_eq!(shown(43_200), "12h");
        assert_eq!(shown(5_400), "1h30m");
        assert_eq!(shown(90_000), "1d1h");
        assert_eq!(shown(-90), "-1m30s");
        assert_eq!(Clock(90_000).to_string(), "25:00:00");
    }
}
