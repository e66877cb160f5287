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

/// A source with something that a rule says which is off.
const SPARE: &str = "queue spare\n\ninbound flow hello {\n    disconnect\n}\n";

#[test]
fn a_rule_that_is_off_speaks_where_somebody_asks_for_it() {
    let project = Project::new();
    project.write("new/one.ebb", SPARE);
    let old = SPARE.replace("spare", "unused").replace("hello", "old");
    project.write("old/two.ebb", &old);
    let check = |more: &[&str]| {
        let ran = project.ebb(&[&["check", "--format", "concise"], more].concat());
        (ran.code, ran.stdout)
    };
    let nothing = (Some(0), String::new());
    project.write("ebb.toml", "name = \"levels\"\n");
    assert_eq!(check(&[]), nothing);
    let asked = |level: &str| format!("unused-resource={level}");
    let (code, shown) = check(&["--level", &asked("error")]);
    assert_eq!((code, shown.lines().count()), (Some(1), 2), "{shown}");
    let for_old = "name = \"levels\"\n\n[check.levels.\"old/**\"]\nunused-resource = \"warning\"\n";
    project.write("ebb.toml", for_old);
    let line = "old/two.ebb:1:7: warning[unused-resource] no flow names the queue `unused`";
    let (code, shown) = check(&[]);
    assert_eq!((code, shown.as_str()), (Some(0), &*format!("{line}\n")));
    assert_eq!(check(&["--deny", "warnings"]).0, Some(1));
    assert_eq!(check(&["--level", &asked("off")]), nothing);
    // What the project has switched off, a run may ask for again.
    project.write(
        "ebb.toml",
        "name = \"levels\"\n\n[check.levels]\nunused-resource = \"off\"\n",
    );
    assert_eq!(check(&[]), nothing);
    assert_eq!(check(&["--level", &asked("error")]).0, Some(1));
    // A comment may speak of it before anybody asks.
    let comment = "// allow unused-resource: the next flow needs it\n";
    project.write("new/one.ebb", format!("{comment}{SPARE}"));
    project.write("old/two.ebb", format!("{comment}{old}"));
    assert_eq!(check(&["--level", &asked("error")]), nothing);
    project.write("old/two.ebb", old);
    // A baseline knows it like any other.
    let ask = asked("warning");
    project.ebb(&["check", "--level", &ask, "--write-baseline", "known.txt"]);
    assert_eq!(
        check(&["--level", &ask, "--baseline", "known.txt"]),
        nothing
    );
}

#[test]
fn the_level_of_what_is_said_about_labels_can_be_chosen() {
    let project = Project::new();
    let text = "inbound flow hello {\ngreet:\n    play prompt \"Hello.\"\nlater:\n    -> done\ndone:\n    disconnect\n}\n";
    project.write("one.ebb", text);
    let check = |more: &[&str]| {
        let ran = project.ebb(&[&["check", "--format", "concise"], more].concat());
        let lines = ran.stdout.lines().map(str::to_owned);
        lines.collect::<Vec<_>>()
    };
    let later = "one.ebb:4:1: info[unused-label] no arrow goes to `later`, and it names no block";
    assert_eq!(check(&[]), [later]);
    assert!(check(&["--level", "unused-label=off"]).is_empty());
    let allowed = text.replace("later:", "// allow unused-label: a place for later\nlater:");
    project.write("one.ebb", allowed);
    assert!(check(&[]).is_empty());
}

#[test]
fn a_flow_in_which_chats_start_is_not_unused() {
    let project = Project::new();
    let text =
        "inbound flow hello {\n    disconnect\n}\n\ndisconnect flow later {\n    disconnect\n}\n";
    project.write("one.ebb", text);
    project.write("ebb.toml", "name = \"levels\"\n");
    let check = || project.ebb(&["check", "--format", "concise"]).stdout;
    assert!(check().contains("[unused-flow]"), "{}", check());
    let marked = "name = \"levels\"\n\n[check]\nentries = [\"later\"]\n";
    project.write("ebb.toml", marked);
    assert!(!check().contains("[unused-flow]"), "{}", check());
}
