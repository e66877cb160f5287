//! `$.…` references: is the first word one that Connect knows?

use super::names;
use crate::catalogue::ROOTS;
use crate::diag::{Diagnostic, Level};
use crate::id::Id;
use crate::source::{FileId, Span};
use crate::text;

/// Whether a text is exactly one reference.
#[must_use]
pub fn is_whole_reference(text: &str) -> bool {
    text.strip_prefix("$.")
        .and_then(|rest| rest.chars().next())
        .is_some_and(|first| first.is_alphabetic() || first == '[' || first == '_')
        && !text.contains(char::is_whitespace)
}

/// Whether there is nothing wrong with a reference that stands for a value by itself.
#[must_use]
pub fn is_right(reference: &str) -> bool {
    check(reference, Span::new(FileId::from_index(0), 0, 0)).is_none()
}

/// What is wrong with a value that is one reference.
#[must_use]
pub fn check(reference: &str, span: Span) -> Option<Diagnostic> {
    let (root, rest) = split(reference)?;
    let Some(known) = ROOTS.iter().find(|known| known.name == root) else {
        return Some(unknown(root, span));
    };
    (known.wants_key && rest.is_empty() && root != "Attributes" && root != "Views").then(|| {
        Diagnostic::new(
            &names::UNKNOWN_REFERENCE,
            span,
            format!("`$.{root}` is no value by itself"),
        )
        .help(format!(
            "name what is meant in it, for example `$.{root}.name`"
        ))
    })
}

/// What is wrong with the references inside a text. There a `$.` may be prose, so
/// these are warnings.
pub fn check_text<'t>(text: &'t str, span: Span) -> impl Iterator<Item = Diagnostic> + 't {
    text.match_indices("$.")
        .filter_map(move |(at, _)| split(text.get(at..)?))
        .filter(|(root, _)| !ROOTS.iter().any(|known| known.name == *root))
        .map(move |(root, _)| unknown(root, span).level(Level::Warning))
}

/// Whether a reference names a whole group, such as `$.Attributes`, and no value in it.
#[must_use]
pub fn is_bare(reference: &str) -> bool {
    split(reference).is_some_and(|(root, rest)| {
        let mut roots = ROOTS.iter();
        rest.is_empty() && roots.any(|known| known.name == root && known.wants_key)
    })
}

fn split(reference: &str) -> Option<(&str, &str)> {
    let path = reference.strip_prefix("$.")?;
    let end = path
        .find(|character: char| !character.is_alphanumeric() && character != '_')
        .unwrap_or(path.len());
    let (root, rest) = path.split_at_checked(end)?;
    root.starts_with(char::is_alphabetic)
        .then_some((root, rest))
}

fn unknown(root: &str, span: Span) -> Diagnostic {
    Diagnostic::new(
        &names::UNKNOWN_REFERENCE,
        span,
        format!("Amazon Connect knows no `$.{root}`"),
    )
    .help(
        match text::nearest(root, ROOTS.iter().map(|known| known.name)) {
            Some(near) => format!("did you mean `$.{near}`?"),
            None => format!("an attribute of your own is `$.Attributes.{root}`"),
        },
    )
}
