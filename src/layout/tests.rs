use super::*;
use crate::catalogue::{BLOCKS, Row};
use crate::program::{Exit, Origin, Outcome, Target};
use crate::source::{SourceMap, Span};
use proptest::prelude::*;

fn row(phrase: &str) -> &'static Row {
    BLOCKS.iter().find(|row| row.phrase == phrase).unwrap()
}

/// A flow of blocks that lead to the numbered blocks, first on success, then on errors.
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
            .enumerate()
            .map(|(at, target)| Exit {
                outcome: match at {
                    0 => Outcome::Success,
                    _ => Outcome::Error(format!("Error{at}")),
                },
                target: Target::Block(ids[*target]),
                span,
                drawn: true,
                decided: true,
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
        canvas: None,
    }
}

/// Where the blocks of a flow stand: column and height.
fn places(edges: &[Vec<usize>]) -> Vec<(i64, i64)> {
    let at = positions(&flow(edges));
    at.iter().map(|at| ((at.x - LEFT) / COLUMN, at.y)).collect()
}

#[test]
fn a_chain_is_one_straight_row_from_the_left() {
    let chain: Vec<Vec<usize>> = (1..=30).map(|next| vec![next % 30]).collect();
    let wanted: Vec<(i64, i64)> = (0..30).map(|column| (column, TOP)).collect();
    assert_eq!(places(&chain), wanted);
}

#[test]
fn a_way_back_does_not_push_anything_to_the_right() {
    let at = places(&[vec![1], vec![2, 0], vec![1]]);
    assert_eq!(at, [(0, TOP), (1, TOP), (2, TOP)]);
}

#[test]
fn the_main_path_is_straight_and_failures_hang_below_it() {
    let at = places(&[vec![1, 3], vec![2, 3], vec![], vec![4], vec![]]);
    assert_eq!(&at[..3], [(0, TOP), (1, TOP), (2, TOP)]);
    assert!(at[3].1 > TOP && at[3].1 == at[4].1, "{at:?}");
}

#[test]
fn a_main_path_that_skips_columns_keeps_its_row_free() {
    // Over the failure it takes three blocks to where success leads at once.
    let at = places(&[vec![1], vec![5, 2], vec![3], vec![4], vec![5], vec![]]);
    assert_eq!((at[0].1, at[1].1, at[5]), (TOP, TOP, (5, TOP)));
    assert!(at[2..5].iter().all(|(_, y)| *y > TOP), "{at:?}");
}

#[test]
fn a_shared_end_stands_right_of_all_that_lead_to_it() {
    let at = places(&[
        vec![1, 6],
        vec![2, 6],
        vec![3, 6],
        vec![4, 6],
        vec![5, 6],
        vec![],
        vec![7],
        vec![],
    ]);
    assert_eq!((at[6].0, at[7].0), (5, 6));
    assert_eq!(at[6].1, at[7].1);
    assert!(at[..6].iter().all(|(_, y)| *y == TOP), "{at:?}");
}

#[test]
fn what_cannot_be_reached_stands_below() {
    let at = places(&[vec![1], vec![], vec![1], vec![2]]);
    assert_eq!((at[0], at[1]), ((0, TOP), (1, TOP)));
    assert_eq!((at[3].0, at[2].0), (0, 1));
    assert!(at[2].1 > TOP && at[2].1 == at[3].1, "{at:?}");
}

#[test]
fn a_block_that_leads_to_itself_stands_anywhere() {
    assert_eq!(places(&[vec![0, 0]]), [(0, TOP)]);
    assert_eq!(places(&[]), []);
}

#[test]
fn a_long_flow_does_not_overflow_the_stack() {
    let edges: Vec<Vec<usize>> = (0..100_000).map(|at| vec![(at + 1) % 100_000]).collect();
    assert_eq!(positions(&flow(&edges)).len(), 100_000);
}

#[test]
fn edges_that_pass_all_columns_do_not_take_a_cell_in_each() {
    let size = 2_000;
    let edges: Vec<Vec<usize>> = (0..size)
        .map(|at| vec![(at + 1) % size, size - 1 - at / 2])
        .collect();
    let flow = flow(&edges);
    let search = search::Search::of(&flow);
    let layers = layers::Layers::of(&flow, &search, search::Group::Reached);
    let grid = grid::Grid::of(&flow, &search, &layers, search::Group::Reached);
    assert!(grid.cells.len() <= 4 * size, "{}", grid.cells.len());
    assert!(grid.cells.len() > size, "short lanes are there");
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: if cfg!(feature = "slow-tests") { 20_000 } else { 500 },
        rng_seed: proptest::test_runner::RngSeed::Fixed(1),
        ..ProptestConfig::default()
    })]

    #[test]
    fn blocks_never_overlap(edges in edges()) {
        let flow = flow(&edges);
        let at = positions(&flow);
        for (one, here) in at.iter_enumerated() {
            for (other, there) in at.iter_enumerated() {
                let apart = (here.x - there.x).abs() >= WIDTH
                    || here.y + height(&flow.blocks[one]) + GAP <= there.y
                    || there.y + height(&flow.blocks[other]) + GAP <= here.y;
                prop_assert!(one == other || apart, "{one:?} {here:?} {other:?} {there:?}");
            }
        }
    }

    #[test]
    fn the_start_is_at_the_upper_left(edges in edges()) {
        let flow = flow(&edges);
        let at = positions(&flow);
        prop_assert_eq!(at[flow.start.unwrap()], Position { x: LEFT, y: TOP });
        prop_assert!(at.iter().all(|at| at.x >= LEFT && at.y >= TOP));
        prop_assert!(at.iter().all(|at| at.x % SNAP == 0 && at.y % SNAP == 0));
    }

    #[test]
    fn a_flow_always_looks_the_same(edges in edges()) {
        prop_assert_eq!(positions(&flow(&edges)), positions(&flow(&edges)));
    }

    #[test]
    fn the_main_path_is_straight(edges in edges()) {
        let flow = flow(&edges);
        let at = positions(&flow);
        let ids: Vec<BlockId> = flow.blocks.ids().collect();
        let mut path = flow.start;
        let mut seen = Vec::new();
        while let Some(block) = path.filter(|block| !seen.contains(block)) {
            seen.push(block);
            if edges.iter().filter(|targets| targets.iter().any(|to| ids[*to] == block)).count() >= 4 {
                // Perhaps a shared end.
                break;
            }
            prop_assert_eq!(at[block].y, TOP);
            path = flow.blocks[block].success().and_then(|exit| exit.target.block());
        }
    }
}

fn edges() -> impl Strategy<Value = Vec<Vec<usize>>> {
    (1_usize..40).prop_flat_map(|blocks| {
        prop::collection::vec(prop::collection::vec(0..blocks, 0..5), blocks)
    })
}
