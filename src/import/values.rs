//! Values of the wire in Ebb's terms.

use super::data;
use super::flow::{Reader, who};
use super::json::{JsonKind, Node, Object};
use super::metadata;
use super::names;
use super::parameters::Place;
use super::rows;
use crate::catalogue::{
    Hook, Json, OF_VIEWS, PROMPT, Parameter, ResourceKind, Shape, Unit, Written,
};
use crate::diag::{Diagnostic, Rule};
use crate::program::{Value, check_reference, check_references, is_whole_reference};
use crate::text;
use std::borrow::Cow;

impl<'a> Reader<'a, '_> {
    /// The value of a parameter of this shape. What does not fit is reported and kept
    /// as it is.
    pub(super) fn value(&mut self, place: Place<'_, 'a>, shape: Shape, node: Node<'a>) -> Value {
        match shape {
            Shape::Json(kind) => self.json_of(place, kind, node),
            Shape::TextMap | Shape::WrappedMap | Shape::HookMap => match node.object() {
                Some(object) => self.map(place, shape, &object),
                None => self.wrong(place, shape, node),
            },
            Shape::Words(words) => self.words(place, words, node),
            Shape::Texts => self.texts(place, node),
            Shape::Messages => self.messages(place, node),
            Shape::Directions(words) => self.directions(place, words, node),
            Shape::Text
            | Shape::Reference
            | Shape::Resource(_)
            | Shape::Duration { .. }
            | Shape::Number { .. }
            | Shape::Flag { .. }
            | Shape::Word(_)
            | Shape::WordOrReference(_) => self.scalar(place, shape, node),
        }
    }

    /// JSON that has to be of a kind, unless it is only known at run time.
    fn json_of(&mut self, place: Place<'_, 'a>, kind: Json, node: Node<'a>) -> Value {
        let fits = match kind {
            Json::Any => true,
            Json::Object => node.kind() == JsonKind::Object,
            Json::List => node.kind() == JsonKind::List,
        };
        let dynamic = || node.text().is_some_and(|text| is_whole_reference(&text));
        if fits || dynamic() {
            let value = self.json(place, node);
            value.each_text(&mut |text| {
                self.references(check_references(text, self.places.of(node)));
            });
            if place.path != OF_VIEWS && value.holds_empty_text() {
                let help = "leave the entry out, or write a single space";
                self.tell(
                    &names::EMPTY_VALUE,
                    place,
                    node,
                    "holds an empty text",
                    help,
                );
            }
            value
        } else {
            self.wrong(place, Shape::Json(kind), node)
        }
    }

    /// Any JSON, as it is.
    pub(super) fn json(&mut self, place: Place<'_, 'a>, node: Node<'a>) -> Value {
        data::value(node).unwrap_or_else(|| {
            let message = format!("what stands in {} is nested too deep", who(place.block));
            let span = self.places.of(node).head();
            let finding = Diagnostic::new(&names::DEEP_NESTING, span, message);
            self.report(finding.help(format!("it may be {} deep", data::DEEPEST)));
            Value::Null
        })
    }

    /// Reports a value that is not the only one possible.
    pub(super) fn not_fixed(&mut self, place: Place<'_, 'a>, node: Node<'a>, fixed: &str) {
        self.not(place, node, &format!("`{fixed}`"));
    }

    fn scalar(&mut self, place: Place<'_, 'a>, shape: Shape, node: Node<'a>) -> Value {
        let text = match node.kind() {
            JsonKind::Text => node.text().unwrap_or(Cow::Borrowed(node.raw())),
            // The value is clear; whether the service takes it depends on the action.
            JsonKind::Number | JsonKind::Flag => {
                self.not_text(place, node);
                if matches!(shape, Shape::Text) {
                    return self.json(place, node);
                }
                Cow::Borrowed(node.raw())
            }
            JsonKind::Object | JsonKind::List | JsonKind::Null => {
                return self.wrong(place, shape, node);
            }
        };
        if text.is_empty() {
            self.empty(place, node);
            return Value::Text(String::new());
        }
        if takes_reference(shape) && is_whole_reference(&text) {
            self.references(check_reference(&text, self.places.of(node)));
            return Value::Reference(text.into_owned());
        }
        if let Shape::Resource(kinds) = shape {
            return self.resource(place, kinds, &text, node);
        }
        if shape == Shape::Text {
            self.references(check_references(&text, self.places.of(node)));
        }
        match plain(shape, &text) {
            Some(value) => {
                if !in_bounds(shape, &value) {
                    self.not(place, node, &expected(shape));
                }
                value
            }
            None => self.wrong(place, shape, node),
        }
    }

    fn references(&mut self, findings: impl IntoIterator<Item = Diagnostic>) {
        for finding in findings {
            self.report(finding);
        }
    }

    fn resource(
        &mut self,
        place: Place<'_, 'a>,
        kinds: &[ResourceKind],
        id: &str,
        node: Node<'a>,
    ) -> Value {
        let Some(kind) = kinds.first().copied() else {
            return Value::Text(id.to_owned());
        };
        let title = metadata::title(place.titles, place.path, kind);
        let span = self.places.of(node);
        Value::Resource(self.builder.resource(kind, id, title.as_deref(), span))
    }

    fn words(
        &mut self,
        place: Place<'_, 'a>,
        words: &'static [(&'static str, &'static str)],
        node: Node<'a>,
    ) -> Value {
        let shape = Shape::Words(words);
        let Some(list) = node.list() else {
            return self.wrong(place, shape, node);
        };
        let known = list.iter().map(|element| {
            let said = element.text()?;
            words
                .iter()
                .find_map(|(ours, wire)| (*wire == said).then_some(*ours))
        });
        match known.collect::<Option<Vec<&str>>>() {
            Some(known) => Value::Words(known),
            None => self.wrong(place, shape, node),
        }
    }

    fn texts(&mut self, place: Place<'_, 'a>, node: Node<'a>) -> Value {
        let Some(list) = node.list() else {
            return self.wrong(place, Shape::Texts, node);
        };
        let texts = list.into_iter();
        Value::List(
            texts
                .map(|element| self.scalar(place, Shape::Text, element))
                .collect(),
        )
    }

    fn messages(&mut self, place: Place<'_, 'a>, node: Node<'a>) -> Value {
        let Some(list) = node.list() else {
            return self.wrong(place, Shape::Messages, node);
        };
        let prompts = list.into_iter();
        Value::List(prompts.map(|element| self.prompt(place, element)).collect())
    }

    /// One prompt of a list; one in no known form is kept as it is.
    fn prompt(&mut self, place: Place<'_, 'a>, node: Node<'a>) -> Value {
        let Some(object) = node.object() else {
            return self.wrong(place, Shape::Messages, node);
        };
        let said = PROMPT
            .iter()
            .filter(|parameter| !matches!(parameter.written, Written::Beside { .. }))
            .find_map(|parameter| Some((parameter, rows::find(&object, parameter.path)?)));
        match said {
            Some((parameter, said)) if is_plain_prompt(&object, parameter) => {
                let value = self.scalar(place, parameter.shape, said);
                Value::Prompt(parameter, Box::new(value))
            }
            _ => self.json(place, node),
        }
    }

    fn directions(
        &mut self,
        place: Place<'_, 'a>,
        words: &'static [(&'static str, &'static str)],
        node: Node<'a>,
    ) -> Value {
        let Some(list) = node.list() else {
            return self.wrong(place, Shape::Directions(words), node);
        };
        let only = match list.as_slice() {
            [only] => only.object(),
            _ => None,
        };
        let customer = only.filter(|participant| {
            participant.len() == 2
                && participant.text("ParticipantType").as_deref() == Some("Customer")
        });
        match customer.and_then(|participant| participant.get("MediaDirections")) {
            Some(directions) => self.words(place, words, directions),
            None => self.json(place, node),
        }
    }

    fn map(&mut self, place: Place<'_, 'a>, shape: Shape, object: &Object<'a>) -> Value {
        let untitled = Object::default();
        let members = object.members().enumerate();
        let entries = members.map(|(index, member)| {
            let key = member.key();
            let path = crate::program::path::join(place.path, Cow::Borrowed(&key));
            let place = Place {
                path: &path,
                // There are not more events than these; looking for a title takes time.
                titles: if index < Hook::ALL.len() {
                    place.titles
                } else {
                    &untitled
                },
                ..place
            };
            let value = if shape == Shape::HookMap {
                self.hook(place, &key, member.value)
            } else if shape == Shape::WrappedMap {
                self.wrapped(place, member.value)
            } else {
                self.scalar(place, Shape::Text, member.value)
            };
            (key.into_owned(), value)
        });
        Value::Map(entries.collect())
    }

    fn hook(&mut self, place: Place<'_, 'a>, key: &str, node: Node<'a>) -> Value {
        if Hook::of_wire(key).is_none() {
            let hooks = Hook::ALL.map(Hook::wire);
            let message = format!("Amazon Connect has no event `{key}`");
            let finding = Diagnostic::new(&names::UNKNOWN_PARAMETER, self.places.of(node), message);
            self.report(finding.help(match text::nearest(key, hooks) {
                Some(near) => format!("did you mean `{near}`?"),
                None => format!("the events are {}", text::and_ticked(hooks)),
            }));
        }
        self.scalar(place, Shape::Resource(&[ResourceKind::Flow]), node)
    }

    /// A flow attribute: `{"Value": "…"}`.
    fn wrapped(&mut self, place: Place<'_, 'a>, node: Node<'a>) -> Value {
        match node.object() {
            Some(object) if object.len() == 1 => match object.get("Value") {
                Some(value) => self.scalar(place, Shape::Text, value),
                None => self.wrong(place, Shape::WrappedMap, node),
            },
            _ => self.wrong(place, Shape::WrappedMap, node),
        }
    }

    /// Reports a value that the parameter cannot have, and keeps it.
    fn wrong(&mut self, place: Place<'_, 'a>, shape: Shape, node: Node<'a>) -> Value {
        self.not(place, node, &expected(shape));
        self.json(place, node)
    }

    fn not(&mut self, place: Place<'_, 'a>, node: Node<'a>, should: &str) {
        let raw: Vec<&str> = node.raw().split_whitespace().collect();
        let said = match node.text() {
            Some(text) => format!("`{text}`"),
            None if node.raw().len() <= 80 => format!("`{}`", raw.join(" ")),
            None => node.kind().word().to_owned(),
        };
        let message = format!("is {said}, but has to be {should}");
        let help = "Amazon Connect refuses to publish a flow with it: correct the value";
        self.tell(&names::WRONG_WIRE_VALUE, place, node, &message, help);
    }

    fn empty(&mut self, place: Place<'_, 'a>, node: Node<'a>) {
        let help = "leave the parameter out, or write a single space";
        self.tell(&names::EMPTY_VALUE, place, node, "is empty", help);
    }

    pub(super) fn not_text(&mut self, place: Place<'_, 'a>, node: Node<'a>) {
        let help = format!("write `\"{}\"`, as the console does", node.raw());
        let message = format!("is `{}` without quotes", node.raw());
        self.tell(&names::NON_TEXT_VALUE, place, node, &message, &help);
    }

    fn tell(
        &mut self,
        rule: &'static Rule,
        place: Place<'_, 'a>,
        node: Node<'a>,
        message: &str,
        help: &str,
    ) {
        let message = format!("`{}` of {} {message}", place.path, who(place.block));
        let finding = Diagnostic::new(rule, self.places.of(node), message);
        self.report(finding.help(help));
    }
}

const fn takes_reference(shape: Shape) -> bool {
    match shape {
        Shape::Text | Shape::Reference | Shape::Resource(_) | Shape::WordOrReference(_) => true,
        Shape::Duration { dynamic, .. } | Shape::Number { dynamic, .. } => dynamic,
        Shape::Flag { .. }
        | Shape::Word(_)
        | Shape::Words(_)
        | Shape::TextMap
        | Shape::WrappedMap
        | Shape::HookMap
        | Shape::Texts
        | Shape::Messages
        | Shape::Directions(_)
        | Shape::Json(_) => false,
    }
}

/// Whether a prompt says one thing and holds only what goes with that.
fn is_plain_prompt(object: &Object<'_>, parameter: &Parameter) -> bool {
    let inner = match parameter.path.split_once('.') {
        Some((key, _)) => object.get(key).and_then(Node::object),
        None => None,
    };
    let beside = PROMPT.iter().all(|known| {
        let Written::Beside { path, value } = known.written else {
            return true;
        };
        path != parameter.path
            || rows::find(object, known.path)
                .and_then(Node::text)
                .as_deref()
                == Some(value)
    });
    object.len() == 1 && inner.is_none_or(|inner| inner.len() == 3) && beside
}

/// The value of a text that is not empty and no reference, if it fits.
fn plain(shape: Shape, text: &str) -> Option<Value> {
    match shape {
        Shape::Text => Some(Value::Text(text.to_owned())),
        // A path with blanks in quotes is a reference, too.
        Shape::Reference => text
            .starts_with("$.")
            .then(|| Value::Reference(text.to_owned())),
        Shape::Duration { unit, .. } => duration(unit, text.parse().ok()?),
        Shape::Number { .. } => text.parse().ok().map(Value::Number),
        Shape::Flag { yes, no } => {
            let says = |word: &str| text.eq_ignore_ascii_case(word);
            (says(yes) || says(no)).then(|| Value::Flag(says(yes)))
        }
        Shape::Word(words) | Shape::WordOrReference(words) => words
            .iter()
            .find_map(|(ours, wire)| (*wire == text).then_some(Value::Word(ours))),
        Shape::Resource(_)
        | Shape::Words(_)
        | Shape::TextMap
        | Shape::WrappedMap
        | Shape::HookMap
        | Shape::Texts
        | Shape::Messages
        | Shape::Directions(_)
        | Shape::Json(_) => None,
    }
}

fn duration(unit: Unit, number: i64) -> Option<Value> {
    match unit {
        Unit::Milliseconds => (number % 1_000 == 0).then_some(Value::Duration(number / 1_000)),
        Unit::Seconds => Some(Value::Duration(number)),
        Unit::Minutes => number.checked_mul(60).map(Value::Duration),
    }
}

fn in_bounds(shape: Shape, value: &Value) -> bool {
    match (shape, value) {
        (Shape::Duration { least, most, .. }, Value::Duration(number))
        | (Shape::Number { least, most, .. }, Value::Number(number)) => {
            (least..=most).contains(number)
        }
        _ => true,
    }
}

/// What a parameter of this shape takes, in words.
fn expected(shape: Shape) -> String {
    let or_reference = |dynamic: bool| match dynamic {
        true => " or a `$.…` reference",
        false => "",
    };
    match shape {
        Shape::Text => "a text".to_owned(),
        Shape::Reference => "a `$.…` reference".to_owned(),
        Shape::Resource(_) => "an ARN, an id or a `$.…` reference".to_owned(),
        Shape::Duration {
            unit,
            least,
            most,
            dynamic,
        } => {
            let (unit, least, most) = match unit {
                Unit::Milliseconds => ("milliseconds", least * 1_000, most * 1_000),
                Unit::Seconds => ("seconds", least, most),
                Unit::Minutes => ("minutes", least / 60, most / 60),
            };
            let or_reference = or_reference(dynamic);
            format!("a whole number of {unit} from {least} to {most}{or_reference}")
        }
        Shape::Number {
            least,
            most,
            dynamic,
        } => {
            let or_reference = or_reference(dynamic);
            format!("a whole number from {least} to {most}{or_reference}")
        }
        Shape::Flag { yes, no } => text::or_ticked([yes, no]),
        Shape::Word(words) | Shape::WordOrReference(words) => {
            text::or_ticked(words.iter().map(|(_, wire)| wire))
        }
        Shape::Words(words) => {
            let words = text::and_ticked(words.iter().map(|(_, wire)| wire));
            format!("a list of some of {words}")
        }
        Shape::Texts => "a list of texts".to_owned(),
        Shape::Messages => "a list of prompts".to_owned(),
        Shape::Directions(_) => "a list of participants".to_owned(),
        Shape::TextMap | Shape::HookMap => "an object of texts".to_owned(),
        Shape::WrappedMap => "an object of objects with one `Value` each".to_owned(),
        Shape::Json(Json::Any) => "a value".to_owned(),
        Shape::Json(Json::Object) => "an object".to_owned(),
        Shape::Json(Json::List) => "a list".to_owned(),
    }
}
