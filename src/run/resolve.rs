//! What values stand for at run time.

use super::named::Named;
use super::ready::Ready;
use super::slots::{Entries, Slot};
use super::state::{Contact, Place, State};
use super::strip::Strip;
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
            Template::Filled(pieces) => Cow::Owned(self.filled(pieces)),
        }
    }

    fn filled(&mut self, pieces: &[Piece<'_>]) -> String {
        let mut filled = self.state.buffers.pop().unwrap_or_default();
        self.fill_in(pieces, &mut filled, LONGEST_TEXT, true);
        filled
    }

    /// Adds the pieces of a text to what is there, to `most` bytes together; `again` where a
    /// value that holds references may be filled in itself.
    fn fill_in(&mut self, pieces: &[Piece<'_>], into: &mut String, most: usize, again: bool) {
        for piece in pieces {
            match piece {
                Piece::Text(text) => into.push_str(text),
                Piece::Reference(reference) => self.look_up(reference, into, most, again),
            }
            while into.len() > most && into.pop().is_some() {}
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
            Slot::Filled(pieces) => Cow::Owned(self.filled(pieces)),
            Slot::Plain(_, text) => Cow::Borrowed(text),
            Slot::Map(_) => Cow::Borrowed(""),
        }
    }

    /// Adds what a value is at run time, as text.
    fn write(&mut self, slot: &Slot<'_>, into: &mut String) {
        if let Some(found) = slot.reference().and_then(|reference| self.peek(reference)) {
            return into.push_str(found);
        }
        match slot {
            Slot::Filled(pieces) => {
                self.fill_in(pieces, into, into.len() + LONGEST_TEXT, true);
            }
            Slot::Plain(_, text) => into.push_str(text),
            Slot::Map(_) => {}
        }
    }

    /// What those entries of a map are at run time that hold references, in their order and
    /// in memory that is used again: give it to [`Run::done_with_strip`].
    pub(super) fn strip_of(&mut self, map: &Entries<'_>) -> Box<Strip> {
        let mut strip = self.state.spare_strip.take().unwrap_or_default();
        for slot in map.with_references() {
            strip.add(|into| self.write(slot, into));
        }
        strip
    }

    /// Gives texts back whose memory can be used again.
    pub(super) fn done_with_strip(&mut self, mut strip: Box<Strip>) {
        strip.clear();
        self.state.spare_strip = Some(strip);
    }

    /// Sets what a map holds, each entry below `name`.
    pub(super) fn put(&mut self, into: &mut Texts, name: &str, map: &'r Slot<'r>) {
        for (way, slot) in map.entries() {
            let text = self.text_of(slot);
            into.set_under(name, way.as_str(), &text);
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
            Slot::Filled(_) | Slot::Plain(..) => {
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
    #[inline]
    pub(super) fn whole_number(&mut self, slot: &'r Slot<'r>) -> Option<i64> {
        match slot {
            Slot::Plain(Value::Duration(number) | Value::Number(number), _) => Some(*number),
            Slot::Filled(_) | Slot::Plain(..) | Slot::Map(_) => self.number_in(slot),
        }
    }

    /// The whole number that a value is as text. Apart from [`Run::whole_number`], so that
    /// looking at a written one stays short.
    #[inline(never)]
    fn number_in(&mut self, slot: &'r Slot<'r>) -> Option<i64> {
        let text = self.text_of(slot);
        let is_number = text.bytes().all(|byte| byte.is_ascii_digit());
        let number = if is_number { text.parse().ok() } else { None };
        self.done_with(text);
        number
    }

    /// Adds what a reference stands for, as a piece of what [`Run::fill_in`] fills in.
    fn look_up(&mut self, reference: &Reference<'_>, into: &mut String, most: usize, again: bool) {
        if reference.root == Root::Agent && self.agent_has_left() {
            self.assumes(&assumptions::AGENT_SURVIVES);
        }
        if reference.root == Root::ContactId {
            if !add_id(&self.state.contact, reference.key.as_str(), into) {
                self.not_found(reference, into);
            }
            return;
        }
        let Some(found) = find(self.program, self.state, reference) else {
            return self.not_found(reference, into);
        };
        let from = into.len();
        into.push_str(found);
        if again && may_hold_references(found) {
            self.second_order(from, into, most);
        }
    }

    /// Whether a value is some text, where that is plain without putting the text together.
    pub(super) fn is_plainly_some(&self, slot: &Slot<'_>) -> bool {
        match slot {
            Slot::Filled(pieces) => self.are_plainly_some(pieces),
            Slot::Plain(_, text) => !text.is_empty(),
            Slot::Map(_) => false,
        }
    }

    /// Apart from [`Run::is_plainly_some`], so that looking at a plain text stays short.
    #[inline(never)]
    fn are_plainly_some(&self, pieces: &[Piece<'_>]) -> bool {
        let mut bytes = 0;
        let mut pieces = pieces.iter();
        let all_plain = pieces.all(|piece| {
            let text = match piece {
                Piece::Text(text) => Some(*text),
                Piece::Reference(reference) => self.peek(reference),
            };
            bytes += text.map_or(0, str::len);
            text.is_some()
        });
        all_plain && bytes > 0
    }

    /// What a reference stands for, where that is taken as it stands and needs no copy.
    pub(super) fn peek(&self, reference: &Reference<'_>) -> Option<&str> {
        if reference.root == Root::Agent {
            return None;
        }
        find(self.program, self.state, reference)
            .filter(|found| found.len() <= LONGEST_TEXT && !may_hold_references(found))
    }

    #[cold]
    fn not_found(&mut self, reference: &Reference<'_>, into: &mut String) {
        if !self.assumes(&assumptions::MISSING_REFERENCE) {
            into.push_str(reference.written);
        }
    }

    fn agent_has_left(&self) -> bool {
        let contact = &self.state.contact;
        contact.number > contact.first() && matches!(self.state.place, Place::Flow)
    }

    /// What was found from `from` on may hold references itself.
    #[cold]
    fn second_order(&mut self, from: usize, into: &mut String, most: usize) {
        let holds_some = into.get(from..).is_some_and(|found| found.contains("$."));
        if !holds_some || self.assumes(&assumptions::SECOND_ORDER_INTERPOLATION) {
            return;
        }
        let found = into.split_off(from);
        match Template::of(&found) {
            Template::Literal(text) => into.push_str(text),
            Template::Filled(pieces) => self.fill_in(&pieces, into, most, false),
        }
    }
}

fn may_hold_references(text: &str) -> bool {
    text.bytes().any(|byte| byte == b'$')
}

/// What a reference stands for, where that was set; ids of contacts are written nowhere.
fn find<'a>(program: &'a Program, state: &'a State, reference: &Reference<'_>) -> Option<&'a str> {
    let contact = &state.contact;
    let (name, key) = (&reference.key, reference.key.as_str());
    match reference.root {
        Root::Attributes => contact.attributes.get_named(name),
        Root::FlowAttributes => state.frame()?.attributes.get_named(name),
        Root::Channel => Some(state.channel.wire()),
        Root::InitiationMethod => Some(contact.initiation.word()),
        Root::ContactId => None,
        Root::CustomerEndpoint => contact.from.as_deref().filter(|_| key == "Address"),
        Root::SystemEndpoint => contact.to.as_deref().filter(|_| key == "Address"),
        Root::Queue => contact.queue.as_ref().and_then(|it| part(program, it, key)),
        Root::Agent => contact.agent.as_ref().and_then(|it| part(program, it, key)),
        Root::Media => (contact.first_message.as_deref()).filter(|_| key == "InitialMessage"),
        Root::System => (contact.system.get_named(name)).or_else(|| state.world.value(key)),
        Root::Results => (contact.results.get_named(name)).or_else(|| state.world.value(key)),
    }
}

/// Adds the id of the contact, of the first one of its chain, or of the one before.
#[inline(never)]
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
