//! Text to tree and back; the only place that knows pest.

pub mod tree;
