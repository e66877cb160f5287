//! What a value names when the flow runs.

use crate::catalogue::ResourceKind;
use crate::program::{FlowId, Program, ResourceId};
use std::borrow::Cow;

/// A queue, an agent, a function, a bot, a flow: as a resource of the program, or
/// as a text that is only known at run time.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Named {
    /// A resource of the program.
    Resource(ResourceId),
    /// Something the program does not declare.
    Text(Cow<'static, str>),
}

impl Named {
    /// What `text` names: the resource with this id or name, else the text itself.
    #[must_use]
    pub fn find(program: &Program, kind: ResourceKind, text: &str) -> Self {
        let mut resources = program.resources.iter_enumerated();
        let found = resources.find(|(_, resource)| {
            resource.kind == kind && (resource.id.as_deref() == Some(text) || resource.name == text)
        });
        found.map_or_else(
            || Self::Text(Cow::Owned(text.to_owned())),
            |(id, _)| Self::Resource(id),
        )
    }

    /// What Ebb calls it.
    #[must_use]
    pub fn name<'a>(&'a self, program: &'a Program) -> &'a str {
        match self {
            Self::Resource(id) => program
                .resources
                .get(*id)
                .map_or("", |resource| resource.name.as_str()),
            Self::Text(text) => text,
        }
    }

    /// What the instance calls it.
    #[must_use]
    pub fn title<'a>(&'a self, program: &'a Program) -> &'a str {
        match self {
            Self::Resource(id) => program.resources.get(*id).map_or("", |resource| {
                resource.title.as_deref().unwrap_or(&resource.name)
            }),
            Self::Text(text) => text,
        }
    }

    /// Its ARN, where an export gave one; else its name, which stands for it.
    #[must_use]
    pub fn arn<'a>(&'a self, program: &'a Program) -> &'a str {
        match self {
            Self::Resource(id) => program.resources.get(*id).map_or("", |resource| {
                resource.id.as_deref().unwrap_or(&resource.name)
            }),
            Self::Text(text) => text,
        }
    }

    /// The flow that it is, where it is one of the program.
    #[must_use]
    pub fn flow(&self, program: &Program) -> Option<FlowId> {
        match self {
            Self::Resource(id) => program.flow_of(*id),
            Self::Text(_) => None,
        }
    }
}
