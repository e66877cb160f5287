//! Levels of rules: those of a run, `--level NAME=LEVEL`, and those of `ebb.toml`.

use crate::compile::levels::{self, Chosen};
use crate::diag::{Diagnostic, Sink};
use crate::explain;
use crate::project::{self, ChosenLevel, Setting};
use crate::source::{FileId, SourceMap};
use crate::text::nearest;
use std::collections::BTreeSet;
use std::path::Path;

/// Reads `NAME=LEVEL`.
pub(super) fn choice(text: &str) -> Result<Chosen, String> {
    let (name, level) = text
        .split_once('=')
        .ok_or_else(|| "write `NAME=LEVEL`, for example `queue-not-set=error`".to_owned())?;
    let rule = levels::rule(name).ok_or_else(|| {
        let (what, help) = no_rule(name);
        format!("{what}; {help}")
    })?;
    Ok(Chosen {
        rule,
        level: levels::level(level)?,
        files: None,
    })
}

/// The levels that a project chose; what is wrong with them is reported.
pub(super) fn of_project(
    chosen: &[ChosenLevel],
    folder: &Path,
    sources: &SourceMap,
    sink: &mut Sink,
) -> Vec<Chosen> {
    let read = chosen.iter().map(|choice| read(choice, folder, sources));
    read.filter_map(|read| read.map_err(|finding| sink.push(*finding)).ok())
        .collect()
}

fn read(
    choice: &ChosenLevel,
    folder: &Path,
    sources: &SourceMap,
) -> Result<Chosen, Box<Diagnostic>> {
    let wrong = |setting: &Setting, what: String, help: String| {
        let rule = &project::names::WRONG_SETTING;
        Box::new(Diagnostic::new(rule, setting.span, what).help(help))
    };
    let name = &choice.rule;
    let rule = levels::rule(&name.text).ok_or_else(|| {
        let (what, help) = no_rule(&name.text);
        wrong(name, what, help)
    })?;
    let level = levels::level(&choice.level.text).map_err(|help| {
        let what = format!("`{}` is no level", choice.level.text);
        wrong(&choice.level, what, help)
    })?;
    let files = choice.paths.as_ref().map(|paths| {
        matching(paths, folder, sources).ok_or_else(|| {
            let what = format!("`{}` is no pattern that can be read", paths.text);
            wrong(
                paths,
                what,
                "write a path or a pattern such as `legacy/**`".to_owned(),
            )
        })
    });
    Ok(Chosen {
        rule,
        level,
        files: files.transpose()?,
    })
}

/// The sources that a path or a pattern means: a folder means everything below it.
fn matching(paths: &Setting, folder: &Path, sources: &SourceMap) -> Option<BTreeSet<FileId>> {
    let glob = globset::GlobBuilder::new(&paths.text)
        .literal_separator(true)
        .build();
    let glob = glob.ok()?.compile_matcher();
    let means = |name: &str| {
        let inside = Path::new(name)
            .strip_prefix(folder)
            .unwrap_or(Path::new(name));
        glob.is_match(inside) || inside.starts_with(&paths.text)
    };
    let files = sources.iter().filter(|(_, file)| means(file.name()));
    Some(files.map(|(id, _)| id).collect())
}

/// What is wrong with a name that is no rule whose level can be chosen, and what to do.
pub(super) fn no_rule(name: &str) -> (String, String) {
    if explain::rules().iter().any(|rule| rule.name == name) {
        return (
            format!("the level of `{name}` is fixed"),
            "a source with such a finding cannot be understood: mend it".to_owned(),
        );
    }
    let known = levels::choosable().map(|rule| rule.name);
    let help = match nearest(name, known) {
        Some(near) => format!("did you mean `{near}`?"),
        None => "`ebb explain` lists the rules".to_owned(),
    };
    (format!("there is no rule `{name}`"), help)
}
