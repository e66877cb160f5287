//! `ebb diff`: what changed between two flows.

mod laws;

use crate::support::Project;

/// Every pair of fixtures: what the user reads.
#[test]
fn what_changed_is_told_in_terms_of_blocks() {
    insta::glob!("../fixtures/diff", "*/before.ebb", |path| {
        let folder = path.parent().unwrap();
        let project = Project::new();
        for name in ["before.ebb", "after.ebb"] {
            let text = std::fs::read_to_string(folder.join(name)).unwrap();
            project.write(name, text);
        }
        let text = project.ebb(&["diff", "before.ebb", "after.ebb"]).shown();
        let markdown = project.ebb(&["diff", "before.ebb", "after.ebb", "--format", "markdown"]);
        insta::with_settings!({ prepend_module_to_snapshot => false, omit_expression => true }, {
            insta::assert_snapshot!(format!("{text}----- markdown\n{}", markdown.stdout));
        });
    });
}

const BEFORE: &str = include_str!("../fixtures/diff/wait_and_texts/before.ebb");
const AFTER: &str = include_str!("../fixtures/diff/wait_and_texts/after.ebb");

#[test]
fn machines_get_one_document() {
    let project = Project::new();
    project.write("before.ebb", BEFORE);
    project.write("after.ebb", AFTER);
    let ran = project.ebb(&["diff", "before.ebb", "after.ebb", "--format", "json"]);
    insta::assert_snapshot!(ran.shown());
}

#[test]
fn a_flow_and_what_it_is_built_to_are_the_same() {
    let project = Project::new();
    project.write("before/flow.ebb", BEFORE);
    project.ebb(&["build", "before", "--out", "built"]);
    let same = project.ebb(&["diff", "before", "built"]);
    assert_eq!((same.code, same.stdout.as_str()), (Some(0), ""));
    project.write("after/flow.ebb", AFTER);
    let differs = project.ebb(&["diff", "built", "after"]);
    assert_eq!(differs.code, Some(1));
    assert!(
        differs.stdout.contains("time: 23h (11h longer), was 12h"),
        "{}",
        differs.stdout
    );
}

#[test]
fn what_cannot_be_compared_ends_with_2() {
    let project = Project::new();
    project.write("good.ebb", BEFORE);
    project.write("bad.ebb", "inbound flow x {\n    play promt \"Hi\"\n}\n");
    project.write("other.json", "{\"name\": \"x\"}");
    for (one, other) in [
        ("good.ebb", "bad.ebb"),
        ("bad.ebb", "good.ebb"),
        ("good.ebb", "other.json"),
        ("good.ebb", "missing.ebb"),
    ] {
        let ran = project.ebb(&["diff", one, other]);
        assert_eq!(
            (ran.code, ran.stdout.as_str()),
            (Some(2), ""),
            "{one} {other}"
        );
        assert!(!ran.stderr.is_empty());
    }
}

/// Every export, old ones too, is the same as itself and as what it is built to.
#[test]
fn exports_do_not_differ_from_themselves() {
    use crate::wire::{Read, corpus};
    let Some(files) = corpus::files() else { return };
    let mut compared = 0;
    for file in &files {
        let one = corpus::read_file(file);
        let Some(id) = one.program.flows.ids().next() else {
            continue;
        };
        let written = ebb::emit::flow(&one.program, id).json;
        let name = file.file_name().unwrap().to_string_lossy();
        let again = Read::of([(&*name, written.as_str())]);
        for other in [&one, &again] {
            let diff = ebb::diff::diff(one.side(), other.side());
            assert!(
                diff.is_empty(),
                "{}:\n{}",
                file.display(),
                ebb::diff::text(&diff)
            );
        }
        compared += 1;
    }
    println!("{compared} exports compared with themselves and with what they are built to");
}
