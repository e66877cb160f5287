//! Telling texts apart fast.

/// The length of a text with its first and its last bytes. Short texts have no others, and
/// long ones nearly always differ in these: a few names or cases are told apart without a
/// look at them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Tag(u128);

impl Tag {
    /// The tag of a text.
    pub(super) fn of(text: &str) -> Self {
        let bytes = text.as_bytes();
        let [first, last] = match (bytes.first_chunk(), bytes.last_chunk()) {
            (Some(first), Some(last)) => [first, last].map(|end| u32::from_le_bytes(*end)),
            (None, _) | (_, None) => {
                let all = bytes.iter();
                [0, all.fold(0, |all, byte| all << 8 | u32::from(*byte))]
            }
        };
        Self((text.len() as u128) << 64 | u128::from(first) << 32 | u128::from(last))
    }

    /// Whether no other text has this tag.
    pub(super) const fn is_all(self) -> bool {
        self.0 >> 64 <= 8
    }
}

/// A name that is looked for again and again, with its tag.
#[derive(Debug)]
pub(super) struct Name {
    text: String,
    tag: Tag,
}

impl Name {
    /// A name, and the tag that is found for it.
    pub(super) fn of(text: String) -> Self {
        let tag = Tag::of(&text);
        Self { text, tag }
    }

    /// The name itself.
    pub(super) fn as_str(&self) -> &str {
        &self.text
    }

    /// Its tag.
    pub(super) const fn tag(&self) -> Tag {
        self.tag
    }
}
