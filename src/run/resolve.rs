//! What references stand for at run time.

use super::flows::Run;
use super::named::Named;
use super::reference::reference;
use super::state::Place;
use crate::catalogue::{ROOTS, ResourceKind, assumptions};
use crate::program::Value;
use std::borrow::Cow;

/// The longest text at run time, in bytes: all attributes of a contact together.
const LONGEST_TEXT: usize = 32_768;

impl Run<'_> {
    /// A text with its references filled in; cut where it grows longer than any place
    /// in Connect takes, so that no circle of blocks can grow it without end.
    pub(super) fn fill(&mut self, text: &str) -> String {
        let mut filled = String::with_capacity(text.len());
        let mut rest = text;
        while let Some(dollar) = rest.find('$').filter(|_| filled.len() <= LONGEST_TEXT) {
            let (before, from) = rest.split_at(dollar);
            filled.push_str(before);
            match known_reference(from) {
                Some((parts, length)) => {
                    filled.push_str(&self.look_up(&parts));
                    rest = from.get(length..).unwrap_or("");
                }
                None => {
                    filled.push('$');
                    rest = from.get(1..).unwrap_or("");
                }
            }
        }
        filled.push_str(rest);
        while filled.len() > LONGEST_TEXT && filled.pop().is_some() {}
        filled
    }

    /// What a value is at run time, as text.
    pub(super) fn text_of(&mut self, value: &Value) -> String {
        match value {
            Value::Text(text) | Value::Reference(text) => self.fill(text),
            Value::Resource(id) => Named::Resource(*id).arn(self.program).to_owned(),
            Value::Duration(number) | Value::Number(number) => number.to_string(),
            Value::Flag(flag) | Value::RawBool(flag) => flag.to_string(),
            Value::Word(word) => (*word).to_owned(),
            Value::RawNumber(number) => number.clone(),
            Value::Prompt(_, value) => self.text_of(value),
            Value::Words(_) | Value::Map(_) | Value::List(_) | Value::Null => String::new(),
        }
    }

    /// The entries of a map with their texts at run time.
    pub(super) fn texts_of(&mut self, value: Option<&Value>) -> Vec<(String, String)> {
        let Some(Value::Map(entries)) = value else {
            return Vec::new();
        };
        entries
            .iter()
            .map(|(key, value)| (key.clone(), self.text_of(value)))
            .collect()
    }

    /// The thing that a value names; nothing where it names nothing at run time.
    pub(super) fn named(&mut self, value: &Value, kind: ResourceKind) -> Option<Named> {
        if let Value::Resource(id) = value {
            return Some(Named::Resource(*id));
        }
        let text = self.text_of(value);
        (!text.is_empty()).then(|| Named::find(self.program, kind, &text))
    }

    /// A whole number, written or looked up.
    pub(super) fn whole_number(&mut self, value: &Value) -> Option<i64> {
        match value {
            Value::Duration(number) | Value::Number(number) => Some(*number),
            Value::Text(_) | Value::Reference(_) | Value::RawNumber(_) => {
                let text = self.text_of(value);
                text.bytes()
                    .all(|byte| byte.is_ascii_digit())
                    .then(|| text.parse().ok())?
            }
            Value::Resource(_)
            | Value::Flag(_)
            | Value::Word(_)
            | Value::Words(_)
            | Value::Map(_)
            | Value::List(_)
            | Value::Prompt(..)
            | Value::RawBool(_)
            | Value::Null => None,
        }
    }

    fn look_up(&mut self, parts: &[&str]) -> String {
        let was_left = self.state.contact.number > 1 && self.state.place == Place::Flow;
        if was_left && parts.first() == Some(&"Agent") {
            self.rely(&assumptions::AGENT_SURVIVES);
        }
        let found = match parts.split_first() {
            Some((root, keys)) => self.find(root, keys).map(Cow::into_owned),
            None => None,
        };
        match found {
            Some(value) => {
                if value.contains("$.") {
                    self.rely(&assumptions::SECOND_ORDER_INTERPOLATION);
                }
                value
            }
            None => {
                self.rely(&assumptions::MISSING_REFERENCE);
                String::new()
            }
        }
    }

    fn find(&self, root: &str, keys: &[&str]) -> Option<Cow<'_, str>> {
        let state = &*self.state;
        let contact = &state.contact;
        let borrowed = match root {
            "Attributes" => contact.attributes.get(&keys.join(".")).map(String::as_str),
            "FlowAttributes" => {
                let frame = state.frame.as_ref()?;
                frame.attributes.get(&keys.join(".")).map(String::as_str)
            }
            "External" => return inside(&contact.external, keys),
            "Lex" => self.find_lex(keys),
            "StoredCustomerInput" => contact.stored_input.as_deref(),
            "Channel" => Some(state.channel.wire()),
            "InitiationMethod" => Some(contact.initiation.word()),
            "ContactId" => return Some(contact_id(contact.number)),
            "InitialContactId" => return Some(contact_id(1)),
            "PreviousContactId" => {
                return (contact.number > 1).then(|| contact_id(contact.number - 1));
            }
            "CustomerEndpoint" => endpoint(keys, contact.from.as_deref()),
            "SystemEndpoint" => endpoint(keys, contact.to.as_deref()),
            "Queue" => self.find_resource(contact.queue.as_ref()?, keys),
            "Agent" => self.find_resource(contact.agent.as_ref()?, keys),
            "Media" => match keys {
                ["InitialMessage"] => contact.first_message.as_deref(),
                _ => None,
            },
            _ => None,
        };
        borrowed.map(Cow::Borrowed)
    }

    fn find_lex(&self, keys: &[&str]) -> Option<&str> {
        let lex = &self.state.contact.lex;
        match keys {
            ["IntentName"] => lex.intent.as_deref(),
            ["Slots", slot] => lex.slots.get(*slot).map(String::as_str),
            ["SessionAttributes", key] => lex.session_attributes.get(*key).map(String::as_str),
            ["IntentConfidence", "Score"] => lex.confidence.as_deref(),
            _ => None,
        }
    }

    fn find_resource<'a>(&'a self, named: &'a Named, keys: &[&str]) -> Option<&'a str> {
        match keys {
            ["ARN"] => Some(named.arn(self.program)),
            ["Name" | "UserName" | "FirstName"] => Some(named.title(self.program)),
            _ => None,
        }
    }
}

/// A reference whose root Connect knows; `$.price` is text like any other.
fn known_reference(text: &str) -> Option<(Vec<&str>, usize)> {
    reference(text).filter(|(parts, _)| {
        parts
            .first()
            .is_some_and(|first| ROOTS.iter().any(|root| root.name == *first))
    })
}

fn contact_id(number: u32) -> Cow<'static, str> {
    Cow::Owned(format!("contact-{number}"))
}

fn endpoint<'a>(keys: &[&str], address: Option<&'a str>) -> Option<&'a str> {
    match keys {
        ["Address"] => address,
        _ => None,
    }
}

fn inside<'a>(entries: &'a [(String, Value)], keys: &[&str]) -> Option<Cow<'a, str>> {
    let (first, rest) = keys.split_first()?;
    let (_, value) = entries.iter().find(|(key, _)| key == first)?;
    leaf(value, rest)
}

fn leaf<'a>(value: &'a Value, keys: &[&str]) -> Option<Cow<'a, str>> {
    match (value, keys.split_first()) {
        (Value::Map(entries), Some(_)) => inside(entries, keys),
        (Value::List(values), Some((index, rest))) => {
            leaf(values.get(index.parse::<usize>().ok()?)?, rest)
        }
        (Value::Text(text) | Value::RawNumber(text), None) => Some(Cow::Borrowed(text)),
        (Value::Number(number), None) => Some(Cow::Owned(number.to_string())),
        (Value::RawBool(flag) | Value::Flag(flag), None) => Some(Cow::Owned(flag.to_string())),
        (
            Value::Text(_)
            | Value::Reference(_)
            | Value::Resource(_)
            | Value::Duration(_)
            | Value::Number(_)
            | Value::Flag(_)
            | Value::Word(_)
            | Value::Words(_)
            | Value::Map(_)
            | Value::List(_)
            | Value::Prompt(..)
            | Value::RawNumber(_)
            | Value::RawBool(_)
            | Value::Null,
            _,
        ) => None,
    }
}
