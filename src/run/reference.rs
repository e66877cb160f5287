//! `$.…` references as they stand in texts.

/// The reference at the start of `text`: its parts and its length in bytes.
///
/// ```text
/// $.Attributes['first name'], welcome
/// ^^^^^^^^^^^^^^^^^^^^^^^^^^ parts: Attributes, first name
/// ```
pub(super) fn reference(text: &str) -> Option<(Vec<&str>, usize)> {
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
