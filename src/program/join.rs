//! What belongs together once everything is there: flows and the resources that stand
//! for them, and names of Ebb for what only exports name.

use super::Program;
use super::flow::{Flow, FlowId, Origin, Resource};
use super::ident;
use crate::catalogue::{FlowKind, ResourceKind};
use crate::id::IndexVec;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

impl Program {
    /// Gives every imported flow and resource a name of its own and joins flows to the
    /// resources that stand for them. What fits two flows is joined to neither.
    pub(super) fn join(&mut self) {
        self.name_flows();
        let known = Flows::of(&self.flows);
        for resource in Arc::make_mut(&mut self.resources).iter_mut() {
            if resource.flow.is_none() {
                resource.flow = known.find(resource);
            }
        }
        self.name_resources();
    }

    /// Of two flows with one name, an imported one gets a number.
    fn name_flows(&mut self) {
        let mut names = Names::default();
        for flow in self.flows.iter().filter(|flow| flow.origin == Origin::Ebb) {
            names.take(&flow.name);
        }
        for flow in self.flows.iter_mut() {
            if flow.origin == Origin::Json {
                let flow = Arc::make_mut(flow);
                flow.name = names.unique(&flow.name);
            }
        }
    }

    /// A resource that only exports name is called after its title, or after the end of
    /// its ARN.
    fn name_resources(&mut self) {
        let mut names: BTreeMap<ResourceKind, Names> = BTreeMap::new();
        for resource in self.resources.iter().filter(|known| !is_nameless(known)) {
            names.entry(resource.kind).or_default().take(&resource.name);
        }
        for resource in Arc::make_mut(&mut self.resources).iter_mut() {
            if is_nameless(resource) {
                let wanted = readable(resource);
                resource.name = names.entry(resource.kind).or_default().unique(&wanted);
            }
        }
    }
}

/// Flows by what others call them; nothing where several are called so.
struct Flows<'p> {
    by_name: BTreeMap<(bool, &'p str), Option<FlowId>>,
    by_title: BTreeMap<(bool, &'p str), Option<FlowId>>,
}

impl<'p> Flows<'p> {
    fn of(flows: &'p IndexVec<FlowId, Arc<Flow>>) -> Self {
        Self {
            by_name: index(flows, |flow| &flow.name),
            by_title: index(flows, |flow| &flow.title),
        }
    }

    /// The flow that a resource names: by the name in a made-up ARN, else by its title.
    fn find(&self, resource: &Resource) -> Option<FlowId> {
        let is_module = resource.kind == ResourceKind::Module;
        if !is_module && resource.kind != ResourceKind::Flow {
            return None;
        }
        let by_name = (resource.id.is_none())
            .then(|| self.by_name.get(&(is_module, resource.name.as_str())))
            .flatten();
        let title = resource.title.as_deref().unwrap_or(&resource.name);
        let found = by_name.or_else(|| self.by_title.get(&(is_module, title)));
        found.copied().flatten()
    }
}

fn index<'p>(
    flows: &'p IndexVec<FlowId, Arc<Flow>>,
    key: impl Fn(&'p Flow) -> &'p str,
) -> BTreeMap<(bool, &'p str), Option<FlowId>> {
    let mut index = BTreeMap::new();
    for (id, flow) in flows.iter_enumerated() {
        let is_module = flow.kind == Some(FlowKind::Module);
        index
            .entry((is_module, key(flow)))
            .and_modify(|found| *found = None)
            .or_insert(Some(id));
    }
    index
}

/// Whether nobody has given the resource a name: it goes by its ARN.
fn is_nameless(resource: &Resource) -> bool {
    resource.id.as_ref() == Some(&resource.name)
}

fn readable(resource: &Resource) -> String {
    let id = resource.id.as_deref().unwrap_or("");
    let tail = id.rsplit(['/', ':']).next().unwrap_or(id);
    match &resource.title {
        Some(title) => ident::word(title, resource.kind.words()),
        None if ident::is_uuid(tail) => ident::word(resource.kind.words(), "resource"),
        None => ident::word(tail, resource.kind.words()),
    }
}

/// Names of one kind of thing: each is given once.
#[derive(Default)]
struct Names {
    taken: BTreeSet<String>,
    /// The number to try next behind a name.
    next: BTreeMap<String, usize>,
}

impl Names {
    fn take(&mut self, name: &str) -> bool {
        self.taken.insert(name.to_owned())
    }

    fn unique(&mut self, wanted: &str) -> String {
        if self.take(wanted) {
            return wanted.to_owned();
        }
        loop {
            let next = self.next.entry(wanted.to_owned()).or_insert(1);
            *next += 1;
            let candidate = format!("{wanted}_{next}");
            if self.take(&candidate) {
                return candidate;
            }
        }
    }
}
