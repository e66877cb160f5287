//! What Amazon Connect can do, as data.
//!
//! One [`Row`] says everything about one block: how Ebb writes it, what it is on
//! the wire, what its branches are and where each goes when it is not drawn, on
//! which channels and in which flow types it works, and where we know that from.
//! There is no logic in here beyond looking rows up. Parser, lowering, checks,
//! emitter, importer, formatter and manual read the same rows; a new Connect
//! action is one more row.

mod arn;
mod asks;
pub mod assumptions;
mod blocks;
mod branch;
mod joined;
mod kinds;
mod lookup;
mod parameter;
mod placeholder;
mod references;
mod row;
mod settings;
pub mod steps;
mod wrong;

pub use arn::{Arn, Place, needs_arn};
pub use asks::{Asks, Figure, Found, LookUp};
pub use assumptions::{ASSUMPTIONS, Assumption, assumption_named};
pub use blocks::{BLOCKS, PROMPT, UNKNOWN};
pub use branch::{Branch, CaseForm, Kind, Operand, Operator, Undrawn, Wire};
pub use joined::{JOINED, Joined, Member};
pub use kinds::{Channel, FlowKind, FlowKinds, Hook, ResourceKind};
pub use lookup::{row_of_phrase, rows_of_action, rows_of_block};
pub use parameter::{
    Entries, Form, Json, OF_VIEWS, Parameter, Presence, References, Role, Shape, Unit, Written,
};
pub use placeholder::{is_placeholder_account, name_in_placeholder, placeholder_arn};
pub use references::{READ_BY_CONNECT, ROOTS, Root};
pub use row::{Behaviour, Channels, Provenance, Row, Source, Support, Then};
pub use settings::{SETTINGS, Setting};
pub use wrong::{WRONG_NAMES, WrongName, right_name};

/// The version of the Flow language; there is one (Flow language, example page).
pub const LANGUAGE_VERSION: &str = "2019-10-30";
