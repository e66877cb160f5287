//! A witness as the steps of a script.

use super::queues::{self, Queue};
use super::wishes::Wishes;
use crate::catalogue::{Asks, Behaviour, Channel, Role, Support, Wire};
use crate::graph::{self, Class, Place, Seconds, Via, Witness, read, story};
use crate::program::{Block, BlockId, Exit, FlowId, Outcome, Program, Value};
use crate::run::{Event, Given};
use crate::suite;
use crate::syntax::quoted;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// The steps, or why there are none.
pub(super) fn write<'p>(program: &'p Program, witness: &'p Witness) -> Result<Vec<String>, String> {
    let wishes = Wishes::of(program, witness);
    let queue = queues::at_start(program, witness);
    let mut script = Script {
        program,
        witness,
        wishes: &wishes,
        steps: vec![start(program, witness, &wishes, queue)],
        now: 0,
        queue: queue.map_or_else(Queue::default, |_| {
            Queue::set(queues::declared(program).map(|queue| queue.name.clone()))
        }),
        last_queued: (witness.events.iter()).rposition(|event| event.via == Via::EntersQueue),
        given: BTreeMap::new(),
        only: witness.only_ways(),
        always: BTreeMap::new(),
        fresh: BTreeSet::new(),
        turns: Vec::new(),
    };
    let events = &witness.events;
    let mut next = script.world(events, 0)?;
    script.spends(events, 0..next);
    while let Some(event) = events.get(next) {
        script.pass_before(event);
        // What the world answers from now on is said before the step that asks it.
        let place = script.steps.len();
        let after = script.world(events, next + 1)?;
        let given = script.steps.split_off(place);
        script.happens(event, given);
        script.spends(events, next + 1..after);
        next = after;
    }
    if witness.cut {
        if script.ends_by().is_none() {
            script.steps.push("expect chat open".to_owned());
            script.pass(witness.duration.saturating_sub(script.now));
        }
        script.steps.push("expect ended by \"EXPIRED\"".to_owned());
    }
    Ok(script.steps)
}

fn start(program: &Program, witness: &Witness, wishes: &Wishes, queue: Option<&str>) -> String {
    let flow = program.flows.get(witness.entry);
    let name = flow.map_or("", |flow| flow.name.as_str());
    let own = flow.and_then(|flow| flow.chat_duration);
    let mut properties = Vec::new();
    let attributes = wishes.attributes();
    if !attributes.is_empty() {
        properties.push(format!("attributes: {{ {} }}", map(attributes)));
    }
    properties.extend(queue.map(|queue| format!("queue: {}", quoted(queue))));
    let usual = own.unwrap_or(crate::run::CHAT_DURATION);
    if i64::from(witness.duration) != usual {
        properties.push(format!("chat duration: {}", story::lasts(witness.duration)));
    }
    match properties.is_empty() {
        true => format!("start {name} on chat"),
        false => format!("start {name} on chat {{ {} }}", properties.join(", ")),
    }
}

fn map(entries: &[(String, String)]) -> String {
    let entries: Vec<String> = entries
        .iter()
        .map(|(key, value)| format!("{key}: {}", quoted(value)))
        .collect();
    entries.join(", ")
}

struct Script<'p> {
    program: &'p Program,
    witness: &'p Witness,
    wishes: &'p Wishes,
    steps: Vec<String>,
    now: Seconds,
    queue: Queue,
    /// The last event by which the chat gets into a queue.
    last_queued: Option<usize>,
    /// What the world was told to be, by what it is about.
    given: BTreeMap<String, String>,
    /// How the chat leaves each block that it leaves; nothing where not always alike.
    only: BTreeMap<(FlowId, BlockId), Option<Via>>,
    /// The steps that have a block always take an exit, as far as they were asked for: a chat
    /// may go round for hours.
    always: BTreeMap<(FlowId, BlockId, usize), Option<String>>,
    /// What was said, or held, since anybody last caused anything.
    fresh: BTreeSet<String>,
    /// The blocks that the chat has come to since then, and the exits that they were told to
    /// take; nothing where they do what they do by themselves.
    turns: Vec<(FlowId, BlockId, Option<usize>)>,
}

impl<'p> Script<'p> {
    fn block(&self, event: &graph::Event) -> Option<&'p Block> {
        let (flow, block) = event.from.block()?;
        self.block_of(flow, block)
    }

    fn block_of(&self, flow: FlowId, block: BlockId) -> Option<&'p Block> {
        self.program.flows.get(flow)?.blocks.get(block)
    }

    fn exit(&self, event: &graph::Event) -> Option<(&'p Block, &'p Exit)> {
        let block = self.block(event)?;
        let Via::Exit(exit) = event.via else {
            return None;
        };
        Some((block, block.exits.get(exit as usize)?))
    }

    /// Whether somebody, or the clock, makes an event happen; else the flow itself does.
    fn is_caused(&self, event: &graph::Event) -> bool {
        match event.via {
            Via::AgentJoins | Via::AgentLeaves => true,
            Via::Exit(_) => {
                let behaviour = self.block(event).map(|block| block.row.behaviour);
                match event.class {
                    Class::Now => false,
                    Class::Service => behaviour == Some(Behaviour::Bot),
                    Class::Clock | Class::Return | Class::Bounded | Class::Open => {
                        behaviour == Some(Behaviour::Wait)
                    }
                }
            }
            Via::EntersQueue
            | Via::FlowStarts
            | Via::Disconnects
            | Via::FlowEnds
            | Via::ComesBack
            | Via::ModuleStarts
            | Via::ModuleReturns(..) => false,
        }
    }

    /// Says what the world has to answer from an event on, up to the next that somebody
    /// causes, which it gives.
    fn world(&mut self, events: &[graph::Event], from: usize) -> Result<usize, String> {
        let mut next = from;
        self.fresh.clear();
        while let Some(event) = events.get(next).filter(|event| !self.is_caused(event)) {
            self.comes_to(event.from);
            if let (Via::Exit(index), Some((block, exit))) = (event.via, self.exit(event)) {
                let index = usize::try_from(index).unwrap_or(usize::MAX);
                self.answers(next, index, block, exit)?;
            } else if let Some(block) = self.block(event) {
                // The block moves the chat elsewhere, which is no exit of it.
                self.works(block);
            }
            next += 1;
        }
        if next == events.len() {
            self.comes_to(self.witness.place);
            self.stays();
        }
        self.take_turns();
        Ok(next)
    }

    /// What the block answers in which the chat is cut off.
    fn stays(&mut self) {
        let block = self.witness.place.block().filter(|_| self.witness.cut);
        let Some(block) = block.and_then(|(flow, block)| self.block_of(flow, block)) else {
            return;
        };
        match self
            .ends_by()
            .and_then(|exit| Some((exit, block.exits.get(exit)?)))
        {
            Some((index, exit)) => self.fails(self.witness.place, index, block, exit),
            None => self.works(block),
        }
    }

    /// The exit for the time limit of the block in which the chat is cut off, where that
    /// spends its time by itself.
    fn ends_by(&self) -> Option<usize> {
        let (flow, block) = self.witness.place.block().filter(|_| self.witness.cut)?;
        let block = self.block_of(flow, block)?;
        let limited = block.row.behaviour == Behaviour::Scripted && read::has_time_limit(block);
        let mut exits = block.exits.iter();
        exits.position(|exit| limited && exit.outcome.is("timeout"))
    }

    /// Of events that nobody causes, a view that times out spends its time by itself.
    fn spends(&mut self, events: &[graph::Event], range: Range<usize>) {
        let spent = events.get(range).unwrap_or_default();
        let last = spent.iter().rfind(|event| event.class == Class::Clock);
        self.now = last.map_or(self.now, |event| event.at);
    }

    fn answers(
        &mut self,
        at: usize,
        index: usize,
        block: &Block,
        exit: &Exit,
    ) -> Result<(), String> {
        if block.row.channels.on(Channel::Chat) == Support::Error {
            return Ok(());
        }
        let place = self
            .witness
            .events
            .get(at)
            .map_or(Place::Ended, |event| event.from);
        let fails = |script: &mut Self| script.fails(place, index, block, exit);
        let succeeds = exit.outcome == Outcome::Success;
        match (block.row.behaviour, is_error(&exit.outcome)) {
            (Behaviour::Hours, false) => {
                let own = self.name(block, Role::Hours);
                let named = own.or_else(|| self.queue.name().map(str::to_owned));
                let hours = named.ok_or("nobody knows whose hours are meant")?;
                let open = if exit.outcome.is("in hours") {
                    "open"
                } else {
                    "closed"
                };
                if !self.give(&hours, format!("given hours {hours} {open}")) {
                    fails(self);
                }
            }
            (Behaviour::TransferToQueue, _) if exit.outcome.is("at capacity") => {
                match self.queue_that_stays_full(at) {
                    Some(queue) => {
                        self.give(&queue, format!("given queue {queue} at capacity"));
                    }
                    None => fails(self),
                }
            }
            (Behaviour::TransferToQueue, _) if !self.queue.is_set() => {}
            (Behaviour::Distribute, _) => {
                let draws = draw(block, exit);
                if !self.give("percent", format!("given percent {draws}")) {
                    fails(self);
                }
            }
            (Behaviour::Function, failed) => {
                if let Some(function) = self.name(block, Role::Function) {
                    let heard = read::function_limit(block).is_some();
                    if (failed && !heard) || !self.function(at, &function, !failed) {
                        fails(self);
                    }
                }
            }
            (Behaviour::Scripted | Behaviour::Unknown, _) if !succeeds => fails(self),
            // What the customer does is said of the block, not done.
            (Behaviour::Scripted, _) if block.row.asks == Asks::SignIn => fails(self),
            (_, true) => fails(self),
            (_, false) => self.works(block),
        }
        if block.row.behaviour == Behaviour::SetQueue && succeeds {
            let queue = self.name(block, Role::Queue);
            self.queue = Queue::set(queue.or_else(|| self.name(block, Role::Agent)));
        }
        Ok(())
    }

    /// The working queue, where steps can name it and no chat gets into a queue any more:
    /// one that is full is so for good.
    fn queue_that_stays_full(&self, at: usize) -> Option<String> {
        let has_room = self.last_queued.is_some_and(|last| last >= at);
        let name = self.queue.name().filter(|_| !has_room);
        name.map(str::to_owned)
    }

    /// Says what a function answers; false where it can only be said of the block.
    fn function(&mut self, at: usize, function: &str, succeeds: bool) -> bool {
        let returns = self.wishes.returned_at(at);
        if !succeeds {
            self.give(function, format!("given function {function} fails"))
        } else if !returns.is_empty() {
            let returned = map(returns);
            let step = format!("given function {function} returns {{ {returned} }}");
            self.give(function, step)
        } else if self.given.contains_key(function) {
            let nothing = format!("given function {function} returns {{ nothing: \"\" }}");
            self.give(function, nothing)
        } else {
            self.fresh.insert(function.to_owned());
            true
        }
    }

    /// The block takes a branch that no input leads to. Where it does so whenever the chat
    /// comes to it, the block is told to, else it is told to this time; a block without a name
    /// goes by its type, as long as all of that type do the same.
    fn fails(&mut self, place: Place, index: usize, block: &Block, exit: &Exit) {
        if let Some(step) = self.always(place, index) {
            self.give(&step.clone(), step);
        } else if let Some((flow, id)) = place.block()
            && self.turn(flow, id, Some(index)).is_some()
            && let Some((.., exit)) = self.turns.last_mut()
        {
            *exit = Some(index);
        } else {
            let (action, takes) = (block.action_type(), quoted(&exit.outcome.words()));
            self.give(action, format!("given action {action} takes {takes}"));
        }
    }

    /// The chat comes to a block, which does what it does by itself unless it is told.
    fn comes_to(&mut self, place: Place) {
        if let Some((flow, block)) = place.block() {
            self.turns.push((flow, block, None));
        }
    }

    /// The step that has a block take an exit, or do what it does, the next time.
    fn turn(&self, flow: FlowId, block: BlockId, exit: Option<usize>) -> Option<String> {
        let next = Given::BlockNext { flow, block, exit };
        suite::step(self.program, &Event::Given(next))
    }

    /// Says what blocks do in turn, up to the last time that they are told to do anything.
    fn take_turns(&mut self) {
        let mut turns = std::mem::take(&mut self.turns);
        let mut told = BTreeSet::new();
        let mut steps = Vec::new();
        while let Some((flow, block, exit)) = turns.pop() {
            if exit.is_some() {
                told.insert((flow, block));
            }
            if told.contains(&(flow, block)) {
                steps.extend(self.turn(flow, block, exit));
            }
        }
        self.steps.extend(steps.into_iter().rev());
    }

    /// The step that has a block take an exit, where it never takes another.
    fn always(&mut self, place: Place, exit: usize) -> Option<String> {
        let (flow, block) = place.block()?;
        let key = (flow, block, exit);
        if !self.always.contains_key(&key) {
            let step = self.step_of(flow, block, exit);
            self.always.insert(key, step);
        }
        self.always.get(&key)?.clone()
    }

    fn step_of(&self, flow: FlowId, block: BlockId, exit: usize) -> Option<String> {
        let via = Via::Exit(u32::try_from(exit).ok()?);
        let left = self.only.get(&(flow, block));
        let leaves = left.is_none_or(|only| *only == Some(via));
        let stays = self.witness.cut && self.witness.place.block() == Some((flow, block));
        let given = Event::Given(Given::Block { flow, block, exit });
        (leaves && (!stays || self.ends_by() == Some(exit)))
            .then(|| suite::step(self.program, &given))?
    }

    fn works(&mut self, block: &Block) {
        let action = block.action_type();
        if self.given.contains_key(action) {
            self.give(action, format!("given action {action} takes \"success\""));
        }
    }

    /// Says what the world is like about something; false where it was said to be otherwise
    /// since anybody last caused anything, so that nobody can say it in between.
    fn give(&mut self, about: &str, step: String) -> bool {
        let is_fresh = self.fresh.insert(about.to_owned());
        if self.given.get(about) == Some(&step) {
            return true;
        }
        if is_fresh {
            self.given.insert(about.to_owned(), step.clone());
            self.steps.push(step);
        }
        is_fresh
    }

    fn name(&self, block: &Block, role: Role) -> Option<String> {
        let Value::Resource(resource) = block.value(role)? else {
            return None;
        };
        Some(self.program.resources.get(*resource)?.name.clone())
    }

    fn pass(&mut self, seconds: Seconds) {
        if seconds > 0 {
            self.steps.push(format!("pass {}", story::lasts(seconds)));
            self.now += seconds;
        }
    }

    /// Lets the time pass that an event takes, unless the clock itself is what happens.
    fn pass_before(&mut self, event: &graph::Event) {
        let runs_out = self
            .exit(event)
            .is_some_and(|(_, exit)| is_timer(event, exit));
        if !runs_out {
            self.pass(event.at.saturating_sub(self.now));
        }
    }

    fn happens(&mut self, event: &graph::Event, given: Vec<String>) {
        // What a block always does can as well be said from the start.
        let always = given
            .iter()
            .all(|step| step.starts_with("given block ") && !step.contains(" next "));
        if !always && self.only_starts() {
            self.steps.push("expect chat open".to_owned());
        }
        self.steps.extend(given);
        match (event.via, self.exit(event)) {
            (Via::AgentJoins, _) => self.steps.push("agent joins".to_owned()),
            (Via::AgentLeaves, _) => self.steps.push("agent leaves".to_owned()),
            (_, Some((_, exit))) if is_timer(event, exit) => {
                self.pass(event.at.saturating_sub(self.now));
            }
            (_, Some((block, exit))) if block.row.behaviour == Behaviour::Bot => {
                self.bot(block, exit);
            }
            (_, Some((_, exit))) if exit.outcome.is("bot left") => {
                self.steps.push("bot leaves".to_owned());
            }
            (_, Some(_)) => self.steps.push("customer \"Hello?\"".to_owned()),
            (_, None) => {}
        }
    }

    /// Whether nothing has happened yet: what is given now would hold from the start.
    fn only_starts(&self) -> bool {
        let mut steps = self.steps.iter().skip(1);
        steps.all(|step| step.starts_with("given "))
    }

    fn bot(&mut self, block: &Block, exit: &Exit) {
        let bot = match self.name(block, Role::Bot) {
            Some(bot) => format!("bot {bot}"),
            None => "bot".to_owned(),
        };
        let step = if let Outcome::Case(_, intent) = &exit.outcome {
            format!("{bot} answers {}", quoted(intent))
        } else if is_error(&exit.outcome) {
            format!("{bot} fails")
        } else {
            format!("{bot} answers {}", quoted(&other_intent(block)))
        };
        self.steps.push(step);
    }
}

/// Whether an exit is taken when a timer runs out.
fn is_timer(event: &graph::Event, exit: &Exit) -> bool {
    let silence = exit.outcome.is("timeout") && event.class == Class::Service;
    event.class == Class::Clock || silence
}

fn is_error(outcome: &Outcome) -> bool {
    match outcome {
        Outcome::Error(_) => true,
        Outcome::Branch(branch) => {
            matches!(branch.wire, Wire::Error(_)) && branch.word != "default"
        }
        Outcome::Success | Outcome::Case(..) | Outcome::Condition { .. } => false,
    }
}

/// An intent for which the block has no branch.
fn other_intent(block: &Block) -> String {
    let mut intent = "Other".to_owned();
    while block
        .exits
        .iter()
        .any(|exit| matches!(&exit.outcome, Outcome::Case(_, known) if *known == intent))
    {
        intent.push('_');
    }
    intent
}

/// A number that falls into the share of an exit.
fn draw(block: &Block, wanted: &Exit) -> i64 {
    let mut before = 0;
    for exit in &block.exits {
        if let Outcome::Case(_, share) = &exit.outcome {
            if std::ptr::eq(exit, wanted) {
                return before + 1;
            }
            before += share.parse::<i64>().unwrap_or(0);
        }
    }
    (before + 1).min(100)
}
