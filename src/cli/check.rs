//! `ebb check`.

use super::output::Output;
use super::{Ending, Failure, Sources};
use crate::compile::Compilation;
use crate::diag::Level;
use crate::diag::render::{Format, Style, render};
use crate::graph::{Limit, Settings};
use crate::text::count;
use clap::{Args, ValueEnum};

/// The arguments of `ebb check`.
#[derive(Debug, Args)]
pub(super) struct Arguments {
    #[command(flatten)]
    sources: Sources,
    /// How to show what is found.
    #[arg(long, value_enum, default_value_t = Shown::Full, value_name = "FORMAT", env = "EBB_FORMAT")]
    format: Shown,
    /// Check the names against this environment of `ebb.toml`, too.
    #[arg(long, value_name = "NAME")]
    env: Option<String>,
    #[command(flatten)]
    judgement: Judgement,
}

/// What the time analysis takes for granted about people.
#[derive(Debug, Args)]
pub(super) struct Judgement {
    /// How often a customer may come back late in one chat, or `unlimited`.
    #[arg(long, value_name = "COUNT", default_value = "1", value_parser = returns)]
    late_returns: Limit,
    /// How much time a chat spends with agents, bots and functions, such as `1h`, or `unlimited`.
    #[arg(long, value_name = "TIME", default_value = "1h", value_parser = time)]
    service: Limit,
}

impl Judgement {
    pub(super) fn settings(&self) -> Settings {
        Settings {
            late_returns: self.late_returns,
            service: self.service,
            ..Settings::default()
        }
    }
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Shown {
    /// With the source, help and the story.
    Full,
    /// One line each.
    Concise,
    /// One JSON document.
    Json,
}

impl From<Shown> for Format {
    fn from(shown: Shown) -> Self {
        match shown {
            Shown::Full => Self::Full,
            Shown::Concise => Self::Concise,
            Shown::Json => Self::Json,
        }
    }
}

pub(super) fn run(arguments: &Arguments, output: &mut Output) -> Result<Ending, Failure> {
    let workspace = arguments.sources.open(None)?;
    let mut compiled = workspace.compile(&arguments.judgement.settings())?;
    if arguments.env.is_some() && !compiled.compilation.has_errors() {
        compiled.emit(&compiled.flows(), arguments.env.as_deref(), |_, _| ())?;
    }
    let compilation = &compiled.compilation;
    let format = Format::from(arguments.format);
    let shown = render(
        &compilation.findings,
        &compilation.sources,
        format,
        output.style(),
    );
    output.result(&shown)?;
    output.say(&summary(compilation));
    Ok(compiled.ending())
}

/// Shows on stderr what keeps another command from its work, or what to know besides.
pub(super) fn report(compilation: &Compilation, output: &mut Output) {
    let least = if compilation.has_errors() {
        Level::Error
    } else {
        Level::Warning
    };
    let findings: Vec<_> = compilation
        .findings
        .iter()
        .filter(|finding| finding.level >= least)
        .cloned()
        .collect();
    if !findings.is_empty() {
        let style: Style = output.talk_style();
        let shown = render(&findings, &compilation.sources, Format::Full, style);
        output.say(shown.trim_end());
    }
}

fn summary(compilation: &Compilation) -> String {
    let flows = count("flow", compilation.program.flows.len());
    let counted: Vec<String> = [Level::Error, Level::Warning, Level::Info]
        .into_iter()
        .map(|level| (level, compilation.count(level)))
        .filter(|(_, number)| *number > 0)
        .map(|(level, number)| match level {
            Level::Info => format!("{number} info"),
            Level::Error | Level::Warning => count(level.word(), number),
        })
        .collect();
    let found = if counted.is_empty() {
        "nothing to report".to_owned()
    } else {
        counted.join(", ")
    };
    let mut lines = vec![format!("{flows} checked: {found}")];
    if !compilation.judged {
        lines.push("reachability and time are judged once every flow can be understood".to_owned());
    }
    match compilation.passed_over.as_slice() {
        [] => {}
        [only] => lines.push(format!("passed over, because it is no flow: {only}")),
        [first, rest @ ..] => lines.push(format!(
            "passed over, because they are no flows: {first} and {}",
            count("other file", rest.len())
        )),
    }
    lines.join("\n")
}

fn returns(text: &str) -> Result<Limit, String> {
    if text == "unlimited" {
        return Ok(Limit::Unlimited);
    }
    text.parse()
        .map(Limit::AtMost)
        .map_err(|_| "a whole number, or `unlimited`".to_owned())
}

fn time(text: &str) -> Result<Limit, String> {
    if text == "unlimited" {
        return Ok(Limit::Unlimited);
    }
    crate::syntax::duration(text)
        .filter(|seconds| *seconds >= 0)
        .and_then(|seconds| u32::try_from(seconds).ok())
        .map(Limit::AtMost)
        .ok_or_else(|| "a time such as `90s`, `15m` or `1h30m`, or `unlimited`".to_owned())
}
