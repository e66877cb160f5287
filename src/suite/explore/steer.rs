//! What people do, and what the world has to be told, so that a block takes a branch.

use super::data;
use super::plan::{fails, outcome};
use super::script::Played;
use super::values::value_for;
use super::walk::Walk;
use crate::catalogue::{Behaviour, Role};
use crate::graph::{BlockBranch, Edge, EdgeId, Via};
use crate::program::{Block, Outcome, Value};
use crate::run::{
    Agent, Bot, BotAnswer, Customer, Event, FunctionAnswer, Given, Named, SignedIn, Waiting,
};
use crate::suite::write;

/// A block that is to take a branch, in what was played.
pub(super) struct Turn<'a, 'p> {
    pub(super) branch: BlockBranch,
    pub(super) block: &'p Block,
    pub(super) played: &'a Played,
    /// Where in what was seen the block did something else, or rests.
    pub(super) index: usize,
    /// The event in which the block was entered.
    pub(super) at: usize,
}

impl<'a, 'p> Turn<'a, 'p> {
    fn new(walk: &Walk<'p, '_>, edge: &Edge, played: &'a Played, index: usize) -> Option<Self> {
        let branch = walk.branch(edge)?;
        let entered = played.entered(index, (branch.flow, branch.block));
        Some(Self {
            branch,
            block: walk.block(branch)?,
            played,
            index,
            at: played.event_of(entered),
        })
    }

    fn force(&self, exit: usize) -> Given {
        Given::Block {
            flow: self.branch.flow,
            block: self.branch.block,
            exit,
        }
    }
}

// --------------------------------------------------------------------- events

/// Adds the event that takes `edge` to a script that rests.
pub(super) fn event(walk: &mut Walk<'_, '_>, edge: &Edge, played: &Played) -> Result<(), String> {
    let event = match edge.via {
        Via::AgentJoins => Event::Agent(Agent::Joins {
            agent: None,
            queue: None,
        }),
        Via::AgentLeaves => Event::Agent(Agent::Leaves),
        Via::ComesBack => return Err("a flow outside the program would have to come back".into()),
        Via::Exit(_)
        | Via::EntersQueue
        | Via::FlowStarts
        | Via::Disconnects
        | Via::FlowEnds
        | Via::ModuleStarts
        | Via::ModuleReturns(..) => {
            let Some(waiting) = played.state.waiting() else {
                return Err("no flow runs any more where the chat is".into());
            };
            let turn = Turn::new(walk, edge, played, played.seen.len().saturating_sub(1));
            let own = turn
                .filter(|turn| played.waits_at() == Some((turn.branch.flow, turn.branch.block)));
            match own {
                Some(turn) => match answer(&turn, waiting) {
                    Some(event) => event,
                    None => return force(walk, &turn),
                },
                // A flow that this one has invoked rests.
                None => any_answer(played, waiting).ok_or("on a chat no call is made")?,
            }
        }
    };
    walk.script.push(event);
    Ok(())
}

/// The event that makes a block that waits take its branch.
fn answer(turn: &Turn<'_, '_>, waiting: &Waiting) -> Option<Event> {
    let exit = turn.branch.exit?;
    let outcome = &turn.block.exits.get(exit)?.outcome;
    let bot = |bot: &Option<Named>, does| Event::Bot {
        bot: bot.clone(),
        does,
    };
    Some(match waiting {
        Waiting::Timer { until, .. } if outcome.is("time expired") => {
            Event::Pass(until - turn.played.state.now)
        }
        Waiting::Timer { customer: true, .. } if outcome.is("customer returned") => {
            Event::Customer(Customer::Writes("Hello?".to_owned()))
        }
        Waiting::Timer { bot: true, .. } if outcome.is("bot left") => bot(&None, Bot::Leaves),
        Waiting::Timer { .. } => return None,
        Waiting::Key { .. } if outcome.is("timeout") => Event::Customer(Customer::IsSilent),
        Waiting::Key { .. } => {
            let keys = ["1", "2", "3", "4", "5", "6", "7", "8", "9", "0", "*", "#"];
            let key = value_for(turn.block, exit, &keys).filter(|_| !fails_by_itself(outcome))?;
            Event::Customer(Customer::Presses(key.chars().next()?))
        }
        Waiting::Digits { .. } if *outcome == Outcome::Success => {
            Event::Customer(Customer::Enters("1234".to_owned()))
        }
        Waiting::Digits { .. } => return None,
        Waiting::View { .. } if outcome.is("timeout") => Event::Customer(Customer::IsSilent),
        Waiting::View { view, .. } => {
            let action = value_for(turn.block, exit, &["SomethingElse"])
                .filter(|_| !fails_by_itself(outcome))?;
            answer_view(view, action)
        }
        Waiting::SignIn { .. } => Event::Customer(sign_in(outcome)?),
        // What is played is a chat, on which no block makes a call.
        Waiting::Call { .. } => return None,
        Waiting::Bot { bot: asked, .. } if outcome.is("timeout") => bot(asked, Bot::TimesOut),
        Waiting::Bot { bot: asked, .. } if outcome.is("error") => bot(asked, Bot::Fails),
        Waiting::Bot { bot: asked, .. } => {
            let intent = value_for(turn.block, exit, &["SomethingElse"])
                .filter(|_| !fails_by_itself(outcome))?;
            let answer = BotAnswer {
                intent,
                ..BotAnswer::default()
            };
            bot(asked, Bot::Answers(answer))
        }
    })
}

/// What a customer who is asked to sign in does, so that this comes of it.
fn sign_in(outcome: &Outcome) -> Option<Customer> {
    if *outcome == Outcome::Success {
        return Some(Customer::SignsIn(SignedIn::default()));
    }
    let does = [
        ("opted out", Customer::OptsOut),
        ("timeout", Customer::IsSilent),
        ("error", Customer::FailsToSignIn),
    ];
    let mut does = does.into_iter();
    does.find_map(|(word, does)| outcome.is(word).then_some(does))
}

fn answer_view(view: &Option<Named>, action: String) -> Event {
    Event::Customer(Customer::AnswersView {
        view: view.clone(),
        action,
        data: Vec::new(),
    })
}

/// Whether the outcome is neither a case nor the case of nothing else.
fn fails_by_itself(outcome: &Outcome) -> bool {
    fails(outcome) || *outcome == Outcome::Success
}

fn any_answer(played: &Played, waiting: &Waiting) -> Option<Event> {
    Some(match waiting {
        Waiting::Timer { until, .. } => Event::Pass(until - played.state.now),
        Waiting::Key { .. } => Event::Customer(Customer::Presses('1')),
        Waiting::Digits { .. } => Event::Customer(Customer::Enters("1".to_owned())),
        Waiting::View { view, .. } => answer_view(view, "SomethingElse".to_owned()),
        Waiting::SignIn { .. } => Event::Customer(Customer::SignsIn(SignedIn::default())),
        Waiting::Call { .. } => return None,
        Waiting::Bot { bot, .. } => Event::Bot {
            bot: bot.clone(),
            does: Bot::Answers(BotAnswer {
                intent: "SomethingElse".to_owned(),
                ..BotAnswer::default()
            }),
        },
    })
}

// ---------------------------------------------------------------------- turns

/// Tells the world what makes a block take the edge `wanted` where it took another one.
pub(super) fn turn(
    walk: &mut Walk<'_, '_>,
    wanted: EdgeId,
    played: &Played,
    index: usize,
) -> Result<(), String> {
    let edge = walk.edge(wanted).ok_or("there is no such edge")?;
    let Some(turn) = Turn::new(walk, edge, played, index) else {
        return Err("people would have to act before the flow waits".to_owned());
    };
    let Some(outcome) = outcome(walk.program, turn.branch) else {
        return works(walk, &turn);
    };
    by_nature(walk, &turn, outcome).or_else(|reason| {
        if may_be_forced(&turn, outcome) {
            force(walk, &turn)
        } else {
            Err(reason)
        }
    })
}

/// What brings an outcome about outside the tests, too.
fn by_nature(
    walk: &mut Walk<'_, '_>,
    turn: &Turn<'_, '_>,
    outcome: &Outcome,
) -> Result<(), String> {
    let does = turn.block.row.behaviour;
    let goes_wrong = fails(outcome);
    if does == Behaviour::Compare && !goes_wrong {
        compare(walk, turn)
    } else if does == Behaviour::Distribute && !goes_wrong {
        draw(walk, turn)
    } else if does == Behaviour::Hours && !goes_wrong {
        hours(walk, turn, outcome.is("in hours"))
    } else if does == Behaviour::Function && goes_wrong {
        function_fails(walk, turn)
    } else if does == Behaviour::TransferToQueue && outcome.is("at capacity") {
        full(walk, turn)
    } else if does == Behaviour::Loop && !goes_wrong {
        goes_round(walk, turn)
    } else if *outcome == Outcome::Success {
        works(walk, turn)
    } else if goes_wrong {
        let way = outcome.words();
        Err(format!("the interpreter never takes `{way}` there"))
    } else {
        // It failed at once: what it says, or how long it waits, is only known at run time.
        works(walk, turn)
    }
}

/// Has a loop whose count is only known at run time go round as often as the way does.
fn goes_round(walk: &mut Walk<'_, '_>, turn: &Turn<'_, '_>) -> Result<(), String> {
    let count = turn.block.value(Role::Count).and_then(Value::text);
    let count = count.ok_or("the loop does not go round so often")?;
    let passes = walk.passes(turn.branch).to_string();
    match data::set(walk, turn, count, &passes) {
        Err(data::Unset::NotModelled) => force(walk, turn),
        Err(data::Unset::Because(reason)) => Err(reason),
        Ok(()) => Ok(()),
    }
}

/// Failures come about in ways that nobody models; so do results of blocks that are not
/// modelled, and draws.
fn may_be_forced(turn: &Turn<'_, '_>, outcome: &Outcome) -> bool {
    fails(outcome)
        || matches!(
            turn.block.row.behaviour,
            Behaviour::Plain | Behaviour::Scripted | Behaviour::Unknown | Behaviour::Distribute
        )
}

/// Has the block take its branch whatever it would do by itself.
fn force(walk: &mut Walk<'_, '_>, turn: &Turn<'_, '_>) -> Result<(), String> {
    let Some(exit) = turn.branch.exit else {
        return Err("the block does something else by then".to_owned());
    };
    let given = turn.force(exit);
    match walk.script.told(turn.at, &given) {
        Some(told) if *told != given => Err("it would have to take two branches at once".into()),
        Some(_) | None => {
            walk.script.tell(turn.at, given);
            Ok(())
        }
    }
}

/// Has the block do what it is for: what was forced before is taken back, and what it is
/// given at run time is there.
fn works(walk: &mut Walk<'_, '_>, turn: &Turn<'_, '_>) -> Result<(), String> {
    let success = turn.block.exits.iter();
    let success = success
        .clone()
        .position(|exit| exit.outcome == Outcome::Success);
    let forced = walk.script.told_up_to(turn.at, &turn.force(0)).is_some();
    match (forced, turn.branch.exit.or(success)) {
        (true, Some(exit)) => {
            walk.script.tell(turn.at, turn.force(exit));
            return Ok(());
        }
        (true, None) => return Err("it would have to work again after it failed".to_owned()),
        (false, _) => {}
    }
    if turn.block.row.behaviour == Behaviour::Function {
        let Some(function) = called(turn) else {
            return force(walk, turn);
        };
        let answer = FunctionAnswer::Returns(Vec::new());
        walk.script
            .tell(turn.at, Given::Function { function, answer });
        return Ok(());
    }
    let transfers = turn.block.row.behaviour == Behaviour::TransferToQueue;
    if transfers && turn.played.queue(turn.index).is_none() {
        return data::come_with_queue(walk);
    }
    data::fill(walk, turn)
}

fn compare(walk: &mut Walk<'_, '_>, turn: &Turn<'_, '_>) -> Result<(), String> {
    let compared = turn.block.value(Role::Compared).and_then(Value::text);
    let compared = compared.ok_or("what is compared is not known")?;
    let exit = turn.branch.exit.unwrap_or(usize::MAX);
    let value = value_for(turn.block, exit, &["", "something else", "0"])
        .ok_or("another branch of the block takes every value that this one would")?;
    match data::set(walk, turn, compared, &value) {
        Err(data::Unset::NotModelled) => force(walk, turn),
        Err(data::Unset::Because(reason)) => Err(reason),
        Ok(()) => Ok(()),
    }
}

/// The lowest draw that takes the branch.
fn draw(walk: &mut Walk<'_, '_>, turn: &Turn<'_, '_>) -> Result<(), String> {
    let mut below = 1;
    for (exit, found) in turn.block.exits.iter().enumerate() {
        if turn.branch.exit == Some(exit) && below <= 100 && !found.outcome.is("default") {
            return draws(walk, turn, below);
        }
        if let Outcome::Case(_, share) = &found.outcome {
            below += share.parse().unwrap_or(0);
        }
    }
    if below > 100 {
        return Err("the shares leave nothing for it".to_owned());
    }
    draws(walk, turn, below)
}

fn draws(walk: &mut Walk<'_, '_>, turn: &Turn<'_, '_>, percent: i64) -> Result<(), String> {
    let given = Given::Percent(percent);
    if walk.script.told(turn.at, &given).is_some() {
        return Err("it would have to draw twice".to_owned());
    }
    walk.script.tell(turn.at, given);
    Ok(())
}

fn hours(walk: &mut Walk<'_, '_>, turn: &Turn<'_, '_>, open: bool) -> Result<(), String> {
    let hours = match turn.block.value(Role::Hours) {
        Some(Value::Resource(hours)) => Some(Named::Resource(*hours)),
        Some(_) => return data::fill(walk, turn),
        None => turn.played.queue(turn.index).cloned(),
    };
    let Some(hours) = hours else {
        return data::come_with_queue(walk);
    };
    if matches!(hours, Named::Text(_)) {
        return Err("nobody knows which hours those are".to_owned());
    }
    let given = Given::Hours { hours, open };
    if walk.script.told(turn.at, &given).is_some() {
        return Err("the hours would have to be open and closed at once".to_owned());
    }
    walk.script.tell(turn.at, given);
    Ok(())
}

fn function_fails(walk: &mut Walk<'_, '_>, turn: &Turn<'_, '_>) -> Result<(), String> {
    let function = called(turn).ok_or("nobody knows which function is called")?;
    if write::named(walk.program, &function).is_none() {
        return force(walk, turn);
    }
    let answer = FunctionAnswer::Fails;
    let given = Given::Function { function, answer };
    if walk.script.told(turn.at, &given).is_some() {
        return Err("the function would have to answer and to fail at once".to_owned());
    }
    walk.script.tell(turn.at, given);
    Ok(())
}

/// The function that the block calls, or that it called right before.
pub(super) fn called(turn: &Turn<'_, '_>) -> Option<Named> {
    if let Some(Value::Resource(function)) = turn.block.value(Role::Function) {
        return Some(Named::Resource(*function));
    }
    let before = turn.played.seen.get(..=turn.index)?;
    let called = before.iter().rev().find_map(|seen| seen.effect.call());
    called.map(|(function, _)| function.clone())
}

fn full(walk: &mut Walk<'_, '_>, turn: &Turn<'_, '_>) -> Result<(), String> {
    let Some(queue) = turn.played.queue(turn.index).cloned() else {
        return data::come_with_queue(walk);
    };
    if matches!(queue, Named::Text(_)) {
        return Err("nobody knows which queue that is".to_owned());
    }
    walk.script.tell(turn.at, Given::QueueAtCapacity(queue));
    Ok(())
}
