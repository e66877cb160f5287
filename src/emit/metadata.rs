//! `Metadata`: what only the designer reads.
//!
//! Keys and forms are those of exports; the service does not look at any of it.

use super::json::Writer;
use super::value::Names;
use crate::catalogue::{FlowKind, Operator, ResourceKind};
use crate::layout::{self, Position};
use crate::program::{Block, BlockId, Flow, Outcome, Resource, Value, ident, path};
use std::collections::BTreeMap;

/// Writes the object that stands behind `Metadata`.
pub fn write(json: &mut Writer, names: &Names<'_>, flow: &Flow) {
    let positions = layout::standing(flow);
    let groups = layout::groups(flow);
    let members = groups
        .iter()
        .flat_map(|group| group.blocks.iter().map(move |block| (*block, group)));
    let groups: BTreeMap<BlockId, &layout::Group> = members.collect();
    json.object(|json| {
        json.key("entryPointPosition");
        position(json, layout::entry(flow));
        json.key("ActionMetadata").object(|json| {
            for ((id, block), at) in flow.blocks.iter_enumerated().zip(&positions) {
                json.key(&block.name);
                let part = groups.get(&id).map(|group| Part {
                    flow,
                    group,
                    block: id,
                });
                action(json, names, block, part.as_ref(), *at);
            }
        });
        json.key("Annotations").list(|json| {
            for (block, at) in flow.blocks.iter().zip(&positions) {
                if let Some(note) = &block.note {
                    annotation(json, block, note, *at);
                }
            }
        });
        json.key("snapToGrid").raw("false");
        json.key("name").text(&flow.title);
        json.key("description")
            .text(flow.description.as_deref().unwrap_or(""));
        if let Some(kind) = flow.kind.and_then(FlowKind::metadata_type) {
            json.key("type").text(kind);
        }
        json.key("status").text("PUBLISHED");
        json.key("hash").object(|_| {});
    });
}

fn position(json: &mut Writer, at: Position) {
    json.object(|json| {
        json.key("x").number(at.x);
        json.key("y").number(at.y);
    });
}

/// A block of several that the designer shows as one.
struct Part<'a> {
    flow: &'a Flow,
    group: &'a layout::Group,
    block: BlockId,
}

impl Part<'_> {
    fn name(&self, block: BlockId) -> &str {
        let block = self.flow.blocks.get(block);
        block.map_or("", |block| &block.name)
    }

    fn is(&self, member: usize) -> bool {
        self.group.blocks.get(member) == Some(&self.block)
    }

    /// The keys by which the designer puts the blocks together.
    fn write(&self, json: &mut Writer) {
        if let Some((first, children)) = self.group.blocks.split_first()
            && *first == self.block
        {
            json.key("children").list(|json| {
                for child in children {
                    json.text(self.name(*child));
                }
            });
        }
        if let Some((on, named)) = self.group.joined.fragment
            && self.is(on)
            && let Some(named) = self.group.blocks.get(named)
        {
            json.key("fragments").object(|json| {
                json.key("SetContactData").text(self.name(*named));
            });
        }
        for (_, key) in self
            .group
            .joined
            .flags
            .iter()
            .filter(|(on, _)| self.is(*on))
        {
            json.key(key).raw("true");
        }
    }
}

fn action(
    json: &mut Writer,
    names: &Names<'_>,
    block: &Block,
    part: Option<&Part<'_>>,
    at: Position,
) {
    json.object(|json| {
        json.key("position");
        position(json, at);
        if !ident::is_uuid(&block.name) {
            json.key("isFriendlyName").raw("true");
        }
        if let Some(part) = part {
            part.write(json);
        }
        parameters(json, names, block);
        cases(json, block);
        if let Some(bot) = resources(names, block).find(|bot| bot.kind == ResourceKind::Bot) {
            json.key("useLexBotDropdown").raw("true");
            json.key("lexV2BotName").text(shown(bot));
        }
    });
}

/// What resources are called, for the designer's fields.
fn parameters(json: &mut Writer, names: &Names<'_>, block: &Block) {
    let named = block.arguments.iter().filter(|argument| {
        let mut values = values(&argument.value);
        values.any(|value| resource(names, value).is_some())
    });
    let named: Vec<(&str, &Value)> = named
        .map(|argument| (argument.parameter.path, &argument.value))
        .collect();
    if !named.is_empty() {
        json.key("parameters")
            .object(|json| called(json, names, &named));
    }
}

/// Values by their paths: `EventHooks.AgentWhisper` as `{"EventHooks": {"AgentWhisper": …}}`.
/// Those whose paths begin alike stand side by side.
fn called(json: &mut Writer, names: &Names<'_>, named: &[(&str, &Value)]) {
    for alike in named.chunk_by(|one, other| path::split(one.0).0 == path::split(other.0).0) {
        let Some((first, value)) = alike.first() else {
            continue;
        };
        let below: Vec<(&str, &Value)> = alike
            .iter()
            .filter_map(|(path, value)| Some((path::split(path).1?, *value)))
            .collect();
        json.key(&path::split(first).0).object(|json| {
            if below.is_empty() {
                display_names(json, names, value);
            } else {
                called(json, names, &below);
            }
        });
    }
}

fn display_names(json: &mut Writer, names: &Names<'_>, value: &Value) {
    if let Value::Map(entries) = value {
        entry_names(json, names, entries);
    } else if let Some(resource) = resource(names, value) {
        display_name(json, resource);
    }
}

fn entry_names(json: &mut Writer, names: &Names<'_>, entries: &[(String, Value)]) {
    for (key, value) in entries {
        if let Some(resource) = resource(names, value) {
            json.key(key).object(|json| display_name(json, resource));
        }
    }
}

fn display_name(json: &mut Writer, resource: &Resource) {
    json.key("displayName").text(shown(resource));
}

/// The resources that the block names, in a parameter or in a map of hooks.
fn resources<'a>(names: &'a Names<'_>, block: &'a Block) -> impl Iterator<Item = &'a Resource> {
    let values = block
        .arguments
        .iter()
        .flat_map(|argument| values(&argument.value));
    values.filter_map(|value| resource(names, value))
}

/// A value, and those in it where it is a map.
fn values(value: &Value) -> impl Iterator<Item = &Value> {
    let entries: &[(String, Value)] = if let Value::Map(entries) = value {
        entries
    } else {
        &[]
    };
    entries.iter().map(|(_, value)| value).chain([value])
}

/// The thing that a value names; a text shows itself.
fn resource<'a>(names: &Names<'a>, value: &Value) -> Option<&'a Resource> {
    let Value::Resource(resource) = value else {
        return None;
    };
    let resource = names.resource(*resource)?;
    resource.text().is_none().then_some(resource)
}

/// The values of branches, which the designer shows from here.
fn cases(json: &mut Writer, block: &Block) {
    let mut cases = block
        .exits
        .iter()
        .filter_map(|exit| match &exit.outcome {
            Outcome::Case(form, operand) => Some((*form, operand)),
            Outcome::Success
            | Outcome::Branch(_)
            | Outcome::Error(_)
            | Outcome::Condition { .. } => None,
        })
        .zip(1_usize..)
        .peekable();
    if cases.peek().is_none() {
        return;
    }
    json.key("conditionMetadata").list(|json| {
        for ((form, operand), number) in cases {
            json.object(|json| {
                let number = number.to_string();
                json.key("id").text(&[&block.name, "-", &number].concat());
                if let Some((name, value, sign)) = designer_operator(form.operator) {
                    json.key("operator").object(|json| {
                        json.key("name").text(name);
                        json.key("value").text(value);
                        json.key("shortDisplay").text(sign);
                    });
                }
                json.key("value").text(operand);
            });
        }
    });
}

/// What the designer calls an operator: name, value and sign, where exports show them.
const fn designer_operator(
    operator: Operator,
) -> Option<(&'static str, &'static str, &'static str)> {
    match operator {
        Operator::Equals => Some(("Equals", "Equals", "=")),
        Operator::TextStartsWith => Some(("Starts with", "StartsWith", "starts with")),
        Operator::TextContains => Some(("Contains", "Contains", "contains")),
        Operator::NumberGreaterThan => Some(("Is greater than", "GreaterThan", ">")),
        Operator::TextEndsWith
        | Operator::NumberGreaterOrEqualTo
        | Operator::NumberLessThan
        | Operator::NumberLessOrEqualTo
        | Operator::KeyExists => None,
    }
}

/// A note beside its block.
fn annotation(json: &mut Writer, block: &Block, note: &str, at: Position) {
    json.object(|json| {
        json.key("type").text("default");
        json.key("id").text(&format!("note-{}", block.name));
        json.key("content").text(note);
        json.key("actionId").text(&block.name);
        json.key("isFolded").raw("false");
        json.key("position");
        position(json, at);
        json.key("size").object(|json| {
            json.key("height").raw("295");
            json.key("width").raw("300");
        });
    });
}

fn shown(resource: &Resource) -> &str {
    resource.title.as_deref().unwrap_or(&resource.name)
}
