//! Telephone numbers that are written as people dial them at home.

use super::Finding;
use super::context::Context;
use crate::catalogue::Role;
use crate::diag::{Diagnostic, Level, Rule};

pub(super) static RULE: Rule = Rule {
    name: "phone-number-form",
    level: Level::Info,
    summary: "a telephone number is not in the international form",
    page: include_str!("phone_number_form.md"),
};

pub(super) fn check(context: &Context<'_>, found: &mut Vec<Finding>) {
    for (_, flow, block) in context.ways.blocks() {
        if block.row.phrase != "transfer to phone number" {
            continue;
        }
        let number = block.value(Role::Asked);
        let number = number.and_then(|number| context.program.text_in(number));
        if let Some(number) = number.filter(|number| is_number(number) && !has_form(number)) {
            let message = format!(
                "{} dials `{number}`, which is not in the international form",
                context.called(flow, block)
            );
            let finding = Diagnostic::new(&RULE, block.span, message)
                .note("AWS asks for the form E.164: a `+`, the country code, and the number without the 0 or 1 that is only dialled within the country")
                .help("in the United Kingdom, for example, `07911 123456` is `+447911123456`");
            found.push(finding.into());
        }
    }
}

/// Whether a text is a telephone number, in whatever form: templates, addresses and what is
/// only known at run time are none.
fn is_number(text: &str) -> bool {
    let signs = |letter: char| letter.is_ascii_digit() || " +-()./".contains(letter);
    text.chars().all(signs) && text.chars().any(|letter| letter.is_ascii_digit())
}

/// Whether a number has the form E.164.
fn has_form(number: &str) -> bool {
    number.strip_prefix('+').is_some_and(|digits| {
        let all = digits.chars().all(|digit| digit.is_ascii_digit());
        all && !digits.starts_with('0') && digits.len() <= 15
    })
}
