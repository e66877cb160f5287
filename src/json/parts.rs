//! Where the values of a document stand.

use std::ops::Range;

/// The values of a document in the order of their beginnings; the key of a member stands
/// before what is behind it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Parts(Vec<Part>);

/// Where a value stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Part {
    start: u32,
    end: u32,
    /// The part behind this one and everything in it, and [`ESCAPED`] or [`CLOSED`] where
    /// they apply.
    next: u32,
}

/// A part of a document without blanks has about so many bytes.
const BYTES_A_PART: usize = 12;

/// Marks a text with escapes.
const ESCAPED: u32 = 1 << 31;

/// Marks a list or an object of which only the whole is known.
const CLOSED: u32 = 1 << 30;

impl Part {
    /// The bytes of the value.
    pub(super) const fn place(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }

    /// The number of the part behind this one and everything in it.
    pub(super) const fn next(self) -> usize {
        (self.next & !(ESCAPED | CLOSED)) as usize
    }

    /// Whether it is a text with escapes.
    pub(super) const fn is_escaped(self) -> bool {
        self.next & ESCAPED != 0
    }

    /// Whether it is a list or an object of which only the whole is known.
    pub(super) const fn is_closed(self) -> bool {
        self.next & CLOSED != 0
    }
}

impl Parts {
    /// The longest document whose parts can be kept.
    pub(super) const LONGEST: usize = (CLOSED - 1) as usize;

    /// No parts.
    pub const fn new() -> Self {
        Self(Vec::new())
    }

    /// No parts, with room for about those of a document of so many bytes.
    pub fn with_room(bytes: usize) -> Self {
        Self(Vec::with_capacity(bytes / BYTES_A_PART))
    }

    /// Adds a value that is over.
    pub fn add(&mut self, place: Range<usize>, is_escaped: bool) {
        let mark = if is_escaped { ESCAPED } else { 0 };
        if self.0.len() == self.0.capacity() {
            self.grow();
        }
        self.0.push(Part {
            start: number(place.start),
            end: number(place.end),
            next: number(self.0.len() + 1) | mark,
        });
    }

    /// Makes room for more parts, but not for many: twice the room would stay half empty.
    #[cold]
    fn grow(&mut self) {
        self.0.reserve_exact(64 + self.0.len() / 4);
    }

    /// Begins a list or an object; gives its number.
    pub fn begin(&mut self, start: usize) -> usize {
        self.add(start..start, false);
        self.0.len() - 1
    }

    /// Ends a list or an object.
    pub fn end(&mut self, number_of: usize, end: usize) {
        let next = number(self.0.len());
        if let Some(part) = self.0.get_mut(number_of) {
            (part.end, part.next) = (number(end), next);
        }
    }

    /// Says of a list or an object that only the whole of it is known.
    pub fn close(&mut self, number_of: usize) {
        if let Some(part) = self.0.get_mut(number_of) {
            part.next |= CLOSED;
        }
    }

    /// Gives back the room that no part needs.
    pub fn shrink_to_fit(&mut self) {
        self.0.shrink_to_fit();
    }

    /// A part with what stands in it, but not deeper than so many levels.
    pub(super) fn outline(&self, root: usize, depth: usize) -> Self {
        // What is not deep is about a fifth of a flow.
        let mut outline = Self(Vec::with_capacity(64 + self.0.len() / 4));
        self.copy(root, depth, &mut outline);
        outline.shrink_to_fit();
        outline
    }

    /// Copies a part into an outline; gives the number of the one behind it.
    fn copy(&self, number_of: usize, depth: usize, outline: &mut Self) -> usize {
        let part = self.get(number_of);
        let next = part.next().min(self.0.len());
        let copied = outline.0.len();
        outline.0.push(part);
        let mut inner = number_of + 1;
        while depth > 0 && inner < next {
            inner = self.copy(inner, depth - 1, outline);
        }
        let behind = number(outline.0.len());
        if let Some(part) = outline.0.get_mut(copied) {
            part.next = behind | part.next & ESCAPED;
        }
        if inner < next {
            outline.close(copied);
        }
        next
    }

    /// The parts from one to the one before another.
    pub(super) fn between(&self, first: usize, end: usize) -> &[Part] {
        self.0.get(first..end).unwrap_or_default()
    }

    pub(super) fn get(&self, number_of: usize) -> Part {
        const NOWHERE: Part = Part {
            start: 0,
            end: 0,
            next: u32::MAX,
        };
        self.0.get(number_of).copied().unwrap_or(NOWHERE)
    }
}

/// INVARIANT: whoever reads or writes a document sees that it is not too long.
fn number(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}
