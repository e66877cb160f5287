//! Texts with `$.…` references, read once.

use super::tag::Name;
use crate::catalogue::ROOTS;
use crate::program::reference_at;

/// A text with references.
#[derive(Debug)]
pub(super) enum Template<'p> {
    /// Without any.
    Literal(&'p str),
    /// With some.
    Filled(Vec<Piece<'p>>),
}

/// A piece of a text.
#[derive(Debug)]
pub(super) enum Piece<'p> {
    Text(&'p str),
    Reference(Reference<'p>),
}

/// A reference whose root Connect knows.
#[derive(Debug)]
pub(super) struct Reference<'p> {
    pub(super) root: Root,
    /// What is meant in the root: `plan` of `$.Attributes.plan`. Of what the flow or the
    /// system has found out and of an id it is the whole way, `External.order.id`.
    pub(super) key: Name,
    /// As it is written.
    pub(super) written: &'p str,
}

/// Where a reference looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Root {
    Attributes,
    FlowAttributes,
    Channel,
    InitiationMethod,
    /// The id of the contact, of the first or of the last one of its chain.
    ContactId,
    CustomerEndpoint,
    SystemEndpoint,
    Queue,
    Agent,
    Media,
    /// In what the system knows of the contact.
    System,
    /// In what the flow has found out.
    Results,
}

/// Whether references that begin so are the run's own to know: nothing that a block finds
/// out, or a test says, stands there.
#[must_use]
pub fn is_known_by_itself(root: &str) -> bool {
    !matches!(Root::of(root), Root::Results | Root::System)
}

impl Root {
    fn of(name: &str) -> Self {
        match name {
            "Attributes" => Self::Attributes,
            "FlowAttributes" => Self::FlowAttributes,
            "Channel" => Self::Channel,
            "InitiationMethod" => Self::InitiationMethod,
            "ContactId" | "InitialContactId" | "PreviousContactId" => Self::ContactId,
            "CustomerEndpoint" => Self::CustomerEndpoint,
            "SystemEndpoint" => Self::SystemEndpoint,
            "Queue" => Self::Queue,
            "Agent" => Self::Agent,
            "Media" => Self::Media,
            "SegmentAttributes" | "LanguageCode" | "Name" | "Description" | "CustomerId"
            | "References" => Self::System,
            _ => Self::Results,
        }
    }
}

impl<'p> Template<'p> {
    pub(super) fn of(text: &'p str) -> Self {
        let mut pieces = Vec::new();
        let (mut rest, mut searched) = (text, 0);
        while let Some(found) = rest.get(searched..).and_then(|behind| behind.find('$')) {
            let (before, from) = rest.split_at(searched + found);
            let Some((reference, behind)) = known_reference(from) else {
                searched += found + 1;
                continue;
            };
            if !before.is_empty() {
                pieces.push(Piece::Text(before));
            }
            pieces.push(Piece::Reference(reference));
            (rest, searched) = (behind, 0);
        }
        if pieces.is_empty() {
            return Self::Literal(text);
        }
        if !rest.is_empty() {
            pieces.push(Piece::Text(rest));
        }
        Self::Filled(pieces)
    }
}

/// The reference that a text begins with, and the text behind it. `$.price` is text like
/// any other: Connect knows no such root.
fn known_reference(text: &str) -> Option<(Reference<'_>, &str)> {
    let (parts, length) = reference_at(text)?;
    let (first, keys) = parts.split_first()?;
    if !ROOTS.iter().any(|root| root.name == *first) {
        return None;
    }
    let root = Root::of(first);
    let key = match root {
        Root::Results | Root::System | Root::ContactId => parts.join("."),
        Root::Attributes
        | Root::FlowAttributes
        | Root::Channel
        | Root::InitiationMethod
        | Root::CustomerEndpoint
        | Root::SystemEndpoint
        | Root::Queue
        | Root::Agent
        | Root::Media => keys.join("."),
    };
    let (written, behind) = text.split_at_checked(length)?;
    let key = Name::of(key);
    let reference = Reference { root, key, written };
    Some((reference, behind))
}
