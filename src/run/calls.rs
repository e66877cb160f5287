//! Calls that a flow makes: to the customer of an outbound contact, or to somebody else.

use super::Happens;
use super::effect::Effect;
use super::event::Call;
use super::machine::cannot;
use super::reason::Reason;
use super::slots::Slot;
use super::state::Waiting;
use super::work::Run;
use crate::catalogue::{Role, assumptions};
use crate::program::Value;

impl Run<'_> {
    /// Something happens to the call that the block waits for.
    pub(super) fn call(&mut self, does: Call) -> Happens {
        self.must_be_open()?;
        let Some(Waiting::Call { .. }) = self.state.waiting() else {
            return cannot("the flow makes no call");
        };
        self.see(|| Effect::Call(does));
        match does {
            Call::Answered => self.answered("call answered"),
            Call::Voicemail { beep: true } => self.answered("voicemail beep"),
            Call::Voicemail { beep: false } => self.answered("voicemail no beep"),
            Call::Fails => self.call_fails(),
        }
        Ok(())
    }

    /// Only a block that looks who is there tells a voicemail from a person.
    fn answered(&mut self, word: &'static str) {
        match self.own_branch(&[word]) {
            Some(word) => self.resume(word),
            None if self.is_handed_over() => {
                self.leave("transferred");
                self.end(Reason::Flow);
            }
            None => self.resume("success"),
        }
    }

    /// Whether the caller does not come back to the flow from the call that is answered.
    fn is_handed_over(&mut self) -> bool {
        let resumes = self
            .acting_block()
            .and_then(|block| block.value(Role::Resume));
        matches!(resumes, Some(Slot::Plain(Value::Flag(false), _)))
            && self.assumes(&assumptions::NO_RESUME)
    }

    /// Without a branch for it the flow ends (Flow language, CompleteOutboundCall).
    fn call_fails(&mut self) {
        match self.own_branch(&["call failed", "error"]) {
            Some(word) => self.resume(word),
            None => {
                self.leave("call failed");
                self.end_flow();
                self.go_on();
            }
        }
    }

    /// Nobody answers in time.
    pub(super) fn call_runs_out(&mut self) {
        self.resume("no answer");
    }

    /// Nothing is heard for so long that nobody can tell who is there (administrator guide,
    /// Check call progress); how long that takes no page says.
    pub(super) fn call_is_silent(&mut self) -> Happens {
        let Some(word) = self.own_branch(&["not detected"]) else {
            return cannot("it is not known how long this call rings (write `call fails`)");
        };
        self.see(|| Effect::CustomerSilent);
        self.resume(word);
        Ok(())
    }

    /// The first of these branches that the block that acts has.
    fn own_branch(&self, words: &[&'static str]) -> Option<&'static str> {
        let block = self.acting_block()?;
        let mut words = words.iter().copied();
        words.find(|word| block.row.branch(word).is_some())
    }
}
