//! Blocks that name the flow of an event.

use super::*;

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
            .required()
            .whole(),
            $($more),*
        ]
    };
}
pub(super) static ROWS: &[Row] = &[
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
            .disputed()
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
            .disputed()
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
            parameter("EventHooks", Written::Rest, Shape::HookMap, Role::Hooks)
                .required()
                .whole(),
        ],
        branches: &[ERROR],
        source: observed("devguide/contact-actions-updatecontacteventhooks.html"),
        example: "set event flows { CustomerQueue: hold_music, AgentWhisper: brief }",
        ..BASE
    },
];
