//! Every exported flow at hand, on its way to Ebb and back.

use super::Imported;
use super::same::{Allowed, compare};
use crate::wire::corpus::files;
use ebb::diag::Level;
use serde_json::Value;
use std::path::{Path, PathBuf};

/// Every export in the present language, with its text.
pub fn exports() -> Option<Vec<(PathBuf, String)>> {
    let files = files()?.into_iter();
    let flows = files.filter(|path| {
        path.parent()
            .is_some_and(|folder| folder.ends_with("flows"))
    });
    Some(
        flows
            .map(|path| {
                let bytes = std::fs::read(&path).unwrap();
                (path, String::from_utf8_lossy(&bytes).into_owned())
            })
            .collect(),
    )
}

fn name(path: &Path) -> String {
    path.file_name().unwrap().to_string_lossy().into_owned()
}

#[test]
fn imported_and_built_every_flow_is_the_same() {
    let Some(exports) = exports() else { return };
    let (mut equal, mut whole, mut clean, mut plain, mut actions) = (0, 0, 0, 0, 0);
    let mut allowed = Allowed::default();
    let mut wrong = Vec::new();
    for (path, text) in &exports {
        let name = name(path);
        let imported = Imported::of(&[(&name, text)]);
        if let Some(reason) = imported.refused.first() {
            wrong.push(format!("{name}: {reason}"));
            continue;
        }
        plain += imported.plain;
        let built = imported.build();
        let before: Value = serde_json::from_str(text.trim_start_matches('\u{feff}')).unwrap();
        actions += before["Actions"].as_array().map_or(0, Vec::len);
        let [written] = built.written.as_slice() else {
            wrong.push(format!("{name}: {} flows", built.written.len()));
            continue;
        };
        let after: Value = serde_json::from_str(&written.json).unwrap();
        let kept: Value = serde_json::from_str(&written.kept).unwrap();
        if kept == before {
            whole += 1;
        } else {
            println!(
                "{name}: not equal with its sidecar: {}",
                first_difference(&before, &kept)
            );
        }
        match compare(&before, &after, &mut allowed) {
            Ok(()) => equal += 1,
            Err(reason) => wrong.push(format!("{name}: {reason}")),
        }
        let errors = built
            .compilation
            .findings
            .iter()
            .filter(|finding| finding.level == Level::Error);
        let errors: Vec<&str> = errors.map(|finding| finding.rule.name).collect();
        clean += usize::from(errors.is_empty());
        if !errors.is_empty() {
            let rules: std::collections::BTreeSet<&str> = errors.into_iter().collect();
            println!("{name}: {rules:?}");
        }
    }
    println!(
        "{} exports, {equal} equal, {whole} equal to the last key with their sidecars, {clean} build without errors",
        exports.len()
    );
    println!("{actions} actions, {plain} of them written as plain actions");
    println!("{allowed:?}");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(
        whole + EXCEPTIONS >= exports.len(),
        "{whole} equal with their sidecars"
    );
}

/// Exports that do not come back to the last key; the test prints why.
const EXCEPTIONS: usize = 0;

/// Where two documents differ first.
pub fn first_difference(one: &Value, other: &Value) -> String {
    match (one, other) {
        (Value::Object(left), Value::Object(right)) => {
            let keys = left.keys().chain(right.keys());
            let mut differs = keys.filter(|key| left.get(*key) != right.get(*key));
            let key = differs.next().map_or("", String::as_str);
            format!("{key}/{}", first_difference(&one[key], &other[key]))
        }
        (Value::Array(left), Value::Array(right)) if left.len() == right.len() => {
            let at = left.iter().zip(right).position(|(one, other)| one != other);
            let at = at.unwrap_or(0);
            format!("{at}/{}", first_difference(&one[at], &other[at]))
        }
        _ => format!("{one} is {other}").chars().take(200).collect(),
    }
}

#[test]
fn what_is_imported_is_formatted_and_imports_as_itself() {
    let Some(exports) = exports() else { return };
    let mut wrong = Vec::new();
    for (path, text) in &exports {
        let name = name(path);
        let imported = Imported::of(&[(&name, text)]);
        for file in imported.sources() {
            let mut sources = ebb::source::SourceMap::new();
            let id = sources.add("again.ebb", file.text.as_str());
            if ebb::fmt::formatted(id, &file.text).as_deref() != Ok(&file.text) {
                wrong.push(format!("{name}: not formatted"));
            }
        }
        let built = imported.build();
        let documents: Vec<(&str, &str)> = built
            .written
            .iter()
            .map(|written| (name.as_str(), written.json.as_str()))
            .collect();
        let again = Imported::of(&documents);
        let mut pairs = imported.sources().zip(again.sources());
        let differs = pairs.find_map(|(one, other)| {
            let mut lines = one.text.lines().zip(other.text.lines());
            (one.text != other.text).then(|| lines.find(|(one, other)| one != other))
        });
        if let Some(differs) = differs {
            wrong.push(format!("{name}: {differs:?}"));
        }
    }
    println!(
        "{} exports import as themselves",
        exports.len() - wrong.len()
    );
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
