//! What every rule may ask.

use crate::catalogue::{Behaviour, FlowKind, Hook};
use crate::diag::Step;
use crate::graph::entries::Entries;
use crate::graph::time::{Analysis, Settings};
use crate::graph::{
    Channels, Hooked, NodeId, Solved, StateId, Via, Ways, Witness, channels, read, story,
};
use crate::program::{Block, BlockId, Flow, FlowId, Origin, Outcome, Program};
use crate::source::Span;
use crate::text::or_ticked;
use std::collections::BTreeSet;

/// Some flows of a program, with the analysis of each in which chats start.
pub(super) struct Context<'p> {
    pub(super) program: &'p Program,
    /// All flows that name each other; see [`crate::graph::groups`].
    flows: &'p [FlowId],
    pub(super) settings: Settings,
    pub(super) analyses: Vec<Analysis>,
    pub(super) ways: Ways<'p>,
    pub(super) channels: Solved<Channels>,
}

/// How many states are built in all, for each block of the flows. More would mean that
/// very many entries share very many flows; then the entries that come last are left out.
const STATES_A_BLOCK: usize = 16;

impl<'p> Context<'p> {
    pub(super) fn new(program: &'p Program, flows: &'p [FlowId], settings: Settings) -> Self {
        let ways = Ways::new(program, flows);
        let mut context = Self {
            program,
            flows,
            settings,
            analyses: Vec::new(),
            channels: channels::channels(&ways),
            ways,
        };
        context.analyse();
        context
    }

    /// Analyses each entry once. One that another entry reaches as freshly as if a chat
    /// started there is part of that one's analysis.
    fn analyse(&mut self) {
        let entries = Entries::new(self.program, self.flows);
        let blocks: usize = self.flows().map(|(_, flow)| flow.blocks.len()).sum();
        let mut budget = STATES_A_BLOCK * blocks + 10_000;
        let mut visited = BTreeSet::new();
        let mut covered = BTreeSet::new();
        for entry in entries.in_order(self.program, self.flows) {
            self.analyse_entry(entry, &mut budget, &mut visited, &mut covered);
        }
        for entry in entries.left_over(self.program, self.flows, &visited) {
            if !visited.contains(&entry) {
                self.analyse_entry(entry, &mut budget, &mut visited, &mut covered);
            }
        }
    }

    fn analyse_entry(
        &mut self,
        entry: FlowId,
        budget: &mut usize,
        visited: &mut BTreeSet<FlowId>,
        covered: &mut BTreeSet<(FlowId, u32)>,
    ) {
        let duration = Analysis::duration_of(self.program, entry, self.settings);
        if covered.contains(&(entry, duration)) || *budget == 0 {
            return;
        }
        let analysis = Analysis::new(self.program, entry, self.settings, *budget);
        *budget = budget.saturating_sub(analysis.graph.states().len());
        let flows: BTreeSet<FlowId> = analysis
            .graph
            .at_blocks()
            .map(|(_, flow, _)| flow)
            .collect();
        let broken = flows.iter().any(|flow| self.is_broken(*flow));
        visited.extend(flows);
        let fresh = analysis.started_fresh(self.program);
        covered.extend(fresh.into_iter().map(|flow| (flow, duration)));
        if !broken {
            self.analyses.push(analysis);
        }
    }

    /// Of a flow that could not be understood, nothing is known about its time.
    fn is_broken(&self, flow: FlowId) -> bool {
        self.flow(flow).is_some_and(|flow| flow.broken)
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
        said || analysis.graph.at_blocks().any(|(_, flow, block)| {
            self.block(flow, block)
                .is_some_and(|block| read::waits_for_customer(block) || has_chat_branch(block))
        })
    }

    // ---------------------------------------------------------- flows and blocks

    /// The flows that are judged.
    pub(super) fn flows(&self) -> impl Iterator<Item = (FlowId, &'p Flow)> {
        let program = self.program;
        self.flows.iter().map(|id| (*id, &program.flows[*id]))
    }

    pub(super) fn flow(&self, id: FlowId) -> Option<&'p Flow> {
        self.program.flows.get(id)
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
        let flow = self.flow(entry)?;
        (flow.kind == Some(FlowKind::Disconnect)).then(|| {
            format!(
                "no flow names `{}` as its disconnect flow, so it is checked as if chats started in it",
                flow.name
            )
        })
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
            ) && !succeeds)
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

fn has_chat_branch(block: &Block) -> bool {
    read::compares_channel(block)
        && block.exits.iter().any(|exit| {
            matches!(exit.outcome, Outcome::Case(..))
                && read::holds_on_chat(&exit.outcome) == Some(true)
        })
}
