//! The parameters of a block: its argument, its properties, the designer's defaults.

use super::phrase::Resolved;
use super::{Lowering, arguments, values};
use crate::catalogue::{Behaviour, Parameter, Presence, Role, Row, Written};
use crate::diag::Diagnostic;
use crate::program::unsaid::{self, in_group};
use crate::program::{Argument, BlockId, Value, names};
use crate::syntax::tree::{self, Entry, Property, Words};
use crate::text;

impl<'s> Lowering<'_, 's> {
    /// Reads everything a block says about itself, but for its branches.
    pub(super) fn parameters(&mut self, id: BlockId, resolved: &Resolved<'s>) {
        self.findings_before = self.sink.findings().len();
        self.argument(id, resolved);
        self.properties(id, resolved);
        self.events(id, resolved);
        self.presence(id, resolved.row);
        let row = resolved.row;
        let arguments = &mut self.blocks[id].arguments;
        arguments.sort_by_key(|argument| place(row, argument.parameter));
        arguments.shrink_to_fit();
    }

    fn properties(&mut self, id: BlockId, resolved: &Resolved<'s>) {
        let mut rest = Vec::new();
        let mut seen: Vec<&str> = Vec::new();
        let entries = resolved.line.entries.iter();
        for entry in entries.flat_map(|entries| &entries.entries) {
            let property = match entry {
                Entry::Property(property) => property,
                Entry::Branch(_) => continue,
                Entry::Broken(_) => {
                    self.broken = true;
                    continue;
                }
            };
            let key = property.key.text.as_ref();
            if seen.contains(&key) {
                self.error(written_twice(property));
                continue;
            }
            seen.push(key);
            match declared(resolved.row, property) {
                Some(parameter) => self.property(id, resolved.row, parameter, property),
                None => rest.push(property),
            }
        }
        self.rest(id, resolved, &rest);
    }

    fn property(
        &mut self,
        id: BlockId,
        row: &'static Row,
        parameter: &'static Parameter,
        property: &'s Property<'s>,
    ) {
        let behind = row.parameters.iter().find(
            |other| matches!(other.written, Written::Behind(name) if name == property.key.text),
        );
        let value = match (behind, &property.value) {
            (Some(behind), tree::Value::Line(line)) if line.words.iter().count() > 1 => {
                let word = line.words.from(1);
                let value = self.country(word);
                self.put(id, behind, value, word.span);
                let words = line.words.upto(1);
                let first = tree::Line {
                    words,
                    operator: line.operator,
                    literal: line.literal.clone(),
                    span: words.span,
                };
                self.value(parameter.shape, &tree::Value::Line(first))
            }
            _ => self.value(parameter.shape, &property.value),
        };
        self.put(id, parameter, value, property.value.span());
    }

    /// A country by its two letters (ISO 3166, as the service writes it).
    fn country(&mut self, word: Words<'s>) -> Option<Value> {
        let said = word.text();
        if said.len() == 2 && said.bytes().all(|letter| letter.is_ascii_uppercase()) {
            return Some(Value::Text(said.into_owned()));
        }
        let finding = Diagnostic::new(
            &names::WRONG_VALUE,
            word.span,
            format!("`{said}` is no country of two capital letters"),
        );
        self.error(finding.help("for example `local US`"));
        None
    }

    /// What no parameter declares: entries of an open map, or mistakes.
    fn rest(&mut self, id: BlockId, resolved: &Resolved<'s>, rest: &[&'s Property<'s>]) {
        let Some(parameter) = resolved.row.rest() else {
            for property in rest {
                self.error(unknown_property(resolved.row, property));
            }
            return;
        };
        let mut entries = Vec::with_capacity(rest.len());
        for property in rest {
            let value = self.entry_of(parameter.shape, property);
            entries.extend(value.map(|value| (property.key.text.to_string(), value)));
        }
        let empty = rest.is_empty();
        if empty && resolved.row.behaviour == Behaviour::SetAttributes {
            let finding = Diagnostic::new(
                &names::MISSING_ARGUMENT,
                resolved.line.line.span,
                format!("`{}` sets nothing", resolved.row.phrase),
            );
            self.error(finding.help(format!("for example `{}`", resolved.row.example)));
        }
        let span = resolved.line.span();
        self.put(id, parameter, Some(Value::Map(entries)), span);
    }

    /// The events that end a wait: as written, else those whose branches are drawn.
    fn events(&mut self, id: BlockId, resolved: &Resolved<'s>) {
        let Some(parameter) = resolved.row.parameter(Role::Events) else {
            return;
        };
        if self.blocks[id].argument(Role::Events).is_some() {
            return;
        }
        let entries = resolved.line.entries.iter();
        let cases = entries
            .flat_map(|entries| &entries.entries)
            .filter_map(|entry| match entry {
                Entry::Branch(branch) => Some(&branch.cases),
                Entry::Property(_) | Entry::Broken(_) => None,
            });
        let drawn: Vec<String> = cases
            .flat_map(tree::Cases::iter)
            .map(|case| case.words.text().into_owned())
            .collect();
        let is_drawn = |word: &str| drawn.iter().any(|drawn| drawn == word);
        let events = unsaid::events(resolved.row, &is_drawn);
        if !events.is_empty() {
            self.blocks[id].arguments.push(Argument {
                parameter,
                value: Value::Words(events),
                span: None,
            });
        }
    }

    /// Fills in the designer's defaults; says what is missing or too much.
    fn presence(&mut self, id: BlockId, row: &'static Row) {
        for parameter in row.parameters {
            if matches!(
                parameter.written,
                Written::Fixed(_) | Written::Beside { .. }
            ) || self.has(id, parameter)
            {
                continue;
            }
            let default = unsaid::default_value(row, parameter, &|other| self.has(id, other));
            match default {
                Some(value) => self.default_value(id, parameter, value),
                None if parameter.presence == Presence::Required => {
                    self.missing(id, row, parameter);
                }
                None => self.missing_beside(id, row, parameter),
            }
        }
        self.groups(id, row);
    }

    fn has(&self, id: BlockId, parameter: &Parameter) -> bool {
        let mut arguments = self.blocks[id].arguments.iter();
        arguments.any(|argument| std::ptr::eq(argument.parameter, parameter))
    }

    /// Complains about a parameter that has to be there because another is.
    fn missing_beside(&mut self, id: BlockId, row: &'static Row, parameter: &'static Parameter) {
        if let Presence::With(path) = parameter.presence
            && self.has_path(id, path)
        {
            self.missing(id, row, parameter);
        }
    }

    fn has_path(&self, id: BlockId, path: &str) -> bool {
        let mut arguments = self.blocks[id].arguments.iter();
        arguments.any(|argument| argument.parameter.path == path)
    }

    fn default_value(&mut self, id: BlockId, parameter: &'static Parameter, value: Value) {
        self.blocks[id].arguments.push(Argument {
            parameter,
            value,
            span: None,
        });
    }

    fn missing(&mut self, id: BlockId, row: &Row, parameter: &Parameter) {
        if self.block_is_wrong() {
            return;
        }
        let span = self.blocks[id].span;
        let what = match parameter.written {
            Written::Property(name) | Written::Said(name) => format!("lacks `{name}`"),
            Written::Argument
            | Written::Tagged(_)
            | Written::Behind(_)
            | Written::Fixed(_)
            | Written::Beside { .. }
            | Written::Rest => format!("lacks {}", values::what_it_takes(parameter.shape)),
        };
        let finding = Diagnostic::new(
            &names::MISSING_ARGUMENT,
            span,
            format!("`{}` {what}", row.phrase),
        );
        self.error(finding.help(format!("for example `{}`", row.example)));
    }

    /// Whether something about this block is already reported: what was written and
    /// refused is not missing.
    fn block_is_wrong(&self) -> bool {
        self.sink.findings().len() > self.findings_before
    }

    fn groups(&mut self, id: BlockId, row: &'static Row) {
        let mut done: Vec<&str> = Vec::new();
        for parameter in row.parameters {
            let (Presence::OneOf(group) | Presence::AtMostOne(group) | Presence::SomeOf(group)) =
                parameter.presence
            else {
                continue;
            };
            if done.contains(&group) {
                continue;
            }
            done.push(group);
            let written: Vec<&Parameter> = in_group(row, group)
                .filter(|member| self.has(id, member))
                .collect();
            match written.as_slice() {
                [] if !matches!(parameter.presence, Presence::AtMostOne(_)) => {
                    self.missing_one(id, row, group);
                }
                [first, second, ..] if !matches!(parameter.presence, Presence::SomeOf(_)) => {
                    self.exclusive(id, row, first, second);
                }
                _ => {}
            }
        }
    }

    fn missing_one(&mut self, id: BlockId, row: &'static Row, group: &str) {
        if self.block_is_wrong() {
            return;
        }
        let span = self.blocks[id].span;
        let mut ways: Vec<String> = in_group(row, group)
            .filter_map(|member| member.written.property())
            .map(|name| format!("`{name}: …`"))
            .collect();
        if in_group(row, group).any(|member| member.written == Written::Argument) {
            ways.insert(0, arguments::takes(row));
        }
        let is = if ways.len() > MANY {
            "has none of its properties".to_owned()
        } else {
            format!("lacks {}", ways.join(" or "))
        };
        let finding = Diagnostic::new(
            &names::MISSING_ARGUMENT,
            span,
            format!("`{}` {is}", row.phrase),
        );
        self.error(finding.help(format!("for example `{}`", row.example)));
    }

    fn exclusive(&mut self, id: BlockId, row: &Row, first: &Parameter, second: &Parameter) {
        let say = |parameter: &Parameter| {
            named(parameter).unwrap_or_else(|| values::what_it_takes(parameter.shape))
        };
        let finding = Diagnostic::new(
            &names::EXCLUSIVE,
            self.blocks[id].span,
            format!(
                "`{}` takes {} or {}, not both",
                row.phrase,
                say(first),
                say(second)
            ),
        );
        self.error(finding.help("leave one of them out"));
    }
}

/// More properties than these are not named one by one.
const MANY: usize = 5;

fn place(row: &Row, parameter: &Parameter) -> usize {
    row.parameters
        .iter()
        .position(|known| std::ptr::eq(known, parameter))
        .unwrap_or(usize::MAX)
}

fn named(parameter: &Parameter) -> Option<String> {
    match parameter.written {
        Written::Property(name) | Written::Said(name) => Some(format!("`{name}: …`")),
        Written::Tagged(tag) => Some(format!("`{tag} …`")),
        Written::Argument
        | Written::Behind(_)
        | Written::Fixed(_)
        | Written::Beside { .. }
        | Written::Rest => None,
    }
}

fn declared(row: &'static Row, property: &Property<'_>) -> Option<&'static Parameter> {
    // A quoted key is always an entry of the open map.
    if property.key.quoted {
        return None;
    }
    row.parameters
        .iter()
        .find(|parameter| parameter.written.property() == Some(&*property.key.text))
}

fn written_twice(property: &Property<'_>) -> Diagnostic {
    Diagnostic::new(
        &names::DUPLICATE_PROPERTY,
        property.key.span,
        format!("`{}` is written twice", property.key.text),
    )
    .help("keep one of them")
}

fn unknown_property(row: &Row, property: &Property<'_>) -> Diagnostic {
    let key = property.key.text.as_ref();
    let properties: Vec<&str> = row
        .parameters
        .iter()
        .filter_map(|parameter| parameter.written.property())
        .collect();
    let finding = Diagnostic::new(
        &names::UNKNOWN_PROPERTY,
        property.key.span,
        format!("`{}` has no property `{key}`", row.phrase),
    );
    if row.branch(key).is_some() {
        return finding.help(format!(
            "it has a branch of this name; branches are arrows: `{key} -> …`"
        ));
    }
    finding.help(match text::nearest(key, properties.iter().copied()) {
        Some(near) => format!("did you mean `{near}`?"),
        None if properties.is_empty() => "it has no properties".to_owned(),
        None => format!("its properties are {}", text::and_ticked(&properties)),
    })
}
