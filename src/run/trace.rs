//! What a contact went through, in words that two programs can share.
//!
//! Ids differ between a program and the one that is read back from its JSON; names,
//! branches and times do not. So their traces compare equal where they do the same.

use super::effect::{Effect, Seen, Way};
use super::waits::{block_name, block_of, flow_name};
use crate::program::{BlockId, FlowId, Program};

/// One step of a trace.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TraceEvent {
    /// Seconds since the contact started.
    pub at: i64,
    /// What happened.
    pub what: TraceWhat,
}

/// What happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TraceWhat {
    /// A flow started.
    Flow(String),
    /// A block was left.
    Block {
        /// Its flow.
        flow: String,
        /// Its name.
        block: String,
        /// The branch, as its connector is called.
        branch: String,
    },
    /// A prompt was played.
    Said(String),
    /// An attribute was set.
    Set(String, String),
    /// The contact was put into a queue.
    Queued,
    /// An agent joined.
    AgentJoined,
    /// The contact ended.
    Ended(&'static str),
    /// The flow was stopped because it went round in circles.
    InCircles,
}

/// The trace of what was seen.
#[must_use]
pub fn trace(program: &Program, seen: &[Seen]) -> Vec<TraceEvent> {
    seen.iter()
        .filter_map(|seen| {
            Some(TraceEvent {
                at: seen.at,
                what: what(program, &seen.effect)?,
            })
        })
        .collect()
}

fn what(program: &Program, effect: &Effect) -> Option<TraceWhat> {
    Some(match effect {
        Effect::FlowStarted { flow, .. } => TraceWhat::Flow(flow_name(program, *flow).to_owned()),
        Effect::Took { flow, block, way } => TraceWhat::Block {
            flow: flow_name(program, *flow).to_owned(),
            block: block_name(program, *flow, *block).to_owned(),
            branch: branch_words(program, *flow, *block, *way),
        },
        Effect::Said { text, .. } => TraceWhat::Said(text.clone()),
        Effect::AttributeSet { key, value } | Effect::FlowAttributeSet { key, value } => {
            TraceWhat::Set(key.clone(), value.clone())
        }
        Effect::Queued(_) => TraceWhat::Queued,
        Effect::AgentJoined { .. } => TraceWhat::AgentJoined,
        Effect::Ended(reason) => TraceWhat::Ended(reason.word()),
        Effect::WentInCircles { .. } => TraceWhat::InCircles,
        Effect::Started(_)
        | Effect::FlowEnded(_)
        | Effect::Entered { .. }
        | Effect::Waits { .. }
        | Effect::CustomerWrote(_)
        | Effect::CustomerPressed(_)
        | Effect::CustomerSilent
        | Effect::CustomerReturned
        | Effect::BotAnswered { .. }
        | Effect::BotFailed(_)
        | Effect::BotTimedOut(_)
        | Effect::BotLeft(_)
        | Effect::AgentWrote(_)
        | Effect::AgentLeft
        | Effect::AgentTransferred(_)
        | Effect::NextContact(_)
        | Effect::Stored(_)
        | Effect::QueueSet(_)
        | Effect::Hooked { .. }
        | Effect::Called { .. }
        | Effect::WentOutside(_)
        | Effect::NotModelled { .. }
        | Effect::Relied(_) => return None,
    })
}

/// What the connector of a way is called; what happened where none is drawn.
pub(super) fn branch_words(program: &Program, flow: FlowId, block: BlockId, way: Way) -> String {
    way.exit
        .and_then(|exit| block_of(program, flow, block)?.exits.get(exit))
        .map_or_else(|| way.word.to_owned(), |exit| exit.outcome.words())
}
