//! Modules: they run for real, and see only what they are given.

use super::{load, pass, transcripts};

const VERIFY: &str = r#"
    lambda look_up
    module verify {
        input { pin: text, address: { zip: text } }
        result data { level: text }
        result "verified"
        result "locked"

        set contact attributes { zip: $.Modules.Input.address.zip }
        play prompt "inside: $.External.name $.FlowAttributes.own"
        check contact attributes $.Modules.Input.pin {
            = "1234" -> return "verified" { data: { level: "gold $.Modules.Input.pin" } }
        }
        return "locked" { data: { level: "none" } }
    }
    inbound flow main {
        set flow attributes { own: "mine" }
        invoke lambda function look_up
        invoke module verify {
            input: { pin: $.Attributes.pin, address: { zip: "98101" } }
            result "verified" -> in
        }
        play prompt "locked: $.Modules.Result $.Modules.ResultData.level"
        disconnect
    in:
        play prompt "in: $.Modules.Result $.Modules.ResultData.level $.External.name $.FlowAttributes.own $.Modules.Input.pin"
        disconnect
    }
"#;

#[test]
fn a_module_takes_input_and_gives_a_result_and_neither_sees_more_of_the_other() {
    pass(&format!(
        r#"{VERIFY}
        test "verified" {{
            start main on chat {{ attributes: {{ pin: "1234" }} }}
            given function look_up returns {{ name: "Ann" }}
            expect prompt "inside:  "
            expect prompt "in: verified gold 1234 Ann mine "
            expect attribute zip = "98101"
            expect chat ended
        }}
        test "locked" {{
            start main on chat {{ attributes: {{ pin: "1" }} }}
            expect prompt "locked: locked none"
        }}
        "#
    ));
}

#[test]
fn every_step_of_a_module_is_told() {
    insta::assert_snapshot!(transcripts(
        &format!(
            "{VERIFY}\ntest \"locked\" {{ start main on chat\n expect prompt \"locked: locked none\" }}"
        ),
        true
    ));
}

/// Peers keep one return address or one counter for the whole contact.
#[test]
fn modules_nest_and_each_call_counts_its_loops_anew() {
    pass(
        r#"
        module inner {
            again: loop 2 { looping -> { play prompt "inner", -> again } }
            return
        }
        module outer {
            again: loop 2 { looping -> { invoke module inner, play prompt "outer", -> again } }
            return
        }
        inbound flow main {
            again: loop 1 { looping -> { invoke module outer, -> again } }
            play prompt "main"
            disconnect
        }
        test "nested" {
            start main on chat
            expect prompt "inner"
            expect prompt "inner"
            expect prompt "outer"
            expect prompt "inner"
            expect prompt "inner"
            expect prompt "outer"
            expect prompt "main"
        }
        "#,
    );
}

#[test]
fn a_module_can_wait_and_move_the_contact() {
    pass(
        r#"
        queue support
        module queueing {
            wait 10m { customer returned -> { set working queue support, transfer to queue } }
            return
        }
        module elsewhere_for_good { transfer to flow other }
        inbound flow main {
            invoke module queueing
            play prompt "nobody came"
            invoke module elsewhere_for_good
            play prompt "never said"
            disconnect
        }
        inbound flow other { play prompt "other", disconnect }
        test "waits inside" {
            start main on chat
            expect flow queueing
            expect waiting 10m
            customer "here"
            expect queue support
            agent joins
            agent leaves
            expect ended by "AGENT_DISCONNECT"
        }
        test "leaves the caller for good" {
            start main on chat
            customer is silent
            expect prompt "nobody came"
            expect prompt "other"
            expect no prompt "never said"
            expect chat ended
        }
        test "the chat ends inside" {
            start main on chat { chat duration: 5m }
            pass 5m
            expect ended by "EXPIRED"
        }
        "#,
    );
}

#[test]
fn what_goes_wrong_in_a_module_is_an_error_of_the_block_that_invokes_it() {
    let loaded = load(
        r#"
        module deeper { invoke module deeper { error -> { play prompt "too deep", return } }, return }
        module unfinished { end flow }
        inbound flow main {
            invoke module deeper
            invoke module unfinished { error -> { play prompt "unfinished", disconnect } }
            disconnect
        }
        test "deep" {
            start main on chat
            expect prompt "too deep"
            expect prompt "unfinished"
        }
        "#,
    );
    let result = ebb::suite::play(&loaded.program, &loaded.tests[0]);
    assert!(result.passed(), "{:?}", result.verdict);
    let relied: Vec<&str> = result.relied_on().iter().map(|known| known.name).collect();
    assert_eq!(relied, ["module-depth", "module-end"]);
}

#[test]
fn a_module_outside_the_program_returns_what_it_is_said_to_return() {
    insta::assert_snapshot!(transcripts(
        r#"
        module elsewhere
        module own { return }
        inbound flow main {
            invoke module elsewhere {
                input: { pin: "1" }
                result "in" -> in
                error -> { play prompt "error", disconnect }
            }
            play prompt "default $.Modules.Result"
            disconnect
            in: play prompt "in $.Modules.ResultData.who.name"
            disconnect
        }
        test "scripted" {
            start main on chat
            given module elsewhere returns "in" { who: { name: "Ann" } }
            expect prompt "in Ann"
        }
        test "another result" {
            start main on chat
            given module elsewhere returns "out"
            expect prompt "default out"
        }
        test "not modelled" {
            start main on chat
            expect prompt "default "
        }
        test "its own modules run" {
            start main on chat
            given module own returns "out"
        }
        "#,
        false
    ));
}
