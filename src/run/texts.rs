//! Names with texts, in memory that is used again.

use std::fmt;
use std::ops::Range;

/// Names with texts, in order of the names.
///
/// All names and texts lie in one string, so a contact that does what others did before it
/// needs no new memory, and a copy is two copies of memory however many names there are.
#[derive(Clone, Default)]
pub struct Texts {
    /// INVARIANT: sorted by name, no name twice.
    entries: Vec<Entry>,
    /// What the entries point to, and what nothing points to any more.
    memory: String,
    /// Where `memory` is written afresh without what nothing points to.
    fresh: String,
    /// INVARIANT: the length of all names and texts of `entries`.
    bytes: usize,
}

/// Where a name and its text lie.
#[derive(Clone)]
struct Entry {
    name: Range<usize>,
    text: Range<usize>,
}

/// How many bytes may be held that nothing points to, beyond as many as are pointed to.
const MOST_WASTE: usize = 4096;

/// Among so many names, one is found faster by looking at their lengths than by halving.
const FEW: usize = 8;

impl Texts {
    /// The text of a name.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&str> {
        let place = self.place(name).ok()?;
        self.entries.get(place).map(|entry| self.at(&entry.text))
    }

    /// Sets a text.
    pub fn set(&mut self, name: &str, text: &str) {
        match self.place(name) {
            Ok(place) => self.replace(place, text),
            Err(place) => {
                let name = self.write(&[name]);
                self.insert(place, name, text);
            }
        }
    }

    /// Sets the text of a name that is put together: `Lex.Slots.` and `parcel`.
    pub fn set_under(&mut self, start: &str, name: &str, text: &str) {
        let name = self.write(&[start, name]);
        match self.place(self.at(&name)) {
            Ok(place) => {
                self.memory.truncate(name.start);
                self.replace(place, text);
            }
            Err(place) => self.insert(place, name, text),
        }
    }

    /// The names with their texts, in order of the names.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> + Clone {
        let entries = self.entries.iter();
        entries.map(|entry| (self.at(&entry.name), self.at(&entry.text)))
    }

    /// The names, in order.
    pub fn names(&self) -> impl Iterator<Item = &str> + Clone {
        self.entries.iter().map(|entry| self.at(&entry.name))
    }

    /// The length of all names and texts in bytes.
    #[must_use]
    pub const fn bytes(&self) -> usize {
        self.bytes
    }

    /// Takes everything out.
    pub fn clear(&mut self) {
        self.entries.clear();
        self.memory.clear();
        self.bytes = 0;
    }

    /// Takes out every name that begins with `start`.
    pub fn clear_under(&mut self, start: &str) {
        let from = self
            .entries
            .partition_point(|entry| self.at(&entry.name) < start);
        let rest = self.entries.get(from..).unwrap_or_default();
        let count = rest.partition_point(|entry| self.at(&entry.name).starts_with(start));
        for entry in self.entries.drain(from..from + count) {
            self.bytes -= entry.name.len() + entry.text.len();
        }
        self.tidy();
    }

    /// Where a name is, else where it would stand.
    fn place(&self, name: &str) -> Result<usize, usize> {
        if self.entries.len() <= FEW {
            let mut entries = self.entries.iter();
            let is_it =
                |entry: &Entry| entry.name.len() == name.len() && self.at(&entry.name) == name;
            if let Some(place) = entries.position(is_it) {
                return Ok(place);
            }
        }
        self.entries
            .binary_search_by(|known| self.at(&known.name).cmp(name))
    }

    fn at(&self, place: &Range<usize>) -> &str {
        self.memory.get(place.clone()).unwrap_or_default()
    }

    fn insert(&mut self, place: usize, name: Range<usize>, text: &str) {
        let text = self.write(&[text]);
        self.bytes += name.len() + text.len();
        self.entries.insert(place, Entry { name, text });
    }

    fn replace(&mut self, place: usize, text: &str) {
        let text = self.write(&[text]);
        if let Some(entry) = self.entries.get_mut(place) {
            self.bytes = self.bytes - entry.text.len() + text.len();
            entry.text = text;
        }
        self.tidy();
    }

    fn write(&mut self, parts: &[&str]) -> Range<usize> {
        let start = self.memory.len();
        for part in parts {
            self.memory.push_str(part);
        }
        start..self.memory.len()
    }

    /// Writes the memory afresh where too much of it is pointed to by nothing.
    fn tidy(&mut self) {
        if self.memory.len() <= 2 * self.bytes + MOST_WASTE {
            return;
        }
        self.fresh.clear();
        for entry in &mut self.entries {
            for part in [&mut entry.name, &mut entry.text] {
                let start = self.fresh.len();
                let written = self.memory.get(part.clone()).unwrap_or_default();
                self.fresh.push_str(written);
                *part = start..self.fresh.len();
            }
        }
        std::mem::swap(&mut self.memory, &mut self.fresh);
    }
}

impl<N: AsRef<str>, T: AsRef<str>> Extend<(N, T)> for Texts {
    fn extend<I: IntoIterator<Item = (N, T)>>(&mut self, entries: I) {
        for (name, text) in entries {
            self.set(name.as_ref(), text.as_ref());
        }
    }
}

impl PartialEq for Texts {
    fn eq(&self, other: &Self) -> bool {
        self.iter().eq(other.iter())
    }
}

impl fmt::Debug for Texts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_map().entries(self.iter()).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_set_is_found_and_what_is_under_a_name_goes_together() {
        let mut texts = Texts::default();
        texts.extend([
            ("Lex.b", "2"),
            ("Lex", "0"),
            ("Lexicon", "3"),
            ("Lex.a", "1"),
        ]);
        texts.set("Lex.a", "one");
        assert_eq!(texts.get("Lex.a"), Some("one"));
        assert_eq!(texts.bytes(), "Lex.b2Lex0Lexicon3Lex.aone".len());
        texts.clear_under("Lex.");
        assert_eq!(texts.names().collect::<Vec<_>>(), ["Lex", "Lexicon"]);
        texts.clear();
        assert_eq!((texts.bytes(), texts.get("Lex")), (0, None));
        texts.set("new", "text");
        assert_eq!(texts.iter().collect::<Vec<_>>(), [("new", "text")]);
    }

    #[test]
    fn what_is_set_again_and_again_takes_no_more_memory() {
        let mut texts = Texts::default();
        texts.set("kept", "as it was");
        for round in 0..10_000 {
            texts.set("turn", &round.to_string());
            texts.set_under("Lex.", "Slots.parcel", "4711");
            texts.clear_under("Lex.");
        }
        assert_eq!(texts.get("kept"), Some("as it was"));
        assert_eq!(texts.get("turn"), Some("9999"));
        assert_eq!(texts.bytes(), "keptas it wasturn9999".len());
        assert!(texts.memory.capacity() + texts.fresh.capacity() < 32_768);
    }
}
