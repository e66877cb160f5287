//! Flows that people write, on their way through JSON.

use super::program::shown;
use super::{Read, service};
use crate::support::root;
use ebb::compile::{Compilation, Input, compile};
use ebb::emit;
use ebb::graph::Settings;
use std::path::{Path, PathBuf};

#[test]
fn the_service_has_nothing_against_the_examples() {
    for (folder, compilation) in examples() {
        for flow in compilation.program.flows.ids() {
            let problems = service::problems(&emit::flow(&compilation.program, flow).json);
            assert!(problems.is_empty(), "{}: {problems:#?}", folder.display());
        }
    }
}

#[test]
fn examples_come_back_from_json_as_the_same_programs() {
    for (folder, compilation) in examples() {
        let program = &compilation.program;
        let written: Vec<(String, String)> = program
            .flows
            .iter_enumerated()
            .map(|(id, flow)| (format!("{}.json", flow.name), emit::flow(program, id).json))
            .collect();
        let files = written
            .iter()
            .map(|(name, json)| (name.as_str(), json.as_str()));
        let again = Read::of(files);
        assert!(
            again.findings.is_empty(),
            "{}: {}",
            folder.display(),
            again.lines()
        );
        for (id, flow) in program.flows.iter_enumerated() {
            let twice = shown(&again.program, &again.program.flows[id]);
            assert_eq!(shown(program, flow), twice, "{}", folder.display());
        }
    }
}

/// Every folder of examples that holds sources, compiled.
fn examples() -> Vec<(PathBuf, Compilation)> {
    let mut folders = vec![root().join("examples")];
    let mut examples = Vec::new();
    while let Some(folder) = folders.pop() {
        let entries = std::fs::read_dir(&folder).unwrap();
        let mut paths: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
        paths.sort();
        let is_source = |path: &&PathBuf| path.extension().is_some_and(|end| end == "ebb");
        let inputs: Vec<Input> = paths
            .iter()
            .filter(is_source)
            .map(|path| input(path))
            .collect();
        if !inputs.is_empty() {
            examples.push((folder, compile(inputs, &Settings::default())));
        }
        folders.extend(paths.into_iter().filter(|path| path.is_dir()));
    }
    assert!(!examples.is_empty(), "there are no examples");
    examples
}

pub fn input(path: &Path) -> Input {
    Input {
        name: path.file_name().unwrap().to_string_lossy().into_owned(),
        text: std::fs::read_to_string(path).unwrap(),
        named: true,
    }
}
