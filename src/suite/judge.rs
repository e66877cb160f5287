//! Whether what a test expects is so.

use super::coverage::{taken, words};
use super::expect::{Expectation, Wanted};
use super::play::Played;
use crate::catalogue::Channel;
use crate::catalogue::steps::RecordField;
use crate::graph::BlockBranch;
use crate::program::{FlowId, Program};
use crate::run::{Effect, Named, Place, Reason, State, Waiting, records};
use crate::text::{Clock, Duration, and_ticked, count, nearest};

/// What was expected and what is so instead.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Mismatch {
    pub expected: String,
    pub instead: String,
    pub help: Option<String>,
    /// Where in what was seen the nearest thing is that did happen.
    pub near: Option<usize>,
}

impl Mismatch {
    fn near(self, near: Option<usize>) -> Self {
        Self { near, ..self }
    }
}

pub(super) fn mismatch(expected: String, instead: String) -> Result<(), Mismatch> {
    Err(Mismatch {
        expected,
        instead,
        help: None,
        near: None,
    })
}

pub(super) fn check(holds: bool, expected: String, instead: String) -> Result<(), Mismatch> {
    match holds {
        true => Ok(()),
        false => mismatch(expected, instead),
    }
}

impl Played<'_> {
    /// Whether something is as expected.
    pub(super) fn expect(&mut self, expectation: &Expectation) -> Result<(), Mismatch> {
        match expectation {
            Expectation::Prompt(text) => {
                let expected = format!("the prompt \"{text}\"");
                self.expect_prompt(text, expected, |said| said == text)
            }
            Expectation::PromptContains(text) => {
                let expected = format!("a prompt that contains \"{text}\"");
                self.expect_prompt(text, expected, |said| said.contains(text.as_str()))
            }
            Expectation::NoPrompt(text) => self.expect_no_prompt(text),
            Expectation::PromptMatches(pattern) => {
                let expected = format!("a prompt that matches \"{}\"", pattern.0);
                self.expect_prompt(pattern.0.as_str(), expected, |said| {
                    pattern.0.is_match(said)
                })
            }
            // Judged when the test is over.
            Expectation::Never(_) | Expectation::Transcript(_) => Ok(()),
            Expectation::Took(branch) => self.expect_took(*branch),
            Expectation::InAnyOrder(all) => self.expect_all(all),
            Expectation::NoAgent => check(
                !matches!(self.state.place, Place::WithAgent { .. }),
                "no agent with the customer".to_owned(),
                self.waits_for(),
            ),
            Expectation::Queue(queue) => self
                .nearly(expect_queue(self.program(), &self.state, queue), |effect| {
                    matches!(effect, Effect::Queued(_) | Effect::QueueSet(_))
                }),
            Expectation::Agent => check(
                matches!(self.state.place, Place::WithAgent { .. }),
                "an agent with the customer".to_owned(),
                self.waits_for(),
            ),
            Expectation::Flow(flow) => self.expect_flow(*flow),
            Expectation::Waiting(seconds) => self.expect_waiting(*seconds),
            Expectation::Menu => check(
                matches!(
                    self.state.waiting(),
                    Some(Waiting::Key { .. } | Waiting::Digits { .. })
                ),
                "a block that waits for keys".to_owned(),
                self.waits_for(),
            ),
            Expectation::View(view, data) => self.nearly(self.expect_view(view, data), |effect| {
                matches!(effect, Effect::ViewShown { .. })
            }),
            Expectation::Open(channel) => self.expect_open(*channel, true),
            Expectation::Ended(channel) => self.expect_open(*channel, false),
            Expectation::EndedBy(reason) => self.nearly(self.expect_ended_by(*reason), |effect| {
                matches!(effect, Effect::Ended(_))
            }),
            Expectation::InCircles => check(
                self.went_in_circles(),
                "the flow to go round in circles".to_owned(),
                self.waits_for(),
            ),
            Expectation::Records(count) => self.expect_records(*count),
            Expectation::Record(number, fields) => self.expect_record(*number, fields),
            Expectation::Attribute(key, wanted) => self.nearly(
                expect_attribute(&self.state, key, wanted),
                |effect| matches!(effect, Effect::AttributeSet { key: set, .. } if set == key),
            ),
            Expectation::Called(function, with) => self.expect_called(function, with),
            Expectation::NotCalled(function) => {
                let name = function.name(self.program());
                check(
                    self.calls(function).is_empty(),
                    format!("no call of `{name}`"),
                    format!("`{name}` was called"),
                )
            }
            Expectation::Asked(phrase, what, with) => self
                .nearly(self.expect_asked(phrase, what, with), |effect| {
                    self.asked(effect, phrase).is_some()
                }),
            Expectation::TimeLeft(seconds) => self.expect_left(
                format!("{} to be left of the chat", Duration(*seconds)),
                |left| left == *seconds,
            ),
            Expectation::TimeLeftBelow(seconds) => self.expect_left(
                format!("less than {} to be left of the chat", Duration(*seconds)),
                |left| left < *seconds,
            ),
        }
    }

    /// Each may be found anywhere behind what was expected before; the next in order is
    /// looked for behind all of them.
    fn expect_all(&mut self, all: &[Expectation]) -> Result<(), Mismatch> {
        let from = self.expected_up_to;
        let mut up_to = from;
        for expectation in all {
            self.expected_up_to = from;
            self.expect(expectation)?;
            up_to = up_to.max(self.expected_up_to);
        }
        self.expected_up_to = up_to;
        Ok(())
    }

    /// Where something else was expected: the last thing of the same kind that happened.
    fn nearly(
        &self,
        judged: Result<(), Mismatch>,
        alike: impl Fn(&Effect) -> bool,
    ) -> Result<(), Mismatch> {
        let last = || self.seen.iter().rposition(|seen| alike(&seen.effect));
        judged.map_err(|mismatch| mismatch.near(last()))
    }

    fn expect_prompt(
        &mut self,
        wanted: &str,
        expected: String,
        is_it: impl Fn(&str) -> bool,
    ) -> Result<(), Mismatch> {
        let prompts = self.prompts();
        if let Some((place, _)) = prompts
            .iter()
            .find(|(place, said)| *place >= self.expected_up_to && is_it(said))
        {
            self.expected_up_to = place + 1;
            return Ok(());
        }
        let said: Vec<&str> = prompts.iter().map(|(_, said)| *said).collect();
        let alike = nearest(wanted, said.iter().copied());
        let near = prompts
            .iter()
            .find(|(_, said)| Some(*said) == alike)
            .or(prompts.last())
            .map(|(place, _)| *place);
        let instead = if said.iter().any(|said| is_it(said)) {
            "it was played before the prompt that was expected last".to_owned()
        } else {
            told(&said)
        };
        Err(Mismatch {
            expected,
            instead,
            help: alike.map(|near| format!("did you mean \"{near}\"?")),
            near,
        })
    }

    fn expect_no_prompt(&self, text: &str) -> Result<(), Mismatch> {
        let prompts = self.prompts();
        let played = prompts.iter().find(|(_, said)| *said == text);
        check(
            played.is_none(),
            format!("no prompt \"{text}\""),
            "it was played".to_owned(),
        )
        .map_err(|mismatch| mismatch.near(played.map(|(place, _)| *place)))
    }

    fn expect_took(&self, wanted: BlockBranch) -> Result<(), Mismatch> {
        let program = self.program();
        let of_block =
            |branch: &BlockBranch| (branch.flow, branch.block) == (wanted.flow, wanted.block);
        let taken: Vec<BlockBranch> = taken(program, &self.seen).filter(of_block).collect();
        let (block, way) = words(program, wanted);
        let ways: Vec<String> = taken
            .iter()
            .map(|branch| words(program, *branch).1)
            .collect();
        let instead = match ways.as_slice() {
            [] => "the block was not left".to_owned(),
            ways => format!("it was left by {}", and_ticked(ways)),
        };
        check(
            taken.contains(&wanted),
            format!("`{block}` to be left by `{way}`"),
            instead,
        )
    }

    fn expect_flow(&self, flow: FlowId) -> Result<(), Mismatch> {
        let running = self.state.frame().map(|frame| frame.flow);
        let name = |flow| {
            let flow = self.program().flows.get(flow);
            flow.map_or("", |flow| flow.name.as_str())
        };
        let instead = match running {
            Some(other) => format!("the flow `{}` runs", name(other)),
            None => format!("no flow runs: {}", self.waits_for()),
        };
        check(
            running == Some(flow),
            format!("the flow `{}`", name(flow)),
            instead,
        )
    }

    fn expect_waiting(&self, seconds: Option<i64>) -> Result<(), Mismatch> {
        let left = match self.state.waiting() {
            Some(Waiting::Timer { until, .. }) => Some(until - self.state.now),
            Some(
                Waiting::Key { .. }
                | Waiting::Digits { .. }
                | Waiting::Bot { .. }
                | Waiting::View { .. }
                | Waiting::SignIn { .. }
                | Waiting::Call { .. },
            )
            | None => None,
        };
        let expected = match seconds {
            Some(seconds) => format!("a `wait` that expires in {}", Duration(seconds)),
            None => "a `wait` that waits".to_owned(),
        };
        let holds = left.is_some() && (seconds.is_none() || seconds == left);
        let instead = match left {
            Some(left) => format!("it expires in {}", Duration(left)),
            None => self.waits_for(),
        };
        check(holds, expected, instead)
    }

    fn expect_open(&self, channel: Channel, open: bool) -> Result<(), Mismatch> {
        let word = channel.contact_word();
        let (verb, holds) = match open {
            true => ("to be open", self.state.is_open()),
            false => ("to have ended", matches!(self.state.place, Place::Ended(_))),
        };
        let expected = format!("the {word} {verb}");
        if channel != self.state.channel {
            let instead = format!("the contact is a {}", self.state.channel.contact_word());
            return mismatch(expected, instead);
        }
        check(holds, expected, self.waits_for())
    }

    fn expect_ended_by(&self, reason: Reason) -> Result<(), Mismatch> {
        let instead = match &self.state.place {
            Place::Ended(other) => format!("it ended by {}", other.word()),
            Place::NotStarted
            | Place::Flow
            | Place::Queued(_)
            | Place::WithAgent { .. }
            | Place::Outside(_)
            | Place::InCircles { .. } => format!("it has not ended: {}", self.waits_for()),
        };
        check(
            self.state.place == Place::Ended(reason),
            format!("the contact to have ended by {}", reason.word()),
            instead,
        )
    }

    fn expect_records(&self, wanted: usize) -> Result<(), Mismatch> {
        let found = records(&self.seen).len();
        let expected = count("contact record", wanted);
        let instead = match found {
            1 => "there is 1".to_owned(),
            found => format!("there are {found}"),
        };
        self.nearly(check(found == wanted, expected, instead), |effect| {
            matches!(effect, Effect::NextContact { .. } | Effect::Ended(_))
        })
    }

    fn expect_record(
        &self,
        number: usize,
        fields: &[(RecordField, String)],
    ) -> Result<(), Mismatch> {
        let records = records(&self.seen);
        let Some(record) = number.checked_sub(1).and_then(|place| records.get(place)) else {
            return self.expect_records(number);
        };
        for (field, wanted) in fields {
            let found = record.text(self.program(), *field);
            let expected = match wanted.as_str() {
                "" => format!("record {number} without a {}", field.words()),
                wanted => format!("record {number} with {} \"{wanted}\"", field.words()),
            };
            let instead = match &found {
                Some(found) => format!("it is \"{found}\""),
                None => "it has none".to_owned(),
            };
            check(found.unwrap_or_default() == *wanted, expected, instead)?;
        }
        Ok(())
    }

    fn expect_left(&self, expected: String, holds: impl Fn(i64) -> bool) -> Result<(), Mismatch> {
        match self.state.expires {
            Some(end) => {
                let left = (end - self.state.now).max(0);
                let instead = format!("{} are left", Duration(left));
                check(holds(left), expected, instead)
            }
            None => mismatch(expected, "only a chat has a duration".to_owned()),
        }
    }
}

fn expect_queue(program: &Program, state: &State, wanted: &Named) -> Result<(), Mismatch> {
    let expected = format!("the contact in queue `{}`", wanted.name(program));
    let instead = match (state.queue(), &state.contact.queue) {
        (Some(queue), _) if queue.arn(program) == wanted.arn(program) => return Ok(()),
        (Some(queue), _) => format!("it is in queue `{}`", queue.name(program)),
        (None, Some(queue)) => format!(
            "it is in no queue; its working queue is `{}`",
            queue.name(program)
        ),
        (None, None) => "it is in no queue, and has no working queue".to_owned(),
    };
    mismatch(expected, instead)
}

fn expect_attribute(state: &State, key: &str, wanted: &Wanted) -> Result<(), Mismatch> {
    let value = state.contact.attributes.get(key);
    let (holds, expected) = match wanted {
        Wanted::Is(text) => (
            value == Some(text),
            format!("attribute `{key}` = \"{text}\""),
        ),
        Wanted::Contains(text) => (
            value.is_some_and(|value| value.contains(text.as_str())),
            format!("attribute `{key}` to contain \"{text}\""),
        ),
        Wanted::Unset => (value.is_none(), format!("attribute `{key}` not to be set")),
    };
    let instead = match value {
        Some(value) => format!("it is \"{value}\""),
        None => "it is not set".to_owned(),
    };
    let known = state.contact.attributes.names();
    let help = nearest(key, known).map(|near| format!("there is an attribute `{near}`"));
    check(holds, expected, instead).map_err(|mismatch| Mismatch { help, ..mismatch })
}

fn told(said: &[&str]) -> String {
    match said {
        [] => "nothing was played since the customer or the agent last did something".to_owned(),
        said => format!("what was played is \"{}\"", said.join("\", then \"")),
    }
}

/// When something was, for messages.
pub(super) fn at(seconds: i64) -> String {
    Clock(seconds).to_string()
}
