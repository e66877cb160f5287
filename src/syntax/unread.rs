//! The sentences about text that the grammar cannot read.
//!
//! A piece that failed is looked at for what people bring along from other languages;
//! if nothing of the kind is there, the message shows where reading stopped and what
//! belongs there.

use super::marks::{Bracket, MarkKind};
use super::{mistakes, names};
use crate::catalogue::{BLOCKS, rows_of_block};
use crate::diag::Diagnostic;
use crate::source::Span;
use crate::text::or_ticked;

/// Where a piece stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// At the top of a file.
    Top,
    /// Between the braces of a flow or behind an arrow.
    Flow,
    /// Between the braces of a block.
    Block,
    /// Between the braces of a value.
    Map,
    /// Between brackets.
    List,
}

impl Place {
    /// What belongs there.
    const fn shape(self) -> &'static str {
        match self {
            Self::Top => {
                "at the top of a file stand resources, `queue support \"BasicQueue\"`, and flows, `inbound flow welcome { … }`"
            }
            Self::Flow => {
                "a line of a flow is a block, words and at most one value: `play prompt \"Hi.\"`"
            }
            Self::Block => {
                "between the braces of a block stand properties, `timeout: 5s`, and branches, `error -> again`"
            }
            Self::Map => "between these braces stand names with their values: `plan: \"gold\"`",
            Self::List => {
                "between brackets stand values, with commas or new lines between them: `[\"a\", \"b\"]`"
            }
        }
    }
}

// ------------------------------------------------------------- brackets

pub(super) fn unclosed(open: Span, at: Span, text: &str) -> Diagnostic {
    let sign = open.of(text);
    let closing = if sign == "[" { ']' } else { '}' };
    Diagnostic::new(
        &names::UNCLOSED_BRACE,
        open,
        format!("this `{sign}` is not closed"),
    )
    .label("opened here")
    .also(at, format!("`{closing}` is missing here"))
    .help(if is_inline(open, at, text) {
        format!("write `{closing}` on this line")
    } else {
        format!("write `{closing}` where the indentation goes back to that of this line")
    })
}

/// Whether what stands in a bracket starts and ends on its line.
fn is_inline(open: Span, at: Span, text: &str) -> bool {
    let inside = Span::new(open.file, open.end, at.end).of(text);
    !inside.trim().is_empty() && !inside.contains('\n')
}

pub(super) fn lonely_bracket(open: Span, text: &str) -> Diagnostic {
    Diagnostic::new(
        &names::SYNTAX_ERROR,
        open,
        format!("this `{}` belongs to no line", open.of(text)),
    )
    .help("write it at the end of the line that it belongs to")
}

pub(super) fn template(span: Span, text: &str) -> Diagnostic {
    mistakes::foreign(span, format!("`{}` is no value in Ebb", span.of(text)))
        .help("references are Amazon Connect's own: `$.Attributes.plan`, `$.External.name`")
}

pub(super) fn extra(close: Span, text: &str) -> Diagnostic {
    let sign = close.of(text);
    Diagnostic::new(
        &names::UNCLOSED_BRACE,
        close,
        format!("this `{sign}` closes nothing"),
    )
    .help("remove it, or open what it should close")
}

pub(super) fn too_deep(open: Span) -> Diagnostic {
    Diagnostic::new(
        &names::NESTED_TOO_DEEP,
        open,
        "braces stand inside each other more than 64 deep",
    )
    .help("give the inner blocks a label and let an arrow point to it")
}

pub(super) fn behind_bracket(span: Span, bracket: Bracket, written: &str) -> Diagnostic {
    let closing = bracket.closing();
    if written.starts_with("->") {
        return Diagnostic::new(
            &names::MISPLACED_ARROW,
            span,
            format!("an arrow stands behind `{closing}`"),
        )
        .help("put the arrow on a line of its own, below the block");
    }
    if written.starts_with(';') {
        return mistakes::semicolon(span);
    }
    Diagnostic::new(
        &names::SYNTAX_ERROR,
        span,
        format!("`{written}` stands behind `{closing}`"),
    )
    .help("start a new line behind the closing brace")
}

// ------------------------------------------------------------- strings

pub(super) fn open_string(span: Span, kind: MarkKind, text: &str) -> Diagnostic {
    if kind == MarkKind::OpenText {
        let quotes = Span::new(span.file, span.start, span.start.saturating_add(3));
        return Diagnostic::new(
            &names::UNCLOSED_STRING,
            quotes,
            "this text over several lines is not closed",
        )
        .help("write `\"\"\"` behind its last line");
    }
    let written = span.of(text);
    Diagnostic::new(
        &names::UNCLOSED_STRING,
        span,
        "this string is not closed on its line",
    )
    .help(if written.ends_with("\\\"") {
        "write `\"` at its end; `\\\"` is a quote within the string"
    } else {
        "write `\"` at its end; a text over several lines stands between `\"\"\"` and `\"\"\"`"
    })
}

// ------------------------------------------------------------- lines

/// A piece that reading stopped in at byte `failure`.
pub(super) fn line(piece: Span, failure: u32, place: Place, text: &str) -> Diagnostic {
    let first = first_line(piece, text);
    let written = first.of(text);
    foreign_start(first, written, text)
        .or_else(|| foreign_inside(first, written))
        .or_else(|| foreign_shape(first, written, place))
        .unwrap_or_else(|| stopped(piece, failure, place, text))
}

/// The first line of a piece that is no note.
fn first_line(piece: Span, text: &str) -> Span {
    let mut start = piece.start;
    for line in piece.of(text).split_inclusive('\n') {
        let length = u32::try_from(line.len()).unwrap_or(u32::MAX);
        if !line.trim_start().starts_with("///") {
            let content = u32::try_from(line.trim_end().len()).unwrap_or(u32::MAX);
            return Span::new(piece.file, start, start.saturating_add(content));
        }
        start = start.saturating_add(length);
    }
    piece
}

/// What the first letters of a line tell.
fn foreign_start(span: Span, written: &str, text: &str) -> Option<Diagnostic> {
    if written.starts_with('#') {
        return Some(mistakes::hash_comment(span));
    }
    if ["/*", "*/", "* ", "--", "<!--"]
        .iter()
        .any(|start| written.starts_with(start))
    {
        let sign = written.split_whitespace().next().unwrap_or(written);
        return Some(
            mistakes::foreign(span, format!("`{sign}` is no comment in Ebb"))
                .help("start each line of a comment with `//`"),
        );
    }
    let word = written
        .split(|letter: char| !(letter.is_alphanumeric() || letter == '_'))
        .next()?;
    mistakes::foreign_word(word, span, text)
}

/// `12 hours`: a number with its unit as a word.
fn spelt_time(span: Span, bare: &str) -> Option<Diagnostic> {
    ["second", "minute", "hour", "day"].iter().find_map(|unit| {
        let end = bare.find(&format!(" {unit}"))?;
        let number = bare.get(..end)?.rsplit(' ').next()?;
        if number.is_empty() || !number.bytes().all(|letter| letter.is_ascii_digit()) {
            return None;
        }
        let word = bare
            .get(end + 1..)?
            .split(|letter: char| !letter.is_alphabetic())
            .next()?;
        let length = number.len() + 1 + word.len();
        let letter = unit.get(..1)?;
        let place = part(span, end - number.len(), length);
        let finding = mistakes::foreign(place, format!("`{number} {word}` is no time in Ebb"));
        Some(finding.help(format!("write `{number}{letter}`")))
    })
}

/// Signs that tell wherever they stand, outside of strings.
fn foreign_inside(span: Span, written: &str) -> Option<Diagnostic> {
    let bare = without_strings(written);
    if let Some(finding) = spelt_time(span, &bare) {
        return Some(finding);
    }
    let at = |position: usize, length: usize| part(span, position, length);
    if let Some(position) = bare.find("arn:") {
        let arn = written
            .get(position..)
            .and_then(|rest| rest.split_whitespace().next())
            .unwrap_or("arn:");
        return Some(
            Diagnostic::new(
                &names::ARN_IN_SOURCE,
                at(position, arn.len()),
                "an ARN stands in the flow",
            )
            .help("declare the thing at the top of the file, for example `queue support \"BasicQueue\"`, and use its name"),
        );
    }
    let quote = bare
        .char_indices()
        .find(|(_, letter)| "“”„‟«»‘’‚".contains(*letter));
    if let Some((position, quote)) = quote {
        return Some(
            mistakes::foreign(
                at(position, quote.len_utf8()),
                format!("`{quote}` is no quote in Ebb"),
            )
            .help("write straight quotes: `\"…\"`"),
        );
    }
    let invisible = bare
        .char_indices()
        .find(|(_, letter)| *letter != ' ' && *letter != '\t' && is_invisible(*letter));
    if let Some((position, letter)) = invisible {
        return Some(
            Diagnostic::new(
                &names::SYNTAX_ERROR,
                at(position, letter.len_utf8()),
                format!(
                    "an invisible character, U+{:04X}, stands here",
                    u32::from(letter)
                ),
            )
            .help("replace it by a plain space"),
        );
    }
    if let Some(name) = bare
        .split_once('$')
        .map(|(_, name)| name)
        .filter(|name| name.starts_with(|letter: char| letter.is_alphanumeric() || letter == '_'))
    {
        let position = bare.len() - name.len() - 1;
        let length = name
            .find(|letter: char| !(letter.is_alphanumeric() || "_.".contains(letter)))
            .unwrap_or(name.len());
        let name = name.get(..length).unwrap_or(name);
        return Some(
            mistakes::foreign(
                at(position, length + 1),
                format!("`${name}` is no reference"),
            )
            .help(format!(
                "a reference starts with `$.`: `$.Attributes.{name}`"
            )),
        );
    }
    for (sign, help) in [
        (":=", "a property has a colon: `name: value`"),
        (
            "&&",
            "a branch looks at one thing; let its target look at the next",
        ),
        (
            "||",
            "cases are joined by `or`: `error or timeout -> again`",
        ),
        (
            "(",
            "there are no parentheses: a block is words and at most one value",
        ),
        ("|", "cases are joined by `or`: `error or timeout -> again`"),
        ("`", "text stands in straight quotes: `\"…\"`"),
        ("- >", "an arrow holds no blank: `->`"),
    ] {
        if let Some(position) = bare.find(sign) {
            let shown = if sign == "`" {
                "a backtick".to_owned()
            } else {
                format!("`{sign}`")
            };
            let finding = mistakes::foreign(
                at(position, sign.len()),
                format!("{shown} means nothing in Ebb"),
            );
            let is_phrase = |before: &str| BLOCKS.iter().any(|row| row.phrase == before.trim());
            let before = bare.get(..position).unwrap_or_default();
            let block = of_designer(&bare).filter(|_| sign == "(" && !is_phrase(before));
            return Some(finding.help(block.unwrap_or_else(|| help.to_owned())));
        }
    }
    None
}

/// What the shape of a line tells.
fn foreign_shape(span: Span, written: &str, place: Place) -> Option<Diagnostic> {
    let bare = without_strings(written);
    let arrows: Vec<usize> = bare.match_indices("->").map(|(at, _)| at).take(2).collect();
    if let [_, second] = arrows.as_slice() {
        return Some(
            Diagnostic::new(
                &names::MISPLACED_ARROW,
                part(span, *second, 2),
                "a second arrow stands on this line",
            )
            .help("a branch has one arrow; several blocks stand in braces: `-> { … }`"),
        );
    }
    let quotes = bare.matches('"').count();
    if quotes > 2 && place != Place::List && !bare.contains(" or ") {
        let second = bare.match_indices('"').nth(2).map_or(0, |(at, _)| at);
        return Some(
            Diagnostic::new(
                &names::SYNTAX_ERROR,
                part(span, second, written.len().saturating_sub(second)),
                "a second value stands on this line",
            )
            .help("a line holds one value; more go between braces, one to a line"),
        );
    }
    let bare = bare.replace("->", "__").replace("=>", "__");
    let position = bare.find(['=', '<', '>'])?;
    let value = written
        .get(position..)?
        .trim_start_matches(['=', '<', '>', '!'])
        .trim();
    let word = value.split_whitespace().next()?;
    let key = written.get(..position)?.trim();
    let lacks_colon = arrows.is_empty() && place == Place::Block || place == Place::Map;
    if lacks_colon && !key.is_empty() {
        return Some(
            mistakes::foreign(span, "a property has no `=`")
                .help(format!("write `{key}: {value}`")),
        );
    }
    word.starts_with(char::is_alphabetic).then(|| {
        let start = position
            + bare
                .get(position..)
                .and_then(|rest| rest.find(word))
                .unwrap_or(0);
        Diagnostic::new(
            &names::SYNTAX_ERROR,
            part(span, start, word.len()),
            format!("`{word}` is compared without quotes"),
        )
        .help(format!("write `= \"{word}\"`"))
    })
}

/// Nothing in particular: where reading stopped, and what belongs there.
fn stopped(piece: Span, failure: u32, place: Place, text: &str) -> Diagnostic {
    let start = failure.clamp(piece.start, piece.end);
    let rest = Span::new(piece.file, start, piece.end).of(text);
    let front = rest.len() - rest.trim_start().len();
    let word = rest
        .trim_start()
        .split(|letter: char| letter.is_whitespace())
        .next()
        .unwrap_or("");
    if word.is_empty() {
        return Diagnostic::new(
            &names::SYNTAX_ERROR,
            piece,
            format!("`{}` is not complete", first_line(piece, text).of(text)),
        )
        .help(place.shape());
    }
    let start = start.saturating_add(u32::try_from(front).unwrap_or(u32::MAX));
    let length = u32::try_from(word.len()).unwrap_or(u32::MAX);
    let span = Span::new(piece.file, start, start.saturating_add(length));
    if is_behind_value(Span::new(piece.file, piece.start, start).of(text)) {
        return Diagnostic::new(
            &names::SYNTAX_ERROR,
            span,
            format!("`{word}` stands behind the value of its line"),
        )
        .help("a line is words, then at most one value: `play prompt \"Hi.\"`");
    }
    let finding = Diagnostic::new(
        &names::SYNTAX_ERROR,
        span,
        format!("`{word}` does not fit here"),
    );
    let block = of_designer(first_line(piece, text).of(text)).filter(|_| word == "/");
    finding.help(block.unwrap_or_else(|| place.shape().to_owned()))
}

/// How the block is written whose name in the designer, signs and all, a line begins with.
fn of_designer(line: &str) -> Option<String> {
    let rows = rows_of_block(line.split('{').next().unwrap_or(line));
    let phrases = rows.into_iter().map(|row| row.phrase);
    let mut phrases: Vec<&str> = phrases.collect();
    phrases.dedup();
    (!phrases.is_empty()).then(|| format!("this block is written {}", or_ticked(phrases)))
}

/// Whether a line ends with a value.
fn is_behind_value(before: &str) -> bool {
    let blank = before.ends_with([' ', '\t']);
    let last = before.split_whitespace().next_back().unwrap_or("");
    blank
        && (last.ends_with('"')
            || last.starts_with(|letter: char| letter == '$' || letter.is_ascii_digit()))
}

/// A line with what its strings hold left blank, byte for byte.
fn without_strings(line: &str) -> String {
    let mut bare = String::with_capacity(line.len());
    let mut inside = false;
    let mut escaped = false;
    for letter in line.chars() {
        let quote = letter == '"' && !escaped;
        escaped = inside && letter == '\\' && !escaped;
        inside ^= quote;
        if quote || !inside {
            bare.push(letter);
        } else {
            bare.extend(std::iter::repeat_n('_', letter.len_utf8()));
        }
    }
    bare
}

fn is_invisible(letter: char) -> bool {
    letter.is_control()
        || letter.is_whitespace()
        || matches!(letter, '\u{200B}'..='\u{200F}' | '\u{2060}' | '\u{FEFF}')
}

/// The part of a line from byte `start` on, `length` bytes long.
fn part(line: Span, start: usize, length: usize) -> Span {
    let offset = |bytes: usize| u32::try_from(bytes).unwrap_or(u32::MAX);
    let start = line.start.saturating_add(offset(start)).min(line.end);
    let end = start.saturating_add(offset(length)).min(line.end);
    Span::new(line.file, start, end)
}
