//! `ebb run`: a flow is played, live or from a script.

mod input;
mod live;
mod shown;

use super::output::Output;
use super::{Ending, Failure, Sources, check, files};
use crate::catalogue::{ASSUMPTIONS, Assumption, assumption_named};
use crate::compile::Compilation;
use crate::diag::Sink;
use crate::diag::render::{Format, render};
use crate::program::FlowId;
use crate::run::{Event, Given, State};
use crate::suite::{self, Step, Test, TestResult, Verdict, What};
use crate::syntax;
use crate::text::{and_ticked, nearest};
use clap::{Args, ValueEnum};
use shown::Shown;

#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// The flow that the chat starts in.
    #[arg(value_name = "FLOW")]
    flow: String,
    #[command(flatten)]
    sources: Sources,
    /// A file with what people do, one step a line as in a test, or `-` for standard input.
    /// A script without `start` starts a chat in FLOW. Without a script you are the
    /// customer: what you type is what the customer writes, and `/help` says what else
    /// can happen.
    #[arg(long, value_name = "FILE")]
    script: Option<String>,
    /// Print every block with its line in the source, the branch taken and what it sets.
    #[arg(short, long)]
    verbose: bool,
    /// Print everything that happens in a form for programs, instead of the conversation.
    #[arg(long, value_enum, value_name = "FORMAT")]
    trace: Option<Trace>,
    /// Print the contact records and contact events that Amazon Connect would write, and
    /// what a supervisor would count.
    #[arg(long)]
    records: bool,
    /// Let what stands against an assumption hold; `ebb explain NAME` says what that is.
    #[arg(long, value_name = "NAME")]
    assume_not: Vec<String>,
}

/// A form of the trace.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Trace {
    /// One JSON object a line.
    Json,
}

pub(super) fn run(arguments: &Arguments, output: &mut Output) -> Result<Ending, Failure> {
    let workspace = arguments.sources.open(None)?;
    let settings = workspace.settings();
    let mut compilation = workspace.compile(&settings)?.compilation;
    if !compilation.is_playable() {
        check::report(&mut compilation, output);
        output.say("nothing was played");
        return Ok(Ending::Findings);
    }
    let program = &compilation.program;
    let flow = program.flow_named(&arguments.flow).ok_or_else(|| {
        let names = program.flows.iter().map(|flow| flow.name.as_str());
        Failure::new(no_flow(&arguments.flow, names))
    })?;
    let dropped = assumptions(&arguments.assume_not)?;
    let Some(script) = &arguments.script else {
        let shown = Shown::new(arguments, &compilation);
        return live::play(flow, &dropped, &shown, output);
    };
    let Some(mut test) = read_script(script, flow, &mut compilation, output)? else {
        return Ok(Ending::Findings);
    };
    drop_assumptions(&mut test, &dropped);
    let result = suite::play(&compilation.program, &test);
    tell(&compilation, &result, arguments, output)
}

/// The sentence about a flow that is not there.
pub(super) fn no_flow<'n>(name: &str, names: impl Iterator<Item = &'n str> + Clone) -> String {
    match nearest(name, names.clone()) {
        Some(near) => format!("no flow is called `{name}`; did you mean `{near}`?"),
        None if names.clone().next().is_none() => {
            format!("no flow is called `{name}`: there is no flow here")
        }
        None => format!(
            "no flow is called `{name}`; the flows are {}",
            and_ticked(names)
        ),
    }
}

fn assumptions(names: &[String]) -> Result<Vec<&'static Assumption>, Failure> {
    let known = ASSUMPTIONS.iter().map(|known| known.name);
    let found = names.iter().map(|name| {
        assumption_named(name).ok_or_else(|| {
            Failure::new(match nearest(name, known.clone()) {
                Some(near) => format!("no assumption is called `{name}`; did you mean `{near}`?"),
                None => format!("no assumption is called `{name}`; `ebb explain` lists them"),
            })
        })
    });
    found.collect()
}

/// Steps behind the start hold from the first block on.
fn drop_assumptions(test: &mut Test, dropped: &[&'static Assumption]) {
    let span = test.span;
    let steps = dropped.iter().map(|assumption| Step {
        span,
        text: format!("assume not {}", assumption.name),
        what: What::Do(Event::Given(Given::Assume {
            assumption,
            holds: false,
        })),
    });
    test.steps.splice(1..1, steps);
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
    arguments: &Arguments,
    output: &mut Output,
) -> Result<Ending, Failure> {
    let shown = Shown::new(arguments, compilation);
    output.result(&shown.seen(&result.seen))?;
    output.result(&shown.at_the_end(&result.seen))?;
    tell_assumptions(&result.state, output);
    let Verdict::Failed(failure) = &result.verdict else {
        return Ok(Ending::Clean);
    };
    let findings = [failure.diagnostic()];
    let style = output.talk_style();
    output.say(render(&findings, &compilation.sources, Format::Full, style).trim_end());
    Ok(Ending::Findings)
}

fn tell_assumptions(state: &State, output: &mut Output) {
    for assumption in &state.relied {
        let taken = assumption.taken(state.holds(assumption));
        output.say(&format!("assumed ({}): {taken}", assumption.name));
    }
}
