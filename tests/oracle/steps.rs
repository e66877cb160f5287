//! How a chat goes on, written from the definition without a look at the analysis.

use super::ways::{enter, fall_out, hooked, invokes, leave, returns};
use ebb::catalogue::{Behaviour, FlowKind, Hook, Operator, Role, Then};
use ebb::id::Id;
use ebb::program::{Block, BlockId, Exit, FlowId, Outcome, Program, Value};
use std::collections::BTreeMap;

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

/// What the attributes are of which it is known; nothing: whatever anybody likes each time.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Told {
    /// `$.Attributes.plan`, which is compared.
    pub plan: Option<&'static str>,
    /// `$.Attributes.delay`, which is how long Waits last.
    pub delay: Option<u32>,
}

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Chat {
    pub spot: Spot,
    pub remaining: Hooked,
    pub queue: Hooked,
    pub passes: BTreeMap<BlockId, i64>,
    /// The blocks that wait for a module to return, each with the passes of its flow.
    pub callers: Vec<(FlowId, BlockId, BTreeMap<BlockId, i64>)>,
    /// What attributes are, where comparisons and Waits have to agree on them.
    pub told: Told,
    /// Whether a working queue is set, which a transfer needs.
    pub has_queue: bool,
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

pub const EVER: u32 = 1_000_000_000;
const WEEK: u32 = 604_800;

/// Nothing is set when a chat starts in an inbound flow; of a flow whose kind nobody says, it may
/// as well be that something before has set a queue.
pub fn starts(program: &Program, told: Told) -> Vec<Chat> {
    let flow = FlowId::from_index(0);
    let with = |has_queue: bool| Chat {
        spot: Spot::At(flow, program.flows[flow].start.unwrap()),
        remaining: Hooked::Nothing,
        queue: Hooked::Nothing,
        passes: BTreeMap::new(),
        callers: Vec::new(),
        told,
        has_queue,
    };
    match program.flows[flow].kind {
        Some(FlowKind::Inbound) => vec![with(false)],
        _ => vec![with(false), with(true)],
    }
}

pub fn steps_from(program: &Program, chat: &Chat) -> Vec<Step> {
    if let Some((flow, at)) = chat.block()
        && is_denied(chat.told, &program.flows[flow].blocks[at])
    {
        return Vec::new();
    }
    match chat.spot {
        Spot::At(flow, at) => at_block(program, chat, flow, at, false),
        Spot::QueuedAt(flow, at) => {
            let mut steps = at_block(program, chat, flow, at, true);
            let block = &program.flows[flow].blocks[at];
            let most = match block.row.behaviour {
                Behaviour::Wait => limit_in(chat.told, block).1 - 1,
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
    let (least, most, open) = limit_of(block, 60);
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
        Behaviour::TransferToQueue if queued || !chat.has_queue => {
            return errors(program, chat, block, flow, queued);
        }
        // No block names its hours, so that those of the queue count.
        Behaviour::Hours if !chat.has_queue => {
            return errors(program, chat, block, flow, queued);
        }
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
                let (least, most, open) = limit_in(chat.told, block);
                let goes_on = matches!(exit.outcome, Outcome::Condition { .. });
                match word {
                    _ if goes_on => Step {
                        open: true,
                        timer: true,
                        ..step(go(exit), Pays::Nobody, least, most)
                    },
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
            // A view, or a customer who signs in.
            Behaviour::Scripted if block.row.branch("timeout").is_some() => {
                let (least, most, open) = limit_of(block, 60);
                match word {
                    "timeout" => Step {
                        open,
                        timer: true,
                        ..step(go(exit), Pays::Nobody, least, most)
                    },
                    _ => Step {
                        open,
                        ..step(go(exit), Pays::Service, 0, most - 1)
                    },
                }
            }
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
            Behaviour::SetQueue if word == "success" => {
                let mut set = chat.clone();
                set.has_queue = true;
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
    let compared = if on_channel {
        Some("CHAT")
    } else {
        chat.told.plan
    };
    let holds = |exit: &Exit, compared: &str| match &exit.outcome {
        Outcome::Case(form, operand) => match form.operator {
            Operator::Equals => operand == compared,
            Operator::TextContains => compared.contains(operand.as_str()),
            Operator::NumberGreaterThan => compared
                .parse::<i64>()
                .is_ok_and(|number| number > operand.parse().unwrap()),
            _ => panic!("no case has another operator"),
        },
        _ => false,
    };
    let chosen = compared.map(|compared| exits(block).find(|(_, exit)| holds(exit, compared)));
    exits(block)
        .filter(|(number, exit)| match chosen {
            None => true,
            Some(Some((chosen, _))) => *number == chosen,
            Some(None) => !matches!(exit.outcome, Outcome::Case(..)),
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
pub fn exits(block: &Block) -> impl Iterator<Item = (usize, &Exit)> + Clone {
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
                Behaviour::Scripted if block.row.then == Then::Copies("error") => {
                    let has_default = block.row.branch("default").is_some();
                    block.exit("error").is_none()
                        || (has_default && block.exit("default").is_none())
                }
                _ => true,
            }
    })
}

pub fn step(to: Chat, pays: Pays, least: u32, most: u32) -> Step {
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
    let (least, most, open) = limit_of(block, 1);
    if let Some(least) = kept_running(block) {
        return (least.min(most), most, true);
    }
    match block.value(Role::Bound) {
        Some(Value::Duration(bound)) if open => (least, *bound as u32, false),
        _ => (least, most, open),
    }
}

/// The same where the length may be known.
pub fn limit_in(told: Told, block: &Block) -> (u32, u32, bool) {
    let (least, most, open) = limit(block);
    match told.delay.filter(|_| is_dynamic(block)) {
        Some(delay) => (delay, delay, open),
        None => (least, most, open),
    }
}

/// Whether a Wait is said to last less long than it would.
pub fn is_denied(told: Told, block: &Block) -> bool {
    let delay = told.delay.filter(|_| is_dynamic(block));
    delay.is_some_and(|delay| delay > limit(block).1)
}

/// Whether a Wait lasts as long as an attribute says.
fn is_dynamic(block: &Block) -> bool {
    let said = matches!(block.value(Role::TimeLimit), Some(Value::Duration(_)));
    block.row.behaviour == Behaviour::Wait && !said && kept_running(block).is_none()
}

fn limit_of(block: &Block, unknown: u32) -> (u32, u32, bool) {
    match block.value(Role::TimeLimit) {
        Some(Value::Duration(length)) => (*length as u32, *length as u32, false),
        _ => (unknown, WEEK, true),
    }
}

/// The least time of a Wait that keeps the flow running meanwhile.
fn kept_running(block: &Block) -> Option<u32> {
    let find = |name: &str| block.extra.iter().find(|(path, _)| path == name);
    find("ContinueExecution")?;
    let (_, least) = find("MinimumWaitTimeSeconds")?;
    least.text()?.parse().ok()
}

impl Chat {
    /// Somewhere outside this run of the flow; its loops start again.
    pub fn to(&self, spot: Spot) -> Self {
        let mut chat = Self {
            spot,
            remaining: self.remaining,
            queue: self.queue,
            passes: BTreeMap::new(),
            callers: Vec::new(),
            told: self.told,
            has_queue: self.has_queue,
        };
        match spot {
            Spot::Over => {
                (chat.remaining, chat.queue) = (Hooked::Nothing, Hooked::Nothing);
                chat.has_queue = false;
            }
            // Agents take chats from queues, whoever has put them there.
            Spot::Agent => chat.has_queue = true,
            _ => {}
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
