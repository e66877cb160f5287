//! Text that stands on one line where it fits, and else on several.

/// How far a line reaches at most before braces are opened.
pub(super) const WIDTH: usize = 96;

/// A piece of text.
#[derive(Debug, Clone)]
pub(super) enum Doc {
    /// One line as it is.
    Line(String),
    /// Several lines as they are; no braces around them may stand on one line.
    Lines(String),
    /// What stands before it, then elements in braces or brackets.
    Braces {
        lead: String,
        open: char,
        close: char,
        elements: Vec<Doc>,
        /// How many elements may stand on one line.
        most: usize,
    },
}

impl Doc {
    /// Adds the text on one line, if it may stand there; else what comes of it is no use.
    #[must_use]
    pub(super) fn push_flat(&self, out: &mut String) -> bool {
        match self {
            Self::Line(text) => {
                out.push_str(text);
                true
            }
            Self::Lines(_) => false,
            Self::Braces { elements, most, .. } if elements.len() > *most => false,
            Self::Braces {
                lead,
                open,
                close,
                elements,
                ..
            } => {
                let gap = match *open {
                    '{' if !elements.is_empty() => " ",
                    _ => "",
                };
                out.push_str(lead);
                out.push(*open);
                out.push_str(gap);
                for (number, element) in elements.iter().enumerate() {
                    out.push_str(if number > 0 { ", " } else { "" });
                    if !element.push_flat(out) {
                        return false;
                    }
                }
                out.push_str(gap);
                out.push(*close);
                true
            }
        }
    }

    /// Adds the text; its first line begins where `out` ends, `depth` steps in.
    pub(super) fn write(&self, out: &mut String, depth: usize) {
        let begin = out.len();
        if self.push_flat(out) {
            let width = width(out, begin) + 4 * depth;
            if width <= WIDTH || !matches!(self, Self::Braces { .. }) {
                return;
            }
        }
        out.truncate(begin);
        match self {
            Self::Line(text) => out.push_str(text),
            Self::Lines(text) => push_lines(out, text, depth + 1),
            Self::Braces {
                lead,
                open,
                close,
                elements,
                ..
            } => {
                out.push_str(lead);
                out.push(*open);
                for element in elements {
                    new_line(out, depth + 1);
                    element.write(out, depth + 1);
                }
                new_line(out, depth);
                out.push(*close);
            }
        }
    }
}

/// How many letters stand in a text from this byte on.
pub(super) fn width(text: &str, begin: usize) -> usize {
    text.get(begin..).map_or(0, |text| text.chars().count())
}

/// Begins a line.
pub(super) fn new_line(out: &mut String, depth: usize) {
    out.push('\n');
    for _ in 0..depth {
        out.push_str("    ");
    }
}

/// Adds a text over several lines; those behind the first begin `depth` steps in.
pub(super) fn push_lines(out: &mut String, text: &str, depth: usize) {
    for (number, line) in text.split('\n').enumerate() {
        if number > 0 {
            out.push('\n');
            let depth = if line.is_empty() { 0 } else { depth };
            (0..depth).for_each(|_| out.push_str("    "));
        }
        out.push_str(line);
    }
}
