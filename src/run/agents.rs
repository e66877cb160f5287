//! What agents do, and whether they can.

use super::Happens;
use super::effect::{Effect, Side};
use super::event::Agent;
use super::initiation::Initiation;
use super::machine::cannot;
use super::named::Named;
use super::reason::Reason;
use super::state::Place;
use super::work::Run;
use crate::catalogue::assumptions;

impl Run<'_> {
    pub(super) fn agent(&mut self, does: &Agent) -> Happens {
        self.must_be_open()?;
        match does {
            Agent::Joins { agent, queue } => self.agent_joins(agent.as_ref(), queue.as_ref()),
            Agent::Leaves => {
                self.must_have_agent()?;
                self.see(|| Effect::AgentLeft);
                self.only_customer_remains(Reason::Agent);
                Ok(())
            }
            Agent::Drops => {
                self.must_have_agent()?;
                self.see(|| Effect::AgentDropped);
                self.only_customer_remains(Reason::AgentNetwork);
                Ok(())
            }
            Agent::Writes(text) => {
                self.must_have_agent()?;
                self.state.heard(Side::Agent);
                self.see(|| Effect::AgentWrote(text.clone()));
                Ok(())
            }
            Agent::TransfersTo(queue) => {
                self.must_have_agent()?;
                self.see(|| Effect::AgentTransferred(queue.clone()));
                self.agent_transfers(queue);
                Ok(())
            }
        }
    }

    fn agent_joins(&mut self, agent: Option<&Named>, from: Option<&Named>) -> Happens {
        let Place::Queued(queue) = &self.state.place else {
            return cannot("the contact is in no queue that an agent could take it from");
        };
        if !self.is_same(from, Some(queue)) {
            return cannot(&format!(
                "the contact is in another queue, `{}`",
                queue.name(self.program)
            ));
        }
        let (agent, queue) = (agent.cloned(), queue.clone());
        self.see(|| Effect::AgentJoined {
            agent: agent.clone(),
            queue: queue.clone(),
        });
        self.state.frames.clear();
        self.state.contact.agent = match &agent {
            Some(agent) => Some(agent.clone()),
            None => Some(Named::Text("agent".into())),
        };
        self.state.place = Place::WithAgent { agent, queue };
        for side in Side::ALL {
            self.state.heard(side);
        }
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

    /// A quick connect to a queue.
    fn agent_transfers(&mut self, queue: &Named) {
        if !self.assumes(&assumptions::AGENT_TRANSFER) {
            self.state.contact.queue = Some(queue.clone());
            self.state.contact.queue_inherited = false;
            return self.only_customer_remains(Reason::Agent);
        }
        if self.next_contact(Initiation::Transfer, None) {
            self.state.contact.queue = Some(queue.clone());
            self.enter_queue(queue.clone());
            self.go_on();
        }
    }
}
