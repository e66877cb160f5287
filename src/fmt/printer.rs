//! Lines, blank lines and comments: where things go, not what they are.

use crate::source::Span;
use crate::syntax::tree::{Comment, File};

/// The width of a step to the right.
const STEP: usize = 4;

/// A formatted text being made.
///
/// INVARIANT: everything is printed in the order of the source, so one position in the
/// source says what has been printed, and comments are printed as it passes them.
pub(super) struct Printer<'s, 'a> {
    pub(super) file: &'a File<'s>,
    pub(super) out: String,
    /// The comments that are not printed yet.
    comments: std::slice::Iter<'a, Comment>,
    /// How far the source has been printed.
    position: u32,
    /// How many steps to the right lines start.
    depth: usize,
    /// Whether nothing stands on the lines since the last brace, so that no blank line is due.
    opened: bool,
}

impl<'s, 'a> Printer<'s, 'a> {
    pub(super) fn new(file: &'a File<'s>) -> Self {
        Self {
            file,
            out: String::with_capacity(file.text.len()),
            comments: file.comments.iter(),
            position: 0,
            depth: 0,
            opened: true,
        }
    }

    pub(super) fn text(&self, span: Span) -> &'s str {
        span.of(self.file.text)
    }

    /// Starts a line for what starts at `start` in the source.
    pub(super) fn start(&mut self, start: u32) {
        self.comments_before(start);
        self.new_line(start);
    }

    /// Starts a line one step further left, for a label.
    pub(super) fn start_label(&mut self, start: u32) {
        self.comments_before(start);
        let depth = self.depth;
        self.depth = depth.saturating_sub(1);
        self.new_line(start);
        self.depth = depth;
    }

    /// Ends a line whose last sign ends at `end` in the source; a comment behind it stays.
    pub(super) fn end(&mut self, end: u32) {
        self.position = self.position.max(end);
        self.opened = false;
        let next = self.comments.as_slice().first();
        if let Some(comment) = next.filter(|comment| self.is_behind(comment)) {
            self.pad(comment.span.start);
            self.out.push_str(self.text(comment.span));
            self.position = comment.span.end;
            self.comments.next();
        }
    }

    /// Opens braces that end the line.
    pub(super) fn open(&mut self, sign: char, at: u32) {
        self.out.push(sign);
        self.end(at.saturating_add(1));
        self.depth += 1;
        self.opened = true;
    }

    /// Closes braces whose last sign ends at `end` in the source, on a line of their own.
    pub(super) fn close(&mut self, sign: char, end: u32) {
        let start = end.saturating_sub(1);
        self.comments_before(start);
        self.opened = true;
        self.depth = self.depth.saturating_sub(1);
        self.new_line(start);
        self.out.push(sign);
        self.position = self.position.max(end);
        self.opened = false;
    }

    /// The rest of the comments, and the end of the file.
    pub(super) fn finish(mut self) -> String {
        self.comments_before(u32::MAX);
        if !self.out.is_empty() {
            self.out.push('\n');
        }
        self.out
    }

    /// Whether a comment stands between two places of the source.
    pub(super) fn has_comment(&self, span: Span) -> bool {
        let next = self.comments.as_slice().first();
        next.is_some_and(|comment| comment.span.start < span.end)
    }

    /// The number of characters on the current line.
    pub(super) fn width(&self) -> usize {
        let line = self.out.rsplit('\n').next().unwrap_or("");
        line.chars().count()
    }

    /// The blanks at the start of a line `further` steps to the right of the current one.
    pub(super) fn indent(&self, further: usize) -> String {
        " ".repeat((self.depth + further) * STEP)
    }

    fn comments_before(&mut self, start: u32) {
        while let Some(comment) = self
            .comments
            .as_slice()
            .first()
            .filter(|comment| comment.span.start < start)
        {
            self.comments.next();
            self.new_line(comment.span.start);
            self.out.push_str(self.text(comment.span));
            self.position = comment.span.end;
            self.opened = false;
        }
    }

    fn new_line(&mut self, start: u32) {
        if !self.out.is_empty() {
            self.out.push('\n');
            if !self.opened && self.has_blank_line(start) {
                self.out.push('\n');
            }
        }
        self.out.push_str(&self.indent(0));
        self.position = self.position.max(start);
    }

    /// Whether a blank line stands in the source between what is printed and `start`.
    fn has_blank_line(&self, start: u32) -> bool {
        let between = Span::new(self.file.id, self.position, start.max(self.position));
        let newlines = self.text(between).bytes().filter(|byte| *byte == b'\n');
        newlines.take(2).count() == 2
    }

    /// Whether a comment follows on the line that has been printed last.
    fn is_behind(&self, comment: &Comment) -> bool {
        if comment.own_line || comment.span.start < self.position {
            return false;
        }
        let between = Span::new(self.file.id, self.position, comment.span.start);
        self.text(between)
            .bytes()
            .all(|byte| matches!(byte, b' ' | b'\t' | b'\r' | b',' | b':'))
    }

    /// Blanks up to the column that a comment had, at least one.
    fn pad(&mut self, start: u32) {
        let before = self.file.text.get(..start as usize).unwrap_or("");
        let line = before.rsplit('\n').next().unwrap_or("");
        let wanted = line.chars().count();
        let blanks = wanted.saturating_sub(self.width()).max(1);
        self.out.push_str(&" ".repeat(blanks));
    }
}
