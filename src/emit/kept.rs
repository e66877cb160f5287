//! Writes what is kept of a flow beside its source.

use super::difference::difference;
use super::json::{Form, Writer};
use super::value::Names;
use super::write;
use crate::id::IndexVec;
use crate::json::{Document, Node, Object, Parts};
use crate::program::{BlockId, Canvas, Flow, FlowId, Identifiers, Position, Program};
use crate::project::Bindings;

/// Where a flow was read from.
#[derive(Debug, Clone, Copy)]
pub struct Original<'a> {
    /// The text of the document.
    pub document: &'a str,
    /// Where its larger pieces stand, where somebody knows.
    pub outline: Option<&'a Parts>,
}

impl Original<'_> {
    /// How the flow is laid out. One without outline is a text in another document, and
    /// such a text has no blanks.
    fn form(self) -> Form {
        let form = self.outline.map(|_| Form::of(self.document));
        form.unwrap_or(Form::Dense)
    }
}

/// The text of the sidecar of one flow: what the original says of it and a build would not.
/// `looks` is where the blocks of the flow stand and what they were called. The program is
/// the one that its source reads as; it is of no use to anybody afterwards.
#[must_use]
pub fn kept(mut program: Program, id: FlowId, looks: Canvas, original: Original<'_>) -> String {
    let flow_name = program.flows[id].name.clone();
    let names = look(program.flow_mut(id), looks);
    let (text, parts) = built(&program, id, original);
    let mut json = Writer::with_capacity(1_024 + 128 * names.len());
    json.object(|json| {
        json.key("flows").object(|json| {
            json.key(&flow_name).object(|json| {
                let flow = &program.flows[id];
                let entry = flow.canvas.as_ref().and_then(|canvas| canvas.entry);
                json.key("entry").on_one_line(|json| point(json, entry));
                json.key("blocks").list(|json| blocks(json, flow, &names));
                // What is looked at next takes much room, too.
                drop((program, names));
                rest(json, &Document::known(&text, parts), original);
            });
        });
    });
    json.finish()
}

/// A line for each block.
fn blocks(json: &mut Writer, flow: &Flow, names: &IndexVec<BlockId, String>) {
    for ((id, block), name) in flow.blocks.iter_enumerated().zip(names) {
        let canvas = flow.canvas.as_ref();
        let spot = canvas.and_then(|canvas| canvas.spots.get(&id));
        json.on_one_line(|json| {
            json.object(|json| {
                json.key("name").text(name);
                json.key("type").text(block.action_type());
                json.key("identifier")
                    .text(spot.map_or("", |spot| &spot.identifier));
                json.key("at");
                point(json, spot.and_then(|spot| spot.position));
            });
        });
    }
}

fn point(json: &mut Writer, at: Option<Position>) {
    match at {
        Some(at) => json.list(|json| {
            json.number(at.x);
            json.number(at.y);
        }),
        None => json.raw("null"),
    }
}

/// A flow as it is built, and its outline. It is laid out as the original is, so that
/// what they have in common is mostly the same text.
fn built(program: &Program, id: FlowId, original: Original<'_>) -> (String, Parts) {
    let bindings = Bindings::default();
    let mut names = Names::new(program, &bindings);
    let room = original.document.len() + original.document.len() / 8;
    let mut json = Writer::in_outline(room, original.form(), Canvas::OUTLINE);
    write(&mut json, &mut names, &program.flows[id]);
    let (mut text, mut parts) = json.finish_in_outline();
    text.shrink_to_fit();
    parts.shrink_to_fit();
    (text, parts)
}

/// Writes what a document says otherwise than what is built of a flow that knows how it looked.
fn rest(json: &mut Writer, built: &Document<'_>, original: Original<'_>) {
    let built = built.root();
    let document = original.document.trim_start_matches('\u{feff}');
    if let Some(outline) = original.outline {
        let original = Document::known(document, outline.clone());
        return difference(json, REST, built, original.root());
    }
    let Ok(original) = Document::read(document) else {
        return;
    };
    let root = original.root();
    match root.object().and_then(content) {
        None => {}
        Some(Content::Here) => difference(json, REST, built, root),
        Some(Content::Inside(node)) => match node.text() {
            None => difference(json, REST, built, node),
            Some(text) => {
                if let Ok(inner) = Document::read(&text) {
                    difference(json, REST, built, inner.root());
                }
            }
        },
    }
}

/// The key of what no other key is for.
const REST: &str = "rest";

/// Where the content of a flow stands in a document.
enum Content<'a> {
    /// It is all of the document.
    Here,
    /// An answer holds it.
    Inside(Node<'a>),
}

fn content(root: Object<'_>) -> Option<Content<'_>> {
    if root.get("Actions").is_some() {
        return Some(Content::Here);
    }
    let about = root
        .get("ContactFlow")
        .or_else(|| root.get("ContactFlowModule"))?;
    about.object()?.get("Content").map(Content::Inside)
}

/// Gives the blocks of a flow the names and places that they had; gives the names that they
/// have now.
pub fn look(flow: &mut Flow, looks: Canvas) -> IndexVec<BlockId, String> {
    let mut identifiers = Identifiers::with_room(flow.blocks.len());
    let known = |id: &BlockId| {
        let spot = looks.spots.get(id)?;
        (!spot.identifier.is_empty()).then_some(spot.identifier.as_str())
    };
    let taken: IndexVec<BlockId, bool> = flow
        .blocks
        .ids()
        .map(|id| known(&id).is_some_and(|identifier| identifiers.take(identifier)))
        .collect();
    let ids: Vec<BlockId> = flow.blocks.ids().collect();
    let names = ids.into_iter().map(|id| {
        let block = &mut flow.blocks[id];
        let name = match known(&id).filter(|_| taken[id]) {
            Some(identifier) => identifier.to_owned(),
            None => identifiers.unique(&block.name),
        };
        std::mem::replace(&mut block.name, name)
    });
    let names = names.collect();
    flow.canvas = Some(looks);
    names
}
