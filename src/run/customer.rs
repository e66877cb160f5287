//! What customers do, and whether they can.

use super::Happens;
use super::effect::{Effect, Side, SignIn};
use super::event::{Customer, SignedIn};
use super::machine::cannot;
use super::named::Named;
use super::reason::Reason;
use super::state::Waiting;
use super::work::Run;
use super::world::literal_texts;
use crate::catalogue::{Channel, Hook, Role, assumptions};
use crate::program::Value;

/// Where stands what is known of a customer who has been asked to sign in.
const SIGN_IN: &str = "SegmentAttributes.connect:CustomerAuthentication.";

impl Run<'_> {
    pub(super) fn customer(&mut self, does: &Customer) -> Happens {
        self.must_be_open()?;
        if self.state.channel == Channel::Task {
            return cannot("a task has no customer who takes part");
        }
        match does {
            Customer::Writes(text) => self.customer_writes(text),
            Customer::Presses(key) => self.customer_presses(&key.to_string()),
            Customer::Enters(keys) => self.customer_presses(keys),
            Customer::IsSilent => self.customer_is_silent(),
            Customer::AnswersView { view, action, data } => {
                self.view_answered(view.as_ref(), action, data)
            }
            Customer::SignsIn(known) => {
                self.must_be_asked_to_sign_in()?;
                self.signed_in(known);
                Ok(())
            }
            Customer::OptsOut => self.not_signed_in(SignIn::OptedOut, "opted out"),
            Customer::FailsToSignIn => self.not_signed_in(SignIn::Failed, "error"),
            Customer::Leaves => {
                self.customer_leaves();
                Ok(())
            }
            Customer::Returns if self.state.channel == Channel::Chat => {
                // Opening the chat again moves no Wait; only a message does
                // (administrator guide, Wait block).
                self.see(|| Effect::CustomerReturned);
                Ok(())
            }
            Customer::Returns => cannot("only to a chat can a customer return"),
        }
    }

    fn customer_leaves(&mut self) {
        let hooked = self.state.contact.hook(Hook::CustomerRemaining).is_some();
        if hooked && !self.assumes(&assumptions::CUSTOMER_END_RUNS_NOTHING) {
            return self.only_customer_remains(Reason::Customer);
        }
        self.end(Reason::Customer);
    }

    fn customer_writes(&mut self, text: &str) -> Happens {
        match self.state.waiting() {
            Some(Waiting::Key { .. } | Waiting::Digits { .. }) => {
                return cannot("the customer cannot answer in words here");
            }
            Some(Waiting::Timer { customer: true, .. }) => {
                self.hear_customer(text);
                self.resume("customer returned");
                return Ok(());
            }
            Some(Waiting::Bot { .. }) => {
                self.hear_customer(text);
                self.forget_old_session();
                return Ok(());
            }
            Some(
                Waiting::Timer { .. }
                | Waiting::View { .. }
                | Waiting::SignIn { .. }
                | Waiting::Call { .. },
            )
            | None => {}
        }
        if self.state.timer_ran_out == Some(self.state.now) {
            self.assumes(&assumptions::WAIT_TIE);
        }
        self.hear_customer(text);
        Ok(())
    }

    fn hear_customer(&mut self, text: &str) {
        self.state.heard(Side::Customer);
        self.see(|| Effect::CustomerWrote(text.to_owned()));
    }

    fn customer_presses(&mut self, keys: &str) -> Happens {
        let waiting = self.state.waiting().cloned();
        match (waiting, keys.chars().next()) {
            (Some(Waiting::Key { .. }), Some(first)) => {
                let key = first.to_string();
                self.see(|| Effect::CustomerPressed(key.clone()));
                self.resume_case(&key);
                Ok(())
            }
            (Some(Waiting::Digits { most, .. }), Some(_)) => {
                let kept: String = keys.trim_end_matches('#').chars().take(most).collect();
                self.see(|| Effect::CustomerPressed(keys.to_owned()));
                // A `#` ends the input; alone it is all there is.
                self.store(if kept.is_empty() { keys } else { &kept });
                Ok(())
            }
            (_, None) => cannot("no key is pressed"),
            (
                Some(
                    Waiting::Bot { .. }
                    | Waiting::Timer { .. }
                    | Waiting::View { .. }
                    | Waiting::SignIn { .. }
                    | Waiting::Call { .. },
                )
                | None,
                Some(_),
            ) => cannot("no menu waits for a key"),
        }
    }

    fn view_answered(
        &mut self,
        named: Option<&Named>,
        action: &str,
        data: &[(String, Value)],
    ) -> Happens {
        let Some(Waiting::View { view, .. }) = self.state.waiting() else {
            return cannot("no view is shown");
        };
        let view = view.clone();
        if !self.is_same(named, view.as_ref()) {
            return cannot("the flow shows another view");
        }
        let results = &mut self.state.contact.results;
        results.clear_under("Views.");
        results.set("Views.Action", action);
        results.extend(literal_texts("Views.ViewResultData.", data).iter());
        self.see(|| Effect::ViewAnswered {
            view,
            action: action.to_owned(),
        });
        self.resume_case(action);
        Ok(())
    }

    fn must_be_asked_to_sign_in(&self) -> Happens {
        match self.state.waiting() {
            Some(Waiting::SignIn { .. }) => Ok(()),
            Some(_) | None => cannot("nobody asks the customer to sign in"),
        }
    }

    /// What is known of the customer then stays with this contact (administrator guide, list
    /// of attributes).
    fn signed_in(&mut self, known: &SignedIn) {
        let block = self.acting_block();
        let client = block.and_then(|block| block.value(Role::Client));
        let client = client.map(|client| self.text_of(client));
        let system = &mut self.state.contact.system;
        system.clear_under(SIGN_IN);
        let facts = [
            ("Status", Some("AUTHENTICATED")),
            ("AuthenticationMethod", Some("CONNECT")),
            ("ClientId", client.as_deref()),
            ("IdentityProvider", known.identity_provider.as_deref()),
            ("AssociatedCustomerId", known.customer_id.as_deref()),
        ];
        for (name, text) in facts {
            if let Some(text) = text {
                system.set_under(SIGN_IN, name, text);
            }
        }
        self.done_with(client.unwrap_or_default());
        self.see(|| Effect::SignIn(SignIn::Done));
        self.resume("success");
    }

    fn not_signed_in(&mut self, came: SignIn, word: &'static str) -> Happens {
        self.must_be_asked_to_sign_in()?;
        if matches!(came, SignIn::Failed) {
            self.sign_in_came_to("FAILED");
        }
        self.see(|| Effect::SignIn(came));
        self.resume(word);
        Ok(())
    }

    /// The customer has not signed in, for this reason.
    pub(super) fn sign_in_came_to(&mut self, status: &str) {
        if self.assumes(&assumptions::SIGN_IN_STATUS) {
            let system = &mut self.state.contact.system;
            system.clear_under(SIGN_IN);
            system.set_under(SIGN_IN, "Status", status);
        }
    }

    fn customer_is_silent(&mut self) -> Happens {
        let Some(waiting) = self.state.waiting() else {
            return cannot("no block waits for the customer");
        };
        let is_call = matches!(waiting, Waiting::Call { .. });
        let Some(until) = waiting.until() else {
            return match is_call {
                true => self.call_is_silent(),
                false => cannot(
                    "it is not known how long this bot waits (write `bot … times out`, or give the block a `chat timeout`)",
                ),
            };
        };
        self.see(|| Effect::CustomerSilent);
        self.pass(until - self.state.now);
        if self.state.waiting().and_then(Waiting::until) == Some(self.state.now) {
            self.run_out();
        }
        Ok(())
    }

    pub(super) fn must_be_open(&self) -> Happens {
        match self.state.is_open() {
            true => Ok(()),
            false => self.is_over(),
        }
    }

    #[cold]
    fn is_over(&self) -> Happens {
        let what = self.state.channel.contact_word();
        cannot(&format!("the {what} is over"))
    }
}
