//! Blocks about recording, analytics, streaming and processing.

use super::*;

const AGENT_AND_CUSTOMER: Shape = Shape::Words(&[("agent", "Agent"), ("customer", "Customer")]);
const AGENT: Shape = Shape::Words(&[("agent", "Agent")]);
const ENABLED: Shape = Shape::Flag {
    yes: "Enabled",
    no: "Disabled",
};

const CHANNEL_MISMATCH: Branch = failure("channel mismatch", "ChannelMismatch").like("error");

/// One of the three forms of the newer recording block.
const fn analytics(
    phrase: &'static str,
    parameters: &'static [Parameter],
    branches: &'static [Branch],
    example: &'static str,
) -> Row {
    Row {
        phrase,
        action: "UpdateContactRecordingAndAnalyticsBehavior",
        block: "Set recording, analytics and processing behavior",
        summary: "Chooses what is recorded and analysed.",
        behaviour: Behaviour::Plain,
        parameters,
        branches,
        channels: Channels {
            voice: Support::Works,
            chat: Support::Works,
            task: Support::Works,
            email: Support::Error,
        },
        source: exported(
            "devguide/contact-actions-updatecontactrecordingandanalyticsbehavior.html",
        ),
        example,
        ..BASE
    }
}

/// Starts or stops streaming.
const fn streaming(phrase: &'static str, parameters: &'static [Parameter]) -> Row {
    Row {
        phrase,
        action: "UpdateContactMediaStreamingBehavior",
        block: "Start media streaming / Stop media streaming",
        summary: "Streams the customer's audio, or stops that.",
        behaviour: Behaviour::Scripted,
        parameters,
        branches: &[ERROR],
        channels: VOICE_ONLY,
        flows: TALKING
            .and(FlowKind::CustomerWhisper)
            .and(FlowKind::AgentWhisper)
            .and(FlowKind::OutboundWhisper),
        source: exported("devguide/contact-actions-updatecontactmediastreamingbehavior.html"),
        example: phrase,
        ..BASE
    }
}

macro_rules! streamed {
    ($state:literal) => {
        &[
            parameter(
                "MediaStreamingState",
                Written::Fixed($state),
                Shape::Text,
                Role::Mode,
            )
            .required(),
            parameter(
                "Participants",
                Written::Property("directions"),
                Shape::Directions(&[("from", "From"), ("to", "To")]),
                Role::Detail,
            )
            .required()
            .or("From To"),
            parameter(
                "MediaStreamType",
                Written::Fixed("Audio"),
                Shape::Text,
                Role::Detail,
            )
            .required(),
        ]
    };
}

pub(super) static ROWS: &[Row] = &[
    Row {
        phrase: "set recording behavior",
        action: "UpdateContactRecordingBehavior",
        block: "Set recording and analytics behavior",
        summary: "Chooses who is recorded.",
        parameters: &[
            parameter(
                "RecordingBehavior.RecordedParticipants",
                Written::Property("record"),
                AGENT_AND_CUSTOMER,
                Role::Detail,
            )
            .required(),
            parameter(
                "RecordingBehavior.ScreenRecordedParticipants",
                Written::Property("record screen"),
                AGENT,
                Role::Detail,
            ),
            parameter(
                "RecordingBehavior.IVRRecordingBehavior",
                Written::Property("record ivr"),
                ENABLED,
                Role::Detail,
            ),
            parameter(
                "AnalyticsBehavior",
                Written::Property("analytics"),
                Shape::Json(Json::Object),
                Role::Detail,
            ),
        ],
        channels: Channels {
            voice: Support::Works,
            chat: Support::Works,
            task: Support::Error,
            email: Support::Unknown,
        },
        flows: TALKING.and(FlowKind::OutboundWhisper),
        source: exported("devguide/contact-actions-updatecontactrecordingbehavior.html"),
        example: "set recording behavior { record: [agent, customer] }",
        ..BASE
    },
    analytics(
        "set recording and analytics behavior voice",
        &[
            parameter(
                "VoiceBehavior.VoiceRecordingBehavior.RecordedParticipants",
                Written::Property("record"),
                AGENT_AND_CUSTOMER,
                Role::Detail,
            )
            .required(),
            parameter(
                "VoiceBehavior.VoiceRecordingBehavior.IVRRecordingBehavior",
                Written::Property("record ivr"),
                ENABLED,
                Role::Detail,
            ),
            parameter(
                "VoiceBehavior.VoiceAnalyticsBehavior",
                Written::Property("analytics"),
                Shape::Json(Json::Object),
                Role::Detail,
            ),
        ],
        &[CHANNEL_MISMATCH, ERROR],
        "set recording and analytics behavior voice { record: [agent, customer] }",
    ),
    analytics(
        "set recording and analytics behavior chat",
        &[parameter(
            "ChatBehavior.ChatAnalyticsBehavior",
            Written::Property("analytics"),
            Shape::Json(Json::Object),
            Role::Detail,
        )
        .required()],
        &[
            CHANNEL_MISMATCH,
            failure("redaction failed", "InFlightRedactionConfigurationFailed").like("error"),
            ERROR,
        ],
        "set recording and analytics behavior chat { analytics: { Enabled: \"True\" } }",
    ),
    analytics(
        "set recording and analytics behavior screen",
        &[parameter(
            "ScreenRecordingBehavior.ScreenRecordedParticipants",
            Written::Property("record"),
            AGENT,
            Role::Detail,
        )
        .required()],
        &[CHANNEL_MISMATCH, ERROR],
        "set recording and analytics behavior screen { record: [agent] }",
    ),
    Row {
        phrase: "set processing behavior",
        action: "UpdateContactMediaProcessing",
        block: "Set recording, analytics and processing behavior",
        summary: "Lets a function process the messages of a chat.",
        behaviour: Behaviour::Scripted,
        parameters: &[
            parameter(
                "ChatProcessor.ProcessingEnabled",
                Written::Property("enabled"),
                TRUE_FALSE,
                Role::Detail,
            )
            .required()
            .or("True"),
            parameter(
                "ChatProcessor.LambdaProcessorARN",
                Written::Argument,
                Shape::Resource(&[ResourceKind::Lambda]),
                Role::Detail,
            )
            .required()
            .known_ahead(),
            // The page reads as if it were optional; the service demands it.
            parameter(
                "ChatProcessor.ChatProcessorSettings.DeliverUnprocessedMessages",
                Written::Property("deliver unprocessed"),
                TRUE_FALSE,
                Role::Detail,
            )
            .required()
            .or("True"),
        ],
        branches: &[CHANNEL_MISMATCH, ERROR],
        channels: Channels {
            voice: Support::Error,
            chat: Support::Works,
            task: Support::Error,
            email: Support::Error,
        },
        source: observed("devguide/contact-actions-updatecontactmediaprocessing.html"),
        example: "set processing behavior mask",
        ..BASE
    },
    streaming("start media streaming", streamed!("Enabled")),
    streaming("stop media streaming", streamed!("Disabled")),
];
