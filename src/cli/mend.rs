//! `ebb check --fix`: makes the fixes that findings carry.

use super::files;
use super::output::Output;
use super::workspace::Compiled;
use super::{Failure, Sources};
use crate::compile;
use crate::text::count;
use std::path::Path;

/// How often fixes are made: what one of them uncovers the next round mends.
const ROUNDS: usize = 8;

/// Makes fixes until there are none left; gives what is found then.
pub(super) fn mend(
    judge: impl Fn() -> Result<Compiled, Failure>,
    output: &mut Output,
) -> Result<Compiled, Failure> {
    let mut compiled = judge()?;
    for _ in 0..ROUNDS {
        let compilation = &compiled.compilation;
        let fixed = compile::fixed(&compilation.findings, &compilation.sources);
        if fixed.is_empty() {
            break;
        }
        for fixed in &fixed {
            let name = compilation.sources.file(fixed.file).name();
            files::write(Path::new(name), &fixed.text)?;
            let mended = count("finding", fixed.mended);
            output.say(&format!("mended    {name} ({mended})"));
        }
        compiled = judge()?;
    }
    Ok(compiled)
}

/// Refuses sources that have no file to write to.
pub(super) fn only_files(sources: &Sources) -> Result<(), Failure> {
    if sources.paths.iter().any(|path| path == "-") {
        return Err(Failure::new(
            "`--fix` changes files, and standard input is none: name the file",
        ));
    }
    Ok(())
}
