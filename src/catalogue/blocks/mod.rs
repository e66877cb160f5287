//! The blocks of the designer, one row each.

mod contact;
mod control;
mod data;
mod outreach;
mod participant;
mod recording;

use super::kinds::{FlowKind, FlowKinds, Hook, ResourceKind};
use super::row::{
    Behaviour, Branch, CaseForm, Channels, Kind, Operand, Operator, Parameter, Presence,
    Provenance, Role, Row, Shape, Source, Support, Then, Undrawn, Unit, Wire, Written,
};

// ---------------------------------------------------------------- small words

const CONTACT: FlowKinds = FlowKinds::of(&[FlowKind::Inbound, FlowKind::Disconnect]);
const TRANSFERS: FlowKinds = CONTACT
    .and(FlowKind::TransferToAgent)
    .and(FlowKind::TransferToQueue)
    .and(FlowKind::Module);
const TALKING: FlowKinds = TRANSFERS.and(FlowKind::CustomerQueue);

const VOICE_ONLY: Channels = Channels {
    voice: Support::Works,
    chat: Support::Error,
    task: Support::Error,
    email: Support::Error,
};

const fn documented(page: &'static str) -> Source {
    Source {
        page,
        provenance: Provenance::Documented,
    }
}

const fn observed(page: &'static str) -> Source {
    Source {
        page,
        provenance: Provenance::Observed,
    }
}

const fn exported(page: &'static str) -> Source {
    Source {
        page,
        provenance: Provenance::Exported,
    }
}

const fn inferred(page: &'static str) -> Source {
    Source {
        page,
        provenance: Provenance::Inferred,
    }
}

const fn parameter(path: &'static str, written: Written, shape: Shape, role: Role) -> Parameter {
    Parameter {
        path,
        written,
        shape,
        default: None,
        presence: Presence::Optional,
        role,
    }
}

impl Parameter {
    const fn required(self) -> Self {
        self.presence(Presence::Required)
    }

    const fn presence(self, presence: Presence) -> Self {
        Self {
            path: self.path,
            written: self.written,
            shape: self.shape,
            default: self.default,
            presence,
            role: self.role,
        }
    }

    const fn or(self, default: &'static str) -> Self {
        Self {
            path: self.path,
            written: self.written,
            shape: self.shape,
            default: Some(default),
            presence: self.presence,
            role: self.role,
        }
    }
}

const fn failure(word: &'static str, error: &'static str) -> Branch {
    Branch {
        word,
        wire: Wire::Error(error),
        kind: Kind::Always,
        undrawn: Undrawn::Failure,
    }
}

const fn result(word: &'static str, operand: &'static str) -> Branch {
    Branch {
        word,
        wire: Wire::Condition(Operator::Equals, operand),
        kind: Kind::Always,
        undrawn: Undrawn::Next,
    }
}

impl Branch {
    const fn like(self, word: &'static str) -> Self {
        Self {
            word: self.word,
            wire: self.wire,
            kind: self.kind,
            undrawn: Undrawn::Like(word),
        }
    }

    const fn there(self, kind: Kind) -> Self {
        Self {
            word: self.word,
            wire: self.wire,
            kind,
            undrawn: self.undrawn,
        }
    }
}

const ERROR: Branch = failure("error", "NoMatchingError");
const DEFAULT: Branch = Branch {
    word: "default",
    wire: Wire::Error("NoMatchingCondition"),
    kind: Kind::Always,
    undrawn: Undrawn::Next,
};
const AT_CAPACITY: Branch = failure("at capacity", "QueueAtCapacity").like("error");

const fn equals(words: &'static str, operand: Operand) -> CaseForm {
    CaseForm {
        words,
        sign: "",
        operator: Operator::Equals,
        operand,
    }
}

const fn sign(sign: &'static str, operator: Operator) -> CaseForm {
    CaseForm {
        words: "",
        sign,
        operator,
        operand: Operand::Any,
    }
}

const fn text(words: &'static str, operator: Operator) -> CaseForm {
    CaseForm {
        words,
        sign: "",
        operator,
        operand: Operand::Any,
    }
}

static COMPARISONS: &[CaseForm] = &[
    sign("=", Operator::Equals),
    sign(">", Operator::NumberGreaterThan),
    sign(">=", Operator::NumberGreaterOrEqualTo),
    sign("<", Operator::NumberLessThan),
    sign("<=", Operator::NumberLessOrEqualTo),
    text("contains", Operator::TextContains),
    text("starts with", Operator::TextStartsWith),
    text("ends with", Operator::TextEndsWith),
];

/// The four ways to say something: text, SSML, a recording, an audio file.
macro_rules! prompt {
    ($presence:expr $(, $more:expr)* $(,)?) => {
        &[
            parameter("Text", Written::Argument, Shape::Text, Role::Text).presence($presence),
            parameter("SSML", Written::Tagged("ssml"), Shape::Text, Role::Ssml).presence($presence),
            parameter(
                "PromptId",
                Written::Argument,
                Shape::Resource(&[ResourceKind::Prompt]),
                Role::Recording,
            )
            .presence($presence),
            parameter("Media.Uri", Written::Tagged("audio"), Shape::Text, Role::Recording)
                .presence($presence),
            parameter(
                "Media.SourceType",
                Written::Beside { path: "Media.Uri", value: "S3" },
                Shape::Text,
                Role::Detail,
            ),
            parameter(
                "Media.MediaType",
                Written::Beside { path: "Media.Uri", value: "Audio" },
                Shape::Text,
                Role::Detail,
            ),
            $($more),*
        ]
    };
}

/// The four ways to say something, for lists of prompts.
pub static PROMPT: &[Parameter] = prompt![Presence::OneOf("message")];

const fn seconds(least: i64, most: i64, dynamic: bool) -> Shape {
    Shape::Duration {
        unit: Unit::Seconds,
        least,
        most,
        dynamic,
    }
}

const TRUE_FALSE: Shape = Shape::Flag {
    yes: "True",
    no: "False",
};
const LOWER_TRUE_FALSE: Shape = Shape::Flag {
    yes: "true",
    no: "false",
};

const BASE: Row = Row {
    phrase: "",
    action: "",
    block: "",
    summary: "",
    behaviour: Behaviour::Plain,
    chosen_by: &[],
    parameters: &[],
    branches: &[],
    cases: &[],
    then: Then::Next,
    channels: Channels::ALL,
    flows: FlowKinds::ALL,
    source: documented(""),
    example: "",
};

/// A block that hooks a flow to an event.
const fn hook(
    phrase: &'static str,
    block: &'static str,
    hook: Hook,
    parameters: &'static [Parameter],
    example: &'static str,
) -> Row {
    Row {
        phrase,
        action: "UpdateContactEventHooks",
        block,
        summary: "Names the flow that runs on an event of the contact.",
        behaviour: Behaviour::SetHook(hook),
        parameters,
        branches: &[ERROR],
        channels: match hook {
            Hook::CustomerHold | Hook::AgentHold => VOICE_ONLY,
            Hook::CustomerQueue
            | Hook::CustomerWhisper
            | Hook::AgentWhisper
            | Hook::CustomerRemaining
            | Hook::DefaultAgentUi
            | Hook::DisconnectAgentUi
            | Hook::PauseContact
            | Hook::ResumeContact => Channels::ALL,
        },
        source: documented("devguide/contact-actions-updatecontacteventhooks.html"),
        example,
        ..BASE
    }
}

macro_rules! hook_flow {
    ($path:literal $(, $more:expr)*) => {
        &[
            parameter(
                $path,
                Written::Argument,
                Shape::Resource(&[ResourceKind::Flow]),
                Role::Flow,
            )
            .required(),
            $($more),*
        ]
    };
}

// --------------------------------------------------------------------- blocks

/// What stands for every action that no row describes: `action "Type" { … }`.
pub static UNKNOWN: Row = Row {
    phrase: "action",
    action: "",
    block: "(any other block)",
    summary: "Passes an action through unchanged that this catalogue does not know.",
    behaviour: Behaviour::Unknown,
    parameters: &[parameter("", Written::Rest, Shape::Json, Role::Everything)],
    source: Source {
        page: "devguide/flow-language-actions.html",
        provenance: Provenance::Inferred,
    },
    example: "action \"SomeNewType\" { Depth: \"2\", \"SomeError\" -> sorry }",
    ..BASE
};

/// Every block that the language knows, in the order of the manual.
pub static BLOCKS: &[&Row] = &{
    const GROUPS: [&[Row]; 7] = [
        CONVERSATION,
        participant::ROWS,
        contact::ROWS,
        recording::ROWS,
        outreach::ROWS,
        data::ROWS,
        control::ROWS,
    ];
    const COUNT: usize = {
        let (mut count, mut group) = (0, 0);
        while group < GROUPS.len() {
            count += GROUPS[group].len();
            group += 1;
        }
        count
    };
    let mut rows: [&Row; COUNT] = [&UNKNOWN; COUNT];
    let (mut at, mut group) = (0, 0);
    while group < GROUPS.len() {
        let mut row = 0;
        while row < GROUPS[group].len() {
            rows[at] = &GROUPS[group][row];
            at += 1;
            row += 1;
        }
        group += 1;
    }
    rows
};

/// What chats, calls and simple flows are made of.
static CONVERSATION: &[Row] = &[
    // -- participant
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
            ),
            parameter(
                "InputEncryption.EncryptionKeyId",
                Written::Property("encryption key id"),
                Shape::Text,
                Role::Detail,
            ),
            parameter(
                "InputEncryption.Key",
                Written::Property("encryption key"),
                Shape::Text,
                Role::Detail,
            ),
            parameter(
                "DTMFConfiguration.InputTerminationSequence",
                Written::Property("end key"),
                Shape::Text,
                Role::Detail,
            ),
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
    // -- contact
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
            .presence(Presence::OneOf("queue")),
            parameter(
                "AgentId",
                Written::Tagged("agent"),
                Shape::Resource(&[ResourceKind::Agent]),
                Role::Agent,
            )
            .presence(Presence::OneOf("queue")),
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
    hook(
        "set customer queue flow",
        "Set customer queue flow",
        Hook::CustomerQueue,
        hook_flow!("EventHooks.CustomerQueue"),
        "set customer queue flow hold_music",
    ),
    hook(
        "set customer hold flow",
        "Set hold flow",
        Hook::CustomerHold,
        hook_flow!("EventHooks.CustomerHold"),
        "set customer hold flow quiet",
    ),
    hook(
        "set agent hold flow",
        "Set hold flow",
        Hook::AgentHold,
        hook_flow!("EventHooks.AgentHold"),
        "set agent hold flow quiet",
    ),
    hook(
        "set customer whisper flow",
        "Set whisper flow",
        Hook::CustomerWhisper,
        hook_flow!(
            "EventHooks.CustomerWhisper",
            parameter(
                "EventHooksConfiguration.CustomerWhisper.DisableExecution",
                Written::Property("disabled"),
                LOWER_TRUE_FALSE,
                Role::Detail,
            )
        ),
        "set customer whisper flow brief",
    ),
    hook(
        "set agent whisper flow",
        "Set whisper flow",
        Hook::AgentWhisper,
        hook_flow!(
            "EventHooks.AgentWhisper",
            parameter(
                "EventHooksConfiguration.AgentWhisper.DisableExecution",
                Written::Property("disabled"),
                LOWER_TRUE_FALSE,
                Role::Detail,
            )
        ),
        "set agent whisper flow brief",
    ),
    hook(
        "set disconnect flow",
        "Set disconnect flow",
        Hook::CustomerRemaining,
        hook_flow!("EventHooks.CustomerRemaining"),
        "set disconnect flow after_agent_leaves",
    ),
    hook(
        "set default flow for agent ui",
        "Set event flow",
        Hook::DefaultAgentUi,
        hook_flow!("EventHooks.DefaultAgentUI"),
        "set default flow for agent ui guide",
    ),
    hook(
        "set disconnect flow for agent ui",
        "Set event flow",
        Hook::DisconnectAgentUi,
        hook_flow!("EventHooks.DisconnectAgentUI"),
        "set disconnect flow for agent ui wrap_up",
    ),
    hook(
        "set flow at contact pause",
        "Set event flow",
        Hook::PauseContact,
        hook_flow!("EventHooks.PauseContact"),
        "set flow at contact pause paused",
    ),
    hook(
        "set flow at contact resume",
        "Set event flow",
        Hook::ResumeContact,
        hook_flow!("EventHooks.ResumeContact"),
        "set flow at contact resume resumed",
    ),
    Row {
        phrase: "set event flows",
        action: "UpdateContactEventHooks",
        block: "Set event flow",
        summary: "Names the flows of no event, or of several, in one action.",
        behaviour: Behaviour::SetHooks,
        parameters: &[
            parameter("EventHooks", Written::Rest, Shape::HookMap, Role::Hooks).required(),
        ],
        branches: &[ERROR],
        source: observed("devguide/contact-actions-updatecontacteventhooks.html"),
        example: "set event flows { CustomerQueue: hold_music, AgentWhisper: brief }",
        ..BASE
    },
    // -- flow control
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
        )],
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
            Role::Mode,
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
        .required()],
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
        flows: FlowKinds::of(&[
            FlowKind::CustomerWhisper,
            FlowKind::AgentWhisper,
            FlowKind::OutboundWhisper,
            FlowKind::CustomerQueue,
            FlowKind::Module,
        ]),
        source: observed("devguide/flow-control-actions-endflowexecution.html"),
        example: "end flow",
        ..BASE
    },
    // -- interactions
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
        source: exported("devguide/interactions-invokelambdafunction.html"),
        example: "invoke lambda function look_up { input: { id: $.ContactId } }",
        ..BASE
    },
];
