//! Blocks that hand a waiting contact on: to queues, callbacks, agents.

use super::*;

const QUEUE_OR_AGENT: &[Parameter] = &[
    parameter(
        "QueueId",
        Written::Argument,
        Shape::Resource(&[ResourceKind::Queue]),
        Role::Queue,
    )
    .presence(Presence::OneOf("queue"))
    .whole(),
    parameter(
        "AgentId",
        Written::Tagged("agent"),
        Shape::Resource(&[ResourceKind::Agent]),
        Role::Agent,
    )
    .presence(Presence::OneOf("queue"))
    .whole(),
];

pub(super) static ROWS: &[Row] = &[
    Row {
        phrase: "move to queue",
        action: "DequeueContactAndTransferToQueue",
        block: "Transfer to queue",
        summary: "Takes a waiting contact to another queue; comes back only if that fails.",
        behaviour: Behaviour::Scripted,
        parameters: QUEUE_OR_AGENT,
        branches: &[AT_CAPACITY, ERROR],
        then: Then::Copies("error"),
        flows: FlowKinds::of(&[FlowKind::CustomerQueue, FlowKind::Module]),
        source: observed("devguide/contact-actions-dequeuecontactandtransfertoqueue.html"),
        example: "move to queue sales",
        ..BASE
    },
    Row {
        phrase: "transfer to callback queue",
        action: "CreateCallbackContact",
        block: "Transfer to queue",
        summary: "Queues a call back to the number that was set.",
        behaviour: Behaviour::Scripted,
        parameters: &[
            parameter(
                "QueueId",
                Written::Argument,
                Shape::Resource(&[ResourceKind::Queue]),
                Role::Queue,
            )
            .presence(Presence::AtMostOne("queue"))
            .whole(),
            parameter(
                "AgentId",
                Written::Tagged("agent"),
                Shape::Resource(&[ResourceKind::Agent]),
                Role::Agent,
            )
            .presence(Presence::AtMostOne("queue"))
            .whole(),
            parameter(
                "InitialCallDelaySeconds",
                Written::Property("initial delay"),
                seconds(1, 259_200, false),
                Role::Detail,
            )
            .required()
            .or("5"),
            // The page says above zero; an export of AWS's own holds 0.
            parameter(
                "MaximumConnectionAttempts",
                Written::Property("maximum attempts"),
                Shape::Number {
                    least: 0,
                    most: i64::MAX,
                    dynamic: false,
                },
                Role::Detail,
            )
            .required()
            .or("1"),
            parameter(
                "RetryDelaySeconds",
                Written::Property("delay between attempts"),
                seconds(1, 259_200, false),
                Role::Detail,
            )
            .required()
            .or("600"),
            parameter(
                "ContactFlowId",
                Written::Property("creation flow"),
                Shape::Resource(&[ResourceKind::Flow]),
                Role::Detail,
            )
            .whole(),
            parameter(
                "CallerId",
                Written::Property("caller id"),
                Shape::Text,
                Role::Detail,
            )
            .whole(),
        ],
        branches: &[ERROR],
        channels: Channels {
            voice: Support::Works,
            chat: Support::Error,
            task: Support::Unknown,
            email: Support::Unknown,
        },
        flows: TALKING,
        source: exported("devguide/interactions-createcallbackcontact.html"),
        example: "transfer to callback queue { initial delay: 5s }",
        ..BASE
    },
    Row {
        phrase: "transfer to agent",
        action: "TransferContactToAgent",
        block: "Transfer to agent",
        summary: "Gives the call to the agent it is meant for; a busy agent drops it.",
        behaviour: Behaviour::Scripted,
        then: Then::Ends,
        channels: VOICE_ONLY,
        flows: FlowKinds::of(&[
            FlowKind::TransferToAgent,
            FlowKind::TransferToQueue,
            FlowKind::Module,
        ]),
        source: exported("devguide/contact-actions-transfercontacttoagent.html"),
        example: "transfer to agent",
        ..BASE
    },
    Row {
        phrase: "interrupt agent",
        action: "RouteContactToAgent",
        block: "Interrupt agent",
        summary: "Offers a waiting contact to a busy agent.",
        behaviour: Behaviour::Scripted,
        // The key is not documented; the block takes an id, an ARN or a user name.
        parameters: &[parameter(
            "AgentId",
            Written::Argument,
            Shape::Resource(&[ResourceKind::Agent]),
            Role::Agent,
        )
        .required()
        .whole()],
        branches: &[ERROR],
        flows: FlowKinds::of(&[FlowKind::CustomerQueue, FlowKind::Module]),
        source: inferred("adminguide/interrupt-agent.html"),
        example: "interrupt agent $.Attributes.agent",
        ..BASE
    },
];
