//! What stands in the holes of steps: names, texts, keys and times.

use super::expect::Pattern;
use super::matching::Filled;
use super::names;
use super::read::Reader;
use crate::catalogue::steps::StepForm;
use crate::catalogue::{ASSUMPTIONS, Assumption, Channel, ResourceKind, assumption_named};
use crate::diag::Diagnostic;
use crate::program::{FlowId, names as program_names};
use crate::run::{Named, Reason};
use crate::source::Span;
use crate::syntax::tree::{Entries, LiteralKind, Words};
use crate::text::{self, or_ticked};
use regex::Regex;

/// The holes of one step, taken in order.
pub(super) struct Holes<'l, 's> {
    pub(super) form: &'static StepForm,
    pub(super) filled: Filled<'l, 's>,
    pub(super) entries: Option<&'l Entries<'s>>,
    pub(super) line: Span,
    pub(super) next: usize,
}

impl<'l, 's> Holes<'l, 's> {
    pub(super) const fn new(
        form: &'static StepForm,
        filled: Filled<'l, 's>,
        entries: Option<&'l Entries<'s>>,
        line: Span,
    ) -> Self {
        Self {
            form,
            filled,
            entries,
            line,
            next: 0,
        }
    }

    pub(super) fn word(&mut self) -> Option<Words<'s>> {
        let word = self.filled.words.get(self.next).copied();
        self.next += 1;
        word
    }

    pub(super) fn literal_span(&self) -> Span {
        self.filled
            .literal
            .map_or(self.line, |literal| literal.span)
    }
}

impl Reader<'_, '_> {
    pub(super) fn flow(&mut self, holes: &mut Holes<'_, '_>) -> Option<FlowId> {
        let word = holes.word()?;
        let name = word.text();
        let flow = self.program.flow_named(&name);
        if flow.is_none() {
            let known = self.program.flows.iter().map(|flow| flow.name.as_str());
            let finding = unknown_name("flow", &name, word.span, known);
            self.report(finding);
        }
        flow
    }

    pub(super) fn queue(&mut self, holes: &mut Holes<'_, '_>) -> Option<Named> {
        self.named(holes, &[ResourceKind::Queue, ResourceKind::Agent])
    }

    pub(super) fn named(
        &mut self,
        holes: &mut Holes<'_, '_>,
        kinds: &[ResourceKind],
    ) -> Option<Named> {
        let word = holes.word()?;
        let name = word.text();
        let found = kinds
            .iter()
            .find_map(|kind| self.program.resource_named(*kind, &name));
        if found.is_none() {
            let of_kind = self.program.resources.iter();
            let of_kind = of_kind.filter(|resource| kinds.contains(&resource.kind));
            let kind = kinds.first().map_or("resource", |kind| kind.words());
            let known = of_kind.map(|resource| resource.name.as_str());
            let finding = unknown_name(kind, &name, word.span, known);
            self.report(finding);
        }
        found.map(Named::Resource)
    }

    pub(super) fn channel(&mut self, holes: &mut Holes<'_, '_>) -> Option<Channel> {
        const CHANNELS: [Channel; 4] =
            [Channel::Voice, Channel::Chat, Channel::Task, Channel::Email];
        let word = holes.word()?;
        let said = word.text();
        let channel = CHANNELS.into_iter().find(|channel| channel.word() == said);
        if channel.is_none() {
            let message = format!("`{said}` is no channel");
            let finding = Diagnostic::new(&names::WRONG_STEP, word.span, message);
            let words = or_ticked(CHANNELS.map(Channel::word));
            self.report(finding.help(format!("the channel is {words}")));
        }
        channel
    }

    pub(super) fn assumption(&mut self, holes: &mut Holes<'_, '_>) -> Option<&'static Assumption> {
        let word = holes.word()?;
        let name = word.text();
        let found = assumption_named(&name);
        if found.is_none() {
            let message = format!("there is no assumption `{name}`");
            let finding = Diagnostic::new(&program_names::UNKNOWN_NAME, word.span, message);
            let known = ASSUMPTIONS.iter().map(|known| known.name);
            self.report(finding.help(match text::nearest(&name, known) {
                Some(near) => format!("did you mean `{near}`?"),
                None => "`ebb explain` lists them".to_owned(),
            }));
        }
        found
    }

    pub(super) fn said(&mut self, holes: &Holes<'_, '_>) -> Option<String> {
        match &holes.filled.literal?.kind {
            LiteralKind::String(text) | LiteralKind::Text(text) => Some(text.to_string()),
            LiteralKind::Reference(_)
            | LiteralKind::Duration(_)
            | LiteralKind::Percent(_)
            | LiteralKind::Number(_)
            | LiteralKind::Key(_) => self.wrong_literal(holes, "this is not a text in quotes"),
        }
    }

    /// A regular expression.
    pub(super) fn pattern(&mut self, holes: &Holes<'_, '_>) -> Option<Pattern> {
        let said = self.said(holes)?;
        match Regex::new(&said) {
            Ok(regex) => Some(Pattern(regex)),
            Err(_) => self.wrong_literal(holes, "this is no regular expression"),
        }
    }

    pub(super) fn key(&mut self, holes: &Holes<'_, '_>) -> Option<char> {
        let key = match &holes.filled.literal?.kind {
            LiteralKind::Key(key) => Some(*key),
            LiteralKind::Number(number) => only_char(number),
            LiteralKind::String(text) => only_char(text).filter(|key| is_key(*key)),
            LiteralKind::Text(_)
            | LiteralKind::Reference(_)
            | LiteralKind::Duration(_)
            | LiteralKind::Percent(_) => None,
        };
        if key.is_none() {
            return self.wrong_literal(holes, "this is not one key: `0` to `9`, `*` or `#`");
        }
        key
    }

    pub(super) fn keys(&mut self, holes: &Holes<'_, '_>) -> Option<String> {
        let keys = self.said(holes)?;
        if keys.is_empty() || !keys.chars().all(is_key) {
            return self.wrong_literal(holes, "these are not keys: `0` to `9`, `*` or `#`");
        }
        Some(keys)
    }

    pub(super) fn seconds(&mut self, holes: &Holes<'_, '_>) -> Option<i64> {
        match &holes.filled.literal?.kind {
            LiteralKind::Duration(seconds) if *seconds >= 0 => Some(*seconds),
            LiteralKind::Duration(_) => self.wrong_literal(holes, "time does not run backwards"),
            LiteralKind::String(_)
            | LiteralKind::Text(_)
            | LiteralKind::Reference(_)
            | LiteralKind::Percent(_)
            | LiteralKind::Number(_)
            | LiteralKind::Key(_) => self.wrong_literal(holes, "this is not a time such as `11h`"),
        }
    }

    pub(super) fn percent(&mut self, holes: &Holes<'_, '_>) -> Option<i64> {
        let number = match &holes.filled.literal?.kind {
            LiteralKind::Number(number) => number.parse().ok(),
            LiteralKind::Percent(percent) => Some(i64::from(*percent)),
            LiteralKind::String(_)
            | LiteralKind::Text(_)
            | LiteralKind::Reference(_)
            | LiteralKind::Duration(_)
            | LiteralKind::Key(_) => None,
        };
        match number.filter(|number| (1..=100).contains(number)) {
            Some(number) => Some(number),
            None => self.wrong_literal(holes, "this is not a number from 1 to 100"),
        }
    }

    /// A whole number from 1 on.
    pub(super) fn count(&mut self, holes: &Holes<'_, '_>) -> Option<usize> {
        let number = Self::number(holes).and_then(|number| usize::try_from(number).ok());
        match number.filter(|number| *number > 0) {
            Some(number) => Some(number),
            None => self.wrong_literal(holes, "this is not a whole number from 1 on"),
        }
    }

    /// A whole number from 0 on.
    pub(super) fn figure(&mut self, holes: &Holes<'_, '_>) -> Option<i64> {
        match Self::number(holes).filter(|number| *number >= 0) {
            Some(number) => Some(number),
            None => self.wrong_literal(holes, "this is not a whole number from 0 on"),
        }
    }

    fn number(holes: &Holes<'_, '_>) -> Option<i64> {
        match &holes.filled.literal?.kind {
            LiteralKind::Number(number) => number.parse().ok(),
            LiteralKind::String(_)
            | LiteralKind::Text(_)
            | LiteralKind::Reference(_)
            | LiteralKind::Duration(_)
            | LiteralKind::Percent(_)
            | LiteralKind::Key(_) => None,
        }
    }

    pub(super) fn time_of_day(&mut self, holes: &Holes<'_, '_>) -> Option<i64> {
        let said = self.said(holes)?;
        match second_of_day(&said) {
            Some(second) => Some(second),
            None => self.wrong_literal(holes, "this is not a time of day"),
        }
    }

    pub(super) fn reason(&mut self, holes: &Holes<'_, '_>) -> Option<Reason> {
        let said = self.said(holes)?;
        let reason = Reason::of_word(&said);
        if reason.is_none() {
            let words = Reason::ALL.map(Reason::word);
            let message = format!("no contact ends by `{said}` here");
            let finding = Diagnostic::new(&names::WRONG_STEP, holes.literal_span(), message);
            self.report(finding.help(match text::nearest(&said, words) {
                Some(near) => format!("did you mean `{near}`?"),
                None => format!("a contact ends by {}", or_ticked(words)),
            }));
        }
        reason
    }

    fn wrong_literal<T>(&mut self, holes: &Holes<'_, '_>, message: &str) -> Option<T> {
        let example = format!("`{}`", holes.form.example);
        self.wrong(holes.literal_span(), message, &example);
        None
    }
}

fn unknown_name<'n>(
    kind: &str,
    name: &str,
    span: Span,
    known: impl Iterator<Item = &'n str>,
) -> Diagnostic {
    let finding = Diagnostic::new(
        &program_names::UNKNOWN_NAME,
        span,
        format!("there is no {kind} `{name}`"),
    );
    finding.help(match text::nearest(name, known) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("declare it at the top of a file: `{kind} {name}`"),
    })
}

fn only_char(text: &str) -> Option<char> {
    let mut letters = text.chars();
    letters.next().filter(|_| letters.next().is_none())
}

const fn is_key(key: char) -> bool {
    key.is_ascii_digit() || matches!(key, '*' | '#')
}

/// `18:00` as a second of the day.
pub(super) fn second_of_day(text: &str) -> Option<i64> {
    let (hours, minutes) = text.split_once(':')?;
    let number = |text: &str, most: i64| {
        let number: i64 = text.parse().ok()?;
        (text.len() <= 2 && (0..=most).contains(&number)).then_some(number)
    };
    Some(number(hours, 23)? * 3_600 + number(minutes, 59)? * 60)
}
