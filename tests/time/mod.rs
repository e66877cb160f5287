//! What the checks of shape and time say: every file of `fixtures` with all it is told, the
//! settings that a chat is judged by, and the examples on the pages of the rules.

mod budget;
mod spliced;
mod witnesses;
mod work;

use ebb::compile::{Compilation, Input, compile};
use ebb::diag::Level;
use ebb::diag::render::{Format, Style, render};
use ebb::graph::{Analysis, Limit, Settings, Verdict};
use ebb::program::FlowId;
use ebb::rules;
use std::fs;
use std::time::{Duration, Instant};

fn input(name: &str, text: &str) -> Input {
    Input {
        name: name.to_owned(),
        text: text.to_owned(),
        named: true,
    }
}

fn compiled(name: &str, text: &str, settings: &Settings) -> Compilation {
    compile(vec![input(name, text)], settings)
}

fn shown(compilation: &Compilation) -> String {
    let style = Style {
        colour: false,
        width: 90,
    };
    render(
        &compilation.findings,
        &compilation.sources,
        Format::Full,
        style,
    )
}

#[test]
fn every_case_is_told_with_its_story() {
    insta::glob!("fixtures/*.ebb", |path| {
        let name = path.file_name().expect("a name").to_string_lossy();
        let text = fs::read_to_string(path).expect("fixtures are text");
        let found = shown(&compiled(&name, &text, &Settings::default()));
        let found = if found.is_empty() { "none\n" } else { &found };
        insta::assert_snapshot!(format!("{text}\n----- findings\n{found}"));
    });
}

/// The examples, which share one set of names.
fn judged(late: u32, service: u32) -> (Compilation, Settings) {
    let settings = Settings {
        late_returns: Limit::AtMost(late),
        service: Limit::AtMost(service),
        ..Settings::default()
    };
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/examples/chat");
    let mut paths: Vec<_> = fs::read_dir(folder)
        .expect("the examples are there")
        .map(|entry| entry.expect("the examples are there").path())
        .filter(|path| path.extension().is_some_and(|ending| ending == "ebb"))
        .collect();
    paths.sort();
    let inputs = paths
        .into_iter()
        .map(|path| {
            let text = fs::read_to_string(&path).expect("examples are text");
            input(&path.file_name().expect("a name").to_string_lossy(), &text)
        })
        .collect();
    (compile(inputs, &settings), settings)
}

fn analysed(compilation: &Compilation, settings: &Settings) -> Analysis {
    let welcome = compilation.program.flow_named("welcome").expect("welcome");
    Analysis::new(&compilation.program, welcome, settings, 100_000)
}

#[test]
fn the_scenario_is_safe_for_one_late_return_and_an_hour_of_service() {
    let (compilation, settings) = judged(1, 3_600);
    assert_eq!(shown(&compilation), "");
    let analysis = analysed(&compilation, &settings);
    assert_eq!(analysis.verdict(), Verdict::Safe);
    assert_eq!(analysis.margin(), (Some(3_600), Some(1)));
    let [wait] = analysis.waits.as_slice() else {
        panic!("the scenario has one Wait");
    };
    assert_eq!(wait.earliest, Some(0));
    // It is served in full when it starts before 13:00:00, and it always does.
    assert_eq!(wait.latest, Some(46_799));
    assert_eq!(analysis.least_service(wait), Some(3_601));
    assert_eq!(analysis.fewest_late_returns(), [Some(2)]);
}

#[test]
fn the_scenario_is_unsafe_for_a_second_late_return_or_a_second_more() {
    for (late, service) in [(2, 3_600), (1, 3_601)] {
        let (compilation, settings) = judged(late, service);
        let verdict = analysed(&compilation, &settings).verdict();
        assert!(matches!(verdict, Verdict::Unsafe(_)), "{late} {service}");
        let overruns = compilation
            .findings
            .iter()
            .filter(|finding| finding.rule.name == "wait-overrun");
        for finding in overruns {
            assert_eq!(finding.level, Level::Warning);
        }
        insta::assert_snapshot!(
            format!("the_scenario_with_{late}_and_{service}"),
            shown(&compilation)
        );
    }
}

#[test]
fn a_dynamic_wait_leaves_the_verdict_open() {
    let text = "inbound flow welcome {\n    wait $.Attributes.delay\n    disconnect\n}\n";
    let settings = Settings::default();
    let analysis = analysed(&compiled("dynamic.ebb", text, &settings), &settings);
    assert!(matches!(analysis.verdict(), Verdict::Unknown(reasons) if reasons.len() == 1));
}

/// Every line of an example that ends in `// error`, `// warning` or `// info` is one that
/// the rule fires at, with that level, and no other line is.
#[test]
fn the_examples_on_the_pages_of_the_rules_fire_where_they_say() {
    for rule in rules::ALL {
        let mut fired = 0;
        for example in rule.page.split("```ebb\n").skip(1) {
            let (text, _) = example.split_once("```").expect("the example ends");
            let mut compilation = compiled("page.ebb", text, &Settings::default());
            let off = std::mem::take(&mut compilation.off).into_iter();
            let off = off.filter(|finding| finding.rule.name == rule.name);
            compilation.findings.extend(off);
            let mut marked: Vec<(usize, &str)> = Vec::new();
            for (number, line) in text.lines().enumerate() {
                for level in ["error", "warning", "info", "off"] {
                    if line.ends_with(&format!("// {level}")) {
                        marked.push((number + 1, level));
                    }
                }
            }
            fired += marked.len();
            let found: Vec<(usize, &str)> = compilation
                .findings
                .iter()
                .map(|finding| {
                    let at = finding.primary.span.start as usize;
                    let line = text[..at].matches('\n').count() + 1;
                    assert_eq!(finding.rule.name, rule.name, "{}", shown(&compilation));
                    (line, finding.level.word())
                })
                .collect();
            assert_eq!(found, marked, "{}: {text}", rule.name);
        }
        assert!(fired > 0, "the page of `{}` has no example", rule.name);
    }
}

#[test]
fn a_wait_that_goes_round_every_second_is_judged_at_once() {
    let mut text = String::from("inbound flow welcome {\nagain:\n");
    for wait in 0..100 {
        text += &format!("    play prompt \"{wait}\"\n    wait {}s\n", wait % 3 + 1);
    }
    text += "    wait 1s { time expired -> again }\n    disconnect\n}\n";
    let start = Instant::now();
    let compilation = compiled("round.ebb", &text, &Settings::default());
    assert!(
        start.elapsed() < Duration::from_secs(5),
        "{:?}",
        start.elapsed()
    );
    assert_eq!(
        compilation.count(Level::Error),
        1,
        "{}",
        shown(&compilation)
    );
}

/// A chain of flows that transfer to each other is one chat's way, not a new one at each.
#[test]
fn a_chain_of_transfers_is_walked_once() {
    let flows = 2_000;
    let mut text = String::new();
    for flow in 0..flows {
        let next = (flow + 1) % flows;
        text += &format!(
            "inbound flow flow{flow} {{\n    play prompt \"Hello.\"\n    wait 1s\n    transfer to flow flow{next}\n    disconnect\n}}\n"
        );
    }
    let start = Instant::now();
    let compilation = compiled("chain.ebb", &text, &Settings::default());
    assert!(
        start.elapsed() < Duration::from_secs(20),
        "{:?}",
        start.elapsed()
    );
    assert!(compilation.program.flows.len() == flows);
    let _: FlowId = compilation.program.flow_named("flow0").expect("flow0");
}

/// A Wait that keeps the flow running meanwhile, as an export may hold one.
#[test]
fn a_wait_that_keeps_the_flow_running_leaves_the_verdict_open() {
    let wait = |extra: &str, conditions: &[(&str, &str)], seconds: &str, error: &str| {
        let conditions: Vec<String> = conditions
            .iter()
            .map(|(operand, next)| {
                format!(
                    r#"{{"NextAction": "{next}", "Condition": {{"Operator": "Equals", "Operands": ["{operand}"]}}}}"#
                )
            })
            .collect();
        format!(
            r#""Type": "Wait", "Parameters": {{"TimeLimitSeconds": "{seconds}"{extra}}}, "Transitions": {{"NextAction": "{error}", "Errors": [{{"NextAction": "{error}", "ErrorType": "NoMatchingError"}}], "Conditions": [{}]}}"#,
            conditions.join(", ")
        )
    };
    let keeps = r#", "ContinueExecution": "True", "MinimumWaitTimeSeconds": "60""#;
    let both = [("WaitCompleted", "last"), ("Continue", "last")];
    let text = format!(
        r#"{{"Version": "2019-10-30", "StartAction": "first", "Metadata": {{}}, "Actions": [{{"Identifier": "first", {}}}, {{"Identifier": "last", {}}}, {{"Identifier": "end", "Type": "DisconnectParticipant", "Parameters": {{}}, "Transitions": {{}}}}]}}"#,
        wait(keeps, &both, "7200", "end"),
        wait("", &[("WaitCompleted", "end")], "86400", "end"),
    );
    let compilation = compiled("keeps_running.json", &text, &Settings::default());
    let mut findings = compilation.findings.iter();
    let open = findings.find(|finding| finding.rule.name == "time-unknown");
    let open = open.expect("nobody knows");
    let says = "what the flow does while `wait 2h` keeps it running is not documented";
    assert!(open.message.contains(says), "{}", shown(&compilation));
    let entry = compilation.program.flow_named("keeps_running");
    let analysis = Analysis::new(
        &compilation.program,
        entry.expect("the flow"),
        &Settings::default(),
        100,
    );
    // Between its minimum and its limit.
    let starts = analysis
        .waits
        .iter()
        .map(|wait| (wait.earliest, wait.latest_possible));
    assert_eq!(
        starts.collect::<Vec<_>>(),
        [(Some(0), Some(0)), (Some(60), Some(7_200))]
    );
}
