//! `Parameters`: which value belongs to which parameter of the row.

use super::flow::{Reader, who};
use super::json::{Member, Node, Object};
use super::{names, rows};
use crate::catalogue::{Behaviour, Parameter, Row, Written};
use crate::diag::Diagnostic;
use crate::program::{Argument, Block, Value, path};
use crate::text;

/// A value on its way into a block.
#[derive(Clone, Copy)]
pub struct Place<'p, 'a> {
    /// The block it belongs to.
    pub block: &'p Block,
    /// Where it stands in `Parameters`.
    pub path: &'p str,
    /// What the designer keeps about the action.
    pub titles: &'p Object<'a>,
}

impl<'a> Reader<'a, '_> {
    /// Reads all parameters of a block.
    pub(super) fn parameters(
        &mut self,
        block: &mut Block,
        parameters: &Object<'a>,
        titles: &Object<'a>,
    ) {
        if block.row.behaviour == Behaviour::Unknown {
            self.everything(block, parameters, titles);
            return;
        }
        let mut found = Found {
            all: parameters,
            titles,
            arguments: Vec::new(),
            extra: Vec::new(),
        };
        self.members(block, parameters, "", &mut found);
        let position = |argument: &Argument| {
            let mut known = block.row.parameters.iter();
            known.position(|parameter| std::ptr::eq(parameter, argument.parameter))
        };
        found.arguments.sort_by_key(position);
        found.arguments.shrink_to_fit();
        block.arguments = found.arguments;
        block.extra = found.extra;
    }

    /// Keeps all parameters of an unknown action in one value.
    fn everything(&mut self, block: &mut Block, parameters: &Object<'a>, titles: &Object<'a>) {
        let Some(parameter) = block.row.rest().filter(|_| !parameters.is_empty()) else {
            return;
        };
        let place = Place {
            block,
            path: "",
            titles,
        };
        let entries = parameters.members();
        let entries = entries
            .map(|member| (member.key().into_owned(), self.json(place, member.value)))
            .collect();
        block.arguments.push(Argument {
            parameter,
            value: Value::Map(entries),
            span: None,
        });
    }

    fn members(
        &mut self,
        block: &Block,
        object: &Object<'a>,
        prefix: &str,
        found: &mut Found<'_, 'a>,
    ) {
        self.once_each(object);
        for member in object.members() {
            let path = path::join(prefix, member.key());
            let known = block
                .row
                .parameters
                .iter()
                .find(|known| known.path == path && !matches!(known.written, Written::Said(_)));
            // An object leads on to what stands in it, where the row looks into it.
            let inner = member.value.object();
            if let Some(inner) =
                inner.filter(|inner| leads_on(block.row, &path) && !inner.is_empty())
            {
                self.members(block, &inner, &path, found);
            } else if let Some(parameter) = known {
                self.parameter(block, parameter, member.value, found);
            } else {
                let finding = self.unknown_parameter(block, &path, member);
                self.report(finding);
                self.keep(block, path.into_owned(), member.value, found);
            }
        }
    }

    fn parameter(
        &mut self,
        block: &Block,
        parameter: &'static Parameter,
        node: Node<'a>,
        found: &mut Found<'_, 'a>,
    ) {
        let place = Place {
            block,
            path: parameter.path,
            titles: found.titles,
        };
        match parameter.written {
            Written::Fixed(fixed) if rows::is_fixed(node, fixed) => {
                if node.text().is_none() {
                    self.not_text(place, node);
                }
            }
            Written::Beside { path, value }
                if node.text().as_deref() == Some(value)
                    && rows::find(found.all, path).is_some() => {}
            Written::Fixed(fixed) | Written::Beside { value: fixed, .. } => {
                self.not_fixed(place, node, fixed);
                self.keep(block, parameter.path.to_owned(), node, found);
            }
            Written::Argument
            | Written::Tagged(_)
            | Written::Property(_)
            | Written::Behind(_)
            | Written::Said(_)
            | Written::Rest => {
                if let Some(object) = node.object() {
                    self.once_each(&object);
                }
                let argument = Argument {
                    parameter,
                    value: self.value(place, parameter.shape, node),
                    span: Some(self.places.of(node)),
                };
                found.put(argument);
            }
        }
    }

    fn keep(&mut self, block: &Block, path: String, node: Node<'a>, found: &mut Found<'_, 'a>) {
        let place = Place {
            block,
            path: &path,
            titles: found.titles,
        };
        let value = self.json(place, node);
        found.extra.push((path, value));
    }

    fn unknown_parameter(&self, block: &Block, path: &str, member: Member<'_>) -> Diagnostic {
        let known: Vec<&str> = block
            .row
            .parameters
            .iter()
            .filter(|known| !known.path.is_empty())
            .map(|known| known.path)
            .collect();
        let message = format!("{} knows no parameter `{path}`", who(block));
        let finding = Diagnostic::new(
            &names::UNKNOWN_PARAMETER,
            self.places.of(member.name),
            message,
        );
        finding.help(match text::nearest(path, known.iter().copied()) {
            Some(near) => format!("did you mean `{near}`?"),
            None if known.is_empty() => "it has no parameters: remove it".to_owned(),
            None => format!("its parameters are {}", text::and_ticked(known)),
        })
    }
}

/// What has been read of a block's parameters.
struct Found<'p, 'a> {
    all: &'p Object<'a>,
    titles: &'p Object<'a>,
    arguments: Vec<Argument>,
    extra: Vec<(String, Value)>,
}

impl Found<'_, '_> {
    /// Of two values for one key the last one counts, as everywhere in JSON.
    fn put(&mut self, argument: Argument) {
        let same = |known: &&mut Argument| std::ptr::eq(known.parameter, argument.parameter);
        match self.arguments.iter_mut().find(same) {
            Some(known) => *known = argument,
            None => self.arguments.push(argument),
        }
    }
}

/// Whether parameters of the row stand below this path.
fn leads_on(row: &Row, path: &str) -> bool {
    row.parameters.iter().any(|parameter| {
        parameter
            .path
            .strip_prefix(path)
            .is_some_and(|rest| rest.starts_with('.'))
    })
}
