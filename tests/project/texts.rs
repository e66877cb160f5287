//! `ebb reference`, `ebb completions`, `ebb man`.

use crate::support::Project;

#[test]
fn the_reference_is_the_tables_of_the_manual() {
    let ran = Project::new().ebb(&["reference"]);
    assert_eq!(ran.code, Some(0), "{}", ran.shown());
    assert!(ran.stdout.contains(&ebb::explain::table_of_blocks()));
    assert!(ran.stdout.contains(&ebb::explain::table_of_steps()));
}

#[test]
fn every_shell_has_its_completions() {
    let project = Project::new();
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        let ran = project.ebb(&["completions", shell]);
        assert_eq!(ran.code, Some(0), "{}", ran.shown());
        for word in ["template", "late-returns", "explain"] {
            assert!(ran.stdout.contains(word), "{shell} does not know {word}");
        }
    }
    assert_eq!(project.ebb(&["completions", "dos"]).code, Some(2));
}

#[test]
fn the_manual_page_has_every_command() {
    let ran = Project::new().ebb(&["man"]);
    assert_eq!(ran.code, Some(0), "{}", ran.shown());
    assert!(ran.stdout.contains(".TH ebb 1"), "{}", ran.stdout);
    for command in [
        "CHECK",
        "BUILD",
        "TEST",
        "RUN",
        "FMT",
        "EXPLAIN",
        "INIT",
        "REFERENCE",
    ] {
        assert!(
            ran.stdout.contains(&format!(".SH EBB {command}\n")),
            "{command}"
        );
    }
    assert!(ran.stdout.contains("late\\-returns"), "{}", ran.stdout);
}
