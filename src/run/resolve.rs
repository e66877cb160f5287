//! What values stand for at run time.

use super::named::Named;
use super::ready::{Ready, Slot};
use super::state::{Contact, Place, State};
use super::template::{Piece, Reference, Root, Template};
use super::texts::Texts;
use super::work::Run;
use crate::catalogue::{ResourceKind, Role, assumptions};
use crate::program::{Program, Value};
use std::borrow::Cow;
use std::fmt::Write as _;

/// The longest text at run time, in bytes: all attributes of a contact together.
const LONGEST_TEXT: usize = 32_768;

impl<'r> Run<'r> {
    /// A text with its references filled in; cut where it grows longer than any place
    /// in Connect takes, so that no circle of blocks can grow it without end.
    pub(super) fn fill(&mut self, template: &'r Template<'r>) -> Cow<'r, str> {
        match template {
            Template::Literal(text) => Cow::Borrowed(text),
            Template::Filled(pieces) => {
                let mut filled = self.state.buffers.pop().unwrap_or_default();
                self.fill_in(pieces, &mut filled, true);
                Cow::Owned(filled)
            }
        }
    }

    fn fill_in(&mut self, pieces: &[Piece<'_>], into: &mut String, again: bool) {
        for piece in pieces {
            match piece {
                Piece::Text(text) => into.push_str(text),
                Piece::Reference(reference) => self.look_up(reference, into, again),
            }
            while into.len() > LONGEST_TEXT && into.pop().is_some() {}
        }
    }

    /// Gives a text back whose memory can be used again.
    pub(super) fn done_with(&mut self, text: Cow<'_, str>) {
        if let Cow::Owned(mut buffer) = text {
            buffer.clear();
            self.state.buffers.push(buffer);
        }
    }

    /// What a value is at run time, as text.
    pub(super) fn text_of(&mut self, slot: &'r Slot<'r>) -> Cow<'r, str> {
        match slot {
            Slot::Text(template) => self.fill(template),
            Slot::Plain(_, text) => Cow::Borrowed(text),
            Slot::Map(_) => Cow::Borrowed(""),
        }
    }

    /// Sets what a map holds, each entry below `name`.
    pub(super) fn put(&mut self, into: &mut Texts, name: &str, map: &'r Slot<'r>) {
        for (way, slot) in map.entries() {
            let text = self.text_of(slot);
            into.set_under(name, way, &text);
            self.done_with(text);
        }
    }

    /// The entries of a map with their texts at run time, in a table whose memory is used
    /// again: give it to [`Run::done_with_texts`].
    pub(super) fn texts_of(&mut self, map: Option<&'r Slot<'r>>) -> Texts {
        let mut texts = std::mem::take(&mut self.state.spare_texts);
        if let Some(map) = map {
            self.put(&mut texts, "", map);
        }
        texts
    }

    /// What a block sends along, by the names of its properties, with texts at run time, in
    /// a table whose memory is used again.
    pub(super) fn sent(&mut self, block: &'r Ready<'r>) -> Texts {
        let mut sent = std::mem::take(&mut self.state.spare_texts);
        for (parameter, slot) in block.having(Role::Sent) {
            if let Some(property) = parameter.written.property() {
                self.put_slot(&mut sent, property, slot);
            }
        }
        sent
    }

    /// Sets what a value is at run time: a text, the name of a resource, or each entry of a map.
    pub(super) fn put_slot(&mut self, into: &mut Texts, name: &str, slot: &'r Slot<'r>) {
        match slot {
            Slot::Map(_) => {
                let mut start = self.state.buffers.pop().unwrap_or_default();
                start.push_str(name);
                start.push('.');
                self.put(into, &start, slot);
                self.done_with(Cow::Owned(start));
            }
            Slot::Plain(Value::Resource(id), _) => {
                into.set(name, Named::Resource(*id).name(self.program));
            }
            Slot::Text(_) | Slot::Plain(..) => {
                let text = self.text_of(slot);
                into.set(name, &text);
                self.done_with(text);
            }
        }
    }

    /// Gives a table back whose memory can be used again.
    pub(super) fn done_with_texts(&mut self, mut texts: Texts) {
        texts.clear();
        self.state.spare_texts = texts;
    }

    /// The thing that a value names; nothing where it names nothing at run time.
    pub(super) fn named(&mut self, slot: &'r Slot<'r>, kind: ResourceKind) -> Option<Named> {
        if let Slot::Plain(Value::Resource(id), _) = slot {
            return Some(Named::Resource(*id));
        }
        let text = self.text_of(slot);
        if text.is_empty() {
            self.done_with(text);
            return None;
        }
        let known = self.code.resource(kind, &text);
        let named = known.map_or_else(
            || Named::Text(text.clone().into_owned().into()),
            Named::Resource,
        );
        self.done_with(text);
        Some(named)
    }

    /// A whole number, written or looked up.
    pub(super) fn whole_number(&mut self, slot: &'r Slot<'r>) -> Option<i64> {
        if let Slot::Plain(Value::Duration(number) | Value::Number(number), _) = slot {
            return Some(*number);
        }
        let text = self.text_of(slot);
        let is_number = text.bytes().all(|byte| byte.is_ascii_digit());
        let number = if is_number { text.parse().ok() } else { None };
        self.done_with(text);
        number
    }

    /// Adds what a reference stands for; `again` where a value that holds references may
    /// be filled in itself.
    fn look_up(&mut self, reference: &Reference<'_>, into: &mut String, again: bool) {
        let contact = &self.state.contact;
        let was_left = contact.number > contact.first() && matches!(self.state.place, Place::Flow);
        if was_left && reference.root == Root::Agent {
            self.assumes(&assumptions::AGENT_SURVIVES);
        }
        let from = into.len();
        if !find(self.program, self.state, reference, into) {
            if !self.assumes(&assumptions::MISSING_REFERENCE) {
                into.push_str(reference.written);
            }
            return;
        }
        let found = into.get(from..).unwrap_or("");
        if again && found.contains('$') && found.contains("$.") {
            self.second_order(from, into);
        }
    }

    fn second_order(&mut self, from: usize, into: &mut String) {
        if self.assumes(&assumptions::SECOND_ORDER_INTERPOLATION) {
            return;
        }
        let found = into.split_off(from);
        match Template::of(&found) {
            Template::Literal(text) => into.push_str(text),
            Template::Filled(pieces) => self.fill_in(&pieces, into, false),
        }
    }
}

/// Adds what a reference stands for; false where that was never set.
fn find(program: &Program, state: &State, reference: &Reference<'_>, into: &mut String) -> bool {
    let contact = &state.contact;
    let key = reference.key.as_str();
    let found = match reference.root {
        Root::Attributes => contact.attributes.get(key),
        Root::FlowAttributes => state.frame().and_then(|frame| frame.attributes.get(key)),
        Root::Channel => Some(state.channel.wire()),
        Root::InitiationMethod => Some(contact.initiation.word()),
        Root::ContactId => return add_id(contact, key, into),
        Root::CustomerEndpoint => contact.from.as_deref().filter(|_| key == "Address"),
        Root::SystemEndpoint => contact.to.as_deref().filter(|_| key == "Address"),
        Root::Queue => contact.queue.as_ref().and_then(|it| part(program, it, key)),
        Root::Agent => contact.agent.as_ref().and_then(|it| part(program, it, key)),
        Root::Media => (contact.first_message.as_deref()).filter(|_| key == "InitialMessage"),
        Root::System => (contact.system.get(key)).or_else(|| state.world.value(key)),
        Root::Results => (contact.results.get(key)).or_else(|| state.world.value(key)),
    };
    if let Some(found) = found {
        into.push_str(found);
    }
    found.is_some()
}

/// Adds the id of the contact, of the first one of its chain, or of the one before.
fn add_id(contact: &Contact, which: &str, into: &mut String) -> bool {
    let number = match which {
        "InitialContactId" => contact.first(),
        "PreviousContactId" => contact.number.saturating_sub(1),
        _ => contact.number,
    };
    // Writing into a text cannot fail.
    number >= contact.first() && write!(into, "contact-{number}").is_ok()
}

fn part<'a>(program: &'a Program, named: &'a Named, key: &str) -> Option<&'a str> {
    match key {
        "ARN" => Some(named.arn(program)),
        "Name" | "UserName" | "FirstName" => Some(named.title(program)),
        _ => None,
    }
}
