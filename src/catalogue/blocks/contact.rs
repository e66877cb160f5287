//! Blocks that change the contact: voice, routing, tags, state.

use super::*;

/// A block that puts somebody of the previous contact on hold, or takes all off it.
const fn hold(phrase: &'static str, parameters: &'static [Parameter]) -> Row {
    Row {
        phrase,
        action: "UpdatePreviousContactParticipantState",
        block: "Hold customer or agent",
        summary: "Puts somebody on hold, or brings everybody together.",
        behaviour: Behaviour::Scripted,
        parameters,
        branches: &[ERROR],
        channels: VOICE_ONLY,
        flows: TRANSFERS.and(FlowKind::OutboundWhisper),
        source: exported("devguide/contact-actions-updatepreviouscontactparticipantstate.html"),
        example: phrase,
        ..BASE
    }
}

macro_rules! held {
    ($state:literal) => {
        &[parameter(
            "PreviousContactParticipantState",
            Written::Fixed($state),
            Shape::Text,
            Role::Mode,
        )
        .required()]
    };
}

/// Where the page of the block has it, and that of the action does not.
const ROUTED: FlowKinds = FlowKinds::of(&[
    FlowKind::CustomerQueue,
    FlowKind::TransferToAgent,
    FlowKind::TransferToQueue,
]);

pub(super) static ROWS: &[Row] = &[
    Row {
        phrase: "set contact data",
        action: "UpdateContactData",
        block: "Set contact attributes",
        summary: "Sets the name, the language and other data of the contact itself.",
        behaviour: Behaviour::SetContactData,
        parameters: &[
            parameter(
                "Name",
                Written::Property("name"),
                Shape::Text,
                Role::ContactData,
            )
            .presence(Presence::SomeOf("data")),
            parameter(
                "Description",
                Written::Property("description"),
                Shape::Text,
                Role::ContactData,
            )
            .presence(Presence::SomeOf("data")),
            parameter(
                "LanguageCode",
                Written::Property("language"),
                Shape::Text,
                Role::ContactData,
            )
            .presence(Presence::SomeOf("data")),
            parameter(
                "CustomerId",
                Written::Property("customer id"),
                Shape::Text,
                Role::ContactData,
            )
            .presence(Presence::SomeOf("data")),
            // On the page and in exports; the service has refused it.
            parameter(
                "References",
                Written::Property("references"),
                Shape::Json(Json::Object),
                Role::ContactData,
            )
            .presence(Presence::SomeOf("data"))
            .disputed(),
            parameter(
                "WisdomSessionArn",
                Written::Property("assistant session"),
                Shape::Text,
                Role::Detail,
            )
            .presence(Presence::SomeOf("data")),
            // The page writes the three in upper case; AWS's own exports in lower.
            parameter(
                "IsVoiceIdStreamingEnabled",
                Written::Property("voice id streaming"),
                LOWER_TRUE_FALSE,
                Role::Detail,
            )
            .presence(Presence::SomeOf("data")),
            parameter(
                "IsVoiceAuthenticationEnabled",
                Written::Property("voice authentication"),
                LOWER_TRUE_FALSE,
                Role::Detail,
            )
            .presence(Presence::SomeOf("data")),
            parameter(
                "IsFraudDetectionEnabled",
                Written::Property("fraud detection"),
                LOWER_TRUE_FALSE,
                Role::Detail,
            )
            .presence(Presence::SomeOf("data")),
            parameter(
                "VoiceAuthenticationThreshold",
                Written::Property("voice authentication threshold"),
                Shape::Number {
                    least: 0,
                    most: 100,
                    dynamic: true,
                },
                Role::Detail,
            )
            .presence(Presence::SomeOf("data")),
            parameter(
                "VoiceAuthenticationResponseTime",
                Written::Property("voice authentication response time"),
                seconds(5, 10, true),
                Role::Detail,
            )
            .presence(Presence::SomeOf("data")),
            parameter(
                "FraudDetectionThreshold",
                Written::Property("fraud threshold"),
                Shape::Number {
                    least: 0,
                    most: 100,
                    dynamic: true,
                },
                Role::Detail,
            )
            .presence(Presence::SomeOf("data")),
            parameter(
                "WatchlistId",
                Written::Property("watchlist"),
                Shape::Text,
                Role::Detail,
            )
            .presence(Presence::SomeOf("data")),
            parameter(
                "TargetContact",
                Written::Argument,
                Shape::Word(&[("current", "Current"), ("related", "Related")]),
                Role::Target,
            ),
        ],
        branches: &[ERROR],
        source: exported("devguide/contact-actions-updatecontactdata.html"),
        example: "set contact data { language: \"en-AU\" }",
        ..BASE
    },
    Row {
        phrase: "set voice id",
        action: "StartVoiceIdStream",
        block: "Set Voice ID",
        summary: "Sends the caller's audio to Voice ID, whose support ended in May 2026.",
        behaviour: Behaviour::Scripted,
        branches: &[ERROR],
        channels: VOICE_ONLY,
        source: exported("devguide/flow-control-actions-startvoiceidstream.html"),
        example: "set voice id",
        ..BASE
    },
    Row {
        phrase: "set voice",
        action: "UpdateContactTextToSpeechVoice",
        block: "Set voice",
        summary: "Chooses the voice of later speech.",
        parameters: &[
            parameter(
                "TextToSpeechVoice",
                Written::Argument,
                Shape::Text,
                Role::Detail,
            )
            .required(),
            parameter(
                "TextToSpeechEngine",
                Written::Property("engine"),
                Shape::WordOrReference(&[
                    ("standard", "Standard"),
                    ("neural", "Neural"),
                    ("generative", "Generative"),
                ]),
                Role::Detail,
            ),
            parameter(
                "TextToSpeechStyle",
                Written::Property("style"),
                Shape::WordOrReference(&[
                    ("none", "None"),
                    ("conversational", "Conversational"),
                    ("newscaster", "Newscaster"),
                ]),
                Role::Detail,
            ),
        ],
        // The page says mandatory; the service takes it without, as 31 of 50 exports do.
        branches: &[ERROR.there(Kind::Omittable)],
        channels: Channels {
            voice: Support::Works,
            chat: Support::NoEffect,
            task: Support::NoEffect,
            email: Support::NoEffect,
        },
        source: exported("devguide/contact-actions-updatecontacttexttospeechvoice.html"),
        example: "set voice \"Joanna\" { engine: neural }",
        ..BASE
    },
    Row {
        phrase: "set callback number",
        action: "UpdateContactCallbackNumber",
        block: "Set callback number",
        summary: "Keeps the number that a callback will dial.",
        behaviour: Behaviour::Scripted,
        parameters: &[parameter(
            "CallbackNumber",
            Written::Argument,
            Shape::Reference,
            Role::Asked,
        )
        .required()],
        branches: &[
            failure("invalid number", "InvalidCallbackNumber"),
            failure("not dialable", "CallbackNumberNotDialable").like("invalid number"),
        ],
        channels: VOICE_ONLY,
        flows: TALKING,
        source: exported("devguide/contact-actions-updatecontactcallbacknumber.html"),
        example: "set callback number $.StoredCustomerInput",
        ..BASE
    },
    Row {
        phrase: "change routing priority",
        action: "UpdateContactRoutingBehavior",
        block: "Change routing priority / age",
        summary: "Sets how early the contact is routed; 5 unless set, 1 is first.",
        parameters: &[parameter(
            "QueuePriority",
            Written::Argument,
            Shape::Number {
                least: 1,
                most: i64::MAX,
                dynamic: false,
            },
            Role::Detail,
        )
        .required()],
        flows: CONTACT.and(FlowKind::Module),
        disputed: ROUTED,
        source: exported("devguide/contact-actions-updatecontactroutingbehavior.html"),
        example: "change routing priority 1",
        ..BASE
    },
    Row {
        phrase: "change routing age",
        action: "UpdateContactRoutingBehavior",
        block: "Change routing priority / age",
        summary: "Lets the contact count as having waited longer, or less long.",
        parameters: &[parameter(
            "QueueTimeAdjustmentSeconds",
            Written::Argument,
            seconds(-604_800, 604_800, false),
            Role::Detail,
        )
        .required()],
        flows: CONTACT.and(FlowKind::Module),
        disputed: ROUTED,
        source: exported("devguide/contact-actions-updatecontactroutingbehavior.html"),
        example: "change routing age 10m",
        ..BASE
    },
    Row {
        phrase: "change routing proficiencies",
        action: "UpdateContactRoutingBehavior",
        block: "Change routing priority / age",
        summary: "Asks for agents with proficiencies.",
        parameters: &[parameter(
            "RoutingProficiencies",
            Written::Property("proficiencies"),
            Shape::Json(Json::Object),
            Role::Detail,
        )
        .required()],
        // Only this form of the action takes an error branch.
        branches: &[ERROR.there(Kind::Drawn)],
        flows: CONTACT.and(FlowKind::Module),
        disputed: ROUTED,
        source: documented("devguide/contact-actions-updatecontactroutingbehavior.html"),
        example: "change routing proficiencies { proficiencies: { Steps: [] } }",
        ..BASE
    },
    Row {
        phrase: "set routing criteria",
        action: "UpdateContactRoutingCriteria",
        block: "Set routing criteria",
        summary: "Asks for agents by steps of criteria.",
        behaviour: Behaviour::Scripted,
        parameters: &[
            parameter(
                "RoutingCriteria",
                Written::Argument,
                Shape::Reference,
                Role::Detail,
            )
            .presence(Presence::OneOf("criteria")),
            parameter(
                "RoutingCriteria.Steps",
                Written::Property("steps"),
                Shape::Json(Json::List),
                Role::Detail,
            )
            .presence(Presence::OneOf("criteria")),
        ],
        branches: &[ERROR],
        flows: TALKING,
        source: exported("devguide/flow-control-actions-updateroutingcriteria.html"),
        example: "set routing criteria $.Attributes.criteria",
        ..BASE
    },
    hold("hold customer", held!("CustomerOnHold")),
    hold("hold agent", held!("AgentOnHold")),
    hold("conference all", held!("OffHold")),
    Row {
        phrase: "resume contact",
        action: "ResumeContact",
        block: "Resume contact",
        summary: "Resumes a paused task.",
        behaviour: Behaviour::Scripted,
        branches: &[ERROR],
        channels: Channels {
            voice: Support::Error,
            chat: Support::Error,
            task: Support::Works,
            email: Support::Error,
        },
        source: exported("devguide/contact-actions-resumecontact.html"),
        example: "resume contact",
        ..BASE
    },
    Row {
        phrase: "tag contact",
        action: "TagContact",
        block: "Contact tags",
        summary: "Puts up to six tags on the contact.",
        behaviour: Behaviour::Scripted,
        // "More than 6 tags in Parameters.Tags", the service says.
        parameters: &[
            parameter("Tags", Written::Rest, Shape::TextMap, Role::Detail)
                .required()
                .entries(0, 6),
        ],
        branches: &[ERROR],
        source: exported("devguide/contact-actions-tagcontact.html"),
        example: "tag contact { team: \"red\" }",
        ..BASE
    },
    Row {
        phrase: "untag contact",
        action: "UntagContact",
        block: "Contact tags",
        summary: "Takes tags off the contact.",
        behaviour: Behaviour::Scripted,
        parameters: &[parameter(
            "TagKeys",
            Written::Property("tags"),
            Shape::Texts,
            Role::Detail,
        )
        .required()
        .entries(1, usize::MAX)
        .known_ahead()],
        branches: &[ERROR],
        source: observed("devguide/contact-actions-untagcontact.html"),
        example: "untag contact { tags: [\"team\"] }",
        ..BASE
    },
    Row {
        phrase: "create persistent contact association",
        action: "CreatePersistentContactAssociation",
        block: "Create persistent contact association",
        summary: "Lets a new chat continue an ended one.",
        behaviour: Behaviour::ContinueChat,
        parameters: &[
            parameter(
                "RehydrationType",
                Written::Argument,
                Shape::Word(&[
                    ("entire past session", "ENTIRE_PAST_SESSION"),
                    ("from segment", "FROM_SEGMENT"),
                ]),
                Role::Mode,
            )
            .required(),
            parameter(
                "SourceContactId",
                Written::Property("source contact"),
                Shape::Text,
                Role::Source,
            )
            .required(),
        ],
        branches: &[ERROR],
        channels: Channels {
            voice: Support::Error,
            chat: Support::Works,
            task: Support::Error,
            email: Support::Unknown,
        },
        source: observed("adminguide/create-persistent-contact-association-block.html"),
        example: "create persistent contact association from segment { source contact: $.Attributes.last }",
        ..BASE
    },
    Row {
        phrase: "get stored content",
        action: "LoadContactContent",
        block: "Get stored content",
        summary: "Reads the text of an e-mail.",
        behaviour: Behaviour::Scripted,
        parameters: &[parameter(
            "ContentType",
            Written::Argument,
            Shape::Word(&[("email message", "EmailMessage")]),
            Role::Mode,
        )
        .required()],
        branches: &[ERROR],
        source: inferred("adminguide/get-stored-content.html"),
        example: "get stored content email message",
        ..BASE
    },
    Row {
        phrase: "connect assistant",
        action: "CreateWisdomSession",
        block: "Connect assistant",
        summary: "Starts a session of the assistant for the contact.",
        behaviour: Behaviour::Scripted,
        parameters: &[parameter(
            "WisdomAssistantArn",
            Written::Argument,
            Shape::Resource(&[ResourceKind::Assistant]),
            Role::Detail,
        )
        .required()],
        branches: &[ERROR],
        source: exported("devguide/createwisdomsession.html"),
        example: "connect assistant q",
        ..BASE
    },
];
