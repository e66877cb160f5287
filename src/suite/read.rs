//! From lines of a test to steps.

use super::expect::{Expectation, Never, Wanted};
use super::holes::{Holes, second_of_day};
use super::matching::form_of;
use super::values::Held;
use super::{Step, What, names};
use crate::catalogue::steps::{
    AgentStep, BotStep, Braces, CustomerStep, ExpectStep, GivenStep, StepForm, StepKind,
};
use crate::catalogue::{Channel, ResourceKind};
use crate::diag::{Diagnostic, Level, Sink};
use crate::program::{Program, Value};
use crate::run::{Agent, Bot, BotAnswer, Customer, Event, FunctionAnswer, Given, Named, Start};
use crate::source::Span;
use crate::syntax::tree::{Block, Branch, File, Item, ItemKind, Target};
use crate::text::nearest;
use std::collections::BTreeMap;

/// Steps that tests share, by name.
pub(super) type Shared = BTreeMap<String, Vec<Step>>;

/// One course of a test: the cases that it is made of, and its steps.
#[derive(Debug, Clone, Default)]
pub(super) struct Course {
    pub(super) cases: Vec<String>,
    pub(super) steps: Vec<Step>,
}

/// How many courses a test may have.
const MOST_COURSES: usize = 1_000;

/// Reads the steps of one test.
pub(super) struct Reader<'r, 'p> {
    text: &'r str,
    pub(super) program: &'p Program,
    sink: &'r mut Sink,
    shared: &'r Shared,
    /// Whether no mistake was found so far.
    pub(super) is_whole: bool,
}

impl<'r, 'p> Reader<'r, 'p> {
    pub(super) fn new(
        file: &File<'r>,
        program: &'p Program,
        shared: &'r Shared,
        sink: &'r mut Sink,
    ) -> Self {
        Self {
            text: file.text,
            program,
            sink,
            shared,
            is_whole: true,
        }
    }

    /// The courses that the steps describe, unless one of them has a mistake.
    pub(super) fn courses(mut self, items: &[Item<'_>]) -> Option<Vec<Course>> {
        let courses = self.course_list(items);
        self.is_whole.then_some(courses)
    }

    /// Cases that stand beside one another are courses of their own; what stands before and
    /// behind them belongs to each.
    fn course_list(&mut self, items: &[Item<'_>]) -> Vec<Course> {
        let mut courses = vec![Course::default()];
        let mut cases: Vec<Course> = Vec::new();
        for item in items {
            if let Some((name, inside)) = self.case(item) {
                for mut course in self.course_list(inside) {
                    course.cases.insert(0, name.clone());
                    cases.push(course);
                }
                continue;
            }
            self.fork(&mut courses, std::mem::take(&mut cases), item);
            let steps = self.item(item);
            for course in &mut courses {
                course.steps.extend(steps.iter().cloned());
            }
        }
        if let Some(last) = items.last() {
            self.fork(&mut courses, cases, last);
        }
        courses
    }

    /// Lets every course go on with each of the cases.
    fn fork(&mut self, courses: &mut Vec<Course>, cases: Vec<Course>, item: &Item<'_>) {
        if cases.is_empty() {
            return;
        }
        if courses.len() * cases.len() > MOST_COURSES {
            let message = format!("the cases make more than {MOST_COURSES} tests of this one");
            let finding = Diagnostic::new(&names::WRONG_STEP, item.span, message);
            self.report(finding.help("split the test"));
            return;
        }
        let all = courses.iter().flat_map(|course| {
            cases.iter().map(|case| Course {
                cases: [course.cases.clone(), case.cases.clone()].concat(),
                steps: [course.steps.clone(), case.steps.clone()].concat(),
            })
        });
        *courses = all.collect();
    }

    /// The name and the steps of a `case`.
    fn case<'i, 's>(&mut self, item: &'i Item<'s>) -> Option<(String, &'i [Item<'s>])> {
        let ItemKind::Branch(branch) = &item.kind else {
            return None;
        };
        let ([line], Target::Items(inside)) = (branch.cases.as_slice(), &branch.target) else {
            return None;
        };
        let (form, filled) = form_of(line).ok()?;
        let holes = Holes::new(form, filled, None, line.span);
        (form.step == StepKind::Case)
            .then(|| Some((self.said(&holes)?, inside.items.as_slice())))?
    }

    pub(super) fn report(&mut self, finding: Diagnostic) {
        self.is_whole &= finding.level != Level::Error;
        self.sink.push(finding);
    }

    fn item(&mut self, item: &Item<'_>) -> Vec<Step> {
        if let Some(label) = item.labels.first() {
            let message = format!("a test has no labels such as `{}:`", label.text);
            self.report(Diagnostic::new(&names::WRONG_STEP, label.span, message));
        }
        match &item.kind {
            ItemKind::Block(block) => self.step(block),
            ItemKind::Jump(target) => self.no_arrow(target.span()),
            ItemKind::Branch(branch) => self.with_steps(branch),
            ItemKind::Nothing => Vec::new(),
            // Reported where it was read.
            ItemKind::Broken(_) => {
                self.is_whole = false;
                Vec::new()
            }
        }
    }

    /// A step with steps of its own behind an arrow.
    fn with_steps(&mut self, branch: &Branch<'_>) -> Vec<Step> {
        let ([line], Target::Items(inside)) = (branch.cases.as_slice(), &branch.target) else {
            return self.no_arrow(branch.span());
        };
        let form = match form_of(line) {
            Ok((form, _)) if form.step == StepKind::InAnyOrder => form,
            Ok(_) => return self.no_arrow(branch.span()),
            Err(finding) => {
                self.report(*finding);
                return Vec::new();
            }
        };
        let steps: Vec<Step> = inside
            .items
            .iter()
            .flat_map(|item| self.item(item))
            .collect();
        let mut expected = Vec::new();
        for step in steps {
            match step.what {
                What::Expect(expectation) => expected.push(expectation),
                What::Do(_) => {
                    let message = format!("in `{}` stands only what is expected", form.pattern);
                    let finding = Diagnostic::new(&names::WRONG_STEP, step.span, message);
                    self.report(finding.help(format!("write for example `{}`", form.example)));
                }
            }
        }
        vec![Step {
            span: line.span,
            text: line.span.of(self.text).to_owned(),
            what: What::Expect(Expectation::InAnyOrder(expected)),
        }]
    }

    fn shared(&mut self, holes: &mut Holes<'_, '_>) -> Vec<Step> {
        let Some(name) = self.said(holes) else {
            return Vec::new();
        };
        if let Some(steps) = self.shared.get(&name) {
            return steps.clone();
        }
        let message = format!("there are no steps `{name}`");
        let finding = Diagnostic::new(&names::WRONG_STEP, holes.literal_span(), message);
        let known = self.shared.keys().map(String::as_str);
        self.report(finding.help(match nearest(&name, known) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("say what they are at the top of a file: `steps \"{name}\" {{ … }}`"),
        }));
        Vec::new()
    }

    fn no_arrow(&mut self, span: Span) -> Vec<Step> {
        let finding = Diagnostic::new(&names::WRONG_STEP, span, "a test has no arrows");
        self.report(finding.help("its steps happen one after the other"));
        Vec::new()
    }

    fn step(&mut self, block: &Block<'_>) -> Vec<Step> {
        let line = &block.line;
        let (form, filled) = match form_of(line) {
            Ok(found) => found,
            Err(finding) => {
                self.report(*finding);
                return Vec::new();
            }
        };
        self.check_braces(form, block);
        let mut holes = Holes::new(form, filled, block.entries.as_ref(), line.span);
        if form.step == StepKind::Shared {
            return self.shared(&mut holes);
        }
        let what = self.what(&mut holes);
        let step = |what| Step {
            span: line.span,
            text: line.span.of(self.text).to_owned(),
            what,
        };
        what.map(step).into_iter().collect()
    }

    fn check_braces(&mut self, form: &StepForm, block: &Block<'_>) {
        match (form.braces, &block.entries) {
            (Braces::None, Some(entries)) => {
                let message = "this step has no properties";
                self.report(Diagnostic::new(&names::WRONG_STEP, entries.span, message));
            }
            (Braces::Steps, _) => {
                let message = format!("`{}` has steps of its own", block.line.words.text());
                let finding = Diagnostic::new(&names::WRONG_STEP, block.line.span, message);
                self.report(finding.help(format!("write for example `{}`", form.example)));
            }
            (Braces::None | Braces::Properties(_) | Braces::Open, _) => {}
        }
    }
}

// ------------------------------------------------------------------ each step

impl Reader<'_, '_> {
    fn what(&mut self, holes: &mut Holes<'_, '_>) -> Option<What> {
        let happens = What::Do;
        Some(match holes.form.step {
            StepKind::Start => happens(self.start(holes)?),
            StepKind::Given(step) => happens(Event::Given(self.given(step, holes)?)),
            StepKind::Customer(step) => happens(Event::Customer(self.customer(step, holes)?)),
            StepKind::Bot(step) => happens(self.bot(step, holes)?),
            StepKind::Agent(step) => happens(Event::Agent(self.agent(step, holes)?)),
            StepKind::Pass => happens(Event::Pass(self.seconds(holes)?)),
            StepKind::PassUntil => happens(Event::PassUntil(self.time_of_day(holes)?)),
            StepKind::Expect(step) => What::Expect(self.expectation(step, holes)?),
            // Reported, or taken apart, before.
            StepKind::Shared | StepKind::Case | StepKind::InAnyOrder => return None,
            StepKind::NotSupported => {
                self.not_supported(holes);
                return None;
            }
        })
    }

    fn start(&mut self, holes: &mut Holes<'_, '_>) -> Option<Event> {
        let flow = self.flow(holes);
        let channel = self.channel(holes);
        let held = match holes.form.braces {
            Braces::Properties(known) => self.properties(known, holes.entries),
            Braces::None | Braces::Open | Braces::Steps => Vec::new(),
        };
        let mut start = Start::new(flow?, channel?);
        for (key, value) in held {
            match (key, value) {
                ("from", Held::Text(text)) => start.from = Some(text),
                ("to", Held::Text(text)) => start.to = Some(text),
                ("first message", Held::Text(text)) => start.first_message = Some(text),
                ("queue", Held::Text(text)) => {
                    start.queue = Some(Named::find(self.program, ResourceKind::Queue, &text));
                }
                ("attributes", Held::Map(map)) => start.attributes = map,
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
        })
    }

    fn customer(&mut self, step: CustomerStep, holes: &Holes<'_, '_>) -> Option<Customer> {
        Some(match step {
            CustomerStep::Writes => Customer::Writes(self.said(holes)?),
            CustomerStep::Presses => Customer::Presses(self.key(holes)?),
            CustomerStep::Enters => Customer::Enters(self.keys(holes)?),
            CustomerStep::IsSilent => Customer::IsSilent,
            CustomerStep::Returns => Customer::Returns,
            CustomerStep::Leaves => Customer::Leaves,
        })
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
        let Braces::Properties(known) = holes.form.braces else {
            return Some(answer);
        };
        for (key, value) in self.properties(known, holes.entries) {
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
            ExpectStep::Open => Expectation::Open(channel_of(holes.form)),
            ExpectStep::Ended => Expectation::Ended(channel_of(holes.form)),
            ExpectStep::EndedBy => Expectation::EndedBy(self.reason(holes)?),
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
                let with = self.open(holes.entries);
                Expectation::Called(function?, texts(with))
            }
            ExpectStep::FunctionNotCalled => {
                Expectation::NotCalled(self.named(holes, &[ResourceKind::Lambda])?)
            }
            ExpectStep::TimeLeft => Expectation::TimeLeft(self.seconds(holes)?),
            ExpectStep::TimeLeftBelow => Expectation::TimeLeftBelow(self.seconds(holes)?),
            ExpectStep::Waiting => Expectation::Waiting(None),
        })
    }

    fn not_supported(&mut self, holes: &Holes<'_, '_>) {
        let message = format!("the step `{}` is not supported yet", holes.form.pattern);
        let finding = Diagnostic::new(&names::UNSUPPORTED_STEP, holes.line, message);
        self.report(finding.help("the interpreter does not model the block that it is for; a test without this step can be played"));
    }
}

// -------------------------------------------------------------------- helpers

fn channel_of(form: &StepForm) -> Channel {
    match form.pattern.split(' ').nth(1) {
        Some("call") => Channel::Voice,
        Some("task") => Channel::Task,
        Some(_) | None => Channel::Chat,
    }
}

/// Values as the texts that a function is given.
fn texts(entries: Vec<(String, Value)>) -> Vec<(String, String)> {
    let entries = entries.into_iter();
    entries.map(|(key, value)| (key, as_text(value))).collect()
}

fn as_text(value: Value) -> String {
    match value {
        Value::Text(text) | Value::Reference(text) | Value::RawNumber(text) => text,
        Value::RawBool(flag) | Value::Flag(flag) => flag.to_string(),
        Value::Duration(number) | Value::Number(number) => number.to_string(),
        Value::Word(word) => word.to_owned(),
        Value::Resource(_)
        | Value::Words(_)
        | Value::Map(_)
        | Value::List(_)
        | Value::Prompt(..)
        | Value::Null => String::new(),
    }
}
