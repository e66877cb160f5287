//! From byte offsets to lines and columns.

/// A line and a column, both counted from 1. The column counts characters
/// (Unicode scalar values), so it is what an editor shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Location {
    /// The line, from 1.
    pub line: u32,
    /// The column in characters, from 1.
    pub column: u32,
}

/// Where the lines of a text start.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LineIndex {
    starts: Vec<u32>,
}

impl LineIndex {
    /// Finds the lines of `text`; `\n` ends a line, a `\r` before it belongs to it.
    #[must_use]
    pub fn new(text: &str) -> Self {
        let mut starts = vec![0];
        let behind = |(at, _)| u32::try_from(at).map_or(u32::MAX, |at| at.saturating_add(1));
        starts.extend(text.match_indices('\n').map(behind));
        Self { starts }
    }

    /// The line (from 1) that holds the byte at `offset`.
    #[must_use]
    pub fn line(&self, offset: u32) -> u32 {
        let line = self.starts.partition_point(|start| *start <= offset);
        u32::try_from(line).unwrap_or(u32::MAX)
    }

    /// The first byte of a line (counted from 1).
    #[must_use]
    pub fn start(&self, line: u32) -> u32 {
        let line = (line as usize).saturating_sub(1);
        self.starts.get(line).copied().unwrap_or(0)
    }

    /// The number of lines; at least 1.
    #[must_use]
    pub fn count(&self) -> u32 {
        u32::try_from(self.starts.len()).unwrap_or(u32::MAX)
    }

    /// The line and column of the byte at `offset` of `text`.
    #[must_use]
    pub fn location(&self, text: &str, offset: u32) -> Location {
        let line = self.line(offset);
        let before = text
            .get(self.start(line) as usize..offset as usize)
            .unwrap_or("");
        Location {
            line,
            column: u32::try_from(before.chars().count())
                .unwrap_or(u32::MAX)
                .saturating_add(1),
        }
    }

    /// The column (from 0) in UTF-16 code units, as editors exchange it.
    #[must_use]
    pub fn utf16_column(&self, text: &str, offset: u32) -> u32 {
        let start = self.start(self.line(offset));
        let before = text.get(start as usize..offset as usize).unwrap_or("");
        u32::try_from(before.encode_utf16().count()).unwrap_or(u32::MAX)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_count_characters() {
        let text = "héé\n\"😀\" x\r\n";
        let index = LineIndex::new(text);
        let at = |needle: char| {
            let offset = u32::try_from(text.find(needle).unwrap()).unwrap();
            (
                index.location(text, offset),
                index.utf16_column(text, offset),
            )
        };
        assert_eq!(at('x').0, Location { line: 2, column: 5 });
        assert_eq!(at('x').1, 5);
        assert_eq!(at('h').0, Location { line: 1, column: 1 });
        assert_eq!(index.count(), 3);
    }
}
