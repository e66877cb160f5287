//! Which blocks have invoked the modules that run, one in another.

use super::state::{PassesId, StackId};
use crate::id::{Id, IndexVec};
use crate::program::{BlockId, FlowId};
use rustc_hash::FxHashMap;

/// How deep modules may invoke each other (`module-depth`).
pub const DEEPEST_MODULE: usize = 5;

/// One block that has invoked a module.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Caller {
    /// What is below it on the stack.
    pub(super) below: StackId,
    /// Its flow.
    pub(super) flow: FlowId,
    /// The block.
    pub(super) block: BlockId,
    /// How often the loops of its flow have gone round.
    pub(super) passes: PassesId,
}

/// The stacks, shared between states. Number 0 is the empty one.
#[derive(Debug, Default)]
pub(super) struct Stacks {
    callers: IndexVec<StackId, Caller>,
    /// Looked up only; the order is that of `callers`.
    known: FxHashMap<Caller, StackId>,
}

impl Stacks {
    /// The block that the module which runs goes back to.
    pub(super) fn top(&self, stack: StackId) -> Option<Caller> {
        self.callers
            .get(StackId::from_index(stack.index().checked_sub(1)?))
            .copied()
    }

    /// The stack with one more caller; nothing where it would be too deep.
    pub(super) fn push(&mut self, caller: Caller) -> Option<StackId> {
        let below = std::iter::successors(self.top(caller.below), |next| self.top(next.below));
        if below.count() >= DEEPEST_MODULE {
            return None;
        }
        let callers = &mut self.callers;
        Some(
            *self
                .known
                .entry(caller)
                .or_insert_with(|| StackId::from_index(callers.push(caller).index() + 1)),
        )
    }
}
