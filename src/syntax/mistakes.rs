//! The sentences about mistakes whose place in the language is clear.
//!
//! What could not be read at all is told apart in [`super::unread`].

use super::literal::Fault;
use super::names;
use super::tree::{Key, Line, LiteralKind, Name, Value};
use crate::catalogue::{BLOCKS, row_of_phrase};
use crate::diag::Diagnostic;
use crate::source::Span;
use std::collections::BTreeSet;
use std::sync::LazyLock;

/// Words on the connectors of blocks that stand for themselves.
static BRANCH_WORDS: LazyLock<BTreeSet<&str>> = LazyLock::new(|| {
    let drawn = BLOCKS.iter().flat_map(|row| row.branches);
    drawn
        .map(|branch| branch.word)
        .chain(["default", "error", "success", "timeout"])
        .collect()
});

// ------------------------------------------------------------- notes, separators

pub(super) fn dangling_note(span: Span) -> Diagnostic {
    Diagnostic::new(
        &names::MISPLACED_NOTE,
        span,
        "nothing follows that this note could belong to",
    )
    .help("`///` stands above a flow or a block; write `//` for a comment")
}

pub(super) fn remark(span: Span) -> Diagnostic {
    foreign(span, "`/* … */` is no comment in Ebb").help("start each line of the comment with `//`")
}

pub(super) fn semicolon(span: Span) -> Diagnostic {
    foreign(span, "nothing ends with `;` in Ebb")
        .help("leave it out: a new line is enough")
        .fix("")
}

// ------------------------------------------------------------- arrows and cases

pub(super) fn arrow_to_nothing(arrow: Span) -> Diagnostic {
    Diagnostic::new(
        &names::MISPLACED_ARROW,
        arrow,
        "this arrow points to nothing",
    )
    .help("write where it goes on the same line: a label, `next`, `none`, a block, or `{`")
}

pub(super) fn double_arrow(arrow: Span) -> Diagnostic {
    foreign(arrow, "`=>` is no arrow in Ebb")
        .help("write `->`")
        .fix("->")
}

pub(super) fn arrow_behind_block(line: &Line<'_>, arrow: Span) -> Diagnostic {
    Diagnostic::new(
        &names::MISPLACED_ARROW,
        arrow,
        format!("an arrow stands behind the block `{}`", line.words.text()),
    )
    .help("put the arrow on a line of its own, below the block")
}

pub(super) fn misplaced_or(span: Span) -> Diagnostic {
    Diagnostic::new(
        &names::SYNTAX_ERROR,
        span,
        "`or` joins the cases of a branch, and this is no branch",
    )
    .help("write two lines")
}

pub(super) fn lonely_or(span: Span) -> Diagnostic {
    Diagnostic::new(
        &names::SYNTAX_ERROR,
        span,
        "`or` lacks a case on one of its sides",
    )
    .help("write it between two cases: `error or timeout -> again`")
}

/// A case as other languages write it.
pub(super) fn foreign_case(case: &Line<'_>, text: &str) -> Option<Diagnostic> {
    if case.operator.is_some() {
        return None;
    }
    match (case.words.raw, &case.literal) {
        ("else" | "otherwise", None) => Some(
            foreign(case.span, format!("`{}` is no case in Ebb", case.words.raw))
                .help("write `default -> …` for everything that is not drawn")
                .fix("default"),
        ),
        ("is" | "equals" | "when" | "if", Some(literal)) => Some(
            foreign(
                case.span,
                format!("`{}` compares nothing in Ebb", case.words.raw),
            )
            .help(format!("write `= {} -> …`", literal.span.of(text)))
            .fix(format!("= {}", literal.span.of(text))),
        ),
        _ => None,
    }
}

// ------------------------------------------------------------- signs

pub(super) fn double_equal(span: Span) -> Diagnostic {
    foreign(span, "`==` is no sign in Ebb")
        .help("write one `=`")
        .fix("=")
}

pub(super) fn not_equal(span: Span) -> Diagnostic {
    foreign(span, "`!=` is no sign in Ebb")
        .help("draw the equal case, then `default -> …` for everything else")
}

pub(super) fn single_quotes(raw: &str, span: Span) -> Diagnostic {
    let right = format!("\"{}\"", raw.trim_matches('\''));
    let finding = foreign(span, format!("`{raw}` is in single quotes"));
    let finding = finding.help(format!("write `{right}`"));
    if raw.contains(['"', '\\']) {
        return finding;
    }
    finding.fix(right)
}

pub(super) fn literal(fault: &Fault, raw: &str, span: Span) -> Diagnostic {
    let wrong = |span, message: String| Diagnostic::new(&names::WRONG_LITERAL, span, message);
    match fault {
        Fault::Escape(start, end) => {
            let place = |bytes: &usize| {
                span.start
                    .saturating_add(u32::try_from(*bytes).unwrap_or(u32::MAX))
            };
            let written = raw.get(*start..*end).unwrap_or("\\");
            wrong(
                Span::new(span.file, place(start), place(end)),
                format!("`{written}` stands for no character"),
            )
            .help("write `\\\\` for a backslash; there are also `\\\"`, `\\n`, `\\t` and `\\u{1F600}`")
        }
        Fault::Unit => wrong(span, format!("`{raw}` is neither a number nor a time span"))
            .help("time spans are written `90s`, `15m`, `12h`, `1d` or `1h30m`"),
        Fault::Percent => wrong(span, format!("`{raw}` is no percentage of Amazon Connect"))
            .help("percentages are whole numbers: `40%`"),
        Fault::TooLarge => wrong(span, format!("`{raw}` is too large"))
            .help("nothing in Amazon Connect lasts that long or counts that far"),
    }
}

// ------------------------------------------------------------- lines

/// A line that starts as in another language.
pub(super) fn foreign_line(line: &Line<'_>, text: &str) -> Option<Diagnostic> {
    if matches!(&line.literal, Some(literal) if literal.kind == LiteralKind::Key('#'))
        && line.words.is_empty()
    {
        return Some(hash_comment(line.span));
    }
    foreign_word(line.words.iter().next()?, line.span, text)
}

pub(super) fn hash_comment(span: Span) -> Diagnostic {
    foreign(span, "`#` starts no comment in Ebb").help("start the comment with `//`")
}

/// A first word that means something in other languages and nothing here.
pub(super) fn foreign_word(word: &str, span: Span, text: &str) -> Option<Diagnostic> {
    let finding = || foreign(span, format!("there is no `{word}` in Ebb"));
    match word {
        "import" | "include" | "require" | "using" => {
            Some(finding().help("leave the line out: all files of a compilation share their names"))
        }
        "goto" => {
            let label = span.of(text).split_whitespace().nth(1).unwrap_or("label");
            Some(finding().help(format!("write `-> {label}`")))
        }
        "if" | "elif" | "unless" | "switch" | "else" => Some(finding().help(
            "a block's branches decide: `check contact attributes $.Attributes.plan { = \"gold\" -> vip }`",
        )),
        "while" | "for" | "foreach" | "repeat" => Some(
            finding().help("`loop 3 { looping -> again }` counts, and an arrow may point upwards"),
        ),
        "let" | "var" | "const" => Some(
            finding().help("values are kept with the contact: `set contact attributes { plan: \"gold\" }`"),
        ),
        _ => None,
    }
}

pub(super) fn no_label(span: Span, written: &str) -> Diagnostic {
    let words: Vec<&str> = written
        .split(|letter: char| !(letter.is_alphanumeric() || letter == '_'))
        .filter(|word| !word.is_empty())
        .collect();
    Diagnostic::new(
        &names::SYNTAX_ERROR,
        span,
        format!("`{written}` cannot be a label"),
    )
    .help(format!(
        "a label is one word, `{0}:`, or a string, `\"{1}\":`",
        words.join("_"),
        words.join(" ")
    ))
}

/// A line without words where a block was due.
pub(super) fn lonely_value(line: &Line<'_>, label: Option<&Name<'_>>, text: &str) -> Diagnostic {
    let written = line.span.of(text);
    if let Some(label) = label {
        let between = Span::new(line.span.file, label.span.end, line.span.start);
        if !between.of(text).contains('\n') {
            return Diagnostic::new(
                &names::MISPLACED_PROPERTY,
                label.span.join(line.span),
                format!("`{}: {written}` belongs to no block", label.text),
            )
            .help("put it between the braces of its block");
        }
    }
    Diagnostic::new(
        &names::SYNTAX_ERROR,
        line.span,
        format!("`{written}` stands alone"),
    )
    .help("a block starts with its name, for example `play prompt`")
}

// ------------------------------------------------------------- properties

pub(super) fn no_value(span: Span, key: &str) -> Diagnostic {
    Diagnostic::new(&names::SYNTAX_ERROR, span, format!("`{key}` has no value"))
        .help("write the value behind the colon, on the same line")
}

pub(super) fn equal_for_colon(span: Span, key: &str, value: &str) -> Diagnostic {
    let right = format!("{key}: {value}");
    foreign(span, "a property has no `=`")
        .help(format!("write `{right}`"))
        .fix(right)
}

pub(super) fn no_key(span: Span, written: &str) -> Diagnostic {
    Diagnostic::new(
        &names::SYNTAX_ERROR,
        span,
        format!("`{written}` cannot be the name of a property"),
    )
    .help(format!(
        "a branch has an arrow, `{written} -> …`; the name of a property is words or one string"
    ))
}

/// `error: apology`, where `error -> apology` was meant.
pub(super) fn colon_for_arrow(key: &Key<'_>, value: &Value<'_>, text: &str) -> Option<Diagnostic> {
    let Value::Line(line) = value else {
        return None;
    };
    let is_target = line.literal.is_none() && !key.quoted;
    if !is_target || !BRANCH_WORDS.contains(key.text.as_ref()) {
        return None;
    }
    let target = line.span.of(text);
    Some(
        Diagnostic::new(
            &names::MISPLACED_PROPERTY,
            key.span.join(line.span),
            format!("`{}` is a branch and has no value", key.text),
        )
        .help(format!("write `{} -> {target}`", key.text))
        .fix(format!("{} -> {target}", key.text)),
    )
}

/// A value with a sign before it.
pub(super) fn sign_before_value(sign: Span, text: &str) -> Diagnostic {
    let written = sign.of(text).trim();
    let length = u32::try_from(written.len()).unwrap_or(u32::MAX);
    foreign(
        Span::new(sign.file, sign.start, sign.start.saturating_add(length)),
        format!("`{written}` stands before the value of a property"),
    )
    .help("leave it out: `name: value`")
}

/// A line between the braces of a block that is neither property nor branch.
pub(super) fn no_entry(line: &Line<'_>, span: Span, text: &str) -> Diagnostic {
    if let Some(finding) = foreign_line(line, text) {
        return finding;
    }
    let written = span.of(text);
    if row_of_phrase(line.words.iter()).is_some() {
        return Diagnostic::new(
            &names::SYNTAX_ERROR,
            span,
            format!("the block `{written}` stands between the braces of another"),
        )
        .help("put it behind an arrow, `case -> { … }`, or below the closing brace");
    }
    Diagnostic::new(
        &names::SYNTAX_ERROR,
        span,
        format!("`{written}` is neither a property nor a branch"),
    )
    .help("between the braces of a block stand `name: value` and `case -> target`")
}

/// A line in a map that is no property.
pub(super) fn no_pair(span: Span, text: &str) -> Diagnostic {
    Diagnostic::new(
        &names::SYNTAX_ERROR,
        span,
        format!("`{}` has no value", span.of(text)),
    )
    .help("between these braces stand names with their values: `plan: \"gold\"`")
}

/// Something as it is written in another language.
pub(super) fn foreign(span: Span, message: impl Into<String>) -> Diagnostic {
    Diagnostic::new(&names::FOREIGN_SYNTAX, span, message)
}
