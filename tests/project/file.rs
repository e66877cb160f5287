//! What a wrong `ebb.toml` is told.

use crate::support::cases;
use ebb::diag::Sink;
use ebb::diag::render::{Format, Style, render};
use ebb::project;
use ebb::source::SourceMap;
use proptest::prelude::*;
use std::fs;

fn judged(text: &str) -> String {
    let (mut sources, mut sink) = (SourceMap::new(), Sink::new());
    let file = sources.add("ebb.toml", text);
    let project = project::read(file, text, &mut sink);
    let style = Style {
        colour: false,
        width: 90,
    };
    let shown = render(&sink.into_sorted(), &sources, Format::Full, style);
    format!("{text}\n----- {} \n{shown}", project.name)
}

#[test]
fn every_mistake_in_the_file_is_told_with_its_place() {
    insta::glob!("../fixtures/project", "*.toml", |path| {
        let text = fs::read_to_string(path).expect("fixtures are text");
        let shown = judged(&text);
        assert!(
            shown.contains("error["),
            "{} has no mistake",
            path.display()
        );
        insta::assert_snapshot!(shown);
    });
}

#[test]
fn what_is_right_is_read_in_order_of_the_file() {
    let text = "name = \"x\"\nsources = [\"a\", \"b/*.ebb\"]\n[environments.b.queues]\nz = \"1\"\na = \"2\"\n[environments.a]\nregion = \"eu-central-1\"\n";
    let (mut sources, mut sink) = (SourceMap::new(), Sink::new());
    let file = sources.add("ebb.toml", text);
    let project = project::read(file, text, &mut sink);
    assert!(sink.findings().is_empty(), "{}", judged(text));
    let names: Vec<&str> = project
        .environments
        .iter()
        .map(|one| one.name.as_str())
        .collect();
    assert_eq!(names, ["b", "a"]);
    let bound: Vec<&str> = project.environments[0]
        .bindings
        .iter()
        .map(|binding| sources.text(binding.name.span))
        .collect();
    assert_eq!(bound, ["z", "a"]);
}

#[test]
fn nesting_without_end_is_refused_and_not_followed() {
    let text = format!("name = {}{}", "[".repeat(50_000), "]".repeat(50_000));
    assert!(judged(&text).contains("error[project-file]"));
    let text = format!("name = \"x\"\n[{}a]\n", "a.".repeat(50_000));
    assert!(judged(&text).contains("error["));
}

proptest! {
    #![proptest_config(cases(256))]

    /// Whatever somebody writes gets an answer.
    #[test]
    fn no_text_is_too_odd(text in "(\\[|\\]|=|\"|\\$\\{|\\}|environments|name|queues|\\.|[a-zé0-9]|\n| ){0,60}") {
        judged(&text);
    }
}
