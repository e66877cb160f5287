//! Every step.

use super::form::{Braces, StepForm, StepProperty, StepShape};
use super::kinds::{
    AgentStep, BotStep, CallStep, CustomerStep, ExpectStep, GivenStep, RecordField, StepKind,
};
use crate::catalogue::{Figure, Found, LookUp};

const fn form(
    pattern: &'static str,
    step: StepKind,
    summary: &'static str,
    example: &'static str,
) -> StepForm {
    StepForm {
        pattern,
        step,
        braces: Braces::None,
        summary,
        example,
    }
}

impl StepForm {
    const fn with(self, braces: Braces) -> Self {
        Self { braces, ..self }
    }
}

const fn property(key: &'static str, shape: StepShape) -> StepProperty {
    StepProperty { key, shape }
}

const START: Braces = Braces::Properties(&[
    property("from", StepShape::Text),
    property("to", StepShape::Text),
    property("attributes", StepShape::Map),
    property("at", StepShape::Text),
    property("first message", StepShape::Text),
    property("chat duration", StepShape::Duration),
    property("queue", StepShape::Text),
    property("external", StepShape::Map),
    property("stored customer input", StepShape::Text),
]);

const NEW_CHAT: Braces = Braces::Properties(&[
    property("attributes", StepShape::Map),
    property("first message", StepShape::Text),
    property("chat duration", StepShape::Duration),
]);

const fn of_record(field: RecordField) -> StepProperty {
    property(field.words(), StepShape::Text)
}

const RECORD: Braces = Braces::Properties(&[
    of_record(RecordField::Id),
    of_record(RecordField::InitialId),
    of_record(RecordField::PreviousId),
    of_record(RecordField::NextId),
    of_record(RecordField::RelatedId),
    of_record(RecordField::Channel),
    of_record(RecordField::Initiation),
    of_record(RecordField::Queue),
    of_record(RecordField::Agent),
    of_record(RecordField::Reason),
]);

const ANSWER: Braces = Braces::Properties(&[
    property("slots", StepShape::Map),
    property("session attributes", StepShape::Map),
    property("confidence", StepShape::Number),
]);

const SIGNED_IN: Braces = Braces::Properties(&[
    property("customer id", StepShape::Text),
    property("identity provider", StepShape::Text),
]);

const fn timeout(customer: bool, disconnects: bool) -> StepKind {
    StepKind::Given(GivenStep::Timeout {
        customer,
        disconnects,
    })
}

const fn figure(figure: Figure) -> StepKind {
    StepKind::Given(GivenStep::Figure(figure))
}

const fn asked(phrase: &'static str) -> StepKind {
    StepKind::Expect(ExpectStep::Asked(phrase))
}

const fn looked_up(what: LookUp, found: Found) -> StepKind {
    StepKind::Given(GivenStep::LookUp(what, found))
}

/// Every step, in the order of the manual.
pub static STEPS: &[StepForm] = &[
    form(
        "start {flow} on {channel}",
        StepKind::Start,
        "A contact starts in a flow; the first step of every test.",
        "start welcome on chat { attributes: { plan: \"gold\" }, chat duration: 12h }",
    )
    .with(START),
    // -- the world
    form(
        "given function {function} returns",
        StepKind::Given(GivenStep::FunctionReturns),
        "From now on the function answers this.",
        "given function look_up returns { status: \"open\" }",
    )
    .with(Braces::Open),
    form(
        "given function {function} returns text {text}",
        StepKind::Given(GivenStep::FunctionReturnsText),
        "From now on the function answers this bare text: a failure for a block that takes a string map; one that takes JSON succeeds, and `$.External` holds nothing.",
        "given function look_up returns text \"not found\"",
    ),
    form(
        "given function {function} fails",
        StepKind::Given(GivenStep::FunctionFails),
        "From now on the function fails.",
        "given function look_up fails",
    ),
    form(
        "given function {function} times out",
        StepKind::Given(GivenStep::FunctionTimesOut),
        "From now on the function takes longer than the block waits.",
        "given function look_up times out",
    ),
    form(
        "given function {function} takes {time}",
        StepKind::Given(GivenStep::FunctionTakes),
        "From now on the function takes so long; longer than the block waits is too long.",
        "given function look_up takes 5s",
    ),
    form(
        "given bot {bot} forgets after {time}",
        StepKind::Given(GivenStep::BotForgets),
        "The session timeout of the bot; 5 minutes where nobody says, a day at most.",
        "given bot OrderHelp forgets after 1h",
    ),
    form(
        "given hours {hours} open",
        StepKind::Given(GivenStep::HoursOpen),
        "The hours, or those of the queue, are open.",
        "given hours office open",
    ),
    form(
        "given hours {hours} closed",
        StepKind::Given(GivenStep::HoursClosed),
        "The hours, or those of the queue, are closed.",
        "given hours office closed",
    ),
    form(
        "given queue {queue} at capacity",
        StepKind::Given(GivenStep::QueueAtCapacity),
        "The queue takes nobody any more.",
        "given queue support at capacity",
    ),
    form(
        "given agents available in {queue} = {number}",
        figure(Figure::Available),
        "So many agents could take a contact of the queue now: `check staffing available` branches by it, `get queue metrics` keeps it.",
        "given agents available in support = 0",
    ),
    form(
        "given agents staffed in {queue} = {number}",
        figure(Figure::Staffed),
        "So many agents of the queue are on duty.",
        "given agents staffed in support = 3",
    ),
    form(
        "given agents online in {queue} = {number}",
        figure(Figure::Online),
        "So many agents of the queue are logged in.",
        "given agents online in support = 5",
    ),
    form(
        "given contacts in {queue} = {number}",
        figure(Figure::Contacts),
        "So many contacts wait in the queue: `check queue status queue capacity` branches by it, `get queue metrics` keeps it.",
        "given contacts in support = 12",
    ),
    form(
        "given oldest contact in {queue} = {time}",
        figure(Figure::Oldest),
        "The first contact of the queue has waited for so long: `check queue status time in queue` branches by it.",
        "given oldest contact in support = 6m",
    ),
    form(
        "given profile found",
        looked_up(LookUp::Profile, Found::One),
        "`get customer profile` finds one profile, and `$.Customer` holds this.",
        "given profile found { FirstName: \"Ana\" }",
    )
    .with(Braces::Open),
    form(
        "given profile none found",
        looked_up(LookUp::Profile, Found::None),
        "`get customer profile` finds no profile.",
        "given profile none found",
    ),
    form(
        "given profile multiple found",
        looked_up(LookUp::Profile, Found::Several),
        "`get customer profile` finds several profiles.",
        "given profile multiple found",
    ),
    form(
        "given case found",
        looked_up(LookUp::Case, Found::One),
        "`get case` finds one case, and `$.Case` holds this.",
        "given case found { case_id: \"c-17\", status: \"open\" }",
    )
    .with(Braces::Open),
    form(
        "given case none found",
        looked_up(LookUp::Case, Found::None),
        "`get case` finds no case.",
        "given case none found",
    ),
    form(
        "given case multiple found",
        looked_up(LookUp::Case, Found::Several),
        "`get case` finds several cases.",
        "given case multiple found",
    ),
    form(
        "given values",
        StepKind::Given(GivenStep::Values),
        "`$.Views.Action` and the like hold this where nothing in the run has set them: what blocks that are not modelled find out.",
        "given values { Views: { Action: \"Next\" }, LanguageCode: \"en-US\" }",
    )
    .with(Braces::Open),
    form(
        "given prompts fail",
        StepKind::Given(GivenStep::PromptsFail),
        "From now on no prompt can be played.",
        "given prompts fail",
    ),
    form(
        "given percent {number}",
        StepKind::Given(GivenStep::Percent),
        "What `distribute by percentage` draws, from 1 to 100; 1 where nobody says.",
        "given percent 37",
    ),
    form(
        "given block {name} takes {text}",
        StepKind::Given(GivenStep::BlockTakes),
        "The block with this label takes this branch every time, whatever it would do by itself: so failures come about.",
        "given block ask takes \"error\"",
    ),
    form(
        "given block {name} of {flow} takes {text}",
        StepKind::Given(GivenStep::BlockTakes),
        "The same, where several flows have a block of this name.",
        "given block ask of welcome takes \"error\"",
    ),
    form(
        "given block {name} next takes {text}",
        StepKind::Given(GivenStep::BlockNextTakes),
        "The next time the contact comes to the block with this label, it takes this branch; several such steps count one after the other.",
        "given block ask next takes \"error\"",
    ),
    form(
        "given block {name} of {flow} next takes {text}",
        StepKind::Given(GivenStep::BlockNextTakes),
        "The same, where several flows have a block of this name.",
        "given block ask of welcome next takes \"error\"",
    ),
    form(
        "given block {name} next works",
        StepKind::Given(GivenStep::BlockNextWorks),
        "The next time the contact comes to the block with this label, it does what it does by itself: for what is told to happen only after that.",
        "given block ask next works",
    ),
    form(
        "given block {name} of {flow} next works",
        StepKind::Given(GivenStep::BlockNextWorks),
        "The same, where several flows have a block of this name.",
        "given block ask of welcome next works",
    ),
    form(
        "given action {name} takes {text}",
        StepKind::Given(GivenStep::ActionTakes),
        "Actions of this type take this branch: any that is not modelled, a failure of the others.",
        "given action SomeNewType takes \"SomeError\"",
    ),
    form(
        "given module {module} returns",
        StepKind::Given(GivenStep::ModuleReturns),
        "From now on the module, which is not part of the program, returns without a result, with this data.",
        "given module elsewhere returns { level: \"gold\" }",
    )
    .with(Braces::Open),
    form(
        "given module {module} returns {text}",
        StepKind::Given(GivenStep::ModuleReturns),
        "From now on the module, which is not part of the program, returns this result, with this data.",
        "given module elsewhere returns \"verified\" { level: \"gold\" }",
    )
    .with(Braces::Open),
    form(
        "given customer idle timeout {time}",
        timeout(true, false),
        "With an agent there, a customer who has not written for so long is idle.",
        "given customer idle timeout 5m",
    ),
    form(
        "given customer auto-disconnect timeout {time}",
        timeout(true, true),
        "With an agent there, the agent is removed once the customer has not written for so long.",
        "given customer auto-disconnect timeout 10m",
    ),
    form(
        "given agent idle timeout {time}",
        timeout(false, false),
        "An agent who has not written for so long is idle.",
        "given agent idle timeout 5m",
    ),
    form(
        "given agent auto-disconnect timeout {time}",
        timeout(false, true),
        "An agent who has not written for so long is removed.",
        "given agent auto-disconnect timeout 10m",
    ),
    form(
        "assume {assumption}",
        StepKind::Given(GivenStep::Assume),
        "The assumption holds, as it does where nobody says.",
        "assume wait-tie",
    ),
    form(
        "assume not {assumption}",
        StepKind::Given(GivenStep::AssumeNot),
        "What stands against the assumption holds; `ebb explain` says what that is.",
        "assume not wait-tie",
    ),
    // -- the customer
    form(
        "customer {text}",
        StepKind::Customer(CustomerStep::Writes),
        "The customer writes, or on a call says, this.",
        "customer \"Where is my parcel?\"",
    ),
    form(
        "customer presses {key}",
        StepKind::Customer(CustomerStep::Presses),
        "The customer presses one key.",
        "customer presses 1",
    ),
    form(
        "customer enters {text}",
        StepKind::Customer(CustomerStep::Enters),
        "The customer enters keys one after the other.",
        "customer enters \"1234#\"",
    ),
    form(
        "customer is silent",
        StepKind::Customer(CustomerStep::IsSilent),
        "The time limit of the block that waits passes.",
        "customer is silent",
    ),
    form(
        "view {view} answers {text}",
        StepKind::Customer(CustomerStep::AnswersView),
        "The customer does this in the view that is shown: `$.Views.Action`, and what is filled in is `$.Views.ViewResultData`.",
        "view form answers \"Next\" { name: { first: \"Ana\" } }",
    )
    .with(Braces::Open),
    form(
        "customer signs in",
        StepKind::Customer(CustomerStep::SignsIn),
        "The customer signs in, as `authenticate customer` asks; what is known then is `$.SegmentAttributes['connect:CustomerAuthentication']`.",
        "customer signs in { customer id: \"p-17\", identity provider: \"Cognito\" }",
    )
    .with(SIGNED_IN),
    form(
        "customer opts out",
        StepKind::Customer(CustomerStep::OptsOut),
        "The customer does not want to sign in.",
        "customer opts out",
    ),
    form(
        "customer fails to sign in",
        StepKind::Customer(CustomerStep::FailsToSignIn),
        "The customer tries to sign in, and the identity provider refuses.",
        "customer fails to sign in",
    ),
    form(
        "customer leaves",
        StepKind::Customer(CustomerStep::Leaves),
        "The customer ends the contact.",
        "customer leaves",
    ),
    form(
        "customer returns",
        StepKind::Customer(CustomerStep::Returns),
        "The customer opens the chat again, and writes nothing.",
        "customer returns",
    ),
    form(
        "customer starts a new chat",
        StepKind::Customer(CustomerStep::StartsAgain),
        "After the chat is over: another one, where the first began, with a clock of its own.",
        "customer starts a new chat { attributes: { last: \"contact-1\" } }",
    )
    .with(NEW_CHAT),
    form(
        "customer continues the chat",
        StepKind::Customer(CustomerStep::Continues),
        "After the chat is over: another one that continues it (persistent chat).",
        "customer continues the chat { first message: \"Me again.\" }",
    )
    .with(NEW_CHAT),
    // -- bots
    form(
        "bot {bot} answers {text}",
        StepKind::Bot(BotStep::Answers),
        "The bot hands the conversation back with this intent.",
        "bot OrderHelp answers \"TrackOrder\" { slots: { parcel: \"A-17\" } }",
    )
    .with(ANSWER),
    form(
        "bot {bot} fails",
        StepKind::Bot(BotStep::Fails),
        "The bot fails.",
        "bot OrderHelp fails",
    ),
    form(
        "bot {bot} times out",
        StepKind::Bot(BotStep::TimesOut),
        "The bot gives up waiting for the customer.",
        "bot OrderHelp times out",
    ),
    form(
        "bot {bot} leaves",
        StepKind::Bot(BotStep::Leaves),
        "The bot, a participant of the chat, leaves it.",
        "bot OrderHelp leaves",
    ),
    form(
        "bot answers {text}",
        StepKind::Bot(BotStep::Answers),
        "The bot that the flow waits for, whichever it is, hands the conversation back.",
        "bot answers \"TrackOrder\"",
    )
    .with(ANSWER),
    form(
        "bot fails",
        StepKind::Bot(BotStep::Fails),
        "The bot that the flow waits for fails.",
        "bot fails",
    ),
    form(
        "bot times out",
        StepKind::Bot(BotStep::TimesOut),
        "The bot that the flow waits for gives up waiting.",
        "bot times out",
    ),
    form(
        "bot leaves",
        StepKind::Bot(BotStep::Leaves),
        "A bot, a participant of the chat, leaves it.",
        "bot leaves",
    ),
    // -- agents
    form(
        "agent joins",
        StepKind::Agent(AgentStep::Joins),
        "An agent takes the contact from its queue.",
        "agent joins",
    ),
    form(
        "agent joins from {queue}",
        StepKind::Agent(AgentStep::Joins),
        "An agent takes the contact from this queue.",
        "agent joins from support",
    ),
    form(
        "agent {agent} joins",
        StepKind::Agent(AgentStep::Joins),
        "This agent takes the contact from its queue.",
        "agent maria joins",
    ),
    form(
        "agent {agent} joins from {queue}",
        StepKind::Agent(AgentStep::Joins),
        "This agent takes the contact from this queue.",
        "agent maria joins from support",
    ),
    form(
        "agent leaves",
        StepKind::Agent(AgentStep::Leaves),
        "The agent leaves the contact.",
        "agent leaves",
    ),
    form(
        "agent drops",
        StepKind::Agent(AgentStep::Drops),
        "The agent loses the connection to the contact.",
        "agent drops",
    ),
    form(
        "agent {text}",
        StepKind::Agent(AgentStep::Writes),
        "The agent writes, or on a call says, this.",
        "agent \"One moment, please.\"",
    ),
    form(
        "agent transfers to {queue}",
        StepKind::Agent(AgentStep::Transfers),
        "The agent transfers the contact to a queue and leaves it.",
        "agent transfers to sales",
    ),
    // -- calls that the flow makes
    form(
        "call answered",
        StepKind::Call(CallStep::Answered),
        "A person answers the call that the flow makes (`transfer to phone number`, `call phone number`, `check call progress`).",
        "call answered",
    ),
    form(
        "call fails",
        StepKind::Call(CallStep::Fails),
        "The call that the flow makes fails.",
        "call fails",
    ),
    form(
        "voicemail answers",
        StepKind::Call(CallStep::Voicemail),
        "A voicemail answers the call, and a beep is heard; only `check call progress` tells it from a person.",
        "voicemail answers",
    ),
    form(
        "voicemail answers without beep",
        StepKind::Call(CallStep::VoicemailWithoutBeep),
        "A voicemail answers the call, and no beep is heard.",
        "voicemail answers without beep",
    ),
    // -- the clock
    form("pass {time}", StepKind::Pass, "Time passes.", "pass 11h50m"),
    form(
        "pass until {text}",
        StepKind::PassUntil,
        "Time passes until the clock shows this; the start needs `at`.",
        "pass until \"18:00\"",
    ),
    // -- what is expected
    form(
        "expect prompt {text}",
        StepKind::Expect(ExpectStep::Prompt),
        "The prompt was played since the customer or the agent last did something, after those already expected.",
        "expect prompt \"We are closing this chat.\"",
    ),
    form(
        "expect no prompt {text}",
        StepKind::Expect(ExpectStep::NoPrompt),
        "The prompt was not played since the customer or the agent last did something.",
        "expect no prompt \"We are sorry.\"",
    ),
    form(
        "expect prompt contains {text}",
        StepKind::Expect(ExpectStep::PromptContains),
        "Like `expect prompt`, but these words in it are enough.",
        "expect prompt contains \"12 hours\"",
    ),
    form(
        "expect prompt matches {text}",
        StepKind::Expect(ExpectStep::PromptMatches),
        "Like `expect prompt`, for a prompt in which this regular expression is found.",
        "expect prompt matches \"^Ticket [0-9]+\"",
    ),
    form(
        "expect never prompt {text}",
        StepKind::Expect(ExpectStep::NeverPrompt),
        "The prompt is not played in the whole test, before this step or after it.",
        "expect never prompt \"We are sorry.\"",
    ),
    form(
        "expect never prompt contains {text}",
        StepKind::Expect(ExpectStep::NeverPromptContains),
        "No prompt of the whole test contains these words.",
        "expect never prompt contains \"sorry\"",
    ),
    form(
        "expect never queue {queue}",
        StepKind::Expect(ExpectStep::NeverQueue),
        "The contact waits in this queue at no time of the test.",
        "expect never queue sales",
    ),
    form(
        "expect never flow {flow}",
        StepKind::Expect(ExpectStep::NeverFlow),
        "The flow begins at no time of the test.",
        "expect never flow after_agent_leaves",
    ),
    form(
        "expect never agent joins",
        StepKind::Expect(ExpectStep::NeverAgent),
        "No agent joins in the whole test.",
        "expect never agent joins",
    ),
    form(
        "expect never block {name} took {text}",
        StepKind::Expect(ExpectStep::NeverBlockTook),
        "The block is left by this branch at no time of the test; also with `of` and the flow.",
        "expect never block ask took \"error\"",
    ),
    form(
        "expect never block {name} of {flow} took {text}",
        StepKind::Expect(ExpectStep::NeverBlockTook),
        "The same, where several flows have a block of this name.",
        "expect never block ask of welcome took \"error\"",
    ),
    form(
        "expect queue {queue}",
        StepKind::Expect(ExpectStep::Queue),
        "The contact waits in the queue, or the agent took it from there.",
        "expect queue support",
    ),
    form(
        "expect agent joins",
        StepKind::Expect(ExpectStep::Agent),
        "An agent is with the customer.",
        "expect agent joins",
    ),
    form(
        "expect no agent",
        StepKind::Expect(ExpectStep::NoAgent),
        "No agent is with the customer.",
        "expect no agent",
    ),
    form(
        "expect flow {flow}",
        StepKind::Expect(ExpectStep::Flow),
        "This flow runs, or waits.",
        "expect flow after_agent_leaves",
    ),
    form(
        "expect waiting",
        StepKind::Expect(ExpectStep::Waiting),
        "A `wait` waits.",
        "expect waiting",
    ),
    form(
        "expect waiting {time}",
        StepKind::Expect(ExpectStep::WaitingFor),
        "A `wait` waits, and its time expires in so long.",
        "expect waiting 12h",
    ),
    form(
        "expect menu",
        StepKind::Expect(ExpectStep::Menu),
        "A block waits for keys.",
        "expect menu",
    ),
    form(
        "expect view {view}",
        StepKind::Expect(ExpectStep::View),
        "The view is shown, and waits for the customer; in braces what it was to show, its `data`.",
        "expect view form { title: \"Your address\", fields: { zip: \"98101\" } }",
    )
    .with(Braces::Open),
    form(
        "expect chat open",
        StepKind::Expect(ExpectStep::Open),
        "The contact goes on; also `call`, `task`.",
        "expect chat open",
    ),
    form(
        "expect call open",
        StepKind::Expect(ExpectStep::Open),
        "The call goes on.",
        "expect call open",
    ),
    form(
        "expect task open",
        StepKind::Expect(ExpectStep::Open),
        "The task goes on.",
        "expect task open",
    ),
    form(
        "expect chat ended",
        StepKind::Expect(ExpectStep::Ended),
        "The contact is over; also `call`, `task`.",
        "expect chat ended",
    ),
    form(
        "expect call ended",
        StepKind::Expect(ExpectStep::Ended),
        "The call is over.",
        "expect call ended",
    ),
    form(
        "expect task ended",
        StepKind::Expect(ExpectStep::Ended),
        "The task is over.",
        "expect task ended",
    ),
    form(
        "expect ended by {text}",
        StepKind::Expect(ExpectStep::EndedBy),
        "The contact ended for this reason, a `DisconnectReason` of Connect.",
        "expect ended by \"EXPIRED\"",
    ),
    form(
        "expect circles",
        StepKind::Expect(ExpectStep::InCircles),
        "Right behind the step before, a flow goes round in circles and never waits; where that is not expected, the test fails, unless the flow runs beside the contact, as in a queue.",
        "expect circles",
    ),
    form(
        "expect records {number}",
        StepKind::Expect(ExpectStep::Records),
        "Connect would write so many contact records by now, one for each contact of the chain and for each task that a flow created.",
        "expect records 2",
    ),
    form(
        "expect record {number}",
        StepKind::Expect(ExpectStep::Record),
        "The contact record of this number has these fields, `\"\"` where Connect writes nothing; tasks that flows created stand behind the chain.",
        "expect record 2 { initiation method: \"DISCONNECT\", previous contact id: \"contact-1\" }",
    )
    .with(RECORD),
    form(
        "expect attribute {name} = {text}",
        StepKind::Expect(ExpectStep::Attribute),
        "The user-defined attribute has this value.",
        "expect attribute plan = \"gold\"",
    ),
    form(
        "expect attribute {name} contains {text}",
        StepKind::Expect(ExpectStep::AttributeContains),
        "The user-defined attribute contains this text.",
        "expect attribute topic contains \"parcel\"",
    ),
    form(
        "expect attribute {name} unset",
        StepKind::Expect(ExpectStep::AttributeUnset),
        "The user-defined attribute is not set.",
        "expect attribute plan unset",
    ),
    form(
        "expect block {name} took {text}",
        StepKind::Expect(ExpectStep::BlockTook),
        "The block with this label was left by this branch since the start.",
        "expect block ask took \"intent TrackOrder\"",
    ),
    form(
        "expect block {name} of {flow} took {text}",
        StepKind::Expect(ExpectStep::BlockTook),
        "The same, where several flows have a block of this name.",
        "expect block ask of welcome took \"default\"",
    ),
    form(
        "expect function {function} called",
        StepKind::Expect(ExpectStep::FunctionCalled),
        "The function was called since the start.",
        "expect function look_up called",
    ),
    form(
        "expect function {function} called with",
        StepKind::Expect(ExpectStep::FunctionCalledWith),
        "The function was called with these values, and perhaps others.",
        "expect function look_up called with { id: \"7\" }",
    )
    .with(Braces::Open),
    form(
        "expect function {function} not called",
        StepKind::Expect(ExpectStep::FunctionNotCalled),
        "The function was not called since the start.",
        "expect function look_up not called",
    ),
    form(
        "expect time left {time}",
        StepKind::Expect(ExpectStep::TimeLeft),
        "So much time is left of the chat.",
        "expect time left 13h",
    ),
    form(
        "expect time left < {time}",
        StepKind::Expect(ExpectStep::TimeLeftBelow),
        "Less time than this is left of the chat.",
        "expect time left < 2m",
    ),
    form(
        "expect transcript {text}",
        StepKind::Expect(ExpectStep::Transcript),
        "The conversation so far is the one in this file beside the source; `ebb test --update` writes it.",
        "expect transcript \"welcome.txt\"",
    ),
    // -- several at once
    form(
        "in any order",
        StepKind::InAnyOrder,
        "These prompts were played in whichever order; other expectations may stand among them.",
        "in any order -> { expect prompt \"Hello.\", expect prompt \"How can we help?\" }",
    )
    .with(Braces::Steps),
    form(
        "case {text}",
        StepKind::Case,
        "The test is played once for each `case` beside another, with the steps before and behind them.",
        "case \"by bot\" -> { bot answers \"Agent\" }",
    )
    .with(Braces::Steps),
    form(
        "steps {text}",
        StepKind::Shared,
        "The steps of this name happen here; at the top of a file, `steps \"greeted\" { … }` says which they are.",
        "steps \"greeted\"",
    ),
    form(
        "expect task {text}",
        asked("create task"),
        "A task of this name was to be created since the start; in braces what it was to hold: `flow`, `template`, `description`, `attributes`, `references`, `delay`, `at`.",
        "expect task \"Call back\" { flow: \"tasks\", attributes: { customer: \"Ana\" } }",
    )
    .with(Braces::Open),
    form(
        "expect transfer to {text}",
        asked("transfer to phone number"),
        "The caller was to be connected to this number since the start.",
        "expect transfer to \"+12065550100\"",
    ),
    form(
        "expect callback to {text}",
        asked("set callback number"),
        "This number was to be kept for a callback since the start.",
        "expect callback to \"+12065550100\"",
    ),
];

#[cfg(test)]
mod tests {
    use super::super::form::Part;
    use super::*;
    use crate::catalogue::{BLOCKS, Role};

    #[test]
    fn every_hole_has_a_name_and_literals_stand_last() {
        for form in STEPS {
            let parts: Vec<Part> = form.parts().collect();
            for (place, part) in parts.iter().enumerate() {
                match part {
                    Part::Word(word) => assert!(!word.contains(['{', '}']), "{}", form.pattern),
                    Part::Hole(hole) => {
                        assert!(
                            hole.is_word() || place + 1 == parts.len(),
                            "{}",
                            form.pattern
                        );
                    }
                }
            }
        }
    }

    #[test]
    fn what_somebody_is_asked_for_is_in_the_row_of_the_phrase() {
        let mut asked = 0;
        for form in STEPS {
            if let StepKind::Expect(ExpectStep::Asked(phrase)) = form.step {
                let mut rows = BLOCKS.iter().filter(|row| row.phrase == phrase);
                assert!(
                    rows.any(|row| row.parameter(Role::Asked).is_some()),
                    "{phrase}"
                );
                asked += 1;
            }
        }
        assert!(asked > 0);
    }

    #[test]
    fn no_pattern_stands_twice() {
        for (place, form) in STEPS.iter().enumerate() {
            let twin = STEPS
                .iter()
                .skip(place + 1)
                .find(|other| other.pattern == form.pattern);
            assert!(twin.is_none(), "{}", form.pattern);
        }
    }
}
