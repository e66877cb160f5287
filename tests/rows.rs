//! Every row of the catalogue, in a flow written by hand: `fixtures/rows/` holds one for
//! each, named after its phrase.

use crate::support::root;
use crate::wire::program::shown;
use crate::wire::{Read, service};
use ebb::catalogue::{BLOCKS, FlowKind, ResourceKind, Row, Shape, UNKNOWN, Written};
use ebb::compile::{Compilation, Input, compile};
use ebb::diag::Diagnostic;
use ebb::diag::render::{Format, Style, render};
use ebb::graph::Settings;
use ebb::program::Flow;
use ebb::{emit, fmt};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::path::PathBuf;

#[test]
fn every_row_has_a_fixture_and_every_fixture_a_row() {
    let wanted: BTreeSet<String> = rows().map(slug).collect();
    let there: BTreeSet<String> = fixtures().into_iter().map(|(name, _)| name).collect();
    assert_eq!(wanted, there);
}

#[test]
fn every_fixture_becomes_the_actions_of_its_row() {
    for (name, text) in fixtures() {
        let row = rows().find(|row| slug(row) == name).expect("a row");
        let compilation = compiled(&name, &text);
        let flow = flow(&compilation);
        let used = flow.blocks.iter().any(|block| std::ptr::eq(block.row, row));
        assert!(used, "{name} does not use `{}`", row.phrase);
        let json = emitted(&compilation);
        let document: Value = serde_json::from_str(&json).expect("JSON");
        let mut actions = String::new();
        for action in document["Actions"].as_array().expect("actions") {
            if action["Type"] == row.action || std::ptr::eq(row, &raw const UNKNOWN) {
                let part = json!({
                    "Type": action["Type"],
                    "Parameters": action["Parameters"],
                    "Transitions": action["Transitions"],
                });
                actions += &serde_json::to_string_pretty(&part).expect("JSON");
                actions += "\n";
            }
        }
        insta::with_settings!({ omit_expression => true, snapshot_path => "snapshots/rows", prepend_module_to_snapshot => false }, {
            insta::assert_snapshot!(name, format!("{text}\n----- actions\n{actions}"));
        });
    }
}

#[test]
fn the_service_has_nothing_against_any_row() {
    let mut all = Vec::new();
    for (name, text) in fixtures() {
        let problems = service::problems(&emitted(&compiled(&name, &text)));
        all.extend(problems.into_iter().map(|what| format!("{name}: {what}")));
    }
    assert!(all.is_empty(), "{all:#?}");
}

#[test]
fn fixtures_are_formatted() {
    for (name, text) in fixtures() {
        let mut sources = ebb::source::SourceMap::new();
        let file = sources.add(&name, &text);
        let fresh = fmt::formatted(file, &text).expect("it can be read");
        assert_eq!(fresh, text, "{name}");
    }
}

#[test]
fn every_row_comes_back_from_json_as_it_was() {
    for (name, text) in fixtures() {
        let compilation = compiled(&name, &text);
        let json = emitted(&compilation);
        let again = Read::of([("example.json", json.as_str())]);
        // Reading says of an unknown action that it is unknown, and nothing else.
        let told = |finding: &&Diagnostic| finding.rule.name != "unknown-action-type";
        let told = again.findings.iter().filter(told).count();
        assert_eq!(told, 0, "{name}: {}", again.lines());
        let twice = again.program.flows.iter().next().expect("a flow");
        // How long a time that is only known at run time is at most, no JSON says.
        let said = shown(&compilation.program, flow(&compilation));
        let said: String = said
            .split_inclusive('\n')
            .filter(|line| !line.starts_with("    : Duration("))
            .collect();
        assert_eq!(said, shown(&again.program, twice), "{name}");
    }
}

#[test]
fn the_example_of_every_row_compiles() {
    for row in rows() {
        let kind = FlowKind::ALL
            .into_iter()
            .find(|kind| row.flows.has(*kind))
            .expect("a kind of flow");
        let mut text = String::new();
        for (kind, name) in named(row) {
            text += &format!("{} {name}\n", kind.words());
        }
        text += &format!(
            "{} example_of_a_row {{\n    {}\n",
            kind.words(),
            row.example
        );
        let end = [FlowKind::CustomerHold, FlowKind::AgentHold];
        if row.then != ebb::catalogue::Then::Ends && !end.contains(&kind) {
            text += match kind {
                FlowKind::CustomerWhisper | FlowKind::OutboundWhisper | FlowKind::AgentWhisper => {
                    "    end flow\n"
                }
                _ => "    disconnect\n",
            };
        }
        let rest = arrows(row.example);
        for label in rest {
            text += &format!("{label}:\n    disconnect\n");
        }
        text += "}\n";
        compiled(row.phrase, &text);
    }
}

/// Labels that the example of a row points at.
fn arrows(example: &str) -> BTreeSet<&str> {
    example
        .split("-> ")
        .skip(1)
        .filter_map(|rest| rest.split([',', ' ', '}']).next())
        .filter(|label| *label != "next" && *label != "none")
        .collect()
}

/// Names that the example of a row uses, with the kinds that they may be of.
fn named(row: &Row) -> Vec<(ResourceKind, String)> {
    let mut names = Vec::new();
    let mut put = |shape: &Shape, word: &str| {
        let plain = word
            .starts_with(|first: char| first.is_ascii_lowercase() || first.is_ascii_uppercase());
        if let Shape::Resource(kinds) = shape
            && plain
        {
            names.push((kinds[0], word.to_owned()));
        }
    };
    for parameter in row.parameters {
        match parameter.written {
            Written::Argument => {
                let rest = row.example.strip_prefix(row.phrase).unwrap_or("").trim();
                put(&parameter.shape, rest.split(' ').next().unwrap_or(""));
            }
            Written::Property(property) => {
                let mark = format!("{property}: ");
                let rest = row.example.split(&mark).nth(1).unwrap_or("");
                put(
                    &parameter.shape,
                    rest.split([',', ' ', '}']).next().unwrap_or(""),
                );
            }
            Written::Rest => {
                for entry in row.example.split(": ").skip(1) {
                    if parameter.shape == Shape::HookMap {
                        let flow = Shape::Resource(&[ResourceKind::Flow]);
                        put(&flow, entry.split([',', ' ', '}']).next().unwrap_or(""));
                    }
                }
            }
            _ => {}
        }
    }
    names
}

fn rows() -> impl Iterator<Item = &'static Row> {
    BLOCKS.iter().copied().chain([&UNKNOWN])
}

/// The name of a row's fixture; of several rows with one phrase, with what tells them apart.
pub fn slug(row: &Row) -> String {
    let mut words = row.phrase.replace(' ', "_");
    if let Some(property) = row.chosen_by.first() {
        words += &format!("_{}", property.replace(' ', "_"));
    }
    words
}

/// Names and sources of all fixtures.
pub fn fixtures() -> Vec<(String, String)> {
    let folder = root().join("tests/fixtures/rows");
    let entries = std::fs::read_dir(folder).expect("fixtures");
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.expect("a file").path()).collect();
    paths.sort();
    paths
        .into_iter()
        .map(|path| {
            let name = path.file_stem().expect("a name").to_string_lossy();
            (
                name.into_owned(),
                std::fs::read_to_string(&path).expect("text"),
            )
        })
        .collect()
}

/// A source without errors, as a program.
#[track_caller]
pub fn compiled(name: &str, text: &str) -> Compilation {
    let input = Input {
        name: format!("{name}.ebb"),
        text: text.to_owned(),
        named: true,
    };
    let compilation = compile(vec![input], &Settings::default());
    let style = Style {
        colour: false,
        width: 90,
    };
    let (findings, sources) = (&compilation.findings, &compilation.sources);
    assert!(
        !compilation.has_errors(),
        "{name}:\n{text}\n{}",
        render(findings, sources, Format::Full, style)
    );
    compilation
}

/// The JSON of the only flow of a fixture.
pub fn emitted(compilation: &Compilation) -> String {
    let flow = compilation.program.flows.ids().next().expect("a flow");
    emit::flow(&compilation.program, flow).json
}

fn flow(compilation: &Compilation) -> &Flow {
    compilation.program.flows.iter().next().expect("a flow")
}

/// The service refuses the branches of a call that failed in a flow that hands a contact to an
/// agent, and takes them elsewhere.
#[test]
fn calls_have_no_branches_of_their_own_in_transfers_to_agents() {
    let json = |kind: &str| {
        let body = "transfer to phone number \"+12065550100\"\n    disconnect";
        let text = format!("{kind} example {{\n    {body}\n}}\n");
        emitted(&compiled("example", &text))
    };
    assert!(json("transfer to queue flow").contains("CallFailed"));
    let handed_over = json("transfer to agent flow");
    assert!(!handed_over.contains("CallFailed"), "{handed_over}");
    assert!(!handed_over.contains("ConnectionTimeLimitExceeded"));
    assert!(handed_over.contains("\"ContinueFlowExecution\": \"True\""));
}
