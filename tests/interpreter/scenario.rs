//! The scenario of the language: an agent leaves, and the customer comes back.

use super::{pass, transcripts};

const SCENARIO: &str = include_str!("scenario.ebb");

/// The flows of the scenario, without its tests.
fn flows() -> &'static str {
    SCENARIO
        .split_once("test \"")
        .map_or("", |(flows, _)| flows)
}

#[test]
fn the_scenario_plays_as_it_is_told() {
    insta::assert_snapshot!(transcripts(SCENARIO, false));
}

#[test]
fn every_block_and_branch_can_be_shown() {
    let first = SCENARIO.split("test \"the customer never").next().unwrap();
    insta::assert_snapshot!(transcripts(first, true));
}

/// The scenario with another way back, and a test of it.
fn way_back(lines: &str, test: &str) -> String {
    let flows = flows();
    let back = "            set working queue support\n";
    assert!(flows.contains(back), "the scenario has changed");
    format!(
        "agent maria\nqueue sales\n{}\n{test}",
        flows.replace(back, lines)
    )
}

#[test]
fn a_customer_goes_back_to_the_same_agent() {
    pass(&way_back(
        "            set working queue agent $.Agent.ARN\n",
        r#"
        test "back to maria" {
            start welcome on chat
            customer "Hello?"
            bot OrderHelp answers "TalkToAgent"
            agent maria joins from support
            agent "I will look into it."
            agent leaves
            pass 3h
            customer "Any news?"
            expect queue maria
            agent maria joins from maria
            expect agent joins
        }
        "#,
    ));
}

#[test]
fn a_customer_goes_back_to_the_same_queue_where_none_is_set_anew() {
    pass(&way_back(
        "",
        r#"
        test "the queue stays" {
            start welcome on chat
            customer "Hello?"
            bot OrderHelp answers "TalkToAgent"
            agent joins
            agent leaves
            customer "Still there?"
            expect queue support
        }
        "#,
    ));
}

#[test]
fn a_customer_goes_to_another_queue() {
    pass(&way_back(
        "            set working queue sales\n",
        r#"
        test "to sales" {
            start welcome on chat
            customer "Hello?"
            bot OrderHelp answers "TalkToAgent"
            agent joins
            agent leaves
            pass 11h59m59s
            customer "I would like to buy."
            expect queue sales
            agent joins from sales
            expect chat open
        }
        "#,
    ));
}

#[test]
fn the_chat_ends_at_25_hours_wherever_it_is() {
    insta::assert_snapshot!(transcripts(&cut_off(), false));
}

fn cut_off() -> String {
    let flows = flows();
    format!(
        r#"{flows}
        test "in a wait" {{
            start welcome on chat
            bot OrderHelp answers "TalkToAgent"
            pass 20h
            agent joins
            agent leaves
            expect waiting 12h
            expect time left 5h
            pass 5h
            expect ended by "EXPIRED"
            expect no prompt "We are closing this chat."
        }}
        test "in the queue" {{
            start welcome on chat
            bot OrderHelp answers "TalkToAgent"
            pass 24h59m59s
            expect chat open
            pass 1s
            expect ended by "EXPIRED"
        }}
        test "with an agent, and no disconnect flow runs" {{
            start welcome on chat
            bot OrderHelp answers "TalkToAgent"
            agent joins
            pass 25h
            expect ended by "EXPIRED"
        }}
        test "with a bot" {{
            start welcome on chat
            pass 25h
            expect ended by "EXPIRED"
        }}
        test "in the very second in which the wait expires" {{
            start welcome on chat
            bot OrderHelp answers "TalkToAgent"
            agent joins
            pass 13h
            agent leaves
            expect time left 12h
            pass 12h
            expect ended by "EXPIRED"
            expect no prompt "We are closing this chat."
        }}
        test "one second later than the wait expires" {{
            start welcome on chat
            bot OrderHelp answers "TalkToAgent"
            agent joins
            pass 12h59m59s
            agent leaves
            pass 12h
            expect prompt "We are closing this chat."
            expect ended by "CONTACT_FLOW_DISCONNECT"
        }}
        test "after a shorter duration" {{
            start welcome on chat {{ chat duration: 2h }}
            pass 1h59m
            expect time left < 2m
            pass 1m
            expect chat ended
        }}
        "#
    )
}
