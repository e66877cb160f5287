//! The steps of tests, one row each: patterns with holes.

mod form;
mod kinds;
mod table;

pub use form::{Braces, Hole, Part, StepForm, StepProperty, StepShape};
pub use kinds::{
    AgentStep, BotStep, CallStep, CustomerStep, ExpectStep, GivenStep, RecordField, StepKind,
};
pub use table::STEPS;
