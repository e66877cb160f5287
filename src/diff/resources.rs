//! Which resources of the two sides are one.
//!
//! Ebb knows a resource by its name and what the instance calls it, an export by an ARN and
//! perhaps by what the instance calls it. Two of a kind are one if anything of that agrees,
//! an ARN before a name and a name before a title; but two ARNs of one instance are two
//! resources, whatever they are called.

use crate::catalogue::ResourceKind;
use crate::id::{Id, IndexVec};
use crate::program::{Program, Resource, ResourceId};
use std::collections::{BTreeMap, VecDeque};

/// The number of what a resource is, for each resource of one side.
pub type Canon = IndexVec<ResourceId, usize>;

/// The resources of both sides by what they are.
pub struct Names {
    pub before: Canon,
    pub after: Canon,
}

/// What a resource may be known by.
type Label = for<'r> fn(&'r Resource) -> Option<&'r str>;

/// What is compared with what, the surest first.
const LABELS: [(Label, Label); 5] = [
    (id, id),
    (name, name),
    (title, title),
    (name, title),
    (title, name),
];

fn id(resource: &Resource) -> Option<&str> {
    resource.id.as_deref()
}

fn name(resource: &Resource) -> Option<&str> {
    Some(&resource.name)
}

fn title(resource: &Resource) -> Option<&str> {
    resource.title.as_deref()
}

impl Names {
    pub fn of(before: &Program, after: &Program) -> Self {
        let numbers = 0..before.resources.len();
        let mut partner: Vec<Option<usize>> = vec![None; after.resources.len()];
        let mut taken = vec![false; before.resources.len()];
        for (one, other) in LABELS {
            let mut known = by_label(before, one);
            for (index, resource) in after.resources.iter().enumerate() {
                let label = other(resource).map(|label| (resource.kind, label));
                let known = label.and_then(|label| known.get_mut(&label));
                let slot = partner.get_mut(index).filter(|slot| slot.is_none());
                let (Some(known), Some(slot)) = (known, slot) else {
                    continue;
                };
                let is_taken = |candidate: &usize| taken.get(*candidate) != Some(&false);
                while known.front().is_some_and(is_taken) {
                    known.pop_front();
                }
                let candidate = known.front().copied();
                if let Some(candidate) = candidate.filter(|one| fits(before, *one, resource)) {
                    *slot = Some(candidate);
                    if let Some(taken) = taken.get_mut(candidate) {
                        *taken = true;
                    }
                }
            }
        }
        let first = before.resources.len();
        let after = partner.iter().enumerate();
        Self {
            before: numbers.collect(),
            after: after
                .map(|(index, known)| known.unwrap_or(first + index))
                .collect(),
        }
    }
}

/// The resources of each label, in their order.
fn by_label(program: &Program, label: Label) -> BTreeMap<(ResourceKind, &str), VecDeque<usize>> {
    let mut known: BTreeMap<(ResourceKind, &str), VecDeque<usize>> = BTreeMap::new();
    for (id, resource) in program.resources.iter_enumerated() {
        if let Some(label) = label(resource) {
            known
                .entry((resource.kind, label))
                .or_default()
                .push_back(id.index());
        }
    }
    known
}

/// Whether two resources may be one: not where they are two of one instance.
fn fits(program: &Program, candidate: usize, resource: &Resource) -> bool {
    let candidate = program.resources.get(ResourceId::from_index(candidate));
    match (candidate.and_then(id), id(resource)) {
        (Some(one), Some(other)) => one == other || instance(one) != instance(other),
        (Some(_) | None, _) => true,
    }
}

/// What an ARN says before its last part: account and instance.
fn instance(id: &str) -> &str {
    id.rsplit_once(['/', ':']).map_or("", |(before, _)| before)
}
