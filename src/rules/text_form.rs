//! Texts that an action does not take as they are: references where none may stand, texts
//! around one, too many characters, others than those that may be there.

use super::Finding;
use super::context::Context;
use crate::catalogue::{Form, References, Role};
use crate::diag::{Level, Rule};
use crate::program::{
    Argument, Program, Value, is_bare_reference, is_whole_reference, known_reference,
};
use crate::text::count;

pub(super) static RULE: Rule = Rule {
    name: "text-form",
    level: Level::Error,
    summary: "a text does not have the form that Amazon Connect takes there",
    page: include_str!("text_form.md"),
};

pub(super) fn check(context: &Context<'_>, found: &mut Vec<Finding>) {
    let wrong = |argument: &Argument| wrong(context.program, argument);
    context.judge_arguments(&RULE, wrong, found);
}

/// What is wrong with the first text of a value that has the wrong form, and what to do.
fn wrong(program: &Program, argument: &Argument) -> Option<(String, &'static str)> {
    let form = argument.parameter.form;
    let compared = argument.parameter.role == Role::Compared;
    if form == Form::ANY && !compared {
        return None;
    }
    let mut todo = vec![&argument.value];
    while let Some(value) = todo.pop() {
        let found = match value {
            Value::Text(text) => of_text(form, text),
            Value::Reference(text) => of_reference(form, text, compared),
            Value::Resource(resource) => {
                let resource = program.resources.get(*resource)?;
                match resource.text() {
                    Some(text) => of_text(form, text).map(|(is, help)| {
                        (format!("{is}: `{}` says \"{text}\"", resource.name), help)
                    }),
                    None => references(form, resource.id.as_deref().unwrap_or_default()),
                }
            }
            Value::Map(entries) => {
                todo.extend(entries.iter().rev().map(|(_, value)| value));
                None
            }
            Value::List(values) => {
                todo.extend(values.iter().rev());
                None
            }
            Value::Duration(_)
            | Value::Number(_)
            | Value::Flag(_)
            | Value::Word(_)
            | Value::Words(_)
            | Value::Prompt(..)
            | Value::RawNumber(_)
            | Value::RawBool(_)
            | Value::Null => None,
        };
        if found.is_some() {
            return found;
        }
    }
    None
}

fn of_text(form: Form, text: &str) -> Option<(String, &'static str)> {
    if form.references == References::Only && !is_whole_reference(text) {
        let is = "takes references alone, and there is a text".to_owned();
        return Some((
            is,
            "keep the text in an attribute first, and name that here",
        ));
    }
    references(form, text)
        .or_else(|| too_long(form, text))
        .or_else(|| other_letters(form, text))
}

fn of_reference(form: Form, text: &str, compared: bool) -> Option<(String, &'static str)> {
    if form.references == References::Never {
        return Some((never(text), KNOWN_AHEAD));
    }
    (compared && is_bare_reference(text)).then(|| {
        let is = format!("compares with `{text}`, which is no value by itself");
        (is, "name what is meant in it")
    })
}

/// A reference in a text where that may not stand.
fn references(form: Form, text: &str) -> Option<(String, &'static str)> {
    let within = || known_reference(text);
    match form.references {
        References::Never => within().map(|reference| (never(reference), KNOWN_AHEAD)),
        References::Whole => within().filter(|reference| *reference != text).map(|reference| {
            let is = format!("takes a reference only as the whole value, and something stands around `{reference}`");
            (is, "put it together in an attribute first, and name that here")
        }),
        References::Within | References::Only => None,
    }
}

const KNOWN_AHEAD: &str =
    "write the value itself, or branch on the reference and have a block for each value";

fn never(reference: &str) -> String {
    format!("has to be known when the flow is published, and `{reference}` is not")
}

fn too_long(form: Form, text: &str) -> Option<(String, &'static str)> {
    let number = text.chars().count();
    (number > form.longest).then(|| {
        let has = count("character", number);
        let is = format!(
            "has {has}, and Amazon Connect takes {} at most",
            form.longest
        );
        (is, "shorten it")
    })
}

fn other_letters(form: Form, text: &str) -> Option<(String, &'static str)> {
    let letters = form.letters?;
    let other = text.chars().find(|letter| !letters.contains(*letter))?;
    let is = format!("has a `{other}`, and Amazon Connect takes only `{letters}` there");
    Some((is, "leave the others out"))
}
