//! Settings: lines at the head of a flow, before its first block.

use super::{Shape, Unit};

/// One setting of a flow.
#[derive(Debug, PartialEq, Eq)]
pub struct Setting {
    /// How it is written.
    pub phrase: &'static str,
    /// What stands behind it.
    pub shape: Shape,
    /// What it says.
    pub summary: &'static str,
}

/// Every setting.
pub static SETTINGS: &[Setting] = &[Setting {
    phrase: "chat duration",
    // `ChatDurationInMinutes` of StartChatContact: 60 to 10,080 minutes (botocore 1.44.5).
    shape: Shape::Duration {
        unit: Unit::Minutes,
        least: 3_600,
        most: 604_800,
        dynamic: false,
    },
    summary: "how long the chats of this flow are started to last; 25 hours unless set",
}];
