//! Names with texts, in memory that is used again.

use std::fmt;

/// Names with texts, in order of the names.
///
/// What is taken out keeps its memory for what is put in next, so a contact that does
/// what others did before it needs no new memory.
#[derive(Clone, Default)]
pub struct Texts {
    /// INVARIANT: sorted by name, no name twice.
    entries: Vec<(String, String)>,
    spare: Vec<(String, String)>,
    /// Where names are put together.
    name: String,
    /// INVARIANT: the length of all names and texts in `entries`.
    bytes: usize,
}

impl Texts {
    /// The text of a name.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&str> {
        let place = self.place(name).ok()?;
        self.entries.get(place).map(|(_, text)| text.as_str())
    }

    /// Sets a text.
    pub fn set(&mut self, name: &str, text: &str) {
        match self.place(name) {
            Ok(place) => {
                if let Some((_, old)) = self.entries.get_mut(place) {
                    self.bytes = self.bytes - old.len() + text.len();
                    old.clear();
                    old.push_str(text);
                }
            }
            Err(place) => {
                let (mut key, mut value) = self.spare.pop().unwrap_or_default();
                key.push_str(name);
                value.push_str(text);
                self.bytes += name.len() + text.len();
                self.entries.insert(place, (key, value));
            }
        }
    }

    /// Sets the text of a name that is put together: `Lex.Slots.` and `parcel`.
    pub fn set_under(&mut self, start: &str, name: &str, text: &str) {
        let mut whole = std::mem::take(&mut self.name);
        whole.clear();
        whole.push_str(start);
        whole.push_str(name);
        self.set(&whole, text);
        self.name = whole;
    }

    /// The names with their texts, in order of the names.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        let entries = self.entries.iter();
        entries.map(|(name, text)| (name.as_str(), text.as_str()))
    }

    /// The names, in order.
    pub fn names(&self) -> impl Iterator<Item = &str> + Clone {
        self.entries.iter().map(|(name, _)| name.as_str())
    }

    /// The length of all names and texts in bytes.
    #[must_use]
    pub const fn bytes(&self) -> usize {
        self.bytes
    }

    /// Takes everything out.
    pub fn clear(&mut self) {
        self.take_out(0, self.entries.len());
    }

    /// Takes out every name that begins with `start`.
    pub fn clear_under(&mut self, start: &str) {
        let from = self
            .entries
            .partition_point(|(name, _)| name.as_str() < start);
        let rest = self.entries.get(from..).unwrap_or_default();
        let count = rest.partition_point(|(name, _)| name.starts_with(start));
        self.take_out(from, from + count);
    }

    fn take_out(&mut self, from: usize, to: usize) {
        for (mut name, mut text) in self.entries.drain(from..to) {
            self.bytes -= name.len() + text.len();
            name.clear();
            text.clear();
            self.spare.push((name, text));
        }
    }

    fn place(&self, name: &str) -> Result<usize, usize> {
        self.entries
            .binary_search_by(|(known, _)| known.as_str().cmp(name))
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
        self.entries == other.entries
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
}
