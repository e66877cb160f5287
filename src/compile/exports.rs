//! Flows that were exported, read by themselves or for a compilation.

use super::{Input, is_unread, too_large};
use crate::catalogue::FlowKind;
use crate::diag::{Diagnostic, Level, Sink};
use crate::id::Id;
use crate::import;
use crate::parallel;
use crate::program::{Builder, Flow, Program};
use crate::source::{FileId, LARGEST_SOURCE, ReadAgain, SourceMap};
use std::collections::BTreeSet;
use std::convert::Infallible;

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
pub(super) struct Apart {
    builder: Builder,
    /// How many flows it holds.
    flows: usize,
    found: Sink,
}

impl Apart {
    pub(super) fn read(id: FileId, name: &str, text: &str) -> Self {
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

    /// Whether it is no flow, so that a file that was only found is passed over.
    pub(super) fn is_foreign(&self) -> bool {
        let foreign =
            |finding: &Diagnostic| std::ptr::eq(finding.rule, &raw const import::names::NOT_A_FLOW);
        self.flows == 0 && self.found.findings().iter().any(foreign)
    }

    /// Whether it holds the flow that one of these is built to, in a file of this name.
    fn is_built_of(&self, file: &str, written: &BTreeSet<Built<'_>>) -> bool {
        let mut flows = self.builder.flows();
        let (Some(flow), None) = (flows.next(), flows.next()) else {
            return false;
        };
        let file = file.rsplit(['/', '\\']).next().unwrap_or(file);
        let name = file.strip_suffix(".json").unwrap_or(file);
        let is_module = flow.kind.map(|kind| kind == FlowKind::Module);
        let is_written = |is_module| written.contains(&(name, flow.title.as_str(), is_module));
        match is_module {
            Some(is_module) => is_written(is_module),
            None => is_written(true) || is_written(false),
        }
    }

    /// Joins it to what others say; says whether it was only found and is no flow, and is
    /// passed over.
    fn join(self, builder: &mut Builder, named: bool, sink: &mut Sink) -> bool {
        let is_foreign = !named && self.is_foreign();
        builder.absorb(self.builder);
        if !is_foreign {
            sink.extend(self.found.into_sorted());
        }
        is_foreign
    }
}

/// The names of files that were only found and are not read.
#[derive(Debug, Default)]
pub(super) struct PassedOver {
    /// Those that are no flows.
    pub(super) foreign: Vec<String>,
    /// Those whose flows are written in Ebb: what was built of them, as a rule.
    pub(super) written: Vec<String>,
}

/// Reads exports; gives the names of those that were only found and are not read.
pub(super) fn import_all(
    builder: &mut Builder,
    sources: &SourceMap,
    files: &[(FileId, bool)],
    sink: &mut Sink,
) -> PassedOver {
    let bytes: usize = files
        .iter()
        .map(|(file, _)| sources.file(*file).text().len())
        .sum();
    let read = parallel::map_unless(bytes < parallel::SMALL, files, |(id, _)| {
        let file = sources.file(*id);
        Apart::read(*id, file.name(), file.text())
    });
    let mut passed_over = PassedOver::default();
    // A copy, because the program grows while it is asked.
    let known = match files.iter().all(|(_, named)| *named) {
        true => Vec::new(),
        false => builder.flows().map(called).collect(),
    };
    let written = known.iter();
    let written: BTreeSet<Built<'_>> = written
        .map(|(name, title, is_module)| (name.as_str(), title.as_str(), *is_module))
        .collect();
    for ((id, named), apart) in files.iter().zip(read) {
        let name = || sources.file(*id).name().to_owned();
        if !named && apart.is_built_of(sources.file(*id).name(), &written) {
            passed_over.written.push(name());
        } else if apart.join(builder, *named, sink) {
            passed_over.foreign.push(name());
        }
    }
    passed_over
}

/// What a flow is called in Ebb and by the designer, and whether it is a module.
type Built<'f> = (&'f str, &'f str, bool);

fn called(flow: &Flow) -> (String, String, bool) {
    let is_module = flow.kind == Some(FlowKind::Module);
    (flow.name.clone(), flow.title.clone(), is_module)
}
