//! Errors whose story the interpreter cannot follow, and whether brute force finds a chat that
//! shows them, once all that it compares has to agree.

use super::checked::{Checked, timeout_in};
use super::ledger::all_told;
use super::small;
use super::world::{Limits, World};
use ebb::compile::replay::replay;
use ebb::diag::Level;
use ebb::graph::Witness;
use ebb::id::Id;
use ebb::program::FlowId;
use ebb::rules::Finding;
use proptest::strategy::{Strategy, ValueTree};
use std::collections::BTreeMap;

impl Checked<'_> {
    /// Whether a chat that starts in the first flow, whose data do not contradict themselves,
    /// shows what a finding says; nothing where that cannot be asked.
    fn can_be_shown(&self, finding: &Finding) -> Option<bool> {
        let witness = finding.witness.as_ref()?;
        let place = witness.place.block()?;
        let clocks = Limits {
            late: Some(0),
            service: Some(0),
            ..self.limits
        };
        let (limits, wait) = match finding.diagnostic.rule.name {
            "wait-overrun" => {
                let mut waits = self.analysis.waits.iter();
                let wait = waits.find(|wait| (wait.flow, wait.block) == place)?;
                (clocks, Some(wait))
            }
            _ => (self.limits, None),
        };
        let of_first = witness.entry == FlowId::from_index(0);
        of_first.then(|| {
            all_told(self.program).into_iter().any(|told| {
                let lasts = wait.map_or(self.case.duration, |wait| {
                    timeout_in(self.program, told, wait)
                });
                let threshold = self.case.duration.saturating_sub(lasts);
                let world = World::new(self.program, told);
                let reached = world.walk(limits);
                reached.found.iter().any(|((chat, time, ..), _)| {
                    world.chats[*chat].block() == Some(place) && *time >= threshold
                })
            })
        })
    }
}

/// What came of the errors with a story.
#[derive(Debug, Default)]
struct Count {
    errors: usize,
    /// The interpreter could not follow the story.
    in_doubt: usize,
    /// Of these, the ones of which brute force was asked.
    asked: usize,
    /// Of these, the ones that brute force can show.
    missed: usize,
    /// Why they could not be followed: the rule, whether brute force can show it, the words.
    reasons: BTreeMap<(&'static str, bool, String), usize>,
}

impl Count {
    fn add(&mut self, checked: &Checked<'_>, finding: &Finding) {
        let Some(witness) = &finding.witness else {
            return;
        };
        self.errors += 1;
        let Err(why) = replay(checked.program, witness) else {
            return;
        };
        self.in_doubt += 1;
        let shown = checked.can_be_shown(finding);
        self.asked += usize::from(shown.is_some());
        self.missed += usize::from(shown == Some(true));
        let why = why.chars().filter(|c| !c.is_ascii_digit()).collect();
        let reason = (finding.diagnostic.rule.name, shown == Some(true), why);
        *self.reasons.entry(reason).or_default() += 1;
    }
}

#[test]
fn nearly_every_error_is_played_that_some_chat_shows() {
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let mut count = Count::default();
    for _ in 0..1_000 {
        let case = small::case().new_tree(&mut runner).unwrap().current();
        let program = case.program();
        let checked = Checked::new(&case, &program);
        let plays = |witness: &Witness| replay(&program, witness).is_ok();
        let found = ebb::rules::check_groups(
            &program,
            &ebb::graph::groups(&program),
            &checked.settings,
            &|_| true,
            &plays,
        );
        let errors = found.iter();
        for finding in errors.filter(|finding| finding.diagnostic.level == Level::Error) {
            count.add(&checked, finding);
        }
    }
    println!("{count:#?}");
    assert!(count.errors >= 1_000, "{count:?}");
    assert!(count.in_doubt == 0 || count.asked > 0, "{count:?}");
    // What is left are agents who would have to join before the flow of the queue, which
    // takes no time, has ended the chat.
    assert!(count.missed * 400 < count.errors, "{count:?}");
    // The others are comparisons that contradict each other, mostly in other flows.
    assert!(count.in_doubt * 200 < count.errors, "{count:?}");
}
