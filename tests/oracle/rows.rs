//! The rows of the catalogue that random blocks are of, and their cases.

use ebb::catalogue::{BLOCKS, Behaviour, CaseForm, Operator, Row};

pub const WAIT: u8 = 0;
pub const SET_DISCONNECT_FLOW: u8 = 11;
pub const SET_QUEUE_FLOW: u8 = 13;
pub const TRANSFER_TO_QUEUE: u8 = 14;
pub const SET_QUEUE: u8 = 23;
pub const TRANSFER_TO_FLOW: u8 = 17;
pub const DISCONNECT: u8 = 20;
pub const FUNCTION: u8 = 25;
pub const SET_HOLD_FLOW: u8 = 26;
pub const INVOKE: u8 = 28;
pub const RETURN: u8 = 29;
pub const KEEPS_RUNNING: u8 = 30;

/// The row of a kind of block.
pub fn row_of(kind: u8) -> &'static Row {
    let phrase = match kind {
        WAIT..=5 => "wait",
        6 | 7 => return behaving(Behaviour::Bot),
        8 => "play prompt",
        9 | 10 => "check contact attributes",
        SET_DISCONNECT_FLOW | 12 => "set disconnect flow",
        SET_QUEUE_FLOW => "set customer queue flow",
        TRANSFER_TO_QUEUE..=16 => "transfer to queue",
        TRANSFER_TO_FLOW => "transfer to flow",
        18 | 19 => "loop",
        DISCONNECT => "disconnect",
        21 => "end flow",
        22 => return behaving(Behaviour::Menu),
        SET_QUEUE => "set working queue",
        24 => "set event flows",
        FUNCTION => "invoke lambda function",
        SET_HOLD_FLOW => "set customer hold flow",
        INVOKE => "invoke module",
        RETURN => "return",
        KEEPS_RUNNING => "wait",
        31 => "show view",
        32 => "authenticate customer",
        33 => "check contact attributes",
        _ => "set contact attributes",
    };
    BLOCKS.iter().find(|row| row.phrase == phrase).unwrap()
}

/// The row of the block that behaves so.
pub fn behaving(behaviour: Behaviour) -> &'static Row {
    BLOCKS
        .iter()
        .find(|row| row.behaviour == behaviour)
        .unwrap()
}

/// The cases of a block.
pub fn cases(row: &'static Row, choice: u8) -> Vec<(&'static CaseForm, String)> {
    let form = |operator| {
        row.cases
            .iter()
            .find(|form| form.operator == operator)
            .unwrap()
    };
    match row.behaviour {
        Behaviour::Compare => {
            let equals = form(Operator::Equals);
            match choice % 4 {
                0 => vec![(equals, "CHAT".to_owned())],
                1 => vec![(equals, "VOICE".to_owned()), (equals, "CHAT".to_owned())],
                2 => vec![(form(Operator::TextContains), "HA".to_owned())],
                _ => vec![(form(Operator::NumberGreaterThan), "1".to_owned())],
            }
        }
        Behaviour::InvokeModule if choice.is_multiple_of(3) => {
            let equals = form(Operator::Equals);
            vec![(equals, "1".to_owned()), (equals, "2".to_owned())]
        }
        Behaviour::Bot | Behaviour::Menu | Behaviour::InvokeModule => {
            vec![(form(Operator::Equals), "1".to_owned())]
        }
        Behaviour::Scripted if !row.cases.is_empty() => {
            vec![(form(Operator::Equals), "Next".to_owned())]
        }
        _ => Vec::new(),
    }
}
