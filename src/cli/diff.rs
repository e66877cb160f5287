//! `ebb diff`.

use super::output::Output;
use super::workspace::Compiled;
use super::{Ending, Failure, Sources, check};
use crate::diff::{self, Side};
use clap::{Args, ValueEnum};

#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// What was: a file in Ebb or JSON, the folder of a project, or a folder of flows.
    #[arg(value_name = "BEFORE")]
    before: String,
    /// What is, in whatever form.
    #[arg(value_name = "AFTER")]
    after: String,
    /// How to show what changed.
    #[arg(long, value_enum, default_value_t = Format::Text, value_name = "FORMAT")]
    format: Format,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Format {
    /// For a terminal.
    Text,
    /// One JSON document.
    Json,
    /// For a pull request.
    Markdown,
}

pub(super) fn run(arguments: &Arguments, output: &mut Output) -> Result<Ending, Failure> {
    let before = compile(&arguments.before, output)?;
    let after = compile(&arguments.after, output)?;
    let diff = diff::diff(side(&before), side(&after));
    output.result(&match arguments.format {
        Format::Text => diff::text(&diff),
        Format::Json => diff::json(&diff),
        Format::Markdown => diff::markdown(&diff),
    })?;
    if diff.is_empty() {
        output.say("nothing changed");
        Ok(Ending::Clean)
    } else {
        Ok(Ending::Findings)
    }
}

fn side(compiled: &Compiled) -> Side<'_> {
    let compilation = &compiled.compilation;
    Side {
        program: &compilation.program,
        sources: &compilation.sources,
    }
}

/// One side. What cannot be understood cannot be compared.
fn compile(path: &str, output: &mut Output) -> Result<Compiled, Failure> {
    let sources = Sources {
        paths: vec![path.to_owned()],
    };
    let workspace = sources.open(None)?;
    let settings = workspace.settings();
    let mut compiled = workspace.compile(&settings)?;
    let compilation = &mut compiled.compilation;
    if !compilation.is_whole() {
        check::report(compilation, output);
        return Err(Failure::new(format!(
            "`{path}` could not be understood, so it cannot be compared"
        )));
    }
    if compilation.program.flows.is_empty() {
        check::report(compilation, output);
        return Err(Failure::new(format!("no flow is in `{path}`")));
    }
    Ok(compiled)
}
