//! What the tree costs beside the grammar: both by turns, on one core.
//!
//! ```text
//! cargo bench --bench ratio
//! ```
//!
//! The grammar alone is pest over the whole text, its tokens made and dropped; text to tree is
//! what check and build call. They take turns, so that a busy machine is busy for both. A line
//! tells, in microseconds a block, the least of either, and the middle of what one turn of the
//! tree took beside its turn of the grammar; the last column is the tree on every core.
//!
//! Both ask for memory as the program does. On a shared machine of two cores:
//!
//! ```text
//!    blocks   grammar   tree   tree/grammar   tree on every core
//!        10      2.53   3.25           1.28                 3.39
//!       250      2.67   3.49           1.31                 3.47
//!     10000      3.27   4.12           1.29                 2.65
//!    100000      5.95   6.24           1.04                 2.73
//! ```
//!
//! At 100,000 blocks the grammar alone holds the tokens of 16 MB of text at once; the tree is
//! made flow by flow, and never holds more than those of a few.

#![expect(clippy::expect_used, reason = "a bench fails by panicking")]
#![expect(clippy::disallowed_methods, reason = "a bench looks at the clock")]
#![expect(clippy::print_stdout, reason = "the figures are the result")]

mod workload;

use ebb::diag::Sink;
use ebb::source::SourceMap;
use std::hint::black_box;
use std::time::Instant;

/// The one that the program has.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

const SIZES: [usize; 4] = [10, 250, 10_000, 100_000];

/// About how many blocks are read for a line, by either side.
const BLOCKS: usize = 1_500_000;

fn main() {
    let one = rayon::ThreadPoolBuilder::new()
        .num_threads(1)
        .build()
        .expect("a thread can be started");
    println!("   blocks   grammar   tree   tree/grammar   tree on every core");
    for size in SIZES {
        let text: String = std::iter::once(workload::RESOURCES.to_owned())
            .chain(workload::flows(size, workload::FLOW))
            .collect();
        let id = SourceMap::new().add("workload.ebb", text.clone());
        let grammar = || assert!(ebb::syntax::recognise(black_box(&text)));
        let tree = || {
            let mut sink = Sink::new();
            black_box(ebb::syntax::parse(id, black_box(&text), &mut sink));
            assert!(sink.findings().is_empty());
        };
        let micros = |work: &dyn Fn()| {
            let start = Instant::now();
            work();
            start.elapsed().as_secs_f64() * 1e6 / size as f64
        };
        let turns = (BLOCKS / size).clamp(11, 20_000);
        let pairs: Vec<(f64, f64)> = one.install(|| {
            (0..turns)
                .map(|_| (micros(&grammar), micros(&tree)))
                .collect()
        });
        let every: f64 = (0..turns)
            .map(|_| micros(&tree))
            .fold(f64::INFINITY, f64::min);
        let least = |of: fn(&(f64, f64)) -> f64| pairs.iter().map(of).fold(f64::INFINITY, f64::min);
        let (grammar, tree) = (least(|pair| pair.0), least(|pair| pair.1));
        let mut ratios: Vec<f64> = pairs.iter().map(|(one, other)| other / one).collect();
        ratios.sort_by(f64::total_cmp);
        let middle = ratios[ratios.len() / 2];
        println!("{size:9} {grammar:9.2} {tree:6.2} {middle:14.2} {every:20.2}",);
    }
}
