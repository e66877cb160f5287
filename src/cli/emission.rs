//! Flows that are written for an environment.

use super::Failure;
use super::files;
use super::workspace::Opened;
use crate::diag::{Diagnostic, Sink};
use crate::emit::{self, Emitted, Sidecar};
use crate::parallel;
use crate::program::{Flow, FlowId, Program, ResourceId};
use crate::project::{self, Bindings, Environment};
use crate::source::SourceMap;
use crate::text::{and_ticked, nearest};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

/// How flows are written, and what is made of each text: only that is kept.
pub(super) struct Wish<'w, T> {
    /// The environment that gives names their ARNs.
    pub(super) environment: Option<&'w str>,
    /// Which flows are written at all.
    pub(super) only: fn(&Program, &Flow) -> bool,
    pub(super) make: &'w (dyn Fn(&Flow, &Emitted) -> T + Send + Sync + 'w),
}

impl<T> Wish<'_, T> {
    /// Writes one flow; gives what is kept of it, and what in it belongs to other environments
    /// than the one that `bindings` are of.
    fn write(
        &self,
        program: &Program,
        id: FlowId,
        sidecar: Option<&Sidecar>,
        bindings: &Bindings,
    ) -> (Written<T>, Vec<Diagnostic>) {
        let flow = &program.flows[id];
        let kept = sidecar.and_then(|sidecar| sidecar.bound(program, id, bindings));
        let emitted = kept.unwrap_or_else(|| emit::bound(program, id, bindings));
        let foreign = emit::check_foreign(flow, &emitted, bindings.foreign());
        let made = (self.make)(flow, &emitted);
        let written = Written {
            flow: id,
            placeholders: emitted.placeholders.iter().map(|it| it.resource).collect(),
            made,
        };
        (written, foreign)
    }
}

/// A flow that was written.
#[derive(Debug)]
pub(super) struct Written<T> {
    pub(super) flow: FlowId,
    /// What stands in it by a made-up ARN.
    pub(super) placeholders: Vec<ResourceId>,
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

/// Flows that are being written, all at once or some after the others.
pub(super) struct Emission<'e, T> {
    wish: &'e Wish<'e, T>,
    project: Option<&'e Opened>,
    environment: Option<&'e Environment>,
    /// What is kept beside sources, by their names.
    sidecars: &'e BTreeMap<String, Sidecar>,
    /// What names mean in the environment, once somebody has asked, and what is wrong with it.
    bindings: OnceLock<(Bindings, Sink)>,
}

/// Some flows that were written.
pub(super) struct Part<T> {
    written: Vec<Written<T>>,
    /// What in them belongs to other environments.
    foreign: Vec<Diagnostic>,
}

impl<'e, T: Send> Emission<'e, T> {
    pub(super) fn new(
        wish: &'e Wish<'e, T>,
        project: Option<&'e Opened>,
        sidecars: &'e BTreeMap<String, Sidecar>,
    ) -> Result<Self, Failure> {
        let environment = wish.environment.map(|name| environment(name, project));
        Ok(Self {
            wish,
            project,
            environment: environment.transpose()?,
            sidecars,
            bindings: OnceLock::new(),
        })
    }

    /// Writes some flows of a program that has declared everything, many at the same time.
    pub(super) fn write(
        &self,
        program: &Program,
        sources: &SourceMap,
        flows: &[FlowId],
    ) -> Part<T> {
        let (bindings, _) = self.bindings.get_or_init(|| self.bind(program));
        let flows: Vec<FlowId> = flows
            .iter()
            .copied()
            .filter(|id| (self.wish.only)(program, &program.flows[*id]))
            .collect();
        let written = parallel::map(&flows, |id| {
            let flow = &program.flows[*id];
            let sidecar = self.sidecars.get(sources.file(flow.span.file).name());
            self.wish.write(program, *id, sidecar, bindings)
        });
        let mut part = Part {
            written: Vec::with_capacity(written.len()),
            foreign: Vec::new(),
        };
        for (written, foreign) in written {
            part.written.push(written);
            part.foreign.extend(foreign);
        }
        part
    }

    fn bind(&self, program: &Program) -> (Bindings, Sink) {
        let mut sink = Sink::new();
        let bindings = match (self.project, self.environment) {
            (Some(opened), Some(environment)) => {
                project::bind(&opened.project, environment, program, &variable, &mut sink)
            }
            (Some(opened), None) => Bindings::none(&opened.project, program),
            (None, _) => Bindings::default(),
        };
        (bindings, sink)
    }

    /// All flows, in the order of the program, and what is wrong with the environment.
    pub(super) fn end(self, program: &Program, parts: Vec<Part<T>>) -> (Vec<Written<T>>, Sink) {
        let (mut written, mut foreign) = (Vec::new(), Vec::new());
        for part in parts {
            written.extend(part.written);
            foreign.extend(part.foreign);
        }
        // Where there was nothing to write nobody has asked yet.
        self.bindings.get_or_init(|| self.bind(program));
        let (_, mut sink) = self.bindings.into_inner().unwrap_or_default();
        // An ARN that is wrong in `ebb.toml` is reported there, not at every block.
        if !sink.has_errors() {
            sink.extend(foreign);
        }
        if let Some(environment) = self.environment {
            let outside = outside(program, &written);
            sink.extend(project::unbound(environment, program, &outside));
        }
        written.sort_by_key(|written| written.flow);
        (written, sink)
    }
}

/// An environment variable.
#[expect(
    clippy::disallowed_methods,
    reason = "this is the place where `ebb.toml` may ask for variables"
)]
pub(super) fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok()
}

/// The environment of this name.
fn environment<'p>(name: &str, project: Option<&'p Opened>) -> Result<&'p Environment, Failure> {
    let opened = project.ok_or_else(|| {
        Failure::new("`--env` needs a project, a folder with an `ebb.toml`; name it, or go there")
    })?;
    let environment = opened.project.environment(name);
    environment.ok_or_else(|| no_environment(opened, name))
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

/// What stands in flows by a placeholder and is no flow of the program.
fn outside<T>(program: &Program, written: &[Written<T>]) -> BTreeSet<ResourceId> {
    let placeholders = written.iter().flat_map(|flow| &flow.placeholders);
    let outside = placeholders.filter(|resource| program.flow_of(**resource).is_none());
    outside.copied().collect()
}
