//! The clock: timers that run out, and the end of the chat.
//!
//! INVARIANT: the chat's duration wins over everything at the same second.

use super::effect::{Effect, Reason};
use super::flows::Run;
use super::state::Waiting;
use crate::catalogue::assumptions;

/// Seconds in a day.
const DAY: i64 = 86_400;

impl Run<'_> {
    /// Lets so many seconds pass.
    pub(super) fn pass(&mut self, seconds: i64) {
        let until = self.state.now.saturating_add(seconds.max(0));
        while let Some(due) = self.due().filter(|due| *due <= until) {
            self.advance(due);
            match self.is_expired() {
                true => self.expire(),
                false => self.run_out(),
            }
        }
        // Where nothing can happen any more, the clock stands still.
        if self.state.is_open() {
            self.advance(until);
        }
    }

    /// Lets time pass until the clock on the wall shows this second of the day.
    pub(super) fn pass_until(&mut self, second_of_day: i64) -> Result<(), String> {
        let Some(started) = self.state.second_of_day else {
            return Err("nobody said what time it was at the start (`at`)".to_owned());
        };
        let shown = started.saturating_add(self.state.now).rem_euclid(DAY);
        self.pass((second_of_day - shown).rem_euclid(DAY));
        Ok(())
    }

    /// Spends time inside a block; false where the chat ends meanwhile.
    pub(super) fn spend(&mut self, seconds: i64) -> bool {
        let until = self.state.now.saturating_add(seconds.max(0));
        let end = self.state.expires.filter(|end| *end <= until);
        self.advance(end.unwrap_or(until));
        if end.is_some() {
            self.expire();
        }
        end.is_none()
    }

    /// The next moment at which something happens by itself.
    fn due(&self) -> Option<i64> {
        if !self.state.is_open() {
            return None;
        }
        let timer = self.state.waiting().and_then(Waiting::until);
        match (timer, self.state.expires) {
            (Some(timer), Some(end)) => Some(timer.min(end)),
            (timer, end) => timer.or(end),
        }
    }

    fn advance(&mut self, until: i64) {
        if until > self.state.now {
            self.state.now = until;
            self.time_passed();
        }
    }

    fn is_expired(&self) -> bool {
        self.state.expires.is_some_and(|end| end <= self.state.now)
    }

    fn expire(&mut self) {
        let now = self.state.now;
        if self.state.waiting().and_then(Waiting::until) == Some(now) {
            self.rely(&assumptions::EXPIRY_FIRST);
        }
        self.rely(&assumptions::NO_FLOW_AT_EXPIRY);
        self.end(Reason::Expired);
    }

    /// The time limit of the block that waits is over.
    pub(super) fn run_out(&mut self) {
        match self.state.waiting() {
            Some(Waiting::Timer { .. }) => {
                self.state.timer_ran_out = Some(self.state.now);
                self.resume("time expired");
            }
            Some(Waiting::Key { .. } | Waiting::Bot { .. }) => self.resume("timeout"),
            // A time limit is no failure of this block: the word is stored, the flow goes on
            // (administrator guide, Store customer input).
            Some(Waiting::Digits { .. }) => self.store("Timeout"),
            None => {}
        }
    }

    /// Keeps what the customer entered, and goes on.
    pub(super) fn store(&mut self, input: &str) {
        self.state.contact.stored_input = Some(input.to_owned());
        self.see(Effect::Stored(input.to_owned()));
        self.resume("success");
    }
}
