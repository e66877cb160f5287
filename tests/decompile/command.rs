//! `ebb import`, as somebody uses it.

use crate::support::Project;

/// A folder with exports: one in the answer of the API, one that names it.
fn folder() -> Project {
    let project = Project::new();
    let answer = serde_json::json!({
        "ContactFlow": { "Name": "After hours", "Type": "CONTACT_FLOW", "Content": AFTER },
    });
    project.write("exports/answer.json", answer.to_string());
    project.write("exports/main.json", MAIN);
    project
}

#[test]
fn a_new_folder_has_every_file_and_nothing_is_left_beside_it() {
    let project = folder();
    let made = project.ebb(&["import", "exports", "--out", "new/deep/."]);
    assert_eq!(made.code, Some(0), "{}", made.shown());
    let names = |folder: &str| {
        let entries = std::fs::read_dir(project.path(folder)).unwrap();
        let names = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap());
        names.collect::<std::collections::BTreeSet<_>>()
    };
    assert!(
        names("new/deep").contains("ebb.toml"),
        "{:?}",
        names("new/deep")
    );
    assert_eq!(names("new").len(), 1, "{:?}", names("new"));
    assert_eq!(names(".").len(), 2, "{:?}", names("."));
}

#[test]
fn a_folder_that_cannot_be_is_told_in_words() {
    let project = folder();
    project.write("file", "");
    for (out, told) in [
        (
            "file",
            "ebb: cannot write `file`: a file of that name is there, and no folder\n",
        ),
        (
            "file/out",
            "ebb: cannot write `file`: a file of that name is there, and no folder\n",
        ),
    ] {
        let refused = project.ebb(&["import", "exports", "--out", out]);
        assert_eq!(
            (refused.code, refused.stderr.as_str()),
            (Some(2), told),
            "{}",
            refused.shown()
        );
    }
}

#[test]
fn where_one_file_cannot_be_written_none_is() {
    let project = folder();
    project.write("out/main.ebb", "old");
    project.write("out/after_the_agent.ebb/in the way", "");
    let refused = project.ebb(&["import", "exports", "--out", "out", "--force"]);
    assert_eq!(refused.code, Some(2), "{}", refused.shown());
    assert!(
        refused
            .stderr
            .contains("it is a folder; nothing was written"),
        "{}",
        refused.shown()
    );
    assert_eq!(project.read("out/main.ebb"), "old");
    let entries = std::fs::read_dir(project.path("out")).unwrap();
    assert_eq!(entries.count(), 2);
}

const AFTER: &str = r#"{
  "Version": "2019-10-30", "StartAction": "say",
  "Metadata": { "name": "After the agent", "type": "contactFlow" },
  "Actions": [
    { "Identifier": "say", "Type": "MessageParticipant", "Parameters": { "Text": "Your agent has left." },
      "Transitions": { "NextAction": "end", "Errors": [{ "NextAction": "end", "ErrorType": "NoMatchingError" }] } },
    { "Identifier": "end", "Type": "DisconnectParticipant", "Parameters": {}, "Transitions": {} }
  ]
}"#;

pub const MAIN: &str = r#"{
  "Version": "2019-10-30", "StartAction": "a",
  "Metadata": {
    "name": "Main", "type": "contactFlow",
    "ActionMetadata": {
      "a": { "parameters": { "QueueId": { "displayName": "Gold support" } } },
      "b": { "parameters": { "ContactFlowId": { "displayName": "After the agent" } } }
    }
  },
  "Actions": [
    { "Identifier": "a", "Type": "UpdateContactTargetQueue",
      "Parameters": { "QueueId": "arn:aws:connect:eu-central-1:111122223333:instance/i/queue/q" },
      "Transitions": { "NextAction": "b", "Errors": [{ "NextAction": "c", "ErrorType": "NoMatchingError" }] } },
    { "Identifier": "b", "Type": "TransferToFlow",
      "Parameters": { "ContactFlowId": "arn:aws:connect:eu-central-1:111122223333:instance/i/contact-flow/f" },
      "Transitions": { "NextAction": "c", "Errors": [{ "NextAction": "c", "ErrorType": "NoMatchingError" }] } },
    { "Identifier": "c", "Type": "DisconnectParticipant", "Parameters": {}, "Transitions": {} }
  ]
}"#;

#[test]
fn one_export_is_printed() {
    let project = folder();
    let ran = project.ebb(&["import", "exports/main.json"]);
    insta::assert_snapshot!(ran.shown());
}

#[test]
fn a_folder_becomes_a_project_that_builds() {
    let project = folder();
    let ran = project.ebb(&["import", "exports", "--out", "flows"]);
    let mut shown = ran.shown();
    for name in ["ebb.toml", "resources.ebb", "Main.ebb"] {
        shown += &format!("===== {name}\n{}", project.read(&format!("flows/{name}")));
    }
    insta::assert_snapshot!(shown);
    let built = project.ebb(&["build", "flows", "--env", "imported"]);
    assert_eq!(built.code, Some(0), "{}", built.stderr);
    assert!(
        project
            .read("flows/build/imported/Main.json")
            .contains("instance/i/queue/q")
    );
}

#[test]
fn nothing_is_overwritten_without_force() {
    let project = folder();
    project.write("flows/Main.ebb", "// mine\n");
    let ran = project.ebb(&["import", "exports", "--out", "flows"]);
    assert_eq!(ran.code, Some(2));
    assert_eq!(project.read("flows/Main.ebb"), "// mine\n");
    assert!(
        !project.path("flows/ebb.toml").exists(),
        "half of a project"
    );
    insta::assert_snapshot!(ran.stderr);
    let ran = project.ebb(&["import", "exports", "--out", "flows", "--force"]);
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    assert!(project.read("flows/Main.ebb").contains("inbound flow Main"));
}

#[test]
fn what_is_no_flow_is_said_and_the_rest_is_imported() {
    let project = folder();
    project.write("exports/cut.json", &MAIN[..200]);
    project.write("exports/package.json", r#"{ "name": "x", "version": "1" }"#);
    project.write(
        "exports/twice.json",
        MAIN.replace("\"Identifier\": \"a\"", "\"Identifier\": \"b\""),
    );
    let ran = project.ebb(&["import", "exports", "--out", "flows"]);
    insta::assert_snapshot!(ran.shown());
}

#[test]
fn arguments_that_make_no_sense_are_explained() {
    let project = folder();
    let mut shown = String::new();
    for arguments in [
        &["import", "exports"][..],
        &["import", "nowhere.json"],
        &["import", "flows"],
    ] {
        let ran = project.ebb(arguments);
        shown += &format!("$ ebb {}\n{}", arguments.join(" "), ran.shown());
    }
    insta::assert_snapshot!(shown);
}

/// Somebody has drawn five blocks and connected two of them.
fn draft() -> String {
    let action = |(name, next): (&str, &str)| {
        serde_json::json!({
            "Identifier": name, "Type": "MessageParticipant", "Parameters": { "Text": format!("This is {name}.") },
            "Transitions": { "NextAction": next, "Errors": [{ "NextAction": "", "ErrorType": "NoMatchingError" }] },
        })
    };
    let actions = [("a", "b"), ("b", ""), ("c", ""), ("d", ""), ("e", "")];
    let draft = serde_json::json!({
        "Version": "2019-10-30", "StartAction": "a",
        "Metadata": { "name": "Draft", "type": "contactFlow", "status": "saved" },
        "Actions": actions.map(action),
    });
    format!("{draft:#}")
}

#[test]
fn a_draft_is_one_finding_before_and_after_it_is_imported() {
    let project = Project::new();
    project.write("exports/draft.json", draft());
    let ran = project.ebb(&["import", "exports", "--out", "flows"]);
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    let mut shown = project.read("flows/Draft.ebb");
    for source in ["exports", "flows"] {
        let ran = project.ebb(&["check", source]);
        shown += &format!("$ ebb check {source}\n{}", ran.shown());
    }
    insta::assert_snapshot!(shown);
}

#[test]
fn a_folder_without_arns_has_an_environment_all_the_same() {
    let project = Project::new();
    project.write("exports/after.json", AFTER);
    let ran = project.ebb(&["import", "exports", "--out", "flows"]);
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    let built = project.ebb(&["build", "flows", "--env", "imported"]);
    assert_eq!(built.code, Some(0), "{}", built.stderr);
    insta::assert_snapshot!(project.read("flows/ebb.toml"));
}
