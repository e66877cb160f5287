//! Writes the workload of the benches as files, for measurements of the whole command.
//!
//! ```text
//! cargo bench --bench files -- FOLDER BLOCKS [BLOCKS OF A FLOW]
//! ```
//!
//! One file a flow, of a hundred blocks where nothing else is said, and one with what all of
//! them name. `peers.py` uses it.

#![expect(clippy::expect_used, reason = "a bench fails by panicking")]

mod workload;

use std::fs::{self, File};
use std::io::Write;
use std::path::Path;

fn main() {
    // Cargo adds an option of its own.
    let mut arguments = std::env::args()
        .skip(1)
        .filter(|word| !word.starts_with("--"));
    let (Some(folder), Some(blocks)) = (arguments.next(), arguments.next()) else {
        return;
    };
    let blocks = blocks.parse().expect("a number of blocks");
    let size = arguments.next().map_or(workload::FLOW, |size| {
        size.parse().expect("the blocks of a flow")
    });
    let folder = Path::new(&folder);
    fs::create_dir_all(folder).expect("the folder can be made");
    let write = |name: &str, text: &str| {
        let mut file = File::create(folder.join(name)).expect("a file can be made");
        file.write_all(text.as_bytes())
            .expect("a file can be written");
    };
    write("names.ebb", workload::RESOURCES);
    for (number, flow) in workload::flows(blocks, size).enumerate() {
        write(&format!("flow_{number}.ebb"), &flow);
    }
}
