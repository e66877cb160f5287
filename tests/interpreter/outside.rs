//! What flows hand to somebody outside, and what those do: calls, customers who sign in,
//! tasks, views, functions that answer no map.

use super::{inbound, load, pass, transcripts};
use crate::support::Project;

#[test]
fn a_function_that_answers_a_bare_text_fails_where_a_map_is_wanted() {
    pass(&inbound(
        r#"
        invoke lambda function look_up { error -> failed }
        play prompt "[$.External.status]"
        invoke lambda function look_up { response: json, error -> failed }
        play prompt "then [$.External.status]"
        disconnect
        failed: play prompt "failed, still [$.External.status]"
        disconnect
        "#,
        r#"
        test "a map" { start main on chat
            given function look_up returns { status: "open" }
            expect prompt "[open]"
            expect prompt "then [open]" }
        test "a text is no map" { start main on chat { external: { status: "new" } }
            given function look_up returns text "open"
            expect prompt "failed, still [new]" }
        "#,
    ));
    pass(&inbound(
        r#"
        invoke lambda function look_up { response: json, error -> failed }
        play prompt "[$.External.status]"
        disconnect
        failed: play prompt "failed"
        disconnect
        "#,
        r#"
        test "any JSON will do" { start main on chat { external: { status: "new" } }
            given function look_up returns text "open"
            expect prompt "[]" }
        test "a nested map will do" { start main on chat
            given function look_up returns { order: { id: "7" }, status: "open" }
            expect prompt "[open]" }
        "#,
    ));
}

/// A flow of a campaign.
const CAMPAIGN: &str = r#"
    check call progress {
        call answered -> talk
        voicemail beep -> leave_message
        voicemail no beep -> hang_up
        not detected -> talk
        error -> failed
    }
    talk: play prompt "Hello, this is Example Corp."
    disconnect
    leave_message: play prompt "Please call us back."
    disconnect
    failed: play prompt "failed"
    hang_up: disconnect
"#;

#[test]
fn whoever_answers_an_outbound_call_decides_what_happens() {
    let tests = r#"
        test "a person" { start main on voice
            call answered
            expect prompt "Hello, this is Example Corp." }
        test "a voicemail" { start main on voice
            voicemail answers
            expect prompt "Please call us back." }
        test "a voicemail without a beep" { start main on voice
            voicemail answers without beep
            expect call ended
            expect no prompt "Please call us back." }
        test "silence" { start main on voice
            customer is silent
            expect prompt "Hello, this is Example Corp." }
        test "it fails" { start main on voice
            call fails
            expect prompt "failed" }
        test "told" { start main on voice
            given block check-call-progress takes "voicemail beep"
            expect prompt "Please call us back." }
        test "no call" { start main on chat
            expect prompt "failed" }
        test "too late" { start main on voice
            call answered
            call fails }
    "#;
    insta::assert_snapshot!(transcripts(&inbound(CAMPAIGN, tests), false));
}

#[test]
fn a_call_to_somebody_else_is_answered_or_not() {
    let flow = r#"
        out: transfer to phone number "+12065550100" {
            connect within: 20s
            no answer -> nobody
            call failed -> failed
            error -> error
        }
        play prompt "Welcome back."
        disconnect
        nobody: play prompt "Nobody is there."
        disconnect
        failed: play prompt "The call failed."
        disconnect
        error: disconnect
    "#;
    pass(&inbound(
        flow,
        r#"
        test "answered" { start main on voice
            expect transfer to "+12065550100"
            pass 19s
            call answered
            expect prompt "Welcome back." }
        test "a voicemail is nobody's business here" { start main on voice
            voicemail answers
            expect prompt "Welcome back." }
        test "not in time" { start main on voice
            pass 20s
            expect prompt "Nobody is there." }
        test "silent" { start main on voice
            customer is silent
            expect prompt "Nobody is there." }
        test "failed" { start main on voice
            call fails
            expect prompt "The call failed." }
        test "told" { start main on voice
            given block out takes "error"
            expect call ended }
        "#,
    ));
}

#[test]
fn an_outbound_call_that_fails_ends_its_flow() {
    let text =
        "outbound whisper flow main {\ncall phone number\nplay prompt \"connected\"\nend flow\n}\n";
    pass(&format!(
        "{text}
        test \"answered\" {{ start main on voice
            call answered
            expect prompt \"connected\" }}
        test \"failed\" {{ start main on voice
            call fails
            expect call ended
            expect no prompt \"connected\" }}"
    ));
}

/// A flow that asks the customer to sign in.
const SIGN_IN: &str = r#"
    ask: authenticate customer {
        user pool: "arn:aws:cognito-idp:us-east-1:123456789012:userpool/us-east-1_1"
        app client: "web"
        timeout: 5m
        opted out -> stranger
        timeout -> late
        error -> failed
    }
    play prompt "You are $.SegmentAttributes['connect:CustomerAuthentication']['AssociatedCustomerId'], $.SegmentAttributes['connect:CustomerAuthentication']['Status'] by $.SegmentAttributes['connect:CustomerAuthentication']['IdentityProvider'] for $.SegmentAttributes['connect:CustomerAuthentication']['ClientId']."
    disconnect
    stranger: play prompt "As you like. [$.SegmentAttributes['connect:CustomerAuthentication']['Status']]"
    wait 1h
    disconnect
    late: play prompt "Are you still there?"
    disconnect
    failed: play prompt "That did not work."
    disconnect
"#;

#[test]
fn a_customer_signs_in_or_does_not() {
    let tests = r#"
        test "signs in" { start main on chat
            customer "what?"
            pass 4m
            customer signs in { customer id: "p-17", identity provider: "Cognito" }
            expect prompt "You are p-17, AUTHENTICATED by Cognito for web."
            expect block ask took "success" }
        test "opts out" { start main on chat
            customer opts out
            expect prompt "As you like. []" }
        test "is refused" { start main on chat
            customer fails to sign in
            expect prompt "That did not work." }
        test "is silent" { start main on chat
            customer is silent
            expect prompt "Are you still there?"
            expect time left 24h55m }
        test "lets time pass" { start main on chat
            pass 5m
            expect prompt "Are you still there?" }
        test "was told to" { start main on chat
            given block ask takes "success"
            expect prompt contains "You are" }
        test "twice" { start main on chat
            customer opts out
            customer signs in }
        test "nobody is called" { start main on chat
            call answered }
        test "not with a bot" { start main on chat
            bot leaves }
        test "on a call" { start main on voice
            expect prompt "That did not work." }
    "#;
    insta::assert_snapshot!(transcripts(&inbound(SIGN_IN, tests), false));
}

#[test]
fn a_sign_in_that_fails_leaves_nothing_of_an_earlier_one() {
    let pool = "user pool: \"arn:aws:cognito-idp:us-east-1:123456789012:userpool/us-east-1_1\", app client: \"web\"";
    let flow = format!(
        r#"
        authenticate customer {{ {pool} }}
        authenticate customer {{ {pool}, opted out -> told, timeout -> told, error -> told }}
        told: play prompt "[$.SegmentAttributes['connect:CustomerAuthentication']['Status']] [$.SegmentAttributes['connect:CustomerAuthentication']['AssociatedCustomerId']]"
        disconnect
        "#
    );
    let tests = r#"
        test "fails" { start main on chat
            customer signs in { customer id: "p-17" }
            customer fails to sign in
            expect prompt "[FAILED] []" }
        test "is late" { start main on chat
            customer signs in { customer id: "p-17" }
            customer is silent
            expect prompt "[TIMEOUT] []" }
        test "lets time pass" { start main on chat
            customer signs in { customer id: "p-17" }
            pass 3m
            expect prompt "[TIMEOUT] []" }
        test "stays" { start main on chat
            assume not sign-in-status
            customer signs in { customer id: "p-17" }
            customer fails to sign in
            expect prompt "[AUTHENTICATED] [p-17]" }
    "#;
    insta::assert_snapshot!(transcripts(&inbound(&flow, tests), false));
}

#[test]
fn who_has_signed_in_is_known_outside_of_a_module_and_on_this_contact_alone() {
    pass(
        r#"
        queue support
        module sign_in {
            authenticate customer { user pool: "arn:aws:cognito-idp:us-east-1:123456789012:userpool/us-east-1_1", app client: "web" }
            return
        }
        inbound flow main {
            set disconnect flow again
            invoke module sign_in
            play prompt "[$.SegmentAttributes['connect:CustomerAuthentication']['Status']]"
            set working queue support
            transfer to queue
            disconnect
        }
        disconnect flow again {
            play prompt "then [$.SegmentAttributes['connect:CustomerAuthentication']['Status']]"
            disconnect
        }
        test "in a module" { start main on chat
            customer signs in
            expect prompt "[AUTHENTICATED]"
            agent joins
            agent leaves
            expect prompt "then []" }
        "#,
    );
}

#[test]
fn what_is_set_on_the_contact_itself_is_seen_by_every_flow_of_it() {
    let flow = r#"
        set disconnect flow later
        set contact data {
            name: "Chat of $.Attributes.name"
            language: "de-DE"
            customer id: $.Attributes.id
            references: { order: { Value: "A-17", Type: "STRING" } }
        }
        set contact data { description: "$.Name, before: [$.Description]", language: "en-AU" }
        invoke module told
        set contact data related { language: "fr-FR" }
        play prompt "[$.LanguageCode]"
        set working queue support
        transfer to queue
        disconnect
    "#;
    let others = r#"
        module told {
            play prompt "$.Name / $.Description / $.LanguageCode / $.CustomerId / $.References.order.Value"
            return
        }
        disconnect flow later { play prompt "then [$.LanguageCode]", disconnect }
    "#;
    let tests = r#"
        test "set" { start main on chat { attributes: { name: "Ana", id: "c-1" } }
            expect prompt "Chat of Ana / Chat of Ana, before: [] / en-AU / c-1 / A-17"
            expect prompt "[en-AU]"
            agent joins
            agent leaves
            expect prompt "then [en-AU]" }
        test "stays behind" { start main on chat
            assume not contact-data-survives
            agent joins
            agent leaves
            expect prompt "then []" }
        test "fails" { start main on chat
            given action UpdateContactData takes "error"
            given values { LanguageCode: "pt-BR", SegmentAttributes: { "connect:Subtype": "connect:Chat" } }
            expect prompt "[pt-BR]" }
    "#;
    pass(&inbound(flow, &format!("{others}{tests}")));
}

#[test]
fn what_contact_data_is_not_modelled_is_told() {
    let flow = r#"
        set contact data { name: "Ana", voice authentication threshold: 80, error -> failed }
        set contact data { language: "de-DE" }
        play prompt "$.Name, $.LanguageCode"
        disconnect
        failed: play prompt "failed for [$.Name]"
        disconnect
    "#;
    let tests = r#"
        test "passed over" { start main on chat
            expect prompt "Ana, de-DE" }
        test "fails" { start main on chat
            assume not not-modelled
            expect prompt "failed for []" }
    "#;
    insta::assert_snapshot!(transcripts(&inbound(flow, tests), false));
}

/// A flow that creates tasks.
const TASKS: &str = r#"
    set working queue support
    create task "Call $.Attributes.name back" {
        flow: tasks
        description: "About $.Attributes.topic"
        attributes: { customer: $.Attributes.name, source: "chat" }
        references: { order: { Type: "URL", Value: "https://example.com/$.Attributes.topic" } }
        delay: 1h
        error -> failed
    }
    play prompt "We call you back: $.Task.ContactId."
    create task "Check" { flow: tasks, error -> failed }
    transfer to queue
    failed: play prompt "failed"
    disconnect
"#;

fn tasks(tests: &str) -> String {
    format!("flow tasks \"Tasks\"\n{}", inbound(TASKS, tests))
}

#[test]
fn a_task_is_a_contact_of_its_own() {
    let tests = r#"
        test "created" { start main on chat { attributes: { name: "Ana", topic: "A-17" } }
            expect prompt "We call you back: task-1."
            expect task "Call Ana back" { flow: "tasks", description: "About A-17", attributes: { customer: "Ana" }, references: { order: { Value: "https://example.com/A-17" } }, delay: 3600 }
            expect task "Check"
            expect records 3
            expect record 1 { channel: "CHAT", contact id: "contact-1", related contact id: "", queue: "support" }
            expect record 2 { channel: "TASK", contact id: "task-1", initial contact id: "task-1", previous contact id: "", related contact id: "contact-1", initiation method: "API" }
            expect record 3 { contact id: "task-2" } }
        test "the chain goes on" { start main on chat { attributes: { name: "Ana" } }
            agent joins
            agent transfers to sales
            expect record 2 { contact id: "contact-2", previous contact id: "contact-1" }
            expect record 3 { contact id: "task-1", related contact id: "contact-1" } }
        test "stands by itself" { start main on chat { attributes: { name: "Ana" } }
            assume not task-is-related
            expect record 2 { contact id: "task-1", related contact id: "" } }
        test "fails" { start main on chat { attributes: { name: "Ana" } }
            given action CreateTask takes "error"
            expect prompt "failed"
            expect task "Call Ana back"
            expect records 1 }
    "#;
    insta::assert_snapshot!(transcripts(&tasks(tests), false));
}

#[test]
fn records_show_the_tasks_of_a_chat_behind_it() {
    let project = Project::new();
    project.write(
        "main.ebb",
        tasks("").replace("transfer to queue", "disconnect"),
    );
    let shown = |arguments: &[&str]| {
        let all = [&["run", "main", "main.ebb", "--records"], arguments].concat();
        project.ebb_with(&all, "").shown()
    };
    insta::assert_snapshot!(format!("{}\n{}", shown(&[]), shown(&["--trace", "json"])));
}

#[test]
fn what_a_view_shows_and_a_task_holds_can_be_expected() {
    let flow = r#"
        show view form {
            data: { title: "Hello $.Attributes.name", fields: [{ label: "Zip", required: true }], count: 3 }
            action "Next" -> task
        }
        disconnect
        task: create task "Call back" { flow: main, attributes: { customer: $.Attributes.name }, delay: 1h }
        show view form { action "Next" -> end }
        end: disconnect
    "#;
    let told: Vec<String> = [
        "expect view form { title: \"Hello Ana\", fields: [{ label: \"Zip\", required: true }] }\nexpect view form { count: 3 }\nview form answers \"Next\"\nexpect task \"Call back\" { attributes: { customer: \"Ana\" } }",
        "expect view form { title: \"Hello Ben\" }",
        "expect view form { titel: \"Hello Ana\" }",
        "view form answers \"Next\"\nexpect view form { title: \"Hello Ana\" }",
        "view form answers \"Next\"\nexpect task \"Call back\" { attributes: { customer: \"Ben\" }, flow: \"main\" }",
        "view form answers \"Next\"\nexpect task \"Call Ana\"",
        "expect task \"Call back\"",
        "expect view form { title: $.Attributes.name }",
        "expect view form { nonsense: null, title: {}, fields: [] }",
        "expect view form { fields: [{ label: null }] }",
        "expect task \"Call back\" { attributes: {} }",
        "expect function look_up called with { id: null }",
        "expect function look_up called with {}",
        "view form answers \"Next\"\nexpect task \"Call back\" { delay: 1h }",
        "view form answers \"Next\"\nexpect task \"Call back\" { delay: 2h }",
        "expect task \"Call back\" { dealy: 1h }",
        "expect task \"Call back\" { priority: 1 }",
        "expect transfer to \"+12065550100\" { delay: 1h }",
        "given function look_up returns { after: 1h }",
    ]
    .into_iter()
    .map(|steps| {
        let start = "start main on chat { attributes: { name: \"Ana\" } }";
        let test = format!("view form\ntest \"shown\" {{\n{start}\n{steps}\n}}");
        let loaded = load(&inbound(flow, &test));
        let told = match loaded.findings.as_slice() {
            [] => transcripts(&inbound(flow, &test), true),
            findings => findings.join("\n"),
        };
        let end = told.trim_end().lines().rev().take_while(|line| !line.starts_with("00:"));
        let mut end: Vec<&str> = end.collect();
        end.reverse();
        format!("{steps}\n    {}\n", end.join("\n    "))
    })
    .collect();
    insta::assert_snapshot!(told.join("\n"));
}
