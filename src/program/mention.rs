//! `$.…` references as they stand in texts, and in everything that a block is given.

use super::block::Block;
use super::value::Value;
use crate::catalogue::{ROOTS, Role};
use crate::source::Span;

/// One `$.…` that a block reads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mention<'b> {
    /// Its first word: `Attributes`.
    pub root: &'b str,
    /// The words behind it.
    pub keys: Vec<&'b str>,
    /// Where it stands: the value, else the block.
    pub span: Span,
    /// Whether the value is nothing but this reference.
    pub whole: bool,
}

impl Mention<'_> {
    /// How it is written: `$.Attributes.plan`.
    #[must_use]
    pub fn words(&self) -> String {
        let mut words = format!("$.{}", self.root);
        for key in &self.keys {
            words.push('.');
            words.push_str(key);
        }
        words
    }
}

impl Block {
    /// Every reference in the values of the block whose root Connect knows.
    #[must_use]
    pub fn mentions(&self) -> Vec<Mention<'_>> {
        let mut found = Vec::new();
        for argument in &self.arguments {
            // How long a time is at most is said to readers, not to the service.
            if argument.parameter.role != Role::Bound {
                let span = argument.span.unwrap_or(self.span);
                collect(&argument.value, span, &mut found);
            }
        }
        for (_, value) in &self.extra {
            collect(value, self.span, &mut found);
        }
        found
    }
}

fn collect<'b>(value: &'b Value, span: Span, found: &mut Vec<Mention<'b>>) {
    match value {
        Value::Text(text) => found.extend(mentions(text, span)),
        Value::Reference(text) => found.extend(mentions(text, span).map(|mention| Mention {
            whole: true,
            ..mention
        })),
        Value::Map(entries) => {
            for (_, value) in entries {
                collect(value, span, found);
            }
        }
        Value::List(values) => {
            for value in values {
                collect(value, span, found);
            }
        }
        Value::Prompt(_, value) => collect(value, span, found),
        Value::Resource(_)
        | Value::Duration(_)
        | Value::Number(_)
        | Value::Flag(_)
        | Value::Word(_)
        | Value::Words(_)
        | Value::RawNumber(_)
        | Value::RawBool(_)
        | Value::Null => {}
    }
}

fn mentions(text: &str, span: Span) -> impl Iterator<Item = Mention<'_>> {
    text.match_indices('$').filter_map(move |(at, _)| {
        let (parts, _) = known(text.get(at..)?)?;
        let (root, keys) = parts.split_first()?;
        Some(Mention {
            root,
            keys: keys.to_vec(),
            span,
            whole: false,
        })
    })
}

/// The first reference in a text whose root Connect knows, as it stands there.
#[must_use]
pub fn known_in(text: &str) -> Option<&str> {
    text.match_indices('$').find_map(|(at, _)| {
        let from = text.get(at..)?;
        let (_, length) = known(from)?;
        from.get(..length)
    })
}

/// The reference at the start of `text`, if Connect knows its root; `$.price` is text
/// like any other.
fn known(text: &str) -> Option<(Vec<&str>, usize)> {
    reference(text).filter(|(parts, _)| {
        parts
            .first()
            .is_some_and(|first| ROOTS.iter().any(|root| root.name == *first))
    })
}

/// The reference at the start of `text`: its parts and its length in bytes.
///
/// ```text
/// $.Attributes['first name'], welcome
/// ^^^^^^^^^^^^^^^^^^^^^^^^^^ parts: Attributes, first name
/// ```
#[must_use]
pub fn reference(text: &str) -> Option<(Vec<&str>, usize)> {
    let mut rest = text.strip_prefix('$')?;
    let mut parts = Vec::new();
    while let Some((part, behind)) = dotted(rest)
        .or_else(|| keyed(rest))
        .or_else(|| numbered(rest))
    {
        parts.push(part);
        rest = behind;
    }
    (!parts.is_empty()).then(|| (parts, text.len() - rest.len()))
}

/// `.word`
fn dotted(text: &str) -> Option<(&str, &str)> {
    let text = text.strip_prefix('.')?;
    let end = word_length(text);
    (end > 0).then(|| text.split_at(end))
}

/// `['any text']`, with or without a dot before it.
fn keyed(text: &str) -> Option<(&str, &str)> {
    let text = text.strip_prefix('.').unwrap_or(text).strip_prefix("['")?;
    let (key, rest) = text.split_at_checked(text.find(['\'', '\n'])?)?;
    let rest = rest.strip_prefix("']")?;
    (!key.is_empty()).then_some((key, rest))
}

/// `[3]`
fn numbered(text: &str) -> Option<(&str, &str)> {
    let text = text.strip_prefix('[')?;
    let end = text.find(|letter: char| !letter.is_ascii_digit())?;
    let (index, rest) = text.split_at_checked(end)?;
    let rest = rest.strip_prefix(']')?;
    (!index.is_empty()).then_some((index, rest))
}

/// A letter or `_`, then letters, digits, `_`, and `-` only inside.
fn word_length(text: &str) -> usize {
    let mut length = 0;
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        let inside = length > 0;
        let belongs = letter.is_alphabetic()
            || letter == '_'
            || (inside && letter.is_alphanumeric())
            || (inside
                && letter == '-'
                && letters.peek().is_some_and(|next| next.is_alphanumeric()));
        if !belongs {
            break;
        }
        length += letter.len_utf8();
    }
    length
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_end_where_the_sentence_goes_on() {
        let parts = |text| reference(text).map(|(parts, length)| (parts.join("|"), length));
        assert_eq!(
            parts("$.Attributes.name."),
            Some(("Attributes|name".into(), 17))
        );
        assert_eq!(
            parts("$.Attributes['a b'], hi"),
            Some(("Attributes|a b".into(), 19))
        );
        assert_eq!(
            parts("$.Attributes.['a b']"),
            Some(("Attributes|a b".into(), 20))
        );
        assert_eq!(
            parts("$.External.list[0].x-y-"),
            Some(("External|list|0|x-y".into(), 22))
        );
        assert_eq!(parts("$5"), None);
        assert_eq!(parts("$"), None);
        assert_eq!(parts("$.['"), None);
    }
}
