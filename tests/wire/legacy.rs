//! What old blocks become.

use super::Read;
use ebb::emit;

/// A block of the old designer, and the action that is written for it.
fn becomes(module: &str) -> serde_json::Value {
    let text = format!(
        r#"{{"version": "1", "type": "contactFlow", "start": "a", "modules": [{module},
            {{"id": "b", "type": "Disconnect", "branches": [], "parameters": []}}], "metadata": {{}}}}"#
    );
    let read = Read::of([("old.json", text.as_str())]);
    let id = read.program.flows.ids().next().unwrap();
    let document = emit::flow(&read.program, id).json;
    let document: serde_json::Value = serde_json::from_str(&document).unwrap();
    let errors: Vec<_> = read.errors().collect();
    assert!(errors.is_empty(), "{errors:?}");
    let action = &document["Actions"][0];
    serde_json::json!({
        "Type": action["Type"],
        "Parameters": action["Parameters"],
        "Transitions": action["Transitions"],
    })
}

#[test]
fn values_of_namespaces_are_references() {
    let action = becomes(
        r#"{"id": "a", "type": "SetAttributes",
            "parameters": [
                {"name": "Attribute", "key": "plain", "value": "1", "namespace": null},
                {"name": "Attribute", "key": "mine", "value": "name", "namespace": "User Defined"},
                {"name": "Attribute", "key": "spaced", "value": "my name", "namespace": "User Defined"},
                {"name": "Attribute", "key": "caller", "value": "Customer Number", "namespace": "System"},
                {"name": "Attribute", "key": "queue", "value": "Queue.Name", "namespace": "System"},
                {"name": "Attribute", "key": "bot", "value": "topic", "namespace": "Lex.SessionAttributes"}],
            "branches": [{"condition": "Success", "transition": "b"}, {"condition": "Error", "transition": "b"}]}"#,
    );
    insta::assert_snapshot!(serde_json::to_string_pretty(&action["Parameters"]).unwrap(), @r#"
    {
      "Attributes": {
        "plain": "1",
        "mine": "$.Attributes.name",
        "spaced": "$.Attributes['my name']",
        "caller": "$.CustomerEndpoint.Address",
        "queue": "$.Queue.Name",
        "bot": "$.Lex.SessionAttributes.topic"
      },
      "TargetContact": "Current"
    }
    "#);
}

#[test]
fn what_only_has_a_name_is_bound_by_it() {
    let action = becomes(
        r#"{"id": "a", "type": "SetContactFlow",
            "parameters": [
                {"name": "ContactFlowId", "value": "", "resourceName": "Whisper"},
                {"name": "Type", "value": "AgentWhisper"}],
            "branches": [{"condition": "Success", "transition": "b"}]}"#,
    );
    insta::assert_snapshot!(serde_json::to_string_pretty(&action).unwrap(), @r#"
    {
      "Type": "UpdateContactEventHooks",
      "Parameters": {
        "EventHooks": {
          "AgentWhisper": "arn:aws:connect:us-east-1:000000000000:instance/00000000-0000-0000-0000-000000000000/contact-flow/Whisper"
        }
      },
      "Transitions": {
        "NextAction": "b",
        "Errors": [
          {
            "NextAction": "b",
            "ErrorType": "NoMatchingError"
          }
        ]
      }
    }
    "#);
}

#[test]
fn who_is_recorded_stands_in_one_list() {
    let recorded = |behaviour: &str, participant: &str| {
        let action = becomes(&format!(
            r#"{{"id": "a", "type": "SetRecordingBehavior",
                "parameters": [
                    {{"name": "RecordingParticipantOption", "value": "{participant}"}},
                    {{"name": "RecordingBehaviorOption", "value": "{behaviour}"}}],
                "branches": [{{"condition": "Success", "transition": "b"}}]}}"#,
        ));
        action["Parameters"]["RecordingBehavior"]["RecordedParticipants"].to_string()
    };
    assert_eq!(recorded("Enable", "Both"), r#"["Agent","Customer"]"#);
    assert_eq!(recorded("Enable", "Agent"), r#"["Agent"]"#);
    assert_eq!(recorded("Disable", "Both"), "[]");
}

#[test]
fn the_customers_audio_is_one_participant() {
    let action = becomes(
        r#"{"id": "a", "type": "StartMediaStreaming",
            "parameters": [
                {"name": "Track", "value": "FromCustomer"},
                {"name": "Track", "value": "ToCustomer"},
                {"name": "MediaStreamTypes", "value": "Audio"}],
            "branches": [{"condition": "Success", "transition": "b"}, {"condition": "Error", "transition": "b"}]}"#,
    );
    let participants = action["Parameters"]["Participants"].to_string();
    assert_eq!(
        participants,
        r#"[{"ParticipantType":"Customer","MediaDirections":["From","To"]}]"#
    );
}

#[test]
fn an_old_export_inside_an_answer_is_read_and_its_findings_are_in_the_answer() {
    let content = r#"{"version":"1","type":"contactFlow","start":"a","modules":[{"id":"a","type":"Unheard","branches":[],"parameters":[]}],"metadata":{}}"#;
    let answer = serde_json::json!({"ContactFlow": {"Name": "Old", "Type": "CONTACT_FLOW", "Content": content}});
    let text = answer.to_string();
    let read = Read::of([("answer.json", text.as_str())]);
    let place = text.find(r#"\"Unheard"#).unwrap() + 1;
    assert!(
        read.lines().contains(&format!(
            "answer.json:1:{place}: error: `Unheard` is a block"
        )),
        "{}",
        read.lines()
    );
}
