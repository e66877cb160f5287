//! DOT: a graph for Graphviz.

use super::escape::dot as escaped;
use super::words::short;
use super::{Card, Picture, label};
use crate::id::Id;
use crate::layout::Importance;
use std::fmt::Write;

const WIDTH: usize = 40;

pub(super) fn write(picture: &Picture) -> String {
    let title = escaped(&picture.title);
    let mut out = format!(
        "digraph \"{title}\" {{\n    label=\"{title}\";\n    labelloc=t;\n    rankdir=LR;\n    \
         node [shape=box, style=rounded, fontname=\"sans-serif\"];\n    \
         edge [fontname=\"sans-serif\", fontsize=10];\n"
    );
    // A String takes everything.
    if let Some(start) = picture.start {
        let _ = writeln!(
            out,
            "    entry [label=\"Entry\", shape=oval];\n    entry -> b{};",
            start.index()
        );
    }
    for card in &picture.cards {
        node(&mut out, card);
    }
    for card in &picture.cards {
        edges(&mut out, card);
    }
    out.push_str("}\n");
    out
}

fn node(out: &mut String, card: &Card) {
    let (id, title) = (card.id.index(), escaped(&card.title));
    let _ = write!(out, "    b{id} [label=\"{title}");
    if let Some(detail) = card.details.first() {
        let _ = write!(out, "\\n{}", escaped(&short(detail, WIDTH)));
    }
    let _ = write!(out, "\", tooltip=\"{}\"", escaped(&card.tip));
    if let Some(link) = &card.link {
        let _ = write!(out, ", URL=\"{}\"", escaped(link));
    }
    out.push_str("];\n");
}

fn edges(out: &mut String, card: &Card) {
    for (to, connectors) in card.edges() {
        let _ = write!(out, "    b{} -> b{}", card.id.index(), to.index());
        let mut attributes = Vec::new();
        let words = label(&connectors);
        if !words.is_empty() {
            attributes.push(format!("label=\"{}\"", escaped(&short(&words, WIDTH))));
        }
        let fails = |connector: &&super::Connector| connector.importance == Importance::Failure;
        if connectors.iter().all(fails) {
            attributes.push("style=dashed".to_owned());
        }
        if !attributes.is_empty() {
            let _ = write!(out, " [{}]", attributes.join(", "));
        }
        out.push_str(";\n");
    }
}
