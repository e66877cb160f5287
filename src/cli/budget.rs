//! `ebb budget`.

use super::check::Judgement;
use super::output::Output;
use super::{Ending, Failure, Sources, check, files};
use crate::budget::{self, Budget};
use clap::{Args, ValueEnum};
use std::path::PathBuf;

#[derive(Debug, Args)]
pub(super) struct Arguments {
    #[command(flatten)]
    sources: Sources,
    /// Only chats that start in this flow.
    #[arg(long, value_name = "NAME")]
    flow: Option<String>,
    /// What to write.
    #[arg(long, value_enum, default_value_t = Format::Text, value_name = "FORMAT")]
    format: Format,
    /// The file to write; standard output unless it is given.
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    #[command(flatten)]
    judgement: Judgement,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Format {
    /// For a terminal.
    Text,
    /// A page with pictures, complete in one file.
    Html,
}

pub(super) fn run(arguments: &Arguments, output: &mut Output) -> Result<Ending, Failure> {
    let workspace = arguments.sources.open(None)?;
    let settings = arguments.judgement.settings(workspace.settings());
    let mut compilation = workspace.compile(&settings)?.compilation;
    if !compilation.is_whole() {
        check::report(&mut compilation, output);
        output.say("time is judged once every flow can be understood");
        return Ok(Ending::Findings);
    }
    let program = &compilation.program;
    let mut budgets = Budget::all(program, &compilation.sources, &settings);
    if let Some(name) = &arguments.flow {
        if program.flow_named(name).is_none() {
            let names = program.flows.iter().map(|flow| flow.name.as_str());
            return Err(Failure::new(super::run::no_flow(name, names)));
        }
        budgets.retain(|budget| budget.flow == *name);
    }
    if budgets.is_empty() {
        output.say("no chat that starts here waits, so none is cut off during a wait");
    }
    let text = match arguments.format {
        Format::Text => {
            let texts: Vec<String> = budgets.iter().map(Budget::text).collect();
            texts.join("\n")
        }
        Format::Html => budget::page(&budgets),
    };
    match &arguments.out {
        Some(path) => {
            files::write(path, &text)?;
            output.say(&format!("wrote     {}", files::shown(path)));
        }
        None => output.result(&text)?,
    }
    Ok(Ending::Clean)
}
