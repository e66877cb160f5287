//! `--env`: what names become, and what is refused.

use crate::support::Project;

const FLOWS: &str = r#"
queue support "BasicQueue"
queue evening
bot OrderHelp
lambda look_up
hours office
flow survey

inbound flow hello {
    set disconnect flow bye
    invoke lambda function look_up
    check hours of operation office
    get customer input "How can we help?" {
        bot: OrderHelp
        intent "Talk" -> agent
    }
    transfer to flow survey

agent:
    set working queue support
    transfer to queue
    disconnect
}

disconnect flow bye {
    disconnect
}
"#;

const TEST: &str = r#"
[environments.test]
region = "eu-central-1"
account = "111122223333"
instance = "11111111-1111-4111-8111-111111111111"

[environments.test.queues]
support = "11111111-0000-4000-8000-000000000001"

[environments.test.bots]
OrderHelp = "ORDERBOT01/TSTALIASID"

[environments.test.lambdas]
look_up = "look-up-test"

[environments.test.hours]
office = "11111111-0000-4000-8000-000000000002"

[environments.test.flows]
survey = "11111111-0000-4000-8000-000000000003"
"#;

const PROD: &str = r#"
[environments.prod]
region = "eu-central-1"
account = "444455556666"
instance = "22222222-2222-4222-8222-222222222222"

[environments.prod.queues]
support = "22222222-0000-4000-8000-000000000001"

[environments.prod.bots]
OrderHelp = "ORDERBOT02/PRODALIAS1"

[environments.prod.lambdas]
look_up = "look-up-prod"

[environments.prod.hours]
office = "22222222-0000-4000-8000-000000000002"

[environments.prod.flows]
survey = "22222222-0000-4000-8000-000000000003"
"#;

fn project(flows: &str, environments: &str) -> Project {
    let project = Project::new();
    project.write("ebb.toml", format!("name = \"chat\"\n{environments}"));
    project.write("flows.ebb", flows);
    project
}

fn good() -> String {
    format!("{TEST}{PROD}")
}

/// Every ARN of a flow that was built.
fn arns(json: &str) -> String {
    let mut lines: Vec<&str> = json.lines().filter(|line| line.contains("arn:")).collect();
    lines.dedup();
    let lines: Vec<&str> = lines.into_iter().map(str::trim).collect();
    lines.join("\n")
}

#[test]
fn names_become_the_arns_of_the_environment() {
    let project = project(FLOWS, &good());
    let test = project.ebb(&["build", "--env", "test"]);
    let prod = project.ebb(&["build", "--env", "prod"]);
    assert_eq!(
        (test.code, prod.code),
        (Some(0), Some(0)),
        "{}",
        test.shown()
    );
    insta::assert_snapshot!(format!(
        "{}\n{}\n\n{}",
        prod.shown(),
        arns(&project.read("build/test/hello.json")),
        arns(&project.read("build/prod/hello.json"))
    ));
}

#[test]
fn without_an_environment_names_are_placeholders() {
    let project = project(FLOWS, &good());
    let ran = project.ebb(&["build"]);
    insta::assert_snapshot!(format!(
        "{}\n{}",
        ran.shown(),
        arns(&project.read("build/hello.json"))
    ));
}

#[test]
fn flows_of_the_project_are_bound_once_they_are_deployed() {
    let bye = "bye = \"22222222-0000-4000-8000-000000000004\"\n";
    let project = project(FLOWS, &format!("{}{bye}", good()));
    let ran = project.ebb(&["build", "--env", "prod"]);
    assert_eq!(ran.code, Some(0), "{}", ran.shown());
    assert!(!ran.stderr.contains("placeholders"), "{}", ran.shown());
    let json = project.read("build/prod/hello.json");
    assert!(json.contains("contact-flow/22222222-0000-4000-8000-000000000004"));
    assert!(!json.contains("000000000000:"), "{json}");
}

#[test]
fn customers_sign_in_to_the_pool_of_the_environment() {
    let flows = r#"
user pool members "Members"
app client web
knowledge base texts
message template receipt

inbound flow hello {
    authenticate customer { user pool: members, app client: web }
    render message template receipt { knowledge base: texts }
    disconnect
}
"#;
    let environments = r#"
[environments.test]
region = "eu-central-1"
account = "111122223333"
user-pools.members = "eu-central-1_a1b2c3"
app-clients.web = "1example23456789"
knowledge-bases.texts = "11111111-0000-4000-8000-000000000001"
message-templates.receipt = "11111111-0000-4000-8000-000000000001/11111111-0000-4000-8000-000000000002"

[environments.prod]
region = "us-west-2"
account = "444455556666"
user-pools.members = "arn:aws:cognito-idp:us-west-2:444455556666:userpool/us-west-2_d4e5f6"
app-clients.web = "arn:aws:cognito-idp:us-west-2:444455556666:userpool/us-west-2_d4e5f6"
knowledge-bases.texts = "22222222-0000-4000-8000-000000000001"
message-templates.receipt = "22222222-0000-4000-8000-000000000001/22222222-0000-4000-8000-000000000002"
"#;
    let project = project(flows, environments);
    let test = project.ebb(&["build", "--env", "test"]);
    assert_eq!(test.code, Some(0), "{}", test.shown());
    let json = project.read("build/test/hello.json");
    let client = json
        .lines()
        .find(|line| line.contains("AppClientId\": \"1"));
    let prod = project.ebb(&["build", "--env", "prod"]);
    assert_eq!(prod.code, Some(1), "{}", prod.shown());
    insta::assert_snapshot!(format!(
        "{}\n{}\n{}",
        arns(&json),
        client.unwrap_or("no client").trim(),
        prod.shown()
    ));
}

#[test]
fn names_without_an_arn_are_one_error_that_lists_them_all() {
    let few = "[environments.prod.queues]\nsupport = \"a\"\n";
    let project = project(FLOWS, few);
    let ran = project.ebb(&["build", "--env", "prod"]);
    assert!(!project.path("build").exists());
    insta::assert_snapshot!(ran.shown());
    let checked = project.ebb(&["check", "--env", "prod", "--format", "concise"]);
    insta::assert_snapshot!(checked.shown());
}

#[test]
fn only_names_that_are_used_have_to_be_there() {
    let project = project(
        "queue support\nqueue evening\ninbound flow hello {\n    disconnect\n}\n",
        "[environments.prod]\n",
    );
    assert_eq!(project.ebb(&["build", "--env", "prod"]).code, Some(0));
}

#[test]
fn names_that_nothing_declares_are_warnings() {
    let more = "[environments.prod.prompts]\nsuport = \"x\"\nevening = \"x\"\n[environments.prod.agents]\nkim = \"x\"\n";
    let environments = good().replace(
        "support = \"22",
        "suport = \"22222222-0000-4000-8000-000000000009\"\nsupport = \"22",
    );
    let project = project(FLOWS, &format!("{environments}{more}"));
    let ran = project.ebb(&["check", "--env", "prod"]);
    assert_eq!(ran.code, Some(0), "{}", ran.shown());
    insta::assert_snapshot!(ran.shown());
}

#[test]
fn variables_fill_in_values_and_missing_ones_are_listed_at_once() {
    let environments = good()
        .replace(
            "account = \"444455556666\"",
            "account = \"${PROD_ACCOUNT}\"",
        )
        .replace("\"look-up-prod\"", "\"look-up-${STAGE}-${PROD_ACCOUNT}\"");
    let project = project(FLOWS, &environments);
    let missing = project.ebb(&["build", "--env", "prod"]);
    insta::assert_snapshot!(missing.shown());
    let test = project.ebb(&["build", "--env", "test"]);
    assert_eq!(
        test.code,
        Some(0),
        "prod's variables are prod's: {}",
        test.shown()
    );
    let line = "PROD_ACCOUNT=444455556666 STAGE=live ebb build --env prod";
    let built = project.shell(line);
    assert!(built.contains("wrote"), "{built}");
    let json = project.read("build/prod/hello.json");
    assert!(
        json.contains(":444455556666:function:look-up-live-444455556666\""),
        "{json}"
    );
    let empty = project.shell("PROD_ACCOUNT= STAGE=live ebb build --env prod");
    assert!(empty.contains("error[missing-variable]"), "{empty}");
}

#[test]
fn ids_that_cannot_become_arns_and_arns_of_other_things_are_errors() {
    let environments = r#"
[environments.prod.queues]
support = "arn:aws:connect:eu-central-1:444455556666:instance/22222222-2222-4222-8222-222222222222/prompt/1"

[environments.prod.bots]
OrderHelp = "ORDERBOT02/PRODALIAS1"

[environments.prod.lambdas]
look_up = "look-up"

[environments.prod.hours]
office = "arn:aws:connect"

[environments.prod.flows]
survey = "arn:aws:s3:::bucket"
"#;
    let project = project(FLOWS, environments);
    insta::assert_snapshot!(project.ebb(&["check", "--env", "prod"]).shown());
}

#[test]
fn an_environment_is_one_instance() {
    let environments = r#"
[environments.prod.queues]
support = "arn:aws:connect:eu-central-1:444455556666:instance/22222222-2222-4222-8222-222222222222/queue/1"

[environments.prod.hours]
office = "arn:aws:connect:eu-central-1:444455556666:instance/11111111-1111-4111-8111-111111111111/operating-hours/1"
"#;
    let flows = "queue support\nhours office\ninbound flow hello {\n    set working queue support\n    check hours of operation office\n    transfer to queue\n    disconnect\n}\n";
    let project = project(flows, environments);
    let ran = project.ebb(&["build", "--env", "prod"]);
    insta::assert_snapshot!(ran.shown());
}

#[test]
fn an_arn_copied_from_another_environment_is_an_error_where_it_is_bound() {
    let copied = "\"arn:aws:lambda:eu-central-1:111122223333:function:look-up-test\"";
    let project = project(FLOWS, &good().replace("\"look-up-prod\"", copied));
    let ran = project.ebb(&["build", "--env", "prod"]);
    assert!(!project.path("build").exists());
    insta::assert_snapshot!(ran.shown());
}

#[test]
fn nothing_of_another_environment_survives_in_a_flow() {
    let more = r#"
inbound flow strays {
    set contact attributes { account: "111122223333", text: "see arn:aws:lambda:eu-central-1:111122223333:function:look-up-test, please" }
    set contact attributes { queue: "11111111-0000-4000-8000-000000000001" }
    set contact attributes { elsewhere: "arn:aws:connect:eu-central-1:444455556666:instance/33333333-3333-4333-8333-333333333333/queue/1" }
    set contact attributes { made_up: "arn:aws:connect:us-east-1:000000000000:instance/00000000-0000-0000-0000-000000000000/queue/support" }
    action "SomethingNew" { Deep: { Inside: "arn:aws:lex:eu-central-1:111122223333:bot-alias/ORDERBOT01/TSTALIASID" } }
    disconnect
}
"#;
    let project = project(&format!("{FLOWS}{more}"), &good());
    let ran = project.ebb(&["build", "--env", "prod"]);
    assert!(!project.path("build").exists());
    insta::assert_snapshot!(ran.shown());
}

#[test]
fn texts_are_those_of_the_environment() {
    let flows = r#"
text front_desk "+15550100"
text stage "test"
text greeting "Hello, tester."
text pool_key "a key"
lambda look_up
module verify

inbound flow hello {
    set customer queue flow waiting
    play prompt greeting
    set contact attributes { stage: stage, kept: "as it is" }
    invoke lambda function look_up { input: { stage: stage }, error -> next }
    show view form { data: { stage: stage } }
    invoke module verify { input: { stage: stage } }
    transfer to phone number front_desk
    disconnect
}

customer queue flow waiting {
    loop prompts { messages: [greeting, ssml greeting, "Please hold."], error -> next }
    end flow
}
view form
"#;
    let environments = r#"
[environments.prod]
region = "eu-central-1"
account = "444455556666"
lambdas.look_up = "look-up"
views.form = "form"
modules.verify = "verify"

[environments.prod.texts]
front_desk = "+15550199"
stage = "prod"
greeting = "Hello ${WHO}!"
"#;
    let project = project(flows, environments);
    let texts = |json: &str| {
        let is_text = |line: &&str| {
            ["+1555", "Hello", "tage\"", "kept"]
                .iter()
                .any(|it| line.contains(it))
        };
        json.lines().filter(is_text).collect::<Vec<_>>().join("\n")
    };
    let built = project.ebb(&["build"]);
    assert_eq!(built.code, Some(0), "{}", built.shown());
    let without = texts(&project.read("build/hello.json"));
    assert_eq!(
        project
            .shell("WHO=all ebb build --env prod; echo $?")
            .lines()
            .last(),
        Some("0")
    );
    let prod = texts(&project.read("build/prod/hello.json"));
    let waiting = project.read("build/prod/waiting.json");
    for said in ["\"Text\": \"Hello all!\"", "\"SSML\": \"Hello all!\""] {
        assert!(waiting.contains(said), "{waiting}");
    }
    insta::assert_snapshot!(format!(
        "{}\n\nwithout\n{without}\n\nprod\n{prod}",
        built.stderr
    ));
    // A text that an environment does not choose is none of its own.
    let fewer = environments
        .replace("stage = \"prod\"\n", "")
        .replace("${WHO}", "all");
    let ran = self::project(flows, &fewer).ebb(&["build", "--env", "prod"]);
    insta::assert_snapshot!(ran.shown());
}

/// Two environments with a text each.
fn with_texts(test: &str, prod: &str) -> String {
    let of = |name: &str, account: &str, said: &str| {
        format!("[environments.{name}]\naccount = \"{account}\"\ntexts.number = \"{said}\"\n")
    };
    of("test", "111122223333", test) + &of("prod", "444455556666", prod)
}

#[test]
fn what_texts_say_is_nobodys_own() {
    // A British number has as many digits as an account.
    let declared = "text number \"+447911123456\"\n";
    let flow = "inbound flow hello {\n    transfer to phone number number\n    disconnect\n}\n";
    for (test, prod) in [
        ("+447911123456", "+447911123456"),
        ("+447911123456", "+447911654321"),
        (
            "id 12345678-1234-1234-1234-123456789abc",
            "id 12345678-1234-1234-1234-123456789abc",
        ),
        (" ", " two blanks "),
    ] {
        let project = project(&format!("{declared}{flow}"), &with_texts(test, prod));
        for command in [&["check"][..], &["build"], &["build", "--env", "test"]] {
            let ran = project.ebb(command);
            assert_eq!(ran.code, Some(0), "{}", ran.shown());
        }
        let ran = project.ebb(&["build", "--env", "prod"]);
        assert_eq!(ran.code, Some(0), "{}", ran.shown());
        let json = project.read("build/prod/hello.json");
        assert!(
            json.contains(&format!("\"ThirdPartyPhoneNumber\": \"{prod}\"")),
            "{json}"
        );
    }
    // What is somebody's does not become anybody's because a text says it.
    let url = "https://sqs.eu-central-1.amazonaws.com/111122223333/orders";
    let stray = flow.replace(
        "    disconnect",
        "    set contact attributes { account: \"111122223333\" }\n    disconnect",
    );
    let project = project(&format!("{declared}{stray}"), &with_texts(url, url));
    insta::assert_snapshot!(project.ebb(&["check", "--env", "prod"]).stdout);
    project.write("flows.ebb", format!("{declared}{flow}"));
    insta::assert_snapshot!(project.ebb(&["check", "--env", "prod"]).stdout);
}

#[test]
fn a_text_of_an_environment_is_the_same_in_all_chats() {
    let flow = "text number \"1\"\ninbound flow hello {\n    transfer to phone number number\n    disconnect\n}\n";
    let project = project(flow, &format!("{}texts.other = 5\n", with_texts("1", "")));
    let ran = project.ebb(&["check", "--env", "test"]);
    insta::assert_snapshot!(ran.shown());
    project.write(
        "ebb.toml",
        format!("name = \"x\"\n{}", with_texts("$.Attributes.number", "1")),
    );
    let ran = project.ebb(&["check", "--env", "test"]);
    insta::assert_snapshot!(ran.shown());
}

#[test]
fn rules_judge_what_the_environment_says() {
    let flow = "text keys \"1,2\"\ntext number \"+15550100\"\ninbound flow hello {\n    transfer to phone number number { send digits: keys }\n    disconnect\n}\n";
    let project = project(
        flow,
        &format!(
            "{}texts.keys = \"1,x\"\n",
            with_texts("+15550101", "07911 123456")
        ),
    );
    let ran = project.ebb(&["check", "--env", "prod", "--format", "concise"]);
    insta::assert_snapshot!(ran.shown());
    let built = project.ebb(&["build", "--env", "prod"]);
    assert_eq!(built.code, Some(1), "{}", built.shown());
    let without = project.ebb(&["check"]);
    assert_eq!(without.stderr, "1 flow checked: nothing to report\n");
}

#[test]
fn what_is_not_bound_hides_nothing_of_another_environment() {
    let flow = "text one \"1\"\nqueue q\ninbound flow hello {\n    set contact attributes { a: one, b: \"111122223333\" }\n    disconnect\n}\n";
    let project = project(flow, &with_texts("1", "2"));
    let ran = project.ebb(&["check", "--env", "prod"]);
    for finding in ["unbound-name", "foreign-arn"] {
        assert!(ran.stdout.contains(finding), "{}", ran.shown());
    }
}

#[test]
fn without_an_environment_what_belongs_to_one_alone_is_found() {
    let arn = "arn:aws:lambda:eu-central-1:111122223333:function:look-up-test";
    let made_up = "arn:aws:connect:us-east-1:000000000000:instance/00000000-0000-0000-0000-000000000000/queue/support";
    let stray = |value: &str| {
        let block = format!("    set contact attributes {{ value: \"{value}\" }}\n");
        format!("{FLOWS}\ninbound flow strays {{\n{block}    disconnect\n}}\n")
    };
    let ran = project(&stray(arn), &good()).ebb(&["build"]);
    insta::assert_snapshot!(ran.shown());
    let checked = project(&stray(arn), &good()).ebb(&["check"]);
    assert_eq!(checked.code, Some(1), "{}", checked.shown());
    let fine = [
        // There is nothing that it could be foreign to.
        (arn, TEST.to_owned()),
        // What somebody else sets may be the same.
        (arn, good().replace("444455556666", "${ACCOUNT}")),
        (made_up, good()),
    ];
    for (value, environments) in fine {
        let ran = project(&stray(value), &environments).ebb(&["build"]);
        assert_eq!(ran.code, Some(0), "{}", ran.shown());
    }
}

#[test]
fn the_id_of_a_pool_or_a_client_of_another_environment_is_found() {
    let flows = r#"
user pool members
app client web
lambda sign_in

inbound flow hello {
    set contact attributes { pool: "eu-central-1_a1b2c3d4e" }
    authenticate customer { user pool: members, app client: "1example23456789" }
    disconnect
}
"#;
    let environment = |name: &str, pool: &str, client: &str| {
        format!(
            "[environments.{name}]\nregion = \"eu-central-1\"\naccount = \"111122223333\"\nuser-pools.members = \"{pool}\"\napp-clients.web = \"{client}\"\n"
        )
    };
    let both = environment("test", "eu-central-1_a1b2c3d4e", "1example23456789")
        + &environment("prod", "eu-central-1_f5g6h7i8j", "2example23456789");
    let project = project(flows, &both);
    let test = project.ebb(&["build", "--env", "test"]);
    assert_eq!(test.code, Some(0), "{}", test.shown());
    let prod = project.ebb(&["build", "--env", "prod"]);
    assert_eq!(prod.code, Some(1), "{}", prod.shown());
    insta::assert_snapshot!(prod.stderr);
}

#[test]
fn what_is_wrong_with_an_environment_is_said_beside_other_mistakes() {
    let wrong = "\ninbound flow wrong {\n    transfer to phone number \"+15550100\" { send digits: \"x\" }\n    disconnect\n}\n";
    let few = "[environments.prod.queues]\nsupport = \"a\"\n";
    let project = project(&format!("{FLOWS}{wrong}"), few);
    for command in [&["check", "--env", "prod"][..], &["build", "--env", "prod"]] {
        let ran = project.ebb(command);
        assert_eq!(ran.code, Some(1), "{}", ran.shown());
        for finding in ["unbound-name", "text-form"] {
            assert!(ran.shown().contains(finding), "{}", ran.shown());
        }
    }
}

#[test]
fn what_belongs_to_both_environments_and_what_only_looks_alike_is_all_right() {
    let shared = "\"arn:aws:lambda:eu-central-1:999999999999:function:look-up\"";
    let environments = good()
        .replace("\"look-up-prod\"", shared)
        .replace("\"look-up-test\"", shared);
    let more = "\ninbound flow texts {\n    play prompt \"Call 1111222233334 or +4411112222333.\"\n    disconnect\n}\n";
    let project = project(&format!("{FLOWS}{more}"), &environments);
    for environment in ["test", "prod"] {
        let ran = project.ebb(&["build", "--env", environment]);
        assert_eq!(ran.code, Some(0), "{}", ran.shown());
    }
}

#[test]
fn two_environments_may_share_an_account() {
    let environments = good().replace("444455556666", "111122223333");
    let project = project(FLOWS, &environments);
    for environment in ["test", "prod"] {
        let ran = project.ebb(&["build", "--env", environment]);
        assert_eq!(ran.code, Some(0), "{}", ran.shown());
    }
    let crossed = environments.replace("look-up-prod", "look-up-test");
    let ok = project_with(&crossed).ebb(&["build", "--env", "prod"]);
    assert_eq!(
        ok.code,
        Some(0),
        "a function may serve both: {}",
        ok.shown()
    );
    let stray = "lambda other\ninbound flow hello {\n    set contact attributes { f: \"arn:aws:lambda:eu-central-1:111122223333:function:look-up-test\" }\n    disconnect\n}\n";
    let whole = environments.replace(
        "\"look-up-test\"",
        "\"arn:aws:lambda:eu-central-1:111122223333:function:look-up-test\"",
    );
    // The ARN is the one of `test`, whether `ebb.toml` says all of it or only the name.
    for environments in [&whole, &environments] {
        let project = self::project(stray, environments);
        let ran = project.ebb(&["build", "--env", "prod"]);
        assert_eq!(ran.code, Some(1), "{}", ran.shown());
        assert!(ran.stderr.contains("foreign-arn"), "{}", ran.shown());
    }
}

fn project_with(environments: &str) -> Project {
    project(FLOWS, environments)
}

#[test]
fn an_environment_that_is_not_there_ends_with_2() {
    let mut shown = String::new();
    for (environments, name) in [
        (good(), "prd"),
        (good(), "staging"),
        (String::new(), "prod"),
    ] {
        let ran = project(FLOWS, &environments).ebb(&["build", "--env", name]);
        assert_eq!(ran.code, Some(2), "{}", ran.shown());
        shown.push_str(&ran.stderr);
    }
    let outside = Project::new();
    outside.write("flows.ebb", FLOWS);
    let ran = outside.ebb(&["build", "--env", "prod"]);
    assert_eq!(ran.code, Some(2), "{}", ran.shown());
    shown.push_str(&ran.stderr);
    insta::assert_snapshot!(shown);
}

#[test]
fn a_wrong_project_file_stops_every_command() {
    let project = project(FLOWS, "wrong = 1\n");
    let ran = project.ebb(&["check"]);
    assert_eq!(ran.code, Some(1));
    assert!(
        ran.stdout.contains("error[unknown-project-key]"),
        "{}",
        ran.shown()
    );
    for command in [&["build"][..], &["test"], &["fmt"]] {
        let ran = project.ebb(command);
        assert_eq!(ran.code, Some(1), "{}", ran.shown());
        assert!(
            ran.stderr.contains("error[unknown-project-key]"),
            "{}",
            ran.shown()
        );
    }
}
