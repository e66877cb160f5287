//! `ebb run` without a script: what is typed is what the customer writes.

use crate::support::Project;

const FLOWS: &str = r#"
queue support
bot Helper
inbound flow main {
    set disconnect flow after
    set contact attributes { plan: "gold" }
    play prompt "Hello."
    get customer input "How can we help?" {
        bot: Helper
        intent "Agent" -> agent
    }
    disconnect
    agent: set working queue support
    transfer to queue
    disconnect
}
disconnect flow after {
    wait 12h { customer returned -> { play prompt "Welcome back.", disconnect } }
    disconnect
}
"#;

fn typed(arguments: &[&str], lines: &str) -> String {
    let project = Project::new();
    project.write("main.ebb", FLOWS);
    let all: Vec<&str> = ["run", "main", "main.ebb"]
        .iter()
        .chain(arguments)
        .copied()
        .collect();
    project.ebb_with(&all, lines).shown()
}

#[test]
fn a_conversation_is_typed() {
    insta::assert_snapshot!(typed(
        &[],
        "An agent, please.\n/bot Agent\n/agent joins\n/agent \"Hi.\"\nHi!\n/agent drops\n/where\n/wait 11h\nHey, I'm back\n"
    ));
}

#[test]
fn what_cannot_be_done_is_said_and_the_conversation_goes_on() {
    insta::assert_snapshot!(typed(
        &[],
        "/agent joins\n/dance\n/expect chat open\n/wait 3\n/help\n/restart\n/start main on chat { chat duration: 1h }\n/wait 1h\nHello?\n/quit\nnever read\n"
    ));
}

#[test]
fn blocks_places_and_records_are_shown_where_they_are_asked_for() {
    insta::assert_snapshot!(typed(
        &["-v", "--records"],
        "/bot Agent\n/agent joins\n/wait 10m\n/agent leaves\n/wait 1h\nback\n"
    ));
}

#[test]
fn programs_read_one_object_a_line() {
    insta::assert_snapshot!(typed(
        &["--trace", "json", "--records"],
        "/bot Agent\n/agent joins\n/leave\n"
    ));
}

#[test]
fn an_assumption_can_be_dropped_by_its_name() {
    let lines = "/bot Agent\n/agent joins\n/leave\n";
    insta::assert_snapshot!(typed(&["--assume-not", "customer-end-runs-nothing"], lines));
    insta::assert_snapshot!(typed(&["--assume-not", "customer-ends"], lines));
}
