//! `ebb test`.

use super::output::Output;
use super::{Ending, Failure, Sources, check};
use crate::compile::Compilation;
use crate::diag::render::{Format, render};
use crate::run::Transcript;
use crate::suite::{self, Test, TestResult, Verdict};
use crate::text::count;
use clap::Args;

/// The arguments of `ebb test`.
#[derive(Debug, Args)]
pub(super) struct Arguments {
    #[command(flatten)]
    sources: Sources,
    /// Only tests whose name holds this text.
    #[arg(long, value_name = "TEXT")]
    filter: Option<String>,
    /// Print the conversation of every test; twice, every block with the branch taken, too.
    #[arg(short, long, action = clap::ArgAction::Count)]
    verbose: u8,
}

pub(super) fn run(arguments: &Arguments, output: &mut Output) -> Result<Ending, Failure> {
    let workspace = arguments.sources.open(None)?;
    let settings = workspace.settings();
    let compilation = workspace.compile(&settings)?.compilation;
    if compilation.has_errors() {
        check::report(&compilation, output);
        output.say("no test was played");
        return Ok(Ending::Findings);
    }
    let wanted = |test: &&Test| {
        let filter = arguments.filter.as_deref();
        filter.is_none_or(|filter| test.name.contains(filter))
    };
    let tests: Vec<&Test> = compilation.tests.iter().filter(wanted).collect();
    let mut failed = 0;
    for test in &tests {
        let result = suite::play(&compilation.program, test);
        failed += usize::from(!result.passed());
        output.result(&told(
            &compilation,
            test,
            &result,
            arguments.verbose,
            output,
        ))?;
    }
    output.say(&summary(tests.len(), failed, arguments.filter.is_some()));
    Ok(if failed > 0 {
        Ending::Findings
    } else {
        Ending::Clean
    })
}

/// What is said of one test: its verdict, and the conversation where it helps.
fn told(
    compilation: &Compilation,
    test: &Test,
    result: &TestResult,
    verbose: u8,
    output: &Output,
) -> String {
    let verdict = if result.passed() { "ok    " } else { "FAILED" };
    let mut text = format!("{verdict}  {}\n", test.name);
    if verbose > 0 || !result.passed() {
        text.push_str(&conversation(compilation, result, verbose > 1));
    }
    if let Verdict::Failed(failure) = &result.verdict {
        let findings = [failure.diagnostic()];
        let style = output.style();
        text.push_str(&render(
            &findings,
            &compilation.sources,
            Format::Full,
            style,
        ));
    }
    text
}

/// The conversation, indented, and the assumptions that it rests on.
pub(super) fn conversation(
    compilation: &Compilation,
    result: &TestResult,
    verbose: bool,
) -> String {
    let (program, seen) = (&compilation.program, &result.seen);
    let transcript = if verbose {
        Transcript::verbose(program, seen)
    } else {
        Transcript::new(program, seen)
    };
    transcript
        .to_string()
        .lines()
        .map(|line| format!("    {line}\n"))
        .collect()
}

fn summary(tests: usize, failed: usize, filtered: bool) -> String {
    match (tests, failed) {
        (0, _) if filtered => "no test has such a name".to_owned(),
        (0, _) => {
            "there are no tests; write one with `test \"…\" { start FLOW on chat … }`".to_owned()
        }
        (tests, 0) => format!("{} passed", count("test", tests)),
        (tests, failed) => format!("{failed} of {} failed", count("test", tests)),
    }
}
