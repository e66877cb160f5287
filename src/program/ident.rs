//! Identifiers of actions: readable, stable, and allowed.

use foldhash::fast::RandomState;
use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::fmt::Write;

/// The longest identifier that Connect takes, in characters
/// (Flow language, actions page).
pub const LONGEST: usize = 50;

/// Names that the service does not take, because of the language its designer is written in.
const FORBIDDEN_NAMES: [&str; 10] = [
    "__proto__",
    "constructor",
    "__defineGetter__",
    "__defineSetter__",
    "toString",
    "hasOwnProperty",
    "isPrototypeOf",
    "propertyIsEnumerable",
    "toLocaleString",
    "valueOf",
];

/// Why Connect refuses an identifier, if it does (Flow language, actions page).
#[must_use]
pub fn refused(identifier: &str) -> Option<String> {
    if identifier.trim().is_empty() {
        return Some("it is empty".to_owned());
    }
    if identifier.len() > LONGEST && identifier.chars().count() > LONGEST {
        return Some(format!("it is longer than {LONGEST} characters"));
    }
    if FORBIDDEN_NAMES.contains(&identifier) {
        return Some("the name is reserved".to_owned());
    }
    let character = identifier.chars().find(is_forbidden)?;
    Some(format!("it may not hold `{character}`"))
}

/// Whether no identifier may hold this character.
const fn is_forbidden(character: &char) -> bool {
    matches!(
        character,
        '%' | ':' | '(' | '\\' | '/' | ')' | '=' | '$' | ',' | ';' | '[' | ']' | '{' | '}'
    )
}

/// Whether an identifier was made by the console: `2f3c1a5e-…`, 8-4-4-4-12 digits.
#[must_use]
pub fn is_uuid(identifier: &str) -> bool {
    identifier.len() == 36
        && identifier.bytes().enumerate().all(|(at, byte)| match at {
            8 | 13 | 18 | 23 => byte == b'-',
            _ => byte.is_ascii_hexdigit(),
        })
}

/// Lower-case letters and digits of any script with single dashes between them.
#[must_use]
pub fn slug(text: &str, longest: usize) -> String {
    slug_of([text], longest)
}

/// The slug of several texts, one behind the other.
#[must_use]
pub fn slug_of<'t>(texts: impl IntoIterator<Item = &'t str>, longest: usize) -> String {
    let mut slug = String::with_capacity(longest.min(LONGEST));
    let mut left = longest;
    'texts: for text in texts {
        let mut is_apart = true;
        for letter in text.chars() {
            if !letter.is_alphanumeric() {
                is_apart = true;
                continue;
            }
            let gap = is_apart && !slug.is_empty();
            // A gap is of no use without something behind it.
            let Some(rest) = left.checked_sub(1 + usize::from(gap)) else {
                break 'texts;
            };
            if gap {
                slug.push('-');
            }
            slug.push(letter.to_ascii_lowercase());
            (left, is_apart) = (rest, false);
        }
    }
    if slug.is_ascii() {
        slug
    } else {
        slug.chars().flat_map(char::to_lowercase).collect()
    }
}

/// A title as a name of Ebb, with `_` between its words; `nameless` begins the name of
/// something whose title does not begin with a letter.
#[must_use]
pub fn word(title: &str, nameless: &str) -> String {
    let word = slug(title, usize::MAX).replace('-', "_");
    if word.starts_with(char::is_alphabetic) {
        return word;
    }
    let nameless = nameless.replace(' ', "_");
    if word.is_empty() {
        nameless
    } else {
        format!("{nameless}_{word}")
    }
}

/// Things by names that anybody may have chosen.
pub type ByName<N, T> = HashMap<N, T, RandomState>;

/// The identifiers of one flow: each is given once.
#[derive(Debug, Default)]
pub struct Identifiers {
    /// Taken names, each with the number to try next behind it.
    taken: ByName<String, usize>,
}

impl Identifiers {
    /// No names yet, with room for so many.
    pub fn with_room(names: usize) -> Self {
        Self {
            taken: ByName::with_capacity_and_hasher(names, RandomState::default()),
        }
    }

    /// Takes `wanted` if it is free.
    pub fn take(&mut self, wanted: &str) -> bool {
        match self.taken.entry(wanted.to_owned()) {
            Entry::Occupied(_) => false,
            Entry::Vacant(free) => {
                free.insert(2);
                true
            }
        }
    }

    /// Takes `wanted` if it is free; else with what stands for its part of the flow behind it
    /// ([`part_of_name`]), so that a block more in another part changes nothing.
    pub fn unique_within(&mut self, wanted: &str, part: Option<&str>) -> String {
        match part {
            Some(part) if self.taken.contains_key(wanted) => self.unique(&within(wanted, part)),
            Some(_) | None => self.unique(wanted),
        }
    }

    /// Takes `wanted`, with `-2`, `-3` … behind it where it is taken.
    pub fn unique(&mut self, wanted: &str) -> String {
        while let Some(next) = self.taken.get_mut(wanted) {
            let candidate = numbered(wanted, *next);
            *next += 1;
            if self.take(&candidate) {
                return candidate;
            }
        }
        self.taken.insert(wanted.to_owned(), 2);
        wanted.to_owned()
    }
}

/// Room for a number behind a name.
const NUMBER: usize = 4;

/// What stands in names for the part of a flow that begins with a block of this name.
#[must_use]
pub fn part_of_name(part: &str) -> String {
    slug(part, LONGEST / 2 - NUMBER)
}

/// The name with that of a part of the flow behind it, and room for a number; of a long one, the
/// beginning.
fn within(name: &str, part: &str) -> String {
    let mut within = String::with_capacity(LONGEST);
    let room = LONGEST - NUMBER - 1 - part.chars().count();
    let end = match name.len() <= room {
        true => None,
        false => name.char_indices().nth(room).map(|(end, _)| end),
    };
    let kept = end.and_then(|end| name.get(..end)).unwrap_or(name);
    within.push_str(kept.trim_end_matches('-'));
    within.push('-');
    within.push_str(part);
    within
}

/// The name with a number behind it; of a long one, the beginning.
fn numbered(name: &str, number: usize) -> String {
    let mut numbered = String::with_capacity(name.len() + 4);
    numbered.push_str(name);
    // Writing to a text never fails.
    let _ = write!(numbered, "-{number}");
    if numbered.len() > LONGEST {
        let tail = numbered.split_off(name.len());
        let kept = LONGEST.saturating_sub(tail.len());
        let end = name.char_indices().nth(kept).map(|(end, _)| end);
        numbered.truncate(end.unwrap_or(name.len()));
        numbered.push_str(&tail);
    }
    numbered
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slugs_read_like_the_text() {
        assert_eq!(slug("Hi, welcome to  Example!", 16), "hi-welcome-to-ex");
        assert_eq!(slug("Größe: 3", 50), "größe-3");
        assert_eq!(slug("…", 50), "");
    }

    #[test]
    fn a_second_one_is_numbered() {
        let mut names = Identifiers::default();
        assert_eq!(names.unique("wait"), "wait");
        assert_eq!(names.unique("wait"), "wait-2");
        assert_eq!(names.unique("wait"), "wait-3");
    }
}
