//! From text to tree and back.

use ebb::diag::{Diagnostic, Sink};
use ebb::source::{SourceMap, Span};
use ebb::syntax;
use std::fmt::Write;
use std::path::Path;

/// What is found in a text, by place.
fn findings(map: &SourceMap, text: &str) -> Vec<Diagnostic> {
    let (id, _) = map.iter().next().unwrap();
    let mut sink = Sink::new();
    syntax::parse(id, text, &mut sink);
    sink.into_sorted()
}

/// Findings with the lines they are about, short enough to read many.
fn rendered(text: &str) -> String {
    let mut map = SourceMap::new();
    map.add("a.ebb", text);
    let mut out = String::new();
    for finding in findings(&map, text) {
        let span = finding.primary.span;
        writeln!(
            out,
            "{}[{}]: {}",
            finding.level.word(),
            finding.rule.name,
            finding.message
        )
        .unwrap();
        underline(&mut out, &map, text, span, &finding.primary.text);
        for label in &finding.secondary {
            underline(&mut out, &map, text, label.span, &label.text);
        }
        for help in &finding.help {
            writeln!(out, "       help: {help}").unwrap();
        }
        out.push('\n');
    }
    out
}

fn underline(out: &mut String, map: &SourceMap, text: &str, span: Span, words: &str) {
    let place = map.location(span);
    let line = text.lines().nth(place.line as usize - 1).unwrap_or("");
    let width = span
        .of(text)
        .lines()
        .next()
        .unwrap_or("")
        .chars()
        .count()
        .max(1);
    let before = " ".repeat(place.column as usize - 1);
    writeln!(out, "{:>4} | {line}", place.line).unwrap();
    writeln!(out, "     | {before}{} {words}", "^".repeat(width)).unwrap();
}

fn read(path: &Path) -> String {
    std::fs::read_to_string(path).unwrap()
}

#[test]
fn every_mistake_has_its_sentence() {
    insta::glob!("fixtures/syntax/broken/*.ebb", |path| {
        let text = read(path);
        let shown = rendered(&text);
        assert!(!shown.is_empty(), "{} has no mistake", path.display());
        insta::with_settings!({ omit_expression => true, prepend_module_to_snapshot => false }, {
            insta::assert_snapshot!(format!("{text}\n----\n\n{shown}"));
        });
    });
}
