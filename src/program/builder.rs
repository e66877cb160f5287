//! Puts a program together from sources and exports.

use super::{Flow, FlowId, Program, Resource, ResourceId};
use crate::catalogue::ResourceKind;
use crate::source::Span;

/// Collects flows and resources, then joins what belongs together.
#[derive(Debug, Default)]
pub struct Builder {
    program: Program,
}

impl Builder {
    /// An empty program.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a flow that was read from an export and gives it a name of its own.
    pub fn add_flow(&mut self, flow: Flow) -> FlowId {
        self.program.flows.push(flow)
    }

    /// The resource that an export names by `id`, made on first use.
    pub fn resource(
        &mut self,
        kind: ResourceKind,
        id: &str,
        title: Option<&str>,
        span: Span,
    ) -> ResourceId {
        self.program.resources.push(Resource {
            kind,
            name: id.to_owned(),
            title: title.map(str::to_owned),
            id: Some(id.to_owned()),
            span: Some(span),
            flow: None,
        })
    }

    /// The finished program, flows joined to the resources that stand for them.
    #[must_use]
    pub fn finish(self) -> Program {
        self.program
    }
}
