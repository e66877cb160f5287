//! How readable what is imported is, in figures, beside what people wrote by hand.
//!
//! ```text
//! cargo test --test all readable -- --nocapture
//! ```

use super::Imported;
use ebb::catalogue::BLOCKS;
use ebb::compile::{Input, compile};
use ebb::graph::Settings;
use ebb::program::Program;
use std::collections::BTreeSet;

/// What is counted.
#[derive(Default)]
struct Figures {
    lines: usize,
    blocks: usize,
    /// Blocks that something leads to.
    led: usize,
    /// Blocks that control reaches without an arrow.
    fallen: usize,
    /// Lines that are an arrow to a label, and nothing else.
    jumps: usize,
    labels: usize,
    /// Labels that say more than a number or what kind of block stands there.
    telling: usize,
}

impl Figures {
    fn add(&mut self, text: &str, program: &Program) {
        let lines = text.lines().map(str::trim);
        self.lines += lines.clone().filter(|line| !line.is_empty()).count();
        let jumps = lines.clone().filter(|line| line.starts_with("-> "));
        self.jumps += jumps
            .filter(|line| !line.ends_with(" not_connected"))
            .count();
        for label in lines.filter_map(label) {
            self.labels += 1;
            self.telling += usize::from(tells(label));
        }
        for flow in &program.flows {
            self.blocks += flow.blocks.len();
            let exits = flow.blocks.iter().flat_map(|block| &block.exits);
            let led = exits.clone().filter_map(|exit| exit.target.block());
            let led: BTreeSet<_> = led.chain(flow.start).collect();
            self.led += led.len();
            let fallen = exits.filter(|exit| !exit.decided);
            let fallen: BTreeSet<_> = fallen.filter_map(|exit| exit.target.block()).collect();
            self.fallen += fallen.len();
        }
    }

    fn share(part: usize, whole: usize) -> f64 {
        100.0 * part as f64 / whole.max(1) as f64
    }

    fn lines_a_block(&self) -> f64 {
        self.lines as f64 / self.blocks.max(1) as f64
    }

    /// How many blocks are reached without an arrow, of those that anything leads to.
    fn falls(&self) -> f64 {
        Self::share(self.fallen, self.led)
    }

    fn tells(&self) -> f64 {
        Self::share(self.telling, self.labels)
    }

    fn shown(&self, what: &str) -> String {
        format!(
            "{what:<24} {:>5} blocks, {:.2} lines a block, {:.0} % of blocks reached without an arrow ({:.0} % of the {} that anything leads to), {} lines of an arrow alone, {:.0} % of {} labels telling",
            self.blocks,
            self.lines_a_block(),
            Self::share(self.fallen, self.blocks),
            self.falls(),
            self.led,
            self.jumps,
            self.tells(),
            self.labels,
        )
    }
}

/// The label that a line is.
fn label(line: &str) -> Option<&str> {
    let name = line.strip_suffix(':')?;
    let is_word = name
        .chars()
        .all(|letter| letter.is_alphanumeric() || letter == '_');
    (is_word && !name.is_empty()).then_some(name)
}

fn tells(label: &str) -> bool {
    let name = label.trim_end_matches(|letter: char| letter.is_ascii_digit() || letter == '_');
    let bare = name.strip_suffix("_here").unwrap_or(name);
    let bare = bare.replace('_', "");
    let is_phrase = BLOCKS
        .iter()
        .any(|row| row.phrase.replace(' ', "") == bare || row.action.eq_ignore_ascii_case(&bare));
    let says_nothing = ["place", "block", "not_connected", "here", "repeat"];
    name == label && !is_phrase && !says_nothing.contains(&name)
}

fn program(name: &str, text: &str) -> Program {
    let input = Input {
        name: name.to_owned(),
        text: text.to_owned(),
        named: true,
    };
    compile(vec![input], &Settings::default()).program
}

#[test]
fn how_readable_it_is() {
    let Some(exports) = super::corpus::exports() else {
        return;
    };
    let mut imported = Figures::default();
    for (path, text) in &exports {
        let name = path.to_string_lossy();
        for file in Imported::of(&[(&name, text)]).sources() {
            imported.add(&file.text, &program(&file.name, &file.text));
        }
    }
    let shown = imported.shown("imported");
    println!("{shown}");
    // What was reached once; it may only become better.
    assert!(imported.lines_a_block() < 4.7, "{shown}");
    assert!(imported.falls() > 58.0, "{shown}");
    assert!(imported.jumps < 170, "{shown}");
    assert!(imported.tells() > 84.0, "{shown}");
    let Some(folder) = std::env::var_os("EBB_SAMPLES") else {
        println!("skipped: EBB_SAMPLES names no folder of flows written by hand");
        return;
    };
    let mut written = Figures::default();
    for entry in std::fs::read_dir(folder).expect("the samples are there") {
        let path = entry.expect("the samples are there").path();
        if path.extension().is_some_and(|ending| ending == "ebb") {
            let text = std::fs::read_to_string(&path).expect("samples are text");
            let program = program("sample.ebb", &text);
            // One file holds tests only.
            if !program.flows.is_empty() {
                written.add(&text, &program);
            }
        }
    }
    println!("{}", written.shown("written by hand"));
}
