//! Every integration test, in one binary.

mod syntax;
mod wire;
