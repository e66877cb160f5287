//! What flows tell apart: the values that attributes and answers are drawn from.

use crate::catalogue::{Asks, Behaviour, ResourceKind, Role};
use crate::program::{Outcome, Program, ResourceId, Value, reference_at as reference};
use std::collections::{BTreeMap, BTreeSet};

/// A value that no case names.
const SOMETHING_ELSE: &str = "something else";

/// The values that each name is compared with, and what the world may be like.
#[derive(Debug, Default)]
pub struct Choices {
    pub(super) attributes: BTreeMap<String, Vec<String>>,
    pub(super) answers: BTreeMap<String, Vec<String>>,
    pub(super) functions: Vec<ResourceId>,
    pub(super) hours: Vec<ResourceId>,
    pub(super) queues: Vec<ResourceId>,
    /// Whose metrics are read: queues, and agents with queues of their own. None where no
    /// block reads any.
    pub(super) metrics_of: Vec<ResourceId>,
    pub(super) draws: bool,
}

impl Choices {
    /// Reads every comparison of a program.
    #[must_use]
    pub fn new(program: &Program) -> Self {
        let mut choices = Self::default();
        let mut reads_metrics = false;
        let mut found: BTreeMap<(bool, String), BTreeSet<String>> = BTreeMap::new();
        for block in program.flows.iter().flat_map(|flow| &flow.blocks) {
            choices.draws |= block.row.behaviour == Behaviour::Distribute;
            reads_metrics |= matches!(block.row.asks, Asks::Figure | Asks::Figures);
            let compared = block.value(Role::Compared).and_then(Value::text);
            let Some((from_function, name)) = compared.and_then(named) else {
                continue;
            };
            let values = found.entry((from_function, name)).or_default();
            values.extend(block.exits.iter().filter_map(|exit| match &exit.outcome {
                Outcome::Case(_, operand) => Some(operand.clone()),
                Outcome::Condition { operands, .. } => operands.first().cloned(),
                Outcome::Success | Outcome::Branch(_) | Outcome::Error(_) => None,
            }));
        }
        for ((from_function, name), values) in found {
            let mut values: Vec<String> = values.into_iter().collect();
            values.push(SOMETHING_ELSE.to_owned());
            match from_function {
                true => choices.answers.insert(name, values),
                false => choices.attributes.insert(name, values),
            };
        }
        for (id, resource) in program.resources.iter_enumerated() {
            let has_metrics = matches!(resource.kind, ResourceKind::Queue | ResourceKind::Agent);
            if reads_metrics && has_metrics {
                choices.metrics_of.push(id);
            }
            if resource.kind == ResourceKind::Lambda {
                choices.functions.push(id);
            } else if resource.kind == ResourceKind::Hours {
                choices.hours.push(id);
            } else if resource.kind == ResourceKind::Queue {
                choices.queues.push(id);
            }
        }
        choices
    }
}

/// The name of an attribute, or of an answer of a function.
fn named(compared: &str) -> Option<(bool, String)> {
    let (parts, length) = reference(compared)?;
    let (root, keys) = parts.split_first()?;
    if length != compared.len() || keys.len() != 1 {
        return None;
    }
    let from_function = match *root {
        "Attributes" => false,
        "External" => true,
        _ => return None,
    };
    Some((from_function, keys.join(".")))
}
