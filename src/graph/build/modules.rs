//! Modules: a chat goes in, and comes back to the block that invoked them.

use super::{Build, Here, Spends};
use crate::graph::flow::takeable;
use crate::graph::read;
use crate::graph::stacks::Caller;
use crate::graph::state::{Hooked, PassesId, State, Via};
use crate::id::Id;
use crate::program::{Block, BlockId, Exit, FlowId, Outcome};

impl<'p> Build<'p> {
    /// A module of the program is walked through; any other spends whatever time it likes
    /// and comes back by any branch (`outside-module`).
    pub(super) fn invokes(&mut self, here: Here<'p>) {
        match read::named_module(self.program, here.block) {
            Hooked::Flow(module) => self.enters(here, module),
            Hooked::Nothing | Hooked::Outside(_) | Hooked::Unknown => {
                let from = here.with(here.state.queue.perhaps());
                for (index, exit) in takeable(here.block) {
                    if !has_failed(exit) {
                        self.takes(from, index, exit, Spends::OPEN);
                    }
                }
            }
        }
        for (index, exit) in takeable(here.block) {
            if has_failed(exit) {
                self.takes(here, index, exit, Spends::NOTHING);
            }
        }
    }

    /// A module without a block, or too deep in others, is not entered: the block fails.
    fn enters(&mut self, here: Here<'p>, module: FlowId) {
        let Some(start) = self.start_of(module) else {
            return;
        };
        let caller = Caller {
            below: here.state.stack,
            flow: here.flow,
            block: here.at,
            passes: here.state.passes,
        };
        let Some(stack) = self.stacks.push(caller) else {
            self.too_deep.insert((here.flow, here.at));
            return;
        };
        let target = self.state_with(State {
            place: Self::at(here.queued, module, start),
            passes: PassesId::from_index(0),
            stack,
            ..here.state
        });
        self.edge(here.id, target, Via::ModuleStarts, Spends::NOTHING);
    }

    /// Goes on where the module was invoked, by the branch for its result.
    pub(super) fn returns(&mut self, here: Here<'p>) {
        let caller = self.stacks.top(here.state.stack);
        let Some((caller, block)) =
            caller.and_then(|caller| Some((caller, self.block(caller.flow, caller.block)?)))
        else {
            return self.flow_ends(here);
        };
        let state = State {
            passes: caller.passes,
            stack: caller.below,
            ..here.state
        };
        for exit in read::exits_for_result(self.program, block, here.block) {
            let target = self.lands(caller.flow, here.queued, state, exit);
            let place = exit.and_then(|exit| {
                let mut exits = block.exits.iter();
                exits.position(|known| std::ptr::eq(known, exit))
            });
            let place = place.and_then(|place| u32::try_from(place).ok());
            let via = Via::ModuleReturns(caller.flow, caller.block, place);
            self.edge(here.id, target, via, Spends::NOTHING);
        }
    }

    pub(super) fn block(&self, flow: FlowId, block: BlockId) -> Option<&'p Block> {
        self.program.flows.get(flow)?.blocks.get(block)
    }
}

fn has_failed(exit: &Exit) -> bool {
    matches!(exit.outcome, Outcome::Error(_)) || exit.outcome.is("error")
}
