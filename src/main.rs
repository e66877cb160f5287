//! The `ebb` command; everything it does is in the library.

use std::process::ExitCode;

/// Flows are many small things, made on one core and given back on another.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    ebb::cli::main()
}
