//! From block to block.

use super::actions::{act, case, in_time};
use super::effect::{Effect, Way};
use super::ready::{Ready, Taken};
use super::state::{Duty, Place, Waiting};
use super::work::Run;
use crate::catalogue::{Behaviour, Role, Support, assumptions};
use crate::program::{BlockId, FlowId};

/// How many blocks may follow one another without time passing.
const MOST_WITHOUT_TIME: u32 = 10_000;

/// How many blocks may run in one event.
const MOST_IN_ONE_EVENT: u32 = 300_000;

/// What a block does with the flow once it has acted.
pub(super) enum Next {
    /// It did what it does.
    Success,
    /// It takes the branch of the row with this word.
    Branch(&'static str),
    /// It takes the case that holds for this value, else `default`.
    Case(String),
    /// It takes this exit: a case.
    Exit(usize),
    /// It waits.
    Wait(Waiting),
    /// It has put the contact elsewhere.
    Gone,
}

impl<'r> Run<'r> {
    /// Runs the flow until it waits, ends, or is stopped.
    pub(super) fn go_on(&mut self) {
        while let Some((flow, id)) = self.next_block() {
            let Some(block) = self.code.block(flow, id) else {
                self.end_flow();
                continue;
            };
            if self.is_in_circles() {
                self.stop(flow, id);
                continue;
            }
            self.see(|| Effect::Entered { flow, block: id });
            if block.behaviour == Behaviour::Scripted {
                self.ask(flow, id, block);
            }
            let next = match self.state.world.block(flow, id) {
                Some(exit) => in_time(self, block, Next::Exit(exit)),
                None => self.act_on(block),
            };
            self.follow(flow, id, block, next);
        }
    }

    fn next_block(&self) -> Option<(FlowId, BlockId)> {
        let frame = self.state.frame()?;
        frame.waiting.is_none().then_some((frame.flow, frame.block))
    }

    const fn is_in_circles(&mut self) -> bool {
        self.without_time += 1;
        self.in_event += 1;
        self.without_time > MOST_WITHOUT_TIME || self.in_event > MOST_IN_ONE_EVENT
    }

    /// Stops the flow that acts. What it ran for decides what becomes of the contact.
    fn stop(&mut self, flow: FlowId, block: BlockId) {
        let duty = self.state.frame().map_or(Duty::Contact, |frame| frame.duty);
        self.state.frames.clear();
        self.see(|| Effect::WentInCircles { flow, block });
        if duty == Duty::Contact || !self.assumes(&assumptions::CIRCLES_BESIDE) {
            self.state.place = Place::InCircles { flow, block };
            return;
        }
        (self.without_time, self.in_event) = (0, 0);
        self.next_whisper(duty);
    }

    /// Tells what somebody outside is asked for, whatever comes of it.
    fn ask(&mut self, flow: FlowId, id: BlockId, block: &'r Ready<'r>) {
        let works = match block.channels.on(self.state.channel) {
            Support::Works | Support::Unknown => true,
            Support::NoEffect | Support::Error => false,
        };
        if let Some(asked) = block.value(Role::Asked).filter(|_| works) {
            let what = self.text_of(asked);
            let with = self.sent(block);
            self.see(|| Effect::Asked {
                flow,
                block: id,
                what: what.clone().into_owned(),
                with: with.to_vec(),
            });
            self.done_with(what);
            self.done_with_texts(with);
        }
    }

    fn act_on(&mut self, block: &'r Ready<'r>) -> Next {
        match block.channels.on(self.state.channel) {
            Support::Works => act(self, block),
            Support::NoEffect => Next::Success,
            Support::Error => Next::Branch("error"),
            Support::Unknown => match self.assumes(&assumptions::CHANNEL_UNKNOWN) {
                true => Next::Branch("error"),
                false => act(self, block),
            },
        }
    }

    fn follow(&mut self, flow: FlowId, id: BlockId, block: &'r Ready<'r>, next: Next) {
        let way = match next {
            Next::Wait(waiting) => return self.wait(flow, id, waiting),
            Next::Gone => return,
            Next::Success => block.success(),
            Next::Branch(word) => self.branch(block, word),
            Next::Case(value) => self.case_or_default(block, &value),
            Next::Exit(exit) => case_at(exit),
        };
        self.take(flow, id, block, way);
    }

    /// Tells how the block that acts is left, before it moves the contact elsewhere.
    pub(super) fn leave(&mut self, word: &'static str) {
        if let Some((flow, block)) = self.acting() {
            let way = Way { word, exit: None };
            self.tell(flow, block, way);
        }
    }

    /// Tells that what the block that acts does is not modelled; whether it succeeds.
    pub(super) fn pass_over(&mut self) -> bool {
        let succeeds = self.assumes(&assumptions::NOT_MODELLED);
        if let Some((flow, block)) = self.acting() {
            self.see(|| Effect::NotModelled { flow, block });
        }
        succeeds
    }

    pub(super) fn acting(&self) -> Option<(FlowId, BlockId)> {
        let frame = self.state.frame()?;
        Some((frame.flow, frame.block))
    }

    /// The block that acts or waits.
    pub(super) fn acting_block(&self) -> Option<&'r Ready<'r>> {
        let (flow, block) = self.acting()?;
        self.code.block(flow, block)
    }

    fn wait(&mut self, flow: FlowId, block: BlockId, waiting: Waiting) {
        self.see(|| Effect::Waits {
            flow,
            block,
            waiting: waiting.clone(),
        });
        if let Some(frame) = self.state.frame_mut() {
            frame.waiting = Some(waiting);
        }
    }

    /// Leaves the block that waits by the branch with this word, and goes on.
    pub(super) fn resume(&mut self, word: &'static str) {
        self.resume_by(|run, block| match word {
            "success" => block.success(),
            word => run.branch(block, word),
        });
    }

    /// Leaves the block that waits by the case that holds for `value`, else by `default`,
    /// and goes on.
    pub(super) fn resume_case(&mut self, value: &str) {
        self.resume_by(|run, block| run.case_or_default(block, value));
    }

    fn resume_by(&mut self, way: impl FnOnce(&mut Self, &'r Ready<'r>) -> Way) {
        if let Some(frame) = self.state.frame_mut() {
            frame.waiting = None;
            self.leave_by(way);
            self.go_on();
        }
    }

    /// Leaves the block that acts by the way that is chosen for it.
    pub(super) fn leave_by(&mut self, way: impl FnOnce(&mut Self, &'r Ready<'r>) -> Way) {
        let Some((flow, id)) = self.acting() else {
            return;
        };
        if let Some(block) = self.code.block(flow, id) {
            let way = way(self, block);
            self.take(flow, id, block, way);
        }
    }

    pub(super) fn case_or_default(&mut self, block: &'r Ready<'r>, value: &str) -> Way {
        match case(self, block, value) {
            Some(exit) => case_at(exit),
            None => self.branch(block, "default"),
        }
    }

    /// The way by a branch. A failure without a way out ends the flow.
    pub(super) fn branch(&mut self, block: &'r Ready<'r>, word: &'static str) -> Way {
        let Taken { way, fails } = block.branch(word);
        if fails && !self.assumes(&assumptions::MISSING_ERROR_BRANCH) {
            return block.success();
        }
        way
    }

    fn take(&mut self, flow: FlowId, id: BlockId, block: &'r Ready<'r>, way: Way) {
        self.tell(flow, id, way);
        match (block.target(way), self.state.frame_mut()) {
            (Some(target), Some(frame)) => frame.block = target,
            (None, _) | (_, None) => self.end_flow(),
        }
    }

    fn tell(&mut self, flow: FlowId, block: BlockId, way: Way) {
        self.watch.took(flow, block, way);
        self.see(|| Effect::Took { flow, block, way });
    }
}

const fn case_at(exit: usize) -> Way {
    Way {
        word: "case",
        exit: Some(exit),
    }
}
