//! `file "name.json"`: JSON that a source takes from a file beside it.

use crate::support::Project;

const FLOW: &str = "view form\n\ninbound flow guide {\n    show view form {\n        data: file \"views/form.json\"\n        action \"Next\" -> next\n    }\n    disconnect\n}\n";
const DATA: &str =
    "{\n  \"Heading\": \"Hello $.Customer.FirstName\",\n  \"Items\": [1, true, \"\"]\n}\n";

fn project(data: &str) -> Project {
    let project = Project::new();
    project.write("ebb.toml", "name = \"guides\"\n");
    project.write("flows/guide.ebb", FLOW);
    project.write("flows/views/form.json", data);
    project
}

#[test]
fn the_data_of_a_view_comes_from_a_file_beside_the_source() {
    let project = project(DATA);
    let check = project.ebb(&["check"]);
    assert_eq!(check.code, Some(0), "{}", check.shown());
    // A file that a flow takes its data from is not one that was passed over.
    assert_eq!(check.stderr, "1 flow checked: nothing to report\n");
    assert_eq!(project.ebb(&["build"]).code, Some(0));
    let json = project.read("build/guide.json");
    let start = json.find("\"ViewData\"").expect("the data");
    let end = start + json[start..].find("\n      }").expect("its end");
    insta::assert_snapshot!(&json[start..end]);
}

#[test]
fn a_build_is_out_of_date_when_the_file_has_changed() {
    let project = project(DATA);
    assert_eq!(project.ebb(&["build"]).code, Some(0));
    assert_eq!(project.ebb(&["build", "--check"]).code, Some(0));
    project.write("flows/views/form.json", DATA.replace("Hello", "Welcome"));
    let ran = project.ebb(&["build", "--check"]);
    assert_eq!(
        (ran.code, ran.stdout.as_str()),
        (Some(1), "differs   build/guide.json\n")
    );
}

#[test]
fn a_file_that_gives_no_json_is_a_finding_where_it_is_named() {
    let broken = [
        DATA.replace(": [", " ["),
        DATA.replace("]\n}", "]"),
        String::new(),
        "{\"Heading\": \"$.Custmer.FirstName\"}".to_owned(),
        "[\"Heading\"]".to_owned(),
        "[".repeat(100) + &"]".repeat(100),
    ];
    let mut shown = String::new();
    for data in broken {
        shown += &project(&data).ebb(&["check"]).shown();
    }
    let missing = Project::new();
    missing.write("guide.ebb", FLOW);
    shown += &missing.ebb(&["check", "guide.ebb"]).shown();
    missing.write("guide.ebb", FLOW.replace("views", "/views"));
    shown += &missing.ebb(&["check", "guide.ebb"]).shown();
    missing.write("guide.ebb", FLOW.replace("\"views/form.json\"", "form"));
    shown += &missing.ebb(&["check", "guide.ebb"]).shown();
    insta::assert_snapshot!(shown);
}

#[test]
fn for_standard_input_paths_begin_at_the_current_folder() {
    let project = Project::new();
    let ran = project.ebb_with(&["check", "-"], FLOW);
    assert!(
        ran.stdout
            .contains("cannot read `views/form.json`: there is no such file"),
        "{}",
        ran.shown()
    );
    project.write("views/form.json", DATA);
    assert_eq!(project.ebb_with(&["check", "-"], FLOW).code, Some(0));
}
