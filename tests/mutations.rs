//! Good JSON, broken in every way that a table of facts about the actions says is
//! refused: each has to be reported at the action that was broken.
//!
//! The table is a JSON file that `EBB_ACTIONS` names; it is read here a second time, and
//! nothing of it comes from the catalogue.

use crate::rows::{compiled, emitted, fixtures};
use ebb::import;
use ebb::program::Builder;
use ebb::source::SourceMap;
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// What the table calls refused and reading lets pass, with the reason.
const EXCEPTIONS: &[(&str, &str)] = &[(
    "CreateCallbackContact: too small: MaximumConnectionAttempts",
    "an export of AWS's own holds 0",
)];

/// One way to break an action.
struct Mutation {
    /// What kind it is, and where.
    name: String,
    /// The rule that has to speak, where it is clear.
    rule: Option<&'static str>,
    action: Value,
}

#[test]
fn what_the_service_refuses_is_reported_where_it_is() {
    let Some(table) = table() else { return };
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    let mut silent = Vec::new();
    let mut excepted: BTreeMap<&str, usize> = BTreeMap::new();
    for (fixture, text) in fixtures() {
        let document: Value = serde_json::from_str(&emitted(&compiled(&fixture, &text))).unwrap();
        for (index, action) in document["Actions"].as_array().unwrap().iter().enumerate() {
            let kind = action["Type"].as_str().unwrap();
            let Some(facts) = table.iter().find(|facts| facts["type"] == kind) else {
                continue;
            };
            for mutation in mutations(facts, action) {
                let class = mutation.name.split(':').next().unwrap().to_owned();
                *counts.entry(class).or_default() += 1;
                let said = findings(&document, index, &mutation.action);
                let heard = match mutation.rule {
                    // An action without what tells its row from others is none that is known; of
                    // an object that loses its only member the object is left.
                    Some(rule) => said.iter().any(|name| {
                        [rule, "unknown-action-type", "unknown-parameter"].contains(&name.as_str())
                    }),
                    None => !said.is_empty(),
                };
                let name = format!("{kind}: {}", mutation.name);
                if heard {
                    continue;
                }
                match EXCEPTIONS.iter().find(|(known, _)| *known == name) {
                    Some((known, _)) => *excepted.entry(known).or_default() += 1,
                    None => silent.push(format!("{fixture}: {name}: {said:?}")),
                }
            }
        }
    }
    println!("{counts:?}; exceptions: {excepted:?}");
    silent.sort();
    silent.dedup();
    assert!(
        silent.is_empty(),
        "{} of {counts:?}:\n{}",
        silent.len(),
        silent.join("\n")
    );
    for (name, reason) in EXCEPTIONS {
        assert!(
            excepted.contains_key(name),
            "{name} ({reason}) is reported by now"
        );
    }
}

fn table() -> Option<Vec<Value>> {
    match std::env::var_os("EBB_ACTIONS") {
        Some(path) if !path.is_empty() => {
            let text = std::fs::read_to_string(path).expect("EBB_ACTIONS can be read");
            Some(serde_json::from_str(&text).expect("EBB_ACTIONS is a list of actions"))
        }
        _ => {
            println!("skipped: EBB_ACTIONS names no table of actions");
            None
        }
    }
}

/// The rules that speak at the action with this number, when it is replaced.
fn findings(document: &Value, index: usize, action: &Value) -> Vec<String> {
    let mut text = String::from("{\"Version\":\"2019-10-30\",\"StartAction\":");
    text += &document["StartAction"].to_string();
    text += &format!(",\"Metadata\":{},\"Actions\":[", document["Metadata"]);
    let mut place = 0..0;
    for (other, known) in document["Actions"].as_array().unwrap().iter().enumerate() {
        let start = text.len();
        text += &if other == index { action } else { known }.to_string();
        if other == index {
            place = start..text.len();
        }
        text.push(',');
    }
    text.pop();
    text += "]}";
    let mut sources = SourceMap::new();
    let file = sources.add("example.json", &text);
    let mut sink = ebb::diag::Sink::new();
    import::read(&mut Builder::new(), file, "example.json", &text, &mut sink);
    sink.into_sorted()
        .iter()
        .filter(|finding| place.contains(&(finding.primary.span.start as usize)))
        .map(|finding| finding.rule.name.to_owned())
        .collect()
}

fn mutations(facts: &Value, action: &Value) -> Vec<Mutation> {
    let mut all = Vec::new();
    let mut put = |name: String, rule, edit: &dyn Fn(&mut Value)| {
        let mut action = action.clone();
        edit(&mut action);
        all.push(Mutation { name, rule, action });
    };
    put(
        "unknown parameter".to_owned(),
        Some("unknown-parameter"),
        &|action| {
            action["Parameters"]["Bogus"] = json!("x");
        },
    );
    parameters(&facts["parameters"], action, "/Parameters", &mut put);
    transitions(facts, action, &mut put);
    all
}

type Put<'p> = dyn FnMut(String, Option<&'static str>, &dyn Fn(&mut Value)) + 'p;

/// Breaks what stands in `Parameters`, as deep as the table looks.
fn parameters(fields: &Value, action: &Value, at: &str, put: &mut Put<'_>) {
    let Some(there) = action.pointer(at).and_then(Value::as_object) else {
        return;
    };
    for field in fields.as_array().into_iter().flatten() {
        let name = field["name"].as_str().unwrap();
        let path = format!("{at}/{}", name.replace('/', "~1"));
        let Some(value) = there.get(name) else {
            continue;
        };
        let shown = path.trim_start_matches("/Parameters/").replace('/', ".");
        let partner = |other: &Value| there.contains_key(other.as_str().unwrap_or(""));
        let alone = !field["exclusive_with"]
            .as_array()
            .into_iter()
            .flatten()
            .any(partner);
        if field["required"] == true || (field["required"] == "one-of" && alone) {
            put(
                format!("without: {shown}"),
                Some("missing-parameter"),
                &|action| {
                    remove(action, at, name);
                },
            );
        }
        for other in field["exclusive_with"].as_array().into_iter().flatten() {
            let other = other.as_str().unwrap();
            let filled = match other {
                "Media" => json!({"Uri": "s3://a/b.wav", "SourceType": "S3", "MediaType": "Audio"}),
                "PhoneNumberValidation" => json!({"NumberFormat": "E164"}),
                "CustomValidation" => json!({"MaximumLength": "3"}),
                _ => json!("x"),
            };
            put(format!("both: {shown} {other}"), None, &|action| {
                action.pointer_mut(at).unwrap()[other] = filled.clone();
            });
        }
        let mut set = |what: String, wrong: Value| {
            put(format!("{what}: {shown}"), None, &|action| {
                *action.pointer_mut(&path).unwrap() = wrong.clone();
            });
        };
        if value.is_string() {
            set("empty".to_owned(), json!(""));
        }
        match field["kind"].as_str().unwrap_or("") {
            "enum" if value.is_string() => set("no such word".to_owned(), json!("Bogus")),
            "bool-string" => {
                set("no such word".to_owned(), json!("perhaps"));
                set("no text".to_owned(), json!(true));
            }
            "int-string" => {
                set("no number".to_owned(), json!("many"));
                set("no text".to_owned(), json!(5));
                if let Some(less) = field["min"].as_i64().and_then(|least| least.checked_sub(1)) {
                    set("too small".to_owned(), json!(less.to_string()));
                }
                if let Some(more) = field["max"].as_i64().and_then(|most| most.checked_add(1)) {
                    set("too large".to_owned(), json!(more.to_string()));
                }
            }
            "jsonpath" => set("no reference".to_owned(), json!("plain")),
            "list" => set("no list".to_owned(), json!("x")),
            "map" | "object" if value.is_object() => set("no object".to_owned(), json!("x")),
            _ => {}
        }
        parameters(&field["fields"], action, &path, put);
    }
}

/// Breaks the ways out of an action.
fn transitions(facts: &Value, action: &Value, put: &mut Put<'_>) {
    let all = &action["Transitions"];
    let entries = |key: &str| all[key].as_array().cloned().unwrap_or_default();
    let target = || all["NextAction"].clone();
    if facts["next_action"]
        .as_str()
        .unwrap_or("")
        .starts_with("required")
    {
        put("no NextAction".to_owned(), None, &|action| {
            remove(action, "/Transitions", "NextAction");
        });
    }
    if facts["terminal"] == true {
        return;
    }
    let known = facts["errors"].as_array().unwrap();
    for (index, entry) in entries("Errors").iter().enumerate() {
        let error = &entry["ErrorType"];
        let fact = known.iter().find(|fact| fact["type"] == *error);
        if fact.is_some_and(|fact| fact["live"] == "required") {
            let name = format!("lacks: {}", error.as_str().unwrap());
            put(name, Some("missing-branch"), &|action| {
                action["Transitions"]["Errors"]
                    .as_array_mut()
                    .unwrap()
                    .remove(index);
            });
        }
    }
    let forbidden = facts["forbidden_errors"].as_array().into_iter().flatten();
    for error in forbidden.chain([&json!("BogusError")]) {
        let name = format!("refused error: {}", error.as_str().unwrap());
        put(name, None, &|action| {
            let entry = json!({"NextAction": target(), "ErrorType": error});
            push(action, "Errors", entry);
        });
    }
    let condition = |operator: &str, operand: &str| json!({"NextAction": target(), "Condition": {"Operator": operator, "Operands": [operand]}});
    if facts["conditions"]["supported"] == false {
        put("has a condition".to_owned(), None, &|action| {
            push(action, "Conditions", condition("Equals", "x"));
        });
        return;
    }
    let required = &facts["conditions"]["required_operands"];
    for (index, entry) in entries("Conditions").iter().enumerate() {
        let at = format!("/Transitions/Conditions/{index}/Condition");
        put("no operator".to_owned(), None, &|action| {
            action.pointer_mut(&at).unwrap()["Operator"] = json!("Bogus");
        });
        put("empty operand".to_owned(), None, &|action| {
            action.pointer_mut(&at).unwrap()["Operands"] = json!([""]);
        });
        put("two operands".to_owned(), None, &|action| {
            action.pointer_mut(&at).unwrap()["Operands"] = json!(["1", "2"]);
        });
        let operand = &entry["Condition"]["Operands"][0];
        if required.as_array().unwrap().contains(operand) {
            put(
                format!("lacks: {}", operand.as_str().unwrap()),
                Some("missing-branch"),
                &|action| {
                    action["Transitions"]["Conditions"]
                        .as_array_mut()
                        .unwrap()
                        .remove(index);
                },
            );
        }
    }
}

fn remove(action: &mut Value, at: &str, key: &str) {
    let object = action
        .pointer_mut(at)
        .and_then(Value::as_object_mut)
        .unwrap();
    object.shift_remove(key);
}

fn push(action: &mut Value, list: &str, entry: Value) {
    let transitions = action["Transitions"].as_object_mut().unwrap();
    let list = transitions.entry(list).or_insert(json!([]));
    list.as_array_mut().unwrap().push(entry);
}
