//! What customers, bots and agents do, and whether they can.

use super::LONGEST_CHAIN;
use super::effect::{Effect, Reason, Why};
use super::event::{Agent, Bot, BotAnswer, Customer};
use super::flows::Run;
use super::named::Named;
use super::state::{Duty, HookedFlow, Initiation, Lex, Place, Waiting};
use crate::catalogue::{Channel, Hook, assumptions};

type Happens = Result<(), String>;

fn cannot(why: &str) -> Happens {
    Err(why.to_owned())
}

// ------------------------------------------------------------------- customer

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
            Customer::Leaves => {
                if self
                    .state
                    .contact
                    .hooks
                    .contains_key(&Hook::CustomerRemaining)
                {
                    self.rely(&assumptions::CUSTOMER_END_RUNS_NOTHING);
                }
                self.end(Reason::Customer);
                Ok(())
            }
            Customer::Returns if self.state.channel == Channel::Chat => {
                // Opening the chat again moves no Wait; only a message does
                // (administrator guide, Wait block).
                self.see(Effect::CustomerReturned);
                Ok(())
            }
            Customer::Returns => cannot("only to a chat can a customer return"),
        }
    }

    fn customer_writes(&mut self, text: &str) -> Happens {
        match self.state.waiting() {
            Some(Waiting::Key { .. } | Waiting::Digits { .. }) => {
                return cannot("the customer cannot answer in words here");
            }
            Some(Waiting::Timer { customer: true, .. }) => {
                self.see(Effect::CustomerWrote(text.to_owned()));
                self.resume("customer returned");
                return Ok(());
            }
            Some(Waiting::Timer { .. } | Waiting::Bot { .. }) | None => {}
        }
        if self.state.timer_ran_out == Some(self.state.now) {
            self.rely(&assumptions::WAIT_TIE);
        }
        self.see(Effect::CustomerWrote(text.to_owned()));
        Ok(())
    }

    fn customer_presses(&mut self, keys: &str) -> Happens {
        let waiting = self.state.waiting().cloned();
        match (waiting, keys.chars().next()) {
            (Some(Waiting::Key { .. }), Some(first)) => {
                let key = first.to_string();
                self.see(Effect::CustomerPressed(key.clone()));
                self.resume_case(&key);
                Ok(())
            }
            (Some(Waiting::Digits { most, .. }), Some(_)) => {
                let kept: String = keys.trim_end_matches('#').chars().take(most).collect();
                self.see(Effect::CustomerPressed(keys.to_owned()));
                // A `#` ends the input; alone it is all there is.
                self.store(if kept.is_empty() { keys } else { &kept });
                Ok(())
            }
            (_, None) => cannot("no key is pressed"),
            (Some(Waiting::Bot { .. } | Waiting::Timer { .. }) | None, Some(_)) => {
                cannot("no menu waits for a key")
            }
        }
    }

    fn customer_is_silent(&mut self) -> Happens {
        let Some(waiting) = self.state.waiting() else {
            return cannot("no block waits for the customer");
        };
        let Some(until) = waiting.until() else {
            return cannot(
                "it is not known how long this bot waits (write `bot … times out`, or give the block a `chat timeout`)",
            );
        };
        self.see(Effect::CustomerSilent);
        self.pass(until - self.state.now);
        Ok(())
    }

    fn must_be_open(&self) -> Happens {
        if self.state.is_open() {
            return Ok(());
        }
        cannot(&format!(
            "the {} is over",
            self.state.channel.contact_word()
        ))
    }
}

// ------------------------------------------------------------------------ bot

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
                self.see(Effect::BotFailed(bot));
                self.resume("error");
            }
            Bot::TimesOut => {
                self.see(Effect::BotTimedOut(bot));
                self.resume("timeout");
            }
            Bot::Leaves => {}
        }
        Ok(())
    }

    fn bot_answers(&mut self, bot: Option<Named>, answer: &BotAnswer) {
        let intent = answer.intent.clone();
        let lex = &mut self.state.contact.lex;
        lex.intent = Some(intent.clone());
        lex.slots = answer.slots.iter().cloned().collect();
        lex.session_attributes
            .extend(answer.session_attributes.iter().cloned());
        lex.confidence.clone_from(&answer.confidence);
        self.see(Effect::BotAnswered { bot, intent });
        self.resume_case(&answer.intent);
    }

    fn bot_leaves(&mut self, bot: Option<&Named>) -> Happens {
        match self.state.waiting() {
            Some(Waiting::Timer { bot: true, .. }) => {
                self.see(Effect::BotLeft(bot.cloned()));
                self.resume("bot left");
                Ok(())
            }
            Some(
                Waiting::Timer { .. }
                | Waiting::Bot { .. }
                | Waiting::Key { .. }
                | Waiting::Digits { .. },
            )
            | None => cannot("nothing waits for a bot to leave"),
        }
    }
}

// ---------------------------------------------------------------------- agent

impl Run<'_> {
    pub(super) fn agent(&mut self, does: &Agent) -> Happens {
        self.must_be_open()?;
        match does {
            Agent::Joins { agent, queue } => self.agent_joins(agent.as_ref(), queue.as_ref()),
            Agent::Leaves => {
                self.must_have_agent()?;
                self.see(Effect::AgentLeft);
                self.only_customer_remains();
                Ok(())
            }
            Agent::Writes(text) => {
                self.must_have_agent()?;
                self.see(Effect::AgentWrote(text.clone()));
                Ok(())
            }
            Agent::TransfersTo(queue) => {
                self.must_have_agent()?;
                self.agent_transfers(queue);
                Ok(())
            }
        }
    }

    fn agent_joins(&mut self, agent: Option<&Named>, from: Option<&Named>) -> Happens {
        let Place::Queued(queue) = &self.state.place else {
            return cannot("the contact is in no queue that an agent could take it from");
        };
        let queue = queue.clone();
        if !self.is_same(from, Some(&queue)) {
            return cannot(&format!(
                "the contact is in another queue, `{}`",
                queue.name(self.program)
            ));
        }
        let agent = agent.cloned();
        self.state.frame = None;
        self.state.contact.agent = Some(agent.clone().unwrap_or(Named::Text("agent".to_owned())));
        self.state.place = Place::WithAgent {
            agent: agent.clone(),
            queue: queue.clone(),
        };
        self.see(Effect::AgentJoined { agent, queue });
        self.start_whispers();
        self.go_on();
        Ok(())
    }

    fn must_have_agent(&self) -> Happens {
        match self.state.place {
            Place::WithAgent { .. } => Ok(()),
            Place::NotStarted
            | Place::Flow
            | Place::Queued(_)
            | Place::Outside(_)
            | Place::Ended(_)
            | Place::InCircles { .. } => cannot("no agent has joined"),
        }
    }

    /// The agent has left: the disconnect flow runs on the next contact of the
    /// chain, or the contact ends (administrator guide, chat scenario).
    fn only_customer_remains(&mut self) {
        let hooked = self.state.contact.hooks.get(&Hook::CustomerRemaining);
        let Some(HookedFlow { flow, inherited }) = hooked.cloned() else {
            self.end(Reason::Agent);
            return;
        };
        if inherited {
            self.rely(&assumptions::HOOKS_SURVIVE);
        }
        if self.next_contact(Initiation::Disconnect) {
            self.state.place = Place::Flow;
            self.start_flow(&flow, Duty::Contact, Why::CustomerRemaining);
            self.go_on();
        }
    }

    fn agent_transfers(&mut self, queue: &Named) {
        self.see(Effect::AgentTransferred(queue.clone()));
        self.rely(&assumptions::AGENT_TRANSFER);
        if self.next_contact(Initiation::Transfer) {
            self.state.contact.queue = Some(queue.clone());
            self.enter_queue(queue.clone());
            self.go_on();
        }
    }

    /// Begins the next contact of the chain; false where the chain is full.
    ///
    /// What a flow found out for itself stays behind; attributes, hooks and the
    /// working queue come along.
    fn next_contact(&mut self, initiation: Initiation) -> bool {
        self.state.frame = None;
        let number = self.state.contact.number + 1;
        if number > LONGEST_CHAIN {
            self.rely(&assumptions::CHAIN_LIMIT);
            self.end(Reason::SystemError);
            return false;
        }
        let contact = &mut self.state.contact;
        contact.number = number;
        contact.initiation = initiation;
        contact.external.clear();
        contact.lex = Lex::default();
        contact.stored_input = None;
        contact.queue_inherited = contact.queue.is_some();
        for hooked in contact.hooks.values_mut() {
            hooked.inherited = true;
        }
        self.see(Effect::NextContact(number));
        true
    }

    /// Puts the contact into a queue and starts the flow that runs there.
    pub(super) fn enter_queue(&mut self, queue: Named) {
        self.state.frame = None;
        self.state.place = Place::Queued(queue.clone());
        self.see(Effect::Queued(queue));
        let hooked = self.state.contact.hooks.get(&Hook::CustomerQueue);
        match hooked.map(|hooked| hooked.flow.clone()) {
            Some(flow) => self.start_flow(&flow, Duty::Queue, Why::Queue),
            None => self.rely(&assumptions::DEFAULT_QUEUE_FLOW),
        }
    }
}
