//! The chain of contacts that one conversation is, and the queues they wait in.

use super::LONGEST_CHAIN;
use super::effect::{Effect, Why};
use super::initiation::Initiation;
use super::named::Named;
use super::reason::Reason;
use super::state::{Duty, HookedFlow, Place};
use super::work::Run;
use crate::catalogue::{Hook, assumptions};

impl Run<'_> {
    /// Whoever was with the customer has left: the disconnect flow runs on the next
    /// contact of the chain, or the contact ends (administrator guide, chat scenario).
    pub(super) fn only_customer_remains(&mut self, reason: Reason) {
        let hooked = self.state.contact.hook(Hook::CustomerRemaining).cloned();
        let Some(HookedFlow { flow, inherited }) = hooked else {
            return self.end(reason);
        };
        if inherited && !self.assumes(&assumptions::HOOKS_SURVIVE) {
            return self.end(reason);
        }
        if self.next_contact(Initiation::Disconnect, Some(reason)) {
            if self.state.contact.agent.is_some() && !self.state.holds(&assumptions::AGENT_SURVIVES)
            {
                self.state.contact.agent = None;
            }
            self.state.place = Place::Flow;
            self.start_flow(&flow, Duty::Contact, Why::CustomerRemaining);
            self.go_on();
        }
    }

    /// Begins the next contact of the chain; false where the chain is full.
    ///
    /// What a flow found out for itself stays behind, and so do segment attributes; other
    /// attributes, hooks and the working queue come along.
    pub(super) fn next_contact(&mut self, initiation: Initiation, reason: Option<Reason>) -> bool {
        self.state.frames.clear();
        let number = self.state.contact.number + 1;
        if number - self.state.contact.first() >= LONGEST_CHAIN
            && self.assumes(&assumptions::CHAIN_LIMIT)
        {
            self.end(Reason::SystemError);
            return false;
        }
        let contact = &mut *self.state.contact;
        contact.number = number;
        contact.initiation = initiation;
        contact.results.clear();
        contact.system.clear_under("SegmentAttributes.");
        let has_data = contact.system.bytes() > 0;
        contact.queue_inherited = contact.queue.is_some();
        for (_, hooked) in &mut contact.hooks {
            hooked.inherited = true;
        }
        self.see(|| Effect::NextContact {
            number,
            initiation,
            reason,
        });
        if has_data && !self.assumes(&assumptions::CONTACT_DATA_SURVIVES) {
            self.state.contact.system.clear();
        }
        true
    }

    /// Puts the contact into a queue and starts the flow that runs there.
    pub(super) fn enter_queue(&mut self, queue: Named) {
        self.state.frames.clear();
        self.see(|| Effect::Queued(queue.clone()));
        self.state.place = Place::Queued(queue);
        let hooked = self.state.contact.hook(Hook::CustomerQueue);
        match hooked.map(|hooked| hooked.flow.clone()) {
            Some(flow) => self.start_flow(&flow, Duty::Queue, Why::Queue),
            None => {
                self.assumes(&assumptions::DEFAULT_QUEUE_FLOW);
            }
        }
    }
}
