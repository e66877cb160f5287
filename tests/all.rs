//! Every integration test, in one binary.

mod architecture;
mod command;
mod mistakes;
mod oracle;
mod support;
mod interpreter;
mod syntax;
mod tour;
mod wire;
