//! The ledger as a page: one timeline for each Wait, and the steps below it.

use super::{Budget, Entry, Judgement, Line, Spender};
use crate::graph::Seconds;
use crate::graph::story::{clock, lasts};
use crate::picture::xml;
use std::fmt::Write;

/// How many units the timeline is wide.
const WIDTH: u64 = 1_000;
/// How many units the words above it take to each side of their middle.
const WORDS: u64 = 110;

const STYLE: &str = include_str!("page.css");

/// A page with every budget, complete in one file.
#[must_use]
pub fn page(budgets: &[Budget]) -> String {
    let mut out = String::new();
    line!(
        out,
        "<!doctype html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">"
    );
    line!(
        out,
        "<meta name=\"viewport\" content=\"width=device-width\">"
    );
    line!(out, "<title>Time budget</title>\n<style>\n{STYLE}</style>");
    line!(out, "<h1>Time budget</h1>");
    line!(
        out,
        "<p class=\"legend\"><i class=\"clock\"></i>timer <i class=\"customer\"></i>customer comes back late <i class=\"service\"></i>agents, bots, functions <i class=\"wait\"></i>the wait itself <i class=\"end\"></i>the chat ends</p>"
    );
    for budget in budgets {
        section(&mut out, budget);
    }
    line!(out, "</html>");
    out
}

fn section(out: &mut String, budget: &Budget) {
    let class = match budget.judgement {
        Judgement::Safe => "safe",
        Judgement::Unsafe(_) => "unsafe",
        Judgement::Unknown(_) => "unknown",
    };
    line!(
        out,
        "<section>\n<h2>{} <b class=\"{class}\">{class}</b></h2>",
        xml(&budget.flow)
    );
    if let Judgement::Unsafe(_) = budget.judgement {
        line!(out, "<p>{}</p>", words(&budget.verdict()));
    }
    line!(
        out,
        "<p>{}<br>{}</p>",
        words(&budget.counted_with()),
        words(&budget.margin_words())
    );
    if let Judgement::Unknown(reasons) = &budget.judgement {
        line!(out, "<ul>");
        for (reason, settled) in reasons {
            line!(
                out,
                "<li>{}<br><em>to settle it: {}</em></li>",
                words(reason),
                words(settled)
            );
        }
        line!(out, "</ul>");
    }
    for entry in &budget.waits {
        wait(out, budget, entry);
    }
    line!(out, "</section>");
}

fn wait(out: &mut String, budget: &Budget, entry: &Entry) {
    line!(
        out,
        "<article>\n<h3>{} <small>{}</small></h3>",
        xml(&entry.name),
        xml(&entry.place)
    );
    timeline(out, budget, entry);
    line!(out, "<dl>");
    for (what, value) in budget.facts(entry) {
        line!(out, "<dt>{what}</dt><dd>{}</dd>", words(&value));
    }
    line!(out, "</dl>");
    if !entry.path.is_empty() {
        line!(
            out,
            "<details open><summary>The latest start, step by step</summary>\n<table>"
        );
        line!(
            out,
            "<tr><th>total<th>adds<th>left<th>what happens<th>where</tr>"
        );
        for step in &entry.path {
            row(out, budget, step);
        }
        line!(out, "</table></details>");
    }
    line!(out, "</article>");
}

/// A sentence, with what stands between backticks as code.
fn words(sentence: &str) -> String {
    let sentence = xml(sentence);
    let mut parts = sentence.split('`');
    let mut out = parts.next().unwrap_or("").to_owned();
    while let Some(code) = parts.next() {
        let pieces = match parts.next() {
            Some(rest) => ["<code>", code, "</code>", rest],
            // A backtick without another.
            None => ["`", code, "", ""],
        };
        out.extend(pieces);
    }
    out
}

fn row(out: &mut String, budget: &Budget, step: &Line) {
    let adds = match step.adds {
        0 => String::new(),
        adds => format!("+{}", lasts(adds)),
    };
    let place = step.place.as_deref().unwrap_or("");
    line!(
        out,
        "<tr><td>{}<td>{adds}<td>{}<td>{}<td>{}</tr>",
        clock(step.total),
        clock(budget.duration.saturating_sub(step.total)),
        words(&step.text),
        xml(place)
    );
}

fn timeline(out: &mut String, budget: &Budget, entry: &Entry) {
    let end = budget.duration.max(1);
    let x = |at: Seconds| u64::from(at.min(end)) * WIDTH / u64::from(end);
    line!(out, "<svg viewBox=\"-10 0 1020 92\" role=\"img\">");
    line!(
        out,
        "<title>{} within {}</title>",
        xml(&entry.name),
        lasts(end)
    );
    line!(
        out,
        "<rect class=\"lane\" x=\"0\" y=\"26\" width=\"{WIDTH}\" height=\"30\"/>"
    );
    for stretch in &entry.spans {
        let class = match stretch.spender {
            Spender::Clock => "clock",
            Spender::Customer => "customer",
            Spender::Service => "service",
        };
        bar(out, class, x(stretch.from), x(stretch.to));
    }
    let start = entry.latest.or(entry.earliest).unwrap_or(end);
    let over = start.saturating_add(entry.lasts);
    let class = if over >= end { "wait cut" } else { "wait" };
    bar(out, class, x(start), x(over));
    for hour in ticks(end) {
        let at = x(hour);
        line!(
            out,
            "<path class=\"tick\" d=\"M{at} 56v6\"/><text x=\"{at}\" y=\"78\">{}</text>",
            lasts(hour)
        );
    }
    if let Some(before) = entry.served_before.filter(|_| !entry.open) {
        let at = x(before);
        // What would stand beside the picture is cut off.
        let middle = at.clamp(WORDS, WIDTH - WORDS);
        line!(
            out,
            "<path class=\"served\" d=\"M{at} 20v42\"/><text class=\"served\" x=\"{middle}\" y=\"14\">served in full before {}</text>",
            clock(before)
        );
    }
    line!(out, "<path class=\"end\" d=\"M{WIDTH} 16v46\"/>\n</svg>");
}

fn bar(out: &mut String, class: &str, from: u64, to: u64) {
    let width = to.saturating_sub(from).max(2);
    line!(
        out,
        "<rect class=\"{class}\" x=\"{from}\" y=\"26\" width=\"{width}\" height=\"30\"/>"
    );
}

/// About ten marks, at whole hours or minutes.
fn ticks(end: Seconds) -> impl Iterator<Item = Seconds> {
    let steps = [
        1, 5, 10, 60, 300, 600, 1_800, 3_600, 7_200, 10_800, 18_000, 43_200, 86_400,
    ];
    let step = steps.into_iter().find(|step| end / step <= 10);
    let step = step.unwrap_or(86_400);
    (0..=end / step).map(move |number| number * step)
}
