//! What holds for every program and every document.

use super::program::shown;
use super::random::program;
use super::{Read, service};
use crate::support::cases;
use ebb::diag::{Level, Sink};
use ebb::emit;
use ebb::id::IndexVec;
use ebb::import;
use ebb::program::FlowId;
use ebb::source::SourceMap;
use proptest::prelude::*;

const GOOD: &str = include_str!("../fixtures/json/branches.json");

proptest! {
    #![proptest_config(cases(500))]

    #[test]
    fn a_program_that_is_written_and_read_is_the_same(program in program()) {
        let written: IndexVec<FlowId, String> = program
            .flows
            .ids()
            .map(|flow| emit::flow(&program, flow).json)
            .collect();
        let names = ["first.json", "second.json"];
        let again = Read::of(names.into_iter().zip(written.iter().map(String::as_str)));
        for (id, flow) in program.flows.iter_enumerated() {
            let read = &again.program.flows[id];
            prop_assert_eq!(shown(&program, flow), shown(&again.program, read), "{}", written[id]);
            let twice = emit::flow(&again.program, id).json;
            let differs = twice.lines().zip(written[id].lines()).find(|(one, other)| one != other);
            prop_assert_eq!(differs, None);
        }
        let errors: Vec<&str> = again
            .findings
            .iter()
            .filter(|finding| finding.level == Level::Error)
            .filter(|finding| finding.rule.name != "wrong-flow-kind")
            .map(|finding| finding.message.as_str())
            .collect();
        prop_assert!(errors.is_empty(), "{:?}", errors);
    }

    #[test]
    fn the_service_has_nothing_against_what_is_written(program in program()) {
        for flow in program.flows.ids() {
            let written = emit::flow(&program, flow).json;
            let problems = service::problems(&written);
            prop_assert!(problems.is_empty(), "{problems:?}\n{written}");
        }
    }

    #[test]
    fn a_document_that_is_cut_anywhere_is_refused_or_read(at in 0..GOOD.len()) {
        let Some(cut) = GOOD.get(..at) else { return Ok(()) };
        let read = Read::of([("cut.json", cut)]);
        prop_assert!(read.program.flows.is_empty() != read.findings.is_empty() || !read.findings.is_empty());
    }

    #[test]
    fn no_document_is_too_strange(value in json()) {
        let text = value.to_string();
        let read = Read::of([("strange.json", text.as_str())]);
        prop_assert!(!read.program.flows.is_empty() || !read.findings.is_empty(), "{text}");
        let file = SourceMap::new().add("strange.json", "");
        if let Some(once) = import::canonical(file, &text, &mut Sink::new()) {
            let twice = import::canonical(file, &once, &mut Sink::new());
            prop_assert_eq!(Some(&once), twice.as_ref(), "{}", text);
        }
        for flow in read.program.flows.ids() {
            let written = emit::flow(&read.program, flow).json;
            prop_assert!(serde_json::from_str::<serde_json::Value>(&written).is_ok());
        }
    }

    #[test]
    fn no_text_is_too_strange(text in any::<String>()) {
        let read = Read::of([("strange.json", text.as_str())]);
        prop_assert!(!read.findings.is_empty());
    }
}

fn old_key() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec![
        "name",
        "value",
        "namespace",
        "key",
        "resourceName",
        "condition",
        "conditionType",
        "conditionValue",
        "transition",
        "contactReference",
        "languageCode",
    ])
}

/// Documents of the words that flows are made of, in any place.
fn json() -> impl Strategy<Value = serde_json::Value> {
    let word = prop::sample::select(vec![
        "Version",
        "2019-10-30",
        "StartAction",
        "Actions",
        "Metadata",
        "Identifier",
        "Type",
        "Parameters",
        "Transitions",
        "NextAction",
        "Errors",
        "ErrorType",
        "Conditions",
        "Condition",
        "Operator",
        "Operands",
        "Equals",
        "Wait",
        "GetParticipantInput",
        "StoreInput",
        "UpdateContactEventHooks",
        "EventHooks",
        "NoMatchingError",
        "Events",
        "FlowAttributes",
        "ContactFlow",
        "Content",
        "Settings",
        "Text",
        "",
        "modules",
        "id",
        "type",
        "start",
        "metadata",
        "name",
        "value",
        "namespace",
        "System",
        "resourceName",
        "key",
        "condition",
        "Success",
        "Evaluate",
        "conditionType",
        "transition",
        "ssml",
        "Resources",
        "AWS::Connect::ContactFlow",
        "Properties",
        "Fn::Sub",
        "resource",
        "aws_connect_contact_flow",
        "content",
    ]);
    let leaf = prop_oneof![
        Just(serde_json::Value::Null),
        any::<bool>().prop_map(Into::into),
        any::<i64>().prop_map(Into::into),
        word.clone().prop_map(Into::into),
        ".{0,4}".prop_map(Into::into),
    ];
    let soup = leaf.prop_recursive(6, 64, 6, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(serde_json::Value::from),
            prop::collection::vec((word.clone(), inner), 0..6).prop_map(|members| {
                members
                    .into_iter()
                    .map(|(key, value)| (key.to_owned(), value))
                    .collect()
            }),
        ]
    });
    // In the right frame, so that the inside is looked at.
    let action = (soup.clone(), soup.clone(), 0..6_usize, soup.clone());
    let actions = prop::collection::vec(action, 0..5).prop_map(|actions| {
        let types = ["Wait", "GetParticipantInput", "UpdateContactEventHooks", "Compare", "DisconnectParticipant", "New"];
        let actions = actions.into_iter().map(|(parameters, transitions, kind, id)| {
            serde_json::json!({
                "Identifier": id, "Type": types[kind], "Parameters": parameters, "Transitions": transitions,
            })
        });
        serde_json::json!({
            "Version": "2019-10-30", "StartAction": "a", "Actions": actions.collect::<Vec<_>>(),
        })
    });
    // Blocks of the old designer, with parameters and branches of any form.
    let parts = || {
        let part = prop::collection::vec((old_key(), soup.clone()), 0..5);
        prop::collection::vec(part, 0..4)
    };
    let module = (0..9_usize, parts(), parts(), soup.clone());
    let modules = prop::collection::vec(module, 0..5);
    let modules = modules.prop_map(|modules| {
        let types = [
            "PlayPrompt",
            "LoopPrompts",
            "SetAttributes",
            "SetContactData",
            "SetEventHook",
            "SetRecordingBehavior",
            "StartMediaStreaming",
            "CheckAttribute",
            "Unheard",
        ];
        let modules = modules
            .into_iter()
            .map(|(kind, parameters, branches, metadata)| {
                let objects =
                    |parts: Vec<Vec<(&str, serde_json::Value)>>| -> Vec<serde_json::Value> {
                        let object =
                            |part: Vec<(&str, serde_json::Value)>| part.into_iter().collect();
                        parts.into_iter().map(object).collect()
                    };
                serde_json::json!({
                    "id": kind, "type": types[kind], "metadata": metadata,
                    "parameters": objects(parameters), "branches": objects(branches),
                })
            });
        serde_json::json!({"modules": modules.collect::<Vec<_>>(), "start": "a", "metadata": {}})
    });
    prop_oneof![soup, actions, modules]
}

fn document(actions: &str) -> String {
    format!("{{\"Version\": \"2019-10-30\", \"StartAction\": \"a\", \"Actions\": [{actions}]}}")
}

/// Deep nesting may take no stack, and what is long no product of lengths.
#[test]
fn large_documents_cost_no_stack_and_no_patience() {
    const MANY: usize = 20_000;
    let action = |kind: &str, parameters: &str, transitions: &str| {
        document(&format!(
            "{{\"Identifier\": \"a\", \"Type\": {kind:?}, \"Parameters\": {{{parameters}}}, \"Transitions\": {{{transitions}}}}}"
        ))
    };
    let each = |one: fn(usize) -> String| (0..MANY).map(one).collect::<Vec<_>>().join(",");
    let old = |kind: &str, parameters: &str| {
        format!(
            "{{\"modules\": [{{\"id\": \"a\", \"type\": {kind:?}, \"parameters\": [{parameters}], \"branches\": []}}]}}"
        )
    };
    let conditions = each(|n| {
        format!(
            "{{\"NextAction\": \"a\", \"Condition\": {{\"Operator\": \"Equals\", \"Operands\": [\"{n}\"]}}}}"
        )
    });
    let keys = each(|n| format!("\"k{n}\": \"\""));
    let hooks = each(|_| "\"CustomerQueue\": \"f\"".to_owned());
    let documents = [
        "[".repeat(MANY),
        "{\"a\":".repeat(MANY),
        action("Compare", "", &format!("\"Conditions\": [{conditions}]")),
        action("Wait", &keys, ""),
        action("SomeView", &keys, &keys),
        action(
            "UpdateContactEventHooks",
            &format!("\"EventHooks\": {{{hooks}}}"),
            "",
        ),
        action(
            "UpdateContactAttributes",
            &format!("\"Attributes\": {{{keys}}}"),
            "",
        ),
        action(&"x".repeat(MANY * 10), "", ""),
        document(&each(|n| {
            format!("{{\"Identifier\": \"{n}\", \"Type\": \"Wait\"}}")
        })),
        document(&each(|_| "{\"Type\": \"Wait\"}".to_owned())),
        old(
            "PlayPrompt",
            &each(|n| format!("{{\"name\": \"Text\", \"value\": \"{n}\"}}")),
        ),
        old(
            "SetEventHook",
            &each(|n| format!("{{\"name\": \"ContactFlowId\", \"resourceName\": \"{n}\"}}")),
        ),
        old(
            "SetAttributes",
            &each(|n| format!("{{\"name\": \"Attribute\", \"key\": \"k{n}\", \"value\": \"v\"}}")),
        ),
    ];
    for text in &documents {
        let file = SourceMap::new().add("large.json", "");
        let _ = import::canonical(file, text, &mut Sink::new());
        let read = Read::of([("large.json", text.as_str())]);
        for flow in read.program.flows.ids() {
            assert!(!emit::flow(&read.program, flow).json.is_empty());
        }
    }
}
