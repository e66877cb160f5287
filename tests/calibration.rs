//! What is found in real exports, so that a change of any rule shows itself. Each export is
//! checked by itself. The service has accepted those that the designer has written and that
//! were published: an error in one of them would be a false alarm.

use crate::support;
use ebb::compile::{Input, compile};
use ebb::graph::Settings;
use serde_json::Value;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

/// What is found: the rule, the level, how often in exports that were published and how
/// often in drafts and in what other tools have written. A rule that is off is counted, too.
const COUNTS: &[(&str, &str, [usize; 2])] = &[
    ("attribute-case", "off", [141, 6]),
    ("attribute-never-read", "off", [179, 18]),
    ("attribute-never-set", "warning", [10, 15]),
    ("dangling-branch", "error", [0, 37]),
    ("disconnect-flow-missing", "info", [28, 7]),
    ("disconnect-flow-missing", "warning", [1, 0]),
    ("empty-value", "error", [21, 0]),
    ("empty-value", "warning", [0, 114]),
    ("endless-loop", "info", [1, 2]),
    ("functions-in-a-row", "info", [1, 0]),
    ("missing-branch", "error", [0, 9]),
    ("missing-branch", "warning", [0, 1]),
    ("missing-identifier", "error", [0, 1]),
    ("missing-next-action", "error", [0, 1]),
    ("missing-parameter", "error", [0, 2]),
    ("missing-parameter", "warning", [0, 110]),
    ("missing-start", "error", [0, 1]),
    ("missing-start", "warning", [0, 29]),
    ("queue-not-set", "info", [7, 0]),
    ("queued-unchecked", "off", [37, 10]),
    ("refused-branch", "error", [0, 5]),
    ("refused-parameter", "info", [5, 22]),
    ("sensitive-in-log", "off", [6, 0]),
    ("short-interrupt", "info", [1, 0]),
    ("time-unknown", "info", [2, 0]),
    ("unknown-action-type", "warning", [0, 2]),
    ("unknown-parameter", "error", [0, 21]),
    ("unreachable-block", "warning", [8, 2]),
    ("view-again", "off", [1, 0]),
    ("wait-overrun", "error", [1, 0]),
    ("wrong-action-type", "error", [0, 2]),
    ("wrong-flow-kind", "warning", [0, 20]),
    ("wrong-wire-value", "warning", [0, 21]),
];

/// The errors in exports that were published: the beginning of the files' names, the rule,
/// how often, and why it is right all the same.
const EXCEPTIONS: &[(&str, &str, usize, &str)] = &[
    (
        "flows/aws-samples__amazon-connect-experience-builder__",
        "empty-value",
        3,
        "the program that creates the flows fills in the ids, which were taken out",
    ),
    (
        "flows/templated~aws-samples__amazon-connect-experience-builder__",
        "empty-value",
        15,
        "the program that creates the flows fills in the ids, which were taken out",
    ),
    (
        "flows/aws-samples__amazon-connect-step-by-step-guides-module-library__",
        "empty-value",
        3,
        "whoever imports the guide fills in the ARNs, which were taken out",
    ),
    (
        "flows/aws-samples__amazon-connect-step-by-step-guides-module-library__modules-Cases-SBS",
        "wait-overrun",
        1,
        "whoever sits before the view may go on for ever, and each round waits 5 seconds",
    ),
];

/// Whether a flow is one that the service has accepted.
pub fn is_published(flow: &Value) -> bool {
    flow["origin"] == "console" && flow["draft"] == false
}

pub fn manifest(folder: &Path) -> Value {
    let text = std::fs::read_to_string(folder.join("manifest.json")).unwrap();
    serde_json::from_str(&text).unwrap()
}

/// What is found in an export: line, level, rule and message of each finding.
fn found(folder: &Path, file: &str) -> Vec<(u32, &'static str, &'static str, String)> {
    let bytes = std::fs::read(folder.join(file)).unwrap();
    let input = Input {
        name: file.to_owned(),
        text: String::from_utf8_lossy(&bytes).into_owned(),
        named: true,
    };
    let compilation = compile(vec![input], &Settings::default());
    let findings = compilation.findings.iter().chain(&compilation.off);
    let found = findings.map(|finding| {
        let line = compilation.sources.location(finding.primary.span).line;
        let (level, rule) = (finding.level.word(), finding.rule.name);
        (line, level, rule, finding.message.clone())
    });
    found.collect()
}

#[test]
fn what_is_found_in_real_exports() {
    let Some(folder) = support::corpus() else {
        return;
    };
    let mut counts: BTreeMap<(&str, &str), [usize; 2]> = BTreeMap::new();
    let mut excepted: BTreeMap<&str, usize> = BTreeMap::new();
    let mut alarms = String::new();
    for flow in manifest(&folder)["flows"].as_array().unwrap() {
        let file = flow["file"].as_str().unwrap();
        let published = is_published(flow);
        for (line, level, rule, message) in found(&folder, file) {
            counts.entry((rule, level)).or_default()[usize::from(!published)] += 1;
            println!("{file}:{line}: {level}[{rule}] {message}");
            if !published || level != "error" {
                continue;
            }
            let mut exceptions = EXCEPTIONS.iter();
            let known =
                exceptions.find(|(name, known, ..)| file.starts_with(name) && *known == rule);
            match known {
                Some((name, ..)) => *excepted.entry(name).or_default() += 1,
                None => writeln!(alarms, "{file}:{line}: {rule}: {message}").unwrap(),
            }
        }
    }
    assert!(
        alarms.is_empty(),
        "the service has accepted these:\n{alarms}"
    );
    let exceptions = EXCEPTIONS.iter().map(|(name, _, times, _)| (*name, *times));
    assert_eq!(excepted, exceptions.collect());
    let mut table = String::new();
    for ((rule, level), counts) in &counts {
        writeln!(table, "    (\"{rule}\", \"{level}\", {counts:?}),").unwrap();
    }
    let counted = counts
        .into_iter()
        .map(|((rule, level), counts)| (rule, level, counts));
    assert_eq!(counted.collect::<Vec<_>>(), COUNTS, "{table}");
}
