//! What the service checks when a flow is published, written down a second time.
//!
//! This reads JSON alone and knows nothing of the catalogue, so that a wrong row and a
//! wrong emitter cannot agree with each other.

use serde_json::Value;
use std::collections::BTreeSet;

/// Everything that `CreateContactFlow` would refuse in a document.
pub fn problems(text: &str) -> Vec<String> {
    let document: Value = match serde_json::from_str(text) {
        Ok(document) => document,
        Err(error) => return vec![error.to_string()],
    };
    let mut found = Vec::new();
    let mut refuse = |wrong: bool, what: String| {
        if wrong {
            found.push(what);
        }
    };
    let actions = document["Actions"].as_array().cloned().unwrap_or_default();
    let ids: Vec<&str> = actions
        .iter()
        .map(|action| text_of(&action["Identifier"]))
        .collect();
    let known: BTreeSet<&str> = ids.iter().copied().collect();
    refuse(document["Version"] != "2019-10-30", "Version".to_owned());
    refuse(
        !known.contains(text_of(&document["StartAction"])),
        "StartAction".to_owned(),
    );
    refuse(
        known.len() != ids.len(),
        "identifiers are not unique".to_owned(),
    );
    refuse(
        actions.len() > 250 || text.chars().count() > 256_000,
        "too large".to_owned(),
    );
    refuse(
        !text.ends_with("}\n"),
        "no line break at the end".to_owned(),
    );
    for id in &ids {
        let bad = id.is_empty()
            || id.chars().count() > 50
            || id.contains([
                '%', ':', '(', '\\', '/', ')', '=', '$', ',', ';', '[', ']', '{', '}',
            ]);
        refuse(bad, format!("identifier {id:?}"));
        let metadata = &document["Metadata"]["ActionMetadata"][id]["position"];
        refuse(
            !metadata["x"].is_i64() || !metadata["y"].is_i64(),
            format!("position of {id}"),
        );
    }
    for action in &actions {
        found.extend(action_problems(action, &known));
    }
    found
}

fn action_problems(action: &Value, known: &BTreeSet<&str>) -> Vec<String> {
    let id = text_of(&action["Identifier"]);
    let kind = text_of(&action["Type"]);
    let (parameters, transitions) = (&action["Parameters"], &action["Transitions"]);
    let mut found = Vec::new();
    let mut refuse = |wrong: bool, what: String| {
        if wrong {
            found.push(format!("{kind} {id}: {what}"));
        }
    };
    refuse(
        !parameters.is_object() || !transitions.is_object(),
        "not an object".to_owned(),
    );
    for what in scalars(parameters) {
        refuse(true, what);
    }
    let terminal = matches!(
        kind,
        "DisconnectParticipant"
            | "EndFlowExecution"
            | "EndFlowModuleExecution"
            | "TransferContactToAgent"
    );
    if terminal {
        refuse(
            transitions.as_object().is_some_and(|all| !all.is_empty()),
            "has transitions".to_owned(),
        );
        return found;
    }
    let list = |key: &str| transitions[key].as_array().cloned().unwrap_or_default();
    let (errors, conditions) = (list("Errors"), list("Conditions"));
    // Alone of all, exports write this one without; all others are refused without it.
    let next = (kind != "MessageParticipantIteratively").then(|| &transitions["NextAction"]);
    let targets = next.into_iter().chain(
        errors
            .iter()
            .chain(&conditions)
            .map(|branch| &branch["NextAction"]),
    );
    for target in targets {
        refuse(
            !known.contains(text_of(target)),
            format!("leads to {target}"),
        );
    }
    let types: Vec<&str> = errors
        .iter()
        .map(|error| text_of(&error["ErrorType"]))
        .collect();
    let mut operands = Vec::new();
    for condition in &conditions {
        let condition = &condition["Condition"];
        let operator = text_of(&condition["Operator"]);
        let values = condition["Operands"]
            .as_array()
            .cloned()
            .unwrap_or_default();
        refuse(
            values.len() != 1 || text_of(&values[0]).is_empty(),
            format!("operands {values:?}"),
        );
        let compares = [
            "Equals",
            "TextStartsWith",
            "TextEndsWith",
            "TextContains",
            "NumberGreaterThan",
            "NumberGreaterOrEqualTo",
            "NumberLessThan",
            "NumberLessOrEqualTo",
            "KeyExists",
        ];
        let agents = text_of(&parameters["MetricType"]).starts_with("NumberOfAgents");
        let allowed = match kind {
            "Compare" => &compares[..],
            "CheckMetricData" if agents => &compares[4..5],
            "CheckMetricData" => &[
                "Equals",
                "NumberGreaterThan",
                "NumberGreaterOrEqualTo",
                "NumberLessThan",
                "NumberLessOrEqualTo",
            ],
            "DistributeByPercentage" => &["NumberLessThan"],
            _ => &compares[..1],
        };
        refuse(!allowed.contains(&operator), format!("operator {operator}"));
        operands.push(
            values
                .first()
                .map_or(String::new(), |value| text_of(value).to_owned()),
        );
    }
    let (must, may) = demanded(kind, parameters);
    for error in &must {
        refuse(!types.contains(error), format!("lacks {error}"));
    }
    for error in &types {
        refuse(
            !must.contains(error) && !may.contains(error),
            format!("has {error}"),
        );
        refuse(
            types.iter().filter(|other| *other == error).count() > 1,
            format!("{error} twice"),
        );
    }
    let results = results(kind, parameters);
    refuse(
        results
            .as_ref()
            .is_some_and(|results| *results != operands.iter().map(String::as_str).collect()),
        format!("results {operands:?}"),
    );
    for what in parameter_problems(kind, parameters, &operands) {
        refuse(true, what);
    }
    found
}

/// The errors that an action must have, and those that it may have.
fn demanded(kind: &str, parameters: &Value) -> (Vec<&'static str>, Vec<&'static str>) {
    let (must, may): (&[&str], &[&str]) = match kind {
        "Compare" | "DistributeByPercentage" => (&["NoMatchingCondition"], &[]),
        "TransferContactToQueue" | "DequeueContactAndTransferToQueue" => {
            (&["QueueAtCapacity", "NoMatchingError"], &[])
        }
        "CheckMetricData" => (&["NoMatchingError", "NoMatchingCondition"], &[]),
        "ShowView" => (
            &[
                "NoMatchingError",
                "NoMatchingCondition",
                "TimeLimitExceeded",
            ],
            &[],
        ),
        "UpdateContactCallbackNumber" => {
            (&["InvalidCallbackNumber", "CallbackNumberNotDialable"], &[])
        }
        "UpdateContactRecordingAndAnalyticsBehavior" if parameters["ChatBehavior"].is_object() => (
            &[
                "NoMatchingError",
                "ChannelMismatch",
                "InFlightRedactionConfigurationFailed",
            ],
            &[],
        ),
        "UpdateContactRecordingAndAnalyticsBehavior" | "UpdateContactMediaProcessing" => {
            (&["NoMatchingError", "ChannelMismatch"], &[])
        }
        "UpdateContactRecordingBehavior" | "CompleteOutboundCall" => (&[], &[]),
        "UpdateContactRoutingBehavior" if parameters["RoutingProficiencies"].is_null() => {
            (&[], &[])
        }
        "UpdateContactRoutingBehavior" => (&[], &["NoMatchingError"]),
        "GetCustomerProfile" => (
            &["MultipleFoundError", "NoneFoundError", "NoMatchingError"],
            &[],
        ),
        "GetCustomerProfileObject" | "GetCalculatedAttributesForCustomerProfile" => {
            (&["NoneFoundError", "NoMatchingError"], &[])
        }
        "GetCase" if parameters["LinkContactToCase"] == "true" => (
            &[
                "NoMatchingError",
                "MultipleFound",
                "NoneFound",
                "ContactNotLinked",
            ],
            &[],
        ),
        "GetCase" => (&["NoMatchingError", "MultipleFound", "NoneFound"], &[]),
        "CreateCase" | "UpdateCase" if parameters["LinkContactToCase"] == "true" => {
            (&["NoMatchingError", "ContactNotLinked"], &[])
        }
        "AuthenticateParticipant" => (&["NoMatchingError", "TimeLimitExceeded"], &[]),
        "ConnectParticipantWithAgenticCX" => (
            &[
                "NoMatchingError",
                "NoMatchingCondition",
                "InputTimeLimitExceeded",
            ],
            &[],
        ),
        "TransferParticipantToThirdParty" if parameters["ContinueFlowExecution"] == "True" => (
            &[
                "NoMatchingError",
                "CallFailed",
                "ConnectionTimeLimitExceeded",
            ],
            &[],
        ),
        "StartOutboundChatContact" | "StartOutboundEmailContact" | "RenderMessageTemplate" => {
            (&["NoMatchingError", "TemplateRenderingError"], &[])
        }
        "InvokeFlowModule" => (&["NoMatchingError"], &["NoMatchingCondition"]),
        "MessageParticipantIteratively" | "UpdateContactTextToSpeechVoice" => {
            (&[], &["NoMatchingError"])
        }
        "GetParticipantInput" if parameters["StoreInput"] != "True" => (
            &[
                "NoMatchingCondition",
                "NoMatchingError",
                "InputTimeLimitExceeded",
            ],
            &[],
        ),
        "GetParticipantInput"
            if parameters["InputValidation"]["PhoneNumberValidation"].is_object() =>
        {
            (&["NoMatchingError", "InvalidPhoneNumber"], &[])
        }
        "ConnectParticipantWithLexBot" => (
            &["NoMatchingError", "NoMatchingCondition"],
            &["InputTimeLimitExceeded"],
        ),
        "Wait" if events(parameters).contains(&"BotParticipantDisconnected") => {
            (&["NoMatchingError", "ParticipantNotFound"], &[])
        }
        "MessageParticipant" | "Loop" => (&[], &["NoMatchingError"]),
        "UpdateFlowLoggingBehavior" => (&[], &[]),
        "SomeNewType" => (&[], &["NoMatchingError", "SomeError"]),
        _ => (&["NoMatchingError"], &[]),
    };
    (must.to_vec(), may.to_vec())
}

/// The results that an action must have, neither more nor less.
fn results<'a>(kind: &str, parameters: &'a Value) -> Option<BTreeSet<&'a str>> {
    let results = match kind {
        "CheckHoursOfOperation" => vec!["True", "False"],
        "Loop" => vec!["ContinueLooping", "DoneLooping"],
        "Wait" => {
            let mut results = events(parameters);
            results.push("WaitCompleted");
            results
        }
        "CheckSegmentMembershipForCustomerProfile" => vec!["True", "False"],
        "CheckMetricData" if text_of(&parameters["MetricType"]).starts_with("NumberOfAgents") => {
            vec!["0"]
        }
        "MessageParticipantIteratively" if parameters["InterruptFrequencySeconds"].is_string() => {
            vec!["MessagesInterrupted"]
        }
        "CheckOutboundCallStatus" => vec![
            "CallAnswered",
            "VoicemailBeep",
            "VoicemailNoBeep",
            "NotDetected",
        ],
        "CheckVoiceId" => match text_of(&parameters["CheckVoiceIdOption"]) {
            "enrollmentStatus" => vec!["Enrolled", "NotEnrolled", "OptedOut"],
            "fraudDetection" => vec!["HighRisk", "LowRisk", "Inconclusive"],
            _ => vec![
                "Authenticated",
                "NotAuthenticated",
                "Inconclusive",
                "NotEnrolled",
                "OptedOut",
            ],
        },
        "Compare"
        | "ConnectParticipantWithLexBot"
        | "SomeNewType"
        | "ShowView"
        | "AuthenticateParticipant"
        | "ConnectParticipantWithAgenticCX"
        | "CheckMetricData"
        | "DistributeByPercentage"
        | "InvokeFlowModule" => return None,
        "GetParticipantInput" if parameters["StoreInput"] != "True" => return None,
        _ => vec![],
    };
    Some(results.into_iter().collect())
}

fn parameter_problems(kind: &str, parameters: &Value, operands: &[String]) -> Vec<String> {
    let mut found = Vec::new();
    let mut refuse = |wrong: bool, what: &str| {
        if wrong {
            found.push(what.to_owned());
        }
    };
    let keys: Vec<&str> = parameters
        .as_object()
        .into_iter()
        .flatten()
        .map(|(key, _)| key.as_str())
        .collect();
    let one_of = |names: &[&str]| keys.iter().filter(|key| names.contains(key)).count();
    let number = |value: &Value, least: i64, most: i64, dynamic: bool| {
        let text = text_of(value);
        (dynamic && text.starts_with("$."))
            || text
                .parse::<i64>()
                .is_ok_and(|number| (least..=most).contains(&number))
    };
    let prompts = ["Text", "SSML", "PromptId", "Media"];
    match kind {
        "MessageParticipant" => refuse(one_of(&prompts) != 1, "needs one prompt"),
        "GetParticipantInput" => {
            refuse(one_of(&prompts) > 1, "has two prompts");
            refuse(
                !number(&parameters["InputTimeLimitSeconds"], 1, i64::MAX, false),
                "timeout",
            );
            let stores = parameters["StoreInput"] == "True";
            refuse(
                stores != parameters["InputValidation"].is_object(),
                "validation iff store",
            );
            refuse(
                !stores && parameters["DTMFConfiguration"].is_object(),
                "keys in a menu",
            );
            let is_key = |operand: &String| {
                operand.len() == 1
                    && operand.contains(|key: char| key.is_ascii_digit() || "*#".contains(key))
            };
            refuse(!operands.iter().all(is_key), "an operand is no key");
        }
        "ConnectParticipantWithLexBot" => {
            refuse(
                one_of(&prompts) + one_of(&["LexInitializationData"]) != 1,
                "needs one prompt",
            );
            refuse(one_of(&["LexBot", "LexV2Bot"]) != 1, "needs one bot");
        }
        "TransferContactToQueue" => refuse(!keys.is_empty(), "has parameters"),
        "UpdateContactTargetQueue" => {
            refuse(one_of(&["QueueId", "AgentId"]) != 1, "needs one queue");
        }
        "UpdateContactEventHooks" => {
            let hooks = parameters["EventHooks"].as_object();
            refuse(hooks.is_none_or(serde_json::Map::is_empty), "has no hook");
        }
        "Compare" => {
            let value = text_of(&parameters["ComparisonValue"]);
            refuse(
                !value.starts_with("$.") || value == "$.External",
                "compares a literal",
            );
        }
        "Loop" => refuse(!number(&parameters["LoopCount"], 0, 100, true), "count"),
        "Wait" => {
            refuse(
                !number(&parameters["TimeLimitSeconds"], 1, 604_800, true),
                "time",
            );
            let known = ["CustomerReturned", "BotParticipantDisconnected"];
            refuse(
                !events(parameters).iter().all(|event| known.contains(event)),
                "event",
            );
        }
        "InvokeLambdaFunction" => {
            refuse(
                text_of(&parameters["LambdaFunctionARN"]).is_empty(),
                "has no function",
            );
            refuse(
                !number(&parameters["InvocationTimeLimitSeconds"], 1, 8, false),
                "time limit",
            );
        }
        "UpdateContactAttributes" => refuse(!parameters["Attributes"].is_object(), "attributes"),
        "DistributeByPercentage" => {
            let limits: Vec<i64> = operands.iter().flat_map(|limit| limit.parse()).collect();
            refuse(
                limits.len() != operands.len()
                    || !limits.is_sorted()
                    || limits.iter().any(|limit| *limit > 101),
                "thresholds",
            );
        }
        "ShowView" => refuse(
            !number(
                &parameters["InvocationTimeLimitSeconds"],
                1,
                i64::MAX,
                false,
            ),
            "time limit",
        ),
        "TransferParticipantToThirdParty" => {
            let limit = &parameters["ThirdPartyConnectionTimeLimitSeconds"];
            refuse(!number(limit, 0, 600, true), "time limit");
            let goes_on = text_of(&parameters["ContinueFlowExecution"]);
            refuse(!["True", "False"].contains(&goes_on), "resume");
        }
        "UpdateContactRecordingAndAnalyticsBehavior" => {
            let forms = ["ChatBehavior", "VoiceBehavior", "ScreenRecordingBehavior"];
            refuse(one_of(&forms) != 1, "needs one form");
        }
        "UpdateContactRoutingBehavior" => {
            let forms = [
                "QueuePriority",
                "QueueTimeAdjustmentSeconds",
                "RoutingProficiencies",
            ];
            refuse(one_of(&forms) != 1, "needs one form");
        }
        "UpdateContactCallbackNumber" => refuse(
            !text_of(&parameters["CallbackNumber"]).starts_with("$."),
            "a number that is no reference",
        ),
        "MessageParticipantIteratively" => {
            let messages = parameters["Messages"].as_array();
            let one_each = |message: &Value| {
                prompts
                    .iter()
                    .filter(|way| !message[**way].is_null())
                    .count()
                    == 1
            };
            refuse(
                !messages.is_some_and(|messages| messages.iter().all(one_each)),
                "messages",
            );
        }
        "TransferToFlow" => refuse(text_of(&parameters["ContactFlowId"]).is_empty(), "flow"),
        _ => {}
    }
    found
}

/// Scalars are texts that are not empty.
fn scalars(value: &Value) -> Vec<String> {
    match value {
        Value::String(text) if text.is_empty() => vec!["an empty text".to_owned()],
        Value::String(_) => Vec::new(),
        Value::Array(list) => list.iter().flat_map(scalars).collect(),
        Value::Object(map) => map.values().flat_map(scalars).collect(),
        other => vec![format!("{other} is no text")],
    }
}

fn events(parameters: &Value) -> Vec<&str> {
    parameters["Events"]
        .as_array()
        .into_iter()
        .flatten()
        .map(text_of)
        .collect()
}

fn text_of(value: &Value) -> &str {
    value.as_str().unwrap_or("")
}
