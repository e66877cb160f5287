//! What holds for every program and whatever happens to its contacts.

use super::{inbound, load};
use crate::oracle::small;
use crate::support::cases;
use crate::wire::{Read, corpus, random};
use ebb::catalogue::steps::STEPS;
use ebb::catalogue::{Channel, ResourceKind, Shape, Unit};
use ebb::emit;
use ebb::graph::flow::reachable;
use ebb::id::Id;
use ebb::program::{Flow, FlowId, Program, Target, Value};
use ebb::run::{
    Agent, Bot, BotAnswer, Call, Customer, Effect, Event, Given, Machine, Named, Seen, SignedIn,
    Start, State, TraceEvent, TraceWhat, trace,
};
use ebb::suite::{self, What};
use proptest::prelude::*;
use std::sync::Arc;

fn event() -> impl Strategy<Value = Event> {
    let seconds = [
        0,
        1,
        5,
        59,
        600,
        3_600,
        43_200,
        90_000,
        10_000_000,
        i64::MAX,
    ];
    let intents = ["TrackOrder", "Hello.", "5", ""];
    let answers = prop::sample::select(intents.to_vec()).prop_map(|intent| {
        Bot::Answers(BotAnswer {
            intent: intent.to_owned(),
            ..BotAnswer::default()
        })
    });
    let bots = prop_oneof![
        3 => answers,
        1 => Just(Bot::Fails),
        1 => Just(Bot::TimesOut),
        1 => Just(Bot::Leaves),
    ];
    let calls = [
        Call::Answered,
        Call::Voicemail { beep: true },
        Call::Voicemail { beep: false },
        Call::Fails,
    ];
    let joins = Agent::Joins {
        agent: None,
        queue: None,
    };
    prop_oneof![
        8 => Just(Event::Customer(Customer::Writes("hello".to_owned()))),
        2 => prop::sample::select(vec!['1', '5', '#']).prop_map(|key| Event::Customer(Customer::Presses(key))),
        1 => Just(Event::Customer(Customer::Enters("12#".to_owned()))),
        2 => Just(Event::Customer(Customer::IsSilent)),
        1 => Just(Event::Customer(Customer::Returns)),
        1 => Just(Event::Customer(Customer::SignsIn(SignedIn::default()))),
        1 => Just(Event::Customer(Customer::OptsOut)),
        1 => prop::sample::select(calls.to_vec()).prop_map(Event::Call),
        1 => Just(Event::Customer(Customer::Leaves)),
        4 => bots.prop_map(|does| Event::Bot { bot: None, does }),
        4 => Just(Event::Agent(joins)),
        3 => Just(Event::Agent(Agent::Leaves)),
        1 => Just(Event::Agent(Agent::TransfersTo(Named::Text("sales".into())))),
        6 => prop::sample::select(seconds.to_vec()).prop_map(Event::Pass),
        // As long as the Waits of the small timed programs, and the chats there, last.
        3 => (1_i64..=24).prop_map(Event::Pass),
        1 => Just(Event::PassUntil(64_800)),
        // Far beyond the end of every chat; here a task is stopped.
        1 => prop::sample::select(vec![10_000_000, i64::MAX]).prop_map(Event::Pass),
        1 => Just(Event::Given(Given::PromptsFail)),
        1 => Just(Event::Given(Given::Percent(50))),
    ]
}

/// A step of the table, with other words and values in it, or nearly one.
fn step_like() -> impl Strategy<Value = String> {
    let words = [
        "support", "Helper", "main", "look_up", "joins", "chat", "is", "nobody",
    ];
    let values = [
        "",
        "1",
        "1h",
        "\"hi\"",
        "\"1\"",
        "= \"x\"",
        "< 2m",
        "40%",
        "#",
        "$.Channel",
    ];
    let braces = [
        "",
        "",
        "",
        " { a: \"b\" }",
        " { attributes: [1] }",
        " { x -> y }",
        " {",
    ];
    let parts = (
        prop::sample::select(STEPS.iter().map(|form| form.pattern).collect::<Vec<_>>()),
        prop::sample::select(words.to_vec()),
        prop::sample::select(values.to_vec()),
        prop::sample::select(braces.to_vec()),
        any::<prop::sample::Index>(),
        prop::bool::weighted(0.2),
    );
    parts.prop_map(|(pattern, word, value, braces, lost, loses)| {
        let mut parts: Vec<&str> = pattern.split(' ').collect();
        if loses {
            parts.remove(lost.index(parts.len()));
        }
        let parts = parts.into_iter().map(|part| match part {
            "{text}" | "{key}" | "{time}" | "{number}" => value,
            hole if hole.starts_with('{') => word,
            word => word,
        });
        format!("{}{braces}", parts.collect::<Vec<_>>().join(" "))
    })
}

fn events() -> impl Strategy<Value = Vec<Event>> {
    let channels = [Channel::Chat, Channel::Chat, Channel::Voice, Channel::Task];
    let start = prop::sample::select(channels.to_vec());
    (start, prop::collection::vec(event(), 0..25)).prop_map(|(channel, mut events)| {
        let mut start = Start::new(FlowId::from_index(0), channel);
        start.second_of_day = Some(30_000);
        start.attributes.set("plan", "5");
        events.insert(0, Event::Start(start));
        events
    })
}

/// Lets everything happen that can, and checks what holds after every event.
fn play(program: &Program, events: &[Event]) -> Vec<Seen> {
    let machine = Machine::new(program);
    let (mut state, mut seen) = (State::new(), Vec::new());
    for event in events {
        let before = (format!("{state:?}"), seen.len());
        let now = state.now;
        if machine.apply(&mut state, event, &mut seen).is_err() {
            assert_eq!(before, (format!("{state:?}"), seen.len()), "{event:?}");
        }
        assert!(state.now >= now, "time runs backwards");
        if let Some(end) = state.expires {
            assert!(state.now <= end && (state.now < end || !state.is_open()));
        }
        assert!(!machine.waits_for(&state).is_empty());
        if let Some(frame) = state.frame() {
            assert!(state.is_open() && frame.waiting.is_some(), "{frame:?}");
        }
    }
    check_order(program, &seen);
    check_reach(program, &seen);
    seen
}

/// No block is entered that the analysis calls unreachable.
fn check_reach(program: &Program, seen: &[Seen]) {
    let flows = program.flows.iter().map(|flow| reachable(flow));
    let reachable: Vec<Vec<bool>> = flows.collect();
    for Seen { effect, .. } in seen {
        if let Effect::Entered { flow, block } = effect {
            assert!(reachable[flow.index()][block.index()], "{effect:?}");
        }
    }
}

/// Times only grow, what is taken is where the flow goes, and nothing follows the end.
fn check_order(program: &Program, seen: &[Seen]) {
    let shown = |seen: &&Seen| !matches!(seen.effect, Effect::Relied { .. });
    let seen: Vec<&Seen> = seen.iter().filter(shown).collect();
    for pair in seen.windows(2) {
        assert!(pair[0].at <= pair[1].at);
        assert!(!matches!(pair[0].effect, Effect::Ended(_)), "{:?}", pair[1]);
        let Effect::Took { flow, block, way } = pair[0].effect else {
            continue;
        };
        let exits = &program.flows[flow].blocks[block].exits;
        let target = way.exit.map(|exit| &exits[exit].target);
        match (target, &pair[1].effect) {
            (Some(Target::Block(target)), Effect::Entered { block, .. }) => {
                assert_eq!(target, block);
            }
            (Some(Target::Block(_)), other) => {
                assert!(matches!(other, Effect::WentInCircles { .. }), "{other:?}");
            }
            (Some(Target::Nowhere | Target::Missing(_)) | None, _) => {}
        }
    }
}

/// The program of another program's JSON.
fn through_json(program: &Program) -> Program {
    let files: Vec<(String, String)> = program
        .flows
        .iter_enumerated()
        .map(|(id, flow)| (format!("{}.json", flow.name), emit::flow(program, id).json))
        .collect();
    Read::of(
        files
            .iter()
            .map(|(name, json)| (name.as_str(), json.as_str())),
    )
    .program
}

fn traced(program: &Program, events: &[Event]) -> Vec<TraceEvent> {
    trace(program, &play(program, events))
}

proptest! {
    #![proptest_config(cases(200))]

    #[test]
    fn whatever_happens_comes_to_an_end_and_happens_the_same_again(
        program in random::program(),
        events in events(),
    ) {
        let once = play(&program, &events);
        prop_assert_eq!(once, play(&program, &events));
    }

    #[test]
    fn any_row_of_words_is_a_step_or_a_finding(lines in prop::collection::vec(step_like(), 0..8)) {
        let text = inbound("wait 1h\ndisconnect", &format!(
            "test \"words\" {{\nstart main on chat\n{}\n}}",
            lines.join("\n"),
        ));
        let loaded = load(&text);
        prop_assert!(!loaded.tests.is_empty() || !loaded.findings.is_empty());
        for test in &loaded.tests {
            let result = suite::play(&loaded.program, test);
            prop_assert_eq!(result.seen, suite::play(&loaded.program, test).seen);
        }
    }

    #[test]
    fn a_program_and_its_json_do_the_same(program in random::program(), events in events()) {
        let again = through_json(&program);
        prop_assert_eq!(traced(&program, &events), traced(&again, &events));
    }

    #[test]
    fn a_timed_program_and_its_json_do_the_same(case in small::case(), mut events in events()) {
        let mut program = case.program();
        // A trace names flows by their titles, which in JSON nobody leaves out.
        for flow in program.flows.iter_mut() {
            let flow = Arc::make_mut(flow);
            flow.title.clone_from(&flow.name);
            in_whole_minutes(flow);
        }
        let again = through_json(&program);
        // How long chats last is the caller's to say: JSON has no place for it.
        if let Some(Event::Start(start)) = events.first_mut() {
            start.chat_duration = Some(i64::from(case.duration));
        }
        prop_assert_eq!(traced(&program, &events), traced(&again, &events));
    }
}

/// What the wire counts in minutes lasts as many as it lasted seconds.
fn in_whole_minutes(flow: &mut Flow) {
    for block in flow.blocks.iter_mut() {
        for argument in &mut block.arguments {
            let unit = argument.parameter.shape;
            if let (
                Shape::Duration {
                    unit: Unit::Minutes,
                    ..
                },
                Value::Duration(length),
            ) = (unit, &mut argument.value)
            {
                *length *= 60;
            }
        }
    }
}

/// Three contacts that meet most of what flows hold.
fn usual_contacts() -> Vec<Vec<Event>> {
    let silent = Event::Customer(Customer::IsSilent);
    let writes = Event::Customer(Customer::Writes("hello".to_owned()));
    let leaves = Event::Agent(Agent::Leaves);
    let joins = Event::Agent(Agent::Joins {
        agent: None,
        queue: None,
    });
    let answers = Event::Bot {
        bot: None,
        does: Bot::Answers(BotAnswer::default()),
    };
    let key = Event::Customer(Customer::Presses('1'));
    let pass = Event::Pass(600);
    let round = [answers, writes, key, joins, leaves, silent, pass];
    [Channel::Chat, Channel::Voice, Channel::Task]
        .into_iter()
        .map(|channel| {
            let start = Event::Start(Start::new(FlowId::from_index(0), channel));
            let rounds = std::iter::repeat_n(&round, 5).flatten().cloned();
            std::iter::once(start).chain(rounds).collect()
        })
        .collect()
}

#[test]
fn exported_flows_play_and_do_the_same_once_they_are_written_anew() {
    let Some(files) = corpus::files() else { return };
    let (mut played, mut steps, mut ended) = (0, 0, 0);
    for file in &files {
        let program = corpus::read_file(file).program;
        if program.flows.is_empty() {
            continue;
        }
        let again = through_json(&program);
        for events in usual_contacts() {
            let trace = traced(&program, &events);
            assert_eq!(trace, traced(&again, &events), "{}", file.display());
            played += 1;
            steps += trace.len();
            ended += usize::from(
                trace
                    .iter()
                    .any(|event| matches!(event.what, TraceWhat::Ended(_))),
            );
        }
    }
    println!("{played} contacts played, {ended} of them ended, {steps} things seen");
}

#[test]
fn the_scenario_does_the_same_from_its_source_and_from_its_json() {
    does_the_same_from_its_json(include_str!("scenario.ebb"), 10);
}

#[test]
fn modules_do_the_same_from_their_source_and_from_their_json() {
    let text = r#"
        queue support
        module outer {
            input { plan: text }
            result data { team: text }
            result "known"
            again: loop 2 { looping -> { invoke module inner, -> again } }
            return "known" { data: { team: "team of $.Modules.Input.plan" } }
        }
        module inner { play prompt "inner", return }
        module waiting {
            wait 10m { customer returned -> { set working queue support, transfer to queue } }
            return
        }
        inbound flow main {
            set contact attributes { plan: "gold" }
            invoke module outer { input: { plan: $.Attributes.plan }, result "known" -> known }
            disconnect
            known: play prompt "$.Modules.Result $.Modules.ResultData.team"
            invoke module waiting
            play prompt "nobody came"
            disconnect
        }
        test "expired" { start main on chat
            pass 10m }
        test "back" { start main on chat
            customer "hello"
            agent joins
            agent leaves }
    "#;
    does_the_same_from_its_json(text, 10);
}

/// Plays every test of a source, and the same on the program of its JSON.
fn does_the_same_from_its_json(text: &str, least: usize) {
    let loaded = load(text);
    let again = through_json(&loaded.program);
    for test in &loaded.tests {
        let events: Vec<Event> = test
            .steps
            .iter()
            .filter_map(|step| match &step.what {
                What::Do(event) => Some(event.clone()),
                What::Expect(_) => None,
            })
            .collect();
        let told: Vec<Event> = events
            .iter()
            .map(|event| in_other(event, &loaded.program, &again))
            .collect();
        let trace = traced(&loaded.program, &events);
        assert!(trace.len() > least, "{trace:?}");
        assert_eq!(trace, traced(&again, &told));
    }
}

/// The event with the things that another program calls so.
fn in_other(event: &Event, program: &Program, other: &Program) -> Event {
    let find = |named: &Option<Named>, kind: ResourceKind| {
        let named = named.as_ref()?;
        let title = named.title(program);
        other
            .resources
            .iter_enumerated()
            .find(|(_, known)| known.kind == kind && known.title.as_deref() == Some(title))
            .map(|(id, _)| Named::Resource(id))
            .or(Some(Named::Text(
                format!("there is no {title} in the JSON").into(),
            )))
    };
    match event {
        Event::Bot { does, .. } => Event::Bot {
            bot: None,
            does: does.clone(),
        },
        Event::Agent(Agent::Joins { agent, queue }) => Event::Agent(Agent::Joins {
            agent: agent.clone(),
            queue: find(queue, ResourceKind::Queue),
        }),
        Event::Start(_)
        | Event::NewChat(_)
        | Event::Given(_)
        | Event::Customer(_)
        | Event::Agent(_)
        | Event::Call(_)
        | Event::Pass(_)
        | Event::PassUntil(_) => event.clone(),
    }
}
