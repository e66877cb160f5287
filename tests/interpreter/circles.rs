//! Flows that go round in circles beside the contact, which goes on without them.

use super::{load, pass, transcripts};

/// A contact in a queue whose flow goes round and never waits, with a disconnect flow.
fn in_queue(tests: &str) -> String {
    format!(
        r#"
        queue support
        inbound flow main {{
            set working queue support
            set disconnect flow later
            set customer queue flow waiting
            transfer to queue
            disconnect
        }}
        customer queue flow waiting {{
        again:
            set contact attributes {{ heard: "music" }}
            -> again
        }}
        disconnect flow later {{
            play prompt "Goodbye."
            disconnect
        }}
        {tests}
        "#
    )
}

#[test]
fn an_agent_joins_while_the_flow_of_the_queue_goes_round() {
    pass(&in_queue(
        r#"
        test "joins" {
            start main on chat
            expect circles
            expect queue support
            expect chat open
            pass 10m
            agent joins
            expect attribute heard = "music"
            agent leaves
            expect prompt "Goodbye."
        }
        test "nobody has to expect it" {
            start main on chat
            agent joins
            agent leaves
            expect prompt "Goodbye."
        }
        test "the customer gives up" {
            start main on chat
            customer "Hello?"
            pass 5m
            customer leaves
            expect ended by "CUSTOMER_DISCONNECT"
        }
        test "nobody comes" {
            start main on chat
            pass 25h
            expect ended by "EXPIRED"
        }
        test "calls are queued, too" {
            start main on voice
            pass 30h
            agent joins
        }
        "#,
    ));
}

#[test]
fn what_stands_against_it_holds_the_contact_for_ever() {
    let text = in_queue(
        r#"
        test "held" {
            start main on chat
            assume not circles-beside
            expect circles
        }
        "#,
    );
    pass(&text);
    let loaded = load(&text);
    let result = ebb::suite::play(&loaded.program, &loaded.tests[0]);
    let relied = result.relied_on().iter().map(|relied| relied.name);
    assert!(relied.collect::<Vec<_>>().contains(&"circles-beside"));
    assert!(!result.state.is_open());
}

#[test]
fn a_whisper_flow_that_goes_round_is_over() {
    pass(
        r#"
        queue support
        inbound flow main {
            set working queue support
            set agent whisper flow to_agent
            transfer to queue
            disconnect
        }
        agent whisper flow to_agent {
        again:
            play prompt "A chat."
            -> again
        }
        test "joins" {
            start main on voice
            agent joins
            agent leaves
            expect ended by "AGENT_DISCONNECT"
        }
        "#,
    );
}

#[test]
fn what_is_said_round_after_round_is_shown_for_some_rounds() {
    let text = in_queue(
        r#"
        test "joins" {
            start main on chat
            expect circles
            agent joins
            agent leaves
        }
        "#,
    );
    let text = text.replace(
        r#"set contact attributes { heard: "music" }"#,
        "play prompt \"Please hold.\"\n            play prompt \"You are next.\"",
    );
    insta::assert_snapshot!(transcripts(&text, false));
}

#[test]
fn a_circle_is_shown_however_much_was_said_before_it() {
    let before: String = (1..=15)
        .map(|number| format!("play prompt \"Notice {number}.\"\n"))
        .collect();
    let text = in_queue(r#"test "joins" { start main on chat, agent joins, customer leaves }"#);
    let text = text.replace(
        "again:",
        &format!("{before} again: play prompt \"Please hold.\""),
    );
    insta::assert_snapshot!(transcripts(&text, false));
}
