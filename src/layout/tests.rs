use super::*;
use crate::catalogue::{BLOCKS, Row};
use crate::program::{Exit, Origin, Outcome, Target};
use crate::source::{SourceMap, Span};
use proptest::prelude::*;

fn row(phrase: &str) -> &'static Row {
    BLOCKS.iter().find(|row| row.phrase == phrase).unwrap()
}

/// A flow of blocks that lead to the numbered blocks.
fn flow(edges: &[Vec<usize>]) -> Flow {
    let span = Span::new(SourceMap::new().add("test", ""), 0, 0);
    let ids: Vec<BlockId> = edges
        .iter()
        .map(|_| ())
        .collect::<IndexVec<BlockId, ()>>()
        .ids()
        .collect();
    let blocks = edges.iter().map(|targets| Block {
        row: row("play prompt"),
        action: None,
        name: "block".to_owned(),
        named: false,
        arguments: Vec::new(),
        extra: Vec::new(),
        exits: targets
            .iter()
            .map(|target| Exit {
                outcome: Outcome::Success,
                target: Target::Block(ids[*target]),
                span,
                drawn: true,
            })
            .collect(),
        span,
        note: None,
    });
    Flow {
        name: "flow".to_owned(),
        title: "Flow".to_owned(),
        kind: None,
        description: None,
        origin: Origin::Ebb,
        span,
        blocks: blocks.collect(),
        start: ids.first().copied(),
        broken: false,
        contract: None,
        chat_duration: None,
    }
}

#[test]
fn a_line_goes_to_the_right_and_a_loop_back_does_not_push_it() {
    let flow = flow(&[vec![1], vec![2, 0], vec![1]]);
    let xs: Vec<i64> = positions(&flow).iter().map(|at| at.x).collect();
    assert_eq!(xs, [200, 480, 760]);
}

#[test]
fn a_shared_end_stands_right_of_all_that_lead_to_it() {
    let flow = flow(&[vec![3, 1], vec![2], vec![3], vec![]]);
    let xs: Vec<i64> = positions(&flow).iter().map(|at| at.x).collect();
    assert_eq!(xs, [200, 480, 760, 1040]);
}

#[test]
fn what_cannot_be_reached_stands_below() {
    let flow = flow(&[vec![1], vec![], vec![1]]);
    let at = positions(&flow);
    let ys: Vec<i64> = at.iter().map(|at| at.y).collect();
    assert!(ys[2] > ys[0] && ys[2] > ys[1], "{at:?}");
}

#[test]
fn a_long_flow_does_not_overflow_the_stack() {
    let edges: Vec<Vec<usize>> = (0..100_000).map(|at| vec![(at + 1) % 100_000]).collect();
    assert_eq!(positions(&flow(&edges)).len(), 100_000);
}

proptest! {
    #[test]
    fn blocks_never_overlap(edges in edges()) {
        let flow = flow(&edges);
        let at = positions(&flow);
        for (one, here) in at.iter_enumerated() {
            for (other, there) in at.iter_enumerated() {
                let apart = (here.x - there.x).abs() >= 200
                    || here.y + height(&flow.blocks[one]) <= there.y
                    || there.y + height(&flow.blocks[other]) <= here.y;
                prop_assert!(one == other || apart);
            }
        }
    }
}

fn edges() -> impl Strategy<Value = Vec<Vec<usize>>> {
    (1_usize..20).prop_flat_map(|blocks| {
        prop::collection::vec(prop::collection::vec(0..blocks, 0..4), blocks)
    })
}
