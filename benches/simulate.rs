//! How many chats, and how many timers, the machine plays in a second.
//!
//! ```text
//! cargo bench --bench simulate
//! ```
//!
//! A flow of 100 blocks in which a chat takes about 11 steps: it greets, sets attributes,
//! compares, loops, goes into a queue; an agent joins and leaves; the disconnect flow waits
//! half a day, and either the customer comes back or the chat ends. Nobody looks at effects;
//! branches are told to a watcher that counts them.
//!
//! On a shared machine of two cores, many runs: 8.4 million bare walks a second; 1.49 to 2.1
//! million chats on one core, 1.2 to 1.9 times as many on both, where two plain loops side by
//! side did 1.2 to 2 times as much as one; 8.6 million timers.

#![expect(clippy::expect_used, reason = "a bench fails by panicking")]

mod bare;

use bare::Bare;
use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use ebb::catalogue::Channel;
use ebb::diag::Sink;
use ebb::program::{BlockId, Builder, FlowId, Program};
use ebb::run::{Agent, Customer, Event, Machine, Seen, Start, State, Watch, Way};
use ebb::source::SourceMap;
use ebb::syntax;
use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::fmt::Write;
use std::hint::black_box;
use std::time::Duration;

/// Chats in one round of the bench.
const CHATS: u64 = 10_000;

/// On each of two cores: so many that it does not count how long a thread takes to start, and
/// a core to wake.
const MANY: u64 = 20 * CHATS;

/// The flow: of twenty-three plans each has a way of its own of four blocks, and the way of
/// the last one is long.
fn source() -> String {
    let mut flow = String::from(
        "queue support\n\
         inbound flow main {\n\
         set disconnect flow after\n\
         set contact attributes { topic: \"delivery\", plan: $.Attributes.plan }\n\
         play prompt \"Welcome, $.Attributes.name.\"\n\
         check contact attributes $.Attributes.plan {\n",
    );
    for plan in 0..23 {
        writeln!(flow, "= \"plan {plan}\" -> way{plan}").expect("text");
    }
    flow.push_str("default -> way0\n}\n");
    for plan in 0..23 {
        writeln!(
            flow,
            "way{plan}: play prompt \"You are on plan {plan}.\"\n\
             set contact attributes {{ team: \"team {plan}\" }}\n\
             set working queue support\n\
             transfer to queue\n"
        )
        .expect("text");
    }
    flow.push_str(
        "}\n\
         disconnect flow after {\n\
         wait 12h { customer returned -> back }\n\
         play prompt \"We are closing this chat.\"\n\
         disconnect\n\
         back: play prompt \"Welcome back.\"\n\
         disconnect\n\
         }\n\
         inbound flow ticking { again: wait 1s\n-> again }\n",
    );
    flow
}

fn program() -> Program {
    let mut sources = SourceMap::new();
    let mut sink = Sink::new();
    let id = sources.add("simulate.ebb", source());
    let file = syntax::parse(id, sources.file(id).text(), &mut sink);
    let mut builder = Builder::new();
    builder.declare(&file, &mut sink);
    builder.lower(&file, &mut sink);
    assert!(!sink.has_errors(), "{:?}", sink.findings());
    builder.finish()
}

/// Counts branches, and looks at nothing else.
#[derive(Default)]
struct Branches(u64);

impl Watch for Branches {
    fn wants_effects(&self) -> bool {
        false
    }

    fn see(&mut self, _: Seen) {}

    fn took(&mut self, _: FlowId, _: BlockId, _: &Way) {
        self.0 += 1;
    }
}

/// What happens in the chats, made before the clock runs.
struct Script {
    starts: Vec<Event>,
    joins: Event,
    leaves: Event,
    later: Event,
    back: Event,
    never: Event,
}

fn script(flow: FlowId) -> Script {
    let starts = (0..24).map(|plan| {
        let mut start = Start::new(flow, Channel::Chat);
        start.attributes.set("plan", &format!("plan {plan}"));
        start.attributes.set("name", "Ann");
        Event::Start(start)
    });
    Script {
        starts: starts.collect(),
        joins: Event::Agent(Agent::Joins {
            agent: None,
            queue: None,
        }),
        leaves: Event::Agent(Agent::Leaves),
        later: Event::Pass(11 * 3600),
        back: Event::Customer(Customer::Writes("Hey, I'm back".to_owned())),
        never: Event::Pass(12 * 3600),
    }
}

/// Plays so many chats with one state, and tells how many steps they took.
fn play(machine: &Machine<'_>, script: &Script, chats: u64) -> u64 {
    let mut state = State::new();
    let mut branches = Branches::default();
    for (chat, start) in (0..chats).zip(script.starts.iter().cycle()) {
        state.reset();
        let last: &[&Event] = match chat % 2 {
            0 => &[&script.later, &script.back],
            _ => &[&script.never],
        };
        let first = [start, &script.joins, &script.leaves];
        for event in first.iter().chain(last) {
            machine
                .apply(&mut state, event, &mut branches)
                .expect("the script fits the flow");
        }
        assert!(!state.is_open(), "every chat ends");
    }
    branches.0
}

/// What there is to compare with: a walk of as many steps that does nothing on the way.
fn nothing(criterion: &mut Criterion) {
    let mut bare = Bare::new();
    let steps = bare.walk(100_000) as f64 / 100_000.0;
    let mut group = criterion.benchmark_group(format!("bare walks of {steps:.1} steps"));
    group.throughput(Throughput::Elements(CHATS));
    group.bench_function("on one core", |bench| bench.iter(|| bare.walk(CHATS)));
    group.finish();
}

fn chats(criterion: &mut Criterion) {
    let program = program();
    let machine = Machine::new(&program);
    let flow = program.flow_named("main").expect("it is there");
    let script = script(flow);
    let blocks: usize = program.flows.iter().map(|flow| flow.blocks.len()).sum();
    let steps = play(&machine, &script, 1_000) as f64 / 1_000.0;
    let name = format!("chats of {steps} steps in {blocks} blocks");

    let mut group = criterion.benchmark_group(name);
    group.measurement_time(Duration::from_secs(5));
    group.throughput(Throughput::Elements(CHATS));
    group.bench_function("on one core", |bench| {
        bench.iter(|| black_box(play(&machine, &script, CHATS)));
    });
    group
        .throughput(Throughput::Elements(2 * MANY))
        .sample_size(20);
    group.bench_function("on two cores", |bench| {
        bench.iter(|| {
            std::thread::scope(|scope| {
                let other = scope.spawn(|| play(&machine, &script, MANY));
                let own = play(&machine, &script, MANY);
                black_box(own + other.join().expect("it ends"))
            })
        });
    });
    group.finish();
}

/// Bits of an entry of the agenda that tell the chat; those above tell when.
const NUMBER: u32 = 14;

/// When a chat is due, and which: small, so that all of them stay near the processor.
fn entry(chat: &State, number: usize) -> Reverse<i64> {
    let due = chat.due().expect("it waits");
    Reverse((due << NUMBER) | number as i64)
}

/// Ten thousand chats wait; again and again the timer that is due next runs out.
fn timers(criterion: &mut Criterion) {
    const WAITING: u64 = 10_000;
    let program = program();
    let machine = Machine::new(&program);
    let flow = program.flow_named("ticking").expect("it is there");
    let mut start = Start::new(flow, Channel::Chat);
    start.chat_duration = Some(i64::MAX / 2);
    let start = Event::Start(start);

    let mut branches = Branches::default();
    let mut chats: Vec<State> = (0..WAITING).map(|_| State::new()).collect();
    let mut agenda = BinaryHeap::new();
    for (number, chat) in chats.iter_mut().enumerate() {
        machine
            .apply(chat, &start, &mut branches)
            .expect("it starts");
        agenda.push(entry(chat, number));
    }
    let mut group = criterion.benchmark_group("timers");
    group.throughput(Throughput::Elements(WAITING));
    group.bench_function("with 10,000 chats waiting", |bench| {
        bench.iter(|| {
            for _ in 0..WAITING {
                let mut next = agenda.peek_mut().expect("all chats go on");
                let Reverse(packed) = *next;
                let (at, number) = (packed >> NUMBER, packed & ((1 << NUMBER) - 1));
                let chat = &mut chats[number as usize];
                let event = Event::Pass(at - chat.now);
                machine
                    .apply(chat, &event, &mut branches)
                    .expect("time passes");
                *next = entry(chat, number as usize);
            }
        });
    });
    group.finish();
}

criterion_group!(simulate, nothing, chats, timers);
criterion_main!(simulate);
