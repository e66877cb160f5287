//! A flow that is played live: you are the customer, and everybody else by command.

use super::super::output::Output;
use super::super::{Ending, Failure};
use super::input::Input;
use super::shown::Shown;
use crate::catalogue::{Assumption, Channel};
use crate::diag::Sink;
use crate::diag::render::{Format, render};
use crate::program::FlowId;
use crate::run::{Bot, BotAnswer, Customer, Event, Machine, Seen, Start, State};
use crate::source::SourceMap;
use crate::suite::{self, What};
use crate::syntax;
use crate::text::Duration;

const HELP: &str = "\
What you type is what the customer writes. A line that begins with `/` is a command:

  /bot INTENT           the bot understands this intent
  /agent joins          an agent takes the chat; also `/agent leaves`, `/agent drops`,
                        `/agent \"One moment.\"`, `/agent transfers to QUEUE`
  /wait 11h             time passes
  /view V answers \"B\"   presses this button in the view that is shown
  /customer signs in    when asked to; also `/customer opts out`, `/customer fails to sign in`
  /call answered        by a person; also `/call fails`, `/voicemail answers`
  /press 1  /enter 12#  keys; /silent lets the time limit of the block pass
  /leave  /return       the customer ends the chat, or opens it again
  /new  /continue       once it is over: another chat, or one that continues it
  /given …  /assume …   what the world is like, as in a test
  /start FLOW on chat   begins anew, as in a test; /restart begins as before
  /where  /records      what the flow waits for; the contact records up to now
  /help  /quit

Every step of a test is a command with `/` before it; `ebb reference` lists them all.
";

/// A contact that is played.
struct Live<'a> {
    machine: Machine<'a>,
    start: Event,
    state: State,
    seen: Vec<Seen>,
    shown: &'a Shown<'a>,
    /// Up to where it has been shown.
    told: usize,
    /// Whether something could not be done.
    refused: bool,
}

/// Whether to go on reading.
#[derive(PartialEq, Eq)]
enum Then {
    GoOn,
    Stop,
}

pub(super) fn play(
    flow: FlowId,
    dropped: &[&'static Assumption],
    shown: &Shown<'_>,
    output: &mut Output,
) -> Result<Ending, Failure> {
    let mut input = Input::open()?;
    if input.is_terminal() {
        output.say("You are the customer. `/help` says what else can happen.");
    }
    let mut state = State::new();
    for assumption in dropped {
        state.assume(assumption, false);
    }
    let mut live = Live {
        machine: Machine::new(shown.program()),
        start: Event::Start(Start::new(flow, Channel::Chat)),
        state,
        seen: Vec::new(),
        shown,
        told: 0,
        refused: false,
    };
    live.restart(output)?;
    while let Some(line) = input.line()? {
        if live.line(line.trim(), output)? == Then::Stop {
            break;
        }
        output.flush()?;
    }
    output.result(&shown.at_the_end(&live.seen))?;
    super::tell_assumptions(&live.state, output);
    // A person saw it at once; a pipe learns it from the exit code.
    Ok(match live.refused && !input.is_terminal() {
        true => Ending::Findings,
        false => Ending::Clean,
    })
}

impl Live<'_> {
    fn line(&mut self, line: &str, output: &mut Output) -> Result<Then, Failure> {
        let Some(command) = line.strip_prefix('/') else {
            if !line.is_empty() {
                let writes = Customer::Writes(line.to_owned());
                self.happen(&Event::Customer(writes), output)?;
            }
            return Ok(Then::GoOn);
        };
        let (word, rest) = command.split_once(' ').unwrap_or((command, ""));
        match (word, rest.trim()) {
            ("quit" | "exit", _) => return Ok(Then::Stop),
            ("help", _) => output.result(HELP)?,
            ("where", _) => output.result(&self.whereabouts())?,
            ("records", _) => output.result(&self.shown.records(&self.seen))?,
            ("restart", _) => self.restart(output)?,
            ("bot", intent) if is_intent(intent) => {
                let answer = BotAnswer {
                    intent: intent.trim_matches('"').to_owned(),
                    ..BotAnswer::default()
                };
                let does = Bot::Answers(answer);
                self.happen(&Event::Bot { bot: None, does }, output)?;
            }
            ("wait", time) => self.step(&format!("pass {time}"), output)?,
            ("press", key) => self.step(&format!("customer presses {key}"), output)?,
            ("enter", keys) => self.step(&format!("customer enters \"{keys}\""), output)?,
            ("silent", _) => self.step("customer is silent", output)?,
            ("leave", _) => self.step("customer leaves", output)?,
            ("new", _) => self.step("customer starts a new chat", output)?,
            ("continue", _) => self.step("customer continues the chat", output)?,
            ("return", _) => self.step("customer returns", output)?,
            _ => self.step(command, output)?,
        }
        Ok(Then::GoOn)
    }

    fn whereabouts(&self) -> String {
        let waits_for = self.machine.waits_for(&self.state);
        match self.state.expires {
            Some(end) if self.state.is_open() => {
                format!(
                    "{waits_for}; {} of the chat are left\n",
                    Duration(end - self.state.now)
                )
            }
            Some(_) | None => format!("{waits_for}\n"),
        }
    }

    fn restart(&mut self, output: &mut Output) -> Result<(), Failure> {
        self.state.reset();
        self.seen.clear();
        self.told = 0;
        let start = self.start.clone();
        self.happen(&start, output)
    }

    /// Does what a step of a test says.
    fn step(&mut self, text: &str, output: &mut Output) -> Result<(), Failure> {
        let mut sources = SourceMap::new();
        let file = sources.add("what you typed", suite::wrap_script(text));
        let mut sink = Sink::new();
        let tree = syntax::parse(file, sources.file(file).text(), &mut sink);
        let steps = suite::steps(&tree, self.shown.program(), &mut sink);
        let findings = sink.into_sorted();
        if !findings.is_empty() {
            self.refused = true;
            let text = render(&findings, &sources, Format::Full, output.talk_style());
            output.say(text.trim_end());
        }
        for step in steps.unwrap_or_default() {
            match step.what {
                What::Do(Event::Start(start)) => {
                    self.start = Event::Start(start);
                    self.restart(output)?;
                }
                What::Do(event) => self.happen(&event, output)?,
                What::Expect(_) => {
                    self.refused = true;
                    output.say("what is expected belongs into a test or a script");
                }
            }
        }
        Ok(())
    }

    fn happen(&mut self, event: &Event, output: &mut Output) -> Result<(), Failure> {
        let done = self.machine.apply(&mut self.state, event, &mut self.seen);
        if let Err(refused) = done {
            self.refused = true;
            output.say(&match refused.waits_for.starts_with(&refused.why) {
                true => refused.waits_for,
                false => format!("{}: {}", refused.why, refused.waits_for),
            });
        }
        let new = self.seen.get(self.told..).unwrap_or_default();
        output.result(&self.shown.seen(new))?;
        self.told = self.seen.len();
        output.flush()
    }
}

/// Whether what stands behind `/bot` is an intent and no step of a test.
fn is_intent(text: &str) -> bool {
    let quoted = text.len() > 1 && text.starts_with('"') && text.ends_with('"');
    quoted || (!text.is_empty() && !text.contains(' '))
}
