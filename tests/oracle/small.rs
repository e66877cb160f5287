//! Small random programs: an inbound flow, a disconnect flow, a customer queue flow, one
//! more to transfer to and three modules, of a few blocks each, cycles included.

use super::rows::{
    DISCONNECT, FUNCTION, INVOKE, KEEPS_RUNNING, RETURN, SET_DISCONNECT_FLOW, SET_HOLD_FLOW,
    SET_QUEUE, SET_QUEUE_FLOW, TRANSFER_TO_FLOW, TRANSFER_TO_QUEUE, WAIT, behaving, cases, row_of,
};
use ebb::catalogue::{Behaviour, FlowKind, Hook, Kind, ResourceKind, Role, Row, Then};
use ebb::graph::Precision;
use ebb::id::{Id, IndexVec};
use ebb::program::{
    Argument, Block, BlockId, Exit, Flow, FlowId, Origin, Outcome, Program, Resource, Target, Value,
};
use ebb::source::{FileId, Span};
use proptest::prelude::*;
use std::sync::Arc;

/// One block before its numbers mean anything.
#[derive(Debug, Clone)]
pub struct Raw {
    kind: u8,
    number: u8,
    choice: u8,
    targets: [u8; 4],
}

/// One program with what is asked of it.
#[derive(Debug, Clone)]
pub struct Case {
    pub flows: Vec<Vec<Raw>>,
    /// What kind the first flow is, where somebody says.
    pub kind: Option<FlowKind>,
    pub duration: u32,
    /// Whether the flow itself says how long its chats last.
    pub says_duration: bool,
    pub late: Option<u32>,
    pub service: Option<u32>,
    pub nearly_over: u32,
    /// How finely the analysis tells times apart, where that is less than it could be.
    pub rounded: Option<Precision>,
}

fn raw() -> impl Strategy<Value = Raw> {
    (0_u8..34, any::<u8>(), any::<u8>(), any::<[u8; 4]>()).prop_map(
        |(kind, number, choice, targets)| Raw {
            kind,
            number,
            choice,
            targets,
        },
    )
}

pub fn case() -> impl Strategy<Value = Case> {
    let module = || prop::collection::vec(raw(), 1..=3);
    let flows = (
        prop::collection::vec(raw(), 2..=5),
        prop::collection::vec(raw(), 1..=3),
        prop::collection::vec(raw(), 0..=2),
        prop::collection::vec(raw(), 0..=2),
        [module(), module(), module()],
    );
    let late = prop_oneof![8 => (0_u32..=3).prop_map(Some), 1 => Just(None)];
    let service = prop_oneof![8 => (0_u32..=6).prop_map(Some), 1 => Just(None)];
    let rounded =
        (2_usize..4, 0_usize..40, 1_usize..4).prop_map(|(kept, steps_a_group, steps_a_state)| {
            Precision {
                kept,
                steps_a_group,
                steps_a_state,
            }
        });
    let rounded = prop_oneof![4 => Just(None), 1 => rounded.prop_map(Some)];
    let asked = (8_u32..=24, any::<bool>(), late, service, 1_u32..6);
    (flows, asked, rounded).prop_map(
        |(flows, (duration, says_duration, late, service, nearly_over), rounded)| {
            let (mut main, mut disconnect, queue, other, mut modules) = flows;
            let (first, second) = (main[0].clone(), main[1].clone());
            let wait = |number: u8, choice: u8| Raw {
                number,
                choice,
                ..lead(WAIT)
            };
            // Most chats are meant to meet an agent and what comes after, and some to call a
            // function before they wait.
            if second.choice < 90 {
                let call = numbered(FUNCTION, first.number);
                main.splice(0..0, [call, wait(second.number, 150)]);
            }
            if first.number > 90 {
                main.insert(0, lead(TRANSFER_TO_QUEUE));
            }
            if first.choice > 40 {
                main.insert(0, lead(SET_DISCONNECT_FLOW));
            }
            if first.choice > 100 && !first.number.is_multiple_of(3) {
                main.insert(0, lead(SET_QUEUE_FLOW));
            }
            if first.number.is_multiple_of(4) {
                main.insert(0, numbered(INVOKE, first.choice));
            }
            // Some customers come back, to another agent.
            if disconnect[0].choice > 130 {
                let wait = wait(disconnect[0].number, 151);
                disconnect.splice(0..0, [wait, lead(TRANSFER_TO_QUEUE)]);
            }
            // And some do only that, so that there is a margin.
            if first.choice % 6 == 5 {
                let away = match first.number.is_multiple_of(4) {
                    true => outside(lead(TRANSFER_TO_FLOW)),
                    false => lead(TRANSFER_TO_QUEUE),
                };
                let wait = Raw {
                    targets: [0, 2, 2, 2],
                    ..wait(disconnect[0].number, 151)
                };
                main = vec![lead(SET_DISCONNECT_FLOW), away, lead(DISCONNECT)];
                disconnect = vec![wait, lead(TRANSFER_TO_QUEUE), lead(DISCONNECT)];
            }
            // Some forget to set the queue in which an agent is to be met.
            if !second.number.is_multiple_of(5) {
                main.insert(0, lead(SET_QUEUE));
            }
            for module in &mut modules {
                lead_on(module);
            }
            let mut flows = vec![main, disconnect, queue, other];
            flows.extend(modules);
            // Of an export it may not be known where its chats come from.
            let is_said = second.number % 7 != 3;
            Case {
                flows,
                kind: is_said.then_some(FlowKind::Inbound),
                duration,
                says_duration,
                late,
                service,
                nearly_over,
                rounded,
            }
        },
    )
}

/// Modules that come back, and modules in modules. More than one that invokes in each would
/// make more stacks than brute force can walk.
fn lead_on(module: &mut Vec<Raw>) {
    let first = module[0].clone();
    let mut invoke = module.iter_mut().filter(|raw| raw.kind == INVOKE);
    if first.choice < 70 {
        invoke.for_each(|raw| raw.kind = RETURN);
        module.insert(0, numbered(INVOKE, first.number));
    } else {
        invoke.next();
        invoke.for_each(|raw| raw.kind = RETURN);
    }
    if first.choice > 100 {
        module.insert(1, lead(RETURN));
    }
}

/// A block that goes on with the next one.
fn lead(kind: u8) -> Raw {
    Raw {
        kind,
        number: 0,
        choice: 150,
        targets: [0, 1, 1, 1],
    }
}

fn numbered(kind: u8, number: u8) -> Raw {
    Raw {
        number,
        ..lead(kind)
    }
}

/// The same with a flow that is not of the program.
fn outside(raw: Raw) -> Raw {
    Raw { choice: 152, ..raw }
}

const KINDS: [FlowKind; 7] = [
    FlowKind::Inbound,
    FlowKind::Disconnect,
    FlowKind::CustomerQueue,
    FlowKind::Inbound,
    FlowKind::Module,
    FlowKind::Module,
    FlowKind::Module,
];

impl Case {
    pub fn program(&self) -> Program {
        let mut program = Program::default();
        let mut resources = IndexVec::new();
        for number in 0..self.flows.len() {
            resources.push(Resource {
                kind: ResourceKind::Flow,
                name: format!("flow{number}"),
                title: None,
                id: None,
                span: None,
                flow: Some(FlowId::from_index(number)),
            });
        }
        for (kind, name) in [
            (ResourceKind::Flow, "outside"),
            (ResourceKind::Queue, "support"),
            (ResourceKind::Lambda, "look_up"),
        ] {
            resources.push(Resource {
                kind,
                name: name.to_owned(),
                title: None,
                id: None,
                span: None,
                flow: None,
            });
        }
        for (number, (raws, kind)) in self.flows.iter().zip(KINDS).enumerate() {
            let flow = Flow {
                name: format!("flow{number}"),
                title: String::new(),
                kind: match number {
                    0 => self.kind,
                    _ => Some(kind),
                },
                description: None,
                origin: Origin::Ebb,
                span: span(number, 99),
                blocks: raws
                    .iter()
                    .enumerate()
                    .map(|(at, raw)| self.block(number, at, raw, raws.len()))
                    .collect(),
                start: (!raws.is_empty()).then(|| BlockId::from_index(0)),
                broken: false,
                contract: None,
                chat_duration: match number {
                    0 => self.says_duration.then_some(i64::from(self.duration)),
                    // What only counts for chats that start there.
                    _ => Some(5),
                },
                canvas: None,
            };
            program.flows.push(Arc::new(flow));
        }
        program.resources = Arc::new(resources);
        program
    }

    fn block(&self, flow: usize, at: usize, raw: &Raw, count: usize) -> Block {
        let span = span(flow, at);
        // Some ask for the hours of the working queue.
        let row = match raw.kind {
            SET_HOLD_FLOW if !raw.choice.is_multiple_of(2) => behaving(Behaviour::Hours),
            kind => row_of(kind),
        };
        let mut block = Block {
            row,
            action: None,
            name: format!("block{at}"),
            named: false,
            arguments: Vec::new(),
            extra: Vec::new(),
            exits: Vec::new(),
            span,
            note: None,
        };
        for (role, value) in self.values(row, raw) {
            if let Some(parameter) = row.parameters.iter().find(|known| known.role == role) {
                block.arguments.push(Argument {
                    parameter,
                    value,
                    span: Some(span),
                });
            }
        }
        let listed = block.value(Role::Events).cloned();
        let mut targets = raw
            .targets
            .iter()
            .cycle()
            .map(|target| target_of(*target, at, count));
        let mut exits = Vec::new();
        // Now and then an export has a copy that leads elsewhere, or lacks a branch.
        let odd = raw.choice.is_multiple_of(11);
        if row.then == Then::Next || (odd && row.then != Then::Ends) {
            exits.push(Outcome::Success);
        }
        for (form, operand) in cases(row, raw.choice) {
            exits.push(Outcome::Case(form, operand));
        }
        if raw.kind == KEEPS_RUNNING {
            let least = (raw.choice % 4).to_string();
            block.extra.extend([
                (
                    "ContinueExecution".to_owned(),
                    Value::Text("True".to_owned()),
                ),
                ("MinimumWaitTimeSeconds".to_owned(), Value::Text(least)),
            ]);
            exits.push(Outcome::Condition {
                operator: "Equals".to_owned(),
                operands: vec!["Continue".to_owned()],
            });
        }
        for branch in row.branches {
            let there = match branch.kind {
                Kind::Always => !(odd && branch.word == "default"),
                Kind::Omittable
                | Kind::Drawn
                | Kind::With(_)
                | Kind::Where(..)
                | Kind::WithCases => raw.choice.is_multiple_of(2),
                Kind::Event("CustomerReturned") => listed_has(listed.as_ref(), "customer"),
                Kind::Event(_) => listed_has(listed.as_ref(), "bot"),
            };
            if there {
                exits.push(Outcome::Branch(branch));
            }
        }
        block.exits = exits
            .into_iter()
            .map(|outcome| Exit {
                outcome,
                target: targets.next().unwrap(),
                span,
                drawn: true,
                decided: true,
            })
            .collect();
        block
    }

    fn values(&self, row: &Row, raw: &Raw) -> Vec<(Role, Value)> {
        let longest = match raw.choice % 3 {
            0 => self.duration + 3,
            1 => self.duration / 2,
            _ => self.duration / 4,
        };
        let length = Value::Duration(i64::from(u32::from(raw.number) % longest + 1));
        let flow = |natural: usize| match raw.choice % 8 {
            0 => Value::Resource(Id::from_index(self.flows.len())),
            1 => Value::Reference("$.Attributes.flow".to_owned()),
            _ => Value::Resource(Id::from_index(natural)),
        };
        match row.behaviour {
            Behaviour::Wait => {
                let events = match raw.choice % 5 {
                    0 => vec![],
                    1..=3 => vec!["customer"],
                    _ => vec!["customer", "bot"],
                };
                let limit = if raw.kind == 5 {
                    Value::Reference("$.Attributes.delay".to_owned())
                } else {
                    length.clone()
                };
                let mut values = vec![(Role::TimeLimit, limit)];
                if raw.kind == 5 && raw.choice.is_multiple_of(2) {
                    values.push((Role::Bound, length));
                }
                values.push((Role::Events, Value::Words(events)));
                values
            }
            Behaviour::Bot if !raw.choice.is_multiple_of(4) => vec![(Role::TimeLimit, length)],
            Behaviour::Function => {
                let limit = Value::Duration(i64::from(raw.number % 8 + 1));
                let run = ["synchronously", "asynchronously"][usize::from(raw.choice % 3 / 2)];
                let function = Value::Resource(Id::from_index(self.flows.len() + 2));
                vec![
                    (Role::Function, function),
                    (Role::TimeLimit, limit),
                    (Role::Mode, Value::Word(run)),
                ]
            }
            Behaviour::SetQueue => {
                let queue = Value::Resource(Id::from_index(self.flows.len() + 1));
                vec![(Role::Queue, queue)]
            }
            Behaviour::Compare => {
                let compared = ["$.Attributes.plan", "$.Channel"][usize::from(raw.kind == 10)];
                vec![(Role::Compared, Value::Reference(compared.to_owned()))]
            }
            Behaviour::ReturnFromModule => match raw.choice % 4 {
                0 => vec![],
                1 => vec![(
                    Role::Result,
                    Value::Reference("$.Attributes.plan".to_owned()),
                )],
                2 => vec![(Role::Result, Value::Text("1".to_owned()))],
                _ => vec![(Role::Result, Value::Text("2".to_owned()))],
            },
            // A limit that nobody says, now and then.
            Behaviour::Scripted if !raw.choice.is_multiple_of(4) => {
                vec![(Role::TimeLimit, length)]
            }
            Behaviour::InvokeModule => {
                vec![(Role::Module, flow(4 + usize::from(raw.number % 3)))]
            }
            Behaviour::Loop => vec![(Role::Count, Value::Number(i64::from(raw.number % 4)))],
            Behaviour::SetHook(Hook::CustomerRemaining) => vec![(Role::Flow, flow(1))],
            Behaviour::SetHook(_) => vec![(Role::Flow, flow(2))],
            Behaviour::TransferToFlow => vec![(Role::Flow, flow(3))],
            Behaviour::SetHooks => vec![(
                Role::Hooks,
                Value::Map(vec![
                    ("CustomerRemaining".to_owned(), flow(1)),
                    ("CustomerQueue".to_owned(), flow(2)),
                ]),
            )],
            _ => Vec::new(),
        }
    }
}

fn span(flow: usize, at: usize) -> Span {
    let start = u32::try_from(flow * 100 + at).unwrap();
    Span::new(FileId::from_index(0), start, start + 1)
}

fn target_of(number: u8, at: usize, count: usize) -> Target {
    if number.is_multiple_of(3) {
        return Target::Block(BlockId::from_index((at + 1) % count));
    }
    match usize::from(number) % (count * 5 + 1) {
        last if last == count * 5 => Target::Nowhere,
        other => Target::Block(BlockId::from_index(other % count)),
    }
}

fn listed_has(listed: Option<&Value>, word: &str) -> bool {
    matches!(listed, Some(Value::Words(words)) if words.contains(&word))
}
