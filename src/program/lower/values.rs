//! Values of properties and arguments, by the shape of their parameter.

use super::{Lowering, NewResource};
use crate::catalogue::{Hook, Json, PROMPT, Parameter, ResourceKind, Shape, Unit, Written};
use crate::diag::Diagnostic;
use crate::id::Id;
use crate::program::reference;
use crate::program::{ResourceId, Value, names};
use crate::source::Span;
use crate::syntax::tree::{self, Line, Literal, LiteralKind, Property};
use crate::text::{self, Duration};

impl<'s> Lowering<'_, 's> {
    /// The value of a property; nothing where it is wrong, which is then reported.
    pub(super) fn value(&mut self, shape: Shape, value: &tree::Value<'s>) -> Option<Value> {
        match (shape, value) {
            (Shape::TextMap | Shape::WrappedMap | Shape::HookMap, tree::Value::Map(entries, _)) => {
                Some(Value::Map(self.map(shape, entries)))
            }
            (Shape::Json(kind), _) => self.json_of(kind, value),
            (Shape::Words(words) | Shape::Directions(words), tree::Value::List(list, _)) => {
                self.words(words, list)
            }
            (Shape::Texts, tree::Value::List(list, _)) => self.texts(list),
            (Shape::Messages, tree::Value::List(list, _)) => self.messages(list),
            (Shape::Words(words), tree::Value::Line(line)) => {
                Some(Value::Words(vec![self.word(words, line)?]))
            }
            (_, tree::Value::Line(line)) => self.line_value(shape, line),
            (_, tree::Value::List(_, span) | tree::Value::Map(_, span)) => {
                self.wrong(*span, shape, "this is something in braces or brackets")
            }
        }
    }

    pub(super) fn map(&mut self, shape: Shape, entries: &[Property<'s>]) -> Vec<(String, Value)> {
        let mut map: Vec<(String, Value)> = Vec::with_capacity(entries.len());
        for property in entries {
            if let Some(value) = self.entry_of(shape, property) {
                map.push((property.key.text.to_string(), value));
            }
        }
        map
    }

    /// One entry of an open map.
    pub(super) fn entry_of(&mut self, shape: Shape, property: &Property<'s>) -> Option<Value> {
        if shape == Shape::HookMap {
            self.hook_entry(property)
        } else if matches!(shape, Shape::Json(_)) {
            self.json(&property.value)
        } else {
            self.value(Shape::Text, &property.value)
        }
    }

    fn hook_entry(&mut self, property: &Property<'s>) -> Option<Value> {
        let key = property.key.text.as_ref();
        if Hook::of_wire(key).is_none() {
            let hooks = Hook::ALL.map(Hook::wire);
            let finding = Diagnostic::new(
                &names::UNKNOWN_PROPERTY,
                property.key.span,
                format!("Amazon Connect has no event `{key}`"),
            );
            self.error(finding.help(match text::nearest(key, hooks) {
                Some(near) => format!("did you mean `{near}`?"),
                None => format!("the events are {}", text::and_ticked(hooks)),
            }));
        }
        self.value(Shape::Resource(&[ResourceKind::Flow]), &property.value)
    }

    fn words(
        &mut self,
        words: &'static [(&'static str, &'static str)],
        list: &[tree::Value<'s>],
    ) -> Option<Value> {
        let mut chosen = Vec::new();
        for element in list {
            match element {
                tree::Value::Line(line) => chosen.push(self.word(words, line)?),
                tree::Value::List(_, span) | tree::Value::Map(_, span) => {
                    return self.wrong(
                        *span,
                        Shape::Words(words),
                        "this is something in braces or brackets",
                    );
                }
            }
        }
        Some(Value::Words(chosen))
    }

    fn texts(&mut self, list: &[tree::Value<'s>]) -> Option<Value> {
        let mut texts = Vec::with_capacity(list.len());
        for element in list {
            texts.push(self.value(Shape::Text, element)?);
        }
        Some(Value::List(texts))
    }

    /// Prompts are written as the argument of `play prompt` is.
    fn messages(&mut self, list: &[tree::Value<'s>]) -> Option<Value> {
        let mut prompts = Vec::with_capacity(list.len());
        for element in list {
            let tree::Value::Line(line) = element else {
                return self.wrong(
                    element.span(),
                    Shape::Messages,
                    "this is something in braces or brackets",
                );
            };
            prompts.push(self.message(line)?);
        }
        Some(Value::List(prompts))
    }

    fn message(&mut self, line: &Line<'s>) -> Option<Value> {
        let words = line.words.text();
        let fits = |parameter: &&'static Parameter| match (parameter.written, &line.literal) {
            (Written::Argument, Some(literal)) => {
                words.is_empty() && takes_literal(parameter.shape, &literal.kind)
            }
            (Written::Argument, None) => matches!(parameter.shape, Shape::Resource(_)),
            (Written::Tagged(tag), Some(_)) => words == tag,
            _ => false,
        };
        let bare = matches!(
            line.literal.as_ref().map(|literal| &literal.kind),
            Some(LiteralKind::Reference(_))
        );
        let is_thing = |parameter: &&'static Parameter| {
            bare && matches!(parameter.shape, Shape::Resource(_)) && fits(parameter)
        };
        if line.literal.is_none() {
            let is_prompt = self.resource(&[ResourceKind::Prompt], &words).is_some();
            if is_prompt {
                self.say_which(&words, line.span);
            } else if let Some((parameter, text)) = self.text_of_prompt(&words) {
                return Some(Value::Prompt(parameter, Box::new(Value::Resource(text))));
            } else if let Some(near) = self.near_text(&words) {
                let finding = self.unknown_name(&[ResourceKind::Prompt], &words, line.span);
                self.error(finding.help(near));
                return None;
            }
        }
        let thing = PROMPT.iter().find(is_thing);
        let Some(parameter) = thing.or_else(|| PROMPT.iter().find(fits)) else {
            return self.wrong(line.span, Shape::Messages, "this is none");
        };
        let value = match &line.literal {
            Some(literal) => self.shaped_literal(parameter.shape, literal)?,
            None => self.shaped_words(parameter.shape, line)?,
        };
        Some(Value::Prompt(parameter, Box::new(value)))
    }

    /// A text that has a name, and whether it is said or is SSML or an audio file.
    fn text_of_prompt(&self, words: &str) -> Option<(&'static Parameter, ResourceId)> {
        PROMPT.iter().find_map(|parameter| {
            let name = match parameter.written {
                Written::Argument => words,
                Written::Tagged(tag) => words.strip_prefix(tag)?.strip_prefix(' ')?,
                Written::Property(_)
                | Written::Behind(_)
                | Written::Said(_)
                | Written::Fixed(_)
                | Written::Beside { .. }
                | Written::Rest => return None,
            };
            let text = self.resource(&[ResourceKind::Text], name)?;
            (parameter.shape == Shape::Text).then_some((parameter, text))
        })
    }

    fn word(
        &mut self,
        words: &'static [(&'static str, &'static str)],
        line: &Line<'_>,
    ) -> Option<&'static str> {
        let said = line.words.text();
        let known = words.iter().find(|(word, _)| *word == said);
        if let (Some((word, _)), None) = (known, &line.literal) {
            return Some(word);
        }
        let all: Vec<&str> = words.iter().map(|(word, _)| *word).collect();
        let near = text::nearest(&said, all.iter().copied());
        let finding = Diagnostic::new(
            &names::WRONG_VALUE,
            line.span,
            format!("this has to be {}", text::or_ticked(&all)),
        );
        self.error(finding.maybe_help(near.map(|near| format!("did you mean `{near}`?"))));
        None
    }

    fn line_value(&mut self, shape: Shape, line: &Line<'s>) -> Option<Value> {
        if line.operator.is_some() {
            return self.wrong(line.span, shape, "a sign stands before it");
        }
        match (&line.literal, line.words.is_empty()) {
            (Some(literal), true) => self.shaped_literal(shape, literal),
            (None, _) => self.shaped_words(shape, line),
            (Some(_), false) => self.wrong(line.span, shape, "words stand before it"),
        }
    }

    fn shaped_words(&mut self, shape: Shape, line: &Line<'s>) -> Option<Value> {
        let said = line.words.text();
        match (shape, said.as_ref()) {
            (Shape::Flag { .. }, "yes") => Some(Value::Flag(true)),
            (Shape::Flag { .. }, "no") => Some(Value::Flag(false)),
            (Shape::Word(words) | Shape::WordOrReference(words), _) => {
                self.word(words, line).map(Value::Word)
            }
            (Shape::Resource(kinds), name) => match self.resource(kinds, name) {
                Some(resource) => Some(Value::Resource(resource)),
                None => {
                    let finding = self.unknown_name(kinds, name, line.span);
                    self.error(finding);
                    None
                }
            },
            (Shape::Text, words) => match self.resource(&[ResourceKind::Text], words) {
                Some(text) => Some(Value::Resource(text)),
                None => {
                    let finding = self.no_text(words, line.span);
                    self.error(finding);
                    None
                }
            },
            (_, words) => self.wrong(line.span, shape, &format!("`{words}` is none")),
        }
    }

    /// A literal as the argument of a block.
    pub(super) fn literal_value(
        &mut self,
        parameter: &Parameter,
        literal: &Literal<'s>,
    ) -> Option<Value> {
        self.shaped_literal(parameter.shape, literal)
    }

    fn shaped_literal(&mut self, shape: Shape, literal: &Literal<'s>) -> Option<Value> {
        let span = literal.span;
        if let (Shape::Word(words) | Shape::WordOrReference(words), LiteralKind::String(said)) =
            (shape, &literal.kind)
            && let Some((word, _)) = words
                .iter()
                .find(|(word, _)| word.eq_ignore_ascii_case(said))
        {
            let message = format!("`{word}` stands in quotes");
            let finding = Diagnostic::new(&names::WRONG_VALUE, span, message);
            self.error(finding.help(format!("write it without: `{word}`")));
            return None;
        }
        if !takes_literal(shape, &literal.kind) {
            let what = what_it_is(&literal.kind);
            return self.wrong(span, shape, &format!("{what} is none"));
        }
        match &literal.kind {
            LiteralKind::String(text) | LiteralKind::Text(text) => self.text(shape, text, span),
            LiteralKind::Reference(reference) => {
                if let Some(finding) = reference::check(reference, span) {
                    self.error(finding);
                }
                Some(Value::Reference((*reference).to_owned()))
            }
            LiteralKind::Duration(seconds) => self.duration(shape, *seconds, span),
            LiteralKind::Number(number) => self.number(shape, number, span),
            LiteralKind::Key(key) => Some(Value::Text(key.to_string())),
            LiteralKind::Percent(share) => Some(Value::Number(i64::from(*share))),
        }
    }

    fn text(&mut self, shape: Shape, text: &str, span: Span) -> Option<Value> {
        if text.is_empty() {
            let finding = Diagnostic::new(
                &names::WRONG_VALUE,
                span,
                "this text is empty, which Amazon Connect refuses",
            );
            self.error(finding.help("leave the property out, or write a single space"));
            return None;
        }
        if let Shape::Resource(kinds) = shape
            && !reference::is_whole_reference(text)
        {
            let kind = kinds.first().copied()?;
            return Some(Value::Resource(self.resource_of_id(kind, text, span)));
        }
        for finding in reference::check_text(text, span) {
            self.sink.push(finding);
        }
        // One whole reference in quotes is that reference: the wire knows no difference.
        if reference::is_whole_reference(text) {
            return Some(Value::Reference(text.to_owned()));
        }
        Some(Value::Text(text.to_owned()))
    }

    fn duration(&mut self, shape: Shape, seconds: i64, span: Span) -> Option<Value> {
        let Shape::Duration {
            unit, least, most, ..
        } = shape
        else {
            return None;
        };
        if !(least..=most).contains(&seconds) {
            let finding = Diagnostic::new(
                &names::WRONG_VALUE,
                span,
                format!(
                    "{} is too {}",
                    Duration(seconds),
                    if seconds < least { "short" } else { "long" }
                ),
            );
            self.error(finding.help(format!(
                "Amazon Connect takes {} to {}",
                Duration(least),
                Duration(most)
            )));
            return None;
        }
        if unit == Unit::Minutes && seconds % 60 != 0 {
            let finding = Diagnostic::new(
                &names::WRONG_VALUE,
                span,
                "this is counted in whole minutes",
            );
            self.error(finding.help(format!("write {}", Duration(seconds / 60 * 60))));
            return None;
        }
        Some(Value::Duration(seconds))
    }

    fn number(&mut self, shape: Shape, number: &str, span: Span) -> Option<Value> {
        let Shape::Number { least, most, .. } = shape else {
            return Some(Value::RawNumber(number.to_owned()));
        };
        match number.parse::<i64>() {
            Ok(value) if (least..=most).contains(&value) => Some(Value::Number(value)),
            _ => {
                let finding = Diagnostic::new(
                    &names::WRONG_VALUE,
                    span,
                    format!("`{number}` is no whole number from {least} to {most}"),
                );
                self.error(finding.help("Amazon Connect takes no other"));
                None
            }
        }
    }

    pub(super) fn wrong(&mut self, span: Span, shape: Shape, what: &str) -> Option<Value> {
        let finding = Diagnostic::new(
            &names::WRONG_VALUE,
            span,
            format!("this has to be {}; {what}", what_it_takes(shape)),
        );
        self.error(if shape == Shape::Text {
            finding.help("text stands in quotes")
        } else if matches!(shape, Shape::Duration { .. }) {
            finding.help("times have a unit: `90s`, `15m`, `12h`, `1h30m`")
        } else {
            finding
        });
        None
    }

    /// The resource that stands in quotes, by its id.
    fn resource_of_id(&mut self, kind: ResourceKind, id: &str, span: Span) -> ResourceId {
        if let Some(known) = self.builder.known_by_id(kind, id) {
            return known;
        }
        let mut new = self.new_resources.iter();
        let number = new.position(|new| new.kind == kind && new.id == id);
        let number = number.unwrap_or_else(|| {
            let id = id.to_owned();
            self.new_resources.push(NewResource { kind, id, span });
            self.new_resources.len() - 1
        });
        ResourceId::from_index(self.builder.program.resources.len() + number)
    }
}

/// Whether a literal can be a value of this shape at all; its bounds are another matter.
pub(super) fn takes_literal(shape: Shape, literal: &LiteralKind<'_>) -> bool {
    match literal {
        LiteralKind::String(_) => matches!(shape, Shape::Text | Shape::Resource(_)),
        LiteralKind::Text(_) => matches!(shape, Shape::Text),
        LiteralKind::Reference(_) => matches!(
            shape,
            Shape::Text
                | Shape::Reference
                | Shape::Resource(_)
                | Shape::WordOrReference(_)
                | Shape::Duration { dynamic: true, .. }
                | Shape::Number { dynamic: true, .. }
        ),
        LiteralKind::Duration(_) => matches!(shape, Shape::Duration { .. }),
        LiteralKind::Number(_) => matches!(shape, Shape::Number { .. }),
        LiteralKind::Key(_) => matches!(shape, Shape::Text),
        LiteralKind::Percent(_) => false,
    }
}

/// How a time that somebody wrote as a number or as words is written in Ebb.
pub(super) fn as_time(literal: &LiteralKind<'_>) -> Option<String> {
    if let LiteralKind::Number(number) = literal {
        return Some(format!("{number}s`, `{number}m` or `{number}h"));
    }
    let LiteralKind::String(said) = literal else {
        return None;
    };
    let digits = said.trim().find(|letter: char| !letter.is_ascii_digit())?;
    let (number, unit) = said.trim().split_at_checked(digits)?;
    let unit = unit
        .trim()
        .chars()
        .next()
        .filter(|unit| "dhms".contains(*unit))?;
    (!number.is_empty()).then(|| format!("{number}{unit}"))
}

/// What a literal is, in words.
pub(super) fn what_it_is(literal: &LiteralKind<'_>) -> String {
    match literal {
        LiteralKind::String(_) | LiteralKind::Text(_) => "a text in quotes".to_owned(),
        LiteralKind::Reference(reference) => format!("the reference `{reference}`"),
        LiteralKind::Duration(seconds) => format!("the time `{}`", Duration(*seconds)),
        LiteralKind::Percent(share) => format!("the share `{share}%`"),
        LiteralKind::Number(number) => format!("the number `{number}`"),
        LiteralKind::Key(key) => format!("the key `{key}`"),
    }
}

/// What a shape takes, in words.
#[must_use]
pub fn what_it_takes(shape: Shape) -> String {
    match shape {
        Shape::Text => "a text in quotes".to_owned(),
        Shape::Reference => "a reference such as `$.Attributes.plan`".to_owned(),
        Shape::Resource(kinds) => {
            let kinds: Vec<&str> = kinds.iter().map(|kind| kind.words()).collect();
            format!("the name of {}", text::a(&kinds.join(" or ")))
        }
        Shape::Duration { .. } => "a time such as `15m`".to_owned(),
        Shape::Number { .. } => "a whole number".to_owned(),
        Shape::Flag { .. } => "`yes` or `no`".to_owned(),
        Shape::Word(words) => text::or_ticked(words.iter().map(|(word, _)| word)),
        Shape::WordOrReference(words) => {
            let words: Vec<&str> = words.iter().map(|(word, _)| *word).collect();
            format!("{}, or a reference", text::or_ticked(&words))
        }
        Shape::Words(words) => {
            format!(
                "a list of {}",
                text::and_ticked(words.iter().map(|(word, _)| word))
            )
        }
        Shape::TextMap | Shape::WrappedMap => {
            "names with texts in braces, such as `{ plan: … }`".to_owned()
        }
        Shape::HookMap => "events with flows in braces".to_owned(),
        Shape::Texts => "a list of texts, such as `[\"FirstName\"]`".to_owned(),
        Shape::Messages => "a list of prompts, such as `[\"Please hold.\", music]`".to_owned(),
        Shape::Directions(words) => {
            format!(
                "a list of {}",
                text::and_ticked(words.iter().map(|(word, _)| word))
            )
        }
        Shape::Json(Json::Any) => "JSON".to_owned(),
        Shape::Json(Json::Object) => "names and values in braces".to_owned(),
        Shape::Json(Json::List) => "a list in brackets".to_owned(),
    }
}
