//! Levels that somebody chose.

use super::ALL_LEVELS;
use crate::support::{Project, Ran};

fn check(arguments: &[&str]) -> Ran {
    let project = Project::new();
    project.write("levels.ebb", ALL_LEVELS);
    let all = [&["check", "--format", "concise"], arguments].concat();
    project.ebb(&all)
}

#[test]
fn a_level_decides_how_the_command_ends() {
    let plain = check(&[]);
    assert_eq!(plain.code, Some(1), "{}", plain.shown());
    let milder = check(&["--level", "wait-impossible=warning"]);
    assert_eq!(milder.code, Some(0), "{}", milder.shown());
    assert!(
        milder.stdout.contains("warning[wait-impossible]"),
        "{}",
        milder.shown()
    );
    let denied = check(&["--level", "wait-impossible=warning", "--deny", "warnings"]);
    assert_eq!(denied.code, Some(1), "{}", denied.shown());
    let off = check(&["--level", "wait-impossible=off"]);
    assert!(!off.stdout.contains("wait-impossible"), "{}", off.shown());
}

#[test]
fn the_last_choice_counts() {
    let ran = check(&[
        "--level",
        "wait-impossible=off",
        "--level",
        "wait-impossible=info",
    ]);
    assert!(
        ran.stdout.contains("info[wait-impossible]"),
        "{}",
        ran.shown()
    );
}

#[test]
fn what_is_no_rule_and_no_level_is_said() {
    let mut shown = String::new();
    for choice in [
        "wait-imposible=off",
        "unknown-block=off",
        "wait-impossible=fatal",
        "late-return",
    ] {
        let ran = check(&["--level", choice]);
        assert_eq!(ran.code, Some(2), "{}", ran.shown());
        let said = ran.stderr.lines().next().unwrap_or_default();
        shown.push_str(&format!("{said}\n"));
    }
    insta::assert_snapshot!(shown);
}

#[test]
fn a_comment_speaks_of_its_whole_file() {
    let project = Project::new();
    let comment = "// allow unreachable-block in this file: kept for the next campaign\n";
    project.write("levels.ebb", format!("{comment}{ALL_LEVELS}"));
    let ran = project.ebb(&["check", "--format", "concise"]);
    assert!(!ran.stdout.contains("unreachable-block"), "{}", ran.shown());
    assert!(!ran.stdout.contains("pointless-allow"), "{}", ran.shown());
    let other = ALL_LEVELS.replace(
        "lost:\n    play prompt \"Nobody hears this.\"\n    disconnect\n",
        "",
    );
    project.write("levels.ebb", format!("{comment}{other}"));
    let ran = project.ebb(&["check", "--format", "concise"]);
    assert!(
        ran.stdout
            .contains("there is no `unreachable-block` to allow in this file"),
        "{}",
        ran.shown()
    );
}

#[test]
fn a_project_chooses_levels_and_narrower_ones_for_some_sources() {
    let project = Project::new();
    project.write(
        "ebb.toml",
        "name = \"levels\"\n\n[check.levels.\"old/**\"]\nwait-impossible = \"info\"\n\n[check.levels]\nwait-impossible = \"warning\"\nunreachable-block = \"off\"\n",
    );
    project.write("old/one.ebb", ALL_LEVELS);
    project.write("new/two.ebb", ALL_LEVELS.replace("café", "other"));
    let ran = project.ebb(&["check", "--format", "concise"]);
    assert_eq!(ran.code, Some(0), "{}", ran.shown());
    insta::assert_snapshot!(ran.shown());
}

#[test]
fn what_is_wrong_with_the_levels_of_a_project_is_found_there() {
    let project = Project::new();
    project.write(
        "ebb.toml",
        "name = \"levels\"\n[check]\nlevel = 1\n[check.levels]\nwait-imposible = \"off\"\nunknown-block = \"off\"\nlate-return = \"fatal\"\n[check.levels.\"{\"]\nlate-return = \"off\"\n",
    );
    project.write("one.ebb", ALL_LEVELS);
    let ran = project.ebb(&["check"]);
    assert_eq!(ran.code, Some(1), "{}", ran.shown());
    insta::assert_snapshot!(ran.shown());
}
