//! Blocks that branch, count and call: metrics, calls in progress, modules.

use super::*;

const QUEUE: Parameter = parameter(
    "QueueId",
    Written::Property("queue"),
    Shape::Resource(&[ResourceKind::Queue]),
    Role::Queue,
)
.presence(Presence::AtMostOne("queue"));
const AGENT: Parameter = parameter(
    "AgentId",
    Written::Property("agent"),
    Shape::Resource(&[ResourceKind::Agent]),
    Role::Agent,
)
.presence(Presence::AtMostOne("queue"));

const fn compared(sign: &'static str, operator: Operator) -> CaseForm {
    CaseForm {
        words: "",
        sign,
        operator,
        operand: Operand::Metric,
    }
}

/// Branches on what Voice ID found.
const fn voice_id(
    phrase: &'static str,
    parameters: &'static [Parameter],
    branches: &'static [Branch],
    example: &'static str,
) -> Row {
    Row {
        phrase,
        action: "CheckVoiceId",
        block: "Check Voice ID",
        summary: "Branches on what Voice ID found; its support ended in May 2026.",
        behaviour: Behaviour::Scripted,
        parameters,
        branches,
        then: Then::Copies("error"),
        channels: VOICE_ONLY,
        source: exported("devguide/flow-control-actions-checkvoiceid.html"),
        example,
        ..BASE
    }
}

macro_rules! option {
    ($option:literal) => {
        &[parameter(
            "CheckVoiceIdOption",
            Written::Fixed($option),
            Shape::Text,
            Role::Mode,
        )
        .required()]
    };
}

const NOT_ENROLLED: Branch = result("not enrolled", "NotEnrolled");
const OPTED_OUT: Branch = result("opted out", "OptedOut");
const INCONCLUSIVE: Branch = result("inconclusive", "Inconclusive");

pub(super) static ROWS: &[Row] = &[
    Row {
        phrase: "distribute by percentage",
        action: "DistributeByPercentage",
        block: "Distribute by percentage",
        summary: "Branches at random, each branch for its share of contacts.",
        behaviour: Behaviour::Distribute,
        branches: &[DEFAULT],
        cases: &[CaseForm {
            words: "",
            sign: "",
            operator: Operator::NumberLessThan,
            operand: Operand::Percent,
        }],
        then: Then::Copies("default"),
        flows: TALKING.and(FlowKind::OutboundWhisper),
        source: exported("devguide/flow-control-actions-distributebypercentage.html"),
        example: "distribute by percentage { 30% -> a, 20% -> b }",
        ..BASE
    },
    Row {
        phrase: "check staffing",
        action: "CheckMetricData",
        block: "Check staffing",
        summary: "Branches on whether any agent of a queue is there.",
        behaviour: Behaviour::Scripted,
        asks: Asks::Figure,
        parameters: &[
            parameter(
                "MetricType",
                Written::Argument,
                Shape::Word(&[
                    (Figure::Available.word(), "NumberOfAgentsAvailable"),
                    (Figure::Staffed.word(), "NumberOfAgentsStaffed"),
                    (Figure::Online.word(), "NumberOfAgentsOnline"),
                ]),
                Role::Mode,
            )
            .required(),
            QUEUE,
            AGENT,
        ],
        branches: &[
            Branch {
                word: "true",
                wire: Wire::Condition(Operator::NumberGreaterThan, "0"),
                kind: Kind::Always,
                undrawn: Undrawn::Next,
                flows: FlowKinds::ALL,
            },
            Branch {
                word: "false",
                wire: Wire::Error("NoMatchingCondition"),
                kind: Kind::Always,
                undrawn: Undrawn::Next,
                flows: FlowKinds::ALL,
            },
            ERROR,
        ],
        then: Then::Copies("error"),
        flows: TALKING,
        source: exported("devguide/flow-control-actions-checkmetricdata.html"),
        example: "check staffing staffed { false -> nobody }",
        ..BASE
    },
    Row {
        phrase: "check queue status",
        action: "CheckMetricData",
        block: "Check queue status",
        summary: "Branches on how long a queue is, or how long people have waited in it.",
        behaviour: Behaviour::Scripted,
        asks: Asks::Figure,
        parameters: &[
            // The name says seconds; a console export writes 300 s as 300000.
            parameter(
                "MetricType",
                Written::Argument,
                Shape::Word(&[
                    (Figure::Oldest.word(), "OldestContactInQueueAgeSeconds"),
                    (Figure::Contacts.word(), "NumberOfContactsInQueue"),
                ]),
                Role::Mode,
            )
            .required(),
            QUEUE,
            AGENT,
        ],
        branches: &[DEFAULT, ERROR],
        cases: &[
            compared("=", Operator::Equals),
            compared(">", Operator::NumberGreaterThan),
            compared(">=", Operator::NumberGreaterOrEqualTo),
            compared("<", Operator::NumberLessThan),
            compared("<=", Operator::NumberLessOrEqualTo),
        ],
        then: Then::Copies("default"),
        flows: TALKING,
        source: exported("devguide/flow-control-actions-checkmetricdata.html"),
        example: "check queue status time in queue { > 5m -> busy }",
        ..BASE
    },
    Row {
        phrase: "get queue metrics",
        action: "GetMetricData",
        block: "Get queue metrics",
        summary: "Reads the metrics of a queue into `$.Metrics`.",
        behaviour: Behaviour::Scripted,
        asks: Asks::Figures,
        parameters: &[
            QUEUE,
            AGENT,
            parameter(
                "QueueChannel",
                Written::Property("channel"),
                Shape::WordOrReference(&[
                    ("voice", "Voice"),
                    ("chat", "Chat"),
                    ("task", "Task"),
                    ("email", "Email"),
                ]),
                Role::Detail,
            ),
        ],
        branches: &[ERROR],
        fills: &["Metrics"],
        source: exported("devguide/flow-control-actions-getmetricdata.html"),
        example: "get queue metrics { channel: chat }",
        ..BASE
    },
    Row {
        phrase: "check call progress",
        action: "CheckOutboundCallStatus",
        block: "Check call progress",
        summary: "Branches on who or what answered an outbound call.",
        behaviour: Behaviour::Scripted,
        asks: Asks::Call,
        branches: &[
            result("call answered", "CallAnswered"),
            result("voicemail beep", "VoicemailBeep"),
            result("voicemail no beep", "VoicemailNoBeep"),
            result("not detected", "NotDetected"),
            ERROR,
        ],
        then: Then::Copies("error"),
        channels: VOICE_ONLY,
        source: exported("devguide/flow-control-actions-checkoutboundcallstatus.html"),
        example: "check call progress { call answered -> talk }",
        ..BASE
    },
    voice_id(
        "check voice id enrollment status",
        option!("enrollmentStatus"),
        &[
            result("enrolled", "Enrolled"),
            NOT_ENROLLED,
            OPTED_OUT,
            ERROR,
        ],
        "check voice id enrollment status { not enrolled -> enroll }",
    ),
    voice_id(
        "check voice id voice authentication",
        option!("voiceAuthentication"),
        &[
            result("authenticated", "Authenticated"),
            result("not authenticated", "NotAuthenticated"),
            INCONCLUSIVE,
            NOT_ENROLLED,
            OPTED_OUT,
            ERROR,
        ],
        "check voice id voice authentication { not authenticated -> refuse }",
    ),
    voice_id(
        "check voice id fraud detection",
        option!("fraudDetection"),
        &[
            result("high risk", "HighRisk"),
            result("low risk", "LowRisk"),
            INCONCLUSIVE,
            ERROR,
        ],
        "check voice id fraud detection { high risk -> refuse }",
    ),
    Row {
        phrase: "invoke module",
        action: "InvokeFlowModule",
        block: "Invoke module",
        summary: "Runs a module and goes on when it returns.",
        behaviour: Behaviour::InvokeModule,
        parameters: &[
            parameter(
                "FlowModuleId",
                Written::Argument,
                Shape::Resource(&[ResourceKind::Module]),
                Role::Module,
            )
            .required(),
            parameter(
                "Input",
                Written::Property("input"),
                Shape::Json(Json::Object),
                Role::ModuleInput,
            )
            .whole(),
        ],
        branches: &[DEFAULT.there(Kind::WithCases), ERROR],
        cases: &[equals("result", Operand::Text)],
        fills: &["Modules"],
        // The action page and every export know it in inbound flows and modules; the newest
        // page about modules says everywhere.
        flows: CONTACT.and(FlowKind::Module),
        disputed: FlowKinds::ALL,
        source: exported("devguide/flow-language-actions-invoke-flow-module.html"),
        example: "invoke module verify { result \"ok\" -> in }",
        ..BASE
    },
    Row {
        phrase: "return",
        action: "EndFlowModuleExecution",
        block: "Return",
        summary: "Ends a module, with a result where the module has some.",
        behaviour: Behaviour::ReturnFromModule,
        parameters: &[
            parameter("Result", Written::Argument, Shape::Text, Role::Result).known_ahead(),
            parameter(
                "ResultData",
                Written::Property("data"),
                Shape::Json(Json::Object),
                Role::Data,
            )
            .whole(),
        ],
        then: Then::Ends,
        flows: FlowKinds::of(&[FlowKind::Module]),
        source: exported("devguide/endflowmoduleexecution.html"),
        example: "return",
        ..BASE
    },
];
