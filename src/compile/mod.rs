//! Sources in, program and findings out: what every command begins with.

mod allow;
mod baseline;
mod batches;
mod exports;
mod files;
mod fix;
mod judge;
pub mod levels;
mod raw;
pub mod replay;
mod said;

use crate::diag::{Diagnostic, Level, Rule, Sink};
use crate::graph::{self, Settings};
use crate::program::Program;
use crate::rules;
use crate::source::{FileId, LARGEST_SOURCE, SourceMap, Span};
use crate::suite::{self, Test};

use judge::Judge;
use said::Said;

pub use allow::POINTLESS_ALLOW;
pub use baseline::{Baseline, Compared};
pub use batches::{Batch, compile_in_batches};
pub use exports::{Exports, read_exports, read_files};
pub use files::{Beside, ReadBeside};
pub use fix::{Fixed, fixed};
pub use raw::REFUSED_ACTION;

/// A source text that somebody has read.
#[derive(Debug, Clone)]
pub struct Input {
    /// The name people know it by; its ending says what it is.
    pub name: String,
    /// The text.
    pub text: String,
    /// Whether somebody named it. Otherwise it was found in a folder, where a JSON
    /// file that is no flow is nothing to complain about.
    pub named: bool,
}

/// What a source text is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Language {
    /// Ebb.
    Ebb,
    /// Connect's flow language.
    Json,
}

impl Input {
    /// What it is: by its ending, else by its first character.
    #[must_use]
    pub fn language(&self) -> Language {
        let name = self.name.to_ascii_lowercase();
        let first = self.text.trim_start_matches('\u{feff}').trim_start();
        if name.ends_with(".json") {
            Language::Json
        } else if name.ends_with(".ebb") || !first.starts_with(['{', '[']) {
            Language::Ebb
        } else {
            Language::Json
        }
    }
}

/// A compilation: sources, the program they make, and what there is to say about it.
#[derive(Debug)]
pub struct Compilation {
    /// Every source text.
    pub sources: SourceMap,
    /// The program.
    pub program: Program,
    /// The tests.
    pub tests: Vec<Test>,
    /// What was found, by place.
    pub findings: Vec<Diagnostic>,
    /// What rules that are off say which were asked nevertheless, for whoever switches them
    /// on.
    pub off: Vec<Diagnostic>,
    /// The JSON files that were passed over because they are no flows.
    pub passed_over: Vec<String>,
    /// The JSON files that were passed over because their flows are written in Ebb, such as
    /// those that were built.
    pub written_in_ebb: Vec<String>,
    /// Whether shape and time were judged; not where some flow could not be understood.
    pub judged: bool,
}

impl Compilation {
    /// How many findings are of a level.
    #[must_use]
    pub fn count(&self, level: Level) -> usize {
        let of_level = |finding: &&Diagnostic| finding.level == level;
        self.findings.iter().filter(of_level).count()
    }

    /// Whether the flows can be played: a finding that the interpreter has played itself is
    /// no reason against it.
    #[must_use]
    pub fn is_playable(&self) -> bool {
        let mut findings = self.findings.iter();
        findings.all(|finding| finding.level < Level::Error || finding.replay.is_some())
    }

    /// Gives findings the levels that somebody chose; the last choice that holds for a
    /// finding counts.
    pub fn choose(&mut self, chosen: &[levels::Chosen]) {
        let mut all = Sink::new();
        all.extend(levels::choose(std::mem::take(&mut self.findings), chosen));
        all.extend(levels::choose(std::mem::take(&mut self.off), chosen));
        (self.off, self.findings) = by_whether_off(all.into_sorted());
    }

    /// Whether every file could be understood: a flow that could not be read is missing from
    /// the program, and what is said of the others may be wrong for it.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        let mut findings = self.findings.iter();
        self.judged && !findings.any(|finding| is_unread(&self.program, finding))
    }

    /// Whether anything is of level error.
    #[must_use]
    pub fn has_errors(&self) -> bool {
        self.count(Level::Error) > 0
    }
}

/// Compiles sources into one program and judges it by every rule. All of them share one set
/// of names.
#[must_use]
pub fn compile(inputs: Vec<Input>, settings: &Settings) -> Compilation {
    compile_beside(
        SourceMap::new(),
        inputs,
        settings,
        rules::ALL,
        &Beside::NOTHING,
    )
}

/// Compiles sources beside texts that are known already, such as that of `ebb.toml`, so
/// that findings can speak of both. Of the rules that are off, those `asked` are asked and
/// those that a comment names.
#[must_use]
pub fn compile_beside(
    mut sources: SourceMap,
    inputs: Vec<Input>,
    settings: &Settings,
    asked: &[&'static Rule],
    beside: &Beside<'_>,
) -> Compilation {
    let (mut ebb, mut json) = (Vec::new(), Vec::new());
    let mut sink = Sink::new();
    for input in inputs {
        let (language, named) = (input.language(), input.named);
        if let Some(file) = add(&mut sources, input, &mut sink) {
            match language {
                Language::Ebb => ebb.push(file),
                Language::Json => json.push((file, named)),
            }
        }
    }
    let data = |path: &str, span: Span| files::json(&sources, beside.read, path, span);
    let Said {
        trees,
        program,
        passed_over,
        found,
        ..
    } = Said::of(&sources, &ebb, &json, &data, beside.texts);
    sink.append(found);
    let tests = suite::collect(&trees, &program, &mut sink);
    let mut judge = Judge::new(settings, asked);
    judge.read(&trees, &sources);
    drop(trees);
    let understood = !program.flows.iter().any(|flow| flow.broken);
    if understood {
        sink.extend(judge.groups(&program, &graph::groups(&program)));
        sink.extend(judge.the_whole(&program));
    }
    let mut found = sink.into_sorted();
    judge.silence(&mut found, &sources);
    found.extend(judge.pointless(understood));
    let (off, findings) = by_whether_off(found);
    Compilation {
        sources,
        program,
        tests,
        findings,
        off,
        passed_over: passed_over.foreign,
        written_in_ebb: passed_over.written,
        judged: understood,
    }
}

/// What is off, and everything else.
fn by_whether_off(findings: Vec<Diagnostic>) -> (Vec<Diagnostic>, Vec<Diagnostic>) {
    let is_off = |finding: &Diagnostic| finding.level == Level::Off;
    match findings.iter().any(is_off) {
        true => findings.into_iter().partition(is_off),
        false => (Vec::new(), findings),
    }
}

/// Whether a finding says why nothing of a file could be understood.
fn is_unread(program: &Program, finding: &Diagnostic) -> bool {
    let file = finding.primary.span.file;
    let mut flows = program.flows.iter();
    finding.level == Level::Error && !flows.any(|flow| flow.span.file == file && !flow.broken)
}

fn add(sources: &mut SourceMap, mut input: Input, sink: &mut Sink) -> Option<FileId> {
    let is_large = input.text.len() > LARGEST_SOURCE;
    if is_large {
        input.text = String::new();
    }
    let file = sources.add(input.name, input.text);
    if is_large {
        sink.push(too_large(file));
    }
    (!is_large).then_some(file)
}

/// What there is to say of a file that is larger than [`LARGEST_SOURCE`].
fn too_large(file: FileId) -> Diagnostic {
    let megabytes = LARGEST_SOURCE / 1024 / 1024;
    let finding = Diagnostic::new(
        &crate::program::names::TOO_LARGE,
        Span::new(file, 0, 0),
        format!("this file is larger than {megabytes} MiB"),
    );
    finding.help("Amazon Connect takes 256,000 characters for a flow: split the file")
}
