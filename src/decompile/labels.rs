//! Names of places: what the designer's author called them, else what happens there.

use super::draw::Case;
use super::names::{self, Names};
use super::place::Goal;
use crate::catalogue::{Behaviour, Operand, Role, Shape, Then, Written, row_of_phrase};
use crate::program::{Block, BlockId, Flow, Outcome, Value, ident};
use crate::syntax;
use crate::text::Duration;
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
    /// Names places, `goals` in the order of the text; `ways` are the branches whose arrows
    /// point at them.
    pub(super) fn of(
        flow: &Flow,
        names: &Names,
        goals: &[Goal],
        ways: &BTreeMap<Goal, Vec<Case<'_>>>,
    ) -> Self {
        let mut labels = Self::default();
        for goal in goals {
            let ways = ways.get(goal).map_or(&[][..], Vec::as_slice);
            let wanted = match goal {
                Goal::Open => vec!["not_connected".to_owned()],
                Goal::Block(block) => wanted(flow, names, *block, ways),
            };
            labels.give(*goal, &wanted);
        }
        labels
    }

    /// The label of a place, if it has one.
    pub(super) fn get(&self, goal: Goal) -> Option<&str> {
        self.names.get(&goal).map(String::as_str)
    }

    /// Gives a place the first of these names that no other has, else the first with a number.
    fn give(&mut self, goal: Goal, wanted: &[String]) {
        let mut wanted = wanted.iter().map(|name| free(short(name)));
        let first = wanted.next().unwrap_or_else(|| "place".to_owned());
        let mut all = std::iter::once(first.clone()).chain(wanted);
        let mut number = 1;
        let name = loop {
            let name = all.next().unwrap_or_else(|| {
                number += 1;
                format!("{first}_{number}")
            });
            if self.taken.insert(name.to_lowercase()) {
                break name;
            }
        };
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
    !matches!(name, "next" | "none" | "or")
        && !syntax::is_foreign(name)
        && row_of_phrase(std::iter::once(name)).is_none()
}

/// What a place would best be called, then what it may be called where that is taken.
fn wanted(flow: &Flow, names: &Names, block: BlockId, ways: &[Case<'_>]) -> Vec<String> {
    let Some(first) = flow.blocks.get(block) else {
        return Vec::new();
    };
    if let Some(name) = given(first) {
        return vec![name];
    }
    let mut wanted: Vec<String> = answer(ways).into_iter().collect();
    if let Some(happens) = happens(flow, names, block) {
        let results = ways.iter().filter_map(|way| way.result());
        let results = results.filter(|result| !ANSWERS.contains(result));
        let failures = ways.iter().filter_map(|way| way.failure());
        let failures = failures.filter(|failure| !happens.ends_with(failure));
        let failures: Vec<String> = failures
            .map(|word| format!("{happens}_on_{word}"))
            .collect();
        wanted.push(happens);
        wanted.extend(results.map(|word| word.replace(' ', "_")));
        wanted.extend(failures);
    }
    if wanted.is_empty() {
        wanted.push(phrase(first.row.phrase));
    }
    wanted
}

/// The one answer that leads to a place: `speak_to_agent` of `intent "SpeakToAgent"`.
fn answer(ways: &[Case<'_>]) -> Option<String> {
    let mut answers = ways.iter().filter_map(|way| match way {
        Case::Outcome(Outcome::Case(form, text)) if form.operand != Operand::Key => Some(text),
        Case::Outcome(_) | Case::Word(_) => None,
    });
    let first = answers.next()?;
    if !answers.all(|answer| answer == first) || first.starts_with('$') {
        return None;
    }
    let plain = first.strip_suffix("Intent").unwrap_or(first);
    let name = ident::word(&snake(plain), "answer");
    let letters = plain.chars().filter(|letter| letter.is_alphabetic());
    let is_worth = letters.count() > 3 && !ANSWERS.contains(&name.as_str());
    is_worth.then_some(name)
}

/// Answers that say nothing without their question.
const ANSWERS: &[&str] = &[
    "true", "false", "none", "null", "default", "error", "answer",
];

/// What happens at a place, as far as the blocks there say.
fn happens(flow: &Flow, names: &Names, block: BlockId) -> Option<String> {
    let mut here = block;
    for _ in 0..AHEAD {
        let block = flow.blocks.get(here)?;
        if block.row.behaviour == Behaviour::Loop {
            return Some(repeated(flow, names, here, block));
        }
        if let Some(name) = telling(names, block) {
            return Some(name);
        }
        here = block.success().and_then(|exit| exit.target.block())?;
    }
    None
}

/// What a loop repeats.
fn repeated(flow: &Flow, names: &Names, here: BlockId, block: &Block) -> String {
    let body = block.exit("looping").and_then(|exit| exit.target.block());
    let body = body.filter(|body| *body != here);
    let body = body.and_then(|body| flow.blocks.get(body));
    let body = body.and_then(|body| given(body).or_else(|| telling(names, body)));
    body.map_or_else(|| "repeat".to_owned(), |body| format!("repeat_{body}"))
}

/// The name that a person gave the block.
pub(super) fn given(block: &Block) -> Option<String> {
    if !block.named || !block.name.chars().any(char::is_alphabetic) {
        return None;
    }
    let name = ident::word(&block.name, "block");
    let is_worth = name.chars().filter(|letter| letter.is_alphabetic()).count() > 2;
    (is_worth && ident::refused(&name).is_none()).then_some(name)
}

/// Whether a name only repeats the line of its block, as the names do that a build gives; behind
/// it may stand one of these parts of the flow, and a number.
pub(super) fn repeats(name: &str, line: &str, parts: &BTreeSet<String>) -> bool {
    let plain = ident::slug(&without_escapes(line), usize::MAX);
    let name = ident::slug(name, usize::MAX);
    let bare = name.trim_end_matches(|letter: char| letter.is_ascii_digit());
    let bare = bare.strip_suffix('-').unwrap_or(&name);
    let with_part = |name: &str| {
        name.match_indices('-').any(|(at, _)| {
            let (line, part) = name.split_at(at);
            plain.starts_with(line) && parts.contains(part.trim_start_matches('-'))
        })
    };
    plain.starts_with(&name) || plain.starts_with(bare) || with_part(&name) || with_part(bare)
}

/// A line without the letters that stand for others in a string.
fn without_escapes(line: &str) -> String {
    let mut plain = String::with_capacity(line.len());
    let mut letters = line.chars();
    while let Some(letter) = letters.next() {
        if letter != '\\' {
            plain.push(letter);
            continue;
        }
        if letters.next() == Some('u') {
            letters.by_ref().find(|letter| *letter == '}');
        }
        plain.push(' ');
    }
    plain
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
        Behaviour::Wait => waited(block),
        Behaviour::Distribute | Behaviour::TransferToQueue => Some(short(block.row.phrase)),
        Behaviour::SetContactData
        | Behaviour::ContinueChat
        | Behaviour::Scripted
        | Behaviour::InvokeModule
        | Behaviour::ReturnFromModule => {
            thing(names, block).or_else(|| Some(short(block.row.phrase)))
        }
        Behaviour::Unknown => block.action.as_deref().map(snake),
        Behaviour::SetHooks | Behaviour::Loop | Behaviour::Plain => None,
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

/// How long a block waits: `wait_12h`.
fn waited(block: &Block) -> Option<String> {
    let limit = block.value(Role::TimeLimit)?;
    if let Value::Duration(seconds) = limit {
        return Some(format!("wait_{}", Duration(*seconds)));
    }
    let name = last_of(limit.text()?.strip_prefix("$.")?)?;
    Some(format!("wait_{name}"))
}

/// A phrase as a label.
fn phrase(phrase: &str) -> String {
    free(ident::word(phrase, "block"))
}

/// Whether a block ends the flow.
pub(super) fn is_end(block: &Block) -> bool {
    block.row.then == Then::Ends
}

#[cfg(test)]
mod tests {
    use super::repeats;
    use std::collections::BTreeSet;

    #[test]
    fn a_name_that_a_build_gives_says_nothing_more_than_the_line() {
        let line = r#"set voice "Joanna""#;
        let none = BTreeSet::new();
        assert!(repeats("set_voice", line, &none));
        assert!(repeats("set-voice-joanna-2", line, &none));
        assert!(!repeats("voice_of_the_night", line, &none));
        assert!(repeats(
            "play-prompt-one-two",
            r#"play prompt "One\nTwo\u{7}""#,
            &none
        ));
        let parts = BTreeSet::from(["sorry".to_owned()]);
        assert!(repeats("set-voice-joanna-sorry", line, &parts));
        assert!(repeats("set-voice-sorry-3", line, &parts));
        assert!(!repeats("set-voice-joanna-sorry", line, &none));
    }
}
