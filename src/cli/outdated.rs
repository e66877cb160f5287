//! `ebb build --check`: whether what was built is what would be built.

use super::build::Files;
use super::output::Output;
use super::{Ending, Failure, files};
use crate::text::count;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// Lists the files that are missing, differ or are left over.
pub(super) fn report(built: &Files<'_>, output: &mut Output) -> Result<Ending, Failure> {
    let mut outdated = Vec::new();
    for file in &built.files {
        if !file.path.exists() {
            outdated.push(("missing  ", file.path.clone()));
        } else if files::read_file(&file.path, true)?.text != file.text {
            outdated.push(("differs  ", file.path.clone()));
        }
    }
    if built.all {
        let left = left_over(built)?.into_iter();
        outdated.extend(left.map(|path| ("left over", path)));
    }
    for (what, path) in &outdated {
        output.result(&format!("{what} {}\n", files::shown(path)))?;
    }
    Ok(if outdated.is_empty() {
        let files = count("file", built.files.len());
        output.say(&format!(
            "{files} up to date in {}",
            files::shown(&built.folder)
        ));
        Ending::Clean
    } else {
        output.say("`ebb build` writes what is missing or differs; delete what is left over");
        Ending::Findings
    })
}

/// Flows in the folder that no source is built to any more. Other JSON files are none of
/// our business.
fn left_over(built: &Files<'_>) -> Result<Vec<PathBuf>, Failure> {
    let known: BTreeSet<&Path> = built.files.iter().map(|file| file.path.as_path()).collect();
    let mut left = Vec::new();
    if !built.folder.is_dir() {
        return Ok(left);
    }
    for path in files::inside(&built.folder, "json")? {
        let is_source = built.sources.contains(files::shown(&path).as_str());
        if !known.contains(path.as_path()) && !is_source && is_flow(&path)? {
            left.push(path);
        }
    }
    Ok(left)
}

fn is_flow(path: &Path) -> Result<bool, Failure> {
    Ok(files::read_file(path, true)?
        .text
        .contains("\"StartAction\""))
}
