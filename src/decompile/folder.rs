//! Sources for several flows at once: one for each flow, one for what they share, and
//! an `ebb.toml` that holds every ARN.

use super::names::Names;
use super::{Refusal, Written, declaration, flow};
use crate::catalogue::FlowKind;
use crate::diag::{Diagnostic, Level, Rule};
use crate::emit::{self, SIDECAR_ENDING};
use crate::parallel;
use crate::program::{BlockId, Canvas, Flow, FlowId, Program, ResourceId};
use crate::project;
use crate::source::{SourceMap, Span};
use crate::text::count;
use std::collections::BTreeSet;

/// A flow that did not survive being written.
pub static NOT_IMPORTED: Rule = Rule {
    name: "not-imported",
    level: Level::Error,
    summary: "a flow that Ebb cannot write so that it means the same",
    page: "`ebb import` reads every text that it writes, and compares it with the flow that it was written from. Where the two differ it writes nothing: no source is better than a wrong one.\n\nPlease report the flow, unless its file was written anew while it was imported: then import it again.",
};

/// The environment that holds what flows named when they were imported.
pub const ENVIRONMENT: &str = "imported";

/// One flow with its text.
#[derive(Debug)]
pub struct Sheet {
    /// Which flow.
    pub flow: FlowId,
    /// Its text.
    pub written: Written,
    /// What its source does not hold, where somebody asked for it.
    pub beside: Option<String>,
}

/// A file to write.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct File {
    /// Its name in the folder.
    pub name: String,
    /// What is in it.
    pub text: String,
    /// What it is, in a few words.
    pub about: String,
}

/// Every flow of a program in Ebb.
#[derive(Debug)]
pub struct Sheets {
    /// What things are called in them.
    pub names: Names,
    /// The flows.
    pub all: Vec<Sheet>,
    /// What could not be written.
    pub refused: Vec<Diagnostic>,
}

impl Sheets {
    /// Writes every flow of a program.
    #[must_use]
    pub fn of(program: &Program) -> Self {
        Self::with(program, None)
    }

    /// Writes every flow of a program, and what is kept beside it; `sources` are the texts
    /// of the exports.
    #[must_use]
    pub fn beside(program: &Program, sources: &SourceMap) -> Self {
        Self::with(program, Some(sources))
    }

    fn with(program: &Program, sources: Option<&SourceMap>) -> Self {
        let all = Self::called(program, sources, Names::of(program, &|_| true));
        // What only plain actions name has its ARN there, and needs no name that others
        // would have to get out of the way of.
        let named = named(&all.all);
        if named.len() == program.resources.len() || all.all.iter().all(Sheet::has_words) {
            return all;
        }
        let names = Names::of(program, &|id| named.contains(&id));
        Self::called(program, sources, names)
    }

    fn called(program: &Program, sources: Option<&SourceMap>, names: Names) -> Self {
        let whole = program.flows.iter_enumerated();
        let whole: Vec<FlowId> = whole
            .filter(|(_, flow)| !flow.broken)
            .map(|(id, _)| id)
            .collect();
        let written = parallel::map(&whole, |id| {
            let (written, again) = flow(program, *id, &names)?;
            // What was read again takes much room, and is gone before the next flow is written.
            let flow = &program.flows[*id];
            let beside = sources.map(|sources| sidecar(flow, &written.order, again, sources));
            Ok((written, beside.transpose()?))
        });
        let (mut all, mut refused) = (Vec::new(), Vec::new());
        for (id, written) in whole.into_iter().zip(written) {
            match written {
                Ok((written, beside)) => all.push(Sheet {
                    flow: id,
                    written,
                    beside,
                }),
                Err::<_, Refusal>(refusal) => {
                    let flow = &program.flows[id];
                    let span = match refusal {
                        Refusal::Wrong(_) => flow.span,
                        // There is nothing left to point at.
                        Refusal::Changed => Span::new(flow.span.file, 0, 0),
                    };
                    let message = format!("`{}` was not imported: {refusal}", flow.name);
                    refused.push(Diagnostic::new(&NOT_IMPORTED, span, message));
                }
            }
        }
        Self {
            names,
            all,
            refused,
        }
    }
}

impl Sheet {
    /// Whether no block had to be written as a plain action.
    fn has_words(&self) -> bool {
        self.written.plain.is_empty()
    }
}

/// Everything that flows name in Ebb.
fn named(sheets: &[Sheet]) -> BTreeSet<ResourceId> {
    let named = sheets.iter().map(|sheet| &sheet.written.resources);
    named.flatten().copied().collect()
}

/// The source of one flow by itself, with what it names.
#[must_use]
pub fn alone(program: &Program, names: &Names, sheet: &Sheet) -> String {
    let all = sheet.written.resources.iter();
    let own = all.filter(|resource| names.flow_of(program, **resource) != Some(sheet.flow));
    let lines = declarations(program, names, own.copied());
    joined(&lines, &sheet.written.text)
}

/// The files of a folder of sources. Their texts are taken out of the sheets.
#[must_use]
pub fn folder(program: &Program, sheets: &mut Sheets, project: &str) -> Vec<File> {
    let Sheets {
        names, all: sheets, ..
    } = sheets;
    let written: BTreeSet<FlowId> = sheets.iter().map(|sheet| sheet.flow).collect();
    let named = named(sheets);
    let outside = |resource: &ResourceId| {
        let flow = names.flow_of(program, *resource);
        flow.is_none_or(|flow| !written.contains(&flow))
    };
    let shared = declarations(program, names, named.iter().copied().filter(outside));
    let mut files = Vec::with_capacity(2 * sheets.len() + 2);
    files.push(project_file(program, names, &named, project));
    let is_one = sheets.len() == 1;
    if !is_one && !shared.is_empty() {
        files.push(shared_file(names, sheets, &shared));
    }
    for sheet in sheets {
        let flow = &program.flows[sheet.flow];
        let kind = flow.kind.map_or("flow", FlowKind::words);
        let name = names.flow(sheet.flow).unwrap_or(&flow.name);
        let text = std::mem::take(&mut sheet.written.text);
        files.push(File {
            name: format!("{name}.ebb"),
            text: match is_one {
                true => joined(&shared, &text),
                false => text,
            },
            about: format!("{kind}, {}", count("block", flow.blocks.len())),
        });
        files.extend(sheet.beside.take().map(|text| File {
            name: format!("{name}.{SIDECAR_ENDING}"),
            text,
            about: "where its blocks stand".to_owned(),
        }));
    }
    files
}

/// What the source of a flow does not hold; `order` are its blocks in the order of their lines.
fn sidecar(
    flow: &Flow,
    order: &[BlockId],
    again: Program,
    sources: &SourceMap,
) -> Result<String, Refusal> {
    let Some((id, read)) = again.flows.iter_enumerated().next() else {
        return Ok(String::new());
    };
    let document = sources.file(flow.span.file).text_for_once();
    let document = document.ok_or(Refusal::Changed)?;
    let mut lines: Vec<BlockId> = read.blocks.ids().collect();
    lines.sort_by_key(|id| read.blocks[*id].span.start);
    let spots = lines.iter().zip(order);
    let canvas = flow.canvas.as_ref();
    let spots = spots.filter_map(|(line, block)| Some((*line, canvas?.spots.get(block)?.clone())));
    let looks = Canvas {
        entry: canvas.and_then(|canvas| canvas.entry),
        spots: spots.collect(),
        outline: None,
    };
    let original = emit::Original {
        document: &document,
        outline: canvas.and_then(|canvas| canvas.outline.as_ref()),
    };
    Ok(emit::kept(again, id, looks, original))
}

fn project_file(
    program: &Program,
    names: &Names,
    named: &BTreeSet<ResourceId>,
    project: &str,
) -> File {
    let mut found = project::Found::new();
    for resource in named {
        let known = &program.resources[*resource];
        if let (Some(name), Some(id)) = (names.get(*resource), &known.id) {
            found
                .entry((known.kind, name.to_owned()))
                .or_insert_with(|| id.clone());
        }
    }
    File {
        name: project::FILE.to_owned(),
        text: project::written(project, ENVIRONMENT, &found),
        about: format!(
            "{} of the environment `{ENVIRONMENT}`",
            count("ARN", found.len())
        ),
    }
}

/// What several flows name.
fn shared_file(names: &Names, sheets: &[Sheet], shared: &[String]) -> File {
    let mut name = "resources".to_owned();
    while sheets
        .iter()
        .any(|sheet| names.flow(sheet.flow) == Some(&name))
    {
        name.push_str("_of_flows");
    }
    File {
        name: format!("{name}.ebb"),
        text: joined(shared, ""),
        about: count("resource", shared.len()),
    }
}

/// The lines that declare resources, each once, by kind and name.
fn declarations(
    program: &Program,
    names: &Names,
    resources: impl Iterator<Item = ResourceId>,
) -> Vec<String> {
    let mut seen = BTreeSet::new();
    let mut lines = Vec::new();
    for resource in resources {
        let Some(known) = program.resources.get(resource) else {
            continue;
        };
        if let Some(name) = names.get(resource)
            && seen.insert((known.kind, name))
        {
            lines.extend(declaration(program, names, resource).map(|line| (known.kind, line)));
        }
    }
    lines.sort();
    lines.into_iter().map(|(_, line)| line).collect()
}

fn joined(lines: &[String], text: &str) -> String {
    let mut out = String::new();
    for line in lines {
        out.push_str(line);
        out.push('\n');
    }
    if !lines.is_empty() && !text.is_empty() {
        out.push('\n');
    }
    out + text
}
