//! What blocks ask of the world, and a test can say.

/// What a block asks of the world.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Asks {
    /// Nothing that a test says by itself.
    Nothing,
    /// One figure of a queue, on which it branches.
    Figure,
    /// All figures of a queue, which it keeps in `$.Metrics`.
    Figures,
    /// A record that belongs to the customer.
    LookUp(LookUp),
    /// What the customer does in a view.
    View,
    /// Whether the customer signs in.
    SignIn,
    /// Who or what answers a call that the flow makes.
    Call,
    /// A task, which is a contact of its own.
    Task,
}

/// A figure of a queue.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Figure {
    /// Agents who could take a contact now.
    Available,
    /// Agents who are on duty.
    Staffed,
    /// Agents who are logged in.
    Online,
    /// Contacts that wait.
    Contacts,
    /// How many seconds the first of them has waited.
    Oldest,
}

impl Figure {
    /// Every figure.
    pub const ALL: [Self; 5] = [
        Self::Available,
        Self::Staffed,
        Self::Online,
        Self::Contacts,
        Self::Oldest,
    ];

    /// The word by which a block asks for it.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Available => "available",
            Self::Staffed => "staffed",
            Self::Online => "online",
            Self::Contacts => "queue capacity",
            Self::Oldest => "time in queue",
        }
    }

    /// How a step names it.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::Available => "agents available",
            Self::Staffed => "agents staffed",
            Self::Online => "agents online",
            Self::Contacts => "contacts",
            Self::Oldest => "oldest contact",
        }
    }

    /// The reference that it is kept in, without `$.` (exported flows). In which unit the
    /// age of the oldest contact is kept no page says, so it is not.
    #[must_use]
    pub const fn reference(self) -> Option<&'static str> {
        match self {
            Self::Available => Some("Metrics.Agents.Available.Count"),
            Self::Staffed => Some("Metrics.Agents.Staffed.Count"),
            Self::Online => Some("Metrics.Agents.Online.Count"),
            Self::Contacts => Some("Metrics.Queue.Size"),
            Self::Oldest => None,
        }
    }

    /// Whether it counts agents, not contacts.
    #[must_use]
    pub const fn is_of_agents(self) -> bool {
        match self {
            Self::Available | Self::Staffed | Self::Online => true,
            Self::Contacts | Self::Oldest => false,
        }
    }
}

/// A record that belongs to the customer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum LookUp {
    /// A customer profile.
    Profile,
    /// A case.
    Case,
}

impl LookUp {
    /// How a step names it.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Profile => "profile",
            Self::Case => "case",
        }
    }

    /// How the references to what it holds begin, behind `$.`.
    #[must_use]
    pub const fn start(self) -> &'static str {
        match self {
            Self::Profile => "Customer.",
            Self::Case => "Case.",
        }
    }
}

/// What a look for a record finds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Found {
    /// One.
    One,
    /// None.
    None,
    /// More than one.
    Several,
}

impl Found {
    /// How a step names it, and a block its branch.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::One => "found",
            Self::None => "none found",
            Self::Several => "multiple found",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::{BLOCKS, Shape};

    #[test]
    fn blocks_ask_by_these_words_and_branch_by_these() {
        let rows = || BLOCKS.iter();
        for figure in Figure::ALL {
            let mut asking = rows().filter(|row| row.asks == Asks::Figure);
            let is_word = |shape| matches!(shape, Shape::Word(words) if words.iter().any(|(word, _)| *word == figure.word()));
            let known = asking.any(|row| {
                let mut parameters = row.parameters.iter();
                parameters.any(|parameter| is_word(parameter.shape))
            });
            assert!(known, "{figure:?}");
        }
        for row in rows().filter(|row| matches!(row.asks, Asks::LookUp(_))) {
            for found in [Found::None, Found::Several] {
                assert!(row.branch(found.words()).is_some(), "{}", row.phrase);
            }
        }
    }
}
