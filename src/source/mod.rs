//! Source texts and places in them.
//!
//! A [`Span`] is three numbers and `Copy`; everything that can be wrong about a
//! flow has one, whether the flow was written in Ebb or exported as JSON. Lines
//! and columns are worked out when something is shown, never before.

mod lines;

use crate::id::{Id, IndexVec, define_id};
pub use lines::{LineIndex, Location};
use std::borrow::Cow;
use std::fmt;
use std::sync::OnceLock;

define_id! {
    /// One source text of a [`SourceMap`].
    pub struct FileId;
}

/// A range of bytes in one source text.
///
/// ```text
/// wait 12h {
/// ^^^^      start = 0, end = 4
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Span {
    /// The text the range lies in.
    pub file: FileId,
    /// The first byte.
    pub start: u32,
    /// The byte after the last one.
    pub end: u32,
}

impl Span {
    /// The bytes from `start` up to but not including `end`.
    #[must_use]
    pub const fn new(file: FileId, start: u32, end: u32) -> Self {
        Self { file, start, end }
    }

    /// The smallest span that covers `self` and `other`, which lie in one file.
    #[must_use]
    pub fn join(self, other: Self) -> Self {
        debug_assert_eq!(self.file, other.file, "a span lies in one file");
        Self::new(
            self.file,
            self.start.min(other.start),
            self.end.max(other.end),
        )
    }

    /// The empty span at the start of this one.
    #[must_use]
    pub const fn head(self) -> Self {
        Self::new(self.file, self.start, self.start)
    }

    /// The length in bytes.
    #[must_use]
    pub const fn len(self) -> u32 {
        self.end.saturating_sub(self.start)
    }

    /// Whether the span covers no byte.
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.len() == 0
    }

    /// The bytes of `text` that the span covers; empty where they are not there.
    #[must_use]
    pub fn of(self, text: &str) -> &str {
        text.get(self.start as usize..self.end as usize)
            .unwrap_or("")
    }
}

/// One source text with the name a person knows it by.
#[derive(Debug)]
pub struct SourceFile {
    name: String,
    text: OnceLock<String>,
    again: Option<ReadAgain>,
    lines: OnceLock<LineIndex>,
}

/// Reads a text again that was read before, so that nobody has to hold it in between.
pub struct ReadAgain(Box<dyn Fn() -> Option<String> + Send + Sync>);

impl ReadAgain {
    /// `read` gives nothing where the text is not what it was, or is gone.
    pub fn new(read: impl Fn() -> Option<String> + Send + Sync + 'static) -> Self {
        Self(Box::new(read))
    }
}

impl fmt::Debug for ReadAgain {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("ReadAgain")
    }
}

impl SourceFile {
    /// The name shown to people, usually the path as it was given.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The whole text. One that nobody holds is read again, and held from now on; it is empty
    /// where it cannot be read any more.
    #[must_use]
    pub fn text(&self) -> &str {
        self.text.get_or_init(|| self.read().unwrap_or_default())
    }

    /// The whole text. One that nobody holds is read again for whoever asks; nothing where it
    /// is not what it was, or is gone.
    #[must_use]
    pub fn text_for_once(&self) -> Option<Cow<'_, str>> {
        match self.text.get() {
            Some(held) => Some(Cow::Borrowed(held)),
            None => self.read().map(Cow::Owned),
        }
    }

    /// Holds a text that is not held; says whether it is there. It may not be what it was, or
    /// be gone.
    #[must_use]
    pub fn hold(&self) -> bool {
        if !self.is_held()
            && let Some(text) = self.read()
        {
            // Somebody else may have been faster, with the same text.
            let _ = self.text.set(text);
        }
        self.is_held()
    }

    /// Whether the text is held.
    #[must_use]
    pub fn is_held(&self) -> bool {
        self.text.get().is_some()
    }

    fn read(&self) -> Option<String> {
        self.again.as_ref().and_then(|again| (again.0)())
    }

    /// The index of its lines, made on first use.
    #[must_use]
    pub fn lines(&self) -> &LineIndex {
        self.lines.get_or_init(|| LineIndex::new(self.text()))
    }
}

/// The largest source text that is accepted, in bytes: 64 MiB, far above the
/// 256,000 characters that Amazon Connect takes for a flow.
pub const LARGEST_SOURCE: usize = 64 * 1024 * 1024;

/// All source texts of one compilation, in the order they were added.
#[derive(Debug, Default)]
pub struct SourceMap {
    files: IndexVec<FileId, SourceFile>,
}

impl SourceMap {
    /// An empty map.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a text under the name that people know it by.
    pub fn add(&mut self, name: impl Into<String>, text: impl Into<String>) -> FileId {
        self.files.push(SourceFile {
            name: name.into(),
            text: OnceLock::from(text.into()),
            again: None,
            lines: OnceLock::new(),
        })
    }

    /// Adds a text that was read and is not held.
    pub fn add_unheld(&mut self, name: impl Into<String>, again: ReadAgain) -> FileId {
        self.files.push(SourceFile {
            name: name.into(),
            text: OnceLock::new(),
            again: Some(again),
            lines: OnceLock::new(),
        })
    }

    /// Adds a text that can be [let go](Self::let_go).
    pub fn add_held(&mut self, name: impl Into<String>, text: String, again: ReadAgain) -> FileId {
        let id = self.add_unheld(name, again);
        let _ = self.files[id].text.set(text);
        id
    }

    /// Holds the text of a file no longer, if it can be read again.
    pub fn let_go(&mut self, id: FileId) {
        let file = &mut self.files[id];
        if file.again.is_some() {
            file.text.take();
            file.lines.take();
        }
    }

    /// Holds the texts of no file that can be read again, from this one on.
    pub fn let_go_behind(&mut self, first: FileId) {
        for id in self.files.ids().skip(first.index()) {
            self.let_go(id);
        }
    }

    /// Forgets all files but the first so many.
    pub fn truncate(&mut self, files: usize) {
        self.files.truncate(files);
    }

    /// The id of the file that is added next.
    #[must_use]
    pub fn next_id(&self) -> FileId {
        self.files.next_id()
    }

    /// The file behind an id of this map.
    #[must_use]
    pub fn file(&self, id: FileId) -> &SourceFile {
        &self.files[id]
    }

    /// The text that a span covers.
    #[must_use]
    pub fn text(&self, span: Span) -> &str {
        span.of(self.file(span.file).text())
    }

    /// The line and column where a span starts.
    #[must_use]
    pub fn location(&self, span: Span) -> Location {
        let file = self.file(span.file);
        file.lines().location(file.text(), span.start)
    }

    /// `name:line:column` of the start of a span.
    #[must_use]
    pub fn place(&self, span: Span) -> String {
        let Location { line, column } = self.location(span);
        format!("{}:{line}:{column}", self.file(span.file).name())
    }

    /// All files with their ids, in the order they were added.
    pub fn iter(&self) -> impl Iterator<Item = (FileId, &SourceFile)> {
        self.files.iter_enumerated()
    }
}
