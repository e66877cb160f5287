//! How much a chat can spend before a Wait is cut off.

use super::{Analysis, MOST_HOPS, WaitTimes};
use crate::graph::spread::Allowance;
use crate::graph::state::Seconds;
use crate::graph::times::Bound;

impl Analysis {
    /// The least service with which the chat is cut off in a Wait, the late returns as set.
    #[must_use]
    pub fn least_service(&self, wait: &WaitTimes) -> Option<Seconds> {
        let must = self.proved().filter(|_| !wait.open)?;
        let needed = self.duration.saturating_sub(wait.most);
        wait.states
            .iter()
            .flat_map(|state| must.all(*state, must.layers()))
            .filter_map(|(times, served)| {
                let last = times.last()?;
                (served || last >= needed).then(|| needed.saturating_sub(last))
            })
            .min()
    }

    /// The fewest late returns with which the chat is cut off in each Wait, the service as
    /// set; nothing where that takes more than a chain of contacts allows.
    #[must_use]
    pub fn fewest_late_returns(&self) -> Vec<Option<usize>> {
        let service = self.settings.allowance().service;
        let allowance = Allowance {
            late: Some(MOST_HOPS),
            service,
        };
        let spread = self.spread(allowance, Bound::Below);
        let cuts = |wait: &WaitTimes, late: usize| {
            wait.states.iter().any(|state| {
                spread
                    .latest(*state, late + 1, service, self.duration)
                    .is_some_and(|latest| latest.saturating_add(wait.most) >= self.duration)
            })
        };
        self.waits
            .iter()
            .map(|wait| (0..=MOST_HOPS).find(|late| !wait.open && cuts(wait, *late)))
            .collect()
    }

    /// Up to how much service, and up to how many late returns, nothing can be cut off,
    /// the other as set; nothing where it can be even without.
    #[must_use]
    pub fn margin(&self) -> (Option<Seconds>, Option<usize>) {
        let Allowance { late, service } = self.settings.allowance();
        let safe_service = |service| self.is_safe(Allowance { late, service });
        let safe_late = |late| {
            self.is_safe(Allowance {
                late: Some(late),
                service,
            })
        };
        let most_service = safe_service(0).then(|| {
            let (mut safe, mut cut) = (0, self.duration);
            while safe + 1 < cut {
                let middle = safe + (cut - safe) / 2;
                if safe_service(middle) {
                    safe = middle;
                } else {
                    cut = middle;
                }
            }
            safe
        });
        let most_late = (0..=MOST_HOPS).take_while(|late| safe_late(*late)).last();
        (most_service, most_late)
    }

    fn is_safe(&self, allowance: Allowance) -> bool {
        let layers = allowance.late.map_or(1, |late| late + 1);
        let may = self.spread(allowance, Bound::Above);
        self.graph.is_complete()
            && !self.waits.iter().any(|wait| {
                wait.states.iter().any(|state| {
                    may.latest(*state, layers, allowance.service, self.duration)
                        .is_some_and(|latest| latest.saturating_add(wait.most) >= self.duration)
                })
            })
    }
}
