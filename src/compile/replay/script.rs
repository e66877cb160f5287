//! A witness as the steps of a script.

use super::wishes::Wishes;
use crate::catalogue::{Behaviour, Channel, Role, Support, Wire};
use crate::graph::{self, Class, Seconds, Via, Witness, story};
use crate::program::{Block, Exit, Outcome, Program, Value};
use crate::run::{Event, Given};
use crate::suite;
use crate::syntax::quoted;
use std::collections::BTreeMap;
use std::ops::Range;

/// The steps, or why there are none.
pub(super) fn write<'p>(program: &'p Program, witness: &'p Witness) -> Result<Vec<String>, String> {
    let wishes = Wishes::of(program, witness);
    let mut script = Script {
        program,
        events: &witness.events,
        wishes: &wishes,
        steps: vec![start(program, witness, &wishes)],
        now: 0,
        queue: None,
        given: BTreeMap::new(),
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
        script.steps.push("expect chat open".to_owned());
        script.pass(witness.duration.saturating_sub(script.now));
        script.steps.push("expect ended by \"EXPIRED\"".to_owned());
    }
    Ok(script.steps)
}

fn start(program: &Program, witness: &Witness, wishes: &Wishes) -> String {
    let flow = program.flows.get(witness.entry);
    let name = flow.map_or("", |flow| flow.name.as_str());
    let own = flow.and_then(|flow| flow.chat_duration);
    let mut properties = Vec::new();
    let attributes = wishes.attributes();
    if !attributes.is_empty() {
        properties.push(format!("attributes: {{ {} }}", map(attributes)));
    }
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
    events: &'p [graph::Event],
    wishes: &'p Wishes,
    steps: Vec<String>,
    now: Seconds,
    /// The working queue, by name.
    queue: Option<String>,
    /// What the world was told to be, by what it is about.
    given: BTreeMap<String, String>,
}

impl<'p> Script<'p> {
    fn block(&self, event: &graph::Event) -> Option<&'p Block> {
        let (flow, block) = event.from.block()?;
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
        while let Some(event) = events.get(next).filter(|event| !self.is_caused(event)) {
            if let Some((block, exit)) = self.exit(event) {
                self.answers(next, block, exit)?;
            }
            next += 1;
        }
        Ok(next)
    }

    /// Of events that nobody causes, a view that times out spends its time by itself.
    fn spends(&mut self, events: &[graph::Event], range: Range<usize>) {
        let spent = events.get(range).unwrap_or_default();
        let last = spent.iter().rfind(|event| event.class == Class::Clock);
        self.now = last.map_or(self.now, |event| event.at);
    }

    fn answers(&mut self, at: usize, block: &Block, exit: &Exit) -> Result<(), String> {
        if block.row.channels.on(Channel::Chat) == Support::Error {
            return Ok(());
        }
        let fails = |script: &mut Self| script.fails(at, block, exit);
        let succeeds = exit.outcome == Outcome::Success;
        match (block.row.behaviour, is_error(&exit.outcome)) {
            (Behaviour::Hours, false) => {
                let named = self.name(block, Role::Hours).or_else(|| self.queue.clone());
                let hours = named.ok_or("nobody knows whose hours are meant")?;
                let open = if exit.outcome.is("in hours") {
                    "open"
                } else {
                    "closed"
                };
                self.give(&hours, format!("given hours {hours} {open}"));
            }
            (Behaviour::TransferToQueue, _) if exit.outcome.is("at capacity") => {
                let queue = self.queue.clone().ok_or("no queue is set")?;
                self.give(&queue, format!("given queue {queue} at capacity"));
            }
            (Behaviour::TransferToQueue, _) if self.queue.is_none() => {}
            (Behaviour::Distribute, _) => {
                let draws = draw(block, exit);
                self.give("percent", format!("given percent {draws}"));
            }
            (Behaviour::Function, failed) => {
                if let Some(function) = self.name(block, Role::Function) {
                    self.function(at, &function, !failed);
                }
            }
            (Behaviour::Scripted | Behaviour::Unknown, _) if !succeeds => fails(self),
            (_, true) => fails(self),
            (_, false) => self.works(block),
        }
        if block.row.behaviour == Behaviour::SetQueue && succeeds {
            let queue = self.name(block, Role::Queue);
            self.queue = queue.or_else(|| self.name(block, Role::Agent));
        }
        Ok(())
    }

    fn function(&mut self, at: usize, function: &str, succeeds: bool) {
        let returns = self.wishes.returned_at(at);
        if !succeeds {
            self.give(function, format!("given function {function} fails"));
        } else if !returns.is_empty() {
            let returned = map(returns);
            self.give(
                function,
                format!("given function {function} returns {{ {returned} }}"),
            );
        } else if self.given.contains_key(function) {
            let nothing = format!("given function {function} returns {{ nothing: \"\" }}");
            self.give(function, nothing);
        }
    }

    /// The block takes a branch that no input leads to. Where it does so whenever the chat
    /// comes to it, the block is told to, else every action of its type for a while.
    fn fails(&mut self, at: usize, block: &Block, exit: &Exit) {
        if let Some(step) = self.always(at) {
            self.give(&step.clone(), step);
            return;
        }
        let (action, takes) = (block.action_type(), quoted(&exit.outcome.words()));
        self.give(action, format!("given action {action} takes {takes}"));
    }

    /// The step that has a block take the branch of an event, where it never takes another.
    fn always(&self, at: usize) -> Option<String> {
        let event = self.events.get(at)?;
        let mut of_block = self.events.iter().filter(|it| it.from == event.from);
        let (flow, block) = event.from.block()?;
        let Via::Exit(exit) = event.via else {
            return None;
        };
        let exit = usize::try_from(exit).ok()?;
        let given = Event::Given(Given::Block { flow, block, exit });
        of_block
            .all(|it| it.via == event.via)
            .then(|| suite::step(self.program, &given))?
    }

    fn works(&mut self, block: &Block) {
        let action = block.action_type();
        if self.given.contains_key(action) {
            self.give(action, format!("given action {action} takes \"success\""));
        }
    }

    fn give(&mut self, about: &str, step: String) {
        if self.given.get(about) != Some(&step) {
            self.given.insert(about.to_owned(), step.clone());
            self.steps.push(step);
        }
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
