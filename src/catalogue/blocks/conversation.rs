//! Blocks that say and ask something.

use super::*;

pub(super) static ROWS: &[Row] = &[
    Row {
        phrase: "play prompt",
        action: "MessageParticipant",
        block: "Play prompt",
        summary: "Says a text, or plays a recording, to the customer or the agent.",
        behaviour: Behaviour::Say,
        parameters: prompt![
            Presence::OneOf("message"),
            // Not on the action page; exports carry it in lower case.
            parameter(
                "SkipWhenDTMFBufferEnabled",
                Written::Property("skip when buffered"),
                LOWER_TRUE_FALSE,
                Role::Detail,
            ),
        ],
        // Exports leave the branch out in 350 of 769 actions, and the service accepts that.
        branches: &[ERROR.there(Kind::Omittable)],
        flows: TALKING
            .and(FlowKind::CustomerWhisper)
            .and(FlowKind::AgentWhisper)
            .and(FlowKind::OutboundWhisper),
        source: exported("devguide/participant-actions-messageparticipant.html"),
        example: "play prompt \"Hi, welcome to Example Corp.\"",
        ..BASE
    },
    Row {
        phrase: "get customer input",
        action: "GetParticipantInput",
        block: "Get customer input",
        summary: "Asks for one key and branches on it.",
        behaviour: Behaviour::Menu,
        parameters: prompt![
            Presence::AtMostOne("message"),
            // The designer takes 1 to 180 s; accepted exports hold 300.
            parameter(
                "InputTimeLimitSeconds",
                Written::Property("timeout"),
                seconds(1, 604_800, false),
                Role::TimeLimit,
            )
            .required()
            .or("5"),
            parameter(
                "StoreInput",
                Written::Fixed("False"),
                TRUE_FALSE,
                Role::Mode,
            ),
            parameter(
                "EnableDTMFBuffer",
                Written::Property("buffer keys"),
                TRUE_FALSE,
                Role::Detail,
            ),
        ],
        branches: &[
            failure("timeout", "InputTimeLimitExceeded").like("default"),
            DEFAULT,
            ERROR,
        ],
        cases: &[equals("pressed", Operand::Key)],
        then: Then::Copies("default"),
        channels: VOICE_ONLY,
        flows: TALKING,
        disputed: FlowKinds::of(&[FlowKind::OutboundWhisper]),
        source: observed("devguide/participant-actions-getparticipantinput.html"),
        example: "get customer input \"Press 1 or 2.\" { pressed 1 -> sales, pressed 2 -> support }",
        ..BASE
    },
    Row {
        phrase: "store customer input",
        action: "GetParticipantInput",
        block: "Store customer input",
        summary: "Asks for digits and keeps them in `$.StoredCustomerInput`.",
        behaviour: Behaviour::StoreInput,
        parameters: prompt![
            Presence::AtMostOne("message"),
            parameter(
                "InputTimeLimitSeconds",
                Written::Property("timeout"),
                seconds(1, 604_800, false),
                Role::TimeLimit,
            )
            .required()
            .or("5"),
            parameter("StoreInput", Written::Fixed("True"), TRUE_FALSE, Role::Mode).required(),
            parameter(
                "InputValidation.CustomValidation.MaximumLength",
                Written::Property("maximum digits"),
                Shape::Number {
                    least: 1,
                    most: 20,
                    dynamic: true
                },
                Role::Digits,
            )
            .presence(Presence::OneOf("validation"))
            .or("20"),
            parameter(
                "InputValidation.PhoneNumberValidation.NumberFormat",
                Written::Property("phone number"),
                Shape::Word(&[("local", "Local"), ("e164", "E164")]),
                Role::Detail,
            )
            .presence(Presence::OneOf("validation")),
            parameter(
                "InputValidation.PhoneNumberValidation.CountryCode",
                Written::Behind("phone number"),
                Shape::Text,
                Role::Detail,
            )
            .known_ahead(),
            parameter(
                "InputEncryption.EncryptionKeyId",
                Written::Property("encryption key id"),
                Shape::Text,
                Role::Detail,
            )
            .presence(Presence::With("InputEncryption.Key")),
            parameter(
                "InputEncryption.Key",
                Written::Property("encryption key"),
                Shape::Text,
                Role::Encryption,
            )
            .presence(Presence::With("InputEncryption.EncryptionKeyId")),
            parameter(
                "DTMFConfiguration.InputTerminationSequence",
                Written::Property("end key"),
                Shape::Text,
                Role::Detail,
            )
            .known_ahead()
            .up_to(5),
            parameter(
                "DTMFConfiguration.DisableCancelKey",
                Written::Property("disable cancel key"),
                TRUE_FALSE,
                Role::Detail,
            ),
            parameter(
                "DTMFConfiguration.InterdigitTimeLimitSeconds",
                Written::Property("delay between keys"),
                seconds(1, 20, true),
                Role::Detail,
            ),
        ],
        branches: &[
            failure("invalid number", "InvalidPhoneNumber")
                .like("error")
                .there(Kind::With(
                    "InputValidation.PhoneNumberValidation.NumberFormat",
                )),
            ERROR,
        ],
        channels: VOICE_ONLY,
        flows: TALKING,
        disputed: FlowKinds::of(&[FlowKind::OutboundWhisper]),
        fills: &["StoredCustomerInput"],
        source: observed("devguide/participant-actions-getparticipantinput.html"),
        example: "store customer input \"Your card number?\" { maximum digits: 16, timeout: 10s }",
        ..BASE
    },
    Row {
        phrase: "get customer input",
        action: "ConnectParticipantWithLexBot",
        block: "Get customer input",
        summary: "Hands the conversation to an Amazon Lex bot and branches on the intent.",
        behaviour: Behaviour::Bot,
        chosen_by: &["bot", "classic bot name"],
        parameters: prompt![
            Presence::OneOf("message"),
            parameter(
                "LexV2Bot.AliasArn",
                Written::Property("bot"),
                Shape::Resource(&[ResourceKind::Bot]),
                Role::Bot,
            )
            .presence(Presence::OneOf("bot")),
            parameter(
                "LexBot.Name",
                Written::Property("classic bot name"),
                Shape::Text,
                Role::Bot,
            )
            .presence(Presence::OneOf("bot")),
            parameter(
                "LexBot.Region",
                Written::Property("classic bot region"),
                Shape::Text,
                Role::Detail,
            ),
            parameter(
                "LexBot.Alias",
                Written::Property("classic bot alias"),
                Shape::Text,
                Role::Detail,
            ),
            parameter(
                "LexSessionAttributes",
                Written::Property("session attributes"),
                Shape::TextMap,
                Role::SessionAttributes,
            ),
            parameter(
                "LexInitializationData.InitialMessage",
                Written::Property("initial message"),
                Shape::Text,
                Role::Detail,
            )
            .presence(Presence::OneOf("message")),
            parameter(
                "LexTimeoutSeconds.Text",
                Written::Property("chat timeout"),
                seconds(60, 604_800, true),
                Role::TimeLimit,
            ),
        ],
        branches: &[
            // Disputed whether the service demands it; both sides say that it is accepted,
            // and 62 of 64 exports lack it.
            failure("timeout", "InputTimeLimitExceeded")
                .like("default")
                .there(Kind::Omittable),
            DEFAULT,
            ERROR,
        ],
        cases: &[equals("intent", Operand::Text)],
        then: Then::Copies("default"),
        channels: Channels {
            voice: Support::Works,
            chat: Support::Works,
            task: Support::Unknown,
            email: Support::Unknown,
        },
        flows: TALKING,
        asks: Asks::Nothing,
        fills: &["Lex"],
        disputed: FlowKinds::of(&[FlowKind::OutboundWhisper]),
        source: observed("devguide/participant-actions-connectparticipantwithlexbot.html"),
        example: "get customer input \"How can we help?\" { bot: OrderHelp, intent \"TrackOrder\" -> track }",
    },
    Row {
        phrase: "disconnect",
        action: "DisconnectParticipant",
        block: "Disconnect",
        summary: "Ends the contact for the participant and ends the flow.",
        behaviour: Behaviour::Disconnect,
        then: Then::Ends,
        flows: TALKING,
        source: observed("devguide/participant-actions-disconnectparticipant.html"),
        example: "disconnect",
        ..BASE
    },
];
