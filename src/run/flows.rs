//! How flows start, go from block to block, and end.

use super::actions::act;
use super::effect::{Effect, Reason, Seen, Way, Why};
use super::named::Named;
use super::state::{Duty, Frame, Place, State, Waiting};
use crate::catalogue::{Assumption, Hook, Support, Undrawn, assumptions};
use crate::program::{Block, BlockId, FlowId, Outcome, Program};

/// How many blocks may follow one another without time passing.
const MOST_WITHOUT_TIME: u32 = 10_000;

/// How many blocks may run in one event.
const MOST_IN_ONE_EVENT: u32 = 300_000;

/// One event at work on a state.
pub(super) struct Run<'r> {
    pub(super) program: &'r Program,
    pub(super) state: &'r mut State,
    seen: &'r mut Vec<Seen>,
    without_time: u32,
    in_event: u32,
}

/// What a block does with the flow once it has acted.
pub(super) enum Next {
    /// It did what it does.
    Success,
    /// It takes the branch of the row with this word.
    Branch(&'static str),
    /// It takes this exit: a case.
    Exit(usize),
    /// It waits.
    Wait(Waiting),
    /// It has put the contact elsewhere.
    Gone,
}

impl<'r> Run<'r> {
    pub(super) fn new(program: &'r Program, state: &'r mut State, seen: &'r mut Vec<Seen>) -> Self {
        Self {
            program,
            state,
            seen,
            without_time: 0,
            in_event: 0,
        }
    }

    /// Tells that something was seen.
    pub(super) fn see(&mut self, effect: Effect) {
        let at = self.state.now;
        self.seen.push(Seen { at, effect });
    }

    /// Notes that an assumption mattered.
    pub(super) fn rely(&mut self, assumption: &'static Assumption) {
        if !self.state.relied.contains(&assumption) {
            self.state.relied.push(assumption);
            self.see(Effect::Relied(assumption));
        }
    }

    /// Time has passed: flows may go on for another while.
    pub(super) const fn time_passed(&mut self) {
        self.without_time = 0;
    }

    /// Starts a flow for `duty` in place of the one that runs.
    pub(super) fn start_flow(&mut self, named: &Named, duty: Duty, why: Why) {
        match named.flow(self.program) {
            Some(flow) => self.start_own_flow(flow, duty, why),
            None => self.go_outside(named, duty),
        }
    }

    /// Starts a flow of the program; it runs once [`Run::go_on`] is called.
    pub(super) fn start_own_flow(&mut self, flow: FlowId, duty: Duty, why: Why) {
        self.see(Effect::FlowStarted { flow, why });
        let start = self.program.flows.get(flow).and_then(|flow| flow.start);
        match start {
            Some(block) => self.state.frame = Some(Frame::new(flow, block, duty)),
            None => self.end_flow_of(flow, duty),
        }
    }

    fn go_outside(&mut self, named: &Named, duty: Duty) {
        self.see(Effect::WentOutside(named.clone()));
        self.state.frame = None;
        match duty {
            Duty::Contact => self.state.place = Place::Outside(named.clone()),
            Duty::Queue => {}
            Duty::AgentWhisper | Duty::CustomerWhisper => self.next_whisper(duty),
        }
    }

    /// Runs the flow until it waits, ends, or is stopped.
    pub(super) fn go_on(&mut self) {
        while let Some((flow, id)) = self.next_block() {
            let program = self.program;
            let Some(block) = program.flows.get(flow).and_then(|flow| flow.blocks.get(id)) else {
                self.end_flow();
                continue;
            };
            if self.is_in_circles() {
                self.stop(flow, id);
                return;
            }
            self.see(Effect::Entered { flow, block: id });
            let next = self.act_on(block);
            self.follow(flow, id, block, next);
        }
    }

    fn next_block(&self) -> Option<(FlowId, BlockId)> {
        let frame = self.state.frame.as_ref()?;
        frame.waiting.is_none().then_some((frame.flow, frame.block))
    }

    fn is_in_circles(&mut self) -> bool {
        self.without_time += 1;
        self.in_event += 1;
        self.without_time > MOST_WITHOUT_TIME || self.in_event > MOST_IN_ONE_EVENT
    }

    fn stop(&mut self, flow: FlowId, block: BlockId) {
        self.state.frame = None;
        self.state.place = Place::InCircles { flow, block };
        self.see(Effect::WentInCircles { flow, block });
    }

    fn act_on(&mut self, block: &Block) -> Next {
        match block.row.channels.on(self.state.channel) {
            Support::Works => act(self, block),
            Support::NoEffect => Next::Success,
            Support::Error => Next::Branch("error"),
            Support::Unknown => {
                self.rely(&assumptions::CHANNEL_UNKNOWN);
                Next::Branch("error")
            }
        }
    }

    fn follow(&mut self, flow: FlowId, id: BlockId, block: &Block, next: Next) {
        match next {
            Next::Wait(waiting) => self.wait(flow, id, waiting),
            Next::Success => self.take(flow, id, block, success(block)),
            Next::Branch(word) => {
                let way = self.branch(block, word);
                self.take(flow, id, block, way);
            }
            Next::Exit(exit) => {
                let way = Way {
                    word: "case",
                    exit: Some(exit),
                };
                self.take(flow, id, block, way);
            }
            Next::Gone => {}
        }
    }

    /// Tells how the block that acts is left, before it moves the contact elsewhere.
    pub(super) fn leave(&mut self, word: &'static str) {
        if let Some((flow, block)) = self.acting() {
            let way = Way { word, exit: None };
            self.see(Effect::Took { flow, block, way });
        }
    }

    /// Tells that what the block that acts does is not modelled.
    pub(super) fn pass_over(&mut self) {
        self.rely(&assumptions::NOT_MODELLED);
        if let Some((flow, block)) = self.acting() {
            self.see(Effect::NotModelled { flow, block });
        }
    }

    fn acting(&self) -> Option<(FlowId, BlockId)> {
        let frame = self.state.frame.as_ref()?;
        Some((frame.flow, frame.block))
    }

    fn wait(&mut self, flow: FlowId, block: BlockId, waiting: Waiting) {
        self.see(Effect::Waits {
            flow,
            block,
            waiting: waiting.clone(),
        });
        if let Some(frame) = &mut self.state.frame {
            frame.waiting = Some(waiting);
        }
    }

    /// Leaves the block that waits by the branch with this word, and goes on.
    pub(super) fn resume(&mut self, word: &'static str) {
        self.resume_with(|run, block| match word {
            "success" => success(block),
            word => run.branch(block, word),
        });
    }

    /// Leaves the block that waits by the case that `holds`, else by `default`, and goes on.
    pub(super) fn resume_case(&mut self, value: &str) {
        self.resume_with(|run, block| match super::actions::case(run, block, value) {
            Some(exit) => Way {
                word: "case",
                exit: Some(exit),
            },
            None => run.branch(block, "default"),
        });
    }

    fn resume_with(&mut self, way: impl FnOnce(&mut Self, &Block) -> Way) {
        let Some(frame) = &mut self.state.frame else {
            return;
        };
        frame.waiting = None;
        let (flow, id) = (frame.flow, frame.block);
        let program = self.program;
        if let Some(block) = program.flows.get(flow).and_then(|flow| flow.blocks.get(id)) {
            let way = way(self, block);
            self.take(flow, id, block, way);
        }
        self.go_on();
    }

    /// The exit for a branch. What is not drawn is what it is on the wire: another
    /// error is caught by `error`, a result without a branch is the default.
    fn branch(&mut self, block: &Block, word: &'static str) -> Way {
        let is_result = block.row.branch(word).is_some_and(|branch| {
            matches!(branch.undrawn, Undrawn::Next) || branch.word == "default"
        });
        let exit = position(block, |outcome| outcome.is(word));
        let exit = match is_result {
            true => exit
                .or_else(|| position(block, |outcome| outcome.is("default")))
                .or_else(|| position(block, |outcome| *outcome == Outcome::Success)),
            false => exit.or_else(|| position(block, |outcome| outcome.is("error"))),
        };
        if exit.is_none() && !is_result {
            self.rely(&assumptions::MISSING_ERROR_BRANCH);
        }
        Way { word, exit }
    }

    fn take(&mut self, flow: FlowId, id: BlockId, block: &Block, way: Way) {
        self.see(Effect::Took {
            flow,
            block: id,
            way,
        });
        let target = way
            .exit
            .and_then(|exit| block.exits.get(exit))
            .and_then(|exit| exit.target.block());
        match (target, &mut self.state.frame) {
            (Some(target), Some(frame)) => frame.block = target,
            (None, _) | (_, None) => self.end_flow(),
        }
    }

    /// Ends the flow that runs; what it ran for decides what happens then.
    pub(super) fn end_flow(&mut self) {
        if let Some(frame) = self.state.frame.take() {
            self.end_flow_of(frame.flow, frame.duty);
        }
    }

    fn end_flow_of(&mut self, flow: FlowId, duty: Duty) {
        self.state.frame = None;
        self.see(Effect::FlowEnded(flow));
        match duty {
            Duty::Contact => {
                self.rely(&assumptions::END_OF_FLOW);
                self.end(Reason::Flow);
            }
            Duty::Queue => self.rely(&assumptions::END_OF_FLOW),
            Duty::AgentWhisper | Duty::CustomerWhisper => self.next_whisper(duty),
        }
    }

    /// Starts the whispers of an agent who joins, one after the other
    /// (administrator guide, whisper flows: the agent's first).
    pub(super) fn start_whispers(&mut self) {
        if !self.whisper(Hook::AgentWhisper, Duty::AgentWhisper, Why::AgentWhisper) {
            self.next_whisper(Duty::AgentWhisper);
        }
    }

    fn next_whisper(&mut self, ended: Duty) {
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
        let hooked = self.state.contact.hooks.get(&hook);
        let flow = hooked.and_then(|hooked| hooked.flow.flow(self.program));
        if let Some(flow) = flow {
            self.start_own_flow(flow, duty, why);
        }
        flow.is_some()
    }

    /// Ends the contact.
    pub(super) fn end(&mut self, reason: Reason) {
        self.state.frame = None;
        self.state.place = Place::Ended(reason);
        self.see(Effect::Ended(reason));
    }
}

fn success(block: &Block) -> Way {
    Way {
        word: "success",
        exit: position(block, |outcome| *outcome == Outcome::Success),
    }
}

fn position(block: &Block, mut wanted: impl FnMut(&Outcome) -> bool) -> Option<usize> {
    block.exits.iter().position(|exit| wanted(&exit.outcome))
}
