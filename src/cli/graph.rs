//! `ebb graph`.

use super::output::Output;
use super::{Ending, Failure, Sources, check, files};
use crate::compile::Compilation;
use crate::picture::Picture;
use crate::program::FlowId;
use crate::text::and_ticked;
use clap::{Args, ValueEnum};
use std::path::{Component, Path, PathBuf};

#[derive(Debug, Args)]
pub(super) struct Arguments {
    #[command(flatten)]
    sources: Sources,
    /// The flow to draw; not needed where there is only one.
    #[arg(long, value_name = "NAME")]
    flow: Option<String>,
    /// What to write.
    #[arg(long, value_enum, default_value_t = Format::Svg, value_name = "FORMAT")]
    format: Format,
    /// The file to write; standard output unless it is given.
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Format {
    /// A picture, as the designer would show the flow.
    Svg,
    /// A flowchart for Markdown.
    Mermaid,
    /// A graph for Graphviz.
    Dot,
}

pub(super) fn run(arguments: &Arguments, output: &mut Output) -> Result<Ending, Failure> {
    let workspace = arguments.sources.open(None)?;
    let settings = workspace.settings();
    let mut compilation = workspace.compile(&settings)?.compilation;
    // What is wrong with the shape of a flow is for `ebb check` to say; a flow that was
    // not understood is not drawn as it is meant.
    let whole = compilation.is_whole();
    if !whole {
        check::report(&mut compilation, output);
        if compilation.program.flows.is_empty() {
            return Ok(Ending::Findings);
        }
    }
    let flow = wanted(arguments.flow.as_deref(), &compilation)?;
    let here = || Path::new(".").canonicalize().ok();
    let link = |file: &str| address(file, arguments.out.as_deref(), &here);
    let picture = Picture::new(&compilation.program, flow, &compilation.sources, &link);
    let text = match arguments.format {
        Format::Svg => picture.svg(),
        Format::Mermaid => picture.mermaid(),
        Format::Dot => picture.dot(),
    };
    match &arguments.out {
        Some(path) => {
            let written = files::write(path, &text)?;
            let how = if written { "wrote    " } else { "unchanged" };
            output.say(&format!("{how} {}", files::shown(path)));
        }
        None => output.result(&text)?,
    }
    Ok(if whole {
        Ending::Clean
    } else {
        Ending::Findings
    })
}

fn wanted(name: Option<&str>, compilation: &Compilation) -> Result<FlowId, Failure> {
    let flows = &compilation.program.flows;
    let names = flows.iter().map(|flow| flow.name.as_str());
    if let Some(name) = name {
        let found = compilation.program.flow_named(name);
        return found.ok_or_else(|| Failure::new(super::run::no_flow(name, names)));
    }
    let mut ids = flows.ids();
    match (ids.next(), ids.next()) {
        (Some(only), None) => Ok(only),
        (None, _) => Err(Failure::new("there is nothing to draw: no flow is here")),
        (Some(_), Some(_)) => Err(Failure::new(format!(
            "a picture shows one flow, and here are {}: name one with --flow",
            and_ticked(names)
        ))),
    }
}

/// The address of a source as seen from the picture; none for standard input. `here` gives the
/// current folder, which is asked for where a name leads up from it.
fn address(
    file: &str,
    picture: Option<&Path>,
    here: &dyn Fn() -> Option<PathBuf>,
) -> Option<String> {
    if file == files::STDIN {
        return None;
    }
    let file = file.replace('\\', "/");
    let Some(folder) = picture.map(|picture| picture.parent().unwrap_or(Path::new(""))) else {
        return Some(file);
    };
    let file = Path::new(&file);
    if let (Some(folder), Some(file)) = (names(folder), names(file)) {
        return Some(between(&folder, &file));
    }
    if file.is_absolute() {
        return Some(file.to_str()?.to_owned());
    }
    let here = here()?;
    let (folder, file) = (straight(&here.join(folder)), straight(&here.join(file)));
    Some(between(&names(&folder)?, &names(&file)?))
}

/// The way from a folder to a file.
fn between(folder: &[&str], file: &[&str]) -> String {
    let pairs = folder.iter().zip(file);
    let shared = pairs.take_while(|(one, other)| one == other).count();
    let up = folder.iter().skip(shared).map(|_| "..");
    let way: Vec<&str> = up.chain(file.iter().skip(shared).copied()).collect();
    way.join("/")
}

/// A path from the root without its detours.
fn straight(path: &Path) -> PathBuf {
    let mut straight = PathBuf::new();
    for part in path.components() {
        match part {
            Component::Normal(name) => straight.push(name),
            Component::ParentDir => {
                straight.pop();
            }
            Component::CurDir | Component::RootDir | Component::Prefix(_) => {}
        }
    }
    straight
}

/// The folders of a path that only leads down.
fn names(path: &Path) -> Option<Vec<&str>> {
    let parts = path.components().filter(|part| *part != Component::CurDir);
    parts
        .map(|part| match part {
            Component::Normal(name) => name.to_str(),
            Component::CurDir
            | Component::ParentDir
            | Component::RootDir
            | Component::Prefix(_) => None,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_lead_from_the_picture_to_the_source() {
        let here = || Some(PathBuf::from("/home/kim"));
        let seen = |file, picture: Option<&str>| address(file, picture.map(Path::new), &here);
        assert_eq!(seen("a/b.ebb", None).as_deref(), Some("a/b.ebb"));
        assert_eq!(seen("a/b.ebb", Some("a/c.svg")).as_deref(), Some("b.ebb"));
        assert_eq!(seen("a/b.ebb", Some("./c.svg")).as_deref(), Some("a/b.ebb"));
        assert_eq!(
            seen("a/b.ebb", Some("d/e/c.svg")).as_deref(),
            Some("../../a/b.ebb")
        );
        assert_eq!(seen("/a/b.ebb", Some("c.svg")).as_deref(), Some("/a/b.ebb"));
        assert_eq!(
            seen("a/b.ebb", Some("../c.svg")).as_deref(),
            Some("kim/a/b.ebb")
        );
        assert_eq!(
            seen("a/b.ebb", Some("/tmp/c.svg")).as_deref(),
            Some("../home/kim/a/b.ebb")
        );
        assert_eq!(seen("../b.ebb", Some("c.svg")).as_deref(), Some("../b.ebb"));
        assert_eq!(seen(files::STDIN, None), None);
    }
}
