//! `ebb build --check`.

use crate::support::Project;
use std::fs;

const FLOWS: &str =
    "inbound flow one {\n    disconnect\n}\n\ninbound flow two {\n    disconnect\n}\n";

#[test]
fn outputs_that_are_up_to_date_end_with_0() {
    let project = Project::new();
    project.write("flows.ebb", FLOWS);
    assert_eq!(project.ebb(&["build"]).code, Some(0));
    insta::assert_snapshot!(project.ebb(&["build", "flows.ebb", "--check"]).shown());
}

#[test]
fn what_is_missing_different_or_left_over_is_listed_and_nothing_is_written() {
    let project = Project::new();
    project.write("flows.ebb", FLOWS);
    assert_eq!(project.ebb(&["build", "flows.ebb"]).code, Some(0));
    project.write("build/package.json", "{}");
    let changed = FLOWS.replace("flow two", "flow three");
    project.write(
        "flows.ebb",
        changed.replacen("disconnect", "play prompt \"Hi.\"\n    disconnect", 1),
    );
    let before = project.read("build/one.json");
    let ran = project.ebb(&["build", "flows.ebb", "--check"]);
    insta::assert_snapshot!(ran.shown());
    assert_eq!(project.read("build/one.json"), before);
    assert!(!project.path("build/three.json").exists());
    let one = project.ebb(&["build", "flows.ebb", "--check", "--flow", "three"]);
    assert_eq!(
        one.stdout, "missing   build/three.json\n",
        "one flow leaves nothing over"
    );
    fs::remove_file(project.path("build/two.json")).expect("it is there");
    assert_eq!(project.ebb(&["build", "flows.ebb"]).code, Some(0));
    assert_eq!(
        project.ebb(&["build", "flows.ebb", "--check"]).code,
        Some(0)
    );
}

#[test]
fn a_source_in_the_same_folder_is_not_left_over() {
    let project = Project::new();
    project.write("flows.ebb", FLOWS);
    project.write("export.json", "{\"Version\": \"2019-10-30\", \"StartAction\": \"a\", \"Actions\": [{\"Identifier\": \"a\", \"Type\": \"DisconnectParticipant\", \"Parameters\": {}, \"Transitions\": {}}]}");
    let folder = ["build", "flows.ebb", "export.json", "--out", "."];
    assert_eq!(project.ebb(&folder).code, Some(0));
    let check = [&folder[..], &["--check"]].concat();
    let ran = project.ebb(&check);
    assert_eq!(ran.code, Some(0), "{}", ran.shown());
}

#[test]
fn standard_output_cannot_be_checked() {
    let project = Project::new();
    let ran = project.ebb_with(&["build", "-", "--check"], FLOWS);
    assert_eq!(ran.code, Some(2));
    insta::assert_snapshot!(ran.stderr);
}

#[test]
fn each_environment_has_its_own_outputs() {
    let project = Project::new();
    project.write(
        "ebb.toml",
        "name = \"x\"\n[environments.test]\n[environments.prod]\n",
    );
    project.write("flows.ebb", FLOWS);
    assert_eq!(project.ebb(&["build", "--env", "test"]).code, Some(0));
    assert_eq!(
        project.ebb(&["build", "--env", "test", "--check"]).code,
        Some(0)
    );
    assert_eq!(
        project.ebb(&["build", "--env", "prod", "--check"]).code,
        Some(1)
    );
    assert_eq!(project.ebb(&["build", "--check"]).code, Some(1));
}

#[test]
fn the_contract_of_a_module_that_is_gone_is_left_over() {
    let project = Project::new();
    let module = "module verify {\n    result \"ok\"\n    return \"ok\"\n}\n";
    project.write("flows.ebb", format!("{FLOWS}\n{module}"));
    assert_eq!(project.ebb(&["build", "flows.ebb"]).code, Some(0));
    project.write("build/other.settings.json", "{\"tabs\": 4}");
    project.write("flows.ebb", FLOWS);
    let ran = project.ebb(&["build", "flows.ebb", "--check"]);
    assert_eq!(
        ran.stdout,
        "left over build/verify.json\nleft over build/verify.settings.json\n"
    );
}
