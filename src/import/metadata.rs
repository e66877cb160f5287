//! `Metadata`: names, notes and titles that the designer keeps for itself.

use super::json::{Node, Object};
use crate::catalogue::{FlowKind, ResourceKind};
use crate::program::ident::ByName;
use crate::program::{Position, path};
use std::borrow::Cow;
use std::collections::BTreeMap;

/// What the designer keeps about a flow.
#[derive(Debug, Default)]
pub struct Metadata<'a> {
    /// The members of `Metadata` itself.
    pub flow: Object<'a>,
    actions: ByName<Cow<'a, str>, Node<'a>>,
    notes: BTreeMap<Cow<'a, str>, String>,
}

impl<'a> Metadata<'a> {
    /// Reads whatever has the usual form; the service looks at none of it.
    pub fn of(root: &Object<'a>) -> Self {
        let flow = object(root, "Metadata");
        let about = object(&flow, "ActionMetadata");
        let mut actions = ByName::default();
        actions.reserve(about.len());
        actions.extend(about.members().map(|entry| (entry.key(), entry.value)));
        Self {
            actions,
            notes: notes(&flow),
            flow,
        }
    }

    /// The kind of flow that `type` names; a disconnect flow is a contact flow here.
    pub fn kind(&self) -> Option<FlowKind> {
        let said = self.flow.text("type")?;
        FlowKind::ALL
            .into_iter()
            .find(|kind| kind.metadata_type() == Some(said.as_ref()))
    }

    /// Whether the flow was saved without being published, so that nothing checked it.
    pub fn is_draft(&self) -> bool {
        self.flow
            .text("status")
            .is_some_and(|status| status.eq_ignore_ascii_case("saved"))
    }

    /// The note on an action.
    pub fn note(&self, action: &str) -> Option<String> {
        self.notes.get(action).cloned()
    }

    /// Where the entry point stands.
    pub fn entry(&self) -> Option<Position> {
        position(&self.flow.get("entryPointPosition")?.object()?)
    }

    /// What the designer keeps about one action.
    pub fn action(&self, action: &str) -> Object<'a> {
        let entry = self.actions.get(action);
        entry.and_then(|entry| entry.object()).unwrap_or_default()
    }
}

/// Where an action stands, by what the designer keeps about it.
pub fn place(action: &Object<'_>) -> Option<Position> {
    position(&action.get("position")?.object()?)
}

/// What the instance calls the resource that the parameter at `parameter` names.
pub fn title<'a>(action: &Object<'a>, parameter: &str, kind: ResourceKind) -> Option<Cow<'a, str>> {
    // The bot's name; `displayName` is that of its alias.
    if kind == ResourceKind::Bot {
        return action.text("lexV2BotName");
    }
    display_name(action, parameter).or_else(|| {
        older_keys(kind)
            .iter()
            .find_map(|key| name_of(action.get(key)?))
    })
}

/// `parameters.EventHooks.CustomerQueue.displayName`, as newer designers write it.
fn display_name<'a>(action: &Object<'a>, parameter: &str) -> Option<Cow<'a, str>> {
    let mut entry = action.get("parameters")?.object()?;
    let mut rest = Some(parameter);
    while let Some(path) = rest {
        let (key, tail) = path::split(path);
        entry = entry.get(&key)?.object()?;
        rest = tail;
    }
    entry.text("displayName")
}

/// Where older designers wrote it (exports).
const fn older_keys(kind: ResourceKind) -> &'static [&'static str] {
    match kind {
        ResourceKind::Queue => &["queue"],
        ResourceKind::Flow => &["contactFlow", "ContactFlow"],
        ResourceKind::Hours => &["Hours"],
        ResourceKind::Prompt => &["promptName"],
        ResourceKind::Module => &["contactFlowModuleName"],
        ResourceKind::CaseTemplate => &["templateName"],
        ResourceKind::Agent
        | ResourceKind::Lambda
        | ResourceKind::Bot
        | ResourceKind::View
        | ResourceKind::TaskTemplate
        | ResourceKind::PhoneNumber
        | ResourceKind::Assistant
        | ResourceKind::MessageTemplate
        | ResourceKind::DataTable
        | ResourceKind::UserPool
        | ResourceKind::AppClient
        | ResourceKind::KnowledgeBase
        | ResourceKind::Text => &[],
    }
}

/// A name is a text, or the `text` of an object.
fn name_of(node: Node<'_>) -> Option<Cow<'_, str>> {
    match node.object() {
        Some(object) => object.text("text"),
        None => node.text().filter(|text| !text.is_empty()),
    }
}

fn notes<'a>(flow: &Object<'a>) -> BTreeMap<Cow<'a, str>, String> {
    let annotations = flow.get("Annotations").and_then(Node::elements);
    let annotations = annotations.into_iter().flatten();
    annotations
        .filter_map(|annotation| {
            let annotation = annotation.object()?;
            let note = annotation.text("content")?.into_owned();
            Some((annotation.text("actionId")?, note))
        })
        .collect()
}

/// A corner in whole units; the designer sometimes writes parts of one.
fn position(at: &Object<'_>) -> Option<Position> {
    Some(Position {
        x: coordinate(at.get("x")?)?,
        y: coordinate(at.get("y")?)?,
    })
}

/// The farthest that a block stands away; anything beyond is no place on a canvas.
const FARTHEST: i64 = 1_000_000_000;

fn coordinate(node: Node<'_>) -> Option<i64> {
    let raw = node.raw();
    let whole = || raw.split('.').next()?.parse().ok();
    let place: i64 = raw.parse().ok().or_else(whole)?;
    (-FARTHEST..=FARTHEST).contains(&place).then_some(place)
}

fn object<'a>(root: &Object<'a>, key: &str) -> Object<'a> {
    root.get(key).and_then(Node::object).unwrap_or_default()
}
