//! The formats for machines.

use super::{ALL_LEVELS, LATE};
use crate::schema::faults;
use crate::support::{Project, page};
use serde_json::Value;

fn project() -> Project {
    let project = Project::new();
    project.write("flows/after hours.ebb", LATE);
    project.write("flows/levels.ebb", ALL_LEVELS);
    project.write(
        "clean.ebb",
        "inbound flow hello {\n    play prompt \"Hi.\"\n    disconnect\n}\n",
    );
    project
}

#[test]
fn annotations_stand_at_the_line_in_a_pull_request() {
    let ran = project().ebb(&["check", "--format", "github"]);
    insta::assert_snapshot!(ran.shown());
}

#[test]
fn what_would_end_an_annotation_is_escaped() {
    let project = Project::new();
    project.write(
        "a,b:c.ebb",
        "inbound flow x {\n    play prompt \"50%\" 'y'\n}\n",
    );
    let ran = project.ebb(&["check", "--format", "github"]);
    assert!(
        ran.stdout.starts_with("::error file=a%2Cb%3Ac.ebb,line=2,"),
        "{}",
        ran.shown()
    );
    assert!(!ran.stdout.contains("50%\""), "{}", ran.shown());
}

#[test]
fn errors_are_failed_cases_of_junit() {
    let ran = project().ebb(&["check", "--format", "junit"]);
    insta::assert_snapshot!(ran.shown());
}

#[test]
fn sarif_has_rules_regions_and_the_story_as_a_code_flow() {
    let ran = project().ebb(&["check", "--format", "sarif"]);
    let log: Value = serde_json::from_str(&ran.stdout).expect("JSON");
    let mut shown = log.clone();
    for rule in shown["runs"][0]["tool"]["driver"]["rules"]
        .as_array_mut()
        .expect("rules")
    {
        for form in ["text", "markdown"] {
            let page = rule["help"][form].as_str().expect("a page").len();
            assert!(page > 100, "{rule}");
            rule["help"][form] = Value::from("[its page]");
        }
    }
    shown["runs"][0]["tool"]["driver"]["semanticVersion"] = Value::from("[version]");
    insta::assert_snapshot!(format!("{shown:#}"));
    assert_valid(&log);
}

/// Every finding of every fixture, in the form that code scanning takes.
#[test]
fn sarif_is_valid_by_its_schema() {
    let fixtures = crate::support::root().join("tests/fixtures/mistakes");
    let folder = fixtures.to_str().expect("a path");
    let ran = Project::new().ebb(&["check", folder, "--format", "sarif"]);
    let log: Value = serde_json::from_str(&ran.stdout).expect("JSON");
    let results = log["runs"][0]["results"].as_array().expect("results");
    assert!(results.len() > 40, "{}", results.len());
    assert!(results.iter().any(|one| one.get("fixes").is_some()));
    assert_valid(&log);
}

#[track_caller]
fn assert_valid(log: &Value) {
    let schema: Value =
        serde_json::from_str(&page("tests/fixtures/sarif/sarif-2.1.0.schema.json")).expect("JSON");
    let wrong = faults(&schema, log);
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    // The schema notices when something is missing or misspelt.
    let mut broken = log.clone();
    let driver = broken["runs"][0]["tool"]["driver"].as_object_mut();
    driver.expect("an object").remove("name");
    broken["runs"][0]["results"][0]["levl"] = Value::from("error");
    assert_eq!(faults(&schema, &broken).len(), 2);
}
