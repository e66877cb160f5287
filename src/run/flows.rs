//! How flows and modules start and end.

use super::DEEPEST_MODULE;
use super::effect::{Effect, Why};
use super::named::Named;
use super::reason::Reason;
use super::state::{Duty, Place, State};
use super::texts::Texts;
use super::work::Run;
use crate::catalogue::{Hook, assumptions};
use crate::program::FlowId;

// ----------------------------------------------------------------------- flows

impl Run<'_> {
    /// Starts a flow for `duty` in place of those that run.
    pub(super) fn start_flow(&mut self, named: &Named, duty: Duty, why: Why) {
        match named.flow(self.program) {
            Some(flow) => self.start_own_flow(flow, duty, why),
            None => self.go_outside(named, duty),
        }
    }

    /// Starts a flow of the program; it runs once [`Run::go_on`] is called.
    pub(super) fn start_own_flow(&mut self, flow: FlowId, duty: Duty, why: Why) {
        self.state.frames.clear();
        self.see(|| Effect::FlowStarted { flow, why });
        match self.program.flows.get(flow).and_then(|flow| flow.start) {
            Some(block) => self.state.frames.push(flow, block, duty),
            None => self.ended(flow, duty),
        }
    }

    fn go_outside(&mut self, named: &Named, duty: Duty) {
        self.see(|| Effect::WentOutside(named.clone()));
        self.state.frames.clear();
        match duty {
            Duty::Contact => self.state.place = Place::Outside(named.clone()),
            Duty::Queue => {}
            Duty::AgentWhisper | Duty::CustomerWhisper => self.next_whisper(duty),
        }
    }

    /// Ends the flow that runs; what it ran for decides what happens then.
    pub(super) fn end_flow(&mut self) {
        if self.state.frames().len() > 1 {
            return self.module_ends();
        }
        if let Some(frame) = self.state.frame() {
            let (flow, duty) = (frame.flow, frame.duty);
            self.state.frames.clear();
            self.ended(flow, duty);
        }
    }

    fn ended(&mut self, flow: FlowId, duty: Duty) {
        self.see(|| Effect::FlowEnded(flow));
        match duty {
            Duty::Contact => {
                if self.assumes(&assumptions::END_OF_FLOW) {
                    self.end(Reason::Flow);
                }
            }
            Duty::Queue => {
                if !self.assumes(&assumptions::END_OF_FLOW) {
                    self.end(Reason::Flow);
                }
            }
            Duty::AgentWhisper | Duty::CustomerWhisper => self.next_whisper(duty),
        }
    }

    /// Ends the contact.
    pub(super) fn end(&mut self, reason: Reason) {
        self.state.frames.clear();
        self.state.place = Place::Ended(reason);
        self.see(|| Effect::Ended(reason));
    }
}

// --------------------------------------------------------------------- modules

impl Run<'_> {
    /// Invokes a module with what it is given: it runs until it returns to the block that
    /// acts. False where modules are nested too deep.
    ///
    /// What the caller has found out is not seen inside (administrator guide, flow modules).
    pub(super) fn invoke(&mut self, module: FlowId, input: Texts) -> bool {
        let is_deep = self.state.frames().len() > DEEPEST_MODULE;
        let start = self.program.flows.get(module).and_then(|flow| flow.start);
        let duty = self.state.frame().map(|caller| caller.duty);
        let (Some(start), Some(duty)) = (start, duty) else {
            return false;
        };
        if is_deep && self.assumes(&assumptions::MODULE_DEPTH) {
            return false;
        }
        let why = Why::Module;
        self.see(|| Effect::FlowStarted { flow: module, why });
        self.state.frames.push(module, start, duty);
        self.hide_results(input);
        true
    }

    /// Gives a module that begins its own results; those of its caller are kept.
    fn hide_results(&mut self, mut results: Texts) {
        std::mem::swap(&mut self.state.contact.results, &mut results);
        if let Some(module) = self.state.frame_mut() {
            std::mem::swap(&mut module.of_caller, &mut results);
        }
        self.state.spare_texts = results;
    }

    /// Ends the module that acts, and goes on at its caller by the case of `result`;
    /// where there is no such case, as after a success. Outside a module it ends the flow.
    pub(super) fn return_to_caller(&mut self, result: &str, data: &Texts) {
        if self.state.frames().len() < 2 {
            return self.end_flow();
        }
        self.leave_module();
        self.state.contact.set_module_result(result, data);
        self.leave_by(|run, block| run.case_or_default(block, result));
    }

    /// Ends the module that acts without a result.
    fn module_ends(&mut self) {
        let fails = self.assumes(&assumptions::MODULE_END);
        self.leave_module();
        self.leave_by(|run, block| match fails {
            true => run.branch(block, "error"),
            false => run.branch(block, "default"),
        });
    }

    /// Ends the module that acts; its caller is what acts then, with what it had found out.
    fn leave_module(&mut self) {
        let State {
            frames, contact, ..
        } = &mut *self.state;
        if let Some(module) = frames.last_mut() {
            let flow = module.flow;
            std::mem::swap(&mut module.of_caller, &mut contact.results);
            self.state.frames.pop();
            self.see(|| Effect::FlowEnded(flow));
        }
    }
}

// -------------------------------------------------------------------- whispers

impl Run<'_> {
    /// Starts the whispers of an agent who joins, one after the other
    /// (administrator guide, whisper flows: the agent's first).
    pub(super) fn start_whispers(&mut self) {
        if !self.whisper(Hook::AgentWhisper, Duty::AgentWhisper, Why::AgentWhisper) {
            self.next_whisper(Duty::AgentWhisper);
        }
    }

    /// Starts the whisper that follows what has ended, if one does.
    pub(super) fn next_whisper(&mut self, ended: Duty) {
        if ended == Duty::AgentWhisper {
            self.whisper(
                Hook::CustomerWhisper,
                Duty::CustomerWhisper,
                Why::CustomerWhisper,
            );
        }
    }

    /// Starts the whisper flow of a hook; false where there is none.
    fn whisper(&mut self, hook: Hook, duty: Duty, why: Why) -> bool {
        let hooked = self.state.contact.hook(hook);
        let flow = hooked.and_then(|hooked| hooked.flow.flow(self.program));
        if let Some(flow) = flow {
            self.start_own_flow(flow, duty, why);
        }
        flow.is_some()
    }
}
