//! What holds for every program.

use super::Imported;
use super::corpus::first_difference;
use super::same::{Allowed, compare};
use crate::support::cases;
use crate::wire::random::program;
use ebb::catalogue::ResourceKind;
use ebb::emit;
use ebb::program::{FlowId, Program};
use proptest::prelude::*;
use serde_json::Value;
use std::collections::BTreeMap;
use std::sync::Arc;

proptest! {
    #![proptest_config(cases(1_000))]

    #[test]
    fn emitted_and_imported_every_program_is_the_same(program in program()) {
        let same = comes_back(&settled(program));
        prop_assert!(same.is_ok(), "{}", same.unwrap_err());
    }
}

/// A made-up ARN of a flow that has a real one elsewhere is that one: a build binds both.
fn settled(mut program: Program) -> Program {
    let mut known: BTreeMap<(ResourceKind, FlowId), String> = BTreeMap::new();
    for resource in program.resources.iter() {
        if let (Some(flow), Some(id)) = (resource.flow, &resource.id) {
            let first = known
                .entry((resource.kind, flow))
                .or_insert_with(|| id.clone());
            if id < first {
                first.clone_from(id);
            }
        }
    }
    let resources = Arc::make_mut(&mut program.resources);
    for resource in resources.iter_mut().filter(|known| known.id.is_none()) {
        let flow = resource.flow.map(|flow| (resource.kind, flow));
        resource.id = flow.and_then(|flow| known.get(&flow).cloned());
    }
    program
}

/// Whether a program is the same once it is emitted, imported and built, up to what the
/// reference says that JSON has no place for: without what is kept beside the sources as a
/// graph, with it to the byte.
fn comes_back(program: &Program) -> Result<(), String> {
    let flows = program.flows.ids();
    let written: Vec<String> = flows.map(|flow| emit::flow(program, flow).json).collect();
    let documents = written.iter().map(String::as_str);
    let documents: Vec<(&str, &str)> = ["first.json", "second.json"]
        .into_iter()
        .zip(documents)
        .collect();
    let imported = Imported::of(&documents);
    if !imported.refused.is_empty() {
        return Err(imported.refused.join("\n"));
    }
    let built = imported.build_unjudged();
    if built.len() != written.len() {
        return Err(format!("{} flows", built.len()));
    }
    for before in &written {
        let document: Value = serde_json::from_str(before).unwrap();
        let title = &document["Metadata"]["name"];
        let flow = built.iter().find_map(|flow| {
            let after: Value = serde_json::from_str(&flow.json).unwrap();
            (after["Metadata"]["name"] == *title).then_some((flow, after))
        });
        let (flow, after) = flow.ok_or("a title is gone")?;
        compare(&document, &after, &mut Allowed::default())?;
        for said in ["description", "type"] {
            let (said, again) = (&document["Metadata"][said], &after["Metadata"][said]);
            if !said.is_null() && said != again {
                return Err(format!("{said} became {again}"));
            }
        }
        let kept: Value = serde_json::from_str(&flow.kept).unwrap();
        if kept != document {
            let differs = first_difference(&document, &kept);
            return Err(format!("with its sidecar: {differs}"));
        }
    }
    Ok(())
}
