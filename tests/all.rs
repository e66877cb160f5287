//! Every integration test, in one binary.

#![expect(
    clippy::disallowed_methods,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stdout,
    clippy::string_slice,
    clippy::unwrap_used,
    clippy::wildcard_enum_match_arm,
    reason = "tests read files, say what they skip, and fail by panicking"
)]

mod architecture;
mod batches;
mod calibration;
mod canon;
mod command;
mod decompile;
mod diff;
mod examples;
mod explore;
mod identifiers;
mod interpreter;
mod joined;
mod many;
mod mistakes;
mod modules;
mod mutations;
mod oracle;
mod picture;
mod project;
mod report;
mod rows;
mod rules;
mod samples;
mod schema;
mod suite;
mod support;
mod syntax;
mod time;
mod tour;
mod wire;
