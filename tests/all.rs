//! Every integration test, in one binary.

mod architecture;
mod command;
mod interpreter;
mod mistakes;
mod oracle;
mod support;
mod syntax;
mod tour;
mod wire;
