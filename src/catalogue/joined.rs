//! Actions that the designer shows as one block.

/// Several actions in a row that the designer shows as one block (exports: `children`,
/// `fragments` and `isSplitModule` in `ActionMetadata`; all members stand at one place).
#[derive(Debug, PartialEq, Eq)]
pub struct Joined {
    /// The actions, in their order; the first one carries the identifiers of the others.
    pub members: &'static [Member],
    /// Which member names the fragment `SetContactData` in its metadata, and which member
    /// that is.
    pub fragment: Option<(usize, usize)>,
    /// What else is `true` in the metadata: of which member, and the key.
    pub flags: &'static [(usize, &'static str)],
}

/// One of these actions.
#[derive(Debug, PartialEq, Eq)]
pub struct Member {
    /// The phrase of its row.
    pub phrase: &'static str,
    /// The parameters that it may have, by path; empty: any.
    pub only: &'static [&'static str],
}

const fn any(phrase: &'static str) -> Member {
    Member { phrase, only: &[] }
}

const fn data(only: &'static [&'static str]) -> Member {
    Member {
        phrase: "set contact data",
        only,
    }
}

/// Every such row of actions.
pub static JOINED: &[Joined] = &[
    // Set Voice ID.
    Joined {
        members: &[
            data(&[
                "IsVoiceIdStreamingEnabled",
                "IsVoiceAuthenticationEnabled",
                "IsFraudDetectionEnabled",
                "VoiceAuthenticationThreshold",
                "VoiceAuthenticationResponseTime",
                "FraudDetectionThreshold",
                "WatchlistId",
            ]),
            any("set voice id"),
        ],
        fragment: Some((1, 0)),
        flags: &[],
    },
    // Connect assistant: its session becomes one of the contact.
    Joined {
        members: &[any("connect assistant"), data(&["WisdomSessionArn"])],
        fragment: Some((0, 1)),
        flags: &[],
    },
    // Set voice, with the language of the contact.
    Joined {
        members: &[any("set voice"), data(&["LanguageCode"])],
        fragment: Some((0, 1)),
        flags: &[
            (0, "overrideConsoleVoice"),
            (0, "overrideLanguageAttribute"),
        ],
    },
    // Set contact attributes, of one's own and of the system.
    Joined {
        members: &[
            any("set contact attributes"),
            data(&["Name", "Description", "LanguageCode", "CustomerId"]),
        ],
        fragment: None,
        flags: &[(0, "isSplitModule"), (1, "isSplitModule")],
    },
    // Send message, as e-mail and as SMS.
    Joined {
        members: &[
            any("render message template"),
            any("create contact"),
            any("send email"),
        ],
        fragment: None,
        flags: &[],
    },
    Joined {
        members: &[any("render message template"), any("send message")],
        fragment: None,
        flags: &[],
    },
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::BLOCKS;

    #[test]
    fn every_member_is_a_row_with_these_parameters() {
        for member in JOINED.iter().flat_map(|joined| joined.members) {
            let row = BLOCKS.iter().find(|row| row.phrase == member.phrase);
            let row = row.unwrap_or_else(|| panic!("no row is called {}", member.phrase));
            for path in member.only {
                assert!(
                    row.parameters.iter().any(|known| known.path == *path),
                    "{path}"
                );
            }
        }
    }
}
