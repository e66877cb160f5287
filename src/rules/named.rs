//! What the blocks of a program name, which is all that is asked of it as a whole.

use crate::catalogue::Role;
use crate::graph::{Hooked, read};
use crate::program::{Block, FlowId, Program, ResourceId, Value};
use std::collections::BTreeSet;

/// What blocks name, collected from as many flows as have been read.
#[derive(Debug, Default)]
pub struct Named {
    /// Everything that has a name.
    pub(super) resources: BTreeSet<ResourceId>,
    /// The flows that another one hands contacts to.
    pub(super) flows: BTreeSet<FlowId>,
    /// Whether some block names a flow that is only known at run time.
    pub(super) flow_at_run_time: bool,
}

impl Named {
    /// Reads the blocks of some flows.
    pub fn read(&mut self, program: &Program, flows: impl IntoIterator<Item = FlowId>) {
        for id in flows {
            for block in &program.flows[id].blocks {
                self.read_block(program, id, block);
            }
        }
    }

    /// Whether some block names a flow that is only known at run time.
    #[must_use]
    pub const fn flow_at_run_time(&self) -> bool {
        self.flow_at_run_time
    }

    /// Takes over what others have named.
    pub fn join(&mut self, other: Self) {
        // `append` would go through all that is there already.
        self.resources.extend(other.resources);
        self.flows.extend(other.flows);
        self.flow_at_run_time |= other.flow_at_run_time;
    }

    fn read_block(&mut self, program: &Program, own: FlowId, block: &Block) {
        for argument in &block.arguments {
            argument.value.each_resource(&mut |resource| {
                self.resources.insert(resource);
            });
        }
        for (_, hooked) in read::hooks_set(program, block) {
            match hooked {
                Hooked::Flow(flow) => self.add(flow, own),
                Hooked::Unknown => self.flow_at_run_time = true,
                Hooked::Nothing | Hooked::Outside(_) => {}
            }
        }
        for role in [Role::Flow, Role::Module] {
            if let Some(flow) = program.target_flow(block, role) {
                self.add(flow, own);
            }
            self.flow_at_run_time |= block.value(role).is_some_and(Value::is_dynamic);
        }
    }

    /// A flow that names itself is not named by another.
    fn add(&mut self, flow: FlowId, own: FlowId) {
        if flow != own {
            self.flows.insert(flow);
        }
    }
}
