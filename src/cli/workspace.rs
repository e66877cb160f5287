//! What a command works on: a project, or the files that somebody named.

use super::Failure;
use super::check::limit;
use super::collect;
use super::emission::{Emission, Wish, Written, variable};
use super::files::{self, Found};
use super::levels::of_project;
use crate::compile::levels::{self, Chosen};
use crate::compile::{Beside, Compilation, compile_beside, compile_in_batches};
use crate::diag::{Diagnostic, Level, Rule, Sink};
use crate::emit::Sidecar;
use crate::graph::Settings;
use crate::parallel;
use crate::program::{FlowId, Origin, Program};
use crate::project::{self, Project};
use crate::source::SourceMap;
use crate::text::nearest;
use clap::Args;
use std::collections::{BTreeMap, BTreeSet};
use std::mem::ManuallyDrop;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, OnceLock};

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
    /// What texts say in the environment that the command is for.
    texts: BTreeMap<String, String>,
}

/// A project with its folder.
#[derive(Debug)]
pub(super) struct Opened {
    pub(super) project: Project,
    folder: PathBuf,
    pub(super) file: PathBuf,
}

impl Opened {
    /// The levels that the project chose; what is wrong with them is reported.
    fn levels(&self, sources: &SourceMap, sink: &mut Sink) -> Vec<Chosen> {
        of_project(&self.project.check.levels, &self.folder, sources, sink)
    }
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

/// A compilation whose flows were written batch by batch, and of which no block is left.
pub(super) struct InBatches<T> {
    pub(super) compiled: Compiled,
    /// The flows; nothing where a file could not be understood.
    pub(super) written: Option<Result<Vec<Written<T>>, Failure>>,
}

/// A compilation before its project has been asked for its opinion.
struct Judged {
    compilation: Compilation,
    /// What is wrong with `ebb.toml`.
    sink: Sink,
    project: Option<Opened>,
}

/// Fewer files are compiled together in any case: there is no reason to read them twice.
const FEW: usize = if cfg!(debug_assertions) { 1 } else { 256 };

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
            texts: BTreeMap::new(),
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

    /// Whether the project has several environments, so that something can be of one and not
    /// of another.
    pub(super) fn has_several_environments(&self) -> bool {
        let project = self.project.as_ref();
        project.is_some_and(|opened| opened.project.environments.len() > 1)
    }

    /// Lets texts say what they say in an environment. One that is not there is reported when
    /// flows are written.
    pub(super) fn choose_texts(&mut self, environment: Option<&str>) {
        let project = self.project.as_ref().map(|opened| &opened.project);
        let known = project.and_then(|project| project.environment(environment?));
        self.texts = known.map_or_else(BTreeMap::new, |known| project::texts(known, &variable));
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
        let sidecars = self.sidecars()?;
        let asked = self.all_asked();
        let taken = Taken::default();
        let read = |source: &str, path: &str| taken.read(source, path);
        let beside = Beside {
            read: &read,
            texts: &self.texts,
        };
        let mut compilation = compile_beside(self.sources, inputs, settings, &asked, &beside);
        taken.claim(&mut compilation);
        let judged = Judged {
            compilation,
            sink: self.sink,
            project: self.project,
        };
        Ok(judged.with(sidecars))
    }

    /// Compiles what was found as [`compile`](Self::compile) does and writes every flow, a batch
    /// of sources after the other, so that the blocks of all flows are never there at the same
    /// time; none is there in the end. Without a wish nothing is written. Findings below a level
    /// are let go, too.
    ///
    /// # Errors
    ///
    /// The workspace back, for [`compile`](Self::compile), where the sources are few or have to
    /// be there together. Some flows may have been written in vain then.
    pub(super) fn compile_in_batches<T: Send>(
        mut self,
        settings: &Settings,
        wish: Option<&Wish<'_, T>>,
        least: Level,
    ) -> Result<InBatches<T>, Box<Self>> {
        let is_file = |found: &Found| found.path.is_some();
        if self.found.len() < FEW || !self.found.iter().all(is_file) {
            return Err(Box::new(self));
        }
        let Ok(sidecars) = self.sidecars() else {
            return Err(Box::new(self));
        };
        let asked = self.all_asked();
        let project = self.project.as_ref();
        let emission = wish.map(|wish| Emission::new(wish, project, &sidecars));
        let chosen = OnceLock::new();
        let taken = Taken::default();
        let read = |source: &str, path: &str| taken.read(source, path);
        let beside = Beside {
            read: &read,
            texts: &self.texts,
        };
        let compiled = compile_in_batches(
            &mut self.sources,
            &self.found,
            Found::read_to_return,
            settings,
            &asked,
            &beside,
            |batch| {
                if least > Level::Off {
                    // What is wrong with them is said in the end.
                    let levels = || project.map(|it| it.levels(batch.sources, &mut Sink::new()));
                    let chosen = chosen.get_or_init(|| levels().unwrap_or_default());
                    *batch.found = levels::choose(std::mem::take(batch.found), chosen);
                    batch.found.retain(|finding| finding.level >= least);
                }
                let emission = emission.as_ref().and_then(|it| it.as_ref().ok());
                emission.map(|it| it.write(batch.program, batch.sources, batch.flows))
            },
        );
        let Some((mut compilation, parts)) = compiled else {
            drop(emission);
            return Err(Box::new(self));
        };
        taken.claim(&mut compilation);
        let (mut written, mut wrong) = (Ok(Vec::new()), Sink::new());
        match emission {
            Some(Ok(emission)) => {
                let parts = parts.into_iter().flatten().collect();
                let (flows, sink) = emission.end(&compilation.program, parts);
                (written, wrong) = (Ok(flows), sink);
            }
            Some(Err(failure)) => written = Err(failure),
            None => {}
        }
        let judged = Judged {
            compilation,
            sink: self.sink,
            project: self.project,
        };
        let mut compiled = judged.with(sidecars);
        // Names that only that file declares would look like ones that nothing declares.
        let is_whole = compiled.compilation.is_whole();
        if is_whole {
            add(&mut compiled.compilation, wrong);
        }
        Ok(InBatches {
            compiled,
            written: is_whole.then_some(written),
        })
    }

    /// The rules that are asked whether or not they are off by themselves.
    fn all_asked(&self) -> Vec<&'static Rule> {
        let projects = self.project.iter();
        let levels = projects.flat_map(|opened| &opened.project.check.levels);
        let of_project = levels.filter_map(|level| levels::rule(&level.rule.text));
        self.asked.iter().copied().chain(of_project).collect()
    }

    /// What is kept beside sources.
    fn sidecars(&self) -> Result<BTreeMap<String, Sidecar>, Failure> {
        let mut sidecars = BTreeMap::new();
        for path in self.found.iter().filter_map(|found| found.path.as_ref()) {
            sidecars.extend(files::sidecar(path)?.map(|kept| (files::shown(path), kept)));
        }
        Ok(sidecars)
    }

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

    /// What is wrong with `ebb.toml`.
    pub(super) fn into_mistakes(self) -> (SourceMap, Vec<Diagnostic>) {
        (self.sources, self.sink.into_sorted())
    }
}

impl Judged {
    /// With the levels that the project chose, and what is wrong with its file.
    fn with(mut self, sidecars: BTreeMap<String, Sidecar>) -> Compiled {
        if let Some(opened) = &self.project {
            unknown_entries(&opened.project, &self.compilation.program, &mut self.sink);
            let chosen = opened.levels(&self.compilation.sources, &mut self.sink);
            self.compilation.choose(&chosen);
        }
        add(&mut self.compilation, self.sink);
        Compiled {
            compilation: ManuallyDrop::new(self.compilation),
            project: self.project,
            sidecars,
        }
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

/// The files that sources take their data from.
#[derive(Default)]
struct Taken(Mutex<BTreeSet<PathBuf>>);

impl Taken {
    /// The text of a file that a source names by a path.
    fn read(&self, source: &str, path: &str) -> Result<String, String> {
        let place = files::beside(source, path)?;
        let input = files::read_file(&place, true).map_err(|failure| failure.to_string())?;
        if let (Ok(mut taken), Ok(place)) = (self.0.lock(), place.canonicalize()) {
            taken.insert(place);
        }
        Ok(input.text)
    }

    /// What was taken was not passed over.
    fn claim(self, compilation: &mut Compilation) {
        let taken = self.0.into_inner().unwrap_or_default();
        compilation.passed_over.retain(|name| {
            let place = Path::new(name).canonicalize();
            taken.is_empty() || place.is_ok_and(|place| !taken.contains(&place))
        });
    }
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
    /// Writes the flows that were asked for. What is wrong with the environment is added to the
    /// findings.
    pub(super) fn emit<T: Send>(
        &mut self,
        flows: &[FlowId],
        wish: &Wish<'_, T>,
    ) -> Result<Vec<Written<T>>, Failure> {
        let Compilation {
            program, sources, ..
        } = &*self.compilation;
        let emission = Emission::new(wish, self.project.as_ref(), &self.sidecars)?;
        let written = emission.write(program, sources, flows);
        let (written, wrong) = emission.end(program, vec![written]);
        add(&mut self.compilation, wrong);
        Ok(written)
    }

    /// Adds findings, each at its place.
    pub(super) fn add(&mut self, more: impl Iterator<Item = Diagnostic>) {
        let mut sink = Sink::new();
        sink.extend(more);
        add(&mut self.compilation, sink);
    }

    /// The flows that are written in Ebb.
    pub(super) fn flows(&self) -> Vec<FlowId> {
        let flows = self.compilation.program.flows.iter_enumerated();
        flows
            .filter(|(_, flow)| flow.origin == Origin::Ebb)
            .map(|(id, _)| id)
            .collect()
    }
}
