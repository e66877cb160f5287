//! Whether the chats of a flow can be cut off, and why that is not known.

use super::{Analysis, MOST_HOPS, Reason};
use crate::graph::paths;
use crate::graph::state::{Class, Hooked, Place, StateId};
use crate::graph::witness::Witness;
use crate::id::Id;
use std::collections::BTreeSet;

/// Whether the chats of a flow can be cut off in a Wait, within the settings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// No chat can.
    Safe,
    /// This one can.
    Unsafe(Witness),
    /// It depends on things that the program does not say.
    Unknown(Vec<Reason>),
}

impl Analysis {
    /// Whether the chats can be cut off in a Wait.
    #[must_use]
    pub fn verdict(&self) -> Verdict {
        let cut: Vec<_> = self.waits.iter().filter(|wait| wait.cut).collect();
        let found = self.overruns(&cut);
        let allowed = |witness: &Witness| witness.hops() <= MOST_HOPS;
        if let Some(witness) = found.iter().flatten().find(|witness| allowed(witness)) {
            return Verdict::Unsafe(witness.clone());
        }
        if self.graph.is_complete() && !self.waits.iter().any(|wait| wait.cut_possible) {
            return Verdict::Safe;
        }
        let mut reasons = self.reasons();
        if found.iter().any(Option::is_some) {
            reasons.push(Reason::ChainLimit);
        }
        if !cut.is_empty() && found.iter().all(Option::is_none) {
            reasons.push(Reason::NoStory);
        }
        Verdict::Unknown(reasons)
    }

    /// What keeps the verdict open: whatever lies on a way to a Wait in which nobody can
    /// rule out that the chat is cut off.
    #[must_use]
    pub fn reasons(&self) -> Vec<Reason> {
        let mut reasons = BTreeSet::new();
        let open = self.waits.iter().filter(|wait| wait.cut_possible);
        let goals: Vec<_> = open.clone().flat_map(|wait| wait.states.clone()).collect();
        reasons.extend(
            open.filter(|wait| wait.open)
                .map(|wait| Reason::OpenTimer(wait.flow, wait.block)),
        );
        let leads = paths::leading_to(&self.graph, goals, |_| true);
        let on_the_way = |state: StateId| {
            leads.get(state.index()) == Some(&true) && self.earliest(state).is_some()
        };
        for edge in self.graph.edges() {
            if edge.open && on_the_way(edge.source) && on_the_way(edge.target) {
                reasons.extend(open_reason(self.graph.place(edge.source), edge.class));
            }
        }
        for spread in [self.proved(), self.not_ruled_out()].into_iter().flatten() {
            let states = self.graph.states().iter_enumerated();
            let rounded = states.filter(|(id, _)| on_the_way(*id) && !spread.is_exact(*id));
            reasons.extend(rounded.map(|(_, state)| match state.place.block() {
                Some((flow, block)) => Reason::NotExact(flow, block),
                None => Reason::NotExactBetween,
            }));
        }
        if reasons.is_empty() {
            let bounded = self.graph.edges().iter().filter(|edge| {
                edge.class == Class::Bounded && edge.most > 0 && on_the_way(edge.source)
            });
            reasons.extend(bounded.filter_map(|edge| {
                let (flow, block) = self.graph.place(edge.source).block()?;
                Some(Reason::BoundedTime(flow, block))
            }));
        }
        if !self.graph.is_complete() {
            reasons.insert(Reason::TooLarge);
        }
        reasons.into_iter().collect()
    }

    /// Whether a flow that is not of this program takes part.
    #[must_use]
    pub fn goes_outside(&self) -> bool {
        self.graph.states().iter().any(|state| {
            matches!(
                state.place,
                Place::Outside(Hooked::Outside(_) | Hooked::Unknown) | Place::WaitingOutside(_)
            )
        })
    }
}

/// Why an edge out of a place has no time that anybody could state.
const fn open_reason(place: Place, class: Class) -> Option<Reason> {
    match (place, class) {
        (Place::Outside(flow) | Place::WaitingOutside(flow), _) => Some(Reason::OutsideFlow(flow)),
        (Place::Block(flow, block) | Place::Queued(flow, block), Class::Open) => {
            Some(Reason::OutsideModule(flow, block))
        }
        (Place::Block(flow, block) | Place::Queued(flow, block), Class::Now) => {
            Some(Reason::OpenLoop(flow, block))
        }
        (
            Place::Block(flow, block) | Place::Queued(flow, block),
            Class::Clock | Class::Return | Class::Service | Class::Bounded,
        ) => Some(Reason::OpenTimer(flow, block)),
        (Place::Waiting | Place::WithAgent | Place::Ended, _) => None,
    }
}
