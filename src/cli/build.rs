//! `ebb build`.

use super::emission::{Wish, Written};
use super::files;
use super::outdated::{self, CONTRACT};
use super::output::Output;
use super::staging::{Staged, Staging};
use super::workspace::{Compiled, InBatches, Workspace};
use super::{Ending, Failure, Sources, check};
use crate::compile::Compilation;
use crate::diag::{Diagnostic, Level};
use crate::emit::{self, Emitted};
use crate::program::{Flow, FlowId};
use crate::text::{Duration, count};
use clap::Args;
use std::collections::BTreeMap;
use std::path::PathBuf;

#[derive(Debug, Args)]
pub(super) struct Arguments {
    #[command(flatten)]
    sources: Sources,
    /// The folder to write NAME.json to for every flow, or `-` for standard output, which
    /// is the default where the source is `-`. Otherwise the default is the `out` of the
    /// project with the environment's name below it, or `build`.
    #[arg(long, value_name = "DIR")]
    out: Option<String>,
    /// Only this flow.
    #[arg(long, value_name = "NAME")]
    flow: Option<String>,
    /// The environment of `ebb.toml` that gives names their ARNs.
    #[arg(long, value_name = "NAME")]
    env: Option<String>,
    /// Write nothing; list the files that are missing, differ or are left over, with exit
    /// code 1 if there are any.
    #[arg(long)]
    check: bool,
    #[command(flatten)]
    judgement: check::Judgement,
}

/// What becomes of the flows that are built.
enum Goal {
    /// Standard output.
    Print,
    /// A comparison with the files of a folder.
    Compare(PathBuf),
    /// The files of a folder.
    Write(Staging),
}

/// What a build keeps of a flow.
struct Made {
    files: Vec<Staged>,
    too_large: Option<Box<Diagnostic>>,
    /// The text, where it is printed.
    json: Option<String>,
}

pub(super) fn run(arguments: &Arguments, output: &mut Output) -> Result<Ending, Failure> {
    let Built {
        mut compiled,
        goal,
        mut written,
    } = built(arguments)?;
    let made = written
        .iter_mut()
        .filter_map(|flow| flow.made.as_mut().ok());
    let too_large = made.filter_map(|made| made.too_large.take());
    compiled.add(too_large.map(|finding| *finding));
    check::report(&mut compiled.compilation, output);
    let compilation = &compiled.compilation;
    if compilation.has_errors() {
        output.say("nothing was built");
        return Ok(Ending::Findings);
    }
    let written = written.into_iter().map(Written::kept);
    let written = written.collect::<Result<Vec<_>, _>>()?;
    let files = || written.iter().flat_map(|flow| &flow.made.files);
    match &goal {
        Goal::Print if arguments.check => {
            return Err(Failure::new(
                "`--check` compares files, and standard output is none",
            ));
        }
        Goal::Print => print(compilation, &written, output)?,
        Goal::Compare(folder) => {
            let sources = compilation.sources.iter().map(|(_, file)| file.name());
            let built = outdated::Comparison {
                folder,
                files: files().collect(),
                all: arguments.flow.is_none(),
                sources: sources.collect(),
            };
            return outdated::report(&built, output);
        }
        Goal::Write(staging) => staging.publish(&files().collect::<Vec<_>>(), output)?,
    }
    say_what_to_know(compilation, &written, arguments.env.as_deref(), output);
    Ok(Ending::Clean)
}

/// Flows that are built, but not yet where they belong; none where a file could not be
/// understood.
struct Built {
    compiled: Compiled,
    goal: Goal,
    written: Vec<Written<Result<Made, Failure>>>,
}

/// Builds all flows, batch by batch where that is possible, or those that are wanted.
fn built(arguments: &Arguments) -> Result<Built, Failure> {
    let mut workspace = arguments.sources.open(arguments.out.as_deref())?;
    let settings = arguments.judgement.settings(workspace.settings());
    let environment = arguments.env.as_deref();
    workspace.choose_texts(environment);
    let goal = Goal::new(arguments, &workspace);
    if arguments.flow.is_none() && !matches!(goal, Goal::Print) {
        let make = |flow: &Flow, emitted: &Emitted| goal.make(flow, emitted);
        let wish = Wish {
            environment,
            only: |_, _| true,
            make: &make,
        };
        match workspace.compile_in_batches(&settings, Some(&wish), Level::Warning) {
            Ok(InBatches { compiled, written }) => {
                let written = match written {
                    None => Vec::new(),
                    Some(written) => {
                        wanted(arguments, &compiled)?;
                        written?
                    }
                };
                return Ok(Built {
                    compiled,
                    goal,
                    written,
                });
            }
            Err(again) => workspace = *again,
        }
    }
    // What a batch has left is not of this build.
    drop(goal);
    let goal = Goal::new(arguments, &workspace);
    let mut compiled = workspace.compile(&settings)?;
    let mut written = Vec::new();
    if compiled.compilation.is_whole() {
        let flows = match wanted(arguments, &compiled) {
            // The flow may be missing because of what is reported.
            Err(_) if compiled.compilation.has_errors() => Vec::new(),
            flows => flows?,
        };
        let make = |flow: &Flow, emitted: &Emitted| goal.make(flow, emitted);
        written = compiled.emit(
            &flows,
            &Wish {
                environment,
                only: |_, _| true,
                make: &make,
            },
        )?;
    }
    Ok(Built {
        compiled,
        goal,
        written,
    })
}

impl Goal {
    fn new(arguments: &Arguments, workspace: &Workspace) -> Self {
        let to_stdout = match arguments.out.as_deref() {
            Some(out) => out == "-",
            None => arguments.sources.paths.iter().any(|path| path == "-"),
        };
        let folder = || workspace.out(arguments.out.as_deref(), arguments.env.as_deref());
        if to_stdout {
            Self::Print
        } else if arguments.check {
            Self::Compare(folder())
        } else {
            Self::Write(Staging::new(folder()))
        }
    }

    /// Does with a flow what can be done before all of them are known to be good.
    fn make(&self, flow: &Flow, emitted: &Emitted) -> Result<Made, Failure> {
        let mut made = Made {
            files: Vec::with_capacity(1),
            too_large: emit::check_size(flow, emitted).map(Box::new),
            json: matches!(self, Self::Print).then(|| emitted.json.clone()),
        };
        if made.too_large.is_none() {
            let about = format!("{}, \"{}\"", count("block", flow.blocks.len()), flow.title);
            let name = format!("{}.json", flow.name);
            made.files.extend(self.file(name, about, &emitted.json)?);
            // The contract of a module, which the service takes beside its content.
            if let Some(contract) = &flow.contract {
                let about = format!("`Settings` of the module \"{}\"", flow.title);
                let name = format!("{}{CONTRACT}", flow.name);
                let text = emit::module_settings(contract);
                made.files.extend(self.file(name, about, &text)?);
            }
        }
        Ok(made)
    }

    fn file(&self, name: String, about: String, text: &str) -> Result<Option<Staged>, Failure> {
        let holds = match self {
            Self::Print => return Ok(None),
            Self::Compare(folder) => files::holds(&folder.join(&name), text),
            Self::Write(staging) => staging.put(&name, text)?,
        };
        Ok(Some(Staged { name, about, holds }))
    }
}

/// The flows to build: the one that is named, or all that are written in Ebb.
fn wanted(arguments: &Arguments, compiled: &Compiled) -> Result<Vec<FlowId>, Failure> {
    let program = &compiled.compilation.program;
    if let Some(name) = &arguments.flow {
        return program
            .flow_named(name)
            .map(|flow| vec![flow])
            .ok_or_else(|| {
                let names = program.flows.iter().map(|flow| flow.name.as_str());
                Failure::new(super::run::no_flow(name, names))
            });
    }
    let flows = compiled.flows();
    if flows.is_empty() {
        return Err(Failure::new(
            "there is nothing to build: no flow is written in Ebb (name an export with --flow to write it anew)",
        ));
    }
    Ok(flows)
}

fn print(
    compilation: &Compilation,
    written: &[Written<Made>],
    output: &mut Output,
) -> Result<(), Failure> {
    if let [only] = written {
        return output.result(only.made.json.as_deref().unwrap_or(""));
    }
    let names: Vec<&str> = written
        .iter()
        .map(|written| compilation.program.flows[written.flow].name.as_str())
        .collect();
    Err(Failure::new(format!(
        "standard output takes one flow, and here are {}: name one with --flow, or a folder with --out",
        crate::text::and_ticked(names)
    )))
}

/// What whoever deploys the flows has to know.
fn say_what_to_know(
    compilation: &Compilation,
    written: &[Written<Made>],
    environment: Option<&str>,
    output: &mut Output,
) {
    let program = &compilation.program;
    let mut names: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for written in written {
        for placeholder in &written.placeholders {
            let resource = &program.resources[*placeholder];
            let known = names.entry(resource.kind.words()).or_default();
            if !known.contains(&resource.name.as_str()) {
                known.push(&resource.name);
            }
        }
    }
    if !names.is_empty() {
        output.say(&match environment {
            // Whatever else has no ARN is an error there.
            Some(environment) => format!(
                "placeholders stand for flows that have no ARN in `{environment}` yet; bind them once they are deployed:"
            ),
            None => "placeholders stand for these ARNs; replace them before the flows are deployed:".to_owned(),
        });
        for (kind, names) in names {
            output.say(&format!("  {kind}: {}", names.join(", ")));
        }
    }
    for written in written {
        let flow = &program.flows[written.flow];
        if let Some(seconds) = flow.chat_duration {
            output.say(&format!(
                "chats of `{}` last {}: start them with ChatDurationInMinutes {} (the flow itself cannot say so)",
                flow.name,
                Duration(seconds),
                seconds / 60
            ));
        }
    }
}
