//! Values of modules that no module's head states.

use super::Finding;
use super::context::Context;
use crate::catalogue::{Behaviour, Role};
use crate::diag::{Diagnostic, Level, Rule};
use crate::program::{Contract, Field, FieldKind, Flow, FlowId, Mention};
use crate::text;
use std::collections::{BTreeMap, BTreeSet};

pub(super) static RULE: Rule = Rule {
    name: "module-value",
    level: Level::Warning,
    summary: "a value of a module is read that its head does not state",
    page: include_str!("module_value.md"),
};

/// The words of `$.Modules.Input` and `$.Modules.ResultData`.
const ROOT: &str = "Modules";
const INPUT: &str = "Input";
const DATA: &str = "ResultData";

/// What is stated, by name; modules may state one name in several ways.
type Stated<'f> = BTreeMap<&'f str, Vec<&'f Field>>;

pub(super) fn check(context: &Context<'_>, found: &mut Vec<Finding>) {
    for (id, flow) in context.flows() {
        let taken = flow.contract.as_ref().map(|own| by_name(&own.input));
        let given = given(context, flow);
        if taken.is_none() && given.is_none() {
            continue;
        }
        for block in &flow.blocks {
            for mention in block.mentions() {
                let Some(unknown) = unknown(&mention, taken.as_ref(), given.as_ref()) else {
                    continue;
                };
                let message = format!(
                    "{} reads `{}`, and {}",
                    context.called(id, block),
                    mention.words(),
                    unknown.is
                );
                let finding = Diagnostic::new(&RULE, mention.span, message).help(unknown.help);
                found.push(finding.into());
            }
        }
    }
}

fn by_name<'f>(fields: impl IntoIterator<Item = &'f Field>) -> Stated<'f> {
    let mut stated = Stated::new();
    for field in fields {
        stated.entry(field.name.as_str()).or_default().push(field);
    }
    stated
}

/// What the modules give back that a flow invokes; nothing where one of them does not say, or
/// there is none.
fn given<'p>(context: &Context<'p>, flow: &'p Flow) -> Option<Stated<'p>> {
    let invokes = flow
        .blocks
        .iter()
        .filter(|block| block.row.behaviour == Behaviour::InvokeModule);
    let mut modules = BTreeSet::new();
    for block in invokes {
        modules.insert(context.program.target_flow(block, Role::Module)?);
    }
    let contract = |module: FlowId| context.flow(module)?.contract.as_ref();
    let contracts: Option<Vec<&Contract>> = modules.into_iter().map(contract).collect();
    let contracts = contracts.filter(|contracts| !contracts.is_empty())?;
    Some(by_name(
        contracts.into_iter().flat_map(|contract| &contract.output),
    ))
}

struct Unknown {
    is: &'static str,
    help: String,
}

/// What is wrong with a value that no head states.
fn unknown(
    mention: &Mention<'_>,
    taken: Option<&Stated<'_>>,
    given: Option<&Stated<'_>>,
) -> Option<Unknown> {
    if mention.root != ROOT {
        return None;
    }
    let (group, path) = mention.keys.split_first()?;
    let (stated, is) = match (*group, taken, given) {
        (INPUT, Some(taken), _) => (taken, "the head of this module does not take it"),
        (DATA, _, Some(given)) => (given, "no module that is invoked here gives it"),
        _ => return None,
    };
    let (wrong, known) = astray(stated, path)?;
    let help = match text::nearest(wrong, known.iter().copied()) {
        Some(near) => format!("did you mean `{near}`?"),
        None if known.is_empty() => "state it in the module's head".to_owned(),
        None if known.len() > MANY => "no head states anything like it".to_owned(),
        None => format!("what is stated is {}", text::and_ticked(known)),
    };
    Some(Unknown { is, help })
}

/// More names than these are no help.
const MANY: usize = 10;

/// The first word of a path that is not stated, with those that are.
fn astray<'f, 'k>(stated: &Stated<'f>, path: &[&'k str]) -> Option<(&'k str, Vec<&'f str>)> {
    let (first, rest) = path.split_first()?;
    let Some(fields) = stated.get(*first) else {
        return Some((first, stated.keys().copied().collect()));
    };
    let mut below = Vec::new();
    for field in fields {
        match &field.kind {
            FieldKind::Object(fields) => below.extend(fields),
            // What stands below it is not stated.
            FieldKind::Text
            | FieldKind::Number
            | FieldKind::Integer
            | FieldKind::Boolean
            | FieldKind::List => return None,
        }
    }
    astray(&by_name(below), rest)
}
