//! What fits on one line, as the text of that line.

use crate::source::Span;
use crate::syntax::tree::{
    Block, Branch, Entries, Entry, File, Key, Line, LiteralKind, Property, Target, Value,
};

/// Prints on one line what was written on one line, and nothing else.
#[derive(Clone, Copy)]
pub(super) struct Inline<'s> {
    text: &'s str,
}

impl<'s> Inline<'s> {
    pub(super) const fn of(file: &File<'s>) -> Self {
        Self { text: file.text }
    }

    pub(super) fn entries(self, entries: &Entries<'s>) -> Option<String> {
        self.is_inline(entries.span)?;
        let parts: Option<Vec<String>> = entries
            .entries
            .iter()
            .map(|entry| match entry {
                Entry::Property(property) => self.property(property),
                Entry::Branch(branch) => Some(format!(
                    "{} {}",
                    self.cases(branch)?,
                    self.target(&branch.target)?
                )),
                Entry::Broken(_) => None,
            })
            .collect();
        Some(braced(&parts?))
    }

    pub(super) fn value(self, value: &Value<'s>) -> Option<String> {
        match value {
            Value::Line(line) => self.line(line),
            Value::List(values, span) => {
                self.is_inline(*span)?;
                let parts: Option<Vec<String>> =
                    values.iter().map(|value| self.value(value)).collect();
                Some(format!("[{}]", parts?.join(", ")))
            }
            Value::Map(properties, span) => {
                self.is_inline(*span)?;
                let parts: Option<Vec<String>> = properties
                    .iter()
                    .map(|property| self.property(property))
                    .collect();
                Some(braced(&parts?))
            }
        }
    }

    pub(super) fn cases(self, branch: &Branch<'s>) -> Option<String> {
        let cases: Option<Vec<String>> = branch.cases.iter().map(|case| self.line(case)).collect();
        Some(cases?.join(" or "))
    }

    pub(super) fn target(self, target: &Target<'s>) -> Option<String> {
        match target {
            Target::Items(_) => None,
            Target::Block(block) => Some(format!("-> {}", self.block(block)?)),
        }
    }

    /// The place of a branch that stands on one line.
    pub(super) fn branch_span(self, entry: &Entry<'s>) -> Option<Span> {
        match entry {
            Entry::Branch(branch) => {
                self.cases(branch)?;
                self.target(&branch.target)?;
                Some(branch.span())
            }
            Entry::Property(_) | Entry::Broken(_) => None,
        }
    }

    /// A line, unless its text goes over several.
    pub(super) fn line(self, line: &Line<'s>) -> Option<String> {
        let mut out = self.words(line);
        if let Some(literal) = &line.literal {
            let raw = literal.span.of(self.text);
            if matches!(literal.kind, LiteralKind::Text(_)) && raw.contains('\n') {
                return None;
            }
            out.push_str(raw);
        }
        Some(out)
    }

    /// What stands before the literal of a line, with the space behind it.
    pub(super) fn words(self, line: &Line<'s>) -> String {
        let mut out = line.words.text().into_owned();
        for sign in line.operator.iter().map(|operator| operator.sign()) {
            if !out.is_empty() {
                out.push(' ');
            }
            out.push_str(sign);
        }
        if line.literal.is_some() && !out.is_empty() {
            out.push(' ');
        }
        out
    }

    fn block(self, block: &Block<'s>) -> Option<String> {
        let line = self.line(&block.line)?;
        match &block.entries {
            Some(entries) => Some(format!("{line} {}", self.entries(entries)?)),
            None => Some(line),
        }
    }

    fn property(self, property: &Property<'s>) -> Option<String> {
        let value = self.value(&property.value)?;
        Some(format!("{}: {value}", self.key(&property.key)))
    }

    fn key(self, key: &Key<'s>) -> String {
        if key.quoted {
            key.span.of(self.text).to_owned()
        } else {
            key.text.clone().into_owned()
        }
    }

    /// Whether braces are written on one line, or hold nothing.
    fn is_inline(self, span: Span) -> Option<()> {
        let inside = span.of(self.text);
        let inner = inside.get(1..inside.len().saturating_sub(1)).unwrap_or("");
        (!inner.contains('\n') || inner.trim().is_empty()).then_some(())
    }
}

fn braced(parts: &[String]) -> String {
    if parts.is_empty() {
        "{}".to_owned()
    } else {
        format!("{{ {} }}", parts.join(", "))
    }
}
