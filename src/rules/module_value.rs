//! Values of modules that no module's head states.

use super::Finding;
use super::context::Context;
use crate::catalogue::{Behaviour, Role};
use crate::diag::{Diagnostic, Level, Rule};
use crate::program::{Contract, Field, FieldKind, Flow, Mention};
use crate::text;

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

pub(super) fn check(context: &Context<'_>, found: &mut Vec<Finding>) {
    for (id, flow) in context.flows() {
        let own = flow.contract.as_ref();
        let invoked = invoked(context, flow);
        if own.is_none() && invoked.is_none() {
            continue;
        }
        for block in &flow.blocks {
            for mention in block.mentions() {
                let Some(unknown) = unknown(&mention, own, invoked.as_deref()) else {
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

/// What the modules give back that a flow invokes; nothing where one of them does not say, or
/// there is none.
fn invoked<'p>(context: &Context<'p>, flow: &'p Flow) -> Option<Vec<&'p Field>> {
    let invokes = flow
        .blocks
        .iter()
        .filter(|block| block.row.behaviour == Behaviour::InvokeModule);
    let mut fields = None;
    for block in invokes {
        let module = context.program.target_flow(block, Role::Module)?;
        let contract = context.flow(module)?.contract.as_ref()?;
        let fields: &mut Vec<&Field> = fields.get_or_insert_default();
        fields.extend(&contract.output);
    }
    fields
}

struct Unknown {
    is: &'static str,
    help: String,
}

/// What is wrong with a value that no head states.
fn unknown(
    mention: &Mention<'_>,
    own: Option<&Contract>,
    invoked: Option<&[&Field]>,
) -> Option<Unknown> {
    if mention.root != ROOT {
        return None;
    }
    let (group, path) = mention.keys.split_first()?;
    let (stated, is): (Vec<&Field>, _) = match (*group, own, invoked) {
        (INPUT, Some(own), _) => (
            own.input.iter().collect(),
            "the head of this module does not take it",
        ),
        (DATA, _, Some(invoked)) => (invoked.to_vec(), "no module that is invoked here gives it"),
        _ => return None,
    };
    let (wrong, known) = astray(&stated, path)?;
    let help = match text::nearest(wrong, known.iter().copied()) {
        Some(near) => format!("did you mean `{near}`?"),
        None if known.is_empty() => "state it in the module's head".to_owned(),
        None => format!("what is stated is {}", text::and_ticked(known)),
    };
    Some(Unknown { is, help })
}

/// The first word of a path that is not stated, with those that are.
fn astray<'f, 'k>(stated: &[&'f Field], path: &[&'k str]) -> Option<(&'k str, Vec<&'f str>)> {
    let (first, rest) = path.split_first()?;
    let mut of_name = stated
        .iter()
        .filter(|field| field.name == *first)
        .peekable();
    if of_name.peek().is_none() {
        let known = stated.iter().map(|field| field.name.as_str());
        return Some((first, known.collect()));
    }
    let mut below = Vec::new();
    for field in of_name {
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
    astray(&below, rest)
}
