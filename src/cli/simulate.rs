//! `ebb simulate`.

use super::output::Output;
use super::progress::Progress;
use super::{Ending, Failure, Sources, check, files};
use crate::graph::Settings;
use crate::parallel;
use crate::project::people::{self, People};
use crate::report::simulation;
use crate::suite::simulate::{Choices, Outcomes, Simulation};
use clap::{Args, ValueEnum};
use std::path::PathBuf;

/// How many chats one part of the work has; the same on every machine, so that the outcome
/// is, too.
const PART: u64 = 2_000;

#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// The flow that the chats start in.
    #[arg(value_name = "FLOW")]
    flow: String,
    #[command(flatten)]
    sources: Sources,
    /// How many chats.
    #[arg(long, value_name = "COUNT", default_value_t = 10_000)]
    chats: u64,
    /// Where the random numbers begin; the same seed gives the same chats.
    #[arg(long, value_name = "NUMBER", default_value_t = 1)]
    seed: u64,
    /// A file in TOML that says how people behave; what it leaves out is as usual.
    #[arg(long, value_name = "FILE")]
    people: Option<String>,
    /// How to show what came of the chats.
    #[arg(long, value_enum, default_value_t = Shown::Table, value_name = "FORMAT")]
    format: Shown,
    /// Write a picture (SVG) to this file, too.
    #[arg(long, value_name = "FILE")]
    picture: Option<PathBuf>,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Shown {
    /// For people.
    Table,
    /// One JSON document.
    Json,
}

pub(super) fn run(arguments: &Arguments, output: &mut Output) -> Result<Ending, Failure> {
    let people = arguments.people()?;
    let workspace = arguments.sources.open(None)?;
    let mut compilation = workspace.compile(&Settings::default())?.compilation;
    if compilation.has_errors() {
        check::report(&mut compilation, output);
        output.say("nothing was simulated");
        return Ok(Ending::Findings);
    }
    let program = &compilation.program;
    let flow = program.flow_named(&arguments.flow).ok_or_else(|| {
        let names = program.flows.iter().map(|flow| flow.name.as_str());
        Failure::new(super::run::no_flow(&arguments.flow, names))
    })?;
    let choices = Choices::new(program);
    let simulation = Simulation {
        program,
        flow,
        people: &people,
        choices: &choices,
        seed: arguments.seed,
    };
    let outcomes = play(&simulation, arguments.chats);
    output.result(&match arguments.format {
        Shown::Table => simulation::table(program, &outcomes),
        Shown::Json => simulation::json(program, arguments.seed, &outcomes),
    })?;
    if let Some(path) = &arguments.picture {
        let written = files::write(path, &simulation::picture(&outcomes))?;
        let how = if written { "wrote    " } else { "unchanged" };
        output.say(&format!("{how} {}", files::shown(path)));
    }
    Ok(Ending::Clean)
}

impl Arguments {
    fn people(&self) -> Result<People, Failure> {
        let Some(path) = &self.people else {
            return Ok(People::default());
        };
        let Some(input) = files::read_one(path)? else {
            return Err(Failure::new(format!("`{path}` is a folder, not a file")));
        };
        people::read(&input.text).map_err(|reason| {
            Failure::new(format!("`{path}` cannot be used: {}", reason.trim_end()))
        })
    }
}

/// Plays the chats in parts, each with its own numbers, and adds up in their order.
fn play(simulation: &Simulation<'_>, chats: u64) -> Outcomes {
    let progress = Progress::new(chats, "chats");
    let nothing = Outcomes::new(simulation.program, simulation.flow);
    let parts: Vec<u64> = (0..chats.div_ceil(PART)).collect();
    let parts = parallel::map(&parts, |part| {
        let mut outcomes = nothing.clone();
        let numbers = part * PART..chats.min((part + 1) * PART);
        simulation.play(numbers.clone(), &mut outcomes);
        progress.add(numbers.end - numbers.start);
        outcomes
    });
    progress.clear();
    let mut all = nothing;
    for part in &parts {
        all.join(part);
    }
    all
}
