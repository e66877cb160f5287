//! A contact as people see it: who said what, and when.

use super::effect::{CallResult, Effect, Party, Seen, SignIn, Why};
use super::event::Call;
use super::named::Named;
use super::trace::branch_words;
use super::waits::{block_name, block_of, flow_name, of_waiting};
use crate::program::{BlockId, FlowId, Program};
use crate::source::SourceMap;
use crate::text::Clock;
use std::fmt;
use std::ops::Range;

/// A contact as people see it, one line for each thing that happens.
///
/// ```text
/// 00:00:00  customer   Where is my parcel?
/// 00:00:00  agent      (joins from support)
/// ```
#[derive(Debug, Clone, Copy)]
pub struct Transcript<'a> {
    program: &'a Program,
    seen: &'a [Seen],
    verbose: bool,
    places: Option<&'a SourceMap>,
}

/// One line: who it is about and what it says.
type Line = (&'static str, String);

/// A line, and who wants to read it.
enum Shown {
    Always(Line),
    Verbose(Line),
    Never,
}

impl<'a> Transcript<'a> {
    /// What people see.
    #[must_use]
    pub const fn new(program: &'a Program, seen: &'a [Seen]) -> Self {
        Self {
            program,
            seen,
            verbose: false,
            places: None,
        }
    }

    /// What people see, and every block with the branch it was left by.
    #[must_use]
    pub const fn verbose(program: &'a Program, seen: &'a [Seen]) -> Self {
        Self {
            program,
            seen,
            verbose: true,
            places: None,
        }
    }

    /// The same, and with every block its line in the source.
    #[must_use]
    pub const fn with_places(self, sources: &'a SourceMap) -> Self {
        Self {
            places: Some(sources),
            ..self
        }
    }

    /// What is said about one thing that was seen; nothing where nobody wants to read it.
    #[must_use]
    pub fn text_of(&self, seen: &Seen) -> Option<String> {
        match self.shown(seen) {
            Shown::Always((_, what)) | Shown::Verbose((_, what)) => Some(what),
            Shown::Never => None,
        }
    }

    /// Where a block stands, in front of what is said about it.
    fn place(&self, flow: FlowId, block: BlockId) -> String {
        match (self.places, block_of(self.program, flow, block)) {
            (Some(sources), Some(block)) => format!("{}  ", sources.place(block.span)),
            (None, _) | (_, None) => String::new(),
        }
    }

    fn shown(&self, seen: &Seen) -> Shown {
        let always = |who, what: String| Shown::Always((who, what));
        let verbose = |who, what: String| Shown::Verbose((who, what));
        match &seen.effect {
            Effect::Said { to, text } => always("flow", heard(*to, text)),
            Effect::CustomerWrote(text) => always("customer", text.clone()),
            Effect::CustomerPressed(keys) => always("customer", format!("(presses {keys})")),
            Effect::CustomerSilent => always("customer", "(is silent)".to_owned()),
            Effect::CustomerReturned => always("customer", "(opens the chat again)".to_owned()),
            Effect::ViewAnswered { view, action } => always(
                "customer",
                match view {
                    Some(view) => format!("(in view {}: {action})", self.name(view)),
                    None => format!("(in a view: {action})"),
                },
            ),
            Effect::ViewShown { view, data } => {
                let view = view.as_ref().map_or("a view", |view| self.name(view));
                verbose("view", shows(view, data))
            }
            Effect::SignIn(came) => always("customer", of_sign_in(*came).to_owned()),
            Effect::Call(does) => always("call", of_call(*does).to_owned()),
            Effect::BotAnswered { bot, intent } => always(
                "bot",
                self.of_whom(bot.as_ref(), &format!("understands \"{intent}\"")),
            ),
            Effect::BotFailed(bot) => always("bot", self.of_whom(bot.as_ref(), "fails")),
            Effect::BotTimedOut(bot) => {
                always("bot", self.of_whom(bot.as_ref(), "gives up waiting"))
            }
            Effect::BotForgot(bot) => always(
                "bot",
                self.of_whom(bot.as_ref(), "has forgotten the session"),
            ),
            Effect::BotLeft(bot) => always("bot", self.of_whom(bot.as_ref(), "leaves")),
            Effect::AgentJoined { agent, queue } => {
                let joins = format!("joins from {}", self.name(queue));
                always("agent", self.of_whom(agent.as_ref(), &joins))
            }
            Effect::AgentWrote(text) => always("agent", text.clone()),
            Effect::IsIdle(side) => always(side.word(), "(is idle)".to_owned()),
            Effect::AutoDisconnected(side) => always(
                side.word(),
                "(has not written for too long: the agent is removed)".to_owned(),
            ),
            Effect::AgentLeft => always("agent", "(leaves)".to_owned()),
            Effect::AgentDropped => always("agent", "(loses the connection)".to_owned()),
            Effect::AgentTransferred(queue) => always(
                "agent",
                format!("(transfers to {} and leaves)", self.name(queue)),
            ),
            Effect::Queued(queue) => always("queue", format!("(waits in {})", self.name(queue))),
            Effect::Waits { waiting, .. } => {
                let what = of_waiting(self.program, seen.at, waiting);
                always("flow", format!("(waits for {})", what.replace('`', "")))
            }
            Effect::Called {
                function, result, ..
            } => always("function", called(self.name(function), *result)),
            Effect::WentOutside(flow) => always(
                "flow",
                format!(
                    "({} begins, which is not part of this program)",
                    self.name(flow)
                ),
            ),
            Effect::Asked {
                flow, block, what, ..
            } => {
                let phrase = block_of(self.program, *flow, *block);
                let phrase = phrase.map_or("", |block| block.row.phrase);
                always("flow", format!("({phrase}: {what})"))
            }
            Effect::TaskCreated { number, name, .. } => {
                always("contact", format!("(task-{number} is created: {name})"))
            }
            Effect::NotModelled { flow, block } => {
                let block = block_name(self.program, *flow, *block);
                always(
                    "flow",
                    format!("(passes over {block}, which is not modelled)"),
                )
            }
            Effect::WentInCircles { flow, block } => {
                let block = block_name(self.program, *flow, *block);
                always(
                    "flow",
                    format!("(goes round in circles at {block}: stopped)"),
                )
            }
            Effect::FlowStarted { flow, why } => {
                let flow = flow_name(self.program, *flow);
                always("flow", format!("({flow} begins{})", because(*why)))
            }
            Effect::Ended(reason) => always("contact", format!("(ends: {})", reason.word())),
            Effect::Took { flow, block, way } => verbose(
                "block",
                format!(
                    "{}{}: {} -> {}",
                    self.place(*flow, *block),
                    flow_name(self.program, *flow),
                    block_name(self.program, *flow, *block),
                    branch_words(self.program, *flow, *block, *way)
                ),
            ),
            Effect::FlowEnded(flow) => {
                verbose("flow", format!("({} ends)", flow_name(self.program, *flow)))
            }
            Effect::AttributeSet { key, value } => verbose("set", format!("{key} = \"{value}\"")),
            Effect::FlowAttributeSet { key, value } => {
                verbose("set", format!("{key} = \"{value}\" (this flow only)"))
            }
            Effect::ContactDataSet { name, value } => {
                verbose("set", format!("$.{name} = \"{value}\""))
            }
            Effect::Stored(input) => verbose("set", format!("stored input = \"{input}\"")),
            Effect::QueueSet(queue) => {
                verbose("set", format!("working queue = {}", self.name(queue)))
            }
            Effect::Hooked { hook, flow } => {
                verbose("set", format!("{} = {}", hook.wire(), self.name(flow)))
            }
            Effect::NextContact { number, .. } => {
                verbose("contact", format!("(number {number} of the chain)"))
            }
            Effect::Relied { assumption, holds } => {
                verbose("assumed", assumption.taken(*holds).to_owned())
            }
            Effect::Started { number: 2.., .. } => {
                always("customer", "(starts a new chat)".to_owned())
            }
            Effect::Continues(from) => always("contact", format!("(continues contact-{from})")),
            Effect::Started { .. } | Effect::Entered { .. } => Shown::Never,
        }
    }

    fn name(&self, named: &'a Named) -> &'a str {
        named.name(self.program)
    }

    /// What a bot or an agent does, with its name where it is known.
    fn of_whom(&self, who: Option<&Named>, does: &str) -> String {
        match who {
            Some(who) => format!("({} {does})", who.name(self.program)),
            None => format!("({does})"),
        }
    }
}

fn heard(to: Party, text: &str) -> String {
    match to {
        Party::Customer => text.to_owned(),
        Party::Agent => format!("(to the agent) {text}"),
    }
}

fn shows(view: &str, data: &[(String, String)]) -> String {
    match data {
        [] => format!("(shows {view})"),
        data => {
            let data = data.iter().map(|(key, text)| format!("{key}: \"{text}\""));
            let data: Vec<String> = data.collect();
            format!("(shows {view}: {})", data.join(", "))
        }
    }
}

const fn of_sign_in(came: SignIn) -> &'static str {
    match came {
        SignIn::Done => "(signs in)",
        SignIn::OptedOut => "(does not want to sign in)",
        SignIn::Failed => "(fails to sign in)",
    }
}

const fn of_call(does: Call) -> &'static str {
    match does {
        Call::Answered => "(is answered)",
        Call::Voicemail { beep: true } => "(is answered by a voicemail)",
        Call::Voicemail { beep: false } => "(is answered by a voicemail without a beep)",
        Call::Fails => "(fails)",
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
        Why::Module => " as a module",
        Why::Queue => " in the queue",
        Why::AgentWhisper => " for the agent",
        Why::CustomerWhisper => " for the customer",
        Why::CustomerRemaining => ": only the customer remains",
    }
}

/// Who says and does what no flow does by itself.
const PEOPLE: [&str; 4] = ["customer", "agent", "bot", "call"];

/// Of what flows do one after the other until they are stopped in a circle, how many of the
/// first lines and of the last are shown. Those between are like the last.
const FIRST_OF_A_CIRCLE: usize = 12;
const LAST_OF_A_CIRCLE: usize = 6;

/// The lines that are not shown, because they are rounds of a circle like those behind them.
fn left_out(lines: &[(&Seen, Line)]) -> Vec<Range<usize>> {
    let mut left_out = Vec::new();
    let (mut second, mut start) = (None, 0);
    for (at, (seen, (who, _))) in lines.iter().enumerate() {
        if second.replace(seen.at) != Some(seen.at) {
            start = at;
        }
        if PEOPLE.contains(who) {
            start = at + 1;
        }
        if matches!(seen.effect, Effect::WentInCircles { .. }) {
            let rounds = start + FIRST_OF_A_CIRCLE..at.saturating_sub(LAST_OF_A_CIRCLE);
            left_out.extend((!rounds.is_empty()).then_some(rounds));
            start = at + 1;
        }
    }
    left_out
}

impl fmt::Display for Transcript<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let line = |seen| match self.shown(seen) {
            Shown::Always(line) => Some((seen, line)),
            Shown::Verbose(line) => self.verbose.then_some((seen, line)),
            Shown::Never => None,
        };
        let lines: Vec<(&Seen, Line)> = self.seen.iter().filter_map(line).collect();
        let mut left_out = left_out(&lines).into_iter().peekable();
        for (at, (seen, (who, what))) in lines.iter().enumerate() {
            let clock = Clock(seen.at);
            if let Some(rounds) = left_out.peek().filter(|rounds| rounds.contains(&at)) {
                if at == rounds.start {
                    writeln!(
                        f,
                        "{clock}  {:<9}  (and so on: {} lines)",
                        "flow",
                        rounds.len()
                    )?;
                }
                continue;
            }
            while left_out.next_if(|rounds| rounds.end <= at).is_some() {}
            let mut texts = what.lines();
            let first = texts.next().unwrap_or("");
            writeln!(f, "{clock}  {who:<9}  {first}")?;
            for text in texts {
                writeln!(f, "{:21}{text}", "")?;
            }
        }
        Ok(())
    }
}
