//! Mermaid: a flowchart from left to right.

use super::escape::{mermaid as escaped, quoted};
use super::words::short;
use super::{Card, Picture, label};
use crate::id::Id;
use crate::layout::Importance;
use std::fmt::Write;

const WIDTH: usize = 40;

pub(super) fn write(picture: &Picture) -> String {
    let mut out = String::new();
    // A String takes everything.
    let _ = writeln!(
        out,
        "---\ntitle: \"{}\"\n---\nflowchart LR",
        quoted(&picture.title)
    );
    if let Some(start) = picture.start {
        let _ = writeln!(out, "    entry([Entry])\n    entry --> b{}", start.index());
    }
    for card in &picture.cards {
        node(&mut out, card);
    }
    for card in &picture.cards {
        edges(&mut out, card);
    }
    for card in &picture.cards {
        if let Some(link) = &card.link {
            let (id, tip) = (card.id.index(), escaped(&card.tip));
            let _ = writeln!(out, "    click b{id} href \"{link}\" \"{tip}\"");
        }
    }
    out
}

fn node(out: &mut String, card: &Card) {
    let _ = write!(out, "    b{}[\"{}", card.id.index(), escaped(&card.title));
    if let Some(detail) = card.details.first() {
        let _ = write!(out, "<br>{}", escaped(&short(detail, WIDTH)));
    }
    out.push_str("\"]\n");
}

fn edges(out: &mut String, card: &Card) {
    for (to, connectors) in card.edges() {
        let fails = connectors
            .iter()
            .all(|connector| connector.importance == Importance::Failure);
        let arrow = if fails { "-.->" } else { "-->" };
        let _ = write!(out, "    b{} {arrow}", card.id.index());
        let words = label(&connectors);
        if !words.is_empty() {
            let _ = write!(out, "|\"{}\"|", escaped(&short(&words, WIDTH)));
        }
        let _ = writeln!(out, " b{}", to.index());
    }
}
