//! From one line of a test to what it does.

use super::What;
use super::expect::{Expectation, Never, Wanted};
use super::holes::{Holes, second_of_day};
use super::read::Reader;
use super::values::Held;
use crate::catalogue::steps::{
    AgentStep, BotStep, Braces, CallStep, CustomerStep, ExpectStep, GivenStep, RecordField,
    StepForm, StepKind,
};
use crate::catalogue::{Channel, Figure, ResourceKind, Role, row_of_phrase};
use crate::run::{
    Agent, Bot, BotAnswer, Call, Customer, Event, FunctionAnswer, Given, Named, NewChat, Side,
    SignedIn, Start,
};

impl Reader<'_, '_> {
    /// What the step does; nothing where it has a mistake.
    pub(super) fn what(&mut self, holes: &mut Holes<'_, '_>) -> Option<What> {
        let happens = What::Do;
        Some(match holes.form.step {
            StepKind::Start => happens(self.start(holes)?),
            StepKind::Given(step) => happens(Event::Given(self.given(step, holes)?)),
            StepKind::Customer(step) => happens(self.customer(step, holes)?),
            StepKind::Bot(step) => happens(self.bot(step, holes)?),
            StepKind::Agent(step) => happens(Event::Agent(self.agent(step, holes)?)),
            StepKind::Call(step) => happens(Event::Call(call(step))),
            StepKind::Pass => happens(Event::Pass(self.seconds(holes)?)),
            StepKind::PassUntil => happens(Event::PassUntil(self.time_of_day(holes)?)),
            StepKind::Expect(step) => What::Expect(self.expectation(step, holes)?),
            // Reported, or taken apart, before.
            StepKind::Shared | StepKind::Case | StepKind::InAnyOrder => return None,
        })
    }

    fn start(&mut self, holes: &mut Holes<'_, '_>) -> Option<Event> {
        let flow = self.flow(holes);
        let channel = self.channel(holes);
        let held = self.held_by(holes);
        let mut start = Start::new(flow?, channel?);
        for (key, value) in held {
            match (key, value) {
                ("from", Held::Text(text)) => start.from = Some(text),
                ("to", Held::Text(text)) => start.to = Some(text),
                ("first message", Held::Text(text)) => start.first_message = Some(text),
                ("queue", Held::Text(text)) => {
                    start.queue = Some(Named::find(self.program, ResourceKind::Queue, &text));
                }
                ("attributes", Held::Map(map)) => start.attributes.extend(map),
                ("external", Held::Map(map)) => start.external = map,
                ("stored customer input", Held::Text(text)) => start.stored_input = Some(text),
                ("chat duration", Held::Seconds(seconds)) => start.chat_duration = Some(seconds),
                ("at", Held::Text(text)) => {
                    start.second_of_day = second_of_day(text.rsplit([' ', 'T']).next()?);
                    if start.second_of_day.is_none() {
                        self.wrong(
                            holes.line,
                            "`at` is no date with a time",
                            "`at: \"2026-01-05 09:00\"`",
                        );
                    }
                }
                (_, Held::Text(_) | Held::Map(_) | Held::Seconds(_)) => {}
            }
        }
        Some(Event::Start(start))
    }

    fn given(&mut self, step: GivenStep, holes: &mut Holes<'_, '_>) -> Option<Given> {
        let function = |function, answer| Given::Function { function, answer };
        Some(match step {
            GivenStep::FunctionReturns => {
                let named = self.named(holes, &[ResourceKind::Lambda]);
                let answer = FunctionAnswer::Returns(self.open(holes.entries));
                function(named?, answer)
            }
            GivenStep::FunctionReturnsText => {
                let named = self.named(holes, &[ResourceKind::Lambda]);
                let text = self.said(holes);
                function(named?, FunctionAnswer::ReturnsText(text?))
            }
            GivenStep::FunctionFails => function(
                self.named(holes, &[ResourceKind::Lambda])?,
                FunctionAnswer::Fails,
            ),
            GivenStep::FunctionTimesOut => function(
                self.named(holes, &[ResourceKind::Lambda])?,
                FunctionAnswer::TimesOut,
            ),
            GivenStep::HoursOpen | GivenStep::HoursClosed => Given::Hours {
                hours: self.named(holes, &[ResourceKind::Hours, ResourceKind::Queue])?,
                open: step == GivenStep::HoursOpen,
            },
            GivenStep::QueueAtCapacity => Given::QueueAtCapacity(self.queue(holes)?),
            GivenStep::Percent => Given::Percent(self.percent(holes)?),
            GivenStep::BlockTakes => {
                let branch = self.block_branch(holes)?;
                Given::Block {
                    flow: branch.flow,
                    block: branch.block,
                    exit: self.exit_of(branch, holes)?,
                }
            }
            GivenStep::BlockNextTakes => {
                let branch = self.block_branch(holes)?;
                Given::BlockNext {
                    flow: branch.flow,
                    block: branch.block,
                    exit: Some(self.exit_of(branch, holes)?),
                }
            }
            GivenStep::BlockNextWorks => {
                let (flow, block) = self.named_block(holes)?;
                Given::BlockNext {
                    flow,
                    block,
                    exit: None,
                }
            }
            GivenStep::ActionTakes => Given::Action {
                action: holes.word()?.text().into_owned(),
                takes: self.said(holes)?,
            },
            GivenStep::FunctionTakes => Given::FunctionTakes {
                function: self.named(holes, &[ResourceKind::Lambda])?,
                seconds: self.seconds(holes)?,
            },
            GivenStep::BotForgets => Given::BotSession {
                bot: self.named(holes, &[ResourceKind::Bot])?,
                seconds: self.seconds(holes)?,
            },
            GivenStep::Timeout {
                customer,
                disconnects,
            } => Given::Timeout {
                side: if customer {
                    Side::Customer
                } else {
                    Side::Agent
                },
                disconnects,
                seconds: self.seconds(holes)?,
            },
            GivenStep::Assume | GivenStep::AssumeNot => Given::Assume {
                assumption: self.assumption(holes)?,
                holds: step == GivenStep::Assume,
            },
            GivenStep::ModuleReturns => Given::Module {
                module: self.named(holes, &[ResourceKind::Module])?,
                result: match holes.filled.literal {
                    Some(_) => self.said(holes)?,
                    None => String::new(),
                },
                data: self.open(holes.entries),
            },
            GivenStep::PromptsFail => Given::PromptsFail,
            GivenStep::Figure(figure) => {
                let queue = self.queue(holes);
                let is = match figure {
                    Figure::Oldest => self.seconds(holes),
                    Figure::Available | Figure::Staffed | Figure::Online | Figure::Contacts => {
                        self.figure(holes)
                    }
                };
                Given::Figure {
                    figure,
                    queue: queue?,
                    is: is?,
                }
            }
            GivenStep::LookUp(what, found) => Given::LookUp {
                what,
                found,
                data: self.open(holes.entries),
            },
            GivenStep::Values => Given::Values(self.values_of_references(holes.entries)),
        })
    }

    fn customer(&mut self, step: CustomerStep, holes: &mut Holes<'_, '_>) -> Option<Event> {
        Some(Event::Customer(match step {
            CustomerStep::Writes => Customer::Writes(self.said(holes)?),
            CustomerStep::Presses => Customer::Presses(self.key(holes)?),
            CustomerStep::Enters => Customer::Enters(self.keys(holes)?),
            CustomerStep::IsSilent => Customer::IsSilent,
            CustomerStep::AnswersView => {
                let view = self.named(holes, &[ResourceKind::View]);
                let action = self.said(holes);
                let data = self.open(holes.entries);
                Customer::AnswersView {
                    view: Some(view?),
                    action: action?,
                    data,
                }
            }
            CustomerStep::SignsIn => Customer::SignsIn(self.signed_in(holes)),
            CustomerStep::OptsOut => Customer::OptsOut,
            CustomerStep::FailsToSignIn => Customer::FailsToSignIn,
            CustomerStep::Returns => Customer::Returns,
            CustomerStep::Leaves => Customer::Leaves,
            CustomerStep::StartsAgain => return Some(self.new_chat(false, holes)),
            CustomerStep::Continues => return Some(self.new_chat(true, holes)),
        }))
    }

    fn signed_in(&mut self, holes: &Holes<'_, '_>) -> SignedIn {
        let mut known = SignedIn::default();
        for (key, value) in self.held_by(holes) {
            match (key, value) {
                ("customer id", Held::Text(text)) => known.customer_id = Some(text),
                ("identity provider", Held::Text(text)) => known.identity_provider = Some(text),
                (_, Held::Text(_) | Held::Map(_) | Held::Seconds(_)) => {}
            }
        }
        known
    }

    fn new_chat(&mut self, continues: bool, holes: &Holes<'_, '_>) -> Event {
        let mut new = NewChat {
            continues,
            ..NewChat::default()
        };
        for (key, value) in self.held_by(holes) {
            match (key, value) {
                ("attributes", Held::Map(map)) => new.attributes.extend(map),
                ("first message", Held::Text(text)) => new.first_message = Some(text),
                ("chat duration", Held::Seconds(seconds)) => new.chat_duration = Some(seconds),
                (_, Held::Text(_) | Held::Map(_) | Held::Seconds(_)) => {}
            }
        }
        Event::NewChat(new)
    }

    /// What the properties of the step hold.
    fn held_by(&mut self, holes: &Holes<'_, '_>) -> Vec<(&'static str, Held)> {
        match holes.form.braces {
            Braces::Properties(known) => self.properties(known, holes.entries),
            Braces::None | Braces::Open | Braces::Steps => Vec::new(),
        }
    }

    fn bot(&mut self, step: BotStep, holes: &mut Holes<'_, '_>) -> Option<Event> {
        let bot = match holes.form.pattern.contains("{bot}") {
            true => Some(self.named(holes, &[ResourceKind::Bot])?),
            false => None,
        };
        let does = match step {
            BotStep::Answers => Bot::Answers(self.answer(holes)?),
            BotStep::Fails => Bot::Fails,
            BotStep::TimesOut => Bot::TimesOut,
            BotStep::Leaves => Bot::Leaves,
        };
        Some(Event::Bot { bot, does })
    }

    fn answer(&mut self, holes: &Holes<'_, '_>) -> Option<BotAnswer> {
        let mut answer = BotAnswer {
            intent: self.said(holes)?,
            ..BotAnswer::default()
        };
        for (key, value) in self.held_by(holes) {
            match (key, value) {
                ("slots", Held::Map(map)) => answer.slots = map,
                ("session attributes", Held::Map(map)) => answer.session_attributes = map,
                ("confidence", Held::Text(number)) => answer.confidence = Some(number),
                (_, Held::Text(_) | Held::Map(_) | Held::Seconds(_)) => {}
            }
        }
        Some(answer)
    }

    fn agent(&mut self, step: AgentStep, holes: &mut Holes<'_, '_>) -> Option<Agent> {
        Some(match step {
            AgentStep::Joins => {
                let (named, from) = (
                    holes.form.pattern.contains("{agent}"),
                    holes.form.pattern.contains("{queue}"),
                );
                Agent::Joins {
                    agent: match named {
                        true => Some(self.named(holes, &[ResourceKind::Agent])?),
                        false => None,
                    },
                    queue: match from {
                        true => Some(self.queue(holes)?),
                        false => None,
                    },
                }
            }
            AgentStep::Writes => Agent::Writes(self.said(holes)?),
            AgentStep::Transfers => Agent::TransfersTo(self.queue(holes)?),
            AgentStep::Leaves => Agent::Leaves,
            AgentStep::Drops => Agent::Drops,
        })
    }

    fn expectation(&mut self, step: ExpectStep, holes: &mut Holes<'_, '_>) -> Option<Expectation> {
        Some(match step {
            ExpectStep::Prompt => Expectation::Prompt(self.said(holes)?),
            ExpectStep::NoPrompt => Expectation::NoPrompt(self.said(holes)?),
            ExpectStep::PromptContains => Expectation::PromptContains(self.said(holes)?),
            ExpectStep::PromptMatches => Expectation::PromptMatches(self.pattern(holes)?),
            ExpectStep::NeverPrompt => Expectation::Never(Never::Prompt(self.said(holes)?)),
            ExpectStep::NeverPromptContains => {
                Expectation::Never(Never::PromptContains(self.said(holes)?))
            }
            ExpectStep::NeverQueue => Expectation::Never(Never::Queue(self.queue(holes)?)),
            ExpectStep::NeverFlow => Expectation::Never(Never::Flow(self.flow(holes)?)),
            ExpectStep::NeverAgent => Expectation::Never(Never::Agent),
            ExpectStep::NeverBlockTook => {
                Expectation::Never(Never::Branch(self.block_branch(holes)?))
            }
            ExpectStep::BlockTook => Expectation::Took(self.block_branch(holes)?),
            ExpectStep::NoAgent => Expectation::NoAgent,
            ExpectStep::Transcript => Expectation::Transcript(self.said(holes)?),
            ExpectStep::Queue => Expectation::Queue(self.queue(holes)?),
            ExpectStep::Agent => Expectation::Agent,
            ExpectStep::Flow => Expectation::Flow(self.flow(holes)?),
            ExpectStep::WaitingFor => Expectation::Waiting(Some(self.seconds(holes)?)),
            ExpectStep::Menu => Expectation::Menu,
            ExpectStep::Asked(phrase) => {
                let what = self.said(holes);
                // Braces of a step that has none were reported.
                let is_open = matches!(holes.form.braces, Braces::Open);
                let entries = holes.entries.filter(|_| is_open);
                let with = self.sent(entries, Some(sent_by(phrase)));
                Expectation::Asked(phrase, what?, with)
            }
            ExpectStep::View => {
                let view = self.named(holes, &[ResourceKind::View]);
                let data = self.sent(holes.entries, None);
                Expectation::View(view?, data)
            }
            ExpectStep::Open => Expectation::Open(channel_of(holes.form)),
            ExpectStep::Ended => Expectation::Ended(channel_of(holes.form)),
            ExpectStep::EndedBy => Expectation::EndedBy(self.reason(holes)?),
            ExpectStep::InCircles => Expectation::InCircles,
            ExpectStep::Records => Expectation::Records(self.count(holes)?),
            ExpectStep::Record => {
                let number = self.count(holes);
                let fields = self.record_fields(holes);
                Expectation::Record(number?, fields)
            }
            ExpectStep::Attribute => {
                let key = holes.word()?.text().into_owned();
                Expectation::Attribute(key, Wanted::Is(self.said(holes)?))
            }
            ExpectStep::AttributeContains => {
                let key = holes.word()?.text().into_owned();
                Expectation::Attribute(key, Wanted::Contains(self.said(holes)?))
            }
            ExpectStep::AttributeUnset => {
                Expectation::Attribute(holes.word()?.text().into_owned(), Wanted::Unset)
            }
            ExpectStep::FunctionCalled => {
                Expectation::Called(self.named(holes, &[ResourceKind::Lambda])?, Vec::new())
            }
            ExpectStep::FunctionCalledWith => {
                let function = self.named(holes, &[ResourceKind::Lambda]);
                let with = self.sent(holes.entries, None);
                Expectation::Called(function?, with)
            }
            ExpectStep::FunctionNotCalled => {
                Expectation::NotCalled(self.named(holes, &[ResourceKind::Lambda])?)
            }
            ExpectStep::TimeLeft => Expectation::TimeLeft(self.seconds(holes)?),
            ExpectStep::TimeLeftBelow => Expectation::TimeLeftBelow(self.seconds(holes)?),
            ExpectStep::Waiting => Expectation::Waiting(None),
        })
    }

    fn record_fields(&mut self, holes: &Holes<'_, '_>) -> Vec<(RecordField, String)> {
        let held = self.held_by(holes).into_iter();
        held.filter_map(|(key, value)| {
            let mut fields = RecordField::ALL.into_iter();
            let field = fields.find(|field| field.words() == key)?;
            if let Held::Text(text) = value {
                Some((field, text))
            } else {
                None
            }
        })
        .collect()
    }
}

// -------------------------------------------------------------------- helpers

/// The names under which a block of this phrase sends something along.
fn sent_by(phrase: &str) -> Vec<&'static str> {
    let rows = row_of_phrase(phrase.split(' ')).map_or(&[] as &[_], |(rows, _)| rows);
    let parameters = rows.iter().flat_map(|row| row.parameters);
    let sent = parameters.filter(|parameter| parameter.role == Role::Sent);
    sent.filter_map(|parameter| parameter.written.property())
        .collect()
}

const fn call(step: CallStep) -> Call {
    match step {
        CallStep::Answered => Call::Answered,
        CallStep::Voicemail => Call::Voicemail { beep: true },
        CallStep::VoicemailWithoutBeep => Call::Voicemail { beep: false },
        CallStep::Fails => Call::Fails,
    }
}

fn channel_of(form: &StepForm) -> Channel {
    match form.pattern.split(' ').nth(1) {
        Some("call") => Channel::Voice,
        Some("task") => Channel::Task,
        Some(_) | None => Channel::Chat,
    }
}
