//! What a contact waits for, in a person's words.

use super::frames::Frame;
use super::state::{Duty, Place, State, Waiting};
use crate::program::{Block, BlockId, FlowId, Program};
use crate::text::{Clock, Duration};

/// What a contact waits for: `the flow waits at \`wait\` for …`.
pub(super) fn describe(program: &Program, state: &State) -> String {
    match &state.place {
        Place::NotStarted => "nothing has started yet".to_owned(),
        Place::Ended(reason) => format!(
            "the {} is over: it ended at {} ({})",
            state.channel.contact_word(),
            Clock(state.now),
            reason.word()
        ),
        Place::InCircles { flow, block } => format!(
            "the flow `{}` goes round in circles at `{}` and never waits",
            flow_name(program, *flow),
            block_name(program, *flow, *block)
        ),
        Place::Outside(flow) => format!(
            "the contact is in the flow `{}`, which is not part of this program",
            flow.name(program)
        ),
        Place::WithAgent { .. } => match state.frame() {
            None => "the customer is with an agent".to_owned(),
            Some(frame) => format!("an agent has joined; {}", of_frame(program, state, frame)),
        },
        Place::Queued(queue) => {
            let queue = queue.name(program);
            match state.frame() {
                None => format!("the contact waits in queue `{queue}` for an agent"),
                Some(frame) => format!(
                    "the contact waits in queue `{queue}` for an agent; {}",
                    of_frame(program, state, frame)
                ),
            }
        }
        Place::Flow => match state.frame() {
            Some(frame) => of_frame(program, state, frame),
            None => "no flow runs".to_owned(),
        },
    }
}

fn of_frame(program: &Program, state: &State, frame: &Frame) -> String {
    let what = match frame.duty {
        _ if state.frames().len() > 1 => "module",
        Duty::Contact => "flow",
        Duty::Queue => "customer queue flow",
        Duty::AgentWhisper => "agent whisper flow",
        Duty::CustomerWhisper => "customer whisper flow",
    };
    let place = format!(
        "the {what} `{}` waits at `{}`",
        flow_name(program, frame.flow),
        block_name(program, frame.flow, frame.block)
    );
    match &frame.waiting {
        Some(waiting) => format!("{place} for {}", of_waiting(program, state.now, waiting)),
        None => place,
    }
}

/// What a block waits for: `the bot \`OrderHelp\``, `a message of the customer, at most 12h`.
pub(super) fn of_waiting(program: &Program, now: i64, waiting: &Waiting) -> String {
    let what = match waiting {
        Waiting::Key { .. } => "a key".to_owned(),
        Waiting::Digits { .. } => "digits".to_owned(),
        Waiting::Bot { bot: Some(bot), .. } => format!("the bot `{}`", bot.name(program)),
        Waiting::Bot { bot: None, .. } => "a bot".to_owned(),
        Waiting::View {
            view: Some(view), ..
        } => format!("an answer in the view `{}`", view.name(program)),
        Waiting::View { view: None, .. } => "an answer in a view".to_owned(),
        Waiting::SignIn { .. } => "the customer to sign in".to_owned(),
        Waiting::Call { .. } => "the call to be answered".to_owned(),
        Waiting::Timer { customer, bot, .. } => match (customer, bot) {
            (true, true) => "a message from the customer or the end of a bot".to_owned(),
            (true, false) => "a message from the customer".to_owned(),
            (false, true) => "the end of a bot".to_owned(),
            (false, false) => "time to pass".to_owned(),
        },
    };
    match waiting.until() {
        Some(until) => format!("{what}, at most {}", Duration(until - now)),
        None => what,
    }
}

pub(super) fn flow_name(program: &Program, flow: FlowId) -> &str {
    program.flows.get(flow).map_or("", |flow| &flow.name)
}

pub(super) fn block_name(program: &Program, flow: FlowId, block: BlockId) -> &str {
    block_of(program, flow, block).map_or("", |block| &block.name)
}

pub(super) fn block_of(program: &Program, flow: FlowId, block: BlockId) -> Option<&Block> {
    program.flows.get(flow)?.blocks.get(block)
}
