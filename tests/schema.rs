//! JSON Schema, as much of it as our schemas and that of SARIF are written with.

use serde_json::Value;

/// What a schema does not take about a value, each fault with its path. A word of the
/// schema that is not known here is a failure of the test.
pub fn faults(schema: &Value, value: &Value) -> Vec<String> {
    let mut found = Vec::new();
    check(schema, schema, value, "", &mut found);
    found
}

fn check(root: &Value, schema: &Value, value: &Value, path: &str, found: &mut Vec<String>) {
    for (word, rule) in schema.as_object().expect("a schema") {
        match word.as_str() {
            "$ref" => {
                let target = rule.as_str().expect("a text").trim_start_matches('#');
                let target = root.pointer(target).expect("a definition");
                check(root, target, value, path, found);
            }
            "properties" => {
                for (key, one) in entries(value) {
                    if let Some(rule) = rule.get(key) {
                        check(root, rule, one, &format!("{path}/{key}"), found);
                    }
                }
            }
            "additionalProperties" => others(root, schema, rule, value, path, found),
            "items" => {
                for (number, one) in value.as_array().into_iter().flatten().enumerate() {
                    check(root, rule, one, &format!("{path}/{number}"), found);
                }
            }
            word => {
                if !takes(root, word, rule, value) {
                    found.push(format!("{path}: {word} {rule} does not take {value}"));
                }
            }
        }
    }
}

fn others(
    root: &Value,
    schema: &Value,
    rule: &Value,
    value: &Value,
    path: &str,
    found: &mut Vec<String>,
) {
    for (key, one) in entries(value) {
        let path = format!("{path}/{key}");
        if schema["properties"].get(key).is_some() {
            continue;
        }
        match rule.as_bool() {
            Some(true) => {}
            Some(false) => found.push(format!("{path}: no such key")),
            None => check(root, rule, one, &path, found),
        }
    }
}

/// Whether a word that speaks of the value itself takes it.
fn takes(root: &Value, word: &str, rule: &Value, value: &Value) -> bool {
    let list = |of: &Value| of.as_array().cloned().unwrap_or_default();
    let fits = |one: &Value| {
        let mut found = Vec::new();
        check(root, one, value, "", &mut found);
        found.is_empty()
    };
    match word {
        "type" => match rule {
            Value::Array(kinds) => kinds.iter().any(|kind| is_of(kind, value)),
            kind => is_of(kind, value),
        },
        "enum" => list(rule).contains(value),
        "required" => list(rule)
            .iter()
            .all(|key| value.get(key.as_str().expect("a key")).is_some()),
        "minItems" => {
            list(value).len() as u64 >= rule.as_u64().expect("a number") || !value.is_array()
        }
        "uniqueItems" => {
            let all = list(value);
            let mut rest = all.iter().enumerate();
            rest.all(|(number, one)| !all[..number].contains(one))
        }
        "minimum" => value
            .as_f64()
            .is_none_or(|number| number >= rule.as_f64().expect("a number")),
        "maximum" => value
            .as_f64()
            .is_none_or(|number| number <= rule.as_f64().expect("a number")),
        "anyOf" => list(rule).iter().any(fits),
        "oneOf" => list(rule).iter().filter(|one| fits(one)).count() == 1,
        "pattern" => rule != "\\S" || value.as_str().is_none_or(|text| !text.trim().is_empty()),
        "$schema" | "$id" | "$defs" | "definitions" | "title" | "description" | "default"
        | "format" => true,
        other => panic!("the word {other}"),
    }
}

fn is_of(kind: &Value, value: &Value) -> bool {
    match kind.as_str() {
        Some("object") => value.is_object(),
        Some("array") => value.is_array(),
        Some("string") => value.is_string(),
        Some("boolean") => value.is_boolean(),
        Some("integer") => value.is_i64() || value.is_u64(),
        Some("number") => value.is_number(),
        Some("null") => value.is_null(),
        other => panic!("the type {other:?}"),
    }
}

fn entries(value: &Value) -> impl Iterator<Item = (&String, &Value)> {
    value.as_object().into_iter().flatten()
}
