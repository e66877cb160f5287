//! Nothing of another environment survives in what is written.
//!
//! The finished text is looked through, not the values that it was made of: so nothing
//! can slip through that was written in a way nobody thought of.

use super::Emitted;
use crate::diag::Diagnostic;
use crate::program::Flow;
use crate::project::names::FOREIGN_ARN;
use crate::project::{Foreign, Stray};
use crate::source::Span;
use serde_json::Value;
use std::collections::BTreeSet;

/// A finding for everything in a written flow that belongs to another environment, at the
/// block that holds it.
#[must_use]
pub fn check_foreign(flow: &Flow, emitted: &Emitted, foreign: &Foreign) -> Vec<Diagnostic> {
    if foreign.is_empty() {
        return Vec::new();
    }
    let arns = emitted.placeholders.iter();
    let placeholders: BTreeSet<&str> = arns.map(|known| known.arn.as_str()).collect();
    let mut strays = foreign.strays(&emitted.json, &placeholders);
    let mut findings = Vec::new();
    if strays.is_empty() {
        return findings;
    }
    for (action, block) in actions(&emitted.json).iter().zip(&flow.blocks) {
        let action = serde_json::to_string_pretty(action).unwrap_or_default();
        for stray in foreign.strays(&action, &placeholders) {
            strays.remove(&stray);
            let what = format!("`{}` holds", block.words());
            findings.push(finding(&what, &stray, block.span));
        }
    }
    findings.extend(strays.iter().map(|stray| {
        let what = format!("the flow `{}` holds", flow.name);
        finding(&what, stray, flow.span)
    }));
    findings
}

fn actions(json: &str) -> Vec<Value> {
    let document: Value = serde_json::from_str(json).unwrap_or_default();
    let actions = document.get("Actions").and_then(Value::as_array);
    actions.cloned().unwrap_or_default()
}

fn finding(what: &str, stray: &Stray, span: Span) -> Diagnostic {
    let Stray { text, owner } = stray;
    let message = format!("{what} `{text}`, which belongs to {owner}");
    Diagnostic::new(&FOREIGN_ARN, span, message).help(
        "declare a name for it at the top of a file, write the name here, and bind it in every environment of `ebb.toml`",
    )
}
