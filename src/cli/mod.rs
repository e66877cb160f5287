//! The command line: arguments in, exit codes out. Only this module touches the
//! machine: files, terminal and environment.
//!
//! What a command is for goes to stdout (the findings of `check`, the JSON of
//! `build -`, the conversation of `run`); everything else to stderr. The exit code is
//! 0 where there is no finding of level error, 1 where there is one, a test failed or
//! a file would change, 2 where the command could not run.

mod baseline;
mod budget;
mod build;
mod canon;
mod check;
mod collect;
mod diff;
mod emission;
mod explain;
mod files;
mod fmt;
mod graph;
mod import;
mod init;
mod levels;
mod mend;
mod outdated;
mod output;
mod progress;
mod run;
mod simulate;
mod snapshots;
mod staging;
mod test;
mod text;
mod watch;
mod workspace;

use clap::{Parser, Subcommand, ValueEnum};
use output::Output;
use std::process::ExitCode;
use workspace::Sources;

/// Flows as code for Amazon Connect: check, build, test and play contact flows.
#[derive(Debug, Parser)]
#[command(
    name = "ebb",
    version,
    propagate_version = true,
    arg_required_else_help = true
)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
    /// When to use colours; NO_COLOR turns them off, too.
    #[arg(long, global = true, value_enum, default_value_t = Colour::Auto, value_name = "WHEN")]
    color: Colour,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Colour {
    /// On a terminal.
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

// The arguments of a command are made when it is called, after its description here: a
// doc comment on them would take the place of that.
#[derive(Debug, Subcommand)]
#[command(defer = true)]
enum Command {
    /// Say what is wrong with flows.
    Check(check::Arguments),
    /// Show how much of a chat's time is left at every wait.
    Budget(budget::Arguments),
    /// Compile flows to Connect JSON.
    Build(build::Arguments),
    /// Play the tests.
    Test(test::Arguments),
    /// Play many chats with people who behave at random.
    Simulate(simulate::Arguments),
    /// Play a flow from a script and print the conversation.
    Run(run::Arguments),
    /// Format sources.
    Fmt(fmt::Arguments),
    /// Draw a flow as SVG, Mermaid or DOT.
    Graph(graph::Arguments),
    /// Say what changed between two flows or folders of flows.
    Diff(diff::Arguments),
    /// Put exports in one order, so that versions of them can be compared.
    Canon(canon::Arguments),
    /// Turn exported flows into Ebb.
    Import(import::Arguments),
    /// Begin a project.
    Init(init::Arguments),
    /// Explain a rule, a block or an assumption by its name.
    Explain(explain::Arguments),
    /// Print the tables of blocks and steps, in Markdown.
    Reference,
    /// Print the completions for a shell.
    Completions(text::Shells),
    /// Print the manual page.
    Man,
}

/// How a command ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Ending {
    /// Nothing of level error.
    Clean,
    /// A finding of level error, a failed test, a difference.
    Findings,
}

/// Why a command could not run: a sentence for the user.
#[derive(Debug, thiserror::Error)]
enum Failure {
    /// Something about the files or the arguments.
    #[error("{0}")]
    Sentence(String),
    /// The output could not be written.
    #[error("cannot write the output: {0}")]
    Output(#[from] std::io::Error),
}

impl Failure {
    fn new(sentence: impl Into<String>) -> Self {
        Self::Sentence(sentence.into())
    }
}

/// Runs the command that the arguments of the process ask for.
#[must_use]
pub fn main() -> ExitCode {
    if is_version_asked() {
        let mut output = Output::new(Colour::Auto);
        let said = output.result(concat!("ebb ", env!("CARGO_PKG_VERSION"), "\n"));
        return ended(said.map(|()| Ending::Clean), &mut output);
    }
    let arguments = Arguments::parse();
    let mut output = Output::new(arguments.color);
    let ending = arguments.command.run(&mut output);
    ended(ending, &mut output)
}

/// Whether nothing but the version is asked for, as scripts do before anything else; that needs
/// no parser, which touches half as many pages of memory as such a process without it.
fn is_version_asked() -> bool {
    let mut arguments = std::env::args_os().skip(1);
    let first = arguments.next();
    let is_asked = first.is_some_and(|first| first == "--version" || first == "-V");
    is_asked && arguments.next().is_none()
}

impl Command {
    fn run(self, output: &mut Output) -> Result<Ending, Failure> {
        match self {
            Self::Check(arguments) => check::run(&arguments, output),
            Self::Budget(arguments) => budget::run(&arguments, output),
            Self::Build(arguments) => build::run(&arguments, output),
            Self::Test(arguments) => test::run(&arguments, output),
            Self::Simulate(arguments) => simulate::run(&arguments, output),
            Self::Run(arguments) => run::run(&arguments, output),
            Self::Fmt(arguments) => fmt::run(&arguments, output),
            Self::Graph(arguments) => graph::run(&arguments, output),
            Self::Diff(arguments) => diff::run(&arguments, output),
            Self::Canon(arguments) => canon::run(&arguments, output),
            Self::Explain(arguments) => explain::run(&arguments, output),
            Self::Import(arguments) => import::run(&arguments, output),
            Self::Init(arguments) => init::run(&arguments, output),
            Self::Reference => text::reference(output),
            Self::Completions(shells) => text::completions(&shells, output),
            Self::Man => text::manual(output),
        }
    }
}

/// Tells how the command ended, as the exit code has it.
fn ended(ending: Result<Ending, Failure>, output: &mut Output) -> ExitCode {
    match ending.and_then(|ending| output.flush().map(|()| ending)) {
        Ok(Ending::Clean) => ExitCode::SUCCESS,
        Ok(Ending::Findings) => ExitCode::from(1),
        // Whoever closed the pipe has read enough.
        Err(Failure::Output(error)) if error.kind() == std::io::ErrorKind::BrokenPipe => {
            ExitCode::SUCCESS
        }
        Err(failure) => {
            output.complain(&failure);
            ExitCode::from(2)
        }
    }
}
