//! What stands between the braces of a block: properties and branches.

use super::Rule;
use super::cursor::Cursor;
use super::line::Lines;
use crate::source::Span;
use crate::syntax::mistakes;
use crate::syntax::tree::{
    Entries, Entry, Key, Line, Literal, LiteralKind, Operator, Property, Value, Words,
};
use std::borrow::Cow;
use std::mem::take;

/// What kind of braces a property stands in.
#[derive(Clone, Copy)]
enum Braces {
    /// Those of a block.
    Block,
    /// Those of a value.
    Map,
}

impl<'s> Cursor<'s, '_> {
    pub(super) fn braced_entries(&mut self) -> Entries<'s> {
        let start = self.enter();
        let spoiled = self.spoiled;
        let entries = self.entry_list();
        self.spoiled = spoiled;
        let span = self.leave_braces(start);
        Entries { entries, span }
    }

    pub(super) fn entry_list(&mut self) -> Vec<Entry<'s>> {
        let first = self.entries.len();
        loop {
            if self.sees(Rule::line) {
                let entry = self.entry();
                self.entries.push(entry);
            } else if self.sees(Rule::doc) {
                let doc = self.doc();
                self.report(mistakes::dangling_note(doc.span));
                self.entries.push(Entry::Broken(doc.span));
            } else {
                return self.entries.drain(first..).collect();
            }
        }
    }

    fn entry(&mut self) -> Entry<'s> {
        self.spoiled = false;
        let hanging = take(&mut self.hanging);
        let lines = self.lines();
        let start = lines.span();
        if hanging && lines.is_word() && self.rule().is_none_or(|rule| rule == Rule::line) {
            return Entry::Broken(start);
        }
        let (entry, span) = if self.sees(Rule::arrow) {
            let branch = self.branch(lines);
            let span = branch.span();
            (Entry::Branch(branch), span)
        } else {
            match self.property(lines, Braces::Block) {
                Ok(property) => {
                    let span = property.span();
                    (Entry::Property(property), span)
                }
                Err(span) => return Entry::Broken(span),
            }
        };
        if self.spoiled {
            return Entry::Broken(start.join(span));
        }
        entry
    }

    pub(super) fn property_list(&mut self) -> Vec<Property<'s>> {
        let mut properties = Vec::new();
        while self.sees(Rule::line) {
            let lines = self.lines();
            properties.extend(self.property(lines, Braces::Map));
        }
        properties
    }

    pub(super) fn value_list(&mut self) -> Vec<Value<'s>> {
        let mut values = Vec::new();
        while let Some(value) = self.value() {
            values.push(value);
        }
        values
    }

    /// A property, or the place of what is none.
    fn property(&mut self, lines: Lines<'s>, braces: Braces) -> Result<Property<'s>, Span> {
        if !self.sees(Rule::colon) {
            return self.without_colon(lines, braces);
        }
        let line = self.only_one(lines);
        let start = line.span;
        let colon = self.leaf();
        let key = self.key(line);
        let value = self.adjacent(colon).then(|| self.value()).flatten();
        let Some(value) = value else {
            let lone = start.join(colon.head());
            self.spoil(mistakes::no_value(lone, &key.text));
            return Err(lone);
        };
        if let Some(finding) = mistakes::colon_for_arrow(&key, &value, self.source.text) {
            self.spoil(finding);
        }
        Ok(Property { key, value })
    }

    /// A line where a property was due: `timeout = 5s` has a clear meaning.
    fn without_colon(&mut self, lines: Lines<'s>, braces: Braces) -> Result<Property<'s>, Span> {
        let span = lines.span();
        match (lines.first, lines.others.as_slice()) {
            (
                Line {
                    words,
                    operator: Some(Operator::Equal),
                    literal: Some(literal),
                    ..
                },
                [],
            ) if !words.is_empty() => {
                let value = literal.span.of(self.source.text);
                self.report(mistakes::equal_for_colon(span, &words.text(), value));
                Ok(Property {
                    key: word_key(words),
                    value: Value::Line(Line {
                        words: Words {
                            raw: "",
                            span: literal.span.head(),
                        },
                        operator: None,
                        span: literal.span,
                        literal: Some(literal),
                    }),
                })
            }
            (first, _) => {
                self.spoil(match braces {
                    Braces::Block => mistakes::no_entry(&first, span, self.source.text),
                    Braces::Map => mistakes::no_pair(span, self.source.text),
                });
                Err(span)
            }
        }
    }

    pub(super) fn key(&mut self, line: Line<'s>) -> Key<'s> {
        match (line.words.is_empty(), line.operator, line.literal) {
            (false, None, None) => word_key(line.words),
            (
                true,
                None,
                Some(Literal {
                    kind: LiteralKind::String(text),
                    span,
                }),
            ) => Key {
                text,
                quoted: true,
                span,
            },
            _ => {
                let written = self.text(line.span);
                self.spoil(mistakes::no_key(line.span, written));
                Key {
                    text: Cow::Borrowed(written),
                    quoted: false,
                    span: line.span,
                }
            }
        }
    }

    fn value(&mut self) -> Option<Value<'s>> {
        if self.sees(Rule::line) {
            return Some(Value::Line(self.plain_value()));
        }
        if self.sees(Rule::list) {
            let start = self.enter();
            let values = self.value_list();
            return Some(Value::List(values, self.leave(start)));
        }
        if self.sees(Rule::map) {
            let start = self.enter();
            let properties = self.property_list();
            return Some(Value::Map(properties, self.leave(start)));
        }
        None
    }

    fn plain_value(&mut self) -> Line<'s> {
        let line = self.single();
        if let (Some(_), Some(literal)) = (line.operator, &line.literal) {
            let sign = self.span(line.words.span.end, literal.span.start);
            self.spoil(mistakes::sign_before_value(sign, self.source.text));
        }
        line
    }
}

fn word_key(words: Words<'_>) -> Key<'_> {
    Key {
        text: words.text(),
        quoted: false,
        span: words.span,
    }
}
