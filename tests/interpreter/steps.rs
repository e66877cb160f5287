//! Tests that fail, and tests that are written wrong: what they are told.

use super::{inbound, load, load_whole, transcripts};
use ebb::catalogue::steps::{STEPS, StepForm, StepKind};
use ebb::suite::{self, What};

const FLOW: &str = r#"
    play prompt "Hello."
    get customer input "How can we help?" {
        bot: Helper
        intent "Agent" -> agent
    }
    play prompt "Goodbye."
    disconnect
    agent: set working queue support
    transfer to queue
    disconnect
"#;

fn failing(steps: &str) -> String {
    let test = format!("test \"fails\" {{\n start main on chat\n{steps}\n}}");
    let text = transcripts(&inbound(FLOW, &test), false);
    let verdict = text
        .split_once("FAILED at ")
        .map_or("", |(_, verdict)| verdict);
    let message = verdict
        .split_once(": ")
        .map_or("passed", |(_, message)| message);
    format!("{steps}\n    {}\n", message.trim().replace('\n', "\n    "))
}

#[test]
fn a_test_that_fails_says_what_is_so_instead() {
    let told: Vec<String> = [
        "expect prompt \"Helo.\"",
        "expect prompt \"How can we help?\"\nexpect prompt \"Hello.\"",
        "customer \"hi\"\nexpect prompt \"Hello.\"",
        "expect no prompt \"Hello.\"",
        "expect prompt contains \"parcel\"",
        "expect queue support",
        "expect agent joins",
        "expect menu",
        "expect waiting 12h",
        "expect chat ended",
        "expect call open",
        "expect ended by \"EXPIRED\"",
        "expect attribute plan = \"gold\"",
        "expect function look_up called",
        "expect time left 24h",
        "customer presses 1",
        "customer is silent",
        "agent joins",
        "agent leaves",
        "bot Helper answers \"Agent\"\nbot Helper answers \"Agent\"",
        "bot Helper answers \"Agent\"\nagent joins from sales",
        "bot Helper answers \"Agent\"\nexpect queue sales",
        "bot Helper answers \"Other\"\ncustomer \"hello?\"",
        "bot Helper leaves",
        "pass until \"18:00\"",
        "expect prompt matches \"^Helo\"",
        "expect never prompt \"Hello.\"",
        "expect never prompt contains \"help\"",
        "expect never flow main",
        "expect never queue support\nbot Helper answers \"Agent\"",
        "expect never agent joins\nbot Helper answers \"Agent\"\nagent joins",
        "bot Helper answers \"Agent\"\nexpect block get-customer-input-how-can-we-help took \"default\"",
        "expect block get-customer-input-how-can-we-help took \"default\"",
        "expect never block play-prompt-hello took \"success\"",
        "bot Helper answers \"Agent\"\nagent joins\nexpect no agent",
        "in any order -> {\nexpect prompt \"Hello.\"\nexpect prompt \"Bye.\"\n}",
    ]
    .into_iter()
    .map(failing)
    .collect();
    insta::assert_snapshot!(told.join("\n"));
}

#[test]
fn mistakes_in_tests_are_all_reported_where_they_are() {
    let text = inbound(
        FLOW,
        r#"
test "mistakes" {
    start main on char { form: "x", chat duration: "2h" }
    costumer "hi"
    customer presses "12"
    customer enters "12a"
    customer
    agent joins form support
    agent joins from suport
    bot Helpr answers "Agent"
    bot Helper answers Agent
    pass 11
    pass "11h"
    pass -1h
    expect promt "Hello."
    expect ended by "EXPIRD"
    expect attribute plan "gold"
    expect chat open { really: "yes" }
    given function look_up returns { a: $.Channel }
    given percent 0
    expect flow man
    given block play-promt takes "error"
    given block play-prompt takes "eror"
    given block disconnect takes "ended"
    expect block play-prompt of main took "timeout"
    expect prompt matches "("
    steps "gone"
    in any order
    in any order -> { customer "hi" }
    case "one" -> again
    again: pass 1h
    -> again
    dance
    "hello"
}
test "no start" {
    customer "hi"
}
test "late start" {
    given prompts fail
    start main on chat
}
test "two starts" {
    start main on chat
    start main on chat
}
test "empty" {
}
test {
    start main on chat
}
"#,
    );
    let loaded = load(&text);
    assert!(
        loaded.tests.is_empty(),
        "a test with mistakes is not played"
    );
    insta::assert_snapshot!(loaded.findings.join("\n"));
}

/// The source in which the example of a step is the last one of a test.
fn with_example(form: &StepForm, example: &str) -> String {
    let example = example.replace("welcome", "main");
    let steps = if form.step == StepKind::Start {
        example
    } else {
        format!("start main on chat\n{example}")
    };
    let names = "view form\nbot OrderHelp\ninbound flow after_agent_leaves { disconnect }\nsteps \"greeted\" { expect prompt \"Hello.\" }\n";
    let test = format!("{names}test \"example\" {{\n{steps}\n}}");
    let flow = FLOW
        .replace("get customer input", "ask: get customer input")
        .replace(
            "intent \"Agent\"",
            "intent \"Agent\" or intent \"TrackOrder\"",
        );
    inbound(&flow, &test)
}

#[test]
fn every_example_of_the_table_is_a_step() {
    for form in STEPS {
        load_whole(&with_example(form, form.example));
    }
}

#[test]
fn what_happens_is_written_as_the_step_that_says_so() {
    let last = |text: &str| {
        let loaded = load_whole(text);
        let step = loaded.tests[0].steps.last().unwrap().what.clone();
        (loaded.program, step)
    };
    let mut written = 0;
    for form in STEPS {
        if matches!(form.step, StepKind::Case | StepKind::Shared) {
            continue;
        }
        let (program, step) = last(&with_example(form, form.example));
        let What::Do(event) = step else { continue };
        let text = suite::step(&program, &event).unwrap_or_else(|| panic!("{}", form.pattern));
        let (_, again) = last(&with_example(form, &text));
        let What::Do(again) = again else {
            panic!("{text}")
        };
        assert_eq!(again, event, "{text}");
        written += 1;
    }
    assert!(written > 40, "{written}");
}

#[test]
fn a_script_starts_in_the_flow_unless_it_says_otherwise() {
    use ebb::{diag::Sink, run::Transcript, source::SourceMap, suite, syntax};

    let loaded = load(&inbound(FLOW, ""));
    let flow = loaded.program.flow_named("main").unwrap();
    let script = "// what a customer might do\ncustomer \"hi\"\nbot Helper answers \"Agent\"";
    let mut sources = SourceMap::new();
    let id = sources.add("script", suite::wrap_script(script));
    let mut sink = Sink::new();
    let file = syntax::parse(id, sources.file(id).text(), &mut sink);
    let test = suite::script(&file, &loaded.program, flow, &mut sink).unwrap();
    assert!(sink.findings().is_empty(), "{:?}", sink.findings());
    let result = suite::play(&loaded.program, &test);
    insta::assert_snapshot!(Transcript::new(&loaded.program, &result.seen).to_string());
    assert_eq!(sources.place(test.steps[1].span), "script:2:1");
}
