//! What holds for every two programs.

use crate::support::cases;
use crate::wire::Read;
use crate::wire::random::program;
use ebb::diff::{Side, diff, text};
use ebb::emit;
use ebb::id::{Id, IndexVec};
use ebb::program::{Block, BlockId, Flow, FlowId, Outcome, Program, Target, Value};
use ebb::source::SourceMap;
use proptest::prelude::*;

/// What changed, as text; the random programs come from one empty source.
fn changed(before: &Program, after: &Program) -> String {
    let mut sources = SourceMap::new();
    sources.add("random", "");
    let side = |program| Side {
        program,
        sources: &sources,
    };
    text(&diff(side(before), side(after)))
}

/// A copy in which every block has another name and another place.
fn renamed(program: &Program, order: &[u32]) -> Program {
    Program {
        flows: program
            .flows
            .iter()
            .map(|flow| moved(flow, order).into())
            .collect(),
        resources: program.resources.clone(),
    }
}

fn moved(flow: &Flow, order: &[u32]) -> Flow {
    let mut ids: Vec<BlockId> = flow.blocks.ids().collect();
    ids.sort_by_key(|id| order.get(id.index()).copied().unwrap_or(0));
    let mut place: Vec<usize> = vec![0; ids.len()];
    for (at, id) in ids.iter().enumerate() {
        place[id.index()] = at;
    }
    let new = |id: BlockId| BlockId::from_index(place[id.index()]);
    let blocks: IndexVec<BlockId, Block> = ids
        .iter()
        .map(|id| {
            let mut block = flow.blocks[*id].clone();
            // Names of other blocks, which must not mislead.
            block.name = format!("block {}", (new(*id).index() + 1) % ids.len());
            for exit in &mut block.exits {
                if let Target::Block(target) = exit.target {
                    exit.target = Target::Block(new(target));
                }
            }
            block
        })
        .collect();
    Flow {
        start: flow.start.map(new),
        blocks,
        ..flow.clone()
    }
}

/// What a block says, without its name and where it leads.
fn content(block: &Block) -> String {
    let said: Vec<String> = block
        .arguments
        .iter()
        .map(|argument| format!("{} {:?}", argument.parameter.path, argument.value))
        .collect();
    format!(
        "{} {:?} {said:?} {:?}",
        block.row.phrase, block.action, block.note
    )
}

/// Changes one thing of the first flow, if there is something to change in this way.
fn mutate(program: &mut Program, way: u8, at: usize, which: usize) -> Option<()> {
    let flow = program.flow_mut(FlowId::from_index(0));
    let count = flow.blocks.len();
    let id = BlockId::from_index(at % count);
    let contents: Vec<String> = flow.blocks.iter().map(content).collect();
    let other_than = |target: BlockId| -> Option<BlockId> {
        let mut others = (1..count).map(|step| (target.index() + step) % count);
        let other = others.find(|other| contents[*other] != contents[target.index()])?;
        Some(BlockId::from_index(other))
    };
    match way {
        0 => {
            let start = flow.start?;
            flow.start = Some(other_than(start)?);
        }
        1 => {
            let exits = &mut flow.blocks[id].exits;
            let which = which % exits.len().max(1);
            let exit = exits.get_mut(which)?;
            exit.target = Target::Block(other_than(exit.target.block()?)?);
        }
        2 => {
            let exits = &mut flow.blocks[id].exits;
            let which = which % exits.len().max(1);
            exits.get(which)?;
            exits.remove(which);
        }
        3 => {
            let arguments = &mut flow.blocks[id].arguments;
            let which = which % arguments.len().max(1);
            change(&mut arguments.get_mut(which)?.value)?;
        }
        4 => {
            let arguments = &mut flow.blocks[id].arguments;
            let which = which % arguments.len().max(1);
            let gone = arguments.get(which)?;
            // A list of nothing says nothing.
            if matches!(&gone.value, Value::Words(words) if words.is_empty()) {
                return None;
            }
            arguments.remove(which);
        }
        5 => {
            let copy = flow.blocks[id].clone();
            flow.blocks.push(copy);
        }
        6 => {
            let exits = &mut flow.blocks[id].exits;
            let values: Vec<usize> = (0..exits.len())
                .filter(|index| matches!(exits[*index].outcome, Outcome::Case(..)))
                .collect();
            let [first, second, ..] = values.as_slice() else {
                return None;
            };
            exits.swap(*first, *second);
        }
        _ => flow.blocks[id].note = Some("another note".to_owned()),
    }
    Some(())
}

fn change(value: &mut Value) -> Option<()> {
    match value {
        Value::Text(text) => text.push_str(" more"),
        Value::Reference(text) => text.push('x'),
        Value::Duration(seconds) => *seconds += 60,
        Value::Number(number) => *number += 1,
        Value::Flag(yes) => *yes = !*yes,
        Value::Map(entries) => return change(&mut entries.first_mut()?.1),
        Value::List(values) => return change(values.first_mut()?),
        Value::Prompt(_, said) => return change(said),
        Value::Words(words) => {
            words.pop()?;
        }
        Value::Resource(_)
        | Value::Word(_)
        | Value::RawNumber(_)
        | Value::RawBool(_)
        | Value::Null => return None,
    }
    Some(())
}

proptest! {
    #![proptest_config(cases(500))]

    #[test]
    fn a_program_is_the_same_as_itself(program in program()) {
        prop_assert_eq!(changed(&program, &program), "");
    }

    #[test]
    fn a_program_is_the_same_as_what_it_is_built_to(program in program()) {
        let written: Vec<String> = program.flows.ids().map(|flow| emit::flow(&program, flow).json).collect();
        let names = ["first.json", "second.json"];
        let again = Read::of(names.into_iter().zip(written.iter().map(String::as_str)));
        let mut sources = SourceMap::new();
        sources.add("random", "");
        let before = Side { program: &program, sources: &sources };
        prop_assert_eq!(text(&diff(before, again.side())), "");
    }

    #[test]
    fn names_and_places_are_no_change(program in program(), order in prop::collection::vec(any::<u32>(), 12)) {
        prop_assert_eq!(changed(&program, &renamed(&program, &order)), "");
    }

    #[test]
    fn one_change_is_always_told(program in program(), way in 0_u8..8, at in 0_usize..12, which in 0_usize..12) {
        let mut after = program.clone();
        if mutate(&mut after, way, at, which).is_some() {
            prop_assert_ne!(changed(&program, &after), "", "way {}", way);
            prop_assert_ne!(changed(&after, &program), "", "way {}, back", way);
        }
    }
}

/// A long flow costs a time in proportion to its length: it ends within the test.
#[test]
fn long_flows_cost_no_patience() {
    const MANY: usize = 20_000;
    let flow = |text: &str| {
        let mut source = String::from("inbound flow long {\n");
        for number in 0..MANY {
            source += &format!("    play prompt \"{}\"\n", number % 7);
        }
        source += &format!("    play prompt \"{text}\"\n    disconnect\n}}\n");
        let input = ebb::compile::Input {
            name: "long.ebb".to_owned(),
            text: source,
            named: true,
        };
        ebb::compile::compile(vec![input], &ebb::graph::Settings::default())
    };
    let (before, after) = (flow("before"), flow("after"));
    let diff = diff(
        Side {
            program: &before.program,
            sources: &before.sources,
        },
        Side {
            program: &after.program,
            sources: &after.sources,
        },
    );
    let changes: usize = diff.flows.iter().map(|flow| flow.blocks.len()).sum();
    assert_eq!(changes, 1, "{}", text(&diff));
}
