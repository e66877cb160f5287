//! From one flow to another and back, and where an exit leads.

use super::steps::{Chat, EVER, Hooked, Pays, Spot, Step, exits, step};
use ebb::catalogue::Role;
use ebb::program::{Block, BlockId, Exit, FlowId, Outcome, Program, Target, Value};

pub fn hooked(program: &Program, value: &Value) -> Hooked {
    match value {
        Value::Resource(resource) => match program.resources[*resource].flow {
            Some(flow) => Hooked::Flow(flow),
            None => Hooked::Elsewhere,
        },
        _ => Hooked::Elsewhere,
    }
}

pub fn enter(program: &Program, chat: &Chat, hooked: Hooked) -> Chat {
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
/// it likes, and may have set a queue.
pub fn invokes(
    program: &Program,
    chat: &Chat,
    flow: FlowId,
    at: BlockId,
    queued: bool,
) -> Vec<Step> {
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
    let with_queue = Chat {
        has_queue: true,
        ..chat.clone()
    };
    for (number, exit) in exits(block) {
        let failed = exit.outcome.is("error");
        let back: &[&Chat] = match module {
            _ if failed => &[chat],
            Hooked::Elsewhere => &[chat, &with_queue],
            _ => &[],
        };
        steps.extend(back.iter().map(|chat| Step {
            exit: Some(number),
            open: !failed,
            ..step(
                leave(program, chat, flow, exit, queued),
                Pays::Nobody,
                0,
                if failed { 0 } else { EVER },
            )
        }));
    }
    steps
}

/// Back to the block that invoked the module, by the branch of the result.
pub fn returns(program: &Program, chat: &Chat, block: &Block, queued: bool) -> Vec<Step> {
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
        Some(Value::Reference(_)) => match chat.told.plan {
            Some(plan) => vec![to(named(plan).or(plain))],
            None => ["1", "2"]
                .iter()
                .filter_map(|result| named(result))
                .map(Some)
                .chain([plain])
                .map(to)
                .collect(),
        },
        Some(Value::Text(result)) => vec![to(named(result).or(plain))],
        _ => vec![to(plain)],
    }
}

pub fn leave(program: &Program, chat: &Chat, flow: FlowId, exit: &Exit, queued: bool) -> Chat {
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
pub fn fall_out(program: &Program, chat: &Chat, queued: bool) -> Chat {
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
