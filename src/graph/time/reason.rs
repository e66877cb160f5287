//! Why it is not known whether chats are cut off, and what would settle it.

use crate::graph::read;
use crate::graph::state::Hooked;
use crate::graph::story::called;
use crate::program::{Block, BlockId, FlowId, Origin, Program};
use crate::source::Span;

/// Why a verdict is unknown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Reason {
    /// The time of this block is only known at run time.
    OpenTimer(FlowId, BlockId),
    /// Between nothing and its limit, this block takes any time.
    BoundedTime(FlowId, BlockId),
    /// How often this loop goes round is only known at run time, or too often to count.
    OpenLoop(FlowId, BlockId),
    /// This block invokes a module that is not of this program.
    OutsideModule(FlowId, BlockId),
    /// A flow that is not of this program takes part.
    OutsideFlow(Hooked),
    /// The times at this block had to be rounded.
    NotExact(FlowId, BlockId),
    /// The times of queues, agents or flows outside had to be rounded.
    NotExactBetween,
    /// Only chains that are longer than Amazon Connect allows get there.
    ChainLimit,
    /// Every run that gets there is too long to be shown.
    NoStory,
    /// There are too many places where the chat can be.
    TooLarge,
}

impl Reason {
    /// The block that it is about.
    #[must_use]
    pub fn span(&self, program: &Program) -> Option<Span> {
        Some(block(program, self.place()?)?.span)
    }

    const fn place(&self) -> Option<(FlowId, BlockId)> {
        match *self {
            Self::OpenTimer(flow, block)
            | Self::BoundedTime(flow, block)
            | Self::OpenLoop(flow, block)
            | Self::OutsideModule(flow, block)
            | Self::NotExact(flow, block) => Some((flow, block)),
            Self::OutsideFlow(_)
            | Self::NotExactBetween
            | Self::ChainLimit
            | Self::NoStory
            | Self::TooLarge => None,
        }
    }

    /// What is not known, as one phrase.
    #[must_use]
    pub fn says(&self, program: &Program) -> String {
        let name = self
            .place()
            .and_then(|place| Some(called(block(program, place)?)));
        let name = name.unwrap_or_default();
        match *self {
            Self::OpenTimer(flow, at)
                if block(program, (flow, at)).is_some_and(read::keeps_running) =>
            {
                format!("what the flow does while `{name}` keeps it running is not documented")
            }
            Self::OpenTimer(..) => format!("how long `{name}` lasts is only known at run time"),
            Self::BoundedTime(..) => {
                format!("`{name}` takes any time up to its limit, and that decides it")
            }
            Self::OpenLoop(..) => format!("how often `{name}` goes round is not known"),
            Self::OutsideModule(flow, at) => match block(program, (flow, at))
                .and_then(|block| resource_name(program, read::named_module(program, block)))
            {
                Some(module) => format!("the module `{module}` is not part of what is checked"),
                None => "a module that is only known at run time takes part".to_owned(),
            },
            Self::OutsideFlow(flow) => match resource_name(program, flow) {
                Some(flow) => format!("the flow `{flow}` is not part of what is checked"),
                None => "a flow that is only known at run time takes part".to_owned(),
            },
            Self::NotExact(..) => {
                format!("`{name}` can start at too many different times to tell them all apart")
            }
            Self::NotExactBetween => {
                "chats can be in a queue or with an agent at too many different times to tell them all apart"
                    .to_owned()
            }
            Self::ChainLimit => {
                "only chains of more than 12 contacts get there, and Amazon Connect allows none"
                    .to_owned()
            }
            Self::NoStory => "every chat that gets there is too long to be told".to_owned(),
            Self::TooLarge => "a chat can be in more states than are followed".to_owned(),
        }
    }

    /// What would settle it, as one phrase.
    #[must_use]
    pub fn settled_by(&self, program: &Program) -> &'static str {
        match *self {
            Self::OpenTimer(flow, at)
                if block(program, (flow, at)).is_some_and(read::keeps_running) =>
            {
                "let the flow wait there without keeping it running"
            }
            Self::OpenTimer(flow, _) if is_export(program, flow) => {
                "import the flow, and state the longest time of the wait there: `at most: 2h`"
            }
            Self::OpenTimer(..) => "state the longest time, for a wait with `at most: 2h`",
            Self::BoundedTime(..) => "let the wait end some seconds earlier",
            Self::OpenLoop(..) => "give the loop a number",
            Self::OutsideModule(..) => "check the module together with this flow",
            Self::OutsideFlow(_) => "check that flow together with this one",
            Self::NotExact(..) | Self::NotExactBetween => {
                "take fewer waits of different lengths one after the other"
            }
            Self::ChainLimit => "end the chat after some returns to an agent",
            Self::NoStory => "bound the rounds of the cycle with `loop`",
            Self::TooLarge => "check fewer flows together, or let fewer flows set event flows",
        }
    }
}

fn block(program: &Program, (flow, block): (FlowId, BlockId)) -> Option<&Block> {
    program.flows.get(flow)?.blocks.get(block)
}

fn is_export(program: &Program, flow: FlowId) -> bool {
    let flow = program.flows.get(flow);
    flow.is_some_and(|flow| flow.origin == Origin::Json)
}

fn resource_name(program: &Program, flow: Hooked) -> Option<&str> {
    match flow {
        Hooked::Flow(flow) => Some(&program.flows.get(flow)?.name),
        Hooked::Outside(resource) => Some(&program.resources.get(resource)?.name),
        Hooked::Nothing | Hooked::Unknown => None,
    }
}
