//! Texts one behind the other, in memory that is used again.

/// Texts one behind the other.
#[derive(Debug, Clone, Default)]
pub(super) struct Strip {
    memory: String,
    ends: Vec<usize>,
}

impl Strip {
    /// Adds what is written at the end as another text.
    pub(super) fn add(&mut self, write: impl FnOnce(&mut String)) {
        write(&mut self.memory);
        self.ends.push(self.memory.len());
    }

    /// The length of all texts in bytes.
    pub(super) const fn bytes(&self) -> usize {
        self.memory.len()
    }

    /// The texts in order.
    pub(super) fn iter(&self) -> impl Iterator<Item = &str> + Clone {
        let mut start = 0;
        self.ends.iter().map(move |end| {
            let text = self.memory.get(start..*end).unwrap_or_default();
            start = *end;
            text
        })
    }

    /// Takes everything out.
    pub(super) fn clear(&mut self) {
        self.memory.clear();
        self.ends.clear();
    }
}
