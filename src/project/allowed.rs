//! How much a project allows a chat to spend.

use crate::syntax;

/// So much, or as much as anybody likes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Allowed {
    /// So much and no more.
    AtMost(u32),
    /// Any.
    Unlimited,
}

const UNLIMITED: &str = "unlimited";

impl Allowed {
    /// Reads a number of late returns, or `unlimited`.
    ///
    /// # Errors
    ///
    /// Where it is neither: what it has to be.
    pub fn returns(text: &str) -> Result<Self, &'static str> {
        if text == UNLIMITED {
            return Ok(Self::Unlimited);
        }
        let count = text.parse().map(Self::AtMost);
        count.map_err(|_| "a whole number, or `unlimited`")
    }

    /// Reads a length of time, or `unlimited`.
    ///
    /// # Errors
    ///
    /// Where it is neither: what it has to be.
    pub fn time(text: &str) -> Result<Self, &'static str> {
        if text == UNLIMITED {
            return Ok(Self::Unlimited);
        }
        syntax::duration(text)
            .and_then(|seconds| u32::try_from(seconds).ok())
            .map(Self::AtMost)
            .ok_or("a time such as `90s`, `15m` or `1h30m`, or `unlimited`")
    }
}
