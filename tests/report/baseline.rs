//! A team with old findings fails on new ones only.

use super::ALL_LEVELS;
use crate::support::Project;

#[test]
fn only_what_is_new_counts() {
    let project = Project::new();
    project.write("old.ebb", ALL_LEVELS);
    let written = project.ebb(&["check", "--write-baseline", "known.json"]);
    assert_eq!(written.code, Some(0), "{}", written.shown());
    insta::assert_snapshot!(project.read("known.json"));
    let again = project.ebb(&["check", "--baseline", "known.json"]);
    assert_eq!(
        (again.code, again.stdout.as_str()),
        (Some(0), ""),
        "{}",
        again.shown()
    );
    // Lines move, and one more finding of the same kind comes.
    let lost = "lost:\n    play prompt \"Nobody hears this.\"\n    disconnect\n";
    let more = ALL_LEVELS.replace(
        lost,
        &format!("{lost}gone:\n    play prompt \"Nor this.\"\n    disconnect\n"),
    );
    project.write("old.ebb", format!("// A comment.\n\n{more}"));
    let new = project.ebb(&["check", "--baseline", "known.json", "--format", "concise"]);
    insta::assert_snapshot!(new.shown());
}

#[test]
fn what_is_mended_leaves_the_baseline_stale() {
    let project = Project::new();
    project.write("old.ebb", ALL_LEVELS);
    project.ebb(&["check", "--write-baseline", "known.json"]);
    project.write("old.ebb", ALL_LEVELS.replace("26h", "6h"));
    let ran = project.ebb(&["check", "--baseline", "known.json"]);
    assert_eq!(ran.code, Some(0), "{}", ran.shown());
    assert!(
        ran.stderr
            .contains("no longer there, but in known.json: 1 finding"),
        "{}",
        ran.shown()
    );
}

#[test]
fn a_baseline_that_cannot_be_read_ends_with_2() {
    let project = Project::new();
    project.write("old.ebb", ALL_LEVELS);
    project.write("other.json.txt", "{\"version\": 7, \"known\": []}");
    project.write("broken.txt", "nothing");
    for file in ["missing.json", "other.json.txt", "broken.txt"] {
        let ran = project.ebb(&["check", "--baseline", file]);
        assert_eq!(ran.code, Some(2), "{}", ran.shown());
        assert_eq!(ran.stdout, "");
    }
}
