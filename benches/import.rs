//! How long `ebb import` takes beside a program that only parses the same JSON into values
//! and writes it back.
//!
//! ```text
//! cargo bench --bench import
//! ```
//!
//! Here no file is read or written, and both use the allocator of the system. Of the whole
//! command, `python3 benches/peers.py --import` says more: of 1,000 flows of 100 blocks, 105 MB,
//! it takes 1.85 times as long as a program with serde_json that parses the files and writes
//! them back, and 2.11 times as long as one with the allocator of ebb and the maps of serde_json
//! that it uses, all built alike, on one core and in one run. (A serde_json program built with
//! cargo's own release profile is slower: 1.5 times.)
//!
//! Only the two times of one run say anything, as a ratio.

#![expect(clippy::expect_used, reason = "a bench fails by panicking")]

mod workload;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use ebb::compile::{Input, compile, read_exports};
use ebb::decompile::Sheets;
use ebb::graph::Settings;
use std::hint::black_box;
use std::time::Duration;

/// Flows of a hundred blocks each.
const FLOWS: usize = 50;

/// The workload as exports.
fn documents() -> Vec<Input> {
    let input = |name: String, text: String| Input {
        name,
        text,
        named: true,
    };
    let flows = workload::flows(FLOWS * workload::FLOW, workload::FLOW);
    let text = std::iter::once(workload::RESOURCES.to_owned())
        .chain(flows)
        .collect();
    let source = input("workload.ebb".to_owned(), text);
    let program = compile(vec![source], &Settings::default()).program;
    let flows = program.flows.iter_enumerated();
    flows
        .map(|(id, flow)| {
            input(
                format!("{}.json", flow.name),
                ebb::emit::flow(&program, id).json,
            )
        })
        .collect()
}

fn import(criterion: &mut Criterion) {
    let documents = documents();
    let bytes: usize = documents.iter().map(|input| input.text.len()).sum();
    let mut group = criterion.benchmark_group("import");
    group.throughput(Throughput::Bytes(bytes as u64));
    group.bench_function("values there and back", |bencher| {
        bencher.iter(|| {
            let written = black_box(&documents).iter().map(|input| {
                let value: serde_json::Value =
                    serde_json::from_str(&input.text).expect("the workload is JSON");
                serde_json::to_string_pretty(&value)
                    .expect("a value can be written")
                    .len()
            });
            written.sum::<usize>()
        });
    });
    group.bench_function("to Ebb", |bencher| {
        bencher.iter(|| {
            let exports = read_exports(black_box(&documents));
            let sheets = Sheets::beside(&exports.program, &exports.sources);
            assert!(sheets.refused.is_empty());
            sheets
                .all
                .iter()
                .map(|sheet| {
                    sheet.written.text.len() + sheet.beside.as_ref().map_or(0, String::len)
                })
                .sum::<usize>()
        });
    });
    group.finish();
}

fn short() -> Criterion {
    Criterion::default()
        .sample_size(10)
        .warm_up_time(Duration::from_millis(500))
        .measurement_time(Duration::from_secs(3))
}

criterion_group! {
    name = benches;
    config = short();
    targets = import
}
criterion_main!(benches);
