//! The command line: exit codes, streams, files.

use crate::support::{Project, root};
use std::fs;

const GOOD: &str = "inbound flow hello {\n    play prompt \"Hi.\"\n    disconnect\n}\n";
const BAD: &str = "inbound flow hello {\n    play promt \"Hi.\"\n    disconnect\n}\n";

#[test]
fn a_clean_flow_ends_with_0() {
    let project = Project::new();
    project.write("hello.ebb", GOOD);
    insta::assert_snapshot!(project.ebb(&["check"]).shown());
}

#[test]
fn a_mistake_ends_with_1_and_is_on_stdout() {
    let project = Project::new();
    project.write("hello.ebb", BAD);
    insta::assert_snapshot!(project.ebb(&["check", "hello.ebb"]).shown());
}

#[test]
fn the_version_is_the_same_however_it_is_asked_for() {
    let project = Project::new();
    let version = concat!("ebb ", env!("CARGO_PKG_VERSION"), "\n");
    for asked in [
        &["--version"] as &[_],
        &["-V"],
        &["--color", "never", "--version"],
        &["--version", "--color", "never"],
    ] {
        let ran = project.ebb(asked);
        assert_eq!((ran.code, ran.stdout.as_str()), (Some(0), version));
    }
}

#[test]
fn a_file_that_is_named_twice_is_one_file() {
    let project = Project::new();
    project.write("flows/hello.ebb", GOOD);
    for paths in [["flows", "flows/hello.ebb"], ["flows/hello.ebb"; 2]] {
        let ran = project.ebb(&["check", paths[0], paths[1]]);
        assert_eq!(ran.code, Some(0), "{}", ran.shown());
        assert!(ran.stderr.starts_with("1 flow checked"), "{}", ran.shown());
    }
}

#[test]
fn a_megabyte_on_one_line_is_quoted_by_its_start() {
    let project = Project::new();
    let long = "x ".repeat(500_000);
    project.write("words.ebb", format!("inbound flow hello {{ {long}}}\n"));
    project.write(
        "block.ebb",
        format!("inbound flow hello {{ play prompt \"{long}\" }}\n"),
    );
    for file in ["words.ebb", "block.ebb"] {
        let ran = project.ebb(&["check", file]);
        assert_eq!(ran.code, Some(1), "{file}");
        assert!(
            ran.stdout.len() < 4_000,
            "{file}: {} bytes",
            ran.stdout.len()
        );
    }
}

#[test]
fn no_two_rules_have_one_name() {
    let ran = Project::new().ebb(&["explain"]);
    let rules = ran
        .stdout
        .lines()
        .skip(1)
        .take_while(|line| !line.is_empty());
    let mut names: Vec<_> = rules
        .filter_map(|line| line.split_whitespace().next())
        .collect();
    let listed = names.len();
    names.dedup();
    assert!(listed > 50 && names.len() == listed, "{}", ran.stdout);
}

#[test]
fn findings_come_on_one_line_or_as_json() {
    let project = Project::new();
    project.write("hello.ebb", BAD);
    let concise = project.ebb(&["check", "--format", "concise"]);
    insta::assert_snapshot!(concise.shown());
    let json = project.ebb(&["check", "--format", "json"]);
    insta::assert_snapshot!(json.shown());
}

#[test]
fn what_cannot_be_read_ends_with_2() {
    let project = Project::new();
    project.write("latin.ebb", b"inbound flow caf\xe9 {\n}\n");
    fs::create_dir(project.path("empty")).expect("a folder");
    let mut shown = String::new();
    for arguments in [
        ["check", "nowhere.ebb"],
        ["check", "latin.ebb"],
        ["check", "empty"],
        ["build", "empty"],
        ["fmt", "nowhere.ebb"],
        ["explain", "wait-overun"],
        ["check", "--format=yaml"],
    ] {
        let ran = project.ebb(&arguments);
        assert_eq!(ran.code, Some(2), "{arguments:?}: {}", ran.shown());
        assert_eq!(ran.stdout, "", "{arguments:?}");
        shown.push_str(&format!("$ ebb {}\n{}\n", arguments.join(" "), ran.stderr));
    }
    insta::assert_snapshot!(shown);
}

#[test]
fn where_a_file_cannot_be_read_nothing_is_said_of_the_rest() {
    let project = Project::new();
    let whole = fs::read_to_string(root().join("examples/exported/after_the_agent.json"));
    let whole = whole.expect("the example is there");
    project.write("before/one.json", &whole);
    project.write("after/one.json", &whole);
    let other = whole.replace("After the agent", "Other");
    project.write("before/two.json", &other);
    project.write("after/two.json", &other[..900]);
    for path in ["after", "after/two.json"] {
        let budget = project.ebb(&["budget", path]);
        assert_eq!((budget.code, budget.stdout.as_str()), (Some(1), ""));
        assert!(budget.stderr.contains("ends in the middle of its JSON"));
    }
    let diff = project.ebb(&["diff", "before", "after"]);
    assert_eq!((diff.code, diff.stdout.as_str()), (Some(2), ""));
    assert!(
        diff.stderr.contains("cannot be compared"),
        "{}",
        diff.stderr
    );
}

#[test]
fn a_source_on_standard_input_is_built_to_standard_output() {
    let project = Project::new();
    let ran = project.ebb_with(&["build", "-"], GOOD);
    insta::assert_snapshot!(ran.shown());
    let again = project.ebb_with(&["check", "-"], &ran.stdout);
    assert_eq!(again.code, Some(0), "{}", again.shown());
}

#[test]
fn build_writes_what_changed_and_nothing_when_there_is_an_error() {
    let project = Project::new();
    project.write("hello.ebb", GOOD);
    insta::assert_snapshot!(project.ebb(&["build"]).shown());
    let first = fs::metadata(project.path("build/hello.json")).expect("it is there");
    let again = project.ebb(&["build"]);
    assert!(
        again.stderr.contains("unchanged build/hello.json"),
        "{}",
        again.shown()
    );
    let second = fs::metadata(project.path("build/hello.json")).expect("it is there");
    assert_eq!(
        first.modified().expect("a time"),
        second.modified().expect("a time")
    );
    let before = project.read("build/hello.json");
    project.write("hello.ebb", BAD);
    assert_eq!(project.ebb(&["build"]).code, Some(1));
    assert_eq!(project.read("build/hello.json"), before);
    let left: Vec<_> = fs::read_dir(project.path("build"))
        .expect("a folder")
        .collect();
    assert_eq!(left.len(), 1, "no temporary file stays behind");
}

#[test]
fn a_flow_that_is_too_large_is_not_built() {
    let project = Project::new();
    let blocks = "    play prompt \"Hi.\"\n".repeat(250);
    project.write(
        "hello.ebb",
        format!("inbound flow hello {{\n{blocks}    disconnect\n}}\n"),
    );
    insta::assert_snapshot!(project.ebb(&["build"]).shown());
    assert!(!project.path("build").exists());
}

#[test]
fn fmt_writes_only_what_changes_and_check_only_says_so() {
    let project = Project::new();
    project.write("good.ebb", GOOD);
    project.write(
        "wide.ebb",
        "inbound   flow hello2 {\nplay prompt   \"Hi.\"\n  disconnect\n}",
    );
    let check = project.ebb(&["fmt", "--check"]);
    assert_eq!(
        (check.code, check.stdout.as_str()),
        (Some(1), "wide.ebb\n"),
        "{}",
        check.shown()
    );
    let written = project.ebb(&["fmt"]);
    assert_eq!(written.code, Some(0), "{}", written.shown());
    assert_eq!(project.read("good.ebb"), GOOD);
    assert_eq!(project.read("wide.ebb"), GOOD.replace("hello", "hello2"));
    assert_eq!(project.ebb(&["fmt", "--check"]).code, Some(0));
}

#[test]
fn fmt_leaves_a_file_with_mistakes_alone() {
    let project = Project::new();
    let broken = "inbound flow hello {\n  play prompt \"Hi\n}\n";
    project.write("broken.ebb", broken);
    let ran = project.ebb(&["fmt"]);
    assert_eq!(ran.code, Some(1), "{}", ran.shown());
    assert_eq!(project.read("broken.ebb"), broken);
}

#[test]
fn a_file_in_the_other_language_is_left_alone_with_a_word_of_what_is_for_it() {
    let project = Project::new();
    project.write("hello.ebb", GOOD);
    project.write("flow.json", "{}");
    for (command, file) in [("fmt", "flow.json"), ("canon", "hello.ebb")] {
        let ran = project.ebb(&[command, file]);
        let (code, text) = (ran.code, project.read(file));
        insta::assert_snapshot!(command, format!("{}\n{code:?}\n{text}", ran.stderr));
    }
}

#[test]
fn a_failed_test_ends_with_1_and_tells_the_story() {
    let project = Project::new();
    let test = "\ntest \"greets\" {\n    start hello on chat\n    expect prompt \"Hello.\"\n}\n";
    project.write("hello.ebb", format!("{GOOD}{test}"));
    insta::assert_snapshot!(project.ebb(&["test"]).shown());
}

#[test]
fn a_script_is_played() {
    let project = Project::with_examples();
    let script = "customer \"Hello?\"\nbot OrderHelp answers \"TalkToAgent\"\nagent joins\nagent leaves\npass 13h\n";
    let ran = project.ebb_with(
        &["run", "welcome", "examples/chat", "--script", "-"],
        script,
    );
    insta::assert_snapshot!(ran.shown());
    let wrong = project.ebb_with(
        &["run", "welcome", "examples/chat", "--script", "-"],
        "customer presses 1\n",
    );
    insta::assert_snapshot!(wrong.shown());
    let unknown = project.ebb(&["run", "welcom", "examples/chat", "--script", "-"]);
    assert_eq!(unknown.code, Some(2));
    assert!(
        unknown.stderr.contains("did you mean `welcome`?"),
        "{}",
        unknown.shown()
    );
}

#[test]
fn a_flow_that_is_too_large_is_found_by_check_as_by_build() {
    let project = Project::new();
    let line = format!("    play prompt \"{}\"\n", "long ".repeat(400));
    project.write(
        "long.ebb",
        format!(
            "inbound flow long {{\n{}    disconnect\n}}\n",
            line.repeat(120)
        ),
    );
    let many = "    play prompt \"Hi.\"\n".repeat(250);
    project.write(
        "many.ebb",
        format!("inbound flow many {{\n{many}    disconnect\n}}\n"),
    );
    let data = format!("{{ rows: [{}] }}", ["0"; 900].join(", "));
    let view = format!("    show view form {{ timeout: 5m, data: {data} }}\n");
    project.write(
        "numbers.ebb",
        format!(
            "view form\ninbound flow numbers {{\n{}    disconnect\n}}\n",
            view.repeat(20)
        ),
    );
    let said = "    play prompt said\n".repeat(120);
    project.write(
        "said.ebb",
        format!(
            "text said \"{}\"\ninbound flow named {{\n{said}    disconnect\n}}\n",
            "long ".repeat(400)
        ),
    );
    let checked = project.ebb(&["check"]);
    assert_eq!(checked.code, Some(1));
    insta::assert_snapshot!(checked.shown());
    let built = project.ebb(&["build"]);
    assert_eq!(built.code, Some(1));
    let all = [
        "`named` has",
        "`long` has",
        "`many` has 251 blocks",
        "`numbers` has",
    ];
    for finding in all {
        assert!(checked.stdout.contains(finding), "{}", checked.shown());
        assert!(built.stderr.contains(finding), "{}", built.shown());
    }
    // Another mistake, here or elsewhere, hides none of it.
    project.write(
        "wrong.ebb",
        "inbound flow wrong {\n    transfer to phone number \"+15550100\" { send digits: \"x\" }\n    disconnect\n}\n",
    );
    let (checked, built) = (project.ebb(&["check"]), project.ebb(&["build"]));
    for finding in all.into_iter().chain(["text-form"]) {
        assert!(checked.stdout.contains(finding), "{}", checked.shown());
        assert!(built.stderr.contains(finding), "{}", built.shown());
    }
}

#[test]
fn a_json_file_that_is_no_flow_is_passed_over_in_a_folder_and_refused_by_name() {
    let project = Project::new();
    project.write("hello.ebb", GOOD);
    project.write("package.json", "{\"name\": \"x\", \"version\": \"1.0.0\"}");
    insta::assert_snapshot!(project.ebb(&["check"]).shown());
    assert_eq!(project.ebb(&["check", "package.json"]).code, Some(1));
}

#[cfg(unix)]
#[test]
fn a_closed_pipe_is_no_error() {
    let project = Project::new();
    let many: String = (0..3_000)
        .map(|n| format!("queue q{n}\nqueue q{n}\n"))
        .collect();
    project.write("many.ebb", many);
    let shown = project.shell("ebb check many.ebb --format concise 2>/dev/null | head -n 1");
    assert_eq!(shown.lines().count(), 1, "{shown}");
    assert!(!shown.contains("panicked"), "{shown}");
}

#[test]
fn colours_are_for_terminals() {
    let project = Project::new();
    project.write("hello.ebb", BAD);
    assert!(!project.ebb(&["check"]).stdout.contains('\u{1b}'));
    let always = project.ebb(&["check", "--color", "always"]);
    assert!(always.stdout.contains('\u{1b}'));
}

#[test]
fn the_list_of_names_and_every_page_are_there() {
    let project = Project::new();
    insta::assert_snapshot!(project.ebb(&["explain"]).shown());
    for rule in ebb::explain::rules() {
        let page = ebb::explain::explain(rule.name).expect("every rule has a page");
        assert!(page.lines().count() >= 5, "{}", rule.name);
    }
    insta::assert_snapshot!(
        project
            .ebb(&["explain", "get", "customer", "input"])
            .shown()
    );
}

#[test]
fn where_no_flow_is_none_is_offered() {
    let project = Project::new();
    project.write("empty.ebb", "");
    let ran = project.ebb(&["run", "main", "empty.ebb"]);
    assert_eq!(ran.code, Some(2), "{}", ran.shown());
    assert_eq!(
        ran.stderr.trim_end(),
        "ebb: no flow is called `main`: there is no flow here"
    );
}
