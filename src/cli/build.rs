//! `ebb build`.

use super::output::Output;
use super::workspace::Compiled;
use super::{Ending, Failure, Sources, check, files, outdated};
use crate::compile::Compilation;
use crate::diag::Sink;
use crate::diag::render::{Format, render};
use crate::emit::{self, Emitted};
use crate::parallel;
use crate::program::{Flow, FlowId};
use crate::text::{Duration, count};
use clap::Args;
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// The arguments of `ebb build`.
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

pub(super) fn run(arguments: &Arguments, output: &mut Output) -> Result<Ending, Failure> {
    let workspace = arguments.sources.open(arguments.out.as_deref())?;
    let mut compiled = workspace.compile(&arguments.judgement.settings())?;
    let mut emitted = Vec::new();
    if !compiled.compilation.has_errors() {
        let flows = wanted(arguments, &compiled)?;
        emitted = compiled.emit(&flows, arguments.env.as_deref())?;
    }
    let compilation = &compiled.compilation;
    check::report(compilation, output);
    if compilation.has_errors() || !sizes_fit(compilation, &emitted, output) {
        output.say("nothing was built");
        return Ok(Ending::Findings);
    }
    let to_stdout = match arguments.out.as_deref() {
        Some(out) => out == "-",
        None => arguments.sources.paths.iter().any(|path| path == "-"),
    };
    if arguments.check {
        if to_stdout {
            return Err(Failure::new(
                "`--check` compares files, and standard output is none",
            ));
        }
        return outdated::report(&files_of(arguments, &compiled, &emitted), output);
    }
    if to_stdout {
        print(compilation, &emitted, output)?;
    } else {
        write(&files_of(arguments, &compiled, &emitted), output)?;
    }
    say_what_to_know(compilation, &emitted, arguments.env.as_deref(), output);
    Ok(Ending::Clean)
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

fn sizes_fit(
    compilation: &Compilation,
    emitted: &[(FlowId, Emitted)],
    output: &mut Output,
) -> bool {
    let mut sink = Sink::new();
    for (flow, emitted) in emitted {
        sink.extend(emit::check_size(&compilation.program.flows[*flow], emitted));
    }
    let findings = sink.into_sorted();
    if !findings.is_empty() {
        let style = output.talk_style();
        output.say(render(&findings, &compilation.sources, Format::Full, style).trim_end());
    }
    findings.is_empty()
}

fn print(
    compilation: &Compilation,
    emitted: &[(FlowId, Emitted)],
    output: &mut Output,
) -> Result<(), Failure> {
    match emitted {
        [(_, only)] => output.result(&only.json),
        _ => {
            let names: Vec<&str> = emitted
                .iter()
                .map(|(flow, _)| compilation.program.flows[*flow].name.as_str())
                .collect();
            Err(Failure::new(format!(
                "standard output takes one flow, and here are {}: name one with --flow, or a folder with --out",
                crate::text::and_ticked(names)
            )))
        }
    }
}

/// One file of a build.
pub(super) struct Built<'a> {
    /// Where it is.
    pub(super) path: PathBuf,
    /// What it holds.
    pub(super) text: Cow<'a, str>,
    /// What it is, in a few words.
    pub(super) about: String,
}

/// The files that a build is made of.
pub(super) struct Files<'a> {
    /// The folder that they are in.
    pub(super) folder: PathBuf,
    /// Every file.
    pub(super) files: Vec<Built<'a>>,
    /// Whether these are all flows, so that others in the folder are left over.
    pub(super) all: bool,
    /// The names of the sources, which may lie in the same folder.
    pub(super) sources: BTreeSet<&'a str>,
}

fn files_of<'a>(
    arguments: &Arguments,
    compiled: &'a Compiled,
    emitted: &'a [(FlowId, Emitted)],
) -> Files<'a> {
    let compilation = &compiled.compilation;
    let folder = compiled.out(arguments.out.as_deref(), arguments.env.as_deref());
    let files = emitted.iter().flat_map(|(flow, emitted)| {
        let flow = &compilation.program.flows[*flow];
        let content = Built {
            path: folder.join(format!("{}.json", flow.name)),
            text: Cow::Borrowed(&emitted.json),
            about: format!("{}, \"{}\"", count("block", flow.blocks.len()), flow.title),
        };
        std::iter::once(content).chain(settings_of(&folder, flow))
    });
    Files {
        files: files.collect(),
        all: arguments.flow.is_none(),
        sources: compilation
            .sources
            .iter()
            .map(|(_, file)| file.name())
            .collect(),
        folder,
    }
}

/// The contract of a module, which the service takes beside its content.
fn settings_of(folder: &Path, flow: &Flow) -> Option<Built<'static>> {
    let contract = flow.contract.as_ref()?;
    Some(Built {
        path: folder.join(format!("{}.settings.json", flow.name)),
        text: Cow::Owned(emit::module_settings(contract)),
        about: format!("`Settings` of the module \"{}\"", flow.title),
    })
}

fn write(files: &Files<'_>, output: &mut Output) -> Result<(), Failure> {
    let written = parallel::map(&files.files, |built| files::write(&built.path, &built.text));
    for (built, written) in files.files.iter().zip(written) {
        let written = written?;
        output.say(&format!(
            "{} {} ({})",
            if written { "wrote    " } else { "unchanged" },
            files::shown(&built.path),
            built.about,
        ));
    }
    Ok(())
}

/// What whoever deploys the flows has to know.
fn say_what_to_know(
    compilation: &Compilation,
    emitted: &[(FlowId, Emitted)],
    environment: Option<&str>,
    output: &mut Output,
) {
    let program = &compilation.program;
    let mut names: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for (_, emitted) in emitted {
        for placeholder in &emitted.placeholders {
            let resource = &program.resources[placeholder.resource];
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
    for (flow, _) in emitted {
        let flow = &program.flows[*flow];
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
