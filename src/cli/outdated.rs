//! `ebb build --check`: whether what was built is what would be built.

use super::files::Holds;
use super::output::Output;
use super::staging::Staged;
use super::{Ending, Failure, files};
use crate::text::count;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// How the name of a file ends that holds the contract of a module.
pub(super) const CONTRACT: &str = ".settings.json";

/// The files of a build beside those of a folder.
pub(super) struct Comparison<'a> {
    /// The folder.
    pub(super) folder: &'a Path,
    /// Every file of the build.
    pub(super) files: Vec<&'a Staged>,
    /// Whether these are all flows, so that others in the folder are left over.
    pub(super) all: bool,
    /// The names of the sources, which may lie in the same folder.
    pub(super) sources: BTreeSet<&'a str>,
}

/// Lists the files that are missing, differ or are left over.
pub(super) fn report(built: &Comparison<'_>, output: &mut Output) -> Result<Ending, Failure> {
    let mut outdated = Vec::new();
    for file in &built.files {
        let what = match file.holds {
            Holds::This => continue,
            Holds::Nothing => "missing  ",
            Holds::Other => "differs  ",
        };
        outdated.push((what, built.folder.join(&file.name)));
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
            files::shown(built.folder)
        ));
        Ending::Clean
    } else {
        output.say("`ebb build` writes what is missing or differs; delete what is left over");
        Ending::Findings
    })
}

/// Flows and contracts of modules in the folder that no source is built to any more. Other JSON
/// files are none of our business.
fn left_over(built: &Comparison<'_>) -> Result<Vec<PathBuf>, Failure> {
    let files = built.files.iter();
    let known: BTreeSet<PathBuf> = files.map(|file| built.folder.join(&file.name)).collect();
    let mut left = Vec::new();
    if !built.folder.is_dir() {
        return Ok(left);
    }
    for path in files::inside(built.folder, "json")? {
        let is_source = built.sources.contains(files::shown(&path).as_str());
        if !known.contains(&path) && !is_source && is_built(&path)? {
            left.push(path);
        }
    }
    Ok(left)
}

/// Whether a file may have been built: a flow, or the contract of a module.
fn is_built(path: &Path) -> Result<bool, Failure> {
    let text = files::read_file(path, true)?.text;
    let is_contract = files::shown(path).ends_with(CONTRACT) && text.contains("\"resultData\"");
    Ok(is_contract || text.contains("\"StartAction\""))
}
