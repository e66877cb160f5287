//! `ebb run`.

use super::output::Output;
use super::{Ending, Failure, Sources, check, files};
use crate::compile::Compilation;
use crate::diag::Sink;
use crate::diag::render::{Format, render};
use crate::graph::Settings;
use crate::program::FlowId;
use crate::run::Transcript;
use crate::suite::{self, Test, TestResult, Verdict};
use crate::syntax;
use crate::text::{and_ticked, nearest};
use clap::Args;

/// The arguments of `ebb run`.
#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// The flow that the chat starts in.
    #[arg(value_name = "FLOW")]
    flow: String,
    #[command(flatten)]
    sources: Sources,
    /// A file with what people do, one step a line as in a test, or `-` for standard input.
    /// A script without `start` starts a chat in FLOW.
    #[arg(long, value_name = "FILE")]
    script: String,
    /// Print every block with the branch taken.
    #[arg(short, long)]
    verbose: bool,
}

pub(super) fn run(arguments: &Arguments, output: &mut Output) -> Result<Ending, Failure> {
    let workspace = arguments.sources.open(None)?;
    let mut compilation = workspace.compile(&Settings::default())?.compilation;
    if compilation.has_errors() {
        check::report(&compilation, output);
        output.say("nothing was played");
        return Ok(Ending::Findings);
    }
    let program = &compilation.program;
    let flow = program.flow_named(&arguments.flow).ok_or_else(|| {
        let names = program.flows.iter().map(|flow| flow.name.as_str());
        Failure::new(no_flow(&arguments.flow, names))
    })?;
    let Some(test) = read_script(&arguments.script, flow, &mut compilation, output)? else {
        return Ok(Ending::Findings);
    };
    let result = suite::play(&compilation.program, &test);
    tell(&compilation, &result, arguments.verbose, output)
}

/// The sentence about a flow that is not there.
pub(super) fn no_flow<'n>(name: &str, names: impl Iterator<Item = &'n str> + Clone) -> String {
    match nearest(name, names.clone()) {
        Some(near) => format!("no flow is called `{name}`; did you mean `{near}`?"),
        None => format!(
            "no flow is called `{name}`; the flows are {}",
            and_ticked(names)
        ),
    }
}

fn read_script(
    path: &str,
    flow: FlowId,
    compilation: &mut Compilation,
    output: &mut Output,
) -> Result<Option<Test>, Failure> {
    let Some(script) = files::read_one(path)? else {
        return Err(Failure::new(format!(
            "`{path}` is a folder, and a script is a file"
        )));
    };
    let text = suite::wrap_script(&script.text);
    let file = compilation.sources.add(script.name, text);
    let mut sink = Sink::new();
    let tree = syntax::parse(file, compilation.sources.file(file).text(), &mut sink);
    let test = suite::script(&tree, &compilation.program, flow, &mut sink);
    let failed = sink.has_errors();
    let findings = sink.into_sorted();
    if !findings.is_empty() {
        let style = output.talk_style();
        let shown = render(&findings, &compilation.sources, Format::Full, style);
        output.say(shown.trim_end());
    }
    Ok(test.filter(|_| !failed))
}

fn tell(
    compilation: &Compilation,
    result: &TestResult,
    verbose: bool,
    output: &mut Output,
) -> Result<Ending, Failure> {
    let (program, seen) = (&compilation.program, &result.seen);
    let transcript = if verbose {
        Transcript::verbose(program, seen)
    } else {
        Transcript::new(program, seen)
    };
    output.result(&transcript.to_string())?;
    for assumption in result.relied_on() {
        output.say(&format!(
            "assumed ({}): {}",
            assumption.name, assumption.says
        ));
    }
    let Verdict::Failed(failure) = &result.verdict else {
        return Ok(Ending::Clean);
    };
    let findings = [failure.diagnostic()];
    let style = output.talk_style();
    output.say(render(&findings, &compilation.sources, Format::Full, style).trim_end());
    Ok(Ending::Findings)
}
