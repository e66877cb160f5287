//! What came of simulated chats: as a table, as JSON, as a picture.

use super::coverage::told;
use super::line;
use crate::picture::xml;
use crate::program::Program;
use crate::suite::simulate::{Outcomes, quantile};
use crate::text::{Clock, count};
use serde::Serialize;

/// Which shares of chats are told of times, in percent.
const SHARES: [usize; 4] = [50, 90, 99, 100];

/// How the chats ended, how long they lasted and waited, and which branch none of them took.
#[must_use]
pub fn table(program: &Program, outcomes: &Outcomes) -> String {
    let mut out = String::new();
    line(
        &mut out,
        &format!("{} simulated", count("chat", outcomes.chats)),
    );
    line(&mut out, "\nhow they ended");
    for (word, times) in &outcomes.ended {
        let share = share(*times, outcomes.chats);
        line(&mut out, &format!("  {word:<32} {times:>10}  {share:>6} %"));
    }
    line(
        &mut out,
        "\nhow long                              half of them  90 %       99 %       all",
    );
    times(&mut out, "the chat lasted", &outcomes.lasted);
    times(&mut out, "a customer waited for an agent", &outcomes.waited);
    let missing: Vec<_> = outcomes.coverage.missing().collect();
    if !missing.is_empty() {
        line(&mut out, "\nbranches that no chat took");
        for branch in missing {
            line(&mut out, &format!("  {}", told(program, branch)));
        }
    }
    out
}

fn times(out: &mut String, what: &str, times: &[u32]) {
    let mut sorted = times.to_vec();
    sorted.sort_unstable();
    let shares = SHARES.map(|percent| {
        let time = Clock(i64::from(quantile(&sorted, percent)));
        format!("{time:<9}", time = time.to_string())
    });
    line(out, format!("  {what:<36}{}", shares.join("  ")).trim_end());
}

/// A share in percent with one digit.
fn share(times: usize, all: usize) -> String {
    let permille = (times * 1_000).checked_div(all).unwrap_or(0);
    format!("{}.{}", permille / 10, permille % 10)
}

#[derive(Serialize)]
struct Document<'a> {
    version: u32,
    seed: u64,
    chats: usize,
    ended: &'a std::collections::BTreeMap<&'static str, usize>,
    lasted: Times,
    waited: Times,
    branches: usize,
    never_taken: Vec<String>,
}

/// Seconds, below which so many chats lie.
#[derive(Serialize)]
struct Times {
    half: u32,
    p90: u32,
    p99: u32,
    most: u32,
}

impl Times {
    fn of(times: &[u32]) -> Self {
        let mut sorted = times.to_vec();
        sorted.sort_unstable();
        Self {
            half: quantile(&sorted, 50),
            p90: quantile(&sorted, 90),
            p99: quantile(&sorted, 99),
            most: quantile(&sorted, 100),
        }
    }
}

/// One document; `version` grows when something is renamed or removed.
#[must_use]
pub fn json(program: &Program, seed: u64, outcomes: &Outcomes) -> String {
    let missing = outcomes.coverage.missing();
    let document = Document {
        version: 1,
        seed,
        chats: outcomes.chats,
        ended: &outcomes.ended,
        lasted: Times::of(&outcomes.lasted),
        waited: Times::of(&outcomes.waited),
        branches: outcomes.coverage.share().reachable,
        never_taken: missing.map(|branch| told(program, branch)).collect(),
    };
    let text = serde_json::to_string_pretty(&document);
    // Texts and numbers can always be written.
    text.map_or_else(|_| String::new(), |text| text + "\n")
}

const STYLE: &str = "\
text { font: 12px system-ui, -apple-system, 'Segoe UI', Roboto, sans-serif; fill: #1f2933 }
.name { font-size: 16px; font-weight: 600 } .bar { fill: #2563eb } .page { fill: #ffffff }
@media (prefers-color-scheme: dark) { text { fill: #e4e7eb } .bar { fill: #60a5fa } .page { fill: #12161b } }
";
/// How long the longest bar is.
const LONGEST: usize = 360;
/// How far one bar is below the other.
const STEP: usize = 26;

/// How the chats ended, and how long they lasted, as bars.
#[must_use]
pub fn picture(outcomes: &Outcomes) -> String {
    let ended = outcomes
        .ended
        .iter()
        .map(|(word, times)| ((*word).to_owned(), *times));
    let ended: Vec<(String, usize)> = ended.collect();
    let lasted = by_hours(&outcomes.lasted);
    let height = 120 + STEP * (ended.len() + lasted.len());
    let mut out = String::new();
    line(
        &mut out,
        &format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"760\" height=\"{height}\" viewBox=\"0 0 760 {height}\" role=\"img\">"
        ),
    );
    line(&mut out, &format!("<style>\n{STYLE}</style>"));
    line(
        &mut out,
        &format!("<rect class=\"page\" width=\"760\" height=\"{height}\"/>"),
    );
    let next = bars(&mut out, 30, "How the chats ended", &ended, outcomes.chats);
    bars(
        &mut out,
        next + 30,
        "How long they lasted",
        &lasted,
        outcomes.chats,
    );
    line(&mut out, "</svg>");
    out
}

/// How many chats lasted up to an hour, up to two, four, and so on.
fn by_hours(lasted: &[u32]) -> Vec<(String, usize)> {
    let mut bounds = vec![1_u32];
    let most = lasted.iter().max().copied().unwrap_or(0).div_ceil(3_600);
    while bounds.last().is_some_and(|last| *last < most) {
        bounds.push(bounds.last().map_or(1, |last| last * 2));
    }
    let mut below = 0;
    let bars = bounds.into_iter().map(|bound| {
        let hours = |seconds: &&u32| seconds.div_ceil(3_600).max(1) <= bound;
        let up_to = lasted.iter().filter(hours).count();
        let here = up_to - below;
        below = up_to;
        (format!("up to {bound} h"), here)
    });
    bars.collect()
}

fn bars(out: &mut String, top: usize, title: &str, bars: &[(String, usize)], all: usize) -> usize {
    line(
        out,
        &format!("<text class=\"name\" x=\"20\" y=\"{top}\">{title}</text>"),
    );
    let mut y = top + STEP;
    for (words, times) in bars {
        let width = (times * LONGEST).checked_div(all).unwrap_or(0).max(1);
        let words = xml(words);
        line(
            out,
            &format!("<text x=\"250\" y=\"{y}\" text-anchor=\"end\">{words}</text>"),
        );
        line(
            out,
            &format!(
                "<rect class=\"bar\" x=\"260\" y=\"{}\" width=\"{width}\" height=\"16\" rx=\"3\"/>",
                y - 12
            ),
        );
        let share = share(*times, all);
        line(
            out,
            &format!(
                "<text x=\"{}\" y=\"{y}\">{times} ({share} %)</text>",
                268 + width
            ),
        );
        y += STEP;
    }
    y
}
