//! Lines that somebody types, or that a pipe brings.

use super::super::Failure;
use rustyline::DefaultEditor;
use rustyline::error::ReadlineError;
use std::io::{IsTerminal, Lines, StdinLock, stdin};

/// Where lines come from.
pub(super) enum Input {
    /// A person, with editing and history.
    Terminal(Box<DefaultEditor>),
    /// Anything else.
    Pipe(Lines<StdinLock<'static>>),
}

impl Input {
    pub(super) fn open() -> Result<Self, Failure> {
        if !stdin().is_terminal() {
            return Ok(Self::Pipe(stdin().lines()));
        }
        let editor = DefaultEditor::new().map_err(|error| broken(&error))?;
        Ok(Self::Terminal(Box::new(editor)))
    }

    pub(super) const fn is_terminal(&self) -> bool {
        matches!(self, Self::Terminal(_))
    }

    /// The next line; nothing at the end.
    pub(super) fn line(&mut self) -> Result<Option<String>, Failure> {
        match self {
            Self::Pipe(lines) => lines.next().transpose().map_err(|error| broken(&error)),
            Self::Terminal(editor) => match editor.readline("> ") {
                Ok(line) => {
                    // A history that cannot be kept is no reason to stop.
                    let _ = editor.add_history_entry(&line);
                    Ok(Some(line))
                }
                Err(ReadlineError::Eof | ReadlineError::Interrupted) => Ok(None),
                Err(error) => Err(broken(&error)),
            },
        }
    }
}

fn broken(error: &dyn std::error::Error) -> Failure {
    Failure::new(format!("cannot read what is typed: {error}"))
}
