//! Another chat of the same customer, and chats that continue an ended one.

use super::{inbound, load_whole, pass};
use ebb::run::Transcript;
use ebb::suite;

/// A chat in a queue, and what is left of it after 25 hours.
const WAITS: &str = r#"
    play prompt "Hello, $.Attributes.name. You are $.ContactId of $.InitialContactId."
    wait 20h { customer returned -> answered, time expired -> { play prompt "Bye.", disconnect } }
    answered: set contact attributes { name: "Ada" }
    play prompt "Thank you, $.Attributes.name."
    disconnect
"#;

#[test]
fn a_new_chat_has_a_clock_and_attributes_of_its_own() {
    pass(&inbound(
        WAITS,
        r#"test "twice" { start main on chat { attributes: { name: "Bob" } }
            expect prompt "Hello, Bob. You are contact-1 of contact-1."
            customer "here"
            expect prompt "Thank you, Ada."
            expect ended by "CONTACT_FLOW_DISCONNECT"
            pass 30h
            customer starts a new chat
            expect prompt "Hello, . You are contact-2 of contact-2."
            expect chat open
            expect time left 25h
            pass 20h
            expect prompt "Bye."
            expect ended by "CONTACT_FLOW_DISCONNECT"
            expect records 2
            expect record 2 {
                initial contact id: "contact-2"
                previous contact id: ""
                related contact id: ""
                initiation method: "API"
            } }"#,
    ));
}

#[test]
fn a_chat_is_continued_and_keeps_what_it_is_given() {
    let flows = inbound(
        WAITS,
        r#"test "continued" { start main on chat { attributes: { name: "Bob" }, chat duration: 10h }
            pass 10h
            expect ended by "EXPIRED"
            pass 1h
            customer continues the chat { attributes: { name: "Bob" }, first message: "Me again.", chat duration: 12h }
            expect prompt "Hello, Bob. You are contact-2 of contact-2."
            expect time left 12h
            expect record 2 { related contact id: "contact-1" }
            customer leaves
            customer continues the chat
            expect record 3 { related contact id: "contact-2", initial contact id: "contact-3" } }"#,
    );
    pass(&flows);
    let loaded = load_whole(&flows);
    let result = suite::play(&loaded.program, &loaded.tests[0]);
    insta::assert_snapshot!(Transcript::new(&loaded.program, &result.seen).to_string());
}

#[test]
fn a_block_lets_a_chat_continue_an_ended_one_once() {
    let associates = |how: &str| {
        format!(
            "create persistent contact association {how} {{ source contact: $.Attributes.last, error -> no }}\n\
             play prompt \"As before.\"\nwait 1h\ndisconnect\n\
             no: play prompt \"Anew.\"\nwait 1h\ndisconnect"
        )
    };
    let last =
        |id: &str| format!("customer starts a new chat {{ attributes: {{ last: \"{id}\" }} }}");
    let segment = format!(
        r#"test "segment" {{ start main on chat
            expect prompt "Anew."
            customer leaves
            {}
            expect prompt "As before."
            expect record 2 {{ related contact id: "contact-1" }}
            customer leaves
            {}
            expect prompt "Anew."
            customer leaves
            {}
            expect prompt "Anew."
            customer leaves
            customer continues the chat {{ attributes: {{ last: "contact-1" }} }}
            expect prompt "Anew."
            expect record 5 {{ related contact id: "contact-4" }} }}"#,
        last("contact-1"),
        last("contact-3"),
        last("contact-9"),
    );
    pass(&inbound(&associates("from segment"), &segment));
}

#[test]
fn the_entire_past_session_goes_on_after_its_last_contact() {
    pass(
        r#"
        queue support
        inbound flow main {
            set disconnect flow after
            check contact attributes $.Attributes.last { = "none" -> first }
            create persistent contact association entire past session {
                source contact: $.Attributes.last
                error -> { play prompt "Anew.", disconnect }
            }
            play prompt "As before."
            disconnect
            first: set working queue support
            transfer to queue
        }
        disconnect flow after { wait 1h, disconnect }
        test "session" { start main on chat { attributes: { last: "none" } }
            agent joins
            agent leaves
            pass 1h
            expect records 2
            customer starts a new chat { attributes: { last: "contact-1" } }
            expect prompt "As before."
            expect record 3 { related contact id: "contact-2" }
            customer starts a new chat { attributes: { last: "contact-2" } }
            expect prompt "Anew."
            expect records 4 }
        "#,
    );
}

#[test]
fn a_chat_goes_on_after_one_that_the_test_does_not_show() {
    pass(&inbound(
        "create persistent contact association from segment { source contact: $.Attributes.last, error -> { disconnect } }\n\
         play prompt \"As before.\"\ndisconnect",
        "test \"elsewhere\" { start main on chat { attributes: { last: \"1f0e9a52\" } }\n expect prompt \"As before.\" }\n\
         test \"once\" { start main on chat { attributes: { last: \"1f0e9a52\" } }\n customer continues the chat { attributes: { last: \"1f0e9a52\" } }\n\
         expect no prompt \"As before.\"\n expect ended by \"CONTACT_FLOW_DISCONNECT\" }",
    ));
}

#[test]
fn only_a_chat_that_is_over_can_be_started_again() {
    let why = |channel: &str, steps: &str| {
        let test = format!("test \"no\" {{ start main on {channel}\n{steps} }}");
        let loaded = load_whole(&inbound(WAITS, &test));
        match suite::play(&loaded.program, &loaded.tests[0]).verdict {
            suite::Verdict::Passed => "passed".to_owned(),
            suite::Verdict::Failed(failure) => failure.instead,
        }
    };
    assert_eq!(
        why("chat", "customer continues the chat"),
        "the chat is not over"
    );
    assert_eq!(
        why("voice", "customer starts a new chat"),
        "only a chat can be started again"
    );
}
