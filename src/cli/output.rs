//! Where output goes: results to stdout, talk to stderr.

use super::{Colour, Failure};
use crate::diag::render::Style;
use std::io::{BufWriter, IsTerminal, StdoutLock, Write, stderr, stdout};

/// The two streams of the process.
#[derive(Debug)]
pub(super) struct Output {
    results: BufWriter<StdoutLock<'static>>,
    style: Style,
    talk_style: Style,
}

impl Output {
    pub(super) fn new(colour: Colour) -> Self {
        Self {
            results: BufWriter::new(stdout().lock()),
            style: style(colour, stdout().is_terminal()),
            talk_style: style(colour, stderr().is_terminal()),
        }
    }

    /// How results may look.
    pub(super) const fn style(&self) -> Style {
        self.style
    }

    /// How talk may look.
    pub(super) const fn talk_style(&self) -> Style {
        self.talk_style
    }

    /// Writes what the command is for.
    pub(super) fn result(&mut self, text: &str) -> Result<(), Failure> {
        Ok(self.results.write_all(text.as_bytes())?)
    }

    /// Says something besides; ends the line. A stderr that is closed is no failure.
    pub(super) fn say(&mut self, text: &str) {
        self.talk(text);
        let _ = writeln!(stderr().lock());
    }

    /// Says a part of something.
    pub(super) fn talk(&mut self, text: &str) {
        let _ = self.results.flush();
        let _ = write!(stderr().lock(), "{text}");
    }

    /// Says why the command could not run.
    pub(super) fn complain(&mut self, failure: &Failure) {
        self.say(&format!("ebb: {failure}"));
    }

    pub(super) fn flush(&mut self) -> Result<(), Failure> {
        Ok(self.results.flush()?)
    }
}

fn style(colour: Colour, terminal: bool) -> Style {
    // https://no-color.org: set and not empty, whatever its value.
    let unwanted = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
    let colour = match colour {
        Colour::Always => true,
        Colour::Never => false,
        Colour::Auto => terminal && !unwanted,
    };
    let width = std::env::var_os("COLUMNS")
        .and_then(|columns| columns.into_string().ok()?.parse().ok())
        .unwrap_or(100);
    Style { colour, width }
}
