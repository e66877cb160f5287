//! The ledger for a terminal.

use super::{Budget, Cut, Entry, Judgement, Spender};
use crate::graph::story::{clock, lasts};
use crate::graph::time::MOST_HOPS;
use crate::graph::{Limit, Seconds};
use crate::text::count;
use std::fmt::Write;

/// How many letters the timeline is wide.
const WIDTH: u32 = 60;

impl Budget {
    /// The ledger as text, with a timeline for each Wait.
    #[must_use]
    pub fn text(&self) -> String {
        let mut out = String::new();
        line!(
            out,
            "chats that start in `{}`: {}",
            self.flow,
            self.verdict()
        );
        line!(out, "  counted with {}", self.counted_with());
        line!(out, "  {}", self.margin_words());
        if self.alone {
            line!(
                out,
                "  no flow in which chats start leads there, so it is judged by itself"
            );
        }
        if let Judgement::Unknown(reasons) = &self.judgement {
            for (reason, settled) in reasons {
                line!(out, "  - {reason}");
                line!(out, "    to settle it: {settled}");
            }
        }
        for entry in &self.waits {
            self.entry(&mut out, entry);
        }
        out
    }

    /// The judgement in one phrase.
    #[must_use]
    pub fn verdict(&self) -> String {
        match &self.judgement {
            Judgement::Safe => "safe, none is cut off during a wait".to_owned(),
            Judgement::Unsafe(wait) => format!("unsafe, one can be cut off during {wait}"),
            Judgement::Unknown(_) => "unknown".to_owned(),
        }
    }

    /// What is allowed for, in one phrase.
    #[must_use]
    pub fn counted_with(&self) -> String {
        let late = match self.allowed.0 {
            Limit::AtMost(late) => count("late return", late as usize),
            Limit::Unlimited => "any number of late returns".to_owned(),
        };
        let service = match self.allowed.1 {
            Limit::AtMost(service) => lasts(service),
            Limit::Unlimited => "any time".to_owned(),
        };
        format!(
            "{late} and {service} with agents, bots and functions; chats end at {}",
            clock(self.duration)
        )
    }

    /// The margin in one phrase.
    #[must_use]
    pub fn margin_words(&self) -> String {
        let (service, late) = self.margin;
        let service = service.map(|service| match service {
            any if any + 1 >= self.duration => "any time of service".to_owned(),
            service => format!("up to {} of service", lasts(service)),
        });
        let late = late.map(|late| match late {
            0 => "no late return".to_owned(),
            MOST_HOPS => "any number of late returns".to_owned(),
            late => format!("up to {}", count("late return", late)),
        });
        let margins: Vec<String> = service.into_iter().chain(late).collect();
        match margins.is_empty() {
            true => {
                "margin: none, with less service or fewer late returns it is the same".to_owned()
            }
            false => format!(
                "margin: safe with {}, the other as it is",
                margins.join(", or with ")
            ),
        }
    }

    fn entry(&self, out: &mut String, entry: &Entry) {
        line!(out, "\n{}  ({})", entry.name, entry.place);
        for (what, value) in self.facts(entry) {
            line!(out, "  {what:<15} {value}");
        }
        if !entry.path.is_empty() {
            line!(out, "\n  the latest start:");
            line!(out, "     total       adds      left");
            for step in &entry.path {
                let adds = match step.adds {
                    0 => String::new(),
                    adds => format!("+{}", lasts(adds)),
                };
                let place = step.place.as_ref();
                let place = place.map_or_else(String::new, |place| format!("  ({place})"));
                line!(
                    out,
                    "  {:>8} {adds:>10}  {:>8}  {}{place}",
                    clock(step.total),
                    clock(self.duration.saturating_sub(step.total)),
                    step.text
                );
            }
            line!(out, "");
            self.timeline(out, entry);
        }
    }

    /// What there is to say about a Wait: words and value.
    pub(super) fn facts(&self, entry: &Entry) -> Vec<(&'static str, String)> {
        let served = match entry.served_before {
            _ if entry.open => "nobody knows: its length is only known at run time".to_owned(),
            Some(before) => format!("when it starts before {}", clock(before)),
            None => "never: it is as long as the chat".to_owned(),
        };
        vec![
            ("starts", starts(entry)),
            ("served in full", served),
            ("cut off", self.cut(entry)),
        ]
    }

    fn cut(&self, entry: &Entry) -> String {
        let mut needs = Vec::new();
        if let Some(late) = entry.late.filter(|late| *late > 0) {
            needs.push(count("late return", late));
        }
        let possible = |service: &Seconds| (1..self.duration).contains(service);
        if let Some(service) = entry.service.filter(possible) {
            needs.push(format!("{} of service", lasts(service)));
        }
        let needs = match needs.is_empty() {
            true => "never".to_owned(),
            false => format!("with {}", needs.join(", or with ")),
        };
        match entry.cut {
            Cut::ByClocks => "by timers alone".to_owned(),
            Cut::Allowed => format!("within what is counted: {needs}"),
            Cut::Perhaps => "perhaps: nothing that is known rules it out".to_owned(),
            Cut::No => needs,
        }
    }

    fn timeline(&self, out: &mut String, entry: &Entry) {
        let column = |at: Seconds| {
            let column = u64::from(at) * u64::from(WIDTH) / u64::from(self.duration.max(1));
            usize::try_from(column).unwrap_or(0)
        };
        let mut bar = vec!['·'; WIDTH as usize];
        let mut paint = |from: Seconds, to: Seconds, with: char| {
            let (from, to) = (column(from), column(to).max(column(from) + 1));
            for cell in bar.iter_mut().take(to).skip(from) {
                *cell = with;
            }
        };
        for stretch in &entry.spans {
            paint(stretch.from, stretch.to, sign(stretch.spender));
        }
        let start = entry.latest.unwrap_or(0);
        let end = start.saturating_add(entry.lasts);
        if start < self.duration {
            paint(start, end.min(self.duration), '█');
        }
        let bar: String = bar.into_iter().collect();
        let over = if end >= self.duration { "✂" } else { "" };
        line!(
            out,
            "  0h{:>width$}",
            lasts(self.duration),
            width = WIDTH as usize - 1
        );
        line!(out, "  │{bar}│{over}");
        line!(out, "   ▒ timer  ░ customer  ▓ service  █ {}", entry.name);
    }
}

/// When a Wait starts, as far as that is known.
fn starts(entry: &Entry) -> String {
    let Some(earliest) = entry.earliest else {
        return "never: every chat has ended before".to_owned();
    };
    let until = |latest: Seconds| match earliest < latest {
        true => format!("between {} and {}", clock(earliest), clock(latest)),
        false => format!("at {}", clock(earliest)),
    };
    match (entry.latest, entry.latest_possible) {
        (Some(latest), Some(possible)) if possible > latest => {
            format!("{}, perhaps up to {}", until(latest), clock(possible))
        }
        (Some(latest), _) => until(latest),
        (None, Some(possible)) => format!("perhaps, then {}", until(possible)),
        (None, None) => format!(
            "only with more than is counted, at {} at the earliest",
            clock(earliest)
        ),
    }
}

const fn sign(spender: Spender) -> char {
    match spender {
        Spender::Clock => '▒',
        Spender::Customer => '░',
        Spender::Service => '▓',
    }
}
