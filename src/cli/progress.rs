//! How far a long command is.
//!
//! A library's bar reckons with powers, for which every start of every command would load
//! the system's library of mathematics: a tenth of the time of a start.

use std::io::{IsTerminal, Write, stderr};
use std::sync::atomic::{AtomicU64, Ordering};

/// A line of a terminal that counts up; elsewhere nothing is shown.
#[derive(Debug)]
pub(super) struct Progress {
    total: u64,
    noun: &'static str,
    done: AtomicU64,
    is_shown: bool,
}

impl Progress {
    /// Nothing of `total` things is done.
    pub(super) fn new(total: u64, noun: &'static str) -> Self {
        Self {
            total,
            noun,
            done: AtomicU64::new(0),
            is_shown: stderr().is_terminal(),
        }
    }

    /// So many more are done, on whichever core.
    pub(super) fn add(&self, more: u64) {
        if !self.is_shown {
            return;
        }
        let before = self.done.fetch_add(more, Ordering::Relaxed);
        let shown = line(before + more, self.total, self.noun);
        if shown != line(before, self.total, self.noun) {
            let _ = write!(stderr().lock(), "\r{shown}");
        }
    }

    /// Takes the line away.
    pub(super) fn clear(self) {
        if self.is_shown {
            let longest = line(self.total, self.total, self.noun).len();
            let _ = write!(stderr().lock(), "\r{:longest$}\r", "");
        }
    }
}

/// The line, which is another at each percent.
fn line(done: u64, total: u64, noun: &str) -> String {
    const WIDTH: usize = 40;
    let percent = done.saturating_mul(100) / total.max(1);
    let filled = usize::try_from(percent).map_or(WIDTH, |percent| percent * WIDTH / 100);
    format!(
        "[{:<WIDTH$}] {percent} % of {total} {noun}",
        "=".repeat(filled.min(WIDTH))
    )
}

#[cfg(test)]
mod tests {
    use super::line;

    #[test]
    fn the_line_fills() {
        let lines = [0, 1_234, 5_000, 9_999].map(|done| line(done, 9_999, "chats"));
        insta::assert_snapshot!(lines.join("\n"), @r"
        [                                        ] 0 % of 9999 chats
        [====                                    ] 12 % of 9999 chats
        [====================                    ] 50 % of 9999 chats
        [========================================] 100 % of 9999 chats
        ");
    }
}
