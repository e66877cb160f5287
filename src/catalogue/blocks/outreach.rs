//! Blocks that start something else: tasks, messages, e-mails.

use super::*;

const TEMPLATE_ERROR: Branch = failure("template error", "TemplateRenderingError").like("error");

pub(super) static ROWS: &[Row] = &[
    Row {
        phrase: "create task",
        action: "CreateTask",
        block: "Create task",
        summary: "Creates a task.",
        behaviour: Behaviour::Scripted,
        asks: Asks::Task,
        parameters: &[
            parameter(
                "ContactFlowId",
                Written::Property("flow"),
                Shape::Resource(&[ResourceKind::Flow]),
                Role::Sent,
            )
            .whole(),
            parameter(
                "TaskTemplateId",
                Written::Property("template"),
                Shape::Resource(&[ResourceKind::TaskTemplate]),
                Role::Sent,
            )
            .known_ahead(),
            parameter("Name", Written::Argument, Shape::Text, Role::Asked).required(),
            parameter(
                "Description",
                Written::Property("description"),
                Shape::Text,
                Role::Sent,
            ),
            parameter(
                "Attributes",
                Written::Property("attributes"),
                Shape::TextMap,
                Role::Sent,
            ),
            parameter(
                "References",
                Written::Property("references"),
                Shape::Json(Json::Object),
                Role::Sent,
            ),
            parameter(
                "DelaySeconds",
                Written::Property("delay"),
                seconds(1, 518_400, true),
                Role::Sent,
            )
            .presence(Presence::AtMostOne("time")),
            parameter(
                "ScheduledTime",
                Written::Property("at"),
                // Seconds since 1970.
                Shape::Number {
                    least: 1,
                    most: i64::MAX,
                    dynamic: true,
                },
                Role::Sent,
            )
            .presence(Presence::AtMostOne("time")),
        ],
        branches: &[ERROR],
        source: exported("devguide/createtask.html"),
        example: "create task \"Call back\" { flow: tasks }",
        ..BASE
    },
    Row {
        phrase: "create contact",
        action: "CreateContact",
        block: "Send message",
        summary: "Creates the contact of an e-mail that is sent next.",
        behaviour: Behaviour::Scripted,
        parameters: &[
            parameter(
                "Channel",
                Written::Argument,
                Shape::Word(&[("email", "EMAIL")]),
                Role::Mode,
            )
            .required(),
            parameter(
                "RelatedContact",
                Written::Property("related to"),
                Shape::Word(&[("current", "CURRENT")]),
                Role::Detail,
            ),
        ],
        branches: &[ERROR],
        source: exported("adminguide/send-message.html"),
        example: "create contact email { related to: current }",
        ..BASE
    },
    Row {
        phrase: "send email",
        action: "StartOutboundEmailContact",
        block: "Send message",
        summary: "Sends an e-mail.",
        behaviour: Behaviour::Scripted,
        parameters: &[
            parameter(
                "FromEmailAddress",
                Written::Property("from"),
                Shape::Json(Json::Object),
                Role::Detail,
            )
            .required(),
            parameter(
                "DestinationEmailAddress",
                Written::Property("to"),
                Shape::Json(Json::Object),
                Role::Detail,
            )
            .required(),
            parameter(
                "EmailMessage",
                Written::Property("message"),
                Shape::Json(Json::Object),
                Role::Detail,
            )
            .required(),
        ],
        branches: &[TEMPLATE_ERROR, ERROR],
        source: exported("adminguide/send-message.html"),
        example: "send email { from: { EmailAddress: \"help@example.com\" }, to: { EmailAddress: $.CustomerEndpoint.Address }, message: { MessageSourceType: \"RAW\" } }",
        ..BASE
    },
    Row {
        phrase: "send message",
        action: "StartOutboundChatContact",
        block: "Send message",
        summary: "Sends a text message.",
        behaviour: Behaviour::Scripted,
        parameters: &[
            parameter(
                "SourceEndpoint.Address",
                Written::Property("from"),
                Shape::Resource(&[ResourceKind::PhoneNumber]),
                Role::Detail,
            )
            .required(),
            parameter(
                "SourceEndpoint.Type",
                Written::Fixed("CONNECT_PHONENUMBER_ARN"),
                Shape::Text,
                Role::Detail,
            )
            .required(),
            parameter(
                "DestinationEndpoint.Address",
                Written::Property("to"),
                Shape::Text,
                Role::Detail,
            )
            .required(),
            parameter(
                "DestinationEndpoint.Type",
                Written::Fixed("TELEPHONE_NUMBER"),
                Shape::Text,
                Role::Detail,
            )
            .required(),
            parameter(
                "ContactFlowArn",
                Written::Property("flow"),
                Shape::Resource(&[ResourceKind::Flow]),
                Role::Detail,
            )
            .required(),
            parameter(
                "ContactSubtype",
                Written::Property("subtype"),
                Shape::Word(&[("sms", "connect:SMS")]),
                Role::Detail,
            )
            .required()
            .or("connect:SMS"),
            parameter(
                "InitialSystemMessage.Content",
                Written::Argument,
                Shape::Text,
                Role::Detail,
            )
            .up_to(1_024),
            parameter(
                "RelatedContact",
                Written::Property("related to"),
                Shape::Word(&[("current", "CURRENT")]),
                Role::Detail,
            ),
        ],
        branches: &[TEMPLATE_ERROR, ERROR],
        source: exported("devguide/contact-actions-startoutboundchatcontact.html"),
        example: "send message \"Hi\" { from: sms_number, to: $.CustomerEndpoint.Address, flow: sms }",
        ..BASE
    },
    Row {
        phrase: "render message template",
        action: "RenderMessageTemplate",
        block: "Send message",
        summary: "Fills in a message template for the message that is sent next.",
        behaviour: Behaviour::Scripted,
        parameters: &[
            parameter(
                "WisdomKnowledgeBaseArn",
                Written::Property("knowledge base"),
                Shape::Resource(&[ResourceKind::KnowledgeBase]),
                Role::Detail,
            )
            .required(),
            parameter(
                "WisdomMessageTemplateArn",
                Written::Argument,
                Shape::Resource(&[ResourceKind::MessageTemplate]),
                Role::Detail,
            )
            .required(),
        ],
        branches: &[TEMPLATE_ERROR, ERROR],
        source: exported("adminguide/send-message.html"),
        example: "render message template receipt { knowledge base: shop_texts }",
        ..BASE
    },
];
