//! One JSON document with everything there is to know about every finding.
//!
//! The form is versioned: `version` grows when something is renamed or removed, not
//! when something is added.

use crate::diag::{Diagnostic, Fix, Label, Step};
use crate::source::{SourceMap, Span};
use serde::Serialize;

#[derive(Serialize)]
struct Document<'a> {
    version: u32,
    findings: Vec<Finding<'a>>,
}

#[derive(Serialize)]
struct Finding<'a> {
    name: &'a str,
    level: &'a str,
    message: &'a str,
    place: Place<'a>,
    #[serde(skip_serializing_if = "str::is_empty")]
    label: &'a str,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    related: Vec<Related<'a>>,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    notes: &'a [String],
    #[serde(skip_serializing_if = "Option::is_none")]
    help: Option<&'a str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    story: Vec<Event<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    witness: Option<Witness<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    fix: Option<Change<'a>>,
}

/// What `ebb run FLOW --script FILE` plays, one step a line.
#[derive(Serialize)]
struct Witness<'a> {
    flow: &'a str,
    script: &'a [String],
}

#[derive(Serialize)]
struct Change<'a> {
    what: &'a str,
    edits: Vec<Passage<'a>>,
}

#[derive(Serialize)]
struct Passage<'a> {
    place: Place<'a>,
    text: &'a str,
}

#[derive(Serialize)]
struct Related<'a> {
    place: Place<'a>,
    text: &'a str,
}

#[derive(Serialize)]
struct Event<'a> {
    seconds: i64,
    text: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    place: Option<Place<'a>>,
}

#[derive(Serialize)]
struct Place<'a> {
    file: &'a str,
    line: u32,
    column: u32,
    end_line: u32,
    end_column: u32,
    offset: u32,
    length: u32,
}

pub(super) fn render(findings: &[Diagnostic], sources: &SourceMap) -> String {
    let document = Document {
        version: 1,
        findings: findings
            .iter()
            .map(|finding| describe(finding, sources))
            .collect(),
    };
    // Strings and numbers always have a JSON form.
    let mut json = serde_json::to_string_pretty(&document).unwrap_or_default();
    json.push('\n');
    json
}

fn describe<'a>(finding: &'a Diagnostic, sources: &'a SourceMap) -> Finding<'a> {
    Finding {
        name: finding.rule.name,
        level: finding.level.word(),
        message: &finding.message,
        place: place(finding.primary.span, sources),
        label: &finding.primary.text,
        related: finding
            .secondary
            .iter()
            .map(|label| related(label, sources))
            .collect(),
        notes: &finding.notes,
        help: finding.help.as_deref(),
        story: finding
            .story
            .iter()
            .map(|step| event(step, sources))
            .collect(),
        witness: finding.replay.as_ref().map(|replay| Witness {
            flow: &replay.flow,
            script: &replay.steps,
        }),
        fix: finding.fix.as_ref().map(|fix| change(fix, sources)),
    }
}

fn change<'a>(fix: &'a Fix, sources: &'a SourceMap) -> Change<'a> {
    let edits = fix.edits.iter().map(|edit| Passage {
        place: place(edit.span, sources),
        text: &edit.text,
    });
    Change {
        what: &fix.what,
        edits: edits.collect(),
    }
}

fn related<'a>(label: &'a Label, sources: &'a SourceMap) -> Related<'a> {
    Related {
        place: place(label.span, sources),
        text: &label.text,
    }
}

fn event<'a>(step: &'a Step, sources: &'a SourceMap) -> Event<'a> {
    Event {
        seconds: step.at,
        text: &step.text,
        place: step.span.map(|span| place(span, sources)),
    }
}

fn place(span: Span, sources: &SourceMap) -> Place<'_> {
    let start = sources.location(span);
    let end = sources.location(Span::new(span.file, span.end, span.end));
    Place {
        file: sources.file(span.file).name(),
        line: start.line,
        column: start.column,
        end_line: end.line,
        end_column: end.column,
        offset: span.start,
        length: span.len(),
    }
}
