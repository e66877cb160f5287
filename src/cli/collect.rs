//! The files of a project: all below its folder, or those that its `sources` name.

use super::{Failure, files};
use crate::diag::{Diagnostic, Sink};
use crate::project::{self, Project, Setting};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// The files of a project, each with whether it is named by itself.
pub(super) fn files_of(
    project: &Project,
    folder: &Path,
    endings: &[&str],
    skip: &[PathBuf],
    sink: &mut Sink,
) -> Result<BTreeSet<(PathBuf, bool)>, Failure> {
    let found = |paths: Vec<PathBuf>| paths.into_iter().map(|path| (path, false));
    if project.sources.is_empty() {
        return Ok(found(files::below(folder, endings, skip)?).collect());
    }
    let mut paths = BTreeSet::new();
    for source in &project.sources {
        let path = folder.join(&source.text);
        if path.is_dir() {
            paths.extend(found(files::below(&path, endings, skip)?));
        } else if path.is_file() {
            let ending = path.extension().and_then(|ending| ending.to_str());
            let wanted = ending.is_some_and(|ending| endings.contains(&ending));
            paths.extend(wanted.then_some((path, false)));
        } else {
            let matching = matching(source, folder, endings, skip, sink)?;
            paths.extend(found(matching));
        }
    }
    Ok(paths)
}

/// The files that a pattern means; one that means none is a mistake.
fn matching(
    source: &Setting,
    folder: &Path,
    endings: &[&str],
    skip: &[PathBuf],
    sink: &mut Sink,
) -> Result<Vec<PathBuf>, Failure> {
    let is_pattern = source.text.contains(['*', '?', '[', '{']);
    let glob = globset::GlobBuilder::new(&source.text)
        .literal_separator(true)
        .build();
    let Ok(glob) = glob else {
        wrong(source, "is no pattern that can be read", sink);
        return Ok(Vec::new());
    };
    let (glob, mut matching) = (glob.compile_matcher(), Vec::new());
    if is_pattern {
        for path in files::below(folder, endings, skip)? {
            let inside = path.strip_prefix(folder).unwrap_or(&path);
            if glob.is_match(inside) {
                matching.push(path);
            }
        }
    }
    if matching.is_empty() {
        let what = if is_pattern {
            "matches no source"
        } else {
            "is no file and no folder of the project"
        };
        wrong(source, what, sink);
    }
    Ok(matching)
}

fn wrong(source: &Setting, what: &str, sink: &mut Sink) {
    let message = format!("`{}` {what}", source.text);
    let finding = Diagnostic::new(&project::names::WRONG_SETTING, source.span, message);
    sink.push(finding.help(
        "paths begin at the folder of `ebb.toml`; without `sources`, everything below it belongs to the project",
    ));
}
