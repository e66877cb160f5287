//! What README and the reference show is true: their console blocks are run, their
//! examples are compiled.

use crate::support::{self, Project};
use ebb::compile::{Input, compile};
use ebb::diag::render::{Format, Style, render};
use ebb::graph::Settings;

/// Fenced blocks of a page: language and content.
fn fenced(page: &str) -> Vec<(String, String)> {
    let mut blocks = Vec::new();
    let mut open: Option<(String, String)> = None;
    for line in page.lines() {
        match (line.strip_prefix("```"), open.as_mut()) {
            (Some(_), Some(_)) => blocks.extend(open.take()),
            (Some(language), None) => open = Some((language.to_owned(), String::new())),
            (None, Some((_, content))) => {
                content.push_str(line);
                content.push('\n');
            }
            (None, None) => {}
        }
    }
    assert!(open.is_none(), "a fence is not closed");
    blocks
}

/// Commands of a console block, each with what it prints.
fn commands(block: &str) -> Vec<(String, String)> {
    let mut commands: Vec<(String, String)> = Vec::new();
    for line in block.lines() {
        match (line.strip_prefix("$ "), commands.last_mut()) {
            (Some(command), _) => commands.push((command.to_owned(), String::new())),
            (None, Some((_, output))) => {
                output.push_str(line);
                output.push('\n');
            }
            (None, None) => panic!("a console block begins with a command: {line}"),
        }
    }
    commands
}

/// A line of only `…` in the page stands for any number of lines.
fn agrees(shown: &str, real: &str) -> bool {
    let mut rest: Vec<&str> = real.lines().map(str::trim_end).collect();
    let mut skipping = false;
    for line in shown.lines().map(str::trim_end) {
        if line == "…" {
            skipping = true;
            continue;
        }
        let found = match rest.iter().position(|other| *other == line) {
            Some(0) => 0,
            Some(found) if skipping => found,
            _ => return false,
        };
        rest.drain(..=found);
        skipping = false;
    }
    skipping || rest.is_empty()
}

#[test]
fn the_tour_of_the_readme_prints_what_it_shows() {
    prints_what_it_shows("README.md", 5);
}

#[test]
fn the_first_disconnect_flow_prints_what_it_shows() {
    prints_what_it_shows("examples/first_disconnect_flow/README.md", 5);
}

#[test]
fn the_first_disconnect_flow_is_the_one_beside_the_page() {
    let page = fenced(&support::page("examples/first_disconnect_flow/README.md"));
    let (_, shown) = page.iter().find(|(language, _)| language == "ebb").unwrap();
    let source = support::page("examples/first_disconnect_flow/flows.ebb");
    assert!(source.starts_with(shown.as_str()), "{shown}");
}

/// Runs the console blocks of a page, which has at least so many commands.
#[track_caller]
fn prints_what_it_shows(page: &str, least: usize) {
    let project = Project::with_examples();
    let mut run = 0;
    for (language, block) in fenced(&support::page(page)) {
        if language != "console" {
            continue;
        }
        for (command, shown) in commands(&block) {
            let real = project.shell(&command);
            assert!(
                agrees(&shown, &real),
                "$ {command}\n--- shown\n{shown}--- real\n{real}"
            );
            run += 1;
        }
    }
    assert!(run >= least, "{page} has its commands");
}

/// Things that the short examples of the reference name.
const AROUND: &str = r#"
queue support
queue evening
bot OrderHelp
lambda look_up
prompt greeting
hours office
disconnect flow after_agent_leaves { disconnect }
customer queue flow hold_music { end flow }
inbound flow example {
"#;

/// Whether an example is a whole file or the inside of a flow.
fn is_whole(example: &str) -> bool {
    example
        .lines()
        .any(|line| line.contains(" flow ") && line.ends_with('{') && !line.starts_with(' '))
}

#[test]
fn the_examples_of_the_reference_compile() {
    compiles("grammar/README.md", 8);
}

#[test]
fn the_examples_of_the_first_disconnect_flow_compile() {
    compiles("examples/first_disconnect_flow/README.md", 2);
}

/// Compiles the examples of a page, at least so many, and plays their tests.
#[track_caller]
fn compiles(page: &str, least: usize) {
    let mut compiled = 0;
    for (language, example) in fenced(&support::page(page)) {
        if language != "ebb" {
            continue;
        }
        let text = if is_whole(&example) {
            example.clone()
        } else {
            format!("{AROUND}{example}\n}}\n")
        };
        let input = Input {
            name: "reference.ebb".to_owned(),
            text,
            named: true,
        };
        let compilation = compile(vec![input], &Settings::default());
        let errors = render(
            &compilation.findings,
            &compilation.sources,
            Format::Full,
            Style::default(),
        );
        assert!(!compilation.has_errors(), "{example}\n{errors}");
        for test in &compilation.tests {
            let result = ebb::suite::play(&compilation.program, test);
            assert!(result.passed(), "{}: {:?}", test.name, result.verdict);
        }
        compiled += 1;
    }
    assert!(compiled >= least, "{page} has its examples");
}

#[test]
fn the_generated_parts_of_the_reference_are_fresh() {
    support::generated(
        "grammar/README.md",
        "blocks",
        &ebb::explain::table_of_blocks(),
    );
    support::generated(
        "grammar/README.md",
        "steps",
        &ebb::explain::table_of_steps(),
    );
}

#[test]
fn what_is_shown_may_leave_lines_out_but_not_change_them() {
    assert!(agrees("a\nb\n", "a\nb\n"));
    assert!(agrees("a\n…\nc\n", "a\nb\nb\nc\n"));
    assert!(agrees("a\n…\n", "a\nb\n"));
    assert!(!agrees("a\nc\n", "a\nb\nc\n"));
    assert!(!agrees("a\n", "a\nb\n"));
}
