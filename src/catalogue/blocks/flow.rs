//! Blocks that steer the flow: conditions, loops, waits, functions, other flows.

use super::*;

pub(super) static ROWS: &[Row] = &[
    Row {
        phrase: "check contact attributes",
        action: "Compare",
        block: "Check contact attributes",
        summary: "Branches on one value; the first condition that holds wins.",
        behaviour: Behaviour::Compare,
        parameters: &[parameter(
            "ComparisonValue",
            Written::Argument,
            Shape::Reference,
            Role::Compared,
        )
        .required()],
        branches: &[DEFAULT],
        cases: COMPARISONS,
        then: Then::Copies("default"),
        source: exported("devguide/flow-control-actions-compare.html"),
        example: "check contact attributes $.Channel { = \"CHAT\" -> chat }",
        ..BASE
    },
    Row {
        phrase: "check hours of operation",
        action: "CheckHoursOfOperation",
        block: "Check hours of operation",
        summary: "Branches on a schedule; without one, on that of the working queue.",
        behaviour: Behaviour::Hours,
        parameters: &[parameter(
            "HoursOfOperationId",
            Written::Argument,
            Shape::Resource(&[ResourceKind::Hours]),
            Role::Hours,
        )
        .whole()],
        branches: &[
            result("in hours", "True"),
            result("out of hours", "False"),
            ERROR,
        ],
        then: Then::Copies("error"),
        flows: TALKING,
        source: exported("devguide/flow-control-actions-checkhoursofoperation.html"),
        example: "check hours of operation { out of hours -> closed }",
        ..BASE
    },
    Row {
        phrase: "loop",
        action: "Loop",
        block: "Loop",
        summary: "Takes `looping` so many times, then `complete` once.",
        behaviour: Behaviour::Loop,
        parameters: &[parameter(
            "LoopCount",
            Written::Argument,
            Shape::Number {
                least: 0,
                most: 100,
                dynamic: true,
            },
            Role::Count,
        )
        .required()],
        branches: &[
            result("looping", "ContinueLooping"),
            result("complete", "DoneLooping"),
            // In none of 51 exported Loops; the service takes it.
            ERROR.there(Kind::Drawn),
        ],
        then: Then::Copies("complete"),
        source: exported("devguide/flow-control-actions-loop.html"),
        example: "loop 3 { looping -> ask_again }",
        ..BASE
    },
    Row {
        phrase: "wait",
        action: "Wait",
        block: "Wait",
        summary: "Waits for a time to pass, or for the customer to write again.",
        behaviour: Behaviour::Wait,
        parameters: &[
            // The action page says TimeoutSeconds; the service refuses that, exports have this.
            parameter(
                "TimeLimitSeconds",
                Written::Argument,
                seconds(1, 604_800, true),
                Role::TimeLimit,
            )
            .required(),
            parameter(
                "",
                Written::Said("at most"),
                seconds(1, 604_800, false),
                Role::Bound,
            ),
            parameter(
                "Events",
                Written::Property("for"),
                Shape::Words(&[
                    ("customer", "CustomerReturned"),
                    ("bot", "BotParticipantDisconnected"),
                ]),
                Role::Events,
            ),
        ],
        branches: &[
            result("customer returned", "CustomerReturned").there(Kind::Event("CustomerReturned")),
            result("bot left", "BotParticipantDisconnected")
                .there(Kind::Event("BotParticipantDisconnected")),
            result("time expired", "WaitCompleted"),
            failure("participant not found", "ParticipantNotFound")
                .like("error")
                .there(Kind::Event("BotParticipantDisconnected")),
            ERROR,
        ],
        then: Then::Copies("error"),
        channels: Channels {
            voice: Support::Error,
            chat: Support::Works,
            task: Support::Works,
            email: Support::Works,
        },
        source: exported("devguide/flow-control-actions-wait.html"),
        example: "wait 12h { customer returned -> back }",
        ..BASE
    },
    Row {
        phrase: "set flow attributes",
        action: "UpdateFlowAttributes",
        block: "Set contact attributes",
        summary: "Sets attributes that only this run of the flow sees.",
        behaviour: Behaviour::SetFlowAttributes,
        parameters: &[parameter(
            "FlowAttributes",
            Written::Rest,
            Shape::WrappedMap,
            Role::Attributes,
        )
        .required()],
        branches: &[ERROR],
        source: observed("devguide/flow-control-actions-updateflowattributes.html"),
        example: "set flow attributes { tries: \"1\" }",
        ..BASE
    },
    Row {
        phrase: "set logging behavior",
        action: "UpdateFlowLoggingBehavior",
        block: "Set logging behavior",
        summary: "Switches the flow log on or off.",
        parameters: &[parameter(
            "FlowLoggingBehavior",
            Written::Argument,
            Shape::Word(&[("enabled", "Enabled"), ("disabled", "Disabled")]),
            Role::Logging,
        )
        .required()],
        source: exported("devguide/flow-control-actions-updateflowloggingbehavior.html"),
        example: "set logging behavior enabled",
        ..BASE
    },
    Row {
        phrase: "transfer to flow",
        action: "TransferToFlow",
        block: "Transfer to flow",
        summary: "Goes on at the start of another flow; comes back only if that fails.",
        behaviour: Behaviour::TransferToFlow,
        parameters: &[parameter(
            "ContactFlowId",
            Written::Argument,
            Shape::Resource(&[ResourceKind::Flow]),
            Role::Flow,
        )
        .required()
        .whole()],
        branches: &[ERROR],
        then: Then::Copies("error"),
        flows: TRANSFERS,
        source: exported("devguide/flow-control-actions-transfertoflow.html"),
        example: "transfer to flow main_menu",
        ..BASE
    },
    Row {
        phrase: "end flow",
        action: "EndFlowExecution",
        block: "End flow / Resume",
        summary: "Ends this flow without ending the contact.",
        behaviour: Behaviour::EndFlow,
        then: Then::Ends,
        // The page of the action names whispers and queue flows; the page of the block says
        // that it works everywhere and is a disconnect in these two, and the service has
        // published inbound flows with it.
        flows: FlowKinds::of(&[
            FlowKind::Inbound,
            FlowKind::Disconnect,
            FlowKind::CustomerWhisper,
            FlowKind::AgentWhisper,
            FlowKind::OutboundWhisper,
            FlowKind::CustomerQueue,
            FlowKind::Module,
        ]),
        disputed: FlowKinds::ALL,
        source: observed("devguide/flow-control-actions-endflowexecution.html"),
        example: "end flow",
        ..BASE
    },
    Row {
        phrase: "invoke lambda function",
        action: "InvokeLambdaFunction",
        block: "AWS Lambda function",
        summary: "Calls a function; its answer is in `$.External`.",
        behaviour: Behaviour::Function,
        parameters: &[
            parameter(
                "LambdaFunctionARN",
                Written::Argument,
                Shape::Resource(&[ResourceKind::Lambda]),
                Role::Function,
            )
            .required(),
            parameter(
                "InvocationTimeLimitSeconds",
                Written::Property("timeout"),
                seconds(1, 8, false),
                Role::TimeLimit,
            )
            .required()
            .or("3"),
            parameter(
                "InvocationType",
                Written::Property("run"),
                Shape::Word(&[
                    ("synchronously", "SYNCHRONOUS"),
                    ("asynchronously", "ASYNCHRONOUS"),
                ]),
                Role::Mode,
            ),
            parameter(
                "LambdaInvocationAttributes",
                Written::Property("input"),
                Shape::TextMap,
                Role::Input,
            ),
            parameter(
                "ResponseValidation.ResponseType",
                Written::Property("response"),
                Shape::Word(&[("string map", "STRING_MAP"), ("json", "JSON")]),
                Role::Response,
            )
            .or("STRING_MAP"),
        ],
        branches: &[ERROR],
        fills: &["External"],
        source: exported("devguide/interactions-invokelambdafunction.html"),
        example: "invoke lambda function look_up { input: { id: $.ContactId } }",
        ..BASE
    },
];
