//! Tells the linker how the command starts fastest.

#![expect(
    clippy::disallowed_methods,
    reason = "Cargo says there what it builds for"
)]

use std::env;

/// A position-independent executable has its tables of addresses written anew at every start:
/// of the catalogue, of every vtable. That is a third of what a short command takes, and a
/// program without unsafe code that reads local files gains nothing from moving about.
fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    let is = |variable: &str, value: &str| env::var(variable).is_ok_and(|set| set == value);
    if is("CARGO_CFG_TARGET_OS", "linux") && is("CARGO_CFG_TARGET_ENV", "gnu") {
        println!("cargo::rustc-link-arg-bins=-no-pie");
    }
}
