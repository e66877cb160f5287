//! `ebb reference`, `ebb completions`, `ebb man`: texts that are printed and no more.

use super::output::Output;
use super::{Arguments, Ending, Failure};
use crate::explain;
use clap::{Args, CommandFactory};
use clap_complete::Shell;

#[derive(Debug, Args)]
pub(super) struct Shells {
    /// The shell.
    #[arg(value_enum)]
    shell: Shell,
}

pub(super) fn reference(output: &mut Output) -> Result<Ending, Failure> {
    let (blocks, steps) = (explain::table_of_blocks(), explain::table_of_steps());
    output.result(&format!(
        "# Blocks\n\n{blocks}\n# Steps of a test\n\n{steps}"
    ))?;
    Ok(Ending::Clean)
}

pub(super) fn completions(shells: &Shells, output: &mut Output) -> Result<Ending, Failure> {
    let mut script = Vec::new();
    clap_complete::generate(shells.shell, &mut Arguments::command(), "ebb", &mut script);
    output.result(&String::from_utf8_lossy(&script))?;
    Ok(Ending::Clean)
}

/// One page for all commands.
pub(super) fn manual(output: &mut Output) -> Result<Ending, Failure> {
    let mut page = Vec::new();
    let mut command = Arguments::command();
    command.build();
    clap_mangen::Man::new(command.clone()).render(&mut page)?;
    for inner in command
        .get_subcommands()
        .filter(|inner| !inner.is_hide_set())
    {
        let name = inner.get_name().to_owned();
        if name != "help" {
            let man = clap_mangen::Man::new(inner.clone());
            page.extend_from_slice(format!(".SH EBB {}\n", name.to_uppercase()).as_bytes());
            man.render_description_section(&mut page)?;
            man.render_options_section(&mut page)?;
        }
    }
    output.result(&String::from_utf8_lossy(&page))?;
    Ok(Ending::Clean)
}
