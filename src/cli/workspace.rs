//! What a command works on: a project, or the files that somebody named.

use super::Failure;
use super::check::limit;
use super::collect;
use super::files::{self, Found};
use super::levels::of_project;
use crate::compile::levels::{self, Chosen};
use crate::compile::{Compilation, Input, compile_beside};
use crate::diag::{Diagnostic, Rule, Sink};
use crate::emit::{self, Emitted, Placeholder, Sidecar};
use crate::graph::Settings;
use crate::parallel;
use crate::program::{Flow, FlowId, Origin, Program, ResourceId};
use crate::project::{self, Bindings, Environment, Project};
use crate::source::SourceMap;
use crate::text::{and_ticked, nearest};
use clap::Args;
use std::collections::{BTreeMap, BTreeSet};
use std::mem::ManuallyDrop;
use std::path::{Path, PathBuf};
use std::sync::Mutex;

// Which sources a command works on.
#[derive(Debug, Args)]
pub(super) struct Sources {
    /// The folder of a project (one with an `ebb.toml`); else files, folders (everything
    /// below them that ends in .ebb or .json) or `-` for standard input, which share one
    /// set of names. Without a path: the project around the current folder, else the
    /// folder.
    #[arg(value_name = "PATH")]
    pub(super) paths: Vec<String>,
}

/// Sources, and the project they belong to.
#[derive(Debug)]
pub(super) struct Workspace {
    /// What there is to read.
    pub(super) found: Vec<Found>,
    project: Option<Opened>,
    sources: SourceMap,
    sink: Sink,
    /// The rules whose level the command chooses.
    asked: Vec<&'static Rule>,
}

/// A project with its folder.
#[derive(Debug)]
struct Opened {
    project: Project,
    folder: PathBuf,
    file: PathBuf,
}

/// A compilation with the project it was made from.
#[derive(Debug)]
pub(super) struct Compiled {
    /// Never dropped: the process ends when its command does, and to give everything back
    /// piece by piece takes time.
    pub(super) compilation: ManuallyDrop<Compilation>,
    project: Option<Opened>,
    /// What is kept beside sources, by their names.
    sidecars: BTreeMap<String, Sidecar>,
}

/// A flow that was written.
#[derive(Debug)]
pub(super) struct Written<T> {
    pub(super) flow: FlowId,
    /// What stands in it by a made-up ARN.
    pub(super) placeholders: Vec<Placeholder>,
    /// What was made of its text.
    pub(super) made: T,
}

impl<T> Written<Result<T, Failure>> {
    /// The flow, unless something failed that was made of it.
    pub(super) fn kept(self) -> Result<Written<T>, Failure> {
        Ok(Written {
            flow: self.flow,
            placeholders: self.placeholders,
            made: self.made?,
        })
    }
}

/// An environment that was asked for, with what its names mean.
#[derive(Debug)]
pub(super) struct Bound<'a> {
    pub(super) environment: &'a Environment,
    bindings: Bindings,
}

impl Sources {
    /// Looks for the sources. `out` is a folder that flows are written to, which holds none.
    pub(super) fn open(&self, out: Option<&str>) -> Result<Workspace, Failure> {
        self.open_for(&["ebb", "json"], out)
    }

    /// Looks for the sources with these endings.
    pub(super) fn open_for(
        &self,
        endings: &[&str],
        out: Option<&str>,
    ) -> Result<Workspace, Failure> {
        let mut workspace = Workspace {
            found: Vec::new(),
            project: None,
            sources: SourceMap::new(),
            sink: Sink::new(),
            asked: Vec::new(),
        };
        match self.project_folder() {
            Some(folder) => workspace.open(folder, endings, out)?,
            None if self.paths.is_empty() => {
                workspace.found = files::find(&[".".to_owned()], endings)?;
            }
            None => workspace.found = files::find(&self.paths, endings)?,
        }
        Ok(workspace)
    }

    fn project_folder(&self) -> Option<PathBuf> {
        let [path] = self.paths.as_slice() else {
            return self.paths.is_empty().then(project_around)?;
        };
        let path = Path::new(path);
        if path.is_file() && path.file_name().is_some_and(|name| name == project::FILE) {
            return path.parent().map(Path::to_owned);
        }
        path.join(project::FILE).is_file().then(|| path.to_owned())
    }
}

/// The folder of the project that the current folder belongs to.
fn project_around() -> Option<PathBuf> {
    let mut folder = PathBuf::from(".");
    let above = folder.canonicalize().ok()?.ancestors().count();
    for _ in 0..above {
        if folder.join(project::FILE).is_file() {
            return Some(folder);
        }
        folder = if folder == Path::new(".") {
            PathBuf::from("..")
        } else {
            folder.join("..")
        };
    }
    None
}

impl Workspace {
    fn open(
        &mut self,
        folder: PathBuf,
        endings: &[&str],
        out: Option<&str>,
    ) -> Result<(), Failure> {
        let file = folder.join(project::FILE);
        let input = files::read_file(&file, true)?;
        let id = self.sources.add(input.name, input.text);
        let project = project::read(id, self.sources.file(id).text(), &mut self.sink);
        if !self.sink.has_errors() {
            let mut skip = vec![folder.join(&project.out)];
            skip.extend(out.map(PathBuf::from));
            let paths = collect::files_of(&project, &folder, endings, &skip, &mut self.sink)?;
            if paths.is_empty() && !self.sink.has_errors() {
                return Err(files::nothing_below(&files::shown(&folder), endings));
            }
            self.found = paths
                .into_iter()
                .map(|(path, named)| Found {
                    path: Some(path),
                    named,
                })
                .collect();
        }
        self.project = Some(Opened {
            project,
            folder,
            file,
        });
        Ok(())
    }

    /// What the project takes for granted about people and chats.
    pub(super) fn settings(&self) -> Settings {
        let usual = Settings::default();
        let Some(opened) = &self.project else {
            return usual;
        };
        let said = &opened.project.check;
        Settings {
            late_returns: said.late_returns.map_or(usual.late_returns, limit),
            service: said.service.map_or(usual.service, limit),
            entries: said
                .entries
                .iter()
                .map(|entry| entry.text.clone())
                .collect(),
            ..usual
        }
    }

    /// Asks the rules whose levels a command chooses, also where they are off by themselves.
    pub(super) fn ask(&mut self, chosen: &[Chosen]) {
        self.asked.extend(chosen.iter().map(|choice| choice.rule));
    }

    /// Compiles what was found. Where `ebb.toml` has mistakes, they are the result.
    pub(super) fn compile(self, settings: &Settings) -> Result<Compiled, Failure> {
        let are_few = self.found.len() < 8;
        let inputs = parallel::map_unless(are_few, &self.found, Found::read);
        let inputs = inputs.into_iter().collect::<Result<Vec<_>, _>>()?;
        let mut sidecars = BTreeMap::new();
        for (found, input) in self.found.iter().zip(&inputs) {
            if let Some(path) = &found.path {
                sidecars.extend(files::sidecar(path)?.map(|kept| (input.name.clone(), kept)));
            }
        }
        let mut asked = self.asked;
        if let Some(opened) = &self.project {
            let levels = opened.project.check.levels.iter();
            asked.extend(levels.filter_map(|level| levels::rule(&level.rule.text)));
        }
        let mut compilation = with_data(self.sources, inputs, settings, &asked);
        let mut sink = self.sink;
        if let Some(opened) = &self.project {
            unknown_entries(&opened.project, &compilation.program, &mut sink);
            let levels = &opened.project.check.levels;
            let chosen = of_project(levels, &opened.folder, &compilation.sources, &mut sink);
            compilation.choose(&chosen);
        }
        add(&mut compilation, sink);
        Ok(Compiled {
            compilation: ManuallyDrop::new(compilation),
            project: self.project,
            sidecars,
        })
    }

    /// What is wrong with `ebb.toml`.
    pub(super) fn into_mistakes(self) -> (SourceMap, Vec<Diagnostic>) {
        (self.sources, self.sink.into_sorted())
    }
}

/// Entries that are no flow of the project.
fn unknown_entries(project: &Project, program: &Program, sink: &mut Sink) {
    for entry in &project.check.entries {
        if !program.flows.iter().any(|flow| flow.is_called(&entry.text)) {
            let message = format!("no flow is called `{}`", entry.text);
            let names = program.flows.iter().map(|flow| flow.name.as_str());
            let finding = Diagnostic::new(&project::names::WRONG_SETTING, entry.span, message);
            sink.push(finding.help(match nearest(&entry.text, names) {
                Some(near) => format!("did you mean `{near}`?"),
                None => "name flows of this project".to_owned(),
            }));
        }
    }
}

/// Compiles sources and the files that they take their data from, which are not passed
/// over.
fn with_data(
    sources: SourceMap,
    inputs: Vec<Input>,
    settings: &Settings,
    asked: &[&'static Rule],
) -> Compilation {
    let taken = Mutex::new(BTreeSet::new());
    let read = |source: &str, path: &str| {
        let place = files::beside(source, path)?;
        let input = files::read_file(&place, true).map_err(|failure| failure.to_string())?;
        if let (Ok(mut taken), Ok(place)) = (taken.lock(), place.canonicalize()) {
            taken.insert(place);
        }
        Ok(input.text)
    };
    let mut compilation = compile_beside(sources, inputs, settings, asked, &read);
    let taken = taken.into_inner().unwrap_or_default();
    compilation.passed_over.retain(|name| {
        let place = Path::new(name).canonicalize();
        taken.is_empty() || place.is_ok_and(|place| !taken.contains(&place))
    });
    compilation
}

fn add(compilation: &mut Compilation, more: Sink) {
    let more = more.into_sorted();
    if !more.is_empty() {
        let mut sink = Sink::new();
        sink.extend(std::mem::take(&mut compilation.findings));
        sink.extend(more);
        compilation.findings = sink.into_sorted();
    }
}

impl Compiled {
    /// The folder that flows are written to: as asked for, else as the project says.
    pub(super) fn out(&self, asked: Option<&str>, environment: Option<&str>) -> PathBuf {
        match (asked, &self.project) {
            (Some(folder), _) => PathBuf::from(folder),
            (None, Some(opened)) => {
                let out = opened.folder.join(&opened.project.out);
                environment.map_or(out.clone(), |environment| out.join(environment))
            }
            (None, None) => PathBuf::from(project::DEFAULT_OUT),
        }
    }

    /// Binds the names to an environment, and writes the flows that were asked for, many at
    /// the same time; of each text only what `make` makes of it is kept. What is wrong with
    /// the environment is added to the findings.
    pub(super) fn emit<T: Send>(
        &mut self,
        flows: &[FlowId],
        environment: Option<&str>,
        make: impl Fn(&Flow, &Emitted) -> T + Send + Sync,
    ) -> Result<Vec<Written<T>>, Failure> {
        let mut sink = Sink::new();
        let bound = environment
            .map(|name| self.bind(name, &mut sink))
            .transpose()?;
        let program = &self.compilation.program;
        let written = parallel::map(flows, |id| {
            let sidecar = self.sidecar_of(*id);
            write_one(program, *id, sidecar, bound.as_ref(), &make)
        });
        if let Some(bound) = bound {
            let outside = outside(program, &written);
            sink.extend(project::unbound(bound.environment, program, &outside));
        }
        // An ARN that is wrong in `ebb.toml` is reported there, not at every block.
        let report_foreign = !sink.has_errors();
        let keep = |(written, foreign)| {
            if report_foreign {
                sink.extend(foreign);
            }
            written
        };
        let written = written.into_iter().map(keep).collect();
        add(&mut self.compilation, sink);
        Ok(written)
    }

    #[expect(
        clippy::disallowed_methods,
        reason = "this is the place where `ebb.toml` may ask for variables"
    )]
    fn bind(&self, name: &str, sink: &mut Sink) -> Result<Bound<'_>, Failure> {
        let Some(opened) = &self.project else {
            return Err(Failure::new(
                "`--env` needs a project, a folder with an `ebb.toml`; name it, or go there",
            ));
        };
        let environment = opened
            .project
            .environment(name)
            .ok_or_else(|| no_environment(opened, name))?;
        let bindings = project::bind(
            &opened.project,
            environment,
            &self.compilation.program,
            &|variable| std::env::var(variable).ok(),
            sink,
        );
        Ok(Bound {
            environment,
            bindings,
        })
    }

    /// The flows that are written in Ebb.
    pub(super) fn flows(&self) -> Vec<FlowId> {
        let flows = self.compilation.program.flows.iter_enumerated();
        flows
            .filter(|(_, flow)| flow.origin == Origin::Ebb)
            .map(|(id, _)| id)
            .collect()
    }

    /// What is kept beside the source of a flow.
    fn sidecar_of(&self, flow: FlowId) -> Option<&Sidecar> {
        let flow = self.compilation.program.flows.get(flow)?;
        let source = self.compilation.sources.file(flow.span.file);
        self.sidecars.get(source.name())
    }
}

fn no_environment(opened: &Opened, name: &str) -> Failure {
    let file = files::shown(&opened.file);
    let environments = opened.project.environments.iter();
    let names = environments.map(|environment| environment.name.as_str());
    Failure::new(match nearest(name, names.clone()) {
        Some(near) => format!("{file} has no environment `{name}`; did you mean `{near}`?"),
        None if opened.project.environments.is_empty() => {
            format!("{file} has no environment `{name}`; begin one with `[environments.{name}]`")
        }
        None => format!(
            "{file} has no environment `{name}`; the environments are {}",
            and_ticked(names)
        ),
    })
}

/// Writes one flow; gives what is kept of it, and what in it belongs to other environments.
fn write_one<T>(
    program: &Program,
    id: FlowId,
    sidecar: Option<&Sidecar>,
    bound: Option<&Bound<'_>>,
    make: &impl Fn(&Flow, &Emitted) -> T,
) -> (Written<T>, Vec<Diagnostic>) {
    let flow = &program.flows[id];
    let write = |bindings: &Bindings| {
        let kept = sidecar.and_then(|sidecar| sidecar.bound(program, id, bindings));
        kept.unwrap_or_else(|| emit::bound(program, id, bindings))
    };
    let (emitted, foreign) = match bound {
        None => (write(&Bindings::default()), Vec::new()),
        Some(bound) => {
            let emitted = write(&bound.bindings);
            let foreign = emit::check_foreign(flow, &emitted, bound.bindings.foreign());
            (emitted, foreign)
        }
    };
    let made = make(flow, &emitted);
    let written = Written {
        flow: id,
        placeholders: emitted.placeholders,
        made,
    };
    (written, foreign)
}

/// What stands in flows by a placeholder and is no flow of the program.
fn outside<T>(
    program: &Program,
    written: &[(Written<T>, Vec<Diagnostic>)],
) -> BTreeSet<ResourceId> {
    let placeholders = written.iter().flat_map(|(flow, _)| &flow.placeholders);
    placeholders
        .map(|placeholder| placeholder.resource)
        .filter(|resource| program.flow_of(*resource).is_none())
        .collect()
}
