//! Values of parameters.

use super::flow::ResourceId;
use crate::catalogue::{Parameter, Shape};

/// The value of a parameter, in Ebb's terms.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// Text; it may hold `$.…` references.
    Text(String),
    /// One whole `$.…` reference.
    Reference(String),
    /// A resource.
    Resource(ResourceId),
    /// A time span in seconds.
    Duration(i64),
    /// A whole number.
    Number(i64),
    /// `yes` or `no`.
    Flag(bool),
    /// A word of the row's list.
    Word(&'static str),
    /// Words of the row's list.
    Words(Vec<&'static str>),
    /// Names with values, in order.
    Map(Vec<(String, Self)>),
    /// Values in order.
    List(Vec<Self>),
    /// A prompt in a list: which of the four ways to say something, and what is said.
    Prompt(&'static Parameter, Box<Self>),
    /// A JSON number, as written.
    RawNumber(String),
    /// A JSON `true` or `false`.
    RawBool(bool),
    /// A JSON `null`.
    Null,
}

impl Value {
    /// Whether an empty text stands in it, however deep.
    #[must_use]
    pub fn holds_empty_text(&self) -> bool {
        let mut holds = false;
        self.each_text(&mut |text| holds |= text.is_empty());
        holds
    }

    /// Calls `found` with every text and every reference in it, however deep.
    pub fn each_text(&self, found: &mut impl FnMut(&str)) {
        match self {
            Self::Text(text) | Self::Reference(text) => found(text),
            Self::Map(entries) => {
                for (_, value) in entries {
                    value.each_text(found);
                }
            }
            Self::List(values) => {
                for value in values {
                    value.each_text(found);
                }
            }
            Self::Prompt(_, value) => value.each_text(found),
            Self::Resource(_)
            | Self::Duration(_)
            | Self::Number(_)
            | Self::Flag(_)
            | Self::Word(_)
            | Self::Words(_)
            | Self::RawNumber(_)
            | Self::RawBool(_)
            | Self::Null => {}
        }
    }

    /// The text or the reference, as it stands in the source.
    #[must_use]
    pub fn text(&self) -> Option<&str> {
        match self {
            Self::Text(text) | Self::Reference(text) => Some(text),
            Self::Resource(_)
            | Self::Duration(_)
            | Self::Number(_)
            | Self::Flag(_)
            | Self::Word(_)
            | Self::Words(_)
            | Self::Map(_)
            | Self::List(_)
            | Self::Prompt(..)
            | Self::RawNumber(_)
            | Self::RawBool(_)
            | Self::Null => None,
        }
    }

    /// Calls `found` with every resource that the value names.
    pub fn each_resource(&self, found: &mut impl FnMut(ResourceId)) {
        match self {
            Self::Resource(resource) => found(*resource),
            Self::Map(entries) => {
                for (_, value) in entries {
                    value.each_resource(found);
                }
            }
            Self::List(values) => {
                for value in values {
                    value.each_resource(found);
                }
            }
            Self::Prompt(_, said) => said.each_resource(found),
            Self::Text(_)
            | Self::Reference(_)
            | Self::Duration(_)
            | Self::Number(_)
            | Self::Flag(_)
            | Self::Word(_)
            | Self::Words(_)
            | Self::RawNumber(_)
            | Self::RawBool(_)
            | Self::Null => {}
        }
    }

    /// Puts the resource that `new` gives in place of every one that the value names.
    pub(super) fn renumber(&mut self, new: &impl Fn(ResourceId) -> ResourceId) {
        match self {
            Self::Resource(resource) => *resource = new(*resource),
            Self::Map(entries) => {
                for (_, value) in entries {
                    value.renumber(new);
                }
            }
            Self::List(values) => {
                for value in values {
                    value.renumber(new);
                }
            }
            Self::Prompt(_, said) => said.renumber(new),
            Self::Text(_)
            | Self::Reference(_)
            | Self::Duration(_)
            | Self::Number(_)
            | Self::Flag(_)
            | Self::Word(_)
            | Self::Words(_)
            | Self::RawNumber(_)
            | Self::RawBool(_)
            | Self::Null => {}
        }
    }

    /// Whether the value of a parameter of this shape is `wire` on the wire.
    #[must_use]
    pub fn is_on_wire(&self, shape: Shape, wire: &str) -> bool {
        match (shape, self) {
            (Shape::Flag { yes, no }, Self::Flag(flag)) => wire == if *flag { yes } else { no },
            (Shape::Word(words) | Shape::WordOrReference(words), Self::Word(word)) => {
                words.contains(&(word, wire))
            }
            (_, value) => value.text() == Some(wire),
        }
    }

    /// Whether the value is only known at run time.
    #[must_use]
    pub const fn is_dynamic(&self) -> bool {
        matches!(self, Self::Reference(_))
    }
}
