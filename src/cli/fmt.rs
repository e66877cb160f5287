//! `ebb fmt`.

use super::files::{self, Found};
use super::output::Output;
use super::{Ending, Failure, Sources};
use crate::compile::Input;
use crate::diag::Sink;
use crate::diag::render::{Format, Style, render};
use crate::fmt::{self, Refusal};
use crate::parallel;
use crate::source::SourceMap;
use crate::syntax;
use clap::Args;
use std::path::PathBuf;

#[derive(Debug, Args)]
pub(super) struct Arguments {
    #[command(flatten)]
    sources: Sources,
    /// Change nothing; say which files would change, with exit code 1 if there are any.
    #[arg(long)]
    check: bool,
}

/// One source to put in order, and where it came from.
struct Source {
    input: Input,
    path: Option<PathBuf>,
}

/// A way to write sources.
pub(super) struct Form {
    /// The endings of the files that it is for.
    pub(super) endings: &'static [&'static str],
    /// The ending of files that it is not for, and what is.
    pub(super) not: (&'static str, &'static str),
    /// What is said about a file that was written.
    pub(super) done: &'static str,
    /// The text in this form; else what to say about a file that is left alone, if anything.
    pub(super) form: fn(&Input, Style) -> Result<String, Option<String>>,
}

pub(super) fn run(arguments: &Arguments, output: &mut Output) -> Result<Ending, Failure> {
    let form = Form {
        endings: &["ebb"],
        not: (
            ".json",
            "it is JSON: `ebb canon` puts an export in order, and `ebb import` makes Ebb of it",
        ),
        done: "formatted",
        form: format,
    };
    form.apply(&arguments.sources, arguments.check, output)
}

impl Form {
    /// Writes every source in this form, or says which ones would change.
    pub(super) fn apply(
        &self,
        sources: &Sources,
        check: bool,
        output: &mut Output,
    ) -> Result<Ending, Failure> {
        let workspace = sources.open_for(self.endings, None)?;
        let sources = read(&workspace.found)?;
        let (project, mistakes) = workspace.into_mistakes();
        if !mistakes.is_empty() {
            let style = output.talk_style();
            output.say(render(&mistakes, &project, Format::Full, style).trim_end());
            return Ok(Ending::Findings);
        }
        let style = output.talk_style();
        let written = parallel::map(&sources, |source| self.written(&source.input, style));
        let (mut changed, mut refused) = (0, 0);
        for (source, written) in sources.iter().zip(written) {
            match written {
                Err(None) => {}
                Err(Some(report)) => {
                    refused += 1;
                    output.say(report.trim_end());
                }
                Ok(text) if source.path.is_none() && !check => output.result(&text)?,
                Ok(text) if text == source.input.text => {}
                Ok(text) => {
                    changed += 1;
                    self.write(source, &text, check, output)?;
                }
            }
        }
        let differs = refused > 0 || (check && changed > 0);
        Ok(if differs {
            Ending::Findings
        } else {
            Ending::Clean
        })
    }

    fn written(&self, input: &Input, style: Style) -> Result<String, Option<String>> {
        let (ending, why) = self.not;
        if input.name.to_ascii_lowercase().ends_with(ending) {
            return Err(Some(format!("{} was left alone: {why}", input.name)));
        }
        (self.form)(input, style)
    }

    fn write(
        &self,
        source: &Source,
        text: &str,
        check: bool,
        output: &mut Output,
    ) -> Result<(), Failure> {
        let name = &source.input.name;
        match &source.path {
            Some(path) if !check => {
                files::write(path, text)?;
                output.say(&format!("{} {name}", self.done));
            }
            _ => output.result(&format!("{name}\n"))?,
        }
        Ok(())
    }
}

fn read(found: &[Found]) -> Result<Vec<Source>, Failure> {
    let read = parallel::map(found, |found| {
        Ok(Source {
            input: found.read()?,
            path: found.path.clone(),
        })
    });
    read.into_iter().collect()
}

/// The formatted text, or what to say about a text that is left alone.
fn format(input: &Input, style: Style) -> Result<String, Option<String>> {
    let mut sources = SourceMap::new();
    let file = sources.add(input.name.clone(), input.text.clone());
    let text = sources.file(file).text();
    fmt::formatted(file, text).map_err(|refusal| {
        Some(match refusal {
            Refusal::Mistakes => {
                let mut sink = Sink::new();
                syntax::parse(file, text, &mut sink);
                render(&sink.into_sorted(), &sources, Format::Full, style)
            }
            Refusal::Unsound => format!("{} was left alone: {refusal}", input.name),
        })
    })
}
