//! `ebb init`.

use crate::support::{self, Project};
use std::fs;

const TEMPLATES: [&str; 3] = ["same-agent", "same-queue", "other-queue"];

#[test]
fn every_template_checks_builds_and_passes_its_tests() {
    for template in TEMPLATES {
        let project = Project::new();
        let made = project.ebb(&["init", "my project", "--template", template]);
        assert_eq!(made.code, Some(0), "{}", made.shown());
        let check = project.ebb(&["check", "my project"]);
        assert_eq!(check.code, Some(0), "{}", check.shown());
        assert!(
            check.stderr.ends_with("nothing to report\n"),
            "{}",
            check.shown()
        );
        for command in [&["build"][..], &["fmt", "--check"], &["build", "--check"]] {
            let ran = project.ebb(&[command, &["my project"]].concat());
            assert_eq!(ran.code, Some(0), "{}", ran.shown());
        }
        let tests = project.ebb(&["test", "my project"]);
        assert_eq!(tests.code, Some(0), "{}", tests.shown());
        assert_eq!(tests.stderr, "2 tests passed\n");
        assert!(
            project
                .read("my project/ebb.toml")
                .starts_with("name = \"my-project\"\n")
        );
    }
}

#[test]
fn the_files_of_a_template() {
    let project = Project::new();
    let made = project.ebb(&["init", "chat"]);
    let mut shown = made.shown();
    for file in ["ebb.toml", "resources.ebb", ".gitignore", "README.md"] {
        shown.push_str(&format!(
            "----- {file}\n{}",
            project.read(&format!("chat/{file}"))
        ));
    }
    insta::assert_snapshot!(shown);
    let flows = project.read("chat/same_queue.ebb");
    assert_eq!(flows, support::page("examples/chat/same_queue.ebb"));
}

#[test]
fn the_environment_that_a_template_shows_works_once_it_is_filled_in() {
    let project = Project::new();
    assert_eq!(project.ebb(&["init", "."]).code, Some(0));
    let text = project.read("ebb.toml");
    let (before, example) = text.split_once("#\n").expect("there is an example");
    let example: String = example
        .lines()
        .map(|line| {
            format!(
                "{}\n",
                line.trim_start_matches("# ").trim_start_matches('#')
            )
        })
        .collect();
    project.write("ebb.toml", format!("{before}{example}"));
    let ran = project.ebb(&["check", "--env", "test"]);
    assert!(!ran.stdout.contains("key"), "{}", ran.shown());
    assert!(
        ran.stdout.contains("error[missing-variable]"),
        "{}",
        ran.shown()
    );
}

#[test]
fn nothing_is_overwritten() {
    let project = Project::new();
    project.write("README.md", "mine\n");
    assert_eq!(project.ebb(&["init"]).code, Some(0));
    assert_eq!(project.read("README.md"), "mine\n");
    project.write("ebb.toml", "name = \"mine\"\n");
    let again = project.ebb(&["init", "--template", "same-agent"]);
    assert_eq!(again.code, Some(2));
    assert_eq!(project.read("ebb.toml"), "name = \"mine\"\n");
    assert!(!project.path("same_agent.ebb").exists());
    insta::assert_snapshot!(again.stderr);
}

#[test]
fn a_template_that_is_not_there_and_a_folder_that_is_a_file_end_with_2() {
    let project = Project::new();
    let ran = project.ebb(&["init", "--template", "no-queue"]);
    assert_eq!(ran.code, Some(2), "{}", ran.shown());
    project.write("file", "");
    let ran = project.ebb(&["init", "file"]);
    assert_eq!(ran.code, Some(2), "{}", ran.shown());
    assert_eq!(
        fs::read_dir(project.path(".")).expect("a folder").count(),
        1
    );
}
