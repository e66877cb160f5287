//! What a contact went through, in words that two programs can share.
//!
//! Ids differ between a program and the one that is read back from its JSON, and so do
//! the names of Ebb; titles of flows, names of blocks, branches and times do not. So
//! their traces compare equal where they do the same.

use super::effect::{Effect, Seen, Way};
use super::waits::{block_name, block_of};
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
    /// The flow with this title started.
    Flow(String),
    /// A block was left.
    Block {
        /// The title of its flow.
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
        Effect::FlowStarted { flow, .. } => TraceWhat::Flow(title(program, *flow)),
        Effect::Took { flow, block, way } => TraceWhat::Block {
            flow: title(program, *flow),
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
        Effect::Started { .. }
        | Effect::Continues(_)
        | Effect::FlowEnded(_)
        | Effect::Entered { .. }
        | Effect::Waits { .. }
        | Effect::CustomerWrote(_)
        | Effect::CustomerPressed(_)
        | Effect::CustomerSilent
        | Effect::CustomerReturned
        | Effect::ViewAnswered { .. }
        | Effect::ViewShown { .. }
        | Effect::SignIn(_)
        | Effect::Call(_)
        | Effect::TaskCreated { .. }
        | Effect::BotAnswered { .. }
        | Effect::BotFailed(_)
        | Effect::BotTimedOut(_)
        | Effect::BotForgot(_)
        | Effect::BotLeft(_)
        | Effect::AgentWrote(_)
        | Effect::IsIdle(_)
        | Effect::AutoDisconnected(_)
        | Effect::AgentLeft
        | Effect::AgentDropped
        | Effect::AgentTransferred(_)
        | Effect::NextContact { .. }
        | Effect::ContactDataSet { .. }
        | Effect::Stored(_)
        | Effect::QueueSet(_)
        | Effect::Hooked { .. }
        | Effect::Called { .. }
        | Effect::WentOutside(_)
        | Effect::Asked { .. }
        | Effect::NotModelled { .. }
        | Effect::Relied { .. } => return None,
    })
}

fn title(program: &Program, flow: FlowId) -> String {
    let flow = program.flows.get(flow);
    flow.map_or("", |flow| flow.title.as_str()).to_owned()
}

/// What the connector of a way is called; what happened where none is drawn.
pub(super) fn branch_words(program: &Program, flow: FlowId, block: BlockId, way: Way) -> String {
    way.exit
        .and_then(|exit| block_of(program, flow, block)?.exits.get(exit))
        .map_or_else(|| way.word.to_owned(), |exit| exit.outcome.words())
}
