//! `ebb test`.

use super::output::Output;
use super::workspace::Compiled;
use super::{Ending, Failure, Sources, check, files, snapshots, watch};
use crate::compile::Compilation;
use crate::graph::{Settings, reach};
use crate::parallel;
use crate::report::{Report, coverage, html};
use crate::run::Machine;
use crate::suite::explore::explore;
use crate::suite::{self, Coverage, Test, TestResult};
use crate::text::count;
use clap::{Args, ValueEnum};
use std::path::{Path, PathBuf};

#[derive(Debug, Args)]
pub(super) struct Arguments {
    #[command(flatten)]
    sources: Sources,
    /// Only tests whose name holds this text; may be given several times.
    #[arg(long, value_name = "TEXT")]
    filter: Vec<String>,
    /// Only every n-th test, beginning with the i-th: `2/3` on the second of three machines.
    #[arg(long, value_name = "I/N", value_parser = shard)]
    shard: Option<Shard>,
    /// How to show what came of the tests.
    #[arg(long, value_enum, default_value_t = Shown::Full, value_name = "FORMAT")]
    format: Shown,
    /// Print the conversation of every test; twice, every block with the branch taken, too.
    #[arg(short, long, action = clap::ArgAction::Count)]
    verbose: u8,
    /// Say which branches of which blocks no test takes.
    #[arg(long)]
    coverage: bool,
    /// Write the coverage to a file: `.html` with pictures, `.info` for lcov; may be given
    /// several times.
    #[arg(long, value_name = "FILE")]
    coverage_out: Vec<PathBuf>,
    /// Fail where less than this percentage of the branches is taken.
    #[arg(long, value_name = "PERCENT", value_parser = permille)]
    fail_under: Option<usize>,
    /// Print tests that take the branches that no test takes yet.
    #[arg(long)]
    explore: bool,
    /// Write the files of `expect transcript` anew.
    #[arg(long)]
    update: bool,
    /// Play the tests again whenever a source changes.
    #[arg(long)]
    watch: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Shown {
    /// Each test with its verdict; the conversation and the source of a failure.
    Full,
    /// One line each.
    Concise,
    /// One JSON document.
    Json,
    /// JUnit's XML.
    Junit,
}

/// One of several parts of the tests.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Shard {
    /// Which, from 1.
    number: usize,
    /// Of how many.
    of: usize,
}

fn shard(text: &str) -> Result<Shard, String> {
    let parts = text.split_once('/');
    let parts = parts.and_then(|(number, of)| Some((number.parse().ok()?, of.parse().ok()?)));
    match parts {
        Some((number, of)) if 0 < number && number <= of => Ok(Shard { number, of }),
        _ => Err("write for example `2/3`: the second of three parts".to_owned()),
    }
}

/// A percentage with at most one digit behind the point, in tenths.
fn permille(text: &str) -> Result<usize, String> {
    let (whole, tenth) = text.split_once('.').unwrap_or((text, "0"));
    let wrong = || "write a percentage from 0 to 100, such as `95` or `99.5`".to_owned();
    let whole: usize = whole.parse().map_err(|_| wrong())?;
    let tenth: usize = tenth.parse().map_err(|_| wrong())?;
    let permille = whole.saturating_mul(10).saturating_add(tenth);
    if tenth < 10 && permille <= 1_000 {
        Ok(permille)
    } else {
        Err(wrong())
    }
}

pub(super) fn run(arguments: &Arguments, output: &mut Output) -> Result<Ending, Failure> {
    if arguments.watch {
        return watch::forever(&arguments.sources, output, |output| once(arguments, output));
    }
    once(arguments, output)
}

fn once(arguments: &Arguments, output: &mut Output) -> Result<Ending, Failure> {
    let workspace = arguments.sources.open(None)?;
    let settings = workspace.settings();
    let Compiled {
        mut compilation, ..
    } = workspace.compile(&settings)?;
    if compilation.has_errors() {
        check::report(&mut compilation, output);
        output.say("no test was played");
        return Ok(Ending::Findings);
    }
    let tests = arguments.wanted(&compilation.tests);
    let machine = Machine::new(&compilation.program);
    let mut results: Vec<(&Test, TestResult)> = parallel::map(&tests, |test| {
        let result = suite::play_on(&machine, test);
        (*test, result)
    });
    snapshots::judge(&compilation, &mut results, arguments.update, output)?;
    let mut report = Report {
        program: &compilation.program,
        sources: &compilation.sources,
        coverage: arguments.coverage(&compilation, &results),
        results,
    };
    if arguments.explore {
        return explored(&compilation, &mut report, output);
    }
    arguments.tell(&report, output)?;
    arguments.ending(&report, output)
}

impl Arguments {
    fn wanted<'t>(&self, tests: &'t [Test]) -> Vec<&'t Test> {
        let named = |test: &&Test| {
            let mut filters = self.filter.iter();
            self.filter.is_empty() || filters.any(|filter| test.name.contains(filter.as_str()))
        };
        let tests = tests.iter().filter(named);
        match self.shard {
            Some(Shard { number, of }) => tests.skip(number - 1).step_by(of).collect(),
            None => tests.collect(),
        }
    }

    fn coverage(
        &self,
        compilation: &Compilation,
        results: &[(&Test, TestResult)],
    ) -> Option<Coverage> {
        let wanted = self.coverage || self.explore || self.fail_under.is_some();
        (wanted || !self.coverage_out.is_empty()).then(|| {
            let program = &compilation.program;
            let mut coverage = Coverage::new(program, &Settings::default());
            for (_, result) in results {
                coverage.add(program, &result.seen);
            }
            coverage
        })
    }

    fn tell(&self, report: &Report<'_>, output: &mut Output) -> Result<(), Failure> {
        let style = output.style();
        output.result(&match self.format {
            Shown::Full => report.full(self.verbose, style),
            Shown::Concise => report.concise(),
            Shown::Json => report.json(),
            Shown::Junit => report.junit(),
        })?;
        let filtered = !self.filter.is_empty() || self.shard.is_some();
        output.say(&report.summary(filtered));
        let Some(coverage) = &report.coverage else {
            return Ok(());
        };
        let table = || coverage::table(report.program, report.sources, coverage);
        if self.coverage && matches!(self.format, Shown::Full | Shown::Concise) {
            output.result(&format!("\n{}", table()))?;
        }
        for path in &self.coverage_out {
            write(path, report, coverage, output)?;
        }
        Ok(())
    }

    fn ending(&self, report: &Report<'_>, output: &mut Output) -> Result<Ending, Failure> {
        let share = report.coverage.as_ref().map(Coverage::share);
        let below = share
            .zip(self.fail_under)
            .filter(|(share, least)| share.permille() < *least);
        if let Some((share, least)) = below {
            let (percent, least) = (share.percent(), percent(least));
            output.say(&format!(
                "{percent} % of the branches are taken, and {least} % were asked for"
            ));
        }
        Ok(if report.failed() > 0 || below.is_some() {
            Ending::Findings
        } else {
            Ending::Clean
        })
    }
}

fn percent(permille: usize) -> String {
    match permille % 10 {
        0 => (permille / 10).to_string(),
        tenth => format!("{}.{tenth}", permille / 10),
    }
}

fn write(
    path: &Path,
    report: &Report<'_>,
    coverage: &Coverage,
    output: &mut Output,
) -> Result<(), Failure> {
    let ending = path.extension().and_then(|ending| ending.to_str());
    let text = match ending {
        Some("html") => html::page(report.program, report.sources, coverage),
        Some("info") => coverage::lcov(report.program, report.sources, coverage),
        Some(_) | None => {
            let shown = files::shown(path);
            return Err(Failure::new(format!(
                "`{shown}` does not say what to write: end it with `.html` or `.info`; for JSON there is `--format json --coverage`"
            )));
        }
    };
    let written = files::write(path, &text)?;
    let how = if written { "wrote    " } else { "unchanged" };
    output.say(&format!("{how} {}", files::shown(path)));
    Ok(())
}

fn explored(
    compilation: &Compilation,
    report: &mut Report<'_>,
    output: &mut Output,
) -> Result<Ending, Failure> {
    let program = &compilation.program;
    let Some(coverage) = &mut report.coverage else {
        return Ok(Ending::Clean);
    };
    let before = coverage.share();
    let reaches = reach::everywhere(program, &Settings::default());
    let found = explore(program, &reaches, coverage);
    output.result(&found.tests.join("\n"))?;
    let after = coverage.share();
    output.say(&format!(
        "{} of {} branches taken, {} of them by {} printed here",
        after.taken,
        after.reachable,
        after.taken - before.taken,
        count("test", found.tests.len()),
    ));
    for missed in &found.missed {
        let told = coverage::told(program, missed.branch);
        output.say(&format!("not taken: {told}: {}", missed.reason));
    }
    Ok(Ending::Clean)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shards_and_percentages_are_read() {
        assert_eq!(shard("2/3"), Ok(Shard { number: 2, of: 3 }));
        for wrong in ["0/3", "4/3", "2", "a/b", "1/0"] {
            assert!(shard(wrong).is_err(), "{wrong}");
        }
        assert_eq!(permille("99.5"), Ok(995));
        assert_eq!(permille("100"), Ok(1_000));
        for wrong in ["101", "100.1", "99.55", "-1", "x"] {
            assert!(permille(wrong).is_err(), "{wrong}");
        }
    }
}
