//! Flows written by hand after exported ones, beside what they were written after: the
//! same actions with the same parameters and the same ways out, whatever the identifiers.
//!
//! The sources are in the folder that `EBB_SAMPLES` names, the exports in the corpus.
//! Two flows are compared from their starts, step by step, so that one that shares a block
//! equals one that repeats it.

use crate::support::corpus;
use ebb::compile::{Beside, Compilation, Input, compile_beside};
use ebb::diag::Level;
use ebb::emit;
use ebb::graph::Settings;
use ebb::source::SourceMap;
use serde_json::{Map, Value, json};
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// A flow that was written after an export.
struct Pair {
    /// The source.
    source: &'static str,
    /// The flow in it.
    flow: &'static str,
    /// What the name of the export contains.
    export: &'static str,
    /// The blocks that say less than those of the export: the sample is shorter there.
    shortened: &'static [&'static str],
    /// A block of the export that the sample leaves out.
    left_out: Option<&'static str>,
}

const fn pair(source: &'static str, flow: &'static str, export: &'static str) -> Pair {
    Pair {
        source,
        flow,
        export,
        shortened: &[],
        left_out: None,
    }
}

impl Pair {
    const fn shortened(self, shortened: &'static [&'static str]) -> Self {
        Self { shortened, ..self }
    }

    const fn without(self, left_out: &'static str) -> Self {
        let left_out = Some(left_out);
        Self { left_out, ..self }
    }
}

/// `hooks_and_whisper` holds a second flow, which is a part of a longer one.
const PAIRS: &[Pair] = &[
    pair("ab_test", "ab_test", "ab-test-transfer-flow-5a"),
    // A script put ARNs into flow attributes there; the sample has names.
    pair("acme_main", "acme_main", "acme_main_AUTO")
        .shortened(&[
            "get-customer-input-which-department-do-you-n",
            "invoke-lambda-function-example-function",
            "invoke-module-acme-module",
            "set-customer-queue-flow-acme-customer-queue",
            "set-voice-joanna",
            "set-working-queue-finance",
            "set-working-queue-sales",
            "transfer-to-flow-acme-queue-transfer",
        ])
        .without("FLOW_OBJECT_MAPS#"),
    pair("acme_main", "acme_module", "acme_contact_flow_module_AUTO")
        .shortened(&["set-customer-queue-flow-acme-customer-queue"])
        .without("FLOW_OBJECT_MAPS#"),
    pair(
        "agent_workspace",
        "handler",
        "SBSGuides_Example_AgentWorkspace_Handler",
    ),
    pair(
        "agent_workspace",
        "guide",
        "SBSGuides_Example_AgentWorkspace_Guide",
    )
    .shortened(&[
        "overview",
        "show-view-form",
        "show-view-confirmation",
        "create-task-new-insurance-claim",
    ]),
    pair("contact_survey", "contact_survey", "Contact-Survey").shortened(&[
        "play-prompt-lambda-getsurveyconfig-error",
        "question",
        "get-customer-input-external-nextquestion",
        "invoke-lambda-function-utils",
        "invoke-lambda-function-utils-ask",
        "play-prompt-invalid-input",
    ]),
    pair(
        "customer_queue",
        "RulesEngineCustomerQueue",
        "RulesEngineCustomerQueue",
    )
    .shortened(&["loop-prompts", "invoke-lambda-function-connectupdatestate"]),
    pair("dtmf_menu", "RulesEngineDTMFMenu", "RulesEngineDTMFMenu"),
    // One check of the language stands for two copies of what follows.
    pair("healthcare", "healthcare_auth", "healthcare-auth-ivr-flow").shortened(&[
        "authenticate",
        "get-customer-input-to-verify-your-identity-p",
        "get-customer-input-how-can-we-help-you-today",
        "get-customer-input-cómo-podemos-ayudarle-hoy",
        "play-prompt-thank-you-for-calling-the-hea-open",
        "play-prompt-gracias-por-llamar-al-centro-open",
    ]),
    pair(
        "hooks_and_whisper",
        "RulesEngineAgentWhisper",
        "RulesEngineAgentWhisper",
    ),
    pair(
        "rules_engine_disconnect",
        "RulesEngineDisconnect",
        "RulesEngineDisconnect",
    ),
    pair("rules_engine_wait", "RulesEngineWait", "RulesEngineWait"),
    pair(
        "scv_queue_transfer",
        "SCV_Queue_Transfer",
        "SCV_Queue_Transfer",
    ),
    pair("set_callback", "cfSetCallBackflow", "cfSetCallBackflow"),
    pair(
        "task_create",
        "SBSGuides_Module_Task_Create",
        "SBSGuides_Module_Task_Create",
    )
    .shortened(&[
        "set-working-queue-task-agent",
        "create-task-sample-task",
        "show-view-confirmation",
    ]),
];

/// What had to be corrected in the sources, which were written on paper: the source, what
/// it says, what it has to say, and why.
const CORRECTIONS: &[(&str, &str, &str, &str)] = &[
    (
        "agent_workspace",
        "user@example.com\" }\n        }",
        "user@example.com\" }\n            fields: []\n        }",
        "the designer writes the empty list",
    ),
    (
        "agent_workspace",
        "PhoneNumber: $.CustomerEndpoint.Address\n    }\n    set contact data",
        "PhoneNumber: $.CustomerEndpoint.Address
        DefaultFlowForAgentUI: \"**ENTER YOUR CONTACT FLOW ID HERE**\"
        DisconnectFlowForAgentUI: \"**ENTER YOUR CONTACT FLOW ID HERE**\"
        WorkingQueue: \"**ENTER YOUR QUEUE ARN HERE**\"\n    }\n    set contact data",
        "the sample leaves three attributes out",
    ),
    (
        "hooks_and_whisper",
        "flow   RulesEngineAgentWhisper\n",
        "",
        "a flow that is defined is not declared as one outside, too",
    ),
    (
        "hooks_and_whisper",
        "engine: neural }",
        "engine: neural, error -> none }",
        "the designer wrote no error branch then",
    ),
    (
        "hooks_and_whisper",
        "agentWhisperMessage\"\n",
        "agentWhisperMessage\" { error -> none }\n",
        "the designer wrote no error branch then",
    ),
    (
        "hooks_and_whisper",
        "agentWhisperMessagePromptArn\n",
        "agentWhisperMessagePromptArn { error -> none }\n",
        "the designer wrote no error branch then",
    ),
];

/// The data of the view that `agent_workspace` takes from a file.
const CLAIM_FORM: &str = "{\"Heading\": \"Insurance claim\"}";

/// A sample with its corrections.
fn sample(folder: &Path, source: &str) -> String {
    let text = fs::read_to_string(folder.join(format!("{source}.ebb"))).expect("a sample");
    let corrections = CORRECTIONS.iter().filter(|(known, ..)| *known == source);
    corrections.fold(text, |text, (_, wrong, right, why)| {
        assert!(
            text.contains(wrong),
            "{source} says no more: {wrong} ({why})"
        );
        text.replace(wrong, right)
    })
}

fn compile(source: &str, text: &str) -> Compilation {
    let read = |_: &str, path: &str| match path {
        "views/claim-form.json" => Ok(CLAIM_FORM.to_owned()),
        _ => Err(format!("cannot read `{path}`")),
    };
    let input = Input {
        name: format!("{source}.ebb"),
        text: text.to_owned(),
        named: true,
    };
    compile_beside(
        SourceMap::new(),
        vec![input],
        &Settings::default(),
        &[],
        &Beside::files(&read),
    )
}

#[test]
fn samples_compile_after_corrections() {
    let Some(samples) = samples() else { return };
    let mut compiled = 0;
    for entry in fs::read_dir(&samples).expect("a folder") {
        let path = entry.expect("a file").path();
        let source = path
            .file_stem()
            .expect("a name")
            .to_string_lossy()
            .into_owned();
        // Tests of flows that stand elsewhere.
        if source == "tests" || path.extension().is_none_or(|end| end != "ebb") {
            continue;
        }
        let compilation = compile(&source, &sample(&samples, &source));
        let errors: Vec<_> = compilation
            .findings
            .iter()
            .filter(|finding| finding.level == Level::Error)
            .collect();
        assert!(errors.is_empty(), "{source}: {errors:#?}");
        compiled += 1;
    }
    assert_eq!(compiled, 13);
}

#[test]
fn samples_are_the_flows_that_they_were_written_after() {
    let Some(samples) = samples() else { return };
    let Some(corpus) = corpus() else { return };
    for pair in PAIRS {
        let compilation = compile(pair.source, &sample(&samples, pair.source));
        let mut flows = compilation.program.flows.iter_enumerated();
        let (id, _) = flows
            .find(|(_, flow)| flow.name == pair.flow)
            .expect("the flow");
        let ours = serde_json::from_str(&emit::flow(&compilation.program, id).json).unwrap();
        let mut files: Vec<PathBuf> = fs::read_dir(corpus.join("flows"))
            .expect("flows")
            .map(|entry| entry.expect("a file").path())
            .filter(|path| path.to_string_lossy().contains(pair.export))
            .collect();
        files.sort();
        let differences = files
            .iter()
            .map(|path| {
                let text = fs::read_to_string(path).expect("text");
                let theirs = serde_json::from_str(&text).expect("JSON");
                differences(&ours, &theirs, pair.left_out)
            })
            .min_by_key(Vec::len)
            .unwrap_or_else(|| panic!("no export is called {}", pair.export));
        let at: BTreeSet<&str> = differences
            .iter()
            .map(|(block, _)| block.as_str())
            .collect();
        let shortened: BTreeSet<&str> = pair.shortened.iter().copied().collect();
        assert_eq!(at, shortened, "{}: {differences:#?}", pair.flow);
    }
}

fn samples() -> Option<PathBuf> {
    match std::env::var_os("EBB_SAMPLES") {
        Some(folder) if !folder.is_empty() => Some(PathBuf::from(folder)),
        _ => {
            println!("skipped: EBB_SAMPLES names no folder of samples");
            None
        }
    }
}

/// Where two flows do different things, from their starts on: our block, and what differs.
fn differences(ours: &Value, theirs: &Value, left_out: Option<&str>) -> Vec<(String, String)> {
    let start = |flow: &Value| flow["StartAction"].as_str().unwrap_or("").to_owned();
    // Over the block that the sample leaves out.
    let over = |id: String| match left_out {
        Some(left_out) if left_out == id => {
            let block = action(theirs, &id).expect("the block that is left out");
            let next = &block["Transitions"]["NextAction"];
            next.as_str().unwrap_or("").to_owned()
        }
        _ => id,
    };
    let mut todo = vec![(start(ours), over(start(theirs)))];
    let mut seen = BTreeSet::new();
    let mut found = Vec::new();
    while let Some(pair) = todo.pop() {
        if !seen.insert(pair.clone()) {
            continue;
        }
        let mut differs = |what: String| found.push((pair.0.clone(), what));
        let (Some(one), Some(other)) = (action(ours, &pair.0), action(theirs, &pair.1)) else {
            differs("leads nowhere".to_owned());
            continue;
        };
        if one["Type"] != other["Type"] {
            differs(format!("{} and {}", one["Type"], other["Type"]));
            continue;
        }
        let (said, meant) = (plain(&one["Parameters"]), plain(&other["Parameters"]));
        if said != meant {
            differs(format!("{said} and {meant}"));
        }
        let (ways, others) = (exits(one), exits(other));
        for (way, target) in &ways {
            match others.iter().find(|(known, _)| known == way) {
                Some((_, there)) => todo.push((target.clone(), over(there.clone()))),
                None => differs(format!("only ours has {way}")),
            }
        }
        for (way, _) in &others {
            if !ways.iter().any(|(known, _)| known == way) {
                differs(format!("only theirs has {way}"));
            }
        }
    }
    found
}

fn action<'a>(flow: &'a Value, id: &str) -> Option<&'a Value> {
    let mut actions = flow["Actions"].as_array()?.iter();
    actions.find(|action| action["Identifier"] == id)
}

/// Parameters without what the designer writes where nobody chooses, and with one word
/// for every resource.
fn plain(parameters: &Value) -> Value {
    const DEFAULTS: &[(&str, &str)] = &[
        ("TextToSpeechStyle", "\"None\""),
        ("TargetContact", "\"Current\""),
        ("ResponseValidation", "{\"ResponseType\":\"STRING_MAP\"}"),
        ("DTMFConfiguration", "{\"DisableCancelKey\":\"False\"}"),
    ];
    match parameters {
        Value::Object(members) => {
            let mut sorted: Vec<(&String, &Value)> = members.iter().collect();
            sorted.sort_by_key(|(key, _)| *key);
            let chosen = |(key, value): &(&String, &Value)| {
                let text = value.to_string();
                !DEFAULTS
                    .iter()
                    .any(|(known, default)| key == known && text == *default)
            };
            let members = sorted.into_iter().filter(chosen);
            Value::Object(
                members
                    .map(|(key, value)| match value.as_str() {
                        Some(text) if is_resource(key, text) => (key.clone(), json!("a resource")),
                        _ => (key.clone(), plain(value)),
                    })
                    .collect::<Map<String, Value>>(),
            )
        }
        Value::Array(elements) => Value::Array(elements.iter().map(plain).collect()),
        Value::String(text) => json!(text.trim()),
        Value::Number(_) | Value::Bool(_) => json!(parameters.to_string()),
        Value::Null => json!({}),
    }
}

fn is_resource(key: &str, text: &str) -> bool {
    let keys = [
        "QueueId",
        "LambdaFunctionARN",
        "ContactFlowId",
        "CustomerQueue",
        "AgentWhisper",
        "CustomerWhisper",
        "CustomerRemaining",
        "CaseTemplateId",
        "FlowModuleId",
        "HoursOfOperationId",
        "PromptId",
        "AliasArn",
        "Id",
    ];
    keys.contains(&key) && !text.starts_with("$.")
}

/// The ways out of an action and where they lead.
fn exits(action: &Value) -> Vec<(String, String)> {
    let target = |entry: &Value| entry["NextAction"].as_str().unwrap_or("").to_owned();
    let transitions = &action["Transitions"];
    let mut exits = Vec::new();
    if transitions["NextAction"].is_string() {
        exits.push(("NextAction".to_owned(), target(transitions)));
    }
    for error in transitions["Errors"].as_array().into_iter().flatten() {
        exits.push((error["ErrorType"].to_string(), target(error)));
    }
    for entry in transitions["Conditions"].as_array().into_iter().flatten() {
        let condition = &entry["Condition"];
        let way = format!("{} {}", condition["Operator"], condition["Operands"]);
        exits.push((way, target(entry)));
    }
    exits
}
