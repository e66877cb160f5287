//! Flows written by hand after exported ones, beside what they were written after: the
//! same actions with the same parameters and the same ways out, whatever the identifiers.
//!
//! The sources are in the folder that `EBB_SAMPLES` names, the exports in the corpus.
//! Two flows are compared from their starts, step by step, so that one that shares a block
//! equals one that repeats it.

use crate::rows::compiled;
use crate::support::corpus;
use ebb::emit;
use serde_json::{Map, Value, json};
use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;

/// A source, its flow, and what the name of the export contains.
const PAIRS: &[(&str, &str, &str)] = &[
    ("ab_test", "ab_test", "ab-test-transfer-flow-5a"),
    ("dtmf_menu", "RulesEngineDTMFMenu", "RulesEngineDTMFMenu"),
    (
        "rules_engine_disconnect",
        "RulesEngineDisconnect",
        "RulesEngineDisconnect",
    ),
    ("rules_engine_wait", "RulesEngineWait", "RulesEngineWait"),
    (
        "scv_queue_transfer",
        "SCV_Queue_Transfer",
        "SCV_Queue_Transfer",
    ),
    ("set_callback", "cfSetCallBackflow", "cfSetCallBackflow"),
];

#[test]
fn samples_are_the_flows_that_they_were_written_after() {
    let Some(samples) = samples() else { return };
    let Some(corpus) = corpus() else { return };
    for (source, name, export) in PAIRS {
        let text = fs::read_to_string(samples.join(format!("{source}.ebb"))).expect("a sample");
        let compilation = compiled(source, &text);
        let flows = compilation.program.flows.iter_enumerated();
        let (id, _) = flows
            .into_iter()
            .find(|(_, flow)| flow.name == *name)
            .expect("the flow");
        let ours = serde_json::from_str(&emit::flow(&compilation.program, id).json).unwrap();
        let mut files: Vec<PathBuf> = fs::read_dir(corpus.join("flows"))
            .expect("flows")
            .map(|entry| entry.expect("a file").path())
            .filter(|path| path.to_string_lossy().contains(export))
            .collect();
        files.sort();
        let differences = files
            .iter()
            .map(|path| {
                let text = fs::read_to_string(path).expect("text");
                let theirs = serde_json::from_str(&text).expect("JSON");
                differences(&ours, &theirs)
            })
            .min_by_key(Vec::len)
            .unwrap_or_else(|| panic!("no export is called {export}"));
        assert!(differences.is_empty(), "{name}: {differences:#?}");
    }
}

fn samples() -> Option<PathBuf> {
    match std::env::var_os("EBB_SAMPLES") {
        Some(folder) if !folder.is_empty() => Some(PathBuf::from(folder)),
        _ => {
            println!("skipped: EBB_SAMPLES names no folder of samples");
            None
        }
    }
}

/// Where two flows do different things, from their starts on.
fn differences(ours: &Value, theirs: &Value) -> Vec<String> {
    let start = |flow: &Value| flow["StartAction"].as_str().unwrap_or("").to_owned();
    let mut todo = vec![(start(ours), start(theirs))];
    let mut seen = BTreeSet::new();
    let mut found = Vec::new();
    while let Some(pair) = todo.pop() {
        if !seen.insert(pair.clone()) {
            continue;
        }
        let (Some(one), Some(other)) = (action(ours, &pair.0), action(theirs, &pair.1)) else {
            found.push(format!("{pair:?} leads nowhere"));
            continue;
        };
        if one["Type"] != other["Type"] {
            found.push(format!("{pair:?}: {} and {}", one["Type"], other["Type"]));
            continue;
        }
        let (said, meant) = (plain(&one["Parameters"]), plain(&other["Parameters"]));
        if said != meant {
            found.push(format!("{pair:?}: {said} and {meant}"));
        }
        let (ways, others) = (exits(one), exits(other));
        for (way, target) in &ways {
            match others.iter().find(|(known, _)| known == way) {
                Some((_, there)) => todo.push((target.clone(), there.clone())),
                None => found.push(format!("{pair:?}: only ours has {way}")),
            }
        }
        for (way, _) in &others {
            if !ways.iter().any(|(known, _)| known == way) {
                found.push(format!("{pair:?}: only theirs has {way}"));
            }
        }
    }
    found
}

fn action<'a>(flow: &'a Value, id: &str) -> Option<&'a Value> {
    let mut actions = flow["Actions"].as_array()?.iter();
    actions.find(|action| action["Identifier"] == id)
}

/// Parameters without what the designer writes where nobody chooses, and with one word
/// for every resource.
fn plain(parameters: &Value) -> Value {
    const DEFAULTS: &[(&str, &str)] = &[
        ("TextToSpeechStyle", "\"None\""),
        ("TargetContact", "\"Current\""),
        ("ResponseValidation", "{\"ResponseType\":\"STRING_MAP\"}"),
        ("DTMFConfiguration", "{\"DisableCancelKey\":\"False\"}"),
    ];
    match parameters {
        Value::Object(members) => {
            let mut sorted: Vec<(&String, &Value)> = members.iter().collect();
            sorted.sort_by_key(|(key, _)| *key);
            let chosen = |(key, value): &(&String, &Value)| {
                let text = value.to_string();
                !DEFAULTS
                    .iter()
                    .any(|(known, default)| key == known && text == *default)
            };
            let members = sorted.into_iter().filter(chosen);
            Value::Object(
                members
                    .map(|(key, value)| match value.as_str() {
                        Some(text) if is_resource(key, text) => (key.clone(), json!("a resource")),
                        _ => (key.clone(), plain(value)),
                    })
                    .collect::<Map<String, Value>>(),
            )
        }
        Value::Array(elements) => Value::Array(elements.iter().map(plain).collect()),
        Value::String(text) => json!(text.trim()),
        Value::Number(_) | Value::Bool(_) => json!(parameters.to_string()),
        Value::Null => json!({}),
    }
}

fn is_resource(key: &str, text: &str) -> bool {
    let keys = [
        "QueueId",
        "LambdaFunctionARN",
        "ContactFlowId",
        "CustomerQueue",
        "AgentWhisper",
        "CustomerWhisper",
        "CustomerRemaining",
    ];
    keys.contains(&key) && !text.starts_with("$.")
}

/// The ways out of an action and where they lead.
fn exits(action: &Value) -> Vec<(String, String)> {
    let target = |entry: &Value| entry["NextAction"].as_str().unwrap_or("").to_owned();
    let transitions = &action["Transitions"];
    let mut exits = Vec::new();
    if transitions["NextAction"].is_string() {
        exits.push(("NextAction".to_owned(), target(transitions)));
    }
    for error in transitions["Errors"].as_array().into_iter().flatten() {
        exits.push((error["ErrorType"].to_string(), target(error)));
    }
    for entry in transitions["Conditions"].as_array().into_iter().flatten() {
        let condition = &entry["Condition"];
        let way = format!("{} {}", condition["Operator"], condition["Operands"]);
        exits.push((way, target(entry)));
    }
    exits
}
