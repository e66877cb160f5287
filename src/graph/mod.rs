//! Questions about shape and time, answered once for everybody.
//!
//! [`flow`] knows the shape of one flow. [`ContactGraph`] is everywhere one chat can be,
//! through transfers, queues, agents and disconnect flows. On it, [`paths`] says what holds
//! on every path and on some path, and [`time`] when a chat can be where, with
//! [`Witness`]es that show it. [`Ways`] are all the ways of contacts of any channel, for
//! what is known at a block whichever way led there.
//!
//! Only the states that an entry reaches are built; nothing here lists paths, recurses
//! over a graph or takes more than linear time in what it has built.

mod asked;
mod build;
pub mod channels;
mod chats;
mod components;
mod contact;
pub mod data;
pub mod entries;
pub mod flow;
mod groups;
mod lists;
mod loops;
pub mod order;
pub mod paths;
pub mod reach;
pub mod read;
mod spread;
mod stacks;
mod state;
pub mod story;
pub mod time;
mod times;
pub mod values;
pub mod ways;
mod witness;

pub use channels::Channels;
pub use chats::Chats;
pub use components::Components;
pub use contact::ContactGraph;
pub use groups::{connected, groups, groups_of};
pub use reach::{BlockBranch, Reach};
pub use spread::{Allowance, Spread};
pub use stacks::DEEPEST_MODULE;
pub use state::{
    Class, Edge, EdgeId, FOREVER, Hooked, Hooks, LONGEST_WAIT, PassesId, Place, Seconds, StackId,
    State, StateId, Via, WorkingQueue,
};
pub use time::{Analysis, Limit, Settings, Verdict};
pub use times::{Bound, Interval, Precision, Times};
pub use ways::{Fact, NodeId, OnEveryPath, OnSomePath, Solved, Step, Way, Ways};
pub use witness::{Event, Goal, Source, Sources, Witness, first_played, length_of_last_wait};
