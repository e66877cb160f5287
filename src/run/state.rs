//! Where a contact is and what it carries.

use super::effect::Side;
use super::frames::{Frame, Frames};
use super::initiation::Initiation;
use super::named::Named;
use super::reason::Reason;
use super::strip::Strip;
use super::texts::Texts;
use super::world::World;
use crate::catalogue::{Assumption, Channel, Hook};
use crate::program::{BlockId, FlowId};

/// Everything there is to know about a contact at one moment.
///
/// What every step looks at lies together; the rest is boxed, so that many contacts that
/// wait are looked through fast.
#[derive(Debug, Clone)]
pub struct State {
    /// Seconds since the contact started.
    pub now: i64,
    /// The channel.
    pub channel: Channel,
    /// When the chat reaches its duration; calls and tasks have none.
    pub expires: Option<i64>,
    /// The second of the day at which it started, where it matters.
    pub second_of_day: Option<i64>,
    /// Where the contact is.
    pub place: Place,
    /// The flows that run.
    pub(super) frames: Frames,
    /// An empty table whose memory is used again.
    pub(super) spare_texts: Texts,
    /// The same, of texts without names.
    pub(super) spare_strip: Option<Box<Strip>>,
    /// Empty texts whose memory is used again.
    pub(super) buffers: Vec<String>,
    /// What the contact carries.
    pub contact: Box<Contact>,
    /// What the world answers.
    pub world: Box<World>,
    /// The assumptions that mattered so far.
    pub relied: Vec<&'static Assumption>,
    /// The assumptions that do not hold in this run.
    pub(super) dropped: Vec<&'static Assumption>,
    /// When a timer of a Wait last ran out.
    pub(super) timer_ran_out: Option<i64>,
}

/// Where a contact is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    /// It has not started.
    NotStarted,
    /// In a flow, with nobody else.
    Flow,
    /// In a queue.
    Queued(Named),
    /// With an agent.
    WithAgent {
        /// The agent, where the test named one.
        agent: Option<Named>,
        /// The queue it was taken from.
        queue: Named,
    },
    /// In a flow that is not part of the program.
    Outside(Named),
    /// Over.
    Ended(Reason),
    /// Stopped: the flow went on and on without time passing, and nothing else could move
    /// the contact.
    InCircles {
        /// The flow.
        flow: FlowId,
        /// The block at which it was stopped.
        block: BlockId,
    },
}

/// What a flow runs for; it decides what the end of the flow means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Duty {
    /// For the contact itself: at its end the contact ends.
    Contact,
    /// For a contact in a queue: at its end the contact waits on.
    Queue,
    /// For the agent who joins.
    AgentWhisper,
    /// For the customer whom an agent joins.
    CustomerWhisper,
}

/// What a block waits for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Waiting {
    /// One key.
    Key {
        /// When it gives up.
        until: i64,
    },
    /// Several keys.
    Digits {
        /// When it gives up.
        until: i64,
        /// How many at most.
        most: usize,
    },
    /// A bot.
    Bot {
        /// Which, where it is known.
        bot: Option<Named>,
        /// When it gives up, where that is known.
        until: Option<i64>,
    },
    /// What the customer does in a view.
    View {
        /// Which, where it is known.
        view: Option<Named>,
        /// When it gives up.
        until: i64,
    },
    /// Whether the customer signs in.
    SignIn {
        /// When it gives up.
        until: i64,
    },
    /// Who or what answers a call that the flow makes.
    Call {
        /// When it gives up, where that is known.
        until: Option<i64>,
    },
    /// A timer.
    Timer {
        /// When it runs out.
        until: i64,
        /// Whether a message of the customer ends it.
        customer: bool,
        /// Whether a bot that leaves ends it.
        bot: bool,
    },
}

impl Waiting {
    /// When it is over unless something happens.
    #[must_use]
    pub const fn until(&self) -> Option<i64> {
        match self {
            Self::Key { until }
            | Self::Digits { until, .. }
            | Self::View { until, .. }
            | Self::SignIn { until }
            | Self::Timer { until, .. } => Some(*until),
            Self::Bot { until, .. } | Self::Call { until } => *until,
        }
    }
}

/// What a contact carries.
#[derive(Debug, Clone, Default)]
pub struct Contact {
    /// Its number among the contacts of the run, from 1.
    pub number: u32,
    /// The number of the first contact of each chain of the run, this one's last.
    chains: Vec<u32>,
    /// The flow in which the chain began.
    pub(super) entry: Option<FlowId>,
    /// How many seconds have passed since the chain was over.
    pub(super) over_for: i64,
    /// Whether the chain continues an ended chat.
    pub(super) continues: bool,
    /// How it began.
    pub initiation: Initiation,
    /// User-defined attributes, shared by the whole chain.
    pub attributes: Texts,
    /// What the flow has found out, by reference: `External.name`, `Lex.IntentName`,
    /// `StoredCustomerInput`, `Modules.Result`. Each answer takes the place of the last
    /// one of its kind.
    pub results: Texts,
    /// What the system knows of the contact: `LanguageCode`, `SegmentAttributes.connect:…`.
    pub(super) system: Texts,
    /// How many tasks were created so far.
    pub(super) tasks: u32,
    /// The working queue.
    pub queue: Option<Named>,
    /// Whether an earlier contact of the chain chose the working queue.
    pub queue_inherited: bool,
    /// Flows that run on events.
    pub hooks: Vec<(Hook, HookedFlow)>,
    /// The session with a bot.
    pub session: Option<Session>,
    /// The agent who has, or had, the contact.
    pub agent: Option<Named>,
    /// Since when each side is silent, and whether that was told: while an agent is there.
    pub(super) silent: [(i64, bool); 2],
    /// The customer's address or number.
    pub from: Option<String>,
    /// The address or number that was reached.
    pub to: Option<String>,
    /// The message that came with the start.
    pub first_message: Option<String>,
}

impl Contact {
    /// The number of the first contact of its chain.
    #[must_use]
    pub fn first(&self) -> u32 {
        self.chains.last().copied().unwrap_or(1)
    }

    /// The last contact of the chain that began with contact `first`, where it is over.
    pub(super) fn last_of_chain(&self, first: u32) -> Option<u32> {
        let chain = self.chains.iter().position(|chain| *chain == first)?;
        let next = self.chains.get(chain + 1)?;
        next.checked_sub(1)
    }

    /// Becomes the first contact of another chain.
    pub(super) fn begin_chain(&mut self, number: u32) {
        self.number = number;
        self.chains.push(number);
    }

    /// The flow that is hooked to an event.
    #[must_use]
    pub fn hook(&self, hook: Hook) -> Option<&HookedFlow> {
        let mut hooks = self.hooks.iter();
        hooks.find_map(|(known, flow)| (*known == hook).then_some(flow))
    }

    /// Hooks a flow to an event in place of the one that was.
    pub(super) fn set_hook(&mut self, hook: Hook, flow: HookedFlow) {
        self.hooks.retain(|(known, _)| *known != hook);
        self.hooks.push((hook, flow));
    }

    /// As before it began; what it held keeps its memory.
    fn reset(&mut self) {
        self.number = 0;
        self.chains.clear();
        self.entry = None;
        self.over_for = 0;
        self.continues = false;
        self.initiation = Initiation::default();
        self.attributes.clear();
        self.results.clear();
        self.system.clear();
        self.tasks = 0;
        self.queue = None;
        self.queue_inherited = false;
        self.hooks.clear();
        self.session = None;
        self.agent = None;
        self.silent = [(0, false); 2];
        self.from = None;
        self.to = None;
        self.first_message = None;
    }

    /// Keeps what a module has returned, in place of what another returned.
    pub(super) fn set_module_result(&mut self, result: &str, data: &Texts) {
        self.results.clear_under("Modules.Result");
        self.results.set("Modules.Result", result);
        self.results.extend(data.iter());
    }
}

/// A session with a bot: what it remembers from block to block.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    /// The bot, where it is known.
    pub bot: Option<Named>,
    /// When the bot or its customer last had a turn.
    pub last_turn: i64,
}

/// A flow that is hooked to an event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HookedFlow {
    /// The flow.
    pub flow: Named,
    /// Whether an earlier contact of the chain hooked it.
    pub inherited: bool,
}

impl Default for State {
    fn default() -> Self {
        Self::new()
    }
}

impl State {
    /// Before the contact starts.
    #[must_use]
    pub fn new() -> Self {
        Self {
            now: 0,
            channel: Channel::Chat,
            expires: None,
            second_of_day: None,
            place: Place::NotStarted,
            frames: Frames::default(),
            spare_texts: Texts::default(),
            spare_strip: None,
            buffers: Vec::new(),
            contact: Box::default(),
            world: Box::default(),
            relied: Vec::new(),
            dropped: Vec::new(),
            timer_ran_out: None,
        }
    }

    /// Before the contact starts, with the memory that is there: a state that is used again
    /// for contact after contact soon needs no new memory. What the world answers and what
    /// is assumed stays.
    pub fn reset(&mut self) {
        self.frames.clear();
        self.now = 0;
        self.expires = None;
        self.second_of_day = None;
        self.place = Place::NotStarted;
        self.contact.reset();
        self.relied.clear();
        self.timer_ran_out = None;
    }

    /// As before the contact starts, for the first contact of another chain: time goes on.
    pub(super) fn reset_for(&mut self, number: u32) {
        let mut chains = std::mem::take(&mut self.contact.chains);
        let tasks = self.contact.tasks;
        let now = self.now.saturating_add(self.contact.over_for);
        let relied = std::mem::take(&mut self.relied);
        self.reset();
        self.now = now;
        self.relied = relied;
        self.contact.tasks = tasks;
        self.contact.chains.append(&mut chains);
        self.contact.begin_chain(number);
    }

    /// Whether an assumption holds in this run.
    #[must_use]
    pub fn holds(&self, assumption: &'static Assumption) -> bool {
        let mut dropped = self.dropped.iter();
        !dropped.any(|known| std::ptr::eq(*known, assumption))
    }

    /// Lets an assumption hold, or what stands against it.
    pub fn assume(&mut self, assumption: &'static Assumption, holds: bool) {
        self.dropped
            .retain(|known| !std::ptr::eq(*known, assumption));
        if !holds {
            self.dropped.push(assumption);
        }
    }

    /// When something next happens by itself, in seconds since the start: a timer runs out,
    /// or the chat reaches its duration.
    #[must_use]
    pub fn due(&self) -> Option<i64> {
        if !self.is_open() {
            return None;
        }
        let timer = self.waiting().and_then(Waiting::until);
        let due = match (timer, self.expires) {
            (Some(timer), Some(end)) => Some(timer.min(end)),
            (timer, end) => timer.or(end),
        };
        if matches!(self.place, Place::WithAgent { .. }) {
            let timeouts = Side::ALL.map(|side| self.timeouts_of(side));
            let timeouts = timeouts.into_iter().flatten().flatten();
            return timeouts.chain(due).min();
        }
        due
    }

    /// When the idle and the auto-disconnect timeout of a side are over. They run only in a
    /// chat and only while an agent is there, and being idle is told once.
    pub(super) fn timeouts_of(&self, side: Side) -> [Option<i64>; 2] {
        // Asked at every timer: where nobody can be silent, the contact is not looked at.
        if !matches!(self.place, Place::WithAgent { .. }) || self.channel != Channel::Chat {
            return [None; 2];
        }
        let Some((since, told)) = self.contact.silent.get(side as usize) else {
            return [None; 2];
        };
        let over = |disconnects| Some(since + self.world.timeout(side, disconnects)?);
        [over(false).filter(|_| !told), over(true)]
    }

    /// Somebody has written.
    pub(super) fn heard(&mut self, side: Side) {
        if let Some(silent) = self.contact.silent.get_mut(side as usize) {
            *silent = (self.now, false);
        }
    }

    /// Whether the contact has started and is not over.
    #[must_use]
    pub const fn is_open(&self) -> bool {
        match self.place {
            Place::Flow | Place::Queued(_) | Place::WithAgent { .. } | Place::Outside(_) => true,
            Place::NotStarted | Place::Ended(_) | Place::InCircles { .. } => false,
        }
    }

    /// The flow or the module that acts or waits, if one does.
    #[must_use]
    pub fn frame(&self) -> Option<&Frame> {
        self.frames.last()
    }

    /// The flows that run, outermost first: each has invoked the next as a module.
    #[must_use]
    pub fn frames(&self) -> &[Frame] {
        self.frames.running()
    }

    pub(super) fn frame_mut(&mut self) -> Option<&mut Frame> {
        self.frames.last_mut()
    }

    /// What the flow waits for.
    #[must_use]
    pub fn waiting(&self) -> Option<&Waiting> {
        self.frame()?.waiting.as_ref()
    }

    /// The queue that the contact is in, or that an agent took it from.
    #[must_use]
    pub const fn queue(&self) -> Option<&Named> {
        match &self.place {
            Place::Queued(queue) | Place::WithAgent { queue, .. } => Some(queue),
            Place::NotStarted
            | Place::Flow
            | Place::Outside(_)
            | Place::Ended(_)
            | Place::InCircles { .. } => None,
        }
    }
}
