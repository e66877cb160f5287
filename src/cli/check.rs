//! `ebb check`.

use super::emission::Wish;
use super::output::Output;
use super::workspace::{Compiled, InBatches};
use super::{Ending, Failure, Sources, baseline, levels, mend};
use crate::compile::Compilation;
use crate::compile::levels::Chosen;
use crate::diag::render::{Format, Style, render_in_pieces};
use crate::diag::{Diagnostic, Level};
use crate::emit;
use crate::graph::{Limit, Settings};
use crate::project::Allowed;
use crate::text::count;
use clap::{Args, ValueEnum};
use std::borrow::Cow;
use std::convert::Infallible;

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

// What the time analysis takes for granted about people.
#[derive(Debug, Args)]
pub(super) struct Judgement {
    /// How often a customer may come back late in one chat, or `unlimited`; 1 unless
    /// `ebb.toml` says otherwise.
    #[arg(long, value_name = "COUNT", value_parser = Allowed::returns)]
    late_returns: Option<Allowed>,
    /// How much time a chat spends with agents, bots and functions, such as `1h`, or
    /// `unlimited`; an hour unless `ebb.toml` says otherwise.
    #[arg(long, value_name = "TIME", value_parser = Allowed::time)]
    service: Option<Allowed>,
}

impl Judgement {
    /// What was asked for, else what the project says.
    pub(super) fn settings(&self, project: Settings) -> Settings {
        Settings {
            late_returns: self.late_returns.map_or(project.late_returns, limit),
            service: self.service.map_or(project.service, limit),
            ..project
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
    let Compilation {
        findings, sources, ..
    } = &mut **compilation;
    let (format, style) = (Format::from(arguments.format), output.style());
    render_in_pieces(findings, sources, format, style, |shown| {
        output.result(&shown)
    })?;
    output.say(&summary(compilation));
    Ok(ending(arguments, compilation))
}

/// Everything that is found, at the levels that were asked for.
fn judged(arguments: &Arguments) -> Result<Compiled, Failure> {
    let mut workspace = arguments.sources.open(None)?;
    workspace.ask(&arguments.levels);
    workspace.choose_texts(arguments.env.as_deref());
    let settings = arguments.judgement.settings(workspace.settings());
    let wish = Wish {
        environment: arguments.env.as_deref(),
        // What may belong to another environment is only seen in what is written.
        only: match arguments.env.is_some() || workspace.has_several_environments() {
            true => |_, _| true,
            false => emit::may_be_too_large,
        },
        make: &|flow, emitted| emit::check_size(flow, emitted).map(Box::new),
    };
    let (mut compiled, written) =
        match workspace.compile_in_batches(&settings, Some(&wish), Level::Off) {
            Ok(InBatches { compiled, written }) => (compiled, written.transpose()?),
            Err(workspace) => {
                let mut compiled = workspace.compile(&settings)?;
                let is_whole = compiled.compilation.is_whole();
                let written = is_whole.then(|| compiled.emit(&compiled.flows(), &wish));
                (compiled, written.transpose()?)
            }
        };
    let too_large = written.into_iter().flatten();
    compiled.add(too_large.filter_map(|flow| flow.made).map(|made| *made));
    compiled.compilation.choose(&arguments.levels);
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
pub(super) fn report(compilation: &mut Compilation, output: &mut Output) {
    let least = if compilation.has_errors() {
        Level::Error
    } else {
        Level::Warning
    };
    let is_shown = |finding: &&Diagnostic| finding.level >= least;
    let Compilation {
        findings: all,
        sources,
        ..
    } = compilation;
    let findings = match all.iter().all(|finding| is_shown(&finding)) {
        true => Cow::Borrowed(all),
        false => Cow::Owned(all.iter().filter(is_shown).cloned().collect()),
    };
    if !findings.is_empty() {
        let style: Style = output.talk_style();
        let mut last = String::new();
        let Ok(()) = render_in_pieces(&findings, sources, Format::Full, style, |shown| {
            output.talk(&last);
            last = shown;
            Ok::<_, Infallible>(())
        });
        output.say(last.trim_end());
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
            Level::Error | Level::Warning | Level::Off => count(level.word(), number),
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
    let passed_over = [
        (
            &compilation.passed_over,
            "it is no flow",
            "they are no flows",
        ),
        (
            &compilation.written_in_ebb,
            "its flow is written in Ebb",
            "their flows are written in Ebb",
        ),
    ];
    for (files, it, they) in passed_over {
        match files.as_slice() {
            [] => {}
            [only] => lines.push(format!("passed over, because {it}: {only}")),
            [first, rest @ ..] => lines.push(format!(
                "passed over, because {they}: {first} and {}",
                count("other file", rest.len())
            )),
        }
    }
    lines.join("\n")
}

/// An allowance as the analysis takes it.
pub(super) const fn limit(allowed: Allowed) -> Limit {
    match allowed {
        Allowed::AtMost(most) => Limit::AtMost(most),
        Allowed::Unlimited => Limit::Unlimited,
    }
}
