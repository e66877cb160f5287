//! How long it takes to lay out one flow of 10, 100, 250 and 1,000 blocks.
//!
//! ```text
//! cargo bench --bench layout
//! ```
//!
//! On two cores that others used, too: 23 µs, 0.34 ms, 1.2 ms and 5.3 ms. From 250 to 1,000
//! blocks the time grows with the power 1.1.

#![expect(clippy::expect_used, reason = "a bench fails by panicking")]

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use ebb::compile::{Input, compile};
use ebb::graph::Settings;
use ebb::layout;
use ebb::program::Program;
use std::fmt::Write;
use std::hint::black_box;
use std::time::Duration;

/// Blocks in a flow; 250 is the most that Amazon Connect takes.
const SIZES: [usize; 4] = [10, 100, 250, 1_000];

/// A flow with every kind of edge: to the next line, to a shared apology, over some
/// blocks, over many, and back.
fn program(blocks: usize) -> Program {
    let mut text = String::from("inbound flow flow {\n    error -> sorry\n");
    for at in 0..blocks.saturating_sub(2) {
        let label = |to: usize| match to {
            to if to + 2 < blocks => format!("step_{to}"),
            _ => "sorry".to_owned(),
        };
        let (near, far) = (label(at + 4), label(at + at % 50 + 2));
        let line = match at % 4 {
            0 => format!(
                "check contact attributes $.Attributes.a {{\n = \"near\" -> {near}\n = \"far\" -> {far}\n default -> next\n }}"
            ),
            3 => format!(
                "wait 15m {{\n customer returned -> {}\n time expired -> next\n }}",
                label(at / 2)
            ),
            _ => "play prompt \"We are looking for your order.\"".to_owned(),
        };
        writeln!(text, "step_{at}:\n    {line}").expect("a String takes everything");
    }
    text.push_str("sorry:\n    play prompt \"Sorry.\"\n    disconnect\n}\n");
    let input = Input {
        name: "flow.ebb".to_owned(),
        text,
        named: true,
    };
    compile(vec![input], &Settings::default()).program
}

fn positions(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("layout");
    for size in SIZES {
        let program = program(size);
        let flow = program.flows.iter().next().expect("a flow");
        assert_eq!(flow.blocks.len(), size);
        group.throughput(Throughput::Elements(size as u64));
        group.bench_with_input(BenchmarkId::from_parameter(size), flow, |bencher, flow| {
            bencher.iter(|| layout::positions(black_box(flow)));
        });
    }
    group.finish();
}

criterion_group! {
    name = stages;
    config = Criterion::default()
        .sample_size(20)
        .warm_up_time(Duration::from_millis(500))
        .measurement_time(Duration::from_secs(2));
    targets = positions
}
criterion_main!(stages);
