//! What a block is given, in a few words.

use crate::catalogue::{Parameter, Written};
use crate::program::{Block, Program, Value};
use crate::text::Duration;

/// The arguments of a block, what it is mainly about first, each on a line.
pub(super) fn details(program: &Program, block: &Block) -> Vec<String> {
    let arguments = || block.arguments.iter();
    let main = arguments().filter(|argument| is_main(argument.parameter));
    let others = arguments().filter(|argument| !is_main(argument.parameter));
    let mut lines = Vec::new();
    for argument in main.chain(others) {
        match (argument.parameter.written, &argument.value) {
            (Written::Fixed(_) | Written::Beside { .. }, _) => {}
            (Written::Argument | Written::Tagged(_) | Written::Behind(_), value) => {
                lines.push(words(program, value));
            }
            (Written::Property(name) | Written::Said(name), value) => {
                lines.push(format!("{name}: {}", words(program, value)));
            }
            (Written::Rest, Value::Map(entries)) => lines.extend(entries_of(program, entries)),
            (Written::Rest, value) => lines.push(words(program, value)),
        }
    }
    lines
}

/// A text of at most `width` letters on one line, shortened if it has to be.
pub(super) fn short(text: &str, width: usize) -> String {
    let mut lines = wrapped(text, width, 1);
    lines.pop().unwrap_or_default()
}

/// A text on at most `most` lines of `width` letters; what does not fit is left out.
/// Wide letters count twice.
pub(super) fn wrapped(text: &str, width: usize, most: usize) -> Vec<String> {
    let words: Vec<&str> = text.split_whitespace().collect();
    let text = words.join(" ");
    let mut rest = text.as_str();
    let mut lines = Vec::new();
    while !rest.is_empty() && lines.len() < most {
        let (line, left) = first_line(rest, width);
        if left.is_empty() || lines.len() + 1 < most {
            lines.push(line.to_owned());
        } else {
            let (start, _) = rest.split_at(fitting(rest, width.saturating_sub(1)));
            lines.push(format!("{}…", start.trim_end()));
        }
        rest = left;
    }
    lines
}

/// What goes on one line, to the last space that fits, and the rest.
fn first_line(text: &str, width: usize) -> (&str, &str) {
    let end = fitting(text, width);
    let (line, rest) = text.split_at(end);
    if rest.is_empty() || rest.starts_with(' ') {
        return (line, rest.trim_start());
    }
    match line.rsplit_once(' ') {
        Some((line, _)) => (line, text.get(line.len() + 1..).unwrap_or_default()),
        // A word that is longer than the line goes on in the next, if anything fits at all.
        None if end > 0 => (line, rest),
        None => (text, ""),
    }
}

/// How many bytes of a text fit into `width` letters.
fn fitting(text: &str, width: usize) -> usize {
    let mut columns = 0;
    let too_far = text.char_indices().find(|(_, letter)| {
        columns += columns_of(*letter);
        columns > width
    });
    too_far.map_or(text.len(), |(at, _)| at)
}

/// East Asian scripts and pictographs are about twice as wide as Latin letters.
fn columns_of(letter: char) -> usize {
    match letter {
        '\u{1100}'..='\u{115f}' | '\u{2e80}'..='\u{d7a3}' | '\u{f900}'..='\u{faff}' => 2,
        '\u{fe30}'..='\u{fe6f}' | '\u{ff00}'..='\u{ff60}' | '\u{1f300}'..='\u{3fffd}' => 2,
        _ => 1,
    }
}

const fn is_main(parameter: &Parameter) -> bool {
    matches!(parameter.written, Written::Argument | Written::Tagged(_))
}

fn entries_of<'a>(
    program: &'a Program,
    entries: &'a [(String, Value)],
) -> impl Iterator<Item = String> + 'a {
    let entries = entries.iter();
    entries.map(|(name, value)| format!("{name}: {}", words(program, value)))
}

fn words(program: &Program, value: &Value) -> String {
    match value {
        Value::Map(entries) => {
            let shown: Vec<String> = entries
                .iter()
                .map(|(name, value)| format!("{name}: {}", simple(program, value)))
                .collect();
            shown.join(", ")
        }
        Value::List(values) => {
            let shown: Vec<String> = values.iter().map(|value| simple(program, value)).collect();
            shown.join(", ")
        }
        Value::Text(_)
        | Value::Reference(_)
        | Value::Resource(_)
        | Value::Duration(_)
        | Value::Number(_)
        | Value::Flag(_)
        | Value::Word(_)
        | Value::Words(_)
        | Value::Prompt(..)
        | Value::RawNumber(_)
        | Value::RawBool(_)
        | Value::Null => simple(program, value),
    }
}

/// A value without what is inside it.
fn simple(program: &Program, value: &Value) -> String {
    match value {
        Value::Text(text) => format!("“{text}”"),
        Value::Reference(text) | Value::RawNumber(text) => text.clone(),
        Value::Resource(id) => match program.resources.get(*id) {
            Some(resource) => match resource.text() {
                Some(text) => format!("“{text}”"),
                None => resource.title.as_ref().unwrap_or(&resource.name).clone(),
            },
            None => String::new(),
        },
        Value::Duration(seconds) => Duration(*seconds).to_string(),
        Value::Number(number) => number.to_string(),
        Value::Flag(yes) => if *yes { "yes" } else { "no" }.to_owned(),
        Value::Word(word) => (*word).to_owned(),
        Value::Words(words) => words.join(", "),
        Value::RawBool(yes) => yes.to_string(),
        Value::Null => "null".to_owned(),
        Value::Prompt(_, said) => match said.text() {
            Some(text) => format!("“{text}”"),
            None => "“…”".to_owned(),
        },
        Value::Map(_) => "{…}".to_owned(),
        Value::List(_) => "[…]".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_wrapped_and_the_rest_is_left_out() {
        assert_eq!(wrapped("one two three", 7, 2), ["one two", "three"]);
        assert_eq!(wrapped("one two three four", 7, 2), ["one two", "three…"]);
        assert_eq!(wrapped("one two three", 6, 1), ["one t…"]);
        assert_eq!(wrapped("incomprehensible", 7, 2), ["incompr", "ehensi…"]);
        assert_eq!(wrapped("  \n ", 7, 2), Vec::<String>::new());
        assert_eq!(short("一二三四五六", 7), "一二三…");
        assert_eq!(short("a\nb", 7), "a b");
    }
}
