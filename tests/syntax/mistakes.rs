//! One run reports every mistake, in the words of the user.

use super::parsed;
use ebb::diag::render::{Format, Style, render};
use ebb::source::SourceMap;
use ebb::syntax;
use std::fs;

/// The findings of a text as people see them.
fn shown(name: &str, text: &str) -> String {
    let mut sources = SourceMap::new();
    let id = sources.add(name, text);
    let mut sink = ebb::diag::Sink::new();
    syntax::parse(id, text, &mut sink);
    let style = Style {
        colour: false,
        width: 90,
    };
    render(&sink.into_sorted(), &sources, Format::Full, style)
}

#[test]
fn every_mistake_has_its_sentence() {
    insta::glob!("../fixtures/syntax/broken", "*.ebb", |path| {
        let name = path.file_name().expect("a name").to_string_lossy();
        let text = fs::read_to_string(path).expect("fixtures are text");
        let shown = shown(&name, &text);
        assert!(!shown.is_empty(), "{name} has no mistake");
        insta::assert_snapshot!(format!("{text}\n----- findings\n{shown}"));
    });
}

#[test]
fn what_is_not_broken_is_read_all_the_same() {
    let text = "inbound flow a {\n    play prompt \"Hi.\" \"Ho.\"\nagain:\n    wait 1h { error -> -> b }\n    disconnect\n}\n\nqueue q\n";
    let (file, findings) = parsed(text);
    assert_eq!(findings.len(), 2);
    assert_eq!(file.tops.len(), 2);
    let syntax::tree::Top::Section(flow) = &file.tops[0] else {
        panic!("a flow");
    };
    assert_eq!(flow.items.items.len(), 3);
    assert_eq!(flow.items.items[1].labels[0].text, "again");
}

#[test]
fn every_rule_of_syntax_is_shown_by_a_fixture() {
    let mut missing: Vec<&str> = syntax::names::ALL.iter().map(|rule| rule.name).collect();
    for (_, text) in super::fixtures("broken") {
        let (_, findings) = parsed(&text);
        missing.retain(|name| !findings.iter().any(|finding| finding.rule.name == *name));
    }
    assert!(missing.is_empty(), "{missing:?}");
}

#[test]
fn an_arrow_on_the_next_line_belongs_to_no_block() {
    let (file, findings) = parsed("inbound flow a {\n    disconnect\n    -> b\n}\n");
    assert!(findings.is_empty());
    let syntax::tree::Top::Section(flow) = &file.tops[0] else {
        panic!("a flow");
    };
    assert_eq!(flow.items.items.len(), 2);
}
