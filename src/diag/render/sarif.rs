//! SARIF 2.1.0, for code scanning: rules with their pages, regions, related places, and
//! the stories of findings as code flows.
//!
//! The form: <https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html>.

use crate::diag::{Diagnostic, Edit, Fingerprints, Fix, Label, Level, Rule, Step};
use crate::source::{Location, SourceMap, Span};
use crate::text::Clock;
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// What a rule stands at in the list of rules, by its name.
type Places = BTreeMap<&'static str, usize>;

pub(super) fn render(findings: &[Diagnostic], sources: &SourceMap) -> String {
    let used: BTreeMap<&str, &Rule> = findings
        .iter()
        .map(|finding| (finding.rule.name, finding.rule))
        .collect();
    let places: Places = used.keys().copied().zip(0..).collect();
    let mut fingerprints = Fingerprints::default();
    let results: Vec<Value> = findings
        .iter()
        .map(|finding| result(finding, sources, &places, &mut fingerprints))
        .collect();
    let rules: Vec<Value> = used.values().copied().map(rule).collect();
    let log = json!({
        "$schema": "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "ebb",
                "semanticVersion": env!("CARGO_PKG_VERSION"),
                "rules": rules,
            } },
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    });
    format!("{log:#}\n")
}

fn rule(rule: &Rule) -> Value {
    json!({
        "id": rule.name,
        "shortDescription": { "text": rule.summary },
        "help": { "text": rule.page, "markdown": rule.page },
        "defaultConfiguration": { "level": level(rule.level) },
    })
}

const fn level(level: Level) -> &'static str {
    match level {
        Level::Error => "error",
        Level::Warning => "warning",
        Level::Info => "note",
        Level::Off => "none",
    }
}

fn result(
    finding: &Diagnostic,
    sources: &SourceMap,
    places: &Places,
    fingerprints: &mut Fingerprints,
) -> Value {
    let mut result = json!({
        "ruleId": finding.rule.name,
        "ruleIndex": places.get(finding.rule.name),
        "level": level(finding.level),
        "message": { "text": sentence(finding) },
        "locations": [location(&finding.primary, sources)],
        "partialFingerprints": { "ebbFinding/v1": fingerprints.next(finding, sources) },
    });
    let mut add = |key: &str, values: Vec<Value>| {
        if !values.is_empty() {
            result[key] = Value::from(values);
        }
    };
    add("relatedLocations", related(finding, sources));
    add("codeFlows", code_flows(&finding.story, sources));
    add(
        "fixes",
        finding
            .fix
            .iter()
            .map(|fix| self::fix(fix, sources))
            .collect(),
    );
    result
}

/// Message, help and notes: whoever shows a result shows this text alone.
fn sentence(finding: &Diagnostic) -> String {
    let more = finding.help.iter().chain(&finding.notes);
    std::iter::once(&finding.message)
        .chain(more)
        .map(String::as_str)
        .collect::<Vec<_>>()
        .join("\n")
}

fn location(label: &Label, sources: &SourceMap) -> Value {
    let mut location = json!({ "physicalLocation": physical(label.span, sources) });
    if !label.text.is_empty() {
        location["message"] = json!({ "text": label.text });
    }
    location
}

fn related(finding: &Diagnostic, sources: &SourceMap) -> Vec<Value> {
    let places = finding.secondary.iter().zip(1..);
    places
        .map(|(label, number)| {
            let mut location = location(label, sources);
            location["id"] = Value::from(number);
            location
        })
        .collect()
}

/// One flow of one thread: what happens to one chat.
fn code_flows(story: &[Step], sources: &SourceMap) -> Vec<Value> {
    let placed: Vec<Value> = story
        .iter()
        .filter_map(|step| Some(event(step, physical(step.span?, sources))))
        .collect();
    if placed.is_empty() {
        return Vec::new();
    }
    vec![json!({ "threadFlows": [{ "locations": placed }] })]
}

fn event(step: &Step, place: Value) -> Value {
    let text = format!("{} {}", Clock(step.at), step.text);
    json!({ "location": { "physicalLocation": place, "message": { "text": text } } })
}

fn fix(fix: &Fix, sources: &SourceMap) -> Value {
    let mut files: BTreeMap<&str, Vec<Value>> = BTreeMap::new();
    for edit in &fix.edits {
        let file = sources.file(edit.span.file).name();
        files
            .entry(file)
            .or_default()
            .push(replacement(edit, sources));
    }
    let changes: Vec<Value> = files
        .into_iter()
        .map(|(file, replacements)| {
            json!({ "artifactLocation": { "uri": uri(file) }, "replacements": replacements })
        })
        .collect();
    json!({ "description": { "text": fix.what }, "artifactChanges": changes })
}

fn replacement(edit: &Edit, sources: &SourceMap) -> Value {
    json!({
        "deletedRegion": region(edit.span, sources),
        "insertedContent": { "text": edit.text },
    })
}

fn physical(span: Span, sources: &SourceMap) -> Value {
    json!({
        "artifactLocation": { "uri": uri(sources.file(span.file).name()) },
        "region": region(span, sources),
    })
}

fn region(span: Span, sources: &SourceMap) -> Value {
    let start = sources.location(span);
    let Location { line, column } = sources.location(Span::new(span.file, span.end, span.end));
    json!({
        "startLine": start.line,
        "startColumn": start.column,
        "endLine": line,
        "endColumn": column,
    })
}

/// A path as a relative or a `file` URI: what is not allowed in one is percent-encoded.
fn uri(path: &str) -> String {
    let mut out = String::from(if path.starts_with('/') { "file://" } else { "" });
    for byte in path.bytes() {
        match byte {
            b'\\' => out.push('/'),
            b'/' | b'-' | b'.' | b'_' | b'~' => out.push(char::from(byte)),
            byte if byte.is_ascii_alphanumeric() => out.push(char::from(byte)),
            byte => out.push_str(&format!("%{byte:02X}")),
        }
    }
    out
}
