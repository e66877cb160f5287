//! What the world outside the flow answers.
//!
//! Nobody has to describe a whole world: what is not given is friendly. Functions
//! answer nothing, hours are open, queues have room, prompts are played.

use super::effect::Side;
use super::event::Given;
use super::named::Named;
use super::slots::leaves_of;
use super::texts::Texts;
use crate::catalogue::{Figure, Found, LookUp};
use crate::program::{BlockId, FlowId, Value};
use std::collections::{BTreeMap, BTreeSet, VecDeque};

/// How long a bot remembers a session unless it is made otherwise, in seconds
/// (administrator guide, Amazon Lex: 5 minutes).
const USUAL_SESSION: i64 = 300;

/// How long a bot can be made to remember a session, in seconds (the same: 24 hours).
const LONGEST_SESSION: i64 = 86_400;

/// What a function answers.
#[derive(Debug, Clone, PartialEq)]
pub enum FunctionAnswer {
    /// Names with values.
    Returns(Vec<(String, Value)>),
    /// A bare text, which is no map.
    ReturnsText(String),
    /// It fails.
    Fails,
    /// It takes longer than the block waits.
    TimesOut,
}

/// What a function answers, as references find it.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Answer {
    Returns {
        /// `External.order.lines.0.id`.
        texts: Texts,
        /// Whether names hold more than texts.
        nested: bool,
    },
    Text,
    Fails,
}

impl Answer {
    fn returns(entries: &[(String, Value)]) -> Self {
        Self::Returns {
            texts: literal_texts("External.", entries),
            nested: entries
                .iter()
                .any(|(_, value)| matches!(value, Value::Map(_) | Value::List(_))),
        }
    }
}

/// What a module outside the program returns.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Returned {
    pub(super) result: String,
    /// `Modules.ResultData.level`.
    pub(super) data: Texts,
}

/// Values that hold no references, as texts; what is nested by the way to it:
/// `address.lines.0`.
#[must_use]
pub fn leaf_texts(entries: &[(String, Value)]) -> Vec<(String, String)> {
    literal_texts("", entries).to_vec()
}

/// Values that hold no references, as references that begin with `start` find them.
pub(super) fn literal_texts(start: &str, entries: &[(String, Value)]) -> Texts {
    let mut leaves = Vec::new();
    for (key, value) in entries {
        leaves_of(format!("{start}{key}"), value, &mut leaves);
    }
    let mut texts = Texts::default();
    for (name, leaf) in leaves {
        match leaf {
            Value::Text(text) | Value::Reference(text) | Value::RawNumber(text) => {
                texts.set(&name, text);
            }
            Value::Number(number) | Value::Duration(number) => {
                texts.set(&name, &number.to_string());
            }
            Value::Flag(flag) | Value::RawBool(flag) => texts.set(&name, &flag.to_string()),
            Value::Word(word) => texts.set(&name, word),
            Value::Resource(_)
            | Value::Words(_)
            | Value::Map(_)
            | Value::List(_)
            | Value::Prompt(..)
            | Value::Null => {}
        }
    }
    texts
}

/// The exits that a block takes.
#[derive(Debug, Clone, Default, PartialEq)]
struct Exits {
    /// The next times, in turn; what the block does by itself where none is said.
    next: VecDeque<Option<usize>>,
    /// Every time after that, where it was said.
    always: Option<usize>,
}

/// The world as far as it was described.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct World {
    functions: BTreeMap<Named, Answer>,
    delays: BTreeMap<Named, i64>,
    sessions: BTreeMap<Named, i64>,
    timeouts: BTreeMap<(Side, bool), i64>,
    modules: BTreeMap<Named, Returned>,
    closed: BTreeSet<Named>,
    full: BTreeSet<Named>,
    figures: BTreeMap<(Figure, Named), i64>,
    looked_up: BTreeMap<LookUp, (Found, Texts)>,
    values: Texts,
    actions: BTreeMap<String, String>,
    blocks: BTreeMap<(FlowId, BlockId), Exits>,
    /// Whether there are any actions or blocks: asked at every event.
    directs: bool,
    prompts_fail: bool,
    percent: Option<i64>,
}

impl World {
    /// The world is as told from now on.
    pub fn give(&mut self, given: &Given) {
        match given {
            Given::Function { function, answer } => {
                let endless = self.delays.get(function) == Some(&i64::MAX);
                if endless {
                    self.delays.remove(function);
                }
                let answer = match answer {
                    FunctionAnswer::Returns(entries) => Answer::returns(entries),
                    FunctionAnswer::ReturnsText(_) => Answer::Text,
                    FunctionAnswer::Fails => Answer::Fails,
                    FunctionAnswer::TimesOut => {
                        self.delays.insert(function.clone(), i64::MAX);
                        return;
                    }
                };
                self.functions.insert(function.clone(), answer);
            }
            Given::FunctionTakes { function, seconds } => {
                self.delays.insert(function.clone(), *seconds);
            }
            Given::BotSession { bot, seconds } => {
                self.sessions
                    .insert(bot.clone(), (*seconds).min(LONGEST_SESSION));
            }
            Given::Timeout {
                side,
                disconnects,
                seconds,
            } => {
                self.timeouts.insert((*side, *disconnects), *seconds);
            }
            // The state knows what is assumed.
            Given::Assume { .. } => {}
            Given::Module {
                module,
                result,
                data,
            } => {
                let returned = Returned {
                    result: result.clone(),
                    data: literal_texts("Modules.ResultData.", data),
                };
                self.modules.insert(module.clone(), returned);
            }
            Given::Hours { hours, open: true } => {
                self.closed.remove(hours);
            }
            Given::Hours { hours, open: false } => {
                self.closed.insert(hours.clone());
            }
            Given::QueueAtCapacity(queue) => {
                self.full.insert(queue.clone());
            }
            Given::Figure { figure, queue, is } => {
                self.figures.insert((*figure, queue.clone()), *is);
            }
            Given::LookUp { what, found, data } => {
                let data = literal_texts(what.start(), data);
                self.looked_up.insert(*what, (*found, data));
            }
            Given::Values(values) => self.values.extend(literal_texts("", values).iter()),
            Given::PromptsFail => self.prompts_fail = true,
            Given::Percent(percent) => self.percent = Some(*percent),
            Given::Block { flow, block, exit } => {
                self.directs = true;
                self.blocks.entry((*flow, *block)).or_default().always = Some(*exit);
            }
            Given::BlockNext { flow, block, exit } => {
                self.directs = true;
                let exits = self.blocks.entry((*flow, *block)).or_default();
                exits.next.push_back(*exit);
            }
            Given::Action { action, takes } => {
                self.directs = true;
                self.actions.insert(action.clone(), takes.clone());
            }
        }
    }

    /// What a function answers, if anybody said so.
    pub(super) fn function(&self, function: &Named) -> Option<&Answer> {
        self.functions.get(function)
    }

    /// How long a function takes, if anybody said so.
    pub(super) fn delay(&self, function: &Named) -> Option<i64> {
        self.delays.get(function).copied()
    }

    /// How long a bot remembers a session after its last turn, in seconds.
    pub(super) fn session_timeout(&self, bot: Option<&Named>) -> i64 {
        let known = bot.and_then(|bot| self.sessions.get(bot));
        known.copied().unwrap_or(USUAL_SESSION)
    }

    /// How long somebody may be silent, if anybody said so: until it is told, or until the
    /// agent is removed.
    pub(super) fn timeout(&self, side: Side, disconnects: bool) -> Option<i64> {
        self.timeouts.get(&(side, disconnects)).copied()
    }

    /// What a module outside the program returns, if anybody said so.
    pub(super) fn module(&self, module: &Named) -> Option<&Returned> {
        self.modules.get(module)
    }

    /// Whether hours, or the hours of a queue, are open.
    #[must_use]
    pub fn is_open(&self, hours: &Named) -> bool {
        !self.closed.contains(hours)
    }

    /// Whether a queue takes nobody any more.
    #[must_use]
    pub fn is_full(&self, queue: &Named) -> bool {
        // Mostly none is full, and then nothing is looked up.
        !self.full.is_empty() && self.full.contains(queue)
    }

    /// A figure of a queue, if anybody said so.
    pub(super) fn figure(&self, figure: Figure, queue: &Named) -> Option<i64> {
        self.figures.get(&(figure, queue.clone())).copied()
    }

    /// How many records are found and what the one holds, if anybody said so.
    pub(super) fn looked_up(&self, what: LookUp) -> Option<(Found, &Texts)> {
        let (found, data) = self.looked_up.get(&what)?;
        Some((*found, data))
    }

    /// What a reference holds, by the words behind `$.`, if anybody said so.
    pub(super) fn value(&self, reference: &str) -> Option<&str> {
        self.values.get(reference)
    }

    /// Whether prompts cannot be played.
    #[must_use]
    pub const fn prompts_fail(&self) -> bool {
        self.prompts_fail
    }

    /// What `distribute by percentage` draws: 1 unless somebody said so.
    #[must_use]
    pub fn percent(&self) -> i64 {
        self.percent.unwrap_or(1)
    }

    /// The exit that a block takes to which a contact comes, if anybody said so.
    pub(super) fn block(&mut self, flow: FlowId, block: BlockId) -> Option<usize> {
        let exits = self.blocks.get_mut(&(flow, block))?;
        exits.next.pop_front().unwrap_or(exits.always)
    }

    /// Whether anybody said how blocks are left.
    pub(super) const fn directs(&self) -> bool {
        self.directs
    }

    /// The branch that actions of a type take, if anybody said so.
    #[must_use]
    pub fn action(&self, action: &str) -> Option<&str> {
        self.actions.get(action).map(String::as_str)
    }
}
