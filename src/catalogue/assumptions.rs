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
}

const fn assume(name: &'static str, says: &'static str) -> Assumption {
    Assumption { name, says }
}

/// A message in the very second a Wait expires comes too late.
pub static WAIT_TIE: Assumption = assume(
    "wait-tie",
    "a customer who writes in the very second in which a Wait expires is too late: the timer wins",
);
/// Expiry of the chat wins over anything at the same second.
pub static EXPIRY_FIRST: Assumption = assume(
    "expiry-first",
    "what would happen in the very second in which the chat reaches its duration does not happen: the chat ends",
);
/// No flow runs when the chat expires.
pub static NO_FLOW_AT_EXPIRY: Assumption = assume(
    "no-flow-at-expiry",
    "when a chat reaches its duration it ends at once: no disconnect flow, no error branch",
);
/// Hooks stay set on the disconnect flow's contact.
pub static HOOKS_SURVIVE: Assumption = assume(
    "hooks-survive",
    "the contact of a disconnect flow keeps the event hooks, so the disconnect flow runs again when another agent leaves",
);
/// The working queue stays set on the disconnect flow's contact.
pub static QUEUE_SURVIVES: Assumption = assume(
    "queue-survives",
    "the contact of a disconnect flow keeps the working queue, so `transfer to queue` goes back to the same queue",
);
/// A chain holds twelve contacts.
pub static CHAIN_LIMIT: Assumption = assume(
    "chain-limit",
    "a chain of contacts holds at most 12, that is 11 disconnect flows or transfers between queues",
);
/// A successful transfer to a queue does not come back.
pub static QUEUE_SUCCESS: Assumption = assume(
    "queue-success",
    "a transfer to a queue that succeeds ends the flow; `NextAction` is not followed",
);
/// A customer who ends the chat starts no disconnect flow.
pub static CUSTOMER_END_RUNS_NOTHING: Assumption = assume(
    "customer-end-runs-nothing",
    "a chat that the customer ends is over: no disconnect flow runs",
);
/// A reference to nothing is an empty text.
pub static MISSING_REFERENCE: Assumption = assume(
    "missing-reference",
    "a reference to something that was never set is an empty text",
);
/// Values are not interpolated again.
pub static SECOND_ORDER_INTERPOLATION: Assumption = assume(
    "second-order-interpolation",
    "a value that itself holds `$.…` is taken as it is, not looked up again",
);
/// An undrawn error ends the flow.
pub static MISSING_ERROR_BRANCH: Assumption = assume(
    "missing-error-branch",
    "a failure for which the block has no branch ends the flow as `end flow` does",
);
/// A dynamic Wait with an unusable value takes its error branch.
pub static DYNAMIC_WAIT: Assumption = assume(
    "dynamic-wait",
    "a Wait whose length at run time is not a whole number from 1 to 604800 takes its error branch",
);
/// Without a customer queue flow the contact simply waits.
pub static DEFAULT_QUEUE_FLOW: Assumption = assume(
    "default-queue-flow",
    "a contact without a customer queue flow waits in the instance's default one, which spends no time of its own and never ends the chat",
);
/// Ending an inbound flow ends the chat.
pub static END_OF_FLOW: Assumption = assume(
    "end-of-flow",
    "`end flow` in a customer queue flow leaves the contact waiting; in an inbound or disconnect flow it ends the contact",
);
/// Blocks without semantics of their own succeed.
pub static NOT_MODELLED: Assumption = assume(
    "not-modelled",
    "an action without semantics of its own succeeds at once",
);

/// A block on a channel of which no source speaks fails.
pub static CHANNEL_UNKNOWN: Assumption = assume(
    "channel-unknown",
    "a block of which no source says what it does on a channel takes its error branch",
);
/// A prompt without text fails.
pub static EMPTY_PROMPT: Assumption = assume(
    "empty-prompt",
    "a prompt whose text turns out empty at run time takes its error branch",
);
/// An agent's quick connect puts the contact straight into the queue.
pub static AGENT_TRANSFER: Assumption = assume(
    "agent-transfer",
    "an agent's transfer to a queue starts a new contact of the chain in that queue, and no disconnect flow",
);
/// The agent who left stays known.
pub static AGENT_SURVIVES: Assumption = assume(
    "agent-survives",
    "in a disconnect flow `$.Agent` is the agent who has just left",
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
    &NOT_MODELLED,
    &CHANNEL_UNKNOWN,
    &EMPTY_PROMPT,
    &AGENT_TRANSFER,
    &AGENT_SURVIVES,
];
