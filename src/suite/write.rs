//! Steps as text: what `read` reads.

use super::blocks::{way_of, word_of};
use crate::catalogue::Figure;
use crate::graph::BlockBranch;
use crate::program::{BlockId, FlowId, Program, Value};
use crate::run::{
    Agent, Bot, BotAnswer, Call, Customer, Event, FunctionAnswer, Given, Named, NewChat, SignedIn,
    Start,
};
use crate::syntax::quoted;
use crate::text::Duration;

/// One step; nothing where it names something that has no name in Ebb.
pub(super) fn event(program: &Program, event: &Event) -> Option<String> {
    match event {
        Event::Start(start) => self::start(program, start),
        Event::NewChat(new) => Some(new_chat(new)),
        Event::Given(given) => self::given(program, given),
        Event::Customer(does) => customer(program, does),
        Event::Bot { bot, does } => self::bot(program, bot.as_ref(), does),
        Event::Agent(does) => agent(program, does),
        Event::Call(does) => Some(call(*does).to_owned()),
        Event::Pass(seconds) => Some(format!("pass {}", Duration(*seconds))),
        Event::PassUntil(second) => Some(format!(
            "pass until \"{:02}:{:02}\"",
            second / 3_600,
            second / 60 % 60
        )),
    }
}

fn start(program: &Program, start: &Start) -> Option<String> {
    let flow = flow(program, start.flow)?;
    let mut properties = Vec::new();
    let texts = [
        ("from", &start.from),
        ("to", &start.to),
        ("first message", &start.first_message),
        ("stored customer input", &start.stored_input),
    ];
    for (key, text) in texts {
        properties.extend(text.iter().map(|text| format!("{key}: {}", quoted(text))));
    }
    if !start.attributes.is_empty() {
        properties.push(format!(
            "attributes: {}",
            texts_of(&start.attributes.to_vec())
        ));
    }
    if !start.external.is_empty() {
        properties.push(format!("external: {}", texts_of(&start.external)));
    }
    if let Some(queue) = &start.queue {
        properties.push(format!("queue: {}", quoted(queue.name(program))));
    }
    if let Some(duration) = start.chat_duration {
        properties.push(format!("chat duration: {}", Duration(duration)));
    }
    let channel = start.channel.word();
    Some(with(format!("start {flow} on {channel}"), &properties))
}

fn new_chat(new: &NewChat) -> String {
    let mut properties = Vec::new();
    if !new.attributes.is_empty() {
        properties.push(format!(
            "attributes: {}",
            texts_of(&new.attributes.to_vec())
        ));
    }
    let message = new.first_message.iter();
    properties.extend(message.map(|text| format!("first message: {}", quoted(text))));
    let duration = new.chat_duration.iter();
    properties.extend(duration.map(|time| format!("chat duration: {}", Duration(*time))));
    let step = match new.continues {
        true => "customer continues the chat",
        false => "customer starts a new chat",
    };
    with(step.to_owned(), &properties)
}

fn given(program: &Program, given: &Given) -> Option<String> {
    Some(match given {
        Given::Function { function, answer } => {
            let function = named(program, function)?;
            match answer {
                FunctionAnswer::Returns(entries) => {
                    let entries = self::entries(entries);
                    with(format!("given function {function} returns"), &entries)
                }
                FunctionAnswer::ReturnsText(text) => {
                    format!("given function {function} returns text {}", quoted(text))
                }
                FunctionAnswer::Fails => format!("given function {function} fails"),
                FunctionAnswer::TimesOut => format!("given function {function} times out"),
            }
        }
        Given::FunctionTakes { function, seconds } => {
            let function = named(program, function)?;
            format!("given function {function} takes {}", Duration(*seconds))
        }
        Given::Module {
            module,
            result,
            data,
        } => {
            let step = format!("given module {} returns", named(program, module)?);
            let step = match result.as_str() {
                "" => step,
                result => format!("{step} {}", quoted(result)),
            };
            with(step, &entries(data))
        }
        Given::BotSession { bot, seconds } => {
            let bot = named(program, bot)?;
            format!("given bot {bot} forgets after {}", Duration(*seconds))
        }
        Given::Timeout {
            side,
            disconnects,
            seconds,
        } => {
            let which = if *disconnects {
                "auto-disconnect"
            } else {
                "idle"
            };
            let time = Duration(*seconds);
            format!("given {} {which} timeout {time}", side.word())
        }
        Given::Assume { assumption, holds } => match holds {
            true => format!("assume {}", assumption.name),
            false => format!("assume not {}", assumption.name),
        },
        Given::Hours { hours, open } => {
            let are = if *open { "open" } else { "closed" };
            format!("given hours {} {are}", named(program, hours)?)
        }
        Given::QueueAtCapacity(queue) => {
            format!("given queue {} at capacity", named(program, queue)?)
        }
        Given::Figure { figure, queue, is } => {
            let words = figure.words();
            let queue = named(program, queue)?;
            match figure {
                Figure::Oldest => format!("given {words} in {queue} = {}", Duration(*is)),
                Figure::Available | Figure::Staffed | Figure::Online | Figure::Contacts => {
                    format!("given {words} in {queue} = {is}")
                }
            }
        }
        Given::LookUp { what, found, data } => {
            let step = format!("given {} {}", what.word(), found.words());
            with(step, &entries(data))
        }
        Given::Values(values) => with("given values".to_owned(), &entries(values)),
        Given::PromptsFail => "given prompts fail".to_owned(),
        Given::Percent(percent) => format!("given percent {percent}"),
        Given::Block { flow, block, exit } => {
            let exit = Some(*exit);
            let (flow, block) = (*flow, *block);
            let (block, way) = branch(program, BlockBranch { flow, block, exit })?;
            format!("given block {block} takes {way}")
        }
        Given::BlockNext { flow, block, exit } => {
            let (flow, block) = (*flow, *block);
            match *exit {
                Some(exit) => {
                    let exit = Some(exit);
                    let (block, way) = branch(program, BlockBranch { flow, block, exit })?;
                    format!("given block {block} next takes {way}")
                }
                None => format!("given block {} next works", called(program, flow, block)?),
            }
        }
        Given::Action { action, takes } => {
            format!("given action {} takes {}", word(action)?, quoted(takes))
        }
    })
}

/// A block with its flow where there is another one, and one of its branches.
pub(super) fn branch(program: &Program, branch: BlockBranch) -> Option<(String, String)> {
    let block = called(program, branch.flow, branch.block)?;
    Some((block, quoted(&way_of(program, branch))))
}

/// A block, with its flow where there is another one, which may have a block of that name: of
/// a program that is compiled flow by flow nobody knows.
fn called(program: &Program, flow: FlowId, block: BlockId) -> Option<String> {
    let of_flow = program.flows.get(flow)?;
    let name = word_of(of_flow.blocks.get(block)?);
    let name = word(&name)?;
    Some(match word(&of_flow.name) {
        Some(flow) if program.flows.len() > 1 => format!("{name} of {flow}"),
        Some(_) | None => name.to_owned(),
    })
}

fn customer(program: &Program, does: &Customer) -> Option<String> {
    Some(match does {
        Customer::Writes(text) => format!("customer {}", quoted(text)),
        Customer::Presses(key) if key.is_ascii_digit() => format!("customer presses {key}"),
        Customer::Presses(key) => format!("customer presses \"{key}\""),
        Customer::Enters(keys) => format!("customer enters {}", quoted(keys)),
        Customer::IsSilent => "customer is silent".to_owned(),
        Customer::SignsIn(known) => signs_in(known),
        Customer::OptsOut => "customer opts out".to_owned(),
        Customer::FailsToSignIn => "customer fails to sign in".to_owned(),
        Customer::Leaves => "customer leaves".to_owned(),
        Customer::Returns => "customer returns".to_owned(),
        Customer::AnswersView { view, action, data } => {
            let view = named(program, view.as_ref()?)?;
            let step = format!("view {view} answers {}", quoted(action));
            with(step, &entries(data))
        }
    })
}

fn signs_in(known: &SignedIn) -> String {
    let facts = [
        ("customer id", &known.customer_id),
        ("identity provider", &known.identity_provider),
    ];
    let facts = facts.into_iter().filter_map(|(key, text)| {
        let text = text.as_ref()?;
        Some(format!("{key}: {}", quoted(text)))
    });
    let facts: Vec<String> = facts.collect();
    with("customer signs in".to_owned(), &facts)
}

const fn call(does: Call) -> &'static str {
    match does {
        Call::Answered => "call answered",
        Call::Voicemail { beep: true } => "voicemail answers",
        Call::Voicemail { beep: false } => "voicemail answers without beep",
        Call::Fails => "call fails",
    }
}

fn bot(program: &Program, bot: Option<&Named>, does: &Bot) -> Option<String> {
    let bot = match bot.and_then(|bot| named(program, bot)) {
        Some(bot) => format!("bot {bot}"),
        None => "bot".to_owned(),
    };
    Some(match does {
        Bot::Answers(answer) => with(
            format!("{bot} answers {}", quoted(&answer.intent)),
            &answers(answer),
        ),
        Bot::Fails => format!("{bot} fails"),
        Bot::TimesOut => format!("{bot} times out"),
        Bot::Leaves => format!("{bot} leaves"),
    })
}

fn answers(answer: &BotAnswer) -> Vec<String> {
    let mut properties = Vec::new();
    let maps = [
        ("slots", &answer.slots),
        ("session attributes", &answer.session_attributes),
    ];
    for (key, map) in maps {
        if !map.is_empty() {
            properties.push(format!("{key}: {}", texts_of(map)));
        }
    }
    properties.extend(
        answer
            .confidence
            .iter()
            .map(|number| format!("confidence: {number}")),
    );
    properties
}

fn agent(program: &Program, does: &Agent) -> Option<String> {
    Some(match does {
        Agent::Joins { agent, queue } => {
            let mut step = "agent".to_owned();
            if let Some(agent) = agent.as_ref().and_then(|agent| named(program, agent)) {
                step = format!("agent {agent}");
            }
            match queue.as_ref().and_then(|queue| named(program, queue)) {
                Some(queue) => format!("{step} joins from {queue}"),
                None => format!("{step} joins"),
            }
        }
        Agent::Leaves => "agent leaves".to_owned(),
        Agent::Drops => "agent drops".to_owned(),
        Agent::Writes(text) => format!("agent {}", quoted(text)),
        Agent::TransfersTo(queue) => format!("agent transfers to {}", named(program, queue)?),
    })
}

/// The name of a flow.
pub(super) fn flow(program: &Program, flow: FlowId) -> Option<&str> {
    word(&program.flows.get(flow)?.name)
}

/// The name of something that the program declares.
pub(super) fn named<'p>(program: &'p Program, named: &'p Named) -> Option<&'p str> {
    match named {
        Named::Resource(_) => word(named.name(program)),
        Named::Text(_) => None,
    }
}

/// A text that can stand where a step has a word.
fn word(text: &str) -> Option<&str> {
    let starts = text.starts_with(|first: char| first.is_alphabetic() || first == '_');
    let inside = |letter: char| letter.is_alphanumeric() || matches!(letter, '_' | '-');
    (starts && text.chars().all(inside) && !text.ends_with('-') && !text.contains("--"))
        .then_some(text)
}

fn entries(entries: &[(String, Value)]) -> Vec<String> {
    let entry =
        |(key, value): &(String, Value)| format!("{}: {}", self::key(key), self::value(value));
    entries.iter().map(entry).collect()
}

fn value(value: &Value) -> String {
    if let Value::Map(inner) = value {
        format!("{{ {} }}", entries(inner).join(", "))
    } else if let Value::List(values) = value {
        let values: Vec<String> = values.iter().map(self::value).collect();
        format!("[{}]", values.join(", "))
    } else if let Value::RawNumber(number) = value {
        number.clone()
    } else if let Value::RawBool(flag) = value {
        flag.to_string()
    } else {
        quoted(value.text().unwrap_or(""))
    }
}

fn texts_of(entries: &[(String, String)]) -> String {
    let entry = |(key, text): &(String, String)| format!("{}: {}", self::key(key), quoted(text));
    let entries: Vec<String> = entries.iter().map(entry).collect();
    format!("{{ {} }}", entries.join(", "))
}

fn key(key: &str) -> String {
    word(key).map_or_else(|| quoted(key), str::to_owned)
}

fn with(step: String, properties: &[String]) -> String {
    match properties {
        [] => step,
        properties => format!("{step} {{ {} }}", properties.join(", ")),
    }
}
