//! What each block does, case by case. Many cases are answers that other
//! interpreters of flows are known to get wrong.

use super::{inbound, load, pass, transcripts};

// --------------------------------------------------------------- comparisons

#[test]
fn the_first_condition_that_holds_wins_and_numbers_are_numbers() {
    let flow = r#"
        check contact attributes $.Attributes.n {
            = "Raisins" -> { play prompt "= Raisins", disconnect }
            >= 7 -> { play prompt ">= 7", disconnect }
            > 5 -> { play prompt "> 5", disconnect }
            = "4" -> { play prompt "= 4", disconnect }
            <= 1 -> { play prompt "<= 1", disconnect }
            < 3 -> { play prompt "< 3", disconnect }
            default -> { play prompt "default", disconnect }
        }
    "#;
    let cases = [
        ("0", "<= 1"),
        ("2", "< 3"),
        ("3", "default"),
        ("4", "= 4"),
        ("6", "> 5"),
        ("7", ">= 7"),
        ("60", ">= 7"),
        ("Raisins", "= Raisins"),
        ("raisins", "default"),
    ];
    let tests = cases.map(|(value, prompt)| {
        format!(
            "test \"{value}\" {{\n start main on chat {{ attributes: {{ n: \"{value}\" }} }}\n \
             expect prompt \"{prompt}\"\n}}"
        )
    });
    pass(&inbound(flow, &tests.join("\n")));
}

#[test]
fn an_attribute_that_is_missing_compares_as_an_empty_text() {
    pass(&inbound(
        r#"
        check contact attributes $.Attributes.plan {
            < 3 -> { play prompt "a number", disconnect }
            default -> { play prompt "none", disconnect }
        }
        "#,
        r#"
        test "missing" {
            start main on chat
            expect prompt "none"
            expect no prompt "a number"
        }
        "#,
    ));
}

#[test]
fn the_channel_is_the_one_of_the_contact() {
    pass(&inbound(
        r#"
        check contact attributes $.Channel {
            = "CHAT" -> { play prompt "chat", disconnect }
            = "VOICE" -> { play prompt "voice", disconnect }
            default -> { play prompt "other", disconnect }
        }
        "#,
        r#"
        test "chat" {
            start main on chat
            expect prompt "chat"
        }
        test "voice" {
            start main on voice
            expect prompt "voice"
            expect call ended
        }
        test "task" {
            start main on task
            expect prompt "other"
            expect task ended
        }
        "#,
    ));
}

// ---------------------------------------------------------------- references

#[test]
fn references_are_filled_in_once_and_missing_ones_are_empty() {
    pass(&inbound(
        r#"
        set contact attributes {
            greeting: "Hi $.Attributes['first name'], $.Attributes.missing!"
            dotted: $.Attributes.['first name']
        }
        play prompt "$.Attributes.greeting It costs $5 ($.Channel)."
        disconnect
        "#,
        r#"
        test "filled in" {
            start main on chat { attributes: { "first name": "Ann $.Channel" } }
            expect attribute dotted = "Ann $.Channel"
            expect prompt "Hi Ann $.Channel, ! It costs $5 (CHAT)."
        }
        "#,
    ));
}

#[test]
fn attributes_beyond_32_kilobytes_are_an_error_and_none_is_set() {
    let long = "x".repeat(20_000);
    pass(&inbound(
        &format!(
            "set contact attributes {{ a: \"{long}\" }}\n\
             set contact attributes {{ b: \"1\", c: \"{long}\", error -> {{ play prompt \"full\", disconnect }} }}\n\
             disconnect"
        ),
        r#"
        test "full" {
            start main on chat
            expect prompt "full"
            expect attribute b unset
            expect attribute a contains "xxx"
        }
        "#,
    ));
}

#[test]
fn a_text_that_doubles_in_a_circle_does_not_grow_without_end() {
    pass(&inbound(
        r#"
        again: loop 100 { looping -> double }
        play prompt "never"
        disconnect
        double: set flow attributes {
            a: "x$.FlowAttributes.a$.FlowAttributes.a"
            error -> { play prompt "full", disconnect }
        }
        -> again
        "#,
        r#"
        test "full" { start main on chat
            expect prompt "full" }
        "#,
    ));
}

#[test]
fn what_only_looks_like_a_reference_is_text() {
    let text = "$ $5 $.Attributes $.Attributes[' $[0] $.External[ $$.Channel";
    pass(&inbound(
        &format!("play prompt \"{text}\"\ndisconnect"),
        &format!(
            "test \"text\" {{ start main on chat\n expect prompt \"{}\" }}",
            text.replace("$.Attributes $", " $")
                .replace("$.Attributes['", "['")
                .replace("$.External[", "[")
                .replace("$.Channel", "CHAT")
        ),
    ));
}

// ----------------------------------------------------------------- functions

#[test]
fn an_answer_replaces_the_last_one_and_an_error_keeps_it() {
    pass(&inbound(
        r#"
        invoke lambda function look_up { input: { id: "$.Attributes.id" } }
        play prompt "first: $.External.name $.External.town"
        wait 1h { customer returned -> next }
        invoke lambda function look_up { error -> next }
        play prompt "second: $.External.name $.External.town"
        wait 1h { customer returned -> next }
        invoke lambda function look_up { error -> next }
        play prompt "third: $.External.name $.External.town"
        disconnect
        "#,
        r#"
        test "answers" {
            start main on chat { attributes: { id: "7" } }
            given function look_up returns { name: "Ann", town: "Ulm" }
            expect prompt "first: Ann Ulm"
            expect function look_up called with { id: "7" }
            given function look_up returns { name: "Bob" }
            customer "go on"
            expect prompt "second: Bob "
            given function look_up fails
            customer "go on"
            expect prompt "third: Bob "
        }
        "#,
    ));
}

#[test]
fn a_function_that_is_not_awaited_fills_nothing() {
    pass(&inbound(
        r#"
        invoke lambda function look_up
        invoke lambda function look_up { run: asynchronously }
        play prompt "name: $.External.name"
        disconnect
        "#,
        r#"
        test "still the first answer" {
            start main on chat
            given function look_up returns { name: "Ann" }
            expect prompt "name: Ann"
            expect function look_up called
        }
        "#,
    ));
}

#[test]
fn a_string_map_is_flat_and_json_is_not() {
    let flow = |response| {
        format!(
            "invoke lambda function look_up {{ response: {response}, error -> {{ play prompt \"failed\", disconnect }} }}\n\
             play prompt \"$.External.order.lines[1].id\"\ndisconnect"
        )
    };
    let test = |prompt| {
        format!(
            "test \"nested\" {{\n start main on chat\n \
             given function look_up returns {{ order: {{ lines: [{{ id: 7 }}, {{ id: 8 }}] }} }}\n \
             expect prompt \"{prompt}\"\n}}"
        )
    };
    pass(&inbound(&flow("json"), &test("8")));
    pass(&inbound(&flow("string map"), &test("failed")));
}

#[test]
fn a_function_that_times_out_spends_its_time_limit() {
    pass(&inbound(
        r#"
        invoke lambda function look_up { timeout: 8s, error -> { play prompt "late", wait 1h, disconnect } }
        disconnect
        "#,
        r#"
        test "late" {
            start main on chat { chat duration: 2h }
            given function look_up times out
            expect prompt "late"
            expect time left 1h59m52s
        }
        test "the chat ends meanwhile" {
            start main on chat { chat duration: 8s }
            given function look_up times out
            expect no prompt "late"
            expect ended by "EXPIRED"
        }
        "#,
    ));
}

// ---------------------------------------------------------------------- loops

#[test]
fn each_loop_counts_for_itself_and_starts_anew_once_it_is_complete() {
    insta::assert_snapshot!(transcripts(
        &inbound(
            r#"
            outer: loop 2 { looping -> inner, complete -> done }
            pass: play prompt "pass"
            inner: loop 2 { looping -> pass, complete -> outer }
            done: play prompt "done"
            disconnect
            "#,
            r#"
            test "nested" {
                start main on chat
                expect prompt "done"
            }
            "#,
        ),
        true
    ));
}

#[test]
fn a_loop_of_no_passes_is_complete_and_a_dynamic_one_may_fail() {
    pass(&inbound(
        r#"
        loop 0 { looping -> wrong }
        loop $.Attributes.n { looping -> { play prompt "looping", disconnect }, error -> { play prompt "error", disconnect } }
        play prompt "complete"
        disconnect
        wrong: play prompt "wrong"
        disconnect
        "#,
        r#"
        test "one" { start main on chat { attributes: { n: "1" } }
            expect prompt "looping" }
        test "none" { start main on chat { attributes: { n: "0" } }
            expect prompt "complete" }
        test "too many" { start main on chat { attributes: { n: "101" } }
            expect prompt "error" }
        test "no number" { start main on chat { attributes: { n: "x" } }
            expect prompt "error"
            expect no prompt "wrong" }
        "#,
    ));
}

#[test]
fn a_flow_without_a_wait_in_its_circle_is_stopped() {
    insta::assert_snapshot!(transcripts(
        &inbound(
            "again: set contact attributes { a: \"1\" }\n-> again",
            "test \"circle\" {\n start main on chat\n expect chat open\n}",
        ),
        false
    ));
}

#[test]
fn a_circle_with_a_wait_in_it_goes_on_until_the_chat_ends() {
    pass(&inbound(
        "again: wait 1s\nset contact attributes { a: \"1\" }\n-> again",
        "test \"circle\" {\n start main on chat\n pass 25h\n expect ended by \"EXPIRED\"\n}",
    ));
}

// ----------------------------------------------------------------------- wait

#[test]
fn a_wait_takes_the_event_that_happens_not_the_branch_that_stands_first() {
    pass(&inbound(
        r#"
        wait 10m {
            customer returned -> { play prompt "back", disconnect }
            time expired -> { play prompt "expired", disconnect }
        }
        "#,
        r#"
        test "expired" { start main on chat
            pass 10m
            expect prompt "expired" }
        test "back" { start main on chat
            pass 9m59s
            customer "here"
            expect prompt "back" }
        test "opening the chat is not writing" { start main on chat
            customer returns
            expect waiting 10m
            customer is silent
            expect prompt "expired"
            expect time left 24h50m }
        test "the timer wins a tie" { start main on chat
            pass 10m
            expect chat ended }
        "#,
    ));
}

#[test]
fn a_message_before_the_wait_is_not_heard_by_it() {
    pass(&inbound(
        r#"
        wait 1m
        wait 10m { customer returned -> { play prompt "back", disconnect } }
        play prompt "expired"
        disconnect
        "#,
        r#"
        test "too early" { start main on chat
            pass 59s
            customer "hello"
            pass 1s
            expect waiting 10m
            pass 10m
            expect prompt "expired" }
        "#,
    ));
}

#[test]
fn a_dynamic_wait_is_a_whole_number_of_seconds_up_to_seven_days() {
    let tests = [
        ("600", "expired"),
        ("", "error"),
        ("0", "error"),
        ("abc", "error"),
        ("1.5", "error"),
        ("-5", "error"),
        ("604801", "error"),
    ]
    .map(|(value, prompt)| {
        let attributes = match value {
            "" => String::new(),
            value => format!("{{ attributes: {{ delay: \"{value}\" }} }}"),
        };
        format!(
            "test \"{value}\" {{\n start main on chat {attributes}\n pass 10m\n expect prompt \"{prompt}\"\n}}"
        )
    });
    pass(&inbound(
        r#"
        wait $.Attributes.delay { error -> { play prompt "error", disconnect } }
        play prompt "expired"
        disconnect
        "#,
        &tests.join("\n"),
    ));
}

#[test]
fn a_wait_on_a_call_takes_its_error_branch() {
    pass(&inbound(
        "wait 10m { error -> { play prompt \"error\", disconnect } }\ndisconnect",
        "test \"call\" { start main on voice\n expect prompt \"error\" }",
    ));
}

#[test]
fn the_end_of_a_bot_ends_a_wait_for_it() {
    pass(&inbound(
        r#"
        wait 10m {
            for: [bot]
            bot left -> { play prompt "bot left", disconnect }
        }
        play prompt "expired"
        disconnect
        "#,
        r#"
        test "bot" { start main on chat
            customer "this does not end it"
            expect waiting
            bot Helper leaves
            expect prompt "bot left" }
        "#,
    ));
}

// ------------------------------------------------------------ keys and speech

#[test]
fn a_menu_takes_one_key() {
    let flow = r#"
        get customer input "1 or 2?" {
            timeout: 7s
            pressed 1 -> { play prompt "one", disconnect }
            pressed # -> { play prompt "hash", disconnect }
            timeout -> { play prompt "silent", disconnect }
            default -> { play prompt "other", disconnect }
            error -> { play prompt "error", disconnect }
        }
    "#;
    pass(&inbound(
        flow,
        r#"
        test "one" { start main on voice
            expect menu
            customer presses 1
            expect prompt "one" }
        test "hash" { start main on voice
            customer presses #
            expect prompt "hash" }
        test "two" { start main on voice
            customer presses 2
            expect prompt "other" }
        test "silent" { start main on voice
            customer is silent
            expect prompt "silent" }
        test "time" { start main on voice
            pass 6s
            expect menu
            pass 1s
            expect prompt "silent" }
        test "a chat has no keys" { start main on chat
            expect prompt "error"
            expect no prompt "1 or 2?" }
        "#,
    ));
}

#[test]
fn stored_input_is_kept_and_a_timeout_is_no_failure() {
    pass(&inbound(
        r#"
        store customer input "Your number?" { maximum digits: 4, error -> { play prompt "error", disconnect } }
        play prompt "got $.StoredCustomerInput"
        disconnect
        "#,
        r#"
        test "digits" { start main on voice
            customer enters "12345#"
            expect prompt "got 1234" }
        test "end key" { start main on voice
            customer enters "12#"
            expect prompt "got 12" }
        test "silent" { start main on voice
            customer is silent
            expect prompt "got Timeout" }
        test "a chat has no keys" { start main on chat
            expect prompt "error" }
        "#,
    ));
}

#[test]
fn a_bot_hands_over_its_intent_slots_and_session_attributes() {
    pass(&inbound(
        r#"
        get customer input "How can we help?" {
            bot: Helper
            session attributes: { topic: "none", lang: "en" }
            chat timeout: 10m
            intent "Track" -> { play prompt "$.Lex.IntentName $.Lex.Slots.parcel $.Lex.SessionAttributes.topic $.Lex.SessionAttributes.lang", disconnect }
            timeout -> { play prompt "silent", disconnect }
            error -> { play prompt "failed", disconnect }
        }
        play prompt "default"
        disconnect
        "#,
        r#"
        test "intent" { start main on chat
            customer "where is it?"
            bot Helper answers "Track" { slots: { parcel: "A-17" }, session attributes: { topic: "delivery" } }
            expect prompt "Track A-17 delivery en" }
        test "another" { start main on chat
            bot Helper answers "Other"
            expect prompt "default" }
        test "fails" { start main on chat
            bot Helper fails
            expect prompt "failed" }
        test "silent" { start main on chat
            customer is silent
            expect prompt "silent"
            expect time left 24h50m }
        test "gives up" { start main on chat
            bot Helper times out
            expect prompt "silent" }
        "#,
    ));
}

// --------------------------------------------------------------------- queues

#[test]
fn a_transfer_that_fails_comes_back() {
    pass(&inbound(
        r#"
        transfer to queue { error -> next }
        play prompt "no queue yet"
        set working queue support
        transfer to queue { at capacity -> { play prompt "full", disconnect }, error -> next }
        play prompt "never said"
        disconnect
        "#,
        r#"
        test "full" { start main on chat
            given queue support at capacity
            expect prompt "no queue yet"
            expect prompt "full" }
        test "taken" { start main on chat
            expect queue support
            expect no prompt "never said" }
        "#,
    ));
}

#[test]
fn a_queue_chosen_at_run_time_may_be_none() {
    pass(&inbound(
        r#"
        set working queue $.Attributes.queue { error -> { play prompt "none", disconnect } }
        transfer to queue
        disconnect
        "#,
        r#"
        test "none" { start main on chat
            expect prompt "none" }
        test "sales" { start main on chat { attributes: { queue: "sales" } }
            expect queue sales }
        "#,
    ));
}

const QUEUE_FLOW: &str = r#"
    queue support
    inbound flow main {
        set customer queue flow meanwhile
        set flow attributes { tries: "1" }
        set working queue support
        transfer to queue
        disconnect
    }
    customer queue flow meanwhile {
        play prompt "You are in the queue$.FlowAttributes.tries."
        wait 5m { customer returned -> { play prompt "Patience.", end flow } }
        play prompt "Still busy."
        end flow
    }
"#;

#[test]
fn a_customer_queue_flow_runs_in_the_queue_and_its_end_leaves_the_contact_waiting() {
    pass(&format!(
        r#"{QUEUE_FLOW}
        test "expired" {{ start main on chat
            expect flow meanwhile
            expect prompt "You are in the queue."
            pass 5m
            expect prompt "Still busy."
            expect queue support
            expect chat open
            pass 1h
            agent joins from support
            expect agent joins }}
        test "back" {{ start main on chat
            customer "Hello?"
            expect prompt "Patience."
            expect queue support }}
        test "an agent ends it" {{ start main on chat
            pass 4m
            agent joins
            pass 10m
            expect no prompt "Still busy." }}
        "#
    ));
}

#[test]
fn without_a_disconnect_flow_the_chat_ends_with_the_agent() {
    pass(&format!(
        r#"{QUEUE_FLOW}
        test "over" {{ start main on chat
            agent joins
            agent leaves
            expect ended by "AGENT_DISCONNECT" }}
        "#
    ));
}

#[test]
fn whispers_are_heard_when_an_agent_joins_the_agents_first() {
    insta::assert_snapshot!(transcripts(
        r#"
        queue support
        inbound flow main {
            set agent whisper flow to_agent
            set customer whisper flow to_customer
            set working queue support
            transfer to queue
            disconnect
        }
        agent whisper flow to_agent { play prompt "A customer of plan $.Attributes.plan." }
        customer whisper flow to_customer { play prompt "You are being connected.", end flow }
        test "whispers" {
            start main on chat { attributes: { plan: "gold" } }
            agent joins
            expect prompt "You are being connected."
            expect no prompt "A customer of plan gold."
            expect agent joins
        }
        "#,
        false
    ));
}

// --------------------------------------------------------- disconnect flows

const DISCONNECTS: &str = r#"
    queue support
    queue sales
    inbound flow main {
        set contact attributes { kept: "yes" }
        set flow attributes { own: "yes" }
        set disconnect flow first
        set disconnect flow after
        set working queue support
        transfer to queue
        disconnect
    }
    disconnect flow first { play prompt "first", disconnect }
    disconnect flow after {
        play prompt "kept $.Attributes.kept own $.FlowAttributes.own $.InitiationMethod"
        wait 1h { customer returned -> { transfer to queue } }
        disconnect
    }
"#;

#[test]
fn the_last_disconnect_flow_counts_and_only_attributes_hooks_and_the_queue_come_along() {
    pass(&format!(
        r#"{DISCONNECTS}
        test "again and again" {{ start main on chat
            agent joins
            agent leaves
            expect prompt "kept yes own  DISCONNECT"
            expect no prompt "first"
            customer "back"
            expect queue support
            agent joins
            agent leaves
            expect prompt "kept yes own  DISCONNECT"
            expect waiting 1h }}
        test "the customer leaves, and nothing runs" {{ start main on chat
            agent joins
            customer leaves
            expect ended by "CUSTOMER_DISCONNECT"
            expect no prompt "kept yes own  DISCONNECT" }}
        test "the customer leaves during the wait" {{ start main on chat
            agent joins
            agent leaves
            customer leaves
            expect ended by "CUSTOMER_DISCONNECT" }}
        test "an agent hands over" {{ start main on chat
            agent joins
            agent "You want sales."
            agent transfers to sales
            expect queue sales
            agent joins from sales
            agent leaves
            expect flow after }}
        "#
    ));
}

#[test]
fn what_a_flow_found_out_is_gone_once_the_agent_has_left() {
    pass(
        r#"
        queue support
        bot Helper
        lambda look_up
        inbound flow main {
            set disconnect flow after
            store customer input "Number?"
            invoke lambda function look_up
            get customer input "Help?" { bot: Helper }
            play prompt "$.StoredCustomerInput|$.External.name|$.Lex.IntentName"
            set working queue support
            transfer to queue
            disconnect
        }
        disconnect flow after {
            play prompt "$.StoredCustomerInput|$.External.name|$.Lex.IntentName"
            disconnect
        }
        test "gone" {
            start main on voice
            given function look_up returns { name: "Ann" }
            customer enters "12"
            bot Helper answers "Track"
            expect prompt "12|Ann|Track"
            agent joins
            agent leaves
            expect prompt "||"
        }
        "#,
    );
}

/// What the service would refuse, a module can still do at run time.
#[test]
fn a_contact_in_a_queue_is_not_queued_again_and_goes_to_no_other_flow() {
    let loaded = load(
        r#"
        queue support
        inbound flow main {
            set customer queue flow meanwhile
            set working queue support
            transfer to queue
        }
        customer queue flow meanwhile {
            transfer to queue { error -> already }
        already:
            play prompt "already"
            transfer to flow other { error -> stays }
        stays:
            play prompt "stays"
            end flow
        }
        inbound flow other { play prompt "other", end flow }
        test "in the queue" {
            start main on chat
            expect prompt "already"
            expect prompt "stays"
            expect never flow other
            expect queue support
        }
        "#,
    );
    let refused = |finding: &String| finding.contains("wrong-flow-kind");
    assert!(loaded.findings.iter().all(refused), "{:?}", loaded.findings);
    let result = ebb::suite::play(&loaded.program, &loaded.tests[0]);
    assert!(result.passed(), "{:?}", result.verdict);
}

#[test]
fn a_failure_without_a_branch_of_its_own_is_an_error() {
    use ebb::catalogue::Channel;
    use ebb::run::{Bot, Event, Machine, Start, State, Transcript};

    let json = r#"{"Version": "2019-10-30", "StartAction": "ask", "Metadata": {}, "Actions": [
        {"Identifier": "ask", "Type": "ConnectParticipantWithLexBot",
         "Parameters": {"Text": "Help?", "LexV2Bot": {"AliasArn": "arn:aws:lex:a:b:bot-alias/C/D"}},
         "Transitions": {"NextAction": "next", "Conditions": [], "Errors": [
            {"NextAction": "next", "ErrorType": "NoMatchingCondition"},
            {"NextAction": "failed", "ErrorType": "NoMatchingError"}]}},
        {"Identifier": "failed", "Type": "MessageParticipant", "Parameters": {"Text": "failed"},
         "Transitions": {"NextAction": "next", "Conditions": [], "Errors": []}},
        {"Identifier": "next", "Type": "DisconnectParticipant", "Parameters": {}, "Transitions": {}}]}"#;
    let program = crate::wire::Read::of([("main.json", json)]).program;
    let machine = Machine::new(&program);
    let (mut state, mut seen) = (State::new(), Vec::new());
    let flow = program.flows.ids().next().unwrap();
    let silent = Event::Bot {
        bot: None,
        does: Bot::TimesOut,
    };
    for event in [Event::Start(Start::new(flow, Channel::Chat)), silent] {
        machine.apply(&mut state, &event, &mut seen).unwrap();
    }
    let prompts: Vec<&str> = seen
        .iter()
        .filter_map(|seen| seen.effect.prompt())
        .collect();
    let transcript = Transcript::verbose(&program, &seen);
    assert_eq!(prompts, ["Help?", "failed"], "{transcript}");
}

#[test]
fn a_chain_has_twelve_contacts() {
    let round = "agent joins\nagent leaves\ncustomer \"back\"\n";
    pass(&format!(
        "{DISCONNECTS}\ntest \"eleven times\" {{ start main on chat\n{}expect queue support\n}}\n\
         test \"twelve times\" {{ start main on chat\n{}agent joins\nagent leaves\nexpect ended by \"SYSTEM_ERROR\"\n}}",
        round.repeat(11),
        round.repeat(11),
    ));
}

#[test]
fn the_25_hours_are_reached_in_the_wait_that_is_one_too_many() {
    pass(&format!(
        r#"{DISCONNECTS}
        test "fifth wait" {{ start main on chat {{ chat duration: 2h }}
            agent joins
            agent leaves
            pass 59m
            customer "one"
            agent joins
            agent leaves
            pass 59m
            customer "two"
            agent joins
            agent leaves
            expect time left 2m
            expect waiting 1h
            pass 1h
            expect ended by "EXPIRED" }}
        "#
    ));
}

/// The chain of contacts as Connect would write it down.
#[test]
fn tests_can_expect_what_the_contact_records_say() {
    let flows = format!(
        r#"{DISCONNECTS}
        test "the chain" {{ start main on chat
            expect records 1
            expect record 1 {{ initiation method: "API", previous contact id: "", disconnect reason: "" }}
            agent joins
            agent leaves
            customer "here I am"
            expect records 2
            expect record 1 {{
                contact id: "contact-1"
                next contact id: "contact-2"
                channel: "CHAT"
                queue: "support"
                disconnect reason: "AGENT_DISCONNECT"
            }}
            expect record 2 {{
                initial contact id: "contact-1"
                previous contact id: "contact-1"
                initiation method: "DISCONNECT"
                next contact id: ""
            }} }}
        "#
    );
    pass(&flows);
    let wrong = |step: &str| {
        let test = format!("test \"wrong\" {{ start main on chat\n{step} }}");
        transcripts(&format!("{DISCONNECTS}{test}"), false)
    };
    insta::assert_snapshot!(
        [
            "expect records 2",
            "expect record 3",
            "expect record 1 { initiation method: \"INBOUND\" }",
            "expect record 1 { disconnect reason: \"EXPIRED\" }",
            "expect record 1 { queue: \"\" }",
        ]
        .map(wrong)
        .join("\n")
    );
}

/// A flow that another one transfers to finds what that one has found out.
#[test]
fn a_chat_can_start_with_what_an_earlier_flow_has_found_out() {
    pass(&inbound(
        r#"
        check contact attributes $.External.plan { = "gold" -> gold }
        play prompt "You entered $.StoredCustomerInput."
        disconnect
        gold: play prompt "Gold, $.External.order.id."
        disconnect
        "#,
        r#"
        test "external" { start main on chat { external: { plan: "gold", "order.id": "7" } }
            expect prompt "Gold, 7." }
        test "input" { start main on chat { stored customer input: "42" }
            expect prompt "You entered 42." }
        "#,
    ));
}

/// Timeouts run only while an agent is there, and any message sets them back.
#[test]
fn whoever_is_silent_too_long_with_an_agent_loses_the_agent() {
    insta::assert_snapshot!(transcripts(
        &format!(
            r#"{DISCONNECTS}
            test "the customer is silent" {{ start main on chat
                given customer idle timeout 5m
                given customer auto-disconnect timeout 10m
                pass 1h
                agent joins
                pass 4m
                customer "one moment"
                agent "Of course."
                pass 10m
                expect waiting 1h
                pass 59m
                customer "here I am"
                expect queue support }}
            test "the agent is silent" {{ start main on chat
                given agent auto-disconnect timeout 2m
                agent joins
                pass 1m
                customer "hello?"
                pass 1m
                expect flow after }}
            "#
        ),
        false
    ));
    pass(&inbound(
        "set working queue support\ntransfer to queue\ndisconnect",
        "test \"nobody is left\" { start main on chat\n given agent auto-disconnect timeout 2m\n agent joins\n pass 2m\n expect ended by \"IDLE_DISCONNECT\" }",
    ));
}

// ------------------------------------------------------------ ends of flows

#[test]
fn a_failure_without_a_branch_ends_the_flow() {
    let text = inbound(
        "play prompt \"hello\" { error -> none }\nwait 1h",
        "test \"ends\" { start main on chat\n given prompts fail\n expect ended by \"CONTACT_FLOW_DISCONNECT\" }",
    );
    let loaded = load(&text);
    let result = ebb::suite::play(&loaded.program, &loaded.tests[0]);
    assert!(result.passed(), "{:?}", result.verdict);
    let relied: Vec<&str> = result
        .relied_on()
        .iter()
        .map(|relied| relied.name)
        .collect();
    assert_eq!(relied, ["missing-error-branch", "end-of-flow"]);
}

#[test]
fn a_transfer_to_another_flow_keeps_attributes_and_loses_those_of_the_flow() {
    pass(
        r#"
        inbound flow main {
            set contact attributes { a: "1" }
            set flow attributes { b: "2" }
            play prompt "$.Attributes.a$.FlowAttributes.b"
            transfer to flow other
        }
        inbound flow other { play prompt "other $.Attributes.a$.FlowAttributes.b", disconnect }
        test "transfer" {
            start main on chat
            expect prompt "12"
            expect prompt "other 1"
        }
        "#,
    );
}

#[test]
fn hours_are_those_of_the_block_or_of_the_working_queue() {
    pass(&inbound(
        r#"
        check hours of operation { error -> next }
        set working queue support
        check hours of operation { out of hours -> { play prompt "queue closed", disconnect }, error -> { play prompt "error", disconnect } }
        check hours of operation office { out of hours -> { play prompt "office closed", disconnect } }
        play prompt "open"
        disconnect
        "#,
        r#"
        test "open" { start main on chat
            expect prompt "open" }
        test "office" { start main on chat
            given hours office closed
            expect prompt "office closed" }
        test "queue" { start main on chat
            given hours support closed
            expect prompt "queue closed" }
        "#,
    ));
}

#[test]
fn what_is_not_modelled_is_passed_over_and_told() {
    insta::assert_snapshot!(transcripts(
        &inbound(
            r#"
            action "SomeNewType" { Depth: "2", "SomeError" -> sorry }
            play prompt "went on"
            disconnect
            sorry: play prompt "sorry"
            disconnect
            "#,
            r#"
            test "passed over" { start main on chat
                expect prompt "went on" }
            test "told to fail" { start main on chat
                given action SomeNewType takes "SomeError"
                expect prompt "sorry" }
            "#,
        ),
        false
    ));
}

#[test]
fn a_flow_outside_the_program_is_named() {
    insta::assert_snapshot!(transcripts(
        r#"
        flow elsewhere "Main menu"
        inbound flow main { transfer to flow elsewhere }
        test "outside" { start main on chat
            customer "hello"
            expect chat ended }
        "#,
        false
    ));
}

#[test]
fn time_passes_until_a_time_of_day() {
    pass(&inbound(
        "wait 10h\nplay prompt \"evening\"\ndisconnect",
        r#"
        test "until" { start main on chat { at: "2026-01-05 09:30" }
            pass until "18:00"
            expect time left 16h30m
            pass until "19:30"
            expect prompt "evening" }
        "#,
    ));
}
