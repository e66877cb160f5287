//! The one middle: flows of blocks with exits, every name resolved.
//!
//! Ebb sources come here through [`crate::syntax`] and [`Builder::lower`], exports
//! through [`crate::import`]; both become the same [`Program`]. Checks, emitter,
//! pictures and the interpreter work on it alone.
//!
//! INVARIANT: a block's parameters are kept by row, never by name of the wire. Who
//! wants to know something asks for a [`Role`]; only the catalogue, `emit` and
//! `import` know what the wire calls it.

mod block;
mod builder;
mod canvas;
mod compare;
mod contract;
mod declare;
mod flow;
pub mod ident;
mod join;
mod lower;
mod mention;
pub mod names;
pub mod path;
mod reference;
pub mod unsaid;
mod value;

pub use block::{Argument, Block, Exit, Outcome, Target};
pub use builder::Builder;
pub use canvas::{Canvas, Position, Spot};
pub use compare::{holds, number, same_number};
pub use contract::{Contract, Field, FieldKind};
pub use declare::{can_wait, is_test};
pub use flow::{BlockId, Flow, FlowId, Origin, Resource, ResourceId};
pub use ident::{Identifiers, slug};
pub use lower::{Files, Unread, not_allowed, what_it_takes};
pub use mention::{Mention, known_in as known_reference, reference as reference_at};
pub use reference::{
    check as check_reference, check_text as check_references, is_bare as is_bare_reference,
    is_right as is_right_reference, is_whole_reference,
};
pub use value::Value;

use crate::catalogue::{ResourceKind, Role};
use crate::id::IndexVec;
use std::sync::Arc;

/// Everything that one compilation knows. A copy shares what neither has changed.
#[derive(Debug, Clone, Default)]
pub struct Program {
    /// Flows and modules, in order of definition.
    pub flows: IndexVec<FlowId, Arc<Flow>>,
    /// What flows name and an environment binds.
    pub resources: Arc<IndexVec<ResourceId, Resource>>,
}

impl Program {
    /// A flow to change it, for this copy alone.
    ///
    /// # Panics
    ///
    /// Where the flow is of another program.
    pub fn flow_mut(&mut self, id: FlowId) -> &mut Flow {
        Arc::make_mut(&mut self.flows[id])
    }

    /// The flow that a resource stands for, if it is defined here.
    #[must_use]
    pub fn flow_of(&self, resource: ResourceId) -> Option<FlowId> {
        self.resources.get(resource)?.flow
    }

    /// A text, or what one with a name says; nothing of other values.
    #[must_use]
    pub fn text_in<'v>(&'v self, value: &'v Value) -> Option<&'v str> {
        if let Value::Resource(resource) = value {
            self.resources.get(*resource)?.text()
        } else {
            value.text()
        }
    }

    /// The flow of this name.
    #[must_use]
    pub fn flow_named(&self, name: &str) -> Option<FlowId> {
        self.flows
            .iter_enumerated()
            .find_map(|(id, flow)| (flow.name == name).then_some(id))
    }

    /// The resource of this kind and name.
    #[must_use]
    pub fn resource_named(&self, kind: ResourceKind, name: &str) -> Option<ResourceId> {
        self.resources.iter_enumerated().find_map(|(id, resource)| {
            (resource.kind == kind && resource.name == name).then_some(id)
        })
    }

    /// The flow that a block names by `role`, if it is one of this program.
    #[must_use]
    pub fn target_flow(&self, block: &Block, role: Role) -> Option<FlowId> {
        let Value::Resource(resource) = block.value(role)? else {
            return None;
        };
        self.flow_of(*resource)
    }
}
