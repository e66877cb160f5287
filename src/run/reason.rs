//! Why contacts end.

/// Why a contact ended: `DisconnectReason` of its contact record
/// (administrator guide, contact records data model).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reason {
    /// The flow ended it.
    Flow,
    /// The customer ended it.
    Customer,
    /// The agent left.
    Agent,
    /// The agent lost the connection.
    AgentNetwork,
    /// Somebody did not write for too long.
    Idle,
    /// It reached its duration.
    Expired,
    /// The chain of contacts was full.
    SystemError,
}

impl Reason {
    /// Every reason that the interpreter knows.
    pub const ALL: [Self; 7] = [
        Self::Flow,
        Self::Customer,
        Self::Agent,
        Self::AgentNetwork,
        Self::Idle,
        Self::Expired,
        Self::SystemError,
    ];

    /// The word in the contact record.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Flow => "CONTACT_FLOW_DISCONNECT",
            Self::Customer => "CUSTOMER_DISCONNECT",
            Self::Agent => "AGENT_DISCONNECT",
            Self::AgentNetwork => "AGENT_NETWORK_DISCONNECT",
            Self::Idle => "IDLE_DISCONNECT",
            Self::Expired => "EXPIRED",
            Self::SystemError => "SYSTEM_ERROR",
        }
    }

    /// The reason of a word in the contact record.
    #[must_use]
    pub fn of_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|reason| reason.word() == word)
    }
}
