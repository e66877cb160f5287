//! `ebb canon`: exports in one order.

use crate::support::{Project, page};
use crate::wire::{Read, corpus};
use ebb::diag::Sink;
use ebb::import;
use ebb::source::SourceMap;
use serde_json::Value;

fn canonical(text: &str) -> Option<String> {
    let file = SourceMap::new().add("flow.json", "");
    import::canonical(file, text, &mut Sink::new())
}

/// A document in which only what means something has an order.
fn plain(text: &str) -> Value {
    let mut value: Value = serde_json::from_str(text.trim_start_matches('\u{feff}')).unwrap();
    value.sort_all_objects();
    if let Some(actions) = value["Actions"].as_array_mut() {
        for action in &mut *actions {
            if let Some(errors) = action["Transitions"]["Errors"].as_array_mut() {
                errors.sort_by_key(ToString::to_string);
            }
        }
        actions.sort_by_key(ToString::to_string);
    }
    value
}

#[test]
fn a_shuffled_export_comes_in_its_order() {
    let text = r#"{"Actions": [
        {"Type": "DisconnectParticipant", "Identifier": "end", "Transitions": {}, "Parameters": {}},
        {"Identifier": "island", "Type": "DisconnectParticipant", "Parameters": {}, "Transitions": {}},
        {"Transitions": {"Errors": [
            {"ErrorType": "NoMatchingError", "NextAction": "end"},
            {"NextAction": "end", "ErrorType": "InputTimeLimitExceeded"},
            {"NextAction": "end", "ErrorType": "NoMatchingCondition"}],
          "Conditions": [{"NextAction": "hi", "Condition": {"Operator": "Equals", "Operands": ["2"]}},
                         {"NextAction": "end", "Condition": {"Operator": "Equals", "Operands": ["1"]}}],
          "NextAction": "end"},
         "Parameters": {"InputTimeLimitSeconds": "5", "Unheard": 1.50, "StoreInput": "False", "Text": "caf\u00e9"},
         "Type": "GetParticipantInput", "Identifier": "menu"},
        {"Identifier": "hi", "Type": "MessageParticipant", "Parameters": {"Text": "Hi"}, "Transitions": {"NextAction": "end"}}],
      "StartAction": "menu",
      "Metadata": {"name": "M", "ActionMetadata": {"end": {"position": {"y": 2, "x": 1.5}}, "menu": {}}},
      "Version": "2019-10-30"}"#;
    insta::assert_snapshot!(canonical(text).unwrap());
}

#[test]
fn every_export_loses_nothing_and_has_one_order() {
    let Some(files) = corpus::files() else { return };
    let mut read = 0;
    for file in &files {
        let bytes = std::fs::read(file).unwrap();
        let text = String::from_utf8_lossy(&bytes);
        let Some(once) = canonical(&text) else {
            continue;
        };
        read += 1;
        assert_eq!(plain(&text), plain(&once), "{}", file.display());
        assert_eq!(canonical(&once).unwrap(), once, "{}", file.display());
        let [before, after] = [&*text, &*once].map(|text| Read::of([("flow.json", text)]));
        let diff = ebb::diff::diff(before.side(), after.side());
        assert!(
            diff.is_empty(),
            "{}:\n{}",
            file.display(),
            ebb::diff::text(&diff)
        );
    }
    println!("{read} exports in their order, nothing lost");
    assert!(read > 200, "{read} is too few to say anything");
}

#[test]
fn files_are_written_in_place_or_only_checked() {
    let project = Project::new();
    let export = page("examples/exported/after_the_agent.json");
    project.write("flows/flow.json", export.replace("  ", " "));
    project.write(
        "flows/package.json",
        "{\"name\": \"x\", \"version\": \"1\"}",
    );
    let check = project.ebb(&["canon", "flows", "--check"]);
    assert_eq!(
        (check.code, check.stdout.as_str()),
        (Some(1), "flows/flow.json\n")
    );
    let write = project.ebb(&["canon", "flows"]);
    assert_eq!(
        (write.code, write.stderr.as_str()),
        (Some(0), "ordered flows/flow.json\n")
    );
    assert_eq!(project.ebb(&["canon", "flows", "--check"]).code, Some(0));
    let printed = project.ebb_with(&["canon", "-"], &export);
    assert_eq!(
        (printed.code, printed.stdout),
        (Some(0), project.read("flows/flow.json"))
    );
}

#[test]
fn what_is_no_flow_is_left_alone() {
    let project = Project::new();
    project.write("broken.json", "{\"Version\": ");
    let ran = project.ebb(&["canon", "broken.json"]);
    assert_eq!(ran.code, Some(1));
    assert_eq!(project.read("broken.json"), "{\"Version\": ");
}

/// The content of an answer is a text, and stays one.
#[test]
fn an_answer_keeps_what_stands_around_its_content() {
    let content = r#"{"Actions":[{"Type":"DisconnectParticipant","Identifier":"a","Parameters":{},"Transitions":{}}],"StartAction":"a","Version":"2019-10-30"}"#;
    let answer = serde_json::json!({"ContactFlow": {"Name": "N", "Content": content}, "More": [1]});
    let once = canonical(&answer.to_string()).unwrap();
    let value: Value = serde_json::from_str(&once).unwrap();
    assert_eq!(value["More"], answer["More"]);
    let inner = value["ContactFlow"]["Content"].as_str().unwrap();
    assert!(inner.starts_with("{\n  \"Version\""), "{inner}");
    assert_eq!(plain(inner), plain(content));
    assert_eq!(canonical(&once).unwrap(), once);
}
