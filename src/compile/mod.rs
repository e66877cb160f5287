//! Sources in, program and findings out: what every command begins with.

mod allow;
mod baseline;
mod files;
mod fix;
pub mod levels;
pub mod replay;

use crate::diag::{Diagnostic, Level, Rule, Sink};
use crate::graph::{Settings, Witness};
use crate::id::Id;
use crate::import;
use crate::parallel;
use crate::program::{Builder, Program};
use crate::rules;
use crate::run::Machine;
use crate::source::{FileId, LARGEST_SOURCE, ReadAgain, SourceMap, Span};
use crate::suite::{self, Test};
use crate::syntax;
use crate::syntax::tree::File;
use std::convert::Infallible;
use std::sync::LazyLock;

use allow::Allows;

pub use allow::POINTLESS_ALLOW;
pub use baseline::{Baseline, Compared};
pub use files::ReadBeside;
pub use fix::{Fixed, fixed};

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
    compile_beside(SourceMap::new(), inputs, settings, rules::ALL, &files::none)
}

/// Compiles sources beside texts that are known already, such as that of `ebb.toml`, so
/// that findings can speak of both. Of the rules that are off, those `asked` are asked and
/// those that a comment names; `read` reads the files that sources name.
#[must_use]
pub fn compile_beside(
    mut sources: SourceMap,
    inputs: Vec<Input>,
    settings: &Settings,
    asked: &[&'static Rule],
    read: &ReadBeside<'_>,
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
    let mut trees = parse_all(&sources, &ebb, &mut sink);
    let mut builder = Builder::new();
    for tree in &trees {
        builder.declare(tree, &mut sink);
    }
    let passed_over = import_all(&mut builder, &sources, json, &mut sink);
    let data = |path: &str, span: Span| files::json(&sources, read, path, span);
    builder.lower_all(&mut trees, &data, &mut sink);
    let program = builder.finish();
    let tests = suite::collect(&trees, &program, &mut sink);
    let allows = Allows::new(&trees, &sources);
    let is_asked = |rule: &Rule| {
        let asks = |asked: &&'static Rule| std::ptr::eq(*asked, rule);
        rule.level > Level::Off || asked.iter().any(asks) || allows.name(rule)
    };
    let understood = !program.flows.iter().any(|flow| flow.broken);
    if understood {
        // Most programs have no story to play.
        let machine = LazyLock::new(|| Machine::new(&program));
        let played = |witness: &Witness| replay::replay_on(&machine, witness);
        let plays = |witness: &Witness| played(witness).is_ok();
        sink.extend(
            rules::check(&program, settings, &is_asked, &plays)
                .into_iter()
                .map(|finding| replay::shown(finding, played)),
        );
    }
    let found = allows.apply(sink.into_sorted(), &sources, understood);
    let (off, findings) = by_whether_off(found);
    drop(trees);
    Compilation {
        sources,
        program,
        tests,
        findings,
        off,
        passed_over,
        judged: understood,
    }
}

/// What is off, and everything else.
fn by_whether_off(findings: Vec<Diagnostic>) -> (Vec<Diagnostic>, Vec<Diagnostic>) {
    let is_off = |finding: &Diagnostic| finding.level == Level::Off;
    findings.into_iter().partition(is_off)
}

fn parse_all<'s>(sources: &'s SourceMap, files: &[FileId], sink: &mut Sink) -> Vec<File<'s>> {
    let bytes: usize = files
        .iter()
        .map(|file| sources.file(*file).text().len())
        .sum();
    let parsed = parallel::map_unless(bytes < parallel::SMALL, files, |file| {
        let mut found = Sink::new();
        let tree = syntax::parse(*file, sources.file(*file).text(), &mut found);
        (tree, found)
    });
    let keep = |(tree, found)| {
        sink.append(found);
        tree
    };
    parsed.into_iter().map(keep).collect()
}

/// Whether a finding says why nothing of a file could be understood.
fn is_unread(program: &Program, finding: &Diagnostic) -> bool {
    let file = finding.primary.span.file;
    let mut flows = program.flows.iter();
    finding.level == Level::Error && !flows.any(|flow| flow.span.file == file && !flow.broken)
}

/// Exports that have been read, and nothing else.
#[derive(Debug, Default)]
pub struct Exports {
    /// Every text.
    pub sources: SourceMap,
    /// The flows.
    pub program: Program,
    /// What was found, by place.
    pub findings: Vec<Diagnostic>,
    /// The files that were passed over because they are no flows.
    pub passed_over: Vec<String>,
}

impl Exports {
    /// Whether a finding says why a file, or a part of one, could not be read as it stands.
    #[must_use]
    pub fn is_lost(&self, finding: &Diagnostic) -> bool {
        let changed = finding.level == Level::Error && import::is_changed(finding.rule);
        changed || is_unread(&self.program, finding)
    }
}

/// Reads exports, and judges nothing but whether they can be read.
#[must_use]
pub fn read_exports(inputs: &[Input]) -> Exports {
    let read = |input: &Input| Ok::<_, Infallible>((input.clone(), None));
    let Ok(exports) = read_files(inputs, read);
    exports
}

/// As [`read_exports`], file by file: the text of one is let go once it has been read, unless
/// something was found in it, it holds more than one flow, or it cannot be read again.
///
/// # Errors
///
/// Where a file cannot be read.
pub fn read_files<F: Sync, E: Send>(
    files: &[F],
    read: impl Fn(&F) -> Result<(Input, Option<ReadAgain>), E> + Send + Sync,
) -> Result<Exports, E> {
    let numbered: Vec<(usize, &F)> = files.iter().enumerate().collect();
    let all = parallel::map(&numbered, |(number, file)| {
        let (mut input, again) = read(file)?;
        let id = FileId::from_index(*number);
        let is_large = input.text.len() > LARGEST_SOURCE;
        let apart = match is_large {
            false => Apart::read(id, &input.name, &input.text),
            true => Apart::refused(too_large(id)),
        };
        let again = again.filter(|_| apart.flows <= 1 && apart.found.findings().is_empty());
        if again.is_some() || is_large {
            input.text = String::new();
        }
        Ok((input, again, apart))
    });
    let mut exports = Exports::default();
    let (mut builder, mut sink) = (Builder::new(), Sink::new());
    for read in all {
        let (input, again, apart) = read?;
        match again {
            Some(again) => exports.sources.add_unheld(input.name.clone(), again),
            None => exports.sources.add(input.name.clone(), input.text),
        };
        let is_foreign = apart.join(&mut builder, input.named, &mut sink);
        exports.passed_over.extend(is_foreign.then_some(input.name));
    }
    exports.program = builder.finish();
    exports.findings = sink.into_sorted();
    Ok(exports)
}

/// What one file says, read apart from the others.
struct Apart {
    builder: Builder,
    /// How many flows it holds.
    flows: usize,
    found: Sink,
}

impl Apart {
    fn read(id: FileId, name: &str, text: &str) -> Self {
        let (mut builder, mut found) = (Builder::apart(), Sink::new());
        let flows = import::read(&mut builder, id, name, text, &mut found);
        Self {
            builder,
            flows: flows.len(),
            found,
        }
    }

    /// A file that is not read.
    fn refused(finding: Diagnostic) -> Self {
        let mut found = Sink::new();
        found.push(finding);
        Self {
            builder: Builder::apart(),
            flows: 0,
            found,
        }
    }

    /// Joins it to what others say; says whether it was only found and is no flow, and is
    /// passed over.
    fn join(self, builder: &mut Builder, named: bool, sink: &mut Sink) -> bool {
        let foreign =
            |finding: &Diagnostic| std::ptr::eq(finding.rule, &raw const import::names::NOT_A_FLOW);
        builder.absorb(self.builder);
        let is_foreign = self.flows == 0 && !named && self.found.findings().iter().any(foreign);
        if !is_foreign {
            sink.extend(self.found.into_sorted());
        }
        is_foreign
    }
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

/// Reads exports; gives the names of those that were only found and are no flows.
fn import_all(
    builder: &mut Builder,
    sources: &SourceMap,
    files: Vec<(FileId, bool)>,
    sink: &mut Sink,
) -> Vec<String> {
    let bytes: usize = files
        .iter()
        .map(|(file, _)| sources.file(*file).text().len())
        .sum();
    let read = parallel::map_unless(bytes < parallel::SMALL, &files, |(id, _)| {
        let file = sources.file(*id);
        Apart::read(*id, file.name(), file.text())
    });
    let mut passed_over = Vec::new();
    for ((id, named), apart) in files.into_iter().zip(read) {
        let is_foreign = apart.join(builder, named, sink);
        passed_over.extend(is_foreign.then(|| sources.file(id).name().to_owned()));
    }
    passed_over
}
