//! What `ebb budget` says, against brute force.

use super::checked::Checked;
use super::steps::Told;
use super::world::{Cost, Limits, World};
use ebb::budget::{Budget, Cut, Entry, Judgement};
use ebb::graph::time::{MOST_HOPS, WaitTimes};
use ebb::program::Program;
use ebb::source::SourceMap;
use proptest::prelude::*;
use std::collections::BTreeMap;

type Costs = BTreeMap<(usize, u32), u32>;

/// What `$.Attributes.plan` can be, as far as comparisons tell it apart.
const PLANS: [&str; 6] = ["", "1", "2", "CHAT", "VOICE", "HA"];

/// All that attributes can be, as far as it makes a difference: `$.Attributes.delay` is at most
/// what the source says at some Wait, and where it says nothing, nothing is proved.
pub fn all_told(program: &Program) -> Vec<Told> {
    let delays = match super::played::bounds(program).max() {
        Some(bound) => (1..=u32::try_from(bound).unwrap())
            .rev()
            .map(Some)
            .collect(),
        None => vec![None],
    };
    let told = |plan| {
        let plan = Some(plan);
        delays.iter().map(move |delay| Told {
            plan,
            delay: *delay,
        })
    };
    PLANS.into_iter().flat_map(told).collect()
}

impl Checked<'_> {
    /// The ledger of the chats that start in the first flow; nothing where they never wait.
    pub fn budget(&self) -> Option<Budget> {
        let mut sources = SourceMap::new();
        sources.add("small.ebb", "\n".repeat(1_000));
        Budget::all(self.program, &sources, &self.settings)
            .into_iter()
            .find(|budget| budget.flow == "flow0")
    }

    /// Every row, the margin and the judgement.
    pub fn ledger(&self) -> Result<(), TestCaseError> {
        let Some(budget) = self.budget() else {
            prop_assert!(self.analysis.waits.is_empty());
            return Ok(());
        };
        prop_assert_eq!(budget.duration, self.case.duration);
        prop_assert_eq!(budget.waits.len(), self.analysis.waits.len());
        let closed = |late, service| Limits {
            late,
            service,
            ..self.limits
        };
        let open = |late, service| Limits {
            with_open: true,
            ..closed(late, service)
        };
        let (allowed_late, allowed_service) = (self.case.late, self.case.service);
        let (most_late, most_service) = (MOST_HOPS as u32, self.case.duration - 1);
        let late = self
            .world
            .least(closed(Some(most_late), allowed_service), Cost::Late);
        let service = self
            .world
            .least(closed(allowed_late, Some(most_service)), Cost::Service);
        for (entry, wait) in budget.waits.iter().zip(&self.analysis.waits) {
            self.row(entry, wait)?;
            let least = |costs: &Costs| self.least_that_cuts(costs, wait).filter(|_| !wait.open);
            let (late, service) = (least(&late), least(&service));
            let found = entry.late.map(|late| u32::try_from(late).unwrap());
            if self.is_exact() {
                prop_assert_eq!(found, late);
                prop_assert_eq!(entry.service, service);
            } else {
                // Nothing is proved that is not so.
                prop_assert!(found.is_none_or(|found| late.is_some_and(|late| late <= found)));
                prop_assert!(
                    entry
                        .service
                        .is_none_or(|found| service.is_some_and(|service| service <= found))
                );
            }
        }
        let all = |costs: &Costs| {
            let waits = self.analysis.waits.iter();
            waits
                .filter_map(|wait| self.least_that_cuts(costs, wait))
                .min()
        };
        let margin = |least: Option<u32>, most: u32| match least {
            Some(least) => least.checked_sub(1),
            None => Some(most),
        };
        let service = self
            .world
            .least(open(allowed_late, Some(most_service)), Cost::Service);
        let late = self
            .world
            .least(open(Some(most_late), allowed_service), Cost::Late);
        let service = margin(all(&service), most_service);
        let late = margin(all(&late), most_late).map(|late| late as usize);
        if self.is_exact() {
            prop_assert_eq!(budget.margin, (service, late));
        } else {
            prop_assert!(budget.margin.0 <= service && budget.margin.1 <= late);
        }
        self.judgement(&budget)
    }

    /// When a Wait starts, until when it is served in full, and whether it is cut off.
    fn row(&self, entry: &Entry, wait: &WaitTimes) -> Result<(), TestCaseError> {
        let times = |reached: &super::world::Reached| -> Vec<u32> {
            let found = reached.found.iter();
            found
                .filter(|((chat, ..), _)| {
                    self.world.chats[*chat].block() == Some((wait.flow, wait.block))
                })
                .map(|((_, time, ..), _)| *time)
                .collect()
        };
        let ever = times(&self.unlimited);
        prop_assert_eq!(entry.earliest, ever.iter().min().copied());
        let latest = times(&self.sure).into_iter().max();
        let possible = times(&self.possible).into_iter().max();
        if self.is_exact() {
            prop_assert_eq!(entry.latest, latest);
            prop_assert_eq!(entry.latest_possible, possible);
        } else {
            prop_assert!(entry.latest <= latest);
            prop_assert!(entry.latest_possible >= possible);
        }
        if let (Some(latest), Some(line)) = (entry.latest, entry.path.last()) {
            prop_assert!(
                entry
                    .path
                    .iter()
                    .all(|line| line.place.is_some() || line.total <= latest)
            );
            prop_assert_eq!(line.total, latest);
            let added: u32 = entry.path.iter().map(|line| line.adds).sum();
            prop_assert_eq!(added, latest);
        }
        prop_assert_eq!(entry.latest.is_some(), !entry.path.is_empty());
        for start in ever {
            let in_full = start + wait.most < self.case.duration;
            let said = entry.served_before.is_some_and(|before| start < before);
            prop_assert_eq!(said, in_full);
        }
        let cut = match (wait.cut_by_clock, wait.cut, wait.cut_possible) {
            (true, ..) => Cut::ByClocks,
            (_, true, _) => Cut::Allowed,
            (.., true) => Cut::Perhaps,
            (.., false) => Cut::No,
        };
        prop_assert_eq!(entry.cut, cut);
        Ok(())
    }

    fn least_that_cuts(&self, costs: &Costs, wait: &WaitTimes) -> Option<u32> {
        costs
            .iter()
            .filter(|((chat, time), _)| {
                self.world.chats[*chat].block() == Some((wait.flow, wait.block))
                    && time + wait.most >= self.case.duration
            })
            .map(|(_, cost)| *cost)
            .min()
    }

    /// A chat that is said to be cut off is so for one value of each attribute.
    fn judgement(&self, budget: &Budget) -> Result<(), TestCaseError> {
        let possible = self.is_cut(&self.world, true);
        match &budget.judgement {
            Judgement::Safe => prop_assert!(!possible),
            Judgement::Unsafe(_) => prop_assert!(self.is_cut_for_some_attributes()),
            Judgement::Unknown(reasons) => {
                prop_assert!(!reasons.is_empty());
                prop_assert!(possible || !self.is_exact());
            }
        }
        Ok(())
    }

    fn is_cut_for_some_attributes(&self) -> bool {
        all_told(self.program)
            .into_iter()
            .any(|told| self.is_cut(&World::new(self.program, told), false))
    }

    /// Whether a chat is cut off in spite of comparisons that have to agree, and is said to be.
    pub fn is_told(&self) -> bool {
        let compared = self.program.flows.iter().flat_map(|flow| &flow.blocks);
        let compares = compared
            .filter(|block| block.row.behaviour == ebb::catalogue::Behaviour::Compare)
            .count();
        compares > 1
            && self
                .budget()
                .is_some_and(|budget| matches!(budget.judgement, Judgement::Unsafe(_)))
    }
}
