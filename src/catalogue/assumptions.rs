//! What the platform leaves open, and what we take for granted instead.
//!
//! Analysis and interpreter both go by this table, so they cannot disagree.

/// One thing that no source settles.
#[derive(Debug, PartialEq, Eq)]
pub struct Assumption {
    /// Its name.
    pub name: &'static str,
    /// What we take for granted.
    pub says: &'static str,
    /// What stands against it, and holds where somebody switches the assumption off.
    pub otherwise: &'static str,
}

impl Assumption {
    /// What is taken for granted in a run in which it holds, or does not.
    #[must_use]
    pub const fn taken(&self, holds: bool) -> &'static str {
        match holds {
            true => self.says,
            false => self.otherwise,
        }
    }
}

/// The assumption of this name.
#[must_use]
pub fn assumption_named(name: &str) -> Option<&'static Assumption> {
    ASSUMPTIONS.iter().copied().find(|known| known.name == name)
}

const fn assume(name: &'static str, says: &'static str, otherwise: &'static str) -> Assumption {
    Assumption {
        name,
        says,
        otherwise,
    }
}

/// A message in the very second a Wait expires comes too late.
pub static WAIT_TIE: Assumption = assume(
    "wait-tie",
    "a customer who writes in the very second in which a Wait expires is too late: the timer wins",
    "a customer who writes in the very second in which a Wait expires is in time: the message wins",
);
/// Expiry of the chat wins over anything at the same second.
pub static EXPIRY_FIRST: Assumption = assume(
    "expiry-first",
    "what would happen in the very second in which the chat reaches its duration does not happen: the chat ends",
    "what would happen in the very second in which the chat reaches its duration still happens, and then the chat ends",
);
/// No flow runs when the chat expires.
pub static NO_FLOW_AT_EXPIRY: Assumption = assume(
    "no-flow-at-expiry",
    "when a chat reaches its duration it ends at once: no disconnect flow, no error branch",
    "when a chat reaches its duration the disconnect flow runs once more, and is stopped where it waits",
);
/// Hooks stay set on the disconnect flow's contact.
pub static HOOKS_SURVIVE: Assumption = assume(
    "hooks-survive",
    "the contact of a disconnect flow keeps the event hooks, so the disconnect flow runs again when another agent leaves",
    "the contact of a disconnect flow keeps no event hooks: when another agent leaves, the chat ends",
);
/// The working queue stays set on the disconnect flow's contact.
pub static QUEUE_SURVIVES: Assumption = assume(
    "queue-survives",
    "the contact of a disconnect flow keeps the working queue, so `transfer to queue` goes back to the same queue",
    "the contact of a disconnect flow has no working queue until it sets one",
);
/// A chain holds twelve contacts.
pub static CHAIN_LIMIT: Assumption = assume(
    "chain-limit",
    "a chain of contacts holds at most 12, that is 11 disconnect flows or transfers between queues",
    "a chain of contacts has no end",
);
/// A successful transfer to a queue does not come back.
pub static QUEUE_SUCCESS: Assumption = assume(
    "queue-success",
    "a transfer to a queue that succeeds ends the flow; `NextAction` is not followed",
    "a transfer to a queue that succeeds goes on by `NextAction` while the contact waits in the queue",
);
/// A customer who ends the chat starts no disconnect flow.
pub static CUSTOMER_END_RUNS_NOTHING: Assumption = assume(
    "customer-end-runs-nothing",
    "a chat that the customer ends is over: no disconnect flow runs",
    "a chat that the customer ends still runs its disconnect flow",
);
/// A reference to nothing is an empty text.
pub static MISSING_REFERENCE: Assumption = assume(
    "missing-reference",
    "a reference to something that was never set is an empty text",
    "a reference to something that was never set stays in the text as it is written",
);
/// Values are not interpolated again.
pub static SECOND_ORDER_INTERPOLATION: Assumption = assume(
    "second-order-interpolation",
    "a value that itself holds `$.…` is taken as it is, not looked up again",
    "a value that itself holds `$.…` is looked up once more",
);
/// An undrawn error ends the flow.
pub static MISSING_ERROR_BRANCH: Assumption = assume(
    "missing-error-branch",
    "a failure for which the block has no branch ends the flow as `end flow` does",
    "a failure for which the block has no branch goes on as a success does",
);
/// A dynamic Wait with an unusable value takes its error branch.
pub static DYNAMIC_WAIT: Assumption = assume(
    "dynamic-wait",
    "a Wait whose length at run time is not a whole number from 1 to 604800 takes its error branch",
    "a Wait whose length at run time is not a whole number from 1 to 604800 expires at once",
);
/// Without a customer queue flow the contact simply waits.
pub static DEFAULT_QUEUE_FLOW: Assumption = assume(
    "default-queue-flow",
    "a contact without a customer queue flow waits in the instance's default one, which spends no time of its own and never ends the chat",
    "a contact without a customer queue flow is not queued: the transfer takes its error branch",
);
/// Ending an inbound flow ends the chat.
pub static END_OF_FLOW: Assumption = assume(
    "end-of-flow",
    "`end flow` in a customer queue flow leaves the contact waiting; in an inbound or disconnect flow it ends the contact",
    "`end flow` in a customer queue flow ends the contact; in an inbound or disconnect flow it leaves the contact as it is",
);
/// What is known of a contact itself comes along.
pub static CONTACT_DATA_SURVIVES: Assumption = assume(
    "contact-data-survives",
    "the next contact of a chain keeps the name, the language and the other data that were set on the one before",
    "the next contact of a chain has no name, language or other data until a flow sets them",
);
/// A task that a flow creates is related to the contact.
pub static TASK_IS_RELATED: Assumption = assume(
    "task-is-related",
    "a task that a flow creates names the contact that runs the flow as its related one (`RelatedContactId`)",
    "a task that a flow creates stands by itself: its record names no other contact",
);
/// A sign-in that fails is known, too: no page says what it leaves of an earlier one.
pub static SIGN_IN_STATUS: Assumption = assume(
    "sign-in-status",
    "a sign-in that fails or runs out of time leaves `Status` FAILED or TIMEOUT in `connect:CustomerAuthentication`, and nothing of an earlier one",
    "a sign-in that fails or runs out of time leaves what an earlier one has set",
);
/// A caller who does not resume is gone; no page says how the contact ends.
pub static NO_RESUME: Assumption = assume(
    "no-resume",
    "a caller whose call to another number is answered does not come back where the block does not resume: the contact is over, and `NextAction` is not followed",
    "a caller whose call to another number is answered goes on by `NextAction`, even where the block does not resume",
);
/// What runs beside a contact does not hold it up by going round in circles: of a queue flow
/// that is stopped the administrator guide says that the contact stays queued and goes to the
/// next agent (Loop prompts).
pub static CIRCLES_BESIDE: Assumption = assume(
    "circles-beside",
    "a customer queue flow that goes round in circles and never waits leaves the contact waiting for an agent; a whisper flow that does so is over",
    "a customer queue flow or a whisper flow that goes round in circles and never waits holds the contact for ever",
);
/// Blocks without semantics of their own succeed.
pub static NOT_MODELLED: Assumption = assume(
    "not-modelled",
    "an action without semantics of its own succeeds at once",
    "an action without semantics of its own fails",
);

/// A block on a channel of which no source speaks fails.
pub static CHANNEL_UNKNOWN: Assumption = assume(
    "channel-unknown",
    "a block of which no source says what it does on a channel takes its error branch",
    "a block of which no source says what it does on a channel works there as elsewhere",
);
/// A prompt without text fails.
pub static EMPTY_PROMPT: Assumption = assume(
    "empty-prompt",
    "a prompt whose text turns out empty at run time takes its error branch",
    "a prompt whose text turns out empty at run time is passed over",
);
/// An agent's quick connect puts the contact straight into the queue.
pub static AGENT_TRANSFER: Assumption = assume(
    "agent-transfer",
    "an agent's transfer to a queue starts a new contact of the chain in that queue, and no disconnect flow",
    "an agent's transfer to a queue is the agent's leaving, too: the disconnect flow runs, with that queue as the working queue",
);
/// The agent who left stays known.
pub static AGENT_SURVIVES: Assumption = assume(
    "agent-survives",
    "in a disconnect flow `$.Agent` is the agent who has just left",
    "in a disconnect flow `$.Agent` is nobody",
);
/// Modules nest five deep.
pub static MODULE_DEPTH: Assumption = assume(
    "module-depth",
    "modules invoke modules at most 5 deep; one that would be deeper takes the error branch of the block that invokes it",
    "modules invoke modules as deep as they like",
);
/// A module that ends without `return` has failed.
pub static MODULE_END: Assumption = assume(
    "module-end",
    "a module that ends without `return` takes the error branch of the block that invoked it",
    "a module that ends without `return` has succeeded",
);
/// A transfer to a flow leaves the module for good.
pub static TRANSFER_IN_MODULE: Assumption = assume(
    "transfer-in-module",
    "`transfer to flow` in a module leaves the flow that invoked it for good",
    "`transfer to flow` in a module takes its error branch",
);
/// Equality is one of texts.
pub static EQUALS_IS_TEXT: Assumption = assume(
    "equals-is-text",
    "`=` compares texts to the letter: `1.0` is not `1`",
    "`=` compares numbers as numbers: `1.0` is `1`",
);
/// A bot forgets.
pub static BOT_SESSION: Assumption = assume(
    "bot-session",
    "a bot forgets its session, with the session attributes, once the time since the last turn is longer than its session timeout; the block goes on waiting",
    "a bot remembers its session as long as the chat lasts",
);

/// A flow that is not here does anything.
pub static OUTSIDE_FLOW: Assumption = assume(
    "outside-flow",
    "a flow that is not part of the program takes any time, sets no event flow, and ends the chat or hands it to an agent",
    "a flow that is not part of the program ends the chat at once",
);
/// A module that is not here does anything.
pub static OUTSIDE_MODULE: Assumption = assume(
    "outside-module",
    "a module that is not part of the program takes any time, sets no event flow, and comes back by any branch that the block draws",
    "a module that is not part of the program returns at once, without a result",
);

/// Every assumption.
pub static ASSUMPTIONS: &[&Assumption] = &[
    &WAIT_TIE,
    &EXPIRY_FIRST,
    &NO_FLOW_AT_EXPIRY,
    &HOOKS_SURVIVE,
    &QUEUE_SURVIVES,
    &CHAIN_LIMIT,
    &QUEUE_SUCCESS,
    &CUSTOMER_END_RUNS_NOTHING,
    &MISSING_REFERENCE,
    &SECOND_ORDER_INTERPOLATION,
    &MISSING_ERROR_BRANCH,
    &DYNAMIC_WAIT,
    &DEFAULT_QUEUE_FLOW,
    &END_OF_FLOW,
    &CONTACT_DATA_SURVIVES,
    &TASK_IS_RELATED,
    &SIGN_IN_STATUS,
    &NO_RESUME,
    &CIRCLES_BESIDE,
    &NOT_MODELLED,
    &CHANNEL_UNKNOWN,
    &EMPTY_PROMPT,
    &AGENT_TRANSFER,
    &AGENT_SURVIVES,
    &MODULE_DEPTH,
    &MODULE_END,
    &TRANSFER_IN_MODULE,
    &EQUALS_IS_TEXT,
    &BOT_SESSION,
    &OUTSIDE_FLOW,
    &OUTSIDE_MODULE,
];
