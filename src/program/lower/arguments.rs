//! The argument of a block: what stands behind its phrase.

use super::phrase::{Resolved, wrong_action};
use super::{Lowering, values};
use crate::catalogue::{Behaviour, Parameter, ResourceKind, Row, Shape, Written};
use crate::diag::{Diagnostic, Level};
use crate::program::{Argument, BlockId, Value, names};
use crate::source::Span;
use crate::syntax::tree::{Literal, LiteralKind, Words};
use crate::text;

impl<'s> Lowering<'_, 's> {
    /// Reads the argument of a block.
    pub(super) fn argument(&mut self, id: BlockId, resolved: &Resolved<'s>) {
        let line = &resolved.line.line;
        let (row, rest) = (resolved.row, resolved.rest);
        if line.operator.is_some() {
            self.wrong_argument(row, line.span, "a sign stands before the value");
            return;
        }
        if row.behaviour == Behaviour::Unknown {
            self.action_type(id, line.literal.as_ref(), line.span);
            return;
        }
        match (rest.is_empty(), &line.literal) {
            (true, None) => {}
            (true, Some(literal)) => self.literal_argument(id, row, None, literal),
            (false, Some(literal)) => self.literal_argument(id, row, Some(rest), literal),
            (false, None) => self.word_argument(id, row, rest),
        }
    }

    /// `action "Type"`: the type of an action that no row describes.
    fn action_type(&mut self, id: BlockId, literal: Option<&Literal<'_>>, span: Span) {
        match literal.map(|literal| &literal.kind) {
            Some(LiteralKind::String(action)) if !action.trim().is_empty() => {
                self.blocks[id].action = Some(action.to_string());
                if let Some(finding) = wrong_action(action, span) {
                    self.sink.push(finding);
                }
            }
            _ => {
                let finding = Diagnostic::new(
                    &names::MISSING_ARGUMENT,
                    span,
                    "`action` lacks the type of the action",
                );
                self.error(finding.help("write it in quotes: `action \"SomeType\" { … }`"));
            }
        }
    }

    fn literal_argument(
        &mut self,
        id: BlockId,
        row: &'static Row,
        tag: Option<Words<'s>>,
        literal: &Literal<'s>,
    ) {
        let tagged = tag.map(Words::text);
        let fits = |parameter: &&Parameter| match (parameter.written, &tagged) {
            (Written::Argument, None) => values::takes_literal(parameter.shape, &literal.kind),
            (Written::Tagged(word), Some(tag)) => {
                word == tag.as_ref() && values::takes_literal(parameter.shape, &literal.kind)
            }
            _ => false,
        };
        // A reference without quotes names a thing where the block takes one, in quotes it
        // is the text: `play prompt $.External.recording` plays, `"$.External.text"` speaks.
        let bare = matches!(literal.kind, LiteralKind::Reference(_));
        let is_thing = |parameter: &&Parameter| {
            bare && matches!(parameter.shape, Shape::Resource(_)) && fits(parameter)
        };
        let mut parameters = row.parameters.iter();
        let thing = parameters.find(is_thing);
        let parameter = thing.or_else(|| row.parameters.iter().find(fits));
        match (parameter, &tagged) {
            (Some(parameter), _) => {
                let value = self.literal_value(parameter, literal);
                self.put(id, parameter, value, literal.span);
            }
            (None, None) => self.wrong_literal(row, literal),
            (None, Some(tag)) => self.wrong_tag(row, tag, literal),
        }
    }

    fn wrong_literal(&mut self, row: &'static Row, literal: &Literal<'_>) {
        let said = values::what_it_is(&literal.kind);
        let time = row.parameters.iter().any(|parameter| {
            parameter.written == Written::Argument
                && matches!(parameter.shape, Shape::Duration { .. })
        });
        match values::as_time(&literal.kind).filter(|_| time) {
            Some(meant) => {
                let message = format!(
                    "`{}` takes a time with its unit; {said} is none",
                    row.phrase
                );
                let finding = Diagnostic::new(&names::WRONG_ARGUMENT, literal.span, message);
                self.error(finding.help(format!("write `{} {meant}`", row.phrase)));
            }
            None => self.wrong_argument(row, literal.span, &format!("{said} is none")),
        }
    }

    fn wrong_tag(&mut self, row: &'static Row, tag: &str, literal: &Literal<'_>) {
        let tags: Vec<&str> = tags(row).collect();
        let message = format!(
            "`{}` takes {}; `{tag}` before it means nothing",
            row.phrase,
            takes(row)
        );
        let finding = Diagnostic::new(&names::WRONG_ARGUMENT, literal.span.head(), message);
        let near = text::nearest(tag, tags.iter().copied());
        self.error(finding.help(match near {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("write `{} …` without `{tag}`", row.phrase),
        }));
    }

    fn word_argument(&mut self, id: BlockId, row: &'static Row, rest: Words<'s>) {
        let said = rest.text();
        for parameter in row.parameters {
            if let (Written::Argument, Shape::Word(words)) = (parameter.written, parameter.shape)
                && let Some((word, _)) = words.iter().find(|(word, _)| *word == said)
            {
                self.put(id, parameter, Some(Value::Word(word)), rest.span);
                return;
            }
        }
        // A word before the name says which of several things it is.
        let tag = rest.upto(1).text();
        let tagged = row.parameters.iter().find(
            |parameter| matches!(parameter.written, Written::Tagged(word) if word == tag.as_ref()),
        );
        let tagged = tagged.filter(|_| rest.iter().count() == 2);
        let (rest, said) = match tagged {
            Some(_) => (rest.from(1), rest.from(1).text()),
            None => (rest, said),
        };
        let named: Vec<(&'static Parameter, &'static [ResourceKind])> = row
            .parameters
            .iter()
            .filter(|parameter| tagged.is_none_or(|tagged| std::ptr::eq(tagged, *parameter)))
            .filter_map(|parameter| match (parameter.written, parameter.shape) {
                (Written::Argument | Written::Tagged(_), Shape::Resource(kinds)) => {
                    Some((parameter, kinds))
                }
                _ => None,
            })
            .collect();
        let texts = row.parameters.iter().filter(|parameter| {
            let is_tag = tagged.is_some_and(|tagged| std::ptr::eq(tagged, *parameter));
            let is_meant = is_tag || (tagged.is_none() && parameter.written == Written::Argument);
            is_meant && parameter.shape == Shape::Text
        });
        let found = named
            .iter()
            .copied()
            .chain(texts.map(|parameter| (parameter, &[ResourceKind::Text][..])))
            .find_map(|(parameter, kinds)| Some((parameter, self.resource(kinds, &said)?)));
        if found.is_none() && (named.is_empty() || rest.iter().count() > 1) {
            self.wrong_words(row, rest, &said);
            return;
        }
        match found {
            Some((parameter, resource)) => {
                if parameter.shape != Shape::Text && takes_text(row) {
                    self.say_which(&said, rest.span);
                }
                self.put(id, parameter, Some(Value::Resource(resource)), rest.span);
            }
            None => {
                let kinds: Vec<ResourceKind> = named
                    .iter()
                    .flat_map(|(_, kinds)| kinds.iter().copied())
                    .collect();
                let finding = self.unknown_name(&kinds, &said, rest.span);
                let near = self.near_text(&said).filter(|_| takes_text(row));
                self.error(if let Some(near) = near {
                    finding.help(near)
                } else if takes_text(row) {
                    finding.note(format!(
                        "text stands in quotes: `{} \"{said}\"`",
                        row.phrase
                    ))
                } else {
                    finding
                });
            }
        }
    }

    /// Says which of two things is meant where a text has the name, too.
    pub(super) fn say_which(&mut self, name: &str, span: Span) {
        if self.resource(&[ResourceKind::Text], name).is_some() {
            let message = format!("`{name}` is a text, too, and it is not what is meant here");
            let finding = Diagnostic::new(&names::DUPLICATE_NAME, span, message);
            self.sink.push(
                finding
                    .level(Level::Warning)
                    .help("give one of them another name"),
            );
        }
    }

    fn wrong_words(&mut self, row: &'static Row, rest: Words<'_>, said: &str) {
        if !takes_anything(row) {
            self.error(nothing_behind(row, rest.span, said));
            return;
        }
        let count = rest.iter().count();
        let joined = said.replace(' ', "_");
        let words = closed_words(row);
        let help = if joined != said && self.is_declared(&joined) {
            format!("did you mean `{joined}`?")
        } else if let Some(near) = text::nearest(said, words.iter().copied()) {
            format!("did you mean `{near}`?")
        } else if let Some(near) = self.near_text(said).filter(|_| takes_text(row)) {
            near
        } else if takes_text(row) {
            format!("text stands in quotes: `{} \"{said}\"`", row.phrase)
        } else {
            format!("for example `{}`", row.example)
        };
        let what = if count > 1 && words.is_empty() {
            format!("`{said}` is {count} words")
        } else {
            format!("`{said}` is none")
        };
        let finding = Diagnostic::new(
            &names::WRONG_ARGUMENT,
            rest.span,
            format!("`{}` takes {}; {what}", row.phrase, takes(row)),
        );
        self.error(finding.help(help));
    }

    fn wrong_argument(&mut self, row: &'static Row, span: Span, what: &str) {
        let finding = Diagnostic::new(
            &names::WRONG_ARGUMENT,
            span,
            format!("`{}` takes {}; {what}", row.phrase, takes(row)),
        );
        self.error(finding.help(format!("for example `{}`", row.example)));
    }

    /// Sets a parameter that is written at `span`.
    pub(super) fn put(
        &mut self,
        id: BlockId,
        parameter: &'static Parameter,
        value: Option<Value>,
        span: Span,
    ) {
        let Some(value) = value else { return };
        self.blocks[id].arguments.push(Argument {
            parameter,
            value,
            span: Some(span),
        });
    }
}

fn tags(row: &Row) -> impl Iterator<Item = &'static str> {
    row.parameters
        .iter()
        .filter_map(|parameter| parameter.written.tag())
}

fn closed_words(row: &Row) -> Vec<&'static str> {
    row.parameters
        .iter()
        .filter_map(|parameter| match (parameter.written, parameter.shape) {
            (Written::Argument, Shape::Word(words)) => Some(words),
            _ => None,
        })
        .flatten()
        .map(|(word, _)| *word)
        .collect()
}

fn takes_anything(row: &Row) -> bool {
    let mut parameters = row.parameters.iter();
    parameters.any(|known| matches!(known.written, Written::Argument | Written::Tagged(_)))
}

/// The finding about words behind a block that takes none.
fn nothing_behind(row: &Row, span: Span, said: &str) -> Diagnostic {
    let message = format!("`{}` takes nothing behind its name", row.phrase);
    let finding = Diagnostic::new(&names::WRONG_ARGUMENT, span, message);
    finding.help(if row.behaviour == Behaviour::TransferToQueue {
        format!("choose the queue on the line before it: `set working queue {said}`")
    } else {
        format!("remove `{said}`")
    })
}

fn takes_text(row: &Row) -> bool {
    row.parameters
        .iter()
        .any(|parameter| parameter.written == Written::Argument && parameter.shape == Shape::Text)
}

/// What a block takes as its argument, in words.
pub(super) fn takes(row: &Row) -> String {
    let mut kinds: Vec<String> = Vec::new();
    for parameter in row.parameters {
        let kind = match parameter.written {
            Written::Argument => values::what_it_takes(parameter.shape),
            Written::Tagged(tag) => format!("`{tag} …`"),
            Written::Property(_)
            | Written::Behind(_)
            | Written::Said(_)
            | Written::Fixed(_)
            | Written::Beside { .. }
            | Written::Rest => {
                continue;
            }
        };
        if !kinds.contains(&kind) {
            kinds.push(kind);
        }
    }
    match kinds.split_last() {
        None => "nothing behind its name".to_owned(),
        Some((only, [])) => only.clone(),
        Some((last, rest)) => format!("{} or {last}", rest.join(", ")),
    }
}
