//! Blocks that most flows have: the working queue, attributes.

use super::*;

pub(super) static ROWS: &[Row] = &[
    Row {
        phrase: "set working queue",
        action: "UpdateContactTargetQueue",
        block: "Set working queue",
        summary: "Chooses the queue, or the agent, for later queue blocks.",
        behaviour: Behaviour::SetQueue,
        parameters: &[
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
        ],
        branches: &[ERROR],
        flows: TRANSFERS,
        source: observed("devguide/contact-actions-updatecontacttargetqueue.html"),
        example: "set working queue support",
        ..BASE
    },
    Row {
        phrase: "transfer to queue",
        action: "TransferContactToQueue",
        block: "Transfer to queue",
        summary: "Puts the contact into its working queue; comes back only if that fails.",
        behaviour: Behaviour::TransferToQueue,
        branches: &[AT_CAPACITY, ERROR],
        then: Then::Copies("error"),
        flows: TRANSFERS,
        source: observed("devguide/contact-actions-transfercontacttoqueue.html"),
        example: "transfer to queue { at capacity -> goodbye }",
        ..BASE
    },
    Row {
        phrase: "set contact attributes",
        action: "UpdateContactAttributes",
        block: "Set contact attributes",
        summary: "Sets user-defined attributes of the contact, all or nothing.",
        behaviour: Behaviour::SetAttributes,
        parameters: &[
            parameter(
                "Attributes",
                Written::Rest,
                Shape::TextMap,
                Role::Attributes,
            )
            .required(),
            parameter(
                "TargetContact",
                Written::Argument,
                Shape::Word(&[("current", "Current"), ("related", "Related")]),
                Role::Target,
            )
            .or("Current"),
        ],
        branches: &[ERROR],
        source: exported("devguide/contact-actions-updatecontactattributes.html"),
        example: "set contact attributes { plan: \"gold\" }",
        ..BASE
    },
];
