//! What the world outside the flow answers.
//!
//! Nobody has to describe a whole world: what is not given is friendly. Functions
//! answer nothing, hours are open, queues have room, prompts are played.

use super::event::Given;
use super::named::Named;
use crate::program::Value;
use std::collections::{BTreeMap, BTreeSet};

/// What a function answers.
#[derive(Debug, Clone, PartialEq)]
pub enum FunctionAnswer {
    /// Names with values.
    Returns(Vec<(String, Value)>),
    /// It fails.
    Fails,
    /// It takes longer than the block waits.
    TimesOut,
}

/// The world as far as it was described.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct World {
    functions: BTreeMap<Named, FunctionAnswer>,
    closed: BTreeSet<Named>,
    full: BTreeSet<Named>,
    actions: BTreeMap<String, String>,
    prompts_fail: bool,
    percent: Option<i64>,
}

impl World {
    /// The world is as told from now on.
    pub fn give(&mut self, given: &Given) {
        match given {
            Given::Function { function, answer } => {
                self.functions.insert(function.clone(), answer.clone());
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
            Given::PromptsFail => self.prompts_fail = true,
            Given::Percent(percent) => self.percent = Some(*percent),
            Given::Action { action, takes } => {
                self.actions.insert(action.clone(), takes.clone());
            }
        }
    }

    /// What a function answers, if anybody said so.
    #[must_use]
    pub fn function(&self, function: &Named) -> Option<&FunctionAnswer> {
        self.functions.get(function)
    }

    /// Whether hours, or the hours of a queue, are open.
    #[must_use]
    pub fn is_open(&self, hours: &Named) -> bool {
        !self.closed.contains(hours)
    }

    /// Whether a queue takes nobody any more.
    #[must_use]
    pub fn is_full(&self, queue: &Named) -> bool {
        self.full.contains(queue)
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

    /// The branch that actions of a type take, if anybody said so.
    #[must_use]
    pub fn action(&self, action: &str) -> Option<&str> {
        self.actions.get(action).map(String::as_str)
    }
}
