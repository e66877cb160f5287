//! The contact records and contact events that Connect would write, and what a supervisor
//! would count.
//!
//! They are made of what was seen, so they say nothing that the conversation does not
//! (administrator guide, contact records data model and contact events).

use super::effect::{Effect, Seen};
use super::initiation::Initiation;
use super::named::Named;
use super::reason::Reason;
use crate::catalogue::Channel;
use crate::catalogue::steps::RecordField;
use crate::program::Program;

/// One contact of a chain.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record {
    /// Its number among the contacts of the run, from 1; its id is `contact-N`. Of a task that
    /// a flow created: among those, and its id is `task-N`.
    pub number: u32,
    /// The name of a task that a flow created; what becomes of that is not part of the run.
    pub task: Option<String>,
    /// The number of the first contact of its chain: `InitialContactId`.
    pub initial: u32,
    /// The contact of an ended chat that the chain continues, or the one that created the task:
    /// `RelatedContactId`.
    pub related: Option<u32>,
    /// The channel.
    pub channel: Channel,
    /// How it began: `InitiationMethod`.
    pub initiation: Initiation,
    /// When it began, in seconds since the start: `InitiationTimestamp`.
    pub initiated: i64,
    /// The queue it waited in, and since when: `Queue`, `EnqueueTimestamp`.
    pub queued: Option<(Named, i64)>,
    /// The agent who took it, where the test named one.
    pub agent: Option<Named>,
    /// When an agent took it: `ConnectedToAgentTimestamp`.
    pub with_agent: Option<i64>,
    /// When it ended: `DisconnectTimestamp`; nothing while it goes on.
    pub ended: Option<i64>,
    /// Why it ended: `DisconnectReason`; nothing where another contact took over without
    /// anybody leaving.
    pub reason: Option<Reason>,
    /// Whether the chain goes on with another contact.
    pub goes_on: bool,
}

/// A contact event.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ContactEvent {
    /// Seconds since the start.
    pub at: i64,
    /// The number of its contact, or of its task.
    pub contact: u32,
    /// Whether it is one of a task that a flow created.
    pub is_task: bool,
    /// Its type: `QUEUED`.
    pub kind: &'static str,
}

/// What a supervisor would see of the contacts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counts {
    /// Contacts incoming. A chat that the API started counts once an agent takes it
    /// (administrator guide, metrics definitions).
    pub incoming: usize,
    /// Contacts that were queued.
    pub queued: usize,
    /// Contacts that an agent took.
    pub handled: usize,
    /// Contacts that ended in a queue without an agent.
    pub abandoned: usize,
    /// Contacts that began with a transfer.
    pub transferred: usize,
}

/// The records of what was seen: those of the chain in its order, then those of tasks that
/// flows created.
#[must_use]
pub fn records(seen: &[Seen]) -> Vec<Record> {
    let (mut records, mut tasks): (Vec<Record>, Vec<Record>) = (Vec::new(), Vec::new());
    let (mut channel, mut initial) = (Channel::Chat, 1);
    for Seen { at, effect } in seen {
        if let Effect::Started {
            channel: on,
            initiation,
            number,
        } = effect
        {
            (channel, initial) = (*on, *number);
            records.push(Record::new([*number, initial], *on, *initiation, *at));
        }
        if let Effect::NextContact {
            number,
            initiation,
            reason,
        } = effect
        {
            if let Some(last) = records.last_mut() {
                last.ended = Some(*at);
                last.reason = *reason;
                last.goes_on = true;
            }
            records.push(Record::new([*number, initial], channel, *initiation, *at));
        }
        if let Some(record) = records.last_mut() {
            record.add(*at, effect);
            tasks.extend(record.created(*at, effect));
        }
    }
    records.append(&mut tasks);
    records
}

impl ContactEvent {
    /// The id of its contact.
    #[must_use]
    pub fn contact_id(&self) -> String {
        match self.is_task {
            true => format!("task-{}", self.contact),
            false => format!("contact-{}", self.contact),
        }
    }
}

impl Record {
    const fn new(
        [number, initial]: [u32; 2],
        channel: Channel,
        initiation: Initiation,
        at: i64,
    ) -> Self {
        Self {
            number,
            task: None,
            initial,
            related: None,
            channel,
            initiation,
            initiated: at,
            queued: None,
            agent: None,
            with_agent: None,
            ended: None,
            reason: None,
            goes_on: false,
        }
    }

    /// The record of the task that the contact creates. That tasks begin by the API is all that
    /// the data model says of them.
    fn created(&self, at: i64, effect: &Effect) -> Option<Self> {
        let Effect::TaskCreated {
            number,
            name,
            related,
        } = effect
        else {
            return None;
        };
        Some(Self {
            task: Some(name.clone()),
            related: related.then_some(self.number),
            ..Self::new([*number, *number], Channel::Task, Initiation::Api, at)
        })
    }

    fn add(&mut self, at: i64, effect: &Effect) {
        if let Effect::Continues(from) = effect {
            self.related = Some(*from);
        }
        if let Effect::Queued(queue) = effect {
            self.queued = Some((queue.clone(), at));
        }
        if let Effect::AgentJoined { agent, .. } = effect {
            self.agent.clone_from(agent);
            self.with_agent = Some(at);
        }
        if let Effect::Ended(reason) = effect {
            self.ended = Some(at);
            self.reason = Some(*reason);
        }
    }

    /// A field of it, as Connect writes it; names are those of the program.
    #[must_use]
    pub fn text(&self, program: &Program, field: RecordField) -> Option<String> {
        let contact = |number: u32| format!("contact-{number}");
        let id = |number: u32| match self.task {
            Some(_) => format!("task-{number}"),
            None => contact(number),
        };
        let name = |named: &Named| named.name(program).to_owned();
        match field {
            RecordField::Id => Some(id(self.number)),
            RecordField::InitialId => Some(id(self.initial)),
            RecordField::PreviousId => (self.number > self.initial).then(|| id(self.number - 1)),
            RecordField::NextId => self.goes_on.then(|| id(self.number + 1)),
            RecordField::RelatedId => self.related.map(contact),
            RecordField::Channel => Some(self.channel.wire().to_owned()),
            RecordField::Initiation => Some(self.initiation.word().to_owned()),
            RecordField::Queue => self.queued.as_ref().map(|(queue, _)| name(queue)),
            RecordField::Agent => self.agent.as_ref().map(name),
            RecordField::Reason => self.reason.map(|reason| reason.word().to_owned()),
        }
    }

    /// Its contact events, in order.
    #[must_use]
    pub fn events(&self) -> Vec<ContactEvent> {
        let queued = self.queued.as_ref().map(|(_, at)| *at);
        let reached = self.task.is_none().then_some(self.initiated);
        let steps = [
            ("INITIATED", Some(self.initiated)),
            ("CONNECTED_TO_SYSTEM", reached),
            ("QUEUED", queued),
            ("CONNECTED_TO_AGENT", self.with_agent),
            ("DISCONNECTED", self.ended),
        ];
        let steps = steps.into_iter().filter_map(|(kind, at)| {
            Some(ContactEvent {
                at: at?,
                contact: self.number,
                is_task: self.task.is_some(),
                kind,
            })
        });
        steps.collect()
    }
}

/// What a supervisor would count of these contacts.
#[must_use]
pub fn counts(records: &[Record]) -> Counts {
    let count = |holds: fn(&Record) -> bool| records.iter().filter(|it| holds(it)).count();
    Counts {
        incoming: count(|it| match it.initiation {
            Initiation::Inbound => true,
            Initiation::Api => it.with_agent.is_some(),
            Initiation::Transfer | Initiation::QueueTransfer | Initiation::Disconnect => false,
        }),
        queued: count(|it| it.queued.is_some()),
        handled: count(|it| it.with_agent.is_some()),
        abandoned: count(|it| {
            it.queued.is_some() && it.with_agent.is_none() && it.ended.is_some() && !it.goes_on
        }),
        transferred: count(|it| {
            matches!(
                it.initiation,
                Initiation::Transfer | Initiation::QueueTransfer
            )
        }),
    }
}
