//! What is kept beside a source, however its text is laid out.

use super::Imported;
use super::command::MAIN;
use super::corpus::exports;
use ebb::compile::{Input, read_files};
use ebb::decompile::Sheets;
use ebb::emit::{SIDECAR_ENDING, Sidecar};
use ebb::source::ReadAgain;
use serde_json::{Map, Value, json};
use std::convert::Infallible;

/// The text of a sidecar as other writers lay it out.
fn laid_out(text: &str) -> [(&'static str, String); 4] {
    let said: Value = serde_json::from_str(text).unwrap();
    let pretty = serde_json::to_string_pretty(&said).unwrap();
    [
        ("one value a line", format!("{pretty}\n")),
        (
            "tabs and other line ends",
            pretty.replace("  ", "\t").replace('\n', "\r\n"),
        ),
        ("one line", said.to_string()),
        ("escaped", escaped(&said)),
    ]
}

/// JSON whose texts are escapes as far as they can be.
fn escaped(value: &Value) -> String {
    let quoted = |text: &str| -> String {
        let units = text.encode_utf16().map(|unit| format!("\\u{unit:04x}"));
        format!("\"{}\"", units.collect::<String>())
    };
    match value {
        Value::String(text) => quoted(text),
        Value::Array(list) => {
            let inside: Vec<String> = list.iter().map(escaped).collect();
            format!("[{}]", inside.join(" , "))
        }
        Value::Object(map) => {
            let member = |(key, value): (&String, &Value)| quoted(key) + " : " + &escaped(value);
            let inside: Vec<String> = map.iter().map(member).collect();
            format!("{{{}}}", inside.join(" , "))
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => value.to_string(),
    }
}

/// Checks that an import is built to the same flows, however its sidecars are laid out.
fn check(mut imported: Imported) {
    let before = imported.build_unjudged();
    let texts: Vec<String> = imported
        .files
        .iter()
        .map(|file| file.text.clone())
        .collect();
    let layouts = laid_out("null").map(|(layout, _)| layout);
    for (number, layout) in layouts.into_iter().enumerate() {
        for (file, text) in imported.files.iter_mut().zip(&texts) {
            if file.name.ends_with(SIDECAR_ENDING) {
                let (_, other) = &laid_out(text)[number];
                assert_eq!(Sidecar::read(other), Sidecar::read(text), "{layout}");
                file.text.clone_from(other);
            }
        }
        let after = imported.build_unjudged();
        assert_eq!(before.len(), after.len(), "{layout}");
        for (before, after) in before.iter().zip(&after) {
            assert_eq!(before.kept, after.kept, "{layout}");
        }
    }
}

/// A flow with places, names and keys that Ebb has no words for.
fn rich() -> String {
    let mut flow: Value = serde_json::from_str(MAIN).unwrap();
    let mut about = Map::new();
    for (x, id) in [(10, "a"), (20, "b"), (-30, "c")] {
        about.insert(
            id.to_owned(),
            json!({ "position": { "x": x, "y": x * 2 }, "more \"ü\"\n": [1.5, null, { "deep": true }] }),
        );
    }
    flow["Metadata"]["ActionMetadata"] = Value::Object(about);
    flow["Metadata"]["entryPointPosition"] = json!({ "x": 1, "y": 2 });
    flow["Tags"] = json!({ "cost": "center" });
    flow.to_string()
}

#[test]
fn a_sidecar_is_read_the_same_however_it_is_laid_out() {
    let rich = rich();
    let imported = Imported::of(&[("rich.json", &rich)]);
    let kept = imported.files.iter();
    let mut kept = kept.filter(|file| file.name.ends_with(SIDECAR_ENDING));
    let text = &kept.next().unwrap().text;
    assert!(
        text.contains("\"rest\"") && text.contains("\"Tags\""),
        "{text}"
    );
    check(imported);
}

/// As it was written when every value still had a line of its own.
const EARLIER: &str = r#"{
  "flows": {
    "Main": {
      "entry": [
        7,
        9
      ],
      "blocks": [
        {
          "name": "set-working-queue-gold-support",
          "type": "UpdateContactTargetQueue",
          "identifier": "a",
          "at": [
            100,
            -200
          ]
        },
        {
          "name": "transfer-to-flow-after-the-agent",
          "type": "TransferToFlow",
          "identifier": "b",
          "at": null
        },
        {
          "name": "end",
          "type": "DisconnectParticipant",
          "identifier": "c",
          "at": null
        }
      ],
      "rest": {
        "in": {
          "Tags": {
            "is": {
              "cost": "center"
            }
          }
        }
      }
    }
  }
}
"#;

#[test]
fn a_sidecar_of_an_earlier_version_counts() {
    let mut imported = Imported::of(&[("main.json", MAIN)]);
    for file in &mut imported.files {
        if file.name.ends_with(SIDECAR_ENDING) {
            EARLIER.clone_into(&mut file.text);
        }
    }
    let built = imported.build_unjudged();
    let [built] = built.as_slice() else {
        panic!("one flow goes in")
    };
    let kept: Value = serde_json::from_str(&built.kept).unwrap();
    let about = &kept["Metadata"]["ActionMetadata"];
    let actions = kept["Actions"].as_array().unwrap();
    let identifiers: Vec<&Value> = actions.iter().map(|action| &action["Identifier"]).collect();
    assert_eq!(identifiers, ["a", "b", "c"]);
    assert_eq!(about["a"]["position"], json!({ "x": 100, "y": -200 }));
    let entry = &kept["Metadata"]["entryPointPosition"];
    assert_eq!(*entry, json!({ "x": 7, "y": 9 }));
    assert_eq!(kept["Tags"], json!({ "cost": "center" }));
}

#[test]
fn every_sidecar_of_the_corpus_is_read_the_same_however_it_is_laid_out() {
    for (path, text) in exports().unwrap_or_default() {
        for file in Imported::of(&[("flow.json", &text)]).files {
            if file.name.ends_with(SIDECAR_ENDING) {
                let known = Sidecar::read(&file.text);
                for (layout, other) in laid_out(&file.text) {
                    assert_eq!(Sidecar::read(&other), known, "{}: {layout}", path.display());
                }
            }
        }
    }
}

#[test]
fn an_export_is_read_again_for_what_is_kept_and_refused_where_it_has_changed() {
    let read = |again: Option<&'static str>| {
        let files = [MAIN.to_owned()];
        let exports = read_files(&files, |text| {
            let input = Input {
                name: "main.json".to_owned(),
                text: text.clone(),
                named: true,
            };
            let again = ReadAgain::new(move || again.map(str::to_owned));
            Ok::<_, Infallible>((input, Some(again)))
        });
        let exports = exports.unwrap();
        Sheets::beside(&exports.program, &exports.sources)
    };
    let (same, gone) = (read(Some(MAIN)), read(None));
    let held = Imported::of(&[("main.json", MAIN)]);
    let beside = held
        .files
        .iter()
        .find(|file| file.name.ends_with(SIDECAR_ENDING));
    assert_eq!(same.all[0].beside.as_ref(), beside.map(|file| &file.text));
    assert!(gone.all.is_empty());
    assert_eq!(
        gone.refused[0].message,
        "`main` was not imported: its file is not what it was a moment ago; import it again"
    );
}
