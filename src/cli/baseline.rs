//! `ebb check --baseline FILE`: only what is new counts.

use super::Failure;
use super::files;
use super::output::Output;
use crate::compile::{Baseline, Compilation};
use crate::text::count;
use std::path::Path;

/// Writes what was found as a baseline.
pub(super) fn write(
    file: &str,
    compilation: &Compilation,
    output: &mut Output,
) -> Result<(), Failure> {
    let baseline = Baseline::of(&compilation.findings, &compilation.sources);
    let word = match files::write(Path::new(file), &baseline.to_text())? {
        true => "wrote    ",
        false => "unchanged",
    };
    let known = count("finding", baseline.len());
    output.say(&format!("{word} {file} ({known})"));
    Ok(())
}

/// Takes away the findings that a baseline knows.
pub(super) fn subtract(
    file: &str,
    compilation: &mut Compilation,
    output: &mut Output,
) -> Result<(), Failure> {
    let text = files::read_file(Path::new(file), true)?.text;
    let baseline = Baseline::read(&text).map_err(|why| {
        Failure::new(format!(
            "cannot use `{file}`: {why}; write it with `--write-baseline {file}`"
        ))
    })?;
    let findings = std::mem::take(&mut compilation.findings);
    let compared = baseline.compare(findings, &compilation.sources);
    compilation.findings = compared.fresh;
    let known = count("finding", compared.known);
    output.say(&format!("not shown, because {file} knows them: {known}"));
    if compared.gone > 0 {
        let gone = count("finding", compared.gone);
        output.say(&format!(
            "no longer there, but in {file}: {gone}; write it again with `--write-baseline {file}`"
        ));
    }
    Ok(())
}
