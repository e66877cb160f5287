//! What bots do, and whether they can.

use super::Happens;
use super::effect::Effect;
use super::event::{Bot, BotAnswer};
use super::machine::cannot;
use super::named::Named;
use super::state::{Session, Waiting};
use super::work::Run;
use crate::catalogue::assumptions;

impl Run<'_> {
    pub(super) fn bot(&mut self, bot: Option<&Named>, does: &Bot) -> Happens {
        self.must_be_open()?;
        if matches!(does, Bot::Leaves) {
            return self.bot_leaves(bot);
        }
        let Some(Waiting::Bot { bot: waited, .. }) = self.state.waiting() else {
            return cannot("no block waits for a bot");
        };
        let waited = waited.clone();
        if !self.is_same(bot, waited.as_ref()) {
            return cannot("the flow waits for another bot");
        }
        let bot = waited.or_else(|| bot.cloned());
        match does {
            Bot::Answers(answer) => self.bot_answers(bot, answer),
            Bot::Fails => {
                self.see(|| Effect::BotFailed(bot));
                self.resume("error");
            }
            Bot::TimesOut => {
                self.see(|| Effect::BotTimedOut(bot));
                self.resume("timeout");
            }
            Bot::Leaves => {}
        }
        Ok(())
    }

    fn bot_answers(&mut self, bot: Option<Named>, answer: &BotAnswer) {
        let results = &mut self.state.contact.results;
        results.clear_under("Lex.Slots.");
        results.set("Lex.IntentName", &answer.intent);
        for (slot, text) in &answer.slots {
            results.set_under("Lex.Slots.", slot, text);
        }
        for (key, text) in &answer.session_attributes {
            results.set_under("Lex.SessionAttributes.", key, text);
        }
        match &answer.confidence {
            Some(score) => results.set("Lex.IntentConfidence.Score", score),
            None => results.clear_under("Lex.IntentConfidence."),
        }
        self.turn_of_bot();
        self.see(|| Effect::BotAnswered {
            bot,
            intent: answer.intent.clone(),
        });
        self.resume_case(&answer.intent);
    }

    /// A block hands the conversation to a bot: the session of an earlier block goes on
    /// where it is the same bot and not too long ago.
    pub(super) fn open_bot_session(&mut self, bot: Option<&Named>) {
        let session = self.state.contact.session.as_ref();
        let goes_on = session.is_some_and(|session| session.bot.as_ref() == bot);
        if goes_on {
            self.forget_old_session();
        } else {
            let results = &mut self.state.contact.results;
            results.clear_under("Lex.SessionAttributes.");
            self.state.contact.session = Some(Session {
                bot: bot.cloned(),
                last_turn: self.state.now,
            });
        }
        self.turn_of_bot();
    }

    /// A turn of the bot or of its customer begins: where the last one is too long ago, the
    /// bot has forgotten the session.
    pub(super) fn forget_old_session(&mut self) {
        let Some(session) = &self.state.contact.session else {
            return;
        };
        let limit = self.state.world.session_timeout(session.bot.as_ref());
        let is_old = self.state.now - session.last_turn > limit;
        if is_old && self.assumes(&assumptions::BOT_SESSION) {
            let results = &mut self.state.contact.results;
            results.clear_under("Lex.SessionAttributes.");
            let session = self.state.contact.session.as_ref();
            let bot = session.and_then(|session| session.bot.clone());
            self.see(|| Effect::BotForgot(bot));
        }
        self.turn_of_bot();
    }

    const fn turn_of_bot(&mut self) {
        if let Some(session) = &mut self.state.contact.session {
            session.last_turn = self.state.now;
        }
    }

    fn bot_leaves(&mut self, bot: Option<&Named>) -> Happens {
        match self.state.waiting() {
            Some(Waiting::Timer { bot: true, .. }) => {
                self.see(|| Effect::BotLeft(bot.cloned()));
                self.resume("bot left");
                Ok(())
            }
            Some(
                Waiting::Timer { .. }
                | Waiting::Bot { .. }
                | Waiting::Key { .. }
                | Waiting::View { .. }
                | Waiting::SignIn { .. }
                | Waiting::Call { .. }
                | Waiting::Digits { .. },
            )
            | None => cannot("nothing waits for a bot to leave"),
        }
    }
}
