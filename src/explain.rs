//! What a name means: a rule, a block, a resource kind's neighbour, an assumption.

use crate::catalogue::steps::STEPS;
use crate::catalogue::{
    ASSUMPTIONS, BLOCKS, CaseForm, Entries, Form, Operand, Parameter, References, Row, Shape,
    Support, Then, Undrawn, Unit, Written, rows_of_block,
};
use crate::compile::{POINTLESS_ALLOW, REFUSED_ACTION};
use crate::decompile::NOT_IMPORTED;
use crate::diag::Rule;
use crate::text::Duration;
use crate::{import, program, project, rules, suite, syntax, text};
use std::fmt::Write;

/// Every rule there is, by name.
#[must_use]
pub fn rules() -> Vec<&'static Rule> {
    let mut all: Vec<&'static Rule> = [
        syntax::names::ALL,
        program::names::ALL,
        project::names::ALL,
        import::names::ALL,
        suite::names::ALL,
        rules::ALL,
        &[&REFUSED_ACTION, &POINTLESS_ALLOW, &NOT_IMPORTED],
    ]
    .concat();
    all.sort_by_key(|rule| rule.name);
    all
}

/// The page of a rule, a block or an assumption; nothing where the name is none of them.
#[must_use]
pub fn explain(name: &str) -> Option<String> {
    let name = name.trim();
    if let Some(rule) = rules().into_iter().find(|rule| rule.name == name) {
        return Some(rule_page(rule));
    }
    let mut blocks: Vec<&Row> = BLOCKS
        .iter()
        .copied()
        .filter(|row| row.phrase == name || row.action == name)
        .collect();
    if blocks.is_empty() {
        blocks = rows_of_block(name);
    }
    if !blocks.is_empty() {
        let pages: Vec<String> = blocks.into_iter().map(block_page).collect();
        return Some(pages.join("\n"));
    }
    let assumption = ASSUMPTIONS.iter().find(|known| known.name == name)?;
    Some(format!(
        "{name} (an assumption: no source settles it)\n\n{}.\n\nWith `assume not {name}` in a test or a script, or `--assume-not {name}` of `ebb run`:\n{}.\n",
        assumption.says,
        assumption.otherwise,
        name = assumption.name,
    ))
}

/// The name that was probably meant.
#[must_use]
pub fn nearest(name: &str) -> Option<&'static str> {
    let names = rules().into_iter().map(|rule| rule.name);
    let blocks = BLOCKS.iter().flat_map(|row| [row.phrase, row.action]);
    let assumptions = ASSUMPTIONS.iter().map(|known| known.name);
    text::nearest(name, names.chain(blocks).chain(assumptions))
}

/// Every name that [`explain`] knows, in groups, one a line.
#[must_use]
pub fn index() -> String {
    let mut out = String::from("Rules\n");
    for rule in rules() {
        let _ = writeln!(
            out,
            "  {:<28} {:<8} {}",
            rule.name,
            rule.level.word(),
            rule.summary
        );
    }
    out.push_str("\nBlocks\n");
    for row in BLOCKS {
        let _ = writeln!(out, "  {:<34} {}", row.phrase, row.summary);
    }
    out.push_str("\nAssumptions, where no source settles what Amazon Connect does\n");
    for assumption in ASSUMPTIONS {
        let _ = writeln!(out, "  {:<28} {}", assumption.name, assumption.says);
    }
    out
}

fn rule_page(rule: &Rule) -> String {
    format!(
        "{} ({})\n\n{}.\n\n{}\n",
        rule.name,
        rule.level.word(),
        capital(rule.summary),
        rule.page.trim_end()
    )
}

/// What may stand behind the words of a block.
fn argument(out: &mut String, row: &Row) {
    let arguments: Vec<String> = row
        .parameters
        .iter()
        .filter_map(|parameter| match parameter.written {
            Written::Argument => Some(takes(parameter)),
            Written::Tagged(word) => Some(format!("`{word}` and {}", takes(parameter))),
            Written::Property(_)
            | Written::Behind(_)
            | Written::Said(_)
            | Written::Fixed(_)
            | Written::Beside { .. }
            | Written::Rest => None,
        })
        .collect();
    if !arguments.is_empty() {
        let _ = writeln!(out, "Behind it stands\n  {}\n", arguments.join(",\n  or "));
    }
}

/// What a parameter takes, with its bounds.
fn takes(parameter: &Parameter) -> String {
    let (shape, Form { references, .. }) = (parameter.shape, parameter.form);
    let or_reference = |dynamic: bool| match dynamic {
        true => ", or a reference",
        false => "",
    };
    let kind = if let Shape::Number {
        least,
        most,
        dynamic,
    } = shape
    {
        let most = match most {
            i64::MAX => String::new(),
            most => format!(" to {most}"),
        };
        format!("a whole number from {least}{most}{}", or_reference(dynamic))
    } else if let Shape::Duration {
        least,
        most,
        dynamic,
        ..
    } = shape
    {
        let (least, most) = (Duration(least), Duration(most));
        format!("a time from {least} to {most}{}", or_reference(dynamic))
    } else {
        let takes = program::what_it_takes(shape);
        match (shape, references) {
            (Shape::TextMap, References::Only) => "names with references in braces".to_owned(),
            (Shape::Resource(_), References::Within | References::Whole)
            | (Shape::Text, References::Whole) => format!("{takes}, or a reference"),
            (Shape::Text, References::Never) => format!("{takes}, without references"),
            _ => takes,
        }
    };
    kind + &bounds(parameter)
}

/// How many entries or characters may be there, and which.
fn bounds(parameter: &Parameter) -> String {
    let mut bounds = String::new();
    let Entries { least, most } = parameter.entries;
    match (least, most) {
        (0, usize::MAX) => {}
        (least, usize::MAX) => _ = write!(bounds, ", {least} or more"),
        (0, most) => _ = write!(bounds, ", {most} at most"),
        (least, most) => _ = write!(bounds, ", {least} to {most}"),
    }
    let Form {
        longest, letters, ..
    } = parameter.form;
    if longest < usize::MAX {
        let _ = write!(bounds, ", {longest} characters at most");
    }
    if let Some(letters) = letters {
        let _ = write!(bounds, ", only `{letters}`");
    }
    bounds
}

fn capital(sentence: &str) -> String {
    let mut characters = sentence.chars();
    match characters.next() {
        Some(first) => first.to_uppercase().chain(characters).collect(),
        None => String::new(),
    }
}

fn block_page(row: &Row) -> String {
    let mut out = String::new();
    let _ = writeln!(
        out,
        "{} (the block \"{}\", action {})\n",
        row.phrase, row.block, row.action
    );
    let _ = writeln!(out, "{}\n\n    {}\n", row.summary, row.example);
    argument(&mut out, row);
    let properties: Vec<_> = row
        .parameters
        .iter()
        .filter_map(|parameter| Some((parameter.written.property()?, parameter)))
        .collect();
    if !properties.is_empty() {
        out.push_str("Properties\n");
        for (name, parameter) in properties {
            let default = parameter
                .default
                .map(|default| format!(" (unless written: {})", in_ebb(parameter.shape, default)))
                .unwrap_or_default();
            let takes = takes(parameter);
            let _ = writeln!(out, "  {name:<22} {}: {takes}{default}", parameter.path);
        }
        out.push('\n');
    }
    branches(&mut out, row);
    let _ = writeln!(out, "On chats it {}.", on_chat(row));
    let _ = writeln!(
        out,
        "See https://docs.aws.amazon.com/connect/latest/{}",
        row.source.page
    );
    out
}

fn branches(out: &mut String, row: &Row) {
    let cases = row
        .cases
        .iter()
        .map(|form| (case(form), "there where it is drawn".to_owned()));
    let fixed = row.branches.iter().map(|branch| {
        let undrawn = match branch.undrawn {
            Undrawn::Next => "undrawn, it goes to the next line".to_owned(),
            Undrawn::Failure => {
                "undrawn, it goes to the flow's `error`, else to the next line".to_owned()
            }
            Undrawn::Like(word) => format!("undrawn, it goes where `{word}` goes"),
        };
        (branch.word.to_owned(), undrawn)
    });
    let all: Vec<(String, String)> = cases.chain(fixed).collect();
    if !all.is_empty() {
        out.push_str("Branches\n");
        for (word, undrawn) in all {
            let _ = writeln!(out, "  {word:<22} {undrawn}");
        }
        out.push('\n');
    }
    if row.then == Then::Ends {
        out.push_str("The flow ends here.\n");
    }
}

/// How a branch is written that names a value.
fn case(form: &CaseForm) -> String {
    match form.operand {
        Operand::Percent => "30%".to_owned(),
        Operand::Key | Operand::Text | Operand::Any | Operand::Metric => {
            let lead = [form.words, form.sign].concat();
            format!("{lead} …")
        }
    }
}

/// A value of the wire as Ebb writes it.
fn in_ebb(shape: Shape, wire: &str) -> String {
    let word = |words: &[(&str, &str)]| {
        let known = words.iter().find(|(_, known)| *known == wire);
        known.map(|(ours, _)| (*ours).to_owned())
    };
    let ours = match (shape, wire.parse::<i64>()) {
        (Shape::Duration { unit, .. }, Ok(number)) => Some(match unit {
            Unit::Milliseconds => Duration(number / 1_000).to_string(),
            Unit::Seconds => Duration(number).to_string(),
            Unit::Minutes => Duration(number * 60).to_string(),
        }),
        (Shape::Flag { yes, .. }, _) => Some(if wire == yes { "yes" } else { "no" }.to_owned()),
        (
            Shape::Word(words)
            | Shape::WordOrReference(words)
            | Shape::Words(words)
            | Shape::Directions(words),
            _,
        ) => word(words),
        (Shape::Texts, _) if wire.is_empty() => Some("[]".to_owned()),
        _ => None,
    };
    ours.unwrap_or_else(|| wire.to_owned())
}

fn on_chat(row: &Row) -> String {
    let failures = row.branches.iter();
    let mut failures = failures.filter(|branch| branch.undrawn == Undrawn::Failure);
    match row.channels.chat {
        Support::Works => "works".to_owned(),
        Support::Error => match failures.next() {
            Some(branch) => format!("takes its `{}` branch", branch.word),
            None => "fails".to_owned(),
        },
        Support::NoEffect => "succeeds without an effect".to_owned(),
        Support::Unknown => "is not documented".to_owned(),
    }
}

/// Every block as a table in Markdown, for the reference.
#[must_use]
pub fn table_of_blocks() -> String {
    let mut out =
        String::from("| block | action | what it does | branches |\n| --- | --- | --- | --- |\n");
    for row in BLOCKS {
        let cases = row.cases.iter().map(|form| format!("`{}`", case(form)));
        let fixed = row
            .branches
            .iter()
            .map(|branch| format!("`{}`", branch.word));
        let branches: Vec<String> = cases.chain(fixed).collect();
        let _ = writeln!(
            out,
            "| `{}` | {} | {} | {} |",
            row.phrase,
            row.action,
            row.summary,
            branches.join(", ")
        );
    }
    out
}

/// Every step of a test as a table in Markdown, for the reference.
#[must_use]
pub fn table_of_steps() -> String {
    let mut out = String::from("| step | what it means |\n| --- | --- |\n");
    for form in STEPS.iter().filter(|form| !form.example.is_empty()) {
        let _ = writeln!(
            out,
            "| `{}` | {} |",
            form.example.replace('|', "\\|"),
            form.summary
        );
    }
    out
}
