//! Paths of parameters: keys joined with dots, as `LexV2Bot.AliasArn`.
//!
//! A dot or a backslash that belongs to a key has a backslash before it.

use std::borrow::Cow;

/// The path of `key` below `prefix`; the empty prefix is the top.
#[must_use]
pub fn join<'k>(prefix: &str, key: Cow<'k, str>) -> Cow<'k, str> {
    let is_plain = !key.bytes().any(|byte| matches!(byte, b'.' | b'\\'));
    if is_plain && prefix.is_empty() {
        return key;
    }
    let mut path = String::with_capacity(prefix.len() + key.len() + 1);
    if !prefix.is_empty() {
        path.push_str(prefix);
        path.push('.');
    }
    if is_plain {
        path.push_str(&key);
        return Cow::Owned(path);
    }
    for character in key.chars() {
        if matches!(character, '.' | '\\') {
            path.push('\\');
        }
        path.push(character);
    }
    Cow::Owned(path)
}

/// The first key of a path, and the path behind it.
#[must_use]
pub fn split(path: &str) -> (Cow<'_, str>, Option<&str>) {
    let special = path.bytes().position(|byte| matches!(byte, b'.' | b'\\'));
    let Some((key, behind)) = special.and_then(|at| path.split_at_checked(at)) else {
        return (Cow::Borrowed(path), None);
    };
    if let Some(rest) = behind.strip_prefix('.') {
        return (Cow::Borrowed(key), Some(rest));
    }
    let mut key = String::new();
    let mut characters = path.char_indices();
    while let Some((at, character)) = characters.next() {
        match character {
            '.' => return (Cow::Owned(key), path.get(at + 1..)),
            '\\' => key.extend(characters.next().map(|(_, escaped)| escaped)),
            other => key.push(other),
        }
    }
    (Cow::Owned(key), None)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_come_back_out_of_paths() {
        for (outer, inner) in [("Media", "Uri"), ("a.b", "c\\"), ("\\", "."), ("ü.", "")] {
            let path = join(&join("", outer.into()), inner.into());
            let (first, rest) = split(&path);
            assert_eq!(first, outer, "{path}");
            assert_eq!(split(rest.unwrap()).0, inner, "{path}");
        }
    }
}
