//! The roots of `$.…` references.

/// The first part of a reference.
#[derive(Debug, PartialEq, Eq)]
pub struct Root {
    /// The word behind `$.`.
    pub name: &'static str,
    /// Whether more has to follow: `$.External` alone is no value.
    pub wants_key: bool,
}

const fn value(name: &'static str) -> Root {
    Root {
        name,
        wants_key: false,
    }
}

const fn group(name: &'static str) -> Root {
    Root {
        name,
        wants_key: true,
    }
}

/// Every root that Connect documents or that accepted flows use
/// (administrator guide, list of attributes; exports).
pub static ROOTS: &[Root] = &[
    group("Agent"),
    group("AgenticCX"),
    group("Attributes"),
    value("AwsRegion"),
    value("CallbackNumber"),
    group("Case"),
    value("Channel"),
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
    value("InitiationMethod"),
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
