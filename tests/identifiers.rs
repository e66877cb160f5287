//! The names of blocks on the wire change little when somebody works on a flow.

use crate::support::root;
use crate::wire::examples::input;
use ebb::compile::{Compilation, Input, compile};
use ebb::graph::Settings;
use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;

/// The names of the blocks of every flow.
fn names(compilation: &Compilation) -> BTreeSet<String> {
    let flows = compilation.program.flows.iter();
    let names = flows.flat_map(|flow| {
        let blocks = flow.blocks.iter();
        blocks.map(|block| format!("{} {}", flow.name, block.name))
    });
    names.collect()
}

#[test]
fn a_block_more_leaves_all_others_their_identifiers() {
    let mut tried = 0;
    for path in sources() {
        let text = fs::read_to_string(&path).expect("text");
        let beside: Vec<PathBuf> = sources()
            .into_iter()
            .filter(|other| *other != path && other.parent() == path.parent())
            .collect();
        let with = |text: &str| {
            let mut inputs: Vec<_> = beside.iter().map(|path| input(path)).collect();
            let mut own = input(&path);
            own.text = text.to_owned();
            inputs.push(own);
            compile(inputs, &Settings::default())
        };
        let before = names(&with(&text));
        // Behind every line of a flow that is a block of its own.
        let mut at = 0;
        for line in text.split_inclusive('\n') {
            at += line.len();
            let is_block = line.starts_with("    play prompt") || line.starts_with("    set ");
            if !is_block || !line.ends_with("\"\n") {
                continue;
            }
            tried += 1;
            let new = "    play prompt \"This is something new.\"\n";
            let after = names(&with(&format!("{}{new}{}", &text[..at], &text[at..])));
            let gone: Vec<&String> = before.difference(&after).collect();
            let new: Vec<&String> = after.difference(&before).collect();
            assert!(
                gone.is_empty() && new.len() == 1,
                "{}, behind {line:?}: {gone:?} became {new:?}",
                path.display()
            );
        }
    }
    assert!(tried > 20, "{tried}");
}

#[test]
fn a_block_that_is_like_others_renames_one_of_them_at_most() {
    let parts: String = (1..=20)
        .map(|part| {
            format!("\npart_{part}:\n    transfer to queue {{ error -> next }}\n    disconnect\n")
        })
        .collect();
    let with = |first: &str| {
        let text = format!(
            "inbound flow hello {{\n{first}    play prompt \"Hi.\"\n    disconnect\n{parts}}}\n"
        );
        let own = Input {
            name: "hello.ebb".to_owned(),
            text,
            named: true,
        };
        names(&compile(vec![own], &Settings::default()))
    };
    let before = with("");
    assert!(before.contains("hello disconnect-part-7"), "{before:?}");
    let after = with("    transfer to queue { error -> next }\n");
    let gone: Vec<&String> = before.difference(&after).collect();
    assert!(gone.len() <= 1, "{gone:?}");
}

/// Every source of the examples.
fn sources() -> Vec<PathBuf> {
    let mut folders = vec![root().join("examples")];
    let mut sources = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|end| end == "ebb") {
                sources.push(path);
            }
        }
    }
    sources.sort();
    sources
}
