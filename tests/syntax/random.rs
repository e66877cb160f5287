//! Laws that hold for any text.

use super::{any_file, fixtures, parsed};
use crate::support::cases;
use ebb::fmt::{self, Refusal};
use ebb::source::Span;
use ebb::syntax::tree::{Entry, Item, ItemKind, Target, Top};
use proptest::prelude::*;
use proptest::sample::select;

/// Small pieces of Ebb and of what people write instead.
const PIECES: &[&str] = &[
    "inbound flow a ",
    "queue q ",
    "test \"t\" ",
    "play prompt ",
    "wait ",
    "error",
    "timeout",
    "or",
    " or ",
    "\"x\"",
    "\"",
    "\"\"\"",
    "'",
    "'x'",
    "$.Attributes.a",
    "$",
    "$.Lex['a b']",
    "1h30m",
    "5",
    "40%",
    "-",
    "*",
    "#",
    "{",
    "}",
    "[",
    "]",
    "{",
    "}",
    " ",
    "\t",
    "\n",
    "\n",
    "\n    ",
    "\r\n",
    ",",
    ":",
    ": ",
    "->",
    " -> ",
    "=>",
    "=",
    "==",
    ">=",
    "!",
    ";",
    "//",
    "// c\n",
    "/// d\n",
    "/*",
    "*/",
    "\\",
    "\\n",
    "é",
    "\u{FEFF}",
    "\u{0}",
    "label:\n",
    "next",
];

fn soup() -> impl Strategy<Value = String> {
    prop::collection::vec(select(PIECES), 0..80).prop_map(|pieces| pieces.concat())
}

/// A good file with a few pieces put in and a few bytes taken out.
fn mutated() -> impl Strategy<Value = String> {
    let texts: Vec<String> = fixtures("ok").into_iter().map(|(_, text)| text).collect();
    let change = (any::<prop::sample::Index>(), select(PIECES), 0..3_usize);
    (select(texts), prop::collection::vec(change, 1..5)).prop_map(|(text, changes)| {
        let mut letters: Vec<char> = text.chars().collect();
        for (place, piece, gone) in changes {
            let at = place.index(letters.len() + 1);
            let end = (at + gone).min(letters.len());
            letters.splice(at..end, piece.chars());
        }
        letters.into_iter().collect()
    })
}

fn check_span(text: &str, span: Span) {
    assert!(
        text.get(span.start as usize..span.end as usize).is_some(),
        "{span:?}"
    );
}

fn check_items(text: &str, items: &[Item<'_>]) {
    for item in items {
        check_span(text, item.span);
        match &item.kind {
            ItemKind::Jump(target) => check_target(text, target),
            ItemKind::Branch(branch) => {
                branch
                    .cases
                    .iter()
                    .for_each(|case| check_span(text, case.span));
                check_target(text, &branch.target);
            }
            ItemKind::Block(block) => check_entries(text, block),
            ItemKind::Nothing => {}
            ItemKind::Broken(span) => check_span(text, *span),
        }
    }
}

fn check_target(text: &str, target: &Target<'_>) {
    check_span(text, target.span());
    match target {
        Target::Items(items) => check_items(text, &items.items),
        Target::Block(block) => check_entries(text, block),
    }
}

fn check_entries(text: &str, block: &ebb::syntax::tree::Block<'_>) {
    check_span(text, block.span());
    for entry in block.entries.iter().flat_map(|entries| &entries.entries) {
        match entry {
            Entry::Property(property) => check_span(text, property.span()),
            Entry::Branch(branch) => check_target(text, &branch.target),
            Entry::Broken(span) => check_span(text, *span),
        }
    }
}

/// Whatever the text: it is read, every place lies in it, and it is formatted or refused.
fn check(text: &str) {
    let (file, findings) = parsed(text);
    for finding in &findings {
        check_span(text, finding.primary.span);
        finding
            .secondary
            .iter()
            .for_each(|label| check_span(text, label.span));
    }
    for comment in &file.comments {
        check_span(text, comment.span);
        assert!(comment.span.of(text).starts_with("//"));
    }
    for top in &file.tops {
        match top {
            Top::Resource(resource) => check_span(text, resource.line.span),
            Top::Section(section) => check_items(text, &section.items.items),
            Top::Broken(span) => check_span(text, *span),
        }
    }
    assert_eq!(
        findings.is_empty(),
        fmt::formatted(any_file(), text) != Err(Refusal::Mistakes)
    );
    assert_ne!(
        fmt::formatted(any_file(), text),
        Err(Refusal::Unsound),
        "{text:?}"
    );
    if let Ok(once) = fmt::formatted(any_file(), text) {
        assert_eq!(
            fmt::formatted(any_file(), &once).as_ref(),
            Ok(&once),
            "{text:?}"
        );
    }
    // What was read of a broken text can be printed, too.
    let _ = fmt::format(&file);
}

#[test]
fn small_texts_that_are_easily_got_wrong() {
    for text in [
        ",//",
        "=\"x\"",
        "<0",
        "test  \"t\" \n    ",
        "'{$\u{feff}{",
        "a {\nm:\n    c//h -> x\n    -> m\n}\n",
        "a {\n/// d\nm:\n}",
        "a { b ->\n c\n}",
        "a { b { c:, d: 1 } }",
        "\u{FEFF}// c\n",
        "a {\n    b { c -> d { e: \"\"\"\n x\n\"\"\" } }\n}",
    ] {
        check(text);
    }
}

#[test]
fn a_byte_order_mark_in_the_middle_is_a_mistake() {
    let (_, findings) = parsed("o\u{feff}// only a comment");
    assert!(!findings.is_empty());
}

proptest! {
    #![proptest_config(cases(300))]

    #[test]
    fn any_text_is_read(text in "\\PC*") {
        check(&text);
    }

    #[test]
    fn any_bytes_of_text_are_read(text in any::<String>()) {
        check(&text);
    }

    #[test]
    fn any_row_of_pieces_is_read(text in soup()) {
        check(&text);
    }

    #[test]
    fn a_good_file_with_changes_is_read(text in mutated()) {
        check(&text);
    }

    #[test]
    fn a_broken_file_says_so(text in mutated()) {
        let (_, findings) = parsed(&text);
        prop_assert!(!findings.is_empty() || ebb::syntax::recognise(&text));
    }
}
