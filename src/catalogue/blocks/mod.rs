//! The blocks of the designer, one row each.

mod contact;
mod control;
mod conversation;
mod data;
mod flow;
mod hooks;
mod outreach;
mod participant;
mod queue;
mod recording;
mod transfers;
mod words;

use super::asks::{Asks, Figure, LookUp};
use super::branch::{Branch, CaseForm, Kind, Operand, Operator, Undrawn, Wire};
use super::kinds::{FlowKind, FlowKinds, Hook, ResourceKind};
use super::parameter::{
    Entries, Form, Json, Parameter, Presence, References, Role, Shape, Unit, Written,
};
use super::row::{Behaviour, Channels, Provenance, Row, Source, Support, Then};

pub use words::PROMPT;
use words::*;

/// What stands for every action that no row describes: `action "Type" { … }`.
pub static UNKNOWN: Row = Row {
    phrase: "action",
    action: "",
    block: "(any other block)",
    summary: "Passes an action through unchanged that this catalogue does not know.",
    behaviour: Behaviour::Unknown,
    parameters: &[parameter(
        "",
        Written::Rest,
        Shape::Json(Json::Any),
        Role::Everything,
    )],
    source: Source {
        page: "devguide/flow-language-actions.html",
        provenance: Provenance::Inferred,
    },
    example: "action \"SomeNewType\" { Depth: \"2\", \"SomeError\" -> sorry }",
    ..BASE
};

/// Every block that the language knows, in the order of the manual.
pub static BLOCKS: &[&Row] = &{
    const GROUPS: [&[Row]; 11] = [
        conversation::ROWS,
        queue::ROWS,
        hooks::ROWS,
        flow::ROWS,
        participant::ROWS,
        transfers::ROWS,
        contact::ROWS,
        recording::ROWS,
        outreach::ROWS,
        data::ROWS,
        control::ROWS,
    ];
    const COUNT: usize = {
        let (mut count, mut group) = (0, 0);
        while group < GROUPS.len() {
            count += GROUPS[group].len();
            group += 1;
        }
        count
    };
    let mut rows: [&Row; COUNT] = [&UNKNOWN; COUNT];
    let (mut at, mut group) = (0, 0);
    while group < GROUPS.len() {
        let mut row = 0;
        while row < GROUPS[group].len() {
            rows[at] = &GROUPS[group][row];
            at += 1;
            row += 1;
        }
        group += 1;
    }
    rows
};
