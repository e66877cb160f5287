//! Small words that rows are written with.

use super::*;

pub(super) const CONTACT: FlowKinds = FlowKinds::of(&[FlowKind::Inbound, FlowKind::Disconnect]);
pub(super) const TRANSFERS: FlowKinds = CONTACT
    .and(FlowKind::TransferToAgent)
    .and(FlowKind::TransferToQueue)
    .and(FlowKind::Module);
pub(super) const TALKING: FlowKinds = TRANSFERS.and(FlowKind::CustomerQueue);

pub(super) const VOICE_ONLY: Channels = Channels {
    voice: Support::Works,
    chat: Support::Error,
    task: Support::Error,
    email: Support::Error,
};

pub(super) const fn documented(page: &'static str) -> Source {
    Source {
        page,
        provenance: Provenance::Documented,
    }
}

pub(super) const fn observed(page: &'static str) -> Source {
    Source {
        page,
        provenance: Provenance::Observed,
    }
}

pub(super) const fn exported(page: &'static str) -> Source {
    Source {
        page,
        provenance: Provenance::Exported,
    }
}

pub(super) const fn inferred(page: &'static str) -> Source {
    Source {
        page,
        provenance: Provenance::Inferred,
    }
}

pub(super) const fn parameter(
    path: &'static str,
    written: Written,
    shape: Shape,
    role: Role,
) -> Parameter {
    Parameter {
        path,
        written,
        shape,
        default: None,
        presence: Presence::Optional,
        role,
        entries: Entries {
            least: 0,
            most: usize::MAX,
        },
        form: Form::ANY,
        disputed: false,
    }
}

impl Parameter {
    pub(super) const fn required(self) -> Self {
        self.presence(Presence::Required)
    }

    pub(super) const fn presence(self, presence: Presence) -> Self {
        Self { presence, ..self }
    }

    pub(super) const fn or(self, default: &'static str) -> Self {
        Self {
            default: Some(default),
            ..self
        }
    }

    /// With so many entries, as the page of the block says or the service itself.
    pub(super) const fn entries(self, least: usize, most: usize) -> Self {
        Self {
            entries: Entries { least, most },
            ..self
        }
    }

    /// With references as whole texts only.
    pub(super) const fn whole(self) -> Self {
        self.references(References::Whole)
    }

    /// With values that are known when the flow is published.
    pub(super) const fn known_ahead(self) -> Self {
        self.references(References::Never)
    }

    pub(super) const fn references(self, references: References) -> Self {
        let form = Form {
            references,
            ..self.form
        };
        Self { form, ..self }
    }

    /// With texts of so many characters at most.
    pub(super) const fn up_to(self, longest: usize) -> Self {
        let form = Form {
            longest,
            ..self.form
        };
        Self { form, ..self }
    }

    /// With texts of these characters alone.
    pub(super) const fn letters(self, letters: &'static str) -> Self {
        let form = Form {
            letters: Some(letters),
            ..self.form
        };
        Self { form, ..self }
    }

    /// Refused when somebody tried, though a page or exports have it.
    pub(super) const fn disputed(self) -> Self {
        Self {
            disputed: true,
            ..self
        }
    }
}

pub(super) const fn failure(word: &'static str, error: &'static str) -> Branch {
    Branch {
        word,
        wire: Wire::Error(error),
        kind: Kind::Always,
        undrawn: Undrawn::Failure,
        flows: FlowKinds::ALL,
    }
}

pub(super) const fn result(word: &'static str, operand: &'static str) -> Branch {
    Branch {
        word,
        wire: Wire::Condition(Operator::Equals, operand),
        kind: Kind::Always,
        undrawn: Undrawn::Next,
        flows: FlowKinds::ALL,
    }
}

impl Branch {
    pub(super) const fn like(self, word: &'static str) -> Self {
        Self {
            word: self.word,
            wire: self.wire,
            kind: self.kind,
            undrawn: Undrawn::Like(word),
            flows: self.flows,
        }
    }

    pub(super) const fn there(self, kind: Kind) -> Self {
        Self {
            word: self.word,
            wire: self.wire,
            kind,
            undrawn: self.undrawn,
            flows: self.flows,
        }
    }

    pub(super) const fn only_in(self, flows: FlowKinds) -> Self {
        Self {
            word: self.word,
            wire: self.wire,
            kind: self.kind,
            undrawn: self.undrawn,
            flows,
        }
    }
}

pub(super) const ERROR: Branch = failure("error", "NoMatchingError");
pub(super) const DEFAULT: Branch = Branch {
    word: "default",
    wire: Wire::Error("NoMatchingCondition"),
    kind: Kind::Always,
    undrawn: Undrawn::Next,
    flows: FlowKinds::ALL,
};
pub(super) const AT_CAPACITY: Branch = failure("at capacity", "QueueAtCapacity").like("error");

pub(super) const fn equals(words: &'static str, operand: Operand) -> CaseForm {
    CaseForm {
        words,
        sign: "",
        operator: Operator::Equals,
        operand,
    }
}

pub(super) const fn sign(sign: &'static str, operator: Operator) -> CaseForm {
    CaseForm {
        words: "",
        sign,
        operator,
        operand: Operand::Any,
    }
}

pub(super) const fn text(words: &'static str, operator: Operator) -> CaseForm {
    CaseForm {
        words,
        sign: "",
        operator,
        operand: Operand::Any,
    }
}

pub(super) static COMPARISONS: &[CaseForm] = &[
    sign("=", Operator::Equals),
    sign(">", Operator::NumberGreaterThan),
    sign(">=", Operator::NumberGreaterOrEqualTo),
    sign("<", Operator::NumberLessThan),
    sign("<=", Operator::NumberLessOrEqualTo),
    text("contains", Operator::TextContains),
    text("starts with", Operator::TextStartsWith),
    text("ends with", Operator::TextEndsWith),
    text("exists", Operator::KeyExists),
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
            .presence($presence)
            .whole(),
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

pub(super) use prompt;

/// The four ways to say something, for lists of prompts.
pub static PROMPT: &[Parameter] = prompt![Presence::OneOf("message")];

pub(super) const fn seconds(least: i64, most: i64, dynamic: bool) -> Shape {
    Shape::Duration {
        unit: Unit::Seconds,
        least,
        most,
        dynamic,
    }
}

pub(super) const TRUE_FALSE: Shape = Shape::Flag {
    yes: "True",
    no: "False",
};
pub(super) const LOWER_TRUE_FALSE: Shape = Shape::Flag {
    yes: "true",
    no: "false",
};

pub(super) const BASE: Row = Row {
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
    asks: Asks::Nothing,
    fills: &[],
    disputed: FlowKinds::of(&[]),
    source: documented(""),
    example: "",
};
