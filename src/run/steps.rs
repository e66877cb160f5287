//! From block to block.

use super::actions::{case, in_time, scripted_failure};
use super::circles::Circles;
use super::effect::{Effect, Way};
use super::ready::{Ready, Taken};
use super::state::{Duty, Place, Waiting};
use super::work::Run;
use crate::catalogue::{Behaviour, Role, Support, assumptions};
use crate::program::{BlockId, FlowId};
use std::borrow::Cow;

/// What a block does with the flow once it has acted.
pub(super) enum Next {
    /// It did what it does.
    Success,
    /// It takes the branch of the row with this word.
    Branch(&'static str),
    /// It takes this exit: a case.
    Exit(usize),
    /// It waits, as [`Run::wait`] was told.
    Waits,
    /// It has put the contact elsewhere.
    Gone,
}

impl<'r> Run<'r> {
    /// Runs the flow until it waits, ends, or is stopped. Apart from those who call it, so that
    /// the way from block to block is there once.
    #[inline(never)]
    pub(super) fn go_on(&mut self) {
        while let Some((flow, mut id)) = self.next_block() {
            let blocks = self.code.blocks(flow);
            while let Some(next) = self.step(flow, id, blocks.and_then(|blocks| blocks.get(id))) {
                id = next;
            }
        }
    }

    /// Runs one block. The one that is next in the same flow, if the flow goes on there. Part of
    /// [`Run::go_on`], through which every block comes.
    #[inline(always)]
    fn step(&mut self, flow: FlowId, id: BlockId, block: Option<&'r Ready<'r>>) -> Option<BlockId> {
        let Some(block) = block else {
            self.end_flow();
            return None;
        };
        if self.circles.too_many() {
            self.stop(flow, id);
            return None;
        }
        let next = match self.is_plain && block.is_plain_on(self.state.channel) {
            true => (block.act)(self, block),
            false => match self.before_acting(flow, id, block) {
                Some(next) => next,
                None => (block.act)(self, block),
            },
        };
        let taken = match next {
            Next::Waits | Next::Gone => return None,
            Next::Success => Cow::Borrowed(&block.success),
            Next::Branch(word) => self.branch(block, word),
            Next::Exit(exit) => block.exit(exit),
        };
        match taken {
            Cow::Borrowed(known) => self.take(flow, id, known),
            Cow::Owned(drawn_nowhere) => self.take(flow, id, &drawn_nowhere),
        }
    }

    /// Tells that the flow has come to a block, and what somebody is asked for there. What it
    /// does instead of acting, if somebody has said so, or it does not work on the channel.
    #[inline(never)]
    fn before_acting(&mut self, flow: FlowId, id: BlockId, block: &'r Ready<'r>) -> Option<Next> {
        self.see(|| Effect::Entered { flow, block: id });
        if block.behaviour == Behaviour::Scripted {
            self.ask(flow, id, block);
        }
        if let Some(exit) = self.state.world.block(flow, id) {
            return Some(in_time(self, block, Next::Exit(exit)));
        }
        let works = match block.row.channels.on(self.state.channel) {
            Support::Works => true,
            Support::Error => false,
            Support::NoEffect => return Some(Next::Success),
            Support::Unknown => !self.assumes(&assumptions::CHANNEL_UNKNOWN),
        };
        match works {
            true => scripted_failure(self, block),
            false => Some(Next::Branch("error")),
        }
    }

    fn next_block(&self) -> Option<(FlowId, BlockId)> {
        let frame = self.state.frame()?;
        frame.waiting.is_none().then_some((frame.flow, frame.block))
    }

    /// Stops the flow that acts. What it ran for decides what becomes of the contact.
    #[cold]
    fn stop(&mut self, flow: FlowId, block: BlockId) {
        let duty = self.state.frame().map_or(Duty::Contact, |frame| frame.duty);
        self.state.frames.clear();
        self.see(|| Effect::WentInCircles { flow, block });
        if duty == Duty::Contact || !self.assumes(&assumptions::CIRCLES_BESIDE) {
            self.state.place = Place::InCircles { flow, block };
            return;
        }
        self.circles = Circles::new();
        self.next_whisper(duty);
    }

    /// Tells what somebody outside is asked for, whatever comes of it.
    fn ask(&mut self, flow: FlowId, id: BlockId, block: &'r Ready<'r>) {
        let works = match block.row.channels.on(self.state.channel) {
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

    /// Tells how the block that acts is left, before it moves the contact elsewhere.
    pub(super) fn leave(&mut self, word: &'static str) {
        if let Some((flow, block)) = self.acting() {
            let way = Way { word, exit: None };
            self.tell(flow, block, &way);
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

    /// Lets the block that acts wait.
    pub(super) fn wait(&mut self, waiting: Waiting) -> Next {
        if let Some((flow, block)) = self.acting() {
            self.see(|| Effect::Waits {
                flow,
                block,
                waiting: waiting.clone(),
            });
        }
        if let Some(frame) = self.state.frame_mut() {
            frame.waiting = Some(waiting);
        }
        Next::Waits
    }

    /// Leaves the block that waits by the branch with this word, and goes on.
    pub(super) fn resume(&mut self, word: &'static str) {
        self.resume_by(|run, block| match word {
            "success" => Cow::Borrowed(&block.success),
            word => run.branch(block, word),
        });
    }

    /// Leaves the block that waits by the case that holds for `value`, else by `default`,
    /// and goes on.
    pub(super) fn resume_case(&mut self, value: &str) {
        self.resume_by(|run, block| run.case_or_default(block, value));
    }

    fn resume_by(&mut self, taken: impl FnOnce(&mut Self, &'r Ready<'r>) -> Cow<'r, Taken>) {
        if let Some(frame) = self.state.frame_mut() {
            frame.waiting = None;
            self.leave_by(taken);
            self.go_on();
        }
    }

    /// Leaves the block that acts by the way that is chosen for it.
    pub(super) fn leave_by(
        &mut self,
        taken: impl FnOnce(&mut Self, &'r Ready<'r>) -> Cow<'r, Taken>,
    ) {
        let Some((flow, id)) = self.acting() else {
            return;
        };
        if let Some(block) = self.code.block(flow, id) {
            let taken = taken(self, block);
            self.take(flow, id, &taken);
        }
    }

    pub(super) fn case_or_default(&mut self, block: &'r Ready<'r>, value: &str) -> Cow<'r, Taken> {
        match case(self, block, value) {
            Some(exit) => block.exit(exit),
            None => self.branch(block, "default"),
        }
    }

    /// The way by a branch. A failure without a way out ends the flow.
    pub(super) fn branch(&mut self, block: &'r Ready<'r>, word: &'static str) -> Cow<'r, Taken> {
        let taken = block.branch(word);
        if taken.fails && !self.assumes(&assumptions::MISSING_ERROR_BRANCH) {
            return Cow::Borrowed(&block.success);
        }
        taken
    }

    /// Leaves the block. The one that is next in the same flow, if the flow goes on there.
    fn take(&mut self, flow: FlowId, id: BlockId, taken: &Taken) -> Option<BlockId> {
        self.tell(flow, id, &taken.way);
        match (taken.target, self.state.frame_mut()) {
            (Some(target), Some(frame)) => frame.block = target,
            (None, _) | (_, None) => {
                self.end_flow();
                return None;
            }
        }
        taken.target
    }

    fn tell(&mut self, flow: FlowId, block: BlockId, way: &Way) {
        self.watch.took(flow, block, way);
        self.see(|| Effect::Took {
            flow,
            block,
            way: *way,
        });
    }
}
