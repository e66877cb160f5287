//! The flows that run, one invoked by another.

use super::state::{Duty, Waiting};
use super::texts::Texts;
use crate::program::{BlockId, FlowId};

/// A flow or a module that runs.
#[derive(Debug, Clone, PartialEq)]
pub struct Frame {
    /// The flow.
    pub flow: FlowId,
    /// The block that is next, or that waits.
    pub block: BlockId,
    /// What for.
    pub duty: Duty,
    /// What the block waits for; nothing while the flow runs.
    pub waiting: Option<Waiting>,
    /// The attributes of this run of the flow.
    pub attributes: Texts,
    /// The loops that are under way, each with the passes that it has made.
    pub(super) passes: Vec<(BlockId, i64)>,
    /// What the caller of a module had found out: kept here while the module runs.
    pub(super) of_caller: Texts,
}

impl Frame {
    fn new(flow: FlowId, block: BlockId, duty: Duty) -> Self {
        Self {
            flow,
            block,
            duty,
            waiting: None,
            attributes: Texts::default(),
            passes: Vec::new(),
            of_caller: Texts::default(),
        }
    }
}

/// The flows that run, outermost first: each has invoked the next as a module, the last one
/// acts. Those that are over stay behind them, and lend their memory to the next.
#[derive(Debug, Clone)]
pub(super) struct Frames {
    all: Vec<Frame>,
    /// Where the last one is that runs; [`NONE`] where none does. Every step looks for it
    /// several times, and so takes a single look.
    last: usize,
}

/// Behind every place.
const NONE: usize = usize::MAX;

impl Default for Frames {
    fn default() -> Self {
        Self {
            all: Vec::new(),
            last: NONE,
        }
    }
}

impl Frames {
    /// Those that run.
    pub(super) fn running(&self) -> &[Frame] {
        self.all.get(..=self.last).unwrap_or_default()
    }

    /// The one that acts or waits.
    pub(super) fn last(&self) -> Option<&Frame> {
        self.all.get(self.last)
    }

    /// The one that acts or waits.
    pub(super) fn last_mut(&mut self) -> Option<&mut Frame> {
        self.all.get_mut(self.last)
    }

    /// Lets a flow begin at `block`, invoked by the one that acts.
    pub(super) fn push(&mut self, flow: FlowId, block: BlockId, duty: Duty) {
        self.last = self.last.wrapping_add(1);
        match self.all.get_mut(self.last) {
            Some(over) => (over.flow, over.block, over.duty) = (flow, block, duty),
            None => self.all.push(Frame::new(flow, block, duty)),
        }
    }

    /// Ends the flow that acts.
    pub(super) fn pop(&mut self) {
        let Some(over) = self.last_mut() else {
            return;
        };
        over.waiting = None;
        over.attributes.clear();
        over.passes.clear();
        over.of_caller.clear();
        self.last = self.last.wrapping_sub(1);
    }

    /// Ends every flow.
    pub(super) fn clear(&mut self) {
        while self.last != NONE {
            self.pop();
        }
    }
}
