//! What Connect takes at most.

use super::Emitted;
use crate::diag::Diagnostic;
use crate::program::{Block, Flow, Program, Value, names};
use crate::text;
use serde_json::Value as Json;

/// The most actions that Connect takes in one flow (Flow language, example page).
pub const MOST_ACTIONS: usize = 250;
/// The most characters that Connect takes for one flow (botocore 1.44.5, `ContactFlowContent`).
pub const MOST_CHARACTERS: usize = 256_000;
/// How many parts of a flow a finding lists.
const PARTS: usize = 5;

/// Whether it is worth while to write a flow and to see how large it is. What it counts for a
/// block, a way out and a value is more than these are as a rule.
#[must_use]
pub fn may_be_too_large(program: &Program, flow: &Flow) -> bool {
    let characters = flow.blocks.iter().map(|block| {
        let values = block.arguments.iter();
        let values: usize = values
            .map(|argument| weight(program, &argument.value, DEPTH))
            .sum();
        700 + 450 * block.exits.len() + 60 * block.arguments.len() + values
    });
    flow.blocks.len() > MOST_ACTIONS || characters.sum::<usize>() > MOST_CHARACTERS
}

/// How deep a parameter stands in a document, in levels of two blanks.
const DEPTH: usize = 4;

/// About how many characters a value takes on lines of its own.
fn weight(program: &Program, value: &Value, depth: usize) -> usize {
    // The blanks before it, a comma, a line break, quotes.
    let line = 2 * depth + 4;
    match value {
        Value::Text(text) | Value::Reference(text) | Value::RawNumber(text) => {
            line + 2 * text.len()
        }
        Value::Map(entries) => {
            let entries = entries.iter();
            let inner =
                entries.map(|(key, value)| 2 * key.len() + 4 + weight(program, value, depth + 1));
            2 * line + inner.sum::<usize>()
        }
        Value::List(values) => {
            let inner = values.iter().map(|value| weight(program, value, depth + 1));
            2 * line + inner.sum::<usize>()
        }
        Value::Prompt(_, value) => 2 * line + weight(program, value, depth + 1),
        Value::Resource(_) => line + 60 + 2 * program.text_in(value).map_or(0, str::len),
        Value::Duration(_)
        | Value::Number(_)
        | Value::Flag(_)
        | Value::Word(_)
        | Value::Words(_)
        | Value::RawBool(_)
        | Value::Null => line + 60,
    }
}

/// The finding about a flow that is larger than Connect takes.
#[must_use]
pub fn check_size(flow: &Flow, emitted: &Emitted) -> Option<Diagnostic> {
    let blocks = flow.blocks.len();
    // No text has more characters than bytes.
    let characters = match emitted.json.len() {
        few if few <= MOST_CHARACTERS => few,
        _ => emitted.json.chars().count(),
    };
    let (is, most, by): (_, _, fn(&Part<'_>) -> usize) = if blocks > MOST_ACTIONS {
        let is = text::count("block", blocks);
        (is, MOST_ACTIONS, |part| part.blocks)
    } else if characters > MOST_CHARACTERS {
        let is = format!("{} as JSON", text::count("character", characters));
        (is, MOST_CHARACTERS, |part| part.characters)
    } else {
        return None;
    };
    let message = format!("`{}` has {is}; Connect takes {most}", flow.name);
    let finding = Diagnostic::new(&names::TOO_LARGE, flow.span, message);
    let help = "move a part into a flow of its own and go there with `transfer to flow`";
    Some(finding.note(largest(flow, emitted, by)).help(help))
}

/// The blocks from one label to the next.
#[derive(Default)]
struct Part<'a> {
    /// The label; nothing for what stands before the first one.
    label: Option<&'a str>,
    blocks: usize,
    characters: usize,
}

/// The largest parts of a flow, in a sentence.
fn largest(flow: &Flow, emitted: &Emitted, by: fn(&Part<'_>) -> usize) -> String {
    let mut parts = parts(flow, emitted);
    let all = parts.len();
    parts.sort_by_key(|part| std::cmp::Reverse(by(part)));
    let listed: Vec<String> = parts.iter().take(PARTS).map(Part::say).collect();
    let more = match all.saturating_sub(PARTS) {
        0 => String::new(),
        more => format!("; {} are smaller", text::count("other part", more)),
    };
    format!("from label to label: {}{more}", listed.join("; "))
}

impl Part<'_> {
    fn say(&self) -> String {
        let name = match self.label {
            Some(label) => format!("`{label}`"),
            None => "the beginning".to_owned(),
        };
        let (blocks, characters) = (
            text::count("block", self.blocks),
            text::count("character", self.characters),
        );
        format!("{name} {blocks}, {characters}")
    }
}

fn parts<'f>(flow: &'f Flow, emitted: &Emitted) -> Vec<Part<'f>> {
    let mut parts: Vec<Part<'f>> = Vec::new();
    let starts = |block: &'f Block| block.named.then_some(block.name.as_str());
    for (block, size) in flow.blocks.iter().zip(sizes(&emitted.json)) {
        match (parts.last_mut(), starts(block)) {
            (Some(part), None) => {
                part.blocks += 1;
                part.characters += size;
            }
            (_, label) => parts.push(Part {
                label,
                blocks: 1,
                characters: size,
            }),
        }
    }
    parts
}

/// How many characters each action is.
fn sizes(json: &str) -> Vec<usize> {
    let document: Json = serde_json::from_str(json).unwrap_or_default();
    let actions = document.get("Actions").and_then(Json::as_array);
    let size =
        |action: &Json| serde_json::to_string_pretty(action).map_or(0, |text| text.chars().count());
    actions.into_iter().flatten().map(size).collect()
}
