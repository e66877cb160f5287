//! Random flows of every row of the catalogue, whole and valid.

use ebb::catalogue::{
    BLOCKS, Behaviour, FlowKind, Kind, Operand, Parameter, Presence, Row, Shape, Then, UNKNOWN,
    Unit, Wire, Written,
};
use ebb::id::{Id, IndexVec};
use ebb::program::{
    Argument, Block, BlockId, Builder, Exit, Flow, Origin, Outcome, Program, Target, Value,
};
use ebb::source::{SourceMap, Span};
use proptest::prelude::*;

/// Random numbers that choose; zeros when they run out.
struct Choices {
    left: std::vec::IntoIter<u32>,
}

impl Choices {
    fn below(&mut self, limit: usize) -> usize {
        self.left.next().unwrap_or(0) as usize % limit.max(1)
    }

    fn often(&mut self) -> bool {
        self.below(3) > 0
    }

    fn of<'t, T: ?Sized>(&mut self, all: &[&'t T]) -> &'t T {
        all[self.below(all.len())]
    }

    fn text(&mut self) -> String {
        const TEXTS: [&str; 8] = [
            "Hello.",
            " ",
            "Größe \"1\"\\\n\t\u{1}",
            "true",
            "5",
            "see $.Attributes.plan now",
            "</speak>",
            "a.b\\c",
        ];
        self.of(&TEXTS).to_owned()
    }

    fn reference(&mut self) -> String {
        const REFERENCES: [&str; 4] = [
            "$.Channel",
            "$.Attributes.plan",
            "$.External.status",
            "$.Attributes['customerId']",
        ];
        self.of(&REFERENCES).to_owned()
    }
}

/// A program of one or two flows.
pub fn program() -> impl Strategy<Value = Program> {
    (
        1_usize..12,
        1_usize..12,
        prop::collection::vec(any::<u32>(), 0..600),
    )
        .prop_map(|(first, second, choices)| {
            let mut choices = Choices {
                left: choices.into_iter(),
            };
            let mut builder = Builder::new();
            let span = Span::new(SourceMap::new().add("random", ""), 0, 0);
            for (title, blocks) in [("First", first), ("Second flow", second)] {
                let flow = flow(&mut choices, &mut builder, span, title, blocks);
                builder.add_flow(flow);
            }
            builder.finish()
        })
}

fn flow(
    choices: &mut Choices,
    builder: &mut Builder,
    span: Span,
    title: &str,
    count: usize,
) -> Flow {
    let blocks: IndexVec<BlockId, Block> = (0..count)
        .map(|index| block(choices, builder, span, index, count))
        .collect();
    Flow {
        name: title.to_lowercase().replace(' ', "_"),
        title: title.to_owned(),
        kind: [None, Some(FlowKind::Inbound), Some(FlowKind::Module)][choices.below(3)],
        description: choices.often().then(|| "What it is for.".to_owned()),
        origin: Origin::Ebb,
        span,
        start: Some(BlockId::from_index(choices.below(count))),
        blocks,
        broken: false,
        contract: None,
        chat_duration: None,
        canvas: None,
    }
}

fn block(
    choices: &mut Choices,
    builder: &mut Builder,
    span: Span,
    index: usize,
    count: usize,
) -> Block {
    let rows: Vec<&'static Row> = BLOCKS.iter().copied().chain([&UNKNOWN]).collect();
    let row = choices.of(&rows);
    let unknown = row.behaviour == Behaviour::Unknown;
    let mut block = Block {
        row,
        action: unknown.then(|| "SomeNewType".to_owned()),
        name: format!("block {index}"),
        named: true,
        arguments: Vec::new(),
        extra: Vec::new(),
        exits: Vec::new(),
        span,
        note: choices.often().then(|| choices.text()),
    };
    let mut chosen: Vec<&str> = Vec::new();
    for parameter in row.parameters {
        if wanted(choices, row, parameter, &chosen) {
            if let Presence::OneOf(group) | Presence::AtMostOne(group) | Presence::SomeOf(group) =
                parameter.presence
            {
                chosen.push(group);
            }
            block.arguments.push(Argument {
                parameter,
                value: value(choices, builder, parameter, span),
                span: None,
            });
        }
    }
    exits(choices, &mut block, count);
    block
}

/// Whether a parameter is there, so that the block is valid.
fn wanted(
    choices: &mut Choices,
    row: &Row,
    parameter: &'static Parameter,
    chosen: &[&str],
) -> bool {
    let (Written::Argument | Written::Tagged(_) | Written::Property(_) | Written::Rest) =
        parameter.written
    else {
        return false;
    };
    match parameter.presence {
        Presence::Required => true,
        Presence::With(_) => false,
        // What belongs to another parameter goes with it or not at all.
        Presence::Optional => {
            !["LexBot.", "InputValidation.", "InputEncryption."]
                .iter()
                .any(|prefix| parameter.path.starts_with(prefix))
                && choices.often()
        }
        Presence::AtMostOne(group) => !chosen.contains(&group) && choices.often(),
        Presence::OneOf(group) => {
            !chosen.contains(&group) && (last(row, parameter) || choices.below(3) == 0)
        }
        Presence::SomeOf(group) => {
            !chosen.contains(&group) && last(row, parameter) || choices.often()
        }
    }
}

/// Whether a parameter is the last of its group.
fn last(row: &Row, parameter: &'static Parameter) -> bool {
    let mut others = row.parameters.iter();
    others
        .rfind(|other| other.presence == parameter.presence)
        .is_some_and(|last| std::ptr::eq(last, parameter))
}

fn value(choices: &mut Choices, builder: &mut Builder, parameter: &Parameter, span: Span) -> Value {
    let bounded = |choices: &mut Choices, least: i64, most: i64| {
        let most = most.min(least.saturating_add(1_000_000));
        let range = usize::try_from(most - least + 1).unwrap_or(usize::MAX);
        least + i64::try_from(choices.below(range)).unwrap()
    };
    match parameter.shape {
        Shape::Text if choices.often() => Value::Text(choices.text()),
        Shape::Text | Shape::Reference => Value::Reference(choices.reference()),
        Shape::Resource(kinds) if choices.often() => {
            let names = [
                "support",
                "Second flow",
                "arn:aws:something:else",
                "${templated}",
            ];
            let id = match choices.below(3) {
                0 => ebb::catalogue::placeholder_arn(kinds[0], "first"),
                _ => choices.of(&names).to_owned(),
            };
            Value::Resource(builder.resource(kinds[0], &id, Some("Second flow"), span))
        }
        Shape::Resource(_) => Value::Reference(choices.reference()),
        Shape::Duration { dynamic: true, .. } | Shape::Number { dynamic: true, .. }
            if !choices.often() =>
        {
            Value::Reference(choices.reference())
        }
        Shape::Duration {
            unit: Unit::Minutes,
            least,
            most,
            ..
        } => Value::Duration(bounded(choices, least / 60, most / 60) * 60),
        Shape::Duration { least, most, .. } => Value::Duration(bounded(choices, least, most)),
        Shape::Number { least, most, .. } => Value::Number(bounded(choices, least, most)),
        Shape::Flag { .. } => Value::Flag(choices.often()),
        Shape::Word(words) | Shape::WordOrReference(words) => {
            Value::Word(words[choices.below(words.len())].0)
        }
        Shape::Words(words) => Value::Words(
            words
                .iter()
                .filter(|_| choices.often())
                .map(|(word, _)| *word)
                .collect(),
        ),
        Shape::Directions(words) => Value::Words(words.iter().map(|(word, _)| *word).collect()),
        Shape::Texts => Value::List(vec![
            Value::Text(choices.text()),
            Value::Reference(choices.reference()),
        ]),
        Shape::Messages => Value::List(
            ebb::catalogue::PROMPT
                .iter()
                .filter(|way| !matches!(way.written, Written::Beside { .. }))
                .map(|way| {
                    let said = match way.shape {
                        Shape::Resource(_) => Value::Reference(choices.reference()),
                        _ => Value::Text(choices.text()),
                    };
                    Value::Prompt(way, Box::new(said))
                })
                .collect(),
        ),
        Shape::TextMap | Shape::WrappedMap => Value::Map(
            ["plan", "a b", "x.y"]
                .iter()
                .map(|key| ((*key).to_owned(), Value::Text(choices.text())))
                .collect(),
        ),
        Shape::HookMap => Value::Map(
            ["CustomerQueue", "AgentWhisper"]
                .iter()
                .map(|hook| {
                    let flow =
                        builder.resource(ebb::catalogue::ResourceKind::Flow, "some", None, span);
                    ((*hook).to_owned(), Value::Resource(flow))
                })
                .collect(),
        ),
        Shape::Json(ebb::catalogue::Json::List) => {
            Value::List(vec![Value::Text(choices.text()), Value::Map(vec![])])
        }
        Shape::Json(_) => Value::Map(vec![
            ("Depth".to_owned(), Value::Text(choices.text())),
            (
                "List".to_owned(),
                Value::List(vec![Value::Text("1".to_owned()), Value::Map(vec![])]),
            ),
        ]),
    }
}

/// Every exit that has to be there, and some that may be, each to a random block.
fn exits(choices: &mut Choices, block: &mut Block, count: usize) {
    let row = block.row;
    let mut outcomes = Vec::new();
    if row.then == Then::Next {
        outcomes.push(Outcome::Success);
    }
    for form in row.cases {
        if choices.often() {
            let operand = match form.operand {
                Operand::Key => ["1", "*", "#"][choices.below(3)].to_owned(),
                Operand::Text | Operand::Any => choices.of(&["CHAT", "5", "a b"]).to_owned(),
                Operand::Percent => "10".to_owned(),
                Operand::Metric => choices.of(&["5", "300000"]).to_owned(),
            };
            outcomes.push(Outcome::Case(form, operand));
        }
    }
    for branch in row.branches {
        let there = match branch.kind {
            Kind::Omittable | Kind::Drawn => choices.often(),
            Kind::WithCases => outcomes
                .iter()
                .any(|outcome| matches!(outcome, Outcome::Case(..))),
            Kind::Always | Kind::Event(_) | Kind::With(_) | Kind::Where(..) => {
                block.offers(branch, None)
            }
        };
        if there {
            outcomes.push(Outcome::Branch(branch));
        }
    }
    if row.behaviour == Behaviour::Unknown && choices.often() {
        outcomes.push(Outcome::Error("NoMatchingError".to_owned()));
        outcomes.push(Outcome::Condition {
            operator: "Equals".to_owned(),
            operands: vec!["x".to_owned()],
        });
    }
    debug_assert!(
        row.branches
            .iter()
            .all(|branch| matches!(branch.wire, Wire::Error(_) | Wire::Condition(..)))
    );
    let span = block.span;
    block.exits = outcomes
        .into_iter()
        .map(|outcome| Exit {
            outcome,
            target: Target::Block(BlockId::from_index(choices.below(count))),
            span,
            drawn: true,
            decided: true,
        })
        .collect();
}
