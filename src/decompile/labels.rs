//! Names of places: what the designer's author called them, else what happens there.

use super::names::{self, Names};
use super::place::Goal;
use crate::catalogue::{Behaviour, Role, Shape, Then, Written, row_of_phrase};
use crate::program::{Block, BlockId, Flow, Value, ident};
use std::collections::{BTreeMap, BTreeSet};

/// The labels of one flow.
#[derive(Debug, Default)]
pub(super) struct Labels {
    names: BTreeMap<Goal, String>,
    taken: BTreeSet<String>,
}

/// How many words a label made from a text has.
const WORDS: usize = 3;

/// How many blocks are looked at for one that says what happens.
const AHEAD: usize = 4;

/// Words that say little.
const SMALL: &[&str] = &[
    "a",
    "about",
    "all",
    "am",
    "an",
    "and",
    "are",
    "as",
    "at",
    "be",
    "been",
    "but",
    "by",
    "can",
    "cannot",
    "currently",
    "do",
    "for",
    "from",
    "has",
    "have",
    "hello",
    "hi",
    "how",
    "i",
    "if",
    "in",
    "is",
    "it",
    "its",
    "let",
    "like",
    "me",
    "moment",
    "my",
    "now",
    "of",
    "on",
    "one",
    "or",
    "our",
    "please",
    "so",
    "speak",
    "that",
    "the",
    "there",
    "this",
    "to",
    "us",
    "was",
    "we",
    "welcome",
    "will",
    "with",
    "would",
    "you",
    "your",
    "ll",
    "re",
    "ve",
    "s",
    "t",
    "m",
    "prosody",
    "rate",
    "volume",
    "break",
    "time",
    "strength",
    "voice",
    "name",
    "lang",
    "xml",
    "then",
];

impl Labels {
    /// Names every place that an arrow points at; `goals` in the order of the text.
    pub(super) fn of(flow: &Flow, names: &Names, goals: &[Goal]) -> Self {
        let mut labels = Self::default();
        for goal in goals {
            let wanted = match goal {
                Goal::Open => "not_connected".to_owned(),
                Goal::Block(block) => wanted(flow, names, *block),
            };
            labels.give(*goal, wanted);
        }
        labels
    }

    /// The label of a place, if it has one.
    pub(super) fn get(&self, goal: Goal) -> Option<&str> {
        self.names.get(&goal).map(String::as_str)
    }

    fn give(&mut self, goal: Goal, wanted: String) {
        let wanted = free(short(&wanted));
        let mut name = wanted.clone();
        let mut number = 2;
        while !self.taken.insert(name.to_lowercase()) {
            name = format!("{wanted}_{number}");
            number += 1;
        }
        self.names.insert(goal, name);
    }
}

/// A name of one word, not too long to be read.
fn short(name: &str) -> String {
    let word = names::word(name.trim_matches('_'), "place");
    let short: String = word.chars().take(LONGEST).collect();
    match short.rfind('_') {
        Some(end) if short.len() < word.len() && end > LONGEST / 2 => {
            short.get(..end).unwrap_or(&short).to_owned()
        }
        _ => short,
    }
}

fn free(name: String) -> String {
    if is_free(&name) {
        name
    } else {
        format!("{name}_here")
    }
}

/// Words that stand in one, as in `offerMessageType`, in small letters with `_` between.
fn snake(name: &str) -> String {
    let mut out = String::with_capacity(name.len() + 4);
    let mut small = false;
    for letter in name.chars() {
        if letter.is_uppercase() && small {
            out.push('_');
        }
        small = letter.is_lowercase() || letter.is_ascii_digit();
        out.extend(letter.to_lowercase());
    }
    out
}

/// The most letters of a label.
const LONGEST: usize = 36;

/// Whether a label of this name cannot be taken for something else.
fn is_free(name: &str) -> bool {
    !matches!(name, "next" | "none" | "or") && row_of_phrase(std::iter::once(name)).is_none()
}

fn wanted(flow: &Flow, names: &Names, block: BlockId) -> String {
    let Some(first) = flow.blocks.get(block) else {
        return "place".to_owned();
    };
    if let Some(name) = given(first) {
        return name;
    }
    let mut here = block;
    for _ in 0..AHEAD {
        let Some(block) = flow.blocks.get(here) else {
            break;
        };
        if let Some(name) = telling(names, block) {
            return name;
        }
        match block.success().and_then(|exit| exit.target.block()) {
            Some(next) => here = next,
            None => break,
        }
    }
    phrase(first.row.phrase)
}

/// The name that a person gave the block.
fn given(block: &Block) -> Option<String> {
    if !block.named || !block.name.chars().any(char::is_alphabetic) {
        return None;
    }
    let name = ident::word(&block.name, "block");
    let is_worth = name.chars().filter(|letter| letter.is_alphabetic()).count() > 2;
    (is_worth && ident::refused(&name).is_none()).then_some(name)
}

/// What happens in a block, if it says enough about the place.
fn telling(names: &Names, block: &Block) -> Option<String> {
    match block.row.behaviour {
        Behaviour::Say | Behaviour::Menu | Behaviour::StoreInput | Behaviour::Bot => {
            said(block).or_else(|| thing(names, block))
        }
        Behaviour::Disconnect | Behaviour::EndFlow => Some("end".to_owned()),
        Behaviour::SetAttributes | Behaviour::SetFlowAttributes => attribute(block),
        Behaviour::SetQueue
        | Behaviour::TransferToFlow
        | Behaviour::Function
        | Behaviour::Hours
        | Behaviour::SetHook(_) => {
            let thing = thing(names, block)?;
            let about = about(block.row.behaviour);
            Some(if thing.starts_with(about) {
                thing
            } else {
                format!("{about}{thing}")
            })
        }
        Behaviour::Compare => compared(block),
        Behaviour::Wait | Behaviour::Loop | Behaviour::Distribute | Behaviour::TransferToQueue => {
            Some(short(block.row.phrase))
        }
        Behaviour::ContinueChat
        | Behaviour::Scripted
        | Behaviour::InvokeModule
        | Behaviour::ReturnFromModule => {
            thing(names, block).or_else(|| Some(short(block.row.phrase)))
        }
        Behaviour::Unknown => block
            .action
            .as_deref()
            .map(|action| ident::word(action, "block")),
        Behaviour::SetHooks | Behaviour::Plain => None,
    }
}

fn about(behaviour: Behaviour) -> &'static str {
    if behaviour == Behaviour::TransferToFlow {
        "to_"
    } else if behaviour == Behaviour::Hours {
        "hours_"
    } else {
        ""
    }
}

/// The words of a text that say most.
fn said(block: &Block) -> Option<String> {
    let text = block
        .value(Role::Text)
        .or_else(|| block.value(Role::Ssml))?;
    let text = text.text()?;
    if let Some(path) = text.strip_prefix("$.") {
        return last_of(path);
    }
    let plain = without_tags(text);
    let words = plain.split(|letter: char| !letter.is_alphanumeric());
    let telling: Vec<String> = words
        .map(str::to_lowercase)
        .filter(|word| !word.is_empty() && !SMALL.contains(&word.as_str()))
        .filter(|word| word.chars().all(char::is_alphabetic))
        .take(WORDS)
        .collect();
    (!telling.is_empty()).then(|| ident::word(&telling.join(" "), "say"))
}

/// A text without what stands in angle brackets.
fn without_tags(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut inside = false;
    for letter in text.chars() {
        match letter {
            '<' => inside = true,
            '>' if inside => {
                inside = false;
                plain.push(' ');
            }
            letter if !inside => plain.push(letter),
            _ => {}
        }
    }
    plain
}

/// The last word of a reference: `plan` of `Attributes.plan`.
fn last_of(path: &str) -> Option<String> {
    let mut words = path.split(|letter: char| !letter.is_alphanumeric() && letter != '_');
    let last = words.rfind(|word| !word.is_empty())?;
    Some(snake(last))
}

/// The thing that a block names.
fn thing(names: &Names, block: &Block) -> Option<String> {
    block.arguments.iter().find_map(|argument| {
        let is_named = matches!(
            argument.parameter.written,
            Written::Argument | Written::Property(_)
        ) && matches!(argument.parameter.shape, Shape::Resource(_));
        if !is_named {
            return None;
        }
        if let Value::Resource(resource) = &argument.value {
            return names.get(*resource).map(snake);
        }
        last_of(argument.value.text()?.strip_prefix("$.")?)
    })
}

fn attribute(block: &Block) -> Option<String> {
    let Value::Map(entries) = block.value(Role::Attributes)? else {
        return None;
    };
    let (key, _) = entries.first()?;
    Some(format!("set_{}", snake(key)))
}

fn compared(block: &Block) -> Option<String> {
    let value = block.value(Role::Compared)?.text()?;
    let name = last_of(value.strip_prefix("$.").unwrap_or(value))?;
    Some(format!("check_{name}"))
}

/// A phrase as a label.
fn phrase(phrase: &str) -> String {
    free(ident::word(phrase, "block"))
}

/// Whether a block ends the flow.
pub(super) fn is_end(block: &Block) -> bool {
    block.row.then == Then::Ends
}
