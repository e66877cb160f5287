//! What imported flows look like.

use super::Imported;
use serde_json::{Value, json};

/// The Ebb of a flow with these actions, without its first and its last line.
fn ebb(actions: &[Value]) -> String {
    let document = json!({
        "Version": "2019-10-30",
        "StartAction": actions[0]["Identifier"],
        "Metadata": { "name": "Main" },
        "Actions": actions,
    });
    let imported = Imported::of(&[("Main.json", &document.to_string())]);
    let source = imported.sources().find(|file| file.name == "Main.ebb");
    let text = &source.expect("it has a flow").text;
    let lines = text.lines().skip_while(|line| !line.ends_with('{')).skip(1);
    let mut lines: Vec<&str> = lines.collect();
    lines.pop();
    lines.join("\n")
}

fn id(number: u32) -> String {
    format!("00000000-0000-4000-8000-{number:012}")
}

fn action(at: u32, kind: &str, parameters: &Value, transitions: &Value) -> Value {
    json!({
        "Identifier": id(at),
        "Type": kind,
        "Parameters": parameters,
        "Transitions": transitions,
    })
}

fn say(at: u32, text: &str, next: u32) -> Value {
    let errors = json!([{ "NextAction": id(next), "ErrorType": "NoMatchingError" }]);
    let transitions = json!({ "NextAction": id(next), "Errors": errors });
    action(
        at,
        "MessageParticipant",
        &json!({ "Text": text }),
        &transitions,
    )
}

fn disconnect(at: u32) -> Value {
    action(at, "DisconnectParticipant", &json!({}), &json!({}))
}

/// A block that tells texts apart.
fn check(at: u32, cases: &[(&str, u32)], otherwise: u32) -> Value {
    let conditions: Vec<Value> = cases
        .iter()
        .map(|(text, to)| {
            let condition = json!({ "Operator": "Equals", "Operands": [text] });
            json!({ "NextAction": id(*to), "Condition": condition })
        })
        .collect();
    let transitions = json!({
        "NextAction": id(otherwise),
        "Conditions": conditions,
        "Errors": [{ "NextAction": id(otherwise), "ErrorType": "NoMatchingCondition" }],
    });
    let parameters = json!({ "ComparisonValue": "$.Attributes.kind" });
    action(at, "Compare", &parameters, &transitions)
}

#[test]
fn branches_that_go_on_in_one_place_fall_to_it() {
    let flow = [
        check(1, &[("vip", 9)], 2),
        check(2, &[("text", 3), ("speech", 4)], 5),
        say(3, "One.", 9),
        say(4, "Two.", 9),
        say(5, "Three.", 9),
        disconnect(9),
    ];
    insta::assert_snapshot!(ebb(&flow));
}

#[test]
fn a_branch_that_comes_back_to_the_others_stands_in_braces() {
    let flow = [
        check(1, &[("text", 2)], 3),
        say(2, "One.", 3),
        say(3, "Two.", 9),
        disconnect(9),
    ];
    insta::assert_snapshot!(ebb(&flow));
}

#[test]
fn what_is_not_connected_has_no_name_but_its_own() {
    let open = json!({
        "NextAction": "",
        "Errors": [{ "NextAction": "", "ErrorType": "NoMatchingError" }],
    });
    let apart = |at, kind: &str, parameters| action(at, kind, &parameters, &open);
    let mut named = apart(
        6,
        "UpdateContactTextToSpeechVoice",
        json!({ "TextToSpeechVoice": "Amy" }),
    );
    named["Identifier"] = json!("Voice of the night");
    let flow = [
        disconnect(1),
        apart(
            5,
            "UpdateContactTextToSpeechVoice",
            json!({ "TextToSpeechVoice": "Joanna" }),
        ),
        named,
        disconnect(8),
    ];
    insta::assert_snapshot!(ebb(&flow));
}

#[test]
fn labels_say_which_answer_leads_there_and_what_is_repeated() {
    let looped = json!({
        "NextAction": id(9),
        "Conditions": [
            { "NextAction": id(1), "Condition": { "Operator": "Equals", "Operands": ["ContinueLooping"] } },
            { "NextAction": id(9), "Condition": { "Operator": "Equals", "Operands": ["DoneLooping"] } },
        ],
    });
    let flow = [
        check(1, &[("SpeakToAgentIntent", 5), ("Sales", 7)], 2),
        check(2, &[("SpeakToAgentIntent", 5)], 4),
        say(3, "Please hold.", 9),
        say(5, "An agent is here.", 9),
        action(4, "Loop", &json!({ "LoopCount": "3" }), &looped),
        check(7, &[("1", 4)], 3),
        disconnect(9),
    ];
    insta::assert_snapshot!(ebb(&flow));
}

/// A word that begins a line of other languages is taken for one; a label of that name could
/// not be read back.
#[test]
fn no_place_is_called_as_a_line_of_another_language_begins() {
    let mut again = say(2, "Once more.", 2);
    again["Identifier"] = json!("repeat");
    again["Transitions"]["NextAction"] = json!("repeat");
    again["Transitions"]["Errors"][0]["NextAction"] = json!("repeat");
    let mut first = say(1, "Hello.", 2);
    first["Transitions"]["NextAction"] = json!("repeat");
    first["Transitions"]["Errors"][0]["NextAction"] = json!("repeat");
    let text = ebb(&[first, again]);
    assert!(text.contains("repeat_here:"), "{text}");
}
