//! The analysis against the interpreter: what it promises holds in every chat that is played,
//! whoever does what in it, and what it finds wrong can be played.

use super::checked::{At, Checked, Seconds};
use super::small;
use crate::support::cases;
use ebb::catalogue::{Behaviour, Channel, FlowKind, ResourceKind, Role};
use ebb::compile::replay::replay;
use ebb::diag::{Level, Replay, Sink};
use ebb::graph::{BlockBranch, Settings, Verdict, Witness, reach};
use ebb::id::Id;
use ebb::program::{Block, FlowId, Program, Value};
use ebb::project::people::People;
use ebb::rules::Finding;
use ebb::run::{
    Agent, Bot, BotAnswer, Customer, Effect, Event, Given, Machine, Named, Reason, Seen, SignedIn,
    Start, State,
};
use ebb::source::FileId;
use ebb::suite::explore::explore;
use ebb::suite::simulate::{Choices, Outcomes, Simulation};
use ebb::suite::{self, Coverage};
use ebb::syntax;
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use std::collections::{BTreeMap, BTreeSet};

/// How many chats are played on one program.
const CHATS: usize = 6;

// -------------------------------------------------------------------- one chat

/// What somebody does next, if that can happen then.
fn event() -> impl Strategy<Value = Event> {
    let answers = prop::sample::select(vec!["1", "2"]).prop_map(|intent| {
        Bot::Answers(BotAnswer {
            intent: intent.to_owned(),
            ..BotAnswer::default()
        })
    });
    let in_view =
        prop::sample::select(vec!["Next", "Back"]).prop_map(|action| Customer::AnswersView {
            view: None,
            action: action.to_owned(),
            data: Vec::new(),
        });
    // A bot that gives up at any other time than its limit is not part of the definition.
    let bots = prop_oneof![3 => answers, 1 => Just(Bot::Fails), 1 => Just(Bot::Leaves)];
    prop_oneof![
        3 => Just(Event::Customer(Customer::Writes("Hello?".to_owned()))),
        1 => Just(Event::Customer(Customer::IsSilent)),
        1 => in_view.prop_map(Event::Customer),
        1 => Just(Event::Customer(Customer::SignsIn(SignedIn::default()))),
        1 => Just(Event::Customer(Customer::OptsOut)),
        2 => bots.prop_map(|does| Event::Bot { bot: None, does }),
        3 => Just(Event::Agent(Agent::Joins { agent: None, queue: None })),
        3 => Just(Event::Agent(Agent::Leaves)),
        4 => (1_i64..=4).prop_map(Event::Pass),
        2 => (1_i64..=24).prop_map(Event::Pass),
    ]
}

/// One chat: what it starts with, and what people do.
#[derive(Debug, Clone)]
struct Chat {
    plan: &'static str,
    delay: &'static str,
    /// How long the function takes.
    takes: i64,
    /// Which of the failures that there are come about.
    fails: Vec<prop::sample::Index>,
    events: Vec<Event>,
}

fn chat() -> impl Strategy<Value = Chat> {
    (
        prop::sample::select(vec!["", "1", "2", "5"]),
        prop::sample::select(vec!["", "1", "3", "9", "30"]),
        0_i64..=9,
        prop::collection::vec(any::<prop::sample::Index>(), 0..2),
        prop::collection::vec(event(), 0..16),
    )
        .prop_map(|(plan, delay, takes, fails, events)| Chat {
            plan,
            delay,
            takes,
            fails,
            events,
        })
}

impl Chat {
    /// Plays it: events that cannot happen are passed over; then only time passes.
    fn play(&self, program: &Program, duration: u32) -> Vec<Seen> {
        let machine = Machine::new(program);
        let (mut state, mut seen) = (State::new(), Vec::new());
        state.world.give(&Given::FunctionTakes {
            function: Named::find(program, ResourceKind::Lambda, "look_up"),
            seconds: self.takes,
        });
        let failures = failures(program);
        for index in self.fails.iter().filter(|_| !failures.is_empty()) {
            let branch = failures[index.index(failures.len())];
            state.world.give(&Given::Block {
                flow: branch.flow,
                block: branch.block,
                exit: branch.exit.unwrap(),
            });
        }
        let mut start = Start::new(FlowId::from_index(0), Channel::Chat);
        start.chat_duration = Some(i64::from(duration));
        // An inbound flow is where chats come without a queue.
        let kind = program.flows[start.flow].kind;
        let has_queue = kind != Some(FlowKind::Inbound) && self.takes % 2 == 0;
        start.queue = has_queue.then(|| Named::Text("support".into()));
        // What the source says of a length that is only known at run time is true.
        let delay = match (self.delay.parse(), bounds(program).min()) {
            (Ok(delay), Some(bound)) => i64::min(delay, bound).to_string(),
            (_, _) => self.delay.to_owned(),
        };
        start.attributes.set("plan", self.plan);
        start.attributes.set("delay", &delay);
        let rest = [Event::Pass(i64::from(duration))];
        for event in [Event::Start(start)]
            .iter()
            .chain(&self.events)
            .chain(&rest)
        {
            let _ = machine.apply(&mut state, event, &mut seen);
        }
        seen
    }
}

/// The bounds that the program states for Waits.
pub fn bounds(program: &Program) -> impl Iterator<Item = i64> {
    let blocks = program.flows.iter().flat_map(|flow| &flow.blocks);
    blocks.filter_map(|block| match block.value(Role::Bound) {
        Some(Value::Duration(bound)) => Some(*bound),
        _ => None,
    })
}

/// The failures of blocks that take no time.
fn failures(program: &Program) -> Vec<BlockBranch> {
    let mut found = Vec::new();
    for (flow, of_flow) in program.flows.iter_enumerated() {
        for (block, of_block) in of_flow.blocks.iter_enumerated() {
            let exit = of_block
                .exits
                .iter()
                .position(|exit| exit.outcome.is("error"));
            let times = matches!(of_block.row.behaviour, Behaviour::Bot | Behaviour::Function);
            if let Some(exit) = exit.filter(|_| !times) {
                found.push(BlockBranch {
                    flow,
                    block,
                    exit: Some(exit),
                });
            }
        }
    }
    found
}

// ------------------------------------------------------------- what it has cost

/// What was seen of a chat, with what it had cost by then.
#[derive(Debug, Default)]
struct Ledger {
    /// The blocks that it came to: when, after how many late returns, and after how many
    /// seconds with agents, bots and functions.
    starts: Vec<(At, u32, u32, u32)>,
    taken: Vec<BlockBranch>,
    /// The Wait in which it was cut off.
    cut: Option<At>,
    late: u32,
    service: u32,
}

impl Ledger {
    fn of(program: &Program, seen: &[Seen]) -> Self {
        let mut ledger = Self::default();
        let mut since = 0;
        let mut waits = None;
        for Seen { at, effect } in seen {
            let spent = u32::try_from(at - since).unwrap();
            match effect {
                Effect::Took { flow, block, way } => {
                    let of_block = &program.flows[*flow].blocks[*block];
                    ledger.pay(of_block, way.exit, spent);
                    let (flow, block, exit) = (*flow, *block, way.exit);
                    // A failure without a branch is no way out, and what a `return` leads to
                    // is the branch of whoever invoked the module.
                    let returns = of_block.row.behaviour == Behaviour::ReturnFromModule;
                    if exit.is_some() || !(returns || of_block.row.branch(way.word).is_some()) {
                        ledger.taken.push(BlockBranch { flow, block, exit });
                    }
                    waits = None;
                }
                Effect::AgentJoined { .. } | Effect::AgentLeft => {
                    ledger.service += spent;
                    waits = None;
                }
                Effect::Entered { flow, block } => {
                    let now = u32::try_from(*at).unwrap();
                    let (late, service) = (ledger.late, ledger.service);
                    ledger.starts.push(((*flow, *block), now, late, service));
                }
                Effect::Waits { flow, block, .. } => {
                    let of_block = &program.flows[*flow].blocks[*block];
                    let is_wait = of_block.row.behaviour == Behaviour::Wait;
                    waits = is_wait.then_some((*flow, *block));
                    continue;
                }
                Effect::Ended(Reason::Expired) => ledger.cut = waits,
                Effect::Queued(_) | Effect::FlowEnded(_) | Effect::NextContact { .. } => {}
                _ => continue,
            }
            since = *at;
        }
        ledger
    }

    /// What leaving a block has cost after so many seconds in it.
    fn pay(&mut self, block: &Block, exit: Option<usize>, spent: u32) {
        let outcome = exit.map(|exit| &block.exits[exit].outcome);
        let is = |word| outcome.is_some_and(|outcome| outcome.is(word));
        match block.row.behaviour {
            Behaviour::Wait if is("customer returned") => self.late += u32::from(spent > 0),
            Behaviour::Wait if is("bot left") => self.service += spent,
            Behaviour::Bot if !is("timeout") => self.service += spent,
            Behaviour::Function => self.service += spent,
            // A view, or a customer who signs in.
            Behaviour::Scripted if !is("timeout") => self.service += spent,
            _ => {}
        }
    }
}

/// What is seen when the script of a finding is played.
fn played(program: &Program, entry: FlowId, replay: &Replay) -> Vec<Seen> {
    let text = suite::wrap_script(&replay.steps.join("\n"));
    let mut sink = Sink::new();
    let tree = syntax::parse(FileId::from_index(0), &text, &mut sink);
    let script = suite::script(&tree, program, entry, &mut sink).unwrap();
    let result = suite::play(program, &script);
    assert!(result.passed(), "{:?}", result.verdict);
    result.seen
}

// -------------------------------------------------------------------- the laws

impl Checked<'_> {
    fn is_allowed(&self, late: u32, service: u32) -> bool {
        self.case.late.is_none_or(|most| late <= most)
            && self.case.service.is_none_or(|most| service <= most)
    }

    /// Every start of a block, every branch and the end of the chat are as was promised.
    fn keeps_its_word(&self, promised: &Promised, chat: &Chat) -> Result<(), TestCaseError> {
        let seen = chat.play(self.program, self.case.duration);
        let ledger = Ledger::of(self.program, &seen);
        for (at, time, late, service) in &ledger.starts {
            prop_assert!(promised.reached.contains(at), "{:?} is not reached", at);
            if let Some(possible) = &promised.possible
                && self.is_allowed(*late, *service)
            {
                let times = possible.get(at);
                prop_assert!(
                    times.is_some_and(|times| times.contains(time)),
                    "{:?} starts at {}, not at {:?}",
                    at,
                    time,
                    times
                );
            }
        }
        for branch in &ledger.taken {
            prop_assert!(promised.branches.contains(branch), "{:?} is taken", branch);
        }
        if promised.is_safe && self.is_allowed(ledger.late, ledger.service) {
            prop_assert_eq!(ledger.cut, None);
        }
        prop_assert_eq!(seen, chat.play(self.program, self.case.duration));
        Ok(())
    }

    /// The chat that a finding tells of, where the interpreter can follow: it is cut off where
    /// the finding says, and costs no more than is allowed.
    fn told(&self, finding: &Finding) -> Option<Result<Ledger, String>> {
        let witness = finding.witness.as_ref()?;
        Some(replay(self.program, witness).map(|replay| {
            let seen = played(self.program, witness.entry, &replay);
            Ledger::of(self.program, &seen)
        }))
    }

    fn can_be_played(&self, finding: &Finding) -> Result<(), TestCaseError> {
        let Some(Ok(ledger)) = self.told(finding) else {
            return Ok(());
        };
        let rule = finding.diagnostic.rule.name;
        let place = finding.witness.as_ref().and_then(|it| it.place.block());
        if rule == "wait-overrun" {
            prop_assert_eq!(ledger.cut, place);
            prop_assert!(self.is_allowed(ledger.late, ledger.service));
            if finding.diagnostic.level == Level::Error {
                prop_assert_eq!((ledger.late, ledger.service), (0, 0));
            }
        }
        Ok(())
    }

    fn promised(&self) -> Promised {
        let reach = reach::from(self.program, self.analysis.entry, &self.settings);
        Promised {
            reached: self
                .analysis
                .graph
                .at_blocks()
                .map(|(_, flow, block)| (flow, block))
                .collect(),
            possible: self.analysis.not_ruled_out().map(|may| self.found(may)),
            branches: reach.branches().map(|(_, branch)| branch).collect(),
            is_safe: self.analysis.verdict() == Verdict::Safe,
        }
    }
}

/// What the analysis says of the chats that start in one flow.
struct Promised {
    reached: BTreeSet<At>,
    /// When each block can start within the allowance; nothing where no timer runs.
    possible: Option<Seconds>,
    /// The branches that a chat can take.
    branches: BTreeSet<BlockBranch>,
    /// Whether no chat is cut off in a Wait within the allowance.
    is_safe: bool,
}

proptest! {
    #![proptest_config(cases(1_000))]

    #[test]
    fn no_chat_breaks_what_the_analysis_promises(
        case in small::case(),
        chats in prop::collection::vec(chat(), CHATS),
    ) {
        let program = case.program();
        let checked = Checked::new(&case, &program);
        let promised = checked.promised();
        for chat in &chats {
            checked.keeps_its_word(&promised, chat)?;
        }
    }

    #[test]
    fn the_story_of_a_finding_is_played_or_the_finding_is_in_doubt(case in small::case()) {
        let program = case.program();
        let checked = Checked::new(&case, &program);
        let plays = |witness: &Witness| replay(&program, witness).is_ok();
        for finding in ebb::rules::check_groups(&program, &ebb::graph::groups(&program), &checked.settings, &|_| true, &plays) {
            checked.can_be_played(&finding)?;
        }
    }
}

proptest! {
    #![proptest_config(cases(60))]

    /// What is explored can be kept: it is read, passes, and takes what it was found to take.
    #[test]
    fn tests_that_wrote_themselves_pass_and_take_what_they_say(case in small::case()) {
        let program = case.program();
        let reaches = reach::everywhere(&program, &Settings::default());
        let mut found = Coverage::of(&program, &reaches);
        let explored = explore(&program, &reaches, &mut found);
        let text = explored.tests.join("\n");
        let mut sink = Sink::new();
        let tree = syntax::parse(FileId::from_index(0), &text, &mut sink);
        let tests = suite::collect(&[tree], &program, &mut sink);
        prop_assert!(sink.findings().is_empty(), "{:?}\n{}", sink.findings(), text);
        let mut taken = Coverage::of(&program, &reaches);
        for test in &tests {
            let result = suite::play(&program, test);
            prop_assert!(result.passed(), "{:?}\n{}", result.verdict, text);
            taken.add(&program, &result.seen);
        }
        prop_assert_eq!(taken.share(), found.share());
        prop_assert_eq!(found.missing().count(), explored.missed.len());
    }

    /// A simulation is the same for one seed, in whichever parts it is played.
    #[test]
    fn one_seed_is_one_outcome(case in small::case(), seed in any::<u64>(), part in 1_u64..12) {
        let program = case.program();
        let simulation = Simulation {
            program: &program,
            flow: FlowId::from_index(0),
            people: &People::default(),
            choices: &Choices::new(&program),
            seed,
        };
        let play = |ends: &[u64]| {
            let mut outcomes = Outcomes::new(&program, simulation.flow);
            let mut from = 0;
            for end in ends {
                let mut some = Outcomes::new(&program, simulation.flow);
                simulation.play(from..*end, &mut some);
                outcomes.join(&some);
                from = *end;
            }
            outcomes
        };
        let whole = play(&[12]);
        prop_assert_eq!(&whole, &play(&[part, 12]));
        prop_assert_eq!(whole.chats, 12);
    }
}

/// What the random chats and findings have to show often, so that it means something that no
/// promise is broken.
#[test]
fn random_chats_show_what_is_to_be_tested() {
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let mut shown: BTreeMap<&str, usize> = BTreeMap::new();
    let (mut errors, mut in_doubt) = (0, 0);
    let mut doubts: BTreeMap<(&str, String), usize> = BTreeMap::new();
    let rule = |finding: &Finding| finding.diagnostic.rule.name;
    for _ in 0..1_000 {
        let case = small::case().new_tree(&mut runner).unwrap().current();
        let program = case.program();
        let checked = Checked::new(&case, &program);
        let promised = checked.promised();
        let mut show = |name, holds: bool| {
            *shown.entry(name).or_default() += usize::from(holds);
        };
        for _ in 0..3 {
            let chat = chat().new_tree(&mut runner).unwrap().current();
            let ledger = Ledger::of(&program, &chat.play(&program, case.duration));
            let is_allowed = checked.is_allowed(ledger.late, ledger.service);
            show("cut off in a Wait", ledger.cut.is_some());
            show(
                "safe, and within the allowance",
                promised.is_safe && is_allowed,
            );
            show(
                "not safe, and cut off within the allowance",
                ledger.cut.is_some() && is_allowed,
            );
            show("a late return", ledger.late > 0);
            show("time with agents, bots and functions", ledger.service > 0);
            show("many blocks", ledger.starts.len() > 8);
        }
        let plays = |witness: &Witness| replay(&program, witness).is_ok();
        for finding in ebb::rules::check_groups(
            &program,
            &ebb::graph::groups(&program),
            &checked.settings,
            &|_| true,
            &plays,
        ) {
            let Some(told) = checked.told(&finding) else {
                continue;
            };
            if finding.diagnostic.level == Level::Error {
                errors += 1;
                in_doubt += usize::from(told.is_err());
                if let Err(why) = &told {
                    let why: String = why.chars().filter(|c| !c.is_ascii_digit()).collect();
                    *doubts.entry((rule(&finding), why)).or_default() += 1;
                }
            }
            show("a story that is played", told.is_ok());
        }
    }
    println!("{shown:#?}, {errors} errors with a story, {in_doubt} of them in doubt");
    println!("{doubts:#?}");
    // What random blocks tell of one attribute contradicts itself at times: about every
    // twelfth story. What of these a chat can show is counted beside, in `doubts`.
    assert!(in_doubt * 10 < errors, "{in_doubt} of {errors}");
    for (name, times) in shown {
        assert!(times >= 20, "{name}: {times} of 1,000");
    }
}
