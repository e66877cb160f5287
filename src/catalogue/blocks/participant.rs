//! Blocks that deal with the participant: views, loops of prompts, other numbers.

use super::*;

/// Where the service takes the branches of a call that failed (probed: not in transfers to agents).
const RESUMING: FlowKinds = FlowKinds::of(&[
    FlowKind::Inbound,
    FlowKind::Disconnect,
    FlowKind::TransferToQueue,
    FlowKind::CustomerQueue,
    FlowKind::Module,
]);

pub(super) static ROWS: &[Row] = &[
    Row {
        phrase: "loop prompts",
        action: "MessageParticipantIteratively",
        block: "Loop prompts",
        summary: "Repeats prompts while somebody waits; does not go on by itself.",
        behaviour: Behaviour::Scripted,
        parameters: &[
            parameter(
                "Messages",
                Written::Property("messages"),
                Shape::Messages,
                Role::Detail,
            )
            .required(),
            parameter(
                "InterruptFrequencySeconds",
                Written::Property("interrupt every"),
                seconds(1, 604_800, false),
                Role::Interrupt,
            ),
            // Not on the action page; exports carry it in lower case.
            parameter(
                "ContinueMessagingDuringInterrupt",
                Written::Property("continue during interrupt"),
                LOWER_TRUE_FALSE,
                Role::Detail,
            ),
        ],
        branches: &[
            result("interrupted", "MessagesInterrupted")
                .there(Kind::With("InterruptFrequencySeconds")),
            ERROR.there(Kind::Omittable),
        ],
        // Alone of all non-terminal actions, exports leave out its NextAction.
        then: Then::Stays,
        channels: VOICE_ONLY,
        flows: FlowKinds::of(&[
            FlowKind::CustomerQueue,
            FlowKind::CustomerHold,
            FlowKind::AgentHold,
            FlowKind::Module,
        ]),
        source: exported("devguide/participant-actions-messageparticipantiteratively.html"),
        example: "loop prompts { messages: [\"Please hold.\"], error -> next }",
        ..BASE
    },
    Row {
        phrase: "show view",
        action: "ShowView",
        block: "Show view",
        summary: "Shows a view of a step-by-step guide and branches on what is done there.",
        behaviour: Behaviour::Scripted,
        asks: Asks::View,
        parameters: &[
            parameter(
                "ViewResource.Id",
                Written::Argument,
                Shape::Resource(&[ResourceKind::View]),
                Role::View,
            )
            .required(),
            parameter(
                "ViewResource.Version",
                Written::Property("version"),
                Shape::Text,
                Role::Detail,
            )
            .or("Latest"),
            parameter(
                "InvocationTimeLimitSeconds",
                Written::Property("timeout"),
                seconds(1, 604_800, false),
                Role::TimeLimit,
            )
            .required()
            .or("400"),
            parameter(
                "ViewData",
                Written::Property("data"),
                Shape::Json(Json::Object),
                Role::Sent,
            ),
            parameter(
                "SensitiveDataConfiguration.HideResponseOn",
                Written::Property("hide from"),
                Shape::Words(&[("transcript", "TRANSCRIPT")]),
                Role::Detail,
            ),
        ],
        branches: &[
            DEFAULT,
            failure("timeout", "TimeLimitExceeded").like("default"),
            ERROR,
        ],
        cases: &[equals("action", Operand::Text)],
        then: Then::Copies("error"),
        // The channel is that of the guide's own chat, not that of the customer.
        channels: Channels {
            voice: Support::Unknown,
            chat: Support::Works,
            task: Support::Unknown,
            email: Support::Unknown,
        },
        flows: CONTACT.and(FlowKind::CustomerQueue).and(FlowKind::Module),
        fills: &["Views"],
        source: exported("devguide/participant-actions-showview.html"),
        example: "show view form { action \"Next\" -> next }",
        ..BASE
    },
    Row {
        phrase: "transfer to phone number",
        action: "TransferParticipantToThirdParty",
        block: "Transfer to phone number",
        summary: "Connects the caller to another number.",
        behaviour: Behaviour::Scripted,
        asks: Asks::Call,
        parameters: &[
            parameter(
                "ThirdPartyPhoneNumber",
                Written::Argument,
                Shape::Text,
                Role::Asked,
            )
            .required(),
            // The newest page calls it ThirdPartyConnectionTimeoutSeconds; all exports have this.
            parameter(
                "ThirdPartyConnectionTimeLimitSeconds",
                Written::Property("connect within"),
                seconds(0, 600, true),
                Role::TimeLimit,
            )
            .required()
            .or("30"),
            parameter(
                "ContinueFlowExecution",
                Written::Property("resume after"),
                TRUE_FALSE,
                Role::Resume,
            )
            .required()
            .or("True"),
            parameter(
                "ThirdPartyDTMFDigits",
                Written::Property("send digits"),
                Shape::Text,
                Role::Detail,
            )
            .whole()
            .up_to(50)
            .letters("0123456789,*#"),
            parameter(
                "CallerId.Number",
                Written::Property("caller id"),
                Shape::Text,
                Role::Detail,
            )
            .whole(),
            parameter(
                "CallerId.Name",
                Written::Property("caller name"),
                Shape::Text,
                Role::Detail,
            ),
        ],
        branches: &[
            failure("no answer", "ConnectionTimeLimitExceeded")
                .like("call failed")
                .there(Kind::Where("ContinueFlowExecution", "True"))
                .only_in(RESUMING),
            failure("call failed", "CallFailed")
                .like("error")
                .there(Kind::Where("ContinueFlowExecution", "True"))
                .only_in(RESUMING),
            ERROR,
        ],
        channels: VOICE_ONLY,
        flows: TALKING,
        source: exported("adminguide/transfer-to-phone-number.html"),
        example: "transfer to phone number \"+12065550100\" { call failed -> sorry }",
        ..BASE
    },
    Row {
        phrase: "authenticate customer",
        action: "AuthenticateParticipant",
        block: "Authenticate customer",
        summary: "Lets the customer of a chat sign in.",
        behaviour: Behaviour::Scripted,
        asks: Asks::SignIn,
        parameters: &[
            parameter(
                "CognitoConfiguration.UserPoolArn",
                Written::Property("user pool"),
                Shape::Resource(&[ResourceKind::UserPool]),
                Role::Detail,
            )
            .required(),
            parameter(
                "CognitoConfiguration.AppClientId",
                Written::Property("app client"),
                Shape::Resource(&[ResourceKind::AppClient]),
                Role::Client,
            )
            .required(),
            parameter(
                "CustomerProfilesConfiguration.ObjectTypeName",
                Written::Property("profile object"),
                Shape::Text,
                Role::Detail,
            ),
            parameter(
                "TimeLimitMinutes",
                Written::Property("timeout"),
                Shape::Duration {
                    unit: Unit::Minutes,
                    least: 180,
                    most: 900,
                    dynamic: false,
                },
                Role::TimeLimit,
            )
            .required()
            .or("3"),
        ],
        branches: &[
            result("opted out", "OptedOut").there(Kind::Drawn),
            failure("timeout", "TimeLimitExceeded").like("error"),
            ERROR,
        ],
        channels: Channels {
            voice: Support::Error,
            chat: Support::Works,
            task: Support::Error,
            email: Support::Error,
        },
        flows: CONTACT.and(FlowKind::Module),
        source: observed("adminguide/authenticate-customer.html"),
        example: "authenticate customer { user pool: members, app client: web, timeout: 5m }",
        ..BASE
    },
    Row {
        phrase: "connect agentic cx",
        action: "ConnectParticipantWithAgenticCX",
        block: "Agentic CX",
        summary: "Hands the conversation to an agentic application.",
        behaviour: Behaviour::Scripted,
        parameters: &[
            parameter(
                "AgentConfiguration.WorkspaceId",
                Written::Property("workspace"),
                Shape::Text,
                Role::Detail,
            )
            .required(),
            parameter(
                "AgentConfiguration.ApplicationId",
                Written::Property("application"),
                Shape::Text,
                Role::Detail,
            )
            .required(),
            parameter(
                "AgentConfiguration.Alias",
                Written::Property("alias"),
                Shape::Text,
                Role::Detail,
            )
            .required(),
            parameter(
                "AgentConfiguration.ContextVariables",
                Written::Property("context"),
                Shape::TextMap,
                Role::Detail,
            )
            .entries(0, 10)
            .references(References::Only),
            parameter(
                "SpeechRecognitionConfiguration.SpeechRecognitionEngine",
                Written::Property("speech engine"),
                Shape::Word(&[("agentic voice", "AMAZON_AGENTIC_VOICE")]),
                Role::Detail,
            ),
            parameter(
                "AudioFillerConfiguration",
                Written::Property("audio filler"),
                Shape::Json(Json::Object),
                Role::Detail,
            ),
        ],
        branches: &[
            result("escalation", "Escalation")
                .like("default")
                .there(Kind::Drawn),
            failure("timeout", "InputTimeLimitExceeded").like("default"),
            DEFAULT,
            ERROR,
        ],
        fills: &["AgenticCX"],
        source: observed("adminguide/agentic-cx.html"),
        example: "connect agentic cx { workspace: \"w\", application: \"a\", alias: \"prod\" }",
        ..BASE
    },
    Row {
        phrase: "call phone number",
        action: "CompleteOutboundCall",
        block: "Call phone number",
        summary: "Dials the number of an outbound call.",
        behaviour: Behaviour::Scripted,
        asks: Asks::Call,
        parameters: &[
            parameter(
                "CallerId.Number",
                Written::Property("caller id"),
                Shape::Text,
                Role::Detail,
            )
            .whole(),
            parameter(
                "VoiceConnector",
                Written::Property("voice connector"),
                Shape::Json(Json::Object),
                Role::Detail,
            ),
        ],
        channels: VOICE_ONLY,
        flows: FlowKinds::of(&[FlowKind::OutboundWhisper, FlowKind::Module]),
        source: documented("devguide/contact-actions-completeoutboundcall.html"),
        example: "call phone number { caller id: \"+12065550100\" }",
        ..BASE
    },
];
