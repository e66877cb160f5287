//! What stands around a flow: answers, templates, encodings.

use super::Read;
use crate::support::Project;
use serde_json::json;

const CONTENT: &str = r#"{"Version":"2019-10-30","StartAction":"say","Actions":[
{"Identifier":"say","Type":"MessageParticipant","Parameters":{"PromptId":"PROMPT"},"Transitions":{"NextAction":"end","Errors":[],"Conditions":[]}},
{"Identifier":"end","Type":"EndFlowModuleExecution","Parameters":{},"Transitions":{}}]}"#;

/// What was read: flows with what they name, then the findings.
fn shown(name: &str, text: &str) -> String {
    let read = Read::of([(name, text)]);
    let mut shown = String::new();
    for flow in &read.program.flows {
        let kind = flow.kind.map_or("some flow", |kind| kind.words());
        shown += &format!(
            "{kind} `{}` \"{}\": {} blocks\n",
            flow.name,
            flow.title,
            flow.blocks.len()
        );
    }
    for resource in read.program.resources.iter() {
        shown += &format!(
            "{} {:?} {:?}\n",
            resource.kind.words(),
            resource.name,
            resource.id
        );
    }
    shown + &read.lines()
}

#[test]
fn a_cloudformation_template_holds_several_flows() {
    let flow = CONTENT.replace("EndFlowModuleExecution", "DisconnectParticipant");
    let template = json!({
        "AWSTemplateFormatVersion": "2010-09-09",
        "Resources": {
            "Bucket": {"Type": "AWS::S3::Bucket"},
            "Welcome": {"Type": "AWS::Connect::ContactFlow", "Properties": {
                "Name": "Welcome to us", "Type": "CONTACT_FLOW", "Content": flow.replace("PROMPT", "<<prompt>>")}},
            "Queue": {"Type": "AWS::Connect::ContactFlow", "Properties": {
                "Name": {"Ref": "QueueName"}, "Type": "CUSTOMER_QUEUE",
                "Content": {"Fn::Sub": flow.replace("PROMPT", "${Instance}/prompt/1").replace("DisconnectParticipant", "EndFlowExecution")}}},
            "Ask": {"Type": "AWS::Connect::ContactFlowModule", "Properties": {
                "Name": "Ask", "Content": {"Fn::Sub": [CONTENT.replace("PROMPT", "{{prompt}}"), {"A": "b"}]}}},
            "Joined": {"Type": "AWS::Connect::ContactFlow", "Properties": {
                "Name": "Joined", "Content": {"Fn::Join": ["", ["{", "}"]]}}},
        }
    });
    insta::assert_snapshot!(shown("stack.json", &template.to_string()));
}

#[test]
fn terraform_in_json_holds_several_flows() {
    let flow = CONTENT.replace("EndFlowModuleExecution", "DisconnectParticipant");
    let configuration = json!({
        "resource": {
            "aws_connect_contact_flow": {
                "welcome": {"name": "Welcome", "type": "CONTACT_FLOW", "content": flow.replace("PROMPT", "${aws_connect_prompt.hi.arn}")},
                "elsewhere": [{"name": "Elsewhere", "type": "CONTACT_FLOW", "content": "${file(\"flow.json\")}"}],
            },
            "aws_connect_contact_flow_module": {
                "ask": {"name": "Ask", "content": CONTENT.replace("PROMPT", "p")},
            },
        }
    });
    insta::assert_snapshot!(shown("main.tf.json", &configuration.to_string()));
}

#[test]
fn a_placeholder_without_quotes_is_told_as_one() {
    let place = "\"StartAction\":\"say\"";
    for (placeholder, column) in [
        ("${start}", 39),
        ("{{start}}", 40),
        ("<<start>>", 39),
        ("%{ if x }", 39),
    ] {
        let text = CONTENT.replace(place, &format!("\"StartAction\":{placeholder}"));
        let said = shown("flow.json", &text);
        assert!(
            said.contains("a template is no JSON until it is filled in"),
            "{said}"
        );
        assert!(
            said.starts_with(&format!("flow.json:1:{column}:")),
            "{said}"
        );
    }
}

#[test]
fn what_is_wrong_in_a_template_is_told_at_its_place() {
    let content = CONTENT.replace("EndFlowModuleExecution", "DisconectParticipant");
    let template = json!({"Resources": {"A": {"Type": "AWS::Connect::ContactFlow", "Properties": {"Content": content}}}});
    let text = template.to_string();
    let column = text.find(r#"\"DisconectParticipant"#).unwrap() + 1;
    let said = shown("stack.json", &text);
    assert!(said.contains(&format!("stack.json:1:{column}: ")), "{said}");
}

const FLOW: &str =
    "inbound flow caf\u{e9} \"Caf\u{e9}\" {\n    play prompt \"Ol\u{e9}\"\n    disconnect\n}\n";

#[test]
fn texts_in_utf_8_and_utf_16_are_read_and_no_others() {
    let project = Project::new();
    let utf_16 = |mark: [u8; 2], unit: fn(u16) -> [u8; 2]| -> Vec<u8> {
        mark.into_iter()
            .chain(FLOW.encode_utf16().flat_map(unit))
            .collect()
    };
    project.write("plain.ebb", FLOW);
    project.write("mark.ebb", format!("\u{feff}{FLOW}"));
    project.write("little.ebb", utf_16([0xff, 0xfe], u16::to_le_bytes));
    project.write("big.ebb", utf_16([0xfe, 0xff], u16::to_be_bytes));
    project.write("lines.ebb", FLOW.replace('\n', "\r\n"));
    for name in ["mark.ebb", "little.ebb", "big.ebb", "lines.ebb"] {
        let ran = project.ebb(&["diff", "plain.ebb", name]);
        assert_eq!(
            (ran.code, ran.stdout.as_str()),
            (Some(0), ""),
            "{name}: {}",
            ran.stderr
        );
    }
    let latin: Vec<u8> = FLOW
        .chars()
        .map(|letter| u8::try_from(u32::from(letter)).unwrap())
        .collect();
    project.write("latin.ebb", latin);
    project.write("cut.ebb", [0xff, 0xfe, b'a', 0, b'b']);
    let said: Vec<String> = ["latin.ebb", "cut.ebb"]
        .iter()
        .map(|name| project.ebb(&["check", name]).shown())
        .collect();
    insta::assert_snapshot!(said.concat());
}

#[test]
fn a_file_that_is_too_large_is_not_read() {
    let project = Project::new();
    let file = std::fs::File::create(project.path("large.json")).unwrap();
    // A file with a hole: it takes no room.
    file.set_len(100 * 1024 * 1024).unwrap();
    insta::assert_snapshot!(project.ebb(&["check", "large.json"]).shown());
}
