//! SVG: cards with connectors on their right, as the designer shows them.

use super::escape::xml;
use super::route::{self, ENTRANCE, STUB};
use super::style::{MARKS, STYLE};
use super::words::{short, wrapped};
use super::{Card, Connector, End, Group, Mark, Picture};
use crate::layout::{ENTRY, Importance, Position, WIDTH};
use crate::program::BlockId;
use std::fmt::Write;

/// Where the words of a card begin.
const INSET: i64 = 15;
/// Letters that fit into a line of a card.
const LETTERS: usize = 27;
/// Letters that fit beside a connector.
const WORDS: usize = 26;
/// Where the first connector is, from the top of a card, and how far the next.
const FIRST_CONNECTOR: i64 = 96;
const CONNECTOR: i64 = 24;
/// Around everything; above it is room for the title and for edges.
const MARGIN: i64 = 40;
const HEAD: i64 = 96;

pub(super) fn write(picture: &Picture) -> String {
    let mut out = String::new();
    open(&mut out, picture);
    edges(&mut out, picture);
    entry(&mut out, picture);
    for card in &picture.cards {
        draw_card(&mut out, card);
    }
    out.push_str("</svg>\n");
    out
}

/// Adds a line of SVG; a String takes everything.
macro_rules! line {
    ($out:expr, $($words:tt)*) => {{
        let _ = writeln!($out, $($words)*);
    }};
}

fn open(out: &mut String, picture: &Picture) {
    let right = picture.cards.iter().map(|card| card.at.x).max();
    let right = right.unwrap_or(ENTRY.x) + WIDTH;
    let (width, height) = (right + 2 * MARGIN, picture.layout.bottom + HEAD);
    let (title, subtitle) = (xml(&picture.title), xml(&picture.subtitle));
    line!(
        out,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" viewBox=\"0 {} {width} {height}\" role=\"img\">",
        -HEAD
    );
    line!(out, "<title>{title}</title>");
    let marks = if picture.marked { MARKS } else { "" };
    line!(out, "<style>\n{STYLE}{marks}</style>");
    line!(
        out,
        "<defs><marker id=\"tip\" viewBox=\"0 0 8 8\" refX=\"7\" refY=\"4\" markerWidth=\"9\" markerHeight=\"9\" markerUnits=\"userSpaceOnUse\" orient=\"auto\"><path class=\"tip\" d=\"M0 0 8 4 0 8z\"/></marker></defs>"
    );
    line!(
        out,
        "<rect class=\"page\" y=\"{}\" width=\"{width}\" height=\"{height}\"/>",
        -HEAD
    );
    let top = 40 - HEAD;
    line!(
        out,
        "<text class=\"name\" x=\"{MARGIN}\" y=\"{top}\">{title}</text>"
    );
    line!(
        out,
        "<text class=\"soft\" x=\"{MARGIN}\" y=\"{}\">{subtitle}</text>",
        top + 20
    );
}

fn edges(out: &mut String, picture: &Picture) {
    for card in &picture.cards {
        for (connector, from) in card.connectors.iter().zip(ports(card)) {
            if let End::Block(to) = connector.end {
                edge(out, picture, card.id, connector, from, to);
            }
        }
    }
}

fn edge(
    out: &mut String,
    picture: &Picture,
    source: BlockId,
    connector: &Connector,
    from: Position,
    to: BlockId,
) {
    let Some(target) = picture.layout.positions.get(to) else {
        return;
    };
    let lane: Vec<Position> = picture.layout.way(source, to).collect();
    let path = route::edge(from, &lane, *target);
    let mut class = match connector.importance {
        Importance::Success => "edge success",
        Importance::Result | Importance::Otherwise => "edge",
        Importance::Failure => "edge failure",
    }
    .to_owned();
    if target.x <= from.x {
        class.push_str(" back");
    }
    class.push_str(&marked(connector.mark));
    line!(
        out,
        "<path class=\"{class}\" d=\"{path}\" marker-end=\"url(#tip)\"/>"
    );
}

/// Where the flow begins.
fn entry(out: &mut String, picture: &Picture) {
    let middle = ENTRY.y + ENTRANCE;
    line!(
        out,
        "<rect class=\"card\" x=\"{}\" y=\"{}\" width=\"80\" height=\"32\" rx=\"16\"/>",
        ENTRY.x,
        middle - 16
    );
    line!(
        out,
        "<text class=\"title\" x=\"{}\" y=\"{}\" text-anchor=\"middle\">Entry</text>",
        ENTRY.x + 40,
        middle + 4
    );
    if let Some(start) = picture
        .start
        .and_then(|start| picture.layout.positions.get(start))
    {
        line!(
            out,
            "<path class=\"edge success\" d=\"M{} {middle}H{}\" marker-end=\"url(#tip)\"/>",
            ENTRY.x + 80,
            start.x
        );
    }
}

fn draw_card(out: &mut String, card: &Card) {
    let Position { x, y } = card.at;
    match &card.link {
        Some(link) => line!(out, "<a href=\"{}\">", xml(link)),
        None => line!(out, "<g>"),
    }
    line!(out, "<title>{}</title>", xml(&card.tip));
    let height = card.height;
    line!(
        out,
        "<rect class=\"card{}\" x=\"{x}\" y=\"{y}\" width=\"{WIDTH}\" height=\"{height}\" rx=\"8\"/>",
        marked(card.mark)
    );
    line!(
        out,
        "<path class=\"{}\" d=\"M{} {y}h-2a8 8 0 0 0-8 8v{}a8 8 0 0 0 8 8h2z\"/>",
        class(card.group),
        x + 10 - 5,
        height - 16
    );
    let words = xml(&short(&card.title, LETTERS - 2));
    text(out, "title", x + INSET, y + ENTRANCE + 4, &words);
    for (number, words) in (0_i64..).zip(lines(&card.details)) {
        text(out, "soft", x + INSET, y + 48 + 17 * number, &xml(&words));
    }
    if !card.connectors.is_empty() {
        line!(
            out,
            "<path class=\"rule\" d=\"M{} {}H{}\"/>",
            x + INSET,
            y + FIRST_CONNECTOR - 17,
            x + WIDTH - 12
        );
    }
    for (connector, at) in card.connectors.iter().zip(ports(card)) {
        draw_connector(out, connector, at);
    }
    line!(out, "{}", if card.link.is_some() { "</a>" } else { "</g>" });
}

fn draw_connector(out: &mut String, connector: &Connector, at: Position) {
    let words = xml(&short(&connector.words, WORDS));
    let y = at.y + 4;
    line!(
        out,
        "<text x=\"{}\" y=\"{y}\" text-anchor=\"end\">{words}</text>",
        at.x - 12
    );
    line!(
        out,
        "<circle class=\"port{}\" cx=\"{}\" cy=\"{}\" r=\"4\"/>",
        marked(connector.mark),
        at.x,
        at.y
    );
    if let End::Missing(name) = &connector.end {
        let words = xml(&short(name, 12));
        text(out, "missing", at.x + STUB / 2, y, &format!("{words}?"));
    }
}

fn text(out: &mut String, class: &str, x: i64, y: i64, words: &str) {
    line!(
        out,
        "<text class=\"{class}\" x=\"{x}\" y=\"{y}\">{words}</text>"
    );
}

/// Two lines about the arguments: the first in as many as it needs, then the next.
fn lines(details: &[String]) -> Vec<String> {
    let Some((first, others)) = details.split_first() else {
        return Vec::new();
    };
    let mut lines = wrapped(first, LETTERS, 2);
    match others {
        [next] if lines.len() < 2 => lines.push(short(next, LETTERS)),
        [next, ..] if lines.len() < 2 => lines.push(short(&format!("{next} …"), LETTERS)),
        _ => {}
    }
    lines
}

/// Where the connectors of a card are.
fn ports(card: &Card) -> impl Iterator<Item = Position> {
    let at = card.at;
    (0..).map(move |number| Position {
        x: at.x + WIDTH,
        y: at.y + FIRST_CONNECTOR + CONNECTOR * number,
    })
}

/// The class of a mark, behind another one.
fn marked(mark: Option<Mark>) -> String {
    mark.map_or_else(String::new, |mark| format!(" {}", mark.class()))
}

const fn class(group: Group) -> &'static str {
    match group {
        Group::Interact => "interact",
        Group::Set => "set",
        Group::Check => "check",
        Group::Integrate => "integrate",
        Group::Leave => "leave",
        Group::Other => "other",
    }
}
