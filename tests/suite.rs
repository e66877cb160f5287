//! `ebb test` as people and machines see it: outputs, coverage, parts, transcripts.

use crate::support::Project;

const FLOWS: &str = r#"
queue support
bot Helper

inbound flow main {
    error -> sorry
    set disconnect flow later
hello:
    play prompt "Hello."
ask:
    get customer input "How can we help?" {
        bot: Helper
        intent "Agent" -> agent
    }
    play prompt "Goodbye."
    disconnect
agent:
    set working queue support
    transfer to queue {
        at capacity -> sorry
    }
sorry:
    play prompt "Sorry."
    disconnect
}

disconnect flow later {
pause:
    wait 12h {
        customer returned -> back
    }
    disconnect
back:
    play prompt "Welcome back."
    disconnect
}
"#;

const TESTS: &str = r#"
steps "an agent was there" {
    start main on chat
    bot Helper answers "Agent"
    agent joins
    agent leaves
}

test "the customer returns" {
    steps "an agent was there"
    pass 11h
    customer "Hello?"
    expect prompt "Welcome back."
    expect block pause took "customer returned"
    expect never prompt "Sorry."
    expect ended by "CONTACT_FLOW_DISCONNECT"
}

test "whatever goes wrong, we are sorry" {
    start main on chat
    case "the greeting" -> given block hello takes "error"
    case "the queue" -> {
        given block agent takes "error"
        bot Helper answers "Agent"
    }
    expect prompt "Sorry."
    expect chat ended
}

test "both prompts" {
    start main on chat
    in any order -> {
        expect prompt matches "help[?]$"
        expect prompt "Hello."
    }
    expect no agent
}
"#;

const FAILING: &str = r#"
test "a prompt that is not played" {
    start main on chat
    expect prompt "Hallo."
}

test "never an agent" {
    start main on chat
    expect never agent joins
    bot Helper answers "Agent"
    agent joins
}
"#;

fn project() -> Project {
    let project = Project::new();
    project.write("flows.ebb", FLOWS);
    project.write("tests/passing.ebb", TESTS);
    project
}

#[test]
fn cases_are_tests_of_their_own_and_steps_are_shared_between_files() {
    let ran = project().ebb(&["test"]);
    insta::assert_snapshot!(ran.shown());
}

#[test]
fn a_failure_shows_what_was_expected_and_the_nearest_thing_that_happened() {
    let project = project();
    project.write("tests/failing.ebb", FAILING);
    insta::assert_snapshot!(
        "failing_full",
        project
            .ebb(&["test", "--filter", "never an", "--filter", "a prompt"])
            .shown()
    );
    insta::assert_snapshot!(
        "failing_concise",
        project.ebb(&["test", "--format", "concise"]).shown()
    );
    insta::assert_snapshot!(
        "failing_json",
        project
            .ebb(&["test", "--format", "json", "--filter", "a prompt"])
            .shown()
    );
    let junit = project.ebb(&["test", "--format", "junit"]).stdout;
    insta::assert_snapshot!("failing_junit", junit);
}

#[test]
fn every_test_is_in_one_part() {
    let project = project();
    let mut names = Vec::new();
    for part in ["1/3", "2/3", "3/3"] {
        let ran = project.ebb(&["test", "--shard", part]);
        assert_eq!(ran.code, Some(0), "{}", ran.shown());
        names.extend(ran.stdout.lines().map(str::to_owned));
    }
    let whole = project.ebb(&["test"]).stdout;
    let mut whole: Vec<String> = whole.lines().map(str::to_owned).collect();
    names.sort();
    whole.sort();
    assert_eq!(names, whole);
    let wrong = project.ebb(&["test", "--shard", "4/3"]);
    assert_eq!(wrong.code, Some(2), "{}", wrong.shown());
}

#[test]
fn coverage_counts_what_a_chat_can_take() {
    let project = project();
    let ran = project.ebb(&["test", "--coverage", "--fail-under", "99.5"]);
    insta::assert_snapshot!("coverage", ran.shown());
    assert_eq!(project.ebb(&["test", "--fail-under", "46"]).code, Some(0));
    let ran = project.ebb(&[
        "test",
        "--coverage-out",
        "c.html",
        "--coverage-out",
        "c.info",
    ]);
    assert_eq!(ran.code, Some(0), "{}", ran.shown());
    insta::assert_snapshot!("lcov", project.read("c.info"));
    let page = project.read("c.html");
    for part in ["<svg", "untaken", "taken", "Coverage: "] {
        assert!(page.contains(part), "{part}");
    }
    let wrong = project.ebb(&["test", "--coverage-out", "c.txt"]);
    assert_eq!(wrong.code, Some(2), "{}", wrong.shown());
}

#[test]
fn what_is_explored_can_be_kept_and_leaves_nothing_open() {
    let project = project();
    let found = project.ebb(&["test", "--explore"]);
    assert_eq!(found.code, Some(0), "{}", found.shown());
    project.write("tests/explored.ebb", found.stdout);
    let ran = project.ebb(&["test", "--fail-under", "100"]);
    assert_eq!(ran.code, Some(0), "{}", ran.shown());
    assert_eq!(project.ebb(&["test", "--explore"]).stdout, "");
}

#[test]
fn transcripts_are_written_and_compared() {
    let project = project();
    let test = "test \"kept\" {\n start main on chat\n expect transcript \"kept.txt\"\n}\n";
    project.write("tests/kept.ebb", test);
    let kept = |arguments: &[&str]| {
        let ran = project.ebb(&[&["test", "--filter", "kept"], arguments].concat());
        (ran.code, ran.shown())
    };
    let (code, shown) = kept(&[]);
    assert_eq!(code, Some(1), "{shown}");
    assert!(shown.contains("there is no such file"), "{shown}");
    assert_eq!(kept(&["--update"]).0, Some(0));
    insta::assert_snapshot!("transcript", project.read("tests/kept.txt"));
    assert_eq!(kept(&[]).0, Some(0));
    project.write("flows.ebb", FLOWS.replace("\"Hello.\"", "\"Hi.\""));
    let (code, shown) = kept(&[]);
    assert_eq!(code, Some(1), "{shown}");
    assert!(shown.contains("ebb test --update"), "{shown}");
}

/// A thousand tests are played in the time of the process, not of the chats.
#[test]
fn a_thousand_tests_give_a_thousand_verdicts_in_their_order() {
    use std::fmt::Write;
    let mut tests = String::new();
    for number in 0..1_000 {
        let _ = writeln!(
            tests,
            "test \"number {number:04}\" {{\n start main on chat\n bot Helper answers \"Agent\"\n agent joins\n agent leaves\n pass 12h\n expect chat ended\n}}"
        );
    }
    let project = Project::new();
    project.write("flows.ebb", FLOWS);
    project.write("tests.ebb", tests);
    let ran = project.ebb(&["test"]);
    let names: Vec<&str> = ran.stdout.lines().collect();
    let wanted: Vec<String> = (0..1_000)
        .map(|number| format!("ok      number {number:04}"))
        .collect();
    assert_eq!(names, wanted);
}

#[test]
fn a_simulation_is_the_same_for_one_seed_and_any_number_of_threads() {
    let project = project();
    let run = |arguments: &[&str]| {
        let ran = project.ebb(&[&["simulate", "main", "--chats", "5000"], arguments].concat());
        assert_eq!(ran.code, Some(0), "{}", ran.shown());
        ran.stdout
    };
    let first = run(&["--seed", "7", "--picture", "chats.svg"]);
    assert_eq!(first, run(&["--seed", "7"]));
    assert_ne!(first, run(&["--seed", "8"]));
    assert!(first.starts_with("5000 chats simulated"), "{first}");
    insta::assert_snapshot!("simulation", first);
    insta::assert_snapshot!("simulation_json", run(&["--seed", "7", "--format", "json"]));
    assert!(project.read("chats.svg").contains("How the chats ended"));
}

/// Which branches chats of a flow did not take, with customers and queues described so.
fn never_taken(flow: &str, people: &str) -> Vec<String> {
    let project = Project::new();
    project.write("flows.ebb", flow);
    project.write("people.toml", people);
    let ran = project.ebb(&[
        "simulate",
        "main",
        "--chats",
        "500",
        "--people",
        "people.toml",
        "--format",
        "json",
    ]);
    assert_eq!(ran.code, Some(0), "{}", ran.shown());
    let document: serde_json::Value = serde_json::from_str(&ran.stdout).unwrap();
    let branches = document["never_taken"].as_array().unwrap().iter();
    branches
        .map(|branch| branch.as_str().unwrap().to_owned())
        .collect()
}

#[test]
fn metrics_buttons_and_sign_ins_are_drawn() {
    let flow = r#"
queue support
view form
inbound flow main {
    set working queue support
    available: check staffing available { true -> next, false -> next }
    staffed: check staffing staffed { true -> next, false -> next }
    online: check staffing online { true -> next, false -> next }
    size: check queue status queue capacity { > 10 -> next }
    age: check queue status time in queue { > 5m -> next }
    show: show view form { action "Next" -> next, default -> next }
    sign_in: authenticate customer { user pool: "arn:aws:cognito-idp:us-east-1:123456789012:userpool/us-east-1_1", app client: "web", opted out -> next }
    disconnect
}
"#;
    let usual = never_taken(flow, "");
    let drawn = |branch: &String| !branch.contains("error");
    assert_eq!(usual.iter().filter(|it| drawn(it)).count(), 0, "{usual:?}");
    let described = "[queue]\nagents_available = [0, 0]\nagents_staffed = [2, 2]\nagents_online = [0, 0]\ncontacts = [0, 0]\noldest_contact = [900, 900]\n[customer]\nanother_button = 0\nsigns_in = 1";
    let missing = never_taken(flow, described);
    let missing: Vec<&str> = missing
        .iter()
        .filter(|it| drawn(it))
        .map(String::as_str)
        .collect();
    assert_eq!(
        missing,
        [
            "main: `check staffing`: true",
            "main: `check staffing`: false",
            "main: `check staffing`: false",
            "main: `check queue status`: > 10",
            "main: `check queue status`: > 300000",
            "main: `show view`: default",
            "main: `authenticate customer`: opted out",
        ]
    );
}

#[test]
fn people_behave_as_they_are_described() {
    let project = project();
    let ended = |people: &str| {
        project.write("people.toml", people);
        project.ebb(&[
            "simulate",
            "main",
            "--chats",
            "300",
            "--people",
            "people.toml",
        ])
    };
    let never = ended("[customer]\nreturns = 0\ngives_up = 0\n[world]\nfull = 0");
    assert!(
        !never.stdout.contains("CUSTOMER_DISCONNECT"),
        "{}",
        never.shown()
    );
    assert!(
        never.stdout.contains("customer returned"),
        "{}",
        never.shown()
    );
    let always = ended("[customer]\ngives_up = 1\n[bot]\nfails = 0\nmisunderstands = 0");
    assert!(
        always.stdout.contains("CUSTOMER_DISCONNECT"),
        "{}",
        always.shown()
    );
    for (wrong, why) in [
        ("[customer]\nreturns = 2", "between 0 and 1"),
        (
            "[agent]\nstays = [9, 3]",
            "`agent.stays` begins at 9 and ends at 3, which is less; write the smaller number first",
        ),
        ("[queue]\ncontacts = [5, 3]", "which is less"),
        ("[agnet]\nstays = [9, 3]", "agnet"),
    ] {
        let ran = ended(wrong);
        assert_eq!(ran.code, Some(2), "{}", ran.shown());
        assert!(ran.stderr.contains(why), "{}", ran.shown());
    }
}

/// What the reference shows as usual is what is usual.
#[test]
fn the_reference_shows_how_people_usually_behave() {
    let page = crate::support::page("grammar/README.md");
    let shown = page.split("```toml\n").nth(1).unwrap();
    let shown = shown.split("```").next().unwrap();
    let read = ebb::project::people::read(shown).unwrap();
    assert_eq!(read, ebb::project::people::People::default());
}
