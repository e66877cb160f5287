//! The page about `ebb.toml` and its schema say what the code does.

use crate::schema::faults;
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

/// Whether a schema takes a value.
fn takes(schema: &Value, value: &Value) -> bool {
    faults(schema, value).is_empty()
}

#[test]
fn the_examples_of_the_page_are_right_for_the_command_and_for_an_editor() {
    let (schema, mut examples) = (schema(), 0);
    let page = support::page("grammar/PROJECT.md");
    for example in page.split("```toml\n").skip(1) {
        let example = example.split("```").next().unwrap();
        assert_eq!(mistakes(example), 0, "{example}");
        assert!(takes(&schema, &as_json(example)), "{example}");
        examples += 1;
    }
    assert_eq!(examples, 2);
    let chat = support::page("examples/chat/ebb.toml");
    assert_eq!(mistakes(&chat), 0);
    assert!(takes(&schema, &as_json(&chat)));
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
            assert!(!takes(&schema, &as_json(&text)), "{}", path.display());
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
    let check = &schema["properties"]["check"]["properties"];
    assert_eq!(names(check), sorted(keys::CHECK.to_vec()));
    let environment = &schema["$defs"]["environment"]["properties"];
    assert_eq!(names(environment), sorted(keys::environment()));
    let page = support::page("grammar/PROJECT.md");
    for kind in ResourceKind::ALL {
        assert_eq!(keys::kind(keys::table(kind)), Some(kind));
        assert!(
            page.contains(&format!("| `{}` |", keys::table(kind))),
            "{kind:?}"
        );
        let what = if kind == ResourceKind::Text {
            "texts"
        } else {
            "bindings"
        };
        assert_eq!(
            environment[keys::table(kind)],
            json!({"$ref": format!("#/$defs/{what}")})
        );
    }
    for key in keys::PROJECT.iter().chain(&keys::CHECK) {
        assert!(page.contains(&format!("| `{key}` |")), "{key}");
    }
}
