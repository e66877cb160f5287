//! The ledger of `ebb budget`.

use crate::support::Project;

const LATE: &str = "queue support \"BasicQueue\"

inbound flow welcome {
    set disconnect flow after_chat
    set working queue support
    transfer to queue
    disconnect
}

disconnect flow after_chat {
    wait 12h {
        customer returned -> agent
    }
    disconnect

agent:
    transfer to queue
    disconnect
}
";

#[test]
fn the_ledger_shows_how_the_latest_start_comes_about() {
    let project = Project::new();
    project.write("chat.ebb", LATE);
    insta::assert_snapshot!(project.ebb(&["budget", "chat.ebb"]).shown());
    let two = project.ebb(&["budget", "chat.ebb", "--late-returns", "2"]);
    insta::assert_snapshot!(two.shown());
}

#[test]
fn what_is_not_known_is_told_with_what_would_settle_it() {
    let project = Project::new();
    let text = "inbound flow welcome {\n    wait $.Attributes.delay\n    disconnect\n}\n";
    project.write("chat.ebb", text);
    insta::assert_snapshot!(project.ebb(&["budget", "chat.ebb"]).shown());
}

#[test]
fn the_page_is_complete_and_well_formed() {
    let project = Project::new();
    project.write("chat.ebb", LATE);
    let said = project.ebb(&[
        "budget",
        "chat.ebb",
        "--format",
        "html",
        "--out",
        "budget.html",
    ]);
    assert_eq!(said.code, Some(0), "{}", said.shown());
    let page = project.read("budget.html");
    assert!(page.contains("served in full before 13:00:00"));
    assert!(page.contains("<code>wait 12h</code> starts"), "{page}");
    for tag in ["section", "article", "svg", "table", "dl", "details"] {
        let (open, closed) = (format!("<{tag}"), format!("</{tag}>"));
        assert_eq!(
            page.matches(&open).count(),
            page.matches(&closed).count(),
            "{tag}"
        );
    }
}

/// What stands beside a picture is not shown.
#[test]
fn the_words_above_a_timeline_stay_within_it() {
    for (wait, at, middle) in [("24h45m", 10, 110), ("15m", 990, 890), ("12h", 520, 520)] {
        let project = Project::new();
        let text = format!("inbound flow welcome {{\n    wait {wait}\n    disconnect\n}}\n");
        project.write("chat.ebb", text);
        let page = project.ebb(&["budget", "chat.ebb", "--format", "html"]);
        let words = format!("d=\"M{at} 20v42\"/><text class=\"served\" x=\"{middle}\"");
        assert!(page.stdout.contains(&words), "{}", page.stdout);
    }
}

#[test]
fn flows_without_a_wait_and_without_a_name_are_told() {
    let project = Project::new();
    project.write("chat.ebb", "inbound flow welcome {\n    disconnect\n}\n");
    insta::assert_snapshot!(project.ebb(&["budget", "chat.ebb"]).shown());
    insta::assert_snapshot!(
        project
            .ebb(&["budget", "chat.ebb", "--flow", "welcom"])
            .shown()
    );
}
