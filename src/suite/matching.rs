//! Which step a line is.

use super::names;
use crate::catalogue::steps::{Hole, Part, STEPS, StepForm};
use crate::diag::Diagnostic;
use crate::syntax::tree::{Line, Literal, Words};
use crate::text;
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// The forms by the word that they begin with.
static BY_FIRST_WORD: LazyLock<BTreeMap<&str, Vec<&StepForm>>> = LazyLock::new(|| {
    let mut forms: BTreeMap<&str, Vec<&StepForm>> = BTreeMap::new();
    for form in STEPS {
        if let Some(Part::Word(word)) = form.parts().next() {
            forms.entry(word).or_default().push(form);
        }
    }
    forms
});

/// What stands in the holes of a step.
#[derive(Debug)]
pub(super) struct Filled<'l, 's> {
    /// The words, in order of the pattern.
    pub words: Vec<Words<'s>>,
    /// The literal.
    pub literal: Option<&'l Literal<'s>>,
}

/// The form of a line, with what stands in its holes; else what is wrong.
pub(super) fn form_of<'l, 's>(
    line: &'l Line<'s>,
) -> Result<(&'static StepForm, Filled<'l, 's>), Box<Diagnostic>> {
    let mut nearly = None;
    let first = line.words.iter().next().unwrap_or("");
    for &form in BY_FIRST_WORD.get(first).into_iter().flatten() {
        let Some(words) = words_of(form, line) else {
            continue;
        };
        if signs_match(form, line) {
            let literal = line.literal.as_ref();
            return Ok((form, Filled { words, literal }));
        }
        nearly = nearly.or(Some(form));
    }
    let finding = nearly.map_or_else(|| unknown(line), |form| misshapen(line, form));
    Err(Box::new(finding))
}

/// The words in the holes, where the words of the line are those of the form.
fn words_of<'s>(form: &StepForm, line: &Line<'s>) -> Option<Vec<Words<'s>>> {
    let mut count = 0;
    let mut holes = Vec::new();
    for part in form.parts() {
        match part {
            Part::Word("=" | "<") => {}
            Part::Word(word) => {
                if line.words.iter().nth(count) != Some(word) {
                    return None;
                }
                count += 1;
            }
            Part::Hole(hole) if hole.is_word() => {
                line.words.iter().nth(count)?;
                holes.push(line.words.upto(count + 1).from(count));
                count += 1;
            }
            Part::Hole(_) => {}
        }
    }
    (line.words.iter().count() == count).then_some(holes)
}

/// Whether a sign and a literal are there where the form has them, and only there.
fn signs_match(form: &StepForm, line: &Line<'_>) -> bool {
    let sign = form.parts().find_map(|part| match part {
        Part::Word(sign @ ("=" | "<")) => Some(sign),
        Part::Word(_) | Part::Hole(_) => None,
    });
    let literal = form
        .parts()
        .any(|part| matches!(part, Part::Hole(hole) if !hole.is_word()));
    sign == line.operator.map(crate::syntax::tree::Operator::sign)
        && literal == line.literal.is_some()
}

fn misshapen(line: &Line<'_>, form: &StepForm) -> Diagnostic {
    let words = line.words.text();
    let message = match (&line.literal, line.operator) {
        (None, _) => format!("the step `{words}` lacks something"),
        (Some(_), None) => format!("the step `{words}` takes nothing like this"),
        (Some(_), Some(sign)) => format!("the step `{words}` takes no `{}` like this", sign.sign()),
    };
    let finding = Diagnostic::new(&names::WRONG_STEP, line.span, message);
    finding.help(match form.example {
        "" => format!("it is written `{}`", form.pattern),
        example => format!("write for example `{example}`"),
    })
}

fn unknown(line: &Line<'_>) -> Diagnostic {
    let said = line.words.text();
    let finding = Diagnostic::new(
        &names::UNKNOWN_STEP,
        line.span,
        match said.is_empty() {
            true => "a step begins with a word".to_owned(),
            false => format!("`{said}` is no step of a test"),
        },
    );
    let candidates: Vec<String> = STEPS.iter().map(|form| with_words_of(form, line)).collect();
    if let Some(near) = text::nearest(&said, candidates.iter().map(String::as_str)) {
        let form = candidates.iter().position(|candidate| candidate == near);
        let rest = form.and_then(|form| STEPS.get(form)).map_or("", rest_of);
        return finding.help(format!("did you mean `{near}{rest}`?"));
    }
    let first = line.words.iter().next().unwrap_or("");
    let alike = BY_FIRST_WORD.get(first).into_iter().flatten();
    let alike: Vec<&str> = alike.map(|form| form.pattern).collect();
    finding.help(match alike.is_empty() {
        true => format!("a step begins with {}", text::or_ticked(first_words())),
        false => format!("the steps that begin so are {}", text::and_ticked(alike)),
    })
}

/// The words of a form, with the words of the line in its holes.
fn with_words_of(form: &StepForm, line: &Line<'_>) -> String {
    let said: Vec<&str> = line.words.iter().collect();
    let mut words = Vec::new();
    for (place, part) in form.parts().enumerate() {
        match part {
            Part::Word("=" | "<") => {}
            Part::Word(word) => words.push(word),
            Part::Hole(hole) if hole.is_word() => {
                words.push(said.get(place).copied().unwrap_or("…"));
            }
            Part::Hole(_) => {}
        }
    }
    words.join(" ")
}

/// The sign and the literal of a form, as they are shown.
fn rest_of(form: &StepForm) -> &'static str {
    let Some(Part::Hole(hole)) = form.parts().last() else {
        return "";
    };
    match hole {
        Hole::Text if form.pattern.contains(" = ") => " = \"…\"",
        Hole::Text => " \"…\"",
        Hole::Key | Hole::Number => " 1",
        Hole::Duration if form.pattern.contains(" < ") => " < 2m",
        Hole::Duration => " 2m",
        Hole::Flow
        | Hole::Queue
        | Hole::Agent
        | Hole::Bot
        | Hole::Function
        | Hole::Module
        | Hole::Assumption
        | Hole::Hours
        | Hole::View
        | Hole::Channel
        | Hole::Word => "",
    }
}

/// The words that steps begin with, each once.
fn first_words() -> Vec<&'static str> {
    let mut words = Vec::new();
    for form in STEPS {
        if let Some(Part::Word(word)) = form.parts().next()
            && !words.contains(&word)
        {
            words.push(word);
        }
    }
    words
}
