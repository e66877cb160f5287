//! Connect JSON in and out.

pub mod corpus;
mod envelopes;
pub mod examples;
mod laws;
mod legacy;
mod mistakes;
pub mod program;
pub mod random;
pub mod service;

use ebb::diag::{Diagnostic, Level, Sink};
use ebb::import;
use ebb::program::{Builder, Program};
use ebb::source::SourceMap;

/// One or more documents and what reading them gives.
pub struct Read {
    sources: SourceMap,
    pub program: Program,
    pub findings: Vec<Diagnostic>,
}

impl Read {
    pub fn of<'t>(files: impl IntoIterator<Item = (&'t str, &'t str)>) -> Self {
        let mut sources = SourceMap::new();
        let mut builder = Builder::new();
        let mut sink = Sink::new();
        let files: Vec<_> = files
            .into_iter()
            .map(|(name, text)| sources.add(name, text))
            .collect();
        for file in files {
            let source = sources.file(file);
            import::read(&mut builder, file, source.name(), source.text(), &mut sink);
        }
        Self {
            program: builder.finish(),
            findings: sink.into_sorted(),
            sources,
        }
    }

    /// One side of a comparison.
    pub const fn side(&self) -> ebb::diff::Side<'_> {
        ebb::diff::Side {
            program: &self.program,
            sources: &self.sources,
        }
    }

    /// The messages of the errors.
    pub fn errors(&self) -> impl Iterator<Item = &str> {
        let errors = self.findings.iter();
        errors
            .filter(|finding| finding.level == Level::Error)
            .map(|finding| finding.message.as_str())
    }

    /// `place: level: message [name]` for each finding, and what to do.
    pub fn lines(&self) -> String {
        let mut lines = String::new();
        for finding in &self.findings {
            let place = self.sources.place(finding.primary.span);
            let (level, name) = (finding.level.word(), finding.rule.name);
            lines += &format!("{place}: {level}: {} [{name}]\n", finding.message);
            if let Some(help) = &finding.help {
                lines += &format!("    {help}\n");
            }
        }
        lines
    }
}
