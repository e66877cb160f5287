//! The reference interpreter: what a contact goes through, in a world without a clock.
//!
//! [`Machine::apply`] takes a [`State`], an [`Event`] (something a person, a service
//! or the clock does) and tells what is then seen, as a list of [`Seen`] effects.
//! Nothing ever sleeps and nothing is random: time is a number that
//! [`Event::Pass`] moves, and the world answers what it was given
//! ([`Given`]).
//!
//! Where no source says what Amazon Connect does, the machine goes by the table of
//! [assumptions](crate::catalogue::assumptions), each with a switch ([`State::assume`]), and
//! names each that it relied on.
//!
//! # One contact, or millions
//!
//! [`Machine::new`] makes a program ready once: references are read, exits are found.
//! After that the machine is only read, from as many threads as there are. A [`State`] is
//! used again with [`State::reset`], which keeps its memory, what the world answers and what
//! is assumed. Who watches decides what is told: a `Vec<Seen>` keeps every effect; a
//! [`Watch`] that wants no effects is told the branches alone, and nothing is made for it.
//! Many contacts in one time are a heap of [`State::due`].
//!
//! ```
//! use ebb::{catalogue::Channel, diag::Sink, program::Builder, source::SourceMap, syntax};
//! use ebb::run::{Event, Machine, Nobody, Start, State};
//!
//! let mut sources = SourceMap::new();
//! let mut sink = Sink::new();
//! let file = sources.add("hello.ebb", "inbound flow hello { play prompt \"Hello.\", disconnect }");
//! let tree = syntax::parse(file, sources.file(file).text(), &mut sink);
//! let mut builder = Builder::new();
//! builder.declare(&tree, &mut sink);
//! builder.lower(&tree, &mut sink);
//! let program = builder.finish();
//!
//! let machine = Machine::new(&program);
//! let hello = program.flow_named("hello").expect("it is there");
//! let start = Event::Start(Start::new(hello, Channel::Chat));
//! let mut state = State::new();
//! for _ in 0..1_000 {
//!     state.reset();
//!     machine.apply(&mut state, &start, &mut Nobody).expect("a chat starts");
//!     assert!(!state.is_open());
//! }
//! ```
//!
//! INVARIANT: every event comes to an end. Blocks that follow one another without
//! time passing are counted, and a flow that goes round in circles is stopped. Where it runs
//! beside the contact, as in a queue, the contact goes on without it.

mod actions;
mod again;
mod agents;
mod bots;
mod calls;
mod chain;
mod circles;
mod clock;
mod customer;
mod effect;
mod event;
mod flows;
mod frames;
mod initiation;
mod machine;
mod named;
mod ready;
mod reason;
mod records;
mod resolve;
mod slots;
mod state;
mod steps;
mod strip;
mod tag;
mod template;
mod texts;
mod trace;
mod transcript;
mod waits;
mod watch;
mod work;
mod world;

pub use effect::{CallResult, Effect, Party, Seen, Side, SignIn, Way, Why};
pub use event::{Agent, Bot, BotAnswer, Call, Customer, Event, Given, NewChat, SignedIn, Start};
pub use frames::Frame;
pub use initiation::Initiation;
pub use machine::{Machine, Refused};
pub use named::Named;
pub use ready::Names;
pub use reason::Reason;
pub use records::{ContactEvent, Counts, Record, counts, records};
pub use state::{Contact, Duty, HookedFlow, Place, State, Waiting};
pub use template::is_known_by_itself;
pub use texts::Texts;
pub use trace::{TraceEvent, TraceWhat, trace};
pub use transcript::Transcript;
pub use watch::{Nobody, Watch};
pub use world::{FunctionAnswer, World, leaf_texts};

/// Whether something can happen now, or why not.
type Happens = Result<(), String>;

/// How long a chat lasts unless its flow or its start says otherwise: 25 hours
/// (administrator guide, chat; `ChatDurationInMinutes` of StartChatContact).
pub const CHAT_DURATION: i64 = 90_000;

/// How many contacts a chain holds (administrator guide, quotas).
pub const LONGEST_CHAIN: u32 = 12;

/// How deep modules may invoke modules (administrator guide, flow modules).
pub const DEEPEST_MODULE: usize = 5;
