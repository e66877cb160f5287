//! The roots of `$.…` references.

/// The first part of a reference.
#[derive(Debug, PartialEq, Eq)]
pub struct Root {
    /// The word behind `$.`.
    pub name: &'static str,
    /// Whether more has to follow: `$.External` alone is no value.
    pub wants_key: bool,
    /// Everything that it can be; empty where that is open.
    pub values: &'static [&'static str],
}

const fn value(name: &'static str) -> Root {
    Root {
        name,
        wants_key: false,
        values: &[],
    }
}

const fn group(name: &'static str) -> Root {
    Root {
        name,
        wants_key: true,
        values: &[],
    }
}

const fn one_of(name: &'static str, values: &'static [&'static str]) -> Root {
    Root {
        name,
        wants_key: false,
        values,
    }
}

/// Attributes whose names Connect has chosen, and which the agent's screen reads: the flows of
/// guides that it shows (administrator guide, invoke a flow at the start of a contact).
pub const READ_BY_CONNECT: &[&str] = &["DefaultFlowForAgentUI", "DisconnectFlowForAgentUI"];

/// Every root that Connect documents or that accepted flows use
/// (administrator guide, list of attributes; exports).
pub static ROOTS: &[Root] = &[
    group("Agent"),
    group("AgenticCX"),
    group("Attributes"),
    value("AwsRegion"),
    value("CallbackNumber"),
    group("Case"),
    one_of("Channel", &["VOICE", "CHAT", "TASK", "EMAIL"]),
    value("ContactId"),
    group("Customer"),
    value("CustomerCallBackPhoneNumber"),
    group("CustomerEndpoint"),
    value("CustomerId"),
    group("DataTableList"),
    group("DataTables"),
    value("Description"),
    group("Email"),
    group("External"),
    group("FlowAttributes"),
    value("InitialContactId"),
    // `ContactInitiationMethod` (botocore 1.44.5) and the administrator guide.
    one_of(
        "InitiationMethod",
        &[
            "INBOUND",
            "OUTBOUND",
            "TRANSFER",
            "QUEUE_TRANSFER",
            "CALLBACK",
            "API",
            "DISCONNECT",
            "MONITOR",
            "EXTERNAL_OUTBOUND",
            "WEBRTC_API",
            "AGENT_REPLY",
            "FLOW",
            "CAMPAIGN_PREVIEW",
        ],
    ),
    value("InstanceARN"),
    value("LanguageCode"),
    group("Lex"),
    group("Loop"),
    group("Media"),
    group("MediaStreams"),
    group("Metrics"),
    group("Modules"),
    value("Name"),
    value("PreviousContactId"),
    group("Queue"),
    group("References"),
    group("SegmentAttributes"),
    value("StoredCustomerInput"),
    group("SystemEndpoint"),
    value("Tags"),
    group("Task"),
    value("TextToSpeechVoiceId"),
    group("Views"),
    group("Wisdom"),
];
