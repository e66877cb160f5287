//! Another chat of the same customer, once the one before is over, and persistent chat:
//! one that continues an ended one.
//!
//! A new chat is a new chain of contacts with a clock of its own. It continues a chat where
//! it is started so, or where a block says so; not both (administrator guide, persistent
//! chat; `PersistentChat` of StartChatContact).

use super::Happens;
use super::effect::Effect;
use super::event::{NewChat, Start};
use super::machine::cannot;
use super::state::Place;
use super::work::Run;
use crate::catalogue::Channel;

/// The chat that is to be continued.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Source {
    /// From this contact on.
    Segment,
    /// From the last contact of the chain that this one began.
    EntirePastSession,
}

impl Run<'_> {
    /// The customer starts another chat, where the first one began.
    pub(super) fn new_chat(&mut self, new: &NewChat) -> Happens {
        match self.state.place {
            Place::Ended(_) => {}
            Place::NotStarted
            | Place::Flow
            | Place::Queued(_)
            | Place::WithAgent { .. }
            | Place::Outside(_)
            | Place::InCircles { .. } => return cannot("the chat is not over"),
        }
        let (Channel::Chat, Some(flow)) = (self.state.channel, self.state.contact.entry) else {
            return cannot("only a chat can be started again");
        };
        let last = self.state.contact.number;
        let start = Start {
            from: self.state.contact.from.take(),
            to: self.state.contact.to.take(),
            attributes: new.attributes.clone(),
            first_message: new.first_message.clone(),
            chat_duration: new.chat_duration,
            second_of_day: self.state.second_of_day,
            ..Start::new(flow, Channel::Chat)
        };
        self.state.reset_for(last + 1);
        self.begin(&start, new.continues.then_some(last));
        Ok(())
    }

    /// Lets the chat continue an ended one; whether that is possible.
    pub(super) fn continue_chat(&mut self, from: u32, source: Source) -> bool {
        let contact = &mut self.state.contact;
        let ended = 1..contact.first();
        let from = match source {
            Source::Segment => Some(from),
            Source::EntirePastSession => contact.last_of_chain(from),
        };
        let Some(from) = from.filter(|from| ended.contains(from) && !contact.continues) else {
            return false;
        };
        contact.continues = true;
        self.see(|| Effect::Continues(from));
        true
    }

    /// Lets the chat continue one that the run does not show; whether that is possible.
    pub(super) fn continue_unknown(&mut self) -> bool {
        let continues = !self.state.contact.continues && self.pass_over();
        self.state.contact.continues |= continues;
        continues
    }
}
