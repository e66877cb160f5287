//! What every rule may ask.

use super::{Finding, Plays};
use crate::catalogue::{Behaviour, FlowKind, Hook};
use crate::diag::{Diagnostic, Rule, Step};
use crate::graph::time::{Analysis, Settings};
use crate::graph::{
    Channels, Chats, Hooked, NodeId, Solved, StateId, Via, Ways, Witness, channels, first_played,
    read, story,
};
use crate::program::{Argument, Block, BlockId, Flow, FlowId, Mention, Origin, Outcome, Program};
use crate::source::Span;
use crate::text::or_ticked;
use std::collections::BTreeSet;
use std::sync::Arc;

/// Something that a block reads.
pub(super) struct Mentioned<'p> {
    pub(super) node: NodeId,
    pub(super) flow: FlowId,
    pub(super) block: &'p Block,
    pub(super) mention: Mention<'p>,
}

/// Some flows of a program, with the analysis of each in which chats start.
pub(super) struct Context<'p> {
    pub(super) program: &'p Program,
    /// All flows that name each other; see [`crate::graph::groups`].
    flows: &'p [FlowId],
    pub(super) settings: &'p Settings,
    plays: &'p Plays<'p>,
    pub(super) analyses: Vec<Analysis>,
    pub(super) ways: Ways<'p>,
    /// Everything that the blocks read, in their order.
    pub(super) mentions: Vec<Mentioned<'p>>,
    pub(super) channels: Solved<Channels>,
    alone: BTreeSet<FlowId>,
    /// Entries whose chats can be in more states than were followed.
    pub(super) not_followed: Vec<FlowId>,
}

impl<'p> Context<'p> {
    pub(super) fn new(
        program: &'p Program,
        flows: &'p [FlowId],
        settings: &'p Settings,
        plays: &'p Plays<'p>,
    ) -> Self {
        let chats = Chats::new(program, flows, settings);
        let ways = Ways::new(program, flows);
        Self {
            program,
            flows,
            settings,
            plays,
            analyses: chats.analyses,
            channels: channels::channels(&ways),
            mentions: mentions(&ways),
            ways,
            alone: chats.alone,
            not_followed: chats.not_followed,
        }
    }

    // ------------------------------------------------------------ chats

    /// The block of a state.
    pub(super) fn block_of(&self, analysis: &Analysis, state: StateId) -> Option<&'p Block> {
        let (flow, block) = analysis.graph.place(state).block()?;
        self.block(flow, block)
    }

    /// The flow that a block names for when only the customer remains.
    pub(super) fn disconnect_flow_of(&self, block: &Block) -> Option<Hooked> {
        read::hooks_set(self.program, block)
            .into_iter()
            .find_map(|(hook, flow)| (hook == Hook::CustomerRemaining).then_some(flow))
    }

    pub(super) fn sets_disconnect_flow(&self, block: &Block) -> bool {
        self.disconnect_flow_of(block).is_some()
    }

    /// Whether a flow says that it is one for when only the customer remains.
    pub(super) fn is_disconnect_flow(&self, flow: FlowId) -> bool {
        self.flow(flow)
            .is_some_and(|flow| flow.kind == Some(FlowKind::Disconnect))
    }

    /// Whether the flows that a chat runs through show that they are meant for chats.
    pub(super) fn serves_chats(&self, analysis: &Analysis) -> bool {
        let said = self
            .flow(analysis.entry)
            .is_some_and(|flow| flow.chat_duration.is_some());
        said || analysis
            .graph
            .at_blocks()
            .any(|(_, flow, block)| self.block(flow, block).is_some_and(shows_chats))
    }

    /// Whether a flow by itself shows that it is meant for chats.
    pub(super) fn shows_chats(&self, flow: FlowId) -> bool {
        let mut blocks = self.flow(flow).into_iter().flat_map(|flow| &flow.blocks);
        blocks.any(shows_chats)
    }

    /// The first of `further` runs that the interpreter can follow, where it cannot follow
    /// `witness`; `witness` where it can, or can follow none. Each is also tried with
    /// lengths that are one value made equal.
    pub(super) fn played(
        &self,
        witness: Option<Witness>,
        further: impl FnOnce() -> Vec<Witness>,
    ) -> Option<Witness> {
        Some(self.played_as(witness?, further, |witness| Some(witness.clone())))
    }

    /// The same for runs of which `told` is what is shown; nothing where one does not fit.
    pub(super) fn played_as(
        &self,
        witness: Witness,
        further: impl FnOnce() -> Vec<Witness>,
        told: impl Fn(&Witness) -> Option<Witness>,
    ) -> Witness {
        let plays = |witness: &Witness| told(witness).is_some_and(|told| (self.plays)(&told));
        first_played(self.program, &witness, further, plays).unwrap_or(witness)
    }

    // ---------------------------------------------------------- flows and blocks

    /// The flows that are judged.
    pub(super) fn flows(&self) -> impl Iterator<Item = (FlowId, &'p Flow)> {
        let program = self.program;
        self.flows.iter().map(|id| (*id, &*program.flows[*id]))
    }

    pub(super) fn flow(&self, id: FlowId) -> Option<&'p Flow> {
        self.program.flows.get(id).map(Arc::as_ref)
    }

    pub(super) fn block(&self, flow: FlowId, block: BlockId) -> Option<&'p Block> {
        self.flow(flow)?.blocks.get(block)
    }

    /// What a message calls the block of a node.
    pub(super) fn called_at(&self, node: NodeId) -> Option<String> {
        let (flow, block) = self.ways.place(node)?;
        Some(self.called(flow, self.block(flow, block)?))
    }

    /// The flow of a node.
    pub(super) fn flow_at(&self, node: NodeId) -> Option<&'p Flow> {
        self.flow(self.ways.place(node)?.0)
    }

    /// What a message calls a block. In an export the identifier says which one is meant.
    pub(super) fn called(&self, flow: FlowId, block: &Block) -> String {
        let words = story::called(block);
        match self.flow(flow).map(|flow| flow.origin) {
            Some(Origin::Json) => format!("`{words}` (`{}`)", block.name),
            Some(Origin::Ebb) | None => format!("`{words}`"),
        }
    }

    /// A finding for every value that `wrong` says something of: what is wrong with it, and what
    /// to do.
    pub(super) fn judge_arguments(
        &self,
        rule: &'static Rule,
        wrong: impl Fn(&Argument) -> Option<(String, &'static str)>,
        found: &mut Vec<Finding>,
    ) {
        for (id, flow) in self.flows() {
            for block in &flow.blocks {
                for argument in &block.arguments {
                    let Some((is, help)) = wrong(argument) else {
                        continue;
                    };
                    let called = self.called(id, block);
                    let whose = match argument.parameter.written.property() {
                        Some(property) => format!("`{property}` of {called}"),
                        None => called,
                    };
                    let span = argument.span.unwrap_or(block.span);
                    let finding = Diagnostic::new(rule, span, format!("{whose} {is}"));
                    found.push(finding.help(help).into());
                }
            }
        }
    }

    /// The names of flows, to be read: "`welcome` or `menu`".
    pub(super) fn names(&self, flows: impl IntoIterator<Item = FlowId>) -> String {
        or_ticked(
            flows
                .into_iter()
                .filter_map(|flow| Some(&self.flow(flow)?.name)),
        )
    }

    /// Says in which flow the chats start, where a reader could not tell.
    pub(super) fn entries_note(&self, flow: FlowId, entries: &[FlowId]) -> Option<String> {
        (entries != [flow]).then(|| {
            let names = self.names(entries.iter().copied());
            format!("for chats that start in {names}")
        })
    }

    /// Says what to know about a flow that is only looked at as if chats started in it.
    pub(super) fn alone_note(&self, entry: FlowId) -> Option<String> {
        let flow = self.flow(entry).filter(|_| self.alone.contains(&entry))?;
        let name = &flow.name;
        let why = match flow.kind {
            Some(FlowKind::Disconnect) => format!("no flow names `{name}` as its disconnect flow"),
            Some(FlowKind::Module) => format!("no flow that chats reach invokes `{name}`"),
            Some(_) | None => format!("no flow in which chats start leads to `{name}`"),
        };
        Some(format!("{why}, so it is checked as if chats started in it"))
    }

    /// The first action of a story that no row describes and that does not simply succeed in
    /// it: nobody can say that it does so, or that it takes no time.
    pub(super) fn branches_unknown(&self, witness: &Witness) -> Option<String> {
        witness.events.iter().find_map(|event| {
            let (flow, block) = event.from.block()?;
            let block = self.block(flow, block)?;
            let Via::Exit(exit) = event.via else {
                return None;
            };
            let succeeds = block.exits.get(exit as usize)?.outcome == Outcome::Success;
            (matches!(
                block.row.behaviour,
                Behaviour::Unknown | Behaviour::Scripted
            ) && !read::has_time_limit(block)
                && !succeeds)
                .then(|| block.words())
        })
    }

    pub(super) fn span(&self, flow: FlowId, block: BlockId) -> Option<Span> {
        Some(self.block(flow, block)?.span)
    }

    /// A story with what happens in the block where it ends.
    pub(super) fn story(&self, witness: &Witness, at: u32, end: &str) -> Vec<Step> {
        let mut steps = story::tell(self.program, witness);
        steps.push(Step {
            at: i64::from(at),
            text: end.to_owned(),
            span: None,
        });
        steps
    }

    /// The story of a chat that reaches its end.
    pub(super) fn story_to_the_end(&self, witness: &Witness) -> Vec<Step> {
        self.story(witness, witness.duration, "the chat is cut off")
    }
}

fn mentions<'p>(ways: &Ways<'p>) -> Vec<Mentioned<'p>> {
    let of_block = |(node, flow, block): (NodeId, FlowId, &'p Block)| {
        let mentions = block.mentions().into_iter();
        mentions.map(move |mention| Mentioned {
            node,
            flow,
            block,
            mention,
        })
    };
    ways.blocks().flat_map(of_block).collect()
}

fn shows_chats(block: &Block) -> bool {
    read::waits_for_customer(block) || has_chat_branch(block)
}

fn has_chat_branch(block: &Block) -> bool {
    read::compares_channel(block)
        && block.exits.iter().any(|exit| {
            matches!(exit.outcome, Outcome::Case(..))
                && read::holds_on_chat(&exit.outcome) == Some(true)
        })
}
