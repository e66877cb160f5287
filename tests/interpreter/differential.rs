//! Twenty-four questions that interpreters of flows answer differently, each with the
//! answer that is chosen here and why.
//!
//! Where no source settles a question, the answer is a named assumption, and the case is
//! played both ways: `assume not NAME` takes the other answer.

use super::{inbound, load, pass};

// 1. Of several conditions that hold, the first in the order of the list is taken: the
// designer shows them in that order. (A translator of flows takes the last.)
#[test]
fn case_01_the_first_condition_that_holds_wins() {
    pass(&inbound(
        r#"check contact attributes $.Attributes.n {
            > 1 -> { play prompt "first", disconnect }
            > 2 -> { play prompt "second", disconnect }
        }
        disconnect"#,
        "test \"both hold\" { start main on chat { attributes: { n: \"3\" } }\n expect prompt \"first\"\n expect no prompt \"second\" }",
    ));
}

// 2. Relations of numbers compare numbers: as texts, "60" would stand before "7".
#[test]
fn case_02_sixty_is_more_than_seven() {
    pass(&inbound(
        "check contact attributes $.Attributes.n { > 7 -> { play prompt \"more\", disconnect } }\ndisconnect",
        "test \"60\" { start main on chat { attributes: { n: \"60\" } }\n expect prompt \"more\" }",
    ));
}

// 3. `>=` holds for what is equal. (A translator repeats `>` by mistake.)
#[test]
fn case_03_greater_or_equal_holds_for_equal() {
    pass(&inbound(
        "check contact attributes $.Attributes.n { >= 7 -> { play prompt \"at least\", disconnect } }\ndisconnect",
        "test \"7\" { start main on chat { attributes: { n: \"7\" } }\n expect prompt \"at least\" }",
    ));
}

// 4. Open: is "1.0" equal to "1"? The Flow language calls `Equals` an equality of texts.
#[test]
fn case_04_equal_is_equal_to_the_letter() {
    pass(&inbound(
        "check contact attributes $.Attributes.n { = \"1\" -> { play prompt \"one\", disconnect } }\nplay prompt \"other\"\ndisconnect",
        r#"
        test "texts" { start main on chat { attributes: { n: "1.0" } }
            expect prompt "other" }
        test "numbers" { start main on chat { attributes: { n: "1.0" } }
            assume not equals-is-text
            expect prompt "one" }
        "#,
    ));
}

// 5. An attribute that is not there compares as an empty text, and is no number.
#[test]
fn case_05_a_missing_attribute_is_empty() {
    pass(&inbound(
        r#"check contact attributes $.Attributes.n {
            < 3 -> { play prompt "number", disconnect }
            default -> { play prompt "none", disconnect }
        }"#,
        "test \"missing\" { start main on chat\n expect prompt \"none\" }",
    ));
}

// 6. `$.External` holds the last answer: an answer replaces all of it, a failure leaves it,
// a call that is not awaited fills nothing (administrator guide, AWS Lambda function block).
#[test]
fn case_06_external_is_replaced_kept_and_left_alone() {
    pass(&inbound(
        r#"
        invoke lambda function look_up
        play prompt "1: $.External.a $.External.b"
        wait 1h { customer returned -> next }
        invoke lambda function look_up
        play prompt "2: $.External.a $.External.b"
        wait 1h { customer returned -> next }
        invoke lambda function look_up { error -> next }
        invoke lambda function look_up { run: asynchronously }
        play prompt "3: $.External.a $.External.b"
        disconnect
        "#,
        r#"
        test "three calls" { start main on chat
            given function look_up returns { a: "x", b: "y" }
            expect prompt "1: x y"
            given function look_up returns { b: "z" }
            customer "on"
            expect prompt "2:  z"
            given function look_up fails
            customer "on"
            expect prompt "3:  z" }
        "#,
    ));
}

// 7. Every loop counts for itself, and from the start again once it is complete. A loop that
// is left early and entered anew goes on counting: seen from the loop, every way back to it
// from its `looping` is a pass, however long it is, so there is nothing to tell the two apart.
// A flow or a module that starts again counts from the start.
#[test]
fn case_07_loops_count_for_themselves() {
    pass(&inbound(
        r#"
        outer: loop 2 { looping -> inner, complete -> done }
        body: play prompt "pass"
        inner: loop 2 { looping -> body, complete -> outer }
        done: play prompt "nested"
        disconnect
        "#,
        r#"
        test "nested" { start main on chat
            expect prompt "pass"
            expect prompt "pass"
            expect prompt "pass"
            expect prompt "pass"
            expect prompt "nested" }
        "#,
    ));
    pass(&inbound(
        r#"
        again: loop 2 { looping -> body, complete -> done }
        body: wait 1h { customer returned -> left, time expired -> again }
        left: play prompt "left early"
        -> again
        done: play prompt "complete"
        disconnect
        "#,
        r#"
        test "it goes on" { start main on chat
            customer "one"
            expect prompt "left early"
            customer "two"
            expect prompt "complete" }
        "#,
    ));
}

// 8. Modules nest, each with a way back of its own. A transfer to another flow in a module
// leaves the caller for good: open, for no source says what becomes of the caller.
#[test]
fn case_08_modules_nest_and_a_transfer_leaves_them() {
    pass(
        r#"
        module inner { play prompt "inner", return }
        module outer { invoke module inner, play prompt "outer", return }
        module leaving {
            transfer to flow other { error -> { play prompt "stays", return } }
        }
        inbound flow main {
            invoke module outer
            play prompt "main"
            invoke module leaving
            play prompt "back in main"
            disconnect
        }
        inbound flow other { play prompt "other", disconnect }
        test "for good" { start main on chat
            expect prompt "inner"
            expect prompt "outer"
            expect prompt "main"
            expect prompt "other"
            expect no prompt "back in main" }
        test "the other answer" { start main on chat
            assume not transfer-in-module
            expect prompt "stays"
            expect prompt "back in main" }
        "#,
    );
}

// 9. What happened decides the branch of a Wait, not which condition stands first. (A
// translator takes the first, and exports usually have `CustomerReturned` there.)
#[test]
fn case_09_the_order_of_conditions_means_nothing_to_a_wait() {
    for branches in [
        "customer returned -> back\n time expired -> expired",
        "time expired -> expired\n customer returned -> back",
    ] {
        pass(&inbound(
            &format!(
                "wait 1h {{\n{branches}\n}}\nback: play prompt \"back\"\ndisconnect\nexpired: play prompt \"expired\"\ndisconnect"
            ),
            r#"
            test "expired" { start main on chat
                pass 1h
                expect prompt "expired" }
            test "back" { start main on chat
                customer "hello"
                expect prompt "back" }
            "#,
        ));
    }
}

// 10. A Wait hears what is written while it waits, and nothing before.
#[test]
fn case_10_a_message_before_the_wait_is_not_heard_by_it() {
    pass(&inbound(
        "wait 1m\nwait 1h { customer returned -> { play prompt \"back\", disconnect } }\ndisconnect",
        r#"
        test "a second early" { start main on chat
            pass 59s
            customer "hello"
            pass 1s
            expect waiting 1h }
        "#,
    ));
}

// 11. Open: the customer writes in the very second in which the Wait expires. The timer
// wins; the analysis counts with the same answer.
#[test]
fn case_11_in_the_last_second_the_timer_wins() {
    pass(&inbound(
        r#"
        wait 1h { customer returned -> { play prompt "back", disconnect } }
        play prompt "expired"
        disconnect
        "#,
        r#"
        test "too late" { start main on chat
            pass 1h
            expect prompt "expired" }
        test "in time" { start main on chat
            assume not wait-tie
            pass 1h
            customer "here"
            expect prompt "back" }
        test "a second later it is too late after all" { start main on chat
            assume not wait-tie
            pass 1h1s
            expect prompt "expired" }
        "#,
    ));
}

// 12. Open: a length that is only known at run time and is of no use. The error branch is
// there for that.
#[test]
fn case_12_a_dynamic_wait_that_is_no_length_fails() {
    let flow = r#"
        wait $.Attributes.delay { error -> { play prompt "error", disconnect } }
        play prompt "expired"
        disconnect
    "#;
    let test = |name: &str, value: &str, more: &str, prompt: &str| {
        format!(
            "test \"{name} {value}\" {{\n start main on chat {{ attributes: {{ delay: \"{value}\" }} }}\n {more}\n pass 10m\n expect prompt \"{prompt}\"\n}}"
        )
    };
    let mut tests = vec![test("a length", "600", "", "expired")];
    for value in ["", "0", "abc", "604801"] {
        tests.push(test("error", value, "", "error"));
        tests.push(test("at once", value, "assume not dynamic-wait", "expired"));
    }
    pass(&inbound(flow, &tests.join("\n")));
}

/// An agent comes and goes, and the disconnect flow waits.
const AGAIN: &str = r#"
    queue support
    lambda look_up
    bot Helper
    inbound flow main {
        set disconnect flow after
        set working queue support
        transfer to queue
        disconnect
    }
    disconnect flow after {
        play prompt "left"
        wait 12h { customer returned -> { transfer to queue, disconnect } }
        play prompt "closing"
        disconnect
    }
    inbound flow asks {
        get customer input "Help?" { bot: Helper }
        disconnect
    }
    inbound flow calls {
        wait 24h59m55s
        invoke lambda function look_up { timeout: 8s, error -> { play prompt "late", disconnect } }
        disconnect
    }
"#;

// 13. The clock of a chat goes on over all its contacts: 25 hours can be over in the third
// Wait of a disconnect flow that runs again and again.
#[test]
fn case_13_the_25_hours_are_over_in_one_wait_too_many() {
    pass(&format!(
        r#"{AGAIN}
        test "the third wait" {{ start main on chat
            agent joins
            agent leaves
            pass 11h
            customer "one"
            agent joins
            agent leaves
            pass 11h
            customer "two"
            agent joins
            agent leaves
            expect time left 3h
            pass 3h
            expect ended by "EXPIRED"
            expect no prompt "closing" }}
        "#
    ));
}

// 14. Wherever a chat is when its duration is over, it ends there, and no flow runs. Open:
// whether a disconnect flow runs; no source says that one does.
#[test]
fn case_14_the_chat_ends_wherever_it_is() {
    pass(&format!(
        r#"{AGAIN}
        test "in the queue" {{ start main on chat
            pass 25h
            expect ended by "EXPIRED" }}
        test "with an agent" {{ start main on chat
            agent joins
            pass 25h
            expect ended by "EXPIRED"
            expect no prompt "left" }}
        test "with an agent, the other answer" {{ start main on chat
            assume not no-flow-at-expiry
            agent joins
            pass 25h
            expect prompt "left"
            expect ended by "EXPIRED" }}
        test "in a wait" {{ start main on chat
            pass 20h
            agent joins
            agent leaves
            pass 5h
            expect ended by "EXPIRED" }}
        test "in the last second of a wait" {{ start main on chat
            pass 13h
            agent joins
            agent leaves
            pass 12h
            expect ended by "EXPIRED" }}
        test "in the last second, the other answer" {{ start main on chat
            assume not expiry-first
            pass 13h
            agent joins
            agent leaves
            pass 12h
            expect prompt "closing" }}
        test "with a bot" {{ start asks on chat
            pass 25h
            expect ended by "EXPIRED" }}
        test "in a function" {{ start calls on chat
            given function look_up takes 6s
            pass 25h
            expect ended by "EXPIRED"
            expect no prompt "late" }}
        "#
    ));
}

// 15. Open: the customer ends the chat while the disconnect flow waits, or an agent is
// there. Nothing runs after that: the page of the block says so, the API's speaks of a
// setting of its own for it.
#[test]
fn case_15_nothing_runs_once_the_customer_has_ended_the_chat() {
    pass(&format!(
        r#"{AGAIN}
        test "in the wait" {{ start main on chat
            agent joins
            agent leaves
            customer leaves
            expect ended by "CUSTOMER_DISCONNECT"
            expect no prompt "closing" }}
        test "with the agent" {{ start main on chat
            agent joins
            customer leaves
            expect ended by "CUSTOMER_DISCONNECT"
            expect no prompt "left" }}
        test "the other answer" {{ start main on chat
            assume not customer-end-runs-nothing
            agent joins
            customer leaves
            expect prompt "left" }}
        "#
    ));
}

// 16. An agent who loses the connection is gone like one who leaves: only the customer
// remains. The record says how.
#[test]
fn case_16_an_agent_who_drops_has_left() {
    pass(&format!(
        r#"{AGAIN}
        test "drops" {{ start main on chat
            agent joins
            agent drops
            expect prompt "left"
            expect waiting 12h }}
        "#
    ));
    pass(&inbound(
        "set working queue support\ntransfer to queue\ndisconnect",
        "test \"drops\" { start main on chat\n agent joins\n agent drops\n expect ended by \"AGENT_NETWORK_DISCONNECT\" }",
    ));
}

// 17. Without a disconnect flow the chat ends with the agent. Set twice, the last one counts
// (administrator guide). A flow of another type runs as it is: the service refuses it when
// it is published, and so does `ebb check`.
#[test]
fn case_17_the_last_disconnect_flow_counts() {
    let loaded = load(
        r#"
        queue support
        inbound flow none { set working queue support, transfer to queue, disconnect }
        inbound flow twice {
            set disconnect flow first
            set disconnect flow second
            set working queue support
            transfer to queue
            disconnect
        }
        inbound flow wrong {
            set disconnect flow meanwhile
            set working queue support
            transfer to queue
            disconnect
        }
        disconnect flow first { play prompt "first", disconnect }
        disconnect flow second { play prompt "second", disconnect }
        customer queue flow meanwhile { play prompt "meanwhile", end flow }
        test "none" { start none on chat
            agent joins
            agent leaves
            expect ended by "AGENT_DISCONNECT" }
        test "twice" { start twice on chat
            agent joins
            agent leaves
            expect prompt "second"
            expect no prompt "first" }
        test "wrong" { start wrong on chat
            agent joins
            agent leaves
            expect prompt "meanwhile"
            expect chat ended }
        "#,
    );
    for test in &loaded.tests {
        let result = ebb::suite::play(&loaded.program, test);
        assert!(result.passed(), "{}: {:?}", test.name, result.verdict);
    }
}

// 18. Open: the working queue on the contact of a disconnect flow. It stays, for a sample
// of the service itself transfers without setting one; so do the hooks and the agent.
#[test]
fn case_18_the_queue_stays_from_contact_to_contact() {
    pass(&format!(
        r#"{AGAIN}
        test "it stays" {{ start main on chat
            agent joins
            agent leaves
            customer "back"
            expect queue support
            agent joins
            agent leaves
            expect waiting 12h }}
        test "the other answer" {{ start main on chat
            assume not queue-survives
            agent joins
            agent leaves
            customer "back"
            expect chat ended }}
        test "hooks do not stay" {{ start main on chat
            assume not hooks-survive
            agent joins
            agent leaves
            customer "back"
            agent joins
            agent leaves
            expect ended by "AGENT_DISCONNECT" }}
        "#
    ));
}

// 19. Open: a reference to what was never set, inside a text. It is empty: peers leave it
// as it is written, and nobody wants customers to read that.
#[test]
fn case_19_what_was_never_set_is_an_empty_text() {
    pass(&inbound(
        "play prompt \"Hi $.Attributes.name!\"\ndisconnect",
        r#"
        test "empty" { start main on chat
            expect prompt "Hi !" }
        test "as it is written" { start main on chat
            assume not missing-reference
            expect prompt "Hi $.Attributes.name!" }
        "#,
    ));
}

// 20. Open: a customer's text that itself holds a reference. It is taken as it is: anything
// else would let customers read what they are not shown.
#[test]
fn case_20_a_value_is_not_filled_in_again() {
    pass(&inbound(
        "play prompt \"You said: $.Attributes.said\"\ndisconnect",
        r#"
        test "once" { start main on chat { attributes: { said: "$.Attributes.secret", secret: "42" } }
            expect prompt "You said: $.Attributes.secret" }
        test "twice" { start main on chat { attributes: { said: "$.Attributes.secret", secret: "42" } }
            assume not second-order-interpolation
            expect prompt "You said: 42" }
        "#,
    ));
}

// 21. Nothing entered in time is no failure of `store customer input`: the word "Timeout" is
// stored and the flow goes on (administrator guide, Store customer input).
#[test]
fn case_21_a_timeout_is_stored_as_a_word() {
    pass(&inbound(
        "store customer input \"Number?\" { error -> { play prompt \"error\", disconnect } }\nplay prompt \"$.StoredCustomerInput\"\ndisconnect",
        "test \"silent\" { start main on voice\n customer is silent\n expect prompt \"Timeout\" }",
    ));
}

// 22. Two branches with one target are two branches: which one was taken is seen.
#[test]
fn case_22_branches_with_one_target_are_told_apart() {
    let loaded = load(&inbound(
        r#"
        check contact attributes $.Attributes.n { = "1" -> end, = "2" -> end, default -> end }
        end: disconnect
        "#,
        r#"
        test "1" { start main on chat { attributes: { n: "1" } } }
        test "2" { start main on chat { attributes: { n: "2" } } }
        test "3" { start main on chat { attributes: { n: "3" } } }
        "#,
    ));
    let taken = loaded.tests.iter().map(|test| {
        let seen = ebb::suite::play(&loaded.program, test).seen;
        let mut branches = seen.iter().map(|seen| seen.effect.branch(&loaded.program));
        branches.find_map(|branch| branch).unwrap()
    });
    let taken: Vec<String> = taken.collect();
    assert_eq!(taken, ["= \"1\"", "= \"2\"", "default"]);
}

// 23. A chat that the API started may have no address of the customer: a function is then
// given an empty text, and no failure.
#[test]
fn case_23_a_chat_may_have_no_address() {
    pass(&inbound(
        "invoke lambda function look_up { input: { phone: $.CustomerEndpoint.Address } }\ndisconnect",
        r#"
        test "none" { start main on chat
            expect function look_up called with { phone: "" } }
        test "one" { start main on voice { from: "+14155550100" }
            expect function look_up called with { phone: "+14155550100" } }
        "#,
    ));
}

// 24. A bot forgets its session 5 minutes after the last turn, unless it is made otherwise
// (administrator guide). Open: what the block that waits for it does. It goes on waiting.
#[test]
fn case_24_a_bot_forgets_and_the_block_waits_on() {
    pass(&inbound(
        r#"
        again: get customer input "Help?" {
            bot: Helper
            chat timeout: 1h
            intent "Topic" -> again
            intent "Done" -> { play prompt "topic: $.Lex.SessionAttributes.topic", disconnect }
        }
        disconnect
        "#,
        r#"
        test "within 5 minutes" { start main on chat
            bot Helper answers "Topic" { session attributes: { topic: "parcel" } }
            pass 5m
            customer "done"
            bot Helper answers "Done"
            expect prompt "topic: parcel" }
        test "after 5 minutes" { start main on chat
            bot Helper answers "Topic" { session attributes: { topic: "parcel" } }
            pass 5m1s
            customer "done"
            bot Helper answers "Done"
            expect prompt "topic: " }
        test "a longer session" { start main on chat
            given bot Helper forgets after 30m
            bot Helper answers "Topic" { session attributes: { topic: "parcel" } }
            pass 29m
            customer "done"
            bot Helper answers "Done"
            expect prompt "topic: parcel" }
        test "the other answer" { start main on chat
            assume not bot-session
            bot Helper answers "Topic" { session attributes: { topic: "parcel" } }
            pass 50m
            customer "done"
            bot Helper answers "Done"
            expect prompt "topic: parcel" }
        "#,
    ));
}
