//! One action: parameters, identifier, type, transitions.

use super::json::Writer;
use super::parameters;
use super::value::Names;
use crate::catalogue::{Operand, Then, Wire};
use crate::program::{Block, Exit, Flow, Outcome, Target};

/// Writes one action; keys in the order of exports.
pub fn write(json: &mut Writer, names: &mut Names<'_>, flow: &Flow, block: &Block) {
    json.object(|json| {
        json.key("Parameters");
        parameters::write(json, names, block);
        json.key("Identifier").text(&block.name);
        json.key("Type").text(block.action_type());
        json.key("Transitions");
        transitions(json, flow, block);
    });
}

/// `NextAction`, `Errors` and `Conditions`; empty lists are left out, as the console does.
fn transitions(json: &mut Writer, flow: &Flow, block: &Block) {
    json.object(|json| {
        if let Some(target) = next_action(block) {
            json.key("NextAction").text(identifier(flow, target));
        }
        let errors = branches(block).filter_map(|exit| Some((exit, error(exit)?)));
        list(json, "Errors", errors, |json, (exit, error)| {
            json.key("NextAction").text(identifier(flow, &exit.target));
            json.key("ErrorType").text(error);
        });
        let mut below = 1;
        let conditions =
            branches(block).filter_map(|exit| Some((exit, condition(exit, &mut below)?)));
        list(json, "Conditions", conditions, |json, (exit, condition)| {
            json.key("NextAction").text(identifier(flow, &exit.target));
            json.key("Condition").object(|json| {
                json.key("Operator").text(condition.operator);
                json.key("Operands").list(|json| match condition.operands {
                    Operands::One(operand) => json.text(operand),
                    Operands::Threshold(limit) => json.text(&limit.to_string()),
                    Operands::Any(operands) => {
                        for operand in operands {
                            json.text(operand);
                        }
                    }
                });
            });
        });
    });
}

/// Where `NextAction` points: to what success does, or to what the designer copies.
/// The service demands it of every action that does not end the flow.
fn next_action(block: &Block) -> Option<&Target> {
    let success = block.success();
    let exit = match block.row.then {
        Then::Next => success,
        Then::Copies(word) => success.or_else(|| block.exit(word)),
        Then::Ends | Then::Stays => success,
    };
    exit.map(|exit| &exit.target)
}

/// The exits by row, then by value in their order (the first condition that holds wins),
/// then those the row does not know.
fn branches(block: &Block) -> impl Iterator<Item = &Exit> {
    let fixed = block.row.branches.iter().filter_map(|branch| {
        block
            .exits
            .iter()
            .find(|exit| matches!(exit.outcome, Outcome::Branch(known) if known == branch))
    });
    let others = block.exits.iter().filter(|exit| match exit.outcome {
        Outcome::Case(..) | Outcome::Error(_) | Outcome::Condition { .. } => true,
        Outcome::Success | Outcome::Branch(_) => false,
    });
    fixed.chain(others)
}

/// The ways out of a block as the wire has them.
pub fn as_unknown(block: &Block) -> Vec<Exit> {
    let exit = |exit: &Exit, outcome: Outcome, target: &Target| Exit {
        outcome,
        target: target.clone(),
        ..exit.clone()
    };
    let mut exits = Vec::with_capacity(block.exits.len());
    if let (Some(target), Some(any)) = (next_action(block), block.exits.first()) {
        exits.push(exit(any, Outcome::Success, target));
    }
    let mut below = 1;
    for branch in branches(block) {
        let condition = condition(branch, &mut below).map(|condition| Outcome::Condition {
            operator: condition.operator.to_owned(),
            operands: condition.operands.list(),
        });
        let outcome = condition.or_else(|| Some(Outcome::Error(error(branch)?.to_owned())));
        exits.extend(outcome.map(|outcome| exit(branch, outcome, &branch.target)));
    }
    exits
}

struct Condition<'a> {
    operator: &'a str,
    operands: Operands<'a>,
}

enum Operands<'a> {
    One(&'a str),
    /// Of random numbers from 1 to 100, those below it.
    Threshold(i64),
    Any(&'a [String]),
}

impl Operands<'_> {
    fn list(&self) -> Vec<String> {
        match self {
            Self::One(operand) => vec![(*operand).to_owned()],
            Self::Threshold(limit) => vec![limit.to_string()],
            Self::Any(operands) => operands.to_vec(),
        }
    }
}

fn error(exit: &Exit) -> Option<&str> {
    match &exit.outcome {
        Outcome::Branch(branch) => match branch.wire {
            Wire::Error(error) => Some(error),
            Wire::Condition(..) => None,
        },
        Outcome::Error(error) => Some(error),
        Outcome::Success | Outcome::Case(..) | Outcome::Condition { .. } => None,
    }
}

/// The condition of an exit; `below` is the threshold of the shares before it.
fn condition<'a>(exit: &'a Exit, below: &mut i64) -> Option<Condition<'a>> {
    let (operator, operands) = match &exit.outcome {
        Outcome::Branch(branch) => match branch.wire {
            Wire::Error(_) => return None,
            Wire::Condition(operator, operand) => (operator.wire(), Operands::One(operand)),
        },
        Outcome::Case(form, operand) if form.operand == Operand::Percent => {
            *below = below.saturating_add(operand.parse().unwrap_or(0));
            (form.operator.wire(), Operands::Threshold(*below))
        }
        Outcome::Case(form, operand) => (form.operator.wire(), Operands::One(operand)),
        Outcome::Condition { operator, operands } => (operator.as_str(), Operands::Any(operands)),
        Outcome::Success | Outcome::Error(_) => return None,
    };
    Some(Condition { operator, operands })
}

fn list<T>(
    json: &mut Writer,
    key: &str,
    elements: impl Iterator<Item = T>,
    write: impl Fn(&mut Writer, T),
) {
    let mut elements = elements.peekable();
    if elements.peek().is_none() {
        return;
    }
    json.key(key).list(|json| {
        for element in elements {
            json.object(|json| write(json, element));
        }
    });
}

/// What stands for a target: an empty one is a connector that nobody drew.
fn identifier<'a>(flow: &'a Flow, target: &'a Target) -> &'a str {
    match target {
        Target::Block(block) => flow.blocks.get(*block).map_or("", |block| &block.name),
        Target::Missing(name) => name,
        Target::Nowhere => "",
    }
}
