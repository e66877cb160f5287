//! `ebb build`.

use super::output::Output;
use super::{Ending, Failure, Sources, check, files};
use crate::compile::{Compilation, compile};
use crate::diag::Sink;
use crate::diag::render::{Format, render};
use crate::emit::{self, Emitted};
use crate::program::{FlowId, Origin};
use crate::text::{Duration, count};
use clap::Args;
use std::collections::BTreeMap;
use std::path::PathBuf;

/// The arguments of `ebb build`.
#[derive(Debug, Args)]
pub(super) struct Arguments {
    #[command(flatten)]
    sources: Sources,
    /// The folder to write NAME.json to for every flow, or `-` for standard output.
    /// With `-` as the source, standard output is the default.
    #[arg(long, value_name = "DIR")]
    out: Option<String>,
    /// Only this flow.
    #[arg(long, value_name = "NAME")]
    flow: Option<String>,
    #[command(flatten)]
    judgement: check::Judgement,
}

/// Where flows are written unless somebody says otherwise.
const DEFAULT_FOLDER: &str = "build";

pub(super) fn run(arguments: &Arguments, output: &mut Output) -> Result<Ending, Failure> {
    let inputs = files::read(&arguments.sources.paths)?;
    let compilation = compile(inputs, &arguments.judgement.settings());
    check::report(&compilation, output);
    if compilation.has_errors() {
        output.say("nothing was built");
        return Ok(Ending::Findings);
    }
    let flows = wanted(arguments, &compilation)?;
    let emitted: Vec<(FlowId, Emitted)> = flows
        .into_iter()
        .map(|flow| (flow, emit::flow(&compilation.program, flow)))
        .collect();
    if !sizes_fit(&compilation, &emitted, output) {
        output.say("nothing was built");
        return Ok(Ending::Findings);
    }
    let from_stdin = arguments.sources.paths.iter().any(|path| path == "-");
    match arguments.out.as_deref() {
        Some("-") => print(&compilation, &emitted, output)?,
        None if from_stdin => print(&compilation, &emitted, output)?,
        folder => write(
            folder.unwrap_or(DEFAULT_FOLDER),
            &compilation,
            &emitted,
            output,
        )?,
    }
    say_what_to_know(&compilation, &emitted, output);
    Ok(Ending::Clean)
}

/// The flows to build: the one that is named, or all that are written in Ebb.
fn wanted(arguments: &Arguments, compilation: &Compilation) -> Result<Vec<FlowId>, Failure> {
    let program = &compilation.program;
    if let Some(name) = &arguments.flow {
        return program
            .flow_named(name)
            .map(|flow| vec![flow])
            .ok_or_else(|| {
                let names = program.flows.iter().map(|flow| flow.name.as_str());
                Failure::new(super::run::no_flow(name, names))
            });
    }
    let flows: Vec<FlowId> = program
        .flows
        .iter_enumerated()
        .filter(|(_, flow)| flow.origin == Origin::Ebb)
        .map(|(id, _)| id)
        .collect();
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

fn write(
    folder: &str,
    compilation: &Compilation,
    emitted: &[(FlowId, Emitted)],
    output: &mut Output,
) -> Result<(), Failure> {
    for (flow, emitted) in emitted {
        let flow = &compilation.program.flows[*flow];
        let path = PathBuf::from(folder).join(format!("{}.json", flow.name));
        let written = files::write(&path, &emitted.json)?;
        output.say(&format!(
            "{} {} ({}, \"{}\")",
            if written { "wrote    " } else { "unchanged" },
            files::shown(&path),
            count("block", flow.blocks.len()),
            flow.title,
        ));
    }
    Ok(())
}

/// What whoever deploys the flows has to know.
fn say_what_to_know(compilation: &Compilation, emitted: &[(FlowId, Emitted)], output: &mut Output) {
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
        output
            .say("placeholders stand for these ARNs; replace them before the flows are deployed:");
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
