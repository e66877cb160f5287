//! A contact as people see it: who said what, and when.

use super::effect::{CallResult, Effect, Party, Seen, Why};
use super::named::Named;
use super::trace::branch_words;
use super::waits::{block_name, flow_name, of_waiting};
use crate::program::Program;
use crate::text::Clock;
use std::fmt;

/// A contact as people see it, one line for each thing that happens.
#[derive(Debug, Clone, Copy)]
pub struct Transcript<'a> {
    program: &'a Program,
    seen: &'a [Seen],
    verbose: bool,
}

impl<'a> Transcript<'a> {
    /// What people see.
    #[must_use]
    pub const fn new(program: &'a Program, seen: &'a [Seen]) -> Self {
        Self {
            program,
            seen,
            verbose: false,
        }
    }

    /// What people see, and every block with the branch it was left by.
    #[must_use]
    pub const fn verbose(program: &'a Program, seen: &'a [Seen]) -> Self {
        Self {
            program,
            seen,
            verbose: true,
        }
    }

    /// Who a line is about and what it says; nothing where the effect is not shown.
    fn line(&self, seen: &Seen) -> Option<(&'static str, String)> {
        let shown = self
            .spoken(&seen.effect)
            .or_else(|| self.told(seen.at, &seen.effect));
        match self.verbose {
            true => shown.or_else(|| self.inner(&seen.effect)),
            false => shown,
        }
    }

    fn spoken(&self, effect: &Effect) -> Option<(&'static str, String)> {
        Some(match effect {
            Effect::Said {
                to: Party::Customer,
                text,
            } => ("flow", text.clone()),
            Effect::Said {
                to: Party::Agent,
                text,
            } => ("flow", format!("(to the agent) {text}")),
            Effect::CustomerWrote(text) => ("customer", text.clone()),
            Effect::AgentWrote(text) => ("agent", text.clone()),
            _ => return None,
        })
    }

    fn told(&self, at: i64, effect: &Effect) -> Option<(&'static str, String)> {
        let name = |named: &Named| named.name(self.program).to_owned();
        let which = |bot: &Option<Named>| match bot {
            Some(bot) => format!("{} ", bot.name(self.program)),
            None => String::new(),
        };
        Some(match effect {
            Effect::CustomerPressed(keys) => ("customer", format!("(presses {keys})")),
            Effect::CustomerSilent => ("customer", "(is silent)".to_owned()),
            Effect::CustomerReturned => ("customer", "(opens the chat again)".to_owned()),
            Effect::BotAnswered { bot, intent } => {
                ("bot", format!("({}understands \"{intent}\")", which(bot)))
            }
            Effect::BotFailed(bot) => ("bot", format!("({}fails)", which(bot))),
            Effect::BotTimedOut(bot) => ("bot", format!("({}gives up waiting)", which(bot))),
            Effect::BotLeft(bot) => ("bot", format!("({}leaves)", which(bot))),
            Effect::AgentJoined { agent, queue } => {
                let who = agent.as_ref().map(|agent| format!("{} ", name(agent)));
                let who = who.unwrap_or_default();
                ("agent", format!("({who}joins from {})", name(queue)))
            }
            Effect::AgentLeft => ("agent", "(leaves)".to_owned()),
            Effect::AgentTransferred(queue) => (
                "agent",
                format!("(transfers to {} and leaves)", name(queue)),
            ),
            Effect::Queued(queue) => ("queue", format!("(waits in {})", name(queue))),
            Effect::Waits { waiting, .. } => {
                let what = of_waiting(self.program, at, waiting);
                ("flow", format!("(waits for {})", what.replace('`', "")))
            }
            Effect::Called {
                function, result, ..
            } => ("function", called(&name(function), *result)),
            Effect::WentOutside(flow) => (
                "flow",
                format!("({} begins, which is not part of this program)", name(flow)),
            ),
            Effect::NotModelled { flow, block } => (
                "flow",
                format!(
                    "(passes over {}, which is not modelled)",
                    block_name(self.program, *flow, *block)
                ),
            ),
            Effect::WentInCircles { flow, block } => (
                "flow",
                format!(
                    "(goes round in circles at {} in {}: stopped)",
                    block_name(self.program, *flow, *block),
                    flow_name(self.program, *flow)
                ),
            ),
            Effect::Ended(reason) => ("contact", format!("(ends: {})", reason.word())),
            Effect::FlowStarted { flow, why } => {
                let flow = flow_name(self.program, *flow);
                ("flow", format!("({flow} begins{})", because(*why)))
            }
            _ => return None,
        })
    }

    fn inner(&self, effect: &Effect) -> Option<(&'static str, String)> {
        Some(match effect {
            Effect::Took { flow, block, way } => (
                "block",
                format!(
                    "{}: {} -> {}",
                    flow_name(self.program, *flow),
                    block_name(self.program, *flow, *block),
                    branch_words(self.program, *flow, *block, *way)
                ),
            ),
            Effect::FlowEnded(flow) => {
                ("block", format!("{}: end", flow_name(self.program, *flow)))
            }
            Effect::AttributeSet { key, value } => ("set", format!("{key} = \"{value}\"")),
            Effect::FlowAttributeSet { key, value } => {
                ("set", format!("{key} = \"{value}\" (this flow only)"))
            }
            Effect::Stored(input) => ("set", format!("stored input = \"{input}\"")),
            Effect::QueueSet(queue) => (
                "set",
                format!("working queue = {}", queue.name(self.program)),
            ),
            Effect::Hooked { hook, flow } => (
                "set",
                format!("{} = {}", hook.wire(), flow.name(self.program)),
            ),
            Effect::NextContact(number) => ("contact", format!("(number {number} of the chain)")),
            Effect::Relied(assumption) => ("assumed", assumption.says.to_owned()),
            _ => return None,
        })
    }
}

fn called(function: &str, result: CallResult) -> String {
    let result = match result {
        CallResult::Answered => "answers",
        CallResult::Unscripted => "answers nothing: no answer was given",
        CallResult::Failed => "fails",
        CallResult::TimedOut => "takes too long",
        CallResult::NotAwaited => "is not waited for",
    };
    format!("({function} {result})")
}

const fn because(why: Why) -> &'static str {
    match why {
        Why::Contact | Why::Transfer => "",
        Why::Queue => " in the queue",
        Why::AgentWhisper => " for the agent",
        Why::CustomerWhisper => " for the customer",
        Why::CustomerRemaining => ": only the customer remains",
    }
}

impl fmt::Display for Transcript<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for seen in self.seen {
            let Some((who, what)) = self.line(seen) else {
                continue;
            };
            let time = Clock(seen.at);
            let mut lines = what.lines();
            writeln!(f, "{time}  {who:<9}  {}", lines.next().unwrap_or(""))?;
            for line in lines {
                writeln!(f, "{:21}{line}", "")?;
            }
        }
        Ok(())
    }
}
