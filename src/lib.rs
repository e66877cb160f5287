//! Ebb: flows as code for Amazon Connect.

// In reading order: every module uses only those above it.
pub mod id;
pub mod source;
pub mod text;

pub mod catalogue;
pub mod diag;

pub mod syntax;

pub mod program;

pub mod graph;

pub mod layout;
pub mod rules;
pub mod run;

pub mod emit;
pub mod import;
pub mod suite;
