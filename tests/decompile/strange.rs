//! Exports that are cut, twisted, huge or in another encoding.

use super::command::MAIN;
use crate::support::{Project, Ran};
use std::fs::File;

/// What becomes of one file, printed and as a folder, which have to agree.
#[track_caller]
fn imported(name: &str, content: impl AsRef<[u8]>) -> (Project, Ran) {
    let project = Project::new();
    project.write(name, content);
    let printed = project.ebb(&["import", name]);
    let written = project.ebb(&["import", name, "--out", "flows"]);
    for ran in [&printed, &written] {
        assert!(!ran.stderr.contains("panicked"), "{}", ran.stderr);
    }
    assert_eq!(printed.code, written.code, "{}", written.stderr);
    let is_there = project.path("flows").exists();
    assert_eq!(is_there, !printed.stdout.is_empty(), "{}", written.stderr);
    (project, printed)
}

#[test]
fn what_cannot_be_read_is_said_and_ends_the_same_way_with_and_without_a_folder() {
    let latin: Vec<u8> = MAIN
        .replace("Gold support", "Größe")
        .chars()
        .map(|letter| u8::try_from(u32::from(letter)).unwrap())
        .collect();
    let brackets = 100_000;
    let unmarked: Vec<u8> = MAIN.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let files: [(&str, Vec<u8>); 9] = [
        ("cut.json", MAIN[..200].into()),
        ("empty.json", Vec::new()),
        ("brackets.json", "[".repeat(brackets).into()),
        (
            "nested.json",
            ("[".repeat(brackets) + &"]".repeat(brackets)).into(),
        ),
        ("objects.json", "{\"a\":".repeat(brackets).into()),
        ("latin1.json", latin),
        ("utf16-without-mark.json", unmarked),
        ("half-utf16.json", b"\xff\xfe{\0}\0\0".into()),
        ("trailing.json", format!("{MAIN}}}").into()),
    ];
    let mut shown = String::new();
    for (name, content) in files {
        let (_, ran) = imported(name, content);
        assert!(ran.stdout.is_empty(), "{name}: {}", ran.stdout);
        shown += &format!("$ ebb import {name}\n{}\n", ran.shown());
    }
    // UTF-16 that is read as something else is full of them.
    insta::assert_snapshot!(shown.replace('\0', ""));
}

#[test]
fn every_encoding_with_a_mark_and_every_line_end_imports_as_the_same_flow() {
    let (plain, printed) = imported("main.json", MAIN);
    assert_eq!(printed.code, Some(0), "{}", printed.stderr);
    let utf16 = |unit: fn(u16) -> [u8; 2]| -> Vec<u8> {
        format!("\u{feff}{MAIN}")
            .encode_utf16()
            .flat_map(unit)
            .collect()
    };
    let forms: [Vec<u8>; 4] = [
        format!("\u{feff}{MAIN}").into(),
        MAIN.replace('\n', "\r\n").into(),
        utf16(u16::to_le_bytes),
        utf16(u16::to_be_bytes),
    ];
    for form in forms {
        let (project, ran) = imported("main.json", form);
        assert_eq!(ran.shown(), printed.shown());
        for file in ["Main.ebb", "Main.layout.json", "ebb.toml"] {
            let file = format!("flows/{file}");
            assert_eq!(project.read(&file), plain.read(&file));
        }
    }
}

#[test]
fn what_is_read_otherwise_than_it_stands_is_said() {
    let deep = format!("{}1{}", "[".repeat(100_000), "]".repeat(100_000));
    let with_deep = MAIN.replace(
        "\"Parameters\": {},",
        &format!("\"Parameters\": {{\"Deep\": {deep}}},"),
    );
    let files = [
        (
            "twice.json",
            MAIN.replace(
                "\"StartAction\": \"a\"",
                "\"StartAction\": \"c\", \"StartAction\": \"a\"",
            ),
        ),
        (
            "same.json",
            MAIN.replace("\"Identifier\": \"a\"", "\"Identifier\": \"b\""),
        ),
        ("deep.json", with_deep),
    ];
    let mut shown = String::new();
    for (name, content) in files {
        let (_, ran) = imported(name, content);
        shown += &format!("$ ebb import {name}\n{}\n", ran.shown());
    }
    insta::assert_snapshot!(shown);
}

#[test]
fn circles_import_and_build() {
    let circle = MAIN.replace("\"NextAction\": \"c\"", "\"NextAction\": \"a\"");
    let alone = MAIN.replace("\"NextAction\": \"b\"", "\"NextAction\": \"a\"");
    for (name, content) in [("circle.json", circle), ("alone.json", alone)] {
        let (project, ran) = imported(name, content);
        assert_eq!(ran.code, Some(0), "{}", ran.stderr);
        assert!(ran.stdout.contains("-> "), "{}", ran.stdout);
        let built = project.ebb(&["fmt", "--check", "flows"]);
        assert_eq!(built.code, Some(0), "{}", built.stderr);
    }
}

#[test]
fn references_that_connect_does_not_know_are_kept_in_quotes() {
    let actions = r#"{"Identifier": "one", "Type": "UpdateContactAttributes", "Parameters": {"Attributes": {"a": "$.Foo.bar", "b": "$.Attributes.plan"}, "TargetContact": "Current"}, "Transitions": {"NextAction": "end", "Errors": [{"NextAction": "end", "ErrorType": "NoMatchingError"}]}}, {"Identifier": "end", "Type": "DisconnectParticipant", "Parameters": {}, "Transitions": {}}"#;
    let flow = format!(
        r#"{{"Version": "2019-10-30", "StartAction": "one", "Actions": [{actions}], "Metadata": {{}}}}"#
    );
    let (project, printed) = imported("odd.json", flow);
    assert_eq!(printed.code, Some(0), "{}", printed.shown());
    assert!(
        printed
            .stdout
            .contains("{ a: \"$.Foo.bar\", b: $.Attributes.plan }"),
        "{}",
        printed.stdout
    );
    let compared = project.ebb(&["diff", "flows/odd.ebb", "odd.json"]);
    assert_eq!(compared.stdout, "", "{}", compared.shown());
}

#[test]
fn what_is_too_large_is_not_read_at_all() {
    let project = Project::new();
    let file = File::create(project.path("huge.json")).expect("a file can be made");
    // It takes no room on the disk, and nobody reads it.
    file.set_len(100 * 1024 * 1024).expect("a file can be long");
    let mut shown = String::new();
    for arguments in [
        &["import", "huge.json"][..],
        &["import", "huge.json", "--out", "flows"],
    ] {
        shown += &project.ebb(arguments).shown();
    }
    insta::assert_snapshot!(shown);
}

/// An export of this many blocks without a needless blank, as the API gives it out.
fn minified(blocks: usize) -> String {
    let id = |block: usize| format!("2f3c1a5e-0000-4000-8000-{block:012}");
    let failure = |block: usize| serde_json::json!([{"NextAction": id(block), "ErrorType": "NoMatchingError"}]);
    let action = |at: usize| {
        let next = (at + 1) % blocks;
        let (kind, parameters, mut transitions) = match at % 3 {
            0 => (
                "MessageParticipant",
                serde_json::json!({"Text": format!("Welcome to step {at} of our service.")}),
                serde_json::json!({"NextAction": id(next), "Errors": failure(next)}),
            ),
            1 => (
                "UpdateContactAttributes",
                serde_json::json!({"Attributes": {"step": format!("{at}")}, "TargetContact": "Current"}),
                serde_json::json!({"NextAction": id(next), "Errors": failure(0)}),
            ),
            _ => (
                "Compare",
                serde_json::json!({"ComparisonValue": "$.Attributes.plan"}),
                serde_json::json!({
                    "NextAction": id(next),
                    "Conditions": [{"NextAction": id(0), "Condition": {"Operator": "Equals", "Operands": ["gold"]}}],
                    "Errors": [{"NextAction": id(next), "ErrorType": "NoMatchingCondition"}],
                }),
            ),
        };
        if at + 1 == blocks {
            transitions = serde_json::json!({});
        }
        let kind = if at + 1 == blocks {
            "DisconnectParticipant"
        } else {
            kind
        };
        let parameters = if at + 1 == blocks {
            serde_json::json!({})
        } else {
            parameters
        };
        serde_json::json!({"Parameters": parameters, "Identifier": id(at), "Type": kind, "Transitions": transitions})
    };
    let about: serde_json::Map<String, serde_json::Value> = (0..blocks)
        .map(|at| {
            (
                id(at),
                serde_json::json!({"position": {"x": at * 240, "y": 20}}),
            )
        })
        .collect();
    let document = serde_json::json!({
        "Version": "2019-10-30", "StartAction": id(0),
        "Metadata": {
            "entryPointPosition": {"x": 20, "y": 20}, "name": "Long", "type": "contactFlow",
            "ActionMetadata": about,
        },
        "Actions": (0..blocks).map(action).collect::<Vec<_>>(),
    });
    document.to_string()
}

#[test]
fn an_import_takes_at_most_eight_times_the_room_of_its_file() {
    let text = minified(3_000);
    let taken = allocation_counter::measure(|| {
        let imported = super::Imported::of(&[("long.json", text.as_str())]);
        assert!(imported.refused.is_empty());
    });
    let times = taken.bytes_max as f64 / text.len() as f64;
    println!("{} bytes, {times:.1} times as many at once", text.len());
    assert!(times <= 8.0, "{times:.1} times the room of the file");
}
