//! Blocks of the old designer, and what they are today.
//!
//! The old names are those of exports of the old designer; those of today are in the
//! catalogue. A block that no export shows is not here: nobody knows what it said.

use crate::catalogue::{Operator, Wire};

/// A block of the old designer.
pub struct OldBlock {
    /// Its `type`.
    pub kind: &'static str,
    /// Its `target`, where that tells blocks of one type apart.
    pub target: Option<&'static str>,
    /// The action that does the same today.
    pub action: &'static str,
    /// What the action says besides, and the old block did not need to.
    pub fixed: &'static [(&'static str, &'static str)],
    /// What becomes of its parameters.
    pub parameters: &'static [OldParameter],
    /// What becomes of its branches.
    pub branches: &'static [OldBranch],
    /// A way out that the action has to have and the old block may lack: it leads where
    /// this old branch leads.
    pub like: Option<(Way, &'static str)>,
}

/// A parameter of an old block: its `name`, and what becomes of it.
pub type OldParameter = (&'static str, How);

/// A branch of an old block: its `condition`, and what becomes of it.
pub type OldBranch = (&'static str, Way);

/// What becomes of a parameter.
#[derive(Clone, Copy)]
pub enum How {
    /// The value stands at this path.
    At(&'static str),
    /// What is said: a text, or SSML where the block says so.
    Said,
    /// A word becomes this JSON at this path; another word stays as it is.
    Word(&'static str, Words),
    /// As `Word`, and whatever else would stand there does not.
    Instead(&'static str, Words),
    /// One entry of the map at this path, under the parameter's `key`.
    Entry(&'static str),
    /// One entry of the map at this path, under what another parameter says.
    Under(&'static str, &'static str),
    /// One prompt in the list at this path, said in this way.
    Prompt(&'static str, &'static str),
    /// One direction in which the customer's audio is streamed.
    Direction(Words),
    /// The value that is compared, which another parameter says the namespace of.
    Compared(&'static str, &'static str),
    /// Data of the contact: the parameter holds one thing under a name of its own.
    Data(&'static [(&'static str, &'static str)]),
    /// It belongs to another parameter, or says what can only be so.
    Told,
}

/// Old words with the JSON of today; no JSON where nothing is said today.
pub type Words = &'static [(&'static str, &'static str)];

/// What becomes of a branch.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// The action's `NextAction`.
    Next,
    /// An error or a fixed condition.
    Fixed(Wire),
    /// A condition with the operator and the value that the branch names.
    Compared,
}

/// The old names of operators.
pub const OPERATORS: &[(&str, Operator)] = &[
    ("Equals", Operator::Equals),
    ("StartsWith", Operator::TextStartsWith),
    ("Contains", Operator::TextContains),
    ("GreaterThan", Operator::NumberGreaterThan),
    ("GreaterThanOrEqualTo", Operator::NumberGreaterOrEqualTo),
    ("LessThan", Operator::NumberLessThan),
];

/// The old names of namespaces that have another one today.
pub const NAMESPACES: &[(&str, &str)] = &[("User Defined", "Attributes")];

/// The namespace whose values stand at the top today.
pub const SYSTEM: &str = "System";

/// The old names of system attributes that have another one today.
pub const SYSTEM_NAMES: &[(&str, &str)] = &[
    ("Customer Number", "CustomerEndpoint.Address"),
    ("Dialed Number", "SystemEndpoint.Address"),
    ("Stored customer input", "StoredCustomerInput"),
];

/// The old block of a type and a target.
pub fn find(kind: &str, target: Option<&str>) -> Option<&'static OldBlock> {
    BLOCKS
        .iter()
        .find(|old| old.kind == kind && (old.target.is_none() || old.target == target))
}

const BASE: OldBlock = OldBlock {
    kind: "",
    target: None,
    action: "",
    fixed: &[],
    parameters: &[],
    branches: &[],
    like: None,
};

const SUCCESS: OldBranch = ("Success", Way::Next);
const ERROR: OldBranch = failure("Error", "NoMatchingError");
const NO_MATCH: OldBranch = failure("NoMatch", "NoMatchingCondition");
const COMPARED: OldBranch = ("Evaluate", Way::Compared);

const fn failure(condition: &'static str, error: &'static str) -> OldBranch {
    (condition, Way::Fixed(Wire::Error(error)))
}

const fn result(condition: &'static str, operand: &'static str) -> OldBranch {
    (
        condition,
        Way::Fixed(Wire::Condition(Operator::Equals, operand)),
    )
}

const TEXT: OldParameter = ("Text", How::Said);
const SPEECH: OldParameter = ("TextToSpeechType", How::Told);
const RECORDING: OldParameter = ("AudioPrompt", How::At("PromptId"));
const QUEUE: OldParameter = ("Queue", How::At("QueueId"));
const AGENT: OldParameter = ("Agent", How::At("AgentId"));

const TRUE_FALSE: Words = &[("true", "\"True\""), ("false", "\"False\"")];
const STREAMING: &[OldParameter] = &[
    (
        "Track",
        How::Direction(&[("FromCustomer", "\"From\""), ("ToCustomer", "\"To\"")]),
    ),
    ("MediaStreamTypes", How::At("MediaStreamType")),
];
const HOOK: &[OldParameter] = &[
    ("Type", How::Told),
    ("ContactFlowId", How::Under("EventHooks", "Type")),
];

static BLOCKS: &[OldBlock] = &[
    OldBlock {
        kind: "PlayPrompt",
        action: "MessageParticipant",
        parameters: &[TEXT, SPEECH, RECORDING],
        branches: &[SUCCESS, ERROR],
        ..BASE
    },
    OldBlock {
        kind: "LoopPrompts",
        action: "MessageParticipantIteratively",
        parameters: &[
            ("Text", How::Prompt("Messages", "Text")),
            ("AudioPrompt", How::Prompt("Messages", "PromptId")),
            ("InterruptSeconds", How::At("InterruptFrequencySeconds")),
        ],
        branches: &[result("Timeout", "MessagesInterrupted"), ERROR],
        ..BASE
    },
    OldBlock {
        kind: "GetUserInput",
        target: Some("Digits"),
        action: "GetParticipantInput",
        fixed: &[("StoreInput", "False")],
        parameters: &[
            TEXT,
            SPEECH,
            RECORDING,
            ("Timeout", How::At("InputTimeLimitSeconds")),
            // A menu takes one key, then and now.
            ("MaxDigits", How::Word("", &[("1", "")])),
        ],
        branches: &[
            COMPARED,
            failure("Timeout", "InputTimeLimitExceeded"),
            NO_MATCH,
            ERROR,
        ],
        ..BASE
    },
    OldBlock {
        kind: "GetUserInput",
        target: Some("Lex"),
        action: "ConnectParticipantWithLexBot",
        parameters: &[
            TEXT,
            SPEECH,
            RECORDING,
            ("BotName", How::At("LexBot.Name")),
            ("BotAlias", How::At("LexBot.Alias")),
            ("BotRegion", How::At("LexBot.Region")),
            ("BotAliasArn", How::At("LexV2Bot.AliasArn")),
            ("LexVersion", How::Word("", &[("V2", "")])),
            ("Parameter", How::Entry("LexSessionAttributes")),
        ],
        branches: &[COMPARED, NO_MATCH, ERROR],
        ..BASE
    },
    OldBlock {
        kind: "StoreUserInput",
        action: "GetParticipantInput",
        fixed: &[("StoreInput", "True")],
        parameters: &[
            TEXT,
            SPEECH,
            RECORDING,
            ("Timeout", How::At("InputTimeLimitSeconds")),
            (
                "MaxDigits",
                How::At("InputValidation.CustomValidation.MaximumLength"),
            ),
            (
                "DisableCancel",
                How::Word("DTMFConfiguration.DisableCancelKey", TRUE_FALSE),
            ),
            (
                "TerminatorDigits",
                How::At("DTMFConfiguration.InputTerminationSequence"),
            ),
            ("CustomerInputType", How::Word("", &[("Custom", "")])),
            ("EncryptEntry", How::Word("", &[("false", "")])),
        ],
        branches: &[SUCCESS, ERROR],
        ..BASE
    },
    OldBlock {
        kind: "Wait",
        action: "Wait",
        parameters: &[
            ("TimeoutSeconds", How::At("TimeLimitSeconds")),
            (
                "InterruptOnCustomerReturn",
                How::Word(
                    "Events",
                    &[("true", "[\"CustomerReturned\"]"), ("false", "")],
                ),
            ),
        ],
        branches: &[
            result("CustomerReturn", "CustomerReturned"),
            result("Timeout", "WaitCompleted"),
            ERROR,
        ],
        ..BASE
    },
    OldBlock {
        kind: "SetAttributes",
        action: "UpdateContactAttributes",
        fixed: &[("TargetContact", "Current")],
        parameters: &[("Attribute", How::Entry("Attributes"))],
        branches: &[SUCCESS, ERROR],
        ..BASE
    },
    OldBlock {
        kind: "SetContactData",
        action: "UpdateContactData",
        parameters: &[
            (
                "ContactData",
                How::Data(&[
                    ("languageCode", "LanguageCode"),
                    ("customerId", "CustomerId"),
                    ("contactReference", "References"),
                ]),
            ),
            (
                "IsVoiceIdStreamingEnabled",
                How::At("IsVoiceIdStreamingEnabled"),
            ),
            (
                "IsVoiceAuthenticationEnabled",
                How::At("IsVoiceAuthenticationEnabled"),
            ),
            (
                "VoiceAuthenticationThreshold",
                How::At("VoiceAuthenticationThreshold"),
            ),
            (
                "VoiceAuthenticationResponseTime",
                How::At("VoiceAuthenticationResponseTime"),
            ),
            (
                "IsFraudDetectionEnabled",
                How::At("IsFraudDetectionEnabled"),
            ),
        ],
        branches: &[SUCCESS, ERROR],
        ..BASE
    },
    OldBlock {
        kind: "CheckAttribute",
        action: "Compare",
        parameters: &[
            ("Attribute", How::Compared("ComparisonValue", "Namespace")),
            ("Namespace", How::Told),
        ],
        branches: &[COMPARED, NO_MATCH],
        ..BASE
    },
    OldBlock {
        kind: "CheckHoursOfOperation",
        action: "CheckHoursOfOperation",
        branches: &[result("True", "True"), result("False", "False"), ERROR],
        ..BASE
    },
    OldBlock {
        kind: "CheckStaffing",
        action: "CheckMetricData",
        parameters: &[
            (
                "Status",
                How::Word(
                    "MetricType",
                    &[
                        ("Available", "\"NumberOfAgentsAvailable\""),
                        ("Staffed", "\"NumberOfAgentsStaffed\""),
                        ("Online", "\"NumberOfAgentsOnline\""),
                    ],
                ),
            ),
            QUEUE,
            AGENT,
        ],
        branches: &[
            (
                "True",
                Way::Fixed(Wire::Condition(Operator::NumberGreaterThan, "0")),
            ),
            failure("False", "NoMatchingCondition"),
            ERROR,
        ],
        ..BASE
    },
    OldBlock {
        kind: "CheckQueueStatus",
        action: "CheckMetricData",
        fixed: &[("MetricType", "OldestContactInQueueAgeSeconds")],
        parameters: &[QUEUE, AGENT],
        branches: &[("CheckQueueTime", Way::Compared), NO_MATCH, ERROR],
        ..BASE
    },
    OldBlock {
        kind: "GetMetricData",
        action: "GetMetricData",
        parameters: &[QUEUE, AGENT],
        branches: &[SUCCESS, ERROR],
        ..BASE
    },
    OldBlock {
        kind: "Loop",
        action: "Loop",
        parameters: &[("LoopCount", How::At("LoopCount"))],
        branches: &[
            result("Looping", "ContinueLooping"),
            result("Complete", "DoneLooping"),
        ],
        ..BASE
    },
    OldBlock {
        kind: "InvokeExternalResource",
        target: Some("Lambda"),
        action: "InvokeLambdaFunction",
        parameters: &[
            ("FunctionArn", How::At("LambdaFunctionARN")),
            ("TimeLimit", How::At("InvocationTimeLimitSeconds")),
            ("Parameter", How::Entry("LambdaInvocationAttributes")),
        ],
        branches: &[SUCCESS, ERROR],
        ..BASE
    },
    OldBlock {
        kind: "SetQueue",
        action: "UpdateContactTargetQueue",
        parameters: &[QUEUE, AGENT],
        branches: &[SUCCESS, ERROR],
        ..BASE
    },
    OldBlock {
        kind: "SetEventHook",
        action: "UpdateContactEventHooks",
        parameters: HOOK,
        branches: &[SUCCESS, ERROR],
        ..BASE
    },
    OldBlock {
        kind: "SetContactFlow",
        action: "UpdateContactEventHooks",
        parameters: HOOK,
        branches: &[SUCCESS],
        // It never failed.
        like: Some((Way::Fixed(Wire::Error("NoMatchingError")), "Success")),
        ..BASE
    },
    OldBlock {
        kind: "SetLoggingBehavior",
        action: "UpdateFlowLoggingBehavior",
        parameters: &[(
            "LoggingBehavior",
            How::Word(
                "FlowLoggingBehavior",
                &[("Enable", "\"Enabled\""), ("Disable", "\"Disabled\"")],
            ),
        )],
        branches: &[SUCCESS],
        ..BASE
    },
    OldBlock {
        kind: "SetRecordingBehavior",
        action: "UpdateContactRecordingBehavior",
        parameters: &[
            (
                "RecordingBehaviorOption",
                How::Instead(
                    "RecordingBehavior.RecordedParticipants",
                    &[("Enable", ""), ("Disable", "[]")],
                ),
            ),
            (
                "RecordingParticipantOption",
                How::Word(
                    "RecordingBehavior.RecordedParticipants",
                    &[
                        ("Both", "[\"Agent\",\"Customer\"]"),
                        ("Agent", "[\"Agent\"]"),
                        ("Customer", "[\"Customer\"]"),
                    ],
                ),
            ),
            (
                "AnalyticsBehaviorOption",
                How::Word(
                    "AnalyticsBehavior.Enabled",
                    &[("Enable", "\"True\""), ("Disable", "\"False\"")],
                ),
            ),
            ("AnalyticsMode", How::At("AnalyticsBehavior.AnalyticsMode")),
            (
                "AnalyticsLanguageLocaleCode",
                How::At("AnalyticsBehavior.AnalyticsLanguage"),
            ),
            (
                "AnalyticsRedactionOption",
                How::Word(
                    "AnalyticsBehavior.AnalyticsRedactionBehavior",
                    &[("Enable", "\"Enabled\""), ("Disable", "\"Disabled\"")],
                ),
            ),
            (
                "AnalyticsRedactionPolicy",
                How::At("AnalyticsBehavior.AnalyticsRedactionResults"),
            ),
            ("AnalyticsCustomVocabulary", How::Word("", &[("None", "")])),
        ],
        branches: &[SUCCESS],
        ..BASE
    },
    OldBlock {
        kind: "SetVoice",
        action: "UpdateContactTextToSpeechVoice",
        parameters: &[
            ("GlobalVoice", How::At("TextToSpeechVoice")),
            ("GlobalEngine", How::At("TextToSpeechEngine")),
            ("SpeakingStyle", How::At("TextToSpeechStyle")),
        ],
        branches: &[SUCCESS],
        ..BASE
    },
    OldBlock {
        kind: "SetVoiceId",
        action: "StartVoiceIdStream",
        branches: &[SUCCESS, ERROR],
        ..BASE
    },
    OldBlock {
        kind: "CheckVoiceId",
        action: "CheckVoiceId",
        parameters: &[("CheckVoiceIdOption", How::At("CheckVoiceIdOption"))],
        branches: &[
            result("Authenticated", "Authenticated"),
            result("NotAuthenticated", "NotAuthenticated"),
            result("Inconclusive", "Inconclusive"),
            result("NotEnrolled", "NotEnrolled"),
            result("OptedOut", "OptedOut"),
            ERROR,
        ],
        ..BASE
    },
    OldBlock {
        kind: "StartMediaStreaming",
        action: "UpdateContactMediaStreamingBehavior",
        fixed: &[("MediaStreamingState", "Enabled")],
        parameters: STREAMING,
        branches: &[SUCCESS, ERROR],
        ..BASE
    },
    OldBlock {
        kind: "StopMediaStreaming",
        action: "UpdateContactMediaStreamingBehavior",
        fixed: &[("MediaStreamingState", "Disabled")],
        parameters: STREAMING,
        branches: &[SUCCESS, ERROR],
        ..BASE
    },
    OldBlock {
        kind: "SetCallBackNumber",
        action: "UpdateContactCallbackNumber",
        parameters: &[("CallBackNumber", How::At("CallbackNumber"))],
        branches: &[
            SUCCESS,
            failure("InvalidPhoneNumber", "InvalidCallbackNumber"),
            failure("NonDialableNumber", "CallbackNumberNotDialable"),
        ],
        ..BASE
    },
    OldBlock {
        kind: "CreateCallback",
        action: "CreateCallbackContact",
        parameters: &[
            ("InitialDelaySeconds", How::At("InitialCallDelaySeconds")),
            ("RetryDelaySeconds", How::At("RetryDelaySeconds")),
            ("MaxRetryAttempts", How::At("MaximumConnectionAttempts")),
            QUEUE,
            AGENT,
        ],
        branches: &[SUCCESS, ERROR],
        ..BASE
    },
    OldBlock {
        kind: "UpdateRoutingPriority",
        action: "UpdateContactRoutingBehavior",
        parameters: &[("AbsolutePosition", How::At("QueuePriority"))],
        branches: &[SUCCESS],
        ..BASE
    },
    OldBlock {
        kind: "Transfer",
        target: Some("Queue"),
        action: "TransferContactToQueue",
        branches: &[failure("AtCapacity", "QueueAtCapacity"), ERROR],
        ..BASE
    },
    OldBlock {
        kind: "Transfer",
        target: Some("Flow"),
        action: "TransferToFlow",
        parameters: &[("ContactFlowId", How::At("ContactFlowId"))],
        branches: &[ERROR],
        ..BASE
    },
    OldBlock {
        kind: "Transfer",
        target: Some("PhoneNumber"),
        action: "TransferParticipantToThirdParty",
        parameters: &[
            ("PhoneNumber", How::At("ThirdPartyPhoneNumber")),
            ("TimeLimit", How::At("ThirdPartyConnectionTimeLimitSeconds")),
            // A blind transfer leaves the flow.
            (
                "BlindTransfer",
                How::Word(
                    "ContinueFlowExecution",
                    &[("true", "\"False\""), ("false", "\"True\"")],
                ),
            ),
        ],
        branches: &[
            SUCCESS,
            failure("CallFailure", "CallFailed"),
            failure("Timeout", "ConnectionTimeLimitExceeded"),
            ERROR,
        ],
        // A blind transfer has no success; the designer copies the error.
        like: Some((Way::Next, "Error")),
        ..BASE
    },
    OldBlock {
        kind: "Resume",
        action: "EndFlowExecution",
        ..BASE
    },
    OldBlock {
        kind: "Disconnect",
        action: "DisconnectParticipant",
        ..BASE
    },
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::rows_of_action;

    #[test]
    fn every_action_and_every_branch_is_one_of_the_catalogue() {
        for old in BLOCKS {
            let rows = rows_of_action(old.action);
            assert!(!rows.is_empty(), "{} is no action", old.action);
            for (condition, way) in old.branches {
                let known = match way {
                    Way::Next => true,
                    Way::Compared => rows.iter().any(|row| !row.cases.is_empty()),
                    Way::Fixed(wire) => rows
                        .iter()
                        .any(|row| row.branches.iter().any(|branch| branch.wire == *wire)),
                };
                assert!(known, "{} {condition}", old.kind);
            }
        }
    }

    #[test]
    fn every_path_is_one_of_the_catalogue() {
        for old in BLOCKS {
            for (name, how) in old.parameters {
                let path = match how {
                    How::At(path)
                    | How::Word(path, _)
                    | How::Instead(path, _)
                    | How::Entry(path)
                    | How::Under(path, _)
                    | How::Prompt(path, _)
                    | How::Compared(path, _) => *path,
                    How::Said | How::Direction(_) | How::Data(_) | How::Told => "",
                };
                let known = |known: &str| {
                    known == path
                        || path
                            .strip_prefix(known)
                            .is_some_and(|rest| rest.starts_with('.'))
                };
                let mut rows = rows_of_action(old.action).iter();
                assert!(
                    path.is_empty()
                        || rows.any(|row| row.parameters.iter().any(|one| known(one.path))),
                    "{} {name}: {path}",
                    old.kind
                );
            }
        }
    }
}
