//! The action for GitHub and the hooks for pre-commit.

use super::ALL_LEVELS;
use crate::support::{Project, page};

/// The script of the action's step that checks flows.
fn script() -> String {
    let action = page("action.yml");
    let step = action
        .split("- name: Check the flows")
        .nth(1)
        .expect("the step");
    let block = step.split("run: |\n").nth(1).expect("its script");
    block
        .lines()
        .map(|line| format!("{}\n", line.trim_start_matches("        ")))
        .collect()
}

fn run(project: &Project, variables: &str) -> String {
    project.write("script.sh", script());
    project.shell(&format!("{variables} bash script.sh; echo \"status $?\""))
}

#[test]
fn the_action_annotates_writes_sarif_and_plays_the_tests() {
    let project = Project::new();
    project.write("flows/one.ebb", ALL_LEVELS);
    let clean = "inbound flow hello {\n    play prompt \"Hi.\"\n    disconnect\n}\n\ntest \"hi\" {\n    start hello on chat\n    expect prompt \"Hi.\"\n}\n";
    project.write("clean/one.ebb", clean);
    let shown = run(
        &project,
        "EBB_PATHS=flows EBB_SARIF=out.sarif EBB_TEST=false EBB_ARGUMENTS=",
    );
    assert!(
        shown.contains("::error file=flows/one.ebb,line="),
        "{shown}"
    );
    assert!(shown.ends_with("status 1\n"), "{shown}");
    assert!(project.read("out.sarif").contains("\"wait-impossible\""));
    let shown = run(
        &project,
        "EBB_PATHS=clean EBB_SARIF= EBB_TEST=true EBB_ARGUMENTS='--deny warnings'",
    );
    assert!(
        shown.contains("1 test passed") && shown.ends_with("status 0\n"),
        "{shown}"
    );
    let shown = run(
        &project,
        "EBB_PATHS=nowhere EBB_SARIF=none.sarif EBB_TEST=true EBB_ARGUMENTS=",
    );
    assert!(shown.ends_with("status 2\n"), "{shown}");
    assert!(!project.path("none.sarif").exists());
}

#[test]
fn every_input_of_the_action_reaches_its_script() {
    let action = page("action.yml");
    let inputs = action
        .split("inputs:\n")
        .nth(1)
        .expect("inputs")
        .split("runs:")
        .next();
    let inputs = inputs.expect("inputs").lines().filter_map(|line| {
        let name = line.strip_prefix("  ")?.strip_suffix(':')?;
        (!name.starts_with(' ')).then_some(name)
    });
    let mut counted = 0;
    for input in inputs {
        assert!(
            action.contains(&format!("${{{{ inputs.{input} }}}}")),
            "{input}"
        );
        counted += 1;
    }
    assert_eq!(counted, 5);
}

#[test]
fn the_hooks_are_commands_that_there_are() {
    let hooks = page(".pre-commit-hooks.yaml");
    let entries: Vec<&str> = hooks
        .lines()
        .filter_map(|line| line.trim().strip_prefix("entry: ebb "))
        .collect();
    assert_eq!(entries, ["fmt", "check"]);
    for command in entries {
        let ran = Project::new().ebb(&[command, "--help"]);
        assert_eq!(ran.code, Some(0), "{}", ran.shown());
    }
}
