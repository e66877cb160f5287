//! How long each stage takes for 10, 250, 10,000 and 100,000 blocks in flows of 100.
//!
//! ```text
//! cargo bench --bench pipeline
//! ```
//!
//! The grammar alone is what pest takes for the whole text on one core: its tokens are made
//! and dropped. Text to tree is what everybody calls: a look at the brackets, so that nothing
//! recursive ever sees a text that is nested too deep, pest over one flow after another, the
//! tree with its comments, and the drop of all of it. It takes every core where the text has
//! several flows, as check and build do; `RAYON_NUM_THREADS=1` before the command compares
//! like with like.
//!
//! The middle of each range in microseconds a block (98 bytes), on two shared cores in a slow
//! hour: the grammar alone takes half of it in a fast one (`ratio`). With `-- --warm-up-time 0.3
//! --measurement-time 1 --sample-size 10`:
//!
//! ```text
//!                    10     250   10,000  100,000
//! grammar alone     5.1     5.2      5.2      4.8
//! text to tree      6.8     7.0      3.4      4.1
//! check            23.3    17.8     13.7     13.8
//! build            27.8    23.1     14.7     16.8
//! ```
//!
//! That was before the grammar took a sign before its token and rules that are off were left
//! out, which spared a third of the instructions of `check` and of `build`. The whole command
//! has been measured since, by turns with that version, in a quiet hour on both cores:
//!
//! ```text
//!                                            before       now   µs a block
//! ebb check --format concise, 100,000        683 ms    423 ms          4.2
//! ebb check, 14,000 findings shown           846 ms    619 ms          6.2
//! ebb build                                  838 ms    581 ms          5.8
//! ebb check --format concise, 10,000          67 ms     47 ms          4.7
//! ebb check --format concise, 1,000,000                 4.9 s          4.9
//! ```
//!
//! A second run of the three at 100,000, not by turns, took 474, 677 and 684 ms. Since flows are
//! read in pieces and findings shown without a look for places to wrap, `ebb check` with its
//! findings shown takes three quarters of the time: 501 ms at least, by turns with 662. `peers.py`
//! measures the command beside jrsonnet.

#![expect(clippy::expect_used, reason = "a bench fails by panicking")]

mod workload;

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use ebb::compile::{Compilation, Input, compile};
use ebb::diag::Sink;
use ebb::graph::Settings;
use ebb::source::SourceMap;
use std::hint::black_box;
use std::time::Duration;

/// Blocks in a source; 250 is the most that Amazon Connect takes in one flow.
const SIZES: [usize; 4] = [10, 250, 10_000, 100_000];

/// The grammar alone, over the whole text, and text to tree.
fn parse(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("parse");
    for size in SIZES {
        let text = source(size);
        let id = SourceMap::new().add("workload.ebb", text.clone());
        group.throughput(Throughput::Elements(size as u64));
        group.bench_with_input(BenchmarkId::new("grammar", size), &text, |bencher, text| {
            bencher.iter(|| assert!(ebb::syntax::recognise(black_box(text))));
        });
        group.bench_with_input(BenchmarkId::new("tree", size), &text, |bencher, text| {
            bencher.iter(|| {
                let mut sink = Sink::new();
                let file = ebb::syntax::parse(id, black_box(text), &mut sink);
                assert!(sink.findings().is_empty());
                file
            });
        });
    }
    group.finish();
}

/// What `ebb check` does: sources to findings, shape and time judged.
fn check(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("check");
    for size in SIZES {
        let text = source(size);
        group.throughput(Throughput::Elements(size as u64));
        group.bench_with_input(BenchmarkId::from_parameter(size), &text, |bencher, text| {
            bencher.iter(|| compiled(black_box(text)));
        });
    }
    group.finish();
}

/// What `ebb build` does beside writing files: the same, and every flow as JSON.
fn build(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("build");
    for size in SIZES {
        let text = source(size);
        group.throughput(Throughput::Elements(size as u64));
        group.bench_with_input(BenchmarkId::from_parameter(size), &text, |bencher, text| {
            bencher.iter(|| {
                let program = compiled(black_box(text)).program;
                let flows: Vec<_> = program.flows.ids().collect();
                let emit = |flow: &_| ebb::emit::flow(&program, *flow).json.len();
                ebb::parallel::map(&flows, emit).iter().sum::<usize>()
            });
        });
    }
    group.finish();
}

fn source(blocks: usize) -> String {
    let flows = workload::flows(blocks, workload::FLOW);
    std::iter::once(workload::RESOURCES.to_owned())
        .chain(flows)
        .collect()
}

fn compiled(text: &str) -> Compilation {
    let input = Input {
        name: "workload.ebb".to_owned(),
        text: text.to_owned(),
        named: true,
    };
    let compilation = compile(vec![input], &Settings::default());
    assert!(compilation.judged && !compilation.has_errors());
    compilation
}

fn short() -> Criterion {
    Criterion::default()
        .sample_size(10)
        .warm_up_time(Duration::from_millis(500))
        .measurement_time(Duration::from_secs(2))
}

criterion_group! {
    name = stages;
    config = short();
    targets = parse, check, build
}
criterion_main!(stages);
