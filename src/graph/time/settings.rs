//! What an analysis allows.

use crate::graph::spread::Allowance;
use crate::graph::state::{FOREVER, Seconds};
use crate::graph::times::Precision;

/// The most late returns that are told apart.
const MOST_LATE: usize = 64;

/// What an analysis allows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settings {
    /// How many times a customer comes back late.
    pub late_returns: Limit,
    /// How many seconds agents, bots and functions take in all.
    pub service: Limit,
    /// A customer who comes back with less than this left comes back too late.
    pub nearly_over: Seconds,
    /// The duration of every chat, whatever its flow says.
    pub duration: Option<Seconds>,
    /// Flows in which chats start though others lead to them, by name.
    pub entries: Vec<String>,
    /// How finely times are told apart.
    pub precision: Precision,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            late_returns: Limit::AtMost(1),
            service: Limit::AtMost(3_600),
            nearly_over: 1_800,
            duration: None,
            entries: Vec::new(),
            precision: Precision::default(),
        }
    }
}

/// An allowance.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Limit {
    /// So much and no more.
    AtMost(u32),
    /// Any.
    Unlimited,
}

impl Settings {
    pub(super) fn allowance(&self) -> Allowance {
        Allowance {
            late: match self.late_returns {
                Limit::AtMost(late) => Some((late as usize).min(MOST_LATE)),
                Limit::Unlimited => None,
            },
            service: match self.service {
                Limit::AtMost(service) => service,
                Limit::Unlimited => FOREVER,
            },
        }
    }
}
