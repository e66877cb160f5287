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
    /// The text on one line, if it may stand there.
    pub(super) fn flat(&self) -> Option<String> {
        match self {
            Self::Line(text) => Some(text.clone()),
            Self::Lines(_) => None,
            Self::Braces {
                lead,
                open,
                close,
                elements,
                most,
            } => {
                if elements.len() > *most {
                    return None;
                }
                let parts: Option<Vec<String>> = elements.iter().map(Self::flat).collect();
                let inside = parts?.join(", ");
                Some(match *open {
                    _ if inside.is_empty() => format!("{lead}{open}{close}"),
                    '[' => format!("{lead}[{inside}]"),
                    _ => format!("{lead}{open} {inside} {close}"),
                })
            }
        }
    }

    /// Adds the text; its first line begins where `out` ends, `depth` steps in.
    pub(super) fn write(&self, out: &mut String, depth: usize) {
        if let Some(flat) = self.flat()
            && (flat.chars().count() + 4 * depth <= WIDTH || !matches!(self, Self::Braces { .. }))
        {
            out.push_str(&flat);
            return;
        }
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
