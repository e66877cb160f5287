//! `ebb canon`.

use super::fmt::Form;
use super::output::Output;
use super::{Ending, Failure, Sources};
use crate::compile::Input;
use crate::diag::Sink;
use crate::diag::render::{Format, Style, render};
use crate::import;
use crate::source::SourceMap;
use clap::Args;

#[derive(Debug, Args)]
pub(super) struct Arguments {
    #[command(flatten)]
    sources: Sources,
    /// Change nothing; say which files would change, with exit code 1 if there are any.
    #[arg(long)]
    check: bool,
}

pub(super) fn run(arguments: &Arguments, output: &mut Output) -> Result<Ending, Failure> {
    let form = Form {
        endings: &["json"],
        not: (".ebb", "it is Ebb, and `ebb fmt` formats it"),
        done: "ordered",
        form: canonical,
    };
    form.apply(&arguments.sources, arguments.check, output)
}

/// The canonical text, or what to say about a file that is left alone: nothing about one
/// that was only found, and is no flow.
fn canonical(input: &Input, style: Style) -> Result<String, Option<String>> {
    let mut sources = SourceMap::new();
    let file = sources.add(input.name.clone(), input.text.clone());
    let mut sink = Sink::new();
    let text = import::canonical(file, sources.file(file).text(), &mut sink);
    text.ok_or_else(|| {
        let findings = sink.into_sorted();
        let foreign = findings
            .iter()
            .any(|finding| std::ptr::eq(finding.rule, &raw const import::names::NOT_A_FLOW));
        (input.named || !foreign).then(|| render(&findings, &sources, Format::Full, style))
    })
}
