//! Names with texts, in memory that is used again.

use super::tag::{Name, Tag};
use std::fmt;

/// Names with texts, in the order in which they came.
///
/// All names and texts lie in one string, so a contact that does what others did before it
/// needs no new memory, and a copy is two copies of memory however many names there are.
#[derive(Default)]
pub struct Texts {
    /// INVARIANT: no name twice.
    entries: Vec<Entry>,
    /// What the entries point to, and what nothing points to any more.
    memory: String,
    /// Where `memory` is written afresh without what nothing points to.
    fresh: String,
    /// INVARIANT: how many bytes of `memory` nothing points to any more.
    waste: usize,
}

/// Where a name and its text lie.
#[derive(Clone, Copy)]
struct Entry {
    tag: Tag,
    name: Place,
    text: Place,
}

/// A piece of the memory.
#[derive(Clone, Copy)]
struct Place {
    start: usize,
    end: usize,
}

impl Place {
    const fn len(self) -> usize {
        self.end - self.start
    }

    /// The same place in memory that is written behind so many bytes.
    const fn behind(self, bytes: usize) -> Self {
        Self {
            start: bytes + self.start,
            end: bytes + self.end,
        }
    }
}

/// How many bytes may be held that nothing points to, beyond as many as are pointed to.
const MOST_WASTE: usize = 4096;

impl Texts {
    /// No names.
    #[must_use]
    pub const fn new() -> Self {
        Self {
            entries: Vec::new(),
            memory: String::new(),
            fresh: String::new(),
            waste: 0,
        }
    }

    /// The text of a name.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&str> {
        self.get_tagged(Tag::of(name), name)
    }

    /// The text of a name whose tag is known.
    pub(super) fn get_named(&self, name: &Name) -> Option<&str> {
        self.get_tagged(name.tag(), name.as_str())
    }

    fn get_tagged(&self, tag: Tag, name: &str) -> Option<&str> {
        let entry = self.entry(tag, || name)?;
        Some(self.at(entry.text))
    }

    /// Sets a text.
    pub fn set(&mut self, name: &str, text: &str) {
        self.set_tagged(Tag::of(name), name, text);
    }

    /// Sets the text of a name whose tag is known.
    pub(super) fn set_named(&mut self, name: &Name, text: &str) {
        self.set_tagged(name.tag(), name.as_str(), text);
    }

    fn set_tagged(&mut self, tag: Tag, name: &str, text: &str) {
        match self.find(tag, name) {
            Some(found) => self.replace(found, text),
            None => {
                let name = self.write(name);
                self.add(tag, name, text);
            }
        }
    }

    /// Sets all that another table holds. Where none of its names is known, that is two
    /// copies of memory.
    pub fn set_all(&mut self, others: &Self) {
        let is_known = |new: &Entry| self.entry(new.tag, || others.at(new.name)).is_some();
        if !others.entries.iter().any(is_known) {
            return self.append(others);
        }
        for entry in &others.entries {
            self.set_tagged(entry.tag, others.at(entry.name), others.at(entry.text));
        }
    }

    /// Adds what another table holds, of whose names none is known.
    fn append(&mut self, others: &Self) {
        let behind = self.memory.len();
        for entry in &others.entries {
            self.entries.push(Entry {
                tag: entry.tag,
                name: entry.name.behind(behind),
                text: entry.text.behind(behind),
            });
        }
        self.memory.push_str(&others.memory);
        self.waste += others.waste;
    }

    /// Sets the text of a name that is put together: `Lex.Slots.` and `parcel`.
    pub fn set_under(&mut self, start: &str, name: &str, text: &str) {
        if start.is_empty() {
            return self.set(name, text);
        }
        let name = Place {
            start: self.write(start).start,
            end: self.write(name).end,
        };
        let written = self.at(name);
        let tag = Tag::of(written);
        match self.find(tag, written) {
            Some(found) => {
                self.memory.truncate(name.start);
                self.replace(found, text);
            }
            None => self.add(tag, name, text),
        }
    }

    /// The names with their texts.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> + Clone {
        let entries = self.entries.iter();
        entries.map(|entry| (self.at(entry.name), self.at(entry.text)))
    }

    /// A copy of the names with their texts.
    #[must_use]
    pub fn to_vec(&self) -> Vec<(String, String)> {
        let entries = self.iter();
        entries
            .map(|(name, text)| (name.to_owned(), text.to_owned()))
            .collect()
    }

    /// The names.
    pub fn names(&self) -> impl Iterator<Item = &str> + Clone {
        self.entries.iter().map(|entry| self.at(entry.name))
    }

    /// Whether there are no names.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// The length of all names and texts in bytes.
    #[must_use]
    pub const fn bytes(&self) -> usize {
        self.memory.len() - self.waste
    }

    /// Takes everything out.
    pub fn clear(&mut self) {
        self.entries.clear();
        self.memory.clear();
        self.waste = 0;
    }

    /// Takes out a name.
    pub fn remove(&mut self, name: &str) {
        if let Some(found) = self.find(Tag::of(name), name) {
            let entry = self.entries.remove(found);
            self.waste += entry.name.len() + entry.text.len();
            self.tidy();
        }
    }

    /// Takes out every name that begins with `start`.
    pub fn clear_under(&mut self, start: &str) {
        let (memory, waste) = (&self.memory, &mut self.waste);
        self.entries.retain(|entry| {
            let name = memory
                .get(entry.name.start..entry.name.end)
                .unwrap_or_default();
            let stays = !name.starts_with(start);
            if !stays {
                *waste += entry.name.len() + entry.text.len();
            }
            stays
        });
        self.tidy();
    }

    fn entry<'n>(&self, tag: Tag, name: impl FnOnce() -> &'n str) -> Option<&Entry> {
        match tag.is_all() {
            true => self.entries.iter().find(|entry| entry.tag == tag),
            false => self.entries.get(self.find_long(tag, name())?),
        }
    }

    /// Where the entry of a name is.
    fn find(&self, tag: Tag, name: &str) -> Option<usize> {
        match tag.is_all() {
            true => self.entries.iter().position(|entry| entry.tag == tag),
            false => self.find_long(tag, name),
        }
    }

    /// Apart from the others, so that looking for a short name stays short.
    #[inline(never)]
    fn find_long(&self, tag: Tag, name: &str) -> Option<usize> {
        let mut entries = self.entries.iter();
        entries.position(|entry| entry.tag == tag && self.at(entry.name) == name)
    }

    fn at(&self, place: Place) -> &str {
        self.memory.get(place.start..place.end).unwrap_or_default()
    }

    fn add(&mut self, tag: Tag, name: Place, text: &str) {
        let text = self.write(text);
        self.entries.push(Entry { tag, name, text });
    }

    /// Sets the text of an entry; one that says the same stays where it is.
    fn replace(&mut self, found: usize, text: &str) {
        let old = self.entries.get(found).map(|entry| entry.text);
        if old.is_some_and(|old| self.at(old) == text) {
            return;
        }
        let text = self.write(text);
        if let Some(entry) = self.entries.get_mut(found) {
            self.waste += entry.text.len();
            entry.text = text;
        }
        self.tidy();
    }

    fn write(&mut self, text: &str) -> Place {
        let start = self.memory.len();
        self.memory.push_str(text);
        let end = self.memory.len();
        Place { start, end }
    }

    /// Writes the memory afresh where too much of it is pointed to by nothing.
    fn tidy(&mut self) {
        if self.waste > self.bytes() + MOST_WASTE {
            self.write_afresh();
        }
    }

    #[cold]
    fn write_afresh(&mut self) {
        self.fresh.clear();
        for entry in &mut self.entries {
            for part in [&mut entry.name, &mut entry.text] {
                let start = self.fresh.len();
                let written = self.memory.get(part.start..part.end).unwrap_or_default();
                self.fresh.push_str(written);
                *part = Place {
                    start,
                    end: self.fresh.len(),
                };
            }
        }
        std::mem::swap(&mut self.memory, &mut self.fresh);
        self.waste = 0;
    }
}

impl<N: AsRef<str>, T: AsRef<str>> Extend<(N, T)> for Texts {
    fn extend<I: IntoIterator<Item = (N, T)>>(&mut self, entries: I) {
        for (name, text) in entries {
            self.set(name.as_ref(), text.as_ref());
        }
    }
}

impl<N: AsRef<str>, T: AsRef<str>> FromIterator<(N, T)> for Texts {
    fn from_iter<I: IntoIterator<Item = (N, T)>>(entries: I) -> Self {
        let mut texts = Self::new();
        texts.extend(entries);
        texts
    }
}

impl Clone for Texts {
    fn clone(&self) -> Self {
        let mut copy = Self::new();
        copy.clone_from(self);
        copy
    }

    fn clone_from(&mut self, source: &Self) {
        self.entries.clone_from(&source.entries);
        self.memory.clone_from(&source.memory);
        self.waste = source.waste;
    }
}

impl Eq for Texts {}

impl PartialEq for Texts {
    fn eq(&self, other: &Self) -> bool {
        let mut entries = self.iter();
        self.entries.len() == other.entries.len()
            && entries.all(|(name, text)| other.get(name) == Some(text))
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
    fn names_with_one_end_are_told_apart_and_their_order_does_not_matter() {
        let names = [
            "",
            "t",
            "st",
            "rst",
            "first",
            "burst",
            "thirst",
            "plan of the year",
            "plan at the year",
        ];
        let (mut texts, mut other) = (Texts::default(), Texts::default());
        texts.extend(names.map(|name| (name, name)));
        other.extend(names.map(|name| (name, name)).into_iter().rev());
        assert!(names.iter().all(|name| texts.get(name) == Some(name)));
        assert_eq!(texts.get("worst"), None);
        assert_eq!(texts, other);
        let mut all = other.clone();
        all.remove("first");
        all.set_all(&texts);
        assert_eq!(all, texts);
        assert_eq!(all.names().last(), Some("first"));
        // Names of which none is known come behind the others, from memory with gaps, too.
        let mut more = Texts::new();
        more.set("third", "a text that nothing points to any more");
        more.set("third", "ü");
        all.set_all(&more);
        assert_eq!(all.get("third"), Some("ü"));
        assert_eq!(all.get("first"), texts.get("first"));
        assert_eq!(all.bytes(), texts.bytes() + "thirdü".len());
        other.set("first", "last");
        assert_ne!(texts, other);
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
