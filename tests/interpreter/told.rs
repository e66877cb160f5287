//! Blocks that ask the world: what a test says of queues, profiles and cases decides.

use super::{inbound, load, pass, transcripts};

#[test]
fn figures_of_a_queue_decide_staffing_and_queue_status() {
    pass(&inbound(
        r#"
        set working queue support
        check staffing available { true -> open, false -> nobody }
        nobody: check staffing staffed { queue: sales, true -> other, false -> closed }
        other: play prompt "sales can help"
        disconnect
        closed: play prompt "nobody is here"
        disconnect
        open: check queue status queue capacity { > 10 -> full }
        check queue status time in queue { > 5m -> busy, >= 1m -> soon }
        play prompt "at once"
        disconnect
        full: play prompt "full"
        disconnect
        busy: play prompt "busy"
        disconnect
        soon: play prompt "soon"
        disconnect
        "#,
        r#"
        test "nobody" { start main on chat
            given agents available in support = 0
            given agents staffed in sales = 0
            expect prompt "nobody is here" }
        test "other queue" { start main on chat
            given agents available in support = 0
            given agents staffed in sales = 2
            expect prompt "sales can help" }
        test "full" { start main on chat
            given agents available in support = 1
            given contacts in support = 11
            expect prompt "full" }
        test "not full at ten" { start main on chat
            given agents available in support = 1
            given contacts in support = 10
            given oldest contact in support = 5m
            expect prompt "soon" }
        test "busy" { start main on chat
            given agents available in support = 1
            given contacts in support = 3
            given oldest contact in support = 301s
            expect prompt "busy" }
        test "at once" { start main on chat
            given agents available in support = 1
            given contacts in support = 3
            given oldest contact in support = 59s
            expect prompt "at once" }
        "#,
    ));
}

#[test]
fn what_an_action_is_told_to_take_counts_more() {
    pass(&inbound(
        r#"
        set working queue support
        check staffing available { true -> open, false -> nobody }
        open: play prompt "open"
        disconnect
        nobody: play prompt "nobody"
        disconnect
        "#,
        r#"
        test "told" { start main on chat
            given agents available in support = 1
            given action CheckMetricData takes "false"
            expect prompt "nobody" }
        test "not told" { start main on chat
            given agents available in support = 1
            expect prompt "open" }
        "#,
    ));
}

#[test]
fn metrics_are_kept_where_a_test_says_them_and_no_agent_is_no_metric() {
    pass(&inbound(
        r#"
        set working queue support
        get queue metrics
        play prompt "$.Metrics.Queue.Name: $.Metrics.Queue.Size wait, [$.Metrics.Agents.Online.Count] [$.Metrics.Agents.Staffed.Count]"
        disconnect
        "#,
        r#"
        test "told" { start main on chat
            given contacts in support = 4
            given agents online in support = 2
            given agents staffed in support = 0
            expect prompt "support: 4 wait, [2] []" }
        "#,
    ));
}

#[test]
fn profiles_and_cases_are_found_as_a_test_says() {
    pass(&inbound(
        r#"
        get customer profile { search: { PhoneNumber: $.CustomerEndpoint.Address }, none found -> stranger, multiple found -> many, error -> failed }
        play prompt "Hello $.Customer.FirstName $.Customer.LastName."
        play prompt "You are $.CustomerId."
        get case { fields: { customer_id: $.Customer.ProfileId }, none found -> new, error -> failed }
        play prompt "Your case $.Case.case_id is $.Case.status."
        disconnect
        stranger: play prompt "Hello."
        disconnect
        many: play prompt "Which of you is it?"
        disconnect
        new: play prompt "There is no case."
        disconnect
        failed: play prompt "failed"
        disconnect
        "#,
        r#"
        test "known" { start main on chat
            given values { CustomerId: "c-1" }
            given profile found { FirstName: "Ana", LastName: "Diaz", ProfileId: "p-1" }
            given case found { case_id: "c-17", status: "open" }
            expect prompt "Hello Ana Diaz."
            expect prompt "You are c-1."
            expect prompt "Your case c-17 is open." }
        test "no case" { start main on chat
            given profile found { FirstName: "Ana" }
            given case none found
            expect prompt "Hello Ana ."
            expect prompt "There is no case." }
        test "stranger" { start main on chat
            given profile none found
            expect prompt "Hello." }
        test "several" { start main on chat
            given profile multiple found
            expect prompt "Which of you is it?" }
        test "several cases are an error where no branch is for them" { start main on chat
            given profile found { FirstName: "Ana" }
            given case multiple found
            expect prompt "failed" }
        "#,
    ));
}

#[test]
fn what_references_hold_can_be_said() {
    pass(&inbound(
        r#"
        guide: show view form { action "Next" -> done }
        disconnect
        done: play prompt "$.Views.Action by $.Views.ViewResultData.name.first in $.LanguageCode"
        disconnect
        "#,
        r#"
        view form
        test "said" { start main on chat
            given values { Views: { Action: "Next", ViewResultData: { name: { first: "Ana" } } }, LanguageCode: "en-US" }
            given block guide takes "action Next"
            expect prompt "Next by Ana in en-US" }
        "#,
    ));
}

/// A guide of two views.
const GUIDE: &str = r#"
    again: show view form {
        timeout: 10m
        action "Next" -> more
        action "Cancel" -> cancelled
        timeout -> late
        error -> failed
    }
    play prompt "Please choose, not \"$.Views.Action\"."
    -> again
    more: show view confirm { action "Yes" -> done, error -> failed }
    play prompt "No answer from $.Views.ViewResultData.first."
    disconnect
    done: play prompt "Thank you, $.Views.Action."
    disconnect
    cancelled: play prompt "Cancelled."
    disconnect
    late: play prompt "That took too long."
    disconnect
    failed: play prompt "failed"
    disconnect
"#;

#[test]
fn views_wait_for_what_the_customer_does_there() {
    let tests = r#"
        view form
        view confirm
        test "through" { start main on chat
            expect view form
            pass 9m
            view form answers "Next" { first: "Ana" }
            expect view confirm
            view confirm answers "Yes"
            expect prompt "Thank you, Yes."
            expect block again took "action Next" }
        test "another button" { start main on chat
            view form answers "Help"
            expect prompt "Please choose, not \"Help\"."
            customer "what now?"
            expect view form
            view form answers "Cancel"
            expect prompt "Cancelled." }
        test "silent" { start main on chat
            customer is silent
            expect prompt "That took too long."
            expect time left 24h50m }
        test "time runs out" { start main on chat
            pass 10m
            expect prompt "That took too long." }
        test "the usual limit, and no branch for it" { start main on chat
            view form answers "Next" { first: "Ana" }
            pass 399s
            expect view confirm
            pass 1s
            expect prompt "No answer from Ana." }
        test "told to fail" { start main on chat
            given block again takes "error"
            expect prompt "failed" }
    "#;
    insta::assert_snapshot!(transcripts(&inbound(GUIDE, tests), false));
}

#[test]
fn a_view_that_is_not_shown_cannot_be_answered() {
    let told: Vec<String> = [
        "view confirm answers \"Yes\"",
        "view form answers \"Cancel\"\nview form answers \"Next\"",
        "expect view confirm",
        "expect waiting 10m",
        "customer presses 1",
        "view froms answers \"Next\"",
    ]
    .into_iter()
    .map(|steps| {
        let test =
            format!("view form\nview confirm\ntest \"fails\" {{\nstart main on chat\n{steps}\n}}");
        let loaded = load(&inbound(GUIDE, &test));
        let told = match loaded.findings.as_slice() {
            [] => transcripts(&inbound(GUIDE, &test), false),
            findings => findings.join("\n"),
        };
        format!("{steps}\n    {}\n", told.trim_end().replace('\n', "\n    "))
    })
    .collect();
    insta::assert_snapshot!(told.join("\n"));
}

#[test]
fn what_somebody_outside_is_asked_for_can_be_expected() {
    let flow = r#"
        create task "Call $.Attributes.name back" { flow: main, error -> failed }
        failed: set callback number $.CustomerEndpoint.Address
        call: transfer to phone number "+12065550100" { no answer -> nobody, call failed -> nobody }
        nobody: disconnect
    "#;
    let tests = r#"
        test "all" { start main on call { from: "+12065550177", attributes: { name: "Ana" } }
            expect task "Call Ana back"
            expect callback to "+12065550177"
            expect transfer to "+12065550100" }
        test "whatever comes of it" { start main on call
            given block call takes "no answer"
            expect transfer to "+12065550100" }
        test "another" { start main on call
            expect transfer to "+12065550199" }
        test "none" { start main on chat
            expect callback to "+12065550177" }
    "#;
    insta::assert_snapshot!(transcripts(
        &inbound(flow, tests).replace("on call", "on voice"),
        false
    ));
}

#[test]
fn what_was_not_said_is_not_modelled() {
    insta::assert_snapshot!(transcripts(
        &inbound(
            "set working queue support\ncheck staffing available\nget queue metrics\nplay prompt \"[$.Metrics.Queue.Size]\"\ndisconnect",
            "test \"of another queue\" { start main on chat\ngiven agents available in sales = 0\nexpect prompt \"[]\" }",
        ),
        false
    ));
}

#[test]
fn steps_about_the_world_say_what_is_wrong_with_them() {
    let told: Vec<String> = [
        "given agents available in suport = 1",
        "given agents available in support = 1m",
        "given contacts in support = -1",
        "given oldest contact in support = 5",
        "given profile found { FirstName: $.Attributes.name }",
        "given profile none found { FirstName: \"Ana\" }",
        "given values { View: { Action: \"Next\" } }",
        "given values { Attributes: { plan: \"gold\" }, External: { status: \"open\" } }",
        "given values { Channel: \"CHAT\" }",
    ]
    .into_iter()
    .map(|step| {
        let test = format!("test \"wrong\" {{\n start main on chat\n{step}\n}}");
        let loaded = load(&inbound("disconnect", &test));
        format!(
            "{step}\n    {}\n",
            loaded.findings.join("\n").replace('\n', "\n    ")
        )
    })
    .collect();
    insta::assert_snapshot!(told.join("\n"));
}

#[test]
fn what_a_block_does_the_next_times_counts_in_turn() {
    pass(&inbound(
        r#"
        again:
            play prompt "Hello." { error -> again }
            wait 1m { customer returned -> again, time expired -> out }
        out:
            disconnect
        "#,
        r#"
        test "twice in one second" {
            start main on chat
            given block again next takes "error"
            given block again next takes "error"
            given block again next works
            given block again next takes "error"
            expect prompt "Hello."
            customer "Hello?"
            expect prompt "Hello."
        }
        test "before what it does every time" {
            start main on chat
            given block again takes "success"
            given block again next takes "error"
            given block again next works
            expect prompt "Hello."
        }
        "#,
    ));
}
