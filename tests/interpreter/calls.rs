//! Calls to somebody else: how long they ring, and whether the caller comes back.

use super::{inbound, transcripts};

#[test]
fn a_caller_who_is_handed_over_does_not_come_back() {
    let flow = r#"
        transfer to phone number "+12065550100" { resume after: no, error -> failed }
        play prompt "Welcome back."
        disconnect
        failed: play prompt "That did not work."
        disconnect
    "#;
    let tests = r#"
        test "answered" { start main on voice
            call answered
            expect call ended
            expect no prompt "Welcome back." }
        test "fails" { start main on voice
            call fails
            expect prompt "That did not work." }
        test "goes on" { start main on voice
            assume not no-resume
            call answered
            expect prompt "Welcome back." }
    "#;
    insta::assert_snapshot!(transcripts(&inbound(flow, tests), false));
}

#[test]
fn a_call_rings_as_long_as_the_block_says() {
    let flow = r#"
        out: transfer to phone number "+12065550100" {
            connect within: $.Attributes.limit
            no answer -> nobody
        }
        play prompt "Welcome back."
        disconnect
        nobody: play prompt "Nobody is there."
        wait 1h
        disconnect
    "#;
    let tests = r#"
        test "in time" { start main on voice { attributes: { limit: "40" } }
            pass 39s
            call answered
            expect prompt "Welcome back." }
        test "too late" { start main on voice { attributes: { limit: "40" } }
            pass 40s
            expect prompt "Nobody is there." }
        test "told" { start main on voice { attributes: { limit: "40" } }
            given block out takes "no answer"
            expect prompt "Nobody is there." }
        test "no limit" { start main on voice
            pass 1h
            call answered
            expect prompt "Welcome back." }
        test "nobody knows how long" { start main on voice
            customer is silent }
    "#;
    insta::assert_snapshot!(transcripts(&inbound(flow, tests), false));
}
