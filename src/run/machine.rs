//! The door of the interpreter: one event at a time.

use super::again::Source;
use super::effect::{Effect, Why};
use super::event::{Event, Given, Start};
use super::initiation::Initiation;
use super::ready::{Code, Names};
use super::state::{Duty, Place, State};
use super::waits;
use super::watch::Watch;
use super::work::Run;
use super::{CHAT_DURATION, Happens, Named};
use crate::catalogue::Channel;
use crate::program::{FlowId, Program};
use std::sync::Arc;

/// A program that contacts run through.
///
/// Making one takes time in the size of the program; after that it is only read, and one
/// machine serves any number of contacts, on any number of threads.
#[derive(Debug)]
pub struct Machine<'p> {
    program: &'p Program,
    code: Code<'p>,
}

/// An event that cannot happen now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refused {
    /// Why not, in a person's words.
    pub why: String,
    /// What the contact waits for instead.
    pub waits_for: String,
}

impl<'p> Machine<'p> {
    /// A machine for this program.
    #[must_use]
    pub fn new(program: &'p Program) -> Self {
        Self::of(program, program.flows.ids(), Arc::default())
    }

    /// A machine for contacts that come to no other flows than these; others are as if they had
    /// no blocks. Machines whose programs have the same resources can share their `names`.
    #[must_use]
    pub fn of(
        program: &'p Program,
        flows: impl IntoIterator<Item = FlowId>,
        names: Arc<Names>,
    ) -> Self {
        Self {
            program,
            code: Code::of(program, flows, names),
        }
    }

    /// The program.
    #[must_use]
    pub const fn program(&self) -> &'p Program {
        self.program
    }

    /// Lets an event happen: moves `state` on and tells `watch` what is seen.
    ///
    /// # Errors
    ///
    /// Where the event cannot happen now. The state is then as before, and nothing is seen.
    pub fn apply(
        &self,
        state: &mut State,
        event: &Event,
        watch: &mut dyn Watch,
    ) -> Result<(), Refused> {
        let mut run = Run::new(self.program, &self.code, state, watch);
        run.happen(event).map_err(|why| self.refused(state, why))
    }

    #[cold]
    fn refused(&self, state: &State, why: String) -> Refused {
        let waits_for = self.waits_for(state);
        Refused { why, waits_for }
    }

    /// What the contact waits for, in a person's words.
    #[must_use]
    pub fn waits_for(&self, state: &State) -> String {
        waits::describe(self.program, state)
    }
}

/// An event that cannot happen, and why not.
#[cold]
pub(super) fn cannot(why: &str) -> Happens {
    Err(why.to_owned())
}

impl Run<'_> {
    /// Part of [`Machine::apply`], through which every event comes.
    #[inline(always)]
    fn happen(&mut self, event: &Event) -> Happens {
        match event {
            Event::Given(given) => self.given(given),
            Event::Start(start) => self.start(start),
            Event::NewChat(_)
            | Event::Customer(_)
            | Event::Bot { .. }
            | Event::Agent(_)
            | Event::Call(_)
            | Event::Pass(_)
            | Event::PassUntil(_)
                if matches!(self.state.place, Place::NotStarted) =>
            {
                cannot("nothing has started yet")
            }
            Event::NewChat(new) => self.new_chat(new),
            Event::Customer(does) => self.customer(does),
            Event::Bot { bot, does } => self.bot(bot.as_ref(), does),
            Event::Agent(does) => self.agent(does),
            Event::Call(does) => self.call(*does),
            Event::Pass(seconds) => {
                self.not_in_circles()?;
                self.pass(*seconds);
                Ok(())
            }
            Event::PassUntil(second_of_day) => {
                self.not_in_circles()?;
                self.pass_until(*second_of_day)
            }
        }
    }

    fn given(&mut self, given: &Given) -> Happens {
        if let Given::Module { module, .. } = given
            && module.flow(self.program).is_some()
        {
            let name = module.name(self.program);
            return Err(format!(
                "the module `{name}` is part of the program, and runs"
            ));
        }
        if let Given::Assume { assumption, holds } = given {
            self.state.assume(assumption, *holds);
        }
        self.state.world.give(given);
        Ok(())
    }

    fn start(&mut self, start: &Start) -> Happens {
        if !matches!(self.state.place, Place::NotStarted) {
            return cannot("the contact has already started");
        }
        self.state.contact.begin_chain(1);
        self.begin(start, None);
        Ok(())
    }

    /// Begins the first contact of a chain, which may continue an ended chat.
    pub(super) fn begin(&mut self, start: &Start, continues: Option<u32>) {
        self.fill_contact(start);
        let (initiation, number) = (self.state.contact.initiation, self.state.contact.number);
        self.see(|| Effect::Started {
            channel: start.channel,
            initiation,
            number,
        });
        if let Some(last) = continues {
            self.continue_chat(last, Source::Segment);
        }
        if let Some(message) = &start.first_message {
            self.see(|| Effect::CustomerWrote(message.clone()));
        }
        self.state.place = Place::Flow;
        self.start_own_flow(start.flow, Duty::Contact, Why::Contact);
        self.go_on();
    }

    fn fill_contact(&mut self, start: &Start) {
        let duration = start
            .chat_duration
            .or_else(|| self.flow_duration(start.flow))
            .unwrap_or(CHAT_DURATION);
        let state = &mut *self.state;
        state.channel = start.channel;
        state.expires = (start.channel == Channel::Chat).then(|| state.now + duration.max(1));
        state.second_of_day = start.second_of_day;
        let contact = &mut *state.contact;
        contact.entry = Some(start.flow);
        contact.initiation = match start.channel {
            Channel::Voice | Channel::Email => Initiation::Inbound,
            Channel::Chat | Channel::Task => Initiation::Api,
        };
        contact.from = start.from.clone();
        contact.to = start.to.clone();
        contact.first_message = start.first_message.clone();
        contact.queue = start.queue.clone();
        contact.queue_inherited = start.queue.is_some();
        contact.attributes.set_all(&start.attributes);
        for (key, text) in &start.external {
            contact.results.set_under("External.", key, text);
        }
        if let Some(input) = &start.stored_input {
            contact.results.set("StoredCustomerInput", input);
        }
    }

    fn flow_duration(&self, flow: FlowId) -> Option<i64> {
        self.program.flows.get(flow)?.chat_duration
    }

    fn not_in_circles(&self) -> Happens {
        match self.state.place {
            Place::InCircles { .. } => cannot("the flow goes round in circles"),
            Place::NotStarted
            | Place::Flow
            | Place::Queued(_)
            | Place::WithAgent { .. }
            | Place::Outside(_)
            | Place::Ended(_) => Ok(()),
        }
    }

    /// Whether two names mean one thing; a name nobody gave means any.
    pub(super) fn is_same(&self, one: Option<&Named>, other: Option<&Named>) -> bool {
        match (one, other) {
            (Some(one), Some(other)) => {
                one == other || one.arn(self.program) == other.arn(self.program)
            }
            (None, _) | (_, None) => true,
        }
    }
}
