//! Chats, drawn at random.

use super::Simulation;
use crate::catalogue::{Channel, Figure};
use crate::program::{Block, Outcome, Value};
use crate::run::{
    Agent, Bot, BotAnswer, Customer, Effect, Event, FunctionAnswer, Given, Machine, Named, Place,
    Seen, SignedIn, Start, State, Waiting, World,
};
use fastrand::Rng;

/// How many events a chat has at most; one that has more goes on for ever.
const MOST_EVENTS: usize = 400;
/// Spreads the numbers of chats over all seeds (the golden ratio, as in SplitMix64).
const SPREAD: u64 = 0x9e37_79b9_7f4a_7c15;

/// How a chat ended.
pub(super) struct Ended {
    pub(super) word: &'static str,
    pub(super) lasted: u32,
}

/// Chats that are played one after the other, with memory that is used again.
pub(super) struct Chats<'s, 'p> {
    simulation: &'s Simulation<'p>,
    machine: Machine<'p>,
    state: State,
    seen: Vec<Seen>,
    rng: Rng,
    /// When an agent takes the contact from its queue.
    agent_at: Option<i64>,
}

const fn word(state: &State) -> &'static str {
    match &state.place {
        Place::Ended(reason) => reason.word(),
        Place::Outside(_) => "in a flow outside the program",
        Place::InCircles { .. } => "going round in circles",
        Place::NotStarted | Place::Flow | Place::Queued(_) | Place::WithAgent { .. } => {
            "never coming to an end"
        }
    }
}

/// How long each stay in a queue was until an agent joined.
pub(super) fn waits(seen: &[Seen]) -> Vec<u32> {
    let mut since = None;
    let mut waits = Vec::new();
    for seen in seen {
        if matches!(seen.effect, Effect::Queued(_)) {
            since = Some(seen.at);
        } else if matches!(seen.effect, Effect::AgentJoined { .. })
            && let Some(since) = since.take()
        {
            waits.push(u32::try_from(seen.at - since).unwrap_or(u32::MAX));
        }
    }
    waits
}

impl<'s, 'p> Chats<'s, 'p> {
    /// No chat was played yet.
    pub(super) fn new(simulation: &'s Simulation<'p>) -> Self {
        Self {
            simulation,
            machine: Machine::new(simulation.program),
            state: State::new(),
            seen: Vec::new(),
            rng: Rng::with_seed(simulation.seed),
            agent_at: None,
        }
    }

    /// Plays the chat with this number.
    pub(super) fn play(&mut self, number: u64) -> Ended {
        let spread = number.wrapping_mul(SPREAD);
        self.rng = Rng::with_seed(self.simulation.seed.wrapping_add(spread));
        self.agent_at = None;
        self.seen.clear();
        self.state.reset();
        *self.state.world = World::default();
        self.start();
        for _ in 0..MOST_EVENTS {
            if !self.state.is_open() || !self.goes_on() {
                break;
            }
        }
        Ended {
            word: word(&self.state),
            lasted: u32::try_from(self.state.now).unwrap_or(u32::MAX),
        }
    }

    /// What was seen in the last chat.
    pub(super) fn seen(&self) -> &[Seen] {
        &self.seen
    }

    fn happens(&mut self, event: &Event) -> bool {
        self.machine
            .apply(&mut self.state, event, &mut self.seen)
            .is_ok()
    }

    fn chance(&mut self, share: f64) -> bool {
        self.rng.f64() < share
    }

    /// A time, or a number, between two.
    fn time(&mut self, [from, to]: [u32; 2]) -> i64 {
        i64::from(self.rng.u32(from..=to))
    }

    fn one_of<'v>(&mut self, values: &'v [String]) -> &'v str {
        let at = self.rng.usize(0..values.len().max(1));
        values.get(at).map_or("", String::as_str)
    }

    // ------------------------------------------------------------------ start

    fn start(&mut self) {
        let Simulation {
            choices,
            people,
            flow,
            ..
        } = *self.simulation;
        for hours in &choices.hours {
            let open = !self.chance(people.world.closed);
            let hours = Named::Resource(*hours);
            self.happens(&Event::Given(Given::Hours { hours, open }));
        }
        for queue in &choices.queues {
            if self.chance(people.world.full) {
                let queue = Named::Resource(*queue);
                self.happens(&Event::Given(Given::QueueAtCapacity(queue)));
            }
        }
        for function in &choices.functions {
            let function = Named::Resource(*function);
            let answer = self.answer();
            self.happens(&Event::Given(Given::Function { function, answer }));
        }
        for queue in &choices.metrics_of {
            self.metrics(&Named::Resource(*queue));
        }
        if choices.draws {
            let percent = self.rng.i64(1..=100);
            self.happens(&Event::Given(Given::Percent(percent)));
        }
        let mut start = Start::new(flow, Channel::Chat);
        for (name, values) in &choices.attributes {
            start.attributes.set(name, self.one_of(values));
        }
        self.happens(&Event::Start(start));
    }

    /// What metrics say of a queue, drawn so that the figures go together.
    fn metrics(&mut self, queue: &Named) {
        let ways = &self.simulation.people.queue;
        let available = self.time(ways.agents_available);
        let staffed = self.time(ways.agents_staffed).max(available);
        let online = self.time(ways.agents_online).max(staffed);
        let contacts = self.time(ways.contacts);
        let oldest = self.time(ways.oldest_contact);
        let figures = [
            (Figure::Available, available),
            (Figure::Staffed, staffed),
            (Figure::Online, online),
            (Figure::Contacts, contacts),
            (Figure::Oldest, if contacts > 0 { oldest } else { 0 }),
        ];
        for (figure, is) in figures {
            let queue = queue.clone();
            self.happens(&Event::Given(Given::Figure { figure, queue, is }));
        }
    }

    fn answer(&mut self) -> FunctionAnswer {
        let Simulation {
            choices, people, ..
        } = *self.simulation;
        if self.chance(people.function.fails) {
            return FunctionAnswer::Fails;
        }
        if self.chance(people.function.times_out) {
            return FunctionAnswer::TimesOut;
        }
        let answers = choices.answers.iter();
        FunctionAnswer::Returns(
            answers
                .map(|(name, values)| (name.clone(), Value::Text(self.one_of(values).to_owned())))
                .collect(),
        )
    }

    // ------------------------------------------------------------------ events

    /// Lets the next thing happen; false where nothing can.
    fn goes_on(&mut self) -> bool {
        let queued = matches!(self.state.place, Place::Queued(_));
        if !queued {
            self.agent_at = None;
        }
        match &self.state.place {
            Place::WithAgent { .. } if self.state.waiting().is_none() => self.agent_leaves(),
            Place::Queued(_) => self.in_queue(),
            Place::Flow | Place::WithAgent { .. } => self.answers(),
            Place::NotStarted | Place::Outside(_) | Place::Ended(_) | Place::InCircles { .. } => {
                false
            }
        }
    }

    fn agent_leaves(&mut self) -> bool {
        let stays = self.time(self.simulation.people.agent.stays);
        self.happens(&Event::Pass(stays)) && {
            // The chat may have been cut off meanwhile.
            !self.state.is_open() || self.happens(&Event::Agent(Agent::Leaves))
        }
    }

    /// An agent joins when it is time for that; before, the flow of the queue goes on.
    fn in_queue(&mut self) -> bool {
        let people = self.simulation.people;
        let Some(at) = self.agent_at else {
            if self.chance(people.customer.gives_up) {
                let after = self.time(people.agent.joins_after) / 2;
                return self.happens(&Event::Pass(after)) && self.gives_up();
            }
            let at = self.state.now + self.time(people.agent.joins_after);
            self.agent_at = Some(at);
            return true;
        };
        let timer = self.state.waiting().and_then(Waiting::until);
        if timer.is_some_and(|timer| timer < at) {
            return self.answers();
        }
        self.agent_at = None;
        let joins = Event::Agent(Agent::Joins {
            agent: None,
            queue: None,
        });
        self.happens(&Event::Pass((at - self.state.now).max(0)))
            && (!matches!(self.state.place, Place::Queued(_)) || self.happens(&joins))
    }

    fn gives_up(&mut self) -> bool {
        !self.state.is_open() || self.happens(&Event::Customer(Customer::Leaves))
    }

    /// What the block that waits waits for.
    fn answers(&mut self) -> bool {
        let Some(waiting) = self.state.waiting().cloned() else {
            return false;
        };
        let people = self.simulation.people;
        match waiting {
            Waiting::Timer {
                until, customer, ..
            } => {
                let left = until - self.state.now;
                let after = self.time(people.customer.returns_after);
                let returns = self.chance(people.customer.returns);
                if customer && returns && after < left {
                    self.passes_then(after, Event::Customer(Customer::Writes("Hello?".into())))
                } else {
                    self.happens(&Event::Pass(left))
                }
            }
            Waiting::Key { .. }
            | Waiting::Digits { .. }
            | Waiting::View { .. }
            | Waiting::SignIn { .. }
                if !self.chance(people.customer.answers) =>
            {
                self.happens(&Event::Customer(Customer::IsSilent))
            }
            Waiting::Key { .. } => {
                let key = self.case().and_then(|key| key.chars().next());
                self.happens(&Event::Customer(Customer::Presses(key.unwrap_or('0'))))
            }
            Waiting::Digits { .. } => {
                self.happens(&Event::Customer(Customer::Enters("1234".to_owned())))
            }
            Waiting::View { view, .. } => {
                let after = self.time(people.customer.answers_after);
                let another = self.chance(people.customer.another_button);
                let action = self.case().filter(|_| !another);
                let action = action.unwrap_or_else(|| "something else".to_owned());
                let data = Vec::new();
                let does = Customer::AnswersView { view, action, data };
                self.passes_then(after, Event::Customer(does))
            }
            Waiting::SignIn { .. } => {
                let after = self.time(people.customer.answers_after);
                let does = match self.chance(people.customer.signs_in) {
                    true => Customer::SignsIn(SignedIn::default()),
                    false => Customer::OptsOut,
                };
                self.passes_then(after, Event::Customer(does))
            }
            // A chat makes no calls.
            Waiting::Call { .. } => false,
            Waiting::Bot { bot, .. } => {
                let after = self.time(people.customer.answers_after);
                let does = self.bot();
                self.passes_then(after, Event::Bot { bot, does })
            }
        }
    }

    /// Lets time pass, then something happen if it still can.
    fn passes_then(&mut self, seconds: i64, event: Event) -> bool {
        if !self.happens(&Event::Pass(seconds)) {
            return false;
        }
        // A timer may have run out first: then the flow has gone on.
        self.happens(&event) || self.state.is_open()
    }

    fn bot(&mut self) -> Bot {
        let people = self.simulation.people;
        if self.chance(people.bot.fails) {
            return Bot::Fails;
        }
        if !self.chance(people.customer.answers) {
            return Bot::TimesOut;
        }
        let understood = !self.chance(people.bot.misunderstands);
        let intent = self.case().filter(|_| understood);
        Bot::Answers(BotAnswer {
            intent: intent.unwrap_or_else(|| "something else".to_owned()),
            ..BotAnswer::default()
        })
    }

    /// One of the values that the block that waits tells apart.
    fn case(&mut self) -> Option<String> {
        let block = self.block()?;
        let cases: Vec<String> = block
            .exits
            .iter()
            .filter_map(|exit| match &exit.outcome {
                Outcome::Case(_, operand) => Some(operand.clone()),
                Outcome::Condition { operands, .. } => operands.first().cloned(),
                Outcome::Success | Outcome::Branch(_) | Outcome::Error(_) => None,
            })
            .collect();
        (!cases.is_empty()).then(|| self.one_of(&cases).to_owned())
    }

    fn block(&self) -> Option<&Block> {
        let (flow, block) = self.seen.iter().rev().find_map(|seen| {
            let Effect::Waits { flow, block, .. } = &seen.effect else {
                return None;
            };
            Some((*flow, *block))
        })?;
        self.simulation.program.flows.get(flow)?.blocks.get(block)
    }
}
