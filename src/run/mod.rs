//! The reference interpreter: what a contact goes through, in a world without a clock.
//!
//! [`Machine::apply`] takes a [`State`], an [`Event`] (something a person, a service
//! or the clock does) and tells what is then seen, as a list of [`Seen`] effects.
//! Nothing ever sleeps and nothing is random: time is a number that
//! [`Event::Pass`] moves, and the world answers what it was given
//! ([`Given`]).
//!
//! Where no source says what Amazon Connect does, the machine goes by the table of
//! [assumptions](crate::catalogue::assumptions) and names each that it relied on.
//!
//! INVARIANT: every event comes to an end. Blocks that follow one another without
//! time passing are counted, and a flow that goes round in circles is stopped.

mod actions;
mod clock;
mod compare;
mod effect;
mod event;
mod flows;
mod machine;
mod named;
mod people;
mod reference;
mod resolve;
mod state;
mod trace;
mod transcript;
mod waits;
mod world;

pub use effect::{CallResult, Effect, Party, Reason, Seen, Way, Why};
pub use event::{Agent, Bot, BotAnswer, Customer, Event, Given, Start};
pub use machine::{Machine, Refused};
pub use named::Named;
pub use state::{Contact, Duty, Frame, HookedFlow, Initiation, Lex, Place, State, Waiting};
pub use trace::{TraceEvent, TraceWhat, trace};
pub use transcript::Transcript;
pub use world::{FunctionAnswer, World};

/// How long a chat lasts unless its flow or its start says otherwise: 25 hours
/// (administrator guide, chat; `ChatDurationInMinutes` of StartChatContact).
pub const CHAT_DURATION: i64 = 90_000;

/// How many contacts a chain holds (administrator guide, quotas).
pub const LONGEST_CHAIN: u32 = 12;
