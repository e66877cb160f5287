//! How contacts begin.

/// How a contact began: `InitiationMethod` of its contact record.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Initiation {
    /// By a call to the API: chats and tasks.
    #[default]
    Api,
    /// By a customer who called.
    Inbound,
    /// By a quick connect of an agent.
    Transfer,
    /// By a block that moves the contact to another queue.
    QueueTransfer,
    /// By the disconnect flow.
    Disconnect,
}

impl Initiation {
    /// The word in the contact record.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Api => "API",
            Self::Inbound => "INBOUND",
            Self::Transfer => "TRANSFER",
            Self::QueueTransfer => "QUEUE_TRANSFER",
            Self::Disconnect => "DISCONNECT",
        }
    }
}
