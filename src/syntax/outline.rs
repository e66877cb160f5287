//! The brackets of a broken text, put in order.
//!
//! A text is cut into sections where a line in the first column begins a flow, a
//! module, a test or a resource, so that a missing brace spoils one section and no
//! more. Within a section, brackets without a partner are found by their indentation;
//! where that explains no less than counting does, it is believed, for it points at
//! the brace that was forgotten and not at the end of the file.

use super::marks::{Bracket, DEEPEST, Mark, MarkKind, Marks};
use crate::catalogue::{FlowKind, ResourceKind};
use std::ops::Range;

/// A part of the text that is read on its own.
#[derive(Debug)]
pub(super) struct Section {
    /// Its bytes.
    pub(super) range: Range<u32>,
    /// Its marks, every bracket with its partner.
    pub(super) marks: Vec<Mark>,
    /// For each mark that opens a bracket, the number of the one that closes it.
    partners: Vec<usize>,
    /// What is wrong with its brackets.
    pub(super) defects: Vec<Defect>,
}

/// Something wrong with brackets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Defect {
    /// A bracket that is never closed, and where it should have been.
    Unclosed { open: Mark, at: u32 },
    /// A bracket that closes nothing.
    Extra(Mark),
    /// A bracket inside too many others; nothing behind it was looked at.
    TooDeep(Mark),
}

impl Defect {
    fn start(&self) -> u32 {
        match self {
            Self::Unclosed { open: mark, .. } | Self::Extra(mark) | Self::TooDeep(mark) => {
                mark.start
            }
        }
    }
}

impl Section {
    /// The number of the mark that closes the bracket opened by mark `number`.
    pub(super) fn partner(&self, number: usize) -> usize {
        self.partners.get(number).copied().unwrap_or(number)
    }

    /// Whether a bracket without a partner stands between these bytes.
    pub(super) fn has_defect(&self, bytes: &Range<u32>) -> bool {
        let first = self
            .defects
            .partition_point(|defect| defect.start() < bytes.start);
        self.defects
            .get(first)
            .is_some_and(|defect| defect.start() < bytes.end)
    }

    /// Whether brackets stand too deep for anything to be read.
    pub(super) fn is_too_deep(&self) -> bool {
        self.defects
            .iter()
            .any(|defect| matches!(defect, Defect::TooDeep(_)))
    }
}

/// The sections of a text, in order; together they are the whole text.
pub(super) fn sections(text: &str) -> Vec<Section> {
    let marks: Vec<Mark> = Marks::new(text).collect();
    let end = u32::try_from(text.len()).unwrap_or(u32::MAX);
    let mut cuts = cuts(text, &marks);
    cuts.push((marks.len(), end));
    let mut sections = Vec::new();
    let (mut first, mut start) = (0, 0);
    for (last, end) in cuts {
        let marks = marks.get(first..last).unwrap_or(&[]);
        sections.push(section(text, start..end, marks));
        (first, start) = (last, end);
    }
    sections
}

/// Where sections begin: the number of their first mark and their first byte.
fn cuts(text: &str, marks: &[Mark]) -> Vec<(usize, u32)> {
    let mut cuts = Vec::new();
    let mut depth = 0_usize;
    let mut in_test = line_at(text, 0).starts_with("test ");
    // Behind the newest line with something on it: notes and comments go with what follows.
    let mut behind_content = (0, 0);
    let mut line_start = 0;
    for (number, mark) in (1..).zip(marks) {
        match mark.kind {
            MarkKind::Open(_) => depth += 1,
            MarkKind::Close(_) => depth = depth.saturating_sub(1),
            MarkKind::Newline => {
                if has_content(text, line_start, mark.start) {
                    behind_content = (number, mark.end);
                }
                line_start = mark.end;
                let line = line_at(text, mark.end);
                let begins = match anchor(line) {
                    Some(Anchor::Section) => true,
                    Some(Anchor::Resource) => depth == 0 || !in_test,
                    None => false,
                };
                if begins {
                    cuts.push(behind_content);
                    depth = 0;
                    in_test = line.starts_with("test ");
                }
            }
            MarkKind::Comma
            | MarkKind::Comment
            | MarkKind::Note
            | MarkKind::OpenString
            | MarkKind::OpenText => {}
        }
    }
    cuts
}

/// What a line in the first column begins.
#[derive(Debug, PartialEq, Eq)]
enum Anchor {
    /// A flow, a module or a test.
    Section,
    /// A resource.
    Resource,
}

fn anchor(line: &str) -> Option<Anchor> {
    let starts = |words: &str| {
        line.strip_prefix(words)
            .and_then(|rest| rest.strip_prefix([' ', '\t']))
            .is_some_and(|rest| {
                rest.trim_start()
                    .starts_with(|letter: char| letter.is_alphanumeric() || "_\"{".contains(letter))
            })
    };
    let flow = || FlowKind::ALL.iter().any(|kind| starts(kind.words()));
    if line.trim_end().ends_with('{') && (flow() || starts("test")) {
        return Some(Anchor::Section);
    }
    ResourceKind::ALL
        .iter()
        .any(|kind| starts(kind.words()))
        .then_some(Anchor::Resource)
}

fn section(text: &str, range: Range<u32>, marks: &[Mark]) -> Section {
    let mut pairing = by_count(marks, range.end);
    if !pairing.defects.is_empty() {
        let other = by_indentation(text, marks, &range);
        if other.defects.len() <= pairing.defects.len() && other.outermost() <= 1 {
            pairing = other;
        }
    }
    pairing.defects.sort_by_key(Defect::start);
    Section {
        range,
        partners: partners(&pairing.marks),
        marks: pairing.marks,
        defects: pairing.defects,
    }
}

/// Brackets being paired.
#[derive(Default)]
struct Pairing {
    /// The marks so far, without brackets that close nothing and with those that are missing.
    marks: Vec<Mark>,
    defects: Vec<Defect>,
    /// What is open, with the indentation of its line.
    open: Vec<(Mark, usize)>,
}

impl Pairing {
    fn indent(&self) -> usize {
        self.open.last().map_or(0, |(_, indent)| *indent)
    }

    fn opens(&mut self, mark: Mark, indent: usize) {
        if self.open.len() == DEEPEST {
            self.defects.push(Defect::TooDeep(mark));
        }
        self.open.push((mark, indent));
        self.marks.push(mark);
    }

    /// A closing bracket: for the innermost open one of its kind, or for none.
    fn closes(&mut self, mark: Mark, bracket: Bracket) {
        let fits = |(open, _): &(Mark, usize)| open.kind == MarkKind::Open(bracket);
        let above = self.open.iter().rev().position(fits);
        match above {
            Some(forgotten) if forgotten <= 1 => {
                for _ in 0..forgotten {
                    self.forgotten(self.marks.len(), mark.start);
                }
                self.open.pop();
                self.marks.push(mark);
            }
            Some(_) | None => self.defects.push(Defect::Extra(mark)),
        }
    }

    /// The innermost open bracket should have been closed before mark `number`, at `at`.
    fn forgotten(&mut self, number: usize, at: u32) {
        let Some((open, _)) = self.open.pop() else {
            return;
        };
        self.defects.push(Defect::Unclosed { open, at });
        let MarkKind::Open(bracket) = open.kind else {
            return;
        };
        let close = Mark {
            kind: MarkKind::Close(bracket),
            start: at,
            end: at,
        };
        self.marks.insert(number.min(self.marks.len()), close);
    }

    fn end(mut self, at: u32) -> Self {
        while !self.open.is_empty() {
            self.forgotten(self.marks.len(), at);
        }
        self
    }

    fn is_too_deep(&self) -> bool {
        matches!(self.defects.last(), Some(Defect::TooDeep(_)))
    }

    /// The number of brackets that stand in no other; a section has one at most.
    fn outermost(&self) -> usize {
        let mut depth = 0_usize;
        let mut outermost = 0;
        for mark in &self.marks {
            match mark.kind {
                MarkKind::Open(_) => {
                    outermost += usize::from(depth == 0);
                    depth += 1;
                }
                MarkKind::Close(_) => depth = depth.saturating_sub(1),
                MarkKind::Comma
                | MarkKind::Newline
                | MarkKind::Comment
                | MarkKind::Note
                | MarkKind::OpenString
                | MarkKind::OpenText => {}
            }
        }
        outermost
    }
}

/// Pairs brackets by counting alone.
fn by_count(marks: &[Mark], end: u32) -> Pairing {
    let mut pairing = Pairing::default();
    for mark in marks {
        match mark.kind {
            MarkKind::Open(_) => pairing.opens(*mark, 0),
            MarkKind::Close(bracket) => pairing.closes(*mark, bracket),
            MarkKind::Comma
            | MarkKind::Newline
            | MarkKind::Comment
            | MarkKind::Note
            | MarkKind::OpenString
            | MarkKind::OpenText => pairing.marks.push(*mark),
        }
        if pairing.is_too_deep() {
            return pairing;
        }
    }
    pairing.end(end)
}

/// Pairs brackets and believes the indentation: what stands in brackets is further to
/// the right than the line that opened them, and a line that starts with the closing
/// bracket is not.
fn by_indentation(text: &str, marks: &[Mark], range: &Range<u32>) -> Pairing {
    let mut pairing = Pairing::default();
    let mut line = Line::new(text, range.start);
    // The newline behind the newest line with something on it: its number and place.
    let mut behind = (0, range.start);
    for mark in marks {
        match mark.kind {
            MarkKind::Open(_) => pairing.opens(*mark, line.indent),
            MarkKind::Close(bracket) => {
                if mark.start != line.content {
                    pairing.closes(*mark, bracket);
                } else if !pairing.open.is_empty() {
                    while pairing.open.len() > 1 && pairing.indent() > line.indent {
                        pairing.forgotten(behind.0, behind.1);
                        behind.0 += 1;
                    }
                    if pairing.indent() < line.indent {
                        pairing.defects.push(Defect::Extra(*mark));
                    } else {
                        pairing.closes(*mark, bracket);
                    }
                } else {
                    pairing.defects.push(Defect::Extra(*mark));
                }
            }
            MarkKind::Newline => {
                if has_content(text, line.start, mark.start) {
                    behind = (pairing.marks.len(), mark.start);
                }
                pairing.marks.push(*mark);
                line = Line::new(text, mark.end);
                if line.holds_content {
                    while pairing.open.len() > 1 && pairing.indent() >= line.indent {
                        pairing.forgotten(behind.0, behind.1);
                        behind.0 += 1;
                    }
                }
            }
            MarkKind::Comma
            | MarkKind::Comment
            | MarkKind::Note
            | MarkKind::OpenString
            | MarkKind::OpenText => pairing.marks.push(*mark),
        }
        if pairing.is_too_deep() {
            return pairing;
        }
    }
    // What is still open belongs behind the last line with something on it.
    let behind = if has_content(text, line.start, range.end) {
        (pairing.marks.len(), range.end)
    } else {
        behind
    };
    while !pairing.open.is_empty() {
        pairing.forgotten(behind.0, behind.1);
    }
    pairing
}

/// A line as indentation sees it.
struct Line {
    start: u32,
    /// Its first byte that is no blank.
    content: u32,
    indent: usize,
    /// Whether something stands on it that a bracket could hold.
    holds_content: bool,
}

impl Line {
    fn new(text: &str, start: u32) -> Self {
        let line = line_at(text, start);
        let content = line.trim_start_matches([' ', '\t', '\u{FEFF}']);
        let blank = line.get(..line.len() - content.len()).unwrap_or("");
        Self {
            start,
            content: start.saturating_add(u32::try_from(blank.len()).unwrap_or(u32::MAX)),
            indent: blank
                .chars()
                .map(|letter| match letter {
                    '\t' => 4,
                    '\u{FEFF}' => 0,
                    _ => 1,
                })
                .sum(),
            holds_content: !(content.trim_end().is_empty()
                || content.starts_with(['}', ']'])
                || content.starts_with("//")),
        }
    }
}

/// For each opening bracket of a row without faults, the number of its partner.
fn partners(marks: &[Mark]) -> Vec<usize> {
    let mut partners = vec![0; marks.len()];
    let mut open = Vec::new();
    for (number, mark) in marks.iter().enumerate() {
        match mark.kind {
            MarkKind::Open(_) => open.push(number),
            MarkKind::Close(_) => {
                if let Some(partner) = open.pop().and_then(|opener| partners.get_mut(opener)) {
                    *partner = number;
                }
            }
            MarkKind::Comma
            | MarkKind::Newline
            | MarkKind::Comment
            | MarkKind::Note
            | MarkKind::OpenString
            | MarkKind::OpenText => {}
        }
    }
    partners
}

/// The line that starts at a byte, without its end.
fn line_at(text: &str, start: u32) -> &str {
    let rest = text.get(start as usize..).unwrap_or("");
    rest.get(..rest.find('\n').unwrap_or(rest.len()))
        .unwrap_or(rest)
}

/// Whether something other than blanks and comments stands between two bytes of a line.
fn has_content(text: &str, start: u32, end: u32) -> bool {
    let line = text.get(start as usize..end as usize).unwrap_or("").trim();
    !line.is_empty() && !line.starts_with("//")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Each defect as the line it is on and what it is.
    fn defects(text: &str) -> Vec<String> {
        let line = |at: u32| {
            text.bytes()
                .take(at as usize)
                .filter(|byte| *byte == b'\n')
                .count()
                + 1
        };
        sections(text)
            .iter()
            .flat_map(|section| &section.defects)
            .map(|defect| match defect {
                Defect::Unclosed { open, at } => {
                    format!("line {} open until {}", line(open.start), line(*at))
                }
                Defect::Extra(mark) => format!("line {} extra", line(mark.start)),
                Defect::TooDeep(mark) => format!("line {} too deep", line(mark.start)),
            })
            .collect()
    }

    #[test]
    fn the_brace_that_was_forgotten_is_found_by_its_indentation() {
        let text =
            "inbound flow a {\n    wait 1h {\n        error -> b\n\n    disconnect\n}\n\nqueue q\n";
        assert_eq!(defects(text), ["line 2 open until 3"]);
    }

    #[test]
    fn a_flow_that_is_not_closed_ends_before_the_next() {
        let text =
            "inbound flow a {\n    disconnect\n\n/// Note.\ninbound flow b {\n    disconnect\n}\n";
        assert_eq!(defects(text), ["line 1 open until 2"]);
        assert_eq!(sections(text).len(), 2);
    }

    #[test]
    fn a_brace_too_many_is_found_by_its_indentation() {
        let text = "inbound flow a {\n    wait 1h {\n    }\n    }\n    disconnect\n}\n";
        assert_eq!(defects(text), ["line 4 extra"]);
    }

    #[test]
    fn a_text_that_is_not_indented_is_counted() {
        let text = "inbound flow a {\nwait 1h {\nerror -> b\n}\nwait 2h {\nerror -> b\n}\n";
        assert_eq!(defects(text), ["line 1 open until 8"]);
    }

    #[test]
    fn labels_are_no_anchors() {
        assert_eq!(anchor("queue:"), None);
        assert_eq!(anchor("queue support"), Some(Anchor::Resource));
        assert_eq!(anchor("inbound flow a {"), Some(Anchor::Section));
    }
}
