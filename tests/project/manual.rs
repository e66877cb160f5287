//! The page about `ebb.toml` and its schema say what the code does.

use crate::support;
use ebb::catalogue::ResourceKind;
use ebb::diag::Sink;
use ebb::project::{self, keys};
use ebb::source::SourceMap;
use serde_json::{Map, Value, json};
use std::fs;
use toml::de::{DeTable, DeValue};

/// What an editor sees: the file as JSON.
fn as_json(text: &str) -> Value {
    fn value(of: &DeValue<'_>) -> Value {
        match of {
            DeValue::String(text) => Value::from(text.as_ref()),
            DeValue::Integer(number) => Value::from(number.as_str().parse::<i64>().unwrap()),
            DeValue::Float(number) => Value::from(number.as_str().parse::<f64>().unwrap()),
            DeValue::Boolean(flag) => Value::from(*flag),
            DeValue::Datetime(date) => Value::from(date.to_string()),
            DeValue::Array(list) => list.iter().map(|inner| value(inner.get_ref())).collect(),
            DeValue::Table(inner) => table(inner),
        }
    }
    fn table(of: &DeTable<'_>) -> Value {
        let entries = of.iter();
        let entries =
            entries.map(|(key, inner)| (key.get_ref().to_string(), value(inner.get_ref())));
        Value::Object(entries.collect::<Map<_, _>>())
    }
    table(DeTable::parse(text).expect("TOML").get_ref())
}

fn mistakes(text: &str) -> usize {
    let (mut sources, mut sink) = (SourceMap::new(), Sink::new());
    let file = sources.add("ebb.toml", text);
    let _ = project::read(file, text, &mut sink);
    sink.findings().len()
}

fn schema() -> Value {
    serde_json::from_str(&support::page("grammar/ebb.schema.json")).expect("JSON")
}

/// Whether a schema takes a value: the few words that ours is written with, but for
/// patterns of single texts. A word besides them is a failure of this test.
fn takes(root: &Value, schema: &Value, value: &Value) -> bool {
    let mut rules = schema.as_object().expect("an object").iter();
    rules.all(|(word, rule)| match word.as_str() {
        "$ref" => {
            let path = rule.as_str().expect("a text").trim_start_matches('#');
            takes(root, root.pointer(path).expect("a definition"), value)
        }
        "type" => match rule.as_str() {
            Some("object") => value.is_object(),
            Some("array") => value.is_array(),
            Some("string") => value.is_string(),
            other => panic!("the type {other:?}"),
        },
        "required" => rule
            .as_array()
            .expect("a list")
            .iter()
            .all(|key| value.get(key.as_str().expect("a text")).is_some()),
        "items" => value
            .as_array()
            .is_none_or(|list| list.iter().all(|one| takes(root, rule, one))),
        "properties" => {
            entries(value).all(|(key, one)| rule.get(key).is_none_or(|rule| takes(root, rule, one)))
        }
        "additionalProperties" => {
            let known = &schema["properties"];
            let mut others = entries(value).filter(|(key, _)| known.get(key).is_none());
            others.all(|(_, one)| rule.is_object() && takes(root, rule, one))
        }
        "pattern" => rule != "\\S" || value.as_str().is_none_or(|text| !text.trim().is_empty()),
        "$schema" | "$defs" | "title" | "description" | "default" => true,
        other => panic!("the word {other}"),
    })
}

fn entries(value: &Value) -> impl Iterator<Item = (&String, &Value)> {
    value.as_object().into_iter().flatten()
}

#[test]
fn the_examples_of_the_page_are_right_for_the_command_and_for_an_editor() {
    let (schema, mut examples) = (schema(), 0);
    let page = support::page("grammar/PROJECT.md");
    for example in page.split("```toml\n").skip(1) {
        let example = example.split("```").next().unwrap();
        assert_eq!(mistakes(example), 0, "{example}");
        assert!(takes(&schema, &schema, &as_json(example)), "{example}");
        examples += 1;
    }
    assert_eq!(examples, 2);
    let chat = support::page("examples/chat/ebb.toml");
    assert_eq!(mistakes(&chat), 0);
    assert!(takes(&schema, &schema, &as_json(&chat)));
}

#[test]
fn the_schema_refuses_what_the_command_refuses() {
    let schema = schema();
    let folder = support::root().join("tests/fixtures/project");
    let mut refused = 0;
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let text = fs::read_to_string(&path).unwrap();
        assert_ne!(mistakes(&text), 0, "{}", path.display());
        let is_toml = DeTable::parse(&text).is_ok();
        // Only the command looks into `${…}`.
        if is_toml && !path.ends_with("variables.toml") {
            assert!(
                !takes(&schema, &schema, &as_json(&text)),
                "{}",
                path.display()
            );
            refused += 1;
        }
    }
    assert!(refused >= 4, "{refused}");
}

#[test]
fn the_schema_and_the_page_know_exactly_the_keys_of_the_code() {
    let schema = schema();
    let names = |object: &Value| {
        let mut names: Vec<String> = object.as_object().unwrap().keys().cloned().collect();
        names.sort();
        names
    };
    let sorted = |mut keys: Vec<&'static str>| {
        keys.sort_unstable();
        keys
    };
    assert_eq!(names(&schema["properties"]), sorted(keys::PROJECT.to_vec()));
    let environment = &schema["$defs"]["environment"]["properties"];
    assert_eq!(names(environment), sorted(keys::environment()));
    let page = support::page("grammar/PROJECT.md");
    for kind in ResourceKind::ALL {
        assert_eq!(keys::kind(keys::table(kind)), Some(kind));
        assert!(
            page.contains(&format!("| `{}` |", keys::table(kind))),
            "{kind:?}"
        );
        assert_eq!(
            environment[keys::table(kind)],
            json!({"$ref": "#/$defs/bindings"})
        );
    }
    for key in keys::PROJECT {
        assert!(page.contains(&format!("| `{key}` |")), "{key}");
    }
}
