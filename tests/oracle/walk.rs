//! Brute force: every state at every second, one step after another. Slow, plain, and
//! written from the definition without a look at the analysis.

use ebb::catalogue::{Behaviour, Hook, Operator, Role};
use ebb::id::Id;
use ebb::program::{Block, BlockId, Exit, FlowId, Outcome, Program, Target, Value};
use std::collections::{BTreeMap, BTreeSet, VecDeque};

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Hooked {
    Nothing,
    Flow(FlowId),
    Elsewhere,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Spot {
    At(FlowId, BlockId),
    QueuedAt(FlowId, BlockId),
    /// The customer has said the last word to the bot.
    Silent(FlowId, BlockId),
    QueuedSilent(FlowId, BlockId),
    Queue,
    QueueElsewhere,
    Agent,
    Elsewhere,
    Over,
}

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Chat {
    pub spot: Spot,
    remaining: Hooked,
    queue: Hooked,
    passes: BTreeMap<BlockId, i64>,
    /// The blocks that wait for a module to return, each with the passes of its flow.
    callers: Vec<(FlowId, BlockId, BTreeMap<BlockId, i64>)>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pays {
    Nobody,
    Customer,
    Service,
}

/// One step: where to, who pays for the time, from how long to how long.
#[derive(Debug, Clone)]
pub struct Step {
    pub to: Chat,
    pub pays: Pays,
    pub least: u32,
    pub most: u32,
    /// Only an estimate.
    pub open: bool,
    /// The exit it takes, and whether a timer opens it.
    pub exit: Option<usize>,
    pub timer: bool,
}

const EVER: u32 = 1_000_000_000;
const WEEK: u32 = 604_800;

/// What was reached: chat, second, late returns, service.
pub type Tuple = (Chat, u32, u32, u32);

#[derive(Debug, Clone, Copy)]
pub struct Limits {
    pub duration: u32,
    pub late: Option<u32>,
    pub service: Option<u32>,
    pub with_open: bool,
}

pub fn start(program: &Program) -> Chat {
    let flow = FlowId::from_index(0);
    Chat {
        spot: Spot::At(flow, program.flows[flow].start.unwrap()),
        remaining: Hooked::Nothing,
        queue: Hooked::Nothing,
        passes: BTreeMap::new(),
        callers: Vec::new(),
    }
}

/// Everything that can be reached, with the number of steps it takes (a bot that falls
/// silent is half a step here and none there).
pub fn walk(program: &Program, limits: Limits) -> BTreeMap<Tuple, usize> {
    let first = (start(program), 0, 0, 0);
    let mut seen = BTreeMap::from([(first.clone(), 0)]);
    let mut next = VecDeque::from([first]);
    let mut steps: BTreeMap<Chat, Vec<Step>> = BTreeMap::new();
    while let Some(tuple) = next.pop_front() {
        let count = seen[&tuple];
        let steps = steps
            .entry(tuple.0.clone())
            .or_insert_with(|| steps_from(program, &tuple.0));
        for step in steps.iter() {
            for reached in takes(&tuple, step, limits) {
                if !seen.contains_key(&reached) {
                    seen.insert(reached.clone(), count + 1);
                    next.push_back(reached);
                }
            }
        }
    }
    seen
}

pub fn takes(tuple: &Tuple, step: &Step, limits: Limits) -> Vec<Tuple> {
    let (_, time, late, service) = *tuple;
    if step.open && !limits.with_open {
        return Vec::new();
    }
    let most = step.most.min((limits.duration - 1).saturating_sub(time));
    let mut reached = Vec::new();
    for spent in step.least..=most {
        let mut late = late;
        let mut service = service;
        match step.pays {
            Pays::Nobody => {}
            Pays::Customer => {
                if let (Some(allowed), true) = (limits.late, spent > 0) {
                    late += 1;
                    if late > allowed {
                        continue;
                    }
                }
            }
            Pays::Service => {
                if let Some(allowed) = limits.service {
                    service += spent;
                    if service > allowed {
                        continue;
                    }
                }
            }
        }
        reached.push((step.to.clone(), time + spent, late, service));
    }
    reached
}

/// Every chat that some path leads to, whatever time that takes.
pub fn ever(program: &Program, from: Chat) -> BTreeSet<Chat> {
    let mut seen = BTreeSet::from([from.clone()]);
    let mut next = vec![from];
    while let Some(chat) = next.pop() {
        for step in steps_from(program, &chat) {
            if step.most >= step.least && seen.insert(step.to.clone()) {
                next.push(step.to);
            }
        }
    }
    seen
}

pub fn steps_from(program: &Program, chat: &Chat) -> Vec<Step> {
    match chat.spot {
        Spot::At(flow, at) => at_block(program, chat, flow, at, false),
        Spot::QueuedAt(flow, at) => {
            let mut steps = at_block(program, chat, flow, at, true);
            let block = &program.flows[flow].blocks[at];
            let most = match block.row.behaviour {
                Behaviour::Wait => limit(block).1 - 1,
                _ => EVER,
            };
            steps.push(step(chat.to(Spot::Agent), Pays::Service, 0, most));
            steps
        }
        Spot::Silent(flow, at) => silent(program, chat, flow, at, false),
        Spot::QueuedSilent(flow, at) => silent(program, chat, flow, at, true),
        Spot::Queue => vec![step(chat.to(Spot::Agent), Pays::Service, 0, EVER)],
        Spot::QueueElsewhere => {
            let mut steps = elsewhere(chat);
            steps.push(step(chat.to(Spot::Agent), Pays::Service, 0, EVER));
            steps
        }
        Spot::Agent => {
            let next = enter(program, chat, chat.remaining);
            vec![step(next, Pays::Service, 0, EVER)]
        }
        Spot::Elsewhere => elsewhere(chat),
        Spot::Over => Vec::new(),
    }
}

fn elsewhere(chat: &Chat) -> Vec<Step> {
    [Spot::Over, Spot::Agent]
        .map(|spot| Step {
            open: true,
            ..step(chat.to(spot), Pays::Nobody, 0, EVER)
        })
        .to_vec()
}

fn silent(program: &Program, chat: &Chat, flow: FlowId, at: BlockId, queued: bool) -> Vec<Step> {
    let block = &program.flows[flow].blocks[at];
    let (least, most, open) = match block.value(Role::TimeLimit) {
        Some(Value::Duration(length)) => (*length as u32, *length as u32, false),
        _ => (60, WEEK, true),
    };
    exits(block)
        .filter(|(_, exit)| exit.outcome.is("timeout"))
        .map(|(number, exit)| Step {
            open,
            exit: Some(number),
            timer: true,
            ..step(
                leave(program, chat, flow, exit, queued),
                Pays::Nobody,
                least,
                most,
            )
        })
        .collect()
}

fn at_block(program: &Program, chat: &Chat, flow: FlowId, at: BlockId, queued: bool) -> Vec<Step> {
    let block = &program.flows[flow].blocks[at];
    let over = fall_out(program, chat, queued);
    let mut steps = if block.row.channels.chat == ebb::catalogue::Support::Error {
        errors(program, chat, block, flow, queued)
    } else {
        own(program, chat, flow, at, queued)
    };
    if steps.is_empty() {
        steps.push(step(over, Pays::Nobody, 0, 0));
    }
    steps
}

fn own(program: &Program, chat: &Chat, flow: FlowId, at: BlockId, queued: bool) -> Vec<Step> {
    let block = &program.flows[flow].blocks[at];
    let mut steps = Vec::new();
    let go = |exit: &Exit| leave(program, chat, flow, exit, queued);
    match block.row.behaviour {
        Behaviour::Disconnect => return vec![step(chat.to(Spot::Over), Pays::Nobody, 0, 0)],
        Behaviour::EndFlow => return Vec::new(),
        Behaviour::TransferToQueue if queued => return errors(program, chat, block, flow, queued),
        Behaviour::TransferToQueue => {
            let next = match chat.queue {
                Hooked::Nothing => chat.to(Spot::Queue),
                Hooked::Elsewhere => chat.to(Spot::QueueElsewhere),
                Hooked::Flow(queue) => match program.flows[queue].start {
                    Some(first) => chat.to(Spot::QueuedAt(queue, first)),
                    None => chat.to(Spot::Queue),
                },
            };
            steps.push(step(next, Pays::Nobody, 0, 0));
        }
        Behaviour::TransferToFlow if queued => return errors(program, chat, block, flow, queued),
        Behaviour::TransferToFlow => {
            let named = hooked(program, block.value(Role::Flow).unwrap());
            steps.push(step(enter(program, chat, named), Pays::Nobody, 0, 0));
        }
        Behaviour::ReturnFromModule => {
            return returns(program, chat, block, queued);
        }
        Behaviour::InvokeModule => {
            return invokes(program, chat, flow, at, queued);
        }
        Behaviour::Compare => return compares(program, block, chat, flow, queued),
        _ => {}
    }
    for (number, exit) in exits(block) {
        let word = match &exit.outcome {
            Outcome::Branch(branch) => branch.word,
            Outcome::Success => "success",
            _ => "",
        };
        let made = match block.row.behaviour {
            Behaviour::Wait => {
                let (least, most, open) = limit(block);
                match word {
                    "time expired" => Step {
                        open,
                        timer: true,
                        ..step(go(exit), Pays::Nobody, least, most)
                    },
                    "customer returned" => Step {
                        open,
                        ..step(go(exit), Pays::Customer, 0, most - 1)
                    },
                    "bot left" => Step {
                        open,
                        ..step(go(exit), Pays::Service, 0, most - 1)
                    },
                    _ => step(go(exit), Pays::Nobody, 0, 0),
                }
            }
            Behaviour::Bot if word == "timeout" => {
                let spot = if queued {
                    Spot::QueuedSilent(flow, at)
                } else {
                    Spot::Silent(flow, at)
                };
                let next = Chat {
                    spot,
                    ..chat.clone()
                };
                step(next, Pays::Service, 0, EVER)
            }
            Behaviour::Bot => step(go(exit), Pays::Service, 0, EVER),
            Behaviour::Function => {
                let asynchronous = block.value(Role::Mode) == Some(&Value::Word("asynchronously"));
                let Some(Value::Duration(longest)) = block.value(Role::TimeLimit) else {
                    panic!("functions have a limit");
                };
                let most = if asynchronous { 0 } else { *longest as u32 };
                step(go(exit), Pays::Service, 0, most)
            }
            Behaviour::Loop => {
                let Some(Value::Number(count)) = block.value(Role::Count) else {
                    panic!("loops have a count");
                };
                let passed = chat.passes.get(&at).copied().unwrap_or(0);
                let mut counted = chat.clone();
                match word {
                    "looping" if passed < *count => {
                        counted.passes.insert(at, passed + 1);
                    }
                    "complete" if passed >= *count => {
                        counted.passes.remove(&at);
                    }
                    "looping" | "complete" => continue,
                    _ => {}
                }
                step(
                    leave(program, &counted, flow, exit, queued),
                    Pays::Nobody,
                    0,
                    0,
                )
            }
            Behaviour::SetHook(hook) if word == "success" => {
                let mut set = chat.clone();
                let named = hooked(program, block.value(Role::Flow).unwrap());
                match hook {
                    Hook::CustomerRemaining => set.remaining = named,
                    Hook::CustomerQueue => set.queue = named,
                    _ => {}
                }
                step(leave(program, &set, flow, exit, queued), Pays::Nobody, 0, 0)
            }
            Behaviour::SetHooks if word == "success" => {
                let Some(Value::Map(entries)) = block.value(Role::Hooks) else {
                    panic!("hooks are a map");
                };
                let mut set = chat.clone();
                set.remaining = hooked(program, &entries[0].1);
                set.queue = hooked(program, &entries[1].1);
                step(leave(program, &set, flow, exit, queued), Pays::Nobody, 0, 0)
            }
            _ => step(go(exit), Pays::Nobody, 0, 0),
        };
        steps.push(Step {
            exit: Some(number),
            ..made
        });
    }
    steps
}

fn compares(
    program: &Program,
    block: &Block,
    chat: &Chat,
    flow: FlowId,
    queued: bool,
) -> Vec<Step> {
    let on_channel = block.value(Role::Compared).and_then(Value::text) == Some("$.Channel");
    let holds = |exit: &Exit| match &exit.outcome {
        Outcome::Case(form, operand) => match form.operator {
            Operator::Equals => operand == "CHAT",
            Operator::TextContains => "CHAT".contains(operand.as_str()),
            _ => false,
        },
        _ => false,
    };
    let chosen = exits(block).find(|(_, exit)| holds(exit));
    exits(block)
        .filter(|(number, exit)| {
            if !on_channel {
                return true;
            }
            match chosen {
                Some((chosen, _)) => *number == chosen,
                None => !matches!(exit.outcome, Outcome::Case(..)),
            }
        })
        .map(|(number, exit)| Step {
            exit: Some(number),
            ..step(leave(program, chat, flow, exit, queued), Pays::Nobody, 0, 0)
        })
        .collect()
}

fn errors(program: &Program, chat: &Chat, block: &Block, flow: FlowId, queued: bool) -> Vec<Step> {
    exits(block)
        .filter(|(_, exit)| exit.outcome.is("error"))
        .map(|(number, exit)| Step {
            exit: Some(number),
            ..step(leave(program, chat, flow, exit, queued), Pays::Nobody, 0, 0)
        })
        .collect()
}

/// The copy that the service demands is never taken while its original is there, and a
/// transfer that succeeds does not come back.
fn exits(block: &Block) -> impl Iterator<Item = (usize, &Exit)> + Clone {
    block.exits.iter().enumerate().filter(|(_, exit)| {
        exit.outcome != Outcome::Success
            || match block.row.behaviour {
                Behaviour::TransferToQueue
                | Behaviour::TransferToFlow
                | Behaviour::Disconnect
                | Behaviour::EndFlow => false,
                Behaviour::Compare | Behaviour::Bot | Behaviour::Menu => {
                    block.exit("default").is_none()
                }
                Behaviour::Wait | Behaviour::Hours => block.exit("error").is_none(),
                Behaviour::Loop => block.exit("complete").is_none(),
                _ => true,
            }
    })
}

fn step(to: Chat, pays: Pays, least: u32, most: u32) -> Step {
    Step {
        to,
        pays,
        least,
        most,
        open: false,
        exit: None,
        timer: false,
    }
}

/// How long a Wait lasts at least and at most, and whether nobody says.
pub fn limit(block: &Block) -> (u32, u32, bool) {
    match block.value(Role::TimeLimit) {
        Some(Value::Duration(length)) => (*length as u32, *length as u32, false),
        _ => match block.value(Role::Bound) {
            Some(Value::Duration(bound)) => (1, *bound as u32, false),
            _ => (1, WEEK, true),
        },
    }
}

fn hooked(program: &Program, value: &Value) -> Hooked {
    match value {
        Value::Resource(resource) => match program.resources[*resource].flow {
            Some(flow) => Hooked::Flow(flow),
            None => Hooked::Elsewhere,
        },
        _ => Hooked::Elsewhere,
    }
}

fn enter(program: &Program, chat: &Chat, hooked: Hooked) -> Chat {
    match hooked {
        Hooked::Nothing => chat.to(Spot::Over),
        Hooked::Elsewhere => chat.to(Spot::Elsewhere),
        Hooked::Flow(flow) => match program.flows[flow].start {
            Some(first) => chat.to(Spot::At(flow, first)),
            None => chat.to(Spot::Over),
        },
    }
}

/// A module of the program starts unless five run already; any other comes back whenever
/// it likes.
fn invokes(program: &Program, chat: &Chat, flow: FlowId, at: BlockId, queued: bool) -> Vec<Step> {
    let block = &program.flows[flow].blocks[at];
    let module = hooked(program, block.value(Role::Module).unwrap());
    let mut steps = Vec::new();
    if let Hooked::Flow(module) = module
        && let Some(start) = program.flows[module].start
        && chat.callers.len() < 5
    {
        let mut inside = chat.clone();
        let passes = std::mem::take(&mut inside.passes);
        inside.callers.push((flow, at, passes));
        inside.spot = if queued {
            Spot::QueuedAt(module, start)
        } else {
            Spot::At(module, start)
        };
        steps.push(step(inside, Pays::Nobody, 0, 0));
    }
    for (number, exit) in exits(block) {
        let back = leave(program, chat, flow, exit, queued);
        let failed = exit.outcome.is("error");
        if failed || module == Hooked::Elsewhere {
            steps.push(Step {
                exit: Some(number),
                open: !failed,
                ..step(back, Pays::Nobody, 0, if failed { 0 } else { EVER })
            });
        }
    }
    steps
}

/// Back to the block that invoked the module, by the branch of the result.
fn returns(program: &Program, chat: &Chat, block: &Block, queued: bool) -> Vec<Step> {
    let mut back = chat.clone();
    let Some((flow, at, passes)) = back.callers.pop() else {
        return Vec::new();
    };
    back.passes = passes;
    let caller = &program.flows[flow].blocks[at];
    let plain = caller.exit("default").or_else(|| caller.success());
    let to = |exit: Option<&Exit>| {
        let next = match exit {
            Some(exit) => leave(program, &back, flow, exit, queued),
            None => fall_out(program, &back, queued),
        };
        step(next, Pays::Nobody, 0, 0)
    };
    let named = |wanted: &str| {
        caller
            .exits
            .iter()
            .find(|exit| matches!(&exit.outcome, Outcome::Case(_, name) if name == wanted))
    };
    match block.value(Role::Result) {
        Some(Value::Reference(_)) => named("1")
            .map(Some)
            .into_iter()
            .chain([plain])
            .map(to)
            .collect(),
        Some(Value::Text(result)) => vec![to(named(result).or(plain))],
        _ => vec![to(plain)],
    }
}

fn leave(program: &Program, chat: &Chat, flow: FlowId, exit: &Exit, queued: bool) -> Chat {
    if exit.target.block().is_none() && !chat.callers.is_empty() {
        return fall_out(program, chat, queued);
    }
    let spot = match exit.target {
        Target::Block(block) if queued => Spot::QueuedAt(flow, block),
        Target::Block(block) => Spot::At(flow, block),
        _ if queued => return chat.to(Spot::Queue),
        _ => return chat.to(Spot::Over),
    };
    Chat {
        spot,
        ..chat.clone()
    }
}

/// Out of a module that ends without a result: the block that invoked it fails.
fn fall_out(program: &Program, chat: &Chat, queued: bool) -> Chat {
    let mut back = chat.clone();
    let Some((flow, at, passes)) = back.callers.pop() else {
        return chat.to(if queued { Spot::Queue } else { Spot::Over });
    };
    back.passes = passes;
    match program.flows[flow].blocks[at].exit("error") {
        Some(exit) => leave(program, &back, flow, exit, queued),
        None => fall_out(program, &back, queued),
    }
}

impl Chat {
    /// Somewhere outside this run of the flow; its loops start again.
    fn to(&self, spot: Spot) -> Self {
        let mut chat = Self {
            spot,
            remaining: self.remaining,
            queue: self.queue,
            passes: BTreeMap::new(),
            callers: Vec::new(),
        };
        if spot == Spot::Over {
            (chat.remaining, chat.queue) = (Hooked::Nothing, Hooked::Nothing);
        }
        chat
    }

    /// The block it is at.
    pub fn block(&self) -> Option<(FlowId, BlockId)> {
        match self.spot {
            Spot::At(flow, at) | Spot::QueuedAt(flow, at) => Some((flow, at)),
            _ => None,
        }
    }
}
