//! Which sources a command works on.

use crate::support::Project;

fn flow(name: &str) -> String {
    format!("inbound flow {name} {{\n    disconnect\n}}\n")
}

/// The flows that are built, by the files that are written.
fn built(project: &Project, arguments: &[&str]) -> Vec<String> {
    let arguments = [&["build"], arguments].concat();
    let ran = project.ebb(&arguments);
    assert_eq!(ran.code, Some(0), "{}", ran.shown());
    let files = ran
        .stderr
        .lines()
        .filter_map(|line| line.split_whitespace().nth(1));
    let mut files: Vec<String> = files.map(str::to_owned).collect();
    files.sort();
    files
}

fn project(toml: &str) -> Project {
    let project = Project::new();
    project.write("ebb.toml", format!("name = \"x\"\n{toml}"));
    project.write("one.ebb", flow("one"));
    project.write("flows/two.ebb", flow("two"));
    project.write("flows/deep/three.ebb", flow("three"));
    project.write("drafts/broken.ebb", "inbound flow {");
    project
}

#[test]
fn sources_are_files_folders_and_patterns() {
    let all = project("sources = [\"one.ebb\", \"flows\"]\n");
    assert_eq!(
        built(&all, &[]),
        ["build/one.json", "build/three.json", "build/two.json"]
    );
    let pattern = project("sources = [\"flows/*.ebb\"]\n");
    assert_eq!(built(&pattern, &[]), ["build/two.json"]);
    let deep = project("sources = [\"flows/**/*.ebb\", \"flows\"]\nout = \"dist\"\n");
    assert_eq!(built(&deep, &[]), ["dist/three.json", "dist/two.json"]);
}

#[test]
fn sources_that_are_not_there_are_mistakes_with_a_place() {
    let project = project("sources = [\"one.ebb\", \"flow\", \"modules/*.ebb\", \"a[\"]\n");
    insta::assert_snapshot!(project.ebb(&["check"]).shown());
}

#[test]
fn what_was_built_is_no_source() {
    let project = project("sources = [\".\"]\n");
    project.write("drafts/broken.ebb", flow("four"));
    let first = built(&project, &[]);
    assert_eq!(first.len(), 4);
    assert_eq!(built(&project, &[]), first);
    assert_eq!(
        project.ebb(&["check"]).stderr,
        "4 flows checked: nothing to report\n"
    );
    let elsewhere = built(&project, &["--out", "dist"]);
    assert_eq!(built(&project, &["--out", "dist"]), elsewhere);
}

#[test]
fn what_was_built_beside_the_sources_is_passed_over() {
    let whole = project("");
    whole.write("drafts/broken.ebb", flow("four"));
    built(&whole, &["--out", "dist"]);
    let checked = whole.ebb(&["check"]);
    assert!(
        checked.stderr.starts_with("4 flows checked"),
        "{}",
        checked.shown()
    );
    let plain = Project::new();
    plain.write("two.ebb", format!("{}{}", flow("one"), flow("two")));
    assert_eq!(built(&plain, &[]).len(), 2);
    let titled = Project::new();
    let module = "module verify \"Verify caller\" {\n    return\n}\n";
    let chat = "inbound flow chat \"Every chat\" {\n    invoke module verify\n    disconnect\n}\n";
    titled.write("flows.ebb", format!("{module}\n{chat}"));
    assert_eq!(titled.ebb(&["build", "--out", "flows"]).code, Some(0));
    let checked = titled.ebb(&["check"]);
    assert!(
        checked.stderr.starts_with("2 flows checked"),
        "{}",
        checked.shown()
    );
    // A module is no flow, though both are called alike.
    let other = "inbound flow verify \"Verify caller\" {\n    disconnect\n}\n";
    titled.write("flows.ebb", format!("{other}\n{chat}"));
    let checked = titled.ebb(&["check"]);
    assert!(
        checked.stderr.contains("flows/chat.json\n"),
        "{}",
        checked.shown()
    );
    // An export of another flow is read.
    let other = plain.read("build/one.json").replace("\"one\"", "\"One\"");
    plain.write("exports/one.json", other);
    insta::assert_snapshot!(plain.ebb(&["check"]).shown());
    // So is what somebody names.
    let named = plain.ebb(&["check", "build/one.json"]);
    assert!(
        named.stderr.starts_with("1 flow checked"),
        "{}",
        named.shown()
    );
}

#[test]
fn a_project_is_found_by_its_folder_its_file_and_from_inside() {
    let project = project("sources = [\"one.ebb\"]\n");
    for line in [
        "ebb check",
        "ebb check .",
        "ebb check ebb.toml",
        "cd flows/deep && ebb check",
        "cd flows && ebb check ..",
    ] {
        assert_eq!(
            project.shell(line),
            "1 flow checked: nothing to report\n",
            "{line}"
        );
    }
    let inside = project.shell("cd flows/deep && ebb build");
    assert!(
        inside.starts_with("wrote     ../../build/one.json"),
        "{inside}"
    );
    // What is named is what is meant.
    assert_eq!(
        project.shell("ebb check flows"),
        "2 flows checked: nothing to report\n"
    );
    assert_eq!(
        project.shell("cd flows && ebb check ."),
        "2 flows checked: nothing to report\n"
    );
    assert_eq!(
        project.shell("ebb check one.ebb flows"),
        "3 flows checked: nothing to report\n"
    );
}

#[test]
fn a_project_without_sources_ends_with_2() {
    let project = Project::new();
    project.write("ebb.toml", "name = \"x\"\n");
    let ran = project.ebb(&["check"]);
    assert_eq!(ran.code, Some(2));
    insta::assert_snapshot!(ran.shown());
}
