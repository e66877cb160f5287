//! Good JSON, broken in every way that a table of facts about the actions says is
//! refused: each has to be reported at the action that was broken.
//!
//! The table is a JSON file that `EBB_ACTIONS` names; it is read here a second time, and
//! nothing of it comes from the catalogue.

use crate::rows::{compiled, emitted, fixtures};
use ebb::compile::{Input, compile};
use ebb::graph::Settings;
use ebb::import;
use ebb::program::Builder;
use ebb::source::SourceMap;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::ops::Range;

/// What the table calls refused and reading lets pass, with the reason.
const EXCEPTIONS: &[(&str, &str)] = &[
    (
        "CreateCallbackContact: too small: MaximumConnectionAttempts",
        "an export of AWS's own holds 0",
    ),
    (
        "ShowView: empty entry: ViewData",
        "guides that AWS publishes hold empty texts",
    ),
];

/// What a condition may compare with.
const OPERATORS: &[&str] = &[
    "Equals",
    "TextStartsWith",
    "TextEndsWith",
    "TextContains",
    "NumberGreaterThan",
    "NumberGreaterOrEqualTo",
    "NumberLessThan",
    "NumberLessOrEqualTo",
    "KeyExists",
];

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
                let said = said(&document, index, &mutation.action);
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

/// The rules that speak at the action with this number, when it is replaced: those of reading,
/// or else those that judge flows and did not speak there before.
fn said(document: &Value, index: usize, action: &Value) -> Vec<String> {
    let (text, place) = replaced(document, index, action);
    let mut sources = SourceMap::new();
    let file = sources.add("example.json", &text);
    let mut sink = ebb::diag::Sink::new();
    import::read(&mut Builder::new(), file, "example.json", &text, &mut sink);
    let read: Vec<String> = sink
        .into_sorted()
        .iter()
        .filter(|finding| place.contains(&(finding.primary.span.start as usize)))
        .map(|finding| finding.rule.name.to_owned())
        .collect();
    if !read.is_empty() {
        return read;
    }
    let mut judged = judged(text, &place);
    let (text, place) = replaced(document, index, &document["Actions"][index]);
    for before in self::judged(text, &place) {
        if let Some(same) = judged.iter().position(|rule| *rule == before) {
            judged.remove(same);
        }
    }
    judged
}

/// The rules that speak somewhere in a document, when all of them are asked.
fn judged(text: String, place: &Range<usize>) -> Vec<String> {
    let input = Input {
        name: "example.json".to_owned(),
        text,
        named: true,
    };
    let compilation = compile(vec![input], &Settings::default());
    let findings = compilation.findings.iter();
    findings
        .filter(|finding| place.contains(&(finding.primary.span.start as usize)))
        .map(|finding| finding.rule.name.to_owned())
        .collect()
}

/// The document with another action, and where that stands.
fn replaced(document: &Value, index: usize, action: &Value) -> (String, Range<usize>) {
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
    (text, place)
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
    envelope(facts["terminal"] == true, &mut put);
    parameters(&facts["parameters"], action, "/Parameters", &mut put);
    transitions(facts, action, &mut put);
    all
}

type Put<'p> = dyn FnMut(String, Option<&'static str>, &dyn Fn(&mut Value)) + 'p;

/// Breaks what every action has.
fn envelope(ends: bool, put: &mut Put<'_>) {
    for key in ["Identifier", "Type", "Parameters", "Transitions"] {
        // An action without parameters may leave them out, and one that ends the flow the ways out.
        if key != "Parameters" && !(key == "Transitions" && ends) {
            put(format!("no member: {key}"), None, &|action| {
                remove(action, "", key);
            });
        }
        put(format!("wrong member: {key}"), None, &|action| {
            action[key] = json!(["x"]);
        });
    }
    put(
        "no type: an unknown one".to_owned(),
        Some("unknown-action-type"),
        &|action| {
            action["Type"] = json!("BogusType");
        },
    );
    for wrong in [
        "",
        "a:b",
        "a%b",
        "a(b",
        "a\\b",
        "a/b",
        "a)b",
        "a=b",
        "a$b",
        "a,b",
        "a;b",
        "a[b",
        "a]b",
        "a{b",
        "a}b",
        "__proto__",
    ] {
        put(format!("identifier: {wrong}"), None, &|action| {
            action["Identifier"] = json!(wrong);
        });
    }
    put("identifier: too long".to_owned(), None, &|action| {
        action["Identifier"] = json!("x".repeat(51));
    });
}

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
        bounds(field, value, &mut set);
        forms(field, value, &mut set);
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

/// Too long, too short, too many, too few.
fn bounds(field: &Value, value: &Value, set: &mut dyn FnMut(String, Value)) {
    let more = field["max"]
        .as_i64()
        .and_then(|most| usize::try_from(most.checked_add(1)?).ok());
    let less = field["min"]
        .as_i64()
        .and_then(|least| usize::try_from(least - 1).ok());
    match field["kind"].as_str().unwrap_or("") {
        "string" => {
            if let Some(more) = more {
                set("too long".to_owned(), json!("1".repeat(more)));
            }
        }
        "int" => {
            if let Some(more) = more {
                set("too large".to_owned(), json!(more));
                set("too large, as text".to_owned(), json!(more.to_string()));
            }
            set("no number".to_owned(), json!("many"));
        }
        "list" => {
            let one = value.get(0).cloned().unwrap_or_else(|| json!("x"));
            if let Some(more) = more {
                set("too many".to_owned(), Value::Array(vec![one; more]));
            }
            if less == Some(0) {
                set("too few".to_owned(), json!([]));
            }
        }
        "map" => {
            if let (Some(more), Some((_, one))) =
                (more, value.as_object().and_then(|map| map.iter().next()))
            {
                let entries = (0..more).map(|number| (format!("k{number}"), one.clone()));
                set("too many".to_owned(), Value::Object(entries.collect()));
            }
        }
        _ => {}
    }
}

/// Text where a reference has to be, a reference where none may be, nothing within lists and maps.
fn forms(field: &Value, value: &Value, set: &mut dyn FnMut(String, Value)) {
    let scalar = value.is_string() || value.is_number();
    match field["dynamic_form"].as_str() {
        Some("static") if scalar => {
            set("a reference".to_owned(), json!("$.Attributes.x"));
            set("holds a reference".to_owned(), json!("x $.Attributes.x"));
        }
        Some("static-or-single-jsonpath") if scalar => {
            set("holds a reference".to_owned(), json!("x $.Attributes.x"));
        }
        Some("jsonpath-only") if scalar => set("no reference".to_owned(), json!("plain")),
        _ => {}
    }
    if scalar && field["dynamic_form"] != "static" && field["dynamic_allowed"] == true {
        set("no such root".to_owned(), json!("$.Bogus.x"));
    }
    let some = |map: &Value| {
        map.as_object().and_then(|map| {
            map.iter()
                .next()
                .map(|(key, value)| (key.clone(), value.clone()))
        })
    };
    if field["kind"] == "map"
        && let Some((key, one)) = some(value)
    {
        let with = |text: &str| match &one {
            Value::Object(wrapped) => {
                json!({&key: wrapped.keys().map(|name| (name.clone(), json!(text))).collect::<serde_json::Map<_, _>>()})
            }
            _ => json!({&key: text}),
        };
        set("empty entry".to_owned(), with(""));
        match field["dynamic_form"].as_str() {
            Some("static") => set("a reference within".to_owned(), with("$.Attributes.x")),
            Some("static-or-single-jsonpath") => set(
                "holds a reference within".to_owned(),
                with("x $.Attributes.x"),
            ),
            Some("jsonpath-only") => set("no reference within".to_owned(), with("plain")),
            _ => set("no such root within".to_owned(), with("$.Bogus.x")),
        }
    }
    if field["kind"] == "list"
        && let Some(list) = value.as_array()
    {
        let texts = list.iter().any(Value::is_string);
        if field["values"].is_array() {
            set("no such word within".to_owned(), json!(["Bogus"]));
        }
        if texts {
            set("empty entry".to_owned(), json!([""]));
            set("no text within".to_owned(), json!([5]));
            if field["dynamic_form"] == "static" {
                set("a reference within".to_owned(), json!(["$.Attributes.x"]));
            }
        }
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
        put("ends: has a NextAction".to_owned(), None, &|action| {
            action["Transitions"] = json!({"NextAction": action["Identifier"]});
        });
        put("ends: has an error".to_owned(), None, &|action| {
            let entry = json!({"NextAction": action["Identifier"], "ErrorType": "NoMatchingError"});
            action["Transitions"] = json!({"Errors": [entry]});
        });
        put("ends: has a condition".to_owned(), None, &|action| {
            let condition = json!({"Operator": "Equals", "Operands": ["x"]});
            let entry = json!({"NextAction": action["Identifier"], "Condition": condition});
            action["Transitions"] = json!({"Conditions": [entry]});
        });
        return;
    }
    for wrong in ["", "nowhere"] {
        put(format!("NextAction leads to: {wrong}"), None, &|action| {
            action["Transitions"]["NextAction"] = json!(wrong);
        });
        if !entries("Errors").is_empty() {
            put(format!("error leads to: {wrong}"), None, &|action| {
                action["Transitions"]["Errors"][0]["NextAction"] = json!(wrong);
            });
        }
    }
    if let Some(first) = entries("Errors").first() {
        put("error: twice".to_owned(), None, &|action| {
            push(action, "Errors", first.clone());
        });
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
    let words = |key: &str| -> Vec<&str> {
        let words = facts["conditions"][key].as_array();
        words
            .into_iter()
            .flatten()
            .filter_map(Value::as_str)
            .collect()
    };
    for operator in OPERATORS {
        if !words("operators").contains(operator) {
            put(format!("operator: {operator}"), None, &|action| {
                push(action, "Conditions", condition(operator, "17"));
            });
        }
    }
    if !words("operands")
        .iter()
        .any(|operand| operand.contains('<'))
    {
        put("operand: none of the list".to_owned(), None, &|action| {
            push(action, "Conditions", condition("Equals", "Bogus"));
        });
    }
    if let Some(first) = entries("Conditions").first() {
        put("condition: twice".to_owned(), None, &|action| {
            push(action, "Conditions", first.clone());
        });
        put("condition: leads nowhere".to_owned(), None, &|action| {
            action["Transitions"]["Conditions"][0]["NextAction"] = json!("nowhere");
        });
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
