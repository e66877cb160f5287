//! Which block a line is: the longest phrase that its words begin with.

use super::Lowering;
use super::head::is_setting;
use crate::catalogue::{BLOCKS, Row, right_name, row_of_phrase, rows_of_action, rows_of_block};
use crate::diag::{Diagnostic, Level};
use crate::program::{Block, ident, names};
use crate::source::Span;
use crate::syntax::tree::{self, Entry, LiteralKind, Words};
use crate::text;

/// A line whose phrase is known.
pub(super) struct Resolved<'s> {
    pub(super) row: &'static Row,
    /// The words behind the phrase.
    pub(super) rest: Words<'s>,
    pub(super) line: &'s tree::Block<'s>,
}

impl<'s> Lowering<'_, 's> {
    /// The row of a line, or a finding that says what was probably meant.
    pub(super) fn resolve_phrase(&mut self, line: &'s tree::Block<'s>) -> Option<Resolved<'s>> {
        let words = line.line.words;
        let Some((rows, length)) = row_of_phrase(words.iter()) else {
            self.sink.push(unknown_block(line));
            return None;
        };
        let row = choose(rows, line)?;
        Some(Resolved {
            row,
            rest: words.from(length),
            line,
        })
    }
}

/// Of rows with one phrase, the one whose property is written.
fn choose(rows: &'static [&'static Row], line: &tree::Block<'_>) -> Option<&'static Row> {
    let written = |key: &&str| {
        let mut entries = line.entries.iter().flat_map(|entries| &entries.entries);
        entries.any(|entry| matches!(entry, Entry::Property(property) if property.key.text == *key))
    };
    rows.iter()
        .find(|row| row.chosen_by.iter().any(written))
        .or_else(|| rows.iter().find(|row| row.chosen_by.is_empty()))
        .or_else(|| rows.first())
        .copied()
}

/// The identifier of a block without a label: its phrase and what it is about.
pub(super) fn readable_name(line: &tree::Block<'_>, block: &Block) -> String {
    let about = match line.line.literal.as_ref().map(|literal| &literal.kind) {
        Some(LiteralKind::String(text) | LiteralKind::Text(text)) => text.as_ref(),
        Some(LiteralKind::Reference(text) | LiteralKind::Number(text)) => text,
        Some(LiteralKind::Duration(_) | LiteralKind::Percent(_) | LiteralKind::Key(_)) | None => "",
    };
    // A little shorter than allowed, so that a number fits behind it.
    let name = ident::slug_of(line.line.words.iter().chain([about]), 44);
    if name.is_empty() {
        ident::slug(block.row.phrase, 44)
    } else {
        name
    }
}

fn unknown_block(line: &tree::Block<'_>) -> Diagnostic {
    let words = line.line.words;
    if words.is_empty() {
        return Diagnostic::new(
            &names::UNKNOWN_BLOCK,
            line.line.span,
            "a block starts with its name, and here is only a value",
        )
        .help("for example `play prompt \"…\"`");
    }
    let said = words.text();
    if is_setting(&line.line) {
        let message = format!("`{said}` stands behind a block");
        return Diagnostic::new(&names::WRONG_HEAD, line.line.span, message).help(
            "settings stand in the head of a flow, before its first block and its first label",
        );
    }
    Diagnostic::new(
        &names::UNKNOWN_BLOCK,
        words.span,
        format!("no block is called `{said}`"),
    )
    .help(meant(&said, words))
}

/// What is wrong with the type of an action that Amazon Connect does not have, or probably does
/// not have. A warning: exports hold such actions, and what is read from them is written so.
pub(super) fn wrong_action(action: &str, span: Span) -> Option<Diagnostic> {
    if !rows_of_action(action).is_empty() {
        return None;
    }
    let spelled = row_of_name(action);
    let (has, right) = match right_name(action).or_else(|| Some(spelled?.action)) {
        Some(right) => ("has", right),
        None => {
            let near = text::nearest(action, BLOCKS.iter().map(|row| row.action))?;
            ("probably has", near)
        }
    };
    let message = format!("Amazon Connect {has} no action `{action}`");
    let finding = Diagnostic::new(&names::UNKNOWN_BLOCK, span, message).level(Level::Warning);
    let row = spelled.or_else(|| rows_of_action(right).first().copied());
    Some(finding.help(match row {
        Some(row) => format!("did you mean `{right}`? It is written `{}`", row.phrase),
        None => format!("did you mean `{right}`?"),
    }))
}

/// The block that an invented type spells: `CheckQueueStatus` is `check queue status`.
fn row_of_name(action: &str) -> Option<&'static Row> {
    let mut words = String::with_capacity(action.len() + 4);
    for letter in action.chars() {
        if letter.is_uppercase() && !words.is_empty() {
            words.push(' ');
        }
        words.extend(letter.to_lowercase());
    }
    let mut rows = BLOCKS.iter().copied();
    let row = rows.find(|row| row.phrase == words);
    row.or_else(|| rows_of_block(&words).into_iter().next())
}

fn meant(said: &str, words: Words<'_>) -> String {
    let action = right_name(said).unwrap_or(said);
    if let Some(row) = rows_of_action(action).first() {
        if row.phrase.eq_ignore_ascii_case(said) {
            return format!(
                "write `{}`: the names of blocks are in small letters",
                row.phrase
            );
        }
        return format!(
            "the block of the action `{action}` is written `{}`",
            row.phrase
        );
    }
    let phrases = of_the_designer(words);
    if !phrases.is_empty() {
        return format!("this block is written {}", text::or_ticked(phrases));
    }
    if let Some(phrase) = nearest_phrase(words) {
        return format!("did you mean `{phrase}`?");
    }
    let shortened = shortened(words);
    if !shortened.is_empty() {
        return format!("did you mean {}?", text::or_ticked(shortened));
    }
    "blocks have the names that the flow designer prints on them, such as `play prompt`; any other action is written `action \"Type\" { … }`".to_owned()
}

/// The phrases of the block whose name in the designer the words begin with, the longest such
/// name.
fn of_the_designer(words: Words<'_>) -> Vec<&'static str> {
    let said: Vec<&str> = words.iter().take(MOST_WORDS).collect();
    let phrases = (1..=said.len()).rev().find_map(|length| {
        let rows = rows_of_block(&said.get(..length)?.join(" "));
        // What stands before a comma is a name only where nothing stands behind it.
        let is_whole = |row: &Row| length == said.len() || !row.block.contains(',');
        let rows: Vec<_> = rows.into_iter().filter(|row| is_whole(row)).collect();
        (!rows.is_empty()).then(|| {
            let mut phrases: Vec<&str> = rows.into_iter().map(|row| row.phrase).collect();
            phrases.dedup();
            phrases
        })
    });
    phrases.unwrap_or_default()
}

/// The phrases that begin with the first word, and hold in their order as many of the others as
/// any phrase does, but one: `invoke lambda` for `invoke lambda function`.
fn shortened(words: Words<'_>) -> Vec<&'static str> {
    let said: Vec<&str> = words.iter().take(MOST_WORDS).collect();
    let held = |phrase: &str| {
        let mut of_phrase = phrase.split(' ');
        let in_order = |word: &&&str| of_phrase.by_ref().any(|known| known == **word);
        said.iter().take_while(in_order).count()
    };
    let known = BLOCKS.iter().map(|row| row.phrase);
    let most = known.clone().map(held).max().unwrap_or(0);
    let mut meant: Vec<&str> = known.filter(|phrase| held(phrase) == most).collect();
    meant.dedup();
    if most < 2 || meant.len() > MOST_MEANT {
        meant.clear();
    }
    meant
}

/// How many words are looked at: no name of the designer and no phrase has more.
const MOST_WORDS: usize = 8;
/// More phrases than these are no help.
const MOST_MEANT: usize = 3;

/// The phrase that the first words, as many as it has, were probably meant to be.
fn nearest_phrase(words: Words<'_>) -> Option<&'static str> {
    let longest = words.iter().count().min(7);
    (1..=longest).rev().find_map(|length| {
        let said = words.iter().take(length).collect::<Vec<_>>().join(" ");
        let same_length = BLOCKS
            .iter()
            .map(|row| row.phrase)
            .filter(|phrase| phrase.split(' ').count().abs_diff(length) <= 1);
        text::nearest(&said, same_length)
    })
}
