//! Which flow before is which flow after, and what changed in its head.

use super::blocks::{leads_to_the_same, target};
use super::pairs::Pairs;
use super::{Change, ChangeKind, Pair};
use crate::program::{Flow, FlowId, Origin, Program, Target};
use crate::text::Duration;
use std::collections::{BTreeMap, BTreeSet, VecDeque};

/// The flows of both sides: of one title, else of one name; else the only ones.
pub fn pair(before: &Program, after: &Program) -> Vec<(Option<FlowId>, Option<FlowId>)> {
    let mut partner: BTreeMap<FlowId, FlowId> = BTreeMap::new();
    let mut taken = BTreeSet::new();
    for key in [
        |flow: &Flow| flow.title.clone(),
        |flow: &Flow| flow.name.clone(),
    ] {
        let mut known: BTreeMap<String, VecDeque<FlowId>> = BTreeMap::new();
        for (id, flow) in before.flows.iter_enumerated() {
            if !taken.contains(&id) {
                known.entry(key(flow)).or_default().push_back(id);
            }
        }
        for (id, flow) in after.flows.iter_enumerated() {
            if partner.contains_key(&id) {
                continue;
            }
            if let Some(one) = known.get_mut(&key(flow)).and_then(VecDeque::pop_front) {
                taken.insert(one);
                partner.insert(id, one);
            }
        }
    }
    let only = |program: &Program| {
        program
            .flows
            .ids()
            .next()
            .filter(|_| program.flows.len() == 1)
    };
    if let (true, Some(one), Some(other)) = (partner.is_empty(), only(before), only(after)) {
        taken.insert(one);
        partner.insert(other, one);
    }
    let now = after.flows.ids();
    let now = now.map(|id| (partner.get(&id).copied(), Some(id)));
    let gone = before.flows.ids().filter(|id| !taken.contains(id));
    now.chain(gone.map(|id| (Some(id), None))).collect()
}

/// What changed in the head of a flow.
pub fn head(pair: &Pair<'_>, matched: &Pairs) -> Vec<Change> {
    let (one, other) = (pair.before.flow, pair.after.flow);
    let mut changes = Vec::new();
    if let (Some(before), Some(after)) = (one.kind, other.kind)
        && before.metadata_type() != after.metadata_type()
    {
        let words = [before, after].map(|kind| Some(kind.words().to_owned()));
        let [before, after] = words;
        changes.push(Change::property("kind", before, after));
    }
    if one.description != other.description {
        let (before, after) = (one.description.clone(), other.description.clone());
        changes.push(Change::property("description", before, after));
    }
    // JSON has no place for these.
    if one.origin == Origin::Ebb && other.origin == Origin::Ebb {
        changes.extend(duration(one, other));
        changes.extend(contract(one, other));
    }
    changes.extend(start(pair, matched));
    changes
}

fn duration(one: &Flow, other: &Flow) -> Option<Change> {
    let [before, after] = [one, other].map(|flow| flow.chat_duration);
    let shown = |seconds: Option<i64>| seconds.map(|seconds| Duration(seconds).to_string());
    (before != after).then(|| Change {
        longer: after.zip(before).map(|(after, before)| after - before),
        ..Change::property("chat duration", shown(before), shown(after))
    })
}

fn contract(one: &Flow, other: &Flow) -> Option<Change> {
    let [before, after] =
        [one, other].map(|flow| flow.contract.as_ref().map(super::words::contract));
    (before != after).then(|| Change::property("contract", before, after))
}

fn start(pair: &Pair<'_>, matched: &Pairs) -> Option<Change> {
    let of = |flow: &Flow| flow.start.map_or(Target::Nowhere, Target::Block);
    let (before, after) = (of(pair.before.flow), of(pair.after.flow));
    (!leads_to_the_same(matched, &before, &after)).then(|| Change {
        kind: ChangeKind::Branch,
        name: "start".to_owned(),
        before: Some(target(&pair.before, &before)),
        after: Some(target(&pair.after, &after)),
        longer: None,
    })
}
