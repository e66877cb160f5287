//! Small random programs: an inbound flow, a disconnect flow, a customer queue flow, one
//! more to transfer to and a module, of a few blocks each, cycles included.

use ebb::catalogue::{
    BLOCKS, Behaviour, CaseForm, FlowKind, Hook, Kind, Operator, ResourceKind, Role, Row, Then,
};
use ebb::id::Id;
use ebb::program::{
    Argument, Block, BlockId, Exit, Flow, FlowId, Origin, Outcome, Program, Resource, Target, Value,
};
use ebb::source::{FileId, Span};
use proptest::prelude::*;

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
    pub duration: u32,
    pub late: Option<u32>,
    pub service: Option<u32>,
    pub nearly_over: u32,
}

fn raw() -> impl Strategy<Value = Raw> {
    (0_u8..30, any::<u8>(), any::<u8>(), any::<[u8; 4]>()).prop_map(
        |(kind, number, choice, targets)| Raw {
            kind,
            number,
            choice,
            targets,
        },
    )
}

pub fn case() -> impl Strategy<Value = Case> {
    let flows = (
        prop::collection::vec(raw(), 2..=5),
        prop::collection::vec(raw(), 1..=3),
        prop::collection::vec(raw(), 0..=2),
        prop::collection::vec(raw(), 0..=2),
        prop::collection::vec(raw(), 1..=3),
    );
    let late = prop_oneof![8 => (0_u32..=3).prop_map(Some), 1 => Just(None)];
    let service = prop_oneof![8 => (0_u32..=6).prop_map(Some), 1 => Just(None)];
    (flows, 8_u32..=24, late, service, 1_u32..6).prop_map(
        |(
            (mut main, disconnect, queue, other, mut module),
            duration,
            late,
            service,
            nearly_over,
        )| {
            Case {
                flows: {
                    // Most chats are meant to meet an agent and what comes after.
                    if main[0].choice > 40 {
                        main.insert(0, lead(11));
                    }
                    if main[0].choice > 100 {
                        main.insert(0, lead(13));
                    }
                    if main[0].choice % 4 == 0 {
                        main.insert(0, lead(28));
                    }
                    if module[0].choice > 100 {
                        module.insert(1, lead(29));
                    }
                    vec![main, disconnect, queue, other, module]
                },
                duration,
                late,
                service,
                nearly_over,
            }
        },
    )
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

const KINDS: [FlowKind; 5] = [
    FlowKind::Inbound,
    FlowKind::Disconnect,
    FlowKind::CustomerQueue,
    FlowKind::Inbound,
    FlowKind::Module,
];

impl Case {
    pub fn program(&self) -> Program {
        let mut program = Program::default();
        for number in 0..self.flows.len() {
            program.resources.push(Resource {
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
            program.resources.push(Resource {
                kind,
                name: name.to_owned(),
                title: None,
                id: None,
                span: None,
                flow: None,
            });
        }
        for (number, (raws, kind)) in self.flows.iter().zip(KINDS).enumerate() {
            program.flows.push(Flow {
                name: format!("flow{number}"),
                title: String::new(),
                kind: Some(kind),
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
                chat_duration: None,
                canvas: None,
            });
        }
        program
    }

    fn block(&self, flow: usize, at: usize, raw: &Raw, count: usize) -> Block {
        let span = span(flow, at);
        let row = row_of(raw.kind);
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
        for (form, operand) in cases(row, raw) {
            exits.push(Outcome::Case(form, operand));
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
                _ => vec![(Role::Result, Value::Text("1".to_owned()))],
            },
            Behaviour::InvokeModule => vec![(Role::Module, flow(4))],
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

fn row_of(kind: u8) -> &'static Row {
    let phrase = match kind {
        0..=5 => "wait",
        6 | 7 => return behaving(Behaviour::Bot),
        8 => "play prompt",
        9 | 10 => "check contact attributes",
        11 | 12 => "set disconnect flow",
        13 => "set customer queue flow",
        14..=16 => "transfer to queue",
        17 => "transfer to flow",
        18 | 19 => "loop",
        20 => "disconnect",
        21 => "end flow",
        22 => return behaving(Behaviour::Menu),
        23 => "set working queue",
        24 => "set event flows",
        25 => "invoke lambda function",
        26 => "set customer hold flow",
        28 => "invoke module",
        29 => "return",
        _ => "set contact attributes",
    };
    BLOCKS.iter().find(|row| row.phrase == phrase).unwrap()
}

fn behaving(behaviour: Behaviour) -> &'static Row {
    BLOCKS
        .iter()
        .find(|row| row.behaviour == behaviour)
        .unwrap()
}

fn cases(row: &'static Row, raw: &Raw) -> Vec<(&'static CaseForm, String)> {
    let form = |operator| {
        row.cases
            .iter()
            .find(|form| form.operator == operator)
            .unwrap()
    };
    match row.behaviour {
        Behaviour::Compare => {
            let equals = form(Operator::Equals);
            match raw.choice % 4 {
                0 => vec![(equals, "CHAT".to_owned())],
                1 => vec![(equals, "VOICE".to_owned()), (equals, "CHAT".to_owned())],
                2 => vec![(form(Operator::TextContains), "HA".to_owned())],
                _ => vec![(form(Operator::NumberGreaterThan), "1".to_owned())],
            }
        }
        Behaviour::Bot | Behaviour::Menu | Behaviour::InvokeModule => {
            vec![(form(Operator::Equals), "1".to_owned())]
        }
        _ => Vec::new(),
    }
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
