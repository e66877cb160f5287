//! Ebb: flows as code for Amazon Connect.
//!
//! A small declarative language (`.ebb`), its compiler and validator, and a reference
//! interpreter. The language has its manual in `grammar/README.md`, the command its tour
//! in `README.md`; this page is for people who read or change the code. The library's
//! interface is not stable.
//!
//! # Bird's-eye view
//!
//! ```text
//!  .ebb ──> syntax ──> ┐                      ┌──> rules ──> findings
//!                      ├──> program ──> graph ┤
//!  .json ─> import ──> ┘       │              └──> (time, reachability, witnesses)
//!                              ├──> layout ──> emit ──> Connect JSON
//!                              │       └─────> picture ──> SVG, Mermaid, DOT
//!                              └──> run ──> suite ──> transcripts, test results
//! ```
//!
//! Text in Ebb and flows exported from Connect both become one [`program::Program`]:
//! flows of blocks with exits, every name resolved. Everything else works on that, so
//! everything else works on exports from its first day.
//!
//! # The rooms, in reading order
//!
//! A room uses only rooms above it; a test reads every `use` and fails on any other edge.
//!
//! | room | what lives there |
//! | --- | --- |
//! | [`id`], [`source`], [`text`], [`parallel`], [`json`] | ids, spans and lines, English and durations, threads, pieces of JSON |
//! | [`catalogue`] | what Connect can do, as data: one row a block |
//! | [`diag`] | one plain value for a finding, and its renderers |
//! | [`syntax`] | text to tree, with every mistake reported |
//! | [`fmt`] | tree to text, in the one way to write it |
//! | [`program`] | tree to flows: phrases, names, nested blocks, undrawn branches |
//! | [`project`] | `ebb.toml`: which sources, and which ARN a name has where |
//! | [`graph`] | questions about shape and time, answered once for everybody |
//! | [`layout`] | where the designer shows each block |
//! | [`rules`] | findings, one file and one page each |
//! | [`diff`] | what changed between two programs |
//! | [`run`] | the interpreter: a pure machine on a virtual clock |
//! | [`emit`], [`import`] | Connect JSON out and in |
//! | [`picture`] | one flow as SVG, Mermaid or DOT |
//! | [`suite`] | tests: read, played, judged |
//! | [`compile`], [`explain`] | what commands begin with; what names mean |
//! | [`budget`] | the ledger of a chat's time, as text and as a page |
//! | [`report`] | what tests say, for people and for machines |
//! | [`decompile`] | flows as Ebb that people like to read |
//! | [`cli`] | arguments, files, terminal |
//!
//! To follow one flow through the house, read [`compile::compile`] and open what it calls.
//!
//! # Invariants
//!
//! - **The program is the one middle.** No rule, emitter or interpreter sees a syntax tree
//!   of a flow, or JSON.
//! - **One table.** A block is a row of [`catalogue::BLOCKS`]. Code asks rows; it names a
//!   [`catalogue::Behaviour`] only where a block really behaves in its own way, and names
//!   of the wire nowhere but in the catalogue, [`emit`] and [`import`].
//! - **What a user wrote never panics.** It gives a value and findings, all of them in one
//!   run; `Result` is for files. Nothing takes more than linear time in the size of the
//!   input, and nothing recurses deeper than the nesting limit.
//! - **A rule is declared once**, as a static beside the code that finds it; its page is its
//!   documentation, its test and what `ebb explain` prints.
//! - **Deterministic to the byte.** No hash order, clock or random number reaches an output.
//! - **The core touches nothing.** Files, terminal and environment belong to [`cli`].
//! - **One crate, one home**: pest is known to one parser, miette to one renderer, petgraph to
//!   [`graph`], toml to [`project`], clap to [`cli`],
//!   rayon to [`parallel`].
//!
//! # Words
//!
//! *Block*: one action. *Exit*: one way out of a block. *Outcome*: when an exit is taken.
//! *Drawn*: written by somebody; what is *undrawn* has a place it goes to all the same.
//! *Phrase*: the words a block is written with. *Row*: what the catalogue says about it.
//! *Witness*: a timed run that leads to a finding.

// In reading order: every module uses only those above it.
pub mod id;
pub mod json;
pub mod parallel;
pub mod source;
pub mod text;

pub mod catalogue;
pub mod diag;

pub mod syntax;

pub mod fmt;
pub mod program;
pub mod project;

pub mod graph;

pub mod diff;
pub mod layout;
pub mod rules;
pub mod run;

pub mod emit;
pub mod import;
pub mod picture;
pub mod suite;

pub mod compile;
pub mod decompile;
pub mod explain;
pub mod report;

pub mod budget;

pub mod cli;
