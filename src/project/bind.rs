//! Names to ARNs: what an environment means for a program.

use super::findings::{
    chats_differ, missing_variables, no_arn, one_instance, strays, unused, wrong_arn,
};
use super::variables::{fill, has_any};
use super::{Binding, Environment, Foreign, Project, Setting};
use crate::catalogue::{Arn, Place, ResourceKind, needs_arn};
use crate::diag::Sink;
use crate::program::{Program, Resource, ResourceId, check_references, known_reference};
use crate::source::Span;
use std::collections::BTreeMap;

/// What resources are called in an environment.
#[derive(Debug, Clone, Default)]
pub struct Bindings {
    ids: BTreeMap<ResourceId, String>,
    foreign: Foreign,
}

impl Bindings {
    /// The ARN or id of a resource.
    #[must_use]
    pub fn id(&self, resource: ResourceId) -> Option<&str> {
        self.ids.get(&resource).map(String::as_str)
    }

    /// None at all, for flows that are built for no environment. What belongs to some and not
    /// to others is foreign even so: for those the flow could not be built. Environments that
    /// take values from variables are not asked what is foreign to them, because nobody has set
    /// them yet; and what texts of the program say where no environment chooses is meant.
    #[must_use]
    pub fn none(project: &Project, program: &Program) -> Self {
        let mut foreign = Foreign::default();
        for environment in &project.environments {
            if let Some((place, values)) = known_of(environment) {
                foreign.join(Foreign::new(&place, &values, others(project, environment)));
            }
        }
        for text in program.resources.iter().filter_map(Resource::text) {
            foreign.except(text);
        }
        Self {
            ids: BTreeMap::new(),
            foreign,
        }
    }

    /// Whether they are those of an environment, which has to say what everything is.
    #[must_use]
    pub const fn is_of_environment(&self) -> bool {
        self.foreign.is_bound()
    }

    /// What belongs to other environments.
    #[must_use]
    pub const fn foreign(&self) -> &Foreign {
        &self.foreign
    }
}

/// Resources by kind and by what `ebb.toml` calls them.
pub(super) type ByName<'p> = BTreeMap<(ResourceKind, &'p str), Vec<ResourceId>>;

/// Binds the names of a program. Variables that are not set, names that nothing declares
/// and ARNs that belong elsewhere are findings; names without an ARN are found when flows
/// are written, by [`unbound`](super::unbound), because only what is used has to be there.
#[must_use]
pub fn bind(
    project: &Project,
    environment: &Environment,
    program: &Program,
    variables: &dyn Fn(&str) -> Option<String>,
    sink: &mut Sink,
) -> Bindings {
    let mut binder = Binder {
        environment,
        variables,
        missing: Vec::new(),
        sink,
    };
    let place = binder.place();
    let values = binder.values(&place);
    let missing = std::mem::take(&mut binder.missing);
    sink.extend(missing_variables(environment, &missing));
    let foreign = Foreign::new(&place, &values, others(project, environment));
    sink.extend(one_instance(environment, &place, &values));
    sink.extend(strays(environment, &foreign, &values));
    let resources = resources(program);
    let mut ids = BTreeMap::new();
    for (binding, id) in values {
        match resources.get(&(binding.kind, binding.name.text.as_str())) {
            Some(bound) => ids.extend(bound.iter().map(|resource| (*resource, id.clone()))),
            None => sink.push(unused(environment, binding, &resources)),
        }
    }
    Bindings { ids, foreign }
}

/// What the texts of an environment say, by their names, as far as variables are set.
#[must_use]
pub fn texts(
    environment: &Environment,
    variables: &dyn Fn(&str) -> Option<String>,
) -> BTreeMap<String, String> {
    let bindings = environment.bindings.iter();
    let texts = bindings.filter(|binding| binding.kind == ResourceKind::Text);
    let said = texts.filter_map(|binding| {
        let says = fill(&binding.value.text, variables).ok()?;
        Some((binding.name.text.clone(), says))
    });
    said.collect()
}

/// The other environments, each with its values.
fn others<'p>(
    project: &'p Project,
    environment: &Environment,
) -> impl Iterator<Item = (&'p Environment, Values<'p>)> {
    let others = project.environments.iter();
    let others = others.filter(move |other| other.name != environment.name);
    others.map(|other| (other, said_of(other).1))
}

/// The place and the values of an environment; nothing where variables are a part of them.
fn known_of(environment: &Environment) -> Option<(Place, Values<'_>)> {
    let settings = [&environment.account, &environment.instance];
    let settings = settings.into_iter().chain([&environment.region]).flatten();
    let mut settings = settings.chain(environment.bindings.iter().map(|it| &it.value));
    let is_open = settings.any(|setting| has_any(&setting.text));
    (!is_open).then(|| said_of(environment))
}

/// The place and the values of an environment, as far as `ebb.toml` alone says them.
fn said_of(environment: &Environment) -> (Place, Values<'_>) {
    let mut binder = Binder {
        environment,
        variables: &|_| None,
        missing: Vec::new(),
        sink: &mut Sink::new(),
    };
    let place = binder.place();
    let mut values = binder.values(&place);
    values.retain(|(_, id)| !has_any(id));
    (place, values)
}

/// Bindings, each with its ARN or id.
pub(super) type Values<'p> = Vec<(&'p Binding, String)>;

struct Binder<'a, 's> {
    environment: &'a Environment,
    variables: &'a dyn Fn(&str) -> Option<String>,
    /// Variables that are not set, with their places.
    missing: Vec<(&'a str, Span)>,
    sink: &'s mut Sink,
}

impl<'a> Binder<'a, '_> {
    fn place(&mut self) -> Place {
        Place {
            region: self.filled_or_none(self.environment.region.as_ref()),
            account: self.filled_or_none(self.environment.account.as_ref()),
            instance: self.filled_or_none(self.environment.instance.as_ref()),
        }
    }

    fn filled_or_none(&mut self, setting: Option<&'a Setting>) -> Option<String> {
        setting.and_then(|setting| self.filled(setting))
    }

    fn filled(&mut self, setting: &'a Setting) -> Option<String> {
        match fill(&setting.text, self.variables) {
            Ok(text) => Some(text),
            Err(names) => {
                let names = names.into_iter().map(|name| (name, setting.span));
                self.missing.extend(names);
                None
            }
        }
    }

    /// Every binding with its ARN or id; as it is written where it cannot be told, so
    /// that one mistake does not look like two.
    fn values(&mut self, place: &Place) -> Values<'a> {
        let mut values = Vec::new();
        for binding in &self.environment.bindings {
            let filled = self.filled(&binding.value);
            let id = filled.as_deref().and_then(|id| self.id(binding, id, place));
            let known = id.or(filled);
            values.push((binding, known.unwrap_or_else(|| binding.value.text.clone())));
        }
        values
    }

    fn id(&mut self, binding: &Binding, value: &str, place: &Place) -> Option<String> {
        let kind = binding.kind;
        if kind == ResourceKind::Text {
            let reference = known_reference(value);
            let found = reference.map(|reference| chats_differ(binding, reference));
            self.sink.extend(found);
            self.sink
                .extend(check_references(value, binding.value.span));
            return Some(value.to_owned());
        }
        if !value.starts_with("arn:") {
            let arn = place.arn(kind, value);
            // What is missing may be a variable, which is reported.
            if arn.is_none() && needs_arn(kind) && self.missing.is_empty() {
                self.sink.push(no_arn(self.environment, binding, value));
            }
            return Some(arn.unwrap_or_else(|| value.to_owned()));
        }
        let known = Arn::parse(value).map(|arn| arn.kind());
        if known.is_some_and(|known| known.is_none_or(|known| known == kind)) {
            return Some(value.to_owned());
        }
        self.sink.push(wrong_arn(binding, value, known.flatten()));
        None
    }
}

/// Every resource by what `ebb.toml` calls it. An export names a flow by its ARN, and the
/// file names the same flow by its name.
fn resources(program: &Program) -> ByName<'_> {
    let mut resources = ByName::new();
    for (id, resource) in program.resources.iter_enumerated() {
        let flow = resource.flow.and_then(|flow| program.flows.get(flow));
        let name = flow.map_or(&resource.name, |flow| &flow.name);
        let key = (resource.kind, name.as_str());
        resources.entry(key).or_default().push(id);
    }
    resources
}
