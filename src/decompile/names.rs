//! What flows and resources are called in Ebb: one word each, unique in its kind.

use crate::catalogue::{FlowKind, ResourceKind};
use crate::program::{Flow, FlowId, Program, Resource, ResourceId, ident};
use std::collections::{BTreeMap, BTreeSet};

/// The names of one program.
#[derive(Debug, Default)]
pub struct Names {
    kinds: BTreeMap<FlowId, FlowKind>,
    resources: BTreeMap<ResourceId, String>,
    flows: BTreeMap<FlowId, String>,
    taken: BTreeSet<(ResourceKind, String)>,
    /// Resources with the title of a flow that is another one, or has another ARN.
    apart: BTreeSet<ResourceId>,
    /// What each name stands for: of several resources without and with an ARN, the one
    /// that the environment binds.
    meant: BTreeMap<(ResourceKind, String), ResourceId>,
}

impl Names {
    /// Names the flows of a program, and those of its resources that are to be named.
    #[must_use]
    pub fn of(program: &Program, is_named: &dyn Fn(ResourceId) -> bool) -> Self {
        let mut names = Self::default();
        let made_up = made_up(program);
        let mut next = Next::new();
        let flows = flows_by_name(program);
        // Titles of what only its blocks make a module, so that nobody named it as one.
        let mut guessed = BTreeSet::new();
        // Flows and modules are files beside each other: one set of names.
        let mut files = BTreeSet::new();
        for (id, flow) in program.flows.iter_enumerated() {
            let known = made_up.get(&id).copied();
            let wanted = [flow.title.as_str(), &flow.name];
            let mut wanted = known.into_iter().chain(wanted).filter(|name| is_word(name));
            let wanted = word(wanted.next().unwrap_or(&flow.name), "flow");
            let name = unique(&wanted, None, &mut next, |name| {
                files.insert(name.to_owned())
            });
            let kind = flow
                .kind
                .unwrap_or_else(|| guess(flow, !flows.contains(&id)));
            if flow.kind.is_none() && kind == FlowKind::Module {
                guessed.insert(flow.title.as_str());
            }
            names.kinds.insert(id, kind);
            names.taken.insert((resource_kind(kind), name.clone()));
            names.flows.insert(id, name);
        }
        let mut known: BTreeMap<FlowId, Option<&str>> = BTreeMap::new();
        // By ARN, so that the order of the blocks has no say in who gets a number.
        let all = program.resources.iter_enumerated();
        let mut all: Vec<(ResourceId, &Resource)> = all.filter(|(id, _)| is_named(*id)).collect();
        all.sort_by_key(|(id, resource)| (resource.id.as_deref(), *id));
        for (id, resource) in all {
            // Of two ARNs with the title of one flow, only one can be that flow.
            let arn = resource.id.as_deref();
            let flow = resource.flow.filter(|flow| {
                arn.is_none()
                    || known
                        .entry(*flow)
                        .or_insert(arn)
                        .is_none_or(|known| Some(known) == arn)
            });
            let title = resource.title.as_deref();
            let is_guessed = resource.kind == ResourceKind::Module
                && title.is_some_and(|title| guessed.contains(title));
            if flow.is_none() && (resource.flow.is_some() || is_guessed) {
                names.apart.insert(id);
            }
            let name = match flow.and_then(|flow| names.flows.get(&flow)) {
                Some(flow) => flow.clone(),
                None => unique(&wanted(resource), Some(resource.kind), &mut next, |name| {
                    names.taken.insert((resource.kind, name.to_owned()))
                }),
            };
            names.resources.insert(id, name);
        }
        for (id, name) in &names.resources {
            let kind = program.resources[*id].kind;
            let first = names.meant.entry((kind, name.clone())).or_insert(*id);
            if program.resources[*first].id.is_none() {
                *first = *id;
            }
        }
        names
    }

    /// The resource that a name stands for.
    #[must_use]
    pub(super) fn meant(&self, kind: ResourceKind, name: &str) -> Option<ResourceId> {
        self.meant.get(&(kind, name.to_owned())).copied()
    }

    /// What a resource is called.
    #[must_use]
    pub fn get(&self, resource: ResourceId) -> Option<&str> {
        self.resources.get(&resource).map(String::as_str)
    }

    /// Whether a resource has the title of a flow of this program, and is another one.
    #[must_use]
    pub fn is_apart(&self, resource: ResourceId) -> bool {
        self.apart.contains(&resource)
    }

    /// The flow that a resource is, by what it is called here.
    #[must_use]
    pub fn flow_of(&self, program: &Program, resource: ResourceId) -> Option<FlowId> {
        let flow = program.flow_of(resource)?;
        (!self.is_apart(resource)).then_some(flow)
    }

    /// What a flow is: as it says, else as far as its blocks say.
    #[must_use]
    pub fn kind(&self, flow: FlowId) -> FlowKind {
        let kind = self.kinds.get(&flow);
        kind.copied().unwrap_or(FlowKind::Inbound)
    }

    /// What a flow is called.
    #[must_use]
    pub fn flow(&self, flow: FlowId) -> Option<&str> {
        self.flows.get(&flow).map(String::as_str)
    }
}

/// The number that a name gets next, if it has to have one; flows are of no kind here.
type Next = BTreeMap<(Option<ResourceKind>, String), usize>;

/// The first of `wanted`, `wanted_2` and so on that can be taken.
fn unique(
    wanted: &str,
    kind: Option<ResourceKind>,
    next: &mut Next,
    mut take: impl FnMut(&str) -> bool,
) -> String {
    if take(wanted) {
        return wanted.to_owned();
    }
    let number = next.entry((kind, wanted.to_owned())).or_insert(2);
    loop {
        let name = format!("{wanted}_{number}");
        *number += 1;
        if take(&name) {
            return name;
        }
    }
}

/// What flows were called in Ebb, as far as the made-up ARNs of a build say.
fn made_up(program: &Program) -> BTreeMap<FlowId, &str> {
    let all = program.resources.iter();
    let made_up = all.filter(|resource| resource.id.is_none());
    made_up
        .filter_map(|resource| Some((resource.flow?, resource.name.as_str())))
        .collect()
}

/// The flows that are named as flows, and so are no modules.
fn flows_by_name(program: &Program) -> BTreeSet<FlowId> {
    let flows = program.resources.iter();
    let flows = flows.filter(|resource| resource.kind == ResourceKind::Flow);
    flows.filter_map(|resource| resource.flow).collect()
}

/// What most blocks of a flow may stand in.
fn guess(flow: &Flow, may_be_module: bool) -> FlowKind {
    let mut kinds = FlowKind::ALL.to_vec();
    kinds.retain(|kind| may_be_module || *kind != FlowKind::Module);
    let count = |kind: &FlowKind| {
        let blocks = flow.blocks.iter();
        blocks.filter(|block| block.row.flows.has(*kind)).count()
    };
    let most = kinds.iter().map(count).max();
    let mut kinds = kinds.into_iter();
    kinds
        .find(|kind| Some(count(kind)) == most)
        .unwrap_or(FlowKind::Inbound)
}

/// The kind of resource that stands for a flow.
pub(super) fn resource_kind(kind: FlowKind) -> ResourceKind {
    if kind == FlowKind::Module {
        ResourceKind::Module
    } else {
        ResourceKind::Flow
    }
}

/// What a resource would best be called: as it is, if that is one word; a reference of a
/// template by what it refers to; else its name in small letters.
fn wanted(resource: &Resource) -> String {
    let nameless = resource.kind.words();
    // A made-up ARN holds the name.
    if resource.id.is_none() {
        return word(&resource.name, nameless);
    }
    let title = resource
        .title
        .as_deref()
        .filter(|title| !title.starts_with("arn:"));
    let said = title.or(resource.id.as_deref()).unwrap_or(&resource.name);
    if let Some(inside) = inside_template(said) {
        return word(inside, nameless);
    }
    match title {
        Some(title) => word(without_ending(title), nameless),
        None if resource.name.starts_with("arn_") => {
            let tail = said.rsplit(['/', ':']).next().unwrap_or(said);
            let tail = if ident::is_uuid(tail) { nameless } else { tail };
            word(tail, nameless)
        }
        None => word(&resource.name, nameless),
    }
}

/// What stands in `${…}`, `{{…}}` or `<…>`, without the words that only say that it is an ARN.
fn inside_template(said: &str) -> Option<&str> {
    let open = said.find(['{', '<'])?;
    let inside = said.get(open..)?.trim_start_matches(['{', '<', '$']);
    let inside = inside.get(..inside.find(['}', '>'])?)?;
    let mut parts = inside.split(['.', ':']);
    let last = parts.rfind(|part| {
        !part.is_empty()
            && !matches!(
                part.to_ascii_lowercase().as_str(),
                "arn" | "id" | "f" | "m" | "q"
            )
    });
    last.map(|part| part.trim_matches('_'))
}

/// A file's name without its ending.
fn without_ending(title: &str) -> &str {
    title.strip_suffix(".wav").unwrap_or(title)
}

/// Whether a name is one word of Ebb as it is.
fn is_word(name: &str) -> bool {
    name.starts_with(|first: char| first.is_ascii_alphabetic() || first == '_')
        && name
            .chars()
            .all(|letter| letter.is_ascii_alphanumeric() || letter == '_')
}

/// A name as one word of Ebb.
pub(super) fn word(name: &str, nameless: &str) -> String {
    if is_word(name) {
        return name.to_owned();
    }
    let plain: String = ident::word(name, nameless)
        .chars()
        .filter(|letter| letter.is_alphabetic() || letter.is_ascii_digit() || *letter == '_')
        .collect();
    if plain.starts_with(char::is_alphabetic) {
        plain
    } else {
        nameless.replace(' ', "_")
    }
}
