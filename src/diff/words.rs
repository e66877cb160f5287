//! A difference in words: for a terminal, and for a pull request.

use super::{BlockChange, Change, ChangeKind, Diff, Fate, FlowChange};
use crate::program::{Contract, Field};
use crate::text::{Duration, count};
use std::fmt::Write;

/// What changed, as text; nothing where nothing did.
#[must_use]
pub fn text(diff: &Diff) -> String {
    let mut out = String::new();
    for flow in &diff.flows {
        let _ = writeln!(
            out,
            "flow \"{}\" {}{}",
            flow.title,
            flow.what.word(),
            places(flow)
        );
        for change in &flow.head {
            line(&mut out, "  ", change);
        }
        for block in &flow.blocks {
            block_as_text(&mut out, block);
        }
    }
    if !diff.is_empty() {
        let _ = writeln!(out, "{}", summary(diff));
    }
    out
}

fn block_as_text(out: &mut String, block: &BlockChange) {
    let sign = match block.what {
        Fate::Added => '+',
        Fate::Removed => '-',
        Fate::Changed => '~',
    };
    let place = block.after.as_ref().or(block.before.as_ref());
    let place = place.map_or("", String::as_str);
    let _ = writeln!(out, "  {sign} {} ({place})", block.words);
    // What is gone leads nowhere any more.
    if block.what != Fate::Removed {
        for change in &block.changes {
            line(out, "      ", change);
        }
    }
}

fn line(out: &mut String, indent: &str, change: &Change) {
    let longer = longer(change);
    let _ = match (change.kind, &change.before, &change.after) {
        (ChangeKind::Branch, None, Some(after)) => {
            writeln!(out, "{indent}{} -> {after}", change.name)
        }
        (ChangeKind::Branch, Some(before), Some(after)) => {
            writeln!(out, "{indent}{} -> {after}, was {before}", change.name)
        }
        (ChangeKind::Branch, Some(before), None) => {
            writeln!(
                out,
                "{indent}{}: no such branch, led to {before}",
                change.name
            )
        }
        (_, Some(before), Some(after)) => {
            writeln!(
                out,
                "{indent}{}: {after}{longer}, was {before}",
                change.name
            )
        }
        (_, None, Some(after)) => writeln!(out, "{indent}{}: {after}", change.name),
        (_, Some(before), None) => {
            writeln!(out, "{indent}{}: not there, was {before}", change.name)
        }
        (_, None, None) => Ok(()),
    };
}

/// ` (11h longer)`.
fn longer(change: &Change) -> String {
    match change.longer {
        Some(seconds) if seconds > 0 => format!(" ({} longer)", Duration(seconds)),
        Some(seconds) if seconds < 0 => format!(" ({} shorter)", Duration(-seconds)),
        Some(_) | None => String::new(),
    }
}

fn places(flow: &FlowChange) -> String {
    match (&flow.before, &flow.after) {
        (Some(before), Some(after)) => format!(" ({before} -> {after})"),
        (Some(place), None) | (None, Some(place)) => format!(" ({place})"),
        (None, None) => String::new(),
    }
}

/// `1 flow changed: 1 block added, 2 changed; 3 flows are the same`.
fn summary(diff: &Diff) -> String {
    let fates = [Fate::Added, Fate::Removed, Fate::Changed];
    let flows = fates.map(|fate| diff.flows.iter().filter(|flow| flow.what == fate).count());
    let blocks = diff.flows.iter().flat_map(|flow| &flow.blocks);
    let blocks = fates.map(|fate| blocks.clone().filter(|block| block.what == fate).count());
    let counted = |noun: &str, counts: [usize; 3]| {
        let counts = fates.iter().zip(counts).filter(|(_, number)| *number > 0);
        let parts: Vec<String> = counts
            .map(|(fate, number)| format!("{} {}", count(noun, number), fate.word()))
            .collect();
        parts.join(", ")
    };
    let parts = [
        counted("flow", flows),
        counted("block", blocks),
        match diff.same {
            0 => String::new(),
            1 => "1 flow is the same".to_owned(),
            more => format!("{} are the same", count("flow", more)),
        },
    ];
    let parts: Vec<String> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    parts.join("; ")
}

/// What changed, as Markdown for a pull request.
#[must_use]
pub fn markdown(diff: &Diff) -> String {
    let mut out = String::new();
    if diff.is_empty() {
        out.push_str("No flow changed.\n");
    }
    for flow in &diff.flows {
        let _ = writeln!(out, "### {} {}\n", code(&flow.title), flow.what.word());
        for change in &flow.head {
            let _ = writeln!(out, "- {}", item(change));
        }
        for block in &flow.blocks {
            let _ = writeln!(out, "- **{}** {}", block.what.word(), code(&block.words));
            if block.what != Fate::Removed {
                for change in &block.changes {
                    let _ = writeln!(out, "  - {}", item(change));
                }
            }
        }
        if !(flow.head.is_empty() && flow.blocks.is_empty()) {
            out.push('\n');
        }
    }
    if !diff.is_empty() {
        let _ = writeln!(out, "{}.", summary(diff));
    }
    out
}

fn item(change: &Change) -> String {
    let name = escaped(&change.name);
    let longer = longer(change);
    let arrow = match change.kind {
        ChangeKind::Branch => format!("{name} → "),
        ChangeKind::Property | ChangeKind::Order => format!("{name}: "),
    };
    match (&change.before, &change.after) {
        (Some(before), Some(after)) => {
            format!("{arrow}{}{longer}, was {}", code(after), code(before))
        }
        (None, Some(after)) => format!("{arrow}{}", code(after)),
        (Some(before), None) => format!("{name}: not there, was {}", code(before)),
        (None, None) => name,
    }
}

/// A text that Markdown leaves as it is.
fn code(text: &str) -> String {
    let longest = text.split(|letter| letter != '`').map(str::len).max();
    let fence = "`".repeat(longest.unwrap_or(0) + 1);
    let line: Vec<&str> = text.split_whitespace().collect();
    let line = line.join(" ");
    if line.starts_with('`') || line.ends_with('`') || line.is_empty() {
        format!("{fence} {line} {fence}")
    } else {
        format!("{fence}{line}{fence}")
    }
}

/// A name outside of code.
fn escaped(name: &str) -> String {
    let mut escaped = String::with_capacity(name.len());
    for letter in name.chars() {
        if letter.is_ascii_punctuation() {
            escaped.push('\\');
        }
        escaped.push(if letter.is_whitespace() { ' ' } else { letter });
    }
    escaped
}

/// What a module takes and gives, on one line.
pub(super) fn contract(contract: &Contract) -> String {
    let fields = |fields: &[Field]| -> String {
        let names = fields.iter().map(|field| {
            let optional = if field.required { "" } else { "?" };
            format!("{}{optional} ({:?})", field.name, field.kind)
        });
        names.collect::<Vec<_>>().join(", ")
    };
    let parts = [
        ("input", fields(&contract.input)),
        ("result data", fields(&contract.output)),
        ("results", contract.results.join(", ")),
    ];
    let parts = parts.iter().filter(|(_, said)| !said.is_empty());
    let parts: Vec<String> = parts
        .map(|(name, said)| format!("{name}: {said}"))
        .collect();
    parts.join("; ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_text_breaks_out_of_its_code() {
        assert_eq!(code("a"), "`a`");
        assert_eq!(code("a `b` c"), "``a `b` c``");
        assert_eq!(code("``"), "``` `` ```");
        assert_eq!(code("a\nb"), "`a b`");
        assert_eq!(escaped("a|b\n"), "a\\|b ");
    }
}
