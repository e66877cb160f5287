//! Every project under `examples/` is what a project should be: it checks without a
//! finding, is formatted, builds, and its tests pass and take every branch that a chat can
//! take. What is built is shown.

use crate::support::{self, Project};
use std::fs;

/// The folders of `examples/` that hold sources.
fn projects() -> Vec<String> {
    let folders = fs::read_dir(support::root().join("examples")).unwrap();
    let mut names: Vec<String> = folders
        .map(|folder| folder.unwrap().path())
        .filter(|folder| holds_sources(folder))
        .map(|folder| folder.file_name().unwrap().to_string_lossy().into_owned())
        .collect();
    names.sort();
    assert!(names.len() >= 3, "{names:?}");
    names
}

fn holds_sources(folder: &std::path::Path) -> bool {
    folder.is_dir()
        && fs::read_dir(folder).unwrap().any(|entry| {
            entry
                .unwrap()
                .path()
                .extension()
                .is_some_and(|end| end == "ebb")
        })
}

#[test]
fn every_example_is_clean_and_formatted_and_its_tests_take_every_branch_a_chat_can_take() {
    let examples = Project::with_examples();
    for name in projects() {
        let folder = format!("examples/{name}");
        let check = examples.ebb(&["check", &folder]);
        assert_eq!(check.code, Some(0), "{}", check.shown());
        assert!(
            check.stderr.contains("nothing to report"),
            "{}",
            check.shown()
        );
        let format = examples.ebb(&["fmt", "--check", &folder]);
        assert_eq!(format.code, Some(0), "{}", format.shown());
        let test = examples.ebb(&["test", &folder, "--fail-under", "100"]);
        assert_eq!(test.code, Some(0), "{}", test.shown());
        assert!(test.stdout.contains("ok "), "{name} has no test");
    }
}

#[test]
fn every_example_builds_and_this_is_its_json() {
    let examples = Project::with_examples();
    for name in projects() {
        let build = examples.ebb(&["build", &format!("examples/{name}"), "--out", &name]);
        assert_eq!(build.code, Some(0), "{}", build.shown());
        let mut built: Vec<_> = fs::read_dir(examples.path(&name))
            .unwrap()
            .map(|file| file.unwrap().path())
            .collect();
        built.sort();
        for path in built {
            let json = fs::read_to_string(&path).unwrap();
            let flow = path.file_stem().unwrap().to_string_lossy();
            insta::with_settings!({
                snapshot_path => "snapshots/examples",
                prepend_module_to_snapshot => false,
                omit_expression => true,
            }, {
                insta::assert_snapshot!(format!("{name}__{flow}"), json);
            });
        }
    }
}
