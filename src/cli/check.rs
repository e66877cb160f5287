//! `ebb check`.

use super::output::Output;
use super::workspace::Compiled;
use super::{Ending, Failure, Sources, baseline, levels, mend};
use crate::compile::Compilation;
use crate::compile::levels::{Chosen, choose};
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
    /// End with 1 where there is a warning, too.
    #[arg(long, value_enum, value_name = "LEVEL")]
    deny: Option<Denied>,
    /// Give a rule another level: `error`, `warning`, `info` or `off`.
    #[arg(long = "level", value_name = "RULE=LEVEL", value_parser = levels::choice)]
    levels: Vec<Chosen>,
    /// Leave out the findings that this file knows.
    #[arg(long, value_name = "FILE")]
    baseline: Option<String>,
    /// Write all findings to this file, for `--baseline`.
    #[arg(long, value_name = "FILE", conflicts_with = "baseline")]
    write_baseline: Option<String>,
    /// Make the fixes that are safe, then say what is left.
    #[arg(long)]
    fix: bool,
    #[command(flatten)]
    judgement: Judgement,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Denied {
    /// Warnings are as bad as errors.
    Warnings,
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
    /// SARIF 2.1.0, for code scanning.
    Sarif,
    /// Annotations of GitHub Actions.
    Github,
    /// JUnit XML.
    Junit,
}

impl From<Shown> for Format {
    fn from(shown: Shown) -> Self {
        match shown {
            Shown::Full => Self::Full,
            Shown::Concise => Self::Concise,
            Shown::Json => Self::Json,
            Shown::Sarif => Self::Sarif,
            Shown::Github => Self::Github,
            Shown::Junit => Self::Junit,
        }
    }
}

pub(super) fn run(arguments: &Arguments, output: &mut Output) -> Result<Ending, Failure> {
    let mut compiled = if arguments.fix {
        mend::only_files(&arguments.sources)?;
        mend::mend(|| judged(arguments), output)?
    } else {
        judged(arguments)?
    };
    let compilation = &mut compiled.compilation;
    if let Some(file) = &arguments.write_baseline {
        baseline::write(file, compilation, output)?;
        return Ok(Ending::Clean);
    }
    if let Some(file) = &arguments.baseline {
        baseline::subtract(file, compilation, output)?;
    }
    let shown = render(
        &compilation.findings,
        &compilation.sources,
        Format::from(arguments.format),
        output.style(),
    );
    output.result(&shown)?;
    output.say(&summary(compilation));
    Ok(ending(arguments, compilation))
}

/// Everything that is found, at the levels that were asked for.
fn judged(arguments: &Arguments) -> Result<Compiled, Failure> {
    let workspace = arguments.sources.open(None)?;
    let mut compiled = workspace.compile(&arguments.judgement.settings())?;
    if arguments.env.is_some() && !compiled.compilation.has_errors() {
        compiled.emit(&compiled.flows(), arguments.env.as_deref(), |_, _| ())?;
    }
    let found = std::mem::take(&mut compiled.compilation.findings);
    compiled.compilation.findings = choose(found, &arguments.levels);
    Ok(compiled)
}

fn ending(arguments: &Arguments, compilation: &Compilation) -> Ending {
    let denied = match arguments.deny {
        Some(Denied::Warnings) => Level::Warning,
        None => Level::Error,
    };
    let is_denied = compilation.findings.iter().any(|one| one.level >= denied);
    if is_denied {
        Ending::Findings
    } else {
        Ending::Clean
    }
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
