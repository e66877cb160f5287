//! Real exports, where they are at hand: set `EBB_CORPUS` to a folder of flows.

use ebb::diag::{Diagnostic, Level, Sink};
use ebb::import;
use ebb::program::{Builder, Program};
use ebb::source::SourceMap;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

#[test]
fn every_file_is_read_or_refused_with_a_reason() {
    let Some(files) = files() else { return };
    let (mut read, mut refused) = (0, 0);
    let mut totals: BTreeMap<(String, String), usize> = BTreeMap::new();
    for file in &files {
        let one = One::of(file);
        match one.program.flows.is_empty() {
            true => refused += 1,
            false => read += 1,
        }
        assert!(
            !one.program.flows.is_empty() || !one.findings.is_empty(),
            "{} is refused without a reason",
            file.display()
        );
        for finding in &one.findings {
            let key = (
                finding.level.word().to_owned(),
                finding.rule.name.to_owned(),
            );
            *totals.entry(key).or_default() += 1;
            println!(
                "{}: {}: {} [{}]",
                one.sources.place(finding.primary.span),
                finding.level.word(),
                finding.message,
                finding.rule.name
            );
        }
    }
    println!("{} files, {read} read, {refused} refused", files.len());
    for ((level, name), count) in totals {
        println!("{count:6} {level} {name}");
    }
}

struct One {
    sources: SourceMap,
    program: Program,
    findings: Vec<Diagnostic>,
}

impl One {
    fn of(file: &Path) -> Self {
        let text = String::from_utf8_lossy(&std::fs::read(file).unwrap()).into_owned();
        let name = file.file_name().unwrap().to_string_lossy().into_owned();
        let mut sources = SourceMap::new();
        let id = sources.add(name.clone(), text);
        let mut builder = Builder::new();
        let mut sink = Sink::new();
        import::read(&mut builder, id, &name, sources.file(id).text(), &mut sink);
        Self {
            program: builder.finish(),
            findings: sink.into_sorted(),
            sources,
        }
    }
}

#[allow(
    clippy::disallowed_methods,
    reason = "tests find the corpus by a variable"
)]
fn files() -> Option<Vec<PathBuf>> {
    let Ok(folder) = std::env::var("EBB_CORPUS") else {
        println!("skipped: EBB_CORPUS does not name a folder of flows");
        return None;
    };
    let mut files = Vec::new();
    for folder in ["flows", "legacy"].map(|inner| Path::new(&folder).join(inner)) {
        let Ok(entries) = std::fs::read_dir(&folder) else {
            continue;
        };
        files.extend(entries.map(|entry| entry.unwrap().path()));
    }
    files.sort();
    assert!(!files.is_empty(), "there are no flows in {folder}");
    Some(files)
}
