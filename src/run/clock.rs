//! The clock: timers that run out, and the end of the chat.
//!
//! INVARIANT: the chat's duration wins over everything at the same second.

use super::Happens;
use super::effect::{Effect, Side};
use super::reason::Reason;
use super::state::Waiting;
use super::work::Run;
use crate::catalogue::assumptions;

/// Seconds in a day.
const DAY: i64 = 86_400;

impl Run<'_> {
    /// Lets so many seconds pass.
    pub(super) fn pass(&mut self, seconds: i64) {
        let until = self.state.now.saturating_add(seconds.max(0));
        while let Some(due) = self.state.due().filter(|due| *due <= until) {
            if due == until && self.is_held_open(due) {
                break;
            }
            self.advance(due);
            if self.is_expired() && !self.is_timer_first() {
                self.expire();
            } else if !self.timeouts() {
                self.run_out();
            }
        }
        // Where nothing can happen any more, the clock stands still until another chat starts.
        if self.state.is_open() {
            self.advance(until);
        } else {
            let contact = &mut self.state.contact;
            contact.over_for = contact.over_for.saturating_add(until - self.state.now);
        }
    }

    /// Lets time pass until the clock on the wall shows this second of the day.
    pub(super) fn pass_until(&mut self, second_of_day: i64) -> Happens {
        let Some(started) = self.state.second_of_day else {
            return Err("nobody said what time it was at the start (`at`)".to_owned());
        };
        let now = self.state.now.saturating_add(self.state.contact.over_for);
        let shown = started.saturating_add(now).rem_euclid(DAY);
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

    /// Lets a timeout of the customer or the agent take effect; false where none is over.
    fn timeouts(&mut self) -> bool {
        for side in Side::ALL {
            let is_over = |at: Option<i64>| at.is_some_and(|at| at <= self.state.now);
            let [idle, disconnect] = self.state.timeouts_of(side).map(is_over);
            if disconnect {
                self.see(|| Effect::AutoDisconnected(side));
                self.only_customer_remains(Reason::Idle);
                return true;
            }
            if idle {
                if let Some((_, told)) = self.state.contact.silent.get_mut(side as usize) {
                    *told = true;
                }
                self.see(|| Effect::IsIdle(side));
                return true;
            }
        }
        false
    }

    /// Whether a Wait that expires now still hears a message of this second.
    fn is_held_open(&mut self, due: i64) -> bool {
        let hears = matches!(
            self.state.waiting(),
            Some(Waiting::Timer { customer: true, until, .. }) if *until == due
        );
        hears
            && due > self.state.now
            && !self.state.holds(&assumptions::WAIT_TIE)
            && !self.assumes(&assumptions::WAIT_TIE)
    }

    /// Whether a timer that runs out in the last second of the chat still counts.
    fn is_timer_first(&mut self) -> bool {
        self.state.waiting().and_then(Waiting::until) == Some(self.state.now)
            && !self.assumes(&assumptions::EXPIRY_FIRST)
    }

    fn advance(&mut self, until: i64) {
        if until > self.state.now {
            self.state.now = until;
            self.circles.time_passed();
        }
    }

    fn is_expired(&self) -> bool {
        self.state.expires.is_some_and(|end| end <= self.state.now)
    }

    fn expire(&mut self) {
        if !self.assumes(&assumptions::NO_FLOW_AT_EXPIRY) {
            let end = self.state.expires.take();
            self.only_customer_remains(Reason::Expired);
            self.state.expires = end;
        }
        if self.state.is_open() {
            self.end(Reason::Expired);
        }
    }

    /// The time limit of the block that waits is over.
    pub(super) fn run_out(&mut self) {
        match self.state.waiting() {
            Some(Waiting::Timer { .. }) => {
                self.state.timer_ran_out = Some(self.state.now);
                self.resume("time expired");
            }
            Some(Waiting::SignIn { .. }) => {
                self.sign_in_came_to("TIMEOUT");
                self.resume("timeout");
            }
            Some(Waiting::Key { .. } | Waiting::Bot { .. } | Waiting::View { .. }) => {
                self.resume("timeout");
            }
            Some(Waiting::Call { .. }) => self.call_runs_out(),
            // A time limit is no failure of this block: the word is stored, the flow goes on
            // (administrator guide, Store customer input).
            Some(Waiting::Digits { .. }) => self.store("Timeout"),
            None => {}
        }
    }

    /// Keeps what the customer entered, and goes on.
    pub(super) fn store(&mut self, input: &str) {
        let results = &mut self.state.contact.results;
        results.set("StoredCustomerInput", input);
        self.see(|| Effect::Stored(input.to_owned()));
        self.resume("success");
    }
}
