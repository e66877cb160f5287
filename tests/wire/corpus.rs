//! Real exports, where they are at hand: set `EBB_CORPUS` to a folder of flows.

use super::Read;
use super::program::shown;
use crate::support;
use ebb::emit;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

#[test]
fn every_file_is_read_or_refused_with_a_reason() {
    let Some(files) = files() else { return };
    let (mut read, mut refused) = (0, 0);
    let mut totals: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    for file in &files {
        let one = read_file(file);
        if one.program.flows.is_empty() {
            refused += 1;
            assert!(!one.findings.is_empty(), "no reason: {}", file.display());
        } else {
            read += 1;
        }
        for finding in &one.findings {
            let key = (finding.level.word(), finding.rule.name);
            *totals.entry(key).or_default() += 1;
        }
        print!("{}", one.lines());
    }
    println!("{} files, {read} read, {refused} refused", files.len());
    for ((level, name), count) in totals {
        println!("{count:6} {level} {name}");
    }
}

#[test]
fn what_is_written_and_read_again_is_the_same_program() {
    let Some(files) = files() else { return };
    for file in &files {
        let first = read_file(file);
        for (id, flow) in first.program.flows.iter_enumerated() {
            let written = emit::flow(&first.program, id);
            let again = Read::of([("again.json", written.json.as_str())]);
            let twice = again.program.flows.iter().next();
            let twice = twice.unwrap_or_else(|| panic!("{}: {}", file.display(), again.lines()));
            let (one, other) = (shown(&first.program, flow), shown(&again.program, twice));
            similar(&one, &other, file);
            let second = emit::flow(&again.program, again.program.flows.ids().next().unwrap());
            similar(&written.json, &second.json, file);
        }
    }
}

fn similar(one: &str, other: &str, file: &Path) {
    let differs = one
        .lines()
        .zip(other.lines())
        .find(|(one, other)| one != other);
    assert!(
        one == other,
        "{}:\n{}\n{}",
        file.display(),
        differs.map_or("", |(one, _)| one),
        differs.map_or("", |(_, other)| other),
    );
}

pub fn read_file(file: &Path) -> Read {
    let bytes = std::fs::read(file).unwrap();
    let text = String::from_utf8_lossy(&bytes);
    let name = file.file_name().unwrap().to_string_lossy();
    Read::of([(&*name, &*text)])
}

pub fn files() -> Option<Vec<PathBuf>> {
    let folder = support::corpus()?;
    let mut files = Vec::new();
    for folder in ["flows", "legacy"].map(|inner| folder.join(inner)) {
        if let Ok(entries) = std::fs::read_dir(&folder) {
            files.extend(entries.map(|entry| entry.unwrap().path()));
        }
    }
    files.sort();
    assert!(
        !files.is_empty(),
        "there are no flows in {}",
        folder.display()
    );
    Some(files)
}

/// Exports of the old designer: each is read, and what stands in the way of building one
/// is told by block.
#[test]
fn every_export_of_the_old_designer_is_read() {
    let Some(files) = files() else { return };
    let old = files.iter().filter(|file| {
        file.parent()
            .is_some_and(|folder| folder.ends_with("legacy"))
    });
    let (mut read, mut clean, mut blocks, mut told) = (0, 0, 0, 0);
    for file in old {
        let one = read_file(file);
        let flow = one.program.flows.iter().next();
        let flow = flow.unwrap_or_else(|| panic!("{}: {}", file.display(), one.lines()));
        let bytes = std::fs::read(file).unwrap();
        let text = String::from_utf8_lossy(&bytes);
        let document: serde_json::Value = serde_json::from_str(&text).unwrap();
        let modules = document["modules"].as_array().unwrap();
        assert_eq!(flow.blocks.len(), modules.len(), "{}", file.display());
        let mut errors = one.errors().peekable();
        clean += usize::from(errors.peek().is_none());
        for error in errors {
            told += 1;
            let names_a_block = flow.blocks.iter().any(|block| error.contains(&block.name));
            assert!(names_a_block, "{}: {error}", file.display());
            println!("{}: {error}", file.display());
        }
        read += 1;
        blocks += flow.blocks.len();
    }
    assert!(read > 0, "there are exports of the old designer");
    println!(
        "{read} old exports read with {blocks} blocks; {clean} without an error, {told} errors in the others"
    );
}

/// What is written says what was read, word for word, but for what is listed here:
/// `Metadata`; missing `Parameters` and empty lists; the order of lists whose order says
/// nothing; `StoreInput` that was left out; flags in other letters; `NextAction` that
/// copies a branch; transitions of actions that cannot have any; a start that is not there.
#[test]
fn nothing_that_an_export_says_is_lost() {
    let Some(files) = files() else { return };
    let mut compared = 0;
    for file in &files {
        let one = read_file(file);
        let Some(id) = one.program.flows.ids().next() else {
            continue;
        };
        let bytes = std::fs::read(file).unwrap();
        let text = String::from_utf8_lossy(&bytes);
        let before: serde_json::Value =
            serde_json::from_str(text.trim_start_matches('\u{feff}')).unwrap();
        if before["Actions"].is_null() {
            // The old designer wrote another language.
            continue;
        }
        let written = emit::flow(&one.program, id).json;
        let after: serde_json::Value = serde_json::from_str(&written).unwrap();
        if after["StartAction"] != "" {
            assert_eq!(
                before["StartAction"],
                after["StartAction"],
                "{}",
                file.display()
            );
        }
        assert_eq!(
            before["Settings"].is_object(),
            after["Settings"].is_object()
        );
        let actions =
            |document: &serde_json::Value| document["Actions"].as_array().unwrap().clone();
        let (before, after) = (actions(&before), actions(&after));
        assert_eq!(before.len(), after.len(), "{}", file.display());
        for (before, after) in before.iter().zip(&after) {
            if before["Identifier"] == after["Identifier"] {
                compared += 1;
                assert_eq!(plain(before), plain(after), "{}", file.display());
            }
        }
    }
    assert!(
        compared > 1_000,
        "{compared} actions is too few to say anything"
    );
}

/// An action in the form in which two of them can be compared.
fn plain(action: &serde_json::Value) -> serde_json::Value {
    let mut action = action.clone();
    action.sort_all_objects();
    let transitions = action["Transitions"].take();
    let mut lists: Vec<String> = ["Errors", "Conditions"]
        .iter()
        .flat_map(|key| transitions[key].as_array().into_iter().flatten())
        .map(ToString::to_string)
        .collect();
    if action["Type"] != "Compare" {
        lists.sort();
    }
    let mut parameters = action["Parameters"].take();
    let next = transitions["NextAction"].clone();
    match action["Type"].as_str().unwrap_or("") {
        "GetParticipantInput" if parameters["StoreInput"].is_null() => {
            parameters["StoreInput"] = "False".into();
        }
        _ => {}
    }
    lower_flags(&mut parameters);
    if parameters
        .as_object()
        .is_some_and(serde_json::Map::is_empty)
    {
        parameters = serde_json::Value::Null;
    }
    serde_json::json!({
        "type": action["Type"],
        "parameters": parameters,
        "next": next,
        "lists": lists,
    })
}

fn lower_flags(value: &mut serde_json::Value) {
    match value {
        serde_json::Value::String(text) if text.eq_ignore_ascii_case("true") => {
            *text = "true".into();
        }
        serde_json::Value::String(text) if text.eq_ignore_ascii_case("false") => {
            *text = "false".into();
        }
        serde_json::Value::Array(list) => list.iter_mut().for_each(lower_flags),
        serde_json::Value::Object(map) => map.values_mut().for_each(lower_flags),
        _ => {}
    }
}
