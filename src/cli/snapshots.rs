//! The files of `expect transcript`: compared, or written anew.

use super::output::Output;
use super::{Failure, files};
use crate::compile::Compilation;
use crate::suite::{self, Test, TestResult, Verdict};
use crate::text::count;
use std::path::{Path, PathBuf};

/// Compares every transcript with its file, which lies beside the source; with `update`
/// the files are written instead.
pub(super) fn judge(
    compilation: &Compilation,
    results: &mut [(&Test, TestResult)],
    update: bool,
    output: &mut Output,
) -> Result<(), Failure> {
    let mut written = 0;
    for (_, result) in results {
        if !result.passed() {
            continue;
        }
        for kept in std::mem::take(&mut result.transcripts) {
            let source = compilation.sources.file(kept.span.file).name();
            let path = beside(source, &kept.file);
            if update {
                written += usize::from(files::write(&path, &kept.text)?);
                continue;
            }
            let known = if path.is_file() {
                Some(files::read_file(&path, true)?.text)
            } else {
                None
            };
            if let Some(failure) = suite::compare(&kept, known.as_deref()) {
                result.verdict = Verdict::Failed(Box::new(failure));
                break;
            }
        }
    }
    if update {
        output.say(&format!("{} written", count("transcript", written)));
    }
    Ok(())
}

fn beside(source: &str, file: &str) -> PathBuf {
    let folder = Path::new(source).parent().unwrap_or(Path::new(""));
    folder.join(file)
}
