//! From text to tree and back.

mod formatting;
mod mistakes;
mod random;
mod sizes;

use ebb::diag::{Diagnostic, Sink};
use ebb::source::{FileId, SourceMap};
use ebb::syntax::{self, tree::File};
use std::fs;
use std::path::{Path, PathBuf};

/// The id of the first file of a map.
fn any_file() -> FileId {
    SourceMap::new().add("a.ebb", "")
}

/// The tree of a text and what is found in it, by place.
fn parsed(text: &str) -> (File<'_>, Vec<Diagnostic>) {
    let mut sink = Sink::new();
    let file = syntax::parse(any_file(), text, &mut sink);
    (file, sink.into_sorted())
}

/// Every file of a folder of fixtures, with its text.
fn fixtures(folder: &str) -> Vec<(PathBuf, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/syntax");
    let mut paths: Vec<PathBuf> = fs::read_dir(root.join(folder))
        .expect("fixtures are there")
        .map(|entry| entry.expect("fixtures can be read").path())
        .collect();
    paths.sort();
    let read = |path: PathBuf| {
        let text = fs::read_to_string(&path).expect("fixtures are text");
        (path, text)
    };
    paths.into_iter().map(read).collect()
}
