//! Whether what a flow hands to somebody outside is as expected: to views, tasks, functions.

use super::judge::{Mismatch, check, mismatch};
use super::play::Played;
use crate::run::{Effect, Named, Waiting};
use crate::text::nearest;

/// Names with texts; what is nested by the way to it.
type Entries = [(String, String)];

impl Played<'_> {
    pub(super) fn expect_view(&self, view: &Named, data: &Entries) -> Result<(), Mismatch> {
        let program = self.program();
        let name = view.name(program);
        let is_shown = matches!(
            self.state.waiting(),
            Some(Waiting::View { view: shown, .. }) if shown.as_ref() == Some(view)
        );
        check(is_shown, format!("the view `{name}`"), self.waits_for())?;
        let shown = self.seen.iter().rev().find_map(|seen| {
            let Effect::ViewShown { data, .. } = &seen.effect else {
                return None;
            };
            Some(data.as_slice())
        });
        let expected = format!("the view `{name}` with {}", listed(data));
        holds_all(shown.unwrap_or_default(), data, expected)
    }

    pub(super) fn expect_asked(
        &self,
        phrase: &str,
        wanted: &str,
        with: &Entries,
    ) -> Result<(), Mismatch> {
        let asked = self.seen.iter();
        let asked = asked.filter_map(|seen| self.asked(&seen.effect, phrase));
        let asked: Vec<(&str, &Entries)> = asked.collect();
        let expected = format!("`{phrase} \"{wanted}\"`");
        let found = asked.iter().filter(|(what, _)| *what == wanted);
        let found: Vec<&Entries> = found.map(|(_, with)| *with).collect();
        let Some(last) = found.last() else {
            let instead = match asked.last() {
                None => "no such block was reached".to_owned(),
                Some((what, _)) => format!("it was `{phrase} \"{what}\"`"),
            };
            return mismatch(expected, instead);
        };
        match found.iter().any(|sent| holds_every(sent, with)) {
            true => Ok(()),
            false => holds_all(last, with, format!("{expected} with {}", listed(with))),
        }
    }

    /// What a block of this phrase asked for, and what it sent along.
    pub(super) fn asked<'e>(
        &self,
        effect: &'e Effect,
        phrase: &str,
    ) -> Option<(&'e str, &'e Entries)> {
        let Effect::Asked {
            flow,
            block,
            what,
            with,
        } = effect
        else {
            return None;
        };
        let block = self.program().flows.get(*flow)?.blocks.get(*block)?;
        (block.row.phrase == phrase).then_some((what, with))
    }

    pub(super) fn expect_called(&self, function: &Named, with: &Entries) -> Result<(), Mismatch> {
        let name = function.name(self.program());
        let calls = self.calls(function);
        let fits = |input: &Entries| holds_every(input, with);
        let expected = match with.is_empty() {
            true => format!("a call of `{name}`"),
            false => format!("a call of `{name}` with {}", listed(with)),
        };
        let instead = match calls.last() {
            None => "it was not called".to_owned(),
            Some([]) => "it was called with nothing".to_owned(),
            Some(input) => format!("it was called with {}", listed(input)),
        };
        check(calls.into_iter().any(fits), expected, instead)
    }

    pub(super) fn calls<'a>(&'a self, wanted: &Named) -> Vec<&'a Entries> {
        let calls = self.seen.iter().filter_map(|seen| seen.effect.call());
        let calls = calls.filter(|(function, _)| *function == wanted);
        calls.map(|(_, input)| input).collect()
    }
}

/// Whether what was sent holds all of this, and perhaps more.
fn holds_every(sent: &Entries, wanted: &Entries) -> bool {
    wanted.iter().all(|entry| sent.contains(entry))
}

fn holds_all(sent: &Entries, wanted: &Entries, expected: String) -> Result<(), Mismatch> {
    let missing = wanted.iter().find(|entry| !sent.contains(entry));
    let instead = match sent {
        [] => "it was given nothing".to_owned(),
        sent => format!("it was given {}", listed(sent)),
    };
    let help = missing.and_then(|(key, _)| {
        let known = sent.iter().map(|(known, _)| known.as_str());
        let other = nearest(key, known).filter(|near| near != key)?;
        Some(format!("it was given `{other}`"))
    });
    check(missing.is_none(), expected, instead).map_err(|mismatch| Mismatch { help, ..mismatch })
}

fn listed(entries: &Entries) -> String {
    let entries: Vec<String> = entries
        .iter()
        .map(|(key, value)| format!("{key}: \"{value}\""))
        .collect();
    format!("{{ {} }}", entries.join(", "))
}
