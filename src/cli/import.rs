//! `ebb import`.

use super::files::{self, Found};
use super::output::Output;
use super::staging::{Staged, Staging};
use super::{Ending, Failure};
use crate::compile::{Exports, read_files};
use crate::decompile::{self, Sheet, Sheets};
use crate::diag::Diagnostic;
use crate::diag::render::{Format, render};
use crate::parallel;
use crate::text::{and_ticked, count};
use clap::Args;
use std::mem::ManuallyDrop;
use std::path::{Path, PathBuf};

#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// Exported flows, folders with them, or `-` for standard input.
    #[arg(value_name = "PATH", required = true)]
    paths: Vec<String>,
    /// The folder to write a source for every flow to, and an `ebb.toml` with the ARNs.
    /// Without it, one flow is written to standard output.
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Overwrite files that are there.
    #[arg(long)]
    force: bool,
}

pub(super) fn run(arguments: &Arguments, output: &mut Output) -> Result<Ending, Failure> {
    let found = files::find(&arguments.paths, &["json"])?;
    // To give every block back one by one takes long, and the process is about to end.
    let exports = ManuallyDrop::new(read_files(&found, Found::read_to_let_go)?);
    let mut sheets = ManuallyDrop::new(match arguments.out {
        Some(_) => Sheets::beside(&exports.program, &exports.sources),
        None => Sheets::of(&exports.program),
    });
    say_unread(&exports, &sheets.refused, output);
    let all = sheets.refused.is_empty()
        && !exports
            .findings
            .iter()
            .any(|finding| exports.is_lost(finding));
    match &arguments.out {
        _ if sheets.all.is_empty() && all => {
            return Err(Failure::new(
                "nothing was imported: no flow is among the files",
            ));
        }
        Some(_) if sheets.all.is_empty() => {
            output.say("nothing was written: no flow could be imported");
        }
        Some(folder) => write(folder, arguments, &exports, &mut sheets, output)?,
        None => print(&exports, &sheets, output)?,
    }
    Ok(if all { Ending::Clean } else { Ending::Findings })
}

/// What could not be imported as it stands, each with the reason.
fn say_unread(exports: &Exports, refused: &[Diagnostic], output: &mut Output) {
    let lost = exports
        .findings
        .iter()
        .filter(|finding| exports.is_lost(finding));
    let findings: Vec<Diagnostic> = lost.chain(refused).cloned().collect();
    if !findings.is_empty() {
        let style = output.talk_style();
        output.say(render(&findings, &exports.sources, Format::Full, style).trim_end());
    }
    for name in &exports.passed_over {
        output.say(&format!("passed over, because it is no flow: {name}"));
    }
}

fn print(exports: &Exports, sheets: &Sheets, output: &mut Output) -> Result<(), Failure> {
    match sheets.all.as_slice() {
        [] => Ok(()),
        [only] => {
            output.result(&decompile::alone(&exports.program, &sheets.names, only))?;
            say_plain(exports, only, output);
            say_left_out(exports, only, output);
            Ok(())
        }
        _ => Err(Failure::new(format!(
            "standard output takes one flow, and here are {}: name a folder with --out",
            count("flow", sheets.all.len())
        ))),
    }
}

fn write(
    folder: &Path,
    arguments: &Arguments,
    exports: &Exports,
    sheets: &mut Sheets,
    output: &mut Output,
) -> Result<(), Failure> {
    let made = decompile::folder(&exports.program, sheets, &project_name(folder));
    let staging = Staging::new(folder.to_owned());
    let names = made.iter().map(|file| file.name.as_str());
    let there: Vec<&str> = names.filter(|name| staging.has(name)).collect();
    if !there.is_empty() && !arguments.force {
        return Err(Failure::new(format!(
            "`{}` has {} already, and nothing was written: name another folder, or add --force to overwrite",
            files::shown(folder),
            and_ticked(there)
        )));
    }
    let staged = parallel::consume(made, |file| {
        Ok(Staged {
            holds: staging.put(&file.name, &file.text)?,
            name: file.name,
            about: file.about,
        })
    });
    let staged: Vec<Staged> = staged.into_iter().collect::<Result<_, Failure>>()?;
    staging.publish(&staged.iter().collect::<Vec<_>>(), output)?;
    for sheet in &sheets.all {
        say_plain(exports, sheet, output);
    }
    Ok(())
}

/// A source holds no ARN, and here is no `ebb.toml` to hold them.
fn say_left_out(exports: &Exports, sheet: &Sheet, output: &mut Output) {
    let named = sheet.written.resources.iter();
    let known = named.filter(|resource| exports.program.resources[**resource].id.is_some());
    let known = known.count();
    if known > 0 {
        output.say(&format!(
            "{} left out: `--out DIR` writes them to an `ebb.toml` beside the source",
            match known {
                1 => "the ARN of 1 name is".to_owned(),
                many => format!("the ARNs of {many} names are"),
            }
        ));
    }
}

/// The blocks that have no words of their own.
fn say_plain(exports: &Exports, sheet: &Sheet, output: &mut Output) {
    let flow = &exports.program.flows[sheet.flow];
    let plain: Vec<String> = sheet
        .written
        .plain
        .iter()
        .map(|block| flow.blocks[*block].words())
        .collect();
    if !plain.is_empty() {
        output.say(&format!(
            "`{}` has {} that Amazon Connect would refuse, kept as plain actions: {}",
            flow.name,
            count("block", plain.len()),
            and_ticked(plain)
        ));
    }
}

/// A name for the project in a folder.
fn project_name(folder: &Path) -> String {
    super::init::project_name(folder)
}
