//! What a mistake looks like: every file of `fixtures/mistakes` with all it is told.

use ebb::compile::{Input, compile};
use ebb::diag::render::{Format, Style, render};
use ebb::graph::Settings;
use std::collections::BTreeSet;
use std::fs;

/// Source and findings, so that a reader of the snapshot needs nothing else.
fn judged(name: &str, text: &str) -> (String, BTreeSet<String>) {
    let input = Input {
        name: name.to_owned(),
        text: text.to_owned(),
        named: true,
    };
    let compilation = compile(vec![input], &Settings::default());
    let style = Style {
        colour: false,
        width: 90,
    };
    let shown = render(
        &compilation.findings,
        &compilation.sources,
        Format::Full,
        style,
    );
    let messages = compilation
        .findings
        .iter()
        .map(|finding| format!("{}: {}", finding.rule.name, finding.message))
        .collect();
    (format!("{text}\n----- findings\n{shown}"), messages)
}

#[test]
fn every_mistake_is_told_in_the_words_of_the_user() {
    insta::glob!("fixtures/mistakes/*", |path| {
        let name = path.file_name().expect("a name").to_string_lossy();
        let text = fs::read_to_string(path).expect("fixtures are text");
        let (shown, messages) = judged(&name, &text);
        assert!(!messages.is_empty(), "{name} has no mistake");
        insta::assert_snapshot!(shown);
    });
}

#[test]
fn there_are_many_mistakes_and_no_message_speaks_of_the_grammar() {
    /// Names of the grammar's rules that are no words of a user.
    const RULES: &[&str] = &[
        "SOI",
        "EOI",
        "WHITESPACE",
        "ALNUM",
        "word+",
        "word_run",
        "escape ",
        "literal",
    ];
    let mut all = BTreeSet::new();
    for entry in
        fs::read_dir(crate::support::root().join("tests/fixtures/mistakes")).expect("fixtures")
    {
        let path = entry.expect("fixtures").path();
        let text = fs::read_to_string(&path).expect("fixtures are text");
        all.extend(judged("fixture", &text).1);
    }
    assert!(all.len() >= 40, "{} different messages", all.len());
    for message in &all {
        let said = message.split_once(": ").expect("a name").1;
        for rule in RULES {
            assert!(!said.contains(rule), "{message}");
        }
    }
}
