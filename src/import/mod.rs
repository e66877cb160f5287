//! Connect JSON as a program.
//!
//! A document is read straight into a [`Flow`](crate::program::Flow), with a span into
//! the JSON for whatever may be wrong with it. What is no flow is refused with the
//! reason; a flow is always read, and what the service would refuse in it is reported:
//! everything that the rows of the catalogue say about an action, and no more.
//!
//! What gets lost: where blocks stand on the canvas, notes that belong to no block, and
//! keys that are not part of the Flow language.

mod demands;
mod envelope;
mod flow;
mod json;
mod metadata;
pub mod names;
mod parameters;
mod rows;
mod transitions;
mod values;

use crate::diag::Sink;
use crate::program::{Builder, FlowId};
use crate::source::FileId;
use envelope::Envelope;
use flow::Reader;
use json::{Object, Places};

/// Reads a Connect JSON document: an export of the console, the content of a flow or a
/// module, or the answer of `describe-contact-flow`.
///
/// `name` is what people call the file; a flow that does not say its own name is called
/// as the file is. Nothing comes back for a document that is no flow, which is reported.
pub fn read(
    builder: &mut Builder,
    file: FileId,
    name: &str,
    text: &str,
    sink: &mut Sink,
) -> Option<FlowId> {
    let places = Places::new(file, text);
    let nothing = Object::default();
    let read = match envelope::open(text, &places) {
        Ok(Envelope::Bare(root)) => {
            Reader::new(builder, sink, &places, &nothing, name).flow(&root, places.span(0, 0))
        }
        Ok(Envelope::Answer {
            about,
            quoted,
            content,
        }) => {
            let inside = places.inside(quoted, &content);
            envelope::parse(&content, &inside).and_then(|root| {
                let whole = places.of(quoted);
                Reader::new(builder, sink, &inside, &about, name).flow(&root, whole)
            })
        }
        Err(refusal) => Err(refusal),
    };
    read.map_err(|refusal| sink.push(*refusal)).ok()
}
