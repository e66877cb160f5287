//! Blocks that the designer shows as one: what tells it so, and where they stand.

use crate::support::{Project, corpus};
use crate::wire::Read;
use ebb::layout;
use serde_json::Value;
use std::collections::BTreeSet;
use std::fs;

const FLOW: &str = r#"assistant helper
message template receipt
flow sms

inbound flow joined {
    error -> sorry

    set voice "Joanna" { engine: neural }
    set contact data { language: "en-US" }
    connect assistant helper
    set contact data { assistant session: $.Wisdom.SessionArn }
    set contact attributes { plan: "gold" }
    set contact data { customer id: $.Attributes.customer }
    set contact data {
        voice id streaming: yes
        voice authentication: yes
        fraud detection: no
    }
    set voice id
    render message template receipt { knowledge base: "$.Attributes.knowledge" }
    send message { from: "+12065550100", to: $.CustomerEndpoint.Address, flow: sms }
    disconnect

sorry:
    disconnect
}
"#;

/// The metadata of every block, one a line.
fn metadata(json: &str) -> String {
    let document: Value = serde_json::from_str(json).expect("JSON");
    let blocks = document["Metadata"]["ActionMetadata"].as_object();
    let lines = blocks.expect("metadata").iter();
    lines
        .map(|(name, about)| format!("{name}: {about}\n"))
        .collect()
}

#[test]
fn blocks_that_the_designer_shows_as_one_say_so_and_stand_at_one_place() {
    let project = Project::new();
    project.write("joined.ebb", FLOW);
    let ran = project.ebb(&["build", "joined.ebb", "--out", "-"]);
    assert_eq!(ran.code, Some(0), "{}", ran.shown());
    insta::assert_snapshot!(metadata(&ran.stdout));
    let picture = project.ebb(&["graph", "joined.ebb", "--format", "mermaid"]);
    insta::assert_snapshot!(picture.stdout);
}

#[test]
fn what_is_entered_in_the_middle_or_fails_elsewhere_is_not_one_block() {
    let project = Project::new();
    for (old, new) in [
        (
            "connect assistant helper",
            "connect assistant helper { error -> next }",
        ),
        (
            "    set contact data { assistant",
            "again:\n    set contact data { assistant",
        ),
        (
            "assistant session: $.Wisdom.SessionArn",
            "assistant session: $.Wisdom.SessionArn, name: \"x\"",
        ),
        (
            "    set contact data { assistant",
            "    /// Keep it.\n    set contact data { assistant",
        ),
    ] {
        let text = FLOW
            .replace(old, new)
            .replace("sorry:\n", "sorry:\n    loop 1 { looping -> again }\n");
        let text = if new.contains("again:") {
            text
        } else {
            text.replace("    loop 1 { looping -> again }\n", "")
        };
        project.write("joined.ebb", text);
        let ran = project.ebb(&["build", "joined.ebb", "--out", "-"]);
        assert_eq!(ran.code, Some(0), "{}", ran.shown());
        let about = metadata(&ran.stdout);
        let line = about
            .lines()
            .find(|line| line.starts_with("connect-assistant"));
        assert!(
            !line.expect("the block").contains("children"),
            "{new}: {about}"
        );
        assert_eq!(about.matches("\"children\"").count(), 4, "{new}: {about}");
    }
}

#[test]
fn exports_show_the_same_blocks_as_one() {
    let Some(corpus) = corpus() else { return };
    let mut files: Vec<_> = fs::read_dir(corpus.join("flows"))
        .expect("flows")
        .map(|entry| entry.expect("a file").path())
        .collect();
    files.sort();
    let (mut said, mut found) = (0, 0);
    for file in files {
        let text = fs::read_to_string(&file).expect("text");
        let document: Value = serde_json::from_str(&text).unwrap_or_default();
        let blocks = document["Metadata"]["ActionMetadata"].as_object();
        let children = |about: &Value| about["children"].as_array().cloned().unwrap_or_default();
        let theirs: BTreeSet<String> = blocks
            .into_iter()
            .flatten()
            .filter(|(_, about)| !children(about).is_empty())
            .map(|(name, about)| {
                let rest: Vec<String> = children(about).iter().map(Value::to_string).collect();
                format!("\"{name}\" {}", rest.join(" "))
            })
            .collect();
        if theirs.is_empty() {
            continue;
        }
        let read = Read::of([("flow.json", text.as_str())]);
        let flow = read.program.flows.iter().next().expect("a flow");
        let ours: BTreeSet<String> = layout::groups(flow)
            .iter()
            .map(|group| {
                let names: Vec<String> = group
                    .blocks
                    .iter()
                    .map(|block| format!("\"{}\"", flow.blocks[*block].name))
                    .collect();
                names.join(" ")
            })
            .collect();
        said += theirs.len();
        found += theirs.intersection(&ours).count();
        let missed: Vec<&String> = theirs.difference(&ours).collect();
        if !missed.is_empty() {
            println!("{}: {missed:?}", file.display());
        }
    }
    println!("{said} groups in exports, {found} of them found");
    assert_eq!(said, found);
}
