//! The stories of findings, played by the interpreter and by whoever reads them.

use super::compiled;
use crate::support::Project;
use ebb::diag::{Diagnostic, Level};
use ebb::graph::Settings;
use std::fs;

const NOT_FOLLOWED: &str = "the interpreter could not follow this story";

fn is_in_doubt(finding: &Diagnostic) -> bool {
    let mut notes = finding.notes.iter();
    notes.any(|note| note.starts_with(NOT_FOLLOWED))
}

#[test]
fn every_story_is_played_before_it_is_shown() {
    insta::glob!("fixtures/*.ebb", |path| {
        let name = path.file_name().expect("a name").to_string_lossy();
        let text = fs::read_to_string(path).expect("fixtures are text");
        let found = compiled(&name, &text, &Settings::default()).findings;
        let mut scripts = String::new();
        for finding in found.iter().filter(|finding| !finding.story.is_empty()) {
            let doubted = is_in_doubt(finding);
            assert!(finding.replay.is_none() || !doubted, "{finding:?}");
            assert!(!doubted || finding.level < Level::Error, "{finding:?}");
            scripts += &format!("{}:\n", finding.rule.name);
            match &finding.replay {
                Some(replay) => {
                    for step in &replay.steps {
                        scripts += &format!("    {step}\n");
                    }
                }
                None => scripts += "    (cannot be followed)\n",
            }
        }
        if !scripts.is_empty() {
            insta::assert_snapshot!(scripts);
        }
    });
}

/// What `ebb check --format json` says of a finding is what `ebb run` plays.
#[test]
fn a_witness_in_json_can_be_run() {
    let project = Project::new();
    let mut played = 0;
    for name in [
        "exactly_the_chat",
        "only_the_gold_plan",
        "over_the_limit_together",
        "nearly_over",
    ] {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/time/fixtures");
        let text = fs::read_to_string(format!("{folder}/{name}.ebb")).expect("a fixture");
        project.write("flow.ebb", text);
        let said = project.ebb(&["check", "--format", "json", "flow.ebb"]);
        let document: serde_json::Value = serde_json::from_str(&said.stdout).expect("JSON");
        for finding in document["findings"].as_array().expect("a list") {
            let Some(steps) = finding["witness"]["script"].as_array() else {
                continue;
            };
            let lines: Vec<&str> = steps.iter().filter_map(|step| step.as_str()).collect();
            let flow = finding["witness"]["flow"].as_str().expect("a name");
            let ran = project.ebb_with(
                &["run", flow, "flow.ebb", "--script", "-"],
                &lines.join("\n"),
            );
            assert_eq!(ran.code, Some(0), "{}", ran.shown());
            played += 1;
        }
    }
    assert!(played >= 5, "{played}");
}

/// Nobody can be gold and not gold, so no chat takes both Waits.
#[test]
fn a_story_that_contradicts_itself_is_only_a_warning() {
    let text = "inbound flow welcome {
    check contact attributes $.Attributes.plan { = \"gold\" -> long, default -> then }

long:
    wait 20h

then:
    check contact attributes $.Attributes.plan { = \"gold\" -> out }
    wait 20h

out:
    disconnect
}
";
    let compilation = compiled("contradicting.ebb", text, &Settings::default());
    let [finding] = compilation.findings.as_slice() else {
        panic!("{:?}", compilation.findings);
    };
    assert_eq!(finding.rule.name, "wait-overrun");
    assert_eq!(finding.level, Level::Warning);
    assert!(is_in_doubt(finding), "{finding:?}");
    assert_eq!(finding.replay, None);
}

/// The shortest way contradicts itself, so the story takes the next one that does not.
#[test]
fn a_longer_story_is_told_where_the_shortest_contradicts_itself() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/time/fixtures");
    let text = fs::read_to_string(format!("{folder}/the_second_way_is_possible.ebb"));
    let text = text.expect("a fixture");
    let compilation = compiled("second.ebb", &text, &Settings::default());
    let [finding] = compilation.findings.as_slice() else {
        panic!("{:?}", compilation.findings);
    };
    assert_eq!(finding.level, Level::Error);
    assert!(
        finding.replay.is_some() && !is_in_doubt(finding),
        "{finding:?}"
    );
    let project = Project::new();
    project.write("chat.ebb", &text);
    let budget = project.ebb(&["budget", "chat.ebb"]);
    assert!(
        budget.stdout.contains("unsafe, one can be cut off"),
        "{}",
        budget.shown()
    );
}

/// The script of the one finding of a rule in a text, which has to be an error.
fn script_of(text: &str, rule: &str) -> String {
    let compilation = compiled("script.ebb", text, &Settings::default());
    let of_rule = |finding: &&Diagnostic| finding.rule.name == rule;
    let found: Vec<&Diagnostic> = compilation.findings.iter().filter(of_rule).collect();
    let [finding] = found.as_slice() else {
        panic!("{:?}", compilation.findings);
    };
    assert_eq!(finding.level, Level::Error, "{finding:?}");
    let replay = finding.replay.as_ref().expect("a script");
    replay.steps.join("\n")
}

/// The shorter way goes into a queue that nobody has set, so the story takes the other.
#[test]
fn a_story_goes_into_a_queue_that_is_set() {
    let text = "queue support \"BasicQueue\"

inbound flow welcome {
    set disconnect flow later
    check contact attributes $.Attributes.plan { = \"gold\" -> gold, default -> then }

gold:
    play prompt \"Hello.\"
    set working queue support

then:
    transfer to queue
}

disconnect flow later {
    wait 26h
    disconnect
}
";
    let script = script_of(text, "wait-impossible");
    assert!(script.contains("plan: \"gold\""), "{script}");
}

/// What comes before a disconnect flow has set the queue that it goes back to.
#[test]
fn a_disconnect_flow_by_itself_starts_with_a_queue() {
    let text = "queue support \"BasicQueue\"

disconnect flow later {
    set disconnect flow later
    wait 20h
    transfer to queue
}
";
    let script = script_of(text, "wait-overrun");
    assert!(script.contains("queue: \"support\""), "{script}");
}

/// An agent joins once the queue flow waits, however little the story says of it.
#[test]
fn a_queue_flow_goes_on_until_it_waits() {
    let text = "queue support \"BasicQueue\"

inbound flow welcome {
    set customer queue flow patience
    set disconnect flow later
    set working queue support
    transfer to queue
}

customer queue flow patience {
    play prompt \"All agents are busy.\"
    wait 6h
}

disconnect flow later {
    wait 26h
    disconnect
}
";
    let script = script_of(text, "wait-impossible");
    assert!(script.contains("agent joins\nagent leaves"), "{script}");
}

/// What is given right behind the start holds from the first block on, so what holds only
/// later is kept apart from it.
#[test]
fn what_is_given_later_is_not_given_from_the_start() {
    let text = "lambda look_up

inbound flow welcome {
    invoke lambda function look_up { error -> out }
    wait 20h
    invoke lambda function look_up { success -> out, error -> slow }

out:
    disconnect

slow:
    wait 20h
    disconnect
}
";
    let script = script_of(text, "wait-overrun");
    let expected = "expect chat open\ngiven function look_up fails";
    assert!(script.contains(expected), "{script}");
}

/// A view spends the time until its limit by itself, and the chat is cut off in it.
#[test]
fn a_chat_is_cut_off_in_a_view() {
    let text = "view form \"arn:aws:connect:eu-west-1:aws:view/form:1\"

inbound flow welcome {
    wait 24h { error -> out }
    show view form {
        timeout: 2h
        action \"Next\" -> out
        timeout -> out
    }

out:
    disconnect
}
";
    let script = script_of(text, "wait-impossible");
    let told = script.contains("takes \"timeout\"") && script.ends_with("\"EXPIRED\"");
    assert!(told, "{script}");
}
